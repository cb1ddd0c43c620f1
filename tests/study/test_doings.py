"""What units did is read once for those who did the same; a timeline gives what its seconds give."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paris44.engine.run import run
from paris44.scenario.load import load
from paris44.study.reading.causes import Causes, Timeline, seconds
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.study.running.lay_out import lay_out

NAMES = ("toy-bridge", "toy-merge", "toy-phase-line", "toy-strongpoint", "historical", "as-ordered")
LINES = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(("rolling", "queue", "halt"))), max_size=12)


@pytest.mark.parametrize("name", NAMES)
def test_a_shared_history_counts_as_each_unit_would_by_itself(name: str) -> None:
    """Each visit is one more than those before it of the unit, and each history has the unit's passages."""
    world = lay_out(load(name))
    log = run(world, seed=1944, replication=0)
    doings = Doings(survey(world), log)
    visits: dict[tuple[int, str, str], int] = {}
    order: dict[tuple[int, str], set[str]] = {}
    for passage, _, history in doings.all:
        assert (history.place, history.event, history.order) == (passage.place, passage.event, passage.order)
        assert history.formation == log.units[passage.unit].formation
        for event, visit in zip(history.events, history.visits, strict=True):
            key = (passage.unit, passage.place, event)
            visits[key] = visits.get(key, 0) + 1
            assert visit == visits[key]
    for passage in log.passages:
        order.setdefault((passage.unit, passage.order), set()).add(passage.place)
    for unit in log.units:
        own = {march: places for (index, march), places in order.items() if index == unit.index}
        assert doings.passed(unit.index) == own


@given(LINES, st.integers(0, 30), st.integers(0, 30))
def test_a_timeline_says_what_its_seconds_say(pieces: list[tuple[int, str]], a: int, b: int) -> None:
    """Intervals follow without gaps, neighbours differ, and the main cause is that of most of the seconds."""
    ends = list(itertools.accumulate(length for length, _ in pieces))
    told = [cause for length, cause in pieces for _ in range(length)]
    line = Timeline.of(
        (float(end - length), float(end), cause) for end, (length, cause) in zip(ends, pieces, strict=True)
    )
    assert [cause for start, end, cause in line for _ in range(round(end - start))] == told
    assert all(one[1] == two[0] and one[2] != two[2] for one, two in itertools.pairwise(line))
    assert seconds([line]) == {cause: told.count(cause) for cause in dict.fromkeys(told)}
    since, until = min(a, b), max(a, b)
    if since < until <= len(told):
        part = told[since:until]
        most = max(part.count(cause) for cause in part)
        assert part.count(line.main(float(since), float(until))) == most


@pytest.mark.parametrize("name", NAMES)
def test_a_timeline_covers_a_unit_from_its_first_order(name: str) -> None:
    """Whatever a queue waited for, its seconds are all there, from the unit's first entry on."""
    log = run(lay_out(load(name)), seed=1944, replication=0)
    causes = Causes(log)
    for unit, account in enumerate(log.changes):
        line = causes.timeline(unit)
        if len(line):
            assert line[0][0] == account.times[0]
            assert sum(seconds([line]).values()) == pytest.approx(line[-1][1] - line[0][0], abs=1e-3)
