"""How fast the road lets a column go: light, weather and crowds as factors that change with time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paris44.world.build import World
from paris44.world.network import CITY

Segment = tuple[float, float, float, float]
"""From this time on: light factor, weather factor, crowd factor."""

_CLASSES = ("class.national", "class.departmental", "class.local")


class Profile:
    """The factors of one kind of road for one kind of column, read forward in time.

    ``factor`` is the product now, valid until ``until``; ``wet`` and ``packed`` are the shares of the time
    now that weather and crowds cost. The clock of a run only goes forward, so the place in the table
    does too.
    """

    __slots__ = ("_i", "_spans", "factor", "packed", "slowed", "until", "wet")

    def __init__(self, segments: Sequence[Segment]) -> None:
        ends = [segment[0] for segment in segments[1:]] + [float("inf")]
        self._spans = [_span(end, segment) for end, segment in zip(ends, segments, strict=True)]
        self._i = 0
        self.advance(segments[0][0])

    def advance(self, now: float) -> None:
        """Move to the segment that holds the second ``now``."""
        spans, i = self._spans, self._i
        while spans[i][0] <= now:
            i += 1
        self._i = i
        self.until, self.factor, self.wet, self.packed = spans[i]
        self.slowed = self.wet != 0.0 or self.packed != 0.0

    def cross(
        self, start: float, length: float, speed: float, stops: Sequence[tuple[float, float, str]]
    ) -> tuple[float, float, float]:
        """Integrate a crossing of ``length`` metres at ``speed`` (factor one) from ``start`` on.

        ``stops`` are (from, to, cause) during which the column stands. Returns the time of arrival and the
        seconds lost to weather and to crowds. An entry later never arrives earlier.
        """
        now, left, wet, packed = start, length, 0.0, 0.0
        spans, i, s = self._spans, self._i, 0
        while True:
            while spans[i][0] <= now:
                i += 1
            end, factor, wet_share, packed_share = spans[i]
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


def _span(end: float, segment: Segment) -> tuple[float, float, float, float]:
    """Until when a segment holds, its factor, and the shares of time that weather and crowds cost in it."""
    _, light, weather, crowd = segment
    return end, light * weather * crowd, crowd * (1.0 - weather), 1.0 - crowd


class Pace:
    """The profiles of one replication, made when first asked for."""

    def __init__(self, world: World, value: Callable[[str], float], crowd_factors: Sequence[float]) -> None:
        self._world = world
        self._value = value
        self._crowds = crowd_factors
        self.level = Profile([(0.0, 1.0, 1.0, 1.0)])  # where there is no lane
        self._made: dict[tuple[str, tuple[int, ...]], Profile] = {}

    def profile(self, category: str, crowds: tuple[int, ...]) -> Profile:
        """The factors for a column of ``category`` on a lane that ``crowds`` can slow."""
        night = _night(category)
        found = self._made.get((night, crowds))
        if found is None:
            found = self._made[night, crowds] = Profile(self._segments(night, crowds))
        return found

    def base_speeds(self, speed: float, city: float, *, most: float) -> list[float]:
        """Speeds by kind of lane (m/s), of a column whose day's rate is ``speed`` and ``city`` in streets.

        A road's own speed is that of vehicles on it; nobody goes faster on it than ``most``.
        """
        kinds = [speed * self._value(name) for name in _CLASSES]
        return [*kinds[:CITY], city, *(min(own, most) for own in self._world.network.own_speeds)]

    def _segments(self, night: str, crowds: tuple[int, ...]) -> list[Segment]:
        scenario, light = self._world.scenario, self._world.sun
        edges = {0.0, *light.first_light, *light.dusk}
        edges.update(t for w in scenario.weather for t in (w.start, w.end))
        edges.update(t for i in crowds for t in (scenario.crowds[i].start, scenario.crowds[i].end))
        return [
            (t, self._light(t, night), self._weather(t), self._crowd(t, crowds))
            for t in sorted(edge for edge in edges if 0.0 <= edge <= scenario.duration)
        ]

    def _light(self, t: float, night: str) -> float:
        light = self._world.sun
        dark = not any(dawn <= t < dusk for dawn, dusk in zip(light.first_light, light.dusk, strict=True))
        return self._value(night) if dark and night else 1.0

    def _weather(self, t: float) -> float:
        factor = 1.0
        for window in self._world.scenario.weather:
            if window.start <= t < window.end and window.state in ("rain", "fog"):
                factor = min(factor, self._value(f"factor.{window.state}"))
        return factor

    def _crowd(self, t: float, crowds: tuple[int, ...]) -> float:
        """The slowest of the crowds that are out; they do not multiply."""
        factor = 1.0
        for i in crowds:
            window = self._world.scenario.crowds[i]
            if window.start <= t < window.end:
                factor = min(factor, self._crowds[i])
        return factor


def _night(category: str) -> str:
    if category == "foot":
        return ""
    return "factor.night-light" if category == "light" else "factor.night"
