"""Why it was late: every second of every unit to one cause, and the critical chain of an outcome."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from paris44.engine.log import CAUSES, Enabler, EventLog

Interval = tuple[float, float, str]
"""(from, to, cause), in seconds since the start."""

_OFF_ROAD = frozenset(("orders", "start-slip", "assembly", "fuel", "rolling", "done"))
"""While the unit ahead does one of these it holds nobody up by itself: the wait is the queue's own."""
_IDLE = ("orders", "rest", "start-slip", "assembly")
_NUMBERS: Final = {cause: number for number, cause in enumerate((*CAUSES, "done"))}
_LONGEST = 400  # links of a critical chain: more would be a fault of ours
_NEW, _BEGUN = -1, -2  # of a stretch that nobody has asked for, and of one that is being worked out


class Timeline:
    """Causes one after the other without gaps: ``causes[k]`` lasts from ``times[k]`` to ``times[k + 1]`` (s).

    Two lists, not one of intervals: a replication has 33,000 of them. As a sequence it is its intervals.
    """

    __slots__ = ("causes", "times")

    def __init__(self) -> None:
        self.times: list[float] = []
        self.causes: list[str] = []

    @classmethod
    def of(cls, intervals: Iterable[Interval]) -> Timeline:
        """The timeline of intervals that follow each other without gaps."""
        found = cls()
        for start, end, cause in intervals:
            found.add(start, end, cause)
        return found

    def __len__(self) -> int:
        return len(self.causes)

    def __iter__(self) -> Iterator[Interval]:
        return zip(self.times, self.times[1:], self.causes, strict=False)

    def __getitem__(self, number: int) -> Interval:
        k = range(len(self.causes))[number]
        return self.times[k], self.times[k + 1], self.causes[k]

    def add(self, start: float, end: float, cause: str) -> None:
        """Go on with ``cause`` from ``start`` (s), where it ended, to ``end``; an empty interval is none."""
        if end <= start:
            return
        times, causes = self.times, self.causes
        if not causes:
            times.append(start)
        elif causes[-1] == cause:
            times[-1] = end
            return
        causes.append(cause)
        times.append(end)

    def extend(self, start: float, ends: list[float], causes: list[str]) -> None:
        """Go on from ``start`` (s), where it ended, with ``causes`` that differ, each until its end."""
        if causes:
            self.add(start, ends[0], causes[0])
            self.times += ends[1:]
            self.causes += causes[1:]

    def main(self, since: float, until: float) -> str:
        """The longest cause from ``since`` to ``until`` (s); of equals the one that came later."""
        times, causes = self.times, self.causes
        last = len(causes) - 1
        if last < 0:
            return ""
        at = min(_at(times, since), last)
        if times[at] >= until:
            return causes[0]
        if at == last or times[at + 1] >= until:
            return causes[at]
        shares: dict[str, float] = {}
        while at <= last and times[at] < until:
            start, end = times[at], times[at + 1]
            cause = causes[at]
            low, high = (start if start > since else since), (end if end < until else until)
            shares[cause] = shares.get(cause, 0.0) + high - low
            at += 1
        best = max(shares.values())
        return [cause for cause, share in shares.items() if share == best][-1]


def seconds(lines: Iterable[Timeline]) -> dict[str, float]:
    """Seconds by cause of some timelines together."""
    sums = [0.0] * len(_NUMBERS)
    for line in lines:
        times = line.times
        for k, cause in enumerate(line.causes):
            number = _NUMBERS[cause]
            sums[number] = sums[number] + times[k + 1] - times[k]
    return {cause: sums[number] for cause, number in _NUMBERS.items() if sums[number]}


