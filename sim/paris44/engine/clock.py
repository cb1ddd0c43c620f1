"""Events of the clock: those of a known hour, and those that somebody else sets off."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from simpy import Environment, Process
from simpy.events import NORMAL, URGENT, EventPriority
from simpy.events import Event as SimEvent

from paris44.engine.rounding import HAIR

_place: Final = bisect_left  # compiled, a name that never changes is not looked up at each call


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


class Agenda:
    """The turns of those who act at hours of their own without being a process: no events, but numbered as
    SimPy numbers its own.

    In one second they come after all events, in the order in which they were asked for: what is ordered,
    opened, shut or begun in it holds for them already. ``hours`` are those of the turns (s), negative and so
    with the next at the end, ``turns`` their numbers and whose they are. Two lists and no heap: a place among
    numbers is found in a third of the time that one among tuples takes.
    """

    __slots__ = ("env", "hours", "numbers", "turns")

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.hours: list[float] = []
        self.turns: list[tuple[int, Mover]] = []
        self.numbers: Iterator[int] = env._eid

    def clear(self) -> None:
        """The run is over: nobody's turn comes any more."""
        self.hours.clear()
        self.turns.clear()


class Mover:
    """Who has turns in an ``agenda``. ``turn`` is the number of the one that counts; others are void."""

    __slots__ = ("_hours", "_numbers", "_turns", "env", "turn")

    def __init__(self, agenda: Agenda) -> None:
        self.env = agenda.env
        self.turn = -1
        self._hours = agenda.hours
        self._turns = agenda.turns
        self._numbers = agenda.numbers

    def wait(self, now: float, delay: float) -> None:
        """Its turn, the only one, comes in ``delay`` seconds from ``now``."""
        self.turn = turn = next(self._numbers)
        hour = -(now + delay)
        hours = self._hours
        at = _place(hours, hour)
        hours.insert(at, hour)
        self._turns.insert(at, (turn, self))

    def others(self, now: float) -> Iterator[tuple[float, Mover]]:
        """Those whose turn comes in the very second ``now`` too, the next first, and their hours, which may
        be rounded otherwise."""
        hours, turns, soon = self._hours, self._turns, -(now + HAIR)
        at = len(hours) - 1
        while at >= 0 and hours[at] >= soon:
            number, other = turns[at]
            if other.turn == number:
                yield -hours[at], other
            at -= 1

    def move(self, now: float) -> None:
        """Its turn has come, in the second ``now``."""
        raise NotImplementedError


class Life(Process):
    """A SimPy process without end, woken in fewer steps: nobody asks which one is active, and no fault in it
    is for others to handle."""

    def _resume(self, event: SimEvent) -> None:
        if not event._ok:  # it is interrupted
            super()._resume(event)
            return
        self._await(self._generator.send(event._value))

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
