"""What makes no sense on the laid-out map: places that are not on the way, roads and garrisons that idle."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from paris44.language.text import msg
from paris44.scenario.model import BridgeWork, CeaseFire, CounterAttack, Garrison, March, Reinforce
from paris44.world.build import MarchPlan, World
from paris44.world.network import IMPASSABLE

Ways = Mapping[str, dict[str, float]]
"""Place -> the places next to it, and what the road there costs."""


def off_the_way(world: World) -> Iterator[tuple[str, str, str]]:
    """Start points, fuel points and pockets past which their march does not lead: path, message, hint."""
    for key, plan in world.marches.items():
        order = plan.order
        if order.start_point is not None and order.start_point not in plan.path[:-1]:
            yield _off(plan, "start_point", msg("start point"), order.start_point)
        if order.fuel_at is not None and order.fuel_at not in plan.path:
            yield _off(plan, "fuel_at", msg("fuel point"), order.fuel_at)
        for number, name in enumerate(order.reduce):
            garrison = world.scenario.garrisons[name]
            if not (plan.path and {garrison.place, *garrison.bars} & set(plan.path)):
                message = msg(
                    "the garrison {name} is at {place}, which is not on the way",
                    name=name,
                    place=garrison.place,
                )
                yield (
                    f"orders.{key}.reduce.{number}",
                    message,
                    msg("lead the route over {place}", place=garrison.place),
                )


def own_side(world: World) -> Iterator[tuple[str, str, str]]:
    """Attacks ordered on one's own side, or on one with which it is at peace: path, message, hint."""
    for key, order in world.scenario.orders.items():
        if isinstance(order, March):
            who = world.marches[key].serials[0].formation if world.marches[key].serials else ""
            for number, name in enumerate(order.reduce):
                if who and name not in world.foes[who]:
                    yield _friends(world, f"orders.{key}.reduce.{number}", who, name)
        elif isinstance(order, CounterAttack) and order.garrison not in world.foes[order.formation]:
            yield _friends(world, f"orders.{key}.garrison", order.formation, order.garrison)


def _friends(world: World, path: str, formation: str, garrison: str) -> tuple[str, str, str]:
    party, holder = world.parties[formation].id, world.holder(world.scenario.garrisons[garrison])
    message = msg(
        "{formation} ({party}) and the garrison {garrison} ({holder}) are no enemies",
        formation=formation,
        party=party,
        garrison=garrison,
        holder=holder,
    )
    if party == holder:
        return (
            path,
            message,
            msg("name a garrison of another party, or say whose {garrison} is (party)", garrison=garrison),
        )
    return (
        path,
        message,
        msg(
            "make the sides of {party} and {holder} enemies, or name another garrison",
            party=party,
            holder=holder,
        ),
    )


def meetings(world: World) -> Iterator[tuple[str, str, str]]:
    """Marches of enemy sides whose ways share a road, the first of each two sides: both orders, and where."""
    enemies = {side.id: side.enemies for side in world.scenario.theatre.sides}
    told: set[frozenset[str]] = set()
    on: dict[frozenset[str], list[tuple[str, str]]] = {}
    for key, plan in world.marches.items():
        side = world.parties[plan.serials[0].formation].side if plan.serials else None
        if side is None:
            continue
        for a, b in pairwise(plan.path):
            here = on.setdefault(frozenset((a, b)), [])
            for other, theirs in here:
                two = frozenset((side, theirs))
                if theirs in enemies[side] and two not in told:
                    told.add(two)
                    yield other, key, a
            here.append((key, side))


def _off(plan: MarchPlan, field: str, what: str, place: str) -> tuple[str, str, str]:
    where = msg("where the march ends") if place == plan.path[-1] else msg("not on the way")
    hint = (
        msg("name a place before the last")
        if place == plan.path[-1]
        else msg("lead the route over {place}", place=place)
    )
    return (
        f"orders.{plan.order.id}.{field}",
        msg("the {what} {place} is {where}", what=what, place=place, where=where),
        hint,
    )


# --- roads ---------------------------------------------------------------------------------------------


