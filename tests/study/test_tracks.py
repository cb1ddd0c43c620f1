"""Tracks: each is a walk of its leading unit, no unit is lost."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import groupby, pairwise

import pytest

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.results.columns import TrackRow
from paris44.scenario.load import load
from paris44.study.reading.tracks import track_rows
from paris44.world.build import World, build
from tests.study.logs import HOUR, Story, empty_log, passes, unit_of

Played = tuple[World, EventLog, list[TrackRow]]


@pytest.fixture(scope="module", params=["historical", "as-ordered", "toy-merge"])
def played(request: pytest.FixtureRequest) -> list[Played]:
    """Three replications of a scenario with their tracks."""
    world = build(load(request.param).scenario)
    logs = [run(world, seed=1944, replication=replication) for replication in range(3)]
    return [(world, log, list(track_rows(world.marches, log))) for log in logs]


def tracks_in(rows: list[TrackRow]) -> list[list[TrackRow]]:
    """The rows of each track."""
    return [list(track) for _, track in groupby(rows, key=lambda r: (r.formation, r.order, r.part))]


def test_no_leg_is_quicker_than_its_fastest_unit(played: list[Played]) -> None:
    """From place to place a head takes at least as long as the fastest unit of its formation took there."""
    for _, log, rows in played:
        least: dict[tuple[str, str, str], float] = defaultdict(lambda: math.inf)
        last: dict[int, tuple[str, float]] = {}
        for p in log.passages:
            before, head = last.get(p.unit, ("", p.head))
            key = (log.units[p.unit].formation, before, p.place)
            least[key] = min(least[key], p.head - head)
            last[p.unit] = p.place, p.head
        for track in tracks_in(rows):
            for a, b in pairwise(track):
                assert b.head - a.head >= least[a.formation, a.place, b.place] - 1e-6, (a, b)


def test_a_track_leads_from_neighbour_to_neighbour(played: list[Played]) -> None:
    """Two places of a track that follow each other are joined by a road, or are one place."""
    for world, _, rows in played:
        for track in tracks_in(rows):
            for a, b in pairwise(track):
                assert a.place == b.place or world.network.graph.has_edge(a.place, b.place), (a, b)


def test_every_passage_counts_once(played: list[Played]) -> None:
    """The vehicles of all tracks at a place are those of all passages there, and none clears later."""
    for _, log, rows in played:
        vehicles: Counter[tuple[str, str]] = Counter()
        clears: dict[tuple[str, str], float] = {}
        for p in log.passages:
            key = (log.units[p.unit].formation, p.place)
            vehicles[key] += p.vehicles
            clears[key] = max(clears.get(key, 0.0), log.end if p.open else p.clear)
        told = [row for row in rows if row.visit]
        for row in told:
            vehicles[row.formation, row.place] -= row.vehicles
        assert not any(vehicles.values())
        for key, clear in clears.items():
            assert clear == max(row.clear for row in told if (row.formation, row.place) == key)


def test_a_column_that_an_order_meets_on_the_road_stays_one() -> None:
    """The tail still on the way to where the new order met the head belongs to the old track."""
    story = Story()
    story.sketch.march("next", "2db/one", ["pont", "porte"])
    world = story.world()
    log = empty_log(world)
    head, tail = unit_of(world, "2db/one"), unit_of(world, "2db/one", 1)
    passes(log, head, [("depart", "a", 0.0), ("pass", "pont", HOUR)])
    passes(log, tail, [("depart", "a", 1.5 * HOUR)])
    passes(log, head, [("arrive", "porte", 2 * HOUR)], order="next")
    passes(log, tail, [("pass", "pont", 2.5 * HOUR), ("arrive", "porte", 3.5 * HOUR)], order="next")
    found = [
        (r.order, r.part, r.place, r.visit, r.head / HOUR, (r.clear - 60) / HOUR, r.vehicles)
        for r in track_rows(world.marches, log)
    ]
    assert found == [
        ("advance", 0, "a", 1, 0.0, 1.5, 50),
        ("advance", 0, "pont", 1, 1.0, 2.5, 50),
        ("next", 0, "pont", 0, 1.0, 1.0, 25),
        ("next", 0, "porte", 1, 2.0, 3.5, 50),
    ]


def test_who_goes_another_way_has_a_track_of_its_own() -> None:
    """Units that go by other places are another part; where they meet again both have a row."""
    story = Story()
    story.sketch.road("b", "pont", 10_000, 5.0)
    world = story.world()
    log = empty_log(world)
    straight, round_it = unit_of(world, "2db/one"), unit_of(world, "2db/one", 1)
    passes(
        log, straight, [("depart", "a", 0.0), ("pass", "pont", HOUR), ("arrive", "hotel-de-ville", 2 * HOUR)]
    )
    passes(log, round_it, [("depart", "a", HOUR), ("pass", "b", 2 * HOUR), ("pass", "pont", 3 * HOUR)])
    found = [(r.part, r.place, r.vehicles) for r in track_rows(world.marches, log)]
    lead = [(0, place, 25) for place in ("a", "pont", "hotel-de-ville")]
    assert found == lead + [(1, place, 25) for place in ("a", "b", "pont")]
