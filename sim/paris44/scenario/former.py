"""What once had another name: files that were written for it are read as they were meant.

The names stand beside the scenarios, in ``former-names.csv``: section, name then, name now (empty: there is
no such row any more) and, for what is gone, where to write it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from paris44.scenario.file.find import packaged
from paris44.scenario.file.yaml_tree import Entry


@dataclass(frozen=True, slots=True)
class Former:
    """A former name of a row: the one of today (empty: none), and why there is none."""

    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Met:
    """A row under a former name, where a file has it."""

    entry: Entry
    path: str
    words: str


def todays(section: str, rows: Entry, met: list[Met]) -> Entry:
    """The rows of a file by the names of today; each that had a former one is added to ``met``."""
    known = _names().get(section, {})
    if known.keys().isdisjoint(rows.mapping()):
        return rows
    found: dict[str, Entry] = {}
    for key, row in rows.mapping().items():
        former = known.get(key)
        if former is None:
            found[key] = row
            continue
        words = (
            f"is called {former.now} now" if former.now else f"is no more, and counts nothing: {former.why}"
        )
        met.append(Met(row, f"{section}.{former.now or key}", f"{key} {words}"))
        if former.now:
            found[former.now] = row
    return Entry(found, rows.file, rows.line, rows.column)


@cache
def _names() -> dict[str, dict[str, Former]]:
    names: dict[str, dict[str, Former]] = {}
    with (packaged() / "former-names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault(row["section"], {})[row["was"]] = Former(row["now"], row["why"])
    return names
