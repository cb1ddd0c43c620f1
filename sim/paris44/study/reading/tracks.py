"""Tracks: the way of every column under every order, as its leading unit went it.

The units of a column come to an order at different places of the road, and now and then some of them go
another way. A track is the walk of one unit, the foremost; the units that went along with it give the
heads (the first of them at each place), and the tails those that fell in with it later too. Who went
elsewhere is a track of its own. So the places of a track are neighbours, and no leg is quicker than its
fastest unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from paris44.engine.log import EventLog
from paris44.results.columns import TrackRow
from paris44.world.build import MarchPlan

Spot = tuple[str, int]
"""(place, visit); visit 0 is the place that a unit had passed last when the order reached it on the road."""


@dataclass(slots=True)
class Stop:
    """A unit, or a track, at one spot: seconds of the head and of the tail, vehicles that passed."""

    spot: Spot
    head: float
    clear: float
    vehicles: int


Walk = list[Stop]


@dataclass(slots=True)
class LeadTrack:
    """The walk of the leading unit and of those that went along with it."""

    order: str
    part: int
    stops: Walk
    at: dict[Spot, int] = field(init=False)

    def __post_init__(self) -> None:
        self.at = {stop.spot: k for k, stop in enumerate(self.stops)}

    def place(self, name: str) -> Stop | None:
        """Its last stop at a place."""
        return next((stop for stop in reversed(self.stops) if stop.spot[0] == name), None)

    def take(self, walk: Walk, known: Sequence[LeadTrack]) -> bool:
        """Let a unit be part of the track, if its whole walk lies on it; whether it does.

        What the unit passed before it came to the track counts with the earlier track that its column's
        lead made there (``known``): it is the tail of that one, still on the road.
        """
        first = next((k for k, stop in enumerate(walk) if stop.spot in self.at), len(walk))
        behind = {k: _earlier(walk[k], known) for k in range(first) if walk[k].spot[1]}
        if None in behind.values() or any(stop.spot not in self.at for stop in walk[first:]):
            return False
        for k, stop in behind.items():
            _add(stop, walk[k])
        along = first == 0
        for k, mine in enumerate(walk[first:]):
            stop = self.stops[self.at[mine.spot]]
            along = along and self.at[mine.spot] == k
            if along:
                stop.head = min(stop.head, mine.head)
            _add(stop, mine)
        return True


def _earlier(stop: Stop, known: Sequence[LeadTrack]) -> Stop | None:
    return next((found for track in reversed(known) if (found := track.place(stop.spot[0]))), None)


def _add(stop: Stop | None, mine: Stop) -> None:
    assert stop is not None
    stop.clear = max(stop.clear, mine.clear)
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
    visits: dict[tuple[int, str, str], int] = {}
    last: dict[int, Stop] = {}
    for p, tail in log.tails():
        formation = log.units[p.unit].formation
        at = (p.unit, p.order, p.place)
        visit = visits[at] = visits.get(at, 0) + 1
        stop = Stop((p.place, visit), p.head, min(tail, log.end), p.vehicles)
        walk = found.setdefault(formation, {}).setdefault(p.order, {}).setdefault(p.unit, [])
        before = last.get(p.unit)
        if not walk and before is not None and before.spot[0] != p.place:
            walk.append(Stop((before.spot[0], 0), before.head, before.clear, before.vehicles))
        walk.append(stop)
        last[p.unit] = stop
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
