"""The tables of a result folder: their columns, typed rows, and text that is equal byte for byte.

Times are float seconds since the scenario's start inside, local ISO 8601 to the whole second in
files. A replication's text depends on nothing but that replication.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

_SCENARIO = {"scenario": "name of the scenario"}
_REPLICATION = {"replication": "number of the replication, from 0"}

COLUMNS: dict[str, dict[str, str]] = {
    "arrivals.csv": {
        **_SCENARIO, **_REPLICATION,
        "formation": "id of the formation",
        "place": "id of the place",
        "event": "what it does there: order, depart, pass, arrive, contact, cleared, ...",
        "visit": "counts repeated visits from 1, over the whole run",
        "time": "when its head does so; empty: never",
        "clear_time": "when its tail has; empty: never, or some of it never comes",
        "cause": "the cause that took most of the time since the last named place",
        "reason": "why it never comes, in words",
    },
    "outcomes.csv": {
        **_SCENARIO, **_REPLICATION,
        "outcome": "name of the outcome",
        "value": "a moment where the unit is time, else a number; empty: never",
        "unit": "time, or the unit of the number",
        "reason": "why it never comes, in words",
    },
    "causes.csv": {
        **_SCENARIO, **_REPLICATION,
        "formation": "id of the leaf formation",
        "cause": "cause of the hours",
        "hours": "hours of all its march units together",
    },
    "chains.csv": {
        **_SCENARIO, **_REPLICATION,
        "outcome": "name of an outcome that is a moment",
        "cause": "cause in its critical chain",
        "seconds": "seconds; those of an outcome add up to the time from the start to it",
    },
    "lines.csv": {
        **_SCENARIO, **_REPLICATION,
        "line": "id of the phase line",
        "march": "id of the march order",
        "formation": "id of the formation at the head",
        "place": "id of the last place before the line",
        "time": "when the first head of the march crosses",
        "verdict": "wait: it stood before the line; slack: it came after the line was over; disobeyed or "
                   "unknown: it crossed before, against the order or before the order had reached it",
        "seconds": "of the wait, or between the crossing and the end of the line",
    },
    "events.csv": {
        **_REPLICATION,
        "time": "when it happens",
        "kind": "kind of the event (see the event dictionary)",
        "formation": "id of the formation; empty: none",
        "place": "id of the place; empty: none",
        "order": "id of the order; empty: none",
        "detail": "by kind",
        "value": "by kind: seconds or men; empty: none",
    },
    "tracks.csv": {
        **_REPLICATION,
        "formation": "id of the leaf formation",
        "order": "id of the march order",
        "part": "0: what went with the lead; 1, 2, ...: what went another way",
        "seq": "number of the place on the way, from 0",
        "place": "id of the place",
        "visit": "counts repeated visits under this order from 1; 0: where the order reached it on the road",
        "head": "when the head enters the place",
        "clear": "when the tail has",
        "vehicles": "vehicles that pass",
    },
    "losses.csv": {
        **_REPLICATION,
        "time": "when they fall; of what accrues by the hour the end",
        "since": "of what accrues by the hour the beginning: evenly from here to time; else as time",
        "party": "whose: 2db, us, allied, ffi, civilians, germans",
        "place": "id of the place; empty: by the hour, nowhere in particular",
        "killed": "men",
        "wounded": "men",
        "prisoners": "men",
    },
}  # fmt: skip
"""File name -> column, in the order of the file -> what it holds."""

EVENT_TABLES = ("events.csv", "tracks.csv", "losses.csv")
"""Kept for the first replications only."""
MAIN_TABLES = tuple(name for name in COLUMNS if name not in EVENT_TABLES)
"""Kept for every replication."""

_AT = {name: list(columns).index("replication") for name, columns in COLUMNS.items()}
"""File name -> which column has the replication."""

TIME_UNIT = "time"
"""The unit of an outcome that is a moment."""
ROUTE = "route not taken"
"""The reason of what did not come because the columns went another way."""


ArrivalKey = tuple[str, str, str, int]
"""What a row of the arrivals is about: (formation, place, event, visit)."""


class Arrival(NamedTuple):
    """When a formation's head (``time``) and tail (``clear``) did ``event`` at ``place``; None: never."""

    replication: int
    formation: str
    place: str
    event: str
    visit: int
    time: float | None
    clear: float | None
    cause: str
    reason: str

    @property
    def key(self) -> ArrivalKey:
        """What it is about, in every replication."""
        return self.formation, self.place, self.event, self.visit


