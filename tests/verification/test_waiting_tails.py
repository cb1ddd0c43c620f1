"""Tails that wait: where each vehicle of a unit is while it lies over several roads, to the second, by hand.

The roads are those of ``test_short_lanes.py``: 2 km to n1, then roads of ten places each (150 m, a hole
goes back in 15 s), guns at the end of the last until 5000 s, and beyond them one vehicle each 6 s; on
the open road vehicles keep 3 s.
"""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog, Passage
from paris44.engine.road.flow import Flow
from paris44.engine.road.lane import Lane, Node
from paris44.scenario.model import Moment
from tests.build import Sketch, heads_tails, passages_at, play, through_pieces
from tests.verification.test_short_lanes import LEAVE, at, before_guns, columns


def vehicles_at(log: EventLog, place: str, name: str = "A") -> list[float]:
    """When each vehicle of a unit passes."""
    (passage,) = passages_at(log, place, name)
    return [passage.at(k) for k in range(passage.vehicles)]


# --- one by one --------------------------------------------------------------------------------


def test_who_found_room_is_in_and_who_did_not_follows_the_hole() -> None:
    """Of A's fifteen ten pass n2 as they come, 4 s apart from 215 s; the others each 15 s after the first
    five have left n3, 6 s apart from 5000 s: not evenly over the hour between."""
    log = columns(before_guns(150.0, 150.0), A=15)
    expected = [215.0 + 4.0 * k for k in range(10)] + [LEAVE + 15.0 + 6.0 * k for k in range(5)]
    assert vehicles_at(log, "n2") == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("size", "tail"), [(6, 5030.0), (7, 5036.0), (9, 5048.0), (10, 5054.0)])
def test_a_tail_waits_for_the_very_vehicle_whose_place_it_needs(size: int, tail: float) -> None:
    """Five of B find room behind A's five; its n-th needs the place of A's (n + 5)-th, which passes n2 15 s
    after A's (n - 5)-th leaves n3, and the hole is back 15 s later."""
    assert at(columns(before_guns(150.0, 150.0), A=15, B=size), "n1", "B")[1] == tail


def test_a_head_waits_for_the_very_vehicle_whose_place_it_needs() -> None:
    """B's five fill the first road; C needs the place of A's eleventh, at n2 at 5015 s."""
    assert at(columns(before_guns(150.0, 150.0), A=15, B=5, C=1), "n1", "C")[0] == 5030.0


def test_what_has_closed_up_follows_evenly_again() -> None:
    """A stands closed up before the guns: from there all fifteen leave 6 s apart, as the road beyond takes
    them."""
    log = columns(before_guns(150.0, 150.0), A=15)
    assert vehicles_at(log, "n3") == pytest.approx([LEAVE + 6.0 * k for k in range(15)], abs=1e-6)
    assert passages_at(log, "n3", "A")[0].times is None


@pytest.mark.parametrize("pieces", [1, 7, 8, 9, 10, 11, 12, 40])
def test_a_unit_is_its_vehicles(pieces: int) -> None:
    """500 vehicles over 1.18 km in pieces pass the end at the same hours whether they march in units of 25 or
    each by itself, and however the road is cut."""

    def tails(size: int, count: int) -> tuple[float, float]:
        return heads_tails(play(through_pieces(count), unit_size=size), "z")

    assert tails(25, pieces) == pytest.approx(tails(1, pieces), abs=1e-3)
    assert tails(25, pieces) == pytest.approx(tails(25, 1), abs=20.0)


@pytest.mark.parametrize("pieces", [1, 2, 4, 5, 8])
def test_behind_a_unit_on_many_short_roads_others_close_up(pieces: int) -> None:
    """600 m before the guns hold forty, in one road or in pieces of which each holds fewer than a unit: the
    second unit of 25 stands behind the first, fifteen of it past n1, long before the guns leave; then all go
    6 s apart, as if each vehicle marched by itself."""
    sketch = before_guns(*[600.0 / pieces] * pieces)
    sketch.column("A", 100, ("n0", f"n{pieces + 2}"), gap=4.0, on_contact="wait")
    log = play(sketch)
    assert [passage.head for passage in passages_at(log, "n1")[:2]] == pytest.approx([200.0, 300.0], abs=1e-6)
    times = passages_at(log, "n1")[1].times
    assert times is not None
    assert [time < LEAVE for time in times] == [True] * 15 + [False] * 10
    alone = play(sketch, unit_size=1)
    end = f"n{pieces + 2}"
    assert heads_tails(log, end) == pytest.approx(heads_tails(alone, end), abs=1e-6)
    assert heads_tails(log, f"n{pieces + 1}") == pytest.approx((LEAVE, LEAVE + 99 * 6.0), abs=1e-6)


