"""When a march arrives and when it is clear: the head enters, and the last vehicle is in."""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.results.columns import Arrival
from paris44.scenario.dist import fixed
from paris44.scenario.model import Act, Moment, Trigger, Watch
from paris44.study.reading.arrivals import arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import outcomes
from paris44.study.reading.tracks import track_rows
from paris44.world.build import build
from tests.build import Sketch, kinds

MICRO = 1e-6
MARCH = 24 * 4.0  # s from the first to the last vehicle of a unit of 25 that march 4 s apart
CLOSED = 24 * 3.0  # and closed up, at 10 m/s: wave time and jam spacing
Rows = dict[tuple[str, str, str, int], Arrival]


def told(sketch: Sketch, **change: object) -> tuple[Rows, EventLog]:
    """The arrivals of a run without chance by their key, and its log."""
    world = build(sketch.scenario(**change))
    log = run(world, seed=1, replication=0, chance=False)
    rows = arrivals(Doings(survey(world), log), Causes(log))
    heads = {(row.formation, row.place, row.head) for row in track_rows(world.marches, log)}
    for row in rows:
        leaf = world.tree.leaves[row.formation] == (row.formation,)
        if row.event == "arrive" and row.time is not None and leaf:
            assert (row.formation, row.place, row.time) in heads, "arrivals and tracks tell one hour"
    return {(row.formation, row.place, row.event, row.visit): row for row in rows}, log


def two(*, halts: bool = False, until: float | None = None, size: int = 25) -> Sketch:
    """One column before another on a road of two links of 10 km at 10 m/s, the second 300 s behind."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("first", size, ("n0", "n1", "n2"), halts=halts)
    sketch.column("second", size, ("n0", "n1", "n2"), start=300.0)
    if until is not None:
        sketch.phase_line("line", ["n1--n2"], until, ["first"])
    return sketch


def awaiting(sketch: Sketch, formation: str, place: str) -> None:
    """A sign in the second in which ``formation`` arrives at ``place``."""
    trigger = Trigger("event", event="arrive", formation=formation, place=place)
    sketch.orders["seen"] = Act(
        id="seen", title="seen", by="test", issued=Moment(after=trigger), event="sign", formation=formation,
        place=place,
    )  # fmt: skip


def test_behind_one_who_is_held_nobody_arrives_before_him() -> None:
    """A column is held at n1 until 5,000 s; the one behind it comes to the end after its tail, not at
    2,300 s: 5,000 + 72 s of tail + 1,000 s of road + 3 s of headway."""
    sketch = two(until=5000.0)
    awaiting(sketch, "second", "n2")
    rows, log = told(sketch)
    assert rows["first", "n2", "arrive", 1].time == pytest.approx(6000.0, abs=MICRO)
    assert rows["second", "n2", "arrive", 1].time == pytest.approx(6000.0 + CLOSED + 3.0, abs=MICRO)
    assert [e.time for e in kinds(log, "sign")] == [rows["second", "n2", "arrive", 1].time]


def test_behind_one_who_halts_the_last_road_is_his_too() -> None:
    """The first column halts for ten minutes 200 s before its end; the second, 300 s behind by the clock
    of an empty road, arrives after its tail."""
    sketch = two(halts=True)
    sketch.parameters |= {
        "halt.first-after": fixed(1800.0), "halt.first": fixed(600.0), "halt.every": fixed(1e6),
        "halt.length": fixed(0.0),
    }  # fmt: skip
    rows, _ = told(sketch)
    first, second = rows["first", "n2", "arrive", 1], rows["second", "n2", "arrive", 1]
    assert (first.time, first.clear) == pytest.approx((2600.0, 2600.0 + MARCH), abs=MICRO)
    assert second.time == pytest.approx(2600.0 + MARCH + 3.0, abs=MICRO)


@pytest.mark.parametrize("place", ["n1", "n2"])
def test_who_meets_an_enemy_arrives_when_he_has_fallen(place: str) -> None:
    """Contact is when the head comes; it arrives at the end, or where it passes, after 600 s of deployment
    and an hour of fight."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n1", "n2"))
    sketch.garrison("G", place)
    rows, _ = told(sketch, watch=(Watch("A", "n1", "arrive"),))
    comes = {"n1": 1000.0, "n2": 2000.0}[place]
    assert rows["A", place, "contact", 1].time == pytest.approx(comes, abs=MICRO)
    assert rows["A", place, "arrive", 1].time == pytest.approx(comes + 4200.0, abs=MICRO)


