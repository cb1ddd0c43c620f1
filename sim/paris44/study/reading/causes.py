"""Why it was late: every second of every unit to one cause, and the critical chain of an outcome."""

from __future__ import annotations

from bisect import bisect_right

from paris44.engine.log import Enabler, EventLog

Interval = tuple[float, float, str]

_OFF_ROAD = frozenset(("orders", "start-slip", "assembly", "fuel", "rolling", "done"))
"""While the unit ahead does one of these it holds nobody up by itself: the wait is the queue's own."""
_IDLE = ("orders", "rest", "start-slip", "assembly")
_LONGEST = 400  # links of a critical chain: more would be a fault of ours


class Causes:
    """Resolves what a queue waited for after the run, when everything is known.

    A second in a queue belongs to what the unit ahead was doing in that very second, and if that was
    queueing too, to what the next one ahead did, and so on; the discharge afterwards is ``queue``.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._times = [changes.times for changes in log.changes]
        self._resolved: list[dict[int, list[Interval]]] = [{} for _ in log.changes]
        self._timelines: dict[int, list[Interval]] = {}
        self._marches: dict[int, list[tuple[float, str]]] = {}

    def timeline(self, unit: int) -> list[Interval]:
        """(from, to, cause) without gaps, from the unit's first order to its last place or the end."""
        found = self._timelines.get(unit)
        if found is None:
            changes = self._log.changes[unit]
            pieces: list[Interval] = []
            for i in range(self._last(unit)):
                if changes.causes[i] == "queue" and changes.aheads[i] is not None:
                    pieces += self._resolve(unit, i)
                else:
                    pieces.append((changes.times[i], changes.times[i + 1], changes.causes[i]))
            found = self._timelines[unit] = _label_slowed(_join(pieces), self._log.slowed[unit])
        return found

    def chain(self, enabler: Enabler, time: float) -> list[Interval]:
        """What led to something at ``time`` (s): intervals without gaps from 0 to ``time``, latest last."""
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
        return _join(back[::-1])

    # --- timelines ---------------------------------------------------------------------------------

    def _last(self, unit: int) -> int:
        """How many changes count: waiting for orders that never came is no part of the account."""
        changes = self._log.changes[unit]
        count = len(changes) - 1
        while count > 1 and changes.causes[count - 1] in ("done", "orders", "assembly"):
            count -= 1
        return max(count, 0)

    def _resolve(self, unit: int, i: int) -> list[Interval]:
        """A queue, the ``i``-th change of ``unit``, as what the unit ahead was doing meanwhile.

        A queue of a thousand units would be a recursion of a thousand, so what a change depends on is
        worked out first, on a stack of our own. A ring (a gridlock) ends at the member met twice.
        """
        resolved = self._resolved
        known = resolved[unit].get(i)
        if known is not None:
            return known
        stack, begun = [(unit, i)], set[tuple[int, int]]()
        while stack:
            at, k = stack[-1]
            if k not in resolved[at]:
                waiting = [] if (at, k) in begun else self._unresolved(at, k)
                begun.add((at, k))
                waiting = [key for key in waiting if key not in begun]
                if waiting:
                    stack.extend(waiting)
                    continue
                resolved[at][k] = self._work_out(at, k)
            stack.pop()
        return resolved[unit][i]

    def _unresolved(self, unit: int, i: int) -> list[tuple[int, int]]:
        """Those of the changes ahead that are themselves a queue behind somebody, still to be resolved."""
        mine = self._log.changes[unit]
        start, end, ahead = mine.times[i], mine.times[i + 1], mine.aheads[i]
        assert ahead is not None
        changes, resolved = self._log.changes[ahead], self._resolved[ahead]
        k, last = self._first(ahead, start), len(changes) - 1
        found = []
        while k < last and changes.times[k] < end:
            if changes.causes[k] == "queue" and changes.aheads[k] is not None and k not in resolved:
                found.append((ahead, k))
            k += 1
        return found

    def _first(self, unit: int, time: float) -> int:
        """The change of ``unit`` that lasts at ``time``."""
        return max(bisect_right(self._times[unit], time) - 1, 0)

    def _work_out(self, unit: int, i: int) -> list[Interval]:
        """The pieces of a queue, taken from the unit ahead: of several the neighbours have other causes."""
        mine = self._log.changes[unit]
        start, end, ahead = mine.times[i], mine.times[i + 1], mine.aheads[i]
        assert ahead is not None
        changes, resolved = self._log.changes[ahead], self._resolved[ahead]
        k, last = self._first(ahead, start), len(changes) - 1
        now = start
        pieces: list[Interval] = []
        while k < last and changes.times[k] < end:
            at, cause = changes.times[k], changes.causes[k]
            k += 1
            seen = resolved.get(k - 1)
            if seen is None:
                low, high = (at if at > now else now), min(changes.times[k], end)
                if high > low:
                    if low > now:
                        _add(pieces, now, low, "queue")
                    _add(pieces, low, high, "queue" if cause in _OFF_ROAD else cause)
                    now = high
                continue
            for a, b, why in seen:
                low, high = (a if a > now else now), (b if b < end else end)
                if high > low:
                    if low > now:
                        _add(pieces, now, low, "queue")
                    _add(pieces, low, high, why)
                    now = high
        if end > now:
            _add(pieces, now, end, "queue")
        return pieces

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
        for a, b, cause in reversed(self.timeline(unit)):
            if a < now and b > started:
                back.append((max(a, started), min(b, now), cause))
        return Enabler(started, order=march), started

    def _orders_of(self, unit: int) -> list[tuple[float, str]]:
        """When the unit first moved on each of its marches."""
        if not self._marches:
            seen: set[tuple[int, str]] = set()
            for p in self._log.passages:
                if (p.unit, p.order) not in seen and p.order:
                    seen.add((p.unit, p.order))
                    self._marches.setdefault(p.unit, []).append((p.head, p.order))
        return self._marches.get(unit, [])

    def _idle(self, unit: int, at: float) -> bool:
        i = bisect_right(self._times[unit], at - 1e-6) - 1
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


def _add(pieces: list[Interval], start: float, end: float, cause: str) -> None:
    """Append an interval, or lengthen the last one where it has the same cause."""
    if pieces and pieces[-1][2] == cause:
        pieces[-1] = (pieces[-1][0], end, cause)
    else:
        pieces.append((start, end, cause))


def _join(pieces: list[Interval]) -> list[Interval]:
    """Neighbours with one cause become one interval; empty ones go."""
    joined: list[Interval] = []
    for start, end, cause in pieces:
        if end <= start:
            continue
        if joined and joined[-1][2] == cause:
            joined[-1] = (joined[-1][0], end, cause)
        else:
            joined.append((start, end, cause))
    return joined


def _label_slowed(pieces: list[Interval], slowed: list[tuple[float, float, float, float]]) -> list[Interval]:
    """Give weather and crowds the seconds by which they lengthened each crossing, at its end."""
    if not slowed or not pieces:
        return pieces
    result: list[Interval] = []
    k, count = 0, len(slowed)
    for piece in pieces:
        now, end, cause = piece
        if cause != "rolling":
            result.append(piece)
            continue
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
            result.append((now, wet_from, "rolling"))
            if wet:
                result.append((wet_from, crowd_from, "weather"))
            if packed:
                result.append((crowd_from, high, "crowd"))
            now = high
        result.append((now, end, "rolling"))
    return _join(result)
