"""A march unit on the road: it drives, queues, waits and leaves.

What it is told to do is in ``paris44.engine.march.unit``; what may keep it in ``paris44.engine.road.rules``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, Final

from simpy import Environment
from simpy.events import NORMAL, EventPriority
from simpy.events import Event as SimEvent

from paris44.engine.log import INFINITE, Change, Event, Passage
from paris44.engine.road.lane import Ghost, Lane, Node
from paris44.engine.road.rules import OTHER_WAY, least_gap, obstacle
from paris44.world.order_of_battle import UnitInfo

if TYPE_CHECKING:
    from paris44.engine.kernel import Theatre
    from paris44.engine.march.column import Column, Leg, Stage

Doing = Generator[SimEvent, Any, Any]
_FIGHTING = ("attack", "flank")  # what a column may be ordered to do on contact
PULL_OFF = 900.0  # s that a unit stays off the road after a gridlock (modeller's judgement)


LAST: Final = EventPriority(2)
"""Units move last in a second: what is ordered, opened, shut or begun in it holds for them already."""


class Alarm(SimEvent):
    """An event that somebody else sets off, now or after a known time."""

    def ring(self, delay: float, priority: EventPriority = NORMAL) -> None:
        """Wake who waits in ``delay`` seconds."""
        self._ok = True
        self._value = None
        self.env.schedule(self, priority, delay)


class Move(SimEvent):
    """The end of a drive or of a wait of known length of a unit."""

    def __init__(self, env: Environment, delay: float) -> None:
        self.env = env
        self.callbacks = []
        self._ok = True
        self._value = None
        env.schedule(self, LAST, delay)


class Driver(ABC):
    """The road side of a march unit.

    On the road it is in the queue of exactly one lane, and ``stages`` is what is left of its way.
    ``changes`` and ``slowed`` are its account of time (see :class:`~paris44.engine.log.EventLog`).
    """

    __slots__ = (
        "asked", "at", "bank", "broken", "came", "changes", "column", "env", "formation", "give_way", "index",
        "lane", "left", "leg", "lineage", "name", "newer", "place", "repair", "slow", "slowed", "stages",
        "standing", "stood", "stood_until", "theatre", "tried", "until", "vehicles", "visits", "wake",
        "where",
    )  # fmt: skip

    def __init__(self, theatre: Theatre, info: UnitInfo, lineage: tuple[str, ...]) -> None:
        self.theatre = theatre
        self.env = theatre.env
        self.index = info.index
        self.formation = info.formation
        self.name = f"{info.formation}#{info.number}"
        self.vehicles = info.vehicles
        self.lineage = lineage
        self.column: Column
        self.newer = False  # a later order has started since
        self.stages: list[Stage] = []
        self.at = 0  # the leg of the present stage at whose place it is next
        self.place = ""  # the last place passed or reached
        self.bank = ""  # whence it came to the place at which it left the road last,
        self.left = ""  # and the last that it had passed then
        self.visits: dict[tuple[str, str], int] = {}  # how often it did at a place what somebody waits for
        self.lane: Lane | None = None  # the lane whose queue it is in
        self.leg: Leg | None = None  # where it waits, and the headway that it brought there
        self.slow = 0.0
        self.standing = False  # among those who wait at the place of ``leg``
        self.tried: set[tuple[str, str]] = set()  # detours looked for here: (from, round which place)
        self.broken = -1  # the leg of the stage on which it will break down
        self.asked = 0.0
        self.stood = 0.0  # of the present crossing, the seconds of halts and breakdowns,
        self.repair = 0.0  # those of breakdowns alone,
        self.stood_until = 0.0  # and when the last of them ended
        self.came = 0.0  # to the place where it waits, or when it asked for the road
        self.give_way = False  # it has been told to leave the road for a while
        self.wake: Alarm | None = None
        self.until = 0.0  # when a wait of known length ends
        self.where = ""  # what holds it, in words
        self.changes: list[Change] = []
        self.slowed: list[tuple[float, float, float, float]] = []

    @property
    def priority(self) -> int:
        """Of the order that it carries out."""
        return self.column.order.priority

    def within(self, formations: tuple[str, ...]) -> bool:
        """Whether the unit belongs to one of ``formations``."""
        return any(name in self.lineage for name in formations)

    @abstractmethod
    def _switch(self) -> bool:
        """Take over a new order on the road, from the place ahead; whether there was one."""

    # --- being told ------------------------------------------------------------------------------

    def poke(self) -> None:
        """Look again."""
        wake = self.wake
        if wake is not None:
            self.wake = None
            self.until = self.env.now
            wake.ring(0.0, LAST)

    def front(self, lane: Lane) -> None:
        """The unit has become the first in the queue of ``lane``: look again when it can first go."""
        wake = self.wake
        if wake is None:
            return
        self.wake = None
        ahead, delay = lane.last_out, 0.0
        if ahead is not None and not ahead.open and self.leg is not None:
            now: float = self.env.now
            delay = max(ahead.clear + least_gap(self.leg, self.slow, now) - now, 0.0)
            if self.changes[-1][2] != ahead.unit:
                self.note(now, "queue", ahead.unit)
        wake.ring(delay, LAST)

    def waits_for(self) -> int | None:
        """The unit that it waits for at this moment, if it stands in a queue: the head of its lane's queue,
        or if that is itself whoever keeps it."""
        if self.lane is None or self.changes[-1][1] != "queue":
            return None
        ahead = self.changes[-1][2]
        return ahead if self.lane.queue[0] is self else self.lane.first()

    def waits_to_fight(self) -> bool:
        """Whether it stands in a queue, and is to attack the enemy that it meets."""
        return self.changes[-1][1] == "queue" and self.column.order.on_contact in _FIGHTING

    def stands_since(self, time: float) -> bool:
        """Whether it has headed a queue on the road since ``time``, and does not know for how long."""
        lane = self.lane
        if lane is None or not lane.length or self.wake is None or lane.queue[0] is not self:
            return False
        since, cause, _ = self.changes[-1]
        return cause == "queue" and since <= time

    def faces_enemy_at(self, place: str) -> bool:
        """Whether a strongpoint holds it before ``place``."""
        return self.lane is not None and self.lane.b.name == place and self.changes[-1][1] == "fight"

    def must_give_way(self) -> None:
        """Nothing else can move before it leaves the road."""
        self.give_way = True
        self.poke()

    def cause_at(self, now: float) -> str:
        """What its seconds belong to at ``now`` (empty: nobody has given it an order)."""
        return next((cause for since, cause, _ in reversed(self.changes) if since <= now), "")

    def note(self, now: float, cause: str, ahead: int | None = None) -> None:
        """From ``now`` on its seconds belong to ``cause``."""
        changes = self.changes
        while changes:
            since, before, whom = changes[-1]
            if since < now:
                if before == cause and whom == ahead:
                    return
                break
            changes.pop()
        changes.append((now, cause, ahead))

    def _sleep(self) -> Doing:
        """Until poked."""
        self.until = INFINITE
        self.wake = Alarm(self.env)
        yield self.wake

    def before(self, lane: Lane) -> str:
        """The place that it passed before it came along ``lane``, or from that assembly area."""
        return lane.a.name if lane.length else self.left

    def visit(self, event: str, place: str) -> int:
        """Count that it does ``event`` at ``place`` once more; how often it has now."""
        visit = self.visits[event, place] = self.visits.get((event, place), 0) + 1
        return visit

    def legs_ahead(self) -> Iterator[Leg]:
        """What is left of its way: the leg of the place that it comes to next, and all after it."""
        at = self.at
        for stage in self.stages:
            yield from stage[at:]
            at = 0

    def remaining(self, place: str = "") -> tuple[str, ...]:
        """The places still ahead on its way, from where it comes next to ``place`` on (none: all).

        Empty where ``place`` is not ahead of it.
        """
        path: list[str] = []
        for leg in self.legs_ahead():
            if (path or place in ("", leg.place)) and (not path or leg.place != path[-1]):
                path.append(leg.place)
        return tuple(path)

    # --- on the road -----------------------------------------------------------------------------------

    def _stage(self) -> Doing:  # noqa: PLR0912, PLR0915 - one loop: calls cost more than they clear
        """Drive from the assembly area at the stage's first place to its last.

        This is the hot loop of the whole project. At each place the unit looks: what the rules of the
        road have against its passing it waits out, and looks again. Where they have nothing a crossing is
        one event.
        """
        theatre = self.theatre
        env, index, vehicles = self.env, self.index, self.vehicles
        followers = vehicles - 1
        record = theatre.log.passages.append
        column, legs, i = self.column, self.stages[0], 0
        lane = self._line_up(legs)
        ready = self.asked + followers * column.headway  # when its last vehicle would go, unhindered
        slow, drive, stood = 0.0, 0.0, 0.0
        now: float = env.now
        came = now
        self.came = self.asked
        march, changes = column.order.id, self.changes
        before_it: Passage | None = None  # the unit's passage of the place before
        while True:
            leg = legs[i]
            node = leg.node
            if now >= leg.until:
                leg.refresh(now)
            if self.newer and self._switch():
                column, legs, i = self.column, self.stages[0], 0
                march = column.order.id
                continue
            gap = slow if slow > leg.gap else leg.gap
            held = obstacle(self, lane, leg, gap, now)
            if held is not None:
                cause, ahead, until = held
                if cause == OTHER_WAY:
                    legs, i = self.stages[0], 0
                    continue
                self.leg, self.slow, self.until = leg, slow, until
                self.note(now, cause, ahead)
                if not self.standing and lane.queue[0] is self:
                    node.waiting.append(self)
                    self.standing = True
                    if node.watched:
                        theatre.bridges.came(node.name)
                if self.give_way or (until == INFINITE and cause == "queue" and theatre.gridlocked(self)):
                    lane = yield from self._pull_off(leg, slow)
                    ready = came = now = env.now
                    self.came, before_it = self.asked, None
                    continue
                if until < INFINITE:
                    yield Move(env, until - now)
                else:
                    self.wake = wake = Alarm(env)
                    if lane.impatient:
                        lane.look_again(self)
                    yield wake
                now = env.now
                continue
            if self.standing:
                self._step_off(node)
            out = leg.lane
            last = now + followers * gap
            tail = ready
            if before_it is not None:
                tail = before_it.clear + drive
                if stood or tail > column.stop_at:
                    tail = self._follow(before_it.clear, drive, broke_down=stood > 0.0)
            turns = node.blown and lane.length > 0.0
            passage = Passage(
                index, vehicles, leg.place, "turn" if turns else leg.event, march, came, now,
                last if last > tail else tail, drive,
            )  # fmt: skip
            record(passage)
            if before_it is not None:
                before_it.next = passage
            before_it = passage
            self.place = leg.place
            if node.gap:
                node.last, node.last_lane = passage, lane
            if out is None:
                self.lane = None
                lane.leave(passage)
                if leg.special:
                    theatre.passed(self, leg.step, self.before(lane), now)
                if lane.length:
                    self.bank = lane.a.name
                self.left = leg.place
                if node.waiting:
                    node.poke()
                return
            out.enter(self, passage, lane)
            self.lane = out
            lane.leave(passage)
            behind, lane = lane, out
            since, cause, _ = changes[-1]
            if cause != "rolling":
                if since < now:
                    changes.append((now, "rolling", None))
                else:
                    self.note(now, "rolling")
            if leg.special:
                for line in out.lines:
                    line.crossed(self, now)
                if not turns:
                    theatre.passed(self, leg.step, self.before(behind), now)
            if node.waiting:
                node.poke()
            i += 1
            self.at = i
            if self.tried:
                self.tried.clear()
            slow, stood = leg.headway, 0.0
            then = now + leg.takes
            if then > leg.until or then > column.stop_at or i == self.broken:
                then = self._cross(leg, now, i == self.broken)
                stood = self.stood
            elif leg.profile.slowed:
                profile = leg.profile
                self.slowed.append((now, then, leg.takes * profile.wet, leg.takes * profile.packed))
            yield Move(env, then - now)
            came = self.came = env.now
            drive = came - now - stood
            now = came

    def _line_up(self, legs: Stage) -> Lane:
        """Stand in the assembly area, ready to enter the road."""
        self.tried.clear()
        self.place, self.at = legs[0].place, 0
        yard = self.theatre.road.yard(self.place, self.column.order.id)
        yard.queue.append(self)
        self.lane = yard
        self.broken = self.theatre.breakdown(self, legs)
        return yard

    def _cross(self, leg: Leg, now: float, breaks_down: bool) -> float:
        """Cross a lane during which light, weather or a halt changes, or on which the unit breaks down."""
        changes, profile, takes = self.changes, leg.profile, leg.takes
        stops = self.column.stops_from(now)
        self.stood = self.repair = 0.0
        then = now + takes
        wet, packed = takes * profile.wet, takes * profile.packed
        for start, end, _ in stops:
            if start >= then:
                break
            then += end - (start if start > now else now)
        if then > leg.until:
            assert leg.lane is not None
            then, wet, packed = profile.cross(now, leg.lane.length, leg.speed, stops)
        for start, end, cause in stops:
            if start >= then:
                break
            if end > now:
                at = start if start > now else now
                self.stood += end - at
                self.stood_until = end
                if changes[-1][0] >= at:
                    changes.pop()
                changes.append((at, cause, None))
                changes.append((end, "rolling", None))
        if wet or packed:
            self.slowed.append((now, then, wet, packed))
        if breaks_down:
            changes.append((then, "breakdown", None))
            self.repair = self.theatre.repair_time(self)
            then += self.repair
            self.stood, self.stood_until = self.stood + self.repair, then
            place, march = leg.place, self.column.order.id
            self.theatre.tell(Event(now, "breakdown", self.formation, place, march, self.name))
        return then

    def _follow(self, start: float, drive: float, *, broke_down: bool) -> float:
        """When its last vehicle, which drove off at ``start``, comes: it halts with its column wherever it is
        then, and stands for what is left of a repair of its unit."""
        tail = self.column.halted(start, drive)
        if broke_down:
            tail += min(self.repair, max(self.stood_until - start, 0.0))
        return tail

    # --- waiting -----------------------------------------------------------------------------------------

    def _step_off(self, node: Node) -> None:
        """It no longer stands before ``node``."""
        node.waiting.remove(self)
        self.standing = False
        self.where = ""

    # --- leaving the road --------------------------------------------------------------------------------

    def _pull_off(self, leg: Leg, slow: float) -> Generator[SimEvent, Any, Lane]:
        """Leave the road at the place ahead so that a ring of full roads can move; come back later.

        Returns the assembly area in which it stands then.
        """
        theatre, lane, now = self.theatre, self.lane, self.env.now
        assert lane is not None
        self.give_way = False
        if self.standing:
            self._step_off(leg.node)
        self.note(now, "gridlock")
        gap = least_gap(leg, slow, now)
        passage = Passage(
            self.index, self.vehicles, leg.place, "aside", self.column.order.id, now, now,
            now + (self.vehicles - 1) * gap,
        )  # fmt: skip
        if lane.length:
            self.bank = self.left = lane.a.name
        lane.leave(passage)
        yard = theatre.road.yard(leg.place)
        yard.queue.append(self)
        self.lane = yard
        for behind in theatre.log.passages:  # its tail, which may lie on several roads, goes with it
            if behind.unit == self.index and behind.open:
                theatre.road.settle(behind, now)
        yield Move(self.env, PULL_OFF)
        return yard

    def _turn_off(self) -> Doing:
        """Detached: leave the queue wherever it is, and go back to the last place passed."""
        lane, now = self.lane, self.env.now
        assert lane is not None
        while self.changes[-1][0] > now:
            self.changes.pop()  # what lay in the future does not happen
        self.wake = None
        if self.standing:
            self._step_off(lane.b)
        ghost = Ghost(Passage(self.index, self.vehicles, lane.b.name, "aside", "", now, now, now))
        place = lane.queue.index(self)
        lane.queue[place] = ghost
        self.lane = None
        self.stages = []
        if place == 0:
            ghost.front(lane)
        passages = self.theatre.log.passages
        entry = next((p.head for p in reversed(passages) if p.unit == self.index), now)
        back = min(now - entry, lane.length / self.column.speeds[lane.kind]) if lane.length else 0.0
        if back > 0.0:
            self.note(now, "passing")
            yield Move(self.env, back)
        self.place = lane.a.name
        if lane.length:
            self.bank, self.left = lane.b.name, lane.a.name
