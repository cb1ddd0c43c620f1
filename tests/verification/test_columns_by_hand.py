"""Columns on open roads worked by hand to the second: gaps, halts, rests, light, breakdowns, new orders,
speeds.

A column is 25 vehicles at 4 s (96 s from head to tail) on roads of 10 km driven in 1000 s, unless a test
says otherwise; the day's rate is 24 km/h, 6.67 m/s, where a road has no speed of its own.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.dist import fixed
from paris44.scenario.model import Bridge, Moment, Trigger, Weather
from paris44.study.reading.causes import Causes
from paris44.world.light import days_of
from tests.build import LIGHT, START, Sketch, heads_tails, kinds, passages_at, play

FIRST_AFTER, FIRST, EVERY, LENGTH = 2500.0, 900.0, 5600.0, 600.0


def road(*metres: float, speed: float | None = 10.0, vehicles: int = 25, **march: object) -> Sketch:
    """A from n0 over so many metres, with halts of 900 s after 2500 s and of 600 s in each 5600 s."""
    sketch = Sketch()
    names = [f"n{i}" for i in range(len(metres) + 1)]
    sketch.line(names, list(metres), speed)
    for name, value in (("first-after", FIRST_AFTER), ("first", FIRST), ("every", EVERY), ("length", LENGTH)):
        sketch.parameters[f"halt.{name}"] = fixed(value)
    if vehicles:
        sketch.column("A", vehicles, (names[0], names[-1]), **march)
    return sketch


def heads(log: EventLog, place: str) -> list[float]:
    """When the units passed a place."""
    return [round(p.head, 6) for p in passages_at(log, place)]


def events(log: EventLog) -> list[tuple[str, str]]:
    """What the first unit did at each place."""
    return [(p.place, p.event) for p in log.passages if p.unit == 0]


# --- distances ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("serial_gap", "third"), [(fixed(300.0), 522.0), (None, 252.0)])
def test_units_and_serials_keep_their_gaps(serial_gap: object, third: float) -> None:
    """30 s after the last of the unit ahead, 300 s after that of the serial ahead, or 30 s where only one
    is given."""
    sketch = road(10_000.0, vehicles=0)
    for name in ("A", "B"):
        sketch.formation(name, 50)
    sketch.march("m", ("A", "B"), ("n0", "n1"), gap=30.0, serial_gap=serial_gap)
    assert heads(play(sketch), "n0") == [0.0, 126.0, third, third + 126.0]


def test_the_usual_distance_is_kept_at_the_speed_of_a_main_road() -> None:
    """50 m at 6.67 m/s are 7.5 s, also where the column sets out on a byroad of half that speed."""
    sketch = road(10_000.0, speed=None, vehicles=0)
    sketch.parameters |= {"vehicle-spacing": fixed(50.0), "class.departmental": fixed(0.5)}
    sketch.roads["n0--n1"] = sketch.roads["n0--n1"]._replace(road_class="departmental")
    sketch.formation("A", 25)
    sketch.march("m", ("A",), ("n0", "n1"), headway=None)
    assert heads_tails(play(sketch), "n0") == pytest.approx((0.0, 24 * 7.5), abs=1e-6)
    assert heads_tails(play(sketch), "n1")[0] == pytest.approx(3000.0, abs=1e-6)


@pytest.mark.parametrize("first", [True, False])
def test_the_slower_of_two_roads_sets_the_distance_between(first: bool) -> None:
    """At 2 m/s vehicles keep 1.5 + 15 / 2 = 9 s, also at the place from which a faster road leads on, or to
    which one led: 24 x 9 s from head to tail."""
    sketch = road(4000.0, 4000.0)
    slow = "n0--n1" if first else "n1--n2"
    sketch.roads[slow] = sketch.roads[slow]._replace(speed=2.0)
    head, tail = heads_tails(play(sketch), "n1")
    assert tail - head == pytest.approx(24 * 9.0, abs=1e-6)


@pytest.mark.parametrize(
    ("speed", "capacity", "gap"), [(2.0, None, 9.0), (10.0, 600.0, 6.0)], ids=["slow", "of 600 an hour"]
)
def test_who_has_stood_leaves_at_the_distance_of_the_road_behind(
    speed: float, capacity: float | None, gap: float
) -> None:
    """Let go by a line at 9000 s the column leaves a slow road at this road's distance, and a narrow one at
    its capacity, at its end as at its beginning."""
    sketch = road(4000.0, 4000.0)
    sketch.roads["n0--n1"] = sketch.roads["n0--n1"]._replace(speed=speed, capacity_vph=capacity)
    sketch.phase_line("noon", ["n1--n2"], 9000.0, ["A"])
    assert heads_tails(play(sketch), "n1") == pytest.approx((9000.0, 9000.0 + 24 * gap), abs=1e-6)


def test_a_road_with_a_capacity_takes_no_more() -> None:
    """Over a road of 600 an hour vehicles keep 6 s."""
    sketch = road(10_000.0)
    sketch.roads["n0--n1"] = sketch.roads["n0--n1"]._replace(capacity_vph=600.0)
    assert heads_tails(play(sketch), "n1") == pytest.approx((1000.0, 1144.0), abs=1e-6)


# --- speeds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("road_class", "march", "category", "seconds"),
    [
        ("national", {}, "truck", 1500.0),
        ("departmental", {}, "truck", 3000.0),
        ("street", {}, "truck", 2000.0),
        ("street", {"speed": fixed(4.0)}, "truck", 2500.0),
        ("national", {"speed": fixed(4.0)}, "truck", 2500.0),
        ("street", {}, "foot", 9000.0),
        ("national", {"halts": True}, "truck", 1500.0 * (EVERY - LENGTH) / EVERY),
    ],
)
def test_the_speed_is_that_of_column_order_and_road(
    road_class: str, march: dict[str, object], category: str, seconds: float
) -> None:
    """24 km/h on main roads, half on byroads, 5 m/s in streets; what an order gives or men on foot walk,
    everywhere; and a rate of march contains its halts."""
    sketch = road(10_000.0, speed=None, vehicles=0)
    sketch.column("A", 1, ("n0", "n1"), category=category, **march)
    sketch.parameters |= {"class.departmental": fixed(0.5), "speed.city": fixed(5.0)}
    sketch.roads["n0--n1"] = sketch.roads["n0--n1"]._replace(road_class=road_class)
    assert heads_tails(play(sketch), "n1")[0] == pytest.approx(seconds, abs=1e-6)


def dusk_and_dawn() -> tuple[float, float]:
    """The first evening's dusk, and first light after it."""
    light = days_of(datetime.fromisoformat(START), 8 * 86_400.0).sun(LIGHT)
    return light.next("dusk", 0.0), light.next("first-light", light.next("dusk", 0.0))


