"""Nothing acts outside its time: what begins later changes nothing yet, what is over changes nothing more.

A random march is played twice, with and without something that begins or ends at a known second, and only
what lies before the one, or after the other, is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paris44.engine.log import EventLog
from paris44.scenario.dist import fixed
from paris44.scenario.model import (
    Attrition,
    Bridge,
    BridgeWork,
    CounterAttack,
    Crowd,
    March,
    Moment,
    Reinforce,
    Weather,
)
from tests.build import Sketch, kinds, play
from tests.properties.networks import networks

HAIR = 1e-6  # s
FIRST = 3000.0  # s: before this hour no column starts where that is asked for
FEW = settings(max_examples=15)

Change = dict[str, Any]
Intruder = Callable[[Sketch, float, float], Change]
"""Adds to a sketch what acts from the one hour to the other; returns what it changes in the scenario."""


def line(sketch: Sketch, since: float, until: float) -> Change:
    """Everybody is to wait before the first road."""
    columns = [name for name in sketch.formations if "/" not in name]
    sketch.phase_line("intruder", sorted(sketch.roads)[:1], until, columns, issued=since)
    return {}


def lifted_line(sketch: Sketch, since: float, until: float) -> Change:
    """The same by a line that would last longer."""
    line(sketch, since, sketch.duration)
    drawn = sketch.orders["intruder"]
    sketch.orders["intruder"] = drawn._replace(lifted=Moment(at=until))  # type: ignore[call-arg]
    return {}


def strongpoint(sketch: Sketch, since: float, until: float) -> Change:
    """The enemy stands at the first place."""
    sketch.garrison("intruder", sorted(sketch.places)[0], active_from=since, active_to=until)
    return {}


def rain(_: Sketch, since: float, until: float) -> Change:
    """It rains."""
    return {"weather": (Weather("rain", "rain", since, until),)}


def crowd(sketch: Sketch, since: float, until: float) -> Change:
    """There are people everywhere."""
    return {"crowds": (Crowd("people", tuple(sketch.places), since, until, fixed(0.3)),)}


def column(sketch: Sketch, since: float, _: float) -> Change:
    """Another column starts, of the highest priority."""
    sketch.column("intruder", 60, sorted(sketch.places)[:2], start=since, priority=9, may_pass=True)
    return {}


def demolition(sketch: Sketch, since: float, _: float) -> Change:
    """The bridge at the first place is blown."""
    bridge, at = sorted(sketch.places)[0], Moment(at=since)
    sketch.orders["intruder"] = BridgeWork("intruder", "blow", "test", at, bridge, "demolish")
    return {}


def reinforcement(sketch: Sketch, since: float, _: float) -> Change:
    """Men join the guns."""
    at = Moment(at=since)
    sketch.orders["intruder"] = Reinforce("intruder", "more", "test", at, "guns", 400, 3)
    return {}


def sally(sketch: Sketch, since: float, _: float) -> Change:
    """The guns attack."""
    place, at = sketch.garrisons["guns"].place, Moment(at=since)
    order = CounterAttack("intruder", "sally", "test", at, "guns", "c0", place, 300, fixed(900.0))
    sketch.orders["intruder"] = order
    return {}


BEGINNING = (
    line, strongpoint, rain, crowd, column, demolition, reinforcement, sally,
)  # fmt: skip
ENDING = (line, lifted_line, strongpoint, rain, crowd)


def prepared(sketch: Sketch) -> Sketch:
    """With guns, a mined bridge, and rain that slows."""
    if "guns" not in sketch.garrisons:
        sketch.garrison("guns", sorted(sketch.places)[-1])
    bridge = sorted(sketch.places)[0]
    sketch.bridges[bridge] = Bridge(bridge, bridge, "mined")
    sketch.parameters["factor.rain"] = fixed(0.5)
    sketch.parameters["loss.killed"] = fixed(3.0)
    return sketch


def both(sketch: Sketch, intruder: Intruder, since: float, until: float) -> tuple[EventLog, EventLog]:
    """The run without and with."""
    base = play(sketch, chance=True, seed=26)
    change = intruder(sketch, since, until)
    return base, play(sketch.scenario(**change), chance=True, seed=26)


def crossing(*logs: EventLog) -> float:
    """The longest time from the head of a unit to its tail over one place."""
    pairs = [(p, t) for log in logs for p, (_, t) in zip(log.passages, log.tails(), strict=True)]
    return max((t - p.head for p, t in pairs if t < float("inf")), default=0.0)


def before(log: EventLog, hour: float, still: float) -> list[tuple[object, ...]]:
    """Every head, event (but of a line crossed before) and loss before ``hour``, to a millisecond.

    And every tail of ``still`` seconds before: the vehicles of a unit follow evenly from its head to its
    tail, so that a tail which waits for one of them knows of the whole crossing of that unit.
    """
    named = [(log.units[p.unit].formation, log.units[p.unit].number, p) for p in log.passages]
    heads = [(name, n, p.place, "head", p.head) for name, n, p in named]
    tails = [
        (name, n, p.place, "tail", t)
        for (name, n, p), (_, t) in zip(named, log.tails(), strict=True)
        if t < hour - still
    ]
    events = [
        (e.formation, e.order, e.place, f"{e.kind} {e.detail} {e.value}", e.time)
        for e in log.events
        if e.order != "intruder"
    ]
    losses = [(x.formation, x.party, x.place, f"{x.killed} {x.prisoners}", x.time) for x in log.losses]
    told = [(*what, time) for *what, time in heads + tails + events + losses if time < hour - HAIR]
    return sorted(((*map(str, what), round(time, 3)) for *what, time in told), key=repr)


@pytest.mark.parametrize("intruder", BEGINNING, ids=lambda i: i.__name__)
@FEW
@given(sketch=networks(), since=st.integers(1, 6000))
def test_nothing_acts_before_its_time(intruder: Intruder, sketch: Sketch, since: int) -> None:
    """All that happens before something begins happens as without it."""
    base, changed = both(prepared(sketch), intruder, float(since), sketch.duration)
    still = crossing(base, changed)
    assert before(changed, since, still) == before(base, since, still)


@pytest.mark.parametrize("intruder", ENDING, ids=lambda i: i.__name__)
@FEW
@given(sketch=networks(), lasts=st.integers(1, 3000))
def test_nothing_acts_after_its_end(intruder: Intruder, sketch: Sketch, lasts: int) -> None:
    """Columns that start in the second in which something ends, or later, march as without it."""
    for name, order in sketch.orders.items():
        if isinstance(order, March):
            assert order.issued.at is not None
            sketch.orders[name] = order._replace(issued=Moment(at=order.issued.at + FIRST))
    base, changed = both(prepared(sketch), intruder, FIRST - lasts, FIRST)
    assert passed(changed) == passed(base)


def passed(log: EventLog) -> list[tuple[object, ...]]:
    """Every head and tail, and every loss, to a millisecond."""
    times = [
        (log.units[p.unit].formation, log.units[p.unit].number, p.place, p.head, t) for p, t in log.tails()
    ]
    found = [(*map(str, what), round(head, 3), round(tail, 3)) for *what, head, tail in times]
    return sorted(
        [*found, *((x.party, x.formation, x.killed, round(x.time, 3)) for x in log.losses)], key=repr
    )


@given(
    sketch=networks(lively=False), start=st.integers(-9000, 500_000), lasts=st.integers(1, 20_000),
    rate=st.floats(0.1, 50.0),
)  # fmt: skip
def test_losses_by_the_hour_count_within_the_run(sketch: Sketch, start: int, lasts: int, rate: float) -> None:
    """Attrition takes its rate times the hours that lie both in its window and in the run."""
    row = Attrition("siege", "ffi", float(start), float(start + lasts), None, fixed(rate), fixed(0.0))
    log = play(sketch.scenario(attrition=(row,)))
    hours = max(min(start + lasts, sketch.duration) - max(start, 0), 0) / 3600.0
    assert sum(loss.killed for loss in log.losses) == pytest.approx(rate * hours)
    assert all(0.0 <= loss.time <= log.end for loss in log.losses)


@given(sketch=networks(), bridge=st.integers(0, 6), since=st.integers(0, 6000))
def test_a_blown_bridge_stops_those_who_come_later(sketch: Sketch, bridge: int, since: int) -> None:
    """No head passes or reaches a bridge from the second in which it is blown; who passed before holds it."""
    name = sorted(sketch.places)[bridge % len(sketch.places)]
    sketch.bridges[name] = Bridge(name, name, "mined")
    sketch.orders["blow"] = BridgeWork("blow", "blow", "test", Moment(at=float(since)), name, "demolish")
    log = play(sketch, chance=True, seed=26)
    blown = [event.time for event in kinds(log, "bridge") if event.detail == "blown"]
    early = [p.head for p in log.passages if p.place == name and p.head < since]
    assert blown == ([] if early else [since])
    if blown:
        departed = [p for p in log.passages if p.place == name and p.event != "depart"]
        assert all(p.head < since for p in departed)
