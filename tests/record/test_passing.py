"""Who leaves a road before one who entered it earlier: only with the right to drive past him."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from paris44.engine.log import EventLog, Passage
from tests.record.plays import Play

HAIR = 1e-6


class Crossing(NamedTuple):
    """A unit's way over one road: in and out."""

    entry: Passage
    exit: Passage


def crossings(log: EventLog) -> Iterator[list[Crossing]]:
    """The crossings of every road in each direction, in the order in which they began."""
    found: dict[tuple[str, str], list[Crossing]] = {}
    before: dict[int, Passage] = {}
    for passage in log.passages:
        entry = before.get(passage.unit)
        if entry is not None and entry.place != passage.place:
            found.setdefault((entry.place, passage.place), []).append(Crossing(entry, passage))
        before[passage.unit] = passage
    return (sorted(along, key=lambda c: c.entry.head) for along in found.values())


def overtakings(log: EventLog) -> Iterator[tuple[Crossing, Crossing]]:
    """(who was overtaken, who overtook him)."""
    for along in crossings(log):
        for i, slow in enumerate(along):
            for fast in along[i + 1 :]:
                if fast.entry.head >= slow.exit.head:
                    break
                if fast.entry.head > slow.entry.head + HAIR and fast.exit.head < slow.exit.head - HAIR:
                    yield slow, fast


@pytest.mark.parametrize("replication", [0, 4, 5, 11])
def test_who_overtakes_has_the_right_to(historical: Play, replication: int) -> None:
    """He has the order to drive past those of lower priority while he is on the road, and the log says that
    he did. The order that he takes at the end of it, as Boissieu does for the Senate, gives him none, and
    need not: he had driven past by then."""
    log = historical.log(replication)
    marches = {name: plan.order for name, plan in historical.world.marches.items()}
    told = [(e.formation, e.place, e.detail.split(", ")) for e in log.events if e.kind == "passing"]
    count = 0
    for slow, fast in overtakings(log):
        count += 1
        mine, his = marches[fast.entry.order], marches[slow.entry.order]
        who, whom = (log.units[c.entry.unit].formation for c in (fast, slow))
        where = f"{who} past {whom}, {fast.entry.place}--{fast.exit.place}, {fast.entry.head:.0f} s"
        assert mine.may_pass, where
        assert mine.priority > his.priority, where
        road = (fast.entry.place, fast.exit.place)
        assert any(one == who and at in road and whom in names for one, at, names in told), where
    assert count > 10, "the case occurs"
