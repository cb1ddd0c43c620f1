"""The theatre: all that one replication consists of, made from the ground up."""

from __future__ import annotations

from simpy.events import Event as SimEvent

from paris44.engine.board import Board
from paris44.engine.enemy.strongpoint import Strongpoint
from paris44.engine.kernel import Kernel
from paris44.engine.march.marshal import Marshal
from paris44.engine.march.surroundings import Surroundings
from paris44.engine.march.unit import MarchUnit
from paris44.engine.march.watch import AxisWatch
from paris44.engine.march.ways import Ways
from paris44.engine.pace import Pace
from paris44.engine.road.bridges import Bridges
from paris44.engine.road.network import RoadNetwork
from paris44.engine.road.phase_line import Line
from paris44.engine.road.rules import Rules
from paris44.scenario.model import Trigger
from paris44.world.build import World
from paris44.world.dice import Dice


class Theatre:
    """A replication before its first second; the orders are still to be given.

    What comes first in a second was started first, so the sequence here is part of the result.
    """

    def __init__(self, world: World, dice: Dice, replication: int) -> None:
        self.kernel = kernel = Kernel(world, dice, replication)
        crowds = [kernel.draw(c.factor, f"crowd/{c.id}", "factor") for c in world.scenario.crowds]
        self.pace = Pace(world, kernel.value, crowds)
        self.road = RoadNetwork(world, kernel.value, kernel.now)
        self.board = Board(kernel, self._when_barred)
        self.bridges = Bridges(kernel.env, world, self.road, kernel.tell)
        self.strongpoints: dict[str, Strongpoint] = {}
        self.units: list[MarchUnit] = []
        self.ways = Ways(world, self.bridges, self.strongpoints, frozenset(world.scenario.garrisons))
        self.marshal = Marshal(kernel, self.units)
        self.watch = AxisWatch(kernel, self.board, self.marshal, self.units)
        around = Surroundings(
            kernel, self.board, self.road, Rules(kernel, self.units), self.bridges, self.ways,
            self.marshal, self.strongpoints,
        )  # fmt: skip
        for garrison in world.scenario.garrisons.values():
            self.strongpoints[garrison.id] = Strongpoint(around, self.units, self.strongpoints, garrison)
        self.lines = {plan.order.id: Line(plan, kernel.tell) for plan in world.lines}
        for line in self.lines.values():
            self.road.draw(line, line.plan.lanes)
        for info in world.units:
            self.units.append(MarchUnit(around, info, world.tree.ancestors[info.formation]))

    def disband(self) -> None:
        """The run is over: let those go of each other who know each other, so that all is freed at once.

        To let Python look for such rings takes a seventh of a replication.
        """
        self.kernel.stop()
        self.board.stop()
        self.bridges.stop()
        self.road.clear()
        for passage in self.kernel.log.passages:
            passage.room = None
            if passage.open:
                passage.waits_on = passage.dependents = None
        for unit in self.units:
            unit.lane = unit.leg = None
        self.units.clear()
        self.strongpoints.clear()

    def _when_barred(self, trigger: Trigger) -> SimEvent:
        return self.watch.when_barred(trigger)
