"""What was made of a thing before, so that scenarios that share the thing share that too."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

MOST_KNOWN = 256
"""Things that are remembered: a bound on memory where many variants follow."""


class Known:
    """What was made of things, which may be neither equal nor hashable: each is known as the very object."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, Hashable], tuple[object, Any]] = {}

    def get(self, thing: object, way: Hashable = None) -> Any:  # noqa: ANN401 - whatever was made
        """What was made of a thing in one ``way`` of several; None where it is not known."""
        known = self._made.get((id(thing), way))
        return None if known is None else known[1]

    def add(self, thing: object, made: object, way: Hashable = None) -> None:
        """Keep what was made, and the thing with it, so that no other gets its number."""
        if len(self._made) >= MOST_KNOWN:
            self._made.clear()
        self._made[id(thing), way] = thing, made
