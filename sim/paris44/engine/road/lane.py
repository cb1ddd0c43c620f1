"""Lanes and places as queues: headway, first in first out, storage and spillback; and who stands in them.

A march unit is a point with two clocks at each place: when its head passes and when its tail does.
Between them its vehicles follow evenly, or, where some had to wait, one by one. The rules are those of
kinematic-wave theory, counted in vehicles (Newell's and Daganzo's cumulative counts), for vehicle n at
place j:

- it has driven the lane behind at its speed;
- the vehicle ahead passed at least a headway before: ``wave_time + jam_spacing / speed``, the greater of the
  two lanes, and never less than one over the capacity of the place or of either lane;
- the vehicle that many places ahead which the next lane holds has left that lane, and the hole has
  travelled back: ``storage * wave_time`` later.

A unit checks the rules for its head, and computes its tail from them. Where the tail depends on
vehicles that have not moved yet, its passage stays *open* and is settled when they do.

A lane holds travellers, and a traveller is on a lane: such things know each other, and stand in one module.
Of the enemy and of phase lines the road knows no more than what holds a traveller.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import ceil
from typing import Final

from simpy.events import Event as SimEvent

from paris44.engine.clock import Agenda, Alarm, Mover
from paris44.engine.log import INFINITE, Account, Passage
from paris44.engine.pace import Profile
from paris44.engine.road.flow import Flow, Source, follow, hold_behind, hold_up
from paris44.engine.rounding import HAIR
from paris44.scenario.model import Garrison, March, PhaseLine
from paris44.world.build import Step
from paris44.world.order_of_battle import UnitInfo

_FIGHTING: Final = ("attack", "flank")  # what a column may be ordered to do on contact


class Node:
    """A place during a run. ``gap`` is the least time between vehicles over it, all directions."""

    __slots__ = ("alarm", "bars", "blown", "gap", "last", "name", "quiet", "waiting", "watched", "ways")

    def __init__(self, name: str, gap: float) -> None:
        self.name = name
        self.gap = gap
        self.last: Passage | None = None  # kept only where the place itself has a capacity
        self.bars: list[Barrier] = []
        self.blown = False
        self.waiting: list[Traveller] = []  # heads that stand here, each the front of its lane
        self.quiet = True  # no enemy: nothing to ask the place
        self.watched = False  # somebody may be awaited here, even if he only comes to a halt,
        self.alarm: Alarm | None = None  # and is
        self.ways = 0  # lanes and assembly areas from which columns come to it in this run

    def clear(self) -> None:
        """Nobody is here."""
        self.waiting.clear()
        self.bars.clear()
        self.alarm = None

    def poke(self) -> None:
        """Something changed: let those who wait here look again."""
        for unit in self.waiting:
            unit.poke()

    def ring(self) -> None:
        """Somebody has come: let those look again who await him here."""
        alarm, self.alarm = self.alarm, None
        if alarm is not None:
            alarm.ring(0.0)

    def settled(self) -> None:
        """It is known when a tail passes: let those look again who wait here, or for who is here."""
        self.poke()
        self.ring()

    def hasten(self) -> None:
        """Some for whom others wait here do not come: let these look again, also who knows until when."""
        self.settled()
        for unit in self.waiting:
            unit.wait(unit.agenda.now, 0.0)

    def bar(self, strongpoint: Barrier) -> None:
        """``strongpoint`` bars the place from now on."""
        self.bars.append(strongpoint)
        self.quiet = False

    def open(self, strongpoint: Barrier) -> None:
        """``strongpoint`` no longer bars the place."""
        self.bars.remove(strongpoint)
        self.quiet = not self.bars
        self.poke()


class Lane(Source):
    """One direction of a road during a run, or the assembly area from which a column enters it.

    ``entered``, ``exited`` and ``cleared`` count vehicles; ``exits`` holds the passages out of the lane
    whose room is not known to be free again at the entrance; ``pending`` those into it whose tail waits
    for room.
    """

    __slots__ = (
        "a", "asks", "b", "cleared", "entered", "exited", "exits", "flow", "gap", "impatient", "kind",
        "last_in", "last_lane", "last_out", "length", "lines", "opposite", "passed_in", "passed_out",
        "pending", "queue", "room", "spacing", "wave",
    )  # fmt: skip

    def __init__(
        self, flow: Flow, a: Node, b: Node, *, length: float = 0.0, kind: int = 0, gap: float = 0.0,
        spacing: float = 0.0, room: float = 1e9, wave: float = 0.0,
    ) -> None:  # fmt: skip
        self.flow = flow
        self.a = a
        self.b = b
        b.ways += 1
        self.length = length
        self.kind = kind
        self.gap = gap  # least time between vehicles at its entrance, by its capacity
        self.spacing = spacing  # road per vehicle at a halt, in metres
        self.room = room  # vehicles that it holds at a halt
        self.wave = wave  # time for a hole to travel back through it
        self.queue: list[Traveller | Ghost] = []
        self.entered = self.exited = self.cleared = 0
        self.exits: list[Passage] = []
        self.pending: list[tuple[float, Passage]] = []
        self.last_in: Passage | None = None
        self.last_out: Passage | None = None
        self.passed_in: Passage | None = None  # somebody drove in past this one, whose tail was not in yet,
        self.passed_out: Passage | None = None  # and out past this one, whose tail was still in
        self.last_lane: Lane | None = None  # whence the last to enter came
        self.impatient: list[Traveller] = []  # in its queue, to drive past those ahead once these halt
        self.lines: tuple[Restriction, ...] = ()
        self.opposite: Lane | None = None  # of a single-track road
        self.asks = False  # a line, a bridge, an enemy ahead or opposed traffic has a say at its entrance

    def clear(self) -> None:
        """Nobody is here, or came from somewhere."""
        self.queue.clear()
        self.impatient.clear()
        self.last_lane = self.opposite = None

    # --- storage -----------------------------------------------------------------------------

    def room_from(self, vehicles: int, now: float) -> float:
        """From when on the head of a unit of that many vehicles finds room.

        0: there is room for all of it, so that nothing can hold its tail back. Infinite: nobody knows yet.
        """
        most = self.room - vehicles + self.cleared
        entered = self.entered
        if entered <= most:
            return 0.0
        exits, wave = self.exits, self.wave
        while exits:
            first = exits[0]
            if first.open or first.clear + wave > now or self._has_waiting_tail():
                break
            self.cleared += first.vehicles
            most += first.vehicles
            exits.pop(0)
        count = entered - self.room
        if entered <= most or count < self.cleared:
            return 0.0
        found = self._exit(count)
        if found is None:
            return INFINITE
        vehicle = count - found.rank
        return INFINITE if found.open and vehicle >= found.sure else found.at(vehicle) + wave

    def _has_waiting_tail(self) -> bool:
        """Whether somebody of a unit that has entered waits for room: then who left is not forgotten yet."""
        last, passed = self.last_in, self.passed_in
        return (last is not None and last.open) or (passed is not None and passed.open)

    def _room(self, passage: Passage, base: float, first: int, end: int, time: float) -> bool:
        """Let a unit's vehicles in when there is room (see :data:`~paris44.engine.log.Room`): from the second
        ``time`` on where it is free, or nobody knows."""
        k, late = max(first, min(ceil(self.cleared - base), end)), False
        if k > first:
            late = hold_up(passage, first, k, time)
        for out in self.exits:
            to = min(ceil(out.rank + out.vehicles - base), end)
            if to > k:
                if hold_behind(passage, k, to, time, out, base - out.rank, self.wave):
                    late = True
                k = to
        if k < end and hold_up(passage, k, end, time):
            late = True
        return late

    def _held_from(self, passage: Passage, count: float) -> int:
        """From which vehicle of ``passage`` on some may find room later than they come, its last in the place
        of the ``count``-th (past its last: none): of each that left before, its first and last say so where
        all follow evenly."""
        vehicles, head, wave = passage.vehicles, passage.head, self.wave
        first = count - vehicles + 1.0
        part, evenly = first % 1.0, passage.times is None  # each needs a place so much past a whole one
        taken = max(self.cleared + part, first)
        for out in self.exits:
            rank = out.rank + part
            if rank > count:
                break
            if out.clear + wave <= head:
                continue
            low, high = rank, rank + out.vehicles - 1.0
            if low < taken:
                low = taken
            if high > count:
                high = count
            if high >= low and not (
                evenly
                and out.times is None
                and out.at(low - out.rank) + wave <= passage.at(low - first) + HAIR
                and out.at(high - out.rank) + wave <= passage.at(high - first) + HAIR
            ):
                return max(int(low - first + HAIR), 1)
        return vehicles

    def holder(self) -> int | None:
        """The unit that must move on before there is room: one whose tail is still here, or the first."""
        for passage in self.exits:
            if passage.open:
                return culprit(passage)
        return self.first()

    def first(self) -> int | None:
        """The unit at the head of the queue (None: nobody, or only the room of one that left the road)."""
        return self.queue[0].index if self.queue else None

    def _exit(self, count: float) -> Passage | None:
        """The passage with which the ``count``-th vehicle (from 0) left."""
        for found in self.exits:
            if count < found.rank + found.vehicles:
                return found
        return None

    def _gone(self) -> int:
        """How many vehicles have left, or will at a time that is known: not those of a tail that waits."""
        for passage in self.exits:
            if passage.open:
                return passage.rank + passage.sure
        return self.exited

    @property
    def entrance(self) -> str:
        """The place where units may wait for room on it."""
        return self.a.name

    def more_leave(self) -> None:
        """See :meth:`~paris44.engine.road.flow.Source.more_leave`."""
        waiting = list(self.pending)
        for passage in self.exits:
            waiting += [(count, behind) for _, count, behind in passage.dependents or ()]
        self._grow(waiting)

    def _grow(self, waiting: list[tuple[float, Passage]]) -> None:
        """More of these may find room: of each the count whose leaving its last vehicle needs."""
        for count, behind in waiting:
            self.flow.grow(behind, self._gone(), self._room, count)

    # --- passages ------------------------------------------------------------------------------

    def enter(self, unit: Traveller, passage: Passage, came_from: Lane) -> None:
        """``unit`` enters with ``passage``; its tail waits for room if the lane is short or full.

        Who has the right drives in beside those who fill it, all of him.
        """
        vehicles = passage.vehicles
        beside = unit.may_pass and self.room_from(vehicles, passage.head) > passage.head
        entered, before = self.entered, self.last_in
        self.entered = entered + vehicles
        self.queue.append(unit)
        if before is not None and before.open:
            self.passed_in = before
        self.last_in = passage
        self.last_lane = came_from
        count = self.entered - 1 - self.room
        if count >= self.cleared and vehicles > 1 and not beside:
            passage.room, passage.count = self._room, count
            found = self._exit(count)
            known = found is not None and not (found.open and count - found.rank >= found.sure)
            passage.sure = self._held_from(passage, count)
            if passage.sure < vehicles:
                follow(passage, 0.0, self._room, count)  # as far as is known
            passage.sure = vehicles
            if not known:
                passage.sure = max(int(self._gone() - entered + self.room), 1)  # so many find room now
                self._wait_for(passage, count, found)

    def leave(self, passage: Passage) -> None:
        """The front unit leaves with ``passage``; whoever waited for that may go on."""
        queue, before = self.queue, self.last_out
        queue.pop(0)
        first = passage.rank = self.exited
        self.exited = first + passage.vehicles
        self.exits.append(passage)
        if before is not None and before.open:
            self.passed_out = before
        self.last_out = passage
        if passage.open:
            self.flow.unsettled[passage] = self
        while self.pending and self.pending[0][0] < self.exited:
            count, behind = self.pending.pop(0)
            if behind.open:  # its unit has not left the road meanwhile
                self._tail(behind, count, passage)
        self._grow(self.pending)
        if queue:
            queue[0].front(self)
        if self.a.waiting:
            self.a.poke()
        if self.opposite is not None and self.opposite.a.waiting:
            self.opposite.a.poke()

    def hold_back(self) -> None:
        """Some of those who were to leave are kept for nobody knows how long: of those who are still coming
        in some find no room, and so on with those who come into the road that these leave."""
        passage, flow = self.last_in, self.flow
        count = self.entered - 1 - self.room
        if passage is None or count < self.cleared:
            return
        ahead = self._exit(count)
        if ahead is not None and not (ahead.open and count - ahead.rank >= ahead.sure):
            return
        within = flow.through(passage, flow.now() - HAIR)
        if within == passage.vehicles:
            return
        flow.hold(passage, max(int(self._gone() - (self.entered - passage.vehicles) + self.room), within))
        if passage.waits_on is None:
            self._wait_for(passage, count, ahead)
        if self.last_lane is not None:
            flow.unsettled[passage] = self.last_lane
            self.last_lane.hold_back()

    def look_again(self, halted: Traveller) -> None:
        """``halted`` has come to a halt: let those look again who may drive past it."""
        for unit in [u for u in self.impatient if u.priority > halted.priority]:
            self.impatient.remove(unit)
            if unit.lane is self:
                unit.poke()

    def _wait_for(self, passage: Passage, count: float, ahead: Passage | None) -> None:
        """The tail of ``passage`` waits for the ``count``-th vehicle to leave, with ``ahead`` or nobody knows
        with whom."""
        passage.open, passage.waits_on = True, ahead or self
        if ahead is None:
            self.pending.append((count, passage))
            return
        ahead.dependents = ahead.dependents or []
        ahead.dependents.append((self._room, count, passage))

    def _tail(self, passage: Passage, count: float, ahead: Passage) -> None:
        """The ``count``-th vehicle, for which the tail of ``passage`` waits, leaves with ``ahead``."""
        if ahead.open and count - ahead.rank >= ahead.sure:
            self._wait_for(passage, count, ahead)
            self.flow.grow(passage, ahead.rank + ahead.sure, self._room, count)
        else:
            self.flow.settle(passage, 0.0, self._room, count)


def culprit(passage: Passage) -> int | None:
    """The unit that must move on before the tail of an open ``passage`` can follow.

    Where tails on full roads wait for one another in a ring it is the passage's own: the heads of the ring
    come to wait for one another too, and the marshal finds them.
    """
    waits_on = passage.waits_on
    met = {passage} if isinstance(waits_on, Passage) else set()
    while isinstance(waits_on, Passage):
        if waits_on in met:
            return passage.unit
        met.add(waits_on)
        waits_on = waits_on.waits_on
    return waits_on.first() if isinstance(waits_on, Lane) else None


class Ghost:
    """The room of a unit that left the road in mid-lane, filled only when those ahead move on."""

    __slots__ = ("index", "passage")

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.index: None = None  # no unit

    def front(self, lane: Lane) -> None:
        """The gap has reached the end of the lane: it is gone, and held nobody's place."""
        ahead = lane.last_out
        now = lane.flow.now()
        self.passage.head = self.passage.clear = now
        lane.leave(self.passage)
        lane.last_out = ahead


