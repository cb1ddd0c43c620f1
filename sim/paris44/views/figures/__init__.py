"""Figures for print: PNG, SVG or PDF, drawn from finished results only.

``draw("arrivals", [Result.open("historical")], Path("arrivals.pdf"))`` makes one.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paris44.results.read import Result
    from paris44.views.figures.sheet import Sheet

KINDS = {
    "arrivals": "arrivals",
    "march-graph": "march_graph",
    "map": "route_map",
    "compare": "compare",
    "causes": "causes",
    "isochrones": "isochrones",
    "minard": "minard",
    "losses": "losses",
    "sweep": "sweep",
}
"""Kind of figure -> the module that draws it."""

OF_MANY = ("compare", "causes")
"""Kinds that show a base and others; the rest show one result, or one answer of a sweep."""


def draw(kind: str, results: Sequence[Result], out: Path, **options: object) -> None:
    """Draw ``kind`` of ``results`` into ``out`` (png, svg or pdf by its ending).

    Raises:
        StudyError: the results do not hold what the figure needs (exit code 2), or the disk is full.
    """
    from paris44.views.figures.style import printed

    with printed():
        lay_out(kind, results, **options).save(Path(out))


def lay_out(kind: str, results: Sequence[Result], **options: object) -> Sheet:
    """The figure before it is written; its artists can be read."""
    module = importlib.import_module(f"paris44.views.figures.{KINDS[kind]}")
    drawn: Sheet = module.draw(results, **options)
    return drawn


def gather(names: Sequence[str | Path], root: str | Path = "results") -> tuple[list[Result], dict[str, Any]]:
    """The results that the user names, and the options that kept answers of other commands add.

    Raises:
        ResultError: a name is neither a result nor an answer, or it cannot be read.
    """
    from paris44.views.figures.answers import gather as find

    return find(names, root)