def test_who_drives_in_beside_a_full_road_does_so_with_its_tail() -> None:
    """A fills the road; B, with priority and the right to pass, enters beside it whole, 4 s apart."""
    sketch = before_guns(150.0)
    sketch.column("A", 10, ("n0", "n3"), on_contact="wait")
    sketch.column("B", 5, ("n0", "n3"), start=300.0, on_contact="wait", priority=1, may_pass=True)
    assert at(play(sketch), "n1", "B") == (500.0, 516.0)


# --- a line that cuts a tail which waits -------------------------------------------------------


def cut(reaches: float, until: float, *, roads: tuple[str, ...] = ("n2--n3",)) -> EventLog:
    """A (15) before the guns, and a line on its second road of ten places."""
    sketch = before_guns(150.0, 150.0)
    sketch.column("A", 15, ("n0", "n4"), on_contact="wait")
    sketch.phase_line("line", roads, until, ["A"], issued=reaches)
    return play(sketch)


@pytest.mark.parametrize(
    ("reaches", "until", "passed", "rest"),
    [
        (1000.0, 6000.0, 10, [6000.0, 6003.0, 6006.0, 6009.0, 6012.0]),  # the room is there before
        (1000.0, 3000.0, 10, [5015.0, 5021.0, 5027.0, 5033.0, 5039.0]),  # and here after
        (1000.0, 5020.0, 10, [5020.0, 5023.0, 5027.0, 5033.0, 5039.0]),  # for some the one, else the other
        (5025.0, 6000.0, 12, [6000.0, 6003.0, 6006.0]),  # in the middle of the tail that follows
        (230.0, 6000.0, 4, [6000.0 + 3.0 * k for k in range(11)]),  # before any of it waited
    ],
)  # fmt: skip
def test_a_line_cuts_a_tail_that_waits(reaches: float, until: float, passed: int, rest: list[float]) -> None:
    """Who has not passed when the order comes passes when the line is over and there is room: 3 s after the
    one before, or 15 s after the one ten before has left."""
    expected = [
        *(215.0 + 4.0 * k for k in range(min(passed, 10))),
        *(5015.0, 5021.0)[: max(passed - 10, 0)],
        *rest,
    ]
    assert vehicles_at(cut(reaches, until), "n2") == pytest.approx(expected, abs=1e-6)


def test_who_comes_late_in_mid_unit_is_late_though_the_last_is_not() -> None:
    """A's last five are let past a line from 5900 s on and leave n3 from 5915 s on; n4, 1000 s farther,
    takes a vehicle each 80 s, the first at 6000 s. The eleventh's turn would be at 6800 s, the last's at
    7120 s; they come at 6915 and 6939 s: each of the five passes 80 s after the one before."""
    sketch = before_guns(150.0, 150.0)
    sketch.place("n4", vph=45.0)
    sketch.column("A", 15, ("n0", "n4"), on_contact="wait")
    sketch.phase_line("line", ("n2--n3",), 5900.0, ["A"], issued=1000.0)
    expected = [*(LEAVE + 1000.0 + 80.0 * k for k in range(10)), *(6915.0 + 80.0 * k for k in range(5))]
    assert vehicles_at(play(sketch), "n4") == pytest.approx(expected, abs=1e-6)


def cut_after_four(vehicles: int) -> EventLog:
    """A line cuts A of so many vehicles at 230 s, and is over at 2000 s; B's five come behind."""
    sketch = before_guns(150.0, 150.0)
    sketch.column("A", vehicles, ("n0", "n4"), on_contact="wait")
    sketch.column("B", 5, ("n0", "n4"), start=300.0, on_contact="wait")
    sketch.phase_line("line", ["n2--n3"], 2000.0, ["A"], issued=230.0)
    return play(sketch)


def test_who_finds_room_behind_a_line_makes_room_when_it_is_over() -> None:
    """Cut at 230 s, after four, A's next six find room when the line is over (2000, ... 2015 s), though
    its last five wait for the guns. B enters behind them 15 s after the sixth of A has left, its fifth
    15 s after the tenth."""
    log = cut_after_four(15)
    assert vehicles_at(log, "n2")[4:10] == pytest.approx([2000.0 + 3.0 * k for k in range(6)], abs=1e-6)
    assert vehicles_at(log, "n2")[10:] == pytest.approx([5015.0 + 6.0 * k for k in range(5)], abs=1e-6)
    assert at(log, "n1", "B") == (2018.0, 2030.0)


