"""The tables of a result folder: their columns and typed rows.

Times are float seconds since the scenario's start inside, moments to the whole second in files.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from paris44.scenario.model import Scenario

Kind = Literal["text", "whole", "number", "moment"]
"""What a column holds: a text, a whole number, a number or a moment; only the last two may be empty."""


class TableColumn(NamedTuple):
    """A column of a table: its kind, and what it holds."""

    kind: Kind
    meaning: str


_SCENARIO = {"scenario": TableColumn("text", "name of the scenario")}
_REPLICATION = {"replication": TableColumn("whole", "number of the replication, from 0")}

COLUMNS: dict[str, dict[str, TableColumn]] = {
    "arrivals": {
        **_SCENARIO, **_REPLICATION,
        "formation": TableColumn("text", "id of the formation"),
        "place": TableColumn("text", "id of the place"),
        "event": TableColumn("text", "what it does there: order, depart, pass, arrive, contact, ..."),
        "visit": TableColumn("whole", "counts repeated visits from 1, over the whole run"),
        "time": TableColumn("moment", "when its head does so; empty: never"),
        "clear_time": TableColumn("moment", "when its tail has; empty: never, or some of it never comes"),
        "cause": TableColumn("text", "the cause that took most of the time since the last named place"),
        "reason": TableColumn("text", "why it never comes, in words"),
    },
    "outcomes": {
        **_SCENARIO, **_REPLICATION,
        "outcome": TableColumn("text", "name of the outcome"),
        "time": TableColumn("moment", "when it comes, where it is a moment; empty: never"),
        "value": TableColumn("number", "the number, where it is one; empty: never"),
        "unit": TableColumn("text", "time, or the unit of the number"),
        "reason": TableColumn("text", "why it never comes, in words"),
    },
    "causes": {
        **_SCENARIO, **_REPLICATION,
        "formation": TableColumn("text", "id of the leaf formation"),
        "cause": TableColumn("text", "cause of the hours"),
        "hours": TableColumn("number", "hours of all its march units together"),
    },
    "chains": {
        **_SCENARIO, **_REPLICATION,
        "outcome": TableColumn("text", "name of an outcome that is a moment"),
        "cause": TableColumn("text", "cause in its critical chain"),
        "seconds": TableColumn("whole", "those of an outcome add up to the time from the start to it"),
    },
    "lines": {
        **_SCENARIO, **_REPLICATION,
        "line": TableColumn("text", "id of the phase line"),
        "march": TableColumn("text", "id of the march order"),
        "formation": TableColumn("text", "id of the formation at the head"),
        "place": TableColumn("text", "id of the last place before the line"),
        "time": TableColumn("moment", "when the first head of the march crosses"),
        "verdict": TableColumn(
            "text", "wait: it stood before the line; slack: it came after the line was over; disobeyed or "
                    "unknown: it crossed before, against the order or before the order had reached it"
        ),
        "seconds": TableColumn("number", "of the wait, or between the crossing and the end of the line"),
    },
    "events": {
        **_REPLICATION,
        "time": TableColumn("moment", "when it happens"),
        "kind": TableColumn("text", "kind of the event (see the event dictionary)"),
        "formation": TableColumn("text", "id of the formation; empty: none"),
        "place": TableColumn("text", "id of the place; empty: none"),
        "order": TableColumn("text", "id of the order; empty: none"),
        "detail": TableColumn("text", "by kind"),
        "value": TableColumn("number", "by kind: seconds or men; empty: none"),
    },
    "tracks": {
        **_REPLICATION,
        "formation": TableColumn("text", "id of the leaf formation"),
        "order": TableColumn("text", "id of the march order"),
        "part": TableColumn("whole", "0: what went with the lead; 1, 2, ...: what went another way"),
        "seq": TableColumn("whole", "number of the place on the way, from 0"),
        "place": TableColumn("text", "id of the place"),
        "visit": TableColumn(
            "whole", "counts repeated visits under this order from 1; 0: where it got the order on the road"
        ),
        "head": TableColumn("moment", "when the head enters the place"),
        "clear": TableColumn("moment", "when the tail has"),
        "vehicles": TableColumn("whole", "vehicles that pass"),
    },
    "losses": {
        **_REPLICATION,
        "time": TableColumn("moment", "when they fall; of what accrues by the hour the end"),
        "since": TableColumn(
            "moment", "of what accrues by the hour the beginning: evenly from here to time; else as time"
        ),
        "party": TableColumn("text", "whose: a party of the scenario"),
        "place": TableColumn("text", "id of the place; empty: by the hour, nowhere in particular"),
        "killed": TableColumn("number", "men"),
        "wounded": TableColumn("number", "men"),
        "prisoners": TableColumn("number", "men"),
    },
}  # fmt: skip
"""Table -> column, in the order of the file -> what it holds."""

EVENT_TABLES = ("events", "tracks", "losses")
"""Kept for the first replications only."""
MAIN_TABLES = tuple(name for name in COLUMNS if name not in EVENT_TABLES)
"""Kept for every replication."""

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


@dataclass(frozen=True)
class Series:
    """One outcome over the replications. ``values``: seconds since the start or a number; inf is never."""

    name: str
    unit: str
    values: Sequence[float]
    reasons: Mapping[int, str]  # replication -> why it never came

    @classmethod
    def told(cls, name: str, unit: str, values: Sequence[float], reasons: Mapping[int, str]) -> Series:
        """That of ``values`` in the ``unit``, with the ``reasons`` of the replications that have a row.

        A gate that no order names has rows only where a column came by it: in the others none took that way.
        """
        never = [replication for replication, value in enumerate(values) if math.isinf(value)]
        return cls(name, unit, values, {r: reasons.get(r, ROUTE) for r in never})

    @property
    def is_time(self) -> bool:
        """Whether it is a moment."""
        return self.unit == TIME_UNIT

    @property
    def share_never(self) -> float:
        """The share of the replications in which it did not come."""
        return sum(map(math.isinf, self.values)) / len(self.values)


def described(scenario: Scenario) -> dict[str, Any]:
    """What a manifest says of its scenario."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "kind": scenario.kind,
        "parent": scenario.parent,
        "exploratory": scenario.exploratory,
        "digest": scenario.digest,
        "start": scenario.start_iso,
        "duration_h": scenario.duration / 3600.0,
    }


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
        self._epoch = int(self._minute_start.timestamp())
        self._minutes: dict[int, str] = {}
        self._known: dict[str, float] = {}

    @property
    def offset(self) -> int:
        """Seconds by which the local time is ahead of the universal time."""
        shift = self._start.utcoffset()
        assert shift is not None
        return int(shift.total_seconds())

    @property
    def zone(self) -> str:
        """The offset as ISO 8601 has it: ``+02:00``."""
        return self._zone

    @property
    def epoch(self) -> int:
        """Unix time of the minute in which the scenario starts, in seconds."""
        return self._epoch

    @property
    def shift(self) -> float:
        """Seconds from that minute to the start."""
        return self._shift

    def kept(self, seconds: float) -> float:
        """Seconds since the start as a table keeps them: at a whole second of the clock."""
        return math.floor(seconds + self._shift + 0.5) - self._shift

    def text(self, seconds: float | None) -> str:
        """A local ISO time with its offset, to the second; empty for None."""
        if seconds is None:
            return ""
        minute, second = divmod(math.floor(seconds + self._shift + 0.5), 60)
        head = self._minutes.get(minute)
        if head is None:
            moment = self._minute_start + timedelta(minutes=minute)
            head = self._minutes[minute] = moment.isoformat(timespec="seconds")[:17]
        return f"{head}{second:02d}{self._zone}"

    def seconds(self, text: str) -> float | None:
        """Seconds since the start: the inverse of :meth:`text`."""
        if not text:
            return None
        minute = self._known.get(text[:17])
        if minute is None:
            moment = datetime.fromisoformat(f"{text[:17]}00{text[19:]}")
            minute = self._known[text[:17]] = (moment - self._start).total_seconds()
        return minute + int(text[17:19])
