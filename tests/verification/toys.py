"""A collection of small scenarios, each with another influence, for tests that must hold in all."""

from __future__ import annotations

from paris44.scenario.dist import Dist, fixed
from paris44.scenario.model import Crowd, Scenario, Weather
from tests.build import Sketch
from tests.verification.cases import road_cases, sketch_of


def _two_roads(**march: object) -> Sketch:
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], 12_000.0, 8.0)
    sketch.road("m0", "n1", 9_000.0, 8.0)
    sketch.column("A", 120, ("n0", "n3"), **march)
    sketch.column("B", 80, ("m0", "n3"), start=300.0)
    return sketch


def merging() -> Scenario:
    """Two columns into one slow gate."""
    sketch = _two_roads()
    sketch.place("n1", vph=300.0)
    return sketch.scenario()


def halting() -> Scenario:
    """Periodic halts, two columns on one road."""
    sketch = _two_roads(halts=True)
    sketch.parameters["halt.first-after"] = fixed(1000.0)
    sketch.parameters["halt.every"] = fixed(1500.0)
    return sketch.scenario()


def refuelling() -> Scenario:
    """A fuel halt on the way, for a column of heavy vehicles."""
    sketch = _two_roads(fuel_at="n2", category="heavy")
    sketch.parameters["fuel.time"] = fixed(1800.0)
    return sketch.scenario()


def held_by_a_line() -> Scenario:
    """A phase line until 6000 s."""
    sketch = _two_roads()
    sketch.phase_line("noon", ["n2--n3"], 6000.0, ["A", "B"])
    return sketch.scenario()


def fighting() -> Scenario:
    """A strongpoint, and a second column behind the first."""
    sketch = _two_roads()
    sketch.garrison("guns", "n2")
    return sketch.scenario()


def in_bad_weather() -> Scenario:
    """Rain for part of the way and a crowd at one place."""
    sketch = _two_roads()
    for road in list(sketch.roads.values()):
        sketch.road(road.a, road.b, road.length_m, None)
    sketch.parameters["factor.rain"] = fixed(0.7)
    return sketch.scenario(
        weather=(Weather("rain", "rain", 500.0, 2500.0),),
        crowds=(Crowd("people", ("n2",), 1000.0, 9000.0, fixed(0.5)),),
    )


def opposed() -> Scenario:
    """Two columns against each other on a single track."""
    sketch = Sketch()
    sketch.road("w", "m", 6000.0, 8.0)
    sketch.road("m", "e", 6000.0, 8.0, single_track=True)
    sketch.column("A", 60, ("w", "e"))
    sketch.column("B", 60, ("e", "m"), start=100.0)
    return sketch.scenario()


def resting() -> Scenario:
    """A march that is still on the road at dusk and rests."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 60_000.0, 5.0)
    sketch.column("A", 60, ("n0", "n2"), start=15 * 3600.0, rest=True)
    return sketch.scenario()


def breaking_down() -> Scenario:
    """Breakdowns often enough to be met, and a slip at the start."""
    sketch = _two_roads(slip=True, transmission=Dist("uniform", (60.0, 600.0)))
    sketch.parameters["breakdown.per-100km"] = fixed(3.0)
    sketch.parameters["breakdown.time"] = Dist("lognormal", (900.0, 0.5))
    sketch.parameters["start-slip"] = Dist("lognormal", (600.0, 0.5))
    return sketch.scenario()


def spilling_back() -> Scenario:
    """The road case in which a gate fills four links."""
    return sketch_of(road_cases()["3b-spillback-16m"]).scenario()


TOYS = {
    toy.__name__: toy
    for toy in (
        merging, halting, refuelling, held_by_a_line, fighting, in_bad_weather, opposed, resting,
        breaking_down, spilling_back,
    )
}  # fmt: skip
"""Every toy by its name."""