@pytest.mark.parametrize("halts", [False, True])
def test_light_that_changes_on_the_way_changes_the_pace(halts: bool) -> None:
    """Of 1000 s of road 500 are driven before dusk, the rest at half the speed; with a halt from 400 s
    before dusk until dusk 100 are."""
    dusk, _ = dusk_and_dawn()
    sketch = road(10_000.0, start=dusk - 500.0, halts=halts)
    sketch.parameters |= {"factor.night": fixed(0.5), "halt.first-after": fixed(100.0)}
    sketch.parameters["halt.first"] = fixed(400.0)
    by_day = 100.0 if halts else 500.0
    assert heads_tails(play(sketch), "n1")[0] == pytest.approx(dusk + 2.0 * (1000.0 - by_day), abs=1e-3)


def test_light_changes_the_pace_on_a_later_road_too() -> None:
    """Of the second road 500 s are driven by day, 1000 s by night."""
    dusk, _ = dusk_and_dawn()
    sketch = road(10_000.0, 10_000.0, start=dusk - 1500.0)
    sketch.parameters["factor.night"] = fixed(0.5)
    assert heads_tails(play(sketch), "n2")[0] == pytest.approx(dusk + 1000.0, abs=1e-3)


def test_the_account_has_what_rain_costs_on_every_road() -> None:
    """In rain at half speed two roads of 1500 s take 3000 s each, half of which is the weather's."""
    sketch = road(10_000.0, 10_000.0, speed=None, vehicles=1)
    sketch.parameters["factor.rain"] = fixed(0.5)
    log = play(sketch.scenario(weather=(Weather("rain", "rain", 0.0, 50_000.0),)))
    assert heads(log, "n2") == [6000.0]
    wet = [b - a for a, b, cause in Causes(log).timeline(0) if cause == "weather"]
    assert sum(wet) == pytest.approx(3000.0, abs=1e-6)


