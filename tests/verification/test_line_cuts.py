"""A line that comes while a unit is crossing it, and what the log says of those who cross: to the second,
by hand.

A column of 25 at 4 s on n0--n1--n2 (10 km each, 10 m/s) passes n1 from 1000 to 1096 s, one vehicle each 4
s. An order that reaches it at 1050 s finds 13 vehicles over the line (1000, 1004, ... 1048) and stops 12.
These have closed up when it is over: the first passes in that second, the last 11 gaps later, and a gap is
the largest of what the road takes (3600 s over its capacity), what the place takes, and 1.5 s + 15 m /
speed, 3 s at 10 m/s.
"""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.dist import fixed
from paris44.scenario.model import Moment
from tests.build import Sketch, heads_tails, kinds, passages_at, play

NOON, REACHES = 5000.0, 1000.0


def crossing(vehicles: int = 25, *, start: float = 0.0, until: float = NOON, **line: object) -> Sketch:
    """The column, and the line on its second road, by default from 1050 s to 5000 s."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", vehicles, ("n0", "n2"), start=start)
    line.setdefault("issued", 1050.0)
    sketch.phase_line("noon", ["n1--n2"], until, ["A"], **line)
    return sketch


def told(log: EventLog) -> list[tuple[str, str | None, float | None]]:
    """What the log says of those who crossed the line."""
    found = [e for e in log.events if e.kind.startswith("line_") and e.kind != "line_lifted"]
    return [(e.kind, e.formation, e.value) for e in found]


def test_twelve_of_25_are_cut_off() -> None:
    """The last of the twelve passes 11 gaps of 3 s after the hour, and is 1000 s later at the end."""
    log = play(crossing())
    assert heads_tails(log, "n1") == pytest.approx((REACHES, NOON + 33.0), abs=1e-6)
    assert heads_tails(log, "n2") == pytest.approx((REACHES + 1000.0, NOON + 1033.0), abs=1e-6)


def test_whose_turn_is_in_the_very_second_has_not_passed() -> None:
    """At 1048 s, the second of the 13th, twelve are over: the last of 13 passes 12 gaps after the hour."""
    assert heads_tails(play(crossing(issued=1048.0)), "n1")[1] == pytest.approx(NOON + 36.0, abs=1e-6)


def test_who_closes_up_behind_a_head_that_was_held_is_through_when_he_has() -> None:
    """Guns hold the head until 1010 s: the k-th passes at 1010 + 3 k or when he comes, at 1000 + 4 k, so the
    13th at 1048 s; evenly from the head to 1096 s he would pass at 1053 s, and be cut off."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"), on_contact="wait")
    sketch.garrison("guns", "n1", active_to=1010.0)
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], issued=1050.0)
    log = play(sketch)
    assert passages_at(log, "n1")[0].one_by_one()[8:13] == pytest.approx([1034, 1037, 1040, 1044, 1048])
    assert heads_tails(log, "n1") == pytest.approx((1010.0, NOON + 33.0), abs=1e-6)


def test_those_cut_off_are_called_away_with_their_unit() -> None:
    """A, cut in two at 1050 s, is called away at 1500 s: the twelve before the line close up to its entrance,
    3 s apart, and B behind them turns off there a gap later, while the line is still on."""
    sketch = crossing()
    sketch.road("n1", "m", 5000.0, 10.0)
    sketch.column("B", 25, ("n0", "n1", "m"), start=300.0)
    sketch.march("away", "A", ("n1", "m"), start=1500.0, detach=True)
    log = play(sketch)
    assert passages_at(log, "n1", "A")[0].clear == pytest.approx(1500.0 + 11 * 3.0, abs=1e-6)
    assert heads_tails(log, "n1", "B")[0] == pytest.approx(1500.0 + 12 * 3.0, abs=1e-6)


def test_those_cut_off_follow_when_there_is_room() -> None:
    """60 m beyond the line hold four, and at 5 m/s they leave them 4.5 s apart: the k-th of those cut off
    passes n2 at NOON + 6 + 4.5 k, and n1 3 s after the one before or 6 s after the fourth before him."""
    log = play(before_a_slow_road())
    assert heads_tails(log, "n1")[1] == pytest.approx(NOON + 6.0 + 4.5 * 7 + 6.0, abs=1e-6)
    assert heads_tails(log, "n2")[1] == pytest.approx(NOON + 6.0 + 4.5 * 11, abs=1e-6)


