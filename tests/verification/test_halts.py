"""Periodic halts, fuel and night rest of one unit alone, by the clock."""

from __future__ import annotations

from itertools import pairwise

import pytest

from paris44.scenario.dist import fixed
from tests.build import Sketch, heads_tails, passages_at, play

FIRST_AFTER, FIRST, EVERY, LENGTH = 2500.0, 900.0, 5600.0, 600.0


def halting(metres: float, vehicles: int = 1) -> Sketch:
    """A march of ``metres`` at 10 m/s with halts after 2500 s, then in periods of 5600 s."""
    sketch = Sketch()
    sketch.road("n0", "n1", metres, 10.0)
    for name, value in (
        ("first-after", FIRST_AFTER), ("first", FIRST), ("every", EVERY), ("length", LENGTH),
    ):  # fmt: skip
        sketch.parameters[f"halt.{name}"] = fixed(value)
    sketch.column("A", vehicles, ("n0", "n1"), halts=True)
    return sketch


@pytest.mark.parametrize(
    ("rolling", "halted"),
    [
        (2400.0, 0.0),
        (2600.0, FIRST),
        (7400.0, FIRST),
        (7600.0, FIRST + LENGTH),
        (12_600.0, FIRST + 2 * LENGTH),
    ],
)
def test_halts_come_after_so_much_march_time(rolling: float, halted: float) -> None:
    """The first halt after 2500 s of marching, then one of 600 s in each 5600 s: they add their length."""
    head, _ = heads_tails(play(halting(rolling * 10.0)), "n1")
    assert head == pytest.approx(rolling + halted, abs=1e-6)


def test_the_last_place_is_reached_without_a_halt_after_it() -> None:
    """A march that ends before its first halt is due has none."""
    assert heads_tails(play(halting(24_990.0)), "n1")[0] == pytest.approx(2499.0, abs=1e-6)


def test_the_whole_column_halts() -> None:
    """Units behind lose no less to the halts than the first, and keep their order and gaps."""
    units = passages_at(play(halting(76_000.0, vehicles=75)), "n1")
    assert len(units) == 3
    for first, second in pairwise(units):
        assert second.head - first.head >= 24 * 3.0 + 3.0 - 1e-6
    assert units[-1].head >= units[0].head + 300.0 - 1e-6


@pytest.mark.parametrize("vehicles", [25, 1])
def test_who_is_on_the_road_when_the_column_halts_stands(vehicles: int) -> None:
    """The head is in at 2490 s, the halt begins at 2500 s, and the last of 25 vehicles, due at 2586 s, stands
    on the road for the whole of it; with another road ahead it comes as late there."""
    sketch = halting(24_900.0, vehicles)
    head, tail = heads_tails(play(sketch), "n1")
    late = 24 * 4.0 + FIRST if vehicles > 1 else 0.0
    assert (head, tail) == pytest.approx((2490.0, 2490.0 + late), abs=1e-6)
    further = halting(24_900.0, vehicles)
    further.road("n1", "n2", 2000.0, 10.0)
    further.column("A", vehicles, ("n0", "n2"), halts=True)
    log = play(further)
    assert heads_tails(log, "n1")[1] == pytest.approx(2490.0 + late, abs=1e-6)
    assert heads_tails(log, "n2") == pytest.approx((2690.0 + FIRST, 2690.0 + (late or FIRST)), abs=1e-6)


def test_a_fuel_halt_at_the_ordered_place_takes_its_time() -> None:
    """Refuelling at n1 costs the unit the fuel time there."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.parameters["fuel.time"] = fixed(6000.0)
    sketch.column("A", 10, ("n0", "n1", "n2"), fuel_at="n1")
    log = play(sketch)
    assert heads_tails(log, "n2")[0] == pytest.approx(1000.0 + 6000.0 + 1000.0, abs=1e-6)


@pytest.mark.parametrize("halts", [False, True])
@pytest.mark.parametrize(("reach", "stops"), [(15_000.0, 2), (20_000.0, 1), (25_000.0, 1), (30_000.0, 0)])
def test_heavy_vehicles_refuel_whether_they_halt_or_not(reach: float, stops: int, halts: bool) -> None:
    """On 30 km tanks refuel at the last named place within their range, also where the order says no periodic
    halts; lorries do not."""
    for category, refuels in (("heavy", stops), ("mixed", stops), ("truck", 0)):
        sketch = Sketch()
        sketch.line(["n0", "n1", "n2", "n3"], 10_000.0, 10.0)
        sketch.parameters |= {"fuel.range": fixed(reach), "halt.first-after": fixed(1e5)}
        sketch.column("A", 10, ("n0", "n1", "n2", "n3"), category=category, halts=halts)
        head = heads_tails(play(sketch), "n3")[0]
        assert head == pytest.approx(3000.0 + refuels * 6000.0, abs=1e-6)


def test_night_rest_runs_from_dusk_to_first_light() -> None:
    """A column on the road at dusk that rests goes on at first light: the night is missing from its march."""
    start = 15 * 3600.0
    road = 10 * 3600.0  # s of marching: past dusk, before a second one
    arrivals = []
    for rest in (False, True):
        sketch = Sketch()
        sketch.line([f"n{i}" for i in range(41)], road * 5.0 / 40, 5.0)
        sketch.column("A", 1, ("n0", "n40"), start=start, rest=rest)
        log = play(sketch)
        arrivals.append(heads_tails(log, "n40")[0])
    assert arrivals[0] == pytest.approx(start + road, abs=1e-6)
    night = arrivals[1] - arrivals[0]
    assert 8.0 * 3600 < night < 10.0 * 3600  # late August: dusk about 21:20, first light about 06:25


def test_who_rests_each_night_may_still_be_on_the_road_days_after_the_end() -> None:
    """A hundred hours of road for one who rests, and a day to the end: he sets out, and never comes."""
    sketch = Sketch(duration=86_400.0)
    sketch.parameters["factor.night"] = fixed(0.5)
    sketch.road("n0", "n1", 360_000.0, 1.0)
    sketch.column("A", 1, ("n0", "n1"), rest=True)
    log = play(sketch)
    assert heads_tails(log, "n0") == pytest.approx((0.0, 0.0), abs=1e-9)
    assert not passages_at(log, "n1")