class OutcomeRow(NamedTuple):
    """One outcome of one replication: seconds since the start where ``unit`` is ``time``; None: never."""

    replication: int
    outcome: str
    value: float | None
    unit: str
    reason: str


class CauseRow(NamedTuple):
    """Hours that the march units of a leaf formation spent on ``cause``, summed over its units."""

    replication: int
    formation: str
    cause: str
    hours: float


class ChainRow(NamedTuple):
    """Seconds of ``cause`` in an outcome's critical chain; the rows of an outcome add up to it."""

    replication: int
    outcome: str
    cause: str
    seconds: int


class LineRow(NamedTuple):
    """The first head of a march that crossed a phase line: ``formation`` at ``place``.

    ``verdict``: ``wait`` (it stood before the line for ``seconds``), ``slack`` (it came ``seconds`` after
    the line had opened), ``disobeyed`` or ``unknown`` (it crossed ``seconds`` before the line opened,
    against the order or before the order had reached it).
    """

    replication: int
    line: str
    march: str
    formation: str
    place: str
    time: float
    verdict: str
    seconds: float


class EventRow(NamedTuple):
    """An entry of the event log, as written."""

    replication: int
    time: float
    kind: str
    formation: str
    place: str
    order: str
    detail: str
    value: float | None


class TrackRow(NamedTuple):
    """A part of a leaf formation at one node of its way: head, tail, vehicles that passed.

    Part 0 went with the lead, others went another way. Visit 0 is the place that the lead had passed
    last when the order reached it on the road.
    """

    replication: int
    formation: str
    order: str
    part: int
    seq: int
    place: str
    visit: int
    head: float
    clear: float
    vehicles: int


class LossRow(NamedTuple):
    """What a party lost at ``time`` and ``place``, or evenly between ``since`` and ``time`` (no place)."""

    replication: int
    time: float
    since: float
    party: str
    place: str
    killed: float
    wounded: float
    prisoners: float


def whole(seconds: float) -> int:
    """Rounded to the second, halves up, so that rounded boundaries still add up."""
    return math.floor(seconds + 0.5)


class Clock:
    """Seconds since the scenario's start to local ISO text (to the second) and back."""

    def __init__(self, start_iso: str) -> None:
        self._start = datetime.fromisoformat(start_iso)
        if self._start.utcoffset() is None:
            raise ValueError(f"the scenario's start has no offset: {start_iso!r}")
        self._zone = self._start.isoformat(timespec="seconds")[19:]
        self._minute_start = self._start.replace(second=0, microsecond=0)
        self._shift = (self._start - self._minute_start).total_seconds()
        self._minutes: dict[int, str] = {}
        self._known: dict[str, float] = {}

    def text(self, seconds: float | None) -> str:
        """``1944-08-23T08:55:12+02:00``; empty for None."""
        if seconds is None:
            return ""
        minute, second = divmod(math.floor(seconds + self._shift + 0.5), 60)
        head = self._minutes.get(minute)
        if head is None:
            moment = self._minute_start + timedelta(minutes=minute)
            head = self._minutes[minute] = moment.isoformat(timespec="seconds")[:17]
        return f"{head}{second:02d}{self._zone}"

    def seconds(self, text: str) -> float | None:
        """The inverse of :meth:`text`."""
        if not text:
            return None
        minute = self._known.get(text[:17])
        if minute is None:
            moment = datetime.fromisoformat(f"{text[:17]}00{text[19:]}")
            minute = self._known[text[:17]] = (moment - self._start).total_seconds()
        return minute + int(text[17:19])