class Leg:
    """A place on the way of a column, and the lane that it takes from there (None: it stops there).

    ``gap`` is the least time between vehicles at the place as far as the place and the lane have a say,
    ``headway`` that in the lane at its speed and by its capacity, ``takes`` the time to cross it: all as of
    now, valid before ``until``, when light, weather or a crowd changes.
    """

    __slots__ = (
        "event", "gap", "headway", "lane", "node", "place", "profile", "special", "speed", "step", "takes",
        "to_go", "until",
    )  # fmt: skip

    def __init__(self, step: Step, node: Node, lane: Lane | None, profile: Profile, speed: float) -> None:
        self.step = step
        self.place = step.place
        self.event = step.event
        self.node = node
        self.lane = lane
        self.profile = profile
        self.speed = speed  # m/s before light, weather and crowds
        self.to_go = 0.0  # metres to the end of the stage
        lines = lane is not None and lane.lines
        self.special = bool(step.signals or step.bridge or node.watched or lines)
        self.gap = node.gap
        self.headway = self.takes = 0.0
        self.until = INFINITE if lane is None else -1.0

    def refresh(self, now: float) -> None:
        """Read light, weather and crowds as they are in the second ``now``."""
        lane, profile = self.lane, self.profile
        assert lane is not None
        if now >= profile.until:
            profile.advance(now)
        speed = self.speed * profile.factor
        self.headway = max(lane.gap, lane.flow.wave_time + lane.spacing / speed)
        self.gap = max(self.node.gap, self.headway)
        self.takes = lane.length / speed
        self.until = profile.until

    def least_gap(self, slow: float, now: float) -> float:
        """The least time between vehicles at the place, now; ``slow`` is that of the lane behind."""
        if now >= self.until:
            self.refresh(now)
        return slow if slow > self.gap else self.gap


