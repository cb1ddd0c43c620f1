"""Phase lines during a run: not past the line before its hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.engine.log import Event
from sim.world.lines import LinePlan

if TYPE_CHECKING:
    from sim.engine.road import Road
    from sim.engine.unit import MarchUnit

INFINITE = float("inf")


class Line:
    """A phase line. It holds those to whom it applies and whom the order has reached.

    For each line and march the first head to cross is logged: with the time that it waited
    (``line_wait``), or by how much it came later than the line was lifted (``line_slack``), or why it
    was not held (``line_disobeyed``, ``line_unknown``: the order had not arrived).
    """

    def __init__(self, plan: LinePlan, log: Callable[[Event], None]) -> None:
        self.order = plan.order
        self.plan = plan
        self.known_from = INFINITE  # when the order reaches the columns
        self.lifted_at = INFINITE
        self.lifts = plan.order.lifted is not None  # it may open at an hour not known beforehand
        self._log = log
        self._held: dict[int, float] = {}
        self._crossed: set[str] = set()

    def reach(self, now: float, road: Road, units: Sequence[MarchUnit]) -> None:
        """The order reaches the columns; it cuts in two those that are just crossing."""
        self.known_from = now
        if now >= self.order.until:
            return
        for a, b in sorted(self.plan.lanes):
            passage = road.lane_of(a, b).last_in
            if passage is None or not passage.head < now < passage.clear:
                continue
            if self._binds(units[passage.unit]):
                headway = (passage.clear - passage.head) / (passage.vehicles - 1)
                across = int((now - passage.head) / headway) + 1
                passage.clear = self.order.until + (passage.vehicles - across - 1) * headway

    def _binds(self, unit: MarchUnit) -> bool:
        return self._applies(unit) and not unit.within(self.order.disobeyed_by)

    def holds(self, unit: MarchUnit, now: float) -> float:
        """Until when ``unit`` must wait; 0 where it may cross."""
        if now >= self.order.until or now >= self.lifted_at or now < self.known_from:
            return 0.0
        if not self._binds(unit):
            return 0.0
        self._held.setdefault(unit.index, now)
        return self.order.until

    def crossed(self, unit: MarchUnit, now: float) -> None:
        """``unit`` has crossed: log it if it is the first of its march."""
        march = unit.column.order.id
        if march in self._crossed or not self._applies(unit):
            return
        self._crossed.add(march)
        kind, value = self._verdict(unit, now)
        place = unit.place
        self._log(Event(now, kind, unit.formation, place, self.order.id, march, value))

    def _verdict(self, unit: MarchUnit, now: float) -> tuple[str, float]:
        if unit.index in self._held:
            return "line_wait", now - self._held[unit.index]
        opened = min(self.order.until, self.lifted_at)
        if now >= opened:
            return "line_slack", now - opened
        if now < self.known_from:
            return "line_unknown", opened - now
        return "line_disobeyed", opened - now

    def _applies(self, unit: MarchUnit) -> bool:
        return unit.within(self.order.applies_to)
