"""The movement table: how fast heads go from place to place, free and with all that held them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from paris44.results.columns import TrackRow
from paris44.results.read import ResultFolder
from paris44.scenario.model import Scenario
from paris44.study.free_march import FreeMarch
from paris44.views.export.tables import LEVELS, Row
from paris44.views.web.courses import Roads
from paris44.world.light import Sky, Sun

ALL = "all"
MOVEMENT = (
    "category", "road_class", "light", "weather", "crossings", "km", "kmh_free",
    *(f"kmh_{name}" for name, _ in LEVELS), "kmh_mean",
)  # fmt: skip
"""Columns of :func:`movement_table`."""


class Crossing(NamedTuple):
    """A road that a head went along: with what column, where, when; the rates and the length."""

    category: str
    road_class: str
    light: str
    weather: str
    kmh: float  # with halts and waits
    free: float  # km/h, alone and without a halt
    km: float


def movement_table(result: ResultFolder) -> list[Row]:
    """km/h of heads from place to place by category, road, light and weather.

    ``kmh_free`` is the mean rate of the same crossings had nothing but light and weather slowed them, at the
    medians of the parameters; the other rates have all halts and waits in them. Quantiles are weighted by
    distance, means are those of the time. ``all`` stands for every category, or for everything.
    """
    cells: dict[tuple[str, ...], list[Crossing]] = {}
    for one in _crossings(result, result.scenario):
        for key in (
            one[:4],
            (ALL, *one[1:4]),
            (one.category, ALL, ALL, ALL),
            (ALL, ALL, ALL, ALL),
        ):
            cells.setdefault(key, []).append(one)
    return [_rates(key, cells[key]) for key in sorted(cells)]


def _rates(key: tuple[str, ...], crossings: Sequence[Crossing]) -> Row:
    ordered = sorted(crossings, key=lambda one: (one.kmh, one.km))
    km = sum(one.km for one in ordered)
    row: Row = dict(zip(("category", "road_class", "light", "weather"), key, strict=True))
    row |= {"crossings": len(ordered), "km": round(km, 1)}
    row["kmh_free"] = round(km / sum(one.km / one.free for one in ordered), 2)
    row |= {f"kmh_{name}": round(_weighted(ordered, km, level), 2) for name, level in LEVELS}
    row["kmh_mean"] = round(km / sum(one.km / one.kmh for one in ordered), 2)
    return row


def _weighted(ordered: Sequence[Crossing], total: float, level: float) -> float:
    """The speed (km/h) that ``level`` of the distance (``total`` km) was driven at or under."""
    so_far = 0.0
    for one in ordered:
        so_far += one.km
        if so_far >= level * total - 1e-9:
            return one.kmh
    return ordered[-1].kmh


def _crossings(result: ResultFolder, scenario: Scenario) -> Iterator[Crossing]:
    """Each road that a head went along."""
    roads, sky, free = Roads(scenario), Sky(scenario), FreeMarch(scenario)
    for rows in _walks(result.tracks()):
        category = scenario.formations[rows[0].formation].category
        for a, b in pairwise(rows):
            metres, seconds = roads.length(a.place, b.place), b.head - a.head
            if metres > 0.0 and seconds > 0.0 and b.place in roads.near[a.place]:
                middle = (a.head + b.head) / 2.0
                alone = free.seconds(a.order, a.place, b.place, a.head)
                yield Crossing(
                    category, roads.road_class[a.place, b.place], light_at(sky.at(a.place), middle),
                    weather_at(scenario, middle),
                    metres / seconds * 3.6, metres / alone * 3.6, metres / 1000.0,
                )  # fmt: skip


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
