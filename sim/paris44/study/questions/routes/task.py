"""What a new way of a column touches: which of its marches are replaced, by whom, and which are left out."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from paris44.language.text import msg, quoted
from paris44.results.errors import StudyError
from paris44.scenario.faults import nearest
from paris44.scenario.model import Trigger
from paris44.world.build import MarchPlan, World

SORTS = ("first", "home", "dropped")
"""What becomes of a march for a leaf formation; if none of these, it is kept."""
NEAR = 2000.0
"""m: marches that end within it of the nearest end to B end near B (modeller's judgement)."""


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
    sorts: Mapping[str, Mapping[str, frozenset[str]]]
    """March order -> what it becomes (``first``, ``home``, ``dropped``) -> for which leaf formations."""

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
    distance = distances(world, end)
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
    found = task_of(world, (column,), own, start, end, distance)
    if found.first:
        along = (serial for order in found.first for serial in world.marches[order].order.serials)
        columns = (column, *dict.fromkeys(s for s in along if not within(world, s, (column,))))
        return found if len(columns) == 1 else task_of(world, columns, own, start, end, distance)
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
    return task_of(world, columns, theirs[theirs.index(taken) :], start, end, distance)


def _taken_along(world: World, column: str, start: str) -> MarchPlan | None:
    """The first march of others in which a part of ``column`` goes along and that starts at, or passes, A."""
    along = [plan for plan in by_a_way(world) if _serials_of(world, plan, column)]
    at = _first(along, along, start)
    return None if at is None else along[at]


def _serials_of(world: World, plan: MarchPlan, column: str) -> bool:
    return any(within(world, serial.formation, (column,)) for serial in plan.serials)


def task_of(
    world: World, columns: tuple[str, ...], own: Sequence[MarchPlan], start: str, end: str,
    distance: Mapping[str, float],
) -> Task:  # fmt: skip
    """The task of ``columns``, the first march of each of their leaves being one of ``own``."""
    sorts: dict[str, dict[str, set[str]]] = {}
    free = by_a_way(world)
    for leaf in dict.fromkeys(leaf for column in columns for leaf in world.tree.leaves[column]):
        chain = [plan for plan in free if any(serial.formation == leaf for serial in plan.serials)]
        for sort, order in _sorted(chain, own, start, end, distance):
            sorts.setdefault(order, {}).setdefault(sort, set()).add(leaf)
    of = {sort: [order for order in world.marches if sort in sorts.get(order, ())] for sort in SORTS}
    first, home = of["first"], [order for order in of["home"] if order not in of["first"]]
    gone = (order for order in of["dropped"] if order not in first and order not in home)
    return Task(columns, start, end, tuple(first), tuple(home), tuple(gone), {
        order: {sort: frozenset(leaves) for sort, leaves in each.items()} for order, each in sorts.items()
    })  # fmt: skip


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
    """The marches that begin with the columns, in the order of the file; see :func:`by_a_way`."""
    return [plan for plan in by_a_way(world) if within(world, plan.serials[0].formation, columns)]


def by_a_way(world: World) -> list[MarchPlan]:
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


def within(world: World, formation: str, columns: Sequence[str]) -> bool:
    """Whether a formation is one of ``columns``, or below one."""
    return any(column in world.tree.ancestors[formation] for column in columns)


def _starts(world: World, column: str, start: str) -> str:
    """Where else the column's marches start, or why that from ``start`` can take no other way."""
    own = [plan for plan in world.marches.values() if _serials_of(world, plan, column)]
    free = [plan for plan in by_a_way(world) if plan in own]
    bound = next((plan for plan in own if start in plan.order.route[:-1] and plan not in free), None)
    if bound is not None:
        return msg("{id} does, which hangs on a rule or an hour and not on a way", id=bound.order.id)
    names = list(dict.fromkeys(plan.order.route[0] for plan in free))
    return (
        msg("they start at {names}", names=", ".join(names[:8]))
        if names
        else msg("it marches nowhere by a way of its own")
    )


def distances(world: World, end: str) -> Mapping[str, float]:
    """Metres by road to ``end`` from everywhere that is joined to it."""
    blocked = world.router.blocked - {end}
    graph = world.network.graph.subgraph([n for n in world.network.graph if n not in blocked])
    found: Mapping[str, float] = nx.single_source_dijkstra_path_length(graph, end, weight="length_m")
    return found


def _sorted(
    chain: Sequence[MarchPlan], own: Sequence[MarchPlan], start: str, end: str, distance: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """What becomes of each march of one leaf formation: (first, home or dropped; order)."""
    first = _first(chain, own, start)
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


def _first(chain: Sequence[MarchPlan], own: Sequence[MarchPlan], start: str) -> int | None:
    """The first march of a chain, of those of ``own``, that starts at ``start``, else that passes it."""
    routes = [plan.order.route if plan in own else () for plan in chain]
    starts = [at for at, route in enumerate(routes) if len(route) > 1 and route[0] == start]
    passes = [at for at, route in enumerate(routes) if start in route[:-1]]
    return next(iter([*starts, *passes]), None)
