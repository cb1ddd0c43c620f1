"""Outcomes of a user's own: functions of what happened in one replication."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from paris44.errors import code_words
from paris44.language.text import msg, quoted
from paris44.results.columns import TIME_UNIT, Arrival, EventRow, OutcomeRow
from paris44.scenario.hooks import HookError, name_of

OutcomeRule = Callable[["Happenings"], Any]
NOT_SEEN = "its own rule saw it not"
"""The reason of an outcome of one's own that never came."""


class Happening(NamedTuple):
    """An entry of the event log (see the event dictionary); ``time`` is a datetime."""

    time: datetime
    kind: str
    formation: str
    place: str
    order: str
    detail: str
    value: float | None


class Came(NamedTuple):
    """A row of the arrivals; ``time`` (head) and ``clear`` (tail) are datetimes, None: never."""

    formation: str
    place: str
    event: str
    visit: int
    time: datetime | None
    clear: datetime | None


class Happenings:
    """What happened in one replication: its ``start``, ``events`` in the order of the log, and ``arrivals``.

    An event has ``time, kind, formation, place, order, detail, value`` (the event dictionary says what they
    hold), an arrival ``formation, place, event, visit, time`` (of the head) and ``clear`` (of the tail).
    Times are datetimes with their offset; None: never.
    """

    def __init__(self, start: datetime, events: Iterable[EventRow], arrivals: Iterable[Arrival]) -> None:
        def when(seconds: float | None) -> datetime | None:
            return None if seconds is None else start + timedelta(seconds=seconds)

        self.start = start
        self.events = [Happening(start + timedelta(seconds=e.time), *e[2:]) for e in events]
        self.arrivals = [Came(*a[1:5], when(a.time), when(a.clear)) for a in arrivals]


def own_outcomes(
    replication: int, rules: Mapping[str, OutcomeRule], seen: Happenings, known: Iterable[str]
) -> Iterator[OutcomeRow]:
    """What the user's functions make of a replication: a datetime is a moment, a number a number, None never.

    Raises:
        HookError: one failed, gave something else, or has the name of an outcome of the model.
    """
    names = set(known)
    for name, rule in rules.items():
        if name in names:
            raise HookError(
                msg("outcomes: {name} is an outcome already; give yours another name", name=quoted(name))
            )
        try:
            value = rule(seen)
        except Exception as error:
            raise HookError(
                msg(
                    "outcomes: {name_of} failed in replication {replication}: {error}",
                    name_of=name_of(rule),
                    replication=replication,
                    error=code_words(error),
                )
            ) from None
        yield _row(replication, name, value, seen.start)


def _row(replication: int, name: str, value: object, start: datetime) -> OutcomeRow:
    if value is None:
        return OutcomeRow(replication, name, None, TIME_UNIT, NOT_SEEN)
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise HookError(
                msg(
                    "outcomes: {name} gave {value} without an offset; give a time of the happenings",
                    name=name,
                    value=value,
                )
            )
        return OutcomeRow(replication, name, (value - start).total_seconds(), TIME_UNIT, "")
    if isinstance(value, (int, float)) and math.isfinite(value):
        return OutcomeRow(replication, name, float(value), "1", "")
    raise HookError(
        msg(
            "outcomes: {name} gave {value}; give a datetime, a finite number or None",
            name=name,
            value=quoted(value),
        )
    )
