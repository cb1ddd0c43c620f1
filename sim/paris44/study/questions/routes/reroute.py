"""The scenario in which a column goes another way, and exactly what that replaces.

The column goes by the march orders whose order of march begins with one of its formations. Who leads no
march from A, but goes along in one of others, goes by that: it belongs to who leads it. Whoever marches by
the order goes the new way with it, and is *of the column* from there on. Detachments, marches that go on
from one, and parades are left as they are: they hang on a rule or an hour, not on a way. For each leaf
formation of the column, of its marches in turn, in whosever column:

- the **first** that starts at A, or passes A, takes the new way from A to B. Its issue, start, order of
  march, priority, halts and conduct in contact are kept, its way before A too, and what comes after B
  where B lies on its own route. A fuel point that is no longer passed moves to the place of the new way
  that is as far from the start.
- the **home** march, the earliest later one that ends as near to B as any (within ``NEAR``), starts
  from B on arrival there and goes straight on to where it ended, with the pockets that it is to reduce.
  It is left out where it ended at B and had nothing to reduce. An order of others that it waited for (a
  decision, the end of a night) it still waits for.
- those **between** the first and the home march are left out. Later ones are kept.

A march need not be the same for all who march by it: it is left out for some and replaced, or kept as it
was, for others. Then those go by orders of their own, copies of it; the order keeps its name for those who
lead it.

Whoever waits for the column at a place that it no longer passes (another order, the end of a loss) waits
instead until it passes the place of its new way that is nearest to it; whoever waits for an arrival or a
departure where it now only passes waits for the passage; whoever waits for its second visit to a place
that it now visits once, for that; whoever waits for an order that is left out, for the first march. Those
who followed on the old way and were to wait in contact:

- go along, if their march hangs on the column's passage of a place that it passes no more: they come to the
  new way at the place of it that is nearest to them by road, and it is replaced as for the column itself;
- attack, if not, where nobody else attacks a strongpoint that the column attacked before.

A replaced march that was to wait in contact attacks too where nobody attacks a strongpoint of its new way.

Everything else in the scenario stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from paris44.language.text import msg
from paris44.study.questions.routes.alternatives import Path, via
from paris44.study.questions.routes.task import Task, distances, marches_of, task_of, within
from paris44.study.questions.routes.waits import Waits, decisions, difference, recounted
from paris44.study.running.lay_out import world_of
from paris44.world.build import World

if TYPE_CHECKING:
    from paris44.scenario.load import Changes, Loaded, RawRow, RawSection


def rerouted(loaded: Loaded, world: World, task: Task, way: Path, named: Path) -> Loaded:
    """The scenario in which the column of ``task`` goes by ``way``, which an order pins down by ``named``.

    Raises:
        ScenarioError: the changed scenario does not hold together.
    """
    change = changes(loaded, world, task, way, named)
    title = msg("{column} by {named}", column=task.column, named=" - ".join(named))
    new = changed(loaded, change, title)
    replaced = [*task.first, *task.home]
    for name in _hanging(world, task, change):
        there = world_of(new)
        along = _along(there, name, task, way)
        if along is not None:
            new = changed(new, changes(new, there, *along, via(there, along[1])), title)
            replaced += [*along[0].first, *along[0].home]
    more: dict[str, Any] = {f"orders.{name}.on_contact": "attack" for name in _alone(world_of(new), replaced)}
    more |= recounted(new.document, world, world_of(new))
    return changed(new, more, title) if more else new


def _alone(world: World, replaced: Iterable[str]) -> Iterator[str]:
    """Replaced marches that wait in contact at a strongpoint which nobody attacks."""
    plans = world.marches.values()
    attacked = {place for plan in plans if plan.order.on_contact != "wait" for place in plan.path}
    left = set(world.bars) - attacked
    for name in dict.fromkeys(replaced):
        plan = world.marches.get(name)
        if plan is not None and plan.order.on_contact == "wait" and left & set(plan.path):
            yield name


def _hanging(world: World, task: Task, change: Changes) -> list[str]:
    """Marches of others, one for each formation, that were to follow and hang on what the column passed."""
    found: list[str] = []
    taken: set[str] = set()
    for name, plan in world.marches.items():
        hangs = any(f"orders.{name}.{key}.after" in change for key in ("issued", "start"))
        formations = {serial.formation for serial in plan.serials}
        other = name not in task.touched and not within(world, plan.serials[0].formation, task.columns)
        if hangs and other and plan.order.on_contact == "wait" and not formations & taken:
            found.append(name)
            taken |= formations
    return found


def _along(world: World, name: str, task: Task, way: Path) -> tuple[Task, Path] | None:
    """The task and the way of those who go along with the column by march ``name``; None: they cannot."""
    plan = world.marches[name]
    start = plan.order.route[0]
    ways = [world.router.way(start, place) for place in way]
    short = min((w for w in ways if w is not None), key=world.network.length, default=None)
    if short is None:
        return None
    path = short + way[way.index(short[-1]) + 1 :]
    columns = plan.order.serials
    own = [p for p in marches_of(world, columns) if p.order.id not in task.touched]
    chain = own[own.index(plan) :] if plan in own else []
    along = task_of(world, columns, chain, start, task.end, distances(world, task.end))
    whole = len(path) > 1 and len(set(path)) == len(path)
    return (along, path) if along.first and whole else None


def changed(loaded: Loaded, change: Changes, title: str) -> Loaded:
    """``loaded`` with ``change``, under a name that follows from both: from all changes made so far."""
    from paris44.scenario.load import kind_of_change, variant

    before = loaded.scenario.name
    key = hashlib.sha256(repr((before, sorted(change.items()))).encode()).hexdigest()[:8]
    name = f"{before.split('.route-')[0]}.route-{key}"
    kind = kind_of_change(loaded.scenario.kind)
    return variant(loaded, change, name=name, title=title, kind=kind, set_by="routes")


def changes(loaded: Loaded, world: World, task: Task, way: Path, named: Path) -> Changes:
    """What a new way changes, by path, as a scenario's ``change`` would say it."""
    orders: RawSection = loaded.document["orders"]
    waits = Waits(world, task, way)
    found: dict[str, Any] = {}
    for name in task.touched:
        found |= _replaced(loaded, world, task, name, way, named, waits)
    found |= {f"orders.{name}.on_contact": "attack" for name in _followers(world, task, way)}
    for name, row in orders.items():
        if name not in task.touched:
            found |= difference(f"orders.{name}", row, waits.row(row))
    for name, row in loaded.document.get("attrition", {}).items():
        until = row.get("until")
        other = waits.trigger(until) if until is not None else None
        if other != until:
            found[f"attrition.{name}.until"] = other
    return found


