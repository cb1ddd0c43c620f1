"""One replication as the rows that it adds to each table of a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from paris44.engine.log import EventLog
from paris44.results.columns import EventRow, LineRow, LossRow
from paris44.study.reading.arrivals import Explainer, arrivals
from paris44.study.reading.context import Ground
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import cause_rows, chain_rows, outcome_rows, outcomes
from paris44.study.reading.own_outcomes import Happenings, OutcomeRule, own_outcomes
from paris44.study.reading.tracks import track_rows

NOTHING: Mapping[str, OutcomeRule] = MappingProxyType({})
"""No outcomes of one's own."""
Tables = Mapping[str, Iterable[Any]]
"""Table -> its rows (:mod:`paris44.results.columns`)."""
LINE_VERDICTS = ("line_wait", "line_slack", "line_disobeyed", "line_unknown")
"""Kinds of event of a march that crosses a phase line."""


def main_tables(doings: Doings, explainer: Explainer, own: Mapping[str, OutcomeRule] = NOTHING) -> Tables:
    """The rows of the tables that are kept for every replication; ``own``: the user's outcomes by name."""
    ground, log = doings.ground, doings.log
    hours = list(cause_rows(log, explainer))
    ends = outcomes(doings, hours)
    came = arrivals(doings, explainer)
    found = list(outcome_rows(log.replication, ends))
    if own:
        start = datetime.fromisoformat(ground.scenario.start_iso)
        seen = Happenings(start, event_rows(log), came)
        found += own_outcomes(log.replication, own, seen, [end.name for end in ends])
    return {
        "arrivals": came,
        "outcomes": found,
        "causes": hours,
        "chains": chain_rows(log.replication, ends, explainer),
        "lines": line_rows(log),
    }


def event_tables(ground: Ground, log: EventLog) -> Tables:
    """The rows of the event log, of the tracks and of the losses."""
    return {
        "events": event_rows(log),
        "tracks": track_rows(ground.world.marches, log),
        "losses": loss_rows(ground, log),
    }


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
