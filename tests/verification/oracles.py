"""Answers worked out without the engine: max-plus recursions and kinematic waves, vehicle by vehicle.

Everything here is arithmetic on lists of seconds; nothing imports ``sim``. The rules are those of
G. F. Newell's kinematic-wave theory in its node form: a vehicle passes a node as soon as it has
driven the road behind, the vehicle ahead is a headway away, the gate lets it, and the road ahead
has a place for it (the hole left by the vehicle that many places ahead having travelled back).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

Times = list[list[float]]  # [node][vehicle], seconds


@dataclass(frozen=True)
class Link:
    """One road of a case, driven one way."""

    start: str
    end: str
    metres: float
    speed: float  # m/s

    @property
    def free(self) -> float:
        """Seconds to drive it alone."""
        return self.metres / self.speed


@dataclass(frozen=True)
class Column:
    """``vehicles`` in units of ``unit``, ``headway`` apart inside a unit and ``gap`` between units."""

    name: str
    vehicles: int
    unit: int
    headway: float
    gap: float
    start: float
    origin: str
    goal: str

    def departures(self) -> list[float]:
        """When each vehicle asks to enter its first node."""
        pitch = (self.unit - 1) * self.headway + self.gap
        return [
            self.start + number // self.unit * pitch + number % self.unit * self.headway
            for number in range(self.vehicles)
        ]


@dataclass(frozen=True)
class Gate:
    """At most ``vph`` vehicles per hour over ``place``, and none in ``closed`` = [from, to)."""

    place: str
    vph: float
    closed: tuple[float, float] | None = None

    def after_closure(self, time: float) -> float:
        """``time``, or the hour of opening if the gate is shut then."""
        if self.closed is not None and self.closed[0] <= time < self.closed[1]:
            return self.closed[1]
        return time


OPEN = Gate("", float("inf"))


@dataclass(frozen=True)
class RoadCase:
    """A small road network without choices, its columns and its gates."""

    name: str
    jam_spacing: float  # m per halted vehicle
    wave_time: float  # s for a hole to travel back one vehicle
    links: tuple[Link, ...]
    columns: tuple[Column, ...]
    gates: tuple[Gate, ...]

    def way(self, column: Column) -> list[Link]:
        """The links of ``column`` in order."""
        onward = {link.start: link for link in self.links}
        found = [onward[column.origin]]
        while found[-1].end != column.goal:
            found.append(onward[found[-1].end])
        return found

    def gate(self, place: str) -> Gate:
        """The gate at ``place``; an open one where none is named."""
        return next((gate for gate in self.gates if gate.place == place), OPEN)

    def least_headway(self, link: Link) -> float:
        """The shortest time between two vehicles at the speed of ``link``."""
        return self.wave_time + self.jam_spacing / link.speed

    def holds(self, link: Link) -> int:
        """How many halted vehicles find place on ``link``."""
        return int(link.metres // self.jam_spacing)


def names(way: Sequence[Link]) -> list[str]:
    """The nodes of a way, first to last."""
    return [way[0].start, *(link.end for link in way)]


def gates_in_series(asks: Sequence[float], travel: Sequence[float], headways: Sequence[float]) -> Times:
    """First-in-first-out gates one behind the other, without storage: the max-plus recursion.

    ``headways[j]`` is the least time between passages of node j, ``travel[j]`` the seconds from
    node j to j + 1. Worked by columns: with the slots n x headway taken away, the passage is the
    running maximum of what came so far.
    """
    result: Times = []
    due = list(asks)
    for node, headway in enumerate(headways):
        early = accumulate((t - n * headway for n, t in enumerate(due)), max)
        passed = [t + n * headway for n, t in enumerate(early)]
        result.append(passed)
        if node < len(travel):
            due = [t + travel[node] for t in passed]
    return result


def node_headways(case: RoadCase, way: Sequence[Link]) -> list[float]:
    """The least headway at each node of ``way``: the slower of its two links, or its gate."""
    result = []
    for node, place in enumerate(names(way)):
        beside = way[max(node - 1, 0) : node + 1]
        result.append(max(*map(case.least_headway, beside), 3600.0 / case.gate(place).vph, 0.0))
    return result


def kinematic_wave(case: RoadCase, column: Column, asks: Sequence[float] | None = None) -> Times:
    """Passage times [node][vehicle] of one column alone on its road, with storage and closures."""
    way = case.way(column)
    gates = [case.gate(place) for place in names(way)]
    headways = node_headways(case, way)
    holds = [case.holds(link) for link in way]
    times: Times = [[] for _ in gates]
    for number, ask in enumerate(column.departures() if asks is None else asks):
        due = ask
        for node, gate in enumerate(gates):
            if number:
                due = max(due, times[node][number - 1] + headways[node])
            if node < len(way) and number >= holds[node]:
                vacated = times[node + 1][number - holds[node]]
                due = max(due, vacated + holds[node] * case.wave_time)
            passed = gate.after_closure(due)
            times[node].append(passed)
            if node < len(way):
                due = passed + way[node].free
    return times


def zip_merge(case: RoadCase) -> dict[str, Times]:
    """Two columns that meet at one gate: first come first served, in turn (first column first) when
    both wait. Their own roads must be long enough to hold whoever waits, the road beyond be free."""
    first, second = case.columns
    ways = {column.name: case.way(column) for column in case.columns}
    approach = {name: way[0] for name, way in ways.items()}
    onward = ways[first.name][1]
    headway = max(3600.0 / case.gate(onward.start).vph, case.least_headway(onward))
    waiting = {column.name: column.departures() for column in case.columns}
    result: dict[str, Times] = {name: [list(asks), [], []] for name, asks in waiting.items()}
    queue = {name: [t + approach[name].free for t in asks] for name, asks in waiting.items()}
    free_at, turn = float("-inf"), first.name
    while any(queue.values()):
        there = {
            name: max(due[0], (result[name][1] or [float("-inf")])[-1] + case.least_headway(approach[name]))
            for name, due in queue.items()
            if due
        }
        soonest = max(free_at, min(there.values()))
        ready = [name for name, due in there.items() if due <= soonest]
        goes = turn if turn in ready else ready[0]
        free_at = soonest + headway
        result[goes][1].append(soonest)
        result[goes][2].append(soonest + onward.free)
        queue[goes].pop(0)
        turn = second.name if goes == first.name else first.name
    return result
