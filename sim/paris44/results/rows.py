"""Typed rows as the columns of their table, and columns as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from paris44.results.batch import NEVER, Batch, Column, Floats, Ints, Words
from paris44.results.columns import (
    COLUMNS,
    TIME_UNIT,
    Arrival,
    CauseRow,
    ChainRow,
    Clock,
    EventRow,
    LineRow,
    LossRow,
    OutcomeRow,
    TrackRow,
)

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    table: {name: column.kind for name, column in columns.items()} for table, columns in COLUMNS.items()
}
"""Table -> column -> its kind."""
_ROWS: Mapping[str, type[tuple[Any, ...]]] = {
    "arrivals": Arrival,
    "outcomes": OutcomeRow,
    "causes": CauseRow,
    "chains": ChainRow,
    "lines": LineRow,
    "events": EventRow,
    "tracks": TrackRow,
    "losses": LossRow,
}
"""Table -> what a row of it is: its cells without the scenario's name."""


def cells_of(table: str) -> list[str]:
    """The columns that make a row: all but the scenario's name, which is one for all."""
    return [name for name in SCHEMAS[table] if name != "scenario"]


def batch_of(table: str, rows: Iterable[Sequence[Any]], scenario: str, clock: Clock) -> Batch:
    """The rows of a table (:mod:`paris44.results.columns`) as columns, numbers rounded to a millionth."""
    told = list(map(_parted, rows)) if table == "outcomes" else list(rows)
    kinds = {name: SCHEMAS[table][name] for name in cells_of(table)}
    cells = zip(*told, strict=True) if told else [()] * len(kinds)
    columns = {n: _column(kind, cell, clock) for (n, kind), cell in zip(kinds.items(), cells, strict=True)}
    if "scenario" in SCHEMAS[table]:
        columns = {"scenario": Words.of([scenario] * len(told)), **columns}
    return Batch(columns)


def _parted(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - an outcome's row
    """The cells of an outcome: its value is a number or a moment."""
    moment = row.unit == TIME_UNIT
    time, value = (row.value, None) if moment else (None, row.value)
    return row.replication, row.outcome, time, value, row.unit, row.reason


def _column(kind: str, cells: Sequence[Any], clock: Clock) -> Column:
    if kind == "text":
        return Words.of(cells)
    if kind == "whole":
        return np.array(cells, np.int64)
    if kind == "moment":
        return moments(cells, clock)
    # NumPy's own rounding is no rounding of the decimal digits; and there is no minus zero
    return np.array([np.nan if cell is None else round(cell, 6) + 0.0 for cell in cells], np.float64)


def moments(seconds: Sequence[float | None], clock: Clock) -> Ints:
    """Seconds since the scenario's start as moments of a column: whole seconds of Unix time."""
    values = np.array(seconds, np.float64)
    there = np.isfinite(values)
    found = np.full(len(values), NEVER)
    found[there] = np.floor(values[there] + clock.shift + 0.5).astype(np.int64) + clock.epoch
    return found


def since_start(moments: Floats | Ints, clock: Clock) -> Floats:
    """The inverse of :func:`moments`; infinite where a moment never comes."""
    return np.where(moments == NEVER, np.inf, moments - (clock.epoch + clock.shift))


def rows_of(table: str, batch: Batch, clock: Clock) -> Iterator[Any]:
    """The rows of a table from its columns: moments as seconds since the start; None is empty."""
    kinds = SCHEMAS[table]
    cells = [_cells(kinds[name], batch.columns[name], clock) for name in cells_of(table)]
    if table == "outcomes":  # its value is a number or a moment
        replication, outcome, time, number, unit, reason = cells
        moments = zip(time, number, unit, strict=True)
        value = [moment if of == TIME_UNIT else other for moment, other, of in moments]
        cells = [replication, outcome, value, unit, reason]
    # as a tuple is made, without a call of the row's own for each of some hundred thousand
    return map(partial(tuple.__new__, _ROWS[table]), zip(*cells, strict=True))


def _cells(kind: str, column: Column, clock: Clock) -> list[Any]:
    if isinstance(column, Words):
        return column.texts()
    if kind == "whole":
        return list(column.tolist())
    empty = column == NEVER if kind == "moment" else np.isnan(column)
    values: list[Any] = (since_start(column, clock) if kind == "moment" else column).tolist()
    for row in np.flatnonzero(empty).tolist():
        values[row] = None
    return values