def test_of_two_lines_the_second_keeps_the_room_of_those_cut_off_at_the_first() -> None:
    """A line at n2, from 1060 to 6000 s, stops the 13th: when that at n1 is over at noon, the four places
    before it take four, 3 s apart, and the k-th later comes in 6 s after the k-th of those has passed n2."""
    sketch = before_a_slow_road()
    sketch.phase_line("second", ["n2--n3"], 6000.0, ["A"], issued=1060.0)
    log = play(sketch)
    at = passages_at(log, "n1")[0].one_by_one()
    assert at[13:16] == pytest.approx([NOON, NOON + 3.0, NOON + 6.0], abs=1e-6)
    assert at[16:] == pytest.approx([6006.0 + 4.5 * k for k in range(9)], abs=1e-6)
    assert heads_tails(log, "n2")[1] == pytest.approx(6000.0 + 12 * 4.5, abs=1e-6)


def before_a_slow_road() -> Sketch:
    """The column and the line, with 60 m from n1 to n2 and a road on which one drives 5 m/s beyond."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], (10_000.0, 60.0), 10.0)
    sketch.road("n2", "n3", 10_000.0, 5.0)
    sketch.column("A", 25, ("n0", "n3"))
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], issued=1050.0)
    return sketch


def test_those_cut_off_stand_on_the_roads_behind() -> None:
    """At 1040 s six of A are over the line at n3: six stand on the 90 m before it, six on the 90 m before
    those, seven on the road to n1. B, who turns off there, follows the last of them."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3", "n4"], (10_000.0, 90.0, 90.0, 10_000.0), 10.0)
    sketch.road("n1", "m", 5000.0, 10.0)
    sketch.column("A", 25, ("n0", "n4"))
    sketch.column("B", 25, ("n0", "n1", "m"), start=150.0)
    sketch.phase_line("noon", ["n3--n4"], NOON, ["A"], issued=1040.0)
    log = play(sketch)
    tails = [heads_tails(log, place, "A")[1] for place in ("n3", "n2", "n1")]
    assert tails == pytest.approx([NOON + 54.0, NOON + 45.0, NOON + 36.0], abs=1e-6)
    assert heads_tails(log, "n1", "B")[0] == pytest.approx(NOON + 39.0, abs=1e-6)
    assert passages_at(log, "n2", "A")[0].one_by_one()[11] == pytest.approx(1053.0, abs=1e-6)


