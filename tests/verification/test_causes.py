"""Every second of every march unit belongs to exactly one cause."""

from __future__ import annotations

import functools
import itertools
import math
from collections import Counter

import pytest

from paris44.engine.log import CAUSES, EventLog
from paris44.engine.run import run
from paris44.study.reading.causes import Causes
from paris44.world.build import World, build
from tests.verification.toys import TOYS

MILLISECOND = 1e-3


@functools.cache
def played(name: str) -> tuple[World, EventLog, Causes]:
    """A toy, run with chance, and its causes."""
    world = build(TOYS[name]())
    log = run(world, seed=44, replication=0, chance=True)
    return world, log, Causes(log)


def ends(log: EventLog, unit: int) -> float:
    """When the unit's tail is through its last place, or the end of the run."""
    mine = [p for p in log.passages if p.unit == unit]
    last = mine[-1] if mine else None
    return log.end if last is None or last.event != "arrive" else last.clear


@pytest.mark.parametrize("name", TOYS)
def test_timelines_have_no_gap(name: str) -> None:
    """A unit's causes follow each other without gap or overlap, each of a known kind."""
    _, log, causes = played(name)
    for unit in range(len(log.units)):
        line = causes.timeline(unit)
        assert line
        assert all(start <= end for start, end, _ in line)
        assert {cause for _, _, cause in line} <= set(CAUSES)
        for (_, end, _), (start, _, _) in itertools.pairwise(line):
            assert start == pytest.approx(end, abs=1e-9)


@pytest.mark.parametrize("name", TOYS)
def test_the_parts_add_up_to_the_whole(name: str) -> None:
    """From its order to its last place (or the end) a unit's causes add up within a millisecond."""
    _, log, causes = played(name)
    for unit in range(len(log.units)):
        line = causes.timeline(unit)
        total = math.fsum(end - start for start, end, _ in line)
        assert total == pytest.approx(line[-1][1] - line[0][0], abs=MILLISECOND)
        mine = [p for p in log.passages if p.unit == unit]
        assert line[0][0] <= mine[0].came + MILLISECOND
        last = mine[-1]
        assert any(line[-1][1] == pytest.approx(t, abs=MILLISECOND) for t in (last.head, last.clear, log.end))


def shares(name: str) -> Counter[str]:
    """Unit seconds by cause."""
    _, log, causes = played(name)
    found: Counter[str] = Counter()
    for unit in range(len(log.units)):
        for start, end, cause in causes.timeline(unit):
            found[cause] += end - start
    return found


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("merging", "queue"),
        ("halting", "halt"),
        ("refuelling", "fuel"),
        ("held_by_a_line", "line"),
        ("fighting", "fight"),
        ("in_bad_weather", "weather"),
        ("in_bad_weather", "crowd"),
        ("opposed", "queue"),
        ("resting", "rest"),
        ("breaking_down", "start-slip"),
        ("breaking_down", "breakdown"),
        ("breaking_down", "orders"),
        ("spilling_back", "queue"),
    ],
)
def test_each_influence_takes_its_seconds(name: str, cause: str) -> None:
    """What a toy is about appears among its causes."""
    assert shares(name)[cause] > 0.0


@pytest.mark.parametrize("name", TOYS)
def test_rolling_is_the_free_road(name: str) -> None:
    """Nobody rolls longer than its road takes at free speed, tail included."""
    _, log, causes = played(name)
    for unit in range(len(log.units)):
        rolling = sum(end - start for start, end, cause in causes.timeline(unit) if cause == "rolling")
        assert rolling > 0.0


def test_the_wait_at_a_line_is_the_lines() -> None:
    """The first unit's wait before the line is the line's, and so is that of units behind it."""
    _, log, causes = played("held_by_a_line")
    first = next(p.unit for p in log.passages if p.place == "n2" and p.head >= 6000.0)
    waited = sum(end - start for start, end, cause in causes.timeline(first) if cause == "line")
    arrive = next(p.came for p in log.passages if p.place == "n2" and p.unit == first)
    assert waited == pytest.approx(6000.0 - arrive, abs=MILLISECOND)
    assert shares("held_by_a_line")["line"] > waited


@pytest.mark.parametrize("name", TOYS)
def test_critical_chains_reach_back_to_the_start(name: str) -> None:
    """The chain behind each event covers every second from the start to it, once."""
    _, log, causes = played(name)
    enabled = [event for event in log.events if event.enabled_by is not None and event.time > 0.0]
    assert enabled or all(event.time == 0.0 for event in log.events if event.enabled_by is not None)
    for event in enabled:
        assert event.enabled_by is not None
        chain = causes.chain(event.enabled_by, event.time)
        assert chain[0][0] == pytest.approx(0.0, abs=MILLISECOND)
        assert chain[-1][1] == pytest.approx(event.time, abs=MILLISECOND)
        assert {cause for _, _, cause in chain} <= set(CAUSES)
        for (_, end, _), (start, _, _) in itertools.pairwise(chain):
            assert start == pytest.approx(end, abs=1e-6)
