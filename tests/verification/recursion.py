"""Columns on a network without rings, vehicle by vehicle: a recursion that shares nothing with the engine.

``oracles.py`` works out one column on one road, or two at one gate. This goes on to what they leave out:
any number of columns that meet, part and follow each other, priorities, lines, halts. Nothing here
imports ``sim``; the parameters come in with the case.

The rule is Newell's, in its node form. With T(n, j) for the passage of vehicle n at its j-th place, and
the lanes that it comes by and goes out by, it passes at the latest of

- T(n, j - 1) and the time to drive the lane behind, the halts of its column added as they come;
- the least headway after whoever passed last of those who left the lane behind, who entered the lane ahead,
  and, at a place with a capacity, who passed the place: ``wave + jam / speed`` of the slower of the two
  lanes, and no less than one over the capacity of the place or of either lane;
- the moment at which the vehicle that many before it which the lane ahead holds has left that lane,
  and the hole has come back through it: ``wave`` for each vehicle that it holds;
- the end of a closure (a line before the lane ahead, a strongpoint at the place) in which that would fall.

Lanes are first in, first out. Who goes first where two may go in the same moment: the higher priority; else
who came first, where one that has stood behind another comes when that one goes. A march unit keeps together:
once its first vehicle has entered a lane, or passed a place with a capacity, the others follow before anybody
else; where a line has cut some off, those who are over it do, until it is over. Who stands there and would go
first, but must still keep a distance longer than another who goes before him, is passed over so once; then
those behind him in turn wait until he has gone.

The passages are worked out in order of time. Of the vehicles that head their lanes the one that may pass
soonest passes; nothing that passes later can make it wait, for every rule above looks back in time, but for
the one that waits for who has been passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from tests.verification.oracles import Column, Gate, Link

NEVER = float("inf")


TIE = 1e-7  # s: what is the same sum, added up in another order


class RingError(Exception):
    """Units wait for each other in a ring: nobody can move."""


@dataclass(frozen=True)
class Halts:
    """Periodic halts by the clock, counted from the first roll of the column's head (seconds)."""

    first_after: float
    first: float
    every: float
    length: float

    def windows(self, began: float, until: float) -> list[tuple[float, float]]:
        """From when to when the column stands, to ``until``."""
        at = began + self.first_after
        found = [(at, at + self.first)]
        at += self.first + self.every - self.length
        while at < until:
            found.append((at, at + self.length))
            at += self.every
        return found


@dataclass(frozen=True)
class Traveller:
    """A column with its way (places, first to last), its priority and its halts."""

    column: Column
    way: tuple[str, ...]
    priority: int = 0
    halts: Halts | None = None


@dataclass(frozen=True)
class Closed:
    """Nobody enters the lane from ``a`` to ``b`` in [since, until)."""

    a: str
    b: str
    since: float
    until: float


@dataclass(frozen=True)
class Network:
    """Roads driven both ways, their gates, what is closed, and who marches."""

    jam: float  # m per halted vehicle
    wave: float  # s for a hole to travel back one vehicle
    links: tuple[Link, ...]
    travellers: tuple[Traveller, ...]
    gates: tuple[Gate, ...] = ()
    lines: tuple[Closed, ...] = ()
    bars: Mapping[str, float] = field(default_factory=dict)  # place -> when the enemy leaves it
    widths: Mapping[Link, float] = field(default_factory=dict)  # vehicles per hour, each way
    end: float = 1e6


@dataclass
class _Lane:
    """One direction of a link; a lane of no length is the assembly area of a column."""

    free: float = 0.0  # s to drive it
    least: float = 0.0  # s between vehicles at its speed
    width: float = 0.0  # s between vehicles at its entrance
    holds: float = NEVER
    queue: list[_Vehicle] = field(default_factory=list)
    entered: int = 0
    last_in: float = -NEVER
    left: list[float] = field(default_factory=list)
    began: float = -NEVER  # when the head of the last unit left
    closed: list[tuple[float, float]] = field(default_factory=list)
    taken_by: _Lane | None = None  # whence a unit is coming in that is not all in yet
    newest: _Vehicle | None = None  # who entered last,
    parted: _Vehicle | None = None  # and did so before a line cut off those of his unit behind him


@dataclass
class _Place:
    """``headway``: between vehicles over it, all directions (0: no limit)."""

    headway: float = 0.0
    barred_until: float = -NEVER
    last: float = -NEVER
    taken_by: _Lane | None = None


@dataclass
class _Vehicle:
    traveller: Traveller
    came: float  # to the place ahead, on an empty lane
    opens: bool  # the first of its unit,
    closes: bool  # and the last
    at: int = 0  # number of the place ahead on its way
    over: bool = False  # passed over, at the place ahead


