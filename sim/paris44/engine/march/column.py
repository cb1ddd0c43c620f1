"""A column: one march order being carried out - its hour, pace, halts, order of march and ways."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simpy.events import Event as SimEvent

from paris44.engine.events import Cause, Kind
from paris44.engine.log import INFINITE, Enabler, Event, OrderTrace
from paris44.engine.pace import Profile
from paris44.engine.road.lane import Lane, Node
from paris44.scenario.hooks import OWN
from paris44.world.build import MarchPlan, Step
from paris44.world.network import Expected

if TYPE_CHECKING:
    from paris44.engine.kernel import Theatre
    from paris44.engine.march.unit import MarchUnit


class Leg:
    """A place on the way of a column, and the lane that it takes from there (None: it stops there).

    ``gap`` is the least time between vehicles at the place as far as the place and the lane have a say,
    ``headway`` that in the lane at its speed and by its capacity, ``takes`` the time to cross it: all as of
    now, valid before ``until``, when light, weather or a crowd changes.
    """

    __slots__ = (
        "event", "gap", "headway", "lane", "node", "place", "profile", "special", "speed", "step", "takes",
        "to_go", "until",
    )  # fmt: skip

    def __init__(self, step: Step, node: Node, lane: Lane | None, profile: Profile, speed: float) -> None:
        self.step = step
        self.place = step.place
        self.event = step.event
        self.node = node
        self.lane = lane
        self.profile = profile
        self.speed = speed  # m/s before light, weather and crowds
        self.to_go = 0.0  # metres to the end of the stage
        lines = lane is not None and lane.lines
        self.special = bool(step.signals or step.bridge or node.watched or lines)
        self.gap = node.gap
        self.headway = self.takes = 0.0
        self.until = INFINITE if lane is None else -1.0

    def refresh(self, now: float) -> None:
        """Read light, weather and crowds as they are ``now``."""
        lane, profile = self.lane, self.profile
        assert lane is not None
        if now >= profile.until:
            profile.advance(now)
        speed = self.speed * profile.factor
        self.headway = max(lane.gap, lane.road.wave_time + lane.road.spacing / speed)
        self.gap = max(self.node.gap, self.headway)
        self.takes = lane.length / speed
        self.until = profile.until


Stage = list[Leg]
"""A way without a stop: it ends at the goal, a fuel point or a pocket to be reduced."""


class Column:
    """A march order during a run.

    The rate of march R of the manuals contains the periodic halts; here these are events, so the march speed
    is R * every / (every - length) with the halts' interval and length.
    """

    def __init__(self, theatre: Theatre, plan: MarchPlan) -> None:
        self.theatre = theatre
        self.plan = plan
        self.order = plan.order
        self.started = False
        self.start_time = 0.0
        self.began: float | None = None  # the head's first roll
        self.halts: tuple[tuple[float, float, str], ...] = ()  # by the clock, all of them,
        self.stops: list[tuple[float, float, str]] = []  # and what is left of them
        self.stop_at = -INFINITE  # when the first of them begins (nobody knows before the head rolls)
        self.refuelling = self._draw_fuel()
        self._asks: dict[int, float] = {}
        self._ways: dict[tuple[tuple[str, ...], Expected, frozenset[str]], list[Stage]] = {}
        self._stray: set[str] = set()  # formations that have waited for a way
        self.speeds = self._speeds()
        self.headway = self._headway()
        self.units = [theatre.units[i] for serial in plan.serials for i in serial.units]
        for serial in plan.serials:
            for i in serial.units:
                unit = theatre.units[i]
                unit.orders.append((self, serial.named))
                unit.place = unit.place or plan.path[0]

    # --- draws -----------------------------------------------------------------------------------

    def _speeds(self) -> list[float]:
        """Speeds by kind of lane: one draw for the road and one for streets, per column and order."""
        theatre, order = self.theatre, self.order
        law = order.speed or theatre.law(f"speed.{self.plan.category}")
        rate = law.at(theatre.dice.u(order.id, "speed"))
        city = rate if order.speed else theatre.law("speed.city").at(theatre.dice.u(order.id, "city-speed"))
        if self.plan.category == "foot":
            city = rate
        if order.halts:
            every, length = theatre.value("halt.every"), theatre.value("halt.length")
            rate *= every / (every - length)
        bound = order.speed is not None or self.plan.category == "foot"
        return theatre.pace.base_speeds(rate, city, most=rate if bound else INFINITE)

    def _headway(self) -> float:
        if self.order.headway is not None:
            return self.theatre.draw(self.order.headway, self.order.id, "headway")
        return self.theatre.value("vehicle-spacing") / self.speeds[0]

    def _draw_fuel(self) -> float:
        return self.theatre.draw(self.theatre.law("fuel.time"), self.order.id, "fuel")

    def _gap(self, name: str) -> float:
        own = self.order.unit_gap if name == "unit-gap" else self.order.serial_gap
        if own is None and name == "serial-gap" and self.order.unit_gap is not None:
            own = self.order.unit_gap
        return self.theatre.value(name) if own is None else self.theatre.draw(own, self.order.id, name)

    # --- the order -----------------------------------------------------------------------------------

    def command(self) -> Generator[SimEvent, Any, None]:
        """Issue, transmit and start the order; then let its units go."""
        theatre, order = self.theatre, self.order
        enabler = yield from theatre.board.moment(order.issued, order.id)
        issued = theatre.env.now
        self._tell("order", enabler)
        theatre.board.fire(("order", order.id), Enabler(issued, event=len(theatre.log.events) - 1))
        yield theatre.env.timeout(theatre.draw(order.transmission, order.id, "transmission"))
        received = theatre.env.now
        self._tell("receive", None)
        root = yield from theatre.board.start(order.start, f"{order.id}/start", issued)
        start = theatre.env.now
        waits: Cause = "rest" if order.start.clock else "orders"
        if order.slip:
            yield theatre.env.timeout(theatre.draw(theatre.law("start-slip"), order.id, "slip"))
        self.start_time = theatre.env.now
        later = root if root.time > received else enabler
        theatre.log.orders[order.id] = OrderTrace(issued, received, start, self.start_time, later, waits)
        self._release()

    def _tell(self, kind: Kind, enabler: Enabler | None) -> None:
        theatre, order = self.theatre, self.order
        for serial in self.plan.serials:
            who, where = serial.formation, order.route[0]
            stands = self._stands(serial.units) if kind == "order" else ""
            theatre.tell(Event(theatre.env.now, kind, who, where, order.id, stands, None, enabler))
        if kind == "order":
            for unit in self.units:
                unit.ordered()

    def _stands(self, units: Sequence[int]) -> str:
        """Where the first of some units is; the place of an order is the first of its route."""
        first = self.theatre.units[units[0]] if units else None
        if first is None or not first.place:
            return ""
        road = first.lane
        return f"stands at {first.place}" if road is None else f"is on {road.a.name}--{road.b.name}"

    def _release(self) -> None:
        """The column may go: each unit at its place in the order of march."""
        self.started = True
        ask = self.start_time
        gaps = self._gap("unit-gap"), self._gap("serial-gap")
        previous: tuple[int, MarchUnit] | None = None
        for position, serial in enumerate(self.plan.serials):
            for i in serial.units:
                unit = self.theatre.units[i]
                if not unit.is_called(self):
                    continue  # detached: its place in the order of march is nobody's
                if previous is not None:
                    gap = gaps[0] if previous[0] == position else gaps[1]
                    ask += (previous[1].vehicles - 1) * self.headway + gap
                self._asks[i] = ask
                previous = position, unit
        for name in self.order.serials if self.order.detach else ():
            self.theatre.log.detached.setdefault(name, self.start_time)
        for unit in self.units:
            if self.order.detach and unit.is_called(self):
                unit.detach(self)
            unit.released()

    def formations(self) -> list[str]:
        """Those of which some march under this order, or are still to."""
        found = dict.fromkeys(unit.formation for unit in self.units if unit.serves(self))
        return list(found)

    def ask(self, unit: MarchUnit) -> float:
        """When ``unit`` may ask for the road at the start point, those ahead having gone as planned."""
        return self._asks[unit.index]

    def stops_from(self, now: float) -> list[tuple[float, float, str]]:
        """The halts that are not over at ``now``; those that are over are forgotten.

        Asked first when the head rolls: from then on the column halts by the clock, all of it at once.
        """
        if self.began is None:
            self.began = now
            halts, rests = self._halts(now), self._rests(now)
            self.stops = _merge(sorted([*halts, *rests])) if rests else halts
            self.halts = tuple(self.stops)
        stops = self.stops
        while stops and stops[0][1] <= now:
            stops.pop(0)
        self.stop_at = stops[0][0] if stops else INFINITE
        return stops

    def halted(self, start: float, drive: float) -> float:
        """The end of so many seconds of driving from ``start`` on, with the halts of the column."""
        then = start + drive
        for begin, end, _ in self.halts:
            if begin >= then:
                break
            if end > start:
                then += end - (begin if begin > start else start)
        return then

    def _halts(self, now: float) -> list[tuple[float, float, str]]:
        if not self.order.halts:
            return []
        value, end = self.theatre.value, self.theatre.end
        first, length, every = value("halt.first"), value("halt.length"), value("halt.every")
        at = now + value("halt.first-after")
        found = [(at, at + first, "halt")]
        at += first + every - length
        while at < end and length > 0.0:
            found.append((at, at + length, "halt"))
            at += every
        return found

    def _rests(self, now: float) -> list[tuple[float, float, str]]:
        if not self.order.rest:
            return []
        sun = self.theatre.world.sun
        nights = [(dusk, sun.next("first-light", dusk)) for dusk in sun.dusk]
        return [(max(dusk, now), dawn, "rest") for dusk, dawn in nights if dawn > now]

    # --- the way ---------------------------------------------------------------------------------------

    def way(self, place: str, rolling: tuple[str, ...] = ()) -> list[Stage]:
        """The stages from ``place``; none where no way is open now.

        ``rolling``: the places still ahead on the march that the unit is on, ``place`` first, if it is on
        the road: where they lead to the new route's start it stays on them.
        """
        heeds = self.order.policy == "avoid" or self.order.policy.startswith(OWN)
        enemy = self.theatre.expected_enemy() if heeds else ()
        key = (place, *rolling), enemy, self.theatre.bridges.blown
        found = self._ways.get(key)
        if found is None:
            found = self._ways[key] = self._find_way(place, rolling)
        return found

    def _find_way(self, place: str, rolling: tuple[str, ...]) -> list[Stage]:
        path: tuple[str, ...] | None = self.plan.path
        assert path is not None
        relay = None
        if place != path[0]:
            if path[0] in rolling:
                relay = path[0]
                path = rolling[: rolling.index(relay)] + path
            elif place in path:
                path = path[path.index(place) :]
            else:
                path = self._join(place)
        elif self.order.policy == "avoid":
            path = self._join(place)
        elif self.order.policy.startswith(OWN):  # asked as the enemy stands now
            path = self.theatre.through(self.order.route, self.order.policy, self.order.avoid_roads)
        return [] if path is None else self.stages(path, relay, rolling=bool(rolling))

    def _join(self, place: str) -> tuple[str, ...] | None:
        """From elsewhere to the route: to its start, or, avoiding the enemy, to the best place on it.

        None where no way is open now.
        """
        theatre, route, policy = self.theatre, self.order.route, self.order.policy
        without = self.order.avoid_roads
        best: tuple[float, tuple[str, ...]] | None = None
        for k in range(len(route)) if policy == "avoid" else ():
            whole = theatre.through((place, *route[k:]), policy, without)
            if whole is not None:
                cost = theatre.cost(whole, policy) + k * 1e-6
                if best is None or cost < best[0]:
                    best = cost, whole
        if best is not None:
            return best[1]
        to = theatre.through((place, route[0]), policy, without)
        return None if to is None else to[:-1] + self.plan.path

    def strays(self, unit: MarchUnit) -> None:
        """No way is open to ``unit``: its formation waits for one where it stands, which is logged once."""
        why = f"no open way from {unit.place} to {self.order.route[0]}"
        unit.where = why
        if unit.formation not in self._stray:
            self._stray.add(unit.formation)
            now = self.theatre.env.now
            self.theatre.tell(Event(now, "waits", unit.formation, unit.place, self.order.id, why))

    def stages(self, path: tuple[str, ...], relay: str | None, *, rolling: bool) -> list[Stage]:
        """``path`` cut into stages at fuel points and at the pockets to be reduced."""
        steps = self.theatre.world.steps(self.plan, path, relay)
        if rolling:
            steps = (replace(steps[0], event="relay" if path[0] == relay else "pass"), *steps[1:])
        stages: list[Stage] = []
        legs: Stage = []
        for i, step in enumerate(steps):
            stops = step.lane is not None and i > 0 and (step.fuel or step.pockets)
            if stops:
                legs.append(self._leg(replace(step, lane=None, event="arrive")))
                stages.append(legs)
                legs = [self._leg(replace(step, event="depart", pockets=(), fuel=False))]
            else:
                legs.append(self._leg(step))
        stages.append(legs)
        for stage in stages:
            _measure(stage)
        return stages

    def _leg(self, step: Step) -> Leg:
        theatre = self.theatre
        node = theatre.road.node(step.place)
        if step.lane is None:
            return Leg(step, node, None, theatre.pace.level, 0.0)
        lane = theatre.road.lane(step.lane)
        crowds = theatre.world.network.lanes[step.lane].crowds
        profile = theatre.pace.profile(self.plan.category, crowds)
        return Leg(step, node, lane, profile, self.speeds[lane.kind])


def _measure(stage: Stage) -> None:
    to_go = 0.0
    for leg in reversed(stage):
        to_go += leg.lane.length if leg.lane is not None else 0.0
        leg.to_go = to_go


def _merge(windows: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """Stops that do not overlap: a halt inside a rest is part of it."""
    merged: list[tuple[float, float, str]] = []
    for start, end, cause in windows:
        if merged and start < merged[-1][1]:
            if end > merged[-1][1]:
                merged.append((merged[-1][1], end, cause))
        else:
            merged.append((start, end, cause))
    return merged
