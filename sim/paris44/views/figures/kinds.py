"""The kinds of figures, which of them shows what is named, and the way from results to a file.

``draw("arrivals", [ResultFolder.open("historical")], Path("arrivals.pdf"))`` makes one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from paris44.errors import UserError
from paris44.language.languages import ENGLISH, Language
from paris44.language.text import msg, quoted
from paris44.views.figures.common.style import printed

if TYPE_CHECKING:
    from paris44.results.read import ResultFolder
    from paris44.views.figures.common.sheet import Sheet

KINDS = {
    "arrivals": "charts.arrivals",
    "march-graph": "marches.march_graph",
    "map": "maps.route_map",
    "compare": "charts.compare",
    "causes": "charts.causes",
    "isochrones": "maps.isochrones",
    "minard": "maps.minard",
    "losses": "charts.losses",
    "pit": "charts.pit",
    "sweep": "charts.sweep",
}
"""Kind of figure -> the module whose ``draw`` draws it; imported with the first figure of that kind."""
OF_MANY = ("compare", "causes")
"""Kinds that show a base and others; the rest show one result, or one answer of a sweep."""
DRAWN_AS = {"answer": "sweep", "routes": "map"}
"""What the folder of another command's answer adds -> the kind of figure that shows it."""
ENDINGS = (".png", ".svg", ".pdf")
"""How the file of a figure may end."""


def kind_for(results: Sequence[ResultFolder], options: Mapping[str, object]) -> str:
    """The kind of figure that shows a kept answer, several results or one."""
    answers = [DRAWN_AS[name] for name in options if name in DRAWN_AS]
    return answers[0] if answers else "compare" if len(results) > 1 else "arrivals"


def drawer(kind: str, results: Sequence[ResultFolder], options: Mapping[str, object]) -> Callable[..., Sheet]:
    """What draws ``kind``, once it is certain that it shows so many results and understands the options.

    Raises:
        UserError: there is no such kind, no result or too many for it, or an option that it does not know.
    """
    if kind not in KINDS:
        raise UserError("--kind", msg("{kind} is none of {kinds}", kind=quoted(kind), kinds=", ".join(KINDS)))
    if not (given := len(results) + ("answer" in options)):
        raise UserError("RESULT", msg("missing"))
    if kind not in OF_MANY and given != 1:
        raise UserError(
            "RESULT", msg("the {kind} figure shows one result, {given} are given", kind=kind, given=given)
        )
    make = _draw(kind)
    known = inspect.signature(make).parameters
    for name in options:
        if name not in known and name in DRAWN_AS:
            raise UserError(
                "RESULT",
                msg(
                    "the {kind} figure shows no such answer; --kind {drawn_as} does",
                    kind=kind,
                    drawn_as=DRAWN_AS[name],
                ),
            )
        if name not in known:
            raise UserError(f"--{name.removesuffix('s')}", _meaningless(kind, name))
    return make


def _meaningless(kind: str, option: str) -> str:
    """That the ``kind`` of figure does not know an option, and which kinds do."""
    others = [other for other in KINDS if option in inspect.signature(_draw(other)).parameters]
    if not others:
        return msg("means nothing to the {kind} figure", kind=kind)
    return msg("means nothing to the {kind} figure, but to {others}", kind=kind, others=", ".join(others))


def _draw(kind: str) -> Callable[..., Sheet]:
    return cast("Callable[..., Sheet]", import_module(f"paris44.views.figures.{KINDS[kind]}").draw)


def lay_out(
    kind: str, results: Sequence[ResultFolder], *, language: Language = ENGLISH, **options: object
) -> Sheet:
    """The figure before it is written; its artists can be read.

    Raises:
        UserError: see :func:`drawer`.
        StudyError: the results do not hold what the figure needs.
    """
    make = drawer(kind, results, options)
    with printed(language):
        return make(results, **options)


def draw(
    kind: str, results: Sequence[ResultFolder], out: Path, *, language: Language = ENGLISH, **options: object
) -> None:
    """Draw ``kind`` of ``results`` into ``out`` (png, svg or pdf by its ending).

    Raises:
        UserError: see :func:`drawer`.
        StudyError: the results do not hold what the figure needs (exit code 2), or the disk is full (1).
    """
    make = drawer(kind, results, options)
    with printed(language):
        make(results, **options).save(out)
