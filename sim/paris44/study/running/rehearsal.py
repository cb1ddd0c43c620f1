"""The orders played through once before any run: which of them never come, and why.

A rehearsal is a replication at the medians in which every formation is a single vehicle: the same rules,
orders and enemies, and empty roads. It costs a fifth of a replication. What does not come in it at all will
hardly come in a run; what hangs on chance, or on a condition that the run must show, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.scenario.model import Act, CeaseFire, March, Order, Trigger
from paris44.world.build import MarchPlan, World
from paris44.world.order_of_battle import UnitInfo

_SETTLED = ("bridge", "cleared", "surrender", "withdrawn")
"""Events that end the wait of a work on a bridge or of a cease-fire at their place."""


class Why(IntEnum):
    """Why an order does not come, from the least certain to the surest."""

    MAYBE = 0  # a condition or the dice may bring it
    OVERTAKEN = 1  # a march that was given would have, and another came first
    LATE = 2  # it would come after the end
    CHANCE = 3  # an act of chance 0
    NOTHING = 4  # nothing brings about what it waits for


@dataclass(frozen=True, slots=True)
class Root:
    """What keeps an order from coming: of :attr:`Why.NOTHING` the trigger, of ``OVERTAKEN`` also the march,
    of ``CHANCE`` the act."""

    why: Why
    trigger: Trigger | None = None
    act: str = ""
    march: str = ""


class Missing(NamedTuple):
    """Orders that do not come for one and the same reason: those that it keeps, and who waits for these."""

    root: Root
    orders: list[str]
    followers: list[str]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of the orders."""

    world: World
    log: EventLog

    def issued(self, order: str) -> float | None:
        """When a phase line was ordered, in seconds since the start; None where it was not."""
        return next((e.time for e in self.log.events if (e.order, e.kind) == (order, "order")), None)

    def passed(self) -> frozenset[str]:
        """Every place that some column passed, or was to pass."""
        planned = {place for plan in self.world.marches.values() for place in plan.path}
        return frozenset(planned | {passage.place for passage in self.log.passages})

    def not_done(self) -> list[tuple[str, str]]:
        """Orders that were given and could not be carried out, each with the reason."""
        return [(e.order or "", e.detail) for e in self.log.events if e.kind == "not_done"]

    def held_up(self) -> list[tuple[str, str]]:
        """Work on bridges and cease-fires that still wait at the end, each with the reason."""
        return [
            (event.order, event.detail)
            for number, event in enumerate(self.log.events)
            if event.kind == "waits" and event.order is not None
            and not any(e.place == event.place and e.kind in _SETTLED for e in self.log.events[number:])
        ]  # fmt: skip

    def superseded(self) -> list[tuple[str, str]]:
        """Marches that started and that nobody took up, each with the later march that came first."""
        rank = {order: number for number, order in enumerate(self.world.scenario.orders)}
        taken = {passage.order for passage in self.log.passages}
        found = []
        for order in self.log.orders:
            units = [unit for serial in self.world.marches[order].serials for unit in serial.units]
            instead = [self.log.standing[unit].order for unit in units]
            if order not in taken and instead and all(rank.get(name, -1) > rank[order] for name in instead):
                found.append((order, instead[0]))
        return found

    def missing(self) -> list[Missing]:
        """The orders that do not come, by what keeps them; in the order of the file."""
        roots = _Roots(self.world, self.log)
        found: dict[Root, Missing] = {}
        for order in self.world.scenario.orders:
            root = roots.of(order) if order in self.log.pending else None
            if root is not None and root.why != Why.MAYBE:
                missing = found.setdefault(root, Missing(root, [], []))
                (missing.orders if roots.is_first(order, root) else missing.followers).append(order)
        return list(found.values())


def rehearse(world: World) -> Rehearsal:
    """Play the orders of ``world`` through."""
    thin = _thinned(world)
    return Rehearsal(thin, run(thin, seed=0, replication=0, chance=False))


def _thinned(world: World) -> World:
    """The world with one vehicle for each formation that marches."""
    first: dict[str, int] = {}
    units: list[UnitInfo] = []
    for unit in world.units:
        if unit.formation not in first:
            first[unit.formation] = len(units)
            units.append(replace(unit, index=len(units), vehicles=1))
    return replace(
        world,
        units=tuple(units),
        marches={key: _thinned_march(plan, first) for key, plan in world.marches.items()},
    )


def _thinned_march(plan: MarchPlan, first: dict[str, int]) -> MarchPlan:
    serials = (s._replace(units=(first[s.formation],) if s.units else ()) for s in plan.serials)
    return replace(plan, serials=tuple(serials))


class _Link(NamedTuple):
    """What keeps an order at first hand: the trigger, and the pending order that would bring it about."""

    why: Why
    trigger: Trigger | None = None
    bringer: str | None = None


