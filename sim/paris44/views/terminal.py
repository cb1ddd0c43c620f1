"""What of a text may reach a terminal: letters, not orders to it."""

from __future__ import annotations

import re

_ORDER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but tab and line feed, marks that turn the direction of a line, halves of letters."""


def visible(text: str) -> str:
    r"""``text`` with every control character written out (``\x1b``), so that it is shown and not obeyed."""
    return _ORDER.sub(lambda m: f"\\x{ord(m[0]):02x}" if m[0] < "\x80" else f"\\u{ord(m[0]):04x}", text)


def visible_json(text: str) -> str:
    r"""A JSON document with the same written as JSON has it (``\u009b``): it reads back to equal values."""
    return _ORDER.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
