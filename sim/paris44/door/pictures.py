"""Figures and the page, from results in memory."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paris44.door.result import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot(
    *results: Result, kind: str = "arrivals", file: str | PathLike[str] | None = None, **options: Any  # noqa: ANN401 - what the kind takes
) -> Figure:  # fmt: skip
    """Draw a figure and return it; with ``file`` it is saved too (PNG, SVG, PDF by its ending).

    Args:
        results: one result, or several for kinds that compare.
        kind: arrivals, march-graph, map, compare, causes, isochrones, minard, losses.
        file: where to save it.
        options: what the kind takes: ``roads``, ``days``, ``outcome``.

    Raises:
        StudyError: there is no such kind, or it cannot show these results.
    """
    from paris44.views import figures
    from paris44.views.figures.style import printed

    with printed():
        sheet = figures.lay_out(kind, [result.folder for result in results], **options)
        if file is not None:
            sheet.save(Path(file))
    return sheet.figure


def report(*results: Result, file: str | PathLike[str]) -> Path:
    """Write one self-contained page of the results.

    Raises:
        StudyError: the results cannot stand on one page, or the file cannot be written.
    """
    from paris44.views.web import report as page

    page.write([result.folder for result in results], Path(file))
    return Path(file)
