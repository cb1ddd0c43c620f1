"""A bridge that is blown holds whoever comes to it, however he got on the way there."""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.model import Bridge, BridgeWork, Moment
from paris44.study.reading.arrivals import arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.world.build import build
from tests.build import Sketch, kinds, passages_at, play

MICRO = 1e-6


def road(*, blown_at: float | None, mended_at: float | None = None, more: bool = False) -> Sketch:
    """From a over the bridge n to b, 10 km each at 10 m/s; ``more``: a second way from a to b by m."""
    sketch = Sketch()
    sketch.line(["a", "n", "b"], 10_000.0, 10.0)
    if more:
        sketch.line(["a", "m", "b"], 15_000.0, 10.0)
    sketch.bridges["n"] = Bridge("n", "n", "mined")
    for action, at in (("demolish", blown_at), ("repair", mended_at)):
        if at is not None:
            sketch.orders[action] = BridgeWork(
                id=action, title=action, by="test", issued=Moment(at=at), bridge="n", action=action
            )
    return sketch


def heads(log: EventLog, place: str) -> list[float]:
    """When each unit of the column A entered a place."""
    return [p.head for p in passages_at(log, place, "A")]


@pytest.mark.parametrize("blown_at", [500.0, 999.0, 1000.0])
def test_who_is_on_the_road_to_it_stands_before_it(blown_at: float) -> None:
    """Blown while the column is on its way, the last time in the very second in which the head comes: it
    stands there to the end, and says what holds it; a second column behind it stays before the road."""
    sketch = road(blown_at=blown_at)
    sketch.column("A", 50, ("a", "n", "b"))
    log = play(sketch)
    assert heads(log, "n") == heads(log, "b") == []
    assert "held before the bridge n" in {state.held for state in log.standing}


def test_who_has_passed_it_goes_on() -> None:
    """Blown a second after the head has passed, had it not taken the bridge: it stands, as it was seized."""
    sketch = road(blown_at=1001.0)
    sketch.column("A", 25, ("a", "n", "b"))
    log = play(sketch)
    assert heads(log, "b") == pytest.approx([2000.0], abs=MICRO)
    assert [e.detail for e in kinds(log, "bridge")] == ["seized"]


def test_it_goes_on_when_the_bridge_is_mended() -> None:
    """Mended at 5,000 s: the head goes on then, and the unit behind it after its tail."""
    sketch = road(blown_at=500.0, mended_at=5000.0)
    sketch.column("A", 50, ("a", "n", "b"))
    log = play(sketch)
    assert heads(log, "n") == pytest.approx([5000.0, 5000.0 + 24 * 3.0 + 3.0], abs=MICRO)
    assert heads(log, "b")[0] == pytest.approx(6000.0, abs=MICRO)


def test_who_has_not_set_out_on_the_road_to_it_goes_round() -> None:
    """The first unit is on the road to the bridge and stands before it; the second, still at a, goes by m."""
    sketch = road(blown_at=500.0, more=True)
    sketch.column("A", 50, ("a", "n", "b"), gap=1000.0 - 24 * 4.0)
    log = play(sketch)
    assert heads(log, "n") == []
    assert heads(log, "b") == pytest.approx([1000.0 + 3000.0], abs=MICRO)


@pytest.mark.parametrize("on", [1500.0, 500.0])
def test_a_march_that_ends_on_it_does_not_arrive(on: float) -> None:
    """A march that ends on the bridge, blown while it is on its way, stays before it, and so it does with an
    order to go on, whether that reaches it on the road or before the gap."""
    sketch = road(blown_at=300.0)
    sketch.column("A", 25, ("a", "n"))
    sketch.march("on", "A", ("n", "b"), start=on)
    log = play(sketch)
    assert heads(log, "n") == heads(log, "b") == []


@pytest.mark.parametrize(("blown_at", "mended_at", "goes"), [(500.0, None, None), (500.0, 4000.0, 4000.0)])
def test_a_march_that_starts_on_it_does_not_leave_over_the_gap(
    blown_at: float, mended_at: float | None, goes: float | None
) -> None:
    """A column that has stood on the bridge from the first is to start at 1,000 s: blown before, it waits
    until the bridge is mended."""
    sketch = road(blown_at=blown_at, mended_at=mended_at)
    sketch.column("A", 25, ("n", "b"), start=1000.0)
    log = play(sketch)
    assert heads(log, "b") == ([] if goes is None else pytest.approx([goes + 1000.0], abs=MICRO))


def test_who_stands_before_it_may_turn_back() -> None:
    """It stands before the gap from 1,000 s on; an order of 3,000 s to go back to a is carried out. It has
    not been on the bridge: no passage, and nothing that waits for one."""
    sketch = road(blown_at=500.0)
    sketch.column("A", 25, ("a", "n", "b"))
    sketch.march("back", "A", ("a",), start=3000.0)
    log = play(sketch)
    assert [(p.event, p.place) for p in log.passages] == [("depart", "a"), ("turn", "n"), ("arrive", "a")]
    assert [p.head for p in log.passages] == pytest.approx([0.0, 3000.0, 4000.0], abs=MICRO)
    rows = arrivals(Doings(survey(build(sketch.scenario())), log), Causes(log))
    there = {row.event for row in rows if row.place == "n" and row.time is not None}
    assert there <= {"order"}