def test_a_head_hears_that_a_line_is_over_and_makes_room() -> None:
    """Cut at 230 s, after four, A's last ten fill the road; six find room beyond the line when it is over
    (2000, ... 2015 s). B's head, who stands before it, enters 15 s after the first, its fifth 15 s after
    the fifth."""
    log = cut_after_four(14)
    assert vehicles_at(log, "n2")[4:10] == pytest.approx([2000.0 + 3.0 * k for k in range(6)], abs=1e-6)
    assert at(log, "n1", "B") == (2015.0, 2027.0)


def test_a_line_cuts_a_tail_that_somebody_drove_past() -> None:
    """A's five stand before n2 when B, with priority, drives past them at 500 s; a line from 1000 to 6000 s
    holds the five all the same."""
    sketch = before_guns(150.0, 150.0)
    sketch.column("A", 15, ("n0", "n4"), on_contact="wait")
    sketch.column("B", 1, ("n0", "n4"), start=300.0, on_contact="wait", priority=1, may_pass=True)
    sketch.phase_line("line", ["n2--n3"], 6000.0, ["A"], issued=1000.0)
    log = play(sketch)
    assert heads_tails(log, "n2", "B")[0] < 1000.0
    assert vehicles_at(log, "n2")[10:] == pytest.approx([6000.0 + 3.0 * k for k in range(5)], abs=1e-6)


def test_of_a_unit_whose_head_alone_has_passed_all_others_wait() -> None:
    """At 1002 s the head is over the line, the second comes at 1004 s: 24 pass from 5000 s on."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"))
    sketch.phase_line("noon", ["n1--n2"], 5000.0, ["A"], issued=1002.0)
    expected = [1000.0, *(5000.0 + 3.0 * k for k in range(24))]
    assert vehicles_at(play(sketch), "n1") == pytest.approx(expected, abs=1e-6)


def test_who_waited_halts_with_its_column() -> None:
    """The 12 follow at 1500 s. The column halts from 3600 to 4500 s: who was over at once is at n2 before,
    2500 s after n1, the others come 900 s later for the halt."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], [10_000.0, 25_000.0, 10_000.0], 10.0)
    sketch.column("A", 25, ("n0", "n3"), halts=True)
    sketch.phase_line("noon", ["n1--n2"], 1500.0, ["A"], issued=1050.0)
    expected = [3500.0 + 4.0 * k for k in range(13)] + [4900.0 + 3.0 * k for k in range(12)]
    assert vehicles_at(play(sketch), "n2") == pytest.approx(expected, abs=1e-6)


def test_who_comes_late_finds_no_more_room_than_there_is() -> None:
    """Of A the 12 cut off at n1 until 5000 s come to n2 from 6000 s, 3 s apart, when the others are long past
    n3. They pass n3 6 s apart from 6015 s: the last needs the place of the second of them, 15 s later."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], [10_000.0, 10_000.0, 150.0], 10.0)
    sketch.road("n3", "n4", 10_000.0, 10.0 / 3.0)
    sketch.column("A", 25, ("n0", "n4"))
    sketch.phase_line("noon", ["n1--n2"], 5000.0, ["A"], issued=1050.0)
    log = play(sketch)
    come = [*(6000.0 + 3.0 * k for k in range(11)), 6036.0]
    assert vehicles_at(log, "n2")[13:] == pytest.approx(come, abs=1e-6)
    assert vehicles_at(log, "n3")[13:] == pytest.approx([6015.0 + 6.0 * k for k in range(12)], abs=1e-6)


def test_a_line_cuts_those_who_stand_before_another_farther_back() -> None:
    """A (25) is cut after 13 at n1 until 5000 s; a line at n2 from 3000 to 9000 s, which all 25 would have
    passed by 2096 s, holds the other 12 there."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n3"))
    sketch.phase_line("noon", ["n1--n2"], 5000.0, ["A"], issued=1050.0)
    sketch.phase_line("evening", ["n2--n3"], 9000.0, ["A"], issued=3000.0)
    log = play(sketch)
    assert vehicles_at(log, "n1")[13:] == pytest.approx([5000.0 + 3.0 * k for k in range(12)], abs=1e-6)
    expected = [2000.0 + 4.0 * k for k in range(13)] + [9000.0 + 3.0 * k for k in range(12)]
    assert vehicles_at(log, "n2") == pytest.approx(expected, abs=1e-6)
    assert heads_tails(log, "n3")[1] == pytest.approx(10_033.0, abs=1e-6)


