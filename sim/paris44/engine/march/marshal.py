"""The marshal: watches over the queues of a replication, and breaks the rings in which nothing moves."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any

from simpy.events import Event as SimEvent

from paris44.engine.kernel import Kernel
from paris44.engine.log import Event
from paris44.engine.road.lane import Traveller

LONG_WAIT = 3 * 3600.0  # s between the marshal's rounds, and the wait that makes him look


class Marshal:
    """Knows who waits for whom. ``units``: all that will be on the road, by their index."""

    def __init__(self, kernel: Kernel, units: Sequence[Traveller]) -> None:
        self._kernel = kernel
        self._units = units

    def rounds(self) -> Generator[SimEvent, Any, None]:
        """Look along the roads every few hours for heads that wait for nobody who will ever move.

        Rings are found when they close (``gridlocked``); this finds those that close through the tail of
        a unit whose head is long gone.
        """
        while True:
            yield self._kernel.env.timeout(LONG_WAIT)
            since = self._kernel.env.now - LONG_WAIT
            for unit in self._units:
                if unit.lane is not None and unit.stands_since(since) and not self._explained(unit):
                    place = unit.lane.b.name
                    march = unit.order.id
                    self._kernel.tell(
                        Event(self._kernel.env.now, "gridlock", unit.formation, place, march, unit.name)
                    )
                    unit.must_give_way()
                    break

    def _explained(self, unit: Traveller) -> bool:
        """Whether those it waits for end at somebody who moves, or whom something else holds."""
        for other in self.those_ahead(unit):
            if other.lane is None:
                return False
            if not other.asleep or other.changes.causes[-1] != "queue":
                return True
        return False

    def those_ahead(self, unit: Traveller) -> Iterator[Traveller]:
        """Whom ``unit`` waits for, whom that one waits for, and so on; a ring ends with who is met again."""
        met = {unit.index}
        ahead = unit.waits_for()
        while ahead is not None:
            yield self._units[ahead]
            if ahead in met:
                return
            met.add(ahead)
            ahead = self._units[ahead].waits_for()

    def fighter_behind(self, head: Traveller) -> Traveller | None:
        """Of those who wait behind ``head`` and are to attack what they meet, the next (None: nobody).

        Looked for back along its lane, then along those whose heads queue to come into it, and so on: whom a
        line, a bridge or another fight holds does not wait for this one, nor do those behind him.
        """
        lanes = [head.lane] if head.lane is not None else []
        for lane in lanes:
            for unit in lane.queue:
                if isinstance(unit, Traveller) and unit is not head and unit.waits_to_fight():
                    return unit
            for unit in lane.a.waiting:
                queues = unit.changes.causes[-1] == "queue" and unit.leg is not None and unit.leg.lane is lane
                if queues and unit.lane is not None and unit.lane not in lanes:
                    lanes.append(unit.lane)
        return None

    def gridlocked(self, unit: Traveller) -> bool:
        """Whether those ahead of ``unit`` wait, one for the next, for ``unit`` itself, and it must give way.

        Every unit that waits in a queue waits for one other; following them finds the ring if there is one.
        """
        ring, ahead = [unit], unit.waits_for()
        while ahead is not None:
            other = self._units[ahead]
            if other is unit:
                return self._break_ring(ring)
            if not other.asleep or other in ring:
                return False  # it moves, or will; or a ring further on, which is not ours to break
            ring.append(other)
            ahead = other.waits_for()
        return False

    def _break_ring(self, ring: list[Traveller]) -> bool:
        """Of the heads in the ring the lowest priority pulls off; of equals the last in the tables."""
        heads = [u for u in ring if u.lane is not None and u.lane.queue[0] is u and u.lane.length]
        if not heads:
            return False
        loser = min(heads, key=lambda u: (u.priority, -u.index))
        if loser is not ring[0]:
            loser.poke()  # it will find the ring closed from its own side
            return False
        place = loser.lane.b.name if loser.lane is not None else None
        members = ", ".join(u.name for u in ring)
        march = loser.order.id
        self._kernel.tell(Event(self._kernel.env.now, "gridlock", loser.formation, place, march, members))
        return True
