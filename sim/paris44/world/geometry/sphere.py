"""The earth as a sphere: distances, and maps on which straight lines are straight, wherever on it they lie.

Nothing here knows a pole, an equator or a meridian at which longitudes begin again: places are unit vectors.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

EARTH_RADIUS = 6_371_000.0  # m
_HORIZON = 1e-6  # cosine of the angle from the middle of a map beyond which nothing is told apart

Vector: TypeAlias = tuple[float, float, float]
Point: TypeAlias = tuple[float, float]


def vector(lat: float, lon: float) -> Vector:
    """The unit vector of a place (degrees north and east)."""
    north, east = math.radians(lat), math.radians(lon)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def metres(a: Vector, b: Vector) -> float:
    """The length of the great circle from one place to another, in metres."""
    across = _length(_cross(a, b))
    return EARTH_RADIUS * math.atan2(across, _dot(a, b))


def middle(places: Iterable[Vector]) -> Vector:
    """The middle of some places, at least one."""
    x, y, z = (sum(part) for part in zip(*places, strict=True))
    size = _length((x, y, z))
    return (x / size, y / size, z / size)


@dataclass(frozen=True, slots=True)
class Plane:
    """A map that touches the earth at ``centre``, seen from its middle: great circles are straight."""

    centre: Vector
    east: Vector
    north: Vector

    def point(self, place: Vector) -> Point:
        """East and north of the centre, in radii of the earth."""
        ahead = max(_dot(place, self.centre), _HORIZON)
        return _dot(place, self.east) / ahead, _dot(place, self.north) / ahead


def plane(centre: Vector) -> Plane:
    """The map round ``centre``; at a pole, where every way leads south, any direction serves as north."""
    size = math.hypot(centre[0], centre[1])
    east = (-centre[1] / size, centre[0] / size, 0.0) if size > _HORIZON else (0.0, 1.0, 0.0)
    return Plane(centre, east, _cross(centre, east))


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _length(a: Vector) -> float:
    return math.sqrt(_dot(a, a))
