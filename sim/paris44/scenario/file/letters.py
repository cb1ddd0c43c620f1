"""What a text may be made of: nothing that a terminal, a table or an XML file would take for a command.

Control characters (C0 and C1, with them every escape sequence), line and paragraph separators, embeddings
and overrides of the writing direction, lone surrogates and code points that are no characters are refused
wherever they stand. A line break and a tab may stand in prose. A text of nothing that can be seen is none.
"""

from __future__ import annotations

import re
import unicodedata

from paris44.language.text import msg

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
_WHO = msg("name who says so, or leave the field out")
_WORD = re.compile(r"[^\W_]")
_SAID = {
    "\n": msg("a line break"),
    "\r": msg("a carriage return"),
    "\t": msg("a tab"),
    "\x1b": msg("an escape character"),
}
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""


def complaint(text: str, field: str) -> tuple[str, str] | None:
    """What is wrong with the text of a field, and a hint; None where nothing is."""
    if text.isascii() and text.isprintable() and text[:1] != " ":
        return _nobody(text) if field in SOURCES else None  # so it is of most of many thousand texts
    bad = next((char for char in _UNFIT.findall(text) if char not in "\n\t" or field not in PROSE), None)
    if bad is not None:
        return msg("holds {called} (U+{ord:04X})", called=_called(bad), ord=ord(bad)), _how_to_mend(bad)
    if not any(map(shows, text)):
        return msg("is blank"), _WHO if field in SOURCES else msg("write something, or leave the field out")
    return _nobody(text) if field in SOURCES else None


def shows(char: str) -> bool:
    """Whether a reader sees anything of a character."""
    return unicodedata.category(char)[0] not in "ZC" and char not in _BLANK


def _nobody(source: str) -> tuple[str, str] | None:
    """A source of dots and dashes names nobody."""
    return (msg("names no source"), _WHO) if source and not _WORD.search(source) else None


def _called(char: str) -> str:
    if char in _SAID:
        return _SAID[char]
    direction = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
    return msg("a character that turns the direction of writing") if direction else msg("a control character")


def _how_to_mend(char: str) -> str:
    if char == "\n":
        return msg("write it on one line (in YAML '>-' joins lines)")
    return msg("write a space") if char == "\t" else msg("remove it")