Stage = list[Leg]
"""A way without a stop: it ends at the goal, a fuel point or a pocket to be reduced."""


class Traveller(Mover, ABC):
    """A march unit as the road sees it: where it stands, what it waits for, what it can be told.

    On the road it is in the queue of exactly one lane. ``changes`` is its account of time
    (see :class:`~paris44.engine.log.EventLog`).
    """

    __slots__ = (
        "asleep", "bank", "came", "changes", "formation", "give_way", "index", "lane", "left", "leg",
        "lineage", "march", "may_pass", "name", "order", "passed_over", "place", "priority", "slow", "speeds",
        "standing", "until", "vehicles", "where",
    )  # fmt: skip

    order: March
    """The order that it carries out, or has last;"""
    march: str
    """its id,"""
    may_pass: bool
    """whether it gives the right to drive past others,"""
    priority: int
    """and its priority."""
    speeds: list[float]
    """Those of its column by kind of lane, in m/s."""

    def __init__(self, agenda: Agenda, info: UnitInfo, lineage: tuple[str, ...]) -> None:
        super().__init__(agenda)
        self.index = info.index
        self.formation = info.formation
        self.name = f"{info.formation}#{info.number}"
        self.vehicles = info.vehicles
        self.lineage = lineage
        self.place = ""  # the last place passed or reached
        self.bank = ""  # whence it came to the place at which it left the road last,
        self.left = ""  # and the last that it had passed then
        self.lane: Lane | None = None  # the lane whose queue it is in
        self.leg: Leg | None = None  # where it waits,
        self.slow = 0.0  # and the headway that it brings there
        self.standing = False  # among those who wait at the place of ``leg``
        self.passed_over = False  # somebody went before it whose turn came later
        self.came = 0.0  # to the place where it waits, or when it asked for the road
        self.give_way = False  # it has been told to leave the road for a while
        self.asleep = False  # it waits to be poked,
        self.until = 0.0  # at most until then
        self.where = ""  # what holds it, in words
        self.changes = Account()

    @abstractmethod
    def detour(self, here: str, shut: str) -> bool:
        """Find a way from ``here`` round ``shut``; whether there is one."""

    def within(self, formations: tuple[str, ...]) -> bool:
        """Whether the unit belongs to one of ``formations``."""
        return any(name in self.lineage for name in formations)

    def before(self, lane: Lane) -> str:
        """The place that it passed before it came along ``lane``, or from that assembly area."""
        return lane.a.name if lane.length else self.left

    # --- being told ------------------------------------------------------------------------------

    def poke(self) -> None:
        """Look again."""
        if self.asleep:
            self.asleep = False
            now = self.agenda.now
            if self.until > now:  # else it is about to look
                self.until = now
                self.wait(now, 0.0)

    def front(self, lane: Lane) -> None:
        """The unit has become the first in the queue of ``lane``: look again when it can first go."""
        if not self.asleep:
            return
        self.asleep = False
        ahead, delay = lane.last_out, 0.0
        now = self.agenda.now
        if ahead is not None and not ahead.open and self.leg is not None:
            delay = max(ahead.clear + self.leg.least_gap(self.slow, now) - now, 0.0)
            if self.changes.aheads[-1] != ahead.unit:
                self.changes.note(now, "queue", ahead.unit)
        self.wait(now, delay)

    def waits_for(self) -> int | None:
        """The unit that it waits for at this moment, if it stands in a queue: the head of its lane's queue,
        or if that is itself whoever keeps it."""
        if self.lane is None or self.changes.causes[-1] != "queue":
            return None
        ahead = self.changes.aheads[-1]
        return ahead if self.lane.queue[0] is self else self.lane.first()

    def waits_to_fight(self) -> bool:
        """Whether it stands in a queue, and is to attack the enemy that it meets."""
        return self.changes.causes[-1] == "queue" and self.order.on_contact in _FIGHTING

    def stands_since(self, time: float) -> bool:
        """Whether it has headed a queue on the road since the second ``time``, not knowing for how long."""
        lane = self.lane
        if lane is None or not lane.length or not self.asleep or lane.queue[0] is not self:
            return False
        return self.changes.causes[-1] == "queue" and self.changes.times[-1] <= time

    def faces_enemy_at(self, place: str) -> bool:
        """Whether a strongpoint holds it before ``place``."""
        return self.lane is not None and self.lane.b.name == place and self.changes.causes[-1] == "fight"

    def must_give_way(self) -> None:
        """Nothing else can move before it leaves the road."""
        self.give_way = True
        self.poke()

    def cause_at(self, now: float) -> str:
        """What its seconds belong to at ``now`` (empty: nobody has given it an order)."""
        return self.changes.at(now)

    def note(self, now: float, cause: str, ahead: int | None = None) -> None:
        """From ``now`` on its seconds belong to ``cause``."""
        self.changes.note(now, cause, ahead)


