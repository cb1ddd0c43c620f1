"""The noon line on a road of two links: it binds to the second, moves, is lifted, late or disobeyed."""

from __future__ import annotations

import pytest

from paris44.scenario.dist import fixed
from paris44.scenario.model import Moment, PhaseLine
from tests.build import Sketch, heads_tails, kinds, passages_at, play
from tests.verification.oracles import Column, Gate, Link, RoadCase, kinematic_wave

NOON = 5000.0
LEAST = 1.5 + 15.0 / 10.0  # s between vehicles that close up at 10 m/s
REACHES = 1000.0  # s: the head comes to n1, before the line's road n1--n2


def marching(vehicles: int = 25, *, line: str | None = "all", **more: object) -> Sketch:
    """A column from n0 by n1 to n2 (10 km each at 10 m/s), with a line on the second road."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", vehicles, ("n0", "n2"))
    if line:
        until = more.pop("until", NOON)
        sketch.phase_line("noon", ["n1--n2"], until, ["A"], **more)
    return sketch


def crossing(sketch: Sketch) -> float:
    """When the head passes n1 on its way over the line."""
    return heads_tails(play(sketch), "n1")[0]


def test_without_a_line_the_head_passes_as_it_comes() -> None:
    """The march itself: no line, no wait."""
    assert crossing(marching(line=None)) == pytest.approx(REACHES, abs=1e-9)


def test_the_line_binds_to_the_second() -> None:
    """A head that comes early passes exactly when the line ends, the closed-up unit behind it, and the
    run tells the wait."""
    log = play(marching())
    assert heads_tails(log, "n1")[0] == pytest.approx(NOON, abs=1e-9)
    assert heads_tails(log, "n2") == pytest.approx((NOON + 1000.0, NOON + 1000.0 + 24 * LEAST), abs=1e-6)
    waits = kinds(log, "line_wait")
    assert [w.value for w in waits] == pytest.approx([NOON - REACHES], abs=1e-6)


def test_a_head_that_comes_later_has_slack() -> None:
    """A line that ended before the head came holds nobody, and the run tells the slack."""
    log = play(marching(until=400.0))
    assert heads_tails(log, "n1")[0] == pytest.approx(REACHES, abs=1e-9)
    assert [e.value for e in kinds(log, "line_slack")] == pytest.approx([REACHES - 400.0], abs=1e-6)
    assert not kinds(log, "line_wait")


def test_nobody_waits_on_a_line_crossed_before_its_order() -> None:
    """A line that is only issued after the head has passed does not call it back."""
    assert crossing(marching(issued=REACHES + 1.0)) == pytest.approx(REACHES, abs=1e-9)


def test_a_line_holds_only_those_it_names() -> None:
    """A line for another formation lets this one pass; a line for its parent holds it."""
    other = marching(line=None)
    other.formation("B", 25)
    other.phase_line("noon", ["n1--n2"], NOON, ["B"])
    assert crossing(other) == pytest.approx(REACHES, abs=1e-9)
    parent = marching(60)
    assert len(parent.formations) > 1
    assert crossing(parent) == pytest.approx(NOON, abs=1e-9)


def test_a_line_closes_one_direction() -> None:
    """A column that comes back over the line's road from the far side is not held."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n2", "n0"))
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"])
    assert heads_tails(play(sketch), "n0")[0] == pytest.approx(2000.0, abs=1e-6)


def test_a_line_moved_to_a_later_hour() -> None:
    """A second order for the same roads until later holds the column until later."""
    sketch = marching()
    sketch.phase_line("moved", ["n1--n2"], 8000.0, ["A"], issued=3000.0)
    assert crossing(sketch) == pytest.approx(8000.0, abs=1e-9)


