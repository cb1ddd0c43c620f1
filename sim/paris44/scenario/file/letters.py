"""What a text may be made of: nothing that a terminal, a table or an XML file would take for a command.

Control characters (C0 and C1, with them every escape sequence), line and paragraph separators, embeddings
and overrides of the writing direction, lone surrogates and code points that are no characters are refused
wherever they stand. A line break and a tab may stand in prose. A text of nothing that can be seen is none.
"""

from __future__ import annotations

import re
import unicodedata

PROSE = frozenset({
    "note", "expect", "antecedent", "decided_by", "holds_fixed", "statement", "how", "state_text",
})  # fmt: skip
"""Fields that may run over several lines."""
SOURCES = frozenset({"source"})
"""Fields that must name somebody or something."""

_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001fffe\U0001ffff\U0010fffe\U0010ffff]"
)
_WHO = "name who says so, or leave the field out"
_SAID = {"\n": "a line break", "\r": "a carriage return", "\t": "a tab", "\x1b": "an escape character"}
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""


def complaint(text: str, field: str) -> tuple[str, str] | None:
    """What is wrong with the text of a field, and a hint; None where nothing is."""
    if text.isascii() and text.isprintable():
        if text.strip() or not text:
            return _nobody(text, field)
        return _blank(field)
    bad = next((char for char in _UNFIT.findall(text) if char not in "\n\t" or field not in PROSE), None)
    if bad is not None:
        return f"holds {_called(bad)} (U+{ord(bad):04X})", _how_to_mend(bad)
    return _nobody(text, field) if any(map(shows, text)) else _blank(field)


def shows(char: str) -> bool:
    """Whether a reader sees anything of a character."""
    return unicodedata.category(char)[0] not in "ZC" and char not in _BLANK


def _blank(field: str) -> tuple[str, str]:
    return "is blank", _WHO if field in SOURCES else "write something, or leave the field out"


def _nobody(text: str, field: str) -> tuple[str, str] | None:
    """A source of dots and dashes names nobody."""
    if field not in SOURCES or not text or any(char.isalnum() for char in text):
        return None
    return "names no source", _WHO


def _called(char: str) -> str:
    if char in _SAID:
        return _SAID[char]
    direction = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
    return "a character that turns the direction of writing" if direction else "a control character"


def _how_to_mend(char: str) -> str:
    if char == "\n":
        return "write it on one line (in YAML '>-' joins lines)"
    return "write a space" if char == "\t" else "remove it"
