"""Figures and the page, from results in memory."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paris44.door.questions import Comparison
from paris44.door.result import Result
from paris44.door.searches import Routes, Sweep
from paris44.results.read import Result as Folder

if TYPE_CHECKING:
    from matplotlib.figure import Figure


Shown = Result | Comparison | Routes | Sweep
"""What a figure can be of."""


def plot(
    *shown: Shown, kind: str | None = None, file: str | PathLike[str] | None = None, **options: Any  # noqa: ANN401 - what the kind takes
) -> Figure:  # fmt: skip
    """Draw a figure and return it; a notebook shows it, and with ``file`` it is saved (PNG, SVG, PDF by its
    ending).

    Args:
        shown: a result, several for kinds that compare, or the answer of ``compare``, ``routes``, ``sweep``.
        kind: arrivals, march-graph, map, compare, causes, isochrones, minard, losses, sweep; None: what
            suits (arrivals of a result, compare, map of routes, sweep).
        file: where to save it.
        options: what the kind takes: ``roads``, ``days``, ``outcome``.

    Raises:
        StudyError: there is no such kind, or it cannot show these results.
    """
    from paris44.views import figures
    from paris44.views.figures.style import printed

    results: list[Folder] = []
    for one in shown:
        found, more = one.pictured()
        results += found
        options = more | options
    with printed():
        sheet = figures.lay_out(kind or _suits(shown), results, **options)
        if file is not None:
            sheet.save(Path(file))
    return sheet.figure


def _suits(shown: Sequence[Shown]) -> str:
    """The kind of figure that shows an answer."""
    kinds: dict[type, str] = {Comparison: "compare", Routes: "map", Sweep: "sweep"}
    return kinds.get(type(shown[0]), "arrivals") if shown else "arrivals"


def report(*results: Result, file: str | PathLike[str]) -> Path:
    """Write one self-contained page of the results.

    Raises:
        StudyError: the results cannot stand on one page, or the file cannot be written.
    """
    from paris44.views.web import report as page

    page.write([result.folder for result in results], Path(file))
    return Path(file)
