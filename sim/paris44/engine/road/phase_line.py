"""Phase lines during a run: not past the line before its hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from paris44.engine.events import Kind
from paris44.engine.log import INFINITE, Event, Passage
from paris44.engine.road.lane import Lane, Restriction, Traveller
from paris44.engine.road.network import RoadNetwork
from paris44.engine.rounding import HAIR
from paris44.world.geometry.cut_line import LinePlan


class _Cut(NamedTuple):
    """Whose tail waits before a line, and on which road the line lies."""

    unit: Traveller
    lane: Lane


class Line(Restriction):
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
        self._log = log
        self._cut: dict[Passage, _Cut] = {}
        self._held: dict[int, float] = {}
        self._crossed: set[str] = set()

    def reach(self, now: float, road: RoadNetwork, units: Sequence[Traveller]) -> None:
        """The order reaches the columns in the second ``now``; it cuts in two those just crossing, also where
        the tail waits for room, or farther back."""
        self.known_from = now
        for a, b in sorted(self.plan.lanes):
            lane = road.lane_of(a, b)
            for passage in (lane.passed_in, lane.last_in):
                if passage is not None and passage.head < now:
                    self._cut_in_two(passage, lane, units[passage.unit], now)

    def _cut_in_two(self, passage: Passage, lane: Lane, unit: Traveller, now: float) -> None:
        flow, behind = lane.flow, lane.last_lane
        if passage in self._cut or not self._binds(unit):
            return
        through = flow.through(passage, now - HAIR)
        if through < passage.vehicles:
            flow.cut(passage, through, behind)
            self._cut[passage] = _Cut(unit, lane)
            if behind is not None:
                behind.hold_back()

    def end(self, now: float, road: RoadNetwork) -> None:
        """The line is over or lifted in the second ``now``: who was cut off closes up, and who waits may go.

        A tail for which another line is closed meanwhile is that line's from now on.
        """
        for passage, cut in self._cut.items():
            others = (line for line in cut.lane.lines if isinstance(line, Line) and line is not self)
            heir = next((line for line in others if line.closed_to(cut.unit, now)), None)
            if heir is None:
                road.flow.join(passage, now)
            else:
                heir._cut[passage] = cut
        for a, _ in sorted(self.plan.lanes):
            road.node(a).poke()

    def _binds(self, unit: Traveller) -> bool:
        return self._applies(unit) and not unit.within(self.order.disobeyed_by)

    def closed_to(self, unit: Traveller, now: float) -> bool:
        """Whether ``unit`` may not cross in the second ``now``."""
        opens = min(self.order.until, self.lifted_at)
        over = now >= opens - HAIR or now < self.known_from - HAIR
        return not over and self._binds(unit)

    def holds(self, unit: Traveller, now: float) -> bool:
        """The same, of a head that has come to the line in the second ``now``: its wait is counted."""
        if not self.closed_to(unit, now):
            return False
        self._held.setdefault(unit.index, now)
        return True

    def crossed(self, unit: Traveller, now: float) -> None:
        """``unit`` has crossed in the second ``now``: log it if it is the first of its march."""
        march = unit.march
        if march in self._crossed or not self._applies(unit):
            return
        self._crossed.add(march)
        kind, value = self._verdict(unit, now)
        place = unit.place
        self._log(Event(now, kind, unit.formation, place, self.order.id, march, value))

    def _verdict(self, unit: Traveller, now: float) -> tuple[Kind, float]:
        if unit.index in self._held:
            return "line_wait", now - self._held[unit.index]
        opened = min(self.order.until, self.lifted_at)
        if now >= opened:
            return "line_slack", now - opened
        if now < self.known_from:
            return "line_unknown", opened - now
        return "line_disobeyed", opened - now

    def _applies(self, unit: Traveller) -> bool:
        return unit.within(self.order.applies_to)
