"""Marches whose times can be worked out on paper: free, through gates, merging, opposed."""

from __future__ import annotations

import random

import pytest

from paris44.scenario.dist import fixed
from tests.build import Sketch, heads_tails, passages_at, play, vehicles_through
from tests.verification.cases import sketch_of
from tests.verification.oracles import (
    Column,
    Gate,
    Link,
    RoadCase,
    gates_in_series,
    kinematic_wave,
    names,
    node_headways,
)

MICRO = 1e-6
LEAST = 1.5 + 15.0 / 10.0  # s: wave time plus jam spacing at 10 m/s


def straight(vehicles: int, *, metres: float = 10_000.0, speed: float = 10.0, **march: object) -> Sketch:
    """One column on one road from n0 to n1."""
    sketch = Sketch()
    sketch.road("n0", "n1", metres, speed)
    sketch.column("A", vehicles, ("n0", "n1"), **march)
    return sketch


def test_free_march_of_one_unit() -> None:
    """Alone on a road the head takes length over speed and the tail follows by its pass time."""
    log = play(straight(25, headway=5.0, start=100.0))
    assert heads_tails(log, "n0") == pytest.approx((100.0, 220.0), abs=MICRO)
    assert heads_tails(log, "n1") == pytest.approx((1100.0, 1220.0), abs=MICRO)


def test_free_march_of_a_column() -> None:
    """Nobody in the way: 60 vehicles in three units, the tail 2 x (24 x 4 + 54) + 9 x 4 s behind the head."""
    log = play(straight(60))
    units = passages_at(log, "n1")
    assert [log.units[p.unit].vehicles for p in units] == [25, 25, 10]
    assert [p.head for p in units] == pytest.approx([1000.0, 1150.0, 1300.0], abs=MICRO)
    assert heads_tails(log, "n1") == pytest.approx((1000.0, 1336.0), abs=MICRO)


def test_march_over_many_links_adds_their_times() -> None:
    """Each link takes its own length over its own speed."""
    sketch = Sketch()
    legs = [(1200.0, 4.0), (800.0, 8.0), (5000.0, 6.0), (30.0, 3.0)]
    for number, (metres, speed) in enumerate(legs):
        sketch.road(f"n{number}", f"n{number + 1}", metres, speed)
    sketch.column("A", 1, ("n0", "n4"))
    expected = sum(metres / speed for metres, speed in legs)
    assert heads_tails(play(sketch), "n4") == pytest.approx((expected, expected), abs=MICRO)


