"""Why it was late: every second of every unit to one cause, and the critical chain of an outcome."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from paris44.engine.log import Enabler, EventLog

Interval = tuple[float, float, str]
"""(from, to, cause), in seconds since the start."""

_OFF_ROAD = frozenset(("orders", "start-slip", "assembly", "fuel", "rolling", "done"))
"""While the unit ahead does one of these it holds nobody up by itself: the wait is the queue's own."""
_IDLE = ("orders", "rest", "start-slip", "assembly")
_LONGEST = 400  # links of a critical chain: more would be a fault of ours


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

    def extend(self, other: Timeline) -> None:
        """Go on with another, which begins where this one ended."""
        if other.causes:
            self.add(other.times[0], other.times[1], other.causes[0])
            self.times += other.times[2:]
            self.causes += other.causes[1:]

    def main(self, since: float, until: float) -> str:
        """The longest cause from ``since`` to ``until`` (s); of equals the one that came later."""
        times, causes = self.times, self.causes
        last = len(causes) - 1
        if last < 0:
            return ""
        at = bisect_right(times, since, 0, last + 1) - 1
        if at < 0:
            at = 0
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
    sums: dict[str, float] = {}
    for line in lines:
        times = line.times
        for k, cause in enumerate(line.causes):
            sums[cause] = sums.get(cause, 0.0) + times[k + 1] - times[k]
    return sums


class Causes:
    """Resolves what a queue waited for after the run, when everything is known.

    A second in a queue belongs to what the unit ahead was doing in that very second, and if that was
    queueing too, to what the next one ahead did, and so on; the discharge afterwards is ``queue``.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._resolved: list[list[Timeline | None]] = [[None] * len(changes) for changes in log.changes]
        self._begun = Timeline()  # stands for one that is being worked out
        self._timelines: list[Timeline | None] = [None] * len(log.changes)
        self._marches: dict[int, list[tuple[float, str]]] = {}

    def timeline(self, unit: int) -> Timeline:
        """From the unit's first order to its last place or the end."""
        found = self._timelines[unit]
        if found is None:
            found = self._timelines[unit] = _label_slowed(self._pieces(unit), self._log.slowed[unit])
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

    def _pieces(self, unit: int) -> Timeline:
        """The changes of ``unit``, its queues resolved."""
        changes = self._log.changes[unit]
        times, causes, aheads = changes.times, changes.causes, changes.aheads
        found = Timeline()
        for i in range(self._last(unit)):
            cause = causes[i]
            if cause == "queue" and aheads[i] is not None:
                found.extend(self._resolve(unit, i))
            else:
                found.add(times[i], times[i + 1], cause)
        return found

    def _resolve(self, unit: int, i: int) -> Timeline:
        """A queue, the ``i``-th change of ``unit``, as what the unit ahead was doing meanwhile.

        A queue of a thousand units would be a recursion of a thousand, so what a change depends on is
        worked out first, on a stack of our own. A ring (a gridlock) ends at the member met twice.
        """
        known = self._resolved[unit][i]
        if known is not None:
            return known
        stack = [(unit, i)]
        while stack:
            at, k = stack[-1]
            known = self._resolved[at][k]
            if known is None or known is self._begun:
                self._resolved[at][k] = self._begun
                found = self._work_out(at, k)
                if found is None:
                    stack += self._unresolved(at, k)
                    continue
                self._resolved[at][k] = found
            stack.pop()
        known = self._resolved[unit][i]
        assert known is not None
        return known

    def _unresolved(self, unit: int, i: int) -> list[tuple[int, int]]:
        """Those of the changes ahead that are themselves a queue behind somebody, not yet begun."""
        mine = self._log.changes[unit]
        start, end, ahead = mine.times[i], mine.times[i + 1], mine.aheads[i]
        assert ahead is not None
        changes, resolved = self._log.changes[ahead], self._resolved[ahead]
        times, causes, aheads = changes.times, changes.causes, changes.aheads
        k, last = _first(times, start), len(times) - 1
        found = []
        while k < last and times[k] < end:
            if resolved[k] is None and causes[k] == "queue" and aheads[k] is not None:
                found.append((ahead, k))
            k += 1
        return found

    def _work_out(self, unit: int, i: int) -> Timeline | None:
        """The pieces of a queue, taken from the unit ahead; None where that one's are not resolved yet."""
        mine = self._log.changes[unit]
        now, end, ahead = mine.times[i], mine.times[i + 1], mine.aheads[i]
        assert ahead is not None
        changes, resolved = self._log.changes[ahead], self._resolved[ahead]
        times, causes, aheads = changes.times, changes.causes, changes.aheads
        k, last = _first(times, now), len(times) - 1
        found = Timeline()
        while k < last and times[k] < end:
            seen = resolved[k]
            if seen is None or seen is self._begun:
                cause = causes[k]
                if seen is None and cause == "queue" and aheads[k] is not None:
                    return None
                now = _take(found, now, times[k], times[k + 1], end, "queue" if cause in _OFF_ROAD else cause)
            else:
                for j, why in enumerate(seen.causes):
                    now = _take(found, now, seen.times[j], seen.times[j + 1], end, why)
            k += 1
        if end > now:
            found.add(now, end, "queue")
        return found

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


def _first(times: list[float], time: float) -> int:
    """The change that lasts at ``time``, by the times of all."""
    k = bisect_right(times, time) - 1
    return k if k > 0 else 0


def _take(found: Timeline, now: float, start: float, end: float, most: float, cause: str) -> float:
    """Go on from ``now`` with what lasted from ``start`` to ``end``, up to ``most``; where that leaves it."""
    low, high = (start if start > now else now), (end if end < most else most)
    if high <= low:
        return now
    if low > now:
        found.add(now, low, "queue")
    found.add(low, high, cause)
    return high


def _label_slowed(line: Timeline, slowed: list[tuple[float, float, float, float]]) -> Timeline:
    """Give weather and crowds the seconds by which they lengthened each crossing, at its end."""
    if not slowed:
        return line
    found = Timeline()
    times, at, k, count = line.times, 0, 0, len(slowed)
    for cause in line.causes:
        now, end = times[at], times[at + 1]
        at += 1
        if cause == "rolling":
            while k < count and slowed[k][1] <= now:
                k += 1
            for j in range(k, count):
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
        found.add(now, end, cause)
    return found
