"""The message board: what has happened, and who waits for it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final

from simpy.events import AllOf, AnyOf
from simpy.events import Event as SimEvent

from paris44.engine.kernel import Kernel
from paris44.engine.log import INFINITE, Enabler, Event
from paris44.scenario.model import Moment, Trigger
from paris44.world.light import Sun

Key = tuple[str, ...]
Wait = Generator[SimEvent, Any, Enabler]
_SIGNALS = ("contact", "cleared", "surrender")
_NOBODY: Final = frozenset[tuple[str, str]]()


class Board:
    """Signals by key, each fired at most once, with what enabled it.

    Keys: ``("order", id)``, ``("gone", garrison)``, ``("barred", formation, parameter)`` and
    ``(event, formation, place, visit)``. The n-th visit of a formation is the first n-th visit of
    any of its units, as in the arrivals; what happens by decision is the visit after those so far.
    """

    def __init__(self, kernel: Kernel, barred: Callable[[Trigger], SimEvent]) -> None:
        self._env = kernel.env
        self._world = kernel.world
        self._draw = kernel.draw
        self._start = kernel.start
        self._barred = barred
        self._fired: dict[Key, Enabler] = {}
        self._events: dict[Key, SimEvent] = {}
        self._visits: dict[Key, dict[str, None]] = {}
        kernel.listen(self._hear)

    def stop(self) -> None:
        """The run is over: nobody asks any more."""
        self._barred = _nobody

    def fire(self, key: Key, enabler: Enabler) -> None:
        """``key`` has happened (a second time is ignored)."""
        if key in self._fired:
            return
        self._fired[key] = enabler
        event = self._events.pop(key, None)
        if event is not None:
            event.succeed(enabler)

    def _hear(self, event: Event, number: int) -> None:
        """Signal what was logged (as the ``number``-th entry) to those who wait for it."""
        if event.kind in _SIGNALS and event.formation is not None and event.place is not None:
            here = Enabler(event.time, event=number)
            self.happened(event.kind, event.formation, event.place, event.detail or event.kind, here)

    def happened(self, event: str, formation: str, place: str, occasion: str, enabler: Enabler) -> None:
        """``event`` of ``formation`` at ``place``; ``occasion`` (garrison, order) tells one from the next."""
        wanted = self._world.awaited.get(place, _NOBODY)
        for name in self._world.tree.ancestors[formation] if wanted else ():
            if (event, name) not in wanted:
                continue
            visits = self._visits.setdefault((event, name, place), {})
            if occasion not in visits:
                visits[occasion] = None
                visit = 1
                while (event, name, place, str(visit)) in self._fired:
                    visit += 1
                self.fire((event, name, place, str(visit)), enabler)

    def visited(self, event: str, formation: str, place: str, visit: int, now: float, unit: int) -> None:
        """A ``unit`` of ``formation`` did ``event`` at ``place`` for the ``visit``-th time, in the second
        ``now``."""
        wanted = self._world.awaited.get(place, _NOBODY)
        for name in self._world.tree.ancestors[formation] if wanted else ():
            if (event, name) in wanted:
                key = (event, name, place, str(visit))
                if key not in self._fired:
                    self.fire(key, Enabler(now, unit=unit, lag="rolling"))

    def time_of(self, trigger: Trigger) -> float:
        """When ``trigger`` came true, in seconds since the start; infinity where it has not."""
        times = [self.time_of(part) for part in trigger.parts]
        if trigger.kind == "all":
            return max(times)
        if trigger.kind == "any":
            return min(times)
        enabler = self._fired.get(key_of(trigger))
        return INFINITE if enabler is None else enabler.time

    def has_come(self, key: Key) -> bool:
        """Whether ``key`` has happened."""
        return key in self._fired

    def missing(self, trigger: Trigger) -> tuple[Trigger, ...]:
        """The simple triggers for which ``trigger`` still waits, in their order; none once it is true."""
        if not trigger.parts:
            return () if self.has_come(key_of(trigger)) else (trigger,)
        left = [self.missing(part) for part in trigger.parts]
        if trigger.kind == "any" and not all(left):
            return ()
        return tuple(simple for part in left for simple in part)

    def when(self, trigger: Trigger) -> SimEvent:
        """A SimPy event that comes, with its Enabler, when ``trigger`` is true."""
        if trigger.kind in ("all", "any"):
            return self._start(self._join(trigger))
        if trigger.kind == "barred":
            return self._barred(trigger)
        key = key_of(trigger)
        if key in self._fired:
            return self._env.timeout(0.0, self._fired[key])
        return self._events.setdefault(key, self._env.event())

    def _join(self, trigger: Trigger) -> Wait:
        """The last of all, or the first of any."""
        parts = [self.when(part) for part in trigger.parts]
        yield (AllOf if trigger.kind == "all" else AnyOf)(self._env, parts)
        found: list[Enabler] = [part.value for part in parts if part.processed and part.value is not None]
        return (min if trigger.kind == "any" else max)(found, key=lambda e: e.time)

    def start(self, moment: Moment, who: str, light: Sun, issued: float) -> Wait:
        """Wait for the start of an order received now: its hour is counted from the issue of the order.

        An order to be ready at six that is issued at seven means at once, not tomorrow: the hour has been
        missed (:meth:`Sun.due`).
        """
        now = self._env.now
        if moment.clock is not None and moment.after is None and moment.at is None:
            hour = light.due(moment.clock, issued)
            moment = moment._replace(clock=None, at=max(hour, now))
        enabler = yield from self.moment(moment, who, light)
        return enabler if enabler.time > now else Enabler(now)

    def moment(self, moment: Moment, who: str, light: Sun) -> Wait:
        """Wait for ``moment``; ``who`` names its draws, ``light`` gives its hours. Returns what came last.

        Here too an hour may have been missed when what it waited for comes.
        """
        enabler = Enabler(0.0)
        if moment.after is not None:
            enabler = yield self.when(moment.after)
        if moment.at is not None and moment.at > self._env.now:
            yield self._env.timeout(moment.at - self._env.now)
            enabler = Enabler(self._env.now)
        if moment.clock is not None:
            alone = moment.after is None and moment.at is None
            hour = light.next if alone else light.due
            target: float = hour(moment.clock, self._env.now)
            if target > self._world.scenario.duration:
                target = self._world.scenario.duration + 1.0
            yield self._env.timeout(target - self._env.now)
        delay = self._draw(moment.delay, who, "delay")
        if delay > 0.0:
            yield self._env.timeout(delay)
        return enabler


def _nobody(trigger: Trigger) -> SimEvent:
    raise AssertionError(f"the run is over, and nobody looks for {trigger}")


def key_of(trigger: Trigger) -> Key:
    """The signal of a simple trigger."""
    if trigger.kind == "order":
        return ("order", trigger.order or "")
    if trigger.kind == "gone":
        return ("gone", trigger.garrison or "")
    if trigger.kind == "barred":
        return ("barred", trigger.formation or "", trigger.daylight_parameter or "")
    return (trigger.event or "", trigger.formation or "", trigger.place or "", str(trigger.visit))