class Recursion:
    """Works out ``times``: column -> for each place of its way the passages of its vehicles in order.

    ``together``: how many vehicles make a unit (1: every vehicle by itself).

    Raises:
        RingError: nobody can move. Single vehicles on a tree of roads never stand so; of two units that
            lie over several roads each may hold a place that the other needs.
    """

    def __init__(self, network: Network, together: int) -> None:
        self._network = network
        self._places = {end: _Place() for link in network.links for end in (link.start, link.end)}
        self._lanes: dict[tuple[str, str], _Lane] = {}
        for link in network.links:
            vph = network.widths.get(link)
            for ends in ((link.start, link.end), (link.end, link.start)):
                self._lanes[ends] = _Lane(
                    link.free, network.wave + network.jam / link.speed, 3600.0 / vph if vph else 0.0,
                    link.metres / network.jam,
                )  # fmt: skip
        for gate in network.gates:
            self._places[gate.place].headway = 3600.0 / gate.vph
        for line in network.lines:
            self._lanes[line.a, line.b].closed.append((line.since, line.until))
        for place, until in network.bars.items():
            self._places[place].barred_until = until
        self.close_calls = 0  # somebody came in the very second in which another could go: rounding decides
        self.ties = 0  # two came in the same second, and of the same priority: nothing says who goes first
        self._halts: dict[str, list[tuple[float, float]]] = {}
        self.times: dict[str, list[list[float]]] = {
            t.column.name: [[] for _ in t.way] for t in network.travellers
        }
        shifts = [
            (time, self._lanes[line.a, line.b], closes)
            for line in network.lines
            for time, closes in ((line.since, True), (line.until, False))
        ]
        self._shifts = sorted(shifts, key=lambda shift: -shift[0])  # of lines, the next one last
        yards = [_yard(traveller, together) for traveller in network.travellers]
        self._sources: list[_Lane] = [*yards, *self._lanes.values()]
        while any(lane.queue for lane in self._sources):
            self._pass(self._next())

    def _next(self) -> _Lane:
        """The lane whose first vehicle passes next."""
        alone = {id(lane): self._due(lane) for lane in self._sources if lane.queue}
        before = {
            id(lane): self._before(lane, alone)
            for lane in self._sources
            if lane.queue and alone[id(lane)] < NEVER
        }
        due = [
            (max([alone[key], *(alone[id(o)] for o in others if o.queue[0].over)]), lane)
            for lane in self._sources
            if lane.queue
            for key, others in [(id(lane), before.get(id(lane), []))]
        ]
        soonest = min(time for time, _ in due)
        if self._shifts and self._shifts[-1][0] <= soonest:
            self._shift(*self._shifts.pop()[1:])
            return self._next()
        if soonest == NEVER:
            raise RingError
        ready = [lane for time, lane in due if time <= soonest + TIE]
        if len(ready) > 1 and any(lane.queue[0].came >= soonest - TIE for lane in ready):
            self.close_calls += 1
        goes = min(ready, key=self._rank)
        first, came = self._rank(goes)
        ranks = (self._rank(lane) for lane in ready if lane is not goes)
        self.ties += sum(rank == first and time <= came + TIE for rank, time in ranks)
        for other in before[id(goes)]:
            other.queue[0].over = True
        return goes

    def _shift(self, lane: _Lane, closes: bool) -> None:
        """A line closes ``lane``, and cuts in two the unit that is just coming in; or it is over.

        Until then the last vehicle that is in ends its unit where it comes, and has ended it where it was.
        """
        last = lane.newest
        if not closes and lane.parted is not None:
            lane.parted.closes, lane.parted = False, None
        if not closes or last is None or lane.taken_by is None:
            return
        lane.parted, last.closes = last, True
        way = last.traveller.way
        entered = [self._lanes[ends] for ends in pairwise(way)]
        for at in range(entered.index(lane) + 1, last.at):
            self._places[way[at]].taken_by = None
            if at < len(entered):
                entered[at].taken_by = None

    def _rank(self, lane: _Lane) -> tuple[int, float]:
        vehicle = lane.queue[0]
        return -vehicle.traveller.priority, max(vehicle.came, lane.began) if lane.free else vehicle.came

    def _before(self, lane: _Lane, alone: Mapping[int, float]) -> list[_Lane]:
        """The lanes whose heads stand where that of ``lane`` does when it may go, would go before it, and are
        kept by nothing but their distance."""
        place, ahead = self._where(lane.queue[0])
        now, found = alone[id(lane)], []
        for other in self._sources:
            if other is lane or not other.queue or not now + TIE < alone[id(other)] < NEVER:
                continue
            there, onward = self._where(other.queue[0])
            if there is not place or not (place.headway or (ahead is not None and onward is ahead)):
                continue
            seen, kept = self._stands(other), self._gap_up(other)
            shut = _after(now, [(-NEVER, place.barred_until), *(onward.closed if onward else ())]) > now
            if abs(seen - now) <= TIE:
                self.close_calls += 1
            only = alone[id(other)] <= max(kept, now) + TIE and not shut
            if seen < now and only and self._rank(other) < self._rank(lane):
                found.append(other)
        return found

    def _stands(self, lane: _Lane) -> float:
        """Since when the head of ``lane`` stands there: it came, or the one ahead is a distance away."""
        vehicle = lane.queue[0]
        return vehicle.came if vehicle.came > lane.began else lane.left[-1] + self._gap(lane)

    def _gap(self, lane: _Lane) -> float:
        place, ahead = self._where(lane.queue[0])
        lanes = [lane, ahead] if ahead else [lane]
        return max(place.headway, *(each.least for each in lanes), *(each.width for each in lanes))

    def _gap_up(self, lane: _Lane) -> float:
        """When the head of ``lane`` has kept its distance from all who went before."""
        place, ahead = self._where(lane.queue[0])
        before = [
            *lane.left[-1:],
            *([place.last] if place.headway else ()),
            *([ahead.last_in] if ahead else ()),
        ]
        return max((time + self._gap(lane) for time in before), default=-NEVER)

    def _where(self, vehicle: _Vehicle) -> tuple[_Place, _Lane | None]:
        """The place ahead and the lane that it takes from there (None: it ends there)."""
        way, at = vehicle.traveller.way, vehicle.at
        ahead = self._lanes[way[at], way[at + 1]] if at + 1 < len(way) else None
        return self._places[way[at]], ahead

    def _due(self, lane: _Lane) -> float:
        """When the first vehicle of ``lane`` passes the place ahead, as things stand."""
        place, ahead = self._where(lane.queue[0])
        for shared in (place if place.headway else None, ahead):
            if shared is not None and shared.taken_by not in (None, lane):
                return NEVER
        due = max(lane.queue[0].came, self._gap_up(lane))
        if ahead is not None:
            due = max(due, self._room(ahead))
        return _after(due, [(-NEVER, place.barred_until), *(ahead.closed if ahead else ())])

    def _room(self, lane: _Lane) -> float:
        """When the next to enter finds a place in ``lane``."""
        holds = int(lane.holds + 1e-9)
        number = lane.entered - holds
        if number < 0:
            return -NEVER
        if number >= len(lane.left):
            return NEVER
        return lane.left[number] + holds * self._network.wave

    def _pass(self, lane: _Lane) -> None:
        """The first vehicle of ``lane`` passes the place ahead."""
        now, vehicle = self._due(lane), lane.queue.pop(0)
        place, ahead = self._where(vehicle)
        traveller = vehicle.traveller
        self.times[traveller.column.name][vehicle.at].append(now)
        lane.left.append(now)
        place.last, vehicle.over = now, False
        if vehicle.opens:
            lane.began = now
        place.taken_by = None if vehicle.closes else lane
        vehicle.at += 1
        if ahead is None:
            return
        ahead.entered += 1
        ahead.newest = vehicle
        ahead.last_in = now
        ahead.taken_by = None if vehicle.closes else lane
        vehicle.came = self._arrival(traveller, now, ahead.free)
        ahead.queue.append(vehicle)

    def _arrival(self, traveller: Traveller, now: float, driving: float) -> float:
        """The end of so many seconds of driving from ``now`` on, the column's halts added."""
        if traveller.halts is None:
            return now + driving
        name = traveller.column.name
        if name not in self._halts:
            self._halts[name] = traveller.halts.windows(now, self._network.end)
        then = now + driving
        for start, end in self._halts[name]:
            if start >= then:
                break
            if end > now:
                then += end - max(start, now)
        return then


def _after(time: float, windows: Iterable[tuple[float, float]]) -> float:
    """``time``, or the next moment at which no window [since, until) is on."""
    shut = sorted(windows)
    for _ in shut:
        for since, until in shut:
            if since <= time < until:
                time = until
    return time


def _yard(traveller: Traveller, together: int) -> _Lane:
    """The vehicles of a column in the order of march, each from when it asks for the road."""
    column = traveller.column
    size = min(together, column.unit)
    last = column.vehicles - 1
    yard = _Lane()
    for number, ask in enumerate(column.departures()):
        inside = number % column.unit % size
        closes = inside == size - 1 or number % column.unit == column.unit - 1 or number == last
        yard.queue.append(_Vehicle(traveller, ask, inside == 0, closes))
    return yard
