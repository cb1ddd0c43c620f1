"""Names along the bands of a march graph: short, one for each formation, where little is in their way.

A panel is laid out on squared paper (cells of :data:`CELL` inches): lines make a cell worse for a name,
marks and names that stand there close it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from paris44.views.figures.common.sheet import text_width

Points = NDArray[np.float64]  # a row for each: inches from the left, inches from below
CELL = 0.03
TALL = 0.085  # inches of a name's letters
OFF = 0.03  # between a head's line and its name
EDGE = 0.05  # that names keep from the edge of a panel
BEND = 0.035  # most that a line may leave the straight course of its name
CROWDED = 0.55  # of the paper under a name, by lines: no name where no place is better
FOREIGN = 0.2  # how much worse the band of another column makes a place, against a line
SHARES = tuple(np.linspace(0.02, 0.96, 25))  # of a line: where a name may begin


@dataclass(frozen=True)
class Spot:
    """Where a name stands: its middle in inches, its angle in degrees, and how much of it lines cross."""

    x: float
    y: float
    angle: float
    crossed: float


class Paper:
    """The squared paper of a panel ``width`` by ``height`` inches."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        shape = math.ceil(height / CELL) + 1, math.ceil(width / CELL) + 1
        self._lines = np.zeros(shape, dtype=np.int64)
        self._closed = np.zeros(shape, dtype=bool)
        self._bands: dict[str, NDArray[np.bool_]] = {}

    def line(self, points: Points) -> None:
        """A line that a name had better not cross."""
        cells = self._cells(_along(points, CELL / 2))
        self._lines[tuple(np.unique(cells, axis=0).T)] += 1

    def band(self, column: str, heads: Points, clears: Points) -> None:
        """The room between a head and its tail: names of other columns had better not stand there."""
        there = self._bands.setdefault(column, np.zeros(self._closed.shape, dtype=bool))
        up = np.argsort(heads[:, 1], kind="stable")
        ys = heads[up, 1]
        for row in range(*(max(int(y / CELL), 0) for y in (ys[0], ys[-1] + CELL))):
            ends = (np.interp(row * CELL, ys, line[up, 0]) for line in (heads, clears))
            left, right = (max(int(x / CELL), 0) for x in ends)
            there[row : row + 1, left : right + 1] = True

    def close(self, points: Points, room: float = 0.06) -> None:
        """A mark that a name must keep ``room`` inches from."""
        for x, y in _along(points, CELL):
            low, left = (max(int((at - room) / CELL), 0) for at in (y, x))
            self._closed[low : int((y + room) / CELL) + 2, left : int((x + room) / CELL) + 2] = True

    def best(
        self, lines: Iterable[Points], words: str, size: float, column: str = "", most: float = CROWDED
    ) -> Spot | None:
        """The best place for ``words`` in type of ``size`` points along one of the lines; None where
        everything is crowded.
        """
        long = text_width(words, size) + 0.04
        strange = self._lines + FOREIGN * sum(band for name, band in self._bands.items() if name != column)
        spots = (spot for line in lines for spot in self._spots(line, long, strange))
        found = min(spots, key=lambda spot: spot.crossed, default=None)
        return found if found is not None and found.crossed <= most else None

    def write(self, spot: Spot, words: str, size: float) -> None:
        """Keep the place of a name in type of ``size`` points from others."""
        half = text_width(words, size) / 2
        turn = math.radians(spot.angle)
        ends = [(spot.x + k * half * math.cos(turn), spot.y + k * half * math.sin(turn)) for k in (-1, 1)]
        self.close(np.array(ends), TALL)

    def _spots(self, line: Points, long: float, strange: Points) -> Iterator[Spot]:
        """Places along a line where nothing is in the way, on either side of it."""
        steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
        for at in (share * steps[-1] for share in SHARES):
            if at + long > steps[-1]:
                return
            piece = _piece(line, steps, at, long)
            way = piece[-1] - piece[0]
            way = way / float(np.hypot(*way) or 1.0) * (-1.0 if way[0] < 0 else 1.0)  # never upside down
            across = np.array([-way[1], way[0]])
            leaves = (piece - piece[0]) @ across
            if np.ptp(leaves) > BEND:
                continue
            for side, end in ((-1.0, leaves.min()), (1.0, leaves.max())):
                middle = (piece[0] + piece[-1]) / 2 + across * (end + side * (OFF + TALL / 2))
                crossed = self._crossed(middle, way, across, long, strange)
                if crossed is not None:
                    worse = 0.02 * (side > 0) + 0.04 * abs(at / steps[-1] - 0.3)
                    angle = math.degrees(math.atan2(way[1], way[0]))
                    yield Spot(float(middle[0]), float(middle[1]), angle, crossed + worse)

    def _crossed(
        self, middle: Points, way: Points, across: Points, long: float, strange: Points
    ) -> float | None:
        """What is strange under a name, by cell; None where it leaves the panel or meets what is closed."""
        offsets = np.arange(-long / 2, long / 2 + CELL, CELL)
        rows = [middle + offsets[:, None] * way + k * TALL / 2 * across for k in (-1.0, 0.0, 1.0)]
        points = np.concatenate(rows)
        if points.min() < EDGE or (points > (self.width - EDGE, self.height - EDGE)).any():
            return None
        cells = tuple(self._cells(points).T)
        return None if self._closed[cells].any() else float(strange[cells].mean())

    def _cells(self, points: Points) -> NDArray[np.int64]:
        cells = np.floor(points[:, ::-1] / CELL).astype(np.int64)
        return np.clip(cells, 0, np.array(self._lines.shape) - 1)


def _along(points: Points, step: float) -> Points:
    """Points along a line, at most ``step`` inches apart."""
    found = [points[:1]]
    for a, b in pairwise(points):
        many = max(math.ceil(float(np.hypot(*(b - a))) / step), 1)
        found.append(a + (b - a) * (np.arange(1, many + 1) / many)[:, None])
    return np.concatenate(found)


def _piece(line: Points, steps: Points, at: float, long: float) -> Points:
    """Nine points of a line from ``at`` inches along it, ``long`` inches on."""
    where = np.linspace(at, at + long, 9)
    return np.column_stack([np.interp(where, steps, line[:, k]) for k in (0, 1)])


def within(points: Points, width: float) -> Points:
    """The part of a line between the edges of the panel, left to right or right to left."""
    xs = points[:, 0]
    inside = (xs >= 0) & (xs <= width)
    if inside.all() or not inside.any():
        return points[inside]
    ends = [edge for edge in (0.0, width) if xs.min() < edge < xs.max()]
    order = np.argsort(xs, kind="stable")
    cut = [[edge, float(np.interp(edge, xs[order], points[order, 1]))] for edge in ends]
    every = np.concatenate([points[inside], cut])
    sorted_ = every[np.argsort(every[:, 0], kind="stable")]
    return sorted_ if xs[0] <= xs[-1] else sorted_[::-1]
