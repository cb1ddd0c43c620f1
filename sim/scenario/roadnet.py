"""Which places roads join (the shape of the network only; lengths and times belong to the world)."""

from __future__ import annotations

from collections.abc import Iterable


class Islands:
    """Sets of places joined by roads."""

    def __init__(self, roads: Iterable[tuple[str, str]]) -> None:
        self._up: dict[str, str] = {}
        for a, b in roads:
            self._up[self._top(a)] = self._top(b)

    def _top(self, place: str) -> str:
        """The place that stands for its island."""
        while (up := self._up.setdefault(place, place)) != place:
            self._up[place] = self._up[up]  # halve the path on the way
            place = up
        return place

    def joined(self, a: str, b: str) -> bool:
        """True where roads lead from ``a`` to ``b``."""
        return self._top(a) == self._top(b)
