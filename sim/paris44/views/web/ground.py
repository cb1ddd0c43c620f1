"""What the page's map stands on: places, roads, rivers, the ring of a town; and who is who.

Positions are whole numbers of ten metres east and north of the centre, on a plane that touches the
earth there (within 0.3 % over the 200 km of the march).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypedDict

from paris44.scenario.load import RawSection
from paris44.scenario.model import March, PhaseLine, Place, Scenario
from paris44.study.reading.run_rows import FinishedRun
from paris44.views.hues import HUES, hued
from paris44.views.web.courses import Course, Roads
from paris44.world.geometry.cut_line import rivers
from paris44.world.light import Sky
from paris44.world.moon import Moon

DEGREE_M = 111_195.0
CLASSES = ("national", "departmental", "local", "street", "bridge")
OTHERS = "o"


class Index:
    """Ids in the order in which they are given, and their numbers."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        self.at = {name: number for number, name in enumerate(self.names)}

    def get(self, name: str | None) -> int:
        """The number of an id, -1 for none or an unknown one."""
        return -1 if name is None else self.at.get(name, -1)


def centre(scenario: Scenario, courses: Iterable[Course]) -> str:
    """The place that distances are told from: the objective, else where most columns end."""
    if scenario.theatre.objective is not None:
        return scenario.theatre.objective
    ends: dict[str, int] = {}
    for course in courses:
        if course.places:
            ends[course.places[-1]] = ends.get(course.places[-1], 0) + 1
    return max(ends, key=lambda place: (ends[place], place)) if ends else next(iter(scenario.places))


def project(place: Place, origin: Place) -> tuple[int, int]:
    """East and north of the origin, in tens of metres."""
    east = (place.lon - origin.lon + 180.0) % 360.0 - 180.0  # the short way round the globe
    x = east * DEGREE_M * math.cos(math.radians(origin.lat))
    return round(x / 10.0), round((place.lat - origin.lat) * DEGREE_M / 10.0)


class GroundData(TypedDict):
    """The map: columns of the places, positions and the distance by road (``far``) in tens of metres."""

    centre: int
    objective: bool
    id: list[str]
    name: list[str]
    kind: list[str]
    x: list[int]
    y: list[int]
    far: list[int]
    weight: list[int]
    roads: dict[str, list[int]]
    rivers: list[list[tuple[int, int]]]
    ring: list[tuple[int, int]]


class NumberedRows(TypedDict):
    """Rows of a table, and the ids that they belong to."""

    id: list[str]
    rows: list[list[Any]]


class LightData(TypedDict):
    """Nights, their hours with a moon and the hundredths of it that are lit, weather other than dry: times
    in seconds since the start."""

    nights: list[list[int]]
    moon: list[list[int]]
    weather: list[list[Any]]


def ground(scenario: Scenario, index: Index, middle: str, courses: Iterable[Course]) -> GroundData:
    """Places, roads by class, rivers, ring of gates, and the distance by road of each place (10 m)."""
    origin = scenario.places[middle]
    at = {name: project(place, origin) for name, place in scenario.places.items()}
    far = Roads(scenario).from_place(middle)
    weight = _weight(scenario, courses)
    return {
        "centre": index.get(middle),
        "objective": scenario.theatre.objective is not None,
        "id": index.names,
        "name": [scenario.places[name].name for name in index.names],
        "kind": [scenario.places[name].kind for name in index.names],
        "x": [at[name][0] for name in index.names],
        "y": [at[name][1] for name in index.names],
        "far": [round(far[name] / 10.0) if name in far else -1 for name in index.names],
        "weight": [weight.get(name, 0) for name in index.names],
        "roads": _roads(scenario, index),
        "rivers": [[at[name] for name in river] for river in rivers(scenario.bridges).values()],
        "ring": _ring(scenario, at),
    }


def _weight(scenario: Scenario, courses: Iterable[Course]) -> dict[str, int]:
    """How much a place matters for a label: vehicles that pass, and what the record says of it."""
    found: dict[str, int] = {}
    for course in courses:
        for place in dict.fromkeys(course.places):
            found[place] = found.get(place, 0) + course.vehicles
    for row in scenario.record:
        if row.place is not None:
            found[row.place] = found.get(row.place, 0) + 600
    towns = {"town": 1.5, "gate": 0.7, "crossroads": 0.25, "bridge": 0.35}
    return {name: round(n * towns.get(scenario.places[name].kind, 1.0)) for name, n in found.items()}


def _roads(scenario: Scenario, index: Index) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {name: [] for name in CLASSES}
    for road in scenario.roads.values():
        found.setdefault(road.road_class, []).extend((index.get(road.a), index.get(road.b)))
    return {name: pairs for name, pairs in found.items() if pairs}


def _ring(scenario: Scenario, at: Mapping[str, tuple[int, int]]) -> list[tuple[int, int]]:
    """The gates of a town in the order of their bearing from their middle."""
    gates = [at[place.id] for place in scenario.places.values() if place.kind == "gate"]
    if len(gates) < 3:
        return []
    x = sum(gate[0] for gate in gates) / len(gates)
    y = sum(gate[1] for gate in gates) / len(gates)
    return sorted(gates, key=lambda gate: (math.atan2(gate[1] - y, gate[0] - x), gate))


