"""What the units of a replication have to do with, handed to each in one piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paris44.engine.board import Board
from paris44.engine.kernel import Kernel
from paris44.engine.march.marshal import Marshal
from paris44.engine.march.ways import Ways
from paris44.engine.road.bridges import Bridges
from paris44.engine.road.lane import Barrier
from paris44.engine.road.network import RoadNetwork
from paris44.engine.road.rules import Rules


@dataclass(frozen=True)
class Surroundings:
    """The kernel and the board, the road and its rules, and who else is there."""

    kernel: Kernel
    board: Board
    road: RoadNetwork
    rules: Rules
    bridges: Bridges
    ways: Ways
    marshal: Marshal
    strongpoints: Mapping[str, Barrier]
