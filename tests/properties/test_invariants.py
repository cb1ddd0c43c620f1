"""What no scenario may break: nobody is lost, nobody jumps the queue, no road holds more than it can."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings

from paris44.engine.log import CAUSES, EventLog
from paris44.engine.road.network import SHORT
from paris44.engine.run import run
from paris44.scenario.model import March, PhaseLine
from paris44.study.reading.causes import Causes
from paris44.world.build import build
from tests.build import Sketch, play
from tests.properties.networks import (
    Crossing,
    as_text,
    columns_on_a_road,
    crossings,
    followers,
    journeys,
    networks,
    overtakers,
    rings,
    the_way,
)

HAIR = 1e-6  # s


def lively(sketch: Sketch) -> EventLog:
    """One run with chance."""
    return play(sketch, chance=True, seed=26)


@given(networks())
def test_vehicles_are_conserved(sketch: Sketch) -> None:
    """The units of a formation carry its vehicles, each unit passes the places of its way once and in order,
    and whoever is not at the end of it at the end of the run is told of."""
    log = lively(sketch)
    leaves = {name: f.vehicles for name, f in sketch.formations.items()}
    leaves.update({f.parent: 0 for f in sketch.formations.values() if f.parent is not None})
    carried = dict.fromkeys(leaves, 0)
    for unit in log.units:
        carried[unit.formation] += unit.vehicles
    assert carried == leaves
    for unit, passages in journeys(log).items():
        way = the_way(sketch, log, unit)
        assert [p.place for p in passages] == way[: len(passages)]
        assert all(p.vehicles == log.units[unit].vehicles for p in passages)
        assert all(a.head <= b.head + HAIR for a, b in itertools.pairwise(passages))
    arrived = {u for u, passages in journeys(log).items() if passages[-1].event == "arrive"}
    for unit in log.units:
        if unit.index not in arrived:
            assert log.standing[unit.index].under_way


@given(networks())
def test_a_tail_is_never_before_its_head(sketch: Sketch) -> None:
    """Heads come before they pass, tails pass after heads and not faster than the headway allows."""
    for passage in lively(sketch).passages:
        assert passage.came <= passage.head + HAIR
        assert passage.head <= passage.clear + HAIR
        if passage.vehicles == 1:
            assert passage.clear == pytest.approx(passage.head, abs=HAIR)


@given(networks())
def test_nobody_is_faster_than_the_road(sketch: Sketch) -> None:
    """Head and tail take at least the length over the speed of each link."""
    log = lively(sketch)
    free = {}
    for road in sketch.roads.values():
        assert road.speed is not None
        free[road.a, road.b] = free[road.b, road.a] = road.length_m / road.speed
    for lane, found in crossings(log).items():
        for c in found:
            assert c.exit.head - c.entry.head >= free[lane] - HAIR
            assert c.exit.clear - c.entry.clear >= free[lane] - HAIR


@given(networks())
def test_first_in_first_out(sketch: Sketch) -> None:
    """On every lane units leave in the order in which they came, whole, but for logged passings,
    detachments and gridlocks."""
    for first, second in followers(lively(sketch)):
        assert first.entry.clear <= second.entry.head + HAIR
        assert first.exit.clear <= second.exit.head + HAIR


@given(networks(lively=False))
def test_gates_pass_no_more_than_they_can(sketch: Sketch) -> None:
    """Over a place with a capacity vehicles keep its headway, whatever lane they come by."""
    log = play(sketch)
    free = overtakers(log)
    for name, place in sketch.places.items():
        if place.capacity_vph is None:
            continue
        gap = 3600.0 / place.capacity_vph
        here = sorted(
            (p for p in log.passages if p.place == name and log.units[p.unit].formation not in free),
            key=lambda p: p.head,
        )
        for passage in here:
            assert passage.clear - passage.head >= (passage.vehicles - 1) * gap - HAIR
        for first, second in itertools.pairwise(here):
            assert second.head >= first.clear + gap - HAIR


@given(networks())
def test_a_line_stops_those_who_come_later(sketch: Sketch) -> None:
    """Whom a line holds does not enter its road from the second in which the order reaches him to that in
    which the line ends or is lifted, unless he disobeys."""
    log = lively(sketch)
    line = sketch.orders.get("line")
    if line is None:
        return
    assert isinstance(line, PhaseLine)
    assert line.issued.at is not None
    reached = line.issued.at + line.transmission.median
    lifted = line.until if line.lifted is None or line.lifted.at is None else line.lifted.at
    opens = min(line.until, max(lifted, reached))
    held = set(line.applies_to) - set(line.disobeyed_by)
    (road,) = line.roads
    a, b = road.split("--")
    for c in crossings(log).get((a, b), ()):
        if log.units[c.unit].formation.split("/")[0] in held:
            assert not reached <= c.entry.head < opens


@given(networks())
def test_a_strongpoint_stops_those_who_come_later(sketch: Sketch) -> None:
    """Nobody passes or reaches a barred place from the second in which the garrison comes to that in which it
    falls or leaves, but columns whose order is to go round it; before and after it does nothing."""
    log = lively(sketch)
    garrison = sketch.garrisons.get("guns")
    if garrison is None:
        return
    acts = [e for e in log.events if e.detail == "guns" and e.kind not in ("bypass", "reinforce")]
    ends = [e.time for e in acts if e.kind in ("cleared", "surrender", "withdrawn")]
    end = min(ends, default=log.end)
    assert all(garrison.active_from <= e.time <= end for e in acts)
    assert all(e.time <= end for e in log.events if e.kind == "reinforce")
    assert garrison.active_to is None or end <= garrison.active_to
    more = sum(e.value or 0.0 for e in log.events if e.kind == "reinforce")
    lost = sum(loss.killed + loss.prisoners for loss in log.losses if loss.party == "garrisons")
    assert lost <= garrison.men + max(more, 0.0)
    for passage in log.passages:
        order = sketch.orders[passage.order]
        assert isinstance(order, March)
        if passage.place == garrison.place and order.on_contact != "bypass":
            assert not garrison.active_from <= passage.head < end


@given(networks(single_track=False))
def test_a_road_never_holds_more_than_its_storage(sketch: Sketch) -> None:
    """The first and the last vehicle of a unit enter a link only when the vehicle that stood where they
    will stand has left it and the hole has come back; a unit longer than the link is excepted."""
    log = lively(sketch)
    jam, wave = sketch.parameters["jam-spacing"].median, sketch.parameters["wave-time"].median
    free = overtakers(log)
    for (a, b), found in crossings(log).items():
        road = sketch.roads.get(f"{a}--{b}") or sketch.roads[f"{b}--{a}"]
        assert road.speed is not None
        room, gap = places(road.length_m / jam), wave + jam / road.speed
        if any(log.units[c.unit].formation in free for c in found):
            continue
        left = [t for c in found for t in leaving(c, gap)]
        count = 0
        for c in found:
            size = c.entry.vehicles
            for number, entered in ((count, c.entry.head), (count + size - 1, c.entry.clear)):
                before = number - room
                if 0 <= before < count and size <= room:
                    assert entered >= left[before] + int(road.length_m / jam) * wave - HAIR
            count += size


def places(fits: float) -> int:
    """Vehicles on a road of so many jam spacings: on a short one a part of a place is one, for a time."""
    return math.ceil(fits - HAIR) if fits < SHORT else int(fits + HAIR)


def leaving(crossing: Crossing, gap: float) -> list[float]:
    """The earliest times at which the vehicles of a unit can have left a link: the first and the last as
    logged, those between (whose own times a log does not hold) a least headway after each other."""
    passage = crossing.exit
    times = [passage.head + number * gap for number in range(passage.vehicles)]
    times[-1] = passage.clear
    return times


@given(networks(lively=False, single_track=False))
def test_single_vehicles_never_exceed_storage(sketch: Sketch) -> None:
    """In units of one vehicle a link never has more vehicles on it than it holds at a halt (but one)."""
    log = play(sketch, unit_size=1)
    jam = sketch.parameters["jam-spacing"].median
    free = overtakers(log)
    for (a, b), found in crossings(log).items():
        road = sketch.roads.get(f"{a}--{b}") or sketch.roads[f"{b}--{a}"]
        room = places(road.length_m / jam)
        if any(log.units[c.unit].formation in free for c in found):
            continue
        for number, c in enumerate(found[room:]):
            assert c.entry.head >= found[number].exit.head - HAIR


@given(networks())
def test_causes_add_up(sketch: Sketch) -> None:
    """Every second of every unit has one cause, and they add up within a millisecond."""
    world = build(sketch.scenario())
    log = run(world, seed=26, replication=0, chance=True)
    causes = Causes(log)
    for unit, passages in journeys(log).items():
        line = causes.timeline(unit)
        assert {cause for _, _, cause in line} <= set(CAUSES)
        assert all(a[1] == pytest.approx(b[0], abs=HAIR) for a, b in itertools.pairwise(line))
        assert sum(end - start for start, end, _ in line) == pytest.approx(line[-1][1] - line[0][0], abs=1e-3)
        assert line[0][0] <= passages[0].came + HAIR


@given(networks())
def test_same_seed_same_log(sketch: Sketch) -> None:
    """Two runs of one world with one seed are the same run to the last bit."""
    world = build(sketch.scenario())
    one, other = (run(world, seed=8, replication=3, chance=True) for _ in range(2))
    assert as_text(one) == as_text(other)


@settings(max_examples=200)
@given(rings())
def test_every_run_ends(sketch: Sketch) -> None:
    """Columns that fill a ring of roads get out of it: the run ends with everybody arrived, each once."""
    log = play(sketch)
    arrived = {u for u, passages in journeys(log).items() if passages[-1].event == "arrive"}
    assert arrived == {unit.index for unit in log.units}


@given(networks())
def test_a_column_far_away_changes_nothing(sketch: Sketch) -> None:
    """Another column on a road of its own leaves every draw and every passage of the others as they were."""
    before = lively(sketch)
    sketch.line(["far0", "far1"], 9000.0, 7.0)
    sketch.column("far", 70, ("far0", "far1"), slip=True, halts=True)
    after = lively(sketch)
    assert {key: after.draws[key] for key in before.draws} == before.draws
    assert story(after) == story(before)


def story(log: EventLog) -> list[tuple[object, ...]]:
    """Every passage but those of the far column, exactly, unit by unit."""
    return sorted(
        (log.units[p.unit].formation, log.units[p.unit].number, p.place, p.came, p.head, p.clear)
        for p in log.passages
        if not log.units[p.unit].formation.startswith("far")
    )


@given(columns_on_a_road())
def test_a_road_is_crossed_by_all(sketch: Sketch) -> None:
    """On one road everybody arrives, in the order of march."""
    log = play(sketch)
    end = f"n{len(sketch.roads)}"
    assert sum(p.vehicles for p in log.passages if p.place == end) == sum(u.vehicles for u in log.units)
    heads = [p.head for p in log.passages if p.place == end]
    assert heads == sorted(heads)
