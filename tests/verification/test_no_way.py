"""Orders whose start cannot be reached now: they wait for a way, and are carried out when it opens."""

from __future__ import annotations

from itertools import pairwise

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.dist import fixed
from paris44.scenario.model import Bridge, BridgeWork, Moment
from tests.build import Sketch, heads_tails, kinds, passages_at, play

BLOWN, MENDED = 100.0, 20_000.0
NO_WAY = "no open way from n1 to n2"


def cut(*, mended: bool = True, vehicles: int = 25, state: str = "mined") -> Sketch:
    """A road n0 - n1 - bridge - n2 - n3, 1000 s from place to place, whose bridge is down from 100 s to
    20,000 s or for ever, and a column that goes to n1 first."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "bridge", "n2", "n3"], 10_000.0, 10.0)
    sketch.bridges["bridge"] = Bridge("bridge", "bridge", state)
    sketch.column("A", vehicles, ("n0", "n1"))
    if state == "mined":
        sketch.orders["blow"] = BridgeWork("blow", "blow", "x", Moment(at=BLOWN), "bridge", "demolish")
    if mended:
        late, takes = Moment(at=MENDED - 500.0), fixed(500.0)
        sketch.orders["mend"] = BridgeWork("mend", "mend", "x", late, "bridge", "repair", duration=takes)
    return sketch


def then(sketch: Sketch, name: str, at: float, route: tuple[str, ...], **more: object) -> None:
    """A further order to the column."""
    serials = sketch.orders["march-A"].serials  # type: ignore[union-attr]
    sketch.march(name, serials, route, start=at, headway=4.0, gap=4.0, **more)


def waits(log: EventLog) -> list[tuple[float, str | None, str]]:
    """Who waited for a way, from when on."""
    return [(e.time, e.formation, e.detail) for e in kinds(log, "waits")]


@pytest.mark.parametrize("policy", ["ordered", "quickest", "avoid"])
@pytest.mark.parametrize("state", ["mined", "blown"])
def test_an_order_beyond_the_gap_waits_for_the_bridge(policy: str, state: str) -> None:
    """Ordered at 5000 s from n2 to n3, the column at n1 waits until the bridge is mended at 20,000 s: it is
    at n2 2000 s later and at n3 3000 s later: bridges that were down from the start count as others."""
    sketch = cut(state=state)
    then(sketch, "on", 5000.0, ("n2", "n3"), policy=policy)
    log = play(sketch)
    assert heads_tails(log, "n2") == pytest.approx((MENDED + 2000.0, MENDED + 2096.0))
    assert heads_tails(log, "n3") == pytest.approx((MENDED + 3000.0, MENDED + 3096.0))
    assert waits(log) == [(5000.0, "A", NO_WAY)]


def test_a_whole_column_waits_and_follows() -> None:
    """Four units of 25 wait; when the bridge is mended all go, a vehicle every four seconds."""
    sketch = cut(vehicles=100)
    then(sketch, "on", 5000.0, ("n2", "n3"))
    log = play(sketch)
    assert heads_tails(log, "n3") == pytest.approx((MENDED + 3000.0, MENDED + 3000.0 + 99 * 4.0), abs=99.0)
    assert sum(log.units[p.unit].vehicles for p in passages_at(log, "n3")) == 100
    assert len(waits(log)) == 4


def test_without_a_bridge_it_never_comes_and_says_why() -> None:
    """A bridge that is not mended: the column stands at n1 to the end, and its standing says what for."""
    sketch = cut(mended=False)
    then(sketch, "on", 5000.0, ("n2", "n3"))
    log = play(sketch)
    assert not passages_at(log, "n3")
    (standing,) = log.standing
    assert (standing.order, standing.place, standing.cause) == ("on", "n1", "bridge")
    assert standing.held == NO_WAY
    assert standing.under_way


def test_an_order_that_can_be_carried_out_ends_the_waiting() -> None:
    """A column that waits for a way and is ordered back at 9000 s goes back, and forgets the order before."""
    for kind in ({}, {"detach": True}):
        sketch = cut()
        then(sketch, "on", 5000.0, ("n2", "n3"))
        then(sketch, "back", 9000.0, ("n1", "n0"), **kind)
        log = play(sketch)
        assert passages_at(log, "n0")[-1].head == pytest.approx(10_000.0)
        assert not passages_at(log, "n3")


def test_an_order_that_is_to_follow_waits_its_turn() -> None:
    """An order that does not supersede is carried out after the one that waits for the bridge."""
    sketch = cut()
    then(sketch, "on", 5000.0, ("n2", "n3"))
    then(sketch, "back", 9000.0, ("n3", "n2"), supersedes=False)
    log = play(sketch)
    assert passages_at(log, "n3")[0].head == pytest.approx(MENDED + 3000.0)
    assert passages_at(log, "n2")[-1].head == pytest.approx(MENDED + 4000.0)


def test_another_road_is_a_way() -> None:
    """Where another road leads there nobody waits: by way of m, 30 km, the column is at n2 3000 s later."""
    sketch = cut(mended=False)
    sketch.road("n1", "m", 15_000.0, 10.0)
    sketch.road("m", "n2", 15_000.0, 10.0)
    then(sketch, "on", 5000.0, ("n2", "n3"))
    log = play(sketch)
    assert heads_tails(log, "n2")[0] == pytest.approx(8000.0)
    assert waits(log) == []


def test_an_order_on_the_road_stops_the_column_at_the_next_place() -> None:
    """Ordered at 500 s, half way to n1, to n2, which cannot be reached: the column stops at n1 at 1000 s and
    waits there; it does not go on to where it had been sent."""
    sketch = cut()
    sketch.road("n1", "far", 10_000.0, 10.0)
    sketch.march("march-A", "A", ("n0", "far"), headway=4.0, gap=4.0)
    then(sketch, "on", 500.0, ("n2", "n3"))
    log = play(sketch)
    assert passages_at(log, "n1")[0].head == pytest.approx(1000.0)
    assert not passages_at(log, "far")
    assert heads_tails(log, "n3")[0] == pytest.approx(MENDED + 3000.0)
    assert [(place, why) for _, place, why in waits(log)] == [("A", NO_WAY)]


def test_of_two_bridges_the_second_opens_the_way() -> None:
    """With two bridges down the first to be mended is no way yet: the column goes when both are."""
    sketch = cut()
    sketch.line(["n3", "second", "n4"], 10_000.0, 10.0)
    sketch.bridges["second"] = Bridge("second", "second", "blown")
    late = Moment(at=30_000.0)
    sketch.orders["mend-second"] = BridgeWork("mend-second", "mend", "x", late, "second", "repair")
    then(sketch, "on", 5000.0, ("n4", "n3"))
    log = play(sketch)
    assert heads_tails(log, "n4")[0] == pytest.approx(30_000.0 + 5000.0)
    assert len(waits(log)) == 1


def test_the_seconds_of_waiting_belong_to_the_bridge() -> None:
    """From 5000 s to 20,000 s the column's time is spent for the bridge."""
    sketch = cut()
    then(sketch, "on", 5000.0, ("n2", "n3"))
    log = play(sketch)
    (changes,) = log.changes
    found = [(start, end) for (start, cause, _), (end, _, _) in pairwise(changes) if cause == "bridge"]
    assert found == [(5000.0, MENDED)]


def test_a_route_over_a_bridge_that_is_to_be_mended() -> None:
    """A route that only a bridge joins that is down at the start, and that an order mends, is marched up to
    the bridge, and on when it is mended. A way round is taken without waiting."""
    for way_round in (False, True):
        sketch = cut(state="blown")
        if way_round:
            sketch.road("n1", "n2", 90_000.0, 10.0)
        then(sketch, "on", 5000.0, ("n1", "n3"))
        log = play(sketch)
        assert heads_tails(log, "n3")[0] == pytest.approx(15_000.0 if way_round else MENDED + 3000.0)