def idle_roads(world: World, among: Collection[str]) -> dict[str, list[str]]:
    """Of some roads those that no search for a way takes, by why."""
    found: dict[str, list[str]] = {}
    metres, seconds = _costs(world)
    marched, gaps = _island(world), _gaps(world)
    laid = {name for _, _, name in world.network.graph.edges(data="road")}
    for road in world.scenario.roads.values():
        if road.id not in among or road.id not in laid:
            continue
        why = ""
        if road.a in gaps and road.b in gaps:
            why = msg("both ends are blown")
        elif marched and road.a not in marched:
            why = msg("no march comes near")
        elif all(_way_round(ways, road.a, road.b) for ways in (metres, seconds)):
            why = msg("longer and slower than the way round")
        if why:
            found.setdefault(why, []).append(road.id)
    return found


def _costs(world: World) -> tuple[Ways, Ways]:
    """The map by length (m) and by the time of a column that looks for the quickest way (s)."""
    metres: dict[str, dict[str, float]] = {place: {} for place in world.scenario.places}
    seconds: dict[str, dict[str, float]] = {place: {} for place in world.scenario.places}
    for a, b, data in world.network.graph.edges(data=True):
        length: float = data["length_m"]
        for here, there in ((a, b), (b, a)):
            metres[here][there] = length
            seconds[here][there] = length / world.router.speeds[data["road_class"]]
    return metres, seconds


def _way_round(ways: Ways, a: str, b: str) -> bool:
    """Whether a way of several roads is shorter than the road that joins two places."""
    direct = ways[a][b]
    if min(ways[a].values()) + min(ways[b].values()) >= direct:  # the first and the last road: most end here
        return False
    queue, done = [(0.0, a)], set()
    while queue:
        cost, here = heapq.heappop(queue)
        if here == b:
            return True
        if here in done:
            continue
        done.add(here)
        for there, more in ways[here].items():
            if (here, there) != (a, b) and cost + more < direct:
                heapq.heappush(queue, (cost + more, there))
    return False


def _gaps(world: World) -> frozenset[str]:
    """Bridges that are blown at the start and that no order mends."""
    orders = world.scenario.orders.values()
    mended = {o.bridge for o in orders if isinstance(o, BridgeWork) and o.action != "demolish"}
    bridges = world.scenario.bridges.values()
    return frozenset(b.id for b in bridges if b.state in IMPASSABLE and b.id not in mended)


def _island(world: World) -> set[str]:
    """Every place that some road joins to a march."""
    graph = world.network.graph
    reached = {place for plan in world.marches.values() for place in plan.path}
    edge = list(reached)
    while edge:
        for place in graph[edge.pop()]:
            if place not in reached:
                reached.add(place)
                edge.append(place)
    return reached


# --- garrisons -----------------------------------------------------------------------------------------


def idle_garrisons(world: World, passed: Collection[str], among: Collection[str]) -> dict[str, list[str]]:
    """Of some garrisons those with which nobody will have to do, by why.

    ``passed`` are places that some column passes. One that only may stand there, or that an order names, is
    none of them; but where no road leads men who join it help nobody.
    """
    found: dict[str, list[str]] = {}
    sent, busy = _named(world, Reinforce), _named(world)
    graph = world.network.graph
    for garrison in world.scenario.garrisons.values():
        places = {garrison.place, *garrison.bars}
        if garrison.id not in among or garrison.chance < 1.0 or places & set(passed):
            continue
        roads = any(place in graph and len(graph[place]) for place in places)
        if garrison.id in (busy if roads else sent):
            continue
        why = msg("where nobody's way leads") if roads else msg("at a place that no road touches")
        found.setdefault(why, []).append(garrison.id)
    return found


def _named(world: World, but: type | tuple[()] = ()) -> set[str]:
    """Garrisons with which an order has to do, other than of the type ``but``."""
    scenario = world.scenario
    found: set[str] = set()
    for order in scenario.orders.values():
        if isinstance(order, but):
            continue
        if isinstance(order, March):
            found.update(order.reduce)
        elif isinstance(order, (CounterAttack, Reinforce)):
            found.add(order.garrison)
        elif isinstance(order, CeaseFire):
            found.update(order.among or (g.id for g in scenario.garrisons.values() if g.pocket))
    return found | {whole for g in scenario.garrisons.values() if (whole := _whole(g, found)) is not None}


def _whole(garrison: Garrison, found: Collection[str]) -> str | None:
    """The garrison of which one with which an order has to do is part."""
    return garrison.part_of if garrison.id in found else None
