"""The watch over an axis: does its lead still stand before the enemy when the day ends?"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from simpy.events import Event as SimEvent

from paris44.engine.board import Board, key_of
from paris44.engine.kernel import Kernel
from paris44.engine.log import Enabler
from paris44.engine.march.marshal import Marshal
from paris44.engine.road.lane import Traveller
from paris44.scenario.model import Trigger

_LOOK_EVERY = 300.0  # s between looks at whether an axis is still barred


class AxisWatch:
    """Looks along the roads for those who send somebody light ahead where the enemy bars the way."""

    def __init__(self, kernel: Kernel, board: Board, marshal: Marshal, units: Sequence[Traveller]) -> None:
        self._kernel = kernel
        self._board = board
        self._marshal = marshal
        self._units = units

    def when_barred(self, trigger: Trigger) -> SimEvent:
        """A SimPy event that comes, with its Enabler, when a trigger of the kind ``barred`` is true."""
        return self._kernel.start(self._watch_axis(trigger))

    def _watch_axis(self, trigger: Trigger) -> Generator[SimEvent, Any, Enabler]:
        """Look, every few minutes of late afternoon, whether the lead still stands before the enemy."""
        formation, sun = trigger.formation or "", self._kernel.world.sky.at()
        needed = self._kernel.value(trigger.daylight_parameter or "daylight-needed")
        units = [unit for unit in self._units if unit.within((formation,))]
        while True:
            sunset = sun.next("sunset", self._kernel.env.now)
            if sunset - needed > self._kernel.env.now:
                yield self._kernel.env.timeout(sunset - needed - self._kernel.env.now)
            while self._kernel.env.now < sunset:
                held = next((u for u in units if self._stopped_by_enemy(u)), None)
                if held is not None:
                    here = Enabler(self._kernel.env.now, unit=held.index, lag="fight")
                    self._board.fire(key_of(trigger), here)
                    return here
                yield self._kernel.env.timeout(min(_LOOK_EVERY, sunset - self._kernel.env.now))
            yield self._kernel.env.timeout(1.0)

    def _stopped_by_enemy(self, unit: Traveller) -> bool:
        """Whether ``unit``, or whoever is at the end of those it waits for, stands before the enemy."""
        for one in (unit, *self._marshal.those_ahead(unit)):
            if one.lane is None:
                return False
            if one.changes.causes[-1] == "fight":
                return True
        return False
