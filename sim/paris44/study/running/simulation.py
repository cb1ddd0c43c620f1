"""The job of a run: one replication after another, each as columns of the tables that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from paris44.engine.run import run
from paris44.results.batch import Batch
from paris44.results.columns import Clock
from paris44.results.rows import batch_of
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import Ground, survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.own_outcomes import OutcomeRule
from paris44.study.reading.tabulate import event_tables, main_tables
from paris44.world.build import World


class Job(Protocol):
    """What a worker does: simulate one replication and hand back its rows, table by table."""

    def tables(self, replication: int, *, main: bool, events: bool) -> dict[str, Batch]:
        """Rows of the main tables, of the event tables, or of both."""


@dataclass
class Simulation:
    """The job of a run: ``world`` with the dice of ``seed``, or with every draw at its median."""

    world: World
    seed: int
    chance: bool = True
    outcomes: Mapping[str, OutcomeRule] = field(default_factory=dict)

    @cached_property
    def _ground(self) -> Ground:
        return survey(self.world)

    def __getstate__(self) -> dict[str, object]:
        return {"world": self.world, "seed": self.seed, "chance": self.chance, "outcomes": self.outcomes}

    def tables(self, replication: int, *, main: bool, events: bool) -> dict[str, Batch]:
        """See :class:`Job`."""
        log = run(self.world, seed=self.seed, replication=replication, chance=self.chance)
        found: dict[str, Iterable[Any]] = {}
        if main:
            found |= main_tables(Doings(self._ground, log), Causes(log), self.outcomes)
        if events:
            found |= event_tables(self._ground, log)
        name, clock = self.world.scenario.name, Clock(self.world.scenario.start_iso)
        return {table: batch_of(table, rows, name, clock) for table, rows in found.items()}
