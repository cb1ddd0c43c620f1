"""The ways of a replication: over what is known to be open, round what is known to be barred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from paris44.engine.road.bridges import Bridges
from paris44.engine.road.lane import Barrier
from paris44.scenario.hooks import OWN
from paris44.world.build import World
from paris44.world.network import Expected

_Question = tuple[str, str, str, tuple[str, ...], frozenset[str], Expected, tuple[str, ...]]
"""All that a way depends on."""


class Ways:
    """Finds ways as bridges and enemy stand at the moment, and remembers them. A way is a tuple of places.

    ``foes``: the garrisons that bar those who ask.
    """

    def __init__(
        self, world: World, bridges: Bridges, strongpoints: Mapping[str, Barrier], foes: frozenset[str]
    ) -> None:
        self._world = world
        self._bridges = bridges
        self._strongpoints = strongpoints
        self._foes = foes
        self._of: dict[frozenset[str], Ways] = {}
        self._found: dict[_Question, tuple[str, ...] | None] = {}

    def of(self, foes: frozenset[str]) -> Ways:
        """The ways of those whom only the garrisons ``foes`` bar."""
        if foes == self._foes:
            return self
        found = self._of.get(foes)
        if found is None:
            found = self._of[foes] = Ways(self._world, self._bridges, self._strongpoints, foes)
        return found

    @property
    def blown(self) -> frozenset[str]:
        """The bridges that nobody can pass now."""
        return self._bridges.blown

    def way(
        self, a: str, b: str, policy: str, closed: tuple[str, ...] = (), without: tuple[str, ...] = ()
    ) -> tuple[str, ...] | None:
        """The places from ``a`` to ``b`` over what is known to be open now.

        ``without``: numbers of roads neither to take nor to cross.
        """
        enemy = () if policy in ("ordered", "quickest") else self.expected_enemy()
        key = (a, b, policy, closed, self.blown, enemy, without)
        if key not in self._found:
            found = self._world.router.way(a, b, policy, closed, dict(enemy), without, self.blown)
            self._found[key] = found
        return self._found[key]

    def through(
        self, via: tuple[str, ...], policy: str, without: tuple[str, ...] = ()
    ) -> tuple[str, ...] | None:
        """The places along all of ``via`` over what is known to be open now.

        ``without``: numbers of roads that are taken, or crossed, only where no others join two places.
        """
        path: tuple[str, ...] = via[:1]
        for a, b in pairwise(via):
            part = (a,) if a == b else self.way(a, b, policy, (), without)
            if part is None and without:
                part = self.way(a, b, policy)
            if part is None:
                return None
            path += part[1:]
        return path

    def cost(self, path: tuple[str, ...], policy: str) -> float:
        """What ``policy`` pays for ``path``, as the enemy stands now: metres, or seconds."""
        return self._world.router.cost(path, policy, dict(self.expected_enemy()))

    def pays(self, around: tuple[str, ...], straight: tuple[str, ...], policy: str) -> bool:
        """Whether a way round a known enemy costs no more than the way past him with the price of a fight.

        In seconds; ``avoid`` has prices of its own, the enemy's among them. A user's own rule decides alone.
        """
        if policy.startswith(OWN):
            return True
        if policy == "avoid":
            return self.cost(around, policy) <= self.cost(straight, policy)
        price = self._world.router.enemy_price
        return self.cost(around, "quickest") <= self.cost(straight, "quickest") + price

    def expected_enemy(self) -> Expected:
        """Places that a strongpoint bars, for all that anybody knows, and how likely the likeliest does."""
        places: dict[str, float] = {}
        for point in self._enemy():
            likely = point.expected()
            for place in point.garrison.bars if likely > 0.0 else ():
                places[place] = max(places.get(place, 0.0), likely)
        return tuple(places.items())

    def fought_over(self) -> tuple[str, ...]:
        """Places at which columns are known to be held by the enemy."""
        places = {
            place: None
            for point in self._enemy()
            if point.resists and point.met and not point.garrison.pocket
            for place in point.garrison.bars
        }
        return tuple(places)

    def _enemy(self) -> Iterator[Barrier]:
        return (point for name, point in self._strongpoints.items() if name in self._foes)

    def second_road(self, here: str, place: str, beyond: str | None) -> float:
        """Metres of the shortest way from ``here`` that avoids ``place``: to ``beyond``, or, where the march
        ends there (None), to the nearest of the next places to it. Infinite where there is none."""
        if beyond is None:
            others = sorted(n for n in self._world.network.graph[place] if n != here)
            ways = [self.way(here, n, "ordered", (place,)) for n in others]
            found = [self._world.network.length(w) for w in ways if w is not None]
            return min(found, default=float("inf"))
        way = self.way(here, beyond, "ordered", (place,))
        return float("inf") if way is None else self._world.network.length(way)