def test_who_finds_room_before_the_line_makes_room_behind() -> None:
    """At 1060 s three of A are over the line at n3; twenty stand on the 300 m before it when they have come,
    and two on the 180 m to n2, where there are ten places more for B."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3", "n4"], (10_000.0, 180.0, 300.0, 10_000.0), 10.0)
    sketch.column("A", 25, ("n0", "n4"))
    sketch.column("B", 10, ("n0", "n4"), start=150.0)
    sketch.phase_line("noon", ["n3--n4"], NOON, ["A"], issued=1060.0)
    log = play(sketch)
    assert heads_tails(log, "n1", "B") == pytest.approx((1150.0, 1186.0), abs=1e-6)
    assert heads_tails(log, "n2", "A")[1] == pytest.approx(NOON + 3.0 + 20 * 1.5, abs=1e-6)


@pytest.mark.parametrize(
    ("place", "road", "speed", "cut_off", "gap"),
    [
        (720.0, None, 10.0, 14, 5.0),  # one each 5 s: at 1052 s 1000, 1005, ... 1050 are over
        (None, 600.0, 10.0, 16, 6.0),  # one each 6 s: 1000, 1006, ... 1048
        (None, None, 4.0, 15, 5.25),  # 1.5 s + 15 m at 4 m/s: 1000, 1005.25, ... 1047.25
        (None, None, 12.0, 12, 3.0),  # the road ahead takes one each 2.75 s, that behind 3 s, they come each
        # 4 s: the one of the very second in which the order comes waits
    ],
    ids=["the place", "the road's capacity", "the road's speed", "a faster road"],
)
def test_those_cut_off_keep_the_gap_of_place_and_road(
    place: float | None, road: float | None, speed: float, cut_off: int, gap: float
) -> None:
    """Whatever takes fewest vehicles sets the gap of those who were cut off, as it did before."""
    sketch = crossing(issued=1052.0)
    sketch.place("n1", vph=place)
    sketch.roads["n1--n2"] = sketch.roads["n1--n2"]._replace(capacity_vph=road, speed=speed)
    assert heads_tails(play(sketch), "n1")[1] == pytest.approx(NOON + (cut_off - 1) * gap, abs=1e-6)


def test_who_disobeys_is_not_cut() -> None:
    """A unit that disobeys goes on crossing when the order comes."""
    assert heads_tails(play(crossing(disobeyed_by=("A",))), "n1")[1] == pytest.approx(1096.0, abs=1e-6)


def test_nobody_passes_those_who_are_cut_off() -> None:
    """B, whom the line does not name, comes up behind the twelve at 1300 s and passes 3 s after the last of
    them."""
    sketch = crossing()
    sketch.column("B", 5, ("n0", "n2"), start=300.0)
    assert heads_tails(play(sketch), "n1", "B")[0] == pytest.approx(NOON + 33.0 + 3.0, abs=1e-6)


def test_the_wait_is_that_since_the_head_came() -> None:
    """B, who is not named and passes at 2000 s, makes A look again: it has waited since 1000 s all the
    same."""
    sketch = crossing(issued=0.0)
    sketch.road("m0", "n1", 10_000.0, 10.0)
    sketch.column("B", 5, ("m0", "n2"), start=1000.0)
    log = play(sketch)
    assert heads_tails(log, "n1", "B")[0] == pytest.approx(2000.0, abs=1e-6)
    assert told(log) == [("line_wait", "A", pytest.approx(NOON - REACHES, abs=1e-6))]


def test_the_first_of_a_march_is_told() -> None:
    """Of two units of one march the first is logged at the line, the second, who waited behind it, is not."""
    log = play(crossing(50, issued=0.0))
    assert told(log) == [("line_wait", "A/000", pytest.approx(NOON - REACHES, abs=1e-6))]


def test_who_crosses_before_the_order_comes_did_not_know() -> None:
    """A head that crosses at 1000 s, while the order comes at 1050 s is 4000 s too early and did not know."""
    assert told(play(crossing())) == [("line_unknown", "A", pytest.approx(4000.0, abs=1e-6))]


def test_who_disobeys_is_told_by_how_much() -> None:
    """A head that knows of the line and crosses at 1000 s disobeys it by 4000 s."""
    log = play(crossing(issued=0.0, disobeyed_by=("A",)))
    assert told(log) == [("line_disobeyed", "A", pytest.approx(4000.0, abs=1e-6))]


def test_slack_counts_from_the_lifting() -> None:
    """A line for 5000 s that is lifted at 3000 s: a head that comes at 4500 s has 1500 s of slack."""
    log = play(crossing(start=3500.0, issued=0.0, lifted=Moment(at=3000.0)))
    assert told(log) == [("line_slack", "A", pytest.approx(1500.0, abs=1e-6))]


def test_in_the_second_of_its_hour_a_line_is_over() -> None:
    """A head that comes in the very second of the hour passes, with no slack and without a wait."""
    log = play(crossing(issued=0.0, until=REACHES))
    assert heads_tails(log, "n1")[0] == pytest.approx(REACHES, abs=1e-9)
    assert told(log) == [("line_slack", "A", pytest.approx(0.0, abs=1e-9))]


def test_two_lines_on_one_road_both_hold() -> None:
    """A head waits for the later of two lines, and each tells the wait until it let go."""
    sketch = crossing(issued=0.0)
    sketch.phase_line("evening", ["n1--n2"], 7000.0, ["A"])
    log = play(sketch)
    assert heads_tails(log, "n1")[0] == pytest.approx(7000.0, abs=1e-9)
    assert {e.order for e in kinds(log, "line_wait")} == {"noon", "evening"}


def test_the_gap_of_a_cut_off_unit_is_that_of_its_order() -> None:
    """A column ordered to drive at 5 m/s where roads have no speed of their own: 1.5 s + 15 m / 5 m/s = 4.5
    s.

    It passes n1 from 2000 to 2108 s, one each 4.5 s; at 2052 s twelve are over (2000, ... 2049.5) and 13
    are not.
    """
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, None)
    sketch.column("A", 25, ("n0", "n2"), speed=fixed(5.0))
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], issued=2052.0)
    assert heads_tails(play(sketch), "n1")[1] == pytest.approx(NOON + 12 * 4.5, abs=1e-6)


def test_in_the_second_in_which_it_reaches_them_a_line_binds() -> None:
    """A line of the start that the column knows from 1000 s holds the head that comes in that second."""
    log = play(crossing(issued=0.0, transmission=fixed(REACHES)))
    assert heads_tails(log, "n1")[0] == pytest.approx(NOON, abs=1e-9)


@pytest.mark.parametrize("passing", [True, False])
def test_who_has_the_right_to_pass_takes_nobody_with_it(passing: bool) -> None:
    """B, who is not named and has priority, drives past those who are cut off at 1300 s; C, who has not and
    comes by a third road at 1500 s, enters 3 s after the last of them, whether or not B was there."""
    sketch = crossing()
    for name, start, more in (("B", 300.0, {"priority": 1, "may_pass": True}), ("C", 500.0, {})):
        sketch.road(f"{name}0", "n1", 10_000.0, 10.0)
        if passing or name == "C":
            sketch.column(name, 1, (f"{name}0", "n2"), start=start, **more)
    log = play(sketch)
    if passing:
        assert heads_tails(log, "n1", "B")[0] == pytest.approx(1300.0, abs=1e-6)
    assert [(e.formation, e.detail) for e in kinds(log, "passing")] == [("B", "A")] * passing
    assert heads_tails(log, "n1", "C")[0] == pytest.approx(NOON + 33.0 + 3.0, abs=1e-6)


def test_a_tail_that_is_late_is_late_wherever_its_head_has_been() -> None:
    """On roads of 20 s each beyond the line the head is two places on when the order comes: the tail passes
    these 20 and 40 s after the line, at 5053 and 5073 s."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3", "n4"], [10_000.0, 500.0, 500.0, 10_000.0], 25.0)
    sketch.roads["n0--n1"] = sketch.roads["n0--n1"]._replace(speed=10.0)
    sketch.column("A", 25, ("n0", "n4"))
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], issued=1050.0)
    log = play(sketch)
    assert [heads_tails(log, place)[0] for place in ("n2", "n3")] == pytest.approx([1020.0, 1040.0], abs=1e-6)
    tails = [heads_tails(log, place)[1] for place in ("n1", "n2", "n3")]
    assert tails == pytest.approx([5033.0, 5053.0, 5073.0], abs=1e-6)


