"""Tables as text: CSV in UTF-8 with a head line, moments as local ISO 8601 times, equal byte for byte."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import numpy as np

from paris44.results.batch import NEVER, Batch, Column, Floats, Ints, Words
from paris44.results.columns import TIME_UNIT, Clock
from paris44.results.rows import SCHEMAS

LINES = 20_000
"""Lines that are read at a time."""


def cell(text: str) -> str:
    """A CSV cell, quoted only where it must be."""
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        doubled = text.replace('"', '""').replace("\r", " ").replace("\n", " ")
        return f'"{doubled}"'
    return text


def number(value: float | None) -> str:
    """The shortest text of a number of any unit, rounded to a millionth; empty for None."""
    if value is None:
        return ""
    rounded = round(value, 6) + 0.0  # no minus zero
    return str(int(rounded)) if rounded == int(rounded) else repr(rounded)


def names(table: str) -> list[str]:
    """The columns of a table in its text: a moment that is an outcome stands in the column of the values."""
    return [name for name in SCHEMAS[table] if (table, name) != ("outcomes", "time")]


def header(table: str) -> str:
    """The first line of a table."""
    return ",".join(names(table)) + "\n"


def lines(table: str, batch: Batch, clock: Clock) -> str:
    """The lines of some rows of a table."""
    kinds = SCHEMAS[table]
    texts = {name: _texts(kinds[name], batch.columns[name], clock) for name in kinds}
    if table == "outcomes":
        texts["value"] = [time or value for time, value in zip(texts["time"], texts["value"], strict=True)]
    told = map(",".join, zip(*(texts[name] for name in names(table)), strict=True))
    return "".join(f"{line}\n" for line in told)


def _texts(kind: str, column: Column, clock: Clock) -> Sequence[str]:
    if isinstance(column, Words):
        return Words(tuple(map(cell, column.words)), column.codes).texts()
    if kind == "moment":
        return _moment_texts(column, clock)
    if kind == "whole":
        return list(map(str, column.tolist()))
    return ["" if math.isnan(value) else number(value) for value in column.tolist()]


def _moment_texts(moments: Floats | Ints, clock: Clock) -> Sequence[str]:
    distinct, codes = np.unique(moments, return_inverse=True)
    local = np.where(distinct == NEVER, 0, distinct + clock.offset).astype("datetime64[s]")
    words = [f"{text}{clock.zone}" for text in np.datetime_as_string(local, unit="s").tolist()]
    if len(distinct) and distinct[0] == NEVER:
        words[0] = ""
    return Words(tuple(words), codes.astype(np.int32)).texts()


def batches(table: str, text: Iterable[str]) -> Iterator[Batch]:
    """The rows of a table's lines without the header, some thousand at a time.

    Raises:
        ValueError, IndexError: they are no lines of that table.
    """
    rows = csv.reader(text)
    while some := list(islice(rows, LINES)):
        cells = dict(zip(names(table), zip(*some, strict=True), strict=True))
        if table == "outcomes":
            units = cells["unit"]
            both = list(zip(cells["value"], units, strict=True))
            cells["time"] = tuple(value if unit == TIME_UNIT else "" for value, unit in both)
            cells["value"] = tuple("" if unit == TIME_UNIT else value for value, unit in both)
        yield Batch({name: _column(kind, cells[name]) for name, kind in SCHEMAS[table].items()})


def _column(kind: str, cells: Sequence[str]) -> Column:
    if kind == "text":
        return Words.of(cells)
    if kind == "whole":
        return np.array(list(map(int, cells)), np.int64)
    if kind == "number":
        return np.array([float(text) if text else np.nan for text in cells], np.float64)
    known = {text: _moment(text) for text in dict.fromkeys(cells)}
    return np.array([known[text] for text in cells], np.int64)


def _moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) if text else NEVER
