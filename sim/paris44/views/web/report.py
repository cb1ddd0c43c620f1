"""One self-contained page of results: opens anywhere, asks the network for nothing.

The page is the template ``assets/page.html`` with its style, its scripts and its data set in; equal
results give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

from paris44.errors import UserError
from paris44.language.text import msg
from paris44.results.errors import ResultError
from paris44.results.read import ResultFolder
from paris44.results.write import write_atomically
from paris44.views.web.data import REPLICATIONS, page

MOST_BYTES = 4_000_000
"""The largest page; fewer replications keep their tracks where several results would not fit."""
ENDINGS = (".html", ".htm")
"""How the file of a page may end."""
SCRIPTS = ("words.js", "make.js", "clock.js", "map.js", "graph.js", "card.js", "tables.js", "page.js")
"""In the order in which they are run; together they are one function."""


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
        raise UserError("RESULT", "missing")
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
        text = _fill(json.dumps(page(results, most), ensure_ascii=False, separators=(",", ":")))
        if len(text.encode()) <= MOST_BYTES:
            return text
    raise ResultError(msg("{results} results do not fit into one page; give fewer", results=len(results)))


def _fill(data: str) -> str:
    return filled("page.html", "page.css", SCRIPTS, data)


def filled(template: str, style: str, scripts: Sequence[str], data: str) -> str:
    """A template of ``assets`` with everything in its place; no text of the data (JSON) ends its element."""
    script = one_script({name: asset(name) for name in scripts})
    return marked(asset(template), {"/*STYLE*/": asset(style), "/*SCRIPT*/": script, "/*DATA*/": inert(data)})


def one_script(scripts: Mapping[str, str]) -> str:
    """Scripts by name, run in their order as one function: what they name stays inside."""
    text = "".join(f"// {name}\n{script}" for name, script in scripts.items())
    return f'(function () {{\n"use strict";\n{text}}})();\n'


def inert(data: str) -> str:
    """JSON in which no text can end the element that holds it."""
    return data.replace("<", "\\u003c")


def marked(template: str, parts: Mapping[str, str]) -> str:
    """The text of a template with each mark's content in its place."""
    text = template
    for mark, content in parts.items():
        before, _, after = text.partition(mark)
        text = before + content + after
    return text


def asset(name: str) -> str:
    """The text of a file in ``views/web/assets``."""
    return (resources.files("paris44.views.web") / "assets" / name).read_text(encoding="utf-8")
