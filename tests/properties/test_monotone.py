"""On one road, first in first out, nothing good ever hurts: more capacity and earlier starts delay nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paris44.engine.log import EventLog
from paris44.scenario.dist import fixed
from paris44.scenario.model import March, Moment
from tests.build import Sketch, play
from tests.properties.networks import columns_on_a_road

HAIR = 1e-6
SIZES = pytest.mark.parametrize("unit_size", [25, 1])


def times(log: EventLog) -> dict[tuple[str, int, str], tuple[float, float]]:
    """(formation, number, place) -> head and tail."""
    return {
        (log.units[p.unit].formation, log.units[p.unit].number, p.place): (p.head, p.clear)
        for p in log.passages
    }


def nobody_is_later(better: Sketch, worse: Sketch, unit_size: int) -> None:
    """Every head and tail of the first is at or before that of the second."""
    early, late = times(play(better, unit_size=unit_size)), times(play(worse, unit_size=unit_size))
    assert early.keys() == late.keys()
    for key, (head, tail) in early.items():
        assert head <= late[key][0] + HAIR
        assert tail <= late[key][1] + HAIR


def copy(sketch: Sketch) -> Sketch:
    """A second sketch that can be changed on its own."""
    return Sketch(
        places=dict(sketch.places), roads=dict(sketch.roads), formations=dict(sketch.formations),
        orders=dict(sketch.orders), parameters=dict(sketch.parameters),
    )  # fmt: skip


@SIZES
@given(sketch=columns_on_a_road(), factor=st.floats(1.0, 5.0), pick=st.integers(0, 99))
def test_more_capacity_delays_nobody(unit_size: int, sketch: Sketch, factor: float, pick: int) -> None:
    """A wider gate anywhere lets everybody pass everywhere at least as early."""
    better = copy(sketch)
    names = list(better.places)
    name = names[pick % len(names)]
    vph = better.places[name].capacity_vph
    better.places[name] = better.places[name]._replace(capacity_vph=None if vph is None else vph * factor)
    nobody_is_later(better, sketch, unit_size)


@SIZES
@given(sketch=columns_on_a_road(), factor=st.floats(1.0, 5.0), pick=st.integers(0, 99))
def test_a_faster_road_delays_nobody(unit_size: int, sketch: Sketch, factor: float, pick: int) -> None:
    """A faster link lets everybody pass everywhere at least as early."""
    better = copy(sketch)
    names = list(better.roads)
    road = better.roads[names[pick % len(names)]]
    assert road.speed is not None
    better.roads[road.id] = road._replace(speed=road.speed * factor)
    nobody_is_later(better, sketch, unit_size)


@SIZES
@given(sketch=columns_on_a_road(), shorter=st.floats(0.5, 1.0))
def test_closer_halted_vehicles_delay_nobody(unit_size: int, sketch: Sketch, shorter: float) -> None:
    """If every link holds more, and a hole crosses it no slower, nobody is later."""
    jam, wave = sketch.parameters["jam-spacing"].median, sketch.parameters["wave-time"].median
    for road in sketch.roads.values():  # a whole number of vehicles: no rounding can slow the hole
        sketch.roads[road.id] = road._replace(length_m=max(road.length_m // jam, 1.0) * jam)
    better = copy(sketch)
    better.parameters["jam-spacing"] = fixed(jam * shorter)
    better.parameters["wave-time"] = fixed(wave * shorter)
    nobody_is_later(better, sketch, unit_size)


@SIZES
@given(sketch=columns_on_a_road(), earlier=st.floats(0.0, 3000.0))
def test_an_earlier_start_delays_nobody(unit_size: int, sketch: Sketch, earlier: float) -> None:
    """If the first column starts earlier, nobody on the road is later."""
    better, later = copy(sketch), copy(sketch)
    for name, order in sketch.orders.items():
        assert isinstance(order, March)
        assert order.issued.at is not None
        shift = 3000.0 - (earlier if name == "march-c0" else 0.0)
        better.orders[name] = order._replace(issued=Moment(at=order.issued.at + shift))
        later.orders[name] = order._replace(issued=Moment(at=order.issued.at + 3000.0))
    nobody_is_later(better, later, unit_size)
