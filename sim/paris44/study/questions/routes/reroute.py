"""The scenario in which a column goes another way, and exactly what that replaces.

A column's *marches* are the march orders whose order of march begins with one of its formations (what
is attached behind marches along). Who leads no march from A, but goes along in one of others, takes all
with him who march by that order: it belongs to who leads it. Detachments, marches that go on from one,
and parades are left as they are: they hang on a rule or an hour, not on a way. For each of the column's
leaf formations, of its marches in turn:

- the **first** that starts at A, or passes A, takes the new way from A to B. Its issue, start, order of
  march, priority, halts and conduct in contact are kept, its way before A too, and what comes after B
  where B lies on its own route. A fuel point that is no longer passed moves to the place of the new way
  that is as far from the start.
- the **home** march, the earliest later one that ends as near to B as any (within ``NEAR``), starts
  from B on arrival there and goes straight on to where it ended, with the pockets that it is to reduce.
  It is left out where it ended at B and had nothing to reduce.
- those **between** the first and the home march are left out. Later ones are kept. A march that is left out
  for some of its formations and replaced for others is replaced without those for whom it is left out.

Whoever waits for the column at a place that it no longer passes (another order, the end of a loss) waits
instead until it passes the place of its new way that is nearest to it; whoever waits for an arrival or a
departure where it now only passes waits for the passage; whoever waits for an order that is left out, for
the first march. Those who followed on the old way and were to wait in contact:

- go along, if their march hangs on the column's passage of a place that it passes no more: they come to the
  new way at the place of it that is nearest to them by road, and it is replaced as for the column itself;
- attack, if not, where nobody else attacks a strongpoint that the column attacked before.

A replaced march that was to wait in contact attacks too where nobody attacks a strongpoint of its new way.

Everything else in the scenario stays.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from paris44.language.text import msg, quoted
from paris44.results.errors import StudyError
from paris44.scenario.faults import nearest
from paris44.scenario.model import Trigger
from paris44.study.questions.routes.alternatives import Path, via
from paris44.study.running.lay_out import world_of
from paris44.world.build import MarchPlan, World

if TYPE_CHECKING:
    from paris44.scenario.load import Changes, Loaded, RawRow, RawSection

NEAR = 2000.0
"""m: marches that end within it of the nearest end to B end near B (modeller's judgement)."""
_TRIGGERS = ("depart", "pass", "arrive", "contact", "cleared", "surrender", "cross_bridge", "enter_city")


@dataclass(frozen=True)
class Task:
    """What a new way of ``columns`` from ``start`` to ``end`` touches, as ids of march orders.

    The first of ``columns`` is the one that was asked for; the others march by its order.
    """

    columns: tuple[str, ...]
    start: str
    end: str
    first: tuple[str, ...]
    home: tuple[str, ...]
    dropped: tuple[str, ...]
    without: Mapping[str, frozenset[str]]
    """The leaf formations for whom a march is left out that is replaced for others, by march order."""

    @property
    def column(self) -> str:
        """The first of the columns: the one that was asked for."""
        return self.columns[0]

    @property
    def touched(self) -> tuple[str, ...]:
        """All marches that are replaced or left out."""
        return (*self.first, *self.home, *self.dropped)

    @property
    def lead(self) -> str:
        """The march by which the column's departure is told."""
        return self.first[0]


def task(world: World, column: str, start: str, end: str) -> Task:
    """Find the marches that a new way of ``column`` from ``start`` to ``end`` replaces.

    Raises:
        StudyError: an unknown formation or place, no march of the column there, no way (exit code 2).
    """
    _known("--column", "formation", column, world.scenario.formations)
    _known("--from", "place", start, world.scenario.places)
    _known("--to", "place", end, world.scenario.places)
    if start == end:
        raise StudyError(
            2, msg("--to: {end} is where the column starts (name another place)", end=quoted(end))
        )
    distance = _distances(world, end)
    if start not in distance:
        hint = msg("is a road closed, or a bridge blown?")
        raise StudyError(
            2,
            msg(
                "--to: no open road leads from {start} to {end} ({hint})",
                start=quoted(start),
                end=quoted(end),
                hint=hint,
            ),
        )
    own = marches_of(world, (column,))
    found = _task(world, (column,), own, start, end, distance)
    if found.first:
        return found
    taken = _taken_along(world, column, start)
    if taken is None:
        raise StudyError(
            2,
            msg(
                "--from: no march of {column} starts at {start} ({starts})",
                column=column,
                start=quoted(start),
                starts=_starts(world, column, start),
            ),
        )
    columns = tuple(dict.fromkeys((column, *taken.order.serials)))
    theirs = marches_of(world, columns)
    return _task(world, columns, theirs[theirs.index(taken) :], start, end, distance)


def _taken_along(world: World, column: str, start: str) -> MarchPlan | None:
    """The first march of others in which a part of ``column`` goes along and that starts at, or passes, A."""
    along = [plan for plan in _by_a_way(world) if _serials_of(world, plan, column)]
    at = _first(along, start)
    return None if at is None else along[at]


def _serials_of(world: World, plan: MarchPlan, column: str) -> bool:
    return any(_within(world, serial.formation, (column,)) for serial in plan.serials)


def _task(
    world: World, columns: tuple[str, ...], own: Sequence[MarchPlan], start: str, end: str,
    distance: Mapping[str, float],
) -> Task:  # fmt: skip
    sorts: dict[str, dict[str, set[str]]] = {"first": {}, "home": {}, "dropped": {}}
    for leaf in (leaf for column in columns for leaf in world.tree.leaves[column]):
        chain = [plan for plan in own if any(serial.formation == leaf for serial in plan.serials)]
        for sort, order in _sorted(chain, start, end, distance):
            sorts[sort].setdefault(order, set()).add(leaf)
    first = tuple(order for order in world.marches if order in sorts["first"])
    home = tuple(order for order in world.marches if order in sorts["home"] and order not in first)
    gone = tuple(o for o in world.marches if o in sorts["dropped"] and o not in (*first, *home))
    without = {o: frozenset(leaves) for o, leaves in sorts["dropped"].items() if o in (*first, *home)}
    return Task(columns, start, end, first, home, gone, without)


def _known(option: str, word: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        hint = nearest(name, names) or msg("the scenario has {count}; show lists them", count=len(names))
        raise StudyError(
            2,
            msg(
                "{option}: there is no {word} {name} ({hint})",
                option=option,
                word=word,
                name=quoted(name),
                hint=hint,
            ),
        )


def marches_of(world: World, columns: Sequence[str]) -> list[MarchPlan]:
    """The marches that begin with the columns, in the order of the file; see :func:`_by_a_way`."""
    return [plan for plan in _by_a_way(world) if _within(world, plan.serials[0].formation, columns)]


def _by_a_way(world: World) -> list[MarchPlan]:
    """All marches that hang on a way: without detachments, what goes on from them, parades."""
    ends = {
        (serial.formation, plan.order.route[-1])
        for plan in world.marches.values() if plan.order.detach
        for serial in plan.serials
    }  # fmt: skip
    return [
        plan
        for plan in world.marches.values()
        if plan.serials
        and not plan.order.detach
        and plan.order.passage_event == "pass"
        and not _goes_on(plan.order.issued.after, ends)
    ]


def _goes_on(trigger: Trigger | None, ends: Container[tuple[str, str]]) -> bool:
    """Whether an order waits for a detachment's arrival at its goal."""
    if trigger is None:
        return False
    here = trigger.event == "arrive" and (trigger.formation, trigger.place) in ends
    return here or any(_goes_on(part, ends) for part in trigger.parts)


def _within(world: World, formation: str, columns: Sequence[str]) -> bool:
    return any(column in world.tree.ancestors[formation] for column in columns)


def _starts(world: World, column: str, start: str) -> str:
    """Where else the column's marches start, or why that from ``start`` can take no other way."""
    own = [plan for plan in world.marches.values() if _serials_of(world, plan, column)]
    free = [plan for plan in _by_a_way(world) if plan in own]
    bound = next((plan for plan in own if start in plan.order.route[:-1] and plan not in free), None)
    if bound is not None:
        return msg("{id} does, which hangs on a rule or an hour and not on a way", id=bound.order.id)
    names = list(dict.fromkeys(plan.order.route[0] for plan in free))
    return (
        msg("they start at {names}", names=", ".join(names[:8]))
        if names
        else msg("it marches nowhere by a way of its own")
    )


def _distances(world: World, end: str) -> Mapping[str, float]:
    """Metres by road to ``end`` from everywhere that is joined to it."""
    blocked = world.router.blocked - {end}
    graph = world.network.graph.subgraph([n for n in world.network.graph if n not in blocked])
    found: Mapping[str, float] = nx.single_source_dijkstra_path_length(graph, end, weight="length_m")
    return found


def _sorted(
    chain: Sequence[MarchPlan], start: str, end: str, distance: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """What becomes of each march of one leaf formation: (first, home or dropped; order)."""
    first = _first(chain, start)
    if first is None:
        return
    yield "first", chain[first].order.id
    if end in chain[first].order.route[chain[first].order.route.index(start) :]:
        return
    ends = [distance.get(plan.order.route[-1], math.inf) for plan in chain]
    least = min(ends[first:]) + NEAR
    home = next(at for at in range(first, len(chain)) if ends[at] <= least)
    yield from (("dropped", plan.order.id) for plan in chain[first + 1 : home])
    if home > first:
        yield "home", chain[home].order.id


def _first(chain: Sequence[MarchPlan], start: str) -> int | None:
    """The first march that starts at ``start``, else the first that passes it."""
    routes = [plan.order.route for plan in chain]
    starts = [at for at, route in enumerate(routes) if route[0] == start and len(route) > 1]
    passes = [at for at, route in enumerate(routes) if start in route[:-1]]
    return next(iter([*starts, *passes]), None)


# --- the new orders ----------------------------------------------------------------------------


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
    alone = {f"orders.{name}.on_contact": "attack" for name in _alone(world_of(new), replaced)}
    return changed(new, alone, title) if alone else new


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
        other = name not in task.touched and not _within(world, plan.serials[0].formation, task.columns)
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
    along = _task(world, columns, chain, start, task.end, _distances(world, task.end))
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
    marches = _Marches(world, task, way)
    found: dict[str, Any] = {}
    for name in task.dropped:
        others = [s for s in orders[name]["serials"] if not _within(world, s, task.columns)]
        found |= {f"orders.{name}.serials": others} if others else {f"orders.{name}": None}
    for name in task.first:
        found |= _first_changes(world, task, orders[name], name, way, named)
    for name in task.home:
        found |= _home_changes(world, task, orders[name], name)
    found |= {f"orders.{name}.serials": _serials(world, task, orders[name], name) for name in task.without}
    found |= {f"orders.{name}.on_contact": "attack" for name in _followers(world, task, way)}
    for name, row in orders.items():
        if f"orders.{name}" not in found:
            found |= _moments(name, row, marches, skip=name in task.home)
    for name, row in loaded.document.get("attrition", {}).items():
        until = row.get("until")
        other = marches.trigger(until) if until is not None else None
        if other != until:
            found[f"attrition.{name}.until"] = other
    return found


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


def _serials(world: World, task: Task, row: RawRow, name: str) -> list[str]:
    """The order of march of a replaced march, without those who go on by a later one of their own."""
    gone = task.without.get(name, frozenset())
    parts = {
        s: world.tree.leaves[s] if gone.intersection(world.tree.leaves[s]) else (s,) for s in row["serials"]
    }
    return [part for serial in row["serials"] for part in parts[serial] if part not in gone]


def _first_changes(world: World, task: Task, row: RawRow, name: str, way: Path, named: Path) -> Changes:
    route = list(row["route"])
    at = route.index(task.start)
    after = route[route.index(task.end, at) + 1 :] if task.end in route[at:] else []
    before = route[:at]
    found: dict[str, Any] = {f"orders.{name}.route": [*before, *named, *after]}
    if row.get("policy", "ordered") != "ordered":
        found[f"orders.{name}.policy"] = "ordered"
    if row.get("avoid_roads"):
        found[f"orders.{name}.avoid_roads"] = []
    places = {*before, *way, *after}
    if row.get("start_point") is not None and row["start_point"] not in places:
        found[f"orders.{name}.start_point"] = None
    fuel = row.get("fuel_at")
    if fuel is not None and fuel not in places:
        found[f"orders.{name}.fuel_at"] = _as_far(world, world.marches[name].path, fuel, way)
    return found


def _as_far(world: World, old: Path, fuel: str, way: Path) -> str | None:
    """The place of ``way`` that lies as far along as the fuel point of the old one; None: beyond its end."""
    length = world.network.length
    if fuel not in old or way[0] not in old:
        return None
    wanted = length(old[old.index(way[0]) : old.index(fuel) + 1])
    far = [length(way[: at + 1]) for at in range(len(way))]
    return min(zip(way, far, strict=True), key=lambda p: abs(p[1] - wanted))[0] if wanted < far[-1] else None


def _home_changes(world: World, task: Task, row: RawRow, name: str) -> Changes:
    """From the new end on to where the march ended, by way of the pockets that it is to reduce."""
    goal = row["route"][-1]
    pockets = (world.scenario.garrisons[garrison].place for garrison in row.get("reduce", ()))
    by = [place for place in dict.fromkeys(pockets) if place not in (task.end, goal)]
    if goal == task.end and not row.get("reduce"):
        return {f"orders.{name}": None}
    path = f"orders.{name}"
    found: dict[str, Any] = {
        f"{path}.route": [task.end, *by, goal] if by or goal != task.end else [task.end],
        f"{path}.issued.after": {"arrive": [_serials(world, task, row, name)[0], task.end]},
        f"{path}.transmission": "0 min",
        f"{path}.slip": False,
    }
    if isinstance(row["issued"], Mapping):
        found |= {f"{path}.issued.{key}": None for key in row["issued"] if key != "after"}
    found |= {f"{path}.{key}": None for key in ("start", "start_point", "fuel_at") if key in row}
    return found


# --- those who wait for the column ---------------------------------------------------------------


class _Marches:
    """Where the column came before and comes now, and what triggers become of it."""

    def __init__(self, world: World, task: Task, way: Path) -> None:
        self._world, self._task, self._way = world, task, way
        self._gone = {*task.dropped}
        self._before = {place for order in task.touched for place in world.marches[order].path}
        kept = [p for p in marches_of(world, task.columns) if p.order.id not in task.touched]
        self._starts = {p.order.route[0] for p in kept} | {p.order.start_point or way[0] for p in kept}
        self._starts |= {way[0], *(world.marches[order].order.route[0] for order in task.first)}
        self._ends = {p.order.route[-1] for p in kept} | {way[-1]}
        self._ends |= {world.marches[order].order.route[-1] for order in task.home}
        self._after = {place for plan in kept for place in plan.path} | set(way) | self._ends | self._starts
        for order in task.first:
            self._after |= {place for place in world.marches[order].path if self._outside(order, place)}

    def _outside(self, order: str, place: str) -> bool:
        """Whether ``place`` lies before A, or behind B, on the route of a first march."""
        plan = self._world.marches[order]
        path = plan.path
        at = path.index(self._task.start)
        end = path.index(self._task.end, at) if self._task.end in path[at:] else len(path)
        return place in path[:at] or place in path[end:]

    def trigger(self, value: Any) -> Any:  # noqa: ANN401 - a trigger as the file has it
        """``value``, or what stands for it when the column goes the new way."""
        if isinstance(value, str):
            return self._task.lead if value in self._gone else value
        if not isinstance(value, Mapping) or len(value) != 1:
            return value
        kind, what = next(iter(value.items()))
        if kind in ("all", "any"):
            return {kind: [self.trigger(part) for part in what]}
        if kind in _TRIGGERS and isinstance(what, list) and len(what) > 1:
            return self._event(kind, what, value)
        return value

    def _event(self, kind: str, what: list[Any], value: Any) -> Any:  # noqa: ANN401 - as above
        who, place = what[0], what[1]
        if who is None or place is None or not _within(self._world, who, self._task.columns):
            return value
        if place in self._before and place not in self._after:
            there = self.near(place)
            return {"arrive" if there == self._way[-1] else "pass": [who, there]}
        if place in self._after and place in self._before and self._only_passes(kind, place):
            return {"pass": [who, place]}
        return value

    def _only_passes(self, kind: str, place: str) -> bool:
        return place not in {"arrive": self._ends, "depart": self._starts}.get(kind, {place})

    def near(self, place: str) -> str:
        """The place of the new way that is nearest to ``place`` as the crow flies."""
        places = self._world.scenario.places
        at = places[place]
        east = math.cos(math.radians(at.lat))
        return min(
            self._way, key=lambda p: math.hypot(places[p].lat - at.lat, (places[p].lon - at.lon) * east)
        )


def _moments(name: str, row: RawRow, marches: _Marches, *, skip: bool) -> Changes:
    """The moments of an order in which a trigger changes."""
    found: dict[str, Any] = {}
    for key in () if skip else ("issued", "start", "lifted"):
        moment = row.get(key)
        if isinstance(moment, Mapping) and "after" in moment:
            other = marches.trigger(moment["after"])
            if other != moment["after"]:
                found[f"orders.{name}.{key}.after"] = other
    return found
