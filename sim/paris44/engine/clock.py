"""Events of the clock: those of a known hour, and those that somebody else sets off."""

from __future__ import annotations

from typing import Final

from simpy import Environment
from simpy.events import NORMAL, URGENT, EventPriority
from simpy.events import Event as SimEvent

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


def hour(env: Environment, time: float) -> SimEvent:
    """The hour ``time``, not yet past: it comes before all else in its second, and so binds from then on."""
    event = SimEvent(env)
    event._ok = True
    event._value = None
    env.schedule(event, URGENT, time - env.now)
    return event
