"""The network during a run: places, lanes and assembly areas, each made when the first column comes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from paris44.engine.road.flow import Flow
from paris44.engine.road.lane import Lane, Node, Restriction
from paris44.world.build import World

SHORT = 10.0
"""Jam spacings: a road shorter than this keeps the part of a vehicle that it holds besides whole ones."""


class RoadNetwork:
    """All roads of a run."""

    def __init__(self, world: World, value: Callable[[str], float], now: Callable[[], float]) -> None:
        self.nodes = nodes = dict[str, Node]()
        self.flow = Flow(
            now, value("wave-time"),
            poke=lambda place: nodes[place].settled(), hasten=lambda place: nodes[place].hasten(),
        )  # fmt: skip
        self._world = world
        self._value = value
        self._lanes: dict[int, Lane] = {}
        self._yards: dict[tuple[str, str], Lane] = {}
        self._lines: dict[tuple[str, str], list[Restriction]] = {}

    def node(self, name: str) -> Node:
        """The place ``name``."""
        found = self.nodes.get(name)
        if found is None:
            capacity = self._world.scenario.places[name].capacity_vph
            bridge = self._world.scenario.bridges.get(name)
            limits = [c for c in (capacity, bridge and bridge.capacity_vph) if c]
            found = self.nodes[name] = Node(name, 3600.0 / min(limits) if limits else 0.0)
        return found

    def lane(self, index: int) -> Lane:
        """The lane of that index in the world's network."""
        found = self._lanes.get(index)
        if found is None:
            info = self._world.network.lanes[index]
            capacity = info.capacity_vph or self._value(f"capacity.{info.road_class}")
            closer = self._value("factor.street-spacing") if info.built_up else 1.0
            spacing = closer * self._value("jam-spacing")
            room = _room(info.length / spacing)
            found = self._lanes[index] = Lane(
                self.flow, self.node(info.a), self.node(info.b), length=info.length, kind=info.kind,
                gap=3600.0 / capacity, spacing=spacing, room=room, wave=room * self.flow.wave_time,
            )  # fmt: skip
            found.lines = tuple(self._lines.get((info.a, info.b), ()))
            if info.single_track:
                found.opposite = self.lane_of(info.b, info.a)
                found.opposite.opposite = found
                found.opposite.asks = True
            found.asks = bool(found.lines) or info.single_track or found.b.blown
        return found

    def lane_of(self, a: str, b: str) -> Lane:
        """The lane from ``a`` to ``b``."""
        return self.lane(self._world.network.lane_of[a, b])

    def is_main(self, lane: Lane) -> bool:
        """Whether ``lane`` is one of a national road."""
        if not lane.length:
            return False
        network = self._world.network
        return network.lanes[network.lane_of[lane.a.name, lane.b.name]].road_class == "national"

    def yard(self, place: str, column: str = "") -> Lane:
        """The assembly area of ``column`` at ``place``: room for all, first ready first out.

        Without a column: room for one unit that is out of the way of everybody.
        """
        node = self.node(place)
        if not column:
            return Lane(self.flow, node, node)
        found = self._yards.get((place, column))
        if found is None:
            found = self._yards[place, column] = Lane(self.flow, node, node)
        return found

    def clear(self) -> None:
        """The run is over: lanes and places let go of each other, and of those who stand there."""
        self.flow.clear()
        for lane in (*self._lanes.values(), *self._yards.values()):
            lane.clear()
        for node in self.nodes.values():
            node.clear()
        self.nodes.clear()

    def draw(self, line: Restriction, lanes: Iterable[tuple[str, str]]) -> None:
        """``line`` has a say on ``lanes`` (before any lane is made)."""
        for ends in sorted(lanes):
            self._lines.setdefault(ends, []).append(line)

    def ask_before(self, place: str) -> None:
        """Whoever is about to drive to ``place`` must look first: its bridge is down (or up again, and who
        stands before it may go on), or a fight is on."""
        node = self.node(place)
        node.poke()
        for a in self._world.network.graph[place]:
            lane = self.lane_of(a, place)
            lane.asks = True
            if lane.a is not node:
                lane.a.poke()


def _room(fits: float) -> float:
    """The vehicles that a road holds at a halt; ``fits``: its length in jam spacings.

    Whole ones, as nobody stands on a part of a place. But of a road of one and a half that half would be a
    third of its flow, and of a street cut into such pieces of the whole street's: the next vehicle may drive
    on to it when that part of the time between two vehicles is over.
    """
    whole = float(int(fits + 1e-9))
    return whole if fits >= SHORT or fits - whole < 1e-9 <= whole else max(fits, 1.0)