class _Roots:
    """Follows those who wait for others back to what keeps the first."""

    def __init__(self, world: World, log: EventLog) -> None:
        self._world = world
        self._log = log
        self._met = {e.detail for e in log.events if e.kind == "contact"}
        self._owed = {(log.units[p.unit].formation, p.place) for p in log.owed}
        self._brought: dict[Trigger, list[str]] = {}
        self._links = dict.fromkeys(log.pending, _Link(Why.NOTHING))
        for _ in log.pending:  # what is less than certain makes others so, until nothing changes
            links = {order: self._link(order) for order in log.pending}
            if links == self._links:
                break
            self._links = links

    def of(self, order: str) -> Root:
        """What keeps a pending order from coming; of those who wait in a circle the first in the file."""
        trail = [order]
        while (before := self._links[trail[-1]].bringer) is not None:
            if before in trail:
                trail.append(min(trail[trail.index(before) :], key=list(self._links).index))
                break
            trail.append(before)
        why, trigger, _ = self._links[trail[-1]]
        if why == Why.CHANCE:
            return Root(why, act=trail[-1])
        if why == Why.OVERTAKEN and trigger is not None:
            return Root(why, trigger, march=self._overtaken(trigger) or "")
        return Root(why, trigger if why == Why.NOTHING else None)

    def is_first(self, order: str, root: Root) -> bool:
        """Whether nobody stands between the order and what keeps it."""
        link = self._links[order]
        told = root.why in (Why.NOTHING, Why.OVERTAKEN)
        return link.trigger == root.trigger if told else link.bringer is None

    def _link(self, order: str) -> _Link:
        pending = self._log.pending[order]
        given = self._world.scenario.orders[order]
        if pending.stage == "chance":
            certain = isinstance(given, Act) and given.chance.args == (0.0,)
            return _Link(Why.CHANCE if certain else Why.MAYBE)
        moment = given.issued if pending.stage == "issue" else getattr(given, "start", given.issued)
        if not pending.awaits or moment.after is None:
            return _Link(Why.LATE)
        return self._of_trigger(moment.after, pending.awaits) or _Link(Why.MAYBE)

    def _of_trigger(self, trigger: Trigger, awaits: tuple[Trigger, ...]) -> _Link | None:
        """What keeps a trigger; None where it came."""
        if not trigger.parts:
            return self._of_simple(trigger) if trigger in awaits else None
        links = [self._of_trigger(part, awaits) for part in trigger.parts]
        there = [link for link in links if link is not None]
        if trigger.kind == "any":
            return min(there, key=_sureness) if len(there) == len(links) else None
        return max(there, key=_sureness, default=None)

    def _of_simple(self, trigger: Trigger) -> _Link:
        if trigger.kind == "barred" or self._may_be(trigger):
            return _Link(Why.MAYBE, trigger)
        if trigger not in self._brought:
            self._brought[trigger] = list(self._brings(trigger))
        bringer = min(self._brought[trigger], key=lambda name: self._links[name].why, default=None)
        if bringer is not None:
            return _Link(self._links[bringer].why, trigger, bringer)
        if self._on_its_way(trigger):
            return _Link(Why.LATE, trigger)
        return _Link(Why.NOTHING if self._overtaken(trigger) is None else Why.OVERTAKEN, trigger)

    def _overtaken(self, trigger: Trigger) -> str | None:
        """A march that was given and would have brought a first visit about, had not another come first."""
        if trigger.event not in ("arrive", "pass", "depart") or trigger.visit > 1:
            return None
        orders = self._world.scenario.orders
        given = (name for name in self._log.orders if name not in self._log.pending)
        return next((name for name in given if self._would(orders[name], trigger)), None)

    def _may_be(self, trigger: Trigger) -> bool:
        """Whether only a garrison that may or may not stand at its place could bring it about."""
        if trigger.event not in ("contact", "cleared", "surrender"):
            return False
        garrisons = self._world.scenario.garrisons.values()
        return any(g.chance < 1.0 and trigger.place in (g.place, *g.bars) for g in garrisons)

    def _brings(self, trigger: Trigger) -> Iterator[str]:
        """The pending orders that would bring a simple trigger about."""
        for name in self._log.pending:
            if self._would(self._world.scenario.orders[name], trigger):
                yield name

    def _would(self, order: Order, trigger: Trigger) -> bool:
        if trigger.kind == "order":
            return order.id == trigger.order
        if trigger.kind == "gone":
            return self._ends(order, trigger.garrison or "")
        if isinstance(order, March):
            plan = self._world.marches[order.id]
            return trigger.formation in plan.lineage and trigger.place in _where(plan, trigger.event or "")
        if isinstance(order, Act) and order.formation is not None:
            same = (order.event, order.place) == (trigger.event, trigger.place)
            return same and trigger.formation in self._world.tree.ancestors[order.formation]
        return False

    def _ends(self, order: Order, name: str) -> bool:
        """Whether an order would end a garrison."""
        garrison = self._world.scenario.garrisons[name]
        if isinstance(order, CeaseFire):
            return name in order.among if order.among else garrison.pocket
        if not isinstance(order, March):
            return False
        path = self._world.marches[order.id].path
        return name in order.reduce or any(place in path for place in garrison.bars)

    def _on_its_way(self, trigger: Trigger) -> bool:
        """Whether the end came between: a column still leads there, or a fight has begun."""
        if trigger.kind == "gone":
            return trigger.garrison in self._met
        ancestors = self._world.tree.ancestors
        return any(
            place == trigger.place and trigger.formation in ancestors[who] for who, place in self._owed
        )


def _where(plan: MarchPlan, event: str) -> tuple[str, ...]:
    """The places at which a march brings an event about, as far as that is known beforehand."""
    if event == "arrive":
        return plan.path[-1:]
    if event == "depart":
        start = plan.order.start_point
        return plan.path[:1] if start is None else (plan.path[0], start)
    return plan.path


def _sureness(link: _Link) -> int:
    return link.why
