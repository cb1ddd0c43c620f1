"""Tracks: the way of every column under every order, as its leading unit went it.

The units of a column come to an order at different places of the road, and now and then some of them go
another way. A track is the walk of one unit, the foremost; the units that went along with it give the
heads (the first of them at each place), and the tails those that fell in with it later too. Who went
elsewhere is a track of its own. So the places of a track are neighbours, and no leg is quicker than its
fastest unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from paris44.engine.log import EventLog
from paris44.results.columns import TrackRow
from paris44.world.build import MarchPlan

Spot = tuple[str, int]
"""(place, visit); visit 0 is the place that a unit had passed last when the order reached it on the road."""


class Stop:
    """A unit, or a track, at one spot: seconds of the head and of the tail, vehicles that passed.

    No dataclass: that would be made by Python even where all this is compiled.
    """

    __slots__ = ("clear", "head", "spot", "vehicles")

    def __init__(self, spot: Spot, head: float, clear: float, vehicles: int) -> None:
        self.spot = spot
        self.head = head
        self.clear = clear
        self.vehicles = vehicles


Walk = list[Stop]


class LeadTrack:
    """The walk of the leading unit and of those that went along with it: the ``stops`` of a part of an order;
    ``at``: which of them each spot is."""

    __slots__ = ("at", "order", "part", "stops")

    def __init__(self, order: str, part: int, stops: Walk) -> None:
        self.order = order
        self.part = part
        self.stops = stops
        self.at: dict[Spot, int] = {stop.spot: k for k, stop in enumerate(stops)}

    def place(self, name: str) -> Stop | None:
        """Its last stop at a place."""
        for stop in reversed(self.stops):
            if stop.spot[0] == name:
                return stop
        return None

    def take(self, walk: Walk, known: Sequence[LeadTrack]) -> bool:
        """Let a unit be part of the track, if its whole walk lies on it; whether it does.

        What the unit passed before it came to the track counts with the earlier track that its column's
        lead made there (``known``): it is the tail of that one, still on the road.
        """
        first = 0
        while first < len(walk) and walk[first].spot not in self.at:
            first += 1
        behind: list[tuple[Stop, Stop]] = []
        for mine in walk[:first]:
            if mine.spot[1]:
                earlier = _earlier(mine, known)
                if earlier is None:
                    return False
                behind.append((earlier, mine))
        for mine in walk[first:]:
            if mine.spot not in self.at:
                return False
        for earlier, mine in behind:
            _add(earlier, mine)
        along = first == 0
        for k, mine in enumerate(walk[first:]):
            number = self.at[mine.spot]
            stop = self.stops[number]
            along = along and number == k
            if along and mine.head < stop.head:
                stop.head = mine.head
            _add(stop, mine)
        return True


def _earlier(stop: Stop, known: Sequence[LeadTrack]) -> Stop | None:
    for track in reversed(known):
        found = track.place(stop.spot[0])
        if found is not None:
            return found
    return None


def _add(stop: Stop, mine: Stop) -> None:
    if mine.clear > stop.clear:
        stop.clear = mine.clear
    stop.vehicles += mine.vehicles


def track_rows(marches: Mapping[str, MarchPlan], log: EventLog) -> Iterator[TrackRow]:
    """The tracks of every leaf formation, order by order, the parts of an order by their lead."""
    for formation, orders in _walks(log).items():
        known: list[LeadTrack] = []
        for order, walks in orders.items():
            known += list(_tracks(marches[order], walks, tuple(known)))
        for track in known:
            for seq, stop in enumerate(track.stops):
                yield TrackRow(
                    log.replication, formation, track.order, track.part, seq, *stop.spot,
                    stop.head, stop.clear, stop.vehicles,
                )  # fmt: skip


def _walks(log: EventLog) -> dict[str, dict[str, dict[int, Walk]]]:
    """Formation -> order -> unit -> its walk."""
    found: dict[str, dict[str, dict[int, Walk]]] = {}
    known: dict[tuple[int, str], Walk] = {}
    visits: dict[tuple[int, str, str], int] = {}
    last: dict[int, Stop] = {}
    end = log.end
    for p, tail in log.tails():
        unit, order, place = p.unit, p.order, p.place
        at = (unit, order, place)
        visit = visits[at] = visits.get(at, 0) + 1
        stop = Stop((place, visit), p.head, end if tail > end else tail, p.vehicles)
        walk = known.get((unit, order))
        if walk is None:
            walk = known[unit, order] = []
            found.setdefault(log.units[unit].formation, {}).setdefault(order, {})[unit] = walk
            before = last.get(unit)
            if before is not None and before.spot[0] != place:
                walk.append(Stop((before.spot[0], 0), before.head, before.clear, before.vehicles))
        walk.append(stop)
        last[unit] = stop
    return found


def _tracks(plan: MarchPlan, walks: dict[int, Walk], known: Sequence[LeadTrack]) -> Iterator[LeadTrack]:
    """The tracks of a formation's units under one order; each unit belongs to one."""
    left, part = dict(walks), 0
    while left:
        lead = left[_foremost(left, plan.order.route)]
        track = LeadTrack(plan.order.id, part, [Stop(s.spot, s.head, s.clear, 0) for s in lead])
        left = {unit: walk for unit, walk in left.items() if not track.take(walk, known)}
        yield track
        part += 1


def _foremost(walks: Mapping[int, Walk], route: Sequence[str]) -> int:
    """The unit that was first at the last place of the route that any of them reached."""
    for place in reversed(route):
        there = [
            (stop.head, unit)
            for unit, walk in walks.items()
            for stop in walk
            if stop.spot[0] == place and stop.spot[1]
        ]
        if there:
            return min(there)[1]
    return min(walks, key=lambda unit: walks[unit][0].head)