class Barrier(ABC):
    """The enemy as the road sees him: a garrison that bars places, or is to be reduced."""

    garrison: Garrison
    resists: bool
    """It will be, or is, there: neither taken, surrendered nor withdrawn."""
    over: SimEvent
    """Comes when it falls or leaves."""
    met: dict[tuple[str, str], None]
    """(formation, place) in contact with it."""

    @property
    @abstractmethod
    def there(self) -> bool:
        """Whether it has come, and has neither fallen nor left."""

    @abstractmethod
    def expected(self) -> float:
        """How surely a column that picks its way reckons with it: a probability."""

    @abstractmethod
    def against(self, unit: Traveller) -> bool:
        """Whether ``unit`` is of those whom it fights."""

    @abstractmethod
    def holds(self, unit: Traveller) -> bool:
        """Whether ``unit``, at the entrance of a place that it bars, cannot go on."""

    @abstractmethod
    def contact(self, unit: Traveller, place: str) -> None:
        """The head of a column meets it."""

    @abstractmethod
    def left_by(self, march: str) -> None:
        """Some of ``march`` have taken another order."""


class Restriction(ABC):
    """What lets only some units into a lane, at some hours: a phase line."""

    order: PhaseLine

    @abstractmethod
    def closed_to(self, unit: Traveller, now: float) -> bool:
        """Whether ``unit`` may not cross in the second ``now``."""

    @abstractmethod
    def holds(self, unit: Traveller, now: float) -> bool:
        """The same, of a head that has come to it in the second ``now``: its wait is counted."""

    @abstractmethod
    def crossed(self, unit: Traveller, now: float) -> None:
        """``unit`` has crossed, in the second ``now``."""
