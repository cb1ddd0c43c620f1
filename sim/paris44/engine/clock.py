"""Events of the clock: those of a known hour, and those that somebody else sets off."""

from __future__ import annotations

from heapq import heappush
from typing import Final

from simpy import Environment, Process
from simpy.events import NORMAL, URGENT, EventPriority
from simpy.events import Event as SimEvent

LAST: Final = EventPriority(2)
"""Units move last in a second: what is ordered, opened, shut or begun in it holds for them already."""


class Alarm(SimEvent):
    """An event that somebody else sets off, now or after a known time."""

    _ok = True

    def ring(self, delay: float, priority: EventPriority = NORMAL) -> None:
        """Wake who waits in ``delay`` seconds."""
        self._value = None
        self.env.schedule(self, priority, delay)


class Move(SimEvent):
    """The end of a drive or of a wait of known length of a unit."""

    _ok = True
    _value = None

    def __init__(self, env: Environment, delay: float) -> None:
        self.env = env
        self.callbacks = []
        heappush(env._queue, (env._now + delay, LAST, next(env._eid), self))


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


def hour(env: Environment, time: float) -> SimEvent:
    """The hour ``time``, not yet past: it comes before all else in its second, and so binds from then on."""
    event = SimEvent(env)
    event._ok = True
    event._value = None
    env.schedule(event, URGENT, time - env.now)
    return event
