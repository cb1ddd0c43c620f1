"""How long a head would have taken, had nothing but light and weather held it."""

from __future__ import annotations

from paris44.engine.march.column import Column
from paris44.engine.theatre import Theatre
from paris44.scenario.model import Scenario
from paris44.world.build import build
from paris44.world.dice import Dice


class FreeMarch:
    """The marches of a scenario at the medians of their rates, each alone on its road and never halting.

    What slows them is the law of the engine itself: kind of column, kind of road, light and weather. Crowds,
    queues, halts, lines and fights are left out.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._world = build(scenario)
        self._stage = Theatre(self._world, Dice(0, 0, chance=False), 0)
        self._speeds: dict[str, list[float]] = {}  # m/s by kind of lane

    def seconds(self, order: str, a: str, b: str, start: float) -> float:
        """Seconds of the head of ``order`` from place ``a`` to its neighbour ``b``, from ``start`` on.

        ``start`` is in seconds since the scenario's start.
        """
        network = self._world.network
        lane = network.lanes[network.lane_of[a, b]]
        speeds = self._speeds.get(order) or self._of(order)
        spells = self._world.conditions.on(a, ())
        profile = self._stage.pace.profile(self._world.marches[order].category, spells)
        return profile.cross(start, lane.length, speeds[lane.kind], ())[0] - start

    def _of(self, order: str) -> list[float]:
        stage = self._stage
        column = Column(stage.kernel, stage.pace, stage.road, stage.ways, self._world.marches[order])
        found = self._speeds[order] = column.speeds
        return found
