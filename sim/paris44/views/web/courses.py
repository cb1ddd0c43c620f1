"""Courses: where the head and the tail of each column were, as one line over its whole run.

The tracks have a walk for each formation and order, and for those of its units that went another way.
A course is the walk of the *lead* (part 0), order after order: places in the order of the road, with the
time of the first head and of the last tail. Between two places both go evenly. A head that met a
strongpoint stands there from the contact on.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from paris44.results.columns import TrackRow
from paris44.scenario.model import Scenario
from paris44.study.reading.run_rows import FinishedRun

CLOSING_MS = 15.0 / 3.6
"""Speed (m/s, 15 km/h) of a head between the places where two orders leave off and begin."""
FAR_M = 80_000.0
"""No road is looked for between places further apart than this."""


@dataclass(slots=True)
class Course:
    """The walk of one leaf formation in one replication.

    ``heads`` and ``clears`` are seconds since the start, never falling; ``turns`` maps the index of
    a place to the order that is followed from there.
    """

    replication: int
    formation: str
    vehicles: int
    places: list[str] = field(default_factory=list)
    heads: list[float] = field(default_factory=list)
    clears: list[float] = field(default_factory=list)
    turns: dict[int, str] = field(default_factory=dict)

    def add(self, place: str, head: float, clear: float) -> None:
        """Append a place that the lead reaches next; its ``head`` and ``clear`` in seconds."""
        self.places.append(place)
        self.heads.append(head)
        self.clears.append(clear)


class Roads:
    """Lengths between neighbours, and short ways between places that are not."""

    def __init__(self, scenario: Scenario) -> None:
        self.near: dict[str, dict[str, float]] = {place: {} for place in scenario.places}
        self.road_class: dict[tuple[str, str], str] = {}
        for road in scenario.roads.values():
            for a, b in ((road.a, road.b), (road.b, road.a)):
                if road.length_m < self.near[a].get(b, float("inf")):
                    self.near[a][b] = road.length_m
                    self.road_class[a, b] = road.road_class
        self._ways: dict[tuple[str, str], list[str]] = {}

    def touch(self, a: str, b: str) -> bool:
        """Whether a road joins the two places, or they are one."""
        return a == b or b in self.near.get(a, ())

    def length(self, a: str, b: str) -> float:
        """Metres from a place to its neighbour (0 to itself or where there is no road)."""
        return 0.0 if a == b else self.near[a].get(b, 0.0)

    def way(self, a: str, b: str) -> list[str]:
        """The places of the shortest way from a to b, both included; just the two where there is none."""
        if (a, b) not in self._ways:
            self._ways[a, b] = self._search(a, b)
        return self._ways[a, b]

    def _search(self, a: str, b: str) -> list[str]:
        came, done, heap = {a: a}, set(), [(0.0, a, a)]
        while heap:
            so_far, place, before = heapq.heappop(heap)
            if place in done or so_far > FAR_M:
                continue
            done.add(place)
            came[place] = before
            if place == b:
                way = [b]
                while way[-1] != a:
                    way.append(came[way[-1]])
                return way[::-1]
            for other, metres in self.near[place].items():
                if other not in done:
                    heapq.heappush(heap, (so_far + metres, other, place))
        return [a, b]

    def from_place(self, start: str) -> dict[str, float]:
        """Metres by road from ``start`` to every place that can be reached."""
        found: dict[str, float] = {}
        heap = [(0.0, start)]
        while heap:
            so_far, place = heapq.heappop(heap)
            if place in found:
                continue
            found[place] = so_far
            for other, metres in self.near[place].items():
                if other not in found:
                    heapq.heappush(heap, (so_far + metres, other))
        return found


Contacts = Mapping[tuple[int, str], Sequence[tuple[float, str]]]
"""(replication, formation) -> (time, place) of its contacts, in the order of time."""


def courses(result: FinishedRun) -> list[Course]:
    """The courses of every replication that kept its tracks, by replication, then formation.

    Formations come in the order of the scenario.
    """
    scenario = result.scenario
    roads = Roads(scenario)
    rows: dict[tuple[int, str], dict[str, list[TrackRow]]] = {}
    for row in result.tracks():
        rows.setdefault((row.replication, row.formation), {}).setdefault(row.order, []).append(row)
    met = contacts(result)
    rank = {name: k for k, name in enumerate(scenario.formations)}
    keys = sorted(rows, key=lambda key: (key[0], rank.get(key[1], len(rank)), key[1]))
    found = []
    for key in keys:
        marches = sorted(rows[key].items(), key=lambda item: item[1][0].head)
        course = _course(key[0], key[1], marches, scenario, roads)
        _stand(course, met.get(key, ()), roads, scenario.duration)
        found.append(course)
    return found


def contacts(result: FinishedRun) -> Contacts:
    """When and where heads met a strongpoint."""
    found: dict[tuple[int, str], list[tuple[float, str]]] = {}
    for event in result.events():
        if event.kind == "contact" and event.formation and event.place:
            found.setdefault((event.replication, event.formation), []).append((event.time, event.place))
    return found


def _course(
    replication: int, formation: str, marches: Iterable[tuple[str, list[TrackRow]]], scenario: Scenario,
    roads: Roads,
) -> Course:  # fmt: skip
    unit = scenario.formations.get(formation)
    course = Course(replication, formation, unit.vehicles if unit is not None else 0)
    for order, rows in marches:
        walk = _ahead(course, [row for row in rows if row.part == 0])
        _late(course, (row for row in rows if row.part))
        _join(course, walk[0], roads)
        course.turns[len(course.places)] = order
        for row in walk:
            if row.visit or row.place != course.places[-1]:
                course.add(row.place, row.head, row.clear)
    _even(course)
    return course


def _ahead(course: Course, walk: list[TrackRow]) -> list[TrackRow]:
    """The walk without the places that the course has passed already, up to where it stands."""
    if not course.places or walk[0].place == course.places[-1]:
        return walk
    passed = set(course.places)
    new = next((index for index, row in enumerate(walk) if row.place not in passed), 0)
    return walk[new:]


def _late(course: Course, rest: Iterable[TrackRow]) -> None:
    """Units that stayed behind pass places of an earlier order later: its tail passes with them."""
    for row in rest:
        for index in range(len(course.places) - 1, -1, -1):
            if course.places[index] == row.place:
                course.clears[index] = max(course.clears[index], row.clear)
                break


def _join(course: Course, first: TrackRow, roads: Roads) -> None:
    """Lead the column from where it stands to where its next order takes it up."""
    if not course.places or course.places[-1] == first.place:
        return
    way = roads.way(course.places[-1], first.place)
    lengths = [roads.length(a, b) for a, b in pairwise(way)]
    total = sum(lengths)
    head, clear = course.heads[-1], course.clears[-1]
    leaves = max(head, first.head - total / CLOSING_MS)
    course.add(way[0], leaves, clear)
    done = 0.0
    for place, metres in zip(way[1:-1], lengths, strict=False):
        done += metres
        share = done / total if total else 1.0
        course.add(place, leaves + share * (first.head - leaves), clear + share * (first.clear - clear))


def _even(course: Course) -> None:
    """Heads and tails that never go back: who passes a place has passed all those before it."""
    for index in range(len(course.places) - 2, -1, -1):
        course.heads[index] = min(course.heads[index], course.heads[index + 1])
        course.clears[index] = min(course.clears[index], course.clears[index + 1])
    for index, head in enumerate(course.heads):
        course.clears[index] = max(course.clears[index], head)


def _stand(course: Course, met: Iterable[tuple[float, str]], roads: Roads, end: float) -> None:
    """A head that met a strongpoint stands at its place from the contact until it passes."""
    for time, place in met:
        for index, (here, head) in enumerate(zip(course.places, course.heads, strict=True)):
            if here == place and head >= time and (index == 0 or course.heads[index - 1] <= time):
                _insert(course, index, place, time)
                break
        else:
            stuck = course.heads and course.heads[-1] <= time and roads.touch(course.places[-1], place)
            if stuck and course.places[-1] != place:
                course.add(place, time, end)


def _insert(course: Course, index: int, place: str, time: float) -> None:
    before = course.clears[index - 1] if index else course.clears[index]
    course.places.insert(index, place)
    course.heads.insert(index, time)
    course.clears.insert(index, max(time, before))
    course.turns = {at + (at > index): order for at, order in course.turns.items()}
