"""What the reading of an event log needs to know of its world, worked out once for all replications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paris44.scenario.model import Scenario

if TYPE_CHECKING:
    from paris44.world.build import MarchPlan, World

PASSAGE_EVENTS = ("depart", "pass", "arrive", "parade", "enter_city", "cross_bridge")
"""Events that come from a march unit passing a place; the others come from the event log."""


@dataclass(frozen=True)
class Ground:
    """Gates, bridges, the tree of formations, and what every formation is expected to do."""

    world: World
    rank: Mapping[str, int]  # formation -> its position in the table
    gates: Mapping[str, float]  # gate -> distance from the objective, m
    bridges: frozenset[str]
    march_rank: Mapping[str, int]  # march order -> its position among the orders
    marches_of: Mapping[str, tuple[str, ...]]  # formation -> marches of its leaves, first to last
    way: Mapping[str, frozenset[str]]  # formation -> every place on the road of some march of its leaves
    named: Mapping[str, frozenset[str]]  # formation -> places of which it has rows when it passes them
    shown: Mapping[str, frozenset[str]]  # the same of a formation and of all above it
    expected: tuple[tuple[str, str, str], ...]  # (formation, place, event) of every ordered march
    wanted: tuple[tuple[str, str, str], ...]  # the watch rows and the record, as (formation, place, event)
    detaching: Mapping[str, int]  # formation -> rank of the march that detaches it
    columns: frozenset[str]  # formations that have march units, and all above them
    parties: Mapping[str, tuple[str, ...]]  # whose losses the scenario may have, and of which sorts mostly

    @property
    def scenario(self) -> Scenario:
        """The scenario of the world."""
        return self.world.scenario

    def has_column(self, formation: str) -> bool:
        """Whether it has vehicles or walkers that march: the others only ever act."""
        return formation in self.columns

    def on_a_road(self, place: str) -> bool:
        """Whether some road touches the place."""
        graph = self.world.network.graph
        return place in graph and len(graph[place]) > 0

    def enters(self, before: str, gate: str) -> bool:
        """Whether who comes to ``gate`` from ``before`` enters the city, rather than leaves it."""
        return self.world.enters(before, gate)

    def joins(self, leaf: str, order: str, detached: Mapping[str, float]) -> tuple[str, ...]:
        """The parents whose column ``leaf`` is part of while it marches under ``order``.

        A formation that an order detached leaves its parents' column, until an order that names a
        parent takes it along again.
        """
        above = self.world.tree.ancestors[leaf]
        for at, formation in enumerate(above):
            if formation in detached and self._away(formation, order):
                return above[1 : at + 1]
        return above[1:]

    def _away(self, formation: str, order: str) -> bool:
        since, rank = self.detaching.get(formation), self.march_rank.get(order)
        if since is None or rank is None or rank < since:
            return False
        serials = self.world.marches[order].order.serials
        return not any(parent in serials for parent in self.world.tree.ancestors[formation][1:])


def survey(world: World) -> Ground:
    """Work out the ground of ``world``."""
    scenario = world.scenario
    marches_of = _marches_of(world)
    wanted = _wanted(scenario)
    named = _named(world, marches_of, wanted)
    return Ground(
        world=world,
        rank={name: i for i, name in enumerate(scenario.formations)},
        gates={p.id: world.from_centre[p.id] for p in scenario.places.values() if p.kind == "gate"},
        bridges=frozenset(p.id for p in scenario.places.values() if p.kind == "bridge"),
        march_rank={order: i for i, order in enumerate(world.marches)},
        marches_of=marches_of,
        way={
            formation: frozenset(place for order in orders for place in world.marches[order].path)
            for formation, orders in marches_of.items()
        },
        named=named,
        shown={
            formation: frozenset[str]().union(*(named[name] for name in above))
            for formation, above in world.tree.ancestors.items()
        },
        expected=_expected(world),
        wanted=wanted,
        detaching=_detaching(world),
        columns=frozenset(name for unit in world.units for name in world.tree.ancestors[unit.formation]),
        parties=_parties(world),
    )


def _parties(world: World) -> dict[str, tuple[str, ...]]:
    """The parties of formations, of losses by the hour, and of garrisons: these give prisoners, and of their
    wounded nothing is known."""
    scenario = world.scenario
    there = {party.id for party in world.parties.values()} | {a.party for a in scenario.attrition}
    held = {world.holder(garrison) for garrison in scenario.garrisons.values()}
    found: dict[str, tuple[str, ...]] = {}
    for party in scenario.theatre.parties:
        if party.id in held or (party.garrisons and party.id in there):
            found[party.id] = ("killed", "prisoners")
        elif party.id in there:
            found[party.id] = ("killed", "wounded")
    return found


def _marches_of(world: World) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for order, plan in world.marches.items():
        for serial in plan.serials:
            for formation in world.tree.ancestors[serial.formation]:
                found.setdefault(formation, {})[order] = None
    return {formation: tuple(orders) for formation, orders in found.items()}


def _named(
    world: World, marches_of: Mapping[str, tuple[str, ...]], wanted: tuple[tuple[str, str, str], ...]
) -> dict[str, frozenset[str]]:
    """Gates, bridges, what any march order of the formation names, and what is asked for."""
    places, marches = world.scenario.places, world.marches
    everybody = {name for name, place in places.items() if place.kind in ("gate", "bridge")}
    found = {formation: set(everybody) for formation in world.scenario.formations}
    for formation, orders in marches_of.items():
        found[formation].update(place for order in orders for place in marches[order].order.route)
    for formation, place, _ in wanted:
        found.setdefault(formation, set()).add(place)
    return {formation: frozenset(names) for formation, names in found.items()}


def _expected(world: World) -> tuple[tuple[str, str, str], ...]:
    found: dict[tuple[str, str, str], None] = {}
    for plan in world.marches.values():
        for serial in plan.serials:
            for at, place in enumerate(plan.order.route):
                event = _event_at(plan, at)
                for formation in world.tree.ancestors[serial.formation]:
                    found[formation, place, event] = None
    return tuple(found)


def _event_at(plan: MarchPlan, at: int) -> str:
    if plan.order.passage_event != "pass":
        return plan.order.passage_event
    if at == 0:
        return "depart"
    return "arrive" if at == len(plan.order.route) - 1 else "pass"


def _wanted(scenario: Scenario) -> tuple[tuple[str, str, str], ...]:
    rows = [(w.formation, w.place, w.event) for w in scenario.watch]
    rows += [(r.formation, r.place or "", r.event) for r in scenario.record]
    return tuple(dict.fromkeys((f, p, arrivals_event(e)) for f, p, e in rows))


def arrivals_event(event: str) -> str:
    """The event of the arrivals that answers an event of the record: a tail is the clear time of a pass."""
    return "pass" if event == "pass_tail" else event


def _detaching(world: World) -> dict[str, int]:
    found: dict[str, int] = {}
    for rank, plan in enumerate(world.marches.values()):
        if plan.order.detach:
            for name, above in world.tree.ancestors.items():
                if any(serial in above for serial in plan.order.serials):
                    found.setdefault(name, rank)
    return found
