"""What happened in one replication: passages, events, losses, and why each came when it did.

An :class:`EventLog` is the engine's only output. All times are float seconds since the
scenario's start, all places and formations are ids. Lists are in the order in which things
happened, ties in the order in which the simulation handled them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from paris44.engine.events import CAUSES, Cause, Kind
from paris44.engine.rounding import HAIR
from paris44.scenario.model import Trigger
from paris44.world.order_of_battle import UnitInfo

__all__ = [
    "CAUSES", "INFINITE", "Account", "Enabler", "Event", "EventLog", "Loss", "OrderTrace", "Passage",
    "Pending", "Standing", "UnitInfo",
]  # fmt: skip

INFINITE: Final = float("inf")
"""A time that nobody knows, or that does not come."""
Room = Callable[["Passage", float, int, int, float], bool]
"""Lets vehicles of a passage, from the first to the one before the end, pass when there is room for each and
a gap after the one before, from a second on; whether any is later than it would have been.

The k-th of the unit needs the place of the ``base + k``-th vehicle (from 0) to leave a road.
"""


class Passage:
    """One march unit passes one place.

    ``came`` is when its head came to stand before the place, ``head`` when it entered it (it may have had
    to wait: whoever passes, departs or arrives does so then), ``clear`` when its last vehicle did.
    ``event`` is one of :data:`paris44.engine.events.PASSAGES`. ``order`` is the march, ``unit`` the unit's
    index, ``drive`` the seconds of driving (without halts) from the place before.

    ``gap`` is the least time between its vehicles here. They follow evenly from ``head`` to ``clear``, but
    where some have waited on the way: then ``times`` says when each passes.

    ``open`` is true while the tail's time still depends on what happens ahead, from the ``sure``-th
    vehicle on; those that wait for it are ``dependents``. At the end of a run no passage is open but
    those of units still held.

    ``led`` are the vehicles that come for now, all but those whom a line farther back has cut off;
    ``parted``: so many had come when it cut them off last (0: never).
    """

    __slots__ = (
        "came", "clear", "count", "dependents", "drive", "event", "gap", "head", "led", "next", "open",
        "order", "parted", "place", "rank", "room", "sure", "times", "unit", "vehicles", "waits_on",
    )  # fmt: skip

    def __init__(
        self, unit: int, vehicles: int, place: str, event: str, order: str,
        came: float, head: float, clear: float, drive: float = 0.0, gap: float = 0.0,
    ) -> None:  # fmt: skip
        self.unit = unit
        self.vehicles = vehicles
        self.place = place
        self.event = event
        self.order = order
        self.came = came
        self.head = head
        self.clear = clear
        self.drive = drive
        self.gap = gap
        self.times: list[float] | None = None
        self.next: Passage | None = None  # the unit's next, on the same stage
        self.rank = 0  # vehicles that have left the lane behind before it
        self.open = False
        self.room: Room | None = None  # of the lane that it enters, if some of it may wait for that,
        self.count = 0.0  # and the number of the vehicle whose place its last needs
        self.sure = self.led = vehicles
        self.parted = 0
        self.waits_on: object = None  # the lane, or the passage ahead, in which its tail waits for room
        self.dependents: list[tuple[Room, float, Passage]] | None = None

    def at(self, vehicle: float) -> float:
        """When the ``vehicle``-th vehicle (from 0) passes.

        A part of a vehicle more is that part of the time to the next.
        """
        last, times = self.vehicles - 1, self.times
        if times is not None:
            before = min(int(vehicle), last - 1)
            return times[before] + (times[before + 1] - times[before]) * (vehicle - before)
        return self.head + (self.clear - self.head) * vehicle / last if last else self.head

    def hour(self, vehicle: int) -> float:
        """The same of a whole vehicle."""
        times = self.times
        if times is not None:
            return times[vehicle]
        last = self.vehicles - 1
        return self.head + (self.clear - self.head) * vehicle / last if last else self.head

    def one_by_one(self) -> list[float]:
        """When each of its vehicles passes, from now on to be told one by one."""
        times = self.times
        if times is None:
            head, span, last = self.head, self.clear - self.head, self.vehicles - 1
            times = self.times = [head + span * k / last for k in range(last + 1)] if last else [head]
        return times

    def close_up(self) -> list[float]:
        """The same where those who came evenly behind a head that was held have closed up behind it.

        At a line that cuts the unit in two it says how many are through; anywhere else the last alone counts.
        """
        last = self.vehicles - 1
        if self.times is None and last:
            head, gap, came = self.head, self.gap, self.came
            apart = (self.clear - came) / last
            self.times = [max(head + k * gap, came + k * apart) for k in range(last + 1)]
        return self.one_by_one()

    def lead(self, vehicles: int) -> None:
        """Only the first ``vehicles`` come for now: the others count for nothing, with the last of these."""
        times = self.one_by_one()
        self.led = self.parted = vehicles
        self.clear = times[vehicles - 1]
        for k in range(vehicles, self.vehicles):
            times[k] = self.clear

    def lets_in(self, now: float, span: float, gap: float) -> bool:
        """Whether others who need ``span`` seconds may go in the second ``now``, between those who had come
        when the unit was cut in two and those who follow."""
        k, times = self.parted, self.times
        return k > 0 and times is not None and times[k - 1] + gap <= now and now + span <= times[k]

    def __repr__(self) -> str:
        return f"Passage(unit {self.unit}, {self.event} {self.place}, {self.head:.1f}-{self.clear:.1f})"


class Enabler(NamedTuple):
    """The last thing that had to happen first: an event of the log, a unit's passage, or an order.

    ``time`` is when it happened; ``lag`` is the cause of the interval between it and what it enabled. With
    neither event, unit nor order it is a root: an hour that a commander or nature set.
    """

    time: float
    event: int | None = None  # index into EventLog.events
    unit: int | None = None  # this unit's doings until ``time``
    order: str | None = None  # this march order, started at ``time``
    lag: Cause = "orders"


class Event(NamedTuple):
    """Something that happened besides passages.

    What the fields mean for each kind says :data:`paris44.engine.events.KINDS`.
    """

    time: float
    kind: Kind
    formation: str | None
    place: str | None
    order: str | None = None
    detail: str = ""
    value: float | None = None  # seconds or a count, by kind
    enabled_by: Enabler | None = None


@dataclass(frozen=True, slots=True)
class OrderTrace:
    """The life of a march order: None for what did not come."""

    issued: float
    received: float
    start: float  # the hour at which the column should start
    started: float  # start and slip
    enabled_by: Enabler
    waits: Cause = "orders"  # the cause of the interval from receipt to start


@dataclass(frozen=True, slots=True)
class Pending:
    """An order that has not been given, or a march that has not started, when the run is over.

    ``stage``: ``issue`` or ``start``, whichever is still to come, or ``chance``: the dice were against it.
    ``awaits`` are the simple triggers that have not come true; where there are none it waits for its hour.
    """

    stage: str
    awaits: tuple[Trigger, ...] = ()


class Standing(NamedTuple):
    """Where a march unit is when the run is over.

    ``order`` is the march that it has taken last (empty: none yet), ``place`` the last that it passed or
    reached, ``cause`` what its last seconds belong to (``orders`` or ``done``: it has come to the end of its
    march), ``held`` what holds it, in words (empty: nothing).
    """

    order: str
    place: str
    cause: str
    held: str = ""

    @property
    def under_way(self) -> bool:
        """Whether it has not come to the end of its march."""
        return bool(self.order) and (bool(self.held) or self.cause not in ("", "orders", "done"))


@dataclass(frozen=True, slots=True)
class Loss:
    """Losses of ``party``, one of the theatre's, at ``time``."""

    time: float
    party: str
    place: str | None
    formation: str | None  # formation or garrison that suffered them
    killed: float = 0.0
    wounded: float = 0.0
    prisoners: float = 0.0
    tanks: float = 0.0


