"""A phase line closes the way onward, wherever it lies and wherever the march leads.

A road of three places, a, m and b, leads from a onward in one of eight headings; a line across it at m closes
the road from m to b, and never the one back.
"""

from __future__ import annotations

import pytest

from paris44.scenario.dist import fixed
from paris44.scenario.load import load
from paris44.scenario.model import Bridge, Moment, PhaseLine, Place
from paris44.world.build import build
from paris44.world.errors import WorldError
from tests.build import Sketch
from tests.properties.turning import carrying

HEADINGS = (0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0)
PLACES = ((51.0, 5.9), (-34.0, 151.0), (0.02, 20.0), (48.0, 3.9), (12.0, 179.95), (-17.5, -179.98))
"""Both hemispheres, the equator, one degree east of Paris and more, and the meridian of 180 degrees."""


def road(lat: float, lon: float, heading: float, **line: object) -> Sketch:
    """The road from a, and the line: l and r lie left and right of it, x beyond b."""
    flat = {
        "a": (0.0, 0.0),
        "m": (0.0, 0.1),
        "b": (0.0, 0.2),
        "l": (0.1, 0.1),
        "r": (-0.1, 0.05),
        "x": (0.1, 0.2),
    }
    turn = carrying(Place("a", "", 0.0, 0.0, "town"), lat, lon, heading)
    sketch = Sketch()
    for name, (north, east) in flat.items():
        sketch.places[name] = turn.place(Place(name, name, north, east, "town"))
    for a, b in (("a", "m"), ("m", "b"), ("l", "a"), ("l", "x"), ("b", "x"), ("a", "r")):
        sketch.road(a, b, 11_200.0, 10.0)
    sketch.column("A", 1, ("a", "b"))
    said = {"points": ("l", "m"), "applies_to": ("A",), **line}
    sketch.orders["line"] = PhaseLine("line", "", "", Moment(at=0.0), fixed(0.0), until=9000.0, **said)
    return sketch


def closed(sketch: Sketch) -> set[tuple[str, str]]:
    """The lanes that the line closes."""
    return set(build(sketch.scenario()).lines[0].lanes)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("place", PLACES)
def test_a_named_road_is_closed_onward(place: tuple[float, float], heading: float) -> None:
    """A line given by a point and a road, whichever way round the road is named: with nothing else said it is
    closed as the column that it holds marches; else from the place that it names, or toward it."""
    for name in ("m--b", "b--m"):
        for side in ({}, {"toward": "x"}, {"rear": "a"}, {"rear": "r"}):
            sketch = road(*place, heading, points=("m",), roads=(name,), **side)
            sketch.roads["b--m"] = sketch.roads["m--b"]._replace(id="b--m", a="b", b="m")
            assert closed(sketch) == {("m", "b")}, (name, side)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("place", PLACES)
def test_a_drawn_line_is_closed_onward(place: tuple[float, float], heading: float) -> None:
    """A line drawn through l and m closes what leads over it, from its own points too: toward x or b, from a
    or r, and with nothing said as the column marches; turned round it closes the way back."""
    onward = {("m", "b"), ("l", "x")}
    for side in ({}, {"toward": "x"}, {"toward": "b"}, {"rear": "a"}, {"rear": "r"}):
        assert closed(road(*place, heading, **side)) == onward, side
    assert closed(road(*place, heading, toward="a")) == {("m", "a"), ("l", "a")}


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_objective_lies_beyond(heading: float) -> None:
    """Where the theatre has an objective a line closes the way to it."""
    sketch = road(40.0, -75.0, heading)
    sketch.theatre = sketch.theatre._replace(objective="x")
    assert closed(sketch) == {("m", "b"), ("l", "x")}


def test_a_line_crosses_a_river_where_its_side_is_said() -> None:
    """With a river on the map a line that says toward where it looks is drawn straight over it."""
    sketch = road(51.0, 5.9, 0.0, toward="x")
    for km, name in enumerate(("a", "r")):
        sketch.bridges[name] = Bridge(name, name, "intact", km=float(km))
    assert closed(sketch) == {("m", "b"), ("l", "x")}


def test_a_line_that_says_nothing_is_refused() -> None:
    """Without a side, an objective and anybody whom it holds nothing tells which way it closes."""
    sketch = road(51.0, 5.9, 0.0, applies_to=())
    with pytest.raises(WorldError, match="nothing says which side of the line through l, m is closed"):
        closed(sketch)
    with pytest.raises(WorldError, match="m lies on the line itself"):
        closed(road(51.0, 5.9, 0.0, toward="m"))


@pytest.mark.parametrize("lon", [1.0, 2.4, 3.5, 30.0, -70.0, 179.9])
def test_the_toy_holds_its_column_at_any_longitude(lon: float) -> None:
    """The shipped line holds the early column at its place on every meridian, east of Paris too."""
    moved = {f"places.{p}.lon": lon + d for p, d in (("a", -0.02), ("line", 0.0), ("b", 0.01))}
    moved |= {f"roads.{r}.length_km": km for r, km in (("a--line", 20), ("line--b", 10))}
    world = build(load("toy-phase-line", change=moved).scenario)
    assert world.lines[0].lanes == {("line", "b")}
