"""The sphere turned: a scenario's places carried elsewhere, its road lengths and its light held."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from paris44.scenario.model import DayLight, Place, Scenario
from paris44.world.geometry.sphere import vector
from paris44.world.light import light_of

Row = tuple[float, float, float]


@dataclass(frozen=True)
class Turn:
    """A turn of the sphere, as the rows of its matrix."""

    rows: tuple[Row, Row, Row]

    def place(self, place: Place) -> Place:
        """A place where the turn carries it."""
        x, y, z = (
            sum(a * b for a, b in zip(row, vector(place.lat, place.lon), strict=True)) for row in self.rows
        )
        return place._replace(
            lat=math.degrees(math.asin(max(-1.0, min(z, 1.0)))), lon=math.degrees(math.atan2(y, x))
        )

    def scenario(self, scenario: Scenario) -> Scenario:
        """A scenario turned; it keeps its light only where that is held."""
        return scenario._replace(places={name: self.place(place) for name, place in scenario.places.items()})


def held(scenario: Scenario) -> Scenario:
    """The scenario with the light of its objective in a table, for all its places and days."""
    sun = light_of(scenario)
    hours = zip(sun.first_light, sun.sunrise, sun.sunset, sun.dusk, strict=True)
    days = tuple(DayLight(sun.midnight + (k - 1) * 86_400.0, *row) for k, row in enumerate(hours))
    return scenario._replace(theatre=scenario.theatre._replace(days=days))


def turn(axis: Sequence[float], degrees: float) -> Turn:
    """A turn round an axis through the middle of the earth."""
    size = math.sqrt(sum(part * part for part in axis))
    x, y, z = (part / size for part in axis)
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    k = 1.0 - c
    return Turn(
        (
            (c + x * x * k, x * y * k - z * s, x * z * k + y * s),
            (y * x * k + z * s, c + y * y * k, y * z * k - x * s),
            (z * x * k - y * s, z * y * k + x * s, c + z * z * k),
        )
    )


def carrying(place: Place, lat: float, lon: float, bearing: float) -> Turn:
    """The turn that carries a place to another, and turns what lies round it by ``bearing`` degrees."""
    home = turn((0.0, 0.0, 1.0), -place.lon)
    level = turn((0.0, 1.0, 0.0), place.lat)
    spin = turn((1.0, 0.0, 0.0), bearing)
    up = turn((0.0, 1.0, 0.0), -lat)
    out = turn((0.0, 0.0, 1.0), lon)
    found = home
    for step in (level, spin, up, out):
        found = _then(found, step)
    return found


def _then(first: Turn, second: Turn) -> Turn:
    columns = list(zip(*first.rows, strict=True))
    one, two, three = (
        tuple(sum(a * b for a, b in zip(row, column, strict=True)) for column in columns)
        for row in second.rows
    )
    return Turn((one, two, three))  # type: ignore[arg-type]


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    """Any turn of the sphere."""
    part = st.floats(-1.0, 1.0)
    axis = draw(st.tuples(part, part, part).filter(lambda a: sum(x * x for x in a) > 0.01))
    return turn(axis, draw(st.floats(0.0, 360.0)))
