"""Tables: arrivals over the replications, and march rates by road, light and weather."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np

from paris44.results.batch import NEVER, Batch, Column, Words
from paris44.results.columns import TrackRow
from paris44.results.parquet import file
from paris44.results.read import ResultFolder
from paris44.scenario.model import Scenario
from paris44.study.statistics.estimates import quantile
from paris44.views.web.courses import Roads
from paris44.views.wording import MADE
from paris44.world.light import Sky, Sun

LEVELS = (("p05", 0.05), ("median", 0.5), ("p95", 0.95))
Row = dict[str, Any]
ALL = "all"


SUMMARY = (
    "scenario", "formation", "formation_name", "place", "place_name", "lat", "lon", "event", "visit",
    "replications", "share_never",
    *(f"{what}_{name}" for what in ("head", "tail") for name, _ in LEVELS),
)  # fmt: skip
"""Columns of :func:`summary`."""
MOVEMENT = (
    "category", "road_class", "light", "weather", "crossings", "km",
    *(f"kmh_{name}" for name, _ in LEVELS), "kmh_mean",
)  # fmt: skip
"""Columns of :func:`movement_table`."""


def summary(result: ResultFolder) -> list[Row]:
    """A row per formation, place, event and visit: when head and tail were there, over the replications.

    Times are local ISO 8601; empty is never (a quantile that falls on *never* is later than everything).
    """
    scenario, text = result.scenario, result.clock.text
    rows, never = [], np.full(result.n, np.inf)
    for (formation, place, event, visit), visits in result.visits().items():
        heads, tails = never.copy(), never.copy()
        heads[visits.replication], tails[visits.replication] = visits.head, visits.clear
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
            "share_never": round(float(np.mean(np.isinf(heads))), 6),
        }
        for what, times in (("head", heads), ("tail", tails)):
            for name, level in LEVELS:
                row[f"{what}_{name}"] = text(quantile(times, level))
        rows.append(row)
    return rows


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


# --- the movement table ------------------------------------------------------------------------


def movement_table(result: ResultFolder) -> list[Row]:
    """km/h of heads from place to place, with halts and waits, by category, road, light and weather.

    Quantiles are weighted by distance. ``all`` stands for every category, or for everything.
    """
    scenario = result.scenario
    cells: dict[tuple[str, ...], list[tuple[float, float]]] = {}
    for category, *rest, kmh, km in _crossings(result, scenario):
        road, light, weather = rest
        for key in (
            (category, road, light, weather),
            (ALL, road, light, weather),
            (category, ALL, ALL, ALL),
            (ALL, ALL, ALL, ALL),
        ):
            cells.setdefault(key, []).append((kmh, km))
    return [_rate(key, cells[key]) for key in sorted(cells)]


def _rate(key: tuple[str, ...], crossings: Sequence[tuple[float, float]]) -> Row:
    ordered = sorted(crossings)
    km = sum(length for _, length in ordered)
    row: Row = dict(zip(("category", "road_class", "light", "weather"), key, strict=True))
    row |= {"crossings": len(ordered), "km": round(km, 1)}
    row |= {f"kmh_{name}": round(_weighted(ordered, km, level), 2) for name, level in LEVELS}
    row["kmh_mean"] = round(km / sum(length / kmh for kmh, length in ordered), 2)
    return row


def _weighted(ordered: Sequence[tuple[float, float]], total: float, level: float) -> float:
    """The speed that ``level`` of the distance was driven at or under."""
    so_far = 0.0
    for kmh, km in ordered:
        so_far += km
        if so_far >= level * total - 1e-9:
            return kmh
    return ordered[-1][0]


def _crossings(result: ResultFolder, scenario: Scenario) -> Iterator[tuple[Any, ...]]:
    """(category, road class, light, weather, km/h, km) of each road that a head went along."""
    roads, sky = Roads(scenario), Sky(scenario)
    for rows in _walks(result.tracks()):
        category = scenario.formations[rows[0].formation].category
        for a, b in pairwise(rows):
            metres, seconds = roads.length(a.place, b.place), b.head - a.head
            if metres > 0.0 and seconds > 0.0 and b.place in roads.near[a.place]:
                middle = (a.head + b.head) / 2.0
                conditions = light_at(sky.at(a.place), middle), weather_at(scenario, middle)
                road = roads.road_class[a.place, b.place]
                yield category, road, *conditions, metres / seconds * 3.6, metres / 1000.0


def _walks(tracks: Iterable[TrackRow]) -> Iterator[list[TrackRow]]:
    """The rows of each track."""
    walk: list[TrackRow] = []
    for row in tracks:
        if walk and (row.replication, row.formation, row.order, row.part) != (
            walk[0].replication, walk[0].formation, walk[0].order, walk[0].part,
        ):  # fmt: skip
            yield walk
            walk = []
        walk.append(row)
    if walk:
        yield walk


def light_at(light: Sun, time: float) -> str:
    """``day``, ``twilight`` (sun below the horizon by less than 6 degrees) or ``night``."""
    for dawn, rise, sets, dusk in zip(
        light.first_light, light.sunrise, light.sunset, light.dusk, strict=True
    ):
        if dawn <= time < dusk:
            return "day" if rise <= time < sets else "twilight"
    return "night"


def weather_at(scenario: Scenario, time: float) -> str:
    """The state of the weather at ``time`` (s): ``dry`` where nothing is said."""
    for window in scenario.weather:
        if window.start <= time < window.end:
            return window.state
    return "dry"
