"""What the pages say: the marks in their scripts and templates, and the French that each page carries.

How something is marked stands in ``assets/language.js``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import NamedTuple

from paris44.language.languages import language_of

MARKS: Mapping[str, int] = {"say": 1, "sayOf": 1, "mark": 1, "psay": 2, "pmark": 2, "nsay": 2}
"""Function of a script that marks a message -> how many of its arguments are texts."""
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_CALL = rf"\b({'|'.join(MARKS)})\(\s*({_STRING}(?:\s*,\s*{_STRING})?)"
_SCRIPT = re.compile(rf"{_CALL}|{_STRING}|//[^\n]*|/\*.*?\*/", re.DOTALL)
"""A call of a mark; a string or a comment, in which there is none."""


class PageMessage(NamedTuple):
    """A message of a page: its English, its context, and its plural where it has one."""

    text: str
    context: str = ""
    many: str = ""

    @property
    def key(self) -> str:
        """By what the page finds it: as compiled catalogues of gettext name their messages."""
        plural = f"\0{self.many}" if self.many else ""
        return f"{self.context}\4{self.text}" if self.context else self.text + plural


def of_script(script: str) -> Iterator[PageMessage]:
    """The messages that are marked in a script."""
    for name, strings in _SCRIPT.findall(script):
        texts = json.loads(f"[{strings}]")[: MARKS.get(name, 0)]
        if not texts or len(texts) < MARKS[name]:
            continue
        if name.startswith("p"):
            yield PageMessage(texts[1], texts[0])
        else:
            yield PageMessage(texts[0], many="".join(texts[1:]))


def of_template(template: str) -> Iterator[PageMessage]:
    """The messages that are marked in a template."""
    reader = _Reader()
    reader.feed(template)
    yield from reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[PageMessage] = []
        self._context: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        marks = dict(attrs)
        self._context = (marks["data-t"] or "") if "data-t" in marks else None
        if "data-label" in marks:
            self.found.append(PageMessage(marks["aria-label"] or ""))

    def handle_data(self, data: str) -> None:
        if self._context is not None:
            self.found.append(PageMessage(data, self._context))
        self._context = None


def french(template: str, scripts: Iterable[str]) -> dict[str, str | list[str]]:
    """Key -> French of the messages of a page; of a plural the form for one and that for several."""
    tell = language_of("fr").template
    found: dict[str, str | list[str]] = {}
    for message in (*of_template(template), *(m for script in scripts for m in of_script(script))):
        text, context, many = message
        if many:
            found[message.key] = [tell(text, many, n) for n in (1, 2)]
        else:
            found[message.key] = tell(text, context=context)
    return {key: found[key] for key in sorted(found)}
