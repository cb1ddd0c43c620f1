"""The kernel of a replication: its clock, dice, values and log.

It knows nobody who uses it; who wants to hear what is told says so (:meth:`Kernel.listen`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop
from typing import Any, Final, TypeVar

from simpy import Process
from simpy.events import Event as SimEvent

from paris44.engine.clock import Agenda, AgendaClock, Last, Life
from paris44.engine.log import INFINITE, Event, EventLog, Loss
from paris44.engine.rounding import HAIR
from paris44.scenario.dist import Dist
from paris44.world.build import World
from paris44.world.dice import Dice

_pop: Final = heappop  # compiled, a name that never changes is not looked up at each call
Doing = TypeVar("Doing", bound=Process)
Listener = Callable[[Event, int], None]
"""Is told each event and its position in the log, as soon as it is logged."""


class Kernel:
    """What everything in a replication stands on. ``end`` is when it is over, in seconds."""

    def __init__(self, world: World, dice: Dice, replication: int) -> None:
        self.world = world
        self.dice = dice
        self.agenda = Agenda()
        self.env = AgendaClock(self.agenda)
        self.end = world.scenario.duration
        self.log = EventLog(replication, world.units, self.end)
        self._values: dict[str, float] = {}
        self._listeners: list[Listener] = []
        self._processes: list[Process] = []

    def now(self) -> float:
        """The time, in seconds since the scenario's start."""
        return self.agenda.now

    def run(self) -> None:
        """Let the clock run to the end; what would happen in its very second does not.

        Turns come after all events of their second, also where the hour of one is rounded down by a hair.

        SimPy's own ``run`` does the same with a call for each event, which costs more than most events do.
        """
        agenda, end = self.agenda, self.end - HAIR
        queue: list[tuple[Any, ...]] = self.env._queue  # compiled, one of a known kind is read without a call
        turns = agenda.turns
        while True:
            due = turns[-1].hour if turns else INFINITE
            ahead: float = queue[0][0] if queue else INFINITE
            if due >= end and ahead >= end:
                break
            if ahead <= due + HAIR:
                agenda.now = ahead
                _happen(_pop(queue)[3])
                continue
            mover = turns.pop()
            mover.listed = False
            if due > agenda.now:
                agenda.now = due
            mover.move(agenda.now)
        agenda.now = self.end

    # --- processes -------------------------------------------------------------------------------

    def start(self, doing: Generator[SimEvent, Any, Any]) -> Process:
        """A SimPy process that does it from now on."""
        return self.keep(Life(self.env, doing))

    def keep(self, process: Doing) -> Doing:
        """The process, of which :meth:`stop` is to know."""
        self._processes.append(process)
        return process

    def last(self) -> SimEvent:
        """An event that comes when all else in this second has happened."""
        return Last(self.agenda, self.env).alarm

    def stop(self) -> None:
        """The run is over: let go of whatever still waits, and of those who listen.

        A process holds what it waits for, and that the process; and SimPy's environment holds methods of its
        own. Such rings are not freed by themselves.
        """
        process: Any  # SimPy says of none of these that it may be None
        for process in self._processes:
            _release(process._target)
            process._target = process._generator = None
        self._processes.clear()
        self._listeners.clear()
        self.agenda.clear()
        vars(self.env).clear()

    # --- dice ------------------------------------------------------------------------------------

    def law(self, name: str) -> Dist:
        """The distribution of a parameter that is drawn on each occasion."""
        return self.world.scenario.parameters[name]

    def value(self, name: str) -> float:
        """The value of a parameter that holds for the whole replication, in SI units."""
        found = self._values.get(name)
        if found is None:
            key = self.world.scenario.drawn_as.get(name, name)
            found = self._values[name] = self.draw(self.law(name), f"parameter/{key}", "value")
        return found

    def draw(self, law: Dist, who: str, what: str) -> float:
        """One value of ``law``, in SI units, for a named occasion."""
        return law.args[0] if law.is_fixed else law.at(self.dice.u(who, what))

    # --- the log ---------------------------------------------------------------------------------

    def listen(self, listener: Listener) -> None:
        """From now on ``listener`` is told what is logged."""
        self._listeners.append(listener)

    def tell(self, event: Event) -> None:
        """Log an event, and let those hear it who listen."""
        events = self.log.events
        events.append(event)
        for listener in self._listeners:
            listener(event, len(events) - 1)

    def lose(self, loss: Loss) -> None:
        """Log losses."""
        if loss.killed or loss.wounded or loss.prisoners or loss.tanks:
            self.log.losses.append(loss)

    def party(self, formation: str | None) -> str:
        """The counted party of a formation; where nobody is named it is that of those who come."""
        world = self.world
        return world.scenario.theatre.attacker.id if formation is None else world.parties[formation].id


def _happen(event: Any) -> None:  # noqa: ANN401 - SimPy's, of which it says that it may not have come
    """An event of SimPy comes: whoever waits for it is told.

    Raises:
        Exception: it failed, and nobody dealt with that.
    """
    callbacks, event.callbacks = event.callbacks, None  # it has come
    for callback in callbacks:
        callback(event)
    if not event._ok and not hasattr(event, "_defused"):
        raise event._value


def _release(awaited: Any) -> None:  # noqa: ANN401 - an event, or None
    """Whoever waits for an event waits no more; of several the same."""
    if awaited is None:
        return
    if awaited.callbacks:
        awaited.callbacks.clear()
    for part in getattr(awaited, "_events", ()):
        _release(part)
