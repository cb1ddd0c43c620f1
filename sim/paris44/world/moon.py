"""The moon at a place: how high it stands and how much of it is lit. Shown, and slows or speeds nobody.

Formulas: the low-precision position of the moon of the Astronomical Almanac, good to 0.3° in longitude and
0.2° in latitude, which moves rising and setting by some two minutes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from paris44.world.light import DAY, ecliptic, tilt

_STEP = 600.0  # s between looks at whether it is up; it is never up, or down, for so short a time twice
_NOON_2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_CENTURY = 36_525.0  # days
_SIDEREAL = 360.985_647_366_29  # degrees that the earth turns in a day


@dataclass(frozen=True, slots=True)
class Moon:
    """The moon over a point (degrees north and east), by seconds since ``start`` (aware)."""

    start: datetime
    point: tuple[float, float]

    def lit(self, t: float) -> float:
        """The share of its disc that is lit at ``t``: 0 when it is new, 1 when it is full."""
        days = self._days(t)
        longitude, latitude, _ = _moon(days)
        apart = math.cos(latitude) * math.cos(longitude - math.radians(ecliptic(days)))
        return (1.0 - apart) / 2.0

    def height(self, t: float) -> float:
        """Degrees of its upper edge, as it is seen, above the horizon at ``t``; 0 when it rises or sets."""
        days = self._days(t)
        longitude, latitude, parallax = _moon(days)
        slope = math.radians(tilt(days))
        x = math.cos(latitude) * math.cos(longitude)
        y = math.cos(slope) * math.cos(latitude) * math.sin(longitude) - math.sin(slope) * math.sin(latitude)
        z = math.sin(slope) * math.cos(latitude) * math.sin(longitude) + math.cos(slope) * math.sin(latitude)
        here = math.radians(280.460_618_37 + _SIDEREAL * days + self.point[1])
        north = math.radians(self.point[0])
        sine = math.sin(north) * z + math.cos(north) * (x * math.cos(here) + y * math.sin(here))
        return math.degrees(math.asin(max(-1.0, min(sine, 1.0)))) - (0.7275 * parallax - 0.5667)

    def up(self, t: float, until: float) -> list[tuple[float, float]]:
        """The spans from ``t`` to ``until`` (s) in which it is above the horizon, to the second."""
        edges = [t, *self._turns(t, until), until]
        spans = pairwise(edges)
        return [(a, b) for a, b in spans if self.height((a + b) / 2.0) > 0.0]

    def _turns(self, t: float, until: float) -> Iterator[float]:
        """When it rises or sets."""
        while t < until:
            then = min(t + _STEP, until)
            up = self.height(t) > 0.0
            if (self.height(then) > 0.0) != up:
                low, high = t, then
                while high - low > 0.5:
                    middle = (low + high) / 2.0
                    low, high = (middle, high) if (self.height(middle) > 0.0) == up else (low, middle)
                yield high
            t = then

    def _days(self, t: float) -> float:
        """Days of universal time since noon of 1 January 2000."""
        return ((self.start - _NOON_2000).total_seconds() + t) / DAY


def _moon(days: float) -> tuple[float, float, float]:
    """Ecliptic longitude and latitude (radians) and parallax (degrees), ``days`` since 2000."""
    c = days / _CENTURY

    def at(degrees: float, rate: float) -> float:
        return math.radians((degrees + rate * c) % 360.0)

    near, evection = at(134.9, 477_198.85), at(259.2, -413_335.38)
    variation, second = at(235.7, 890_534.23), at(269.9, 954_397.70)
    longitude = (
        218.32 + 481_267.883 * c + 6.29 * math.sin(near) - 1.27 * math.sin(evection)
        + 0.66 * math.sin(variation) + 0.21 * math.sin(second)
        - 0.19 * math.sin(at(357.5, 35_999.05)) - 0.11 * math.sin(at(186.6, 966_404.05))
    )  # fmt: skip
    latitude = (
        5.13 * math.sin(at(93.3, 483_202.03)) + 0.28 * math.sin(at(228.2, 960_400.87))
        - 0.28 * math.sin(at(318.3, 6_003.18)) - 0.17 * math.sin(at(217.6, -407_332.20))
    )  # fmt: skip
    parallax = (
        0.9508 + 0.0518 * math.cos(near) + 0.0095 * math.cos(evection) + 0.0078 * math.cos(variation)
        + 0.0028 * math.cos(second)
    )  # fmt: skip
    return math.radians(longitude % 360.0), math.radians(latitude), parallax