def test_one_bottleneck_sets_the_pace() -> None:
    """A gate slower than the column passes one vehicle per 3600/vph seconds until the last is through."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 20_000.0, 10.0)
    sketch.place("n1", vph=200.0)
    sketch.column("A", 200, ("n0", "n2"))
    log = play(sketch)
    assert heads_tails(log, "n1") == pytest.approx((2000.0, 2000.0 + 199 * 18.0), abs=MICRO)
    assert heads_tails(log, "n2") == pytest.approx((4000.0, 4000.0 + 199 * 18.0), abs=MICRO)


def test_a_bottleneck_faster_than_the_column_does_nothing() -> None:
    """A gate that passes more than the column brings leaves it as it was."""
    sketch = straight(200)
    sketch.place("n0", vph=3600.0 / 4.0 + 1.0)
    assert heads_tails(play(sketch), "n1") == heads_tails(play(straight(200)), "n1")


@pytest.mark.parametrize("unit_size", [25, 1])
def test_bridge_march(unit_size: int) -> None:
    """1,000 vehicles over 100 km and a bridge of 400 veh/h: the last arrives at 23,991.0 s, in 40 units
    of 25 as well as in 1,000 of one."""
    sketch = Sketch()
    sketch.line([f"n{i}" for i in range(11)], [49_750 / 4] * 4 + [500.0] + [49_750 / 5] * 5, 24 / 3.6)
    sketch.place("n4", vph=400.0)
    sketch.column("A", 1000, ("n0", "n10"))
    log = play(sketch, unit_size=unit_size)
    assert len(log.units) == 1000 / unit_size
    assert heads_tails(log, "n10")[1] == pytest.approx(23_991.0, abs=MICRO)
    assert vehicles_through(log, "n10") == 1000


@pytest.mark.parametrize("priorities", [(0, 0), (1, 0), (0, 1)])
def test_two_columns_merge_at_capacity(priorities: tuple[int, int]) -> None:
    """Two columns into one gate clear it after (N1 + N2 - 1) slots whatever the priority."""
    sketch = Sketch()
    for side, priority in zip("AB", priorities, strict=True):
        sketch.road(f"{side}0", "M", 20_000.0, 10.0)
        sketch.column(side, 150, (f"{side}0", "Z"), priority=priority)
    sketch.place("M", vph=240.0)
    sketch.road("M", "Z", 20_000.0, 10.0)
    log = play(sketch)
    assert heads_tails(log, "M")[0] == pytest.approx(2000.0, abs=MICRO)
    assert heads_tails(log, "M")[1] == pytest.approx(2000.0 + 299 * 15.0, abs=MICRO)
    assert vehicles_through(log, "Z") == 300


def test_priority_goes_first_at_a_junction() -> None:
    """Where two columns wait at one gate the one of higher priority is through first."""
    sketch = Sketch()
    for side, priority in (("A", 0), ("B", 5)):
        sketch.road(f"{side}0", "M", 20_000.0, 10.0)
        sketch.column(side, 150, (f"{side}0", "Z"), priority=priority)
    sketch.place("M", vph=240.0)
    sketch.road("M", "Z", 20_000.0, 10.0)
    log = play(sketch)
    assert heads_tails(log, "M", "B")[1] < heads_tails(log, "M", "A")[1]


@pytest.mark.parametrize("unit_size", [25, 1])
def test_priority_goes_before_those_who_end_at_the_gate(unit_size: int) -> None:
    """Who comes to the end of his march at a gate waits his turn there like those who go on from it."""
    sketch = Sketch()
    sketch.line(["A0", "M", "Z"], 20_000.0, 10.0)
    sketch.road("B0", "M", 20_000.0, 10.0)
    sketch.place("M", vph=240.0)
    sketch.column("A", 150, ("A0", "Z"), priority=5, headway=4.0, gap=4.0)
    sketch.column("B", 150, ("B0", "M"), start=1.0, headway=4.0, gap=4.0)
    log = play(sketch, unit_size=unit_size)
    assert heads_tails(log, "M", "A") == pytest.approx((2000.0, 2000.0 + 149 * 15.0), abs=MICRO)
    assert heads_tails(log, "M", "B") == pytest.approx((4250.0, 4250.0 + 149 * 15.0), abs=MICRO)


def test_equal_columns_interleave_at_a_junction() -> None:
    """Of two equal columns neither waits until the other is through."""
    sketch = Sketch()
    for side in "AB":
        sketch.road(f"{side}0", "M", 20_000.0, 10.0)
        sketch.column(side, 150, (f"{side}0", "Z"))
    sketch.place("M", vph=240.0)
    sketch.road("M", "Z", 20_000.0, 10.0)
    log = play(sketch)
    order = [log.units[p.unit].formation[0] for p in passages_at(log, "M")]
    assert order == ["A", "B"] * 6


def test_following_convoys_on_one_edge() -> None:
    """Two convoys of pass time p, a headway h apart, over an edge of t: the second is in at p + h + t + p."""
    sketch = Sketch()
    sketch.road("n0", "n1", 6000.0, 10.0)
    for name in "AB":
        sketch.column(name, 25, ("n0", "n1"), headway=LEAST)
    pass_time, travel = 24 * LEAST, 600.0
    log = play(sketch)
    second = sorted(heads_tails(log, "n1", name)[1] for name in "AB")[1]
    assert second == pytest.approx(pass_time + LEAST + travel + pass_time, abs=MICRO)


def test_a_convoy_that_waits_closes_up() -> None:
    """A convoy held at the start leaves at the least headway, not at its own."""
    sketch = Sketch()
    sketch.road("n0", "n1", 6000.0, 10.0)
    for name in "AB":
        sketch.column(name, 25, ("n0", "n1"), headway=4.0)
    tails = sorted(heads_tails(play(sketch), "n1", name)[1] for name in "AB")
    assert tails == pytest.approx([600.0 + 96.0, 600.0 + 96.0 + LEAST + 24 * LEAST], abs=MICRO)


def test_following_serials_of_one_order() -> None:
    """The same two convoys as serials of one order keep the serial gap."""
    sketch = Sketch()
    sketch.road("n0", "n1", 6000.0, 10.0)
    for name in "AB":
        sketch.formation(name, 25)
    sketch.march("m", ("A", "B"), ("n0", "n1"), serial_gap=fixed(300.0))
    log = play(sketch)
    assert heads_tails(log, "n1", "B") == pytest.approx((96.0 + 300.0 + 600.0, 1092.0), abs=MICRO)


def opposed(single_track: bool) -> Sketch:
    """Two closed-up convoys of 25 that meet on one edge of 6 km."""
    sketch = Sketch()
    sketch.road("w", "e", 6000.0, 10.0, single_track=single_track)
    sketch.column("A", 25, ("w", "e"), headway=LEAST)
    sketch.column("B", 25, ("e", "w"), start=1.0, headway=LEAST)
    return sketch


def test_opposed_convoys_on_a_single_track() -> None:
    """They cannot meet: the second enters when the first has left (t + p) and is in at 2 (t + p)."""
    log = play(opposed(single_track=True))
    t, p = 600.0, 24 * LEAST
    assert heads_tails(log, "e", "A") == pytest.approx((t, t + p), abs=MICRO)
    assert heads_tails(log, "e", "B")[0] == pytest.approx(t + p, abs=MICRO)
    assert heads_tails(log, "w", "B")[1] == pytest.approx(2 * (t + p), abs=MICRO)


def test_nobody_enters_a_single_track_on_which_a_tail_stands() -> None:
    """A's head waits at c for a line, ten of its 25 on the short road before it and the others on the single
    track behind: B enters that when they have passed m, at 5000 s, 14 gaps of 3 s and 15 s further back."""
    sketch = Sketch()
    sketch.road("a", "m", 3000.0, 10.0, single_track=True)
    sketch.line(["m", "c", "z"], (150.0, 3000.0), 10.0)
    sketch.road("b", "m", 1000.0, 10.0)
    sketch.column("A", 25, ("a", "z"))
    sketch.column("B", 25, ("b", "m", "a"), start=100.0)
    sketch.phase_line("noon", ["c--z"], 5000.0, ["A"])
    log = play(sketch)
    off = 5000.0 + 14 * 3.0 + 10 * 1.5
    assert heads_tails(log, "m", "A") == pytest.approx((300.0, off), abs=MICRO)
    assert heads_tails(log, "m", "B")[0] == pytest.approx(off, abs=MICRO)
    assert heads_tails(log, "a", "B")[0] == pytest.approx(off + 300.0, abs=MICRO)


def test_opposed_convoys_on_a_road_of_two_lanes() -> None:
    """On an ordinary road opposed convoys do not see each other."""
    log = play(opposed(single_track=False))
    assert heads_tails(log, "e", "A") == pytest.approx((600.0, 600.0 + 24 * LEAST), abs=MICRO)
    assert heads_tails(log, "w", "B") == pytest.approx((601.0, 601.0 + 24 * LEAST), abs=MICRO)


def test_a_single_track_lets_followers_follow() -> None:
    """A single track is closed to the opposed direction only: a column follows itself without a stop."""
    sketch = Sketch()
    sketch.road("w", "e", 6000.0, 10.0, single_track=True)
    sketch.column("A", 100, ("w", "e"))
    assert heads_tails(play(sketch), "e")[1] == pytest.approx(600.0 + 3 * 150 + 96, abs=MICRO)


def test_serial_of_1941() -> None:
    """100 trucks 50 yards apart at 25 mph in three units 5 minutes apart pass in 97 gaps and 10 minutes."""
    speed = 25 * 1609.344 / 3600
    headway = 50 * 0.9144 / speed
    sketch = Sketch()
    sketch.road("n0", "n1", 20_000.0, speed)
    for name, trucks in (("a", 34), ("b", 33), ("c", 33)):
        sketch.formation(name, trucks)
    sketch.march("m", ("a", "b", "c"), ("n0", "n1"), headway=headway, gap=headway, serial_gap=fixed(300.0))
    head, tail = heads_tails(play(sketch), "n1")
    assert tail - head == pytest.approx(97 * headway + 600.0, abs=MICRO)


def random_case(luck: random.Random, *, roomy: bool) -> RoadCase:
    """A column on a random chain of links and gates; ``roomy``: no link ever fills up.

    Else each has ten places or more: of a shorter one the engine keeps the part of a place besides whole ones
    (``test_waiting_tails.py``), the oracle knows only these.
    """
    vehicles = luck.randint(1, 300 if roomy else 100)
    jam, wave = luck.uniform(8, 20), luck.uniform(0.5, 3.0)
    least = jam * (vehicles + 1) if roomy else 10 * jam
    links = tuple(
        Link(f"n{i}", f"n{i + 1}", least + luck.expovariate(1 / 3000.0), luck.uniform(2.0, 14.0))
        for i in range(luck.randint(1, 9))
    )
    column = Column(
        "A",
        vehicles,
        25,
        luck.uniform(2, 10),
        luck.uniform(10, 120),
        luck.uniform(0, 500),
        "n0",
        links[-1].end,
    )
    gates = tuple(Gate(f"n{i}", luck.uniform(90, 1500)) for i in range(len(links)) if luck.random() < 0.4)
    return RoadCase("random", jam, wave, links, (column,), gates)


@pytest.mark.parametrize("block", range(10))
def test_random_marches_follow_max_plus(block: int) -> None:
    """Head and tail of every unit of 20 random marches agree with the max-plus recursion to 1e-6 s."""
    luck = random.Random(f"max-plus {block}")
    for _ in range(20):
        case = random_case(luck, roomy=True)
        column = case.columns[0]
        way = case.way(column)
        expected = gates_in_series(column.departures(), [link.free for link in way], node_headways(case, way))
        log = play(sketch_of(case))
        for place, times in zip(names(way), expected, strict=True):
            units = passages_at(log, place)
            assert [p.head for p in units] == pytest.approx(times[::25], abs=MICRO)
            last = [*times[24::25], times[-1]][: len(units)]
            assert [p.clear for p in units] == pytest.approx(last, abs=MICRO)


@pytest.mark.parametrize("block", range(5))
def test_random_marches_on_full_roads_follow_the_kinematic_wave(block: int) -> None:
    """In units of one vehicle, on roads that fill up, every passage agrees with the wave to 1e-6 s."""
    luck = random.Random(f"wave {block}")
    for _ in range(10):
        case = random_case(luck, roomy=False)
        column = case.columns[0]
        log = play(sketch_of(case), unit_size=1)
        for place, times in zip(names(case.way(column)), kinematic_wave(case, column), strict=True):
            assert [p.head for p in passages_at(log, place)] == pytest.approx(times, abs=MICRO)


def test_an_order_says_where_the_unit_stands() -> None:
    """The event of an order tells where its unit is then: at a place, or on the road from one to the next."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 5, ("n0", "n2"))
    sketch.march("B", ("A",), ("n2", "n1"), start=1500.0)
    sketch.march("C", ("A",), ("n2", "n1"), start=2500.0)
    orders = [event for event in play(sketch).events if event.kind == "order"]
    assert [(e.time, e.place, e.detail) for e in orders] == [
        (0.0, "n0", "stands at n0"), (1500.0, "n2", "is on n1--n2"), (2500.0, "n2", "is on n2--n1"),
    ]  # fmt: skip