# --- who ---------------------------------------------------------------------------------------


def units(result: FinishedRun, index: Index) -> NumberedRows:
    """The order of battle, each formation with its group, strength, source and the tag of its own if any."""
    scenario = result.scenario
    texts: RawSection = result.loaded.document.get("formations", {})
    group = {name: group_of(scenario, name, index.names) for name in index.names}
    letters = _letters(scenario, dict.fromkeys(group.values()))
    tagged = {name for one in scenario.theatre.groups for name in one.tagged}
    rows = []
    for name in index.names:
        unit = scenario.formations[name]
        text = texts.get(name, {})
        rows.append(
            [
                unit.name, index.get(unit.parent), unit.men, unit.vehicles, unit.tanks, unit.guns,
                letters[group[name]], index.get(group[name]), str(text.get("source", "")),
                str(text.get("grade", "D")), str(text.get("note", "")), unit.nation,
                (unit.short or unit.name) if name in tagged else "",
            ]
        )  # fmt: skip
    return {"id": index.names, "rows": rows}


def group_of(scenario: Scenario, name: str, among: Sequence[str]) -> str:
    """The formation by whose colour another is drawn: the first of its group that is ``among`` those shown,
    or the second from above."""
    group = hued(scenario, name)
    line = [name]
    while (parent := scenario.formations[line[-1]].parent) is not None:
        line.append(parent)
    if group is not None:
        return next((f for f in group.formations if f in among), name)
    return line[-2] if len(line) > 1 else line[-1]


def _letters(scenario: Scenario, groups: Iterable[str]) -> dict[str, str]:
    """A colour for each group: its own, one that is left, or that of all others."""
    own = {name: HUES[group.hue or ""].letter for name in groups if (group := hued(scenario, name))}
    spare = iter([hue.letter for hue in HUES.values() if hue.letter not in own.values()])
    return {name: own.get(name) or next(spare, OTHERS) for name in groups}


# --- orders, enemy, light ------------------------------------------------------------------------


def orders(result: FinishedRun, places: Index, formations: Index) -> dict[str, list[Any]]:
    """Marches as [title, by, order of march, route, source, grade], other orders as [title, by]."""
    texts: RawSection = result.loaded.document.get("orders", {})
    found: dict[str, list[Any]] = {}
    for order in result.scenario.orders.values():
        if isinstance(order, March):
            text = texts.get(order.id, {})
            serials = [formations.get(name) for name in order.serials]
            route = [places.get(name) for name in order.route]
            source, grade = str(text.get("source", "")), str(text.get("grade", "D"))
            found[order.id] = [order.title, order.by, serials, route, source, grade]
        else:
            found[order.id] = [order.title, order.by]
    return found


def lines(scenario: Scenario, places: Index) -> list[list[Any]]:
    """Phase lines: [title, points, from, until]."""
    return [
        [o.title, [places.get(point) for point in o.points], round(o.issued.at or 0.0), round(o.until)]
        for o in scenario.orders.values()
        if isinstance(o, PhaseLine)
    ]


def garrisons(result: FinishedRun, places: Index) -> NumberedRows:
    """Strongpoints: [place, men, heavy guns, armour, from, to (-1: it has none), grade, source, chance]."""
    texts: RawSection = result.loaded.document.get("garrisons", {})
    rows = []
    for g in result.scenario.garrisons.values():
        text = texts.get(g.id, {})
        ends = -1 if g.active_to is None else round(g.active_to)
        row = [places.get(g.place), g.men, g.heavy_guns, g.armour, round(g.active_from), ends]
        rows.append([*row, str(text.get("grade", "D")), str(text.get("source", "")), g.chance])
    return {"id": list(result.scenario.garrisons), "rows": rows}


def light(scenario: Scenario) -> LightData:
    """Nights from dusk to first light, their moon, and weather other than dry, in seconds since the start."""
    sky = Sky(scenario)
    sun, moon = sky.at(), Moon(sky.start, sky.point())
    nights = [
        [round(max(0.0, dusk)), round(min(scenario.duration, dawn))]
        for dusk, dawn in zip(sun.dusk, sun.first_light[1:], strict=False)
        if dawn > 0.0 and dusk < scenario.duration
    ]
    weather = [[w.state, round(w.start), round(w.end)] for w in scenario.weather if w.state != "dry"]
    up = [
        [round(a), round(b), round(100.0 * moon.lit((a + b) / 2.0))]
        for night in nights
        for a, b in moon.up(*night)
    ]
    weather.sort(key=lambda row: (row[1], row[2], row[0]))
    return {"nights": nights, "moon": up, "weather": weather}


def track_row(course: Course, places: Index, formations: Index, orders: Mapping[str, int]) -> list[Any]:
    """A course as the page has it: [formation, places, heads, tails behind the heads, turns] in seconds, each
    head from the one before."""
    heads = [round(head) for head in course.heads]
    steps = [heads[0], *(b - a for a, b in pairwise(heads))] if heads else []
    behind = [round(clear) - head for clear, head in zip(course.clears, heads, strict=True)]
    turns = [value for at, order in course.turns.items() for value in (at, orders.get(order, -1))]
    return [formations.get(course.formation), [places.get(p) for p in course.places], steps, behind, turns]