class Causes:
    """Resolves what a queue waited for after the run, when everything is known.

    A second in a queue belongs to what the unit ahead was doing in that very second, and if that was
    queueing too, to what the next one ahead did, and so on; the discharge afterwards is ``queue``. What a
    queue was is a stretch of two lists, for all queues one after the other: causes, and when each ends.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._ends: list[float] = []
        self._causes: list[str] = []
        # of each change of each unit where its stretch begins, and the place after its end
        self._first = [[_NEW] * len(changes) for changes in log.changes]
        self._after = [[0] * len(changes) for changes in log.changes]
        self._timelines: list[Timeline | None] = [None] * len(log.changes)
        self._marches: dict[int, list[tuple[float, str]]] = {}

    def timeline(self, unit: int) -> Timeline:
        """From the unit's first order to its last place or the end."""
        found = self._timelines[unit]
        if found is None:
            found = self._timelines[unit] = self._told(unit)
        return found

    def chain(self, enabler: Enabler, time: float) -> Timeline:
        """What led to something at ``time`` (s), from 0 to then, through what had to happen first."""
        back: list[Interval] = []
        now = time
        for _ in range(_LONGEST):
            at = min(enabler.time, now)
            if at < now:
                back.append((at, now, enabler.lag))
                now = at
            step = self._step_back(enabler, now, back)
            if step is None:
                break
            enabler, now = step
        if now > 0.0:
            back.append((0.0, now, "orders"))
        return Timeline.of(back[::-1])

    # --- timelines ---------------------------------------------------------------------------------

    def _last(self, unit: int) -> int:
        """How many changes count: waiting for orders that never came is no part of the account."""
        changes = self._log.changes[unit]
        count = len(changes) - 1
        while count > 1 and changes.causes[count - 1] in ("done", "orders", "assembly"):
            count -= 1
        return max(count, 0)

    def _told(self, unit: int) -> Timeline:
        """The changes of ``unit``, its queues resolved; weather and crowds have the seconds by which they
        lengthened each crossing."""
        changes, slowed = self._log.changes[unit], self._log.slowed[unit]
        times, causes, aheads = changes.times, changes.causes, changes.aheads
        found = Timeline()
        i, crossing, last = 0, 0, self._last(unit)
        while i < last:
            cause, start = causes[i], times[i]
            i += 1
            if cause == "queue" and aheads[i - 1] is not None:
                self._resolve(unit, i - 1)
                first, after = self._first[unit][i - 1], self._after[unit][i - 1]
                found.extend(start, self._ends[first:after], self._causes[first:after])
            elif cause == "rolling" and slowed:
                while i < last and (causes[i] == "rolling" or times[i + 1] <= times[i]):
                    i += 1
                if times[i] > start:
                    crossing = _label_slowed(found, start, times[i], slowed, crossing)
            else:
                found.add(start, times[i], cause)
        return found

    def _resolve(self, unit: int, i: int) -> None:
        """A queue, the ``i``-th change of ``unit``, as what the unit ahead was doing meanwhile.

        A queue of a thousand units would be a recursion of a thousand, so what a change depends on is
        worked out first, on a stack of our own. A ring (a gridlock) ends at the member met twice.
        """
        if self._first[unit][i] >= 0:
            return
        stack = [(unit, i)]
        while stack:
            at, k = stack[-1]
            first = self._first[at]
            if first[k] < 0:
                first[k] = _BEGUN
                begin = len(self._ends)
                if not self._work_out(at, k, begin):
                    stack += self._unresolved(at, k)
                    continue
                first[k], self._after[at][k] = begin, len(self._ends)
            stack.pop()

    def _unresolved(self, unit: int, i: int) -> list[tuple[int, int]]:
        """Those of the changes ahead that are themselves a queue behind somebody, not yet begun."""
        mine = self._log.changes[unit]
        start, end, ahead = mine.times[i], mine.times[i + 1], mine.aheads[i]
        assert ahead is not None
        changes, first = self._log.changes[ahead], self._first[ahead]
        times, causes, aheads = changes.times, changes.causes, changes.aheads
        k, last = _at(times, start), len(times) - 1
        found = []
        while k < last and times[k] < end:
            if first[k] == _NEW and causes[k] == "queue" and aheads[k] is not None:
                found.append((ahead, k))
            k += 1
        return found

    def _work_out(self, unit: int, i: int, begin: int) -> bool:
        """Write the stretch of a queue, from the place ``begin`` on, as the unit ahead tells it; False, and
        nothing is written, where that one's queues are not resolved yet."""
        mine = self._log.changes[unit]
        now, end, ahead = mine.times[i], mine.times[i + 1], mine.aheads[i]
        assert ahead is not None
        changes, firsts = self._log.changes[ahead], self._first[ahead]
        times, causes, aheads = changes.times, changes.causes, changes.aheads
        k, last = _at(times, now), len(times) - 1
        if k < last and times[k] > now:  # nobody had given it an order yet
            now = self._write(begin, now, times[k], end, "queue")
        while k < last and times[k] < end:
            first, cause = firsts[k], causes[k]
            if first >= 0:
                now = self._copy(begin, now, first, self._after[ahead][k], end)
            elif first == _NEW and cause == "queue" and aheads[k] is not None:
                del self._ends[begin:], self._causes[begin:]
                return False
            else:
                now = self._write(begin, now, times[k + 1], end, "queue" if cause in _OFF_ROAD else cause)
            k += 1
        self._write(begin, now, end, end, "queue")
        return True

    def _copy(self, begin: int, now: float, first: int, after: int, most: float) -> float:
        """Go on from ``now`` with a stretch, up to ``most``; where that leaves it."""
        ends, causes = self._ends, self._causes
        for k in range(bisect_right(ends, now, first, after), after):
            now = self._write(begin, now, ends[k], most, causes[k])
        return now

    def _write(self, begin: int, now: float, end: float, most: float, cause: str) -> float:
        """Go on from ``now`` with a cause to its end, up to ``most``; where that leaves it."""
        high = end if end < most else most
        if high <= now:
            return now
        ends, causes = self._ends, self._causes
        if len(causes) > begin and causes[-1] == cause:
            ends[-1] = high
        else:
            ends.append(high)
            causes.append(cause)
        return high

    # --- chains ------------------------------------------------------------------------------------

    def _step_back(self, enabler: Enabler, now: float, back: list[Interval]) -> tuple[Enabler, float] | None:
        if enabler.event is not None:
            before = self._log.events[enabler.event].enabled_by
            return None if before is None else (before, now)
        if enabler.unit is not None:
            return self._unit_back(enabler.unit, now, back)
        if enabler.order is not None:
            return self._order_back(enabler.order, now, back)
        return None

    def _unit_back(self, unit: int, now: float, back: list[Interval]) -> tuple[Enabler, float] | None:
        """Back along the unit's own time to the start of the march that found it idle."""
        marches = self._orders_of(unit)
        i = bisect_right([start for start, _ in marches], now + 1e-9) - 1
        if i < 0:
            return None
        while i > 0 and not self._idle(unit, self._log.orders[marches[i][1]].started):
            i -= 1
        march = marches[i][1]
        started = min(self._log.orders[march].started, now)
        line = self.timeline(unit)
        times, k = line.times, len(line) - 1
        while k >= 0 and times[k + 1] > started:
            if times[k] < now:
                back.append((max(times[k], started), min(times[k + 1], now), line.causes[k]))
            k -= 1
        return Enabler(started, order=march), started

    def _orders_of(self, unit: int) -> list[tuple[float, str]]:
        """When the unit first moved on each of its marches."""
        if not self._marches:
            last = [""] * len(self._log.units)
            for p in self._log.passages:
                if p.order and p.order != last[p.unit]:
                    last[p.unit] = p.order
                    known = self._marches.setdefault(p.unit, [])
                    if all(order != p.order for _, order in known):
                        known.append((p.head, p.order))
        return self._marches.get(unit, [])

    def _idle(self, unit: int, at: float) -> bool:
        i = bisect_right(self._log.changes[unit].times, at - 1e-6) - 1
        return i < 0 or self._log.changes[unit].causes[i] in _IDLE

    def _order_back(self, order: str, now: float, back: list[Interval]) -> tuple[Enabler, float]:
        trace = self._log.orders[order]
        marks = [(trace.start, "start-slip"), (max(trace.received, trace.enabled_by.time), trace.waits)]
        if trace.enabled_by.time <= trace.received:
            marks.append((trace.issued, "orders"))
        for at, cause in marks:
            if at < now:
                back.append((at, now, cause))
                now = at
        return trace.enabled_by, now


