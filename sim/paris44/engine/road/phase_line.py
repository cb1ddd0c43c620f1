"""Phase lines during a run: not past the line before its hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import NamedTuple

from paris44.engine.events import Kind
from paris44.engine.log import INFINITE, Event, Passage
from paris44.engine.road.lane import Lane, Restriction, Traveller
from paris44.engine.road.network import RoadNetwork
from paris44.world.cut_line import LinePlan

HAIR = 1e-6
"""s: two reckonings of one second may differ by the last digit of a sum."""


class _Cut(NamedTuple):
    """A passage whose tail waits before a line, and how long it takes to follow then."""

    passage: Passage
    unit: Traveller
    lane: Lane
    takes: float


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
        self._cut: list[_Cut] = []
        self._held: dict[int, float] = {}
        self._crossed: set[str] = set()

    def reach(self, now: float, road: RoadNetwork, units: Sequence[Traveller]) -> None:
        """The order reaches the columns in the second ``now``; it cuts in two those just crossing."""
        self.known_from = now
        for a, b in sorted(self.plan.lanes):
            lane = road.lane_of(a, b)
            passage = lane.last_in
            if passage is None or passage.open or not passage.head < now <= passage.clear + HAIR:
                continue
            unit, through = units[passage.unit], _through(passage, now)
            if through < passage.vehicles and self._binds(unit):
                behind = lane.last_lane
                road.flow.cut(passage, through, None if behind is None else behind.a.name)
                beside = [way for way in (behind, lane) if way is not None and way.length > 0.0]
                slowest = max(way.spacing / unit.speeds[way.kind] for way in beside)
                gap = max(lane.gap, lane.a.gap, road.flow.wave_time + slowest)
                takes = (passage.vehicles - passage.sure - 1) * gap
                self._cut.append(_Cut(passage, unit, lane, takes))

    def end(self, now: float, road: RoadNetwork) -> None:
        """The line is over or lifted in the second ``now``: who was cut off closes up, and who waits may go.

        A tail for which another line is closed meanwhile is that line's from now on.
        """
        for cut in self._cut:
            others = (line for line in cut.lane.lines if isinstance(line, Line) and line is not self)
            heir = next((line for line in others if line.closed_to(cut.unit, now)), None)
            if heir is None:
                road.flow.settle(cut.passage, now + cut.takes)
            else:
                heir._cut.append(cut)
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
        march = unit.order.id
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


def _through(passage: Passage, now: float) -> int:
    """How many vehicles have passed before ``now``; the one whose turn is in that second has not."""
    if passage.clear <= passage.head:
        return passage.vehicles
    share = (now - passage.head) / (passage.clear - passage.head)
    return max(ceil(share * (passage.vehicles - 1) - HAIR), 1)