def test_a_line_moved_forward_on_the_road() -> None:
    """Lifted where the head stands and drawn one road farther on, the line binds there."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n3"))
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"], lifted=Moment(at=2500.0))
    sketch.phase_line("moved", ["n2--n3"], 6000.0, ["A"], issued=2500.0)
    log = play(sketch)
    assert heads_tails(log, "n1")[0] == pytest.approx(2500.0, abs=1e-9)
    assert heads_tails(log, "n2")[0] == pytest.approx(6000.0, abs=1e-9)


def test_a_line_lifted_early() -> None:
    """When the line is lifted those who wait go at once."""
    log = play(marching(lifted=Moment(at=3000.0)))
    assert heads_tails(log, "n1")[0] == pytest.approx(3000.0, abs=1e-9)


def test_a_line_lifted_after_its_hour_changes_nothing() -> None:
    """Lifting a line that has ended is too late to matter."""
    assert crossing(marching(lifted=Moment(at=NOON + 1.0))) == pytest.approx(NOON, abs=1e-9)


def test_priority_goes_first_when_a_line_opens() -> None:
    """Of two that stand before the line the one of higher priority goes first, though it came later."""
    sketch = marching()
    sketch.line(["m0", "n1"], 10_000.0, 10.0)
    sketch.column("B", 25, ("m0", "n2"), start=2000.0, priority=3)
    line = sketch.orders["noon"]
    assert isinstance(line, PhaseLine)
    sketch.orders["noon"] = line._replace(applies_to=("A", "B"))
    log = play(sketch)
    assert heads_tails(log, "n1", "B") == pytest.approx((NOON, NOON + 24 * LEAST), abs=1e-6)
    assert heads_tails(log, "n1", "A") == pytest.approx((NOON + 25 * LEAST, NOON + 49 * LEAST), abs=1e-6)


def test_a_line_that_arrives_late() -> None:
    """An order still on its way when the head comes does not hold it; who comes after it does wait."""
    log = play(marching(50, issued=950.0, transmission=fixed(160.0)))
    first, second = passages_at(log, "n1")
    assert (first.head, first.clear) == pytest.approx((REACHES, REACHES + 96.0), abs=1e-9)
    assert second.head == pytest.approx(NOON, abs=1e-9)


@pytest.mark.parametrize(("unit_size", "tolerance"), [(1, 1e-6), (25, 15.0)])
@pytest.mark.parametrize("opened", [NOON, 1500.0, 3000.0])
def test_a_line_that_arrives_in_mid_column(unit_size: int, tolerance: float, opened: float) -> None:
    """An order that comes while a unit is crossing stops its vehicles behind, until the hour or until
    it is lifted; then they go on, closed up, before the next unit."""
    lifted = None if opened == NOON else Moment(at=opened)
    log = play(marching(50, issued=1050.0, lifted=lifted), unit_size=unit_size)
    assert heads_tails(log, "n1")[0] == pytest.approx(REACHES, abs=1e-9)
    halves = [heads_tails(log, "n1", f"A/00{n}") for n in (0, 1)]
    across = 13  # at 1000, 1004, ... 1048
    assert halves[0][1] == pytest.approx(opened + (24 - across) * LEAST, abs=tolerance)
    assert halves[1][0] == pytest.approx(opened + (25 - across) * LEAST, abs=tolerance)
    assert heads_tails(log, "n2")[1] == pytest.approx(1000.0 + opened + (49 - across) * LEAST, abs=tolerance)


def test_a_line_that_arrives_in_time() -> None:
    """The same order, sent early enough, holds the head."""
    assert crossing(marching(50, issued=850.0, transmission=fixed(100.0))) == pytest.approx(NOON, abs=1e-9)


def test_a_line_disobeyed() -> None:
    """Who disobeys passes as if there were no line, and the run says so."""
    log = play(marching(disobeyed_by=("A",)))
    assert heads_tails(log, "n1")[0] == pytest.approx(REACHES, abs=1e-9)
    assert kinds(log, "line_disobeyed")
    assert not kinds(log, "line_wait")


def test_disobeying_is_personal() -> None:
    """Of two columns that meet the line only the one that disobeys passes before the hour."""
    sketch = marching()
    sketch.line(["m0", "n1"], 10_000.0, 10.0)
    sketch.column("B", 25, ("m0", "n2"), start=2000.0)
    line = sketch.orders["noon"]
    assert isinstance(line, PhaseLine)
    sketch.orders["noon"] = line._replace(applies_to=("A", "B"), disobeyed_by=("B",))
    log = play(sketch)
    assert heads_tails(log, "n1", "A")[0] == pytest.approx(NOON, abs=1e-9)


@pytest.mark.parametrize("vehicles", [100, 400])
def test_the_column_behind_the_line_follows_the_wave(vehicles: int) -> None:
    """A column held at the line, even one that fills the road, leaves as the kinematic wave says."""
    column = Column("A", vehicles, 25, 4.0, 54.0, 0.0, "n0", "n2")
    links = (Link("n0", "n1", 4000.0, 10.0), Link("n1", "n2", 4000.0, 10.0))
    case = RoadCase("line", 20.0, 1.5, links, (column,), (Gate("n1", 3600.0, (0.0, NOON)),))
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 4000.0, 10.0)
    sketch.parameters["jam-spacing"] = fixed(20.0)
    sketch.column("A", vehicles, ("n0", "n2"))
    sketch.phase_line("noon", ["n1--n2"], NOON, ["A"])
    log = play(sketch, unit_size=1)
    for place, times in zip(("n0", "n1", "n2"), kinematic_wave(case, column), strict=True):
        assert [p.head for p in passages_at(log, place)] == pytest.approx(times, abs=1e-6)


@pytest.mark.parametrize("more", [(), ("n1--n2",)])
def test_a_line_over_a_closed_road_holds_on_the_others(more: tuple[str, ...]) -> None:
    """A line that names a road which is closed to all anyhow holds on the open ones that it names, if any."""
    sketch = marching(line=None)
    sketch.place("m")
    sketch.road("n0", "m", 10_000.0, 10.0)
    sketch.roads["n0--m"] = sketch.roads["n0--m"]._replace(closed=True)
    sketch.phase_line("noon", ["n0--m", *more], NOON, ["A"])
    assert crossing(sketch) == pytest.approx(NOON if more else REACHES, abs=1e-9)
