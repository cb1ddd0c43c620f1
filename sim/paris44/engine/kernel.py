"""The theatre: one replication's clock, dice, road, board, strongpoints and units, and its log."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import pairwise
from typing import Any

from simpy import Environment
from simpy.events import Event as SimEvent

from paris44.engine.enemy.strongpoint import Strongpoint
from paris44.engine.log import Enabler, Event, EventLog, Loss
from paris44.engine.march.column import Column, Stage
from paris44.engine.march.driver import Driver
from paris44.engine.march.unit import MarchUnit
from paris44.engine.orders import deeds
from paris44.engine.orders.board import Board, key_of
from paris44.engine.pace import Pace
from paris44.engine.road.bridges import Bridges
from paris44.engine.road.lane import Ghost, Lane, Node, Road
from paris44.engine.road.phase_line import Line
from paris44.scenario.dist import Dist
from paris44.scenario.hooks import OWN
from paris44.scenario.model import March, Order, PhaseLine, Trigger
from paris44.world.build import Step, World
from paris44.world.dice import Dice
from paris44.world.network import Expected

LONG_WAIT = 3 * 3600.0  # s between the marshal's rounds, and the wait that makes him look
_LOOK_EVERY = 300.0  # s between looks at whether an axis is still barred
_SIGNALS = ("contact", "cleared", "surrender")


class Theatre:
    """Everything that one replication consists of."""

    def __init__(self, world: World, dice: Dice, replication: int) -> None:
        self.world = world
        self.dice = dice
        self.env = Environment(initial_time=0.0)
        self.end = world.scenario.duration
        self.log = EventLog(replication, world.units, self.end)
        self._values: dict[str, float] = {}
        crowds = [self.draw(c.factor, f"crowd/{c.id}", "factor") for c in world.scenario.crowds]
        self.pace = Pace(world, self.value, crowds)
        self.road = Road(world, self.value, lambda: self.env.now)
        self.board = Board(self.env, world, self.draw, self._when_barred)
        self.bridges = Bridges(self.env, world, self.road, self.tell)
        self.strongpoints = {g.id: Strongpoint(self, g) for g in world.scenario.garrisons.values()}
        self.lines = {plan.order.id: Line(plan, self.tell) for plan in world.lines}
        for line in self.lines.values():
            self.road.draw(line, line.plan.lanes)
        self.units = [MarchUnit(self, info, world.tree.ancestors[info.formation]) for info in world.units]
        self._passings: set[tuple[int, str, str]] = set()
        self._ways: dict[
            tuple[str, str, str, tuple[str, ...], frozenset[str], Expected, tuple[str, ...]],
            tuple[str, ...] | None,
        ] = {}
        self._give_orders()
        self.env.process(self.marshal())

    def _give_orders(self) -> None:
        for order in self.world.scenario.orders.values():
            self.env.process(self._process(order))

    def _process(self, order: Order) -> Generator[SimEvent, Any, None]:
        """What carries the order out."""
        if isinstance(order, March):
            return Column(self, self.world.marches[order.id]).command()
        if isinstance(order, PhaseLine):
            return deeds.phase_line(self, order, self.lines[order.id])
        return deeds.carry_out(self, order)

    # --- dice ------------------------------------------------------------------------------------

    def law(self, name: str) -> Dist:
        """The distribution of a parameter that is drawn on each occasion."""
        return self.world.scenario.parameters[name]

    def value(self, name: str) -> float:
        """The value of a parameter that holds for the whole replication."""
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = self.draw(self.law(name), f"parameter/{name}", "value")
        return found

    def draw(self, law: Dist, who: str, what: str) -> float:
        """One value of ``law`` for a named occasion."""
        return law.args[0] if law.is_fixed else law.at(self.dice.u(who, what))

    # --- the log ---------------------------------------------------------------------------------

    def tell(self, event: Event) -> None:
        """Log an event, and signal it to those who wait for it."""
        self.log.events.append(event)
        if event.kind in _SIGNALS and event.formation is not None and event.place is not None:
            here = Enabler(event.time, event=len(self.log.events) - 1)
            occasion = event.detail or event.kind
            self.board.happened(event.kind, event.formation, event.place, occasion, here)

    def lose(self, loss: Loss) -> None:
        """Log losses."""
        if loss.killed or loss.wounded or loss.prisoners or loss.tanks:
            self.log.losses.append(loss)

    def party(self, formation: str | None) -> str:
        """The counted party of a formation; where nobody is named it is the 2e DB."""
        return "2db" if formation is None else self.world.party(formation)

    # --- passages --------------------------------------------------------------------------------

    def passed(self, unit: Driver, step: Step, before: str, now: float) -> None:
        """A unit that came from ``before`` passed a bridge, or a place where somebody may wait for it.

        Who leaves where it had arrived does not pass again.
        """
        here = Enabler(now, unit=unit.index, lag="rolling")
        leaves = step.event == "depart" and before == step.place
        for event in step.signals:
            if leaves and event != "depart":
                continue
            if event == "enter_city" and not self.world.enters(before, step.place):
                continue
            self.board.visited(event, unit.formation, step.place, unit.visit(event, step.place), here)
        if step.bridge:
            self.bridges.passed(step.place, unit.formation, here)
        self.bridges.came(step.place)

    # --- ways ------------------------------------------------------------------------------------

    def way(
        self, a: str, b: str, policy: str, closed: tuple[str, ...] = (), without: tuple[str, ...] = ()
    ) -> tuple[str, ...] | None:
        """The places from ``a`` to ``b`` over what is known to be open now.

        ``without``: numbers of roads neither to take nor to cross.
        """
        enemy = () if policy in ("ordered", "quickest") else self.expected_enemy()
        key = (a, b, policy, closed, self.bridges.blown, enemy, without)
        if key not in self._ways:
            found = self.world.router.way(a, b, policy, closed, dict(enemy), without, self.bridges.blown)
            self._ways[key] = found
        return self._ways[key]

    def through(
        self, via: tuple[str, ...], policy: str, without: tuple[str, ...] = ()
    ) -> tuple[str, ...] | None:
        """The places along all of ``via`` over what is known to be open now.

        ``without``: numbers of roads that are taken, or crossed, only where no others join two places.
        """
        path: tuple[str, ...] = via[:1]
        for a, b in pairwise(via):
            part = (a,) if a == b else self.way(a, b, policy, (), without)
            if part is None and without:
                part = self.way(a, b, policy)
            if part is None:
                return None
            path += part[1:]
        return path

    def cost(self, path: tuple[str, ...], policy: str) -> float:
        """What ``policy`` pays for ``path``, as the enemy stands now."""
        return self.world.router.cost(path, policy, dict(self.expected_enemy()))

    def expected_enemy(self) -> Expected:
        """Places that a strongpoint bars, for all that anybody knows, and how likely the likeliest does."""
        places: dict[str, float] = {}
        for point in self.strongpoints.values():
            likely = point.expected()
            for place in point.garrison.bars if likely > 0.0 else ():
                places[place] = max(places.get(place, 0.0), likely)
        return tuple(places.items())

    def _fought_over(self) -> tuple[str, ...]:
        """Places at which columns are known to be held by the enemy."""
        places = {
            place: None
            for point in self.strongpoints.values()
            if point.resists and point.met and not point.garrison.pocket
            for place in point.garrison.bars
        }
        return tuple(places)

    def known_barred(self, node: Node, unit: Driver) -> bool:
        """Whether a column that may choose its way knows that ``node`` is fought over."""
        if unit.column.order.policy == "ordered" or not node.bars:
            return False
        return any(bar.resists and bar.met for bar in node.bars)

    def detour(self, unit: Driver, here: str, shut: str) -> bool:
        """Find ``unit`` a way round ``shut`` to the next named place beyond it; False where there is none.

        Roads that its order avoids are none, but before a blown bridge: rather than take or cross them it
        fights or waits. Nor is a way round that costs more than to go straight on and fight: a column that is
        barred again and again would seek its way through half the country.
        """
        if (here, shut) in unit.tried:
            return False
        unit.tried.add((here, shut))
        column = unit.column
        ahead = unit.remaining()  # ``here`` and ``shut`` first: it may come to either again
        closed = (shut, *self._fought_over())
        named = (k for k in range(2, len(ahead)) if ahead[k] in column.order.route and ahead[k] not in closed)
        at = next(named, None)
        if at is None:
            return False
        goal = ahead[at]
        policy, without = column.order.policy, column.order.avoid_roads
        path = self.way(here, goal, policy, tuple(sorted(set(closed))), without)
        if path is None and without and self.road.node(shut).blown:
            path = self.way(here, goal, policy, tuple(sorted(set(closed))))
        if path is None or not (self.road.node(shut).blown or self._pays(path, ahead[: at + 1], policy)):
            return False
        unit.stages, unit.at = column.stages((*path, *ahead[at + 1 :]), None, rolling=True), 0
        return True

    def _pays(self, around: tuple[str, ...], straight: tuple[str, ...], policy: str) -> bool:
        """Whether a way round a known enemy costs no more than the way past him with the price of a fight.

        In seconds; ``avoid`` has prices of its own, the enemy's among them. A user's own rule decides alone.
        """
        if policy.startswith(OWN):
            return True
        if policy == "avoid":
            return self.cost(around, policy) <= self.cost(straight, policy)
        price = self.world.router.enemy_price
        return self.cost(around, "quickest") <= self.cost(straight, "quickest") + price

    def second_road(self, unit: Driver, place: str) -> float:
        """Metres of the shortest way from the last place passed to beyond ``place`` that avoids it."""
        ahead = unit.remaining(place)
        beyond = ahead[1] if len(ahead) > 1 else None
        if beyond is None:
            others = sorted(n for n in self.world.network.graph[place] if n != unit.place)
            ways = [self.way(unit.place, n, "ordered", (place,)) for n in others]
            found = [self.world.network.length(w) for w in ways if w is not None]
            return min(found, default=float("inf"))
        way = self.way(unit.place, beyond, "ordered", (place,))
        return float("inf") if way is None else self.world.network.length(way)

    def on_main_road(self, unit: Driver) -> bool:
        """Whether ``unit`` comes along a national road."""
        lane = unit.lane
        return lane is not None and lane.length > 0.0 and self._class_of(lane) == "national"

    def _class_of(self, lane: Lane) -> str:
        index = self.world.network.lane_of[lane.a.name, lane.b.name]
        return self.world.network.lanes[index].road_class

    # --- traffic -----------------------------------------------------------------------------------

    def breakdown(self, unit: Driver, legs: Stage) -> int:
        """The leg after which ``unit`` breaks down on this stage, or -1: one draw says whether and where."""
        rate = self.value("breakdown.per-100km")
        if rate <= 0.0 or not legs:
            return -1
        length = legs[0].to_go
        expected = rate * length / 100_000.0
        occasion = f"{unit.column.order.id}/{legs[0].place}"
        u = self.dice.u(unit.name, "breakdown", occasion)
        if u >= expected or u == 0.5:
            return -1
        left = length * (1.0 - u / expected)
        return next((i for i, leg in enumerate(legs) if leg.to_go <= left), -1)

    def repair_time(self, unit: Driver) -> float:
        """How long a breakdown stops ``unit``."""
        return self.draw(self.law("breakdown.time"), f"{unit.name}/{unit.column.order.id}", "repair")

    def overtake(self, unit: Driver, lane: Lane) -> float:
        """Let a unit with priority drive past halted ones of less; returns how long that takes (0: none)."""
        queue = lane.queue
        place = queue.index(unit)
        first = place
        while first > 0 and _halted(queue[first - 1], unit):
            first -= 1
        if first == place:
            return 0.0
        passed = [u for u in list(queue)[first:place] if isinstance(u, Driver)]
        queue.remove(unit)
        queue.insert(first, unit)
        vehicles = sum(u.vehicles for u in passed)
        speed = unit.column.speeds[lane.kind] * self.value("factor.passing")
        took = vehicles * self.road.spacing / speed
        self.tell_passing(unit, passed, lane.b.name, took)
        return took

    def tell_passing(self, unit: Driver, passed: Sequence[Driver], place: str, took: float) -> None:
        """Log that ``unit`` drives past others; of one formation past another at one place once."""
        names = ", ".join(dict.fromkeys(u.formation for u in passed))
        known = (unit.index, names, place)
        if known not in self._passings:
            self._passings.add(known)
            now, march = self.env.now, unit.column.order.id
            self.tell(Event(now, "passing", unit.formation, place, march, names, took))

    def marshal(self) -> Generator[SimEvent, Any, None]:
        """Look along the roads every few hours for heads that wait for nobody who will ever move.

        Rings are found when they close (``gridlocked``); this finds those that close through the tail of
        a unit whose head is long gone.
        """
        while True:
            yield self.env.timeout(LONG_WAIT)
            since = self.env.now - LONG_WAIT
            for unit in self.units:
                if unit.lane is not None and unit.stands_since(since) and not self._explained(unit):
                    place = unit.lane.b.name
                    march = unit.column.order.id
                    self.tell(Event(self.env.now, "gridlock", unit.formation, place, march, unit.name))
                    unit.must_give_way()
                    break

    def _explained(self, unit: Driver) -> bool:
        """Whether those it waits for end at somebody who moves, or whom something else holds."""
        for other in self.those_ahead(unit):
            if other.lane is None:
                return False
            if other.wake is None or other.changes[-1][1] != "queue":
                return True
        return False

    def those_ahead(self, unit: Driver) -> Iterator[Driver]:
        """Whom ``unit`` waits for, whom that one waits for, and so on; a ring ends with who is met again."""
        met = {unit.index}
        ahead = unit.waits_for()
        while ahead is not None:
            yield self.units[ahead]
            if ahead in met:
                return
            met.add(ahead)
            ahead = self.units[ahead].waits_for()

    def fighter_behind(self, head: Driver) -> Driver | None:
        """Of those who wait behind ``head`` and are to attack what they meet, the next (None: nobody).

        Looked for back along its lane, then along those whose heads queue to come into it, and so on: whom a
        line, a bridge or another fight holds does not wait for this one, nor do those behind him.
        """
        lanes = [head.lane] if head.lane is not None else []
        for lane in lanes:
            for unit in lane.queue:
                if isinstance(unit, Driver) and unit is not head and unit.waits_to_fight():
                    return unit
            for unit in lane.a.waiting:
                queues = unit.changes[-1][1] == "queue" and unit.leg is not None and unit.leg.lane is lane
                if queues and unit.lane is not None and unit.lane not in lanes:
                    lanes.append(unit.lane)
        return None

    def gridlocked(self, unit: Driver) -> bool:
        """Whether those ahead of ``unit`` wait, one for the next, for ``unit`` itself, and it must give way.

        Every unit that waits in a queue waits for one other; following them finds the ring if there is one.
        """
        ring, ahead = [unit], unit.waits_for()
        while ahead is not None:
            other = self.units[ahead]
            if other is unit:
                return self._break_ring(ring)
            if other.wake is None or other in ring:
                return False  # it moves, or will; or a ring further on, which is not ours to break
            ring.append(other)
            ahead = other.waits_for()
        return False

    def _break_ring(self, ring: list[Driver]) -> bool:
        """Of the heads in the ring the lowest priority pulls off; of equals the last in the tables."""
        heads = [u for u in ring if u.lane is not None and u.lane.queue[0] is u and u.lane.length]
        if not heads:
            return False
        loser = min(heads, key=lambda u: (u.priority, -u.index))
        if loser is not ring[0]:
            loser.poke()  # it will find the ring closed from its own side
            return False
        place = loser.lane.b.name if loser.lane is not None else None
        members = ", ".join(u.name for u in ring)
        march = loser.column.order.id
        self.tell(Event(self.env.now, "gridlock", loser.formation, place, march, members))
        return True

    # --- the light detachment ----------------------------------------------------------------------

    def _when_barred(self, trigger: Trigger) -> SimEvent:
        return self.env.process(self._watch_axis(trigger))

    def _watch_axis(self, trigger: Trigger) -> Generator[SimEvent, Any, Enabler]:
        """Look, every few minutes of late afternoon, whether the lead still stands before the enemy."""
        formation, sun = trigger.formation or "", self.world.sun
        needed = self.value(trigger.daylight_parameter or "daylight-needed")
        units = [unit for unit in self.units if unit.within((formation,))]
        while True:
            sunset = sun.next("sunset", self.env.now)
            if sunset - needed > self.env.now:
                yield self.env.timeout(sunset - needed - self.env.now)
            while self.env.now < sunset:
                held = next((u for u in units if self._stopped_by_enemy(u)), None)
                if held is not None:
                    here = Enabler(self.env.now, unit=held.index, lag="fight")
                    self.board.fire(key_of(trigger), here)
                    return here
                yield self.env.timeout(min(_LOOK_EVERY, sunset - self.env.now))
            yield self.env.timeout(1.0)

    def _stopped_by_enemy(self, unit: Driver) -> bool:
        """Whether ``unit``, or whoever is at the end of those it waits for, stands before the enemy."""
        for one in (unit, *self.those_ahead(unit)):
            if one.lane is None:
                return False
            if one.changes[-1][1] == "fight":
                return True
        return False


def _halted(other: Driver | Ghost, unit: Driver) -> bool:
    return isinstance(other, Driver) and other.wake is not None and other.priority < unit.priority
