"""Events of the clock: those of a known hour, and those that somebody else sets off."""

from __future__ import annotations

from collections.abc import Iterator

from simpy import Environment, Process
from simpy.events import NORMAL, URGENT, EventPriority
from simpy.events import Event as SimEvent

from paris44.engine.rounding import HAIR


class Alarm(SimEvent):
    """An event that somebody else sets off, now or after a known time."""

    _ok = True

    def ring(self, delay: float, priority: EventPriority = NORMAL) -> None:
        """Wake who waits in ``delay`` seconds."""
        self._value = None
        self.env.schedule(self, priority, delay)


class Call(SimEvent):
    """What a process waits for that :meth:`Life.go_on` is to wake: it comes again and again, by no queue."""

    _ok = True
    _value = None


class AgendaClock(Environment):
    """SimPy's environment by the second of an agenda: there is one clock, and it is turned once."""

    def __init__(self, agenda: Agenda) -> None:
        self.agenda = agenda
        super().__init__(agenda.now)

    @property
    def _now(self) -> float:
        return self.agenda.now

    @_now.setter
    def _now(self, now: float) -> None:
        self.agenda.now = now


class Agenda:
    """The turns of those who act at hours of their own without being a process, and so without events.

    In one second they come after all events, in the order in which they were asked for: what is ordered,
    opened, shut or begun in it holds for them already. ``turns`` are those who have one, the next at the end;
    ``now`` is the second (s), which SimPy's clock tells too, but by a call. One list, and no heap: a place
    among hours that are known to be numbers is found sooner than the next of a heap.
    """

    __slots__ = ("now", "turns")

    def __init__(self) -> None:
        self.now = 0.0
        self.turns: list[Mover] = []

    def put(self, mover: Mover, hour: float) -> None:
        """The turn of ``mover``, who has none, comes at ``hour`` (s)."""
        mover.hour, mover.listed = hour, True
        self.turns.insert(self._place(hour), mover)

    def drop(self, mover: Mover) -> None:
        """The turn of ``mover``, who has one, does not come."""
        at = self._place(mover.hour)
        while self.turns[at] is not mover:
            at += 1
        del self.turns[at]
        mover.listed = False

    def _place(self, hour: float) -> int:
        """Before those whose turns come no later: the place of who asks last for a turn at ``hour``."""
        turns = self.turns
        low, high = 0, len(turns)
        while low < high:
            middle = (low + high) >> 1
            if turns[middle].hour > hour:
                low = middle + 1
            else:
                high = middle
        return low

    def clear(self) -> None:
        """The run is over: nobody's turn comes any more."""
        self.turns.clear()


class Mover:
    """Who has turns in an ``agenda``, one at a time: at ``hour`` (s) where it is ``listed``."""

    __slots__ = ("agenda", "hour", "listed")

    def __init__(self, agenda: Agenda) -> None:
        self.agenda = agenda
        self.hour = 0.0
        self.listed = False

    def wait(self, now: float, delay: float) -> None:
        """Its turn comes in ``delay`` seconds from ``now``, and no other."""
        agenda = self.agenda
        if self.listed:
            agenda.drop(self)
        agenda.put(self, now + delay)

    def others(self, now: float) -> Iterator[Mover]:
        """Those whose turn comes in the very second ``now`` too, the next first; their hours may be rounded
        otherwise."""
        turns, soon = self.agenda.turns, now + HAIR
        at = len(turns) - 1
        while at >= 0 and turns[at].hour <= soon:
            yield turns[at]
            at -= 1

    def move(self, now: float) -> None:
        """Its turn has come, in the second ``now``."""
        raise NotImplementedError


class Last(Mover):
    """Who comes last in a second: :attr:`alarm` rings when nobody else has a turn in it."""

    __slots__ = ("alarm",)

    def __init__(self, agenda: Agenda, env: Environment) -> None:
        super().__init__(agenda)
        self.alarm = Alarm(env)
        self.wait(agenda.now, 0.0)

    def move(self, now: float) -> None:
        """All events of the second have come; those whose turns are still to come go first, but for others
        who come last: these go in the order in which they asked."""
        later = max((other.hour for other in self.others(now) if not isinstance(other, Last)), default=-1.0)
        if later < 0.0:
            self.alarm.ring(0.0)
        else:
            self.agenda.put(self, later)


class Life(Process):
    """A SimPy process that is woken in fewer steps: nobody asks which one is active, and no fault in it is
    for others to handle."""

    def _resume(self, event: SimEvent) -> None:
        if not event._ok:  # it is interrupted
            super()._resume(event)
            return
        try:
            self._await(self._generator.send(event._value))
        except StopIteration as end:
            self._ok, self._value = True, end.value
            self.env.schedule(self)

    def _await(self, awaited: SimEvent) -> None:
        """Be woken when ``awaited`` comes."""
        while awaited.callbacks is None:  # what it waits for has come already
            awaited = self._generator.send(awaited._value)
        awaited.callbacks.append(self._resume)
        self._target = awaited

    def go_on(self) -> None:
        """Wake it at once from its Call."""
        call = self._target
        awaited = self._generator.send(None)
        if awaited is call:  # mostly: then it stands there as it did
            return
        assert call.callbacks is not None
        call.callbacks.clear()
        self._await(awaited)


def hour(env: Environment, time: float) -> SimEvent:
    """The hour ``time``, not yet past: it comes before all else in its second, and so binds from then on."""
    event = SimEvent(env)
    event._ok = True
    event._value = None
    env.schedule(event, URGENT, time - env.now)
    return event
