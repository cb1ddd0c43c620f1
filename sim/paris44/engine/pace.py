"""How fast the road lets a column go: light, weather and crowds as factors that change with time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paris44.engine.log import INFINITE
from paris44.world.build import World
from paris44.world.conditions import Condition, Spells
from paris44.world.network import CITY

Share = tuple[float, float, float]
"""The product of all factors, and the shares of the time that weather and crowds cost."""

_CLASSES = ("class.national", "class.departmental", "class.local")


def share(light: float, weather: float, crowd: float) -> Share:
    """What the factors of light, weather and crowds come to together."""
    return light * weather * crowd, crowd * (1.0 - weather), 1.0 - crowd


class Profile:
    """The factors of one kind of road for one kind of column, read forward in time.

    Of the ``shares`` those numbered in ``which`` hold one after the other, each until its end in ``ends``
    (s), the last of which is infinity. ``factor`` is the product now, valid until ``until``; ``wet`` and
    ``packed`` are the shares of the time now that weather and crowds cost. The clock of a run only goes
    forward, so the place in the table does too.
    """

    __slots__ = ("_ends", "_i", "_shares", "_which", "factor", "packed", "slowed", "until", "wet")

    def __init__(self, ends: Sequence[float], which: Sequence[int], shares: Sequence[Share]) -> None:
        self._ends = ends
        self._which = which
        self._shares = shares
        self._i = 0
        self.advance(0.0)

    def advance(self, now: float) -> None:
        """Move to what holds in the second ``now``."""
        ends, i = self._ends, self._i
        while ends[i] <= now:
            i += 1
        self._i = i
        self.until = ends[i]
        self.factor, self.wet, self.packed = self._shares[self._which[i]]
        self.slowed = self.wet != 0.0 or self.packed != 0.0

    def cross(
        self, start: float, length: float, speed: float, stops: Sequence[tuple[float, float, str]]
    ) -> tuple[float, float, float]:
        """Integrate a crossing of ``length`` metres at ``speed`` (factor one) from ``start`` on.

        ``stops`` are (from, to, cause) during which the column stands. Returns the time of arrival and the
        seconds lost to weather and to crowds. An entry later never arrives earlier.
        """
        now, left, wet, packed = start, length, 0.0, 0.0
        ends, i, s = self._ends, self._i, 0
        while True:
            while ends[i] <= now:
                i += 1
            end = ends[i]
            factor, wet_share, packed_share = self._shares[self._which[i]]
            while s < len(stops) and stops[s][1] <= now:
                s += 1
            if s < len(stops):
                if stops[s][0] <= now:
                    now = stops[s][1]
                    continue
                end = min(end, stops[s][0])
            rate = speed * factor
            span = min(left / rate, end - now)
            packed += span * packed_share
            wet += span * wet_share
            if left <= rate * span or now + span < end:
                return now + span, wet, packed
            left -= rate * span
            now = end


class Pace:
    """The profiles of one replication, made when first asked for."""

    def __init__(self, world: World, value: Callable[[str], float], crowd_factors: Sequence[float]) -> None:
        self._world = world
        self._value = value
        self._crowds = crowd_factors
        self.level = Profile((INFINITE,), (0,), (share(1.0, 1.0, 1.0),))  # where there is no lane
        self._made: dict[tuple[str, Spells], Profile] = {}
        self._shares: dict[tuple[str, Condition], Share] = {}

    def profile(self, category: str, spells: Spells) -> Profile:
        """The factors for a column of ``category`` on a lane that has those ``spells``."""
        night = _night(category)
        found = self._made.get((night, spells))
        if found is None:
            shares = [self._share(night, condition) for condition in spells.conditions]
            found = self._made[night, spells] = Profile(spells.ends, spells.which, shares)
        return found

    def base_speeds(self, speed: float, city: float, *, most: float) -> list[float]:
        """Speeds by kind of lane (m/s), of a column whose day's rate is ``speed`` and ``city`` in streets.

        A road's own speed is that of vehicles on it; nobody goes faster on it than ``most``.
        """
        kinds = [speed * self._value(name) for name in _CLASSES]
        return [*kinds[:CITY], city, *(min(own, most) for own in self._world.network.own_speeds)]

    def _share(self, night: str, condition: Condition) -> Share:
        """The crowds that are out do not multiply: the slowest of them counts, and so with rain and fog."""
        found = self._shares.get((night, condition))
        if found is None:
            light = self._value(night) if condition.dark and night else 1.0
            weather = min([self._value(f"factor.{state}") for state in condition.weather], default=1.0)
            crowd = min([self._crowds[i] for i in condition.crowds], default=1.0)
            found = share(light, min(weather, 1.0), min(crowd, 1.0))
            self._shares[night, condition] = found
        return found


def _night(category: str) -> str:
    if category == "foot":
        return ""
    return "factor.night-light" if category == "light" else "factor.night"
