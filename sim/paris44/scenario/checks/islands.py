"""Which places roads join (the shape of the network only; lengths and times belong to the world)."""

from __future__ import annotations

import math
from collections.abc import Iterable


class Islands:
    """Sets of places joined by roads."""

    def __init__(self, roads: Iterable[tuple[str, str]]) -> None:
        self._up: dict[str, str] = {}
        for a, b in roads:
            self._up[self.top(a)] = self.top(b)

    def top(self, place: str) -> str:
        """The place that stands for its island."""
        while (up := self._up.setdefault(place, place)) != place:
            self._up[place] = self._up[up]  # halve the path on the way
            place = up
        return place

    def joined(self, a: str, b: str) -> bool:
        """True where roads lead from ``a`` to ``b``."""
        return self.top(a) == self.top(b)


def crow_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance in km between two points in degrees."""
    a, b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(half, 1.0)))
