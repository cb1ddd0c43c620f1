"""From a scenario to a world: everything that can be worked out before the clock starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from paris44.language.text import msg
from paris44.scenario.hooks import NONE, OWN, Hooks, RoutingRule
from paris44.scenario.model import BridgeWork, Garrison, March, Order, Party, PhaseLine, Scenario, Trigger
from paris44.world.conditions import Conditions, Spells
from paris44.world.errors import WorldError
from paris44.world.geometry.cut_line import LinePlan, cut
from paris44.world.geometry.sphere import metres, middle, vector
from paris44.world.light import Sky
from paris44.world.network import Network, Router, barred_places, blocked_places, build_network
from paris44.world.order_of_battle import UNIT_SIZE, Tree, UnitInfo, march_units, parties_of, tree

_HARD_RUNNING = ("heavy", "mixed")  # categories whose tank range makes a fuel halt compulsory
_EVENTS_OF_PASSAGE = {
    "depart": ("depart", "pass"),
    "pass": ("pass",),
    "arrive": ("arrive", "pass"),
    "relay": ("arrive", "depart", "pass"),
    "parade": ("parade", "pass"),
}


class Step(NamedTuple):
    """One place on a march: what a unit does there, and the lane that it takes next (None: the end)."""

    place: str
    lane: int | None
    event: str  # depart, pass, arrive, parade or relay (arrives and departs at once)
    signals: tuple[str, ...]  # the events of the passage that some trigger waits for
    bridge: bool  # it may be seized
    fuel: bool = False
    pockets: tuple[str, ...] = ()
    spells: Spells | None = None  # light, weather and crowds on that lane


class Serial(NamedTuple):
    """A leaf formation's place in an order of march. ``named``: itself, or the parent that is named."""

    formation: str
    units: tuple[int, ...]
    named: str


@dataclass(frozen=True, slots=True)
class MarchPlan:
    """A march order with its way found and its order of march resolved to units."""

    order: March
    serials: tuple[Serial, ...]
    path: tuple[str, ...]
    category: str  # the slowest of the column: the pace of all
    men: int
    lineage: frozenset[str]  # its serials and all formations above them
    foes: frozenset[str]  # garrisons of its enemies, by whom its first serial is barred


@dataclass(frozen=True)
class World:
    """The frozen stage of every replication."""

    scenario: Scenario
    tree: Tree
    units: tuple[UnitInfo, ...]
    network: Network
    router: Router
    sky: Sky
    conditions: Conditions
    marches: Mapping[str, MarchPlan]
    lines: tuple[LinePlan, ...]
    bars: Mapping[str, tuple[str, ...]]  # place -> garrisons that bar it
    awaited: Mapping[str, frozenset[tuple[str, str]]]  # place -> (event, formation) that some trigger awaits
    from_centre: Mapping[str, float]  # place -> distance from the objective, m
    parties: Mapping[str, Party]  # formation -> the party that counts its losses
    foes: Mapping[str, frozenset[str]]  # formation -> the garrisons that bar it
    hooks: Hooks = NONE
    _steps: dict[tuple[str, tuple[str, ...], str | None], tuple[Step, ...]] = field(
        default_factory=dict, init=False
    )  # what ``steps`` has found: the same in every replication

    def likelihood(self, garrison: str) -> float:
        """The probability that a garrison stands there, at the median density of the screen."""
        density = self.scenario.parameters["screen.density"].median
        return self.scenario.garrisons[garrison].likelihood(density)

    def enters(self, before: str, gate: str) -> bool:
        """Whether who comes to ``gate`` from ``before`` enters the city, rather than leaves it."""
        return not before or self.from_centre[before] > self.from_centre[gate]

    def holder(self, garrison: Garrison) -> str:
        """The party of a garrison."""
        return holder_of(self.scenario, garrison)

    def advances(self, formation: str) -> bool:
        """Whether a formation is troops, and not of the side that holds the garrisons."""
        party = self.parties[formation]
        return party.regular and party.side != self.scenario.theatre.holder.side

    def steps(self, plan: MarchPlan, path: tuple[str, ...], relay: str | None = None) -> tuple[Step, ...]:
        """What ``plan`` does at each place of ``path`` (its own, or one that joins it from elsewhere).

        ``relay``: a place where an earlier march ends and this one goes on without a stop.
        """
        key = (plan.order.id, path, relay)
        found = self._steps.get(key)
        if found is None:
            lanes = (*self.network.lanes_of_path(path), None)
            fuel = self._fuel_places(plan, path)
            last = len(path) - 1
            found = self._steps[key] = tuple(
                self._step(plan, place, lane, _event(plan, place, i, last, relay), place in fuel)
                for i, (place, lane) in enumerate(zip(path, lanes, strict=True))
            )
        return found

    def _step(self, plan: MarchPlan, place: str, lane: int | None, event: str, fuel: bool) -> Step:
        kind = self.scenario.places[place].kind
        garrisons = self.scenario.garrisons
        pockets = tuple(g for g in plan.order.reduce if garrisons[g].place == place)
        wanted = {e for e, formation in self.awaited.get(place, ()) if formation in plan.lineage}
        extra = {"gate": ("enter_city",), "bridge": ("cross_bridge",)}.get(kind, ())
        signals = tuple(e for e in (*_EVENTS_OF_PASSAGE[event], *extra) if e in wanted)
        spells = None if lane is None else self.conditions.on(place, self.network.lanes[lane].crowds)
        return Step(place, lane, event, signals, place in self.scenario.bridges, fuel, pockets, spells)

    def _fuel_places(self, plan: MarchPlan, path: tuple[str, ...]) -> frozenset[str]:
        """The ordered fuel point; else, for vehicles of short range, the last named place within it."""
        if plan.order.fuel_at is not None:
            return frozenset((plan.order.fuel_at,))
        if plan.category not in _HARD_RUNNING:
            return frozenset()
        reach = self.scenario.parameters["fuel.range"].median
        stops, since, candidate = [], 0.0, None
        for a, b in pairwise(path):
            since += self.network.lanes[self.network.lane_of[a, b]].length
            if since > reach and candidate is not None:
                stops.append(candidate[0])
                since, candidate = since - candidate[1], None
            if b in plan.order.route and b != path[-1]:
                candidate = (b, since)
        return frozenset(stops)