class Account:
    """A unit's account of time: from each of ``times`` (s) on its seconds belong to the cause of that place.

    A queue names the unit that it waits for (``aheads``). Three lists, not one of tuples: a replication has
    25,000 entries, and Python looks through tuples, but not through numbers, for what is left over.
    """

    __slots__ = ("aheads", "causes", "times")

    def __init__(self) -> None:
        self.times: list[float] = []
        self.causes: list[str] = []
        self.aheads: list[int | None] = []

    def __len__(self) -> int:
        return len(self.times)

    def __iter__(self) -> Iterator[tuple[float, str, int | None]]:
        return zip(self.times, self.causes, self.aheads, strict=True)

    def add(self, time: float, cause: str, ahead: int | None = None) -> None:
        """From the second ``time``, not before the last entry's, it is ``cause``."""
        self.times.append(time)
        self.causes.append(cause)
        self.aheads.append(ahead)

    def put(self, time: float, cause: str) -> None:
        """From the second ``time`` on it is ``cause``: the last entry gives way if it does not lie before."""
        if self.times[-1] >= time:
            self.drop()
        self.add(time, cause)

    def drop(self) -> None:
        """Take away the last entry."""
        self.times.pop()
        self.causes.pop()
        self.aheads.pop()

    def note(self, now: float, cause: str, ahead: int | None = None) -> None:
        """From the second ``now`` on it is ``cause``, and nothing else; a cause that goes on is one entry."""
        times = self.times
        while times:
            if times[-1] < now:
                if self.causes[-1] == cause and self.aheads[-1] == ahead:
                    return
                break
            self.drop()
        times.append(now)
        self.causes.append(cause)
        self.aheads.append(ahead)

    def at(self, now: float) -> str:
        """The cause in the second ``now`` (empty: none yet)."""
        return next((self.causes[i] for i in range(len(self.times) - 1, -1, -1) if self.times[i] <= now), "")


@dataclass(slots=True)
class EventLog:
    """One replication.

    ``changes`` holds per unit what it was doing from when on, ending with the cause ``done``; ``slowed``
    holds per unit the crossings that weather or crowds lengthened: (from, to, weather s, crowd s).
    ``owed`` holds, unit by unit and in the order of its way, the passages (without times) that were still
    ahead of it at the end under the orders that it carries out or has next.
    """

    replication: int
    units: Sequence[UnitInfo]
    end: float
    passages: list[Passage] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    orders: dict[str, OrderTrace] = field(default_factory=dict)
    changes: list[Account] = field(default_factory=list)
    slowed: list[list[tuple[float, float, float, float]]] = field(default_factory=list)
    detached: dict[str, float] = field(default_factory=dict)  # formation -> when an order detached it
    pending: dict[str, Pending] = field(default_factory=dict)  # order -> what it waits for at the end
    standing: list[Standing] = field(default_factory=list)  # per unit, at the end
    owed: list[Passage] = field(default_factory=list)  # what the units under way would have passed next
    draws: Mapping[str, float] = field(default_factory=dict)

    def tails(self) -> Iterator[tuple[Passage, float]]:
        """Every passage, and when all of its unit is through: infinite where the end comes before, or in
        that second, as it does for a head.

        A unit whose tail stands somewhere behind is through nowhere further on either.
        """
        cut, end = [False] * len(self.units), self.end - HAIR
        for passage in self.passages:
            behind = passage.event != "depart" and cut[passage.unit]
            cut[passage.unit] = behind or passage.open
            never = behind or passage.open or passage.clear >= end
            yield passage, INFINITE if never else passage.clear
