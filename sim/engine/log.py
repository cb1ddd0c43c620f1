"""What happened in one replication: passages, events, losses, and why each came when it did.

An :class:`EventLog` is the engine's only output. All times are float seconds since the
scenario's start, all places and formations are ids. Lists are in the order in which things
happened, ties in the order in which the simulation handled them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

CAUSES = (
    "orders", "start-slip", "rolling", "halt", "fuel", "rest", "breakdown", "queue", "line",
    "fight", "bridge", "crowd", "weather", "passing", "gridlock", "assembly",
)  # fmt: skip
"""Where a march unit's time goes; every second has exactly one."""


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """A march unit: at most 25 vehicles of one formation that move as one."""

    index: int
    formation: str
    number: int  # 0 is the formation's first
    vehicles: int
    category: str


class Passage:
    """One march unit passes one place.

    ``arrive`` is when its head came to the place, ``head`` when it passed (it may have had to
    wait), ``clear`` when its last vehicle passed. ``event`` is ``depart``, ``pass``, ``arrive`` or
    ``parade``; ``named`` is true where the march order names the place, or the place is a gate or
    a bridge. ``order`` is the march. ``rolling``, ``weather``, ``crowd`` and ``halt`` are the seconds of
    the crossing that led here.
    """

    __slots__ = (
        "arrive", "clear", "crowd", "event", "halt", "head", "named", "order", "place", "rolling",
        "unit", "waits", "weather",
    )  # fmt: skip

    unit: int
    place: str
    event: str
    named: bool
    order: str
    arrive: float
    head: float
    clear: float


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened besides passages.

    ``kind``: order, receive, start, depart_order, contact, cleared, surrender, withdrawn, bypass, halt,
    fuel, rest, line_wait, line_slack, line_disobeyed, detach, passing, gridlock, breakdown,
    bridge (detail: new state), counter_attack, junction, sign, parade, capture, never (detail: reason).
    ``enabled_by`` says what made it happen last (see :class:`Cause`).
    """

    time: float
    kind: str
    formation: str | None
    place: str | None
    order: str | None = None
    detail: str = ""
    value: float | None = None  # seconds or a count, by kind (line_slack: seconds of slack)
    enabled_by: Enabler | None = None


@dataclass(frozen=True, slots=True)
class Enabler:
    """The last thing that had to happen first: an event of the log, a unit's passage, or nothing
    (an absolute time). ``time`` is when it happened; ``lag`` labels the seconds since."""

    time: float
    event: int | None = None  # index into EventLog.events
    unit: int | None = None  # this unit's passage at ``time``
    lag: str = "orders"  # the cause of the interval between ``time`` and what it enabled


@dataclass(frozen=True, slots=True)
class Loss:
    """Losses of ``party`` (2db, us, ffi, civilians, germans) at ``time``."""

    time: float
    party: str
    place: str | None
    formation: str | None  # formation or garrison that suffered them
    killed: float = 0.0
    wounded: float = 0.0
    prisoners: float = 0.0
    tanks: float = 0.0


@dataclass(slots=True)
class EventLog:
    """One replication. ``spans`` holds, per unit, the time off the road: (start, end, cause)."""

    replication: int
    units: Sequence[UnitInfo]
    passages: list[Passage] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    spans: list[list[tuple[float, float, str]]] = field(default_factory=list)
    detached: set[str] = field(default_factory=set)  # formations that an order detached
    never: dict[str, str] = field(default_factory=dict)  # formation -> why it went no further
    sim_events: int = 0  # SimPy events processed
    end: float = 0.0