def _at(times: list[float], time: float) -> int:
    """The change that lasts at ``time``, by the times of all."""
    low, high = 0, len(times)
    while low < high:  # compiled, numbers are compared in less than a call of bisect takes
        middle = (low + high) >> 1
        if times[middle] > time:
            high = middle
        else:
            low = middle + 1
    return low - 1 if low > 0 else 0


def _label_slowed(
    found: Timeline, now: float, end: float, slowed: list[tuple[float, float, float, float]], first: int
) -> int:
    """Go on with rolling from ``now`` to ``end``; weather and crowds have what they lengthened each crossing
    by, at its end. Crossings before the one numbered ``first`` are over; returns the first that is not."""
    count = len(slowed)
    while first < count and slowed[first][1] <= now:
        first += 1
    for j in range(first, count):
        a, b, wet, packed = slowed[j]
        if a >= end:
            break
        low, high = (a if a > now else now), (b if b < end else end)
        if high <= low:
            continue
        share = (high - low) / (b - a)
        crowd_from = high - packed * share
        wet_from = crowd_from - wet * share
        found.add(now, wet_from, "rolling")
        if wet:
            found.add(wet_from, crowd_from, "weather")
        if packed:
            found.add(crowd_from, high, "crowd")
        now = high
    found.add(now, end, "rolling")
    return first
