"""One self-contained page of results: opens anywhere, asks the network for nothing.

Equal results give equal bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paris44.errors import UserError
from paris44.language.text import msg
from paris44.results.errors import ResultError
from paris44.results.read import ResultFolder
from paris44.results.write import write_atomically
from paris44.views.web.data import REPLICATIONS, PageData, page
from paris44.views.web.shell import asset, filled

MOST_BYTES = 4_000_000
"""The largest page; fewer replications keep their tracks where several results would not fit."""
SCRIPTS = ("words.js", "make.js", "clock.js", "map.js", "graph.js", "card.js", "tables.js", "page.js")
"""In the order in which they are run."""


def write(results: Sequence[ResultFolder], target: Path) -> None:
    """Write the page of ``results`` (the first is the base of comparisons) into ``target``.

    Raises:
        UserError: there is no result.
        ResultError: a result has no tracks to show, as nobody marched or none were kept, or all of them do
            not fit into one page.
    """
    write_atomically(target, html(results).encode())


def html(results: Sequence[ResultFolder]) -> str:
    """The text of the page.

    Raises:
        UserError, ResultError: as :func:`write`.
    """
    if not results:
        raise UserError("RESULT", msg("missing"))
    for result in results:
        if not int(result.manifest.get("events", 0)):
            raise ResultError(
                msg("{path}: kept no tracks to show; run it with --events 20", path=result.path)
            )
        if next(result.tracks(), None) is None:
            raise ResultError(
                msg("{path}: nobody marched in the replications that keep tracks", path=result.path)
            )
    for most in (REPLICATIONS, 12, 8, 5, 3, 1):
        text = _filled(page(results, most))
        if len(text.encode()) <= MOST_BYTES:
            return text
    raise ResultError(msg("{results} results do not fit into one page; give fewer", results=len(results)))


def _filled(data: PageData) -> str:
    scripts = {name: asset(name) for name in SCRIPTS}
    return filled(asset("page.html"), asset("page.css"), scripts, data)