def _replaced(
    loaded: Loaded, world: World, task: Task, name: str, way: Path, named: Path, waits: Waits
) -> Changes:
    """A march for each part of its column; those who lead it keep its name, the others have copies of it."""
    rows: RawSection = loaded.document["orders"]
    old = rows[name]
    made = [
        (part[0], _row(world, task, name, {**old, "serials": part}, sort, way, named, waits))
        for sort, part in _parts(world, task, name)
    ]
    left = [(leader, row) for leader, row in made if row is not None]
    if not left:
        return {f"orders.{name}": None}
    found = dict(difference(f"orders.{name}", old, left[0][1]))
    for leader, row in left[1:]:
        copy = _free(f"{name}-{leader.rpartition('/')[2]}", rows)
        found[f"orders.{copy}"] = {**row, "before": name}
    return found


def _free(wanted: str, taken: Container[str]) -> str:
    """An id that no order has."""
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _parts(world: World, task: Task, name: str) -> list[tuple[str, list[str]]]:
    """What becomes of a march (first, home or kept), for whom of its order of march; who leads comes first.

    Those for whom it is left out are in none of the parts.
    """
    sort_of = {leaf: sort for sort, leaves in task.sorts[name].items() for leaf in leaves}
    found: dict[str, list[str]] = {}
    for serial in world.marches[name].order.serials:
        leaves = [s.formation for s in world.marches[name].serials if s.named == serial]
        sorts = {sort_of.get(leaf, "kept") for leaf in leaves}
        whole = len(sorts) == 1 and len(leaves) == len(world.tree.leaves[serial])
        for who in (serial,) if whole else leaves:
            found.setdefault(sort_of.get(leaves[0] if whole else who, "kept"), []).append(who)
    return [(sort, part) for sort, part in found.items() if sort != "dropped"]


