"""Genuinely different ways between two places, and when a column should come to the end of each.

A march is forecast for one column alone: its rate of march on each class of road, slowed by night and
weather as they pass; it waits before a phase line that it meets too early, does not use a bridge while it
is blown, and pays the price of a strongpoint for each one that stands in its way at that hour; for one that
may stand there, in proportion to its chance: who plans does not know. What other columns do to it is left to
the simulation.

Ways are found by the penalty method: the quickest way, then the quickest again with every road of the
ways found so far made dearer, and so on. A way is kept when it shares no more than half of its length with
any kept before, and half of theirs with it, so whichever of them turns out best, the others differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise
from math import inf

from paris44.engine.log import EventLog
from paris44.engine.pace import Pace
from paris44.scenario.model import Garrison
from paris44.world.build import World
from paris44.world.network import CITY, Network

Path = tuple[str, ...]
Edge = tuple[str, str]

MOST_SHARED = 0.5
"""Share of its length that a way may have in common with another kept one."""
MOST_TIME = 3.0
"""A way that takes longer than so many times the quickest is no alternative (modeller's judgement)."""
DEARER = 1.3
"""What a road used before costs more, for each time that it was used (modeller's judgement)."""
TOLD_EVERY = 8000.0
"""m after which a way names the next town, gate or bridge, for people to follow it."""
TRIES = 40
"""Searches for each way that is wanted, before giving up."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way with its length (m) and the hour at which the column should arrive (s since the start)."""

    path: Path
    length: float
    expected: float


@dataclass(frozen=True)
class Hindrances:
    """What is known to close roads and when, in seconds since the start.

    ``lines``: lane -> until when it is closed to the column, from when. ``blown``: bridge -> (from, to).
    ``enemy``: place -> (from, to, probability) of each strongpoint that bars it.
    """

    lines: Mapping[Edge, tuple[float, float]] = field(default_factory=dict)
    blown: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    enemy: Mapping[str, tuple[tuple[float, float, float], ...]] = field(default_factory=dict)
    price: float = 0.0  # s for each strongpoint

    def opens(self, lane: Edge, now: float) -> float:
        """When a column that is at the entrance of ``lane`` at ``now`` (s) may enter it (s)."""
        since, until = self.lines.get(lane, (0.0, 0.0))
        return until if since <= now < until else now

    def shut(self, place: str, now: float) -> bool:
        """Whether ``place`` is a bridge that is down at ``now`` (s)."""
        return any(since <= now < until for since, until in self.blown.get(place, ()))

    def toll(self, place: str, now: float) -> float:
        """Seconds that the enemy at ``place`` is expected to cost a column that comes at ``now``."""
        return self.price * max((p for a, b, p in self.enemy.get(place, ()) if a <= now < b), default=0.0)


def hindrances(world: World, log: EventLog, formation: str) -> Hindrances:
    """What hinders ``formation``, as a run of ``world`` without chance (``log``) has it."""
    scenario = world.scenario
    return Hindrances(
        dict(_closed_lanes(world, log, formation)),
        {bridge.id: tuple(_down(bridge.id, bridge.state, log)) for bridge in scenario.bridges.values()},
        {
            place: tuple(
                (*_standing(scenario.garrisons[name]), world.likelihood(name))
                for name in names
                if name in world.foes[formation]
            )
            for place, names in world.bars.items()
        },
        scenario.parameters["enemy-price"].median,
    )  # fmt: skip


def _standing(garrison: Garrison) -> tuple[float, float]:
    return garrison.active_from, inf if garrison.active_to is None else garrison.active_to


def _closed_lanes(world: World, log: EventLog, formation: str) -> Iterator[tuple[Edge, tuple[float, float]]]:
    above = world.tree.ancestors[formation]
    issued = {e.order: e.time for e in reversed(log.events) if e.kind == "order"}
    lifted = {e.order: e.time for e in log.events if e.kind == "line_lifted"}
    for plan in world.lines:
        line = plan.order
        if set(above) & set(line.applies_to) and not set(above) & set(line.disobeyed_by):
            since = issued.get(line.id, inf) + line.transmission.median
            until = min(line.until, lifted.get(line.id, inf))
            yield from ((lane, (since, until)) for lane in plan.lanes)


def _down(bridge: str, state: str, log: EventLog) -> Iterator[tuple[float, float]]:
    since = 0.0 if state == "blown" else None
    for event in log.events:
        if event.kind == "bridge" and event.place == bridge:
            if event.detail == "blown":
                since = event.time if since is None else since
            elif event.detail == "repaired" and since is not None:
                yield since, event.time
                since = None
    if since is not None:
        yield since, inf


@dataclass(frozen=True)
class Forecast:
    """When a column of ``category`` that leaves at ``departure`` comes where, alone on the road."""

    world: World
    category: str
    departure: float
    hindrances: Hindrances = field(default_factory=Hindrances)

    @cached_property
    def _speeds(self) -> tuple[float, ...]:
        """m/s by kind of lane: the rate of march has the periodic halts in it."""
        p = self.world.scenario.parameters
        rate = p[f"speed.{self.category}"].median
        city = rate if self.category == "foot" else p["speed.city"].median
        classes = [rate * p[f"class.{name}"].median for name in ("national", "departmental", "local")]
        return (*classes[:CITY], city, *self.world.network.own_speeds)

    @cached_property
    def _pace(self) -> Pace:
        p, crowds = self.world.scenario.parameters, self.world.scenario.crowds
        return Pace(self.world, lambda name: p[name].median, [c.factor.median for c in crowds])

    def step(self, a: str, b: str, now: float) -> tuple[float, float] | None:
        """Entry into the lane from ``a`` to ``b`` and arrival at ``b`` (s); None where it cannot be used."""
        network, known = self.world.network, self.hindrances
        lane = network.lanes[network.lane_of[a, b]]
        entry = known.opens((a, b), now)
        speed = self._speeds[lane.kind]
        profile = self._pace.profile(self.category, self.world.conditions.on(a, lane.crowds))
        arrival, _, _ = profile.cross(entry, lane.length, speed, ())
        return None if known.shut(b, arrival) else (entry, arrival)

    def along(self, path: Path) -> float:
        """When the column comes to the end of ``path`` (s); infinity where it cannot."""
        now = self.departure
        for at, (a, b) in enumerate(pairwise(path)):
            if at:
                now += self.hindrances.toll(a, now)
            taken = self.step(a, b, now)
            if taken is None:
                return inf
            now = taken[1]
        return now + self.hindrances.toll(path[-1], now) if len(path) > 1 else now

    def quickest(self, a: str, b: str, dearer: Mapping[Edge, float]) -> Path | None:
        """The way from ``a`` to ``b`` of least time, each road's time multiplied by its factor ``dearer``."""
        graph = self.world.network.graph
        done: set[str] = set()
        back: dict[str, str] = {}
        best = {a: 0.0}
        heap = [(0.0, a, self.departure)]
        while heap:
            cost, here, now = heappop(heap)
            if here in done:
                continue
            if here == b:
                return _trace(back, b)
            done.add(here)
            now += self.hindrances.toll(here, now) if here != a else 0.0
            for there in graph[here]:
                taken = None if there in done else self.step(here, there, now)
                if taken is None:
                    continue
                price = taken[0] - now + (taken[1] - taken[0]) * dearer.get(edge(here, there), 1.0)
                total = cost + price + self.hindrances.toll(there, taken[1])
                if total < best.get(there, inf):
                    best[there], back[there] = total, here
                    heappush(heap, (total, there, taken[1]))
        return None


def _trace(back: Mapping[str, str], end: str) -> Path:
    path = [end]
    while path[-1] in back:
        path.append(back[path[-1]])
    return tuple(reversed(path))


def edge(a: str, b: str) -> Edge:
    """A road by its two ends, whichever way it is taken."""
    return (a, b) if a < b else (b, a)


def edges(path: Path) -> set[Edge]:
    """The roads of a path."""
    return {edge(a, b) for a, b in pairwise(path)}


def shared(network: Network, path: Path, other: Path) -> float:
    """The share of the length of ``path`` that lies on roads of ``other``, in either direction."""
    common = edges(other)
    steps = list(pairwise(path))
    lengths = [network.lanes[network.lane_of[step]].length for step in steps]
    whole = sum(lengths)
    on = sum(length for (a, b), length in zip(steps, lengths, strict=True) if edge(a, b) in common)
    return on / whole if whole else 1.0


def alternatives(
    forecast: Forecast, a: str, b: str, k: int, *, beside: Iterable[Path] = ()
) -> tuple[Way, ...]:
    """At most ``k`` genuinely different ways from ``a`` to ``b``, the quickest first.

    ``beside``: further ways that those found have to differ from (they are not among the answer).
    """
    network = forecast.world.network
    others = list(beside)
    found: list[Way] = []
    used: dict[Edge, float] = {}
    for _ in range(TRIES * k):
        path = forecast.quickest(a, b, used)
        if path is None or len(found) >= k:
            break
        used.update({e: used.get(e, 1.0) * DEARER for e in edges(path)})
        path = _as_ordered(forecast.world, path)
        if path is None:
            continue
        kept = [*others, *(way.path for way in found)]
        arrival = forecast.along(path)
        if arrival == inf or not _differs(network, path, kept):
            continue
        if found and arrival - forecast.departure > MOST_TIME * (found[0].expected - forecast.departure):
            continue
        found.append(Way(path, network.length(path), arrival))
    return tuple(found)


def _as_ordered(world: World, path: Path) -> Path | None:
    """The way that an order names by every place of ``path``: where a road between two of them is not the
    shortest between its ends, columns take the shorter. None where that turns back on itself."""
    ordered = world.router.route(path, "ordered")
    return ordered if ordered is not None and len(set(ordered)) == len(ordered) else None


def _differs(network: Network, path: Path, others: Iterable[Path]) -> bool:
    return all(
        shared(network, path, other) <= MOST_SHARED and shared(network, other, path) <= MOST_SHARED
        for other in others
    )


def via(world: World, path: Path) -> Path:
    """Few places, ends included, that pin ``path`` down for an order with the policy ``ordered``.

    Towns, gates and bridges are named too where nothing has been for :data:`TOLD_EVERY` metres.
    """
    pinned = [path[0]]
    at, last = 0, len(path) - 1
    while at < last:
        at = next(
            to for to in range(last, at, -1)
            if to == at + 1 or world.router.way(path[at], path[to]) == path[at : to + 1]
        )  # fmt: skip
        pinned.append(path[at])
    return _told(world, path, frozenset(pinned))


def _told(world: World, path: Path, pinned: frozenset[str]) -> Path:
    places, network = world.scenario.places, world.network
    named, since = [path[0]], 0.0
    for a, b in pairwise(path):
        since += network.lanes[network.lane_of[a, b]].length
        if b in pinned or (since >= TOLD_EVERY and places[b].kind in ("town", "gate", "bridge")):
            named.append(b)
            since = 0.0
    return tuple(named)
