"""Nobody is silently missing: every asked-for hour is there, and comes from march units."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from paris44.engine.log import EventLog, Passage
from paris44.results.columns import Arrival
from paris44.scenario.file.find import find
from paris44.study.reading.arrivals import arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import PASSAGE_EVENTS
from paris44.study.reading.doings import Doings
from tests.record.plays import Play

REPLICATIONS = 12
FLOOR = 0.98
"""Of the watched rows, those with an hour in some replication; measured: 778 of 784."""

Log = tuple[EventLog, list[Arrival]]


@pytest.fixture(scope="module")
def logs(historical: Play) -> list[Log]:
    """Replications with the rows made of them."""
    found = [historical.log(replication) for replication in range(REPLICATIONS)]
    return [(log, arrivals(Doings(historical.ground, log), Causes(log))) for log in found]


def watched() -> list[tuple[str, str, str]]:
    """(formation, place, event) of the shipped list, read as a table and not through the loader."""
    table = Path(find("historical")).parent / "tables" / "watch.csv"
    with table.open(encoding="utf-8", newline="") as file:
        return [(row["formation"], row["place"], row["event"]) for row in csv.DictReader(file)]


def test_every_watched_row_is_in_every_replication(logs: list[Log]) -> None:
    """Each (formation, place, event) of the watch list has a row, with an hour or with the reason why not."""
    wanted = {(f, p, "pass" if e == "pass_tail" else e) for f, p, e in watched()}
    assert len(wanted) > 750
    for _, rows in logs:
        there = {(row.formation, row.place, row.event): row for row in rows if row.visit == 1}
        assert not wanted - there.keys()
        assert not [key for key in wanted if there[key].time is None and not there[key].reason]


def test_most_watched_rows_come_true(logs: list[Log]) -> None:
    """Nearly every watched row has an hour in some replication; the others are listed when there are more."""
    happened = {(r.formation, r.place, r.event) for _, rows in logs for r in rows if r.time is not None}
    wanted = {(f, p, "pass" if e == "pass_tail" else e) for f, p, e in watched()}
    reasons = {(r.formation, r.place, r.event): r.reason for _, rows in logs for r in rows if r.reason}
    never = {key: reasons.get(key, "") for key in sorted(wanted - happened)}
    share = 1.0 - len(never) / len(wanted)
    assert share >= FLOOR, f"{share:.1%} of {len(wanted)} come true; never: {never}"


def test_every_formation_with_vehicles_is_told_of(historical: Play, logs: list[Log]) -> None:
    """Each formation that owns vehicles, or stands above some that do, has rows with hours."""
    owning = {name for name, f in historical.scenario.formations.items() if f.vehicles}
    for _, rows in logs:
        assert not owning - {row.formation for row in rows if row.time is not None}


def test_no_unit_is_without_a_journey(logs: list[Log]) -> None:
    """Every march unit of every formation passes places, and no unit stands on the road at the end."""
    for log, _ in logs:
        assert {p.unit for p in log.passages} == {unit.index for unit in log.units}
        assert not any(one.under_way for one in log.standing)
        assert not log.owed


def test_every_order_is_given(historical: Play, logs: list[Log]) -> None:
    """No order of the historical run waits for something that never comes in any replication."""
    given = {e.order for log, _ in logs for e in log.events if e.order} | {
        o for log, _ in logs for o in log.orders
    }
    assert not historical.scenario.orders.keys() - given


def test_heads_and_tails_are_those_of_units(historical: Play, logs: list[Log]) -> None:
    """Each row of a passage has the hours of march units that belong to it: no hour is worked out."""
    above = historical.world.tree.ancestors
    for log, rows in logs[:3]:
        heads: dict[tuple[str, str], set[float]] = defaultdict(set)
        tails: dict[tuple[str, str], set[float]] = defaultdict(set)
        for p in log.passages:
            for name in above[log.units[p.unit].formation]:
                heads[name, p.place] |= {p.head, p.came}
                tails[name, p.place].add(p.clear)
        acts = {(e.formation, e.place, e.time) for e in log.events}
        for row in rows:
            if row.time is None or row.event not in PASSAGE_EVENTS:
                continue
            here = (row.formation, row.place)
            decided = any(
                (name, row.place, row.time) in acts
                for name in historical.world.tree.leaves.get(row.formation, ())
            )
            if decided or (*here, row.time) in acts:
                continue
            assert row.time in heads[here], row
            assert row.clear is None or row.clear in tails[here], row


Stays = dict[tuple[str, str, int], list[Passage]]


def stays(play: Play, log: EventLog) -> Stays:
    """(formation, place, n) -> the passages of its units that were there for the n-th time.

    Only places that some march order of the formation names; who leaves where it had arrived is no
    second time there. A detached formation is none of its parents' units.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for plan in play.world.marches.values():
        for name in plan.lineage:
            named[name] |= {*plan.order.route}
    found: Stays = defaultdict(list)
    last: dict[int, str] = {}
    count: Counter[tuple[int, str]] = Counter()
    for p in log.passages:
        if p.event != "depart" or last.get(p.unit) != p.place:
            count[p.unit, p.place] += 1
            leaf = log.units[p.unit].formation
            for name in (leaf, *play.ground.joins(leaf, p.order, log.detached)):
                if p.place in named[name]:
                    found[name, p.place, count[p.unit, p.place]].append(p)
        last[p.unit] = p.place
    return found


def test_what_a_unit_passed_and_an_order_names_has_an_hour(historical: Play, logs: list[Log]) -> None:
    """Every place that units of a formation passed and one of its orders names has a row with an hour."""
    for log, rows in logs:
        there = {(row.formation, row.place) for row in rows if row.time is not None}
        assert not {key[:2] for key in stays(historical, log)} - there


def test_a_pass_runs_from_the_first_unit_to_the_last(historical: Play, logs: list[Log]) -> None:
    """Where units of a formation passed through, each visit has the least head and the last tail of all its
    units there, whichever order they followed, also of those that arrived or set out.
    """
    checked = 0
    for log, rows in logs:
        there = {(row.formation, row.place, row.visit): row for row in rows if row.event == "pass"}
        visits = stays(historical, log)
        through = {key[:2] for key, passages in visits.items() if any(p.event == "pass" for p in passages)}
        for key, passages in visits.items():
            if key[:2] in through:
                row = there[key]
                assert row.time == min(p.head for p in passages), row
                assert row.clear == max(p.clear for p in passages), row
                checked += 1
    assert checked > 10_000


def test_nobody_flies(historical: Play, logs: list[Log]) -> None:
    """No unit drives faster than 60 km/h from place to place, leaves a road, or passes before it comes."""
    length = {}
    for road in historical.scenario.roads.values():
        length[road.a, road.b] = length[road.b, road.a] = road.length_m
    for log, _ in logs:
        before: dict[int, tuple[str, float]] = {}
        for p in log.passages:
            assert p.came <= p.head + 1e-6
            assert p.head <= p.clear + 1e-6
            if p.unit in before and before[p.unit][0] != p.place:
                place, head = before[p.unit]
                assert (place, p.place) in length, f"{log.units[p.unit].formation} from {place} to {p.place}"
                assert length[place, p.place] <= (p.came - head + 1e-6) * 60 / 3.6
            before[p.unit] = p.place, p.head