def _event(plan: MarchPlan, place: str, i: int, last: int, relay: str | None) -> str:
    if i == last:
        return "arrive" if plan.order.passage_event == "pass" else plan.order.passage_event
    if place == relay:
        return "relay"
    if plan.order.passage_event != "pass":
        return plan.order.passage_event
    return "depart" if i == 0 or place == plan.order.start_point else "pass"


def build(scenario: Scenario, *, unit_size: int = UNIT_SIZE, hooks: Hooks = NONE) -> World:
    """Lay out ``scenario``: network, ways, columns, lines, light.

    ``unit_size``: vehicles in a march unit. ``hooks``: rules of a user's own.

    Raises:
        WorldError: a route is not joined by open roads, or a phase line cannot be drawn.
    """
    scenario, rules = _ruled(scenario, hooks)
    sky = Sky(scenario)
    crowd_places = tuple(c.places for c in scenario.crowds)
    network = build_network(scenario.places, scenario.roads, crowd_places)
    family = tree(scenario.formations)
    units = march_units(scenario.formations, family, unit_size)
    parties = parties_of(scenario, family)
    foes = _foes(scenario, parties)
    router = _router(scenario, network, rules)
    lines = tuple(
        cut(order, scenario, network, family)
        for order in scenario.orders.values()
        if isinstance(order, PhaseLine)
    )
    return World(
        scenario=scenario,
        tree=family,
        units=units,
        network=network,
        router=router,
        sky=sky,
        conditions=Conditions(scenario, sky),
        marches=_marches(scenario, family, units, router, foes),
        lines=lines,
        bars=_bars(scenario),
        awaited=_awaited(scenario),
        from_centre=_distances(scenario),
        parties=parties,
        foes=foes,
        hooks=hooks,
    )


def _ruled(scenario: Scenario, hooks: Hooks) -> tuple[Scenario, dict[str, RoutingRule]]:
    """The scenario in which marches name the user's rules as their policies, and these rules by policy."""
    rules: dict[str, RoutingRule] = {}
    orders: dict[str, Order] = dict(scenario.orders)
    for key, order in scenario.orders.items():
        rule = hooks.rule(key) if isinstance(order, March) else None
        if isinstance(order, March) and rule is not None:
            rules[OWN + key] = rule
            orders[key] = order._replace(policy=OWN + key)
    return (scenario._replace(orders=orders), rules) if rules else (scenario, rules)


def _router(scenario: Scenario, network: Network, rules: Mapping[str, RoutingRule]) -> Router:
    p = scenario.parameters
    mixed, city = p["speed.mixed"].median, p["speed.city"].median
    speeds = {c: mixed * p[f"class.{c}"].median for c in ("national", "departmental", "local")}
    speeds.update(street=city, bridge=city)
    return Router(
        network,
        blocked_places(scenario.bridges),
        barred_places(scenario.garrisons, p["screen.density"].median),
        speeds,
        p["main-road-price"].median,
        p["enemy-price"].median,
        rules,
    )


