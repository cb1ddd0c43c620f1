"""Remake the French catalogue from the source: ``python docs/catalogue.py`` (Babel, of the extra ``dev``).

New messages stand in ``paris44.po`` without French, those that are no more leave it, and ``paris44.mo``,
which the program reads, is compiled. What has no French is listed; ``--check`` writes nothing and fails where
anything would change.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from paris44.views.web.messages import PageMessage, of_script, of_template

PACKAGE = Path(__file__).parents[1] / "sim" / "paris44"
PO = PACKAGE / "language" / "locale" / "fr" / "LC_MESSAGES" / "paris44.po"
MO = PO.with_suffix(".mo")
MARKS = {"msg": 1, "nmsg": 2, "pmsg": 2, "Term": 1}
"""What marks a message -> how many of its arguments are texts; that of a Term is the label of a field."""

PAGES: dict[str, Callable[[str], Iterator[PageMessage]]] = {"*.js": of_script, "*.html": of_template}
"""Files of the pages -> what finds the messages in them."""

Found = tuple[str, str | tuple[str, ...], str | None]
"""File, message (or the forms of a plural), context."""


def messages() -> Iterator[Found]:
    """Every message of the source: what is marked by :data:`MARKS`, the help of the command line, and what is
    marked in the scripts and templates of the pages (how: ``views/web/assets/language.js``)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield from ((path.relative_to(PACKAGE).as_posix(), *found) for found in _of(node))
            if path.name == "cli.py":
                yield from (("cli.py", text, None) for text in _help(node))
    for pattern, found_in in PAGES.items():
        for path in sorted(PACKAGE.rglob(f"assets/{pattern}")):
            for text, context, many in found_in(path.read_text(encoding="utf-8")):
                name = path.relative_to(PACKAGE).as_posix()
                yield name, (text, many) if many else text, context or None


def _of(node: ast.AST) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The message of a call of ``msg``, ``nmsg`` or ``pmsg``, and its context."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS):
        return
    texts = [ast.literal_eval(argument) for argument in node.args[: MARKS[node.func.id]]]
    if node.func.id == "Term":
        yield texts[0], "field"
    elif node.func.id == "pmsg":
        yield texts[1], texts[0]
    else:
        yield (texts[0] if len(texts) == 1 else tuple(texts)), None


def _help(node: ast.AST) -> Iterator[str]:
    """The text of an option, of a command, the name of a panel."""
    if isinstance(node, ast.keyword) and node.arg in ("help", "epilog"):
        yield ast.literal_eval(node.value)
    elif isinstance(node, ast.FunctionDef) and any(
        re.match(r"command|app\.", ast.unparse(mark)) for mark in node.decorator_list
    ):
        yield inspect.cleandoc(ast.get_docstring(node) or "")


def template() -> Catalog:
    """The messages of the source, without translations."""
    found = _empty()
    for file, text, context in messages():
        found.add(text, locations=[(file, None)], context=context)
    for message in found:
        message.flags.clear()
    return found


class Book(Catalog):
    """A catalogue of which the head tells neither the day nor the version of the tool."""

    num_plurals = 2
    plural_expr = "(n > 1)"

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The lines of the head."""
        return [("Language", "fr"), ("Plural-Forms", "nplurals=2; plural=(n > 1);"),
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Transfer-Encoding", "8bit")]  # fmt: skip


def _empty() -> Catalog:
    return Book(locale="fr", domain="paris44", header_comment="# docs/catalogue.py", fuzzy=False)


def catalogue() -> Catalog:
    """The messages of the source with their French, as far as there is any."""
    known = _empty()
    if PO.exists():
        with PO.open("rb") as file:
            known = read_po(file)
    found = template()
    for message in found:
        old = known.get(message.id, message.context) if message.id else None
        if old is not None and not old.fuzzy:
            message.string = old.string
    return found


def missing(book: Catalog) -> list[str]:
    """The messages without French."""
    return [
        str(message.id)
        for message in book
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def written(book: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as text and compiled."""
    text, compiled = BytesIO(), BytesIO()
    write_po(text, book, width=110, sort_output=True, include_lineno=False)
    write_mo(compiled, book)
    return text.getvalue(), compiled.getvalue()


def main(check: bool) -> int:
    """Write the catalogue, or only say whether it is up to date."""
    book = catalogue()
    po, mo = written(book)
    for text in missing(book):
        print(f"no French: {text!r}")
    stale = not (PO.exists() and MO.exists() and PO.read_bytes() == po and MO.read_bytes() == mo)
    if not check:
        PO.write_bytes(po)
        MO.write_bytes(mo)
    elif stale:
        print("the catalogue is out of date: python docs/catalogue.py")
    return int(check and stale)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