@pytest.mark.parametrize(("after_dusk", "seconds", "gap"), [(0.0, 2000.0, 4.5), (-7200.0, 1000.0, 3.0)])
def test_by_night_it_is_slower_than_by_day(after_dusk: float, seconds: float, gap: float) -> None:
    """Closed up, a column that sets out in the second of dusk drives at half speed, 1.5 + 15 / 5 s between
    vehicles; two hours before at full, 1.5 + 15 / 10 s."""
    start = dusk_and_dawn()[0] + after_dusk
    sketch = road(10_000.0, start=start, headway=1.0)
    sketch.parameters["factor.night"] = fixed(0.5)
    head, tail = heads_tails(play(sketch), "n1")
    assert head == pytest.approx(start + seconds, abs=1e-3)
    assert tail - head == pytest.approx(24 * gap, abs=1e-3)


# --- halts and rests -----------------------------------------------------------------------------------


def test_a_halt_lengthens_the_march_of_head_and_tail_once() -> None:
    """4000 s of road and a halt of 900 s, from 2500 s on, in which the last vehicle, too, is on the road."""
    log = play(road(40_000.0, halts=True))
    assert heads_tails(log, "n1") == pytest.approx((4900.0, 4996.0), abs=1e-6)


def test_a_halt_that_comes_later_is_none_yet() -> None:
    """1000 s of road are driven before the halt, the only one before the end."""
    sketch = road(10_000.0, halts=True)
    sketch.duration = 5000.0
    assert heads(play(sketch), "n1") == [1000.0]


def test_two_halts_on_one_road_count_both() -> None:
    """7600 s of road; the second halt begins 5000 s of marching after the first, at 8400 s, for 600 s."""
    log = play(road(76_000.0, halts=True))
    assert heads_tails(log, "n1") == pytest.approx((9100.0, 9196.0), abs=1e-6)


def test_a_period_of_halts_contains_its_halt() -> None:
    """After 12,400 s of rolling two halts have been, at 2500 and 8400 s by the clock; the third is due at
    14,000 s, in 100 s."""
    assert heads_tails(play(road(124_000.0, halts=True)), "n1")[0] == pytest.approx(
        12_400.0 + 1500.0, abs=1e-6
    )


def test_a_tail_stands_wherever_it_is_when_its_column_halts() -> None:
    """At 60 s the last of 25 is 1440 s behind. The head passes n1 at 2499 s and halts beyond it until 3400
    s; the last has driven 1060 of 2499 s when it halts: n1 at 3400 + 1439 s, and 2000 s of road more."""
    log = play(road(24_990.0, 20_000.0, headway=60.0, halts=True))
    assert heads_tails(log, "n1") == pytest.approx((2499.0, 4839.0), abs=1e-6)
    assert heads_tails(log, "n2") == pytest.approx((5399.0, 6839.0), abs=1e-6)


def test_who_enters_the_road_during_a_halt_stands_for_what_is_left_of_it() -> None:
    """The second serial asks for the road at 2600 s, when its column halts until 3400 s: n1 at 3400 + 1000 s,
    closed up."""
    sketch = road(10_000.0, vehicles=0)
    for name in ("A", "B"):
        sketch.formation(name, 25)
    sketch.march("m", ("A", "B"), ("n0", "n1"), serial_gap=fixed(2504.0), halts=True)
    log = play(sketch)
    assert heads(log, "n1") == [1000.0, 4400.0]
    assert heads_tails(log, "n1", "B")[1] == pytest.approx(4400.0 + 24 * 3.0, abs=1e-6)


def test_a_halt_that_begins_as_a_road_ends_is_stood_on_the_next() -> None:
    """A road of 2500 s ends when the halt begins: n1 at 2500 s, n2 after 900 s and 1000 s more."""
    log = play(road(25_000.0, 10_000.0, halts=True))
    assert (heads(log, "n1"), heads(log, "n2")) == ([2500.0], [4400.0])


