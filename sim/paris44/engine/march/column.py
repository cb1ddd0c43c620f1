"""A column: one march order being carried out - its hour, pace, halts, order of march and ways."""

from __future__ import annotations

from collections.abc import Mapping

from paris44.engine.kernel import Kernel
from paris44.engine.log import INFINITE, Event
from paris44.engine.march.ways import Ways
from paris44.engine.pace import Pace
from paris44.engine.road.lane import Leg, Stage
from paris44.engine.road.network import RoadNetwork
from paris44.language.text import msg
from paris44.scenario.hooks import OWN
from paris44.world.build import MarchPlan, Step
from paris44.world.network import Expected


class Column:
    """A march order during a run.

    The rate of march R of the manuals contains the periodic halts; here these are events, so the march speed
    is R * every / (every - length) with the halts' interval and length.
    """

    def __init__(self, kernel: Kernel, pace: Pace, road: RoadNetwork, ways: Ways, plan: MarchPlan) -> None:
        self._kernel = kernel
        self._pace = pace
        self._road = road
        self.ways = ways
        self.plan = plan
        self.order = plan.order
        self.started = False
        self.start_time = 0.0
        self.began: float | None = None  # the head's first roll
        self.begins: list[float] = []  # its halts by the clock, all of them,
        self.ends: list[float] = []
        self.stops: list[tuple[float, float, str]] = []  # and what is left of them
        self.stop_at = -INFINITE  # when the first of them begins (nobody knows before the head rolls)
        self.refuelling = self._draw_fuel()
        self._asks: dict[int, float] = {}
        self._found: dict[tuple[tuple[str, ...], Expected, frozenset[str]], list[Stage]] = {}
        self._stray: set[str] = set()  # formations that have waited for a way
        self.speeds = self._speeds()
        self.headway = self._headway()
        self.members = [i for serial in plan.serials for i in serial.units]

    # --- draws -----------------------------------------------------------------------------------

    def _speeds(self) -> list[float]:
        """Speeds by kind of lane: one draw for the road and one for streets, per column and order."""
        kernel, order = self._kernel, self.order
        law = order.speed or kernel.law(f"speed.{self.plan.category}")
        rate = law.at(kernel.dice.u(order.id, "speed"))
        city = rate if order.speed else kernel.law("speed.city").at(kernel.dice.u(order.id, "city-speed"))
        if self.plan.category == "foot":
            city = rate
        if order.halts:
            every, length = kernel.value("halt.every"), kernel.value("halt.length")
            rate *= every / (every - length)
        bound = order.speed is not None or self.plan.category == "foot"
        return self._pace.base_speeds(rate, city, most=rate if bound else INFINITE)

    def _headway(self) -> float:
        if self.order.headway is not None:
            return self._kernel.draw(self.order.headway, self.order.id, "headway")
        return self._kernel.value("vehicle-spacing") / self.speeds[0]

    def _draw_fuel(self) -> float:
        return self._kernel.draw(self._kernel.law("fuel.time"), self.order.id, "fuel")

    def _gap(self, name: str) -> float:
        own = self.order.unit_gap if name == "unit-gap" else self.order.serial_gap
        if own is None and name == "serial-gap" and self.order.unit_gap is not None:
            own = self.order.unit_gap
        return self._kernel.value(name) if own is None else self._kernel.draw(own, self.order.id, name)

    # --- the hour --------------------------------------------------------------------------------------

    def release(self, at: float, vehicles: Mapping[int, int]) -> None:
        """The column may go from ``at`` on: each unit at its place in the order of march.

        ``vehicles``: how many each unit that marches with it has, by the unit's index.
        """
        self.started = True
        ask = self.start_time = at
        gaps = self._gap("unit-gap"), self._gap("serial-gap")
        previous: tuple[int, int] | None = None
        for position, serial in enumerate(self.plan.serials):
            for i in serial.units:
                if i not in vehicles:
                    continue  # detached: its place in the order of march is nobody's
                if previous is not None:
                    gap = gaps[0] if previous[0] == position else gaps[1]
                    ask += (vehicles[previous[1]] - 1) * self.headway + gap
                self._asks[i] = ask
                previous = position, i

    def ask(self, unit: int) -> float:
        """When ``unit`` may ask for the road at the start point, those ahead having gone as planned."""
        return self._asks[unit]

    def stops_from(self, now: float) -> list[tuple[float, float, str]]:
        """The halts (from s, to s, cause) that are not over at ``now``; those that are over are forgotten.

        Asked first when the head rolls: from then on the column halts by the clock, all of it at once.
        """
        if self.began is None:
            self.began = now
            halts, rests = self._halts(now), self._rests(now)
            self.stops = _merge(sorted([*halts, *rests])) if rests else halts
            self.begins, self.ends = [stop[0] for stop in self.stops], [stop[1] for stop in self.stops]
        stops = self.stops
        while stops and stops[0][1] <= now:
            stops.pop(0)
        self.stop_at = stops[0][0] if stops else INFINITE
        return stops

    def halted(self, start: float, drive: float) -> float:
        """The end of so many seconds of driving from ``start`` on, with the halts of the column."""
        return self._halted_since(0, start, start + drive)

    def _halted_since(self, first: int, start: float, then: float) -> float:
        """When who drives from ``start`` on and would come at ``then`` (s) does, with the halts from the
        ``first`` on."""
        begins, ends = self.begins, self.ends
        for k in range(first, len(begins)):
            begin, end = begins[k], ends[k]
            if begin >= then:
                break
            if end > start:
                then += end - (begin if begin > start else start)
        return then

    def halt_each(self, starts: list[float], comers: list[float], after: float) -> None:
        """The same of vehicles that follow each other, of those who would come (``comers``, s) ``after`` a
        second: the halts over before the first starts are none's."""
        first, ends = 0, self.ends
        while first < len(ends) and ends[first] <= starts[0]:
            first += 1
        for k in range(len(comers)):
            then = comers[k]
            if then > after:
                late = self._halted_since(first, starts[k], then)
                if late > then:
                    comers[k] = late

    def _halts(self, now: float) -> list[tuple[float, float, str]]:
        if not self.order.halts:
            return []
        value, end = self._kernel.value, self._kernel.end
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
        sun = self._kernel.world.sky.of(self.order)
        # after the last dusk, long after the end, no dawn is known; where the sun stays up no night is long
        nights = [(max(dusk, now), sun.next("first-light", dusk)) for dusk in sun.dusk]
        return [(dusk, dawn, "rest") for dusk, dawn in nights if dusk < dawn < INFINITE]

    # --- the way ---------------------------------------------------------------------------------------

    def way(self, place: str, rolling: tuple[str, ...] = ()) -> list[Stage]:
        """The stages from ``place``; none where no way is open now.

        ``rolling``: the places still ahead on the march that the unit is on, ``place`` first, if it is on
        the road: where they lead to the new route's start it stays on them.
        """
        heeds = self.order.policy == "avoid" or self.order.policy.startswith(OWN)
        enemy = self.ways.expected_enemy() if heeds else ()
        key = (place, *rolling), enemy, self.ways.blown
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._find_way(place, rolling)
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
            path = self.ways.through(self.order.route, self.order.policy, self.order.avoid_roads)
        return [] if path is None else self.stages(path, relay, rolling=bool(rolling))

    def _join(self, place: str) -> tuple[str, ...] | None:
        """From elsewhere to the route: to its start, or, avoiding the enemy, to the best place on it.

        None where no way is open now.
        """
        ways, route, policy = self.ways, self.order.route, self.order.policy
        without = self.order.avoid_roads
        best: tuple[float, tuple[str, ...]] | None = None
        for k in range(len(route)) if policy == "avoid" else ():
            whole = ways.through((place, *route[k:]), policy, without)
            if whole is not None:
                cost = ways.cost(whole, policy) + k * 1e-6
                if best is None or cost < best[0]:
                    best = cost, whole
        if best is not None:
            return best[1]
        to = ways.through((place, route[0]), policy, without)
        return None if to is None else to[:-1] + self.plan.path

    def strays(self, formation: str, place: str) -> str:
        """No way is open from ``place``: the formation waits for one, which is logged once. Returns why."""
        why = msg("no open way from {a} to {b}", a=place, b=self.order.route[0])
        if formation not in self._stray:
            self._stray.add(formation)
            self._kernel.tell(Event(self._kernel.env.now, "waits", formation, place, self.order.id, why))
        return why

    def stages(self, path: tuple[str, ...], relay: str | None, *, rolling: bool) -> list[Stage]:
        """``path`` cut into stages at fuel points and at the pockets to be reduced.

        ``rolling``: it is on the road, and leaves nowhere; but the place ahead may be where its march ends.
        """
        steps = self._kernel.world.steps(self.plan, path, relay)
        if rolling and (len(path) > 1 or path[0] != self.plan.path[-1]):
            steps = (steps[0]._replace(event="relay" if path[0] == relay else "pass"), *steps[1:])
        stages: list[Stage] = []
        legs: Stage = []
        for i, step in enumerate(steps):
            stops = step.lane is not None and i > 0 and (step.fuel or step.pockets)
            if stops:
                legs.append(self._leg(step._replace(lane=None, event="arrive")))
                stages.append(legs)
                legs = [self._leg(step._replace(event="depart", pockets=(), fuel=False))]
            else:
                legs.append(self._leg(step))
        stages.append(legs)
        for stage in stages:
            _measure(stage)
        return stages

    def _leg(self, step: Step) -> Leg:
        if step.lane is None or step.spells is None:
            return Leg(step, self._road.node(step.place), None, self._pace.level, 0.0)
        lane = self._road.lane(step.lane)
        profile = self._pace.profile(self.plan.category, step.spells)
        return Leg(step, lane.a, lane, profile, self.speeds[lane.kind])


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