def test_of_two_lines_on_one_road_the_later_lets_go() -> None:
    """A is cut after 13 until 5000 s; a second line on the same road from 2000 s, lifted at 7000 s, holds
    the same 12: they pass from 7000 s on."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"))
    sketch.phase_line("noon", ["n1--n2"], 5000.0, ["A"], issued=1050.0)
    sketch.phase_line("evening", ["n1--n2"], 9000.0, ["A"], issued=2000.0, lifted=Moment(at=7000.0))
    assert vehicles_at(play(sketch), "n1")[13:] == pytest.approx(
        [7000.0 + 3.0 * k for k in range(12)], abs=1e-6
    )


def test_those_cut_off_pass_a_narrower_place_at_its_gap() -> None:
    """The 12 leave n1 from 5000 s on 3 s apart; n2 takes one each 6 s: the last passes 11 x 6 s after the
    first."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], 10_000.0, 10.0)
    sketch.place("n2", vph=600.0)
    sketch.column("A", 25, ("n0", "n3"))
    sketch.phase_line("noon", ["n1--n2"], 5000.0, ["A"], issued=1050.0)
    assert heads_tails(play(sketch), "n2")[1] == pytest.approx(6000.0 + 66.0, abs=1e-6)


def test_those_cut_off_leave_a_narrow_road_at_its_gap() -> None:
    """Where the road beyond takes one each 6 s nine have passed at 1050 s, and so do the other 16 when
    the line is over."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.roads["n1--n2"] = sketch.roads["n1--n2"]._replace(capacity_vph=600.0)
    sketch.column("A", 25, ("n0", "n2"))
    sketch.phase_line("noon", ["n1--n2"], 5000.0, ["A"], issued=1050.0)
    expected = [1000.0 + 6.0 * k for k in range(9)] + [5000.0 + 6.0 * k for k in range(16)]
    assert vehicles_at(play(sketch), "n1") == pytest.approx(expected, abs=1e-6)


def test_who_stands_behind_those_cut_off_stands_before_the_line() -> None:
    """B comes up behind the twelve at 1300 s, whose head has long arrived, and waits until 40,036 s:
    these hours are the line's, and no ring of queues."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"))
    sketch.column("B", 5, ("n0", "n2"), start=300.0)
    sketch.phase_line("noon", ["n1--n2"], 40_000.0, ["A"], issued=1050.0)
    log = play(sketch)
    assert [e.kind for e in log.events if e.kind == "gridlock"] == []
    assert heads_tails(log, "n1", "B")[0] == pytest.approx(40_036.0, abs=1e-6)
    assert log.units[1].formation == "B"
    assert log.changes[1].at(20_000.0) == "line"


# --- the tails by themselves -------------------------------------------------------------------


def _nobody(_: str) -> None:
    """Waits there."""


def _late(_: float) -> float:
    """When there is room."""
    return 900.0


def passing(unit: int, place: str, head: float) -> Passage:
    """Five vehicles at 3 s."""
    return Passage(unit, 5, place, "pass", "go", head, head, head + 12.0, 100.0, 3.0)


def test_who_has_left_the_road_is_not_called_back() -> None:
    """A unit leaves the road at 100 s with its tail, which was cut off and waited for another:
    neither the end of the line nor the other's going moves it."""
    flow = Flow(lambda: 0.0, 1.5, _nobody, _nobody)
    ahead, mine = passing(0, "a", 0.0), passing(1, "b", 50.0)
    for passage in (ahead, mine):
        flow.cut(passage, 2, None)
    ahead.dependents = [(_late, 4.0, mine)]
    flow.leave(mine, 100.0)
    assert (mine.clear, mine.open) == (100.0, False)
    flow.join(mine, 500.0)
    flow.join(ahead, 800.0)
    assert (mine.clear, ahead.clear) == (100.0, 806.0)


def test_a_tail_of_another_march_is_none_of_this_one() -> None:
    """A tail that waits holds back those who are to follow it on its way, not its unit on another."""
    flow = Flow(lambda: 0.0, 1.5, _nobody, _nobody)
    cut, onward, other = passing(0, "a", 0.0), passing(0, "b", 100.0), passing(0, "c", 200.0)
    cut.next = onward
    flow.cut(cut, 2, Lane(flow, Node("a", 0.0), Node("b", 0.0), room=40.0))
    assert (flow.through(onward, 1000.0), flow.through(other, 1000.0)) == (2, 5)


def test_who_has_left_is_known_until_a_tail_has_its_place() -> None:
    """While somebody of a unit that is entering waits for room the lane remembers who has left it."""
    flow = Flow(lambda: 0.0, 1.5, _nobody, _nobody)
    lane = Lane(flow, Node("a", 0.0), Node("b", 0.0), room=4.0)
    for waits in (True, False):
        out, coming = passing(0, "b", 0.0), passing(1, "a", 1.0)
        lane.exits, lane.last_in, lane.entered, lane.exited = [out], coming, 10, 5
        coming.open = waits
        lane.room_from(1, 1000.0)
        assert (lane.exits == [out]) == waits
