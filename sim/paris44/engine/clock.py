"""Events of the clock: those of a known hour, and those that somebody else sets off."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappush
from typing import Any, Final

from simpy import Environment, Process
from simpy.events import NORMAL, URGENT, EventPriority
from simpy.events import Event as SimEvent

LAST: Final = EventPriority(2)
"""Units move last in a second: what is ordered, opened, shut or begun in it holds for them already."""
_push: Final = heappush  # compiled, a name that never changes is not looked up at each call


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


class Mover:
    """Who acts at hours of its own without being a process: its turn is an entry of SimPy's queue, no event.

    ``turn`` is the number of the entry that counts; those before it are void. No ABC, though each
    kind has its own :meth:`move`: the kernel asks of every event whether it is a Mover, and of an ABC plain
    Python asks that slowly.
    """

    __slots__ = ("_numbers", "_queue", "env", "turn")

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.turn = -1
        self._queue: list[Any] = env._queue
        self._numbers: Iterator[int] = env._eid

    def wait(self, now: float, delay: float) -> None:
        """Its turn, the only one, comes in ``delay`` seconds from ``now``."""
        self.turn = turn = next(self._numbers)
        _push(self._queue, (now + delay, LAST, turn, self))  # SimPy compares the first three alone

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
        awaited = self._generator.send(event._value)
        while awaited.callbacks is None:  # what it waits for has come already
            awaited = self._generator.send(awaited._value)
        awaited.callbacks.append(self._resume)
        self._target = awaited

    def go_on(self) -> None:
        """Wake it at once from its Call."""
        call = self._target
        assert call.callbacks is not None
        call.callbacks.clear()
        self._resume(call)


def hour(env: Environment, time: float) -> SimEvent:
    """The hour ``time``, not yet past: it comes before all else in its second, and so binds from then on."""
    event = SimEvent(env)
    event._ok = True
    event._value = None
    env.schedule(event, URGENT, time - env.now)
    return event