def crossed_at(place: str, start: float, speed: float = 10.0, **roads: float) -> Sketch:
    """The column on five places, ``roads`` (n0, ... by the place where they begin) 10 km long or so many
    metres, and C, who comes to ``place``, 3 s a vehicle, by a road of his own 1000 s after ``start``, and
    goes off by another."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3", "n4"], [roads.get(f"n{k}", 10_000.0) for k in range(4)], speed)
    sketch.roads["n0--n1"] = sketch.roads["n0--n1"]._replace(speed=10.0)
    sketch.column("A", 25, ("n0", "n4"), on_contact="wait")
    sketch.place(place, vph=1200.0)
    sketch.line(["c0", place, "c2"], 10_000.0, 10.0)
    sketch.column("C", 1, ("c0", place, "c2"), start=start)
    return sketch


def test_nobody_waits_farther_on_for_those_who_are_cut_off() -> None:
    """C comes to n2 at 2060 s, twelve seconds after the last of those who are over the line at n1, and goes
    at once; the twelve pass there 1000 s after the line all the same."""
    sketch = crossed_at("n2", 1060.0)
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], issued=1050.0)
    log = play(sketch)
    assert heads_tails(log, "n2", "C")[0] == pytest.approx(2060.0, abs=1e-6)
    assert heads_tails(log, "n2", "A")[1] == pytest.approx(NOON + 1033.0, abs=1e-6)


def test_who_waits_for_a_unit_hears_that_it_is_cut_in_two() -> None:
    """At 25 m/s the head is at n2, 500 m on, at 1020 s, and at 1030 s C waits there for 25 vehicles, to
    1119 s; at 1050 s it hears that there are but 13, and goes 3 s after the last of them, at 1071 s."""
    sketch = crossed_at("n2", 30.0, speed=25.0, n1=500.0)
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], issued=1050.0)
    assert heads_tails(play(sketch), "n2", "C")[0] == pytest.approx(1071.0, abs=1e-6)


def test_those_who_are_cut_off_need_no_room_farther_on() -> None:
    """Five are over the line at n1, and stand on the 150 m from n2 to n3, which hold ten, until 4000 s. C
    comes to n2 at 2500 s and goes at once: nobody stands there for want of room."""
    sketch = crossed_at("n2", 1500.0, n2=150.0)
    sketch.garrison("guns", "n3", active_to=4000.0)
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], issued=1018.0)
    assert heads_tails(play(sketch), "n2", "C")[0] == pytest.approx(2500.0, abs=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "comes", "tail"),
    [
        (5000.0, 4100.0, 5140.0, 8033.0),
        (3100.0, 6500.0, 4100.0, 7554.0),
        (4050.0, 6500.0, 4100.0, 7554.0),
    ],
)
def test_of_two_lines_each_lets_go_whom_it_has_cut_off(
    first: float, second: float, comes: float, tail: float
) -> None:
    """13 of A are over the line at n1, and six of these over that at n3 at 3022 s. When the second is over
    first the seven follow, to 4118 s at n3 and 5118 s at n4; when the first is, the twelve come to n3 and
    stand there. C goes at once who comes to n4 when six, or 13, are through."""
    sketch = crossed_at("n4", comes - 1000.0)
    sketch.phase_line("noon", ["n1--n2"], first, ["A"], issued=1050.0)
    sketch.phase_line("second", ["n3--n4"], second, ["A"], issued=3022.0)
    log = play(sketch)
    assert heads_tails(log, "n4", "C")[0] == pytest.approx(comes, abs=1e-6)
    assert heads_tails(log, "n4", "A")[1] == pytest.approx(tail, abs=1e-6)


@pytest.mark.parametrize(("comes", "goes"), [(5996.0, 5996.0), (5998.0, 6036.0)])
def test_who_finds_no_time_between_the_parts_of_a_unit_waits_for_both(comes: float, goes: float) -> None:
    """The twelve come to n2 from 6000 to 6033 s, the others were there by 2048 s. C needs three seconds."""
    sketch = crossed_at("n2", comes - 1000.0)
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], issued=1050.0)
    assert heads_tails(play(sketch), "n2", "C")[0] == pytest.approx(goes, abs=1e-6)


def test_the_right_to_pass_is_none_against_an_equal() -> None:
    """B has the right to drive past those of less priority, and A has as much: it waits for the last of
    those cut off."""
    sketch = crossing()
    sketch.road("B0", "n1", 10_000.0, 10.0)
    sketch.column("B", 1, ("B0", "n2"), start=300.0, may_pass=True)
    assert heads_tails(play(sketch), "n1", "B")[0] == pytest.approx(NOON + 33.0 + 3.0, abs=1e-6)


def passing_by(*, until: float = NOON) -> Sketch:
    """A (25) stands at n1 from 1000 s; B, whom the line does not name, comes up behind at 1300 s, with the
    right to pass: at half its speed 25 x 15 m take 75 s."""
    sketch = crossing(issued=0.0, until=until)
    sketch.column("B", 1, ("n0", "n2"), start=300.0, priority=5, may_pass=True)
    sketch.road("C0", "n1", 10_000.0, 10.0)
    return sketch


def test_driving_past_takes_its_time() -> None:
    """B is past A at 1375 s, and goes on."""
    assert heads_tails(play(passing_by()), "n1", "B")[0] == pytest.approx(1375.0, abs=1e-6)


def test_nobody_waits_for_one_who_is_driving_past_others() -> None:
    """C comes to n1 by another road at 1320 s, while B, who has priority, drives past A: it goes at once."""
    sketch = passing_by()
    sketch.column("C", 1, ("C0", "n2"), start=320.0)
    assert heads_tails(play(sketch), "n1", "C")[0] == pytest.approx(1320.0, abs=1e-6)


def test_nobody_waits_for_one_whom_another_stands_before() -> None:
    """B, who has driven past A, is held by a line of its own until 9000 s; A, free at 2000 s, stands behind
    it. C, who comes at 2500 s, goes at once, though A was there first."""
    sketch = passing_by(until=2000.0)
    sketch.phase_line("late", ["n1--n2"], 9000.0, ["B"])
    sketch.column("C", 1, ("C0", "n2"), start=1500.0)
    log = play(sketch)
    assert heads_tails(log, "n1", "C")[0] == pytest.approx(2500.0, abs=1e-6)
    assert heads_tails(log, "n1", "A")[0] >= 9000.0


def test_a_line_that_is_over_sends_nobody_another_way() -> None:
    """A line that was over at 500 s leaves the column on its way by n2, though there is another by m, which
    would be worth while round an enemy."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], 10_000.0, 10.0)
    sketch.line(["n1", "m", "n3"], 15_000.0, 10.0)
    sketch.column("A", 1, ("n0", "n3"))
    sketch.phase_line("noon", ["n1--n2"], 500.0, ["A"])
    sketch.parameters["enemy-price"] = fixed(7200.0)
    assert [p.place for p in play(sketch).passages] == ["n0", "n1", "n2", "n3"]


def test_who_has_passed_is_held_by_nothing() -> None:
    """At the end A is on the road beyond the line that held it: under way, and held by nothing any more."""
    sketch = crossing(issued=0.0)
    sketch.duration = NOON + 500.0
    (standing,) = play(sketch).standing
    assert (standing.place, standing.held, standing.under_way) == ("n1", "", True)
