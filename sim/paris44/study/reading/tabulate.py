"""One replication as the rows that it adds to each table of the result folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.results.batch import Batch
from paris44.results.columns import Clock, EventRow, LineRow, LossRow
from paris44.results.rows import batch_of
from paris44.study.reading.arrivals import Explainer, arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import Ground, survey
from paris44.study.reading.outcomes import cause_rows, chain_rows, outcome_rows, outcomes
from paris44.study.reading.own_outcomes import Happenings, OutcomeRule, own_outcomes
from paris44.study.reading.tracks import track_rows
from paris44.world.build import World

NOTHING: Mapping[str, OutcomeRule] = MappingProxyType({})
"""No outcomes of one's own."""
LINE_VERDICTS = ("line_wait", "line_slack", "line_disobeyed", "line_unknown")
"""Kinds of event of a march that crosses a phase line."""


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
        found: dict[str, Batch] = {}
        if main:
            found |= main_tables(self._ground, log, Causes(log), self.outcomes)
        if events:
            found |= event_tables(self._ground, log)
        return found


def main_tables(
    ground: Ground, log: EventLog, explainer: Explainer, own: Mapping[str, OutcomeRule] = NOTHING
) -> dict[str, Batch]:
    """The rows of the tables that are kept for every replication; ``own``: the user's outcomes by name."""
    hours = list(cause_rows(log, explainer))
    ends = outcomes(ground, log, hours)
    came = list(arrivals(ground, log, explainer))
    found = list(outcome_rows(log.replication, ends))
    if own:
        start = datetime.fromisoformat(ground.scenario.start_iso)
        seen = Happenings(start, event_rows(log), came)
        found += own_outcomes(log.replication, own, seen, [end.name for end in ends])
    rows: dict[str, Iterable[Any]] = {
        "arrivals": came,
        "outcomes": found,
        "causes": hours,
        "chains": chain_rows(log.replication, ends, explainer),
        "lines": line_rows(log),
    }
    return _batches(ground, rows)


def event_tables(ground: Ground, log: EventLog) -> dict[str, Batch]:
    """The rows of the event log, of the tracks and of the losses."""
    rows: dict[str, Iterable[Any]] = {
        "events": event_rows(log),
        "tracks": track_rows(ground.world.marches, log),
        "losses": loss_rows(ground, log),
    }
    return _batches(ground, rows)


def _batches(ground: Ground, rows: Mapping[str, Iterable[Any]]) -> dict[str, Batch]:
    name, clock = ground.scenario.name, Clock(ground.scenario.start_iso)
    return {table: batch_of(table, of, name, clock) for table, of in rows.items()}


def event_rows(log: EventLog) -> Iterator[EventRow]:
    """The event log, in the order in which things happened."""
    for e in log.events:
        yield EventRow(
            log.replication,
            e.time,
            e.kind,
            e.formation or "",
            e.place or "",
            e.order or "",
            e.detail,
            e.value,
        )


def line_rows(log: EventLog) -> Iterator[LineRow]:
    """What each phase line cost each march that crossed it, in the order of the crossings."""
    for e in log.events:
        verdict = e.kind.removeprefix("line_")
        if e.kind in LINE_VERDICTS and e.order is not None and e.value is not None:
            who, where = e.formation or "", e.place or ""
            yield LineRow(log.replication, e.order, e.detail, who, where, e.time, verdict, e.value)


def loss_rows(ground: Ground, log: EventLog) -> Iterator[LossRow]:
    """Every loss, in the order of the log; what accrues by the hour is one row, from its first hour on."""
    begins = {row.id: row.start for row in ground.scenario.attrition}
    for loss in log.losses:
        since = begins.get(loss.formation or "", loss.time) if loss.place is None else loss.time
        yield LossRow(
            log.replication,
            loss.time,
            since,
            loss.party,
            loss.place or "",
            loss.killed,
            loss.wounded,
            loss.prisoners,
        )