def test_the_account_has_the_halt_and_nothing_else() -> None:
    """The seconds of the head: 2500 of rolling, 900 of halt, 1500 of rolling."""
    found = Causes(play(road(40_000.0, halts=True))).timeline(0)
    assert [(round(a), round(b), cause) for a, b, cause in found][:3] == [
        (0, 2500, "rolling"), (2500, 3400, "halt"), (3400, 4900, "rolling"),
    ]  # fmt: skip


def test_a_halt_inside_a_rest_is_a_part_of_it() -> None:
    """It sets out 2600 s before dusk: the halt begins 100 s before dusk and would last 800 s beyond it, the
    rest from dusk to first light contains what is left of it. 2500 s of 3000 are driven before."""
    dusk, dawn = dusk_and_dawn()
    log = play(road(30_000.0, start=dusk - 2600.0, halts=True, rest=True))
    periods = [dusk + 5800.0 + EVERY * k for k in range(20)]
    later = sum(LENGTH for at in periods if dawn <= at < dawn + 500.0)
    assert not [at for at in periods if at < dawn < at + LENGTH]
    head, tail = heads_tails(log, "n1")
    assert head == pytest.approx(dawn + 500.0 + later, abs=1e-3)
    assert tail == pytest.approx(head + 96.0, abs=1e-3)
    stood = [(a, b, cause) for a, b, cause in Causes(log).timeline(0) if cause != "rolling"]
    assert stood[0] == (pytest.approx(dusk - 100.0, abs=1e-3), pytest.approx(dusk + 800.0, abs=1e-3), "halt")
    assert stood[1] == (pytest.approx(dusk + 800.0, abs=1e-3), pytest.approx(dawn, abs=1e-3), "rest")


# --- breakdowns ----------------------------------------------------------------------------------------


def test_a_breakdown_stops_the_whole_unit_once() -> None:
    """Three roads of 1000 s; who breaks down on one of them stands there for 1800 s, head and tail."""
    sketch = road(10_000.0, 10_000.0, 10_000.0)
    sketch.parameters |= {"breakdown.per-100km": fixed(2.0), "breakdown.time": fixed(1800.0)}
    seen = set()
    for replication in range(12):
        log = play(sketch, chance=True, replication=replication)
        often = len(kinds(log, "breakdown"))
        seen.add(often)
        late = 3000.0 + 1800.0 * often
        assert heads_tails(log, "n3") == pytest.approx((late, late + 96.0), abs=1e-6)
        stood = [b - a for a, b, cause in Causes(log).timeline(0) if cause == "breakdown"]
        assert stood == pytest.approx([1800.0] * often, abs=1e-6)
    assert seen == {0, 1}


def test_who_comes_to_a_breakdown_later_stands_for_what_is_left_of_it() -> None:
    """The head breaks down at 1000 s, where its road ends, until 2800 s; the last of the unit enters that
    road at 1440 s, stands 1360 s and is through at 3800 s."""
    sketch = road(10_000.0, headway=60.0)
    sketch.parameters |= {"breakdown.per-100km": fixed(5.0), "breakdown.time": fixed(1800.0)}
    seen = set()
    for replication in range(12):
        log = play(sketch, chance=True, replication=replication)
        seen.add((len(kinds(log, "breakdown")), *heads_tails(log, "n1")))
    assert seen == {(0, 1000.0, 2440.0), (1, 2800.0, 3800.0)}


# --- orders ------------------------------------------------------------------------------------------


def test_an_order_takes_its_time_to_come_and_to_be_carried_out() -> None:
    """120 s of transmission and 300 s of slip; without a slip 120 s; and the receipt is told."""
    for slip, start in ((True, 420.0), (False, 120.0)):
        sketch = road(10_000.0, slip=slip, transmission=fixed(120.0))
        sketch.parameters["start-slip"] = fixed(300.0)
        log = play(sketch)
        assert heads(log, "n0") == [start]
        assert [e.time for e in kinds(log, "receive")] == [120.0]


def test_whoever_waits_for_an_order_or_a_passage_goes_then() -> None:
    """B waits for the order to A (200 s), C for A's passage of n1 (1200 s), D for its arrival at n2 (2200
    s)."""
    sketch = road(10_000.0, 10_000.0, start=200.0)
    for name, trigger in (
        ("B", Trigger("order", order="march-A")),
        ("C", Trigger("event", event="pass", formation="A", place="n1")),
        ("D", Trigger("event", event="arrive", formation="A", place="n2")),
    ):
        sketch.road(f"{name}0", f"{name}1", 1000.0, 10.0)
        sketch.column(name, 1, (f"{name}0", f"{name}1"), issued=Moment(after=trigger))
    log = play(sketch)
    assert [heads(log, f"{name}0") for name in "BCD"] == [[200.0], [1200.0], [2200.0]]