def _bars(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    bars: dict[str, list[str]] = {}
    for garrison in scenario.garrisons.values():
        for place in garrison.bars:
            bars.setdefault(place, []).append(garrison.id)
    return {place: tuple(found) for place, found in bars.items()}


def _marches(
    scenario: Scenario, family: Tree, units: tuple[UnitInfo, ...], router: Router,
    foes: Mapping[str, frozenset[str]],
) -> dict[str, MarchPlan]:  # fmt: skip
    of: dict[str, list[int]] = {}
    for unit in units:
        of.setdefault(unit.formation, []).append(unit.index)
    works = [o for o in scenario.orders.values() if isinstance(o, BridgeWork) and o.action == "repair"]
    hopeless = router.blocked.difference(work.bridge for work in works)
    plans = {}
    barred = _barred_to(scenario)
    for order in scenario.orders.values():
        if isinstance(order, March):
            serials = tuple(_serials(order, family, of))
            enemy = foes[serials[0].formation] if serials else frozenset()
            path = _route(order, router, hopeless, barred(enemy))
            if path is None:
                message = msg("no open road joins the route {route}", route=" - ".join(order.route))
                hint = (
                    msg("its routing rule gave None: return the places from start to goal")
                    if order.policy in router.rules
                    else msg("a blown bridge or a closed road cuts it; change the route, or what cuts it")
                )
                raise WorldError(f"orders.{order.id}.route", message, hint)
            pace, men = _pace(order, serials, scenario), _men(serials, scenario)
            lineage = frozenset(name for s in serials for name in family.ancestors[s.formation])
            plans[order.id] = MarchPlan(order, serials, path, pace, men, lineage, enemy)
    return plans


def _barred_to(scenario: Scenario) -> Callable[[frozenset[str]], dict[str, float]]:
    """What places some garrisons bar, and how likely: most marches have the same enemies."""
    density = scenario.parameters["screen.density"].median

    @cache
    def barred(enemy: frozenset[str]) -> dict[str, float]:
        return barred_places({n: g for n, g in scenario.garrisons.items() if n in enemy}, density)

    return barred


def _route(
    order: March, router: Router, hopeless: frozenset[str], enemy: Mapping[str, float]
) -> tuple[str, ...] | None:
    """The way of a march: over what is open at the start, else over bridges that somebody is to mend."""
    how = order.route, order.policy, order.avoid_roads
    return router.route(*how, enemy=enemy) or router.route(*how, hopeless, enemy)


def _serials(order: March, family: Tree, of: Mapping[str, list[int]]) -> Iterator[Serial]:
    taken = {name for name in order.serials if family.leaves[name] == (name,)}
    for name in order.serials:
        for leaf in family.leaves[name]:
            if leaf == name or leaf not in taken:
                taken.add(leaf)
                yield Serial(leaf, tuple(of.get(leaf, ())), name)


def _pace(order: March, serials: tuple[Serial, ...], scenario: Scenario) -> str:
    if order.category is not None:
        return order.category
    found = {scenario.formations[s.formation].category for s in serials} - {"none"}
    slowest = sorted(found, key=lambda c: (scenario.parameters[f"speed.{c}"].median, c))
    return slowest[0] if slowest else "light"


def _men(serials: tuple[Serial, ...], scenario: Scenario) -> int:
    return sum(scenario.formations[s.formation].men for s in serials)


def _awaited(scenario: Scenario) -> dict[str, frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for trigger in triggers(scenario):
        if trigger.event and trigger.formation and trigger.place:
            found.setdefault(trigger.place, set()).add((trigger.event, trigger.formation))
    return {place: frozenset(wanted) for place, wanted in found.items()}


def triggers(scenario: Scenario) -> Iterator[Trigger]:
    """Everything on which an order or the end of a loss waits, compound triggers and their parts."""
    for order in scenario.orders.values():
        for moment in (order.issued, getattr(order, "start", None), getattr(order, "lifted", None)):
            if moment is not None and moment.after is not None:
                yield from _with_parts(moment.after)
    for attrition in scenario.attrition:
        if attrition.until is not None:
            yield from _with_parts(attrition.until)


def _with_parts(trigger: Trigger) -> Iterator[Trigger]:
    yield trigger
    for part in trigger.parts:
        yield from _with_parts(part)


def holder_of(scenario: Scenario, garrison: Garrison) -> str:
    """The party of a garrison: the one that it names, else the one whose the garrisons are."""
    return garrison.party or scenario.theatre.holder.id


def _foes(scenario: Scenario, parties: Mapping[str, Party]) -> dict[str, frozenset[str]]:
    """The garrisons that bar each formation: the enemy's; who is on no side is barred by all but its own."""
    theatre = scenario.theatre
    enemies = {side.id: side.enemies for side in theatre.sides}
    known = {party.id: party for party in theatre.parties}
    holders = {g.id: known[holder_of(scenario, g)] for g in scenario.garrisons.values()}

    def fights(holder: Party, party: Party) -> bool:
        if holder.side is None or party.side is None:
            return holder.id != party.id
        return party.side in enemies[holder.side]

    of = {
        p.id: frozenset(name for name, holder in holders.items() if fights(holder, p)) for p in known.values()
    }
    return {formation: of[party.id] for formation, party in parties.items()}


def _distances(scenario: Scenario) -> dict[str, float]:
    """Metres from the objective, or from the middle of the map where there is none."""
    places = {place.id: vector(place.lat, place.lon) for place in scenario.places.values()}
    if not places:
        return {}
    objective = scenario.theatre.objective
    centre = places[objective] if objective is not None else middle(places.values())
    return {name: metres(place, centre) for name, place in places.items()}
