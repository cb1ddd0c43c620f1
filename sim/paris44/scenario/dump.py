"""The resolved document as text: YAML that loads again to the same scenario, and its digest."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from paris44.scenario.schema.sections import HEAD, SECTIONS

_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ/][A-Za-zÀ-ÖØ-öø-ÿ0-9 _./()'+-]*\Z")
WORDS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})
"""What YAML may take for something else than a word."""
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_json = json.JSONEncoder(ensure_ascii=False).encode
_BLOCK = ("orders", "outcomes")  # sections that people read: a line per field


UNDECIDED = ("author", "forecast")
"""Keys of the head that decide nothing of a run: who wrote the file, and what of it is to be judged."""


def digest(document: Mapping[str, Any]) -> str:
    """The sha256 of the resolved document, the same wherever its files lie and whoever wrote it: who only
    signs a file, or foretells something else, has the runs that are there."""
    told = {key: value for key, value in document.items() if key not in UNDECIDED}
    canonical = json.dumps(told, sort_keys=False, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def to_yaml(document: Mapping[str, Any]) -> str:
    """The document as deterministic YAML: rows of tables on one line each, orders in full."""
    lines = [f"{key}: {_flow(document[key])}" for key in HEAD if key in document]
    for section in SECTIONS:
        rows = document.get(section)
        if rows:
            lines.append(f"{section}:")
            lines.extend(_block(rows) if section in _BLOCK else _compact(rows))
    return "\n".join(lines) + "\n"


def _compact(rows: Mapping[str, Any]) -> Iterator[str]:
    for key, row in rows.items():
        yield f"  {_text(key)}: {_flow(row)}"


def _block(rows: Mapping[str, Any]) -> Iterator[str]:
    for key, row in rows.items():
        yield f"  {_text(key)}:"
        for name, value in row.items():
            yield f"    {_key(name)}{_flow(value)}"


def _flow(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):  # most of what a row says are texts
        cells = [
            _key(key) + (_text(child) if type(child) is str else _flow(child)) for key, child in value.items()
        ]
        return "{" + ", ".join(cells) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join([_flow(item) for item in value]) + "]"
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return repr(value)  # as JSON has it, without a call of its encoder for each of twenty thousand
    return _json(value)  # numbers, flags and null are the same in JSON and YAML


@cache
def _key(name: str) -> str:
    """The name of a field, up to its value: thousands of rows have the same fields."""
    return f"{_text(name)}: "


@lru_cache(maxsize=1 << 12)
def _text(value: str) -> str:
    """A text as it is, or in quotes: thousands of rows have the same sources, kinds and grades."""
    if _PLAIN.match(value) and value.lower() not in WORDS and not value.endswith(" "):
        return value
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m[0]):04x}", _json(value))