def cell(text: str) -> str:
    """A CSV cell, quoted only where it must be."""
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        doubled = text.replace('"', '""').replace("\r", " ").replace("\n", " ")
        return f'"{doubled}"'
    return text


def number(value: float | None) -> str:
    """The shortest text of a number, rounded to a millionth; empty for None."""
    if value is None:
        return ""
    rounded = round(value, 6) + 0.0  # no minus zero
    return str(int(rounded)) if rounded == int(rounded) else repr(rounded)


def header(table: str) -> bytes:
    """The first line of a table."""
    return (",".join(COLUMNS[table]) + "\n").encode()


def arrivals_text(scenario: str, clock: Clock, rows: Iterable[Arrival]) -> str:
    """The lines of ``arrivals.csv`` for one replication."""
    name, iso = cell(scenario), clock.text
    return "".join(
        f"{name},{r.replication},{r.formation},{r.place},{r.event},{r.visit},"
        f"{iso(r.time)},{iso(r.clear)},{r.cause},{cell(r.reason)}\n"
        for r in rows
    )


def outcomes_text(scenario: str, clock: Clock, rows: Iterable[OutcomeRow]) -> str:
    """The lines of ``outcomes.csv`` for one replication."""
    name = cell(scenario)
    lines = []
    for r in rows:
        value = clock.text(r.value) if r.unit == TIME_UNIT else number(r.value)
        lines.append(f"{name},{r.replication},{r.outcome},{value},{r.unit},{cell(r.reason)}\n")
    return "".join(lines)


def causes_text(scenario: str, rows: Iterable[CauseRow]) -> str:
    """The lines of ``causes.csv`` for one replication."""
    name = cell(scenario)
    return "".join(f"{name},{r.replication},{r.formation},{r.cause},{number(r.hours)}\n" for r in rows)


def chains_text(scenario: str, rows: Iterable[ChainRow]) -> str:
    """The lines of ``chains.csv`` for one replication."""
    name = cell(scenario)
    return "".join(f"{name},{r.replication},{r.outcome},{r.cause},{r.seconds}\n" for r in rows)


def lines_text(scenario: str, clock: Clock, rows: Iterable[LineRow]) -> str:
    """The lines of ``lines.csv`` for one replication."""
    name = cell(scenario)
    return "".join(
        f"{name},{r.replication},{cell(r.line)},{cell(r.march)},{r.formation},{r.place},"
        f"{clock.text(r.time)},{r.verdict},{number(r.seconds)}\n"
        for r in rows
    )


def events_text(clock: Clock, rows: Iterable[EventRow]) -> str:
    """The lines of ``events.csv`` for one replication."""
    return "".join(
        f"{r.replication},{clock.text(r.time)},{r.kind},{cell(r.formation)},{cell(r.place)},"
        f"{cell(r.order)},{cell(r.detail)},{number(r.value)}\n"
        for r in rows
    )


def tracks_text(clock: Clock, rows: Iterable[TrackRow]) -> str:
    """The lines of ``tracks.csv`` for one replication."""
    return "".join(
        f"{r.replication},{r.formation},{r.order},{r.part},{r.seq},{r.place},{r.visit},"
        f"{clock.text(r.head)},{clock.text(r.clear)},{r.vehicles}\n"
        for r in rows
    )


def losses_text(clock: Clock, rows: Iterable[LossRow]) -> str:
    """The lines of ``losses.csv`` for one replication."""
    return "".join(
        f"{r.replication},{clock.text(r.time)},{clock.text(r.since)},{cell(r.party)},{cell(r.place)},"
        f"{number(r.killed)},{number(r.wounded)},{number(r.prisoners)}\n"
        for r in rows
    )


