"""Plans for several columns as scenarios, and their worth in memory while the search looks for the best."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from paris44.engine.run import run
from paris44.results.batch import Floats
from paris44.results.errors import StudyError
from paris44.study.questions.routes.reroute import changed, rerouted
from paris44.study.questions.routes.search import EndsDocument, Search
from paris44.study.questions.routes.task import Task, task
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import outcomes
from paris44.study.running.lay_out import world_of
from paris44.study.running.replicate import Effort
from paris44.study.running.spread import spread
from paris44.world.build import World
from paris44.world.errors import WorldError

if TYPE_CHECKING:
    from paris44.scenario.load import Changes, Loaded, RawSection

FEW = 8
"""Up to so many replications are not worth starting workers for."""
SEARCH_DICE = 1_000_003
"""What is added to the seed for the dice of the search."""


class ChoiceDocument(TypedDict):
    """A plan: the places of each column's way (None: as ordered), the order of march (None: as ordered)."""

    ways: dict[str, list[str] | None]
    order: list[str] | None
    as_ordered: bool


class WayDocument(TypedDict):
    """Places that pin a way down, and its length."""

    via: list[str]
    length_km: float


class ColumnDocument(EndsDocument):
    """A column and the new ways that it may take."""

    column: str
    ways: list[WayDocument]


@dataclass(frozen=True)
class Plan:
    """For each column its way (0: as ordered, else the n-th found); the order of march as the columns'
    numbers, the first to go first; an empty order leaves it as ordered."""

    ways: tuple[int, ...]
    order: tuple[int, ...] = ()

    @property
    def changes(self) -> int:
        """How many choices are not as ordered."""
        return sum(way > 0 for way in self.ways) + bool(self.order)


@dataclass(frozen=True)
class Columns:
    """The columns of a plan with the ways that were found for them."""

    loaded: Loaded
    searches: tuple[Search, ...]

    def scenario(self, plan: Plan) -> Loaded:
        """The scenario in which the columns go by ``plan``.

        A way replaces what :mod:`paris44.study.questions.routes.reroute` says. An order of march gives
        the first marches of the columns priorities at junctions, and of columns that start at one place
        the later goes when the last march of the one before it has begun to leave.

        Raises:
            StudyError: the ways cannot be combined (exit code 2).
        """
        loaded = self.loaded
        for search, way in zip(self.searches, plan.ways, strict=True):
            if way:
                world = world_of(loaded)
                again = task(world, search.task.column, search.task.start, search.task.end)
                chosen = search.ways[way - 1]
                loaded = rerouted(loaded, world, again, chosen.path, search.named(chosen))
        return self._in_order(loaded, plan.order) if plan.order else loaded

    def _in_order(self, loaded: Loaded, order: Sequence[int]) -> Loaded:
        world = world_of(loaded)
        known = [self.searches[at].task for at in order]
        tasks = [task(world, one.column, one.start, one.end) for one in known]
        rows: RawSection = loaded.document["orders"]
        top = max(int(row.get("priority", 0)) for row in rows.values())
        change: dict[str, Any] = {}
        for rank, one in enumerate(tasks):
            change |= {f"orders.{name}.priority": top + len(tasks) - rank for name in one.first}
            ahead = next((t for t in reversed(tasks[:rank]) if t.start == one.start), None)
            if ahead is not None:
                change |= _behind(world, rows, one, ahead)
        names = ", ".join(self.searches[at].task.column for at in order)
        return changed(loaded, change, f"{loaded.scenario.title}; in the order {names}")

    def told(self, plan: Plan) -> ChoiceDocument:
        """The plan in a document."""
        ways = {
            search.task.column: list(search.named(search.ways[way - 1])) if way else None
            for search, way in zip(self.searches, plan.ways, strict=True)
        }
        order = [self.searches[at].task.column for at in plan.order]
        return {"ways": ways, "order": order or None, "as_ordered": not plan.changes}

    def document(self) -> list[ColumnDocument]:
        """The columns with their ways."""
        return [
            {
                "column": search.task.column,
                "from": search.task.start,
                "to": search.task.end,
                "ways": [
                    {"via": list(search.named(way)), "length_km": round(way.length / 1000.0, 3)}
                    for way in search.ways
                ],
            }
            for search in self.searches
        ]


def _behind(world: World, rows: RawSection, one: Task, ahead: Task) -> Changes:
    """The first marches of ``one`` start when the last one of ``ahead`` has begun to leave."""
    last = world.marches[ahead.first[-1]].serials[-1].formation
    found: dict[str, Any] = {}
    for name in one.first:
        start = rows[name].get("start")
        if isinstance(start, Mapping) and "after" in start:
            continue  # it follows a part of its own column already
        found[f"orders.{name}.start.after"] = {"depart": [last, ahead.start]}
        if isinstance(start, Mapping):
            found |= {f"orders.{name}.start.{key}": None for key in start if key != "after"}
    return found


@dataclass
class Bench:
    """The worth of plans so far: the outcome of each in its first replications. Infinity is never."""

    columns: Columns
    outcome: str
    effort: Effort
    known: dict[Plan, Floats] = field(default_factory=dict)
    spent: int = 0
    _worlds: dict[Plan, bytes] = field(default_factory=dict, repr=False)

    @property
    def seed(self) -> int:
        """The dice of the search: none that the finalists are judged with."""
        return self.effort.dice(self.columns.loaded.scenario) + SEARCH_DICE

    def values(self, plans: Sequence[Plan], n: int) -> dict[Plan, Floats]:
        """The outcome of each of ``plans`` in the first ``n`` replications; those known are not run again."""
        todo = [(p, len(self.known.get(p, ()))) for p in plans if len(self.known.get(p, ())) < n]
        tasks = [(at, self._world(p), since, n) for at, (p, since) in enumerate(todo) if self._world(p)]
        left = sum(n - since for _, _, since, _ in tasks)
        workers, scheduler = (1, None) if left <= FEW else (self.effort.workers, self.effort.scheduler)
        for at, values in spread(measure, (self.outcome, self.seed), tasks, workers, scheduler):
            p = todo[at][0]
            self.known[p] = np.concatenate([self.known.get(p, np.empty(0)), values])
            self.spent += len(values)
            left -= len(values)
            if self.effort.progress is not None:
                self.effort.progress(self.spent, self.spent + left)
        self.known |= {p: np.full(n, np.inf) for p, _ in todo if not self._world(p)}  # cannot be carried out
        return {p: self.known[p][:n] for p in plans}

    def _world(self, plan: Plan) -> bytes:
        """The plan's world; nothing where its ways cannot be combined."""
        if plan not in self._worlds:
            try:
                self._worlds[plan] = pickle.dumps(world_of(self.columns.scenario(plan)))
            except (StudyError, WorldError):
                self._worlds[plan] = b""
        return self._worlds[plan]


def measure(asked: tuple[str, int], task: tuple[int, bytes, int, int]) -> tuple[int, Floats]:
    """The task's number, and the outcome that is asked for, with the dice of a seed, in the replications of
    a world from one to before another."""
    (outcome, seed), (at, world, since, n) = asked, task
    stage: World = pickle.loads(world)
    ground = survey(stage)
    found = np.full(n - since, np.inf)
    for replication in range(since, n):
        log = run(stage, seed=seed, replication=replication)
        for one in outcomes(Doings(ground, log), ()):
            if one.name == outcome and one.value is not None:
                found[replication - since] = one.value
    return at, found
