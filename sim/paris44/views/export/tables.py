"""Tables: arrivals over the replications, and march rates by road, light and weather."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from paris44.results.batch import NEVER, Batch, Column, Words
from paris44.results.parquet import file
from paris44.results.read import ResultFolder
from paris44.study.statistics.estimates import quantiles_of
from paris44.views.wording import MADE

LEVELS = (("p05", 0.05), ("median", 0.5), ("p95", 0.95))
Row = dict[str, Any]

SUMMARY = (
    "scenario", "formation", "formation_name", "place", "place_name", "lat", "lon", "event", "visit",
    "replications", "share_never",
    *(f"{what}_{name}" for what in ("head", "tail") for name, _ in LEVELS),
)  # fmt: skip
"""Columns of :func:`summary`."""
LOCAL = tuple(f"{what}_{name}_local" for what in ("head", "tail") for name, _ in LEVELS)
"""Columns beside them for spreadsheets: see :func:`localised`."""


def localised(rows: Sequence[Row]) -> list[Row]:
    """Rows of :func:`summary` with each moment twice: exact, and on the clock of the place without offset."""
    return [{**row, **{name: local(row[name.removesuffix("_local")]) for name in LOCAL}} for row in rows]


def summary(result: ResultFolder) -> list[Row]:
    """A row per formation, place, event and visit: when head and tail were there, over the replications.

    Times are local ISO 8601; empty is never (a quantile that falls on *never* is later than everything).
    """
    scenario, text = result.scenario, result.clock.text
    rows = []
    for (formation, place, event, visit), times in result.times().items():
        spot, unit = scenario.places.get(place), scenario.formations.get(formation)
        row: Row = {
            "scenario": result.name,
            "formation": formation,
            "formation_name": unit.name if unit else formation,
            "place": place,
            "place_name": spot.name if spot else place,
            "lat": spot.lat if spot else None,
            "lon": spot.lon if spot else None,
            "event": event,
            "visit": visit,
            "replications": result.n,
            "share_never": round(float(np.mean(np.isinf(times.head))), 6),
        }
        for what, values in (("head", times.head), ("tail", times.clear)):
            at = quantiles_of(values, [level for _, level in LEVELS])
            row |= {f"{what}_{name}": text(time) for (name, _), time in zip(LEVELS, at, strict=True)}
        rows.append(row)
    return rows


def local(text: str) -> str:
    """An ISO 8601 moment as spreadsheets read it: the clock of the place without offset; empty stays."""
    return text[:19].replace("T", " ")


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], credit: str = MADE) -> str:
    """Rows as comma-separated text; None is an empty cell. The first row has the credit.

    A table without rows has its header. A text that a spreadsheet would take for a formula has an
    apostrophe before it: see :func:`_safe`.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=[*columns, "credit"], lineterminator="\n")
    writer.writeheader()
    told = [*({**row, "credit": credit} for row in rows[:1]), *rows[1:]]
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in told)
    return out.getvalue()


_FORMULA = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def _safe(value: object) -> object:
    """A cell that no spreadsheet reckons with: an apostrophe before a text that begins like a formula.

    One goes before apostrophes and such a beginning, too, so that taking one away from every cell that
    begins so gives back all texts. Numbers stay as they are.
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value) or not _FORMULA.match(value):
        return value
    return f"'{value}"


def parquet(names: Sequence[str], rows: Sequence[Mapping[str, Any]], credit: str = MADE) -> bytes:
    """Rows of :func:`summary`, with their columns ``names``, as a Parquet file; the credit is metadata.

    Times are instants (universal time), never is null.
    """
    schema = {name: _kind(name) for name in names}
    columns = {name: _column(kind, [row[name] for row in rows]) for name, kind in schema.items()}
    groups = [file.pack(Batch(columns), schema, "visit")] if rows else []
    return b"".join(file.write(groups, schema, {"credit": credit}))


def _kind(name: str) -> str:
    if name.startswith(("head_", "tail_")):
        return "moment"
    return "number" if name in ("lat", "lon", "share_never") else "whole" if name in WHOLE else "text"


WHOLE = ("visit", "replications")
"""Columns of :func:`summary` that hold whole numbers."""


def _column(kind: str, cells: Sequence[Any]) -> Column:
    if kind == "text":
        return Words.of(cells)
    if kind == "moment":
        moments = [int(datetime.fromisoformat(text).timestamp()) if text else NEVER for text in cells]
        return np.array(moments, np.int64)
    if kind == "whole":
        return np.array(cells, np.int64)
    return np.array([np.nan if cell is None else cell for cell in cells], np.float64)
