"""Anywhere on the globe: a scenario on a turned sphere, its road lengths and its light held, runs the same.

What a run takes from coordinates is the side of a line, which way leads into a town, and the light.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.scenario.dist import fixed
from paris44.scenario.load import load
from paris44.scenario.model import Bridge, Moment, PhaseLine, Place, Scenario
from paris44.world.build import build
from tests.build import Sketch
from tests.properties.turning import Turn, carrying, held, turns

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


@st.composite
def countries(draw: st.DrawFn) -> Scenario:
    """Twelve places on a bent grid with roads of any length, gates and a river, a line and two columns."""
    sketch = Sketch(duration=3 * 86_400.0)
    bend = st.floats(-0.03, 0.03)
    for row in range(3):
        for column in range(4):
            kind = "gate" if column == 3 else "bridge" if column == 2 else "town"
            lat, lon = 48.0 + 0.1 * row + draw(bend), 2.0 + 0.15 * column + draw(bend)
            sketch.places[f"p{row}{column}"] = Place(f"p{row}{column}", "", lat, lon, kind)
            if kind == "bridge":
                sketch.bridges[f"p{row}{column}"] = Bridge(f"p{row}{column}", "", "intact", km=float(row))
    for row in range(3):
        for column in range(4):
            if column < 3:
                sketch.road(f"p{row}{column}", f"p{row}{column + 1}", draw(st.integers(2000, 9000)), 5.0)
            if row < 2 and column in (0, 1, 3):
                sketch.road(f"p{row}{column}", f"p{row + 1}{column}", draw(st.integers(2000, 9000)), 5.0)
    for number, vehicles in enumerate(draw(st.tuples(st.integers(1, 60), st.integers(1, 60)))):
        sketch.column(f"c{number}", vehicles, (f"p{number}0", draw(st.sampled_from(("p03", "p13", "p23")))))
    side = {draw(st.sampled_from(("rear", "toward"))): draw(st.sampled_from(("p00", "p23", "p03")))}
    until, literal = draw(st.integers(500, 20_000)), draw(st.booleans())
    sketch.orders["line"] = PhaseLine(
        "line", "", "", Moment(at=0.0), fixed(0.0), ("p01", "p21"), until, ("c0", "c1"), literal=literal,
        **side,
    )  # fmt: skip
    objective = draw(st.sampled_from(("p03", "p23", "p00")))
    return sketch.scenario(theatre=replace(sketch.theatre, objective=objective))


@given(countries(), turns())
@settings(max_examples=40)
def test_a_country_runs_the_same_anywhere(country: Scenario, turn: Turn) -> None:
    """A network that nobody drew for the purpose, turned in whatever way."""
    turned = turn.scenario(country)
    assert build(country).lines[0].lanes == build(turned).lines[0].lanes
    same(country, turned)