def split_line(line: str) -> Sequence[str]:
    """The cells of one line."""
    if '"' in line:
        return next(csv.reader([line]))
    return line.rstrip("\n").split(",")


def replication_of(line: bytes, table: str) -> int:
    """The number of the replication that a line belongs to; only a scenario's name can be quoted before.

    Raises:
        ValueError, IndexError: it is no line of that table.
    """
    at = _AT[table]
    if line.startswith(b'"'):
        return int(split_line(line.decode())[at])
    return int(line.split(b",", at + 1)[at])


def parse_arrivals(
    lines: Iterable[str], clock: Clock, wanted: Collection[ArrivalKey] | None = None
) -> Iterator[Arrival]:
    """Typed rows of ``arrivals.csv`` (lines without the header); of those ``wanted`` where some are named.

    A line that nobody wants is not read to its end: a few keys cost a seventh of the whole table.
    """
    texts = None if wanted is None else {(f, p, e, str(v)) for f, p, e, v in wanted}
    for line in lines:
        if texts is not None and '"' not in line and tuple(line.split(",", 6)[2:6]) not in texts:
            continue
        c = split_line(line)
        if texts is not None and tuple(c[2:6]) not in texts:
            continue
        time, clear = clock.seconds(c[6]), clock.seconds(c[7])
        yield Arrival(int(c[1]), c[2], c[3], c[4], int(c[5]), time, clear, c[8], c[9])


def parse_outcomes(lines: Iterable[str], clock: Clock) -> Iterator[OutcomeRow]:
    """Typed rows of ``outcomes.csv``."""
    for line in lines:
        c = split_line(line)
        read = clock.seconds if c[4] == TIME_UNIT else float
        yield OutcomeRow(int(c[1]), c[2], read(c[3]) if c[3] else None, c[4], c[5])


def parse_causes(lines: Iterable[str]) -> Iterator[CauseRow]:
    """Typed rows of ``causes.csv``."""
    for line in lines:
        c = split_line(line)
        yield CauseRow(int(c[1]), c[2], c[3], float(c[4]))


def parse_chains(lines: Iterable[str]) -> Iterator[ChainRow]:
    """Typed rows of ``chains.csv``."""
    for line in lines:
        c = split_line(line)
        yield ChainRow(int(c[1]), c[2], c[3], int(c[4]))


def parse_lines(lines: Iterable[str], clock: Clock) -> Iterator[LineRow]:
    """Typed rows of ``lines.csv``."""
    for line in lines:
        c = split_line(line)
        time = clock.seconds(c[6]) or 0.0
        yield LineRow(int(c[1]), c[2], c[3], c[4], c[5], time, c[7], float(c[8]))


def parse_events(lines: Iterable[str], clock: Clock) -> Iterator[EventRow]:
    """Typed rows of ``events.csv``."""
    for line in lines:
        c = split_line(line)
        value = float(c[7]) if c[7] else None
        yield EventRow(int(c[0]), clock.seconds(c[1]) or 0.0, c[2], c[3], c[4], c[5], c[6], value)


def parse_tracks(lines: Iterable[str], clock: Clock) -> Iterator[TrackRow]:
    """Typed rows of ``tracks.csv``."""
    for line in lines:
        c = split_line(line)
        head, clear = clock.seconds(c[7]) or 0.0, clock.seconds(c[8]) or 0.0
        numbers = int(c[3]), int(c[4])
        yield TrackRow(int(c[0]), c[1], c[2], *numbers, c[5], int(c[6]), head, clear, int(c[9]))


def parse_losses(lines: Iterable[str], clock: Clock) -> Iterator[LossRow]:
    """Typed rows of ``losses.csv``."""
    for line in lines:
        c = split_line(line)
        time, since = clock.seconds(c[1]) or 0.0, clock.seconds(c[2]) or 0.0
        yield LossRow(int(c[0]), time, since, c[3], c[4], float(c[5]), float(c[6]), float(c[7]))
