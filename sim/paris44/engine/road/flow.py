"""What all lanes of a run share: a constant of kinematic-wave theory, and the open tails."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from paris44.engine.log import Passage, Room
from paris44.engine.rounding import HAIR


class Source(ABC):
    """The road that a unit has left, as whoever settles its tail sees it."""

    __slots__ = ()

    @property
    @abstractmethod
    def entrance(self) -> str:
        """The place where units may wait for room on it."""

    @abstractmethod
    def more_leave(self) -> None:
        """More vehicles leave it at hours that are known: so more of those who wait for room may find it."""


class Flow:
    """The time of the run, how vehicles start, and the passages that are open.

    ``wave_time`` is the seconds that each vehicle takes to start after the one ahead. ``poke``: let those
    look again who wait at a place; ``hasten``: those, too, who know until when.
    """

    def __init__(
        self, now: Callable[[], float], wave_time: float,
        poke: Callable[[str], None], hasten: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.now = now
        self.wave_time = wave_time
        self._poke = poke
        self._hasten = hasten
        self.unsettled: dict[Passage, Source] = {}  # open ones, and the lane that each left
        self._cut: dict[Passage, int] = {}  # those whose tail may not follow yet, and how many find room
        self._freed: list[Source] = []  # lanes that more vehicles leave than those in them know

    def clear(self) -> None:
        """The run is over: the lanes of tails that are still open are let go."""
        self.unsettled.clear()
        self._cut.clear()

    def through(self, passage: Passage, before: float) -> int:
        """How many vehicles have passed before that second; of a tail that waits, here or behind, none has.

        The one whose turn is in that second has not.
        """
        most = passage.sure if passage.open else passage.vehicles
        for waiting in self.unsettled:
            if waiting.unit == passage.unit and waiting.sure < most and _leads_to(waiting, passage):
                most = waiting.sure
        times = passage.close_up()
        passed = 1
        while passed < most and times[passed] < before:
            passed += 1
        return passed

    def cut(self, passage: Passage, through: int, behind: Source | None) -> None:
        """Only ``through`` vehicles get past; the others wait on the lane ``behind``."""
        passage.one_by_one()
        self._cut.setdefault(passage, passage.sure if passage.open else passage.vehicles)
        passage.open, passage.sure = True, through
        self._lead(passage, through)
        if behind is not None:
            self.unsettled[passage] = behind

    def join(self, passage: Passage, time: float) -> None:
        """Who was cut off may follow from ``time`` s on; some may still wait for room."""
        sure = self._cut.pop(passage, None)
        if sure is None:
            return  # its unit was called away, or has left the road, meanwhile
        self._rejoin(passage)
        if passage.waits_on is None:
            self.settle(passage, time, passage.room, passage.count)
        else:
            follow(passage, time, passage.room, passage.count)
            passage.sure = sure
            for behind in self._make_room(passage):
                self.grow(*behind)
            lane = self.unsettled.get(passage)
            self._tell([passage.place] if lane is None else [passage.place, lane.entrance], [lane])
        if passage.led < passage.vehicles:
            self._lead(passage, passage.led)

    def _lead(self, passage: Passage, vehicles: int) -> None:
        """No more than so many of its unit go on from ``passage``: nobody waits for the others there."""
        onward = passage.next
        while onward is not None and onward.led >= vehicles:
            onward.lead(vehicles)
            self._hasten(onward.place)
            onward = onward.next

    def led(self, passage: Passage) -> int:
        """How many of its unit go on from ``passage`` for now: no line cuts them off, here or behind."""
        if passage.open and passage in self._cut:
            return min(passage.led, passage.sure)
        return passage.led

    def _rejoin(self, passage: Passage) -> None:
        """No line cuts its unit in two at ``passage`` any more: those who come that far go on."""
        led = passage.vehicles
        for cut in self._cut:
            if cut.unit == passage.unit and _leads_to(cut, passage):
                led = min(led, cut.sure)
        onward: Passage | None = passage
        while onward is not None:
            onward.led = led
            onward = None if onward in self._cut else onward.next

    def call_away(self, unit: int, now: float) -> None:
        """The unit is called away in the second ``now``: those whom lines cut off follow it."""
        for passage in [passage for passage in self._cut if passage.unit == unit]:
            self.join(passage, now)

    def leave(self, passage: Passage, now: float) -> None:
        """The unit leaves the road in the second ``now``, and its tail, on several roads maybe, with it."""
        if self._cut.pop(passage, None) is not None:
            self._rejoin(passage)
        passage.gap = 0.0
        self.settle(passage, now)

    def settle(self, passage: Passage, time: float, room: Room | None = None, count: float = 0.0) -> None:
        """The tail of ``passage`` is known: not before ``time`` s, and each when there is ``room`` for
        it, the last in the place of the ``count``-th who left. So may be those that depend on it.
        """
        stack = [(passage, time, room, count)]
        settled: list[str] = []
        left: list[Source | None] = []
        while stack:
            known, at_least, its_room, its_count = stack.pop()
            if known is not passage and not known.open:
                continue
            follow(known, at_least, its_room, its_count)
            known.waits_on = None
            if not known.open or known in self._cut:
                continue
            known.open = False
            settled.append(known.place)
            lane = self.unsettled.pop(known, None)
            if lane is not None:
                settled.append(lane.entrance)
                left.append(lane)
            for behind_room, behind_count, behind in known.dependents or ():
                stack.append((behind, 0.0, behind_room, behind_count))
            known.dependents = None
        self._tell(settled, left)

    def hold(self, passage: Passage, sure: int) -> None:
        """No more than ``sure`` vehicles find room, for all that anybody knows now."""
        if passage in self._cut:
            self._cut[passage] = min(self._cut[passage], sure)
        passage.sure = min(passage.sure, sure) if passage.open else sure

    def grow(self, passage: Passage, gone: float, room: Room, count: float) -> None:
        """Of the lane that ``passage`` enters ``gone`` vehicles have left, or will at known hours: so more of
        its tail may find room, the last in the place of the ``count``-th, and more of those behind it.
        """
        stack = [(passage, gone, room, count)]
        while stack:
            waiting, left, its_room, its_count = stack.pop()
            most = int(max(left - its_count + waiting.vehicles - 1 + HAIR, 0.0))
            if waiting in self._cut:
                self._cut[waiting] = max(self._cut[waiting], most)
                continue
            if not waiting.open or most <= waiting.sure:
                continue
            follow(waiting, 0.0, its_room, its_count)  # as far as is known
            waiting.sure = most
            stack += self._make_room(waiting)
            lane = self.unsettled.get(waiting)
            self._tell([waiting.place if lane is None else lane.entrance], [lane])

    def _make_room(self, passage: Passage) -> list[tuple[Passage, float, Room, float]]:
        """More of ``passage`` are sure to pass: settle those who wait for one of them. Returns the others,
        who may grow."""
        behind, passage.dependents = passage.dependents or (), None
        wait: list[tuple[Passage, float, Room, float]] = []
        for room, count, other in behind:
            if count - passage.rank < passage.sure:
                self.settle(other, 0.0, room, count)
                continue
            passage.dependents = passage.dependents or []
            passage.dependents.append((room, count, other))
            wait.append((other, passage.rank + passage.sure, room, count))
        return wait

    def _tell(self, places: list[str], left: list[Source | None]) -> None:
        """Let those look again who wait at ``places``, and those find room who wait for it on lanes that more
        are known to leave; what that tells others comes after."""
        for place in places:
            self._poke(place)
        freed = self._freed
        busy = bool(freed)
        freed += [lane for lane in left if lane is not None]
        while freed and not busy:
            freed[0].more_leave()
            freed.pop(0)


def _leads_to(passage: Passage, other: Passage) -> bool:
    """Whether ``other`` is one of those that follow ``passage`` on its stage."""
    onward = passage.next
    while onward is not None and onward is not other:
        onward = onward.next
    return onward is other


def follow(passage: Passage, time: float, room: Room | None, count: float) -> None:
    """Those of ``passage`` who waited pass from ``time`` on, each when there is room and a gap after the one
    before: all in one go, or, where the unit's own vehicles further on may make that room, one by one."""
    even, k, end, onward = passage.times is None, passage.sure, passage.vehicles, passage.next
    base = count - (end - 1)
    while k < end:
        to = end if onward is None else k + 1
        late = hold_up(passage, k, to, time) if room is None else room(passage, base, k, to, time)
        if late:
            even = False
        if onward is not None and not even:
            push_on(passage, k)
        k = to
    if even:
        passage.times = None
    elif passage.times is not None:
        passage.clear = passage.times[-1]
    if passage.led < end:
        passage.lead(passage.led)