def test_an_hour_of_the_clock_counts_from_the_issue_of_the_order() -> None:
    """Ordered at five for six, it is known at half past twelve: at once, not at six the next morning."""
    sketch = road(10_000.0, start=5 * 3600.0, begin=Moment(clock="06:00"), transmission=fixed(7.5 * 3600.0))
    assert heads(play(sketch), "n0") == [12.5 * 3600.0]


def test_the_log_knows_what_a_start_has_waited_for() -> None:
    """B, ordered at once to start when A passes n1 (1000 s), has A's passage behind its start; D, ordered
    at 500 s to start at once, the hour of its order."""
    sketch = road(10_000.0, 10_000.0)
    sketch.road("b0", "b1", 1000.0, 10.0)
    passing = Trigger("event", event="pass", formation="A", place="n1")
    sketch.column("B", 1, ("b0", "b1"), begin=Moment(after=passing))
    sketch.column("D", 1, ("b1", "b0"), start=500.0)
    orders = play(sketch).orders
    found = {name: (orders[name].enabled_by.time, orders[name].enabled_by.unit) for name in orders}
    assert (found["march-B"], found["march-D"]) == ((1000.0, 0), (500.0, None))


def test_a_new_order_on_the_road_is_taken_over_there() -> None:
    """On its way to n1 A is sent on to k, from n1 or from n2: it passes the one, and at
    the other one march ends and the next begins."""
    for at, begin, seen in (
        (500.0, "n1", [("n0", "depart"), ("n1", "pass"), ("k", "arrive")]),
        (500.0, "n2", [("n0", "depart"), ("n1", "pass"), ("n2", "relay"), ("k", "arrive")]),
    ):
        sketch = road(10_000.0, 10_000.0)
        sketch.road(begin, "k", 10_000.0, 10.0)
        sketch.march("on", ("A",), (begin, "k"), start=at)
        log = play(sketch)
        assert events(log) == seen
        assert heads(log, "k") == [1000.0 * (len(seen) - 1)]


def test_a_new_order_on_the_road_forgets_the_stops_of_the_old() -> None:
    """A, who was to refuel at n1, is sent on from n2 to k before it comes there: it passes n1."""
    sketch = road(10_000.0, 10_000.0, 10_000.0, vehicles=0)
    sketch.column("A", 1, ("n0", "n1", "n2"), fuel_at="n1")
    sketch.march("on", ("A",), ("n2", "n3"), start=500.0)
    log = play(sketch)
    assert events(log) == [("n0", "depart"), ("n1", "pass"), ("n2", "relay"), ("n3", "arrive")]
    assert heads(log, "n3") == [3000.0]


def test_who_stands_on_its_new_route_goes_on_from_there_and_who_does_not_goes_to_its_start() -> None:
    """A, come to n1, is sent from n0 by n1 to n2: it goes on. Sent from n0 to m it goes back to n0 first."""
    for route, way in ((("n0", "n1", "n2"), ["n1", "n2"]), (("n0", "m"), ["n1", "n0", "m"])):
        sketch = road(10_000.0, 10_000.0, vehicles=0)
        sketch.road("n0", "m", 10_000.0, 10.0)
        sketch.column("A", 1, ("n0", "n1"))
        sketch.march("on", ("A",), route, start=2000.0)
        log = play(sketch)
        assert [p.place for p in log.passages if p.order == "on"] == way


def test_who_avoids_the_enemy_joins_its_route_where_that_is_shortest() -> None:
    """From x it is 1 km to n1, and 10 km to n0 where the route begins: it comes to the route at n1."""
    sketch = road(10_000.0, 10_000.0, vehicles=0)
    sketch.road("x", "n1", 1000.0, 10.0)
    sketch.road("x", "n0", 10_000.0, 10.0)
    sketch.road("y", "x", 1000.0, 10.0)
    sketch.column("A", 1, ("y", "x"))
    sketch.march("on", ("A",), ("n0", "n1", "n2"), start=2000.0, policy="avoid")
    assert [q.place for q in play(sketch).passages if q.order == "on"] == ["x", "n1", "n2"]


