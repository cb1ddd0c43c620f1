"""Figures and the page, from results in memory."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paris44.door.given import no_result, place_of, spoken
from paris44.door.questions import Comparison
from paris44.door.result import Result
from paris44.door.searches import Routes, Sweep
from paris44.results.read import ResultFolder
from paris44.views.target import target

if TYPE_CHECKING:
    from matplotlib.figure import Figure


Shown = Result | Comparison | Routes | Sweep
"""What a figure can be of."""


def plot(
    *shown: Shown, kind: str | None = None, file: str | PathLike[str] | None = None, lang: str = "en",
    **options: Any,  # noqa: ANN401 - what the kind takes
) -> Figure:  # fmt: skip
    """Draw a figure and return it; a notebook shows it, and with ``file`` it is saved (PNG, SVG, PDF by its
    ending).

    Args:
        shown: a result, several for kinds that compare, or the answer of ``compare``, ``routes``, ``sweep``.
        kind: arrivals, march-graph, map, compare, causes, isochrones, minard, losses, pit, sweep; None: what
            suits (arrivals of one result, compare of several, map of routes, sweep).
        file: where to save it.
        lang: the language of its words, en or fr.
        options: what the kind takes: ``roads``, ``days``, ``outcome``.

    Raises:
        UserError: there is no such kind or language, what is shown is no result, an option means nothing
            to the kind, or ``file`` cannot be.
        StudyError: it cannot show these results.
    """
    from paris44.views.figures import kinds
    from paris44.views.figures.common.style import printed

    path = None if file is None else target(place_of("file", file), kinds.ENDINGS)
    results: list[ResultFolder] = []
    language = spoken(lang)
    for one in shown:
        if not isinstance(one, Shown):
            raise no_result("plot", one)
        found, more = one.pictured()
        results += found
        options = more | options
    for name in ("roads", "days"):
        if isinstance(options.get(name), str):  # one by itself, whose letters are none
            options = options | {name: [options[name]]}
    with printed(language):
        sheet = kinds.lay_out(kind or kinds.kind_for(results, options), results, language=language, **options)
        if path is not None:
            sheet.save(path)
    return sheet.figure


def report(*results: Result, file: str | PathLike[str]) -> Path:
    """Write one self-contained page of the results.

    Raises:
        UserError: there is no result, one is none, or ``file`` cannot be.
        ResultError: the results cannot stand on one page.
    """
    from paris44.views.web import report as page
    from paris44.views.web.shell import ENDINGS

    path = target(place_of("file", file), ENDINGS)
    for one in results:
        if not isinstance(one, Result):
            raise no_result("report", one)
    page.write([result.folder for result in results], path)
    return path
