"""What once had another name: files that were written for it are read as they were meant.

The names stand beside the scenarios, in ``former-names.csv``: section, whether a row or a field of one had
the name, the name then and now (empty: it is no more) and, for what is gone, where to write it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from paris44.language.text import join, msg
from paris44.scenario.file.find import packaged
from paris44.scenario.file.yaml_tree import Entry


@dataclass(frozen=True, slots=True)
class Former:
    """A former name: the one of today (empty: none), and where to write what has none."""

    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Met:
    """A former name where a file has it."""

    entry: Entry
    path: str
    words: str


def fields(section: str) -> Mapping[str, Former]:
    """The former names of the fields of a section."""
    return _names().get((section, "field"), {})


def todays(section: str, rows: Entry, met: list[Met]) -> Entry:
    """The rows of a file by the names of today; each former one is added to ``met``, that of a field once."""
    named = _renamed(rows, _names().get((section, "row"), {}), section, met)
    if not fields(section):
        return named
    of_fields: list[Met] = []
    found = {
        key: _renamed(row, fields(section), f"{section}.{key}", of_fields)
        if isinstance(row.value, dict)
        else row
        for key, row in named.mapping().items()
    }
    met += {note.words: note for note in reversed(of_fields)}.values()
    return Entry(found, rows.file, rows.line, rows.column)


def _renamed(node: Entry, known: Mapping[str, Former], path: str, met: list[Met]) -> Entry:
    """A mapping by the names of today."""
    if known.keys().isdisjoint(node.mapping()):
        return node
    found: dict[str, Entry] = {}
    for key, below in node.mapping().items():
        former = known.get(key)
        if former is None:
            found[key] = below
            continue
        gone = msg("is no more, and counts nothing: {why}", why=former.why)
        words = msg("is called {now} now", now=former.now) if former.now else gone
        met.append(Met(below, f"{path}.{former.now or key}", join(" ", (key, words))))
        if former.now:
            found[former.now] = below
    return Entry(found, node.file, node.line, node.column)


@cache
def _names() -> dict[tuple[str, str], dict[str, Former]]:
    names: dict[tuple[str, str], dict[str, Former]] = {}
    with (packaged() / "former-names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault((row["section"], row["of"]), {})[row["was"]] = Former(row["now"], row["why"])
    return names