def hold_up(passage: Passage, first: int, end: int, time: float) -> bool:
    """Let vehicles ``first`` to ``end`` - 1 pass from the second ``time`` on, a gap after the one before;
    whether any comes to pass later."""
    gap, late, own = passage.gap, False, passage.hour(first - 1)
    for k in range(first, end):
        at = own + gap
        if at < time:
            at = time
        own = passage.hour(k)
        if at > own + HAIR:
            passage.one_by_one()[k] = own = at
            late = True
    return late


def hold_behind(
    passage: Passage, first: int, end: int, time: float, ahead: Passage, base: float, later: float
) -> bool:
    """The same of those who need a hole: the k-th that of the ``base + k``-th vehicle of ``ahead``, which is
    there ``later`` s after that has passed."""
    gap, late, own = passage.gap, False, passage.hour(first - 1)
    whole = int(base)
    in_step = whole == base
    for k in range(first, end):
        at = own + gap
        free = (ahead.hour(k + whole) if in_step else ahead.at(base + k)) + later
        if free < time:
            free = time
        if at < free:
            at = free
        own = passage.hour(k)
        if at > own + HAIR:
            passage.one_by_one()[k] = own = at
            late = True
    return late


def push_on(passage: Passage, vehicle: int) -> None:
    """The vehicle that enters a lane later leaves it later, too, and no closer behind the one before."""
    onward, time = passage.next, passage.at(vehicle)
    while onward is not None and vehicle < onward.led:
        time += onward.drive
        if vehicle and onward.times is not None:
            time = max(time, onward.times[vehicle - 1] + onward.gap)
        if time <= onward.at(vehicle):
            return
        times = onward.one_by_one()
        times[vehicle] = time
        if onward.room is not None and vehicle:
            onward.room(onward, onward.count - (onward.vehicles - 1), vehicle, vehicle + 1, time)
            time = times[vehicle]
        if vehicle == onward.vehicles - 1:
            onward.clear = time
        onward = onward.next
