"""Anywhere on the globe: a scenario on a turned sphere, its road lengths and its light held, runs the same.

What a run takes from coordinates is the side of a line, which way leads into a town, and the light.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.scenario.dist import fixed
from paris44.scenario.load import load
from paris44.scenario.model import Bridge, Moment, PhaseLine, Place, Scenario
from paris44.world.build import build
from paris44.world.errors import WorldError
from tests.build import Sketch
from tests.properties.turning import Turn, carrying, held, turn, turns

MILLISECOND = 1e-3
TOYS = ("toy-bridge", "toy-merge", "toy-one-road", "toy-phase-line", "toy-strongpoint")
FAR_AWAY = ((-1.0, 40.0, 90.0), (0.2, 179.9, 0.0), (-33.0, -179.8, 200.0), (89.9, 10.0, 0.0))
"""Where the first place is carried, and the bearing by which all is turned: over the equator, over the
meridian at which longitudes begin again, both, and round the pole."""


def same(whole: Scenario, turned: Scenario, *, replication: int = 0) -> None:
    """Both run through the same events in the same order, at times that are equal to a millisecond."""
    logs = [run(build(scenario), seed=1, replication=replication) for scenario in (whole, turned)]
    first, second = (what(log) for log in logs)
    assert first == second
    times = zip(when(logs[0]), when(logs[1]), strict=True)
    assert max((abs(a - b) for a, b in times), default=0.0) <= MILLISECOND


def what(log: EventLog) -> list[tuple[object, ...]]:
    """What happens, to whom and where, in the order of the log."""
    events = [(e.kind, e.formation, e.place, e.order, e.detail) for e in log.events]
    passages = [(p.unit, p.place, p.event, p.order) for p in log.passages]
    return [*events, *passages, *((loss.party, loss.place, loss.killed, loss.wounded) for loss in log.losses)]


def when(log: EventLog) -> list[float]:
    """All times of a log."""
    return [*(e.time for e in log.events), *(p.head for p in log.passages)]


@pytest.mark.parametrize("name", TOYS)
@pytest.mark.parametrize("there", FAR_AWAY)
def test_a_toy_runs_the_same_anywhere(name: str, there: tuple[float, float, float]) -> None:
    """Each toy, carried over the equator, over the meridian of 180 degrees, and to a pole."""
    scenario = held(load(name).scenario)
    first = next(iter(scenario.places.values()))
    same(scenario, carrying(first, *there).scenario(scenario))


@pytest.mark.parametrize("there", FAR_AWAY)
def test_history_runs_the_same_anywhere(there: tuple[float, float, float]) -> None:
    """The whole of a real operation, with its line between two bends of a river and its gates."""
    scenario = held(load("historical").scenario)
    turned = carrying(scenario.places["alencon"], *there).scenario(scenario)
    assert [line.lanes for line in build(scenario).lines] == [line.lanes for line in build(turned).lines]
    same(scenario, turned, replication=3)


def grid(bend: Callable[[], float] = lambda: 0.0, length: Callable[[], int] = lambda: 2000) -> Sketch:
    """Twelve places in three rows from south to north, gates and a river among them, and the roads between.

    ``bend``: degrees by which a place lies off its meridian or parallel; ``length``: metres of a road.
    """
    sketch = Sketch(duration=3 * 86_400.0)
    for row in range(3):
        for column in range(4):
            kind = "gate" if column == 3 else "bridge" if column == 2 else "town"
            lat, lon = 48.0 + 0.1 * row + bend(), 2.0 + 0.15 * column + bend()
            sketch.places[f"p{row}{column}"] = Place(f"p{row}{column}", "", lat, lon, kind)
            if kind == "bridge":
                sketch.bridges[f"p{row}{column}"] = Bridge(f"p{row}{column}", "", "intact", km=float(row))
    for row in range(3):
        for column in range(4):
            if column < 3:
                sketch.road(f"p{row}{column}", f"p{row}{column + 1}", length(), 5.0)
            if row < 2 and column in (0, 1, 3):
                sketch.road(f"p{row}{column}", f"p{row + 1}{column}", length(), 5.0)
    return sketch


def drawn(*points: str, **said: object) -> Sketch:
    """The grid without bends, where places lie on one great circle, and a line through some of them."""
    sketch = grid()
    sketch.column("A", 1, ("p00", "p03"))
    issued = Moment(at=0.0)
    sketch.orders["line"] = PhaseLine("line", "", "", issued, fixed(0.0), points, 5000.0, ("A",), **said)
    return sketch


@st.composite
def countries(draw: st.DrawFn) -> Scenario:
    """Twelve places on a bent grid with roads of any length, gates and a river, a line and two columns."""
    sketch = grid(lambda: draw(st.floats(-0.03, 0.03)), lambda: draw(st.integers(2000, 9000)))
    for number, vehicles in enumerate(draw(st.tuples(st.integers(1, 60), st.integers(1, 60)))):
        sketch.column(f"c{number}", vehicles, (f"p{number}0", draw(st.sampled_from(("p03", "p13", "p23")))))
    side = {draw(st.sampled_from(("rear", "toward"))): draw(st.sampled_from(("p00", "p23", "p03")))}
    until, literal = draw(st.integers(500, 20_000)), draw(st.booleans())
    sketch.orders["line"] = PhaseLine(
        "line", "", "", Moment(at=0.0), fixed(0.0), ("p01", "p21"), until, ("c0", "c1"), literal=literal,
        **side,
    )  # fmt: skip
    objective = draw(st.sampled_from(("p03", "p23", "p00")))
    return sketch.scenario(theatre=sketch.theatre._replace(objective=objective))


@given(countries(), turns())
@settings(max_examples=40)
def test_a_country_runs_the_same_anywhere(country: Scenario, turn: Turn) -> None:
    """A network that nobody drew for the purpose, turned in whatever way."""
    turned = turn.scenario(country)
    assert build(country).lines[0].lanes == build(turned).lines[0].lanes
    same(country, turned)


TURNS = (
    turn((0.0, 0.0, 1.0), 0.0),
    turn((0.0, 0.0, 1.0), 0.5),
    *(turn((0.3, -0.5, 0.8), 40.0 * k) for k in range(1, 9)),
    *(carrying(Place("p11", "", 48.1, 2.15, "town"), *there) for there in FAR_AWAY),
)
"""Half a degree along the parallel was found by chance: p11, between p01 and p21, changed its side."""
EASTWARD = {(f"p{row}1", f"p{row}2") for row in range(3)}
WESTWARD = {(f"p{row}1", f"p{row}0") for row in range(3)}


def closed(sketch: Sketch, turned: Turn) -> set[tuple[str, str]]:
    """The lanes that the line closes where a turn carries it."""
    return set(build(turned.scenario(sketch.scenario())).lines[0].lanes)


@pytest.mark.parametrize("turned", TURNS)
def test_what_lies_on_a_line_is_of_the_rear(turned: Turn) -> None:
    """A place that the line passes through is of the rear as its named points are: between them, beyond them,
    for a line that ends at its points, and whichever way it looks."""
    assert closed(drawn("p01", "p21", rear="p00"), turned) == EASTWARD
    assert closed(drawn("p01", "p21", rear="p00", literal=True), turned) == EASTWARD
    assert closed(drawn("p01", "p21", toward="p00"), turned) == WESTWARD
    assert closed(drawn("p01", "p11", rear="p00"), turned) == EASTWARD
    assert closed(drawn("p01", "p11", rear="p00", literal=True), turned) == EASTWARD - {("p21", "p22")}


@pytest.mark.parametrize("turned", TURNS)
def test_a_place_on_a_line_tells_no_side_of_it(turned: Turn) -> None:
    """Nor where the line passes through it, or is drawn straight on over it, without naming it."""
    for points in (("p01", "p21"), ("p21", "p01"), ("p01", "p11")):
        place = "p11" if "p21" in points else "p21"
        with pytest.raises(WorldError, match=f"{place} lies on the line itself"):
            closed(drawn(*points, toward=place), turned)


@pytest.mark.parametrize("turned", TURNS)
def test_a_line_may_end_on_the_river_and_a_place_lie_there(turned: Turn) -> None:
    """A line from the bank at "start" over p11 to the bridge p22 ends there; what lies on the straight way
    from bridge to bridge is in the ground between line and river."""
    sketch = drawn("start", "p11", "p22")
    for name, lat, lon in (("start", 48.06, 2.22), ("inside", 48.1, 2.25), ("shore", 48.15, 2.3)):
        sketch.places[name] = Place(name, "", lat, lon, "town")
        sketch.road("p11", name, 2000, 5.0)
    assert closed(sketch, turned) == {("p11", "inside"), ("p11", "shore")}


@pytest.mark.parametrize("turned", TURNS)
def test_a_line_may_run_along_the_way_to_a_place(turned: Turn) -> None:
    """A bent line whose middle part lies on the way from p01 to p21 is crossed on it where its ends lie on
    two sides of that way, and not where they lie on one."""
    crossed = {("p00", "p10"), ("p11", "p10"), ("p11", "p21"), ("p12", "p13"), ("p03", "p13")}
    round_p10 = {("p00", "p10"), ("p11", "p10"), ("p20", "p10")}
    for end, lanes in (("p12", crossed), ("p20", round_p10)):
        sketch = drawn("west", "south", "p11", end, rear="p01")
        for name, lat, lon in (("west", 48.07, 2.0), ("south", 48.08, 2.15)):
            sketch.places[name] = Place(name, "", lat, lon, "town")
        assert closed(sketch, turned) == lanes, end


@pytest.mark.parametrize("turned", TURNS)
def test_a_named_road_of_which_no_end_is_nearer_is_closed_as_named(turned: Turn) -> None:
    """Both ends of the road are as far from a place due north of its middle."""
    for side in ({"toward": "north"}, {"rear": "north"}):
        sketch = drawn(roads=("p00--p01",), **side)
        sketch.places["north"] = Place("north", "", 48.1, 2.075, "town")
        assert closed(sketch, turned) == {("p00", "p01")}
