"""A march unit on the road: it drives, queues, waits and leaves.

What it is told to do is in ``paris44.engine.march.unit``; what may keep it in ``paris44.engine.road.rules``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator
from typing import Any

from simpy.events import Event as SimEvent

from paris44.engine.clock import Call
from paris44.engine.log import INFINITE, Event, Passage
from paris44.engine.march.column import Column
from paris44.engine.march.surroundings import Surroundings
from paris44.engine.road.lane import Ghost, Lane, Leg, Node, Stage, Traveller
from paris44.engine.road.rules import OTHER_WAY, Obstacle
from paris44.engine.rounding import HAIR
from paris44.world.build import Step
from paris44.world.order_of_battle import UnitInfo

Doing = Generator[SimEvent, Any, Any]
PULL_OFF = 900.0  # s that a unit stays off the road after a gridlock (modeller's judgement)


class Driver(Traveller):
    """The road side of a march unit.

    ``stages`` is what is left of its way. ``slowed`` are its crossings in bad weather or crowds
    (see :class:`~paris44.engine.log.EventLog`).
    """

    __slots__ = (
        "around", "aside", "asked", "at", "behind", "broken", "call", "column", "drive", "driving",
        "entered", "newer", "passages", "reached", "ready", "repair", "rolling", "slowed", "stages",
        "stood", "stood_until", "tried", "visits",
    )  # fmt: skip

    column: Column
    """That of the order that it carries out, or has last."""

    def __init__(self, around: Surroundings, info: UnitInfo, lineage: tuple[str, ...]) -> None:
        super().__init__(around.kernel.agenda, info, lineage)
        self.around = around
        self.passages = around.kernel.log.passages  # those of all units
        self.call = Call(around.kernel.env)  # what its process waits for while it drives, sleeps or pauses
        self.driving = False  # on the road, or lined up for it:
        self.rolling = False  # it drives to the next place,
        self.aside = False  # or has left the road for a while
        self.newer = False  # a later order has started since
        self.stages: list[Stage] = []
        self.at = 0  # the leg of the present stage at whose place it is next
        self.visits: dict[tuple[str, str], int] = {}  # how often it did at a place what somebody waits for
        self.tried: set[tuple[str, str]] = set()  # detours looked for here: (from, round which place)
        self.broken = -1  # the leg of the stage on which it will break down
        self.asked = 0.0
        self.ready = 0.0  # when its last vehicle would go, unhindered, to where nothing lies behind it
        self.entered = 0.0  # when its head entered the lane that it is on,
        self.drive = 0.0  # how many seconds it drove through it,
        self.reached = 0.0  # and when it came to its end
        self.behind: Passage | None = None  # its passage of the place before
        self.stood = 0.0  # of the present crossing, the seconds of halts and breakdowns,
        self.repair = 0.0  # those of breakdowns alone,
        self.stood_until = 0.0  # and when the last of them ended
        self.slowed: list[tuple[float, float, float, float]] = []

    def comes_to(self, node: Node, priority: int) -> bool:
        """Whether its turn is that of a head that comes to ``node``, of more than that ``priority``."""
        return self.rolling and self.priority > priority and self.stages[0][self.at].node is node

    def _now(self) -> float:
        """The second."""
        return self.agenda.now

    @abstractmethod
    def _switch(self) -> bool:
        """Take over a new order on the road, from the place ahead; whether there was one."""

    def _sleep(self) -> Doing:
        """Until poked."""
        self.asleep, self.until = True, INFINITE
        yield self.call

    def _pause(self, seconds: float) -> Call:
        """For so long, off the road."""
        self.wait(self._now(), seconds)
        return self.call

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

    def _set_out(self) -> None:
        """Drive from the assembly area at the stage's first place to its last: ``driving`` until it is there.

        This is the hot loop of the whole project, a turn at a time. At each place the unit looks: what the
        rules of the road have against its passing it waits out, and looks again. Where they have nothing a
        crossing is one turn.
        """
        now = self._now()
        self._line_up(self.stages[0])
        followers = self.vehicles - 1
        ready = self.asked + followers * self.column.headway
        self.ready = ready
        self.slow = self.drive = self.stood = 0.0
        self.came = self.asked
        self.reached = self.entered = now
        self.behind = None
        self.rolling = self.aside = False
        self.driving = True
        if not self._lets_others_come(now):
            self._look(now)

    def _arrive(self, now: float) -> None:
        """The end of a drive or of a wait on the road: look."""
        if self.rolling:
            self.rolling = False
            self.reached = self.came = now
            self.drive = now - self.entered - self.stood
        elif self.aside:
            self.aside = False
            self.ready = self.reached = now
            self.came, self.behind = self.asked, None
        if not self._lets_others_come(now):
            self._look(now)

    def _lets_others_come(self, now: float) -> bool:
        """Whether others of more priority come to the same place in the very second: then it stands there
        until they have, so that priority says who goes first, and not who happens to look first."""
        turns = self.agenda.turns
        if not turns or turns[-1].hour > now + HAIR:
            return False
        lane, leg = self.lane, self.stages[0][self.at]
        assert lane is not None
        node, last = leg.node, -1.0
        for other in self.others(now):
            if isinstance(other, Driver) and other.comes_to(node, self.priority):
                last = other.hour
        if last < 0.0 or lane.queue[0] is not self:
            return False
        self.leg, self.until = leg, now
        if not self.standing:
            self._stand(node)
        self.wait(now, max(last - now, 0.0))
        return True

    def _look(self, now: float) -> None:
        """Pass the place ahead, or wait before it."""
        while True:
            leg, lane = self.stages[0][self.at], self.lane
            assert lane is not None
            if now >= leg.until:
                leg.refresh(now)
            if self.newer and self._switch():
                continue
            slow = self.slow
            gap = slow if slow > leg.gap else leg.gap
            held = self.around.rules.obstacle(self, lane, leg, gap, now)
            if held is None:
                self._pass(lane, leg, gap, now)
                return
            if held[0] != OTHER_WAY:
                self._wait(lane, leg, held, now)
                return

    def _wait(self, lane: Lane, leg: Leg, held: Obstacle, now: float) -> None:
        """Stand, until a known hour or until poked; or leave the road where nothing else would move."""
        around, node = self.around, leg.node
        cause, ahead, until = held
        self.leg, self.until = leg, until
        self.changes.note(now, cause, ahead)
        if not self.standing and lane.queue[0] is self:
            self._stand(node)
            if node.watched:
                around.bridges.came(node.name)
        lost = until == INFINITE and cause == "queue"
        if self.give_way or (lost and around.marshal.gridlocked(self)):
            self._pull_off(lane, leg)
        elif until < INFINITE:
            self.wait(now, until - now)
        else:
            self.asleep = True
            if lane.impatient:
                lane.look_again(self)

    def _pass(self, lane: Lane, leg: Leg, gap: float, now: float) -> None:
        """Pass the place of ``leg``: leave ``lane``, and enter the next one or come to the stage's end."""
        node, out, step = leg.node, leg.lane, leg.step
        if self.standing:
            self._step_off(node)
        turns = node.blown and lane.length > 0.0
        passage = Passage(
            self.index, self.vehicles, leg.place, "turn" if turns else leg.event, self.march, self.reached,
            now, self._tail(now, gap), self.drive, gap,
        )  # fmt: skip
        self.passages.append(passage)
        behind = self.behind
        if behind is not None:
            behind.next = passage
            if behind.times is not None and not self._has_closed_up(passage, behind):
                self._string_out(passage, behind, behind.times)
        elif now > self.asked + HAIR:
            self._set_out_late(passage)
        self.behind = passage
        self.place = leg.place
        if node.gap:
            node.last = passage
        if out is None:
            self._get_off(lane, leg, passage, now)
            return
        out.enter(self, passage, lane)
        self.lane = out
        lane.leave(passage)
        if self.changes.causes[-1] != "rolling":
            self.changes.note(now, "rolling")
        if leg.special:
            for line in out.lines:
                line.crossed(self, now)
            if not turns:
                self._passed(step, self.before(lane), now)
        if node.waiting:
            node.poke()
        self._roll(leg, now)

    def _tail(self, now: float, gap: float) -> float:
        """When its last vehicle passes, as far as the road behind has a say, if its head does ``now``."""
        followers, before_it = self.vehicles - 1, self.behind
        last = now + followers * gap
        tail = self.ready
        if before_it is not None:
            drive, stood = self.drive, self.stood
            tail = before_it.clear + drive
            if stood or tail > self.column.stop_at:
                tail = self._follow(before_it.clear, drive, broke_down=stood > 0.0)
        return last if last > tail else tail

    def _has_closed_up(self, passage: Passage, behind: Passage) -> bool:
        """Whether it is known without asking each that all come in time to follow at the gap: they passed the
        place before no closer than the gap there, so that the second and the last say so of all between."""
        comes, gap, between = behind.clear + self.drive, passage.gap, self.vehicles - 2
        if self.stood or comes > self.column.stop_at or self.around.road.flow.led(behind) < self.vehicles:
            return False
        second = passage.head + gap
        return comes <= second + between * gap and comes - between * behind.gap <= second

    def _string_out(self, passage: Passage, behind: Passage, entered: list[float]) -> None:
        """Of a unit in which some had to wait each vehicle comes by itself, or does not for now; ``entered``:
        when each passed the place before."""
        drive, stood = self.drive, self.stood
        comers, stop_at = [time + drive for time in entered], self.column.stop_at
        if stood:
            self._halt_each(entered, comers)
        elif comers[-1] > stop_at:
            self.column.halt_each(entered, comers, stop_at)
        self._keep_apart(passage, comers)
        led = self.around.road.flow.led(behind)
        if led < self.vehicles:
            passage.lead(led)

    def _set_out_late(self, passage: Passage) -> None:
        """Of a unit that sets out later than it asked to, those close up who are ready by then."""
        if passage.clear <= passage.head + (self.vehicles - 1) * passage.gap + HAIR:
            return  # all of them
        headway = self.column.headway
        self._keep_apart(passage, [self.asked + k * headway for k in range(self.vehicles)])

    def _keep_apart(self, passage: Passage, comers: list[float]) -> None:
        """Each vehicle passes when it comes (``comers``, s), and a gap after the one before; where all do so
        at the gap, evenly."""
        gap = passage.gap
        lead, behind, strung = passage.head, 0, False  # so many follow each other at the gap
        comers[0] = lead
        for k in range(1, self.vehicles):
            behind += 1
            at, comes = lead + behind * gap, comers[k]
            if comes > at + HAIR:
                lead, behind, strung = comes, 0, True
            else:
                comers[k] = at
        if strung:
            passage.times, passage.clear = comers, comers[-1]

    def _get_off(self, lane: Lane, leg: Leg, passage: Passage, now: float) -> None:
        """It is at the end of its stage, and leaves the road."""
        self.lane = None
        lane.leave(passage)
        if leg.special:
            self._passed(leg.step, self.before(lane), now)
        if lane.length:
            self.bank = lane.a.name
        self.left = leg.place
        if leg.node.waiting:
            leg.node.poke()
        self.driving = False

    def _roll(self, leg: Leg, now: float) -> None:
        """Drive through the lane of ``leg`` to the next place."""
        i = self.at = self.at + 1
        if self.tried:
            self.tried.clear()
        self.slow, self.stood = leg.headway, 0.0
        self.entered, self.rolling = now, True
        then = now + leg.takes
        if then > leg.until or then > self.column.stop_at or i == self.broken:
            then = self._cross(leg, now, i == self.broken)
        elif leg.profile.slowed:
            profile = leg.profile
            self.slowed.append((now, then, leg.takes * profile.wet, leg.takes * profile.packed))
        self.wait(now, then - now)

    def _line_up(self, legs: Stage) -> None:
        """Stand in the assembly area, ready to enter the road."""
        self.tried.clear()
        self.place, self.at = legs[0].place, 0
        yard = self.around.road.yard(self.place, self.march)
        yard.queue.append(self)
        self.lane = yard
        self.broken = self._breaks_down_on(legs)

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
                changes.put(at, cause)
                changes.add(end, "rolling")
        if wet or packed:
            self.slowed.append((now, then, wet, packed))
        if breaks_down:
            changes.add(then, "breakdown")
            self.repair = self._repair_time()
            then += self.repair
            self.stood, self.stood_until = self.stood + self.repair, then
            place, march = leg.place, self.march
            self.around.kernel.tell(Event(now, "breakdown", self.formation, place, march, self.name))
        return then

    def _follow(self, start: float, drive: float, *, broke_down: bool) -> float:
        """When its last vehicle, which drove off at ``start``, comes: it halts with its column wherever it is
        then, and stands for what is left of a repair of its unit."""
        tail = self.column.halted(start, drive)
        if broke_down:
            tail += min(self.repair, max(self.stood_until - start, 0.0))
        return tail

    def _halt_each(self, starts: list[float], comers: list[float]) -> None:
        """The same of each vehicle of a unit that stood on the way, for a halt or a breakdown."""
        self.column.halt_each(starts, comers, -INFINITE)
        repair, until = self.repair, self.stood_until
        if repair:
            for k, start in enumerate(starts):
                comers[k] += min(repair, max(until - start, 0.0))

    def _breaks_down_on(self, legs: Stage) -> int:
        """The leg after which it breaks down on this stage, or -1: one draw says whether and where."""
        rate = self.around.kernel.value("breakdown.per-100km")
        if rate <= 0.0 or not legs:
            return -1
        length = legs[0].to_go
        expected = rate * length / 100_000.0
        occasion = f"{self.march}/{legs[0].place}"
        u = self.around.kernel.dice.u(self.name, "breakdown", occasion)
        if u >= expected or u == 0.5:
            return -1
        left = length * (1.0 - u / expected)
        return next((i for i, leg in enumerate(legs) if leg.to_go <= left), -1)

    def _repair_time(self) -> float:
        """How long a breakdown stops it."""
        kernel = self.around.kernel
        return kernel.draw(kernel.law("breakdown.time"), f"{self.name}/{self.march}", "repair")

    def _passed(self, step: Step, before: str, now: float) -> None:
        """It came from ``before`` and passed a bridge, or a place where somebody may wait for it.

        Who leaves where it had arrived does not pass again.
        """
        around = self.around
        leaves = step.event == "depart" and before == step.place
        for event in step.signals:
            if leaves and event != "depart":
                continue
            if event == "enter_city" and not around.kernel.world.enters(before, step.place):
                continue
            visit = self.visit(event, step.place)
            around.board.visited(event, self.formation, step.place, visit, now, self.index)
        if step.bridge:
            around.bridges.passed(step.place, self.formation, now, self.index)
        around.bridges.came(step.place)

    # --- waiting -----------------------------------------------------------------------------------------

    def _stand(self, node: Node) -> None:
        """It stands before ``node``, the first on its road."""
        node.waiting.append(self)
        self.standing = True

    def _step_off(self, node: Node) -> None:
        """It no longer stands before ``node``."""
        node.waiting.remove(self)
        self.standing = self.passed_over = False
        self.where = ""

    def detour(self, here: str, shut: str) -> bool:
        """Find a way from ``here`` round ``shut`` to the next named place beyond it; whether there is one.

        Roads that its order avoids are none, but before a blown bridge: rather than take or cross them it
        fights or waits. Nor is a way round that costs more than to go straight on and fight: a column that is
        barred again and again would seek its way through half the country.
        """
        if (here, shut) in self.tried:
            return False
        self.tried.add((here, shut))
        column, ways = self.column, self.column.ways
        ahead = self.remaining()  # ``here`` and ``shut`` first: it may come to either again
        closed = (shut, *ways.fought_over())
        named = (k for k in range(2, len(ahead)) if ahead[k] in column.order.route and ahead[k] not in closed)
        at = next(named, None)
        if at is None:
            return False
        goal = ahead[at]
        policy, without = column.order.policy, column.order.avoid_roads
        path = ways.way(here, goal, policy, tuple(sorted(set(closed))), without)
        blown = self.around.road.node(shut).blown
        if path is None and without and blown:
            path = ways.way(here, goal, policy, tuple(sorted(set(closed))))
        if path is None or not (blown or ways.pays(path, ahead[: at + 1], policy)):
            return False
        self.stages, self.at = column.stages((*path, *ahead[at + 1 :]), None, rolling=True), 0
        return True

    # --- leaving the road --------------------------------------------------------------------------------

    def _pull_off(self, lane: Lane, leg: Leg) -> None:
        """Leave the road at the place ahead so that a ring of full roads can move; come back later."""
        road, now = self.around.road, self._now()
        self.give_way = False
        if self.standing:
            self._step_off(leg.node)
        self.note(now, "gridlock")
        gap = leg.least_gap(self.slow, now)
        passage = Passage(
            self.index, self.vehicles, leg.place, "aside", self.march, now, now,
            now + (self.vehicles - 1) * gap,
        )  # fmt: skip
        if lane.length:
            self.bank = self.left = lane.a.name
        lane.leave(passage)
        yard = road.yard(leg.place)
        yard.queue.append(self)
        self.lane = yard
        for behind in self.passages:
            if behind.unit == self.index and behind.open:  # its tail, on several roads maybe, goes too
                road.flow.leave(behind, now)
        self.aside = True
        self.wait(now, PULL_OFF)

    def _turn_off(self) -> Doing:
        """Detached: leave the queue wherever it is, and go back to the last place passed."""
        lane, now = self.lane, self._now()
        assert lane is not None
        while self.changes.times[-1] > now:
            self.changes.drop()  # what lay in the future does not happen
        self.asleep = False
        if self.standing:
            self._step_off(lane.b)
        ghost = Ghost(Passage(self.index, self.vehicles, lane.b.name, "aside", "", now, now, now))
        place = lane.queue.index(self)
        lane.queue[place] = ghost
        self.lane = None
        self.stages = []
        if place == 0:
            ghost.front(lane)
        self.around.road.flow.call_away(self.index, now)
        passages = self.passages
        entry = next((p.head for p in reversed(passages) if p.unit == self.index), now)
        back = min(now - entry, lane.length / self.column.speeds[lane.kind]) if lane.length else 0.0
        if back > 0.0:
            self.note(now, "passing")
            yield self._pause(back)
        self.place = lane.a.name
        if lane.length:
            self.bank, self.left = lane.b.name, lane.a.name
        self.around.bridges.came(self.place)