def test_a_column_whose_rear_is_held_is_not_clear() -> None:
    """A line that falls between the first and the second unit: the first arrives, the column is not clear,
    and no last vehicle has come."""
    sketch = two(size=50)
    sketch.phase_line("line", ["n1--n2"], sketch.duration + 1.0, ["first"], issued=1100.0)
    rows, log = told(sketch)
    assert rows["first/000", "n2", "arrive", 1].clear == pytest.approx(2000.0 + MARCH, abs=MICRO)
    assert rows["first", "n2", "arrive", 1].time == pytest.approx(2000.0, abs=MICRO)
    assert rows["first", "n2", "arrive", 1].clear is None
    assert rows["first", "n1", "pass", 1].clear is None
    assert rows["first", "n0", "depart", 1].clear is not None
    ends = {o.name: o.value for o in outcomes(Doings(survey(build(sketch.scenario())), log), ())}
    assert (ends["first-arrival"], ends["last-vehicle"]) == (pytest.approx(2000.0), None)


def test_a_unit_that_a_line_cuts_is_not_clear_further_on() -> None:
    """A line that falls while a unit crosses holds its rear for good: neither there nor at the end is it
    clear, though its head goes on."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n1", "n2"))
    sketch.phase_line("line", ["n1--n2"], sketch.duration + 1.0, ["A"], issued=1050.0)
    rows, _ = told(sketch)
    for place, event, time in (("n1", "pass", 1000.0), ("n2", "arrive", 2000.0)):
        assert rows["A", place, event, 1].time == pytest.approx(time, abs=MICRO)
        assert rows["A", place, event, 1].clear is None


@pytest.mark.parametrize(("end", "clear"), [(2095.0, None), (2097.0, 2096.0)])
def test_the_end_cuts_the_tail(end: float, clear: float | None) -> None:
    """The tail comes 96 s behind the head, at 2,096 s: an end before that leaves it open."""
    sketch = Sketch(duration=end)
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n1", "n2"))
    row = told(sketch)[0]["A", "n2", "arrive", 1]
    assert row.time == pytest.approx(2000.0, abs=MICRO)
    assert row.clear == (None if clear is None else pytest.approx(clear, abs=MICRO))


def test_who_has_not_started_by_the_end_keeps_the_column_from_being_clear() -> None:
    """The second unit is to start 150 s after the first, and the end comes at 2,100 s of its 2,150: the head
    is in, the unit behind it is still on the road, and the third has not left the assembly area."""
    sketch = Sketch(duration=2100.0)
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 75, ("n0", "n1", "n2"), gap=2054.0)
    rows, _ = told(sketch)
    assert rows["A", "n2", "arrive", 1].time == pytest.approx(2000.0, abs=MICRO)
    assert rows["A", "n2", "arrive", 1].clear is None
    assert rows["A", "n0", "depart", 1].clear is None


def family(order: str) -> Sketch:
    """Two parts of one march to n2; at 1,500 s the second, which a line holds at n1, gets another order."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.road("n1", "aside", 5000.0, 10.0)
    sketch.formation("P", 0)
    for part in ("P/one", "P/two"):
        sketch.formation(part, 25, parent="P")
    sketch.march("go", "P", ("n0", "n1", "n2"))
    sketch.phase_line("line", ["n1--n2"], sketch.duration + 1.0, ["P/two"])
    if order != "none":
        sketch.march("other", "P/two", ("n1", "aside"), start=1500.0, detach=order == "detached")
    return sketch


@pytest.mark.parametrize("order", ["none", "detached", "ordered elsewhere"])
def test_who_was_sent_elsewhere_before_the_place_is_not_waited_for(order: str) -> None:
    """A parent follows its undetached leaves: while the held part marches with it, it is not clear; once
    that was detached, or ordered elsewhere, it is clear with the rest."""
    rows, _ = told(family(order))
    row = rows["P", "n2", "arrive", 1]
    assert row.time == pytest.approx(2000.0, abs=MICRO)
    assert row.clear == (None if order == "none" else pytest.approx(2000.0 + MARCH, abs=MICRO))


def test_an_order_that_waits_for_its_turn_does_not_take_the_march_away() -> None:
    """A second order that does not supersede the first leaves it standing: the held part is still to come."""
    sketch = family("none")
    sketch.march("then", "P/two", ("n2", "n0"), start=1500.0, supersedes=False)
    assert told(sketch)[0]["P", "n2", "arrive", 1].clear is None


def test_what_some_pass_and_others_go_round_is_clear() -> None:
    """An enemy comes to n1 behind the first of three units; the second fights from 2,400 to 6,600 s, and the
    third, which starts at 2,800 s and may choose its way, goes round: nobody is still to come to n1."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.line(["n0", "m", "n2"], 12_000.0, 10.0)
    sketch.garrison("G", "n1", active_from=1200.0)
    sketch.column("A", 75, ("n0", "n1", "n2"), gap=1304.0, policy="quickest")
    sketch.parameters["enemy-price"] = fixed(1800.0)
    rows, _ = told(sketch)
    assert rows["A/002", "n2", "arrive", 1].time == pytest.approx(2800.0 + 2400.0, abs=MICRO)
    assert rows["A", "n1", "pass", 1].clear == pytest.approx(6600.0 + CLOSED, abs=MICRO)
    assert rows["A", "n2", "arrive", 1].clear == pytest.approx(7600.0 + CLOSED, abs=MICRO)