def _row(
    world: World, task: Task, name: str, row: RawRow, sort: str, way: Path, named: Path, waits: Waits
) -> RawRow | None:
    """The march order ``row`` as it becomes for those for whom it is of one sort; None: nothing is left."""
    if sort == "first":
        return _first_row(world, task, waits.row(row), name, way, named)
    return _home_row(world, task, row, name) if sort == "home" else waits.row(row)


def _followers(world: World, task: Task, way: Path) -> Iterator[str]:
    """Marches of others that wait in contact at a strongpoint which now nobody else attacks."""
    attack: dict[bool, set[str]] = {True: set(), False: set(way)}
    for name, plan in world.marches.items():
        if plan.order.on_contact != "wait":
            attack[name in task.touched].update(plan.path)
    left = (attack[True] - attack[False]) & set(world.bars)
    for name, plan in world.marches.items():
        if plan.order.on_contact == "wait" and name not in task.touched and left & set(plan.path):
            yield name


def _first_row(world: World, task: Task, row: RawRow, name: str, way: Path, named: Path) -> RawRow:
    """The new way from A to B, what came before A, and what comes after B where B is on its route."""
    route = list(row["route"])
    at = route.index(task.start)
    after = route[route.index(task.end, at) + 1 :] if task.end in route[at:] else []
    before = route[:at]
    new = {**row, "route": [*before, *named, *after]}
    if row.get("policy", "ordered") != "ordered":
        new["policy"] = "ordered"
    if row.get("avoid_roads"):
        new["avoid_roads"] = []
    places = {*before, *way, *after}
    if row.get("start_point") is not None and row["start_point"] not in places:
        del new["start_point"]
    fuel = row.get("fuel_at")
    if fuel is not None and fuel not in places:
        new["fuel_at"] = _as_far(world, world.marches[name].path, fuel, way)
    return {key: value for key, value in new.items() if value is not None}


def _as_far(world: World, old: Path, fuel: str, way: Path) -> str | None:
    """The place of ``way`` that lies as far along as the fuel point of the old one; None: beyond its end."""
    length = world.network.length
    if fuel not in old or way[0] not in old:
        return None
    wanted = length(old[old.index(way[0]) : old.index(fuel) + 1])
    far = [length(way[: at + 1]) for at in range(len(way))]
    return min(zip(way, far, strict=True), key=lambda p: abs(p[1] - wanted))[0] if wanted < far[-1] else None


def _home_row(world: World, task: Task, row: RawRow, name: str) -> RawRow | None:
    """From the new end on to where the march ended, by way of the pockets that it is to reduce; None where it
    ended there and had none. It waits for its hour, and for orders of others, as before."""
    goal = row["route"][-1]
    pockets = (world.scenario.garrisons[garrison].place for garrison in row.get("reduce", ()))
    by = [place for place in dict.fromkeys(pockets) if place not in (task.end, goal)]
    if goal == task.end and not row.get("reduce"):
        return None
    order = world.marches[name].order
    issued = row["issued"] if isinstance(row["issued"], Mapping) else {"at": row["issued"]}
    hour = {key: issued[key] for key in ("at", "clock") if key in issued}
    here = {"arrive": [row["serials"][0], task.end]}
    orders = [part for part in decisions(issued.get("after")) if part not in task.touched]
    new = {key: value for key, value in row.items() if key not in ("start", "start_point", "fuel_at")}
    if order.start.clock is not None:
        new["start"] = {"clock": order.start.clock}
    return new | {
        "route": [task.end, *by, goal] if by or goal != task.end else [task.end],
        "issued": {**hour, "after": {"all": [*orders, here]} if orders else here},
        "transmission": "0 min",
        "slip": False,
    }
