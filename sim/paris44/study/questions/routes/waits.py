"""Those who wait for a column that goes another way: what they wait for then."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from paris44.study.questions.routes.alternatives import Path
from paris44.study.questions.routes.task import Task, by_a_way, within
from paris44.world.build import MarchPlan, Step, World

if TYPE_CHECKING:
    from paris44.scenario.load import Changes, RawRow

MOMENTS = ("issued", "start", "lifted")
"""Fields of an order that may wait for something."""
LATER = 3
"""Parts of a trigger that names a visit: who, where, the how-many-eth."""
_TRIGGERS = ("depart", "pass", "arrive", "contact", "cleared", "surrender", "cross_bridge", "enter_city")


class Waits:
    """Where the column came before and comes now, and what triggers become of it."""

    def __init__(self, world: World, task: Task, way: Path) -> None:
        self._world, self._task, self._way = world, task, way
        self._gone = {order for order in task.touched if _is_gone(world, task, order)}
        self._before = {place for order in task.touched for place in world.marches[order].path}
        kept = _kept(world, task)
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

    def row(self, row: RawRow) -> RawRow:
        """An order with the moments in which it waits as they become."""
        moments = {key: row.get(key) for key in MOMENTS}
        told = {key: m for key, m in moments.items() if isinstance(m, Mapping) and "after" in m}
        return {**row, **{key: {**m, "after": self.trigger(m["after"])} for key, m in told.items()}}

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
        if who is None or place is None or not within(self._world, who, self._task.columns):
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


def _is_gone(world: World, task: Task, order: str) -> bool:
    """Whether nobody marches by an order any more: left out for all, or home where it has nothing to do."""
    plan, sorts = world.marches[order], task.sorts[order]
    done = plan.order.route[-1] == task.end and not plan.order.reduce
    gone = sorts.get("dropped", frozenset()) | (sorts.get("home", frozenset()) if done else frozenset())
    return all(serial.formation in gone for serial in plan.serials)


def _kept(world: World, task: Task) -> list[MarchPlan]:
    """The marches that stay as they were for some leaf formation of the column."""
    leaves = {leaf for column in task.columns for leaf in world.tree.leaves[column]}
    moved = {order: frozenset().union(*sorts.values()) for order, sorts in task.sorts.items()}
    return [
        plan
        for plan in by_a_way(world)
        if any(
            s.formation in leaves and s.formation not in moved.get(plan.order.id, ()) for s in plan.serials
        )
    ]


def decisions(value: Any) -> list[str]:  # noqa: ANN401 - a trigger as the file has it
    """The orders that a trigger waits for in any case."""
    if isinstance(value, str):
        return [value]
    parts = value.get("all", ()) if isinstance(value, Mapping) else ()
    return [order for part in parts for order in decisions(part)]


def difference(path: str, old: RawRow, new: RawRow) -> Changes:
    """What makes ``new`` of the row ``old`` at a path; within a moment it is told by its parts."""
    found: dict[str, Any] = {f"{path}.{key}": None for key in old if key not in new}
    for key, value in new.items():
        before = old.get(key)
        if key in MOMENTS and isinstance(value, Mapping) and isinstance(before, Mapping):
            found |= difference(f"{path}.{key}", before, value)
        elif value != before:
            found[f"{path}.{key}"] = value
    return found


# --- the second visit ------------------------------------------------------------------------------


def recounted(document: Mapping[str, Any], before: World, now: World) -> Changes:
    """Whoever waits for a later visit of a formation to a place: for which visit it is now.

    The visit by the same march counts; where that comes there no more, the last that there is up to it.
    ``before``, ``now``: the scenario of old, and that of ``document``.
    """
    found: dict[str, Any] = {}
    for name, row in document["orders"].items():
        for key in MOMENTS:
            moment = row.get(key)
            if isinstance(moment, Mapping) and "after" in moment:
                other = _recount(moment["after"], before, now)
                if other != moment["after"]:
                    found[f"orders.{name}.{key}.after"] = other
    return found


def _recount(value: Any, before: World, now: World) -> Any:  # noqa: ANN401 - a trigger as the file has it
    if not isinstance(value, Mapping) or len(value) != 1:
        return value
    kind, what = next(iter(value.items()))
    if kind in ("all", "any"):
        return {kind: [_recount(part, before, now) for part in what]}
    if kind not in _TRIGGERS or not isinstance(what, list) or len(what) < LATER:
        return value
    who, place, number = what
    for leaf in before.tree.leaves[who] if number > 1 else ():
        old = _visits(before, leaf, kind, place)
        if len(old) >= number:
            again = _again(old[number - 1], number, _visits(now, leaf, kind, place))
            return {kind: [who, place, again] if again > 1 else [who, place]}
    return value


def _again(march: str, number: int, visits: Sequence[str]) -> int:
    """The number of the visit by ``march``, or by a copy of it, once the ``number``-th."""
    same = [at for at, order in enumerate(visits, 1) if order == march or order.startswith(f"{march}-")]
    return next(iter(same), max(min(number, len(visits)), 1))


def _visits(world: World, leaf: str, event: str, place: str) -> list[str]:
    """The marches by which a leaf formation arrives at a place, departs from it or comes by it, in the order
    in which it carries them out."""
    return [
        plan.order.id
        for plan in world.marches.values()
        if any(serial.formation == leaf for serial in plan.serials)
        for at, step in enumerate(world.steps(plan, plan.path))
        if step.place == place and _does(step, event, first=at == 0)
    ]


def _does(step: Step, event: str, *, first: bool) -> bool:
    """Whether who marches arrives at a place, or departs from it: at the end or the start of his way, where
    he refuels or reduces a pocket; all other events are of whoever comes by."""
    stops = not first and step.lane is not None and bool(step.fuel or step.pockets)
    return event not in ("arrive", "depart") or step.event == event or stops
