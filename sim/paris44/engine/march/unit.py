"""The march unit: the SimPy process that everything in this project moves."""

from __future__ import annotations

from simpy import Interrupt

from paris44.engine.clock import Life
from paris44.engine.log import INFINITE, Passage
from paris44.engine.march.column import Column
from paris44.engine.march.driver import Doing, Driver
from paris44.engine.march.surroundings import Surroundings
from paris44.engine.road.lane import Leg, Node
from paris44.world.order_of_battle import UnitInfo


class MarchUnit(Driver):
    """At most 25 vehicles that move as one, and take the march orders of their formation in turn."""

    __slots__ = ("astray", "marching", "orders", "process", "taken")

    def __init__(self, around: Surroundings, info: UnitInfo, lineage: tuple[str, ...]) -> None:
        super().__init__(around, info, lineage)
        self.orders: list[tuple[Column, str]] = []  # and by whose name: its own, or a parent's
        self.taken = -1  # position in ``orders`` of the last one taken,
        self.marching = False  # and whether it is being carried out
        self.astray = False  # no way was open when it took the order on the road: it stops at the next place
        self.process = around.kernel.keep(Life(around.kernel.env, self._live()))

    # --- news ------------------------------------------------------------------------------------

    def join(self, column: Column, named: str) -> None:
        """It belongs to ``column``, whose order names it, or a parent of it, as ``named``."""
        self.orders.append((column, named))
        self.place = self.place or column.plan.path[0]

    def ordered(self) -> None:
        """An order to it was issued: from the first one on its time is accounted for."""
        if not self.changes.times:
            self.note(self._now(), "orders")

    def released(self) -> None:
        """A column that it belongs to may go."""
        self.newer = True
        self.poke()

    def detach(self, column: Column) -> None:
        """Leave whatever it is doing for ``column`` at once."""
        if self.marching:
            self.process.interrupt(column)

    def finish(self) -> None:
        """The run is over: what lay in the future did not happen."""
        end = self._now()
        changes = self.changes
        while changes.times and changes.times[-1] > end:
            changes.drop()
        if changes.times and changes.causes[-1] != "done":
            changes.add(end, "done")

    # --- life ----------------------------------------------------------------------------------------

    def move(self, now: float) -> None:
        """Its turn has come, in the second ``now``: on the road it looks; else its process goes on."""
        if self.driving:
            self._arrive(now)
        if not self.driving:
            self.process.go_on()

    def comes_to(self, node: Node, priority: int) -> bool:
        """The same, also of one that is about to set out from there, on the order it has or on the next."""
        if self.lane is not None or self.place != node.name:
            return super().comes_to(node, priority)
        position = self._next_order()
        if self.marching and (position is None or not self.orders[position][0].order.supersedes):
            return self.priority > priority
        return position is not None and self.orders[position][0].order.priority > priority

    def _live(self) -> Doing:
        """Carry out the orders of its formation as they come."""
        while True:
            position = self._next_order()
            if position is None:
                self.marching = self.newer = False
                if self.changes.times:
                    self.note(self._now(), "orders" if self._more_to_come() else "done")
                yield from self._sleep()
                continue
            self._take(position)
            turned = False
            try:
                yield from self._assemble()
                while self.stages:
                    self._set_out()
                    if self.driving:
                        yield self.call
                    yield from self._stop()
            except Interrupt:
                turned = True
            if turned:
                self.driving = False
                if self.listed:
                    self.agenda.drop(self)
                self._drop()
                if self.lane is not None:
                    yield from self._turn_off()

    def _next_order(self) -> int | None:
        """The next order in turn that has started; those before it that have not are superseded."""
        for position in range(self.taken + 1, len(self.orders)):
            if self._holds(position):
                return position
        return None

    def _holds(self, position: int) -> bool:
        """Whether the order has started, and names it, or a parent that it was not detached from."""
        return self.orders[position][0].started and self._is_called(position)

    def is_called(self, column: Column) -> bool:
        """Whether it is to march with ``column``: it was not detached from the formation that it names."""
        return any(other is column and self._is_called(at) for at, (other, _) in enumerate(self.orders))

    def _is_called(self, position: int) -> bool:
        below = self.lineage[: self.lineage.index(self.orders[position][1])]
        return not any(name in self.around.kernel.log.detached for name in below)

    def _more_to_come(self) -> bool:
        return any(self._is_called(position) for position in range(self.taken + 1, len(self.orders)))

    def serves(self, column: Column) -> bool:
        """Whether it carries out the order of ``column``, or is to when its turn comes."""
        for position, (other, _) in enumerate(self.orders):
            if other is column and position == self.taken:
                return self.marching
            if other is column:
                return position > self.taken and self._holds(position)
        return False

    def _drop(self) -> None:
        """It carries out no order any more, or no longer the one that it has: who fights with it is told."""
        if self.marching:
            self.marching = self.asleep = False
            for point in self.around.strongpoints.values():
                point.left_by(self.march)

    def _take(self, position: int) -> None:
        self._drop()
        self.taken, self.marching, self.astray = position, True, False
        self.column = column = self.orders[position][0]
        self.order = order = column.order
        self.march, self.priority, self.may_pass = order.id, order.priority, order.may_pass
        self.speeds = column.speeds
        self.newer = any(column.started for column, _ in self.orders[position + 1 :])

    def _superseded(self) -> int | None:
        """The position of a started order that supersedes the present one."""
        if not self.newer:
            return None
        position = self._next_order()
        self.newer = position is not None
        return position if position is not None and self.orders[position][0].order.supersedes else None

    def _assemble(self) -> Doing:
        """Wait for its turn to ask for the road; no stages: a later order has come meanwhile."""
        column, now = self.column, self._now()
        self._explain(column, now)
        self.stages = []
        self.asked = max(column.ask(self.index), now)
        while self.asked > now:
            self.changes.note(now, "assembly")
            self.asleep, self.until = True, self.asked
            yield self._pause(self.asked - now)
            self.asleep = False
            if self._superseded() is not None:
                return
            now = self._now()
        yield from self._find_way()

    def _find_way(self) -> Doing:
        """Choose the way, or wait until one is open; no stages: a later order has come meanwhile."""
        column = self.column
        self.stages = column.way(self.place)
        while not self.stages:
            self.where = column.strays(self.formation, self.place)
            self.note(self._now(), "bridge")
            self.around.bridges.strand(self)
            yield from self._sleep()
            if self._superseded() is not None:
                break
            self.stages = column.way(self.place)
        self.where = ""
        self.asked = max(self.asked, self._now())

    def _explain(self, column: Column, now: float) -> None:
        """The column goes: now it is known what its idle units have waited for."""
        trace = self.around.kernel.log.orders[column.order.id]
        changes = self.changes
        since = changes.times[-1]
        for time, cause in ((trace.received, trace.waits), (trace.start, "start-slip")):
            at = max(time, since)
            if at < trace.started <= now:
                changes.put(at, cause)

    def _stop(self) -> Doing:
        """Off the road, a stage done: refuel, or reduce the pockets of this place; then the next stage."""
        last = self.stages[0][-1].step
        self.stages, self.at = self.stages[1:], 0
        if last.fuel:
            self.note(self._now(), "fuel")
            yield self._pause(self.column.refuelling)
        for name in last.pockets:
            pocket = self.around.strongpoints[name]
            while pocket.there:
                self.note(self._now(), "fight")
                self.where = f"held at {pocket.garrison.place} by {name}"
                pocket.contact(self, pocket.garrison.place)
                yield pocket.over
        self.where = ""
        self.asked = self._now()
        self.note(self.asked, "assembly")
        if self._superseded() is not None:
            self.stages = []
        elif self.astray:
            self.astray = False
            yield from self._find_way()

    def _switch(self) -> bool:
        """Take over a new order on the road, from the place ahead."""
        position = self._superseded()
        if position is None:
            return False
        remaining = self.remaining()
        self._take(position)
        self.stages, self.at = self.column.way(remaining[0], remaining), 0
        if not self.stages:
            self.astray = True
            self.stages = self.column.stages(remaining[:1], None, rolling=True)
        self.broken = -1
        return True

    def owed(self) -> list[Passage]:
        """What it would pass next under the orders that it carries out or has to take then, without times."""
        rolling = self.remaining() if self.lane is not None else ()
        here = rolling[0] if rolling else self.place
        ahead: list[tuple[int, Leg]] = []
        first = self.taken + 1
        if self.marching and self.stages and not self.astray:
            ahead = [(self.taken, leg) for leg in self.legs_ahead()]
        elif self.marching:  # in its assembly area, and its way is not chosen yet
            first = self.taken
        before = self.taken
        for position in range(max(first, 0), len(self.orders)):
            column = self.orders[position][0]
            if not self._holds(position):
                continue
            if column.order.supersedes:
                ahead = [part for part in ahead if part[0] != before]
            elif ahead:
                here, rolling = ahead[-1][1].place, ()
            stages = column.way(here, rolling) or column.stages(column.plan.path, None, rolling=False)
            ahead += [(position, leg) for stage in stages for leg in stage]
            before = position
        return [self._still(self.orders[position][0].order.id, leg) for position, leg in ahead]

    def _still(self, march: str, leg: Leg) -> Passage:
        return Passage(self.index, self.vehicles, leg.place, leg.event, march, INFINITE, INFINITE, INFINITE)