@pytest.mark.parametrize(("at", "back"), [(300.0, 600.0), (5000.0, 6000.0)])
def test_who_is_called_away_drives_back_what_it_has_driven(at: float, back: float) -> None:
    """300 s from n0 A is back there 300 s later; from before the guns at n1, where it has stood since 1000
    s, after the 1000 s of the whole road. It is on its new way then, and nobody else is called away."""
    sketch = road(10_000.0, on_contact="wait")
    sketch.garrison("guns", "n1")
    sketch.road("n0", "m", 1000.0, 10.0)
    sketch.march("back", ("A",), ("n0", "m"), start=at, detach=True)
    log = play(sketch)
    assert heads(log, "m") == [back + 100.0]
    assert log.detached == {"A": at}
    found = [(round(a), round(b), cause) for a, b, cause in Causes(log).timeline(0)]
    assert ((round(at), round(back), "passing")) in found


def test_who_has_been_called_away_is_held_by_nothing() -> None:
    """Called back from before the guns at 5000 s, A is on its way to n0 when the run ends at 5500 s."""
    sketch = road(10_000.0, on_contact="wait")
    sketch.duration = 5500.0
    sketch.garrison("guns", "n1")
    sketch.road("n0", "m", 1000.0, 10.0)
    sketch.march("back", ("A",), ("n0", "m"), start=5000.0, detach=True)
    assert [standing.held for standing in play(sketch).standing] == [""]


def test_an_order_that_does_not_detach_calls_nobody_away() -> None:
    """A finishes its road to n1 before it takes the order of 300 s back to n0."""
    sketch = road(10_000.0)
    sketch.march("back", ("A",), ("n1", "n0"), start=300.0)
    log = play(sketch)
    assert log.detached == {}
    assert heads(log, "n1")[0] == 1000.0


def test_a_fuel_point_on_the_way_is_an_arrival_and_a_departure() -> None:
    """A refuels at n1 for 6000 s: it departs from n0 without, arrives at n1, departs from there, arrives at
    n2."""
    sketch = road(10_000.0, 10_000.0, vehicles=0)
    sketch.column("A", 1, ("n0", "n1", "n2"), fuel_at="n1")
    log = play(sketch)
    assert events(log) == [("n0", "depart"), ("n1", "arrive"), ("n1", "depart"), ("n2", "arrive")]
    assert heads(log, "n1") == [1000.0, 7000.0]


def test_nobody_refuels_before_it_starts() -> None:
    """A fuel point at the very start is none: n1 at 1000 s."""
    sketch = road(10_000.0, vehicles=0)
    sketch.column("A", 1, ("n0", "n1"), fuel_at="n0")
    assert events(play(sketch)) == [("n0", "depart"), ("n1", "arrive")]


def test_a_pocket_on_the_way_is_reduced_before_the_march_goes_on() -> None:
    """A reduces a pocket at n1 (600 s and 3600 s) and goes on to n2."""
    sketch = road(10_000.0, 10_000.0, vehicles=0)
    sketch.garrison("office", "n1", bars=(), pocket=True)
    sketch.column("A", 1, ("n0", "n1", "n2"), reduce=("office",))
    assert heads(play(sketch), "n2") == [1000.0 + 4200.0 + 1000.0]


def test_a_unit_that_never_moved_stands_at_the_start_of_its_first_order() -> None:
    """Of two orders the first says where it is."""
    sketch = road(10_000.0)
    sketch.march("later", ("A",), ("n1", "n0"), start=9000.0)
    told = [(e.time, e.detail) for e in kinds(play(sketch), "order")]
    assert told == [(0.0, "stands at n0"), (9000.0, "stands at n1")]


def test_a_bridge_that_is_passed_is_seized() -> None:
    """A passes the bridge at n1 at 1000 s: it is A's then."""
    sketch = road(10_000.0, 10_000.0)
    sketch.bridges["n1"] = Bridge("n1", "n1", "intact")
    told = [(e.time, e.formation, e.place, e.detail) for e in kinds(play(sketch), "bridge")]
    assert told == [(1000.0, "A", "n1", "seized")]
