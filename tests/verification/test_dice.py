"""Luck belongs to an occasion: another column, another route, another order of events changes no draw."""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.dist import Dist
from paris44.scenario.model import March, Scenario
from tests.build import Sketch, play

COLUMNS = "ABC"


def lucky(columns: str = COLUMNS, *, extra_road: bool = False) -> Scenario:
    """Columns on roads far apart, each with its own strongpoint, everything left to chance."""
    sketch = Sketch()
    sketch.parameters.update(
        {
            "speed.truck": Dist("triangular", (4.0, 6.0, 8.0)),
            "start-slip": Dist("lognormal", (900.0, 0.6)),
            "transmission": Dist("lognormal", (600.0, 0.5)),
            "fuel.range": Dist("uniform", (20_000.0, 40_000.0)),
            "fuel.time": Dist("lognormal", (3000.0, 0.3)),
            "breakdown.per-100km": Dist("uniform", (2.0, 4.0)),
            "breakdown.time": Dist("lognormal", (1200.0, 0.8)),
            "fight.time": Dist("lognormal", (5400.0, 0.7)),
            "deploy": Dist("uniform", (300.0, 900.0)),
            "loss.killed": Dist("uniform", (1.0, 5.0)),
            "loss.wounded-ratio": Dist("uniform", (2.0, 3.0)),
            "loss.defenders-killed": Dist("uniform", (0.1, 0.3)),
        }
    )
    for name in columns:
        nodes = [f"{name}{i}" for i in range(5)]
        sketch.line(nodes, 15_000.0, None)
        sketch.garrison(f"guns-{name}", f"{name}3")
        sketch.column(name, 60, (nodes[0], nodes[4]), slip=True, halts=True)
        order = sketch.orders[f"march-{name}"]
        assert isinstance(order, March)
        sketch.orders[f"march-{name}"] = order._replace(transmission=sketch.parameters["transmission"])
    if extra_road:
        sketch.line(["x0", "x1"], 9000.0, None)
    return sketch.scenario()


def story(log: EventLog, name: str) -> list[tuple[object, ...]]:
    """All passages of a column, exactly."""
    return [
        (log.units[p.unit].formation, log.units[p.unit].number, p.place, p.came, p.head, p.clear)
        for p in log.passages
        if log.units[p.unit].formation.startswith(name)
    ]


@pytest.mark.parametrize("left", ["AB", "BC", "AC", "A", "C"])
def test_deleting_columns_changes_no_draw_of_the_others(left: str) -> None:
    """With some columns gone every draw that both runs make is the same, and so is every passage."""
    everyone, fewer = play(lucky(), chance=True), play(lucky(left), chance=True)
    shared = everyone.draws.keys() & fewer.draws.keys()
    assert shared
    assert {key: fewer.draws[key] for key in shared} == {key: everyone.draws[key] for key in shared}
    for name in left:
        assert story(fewer, name)
        assert story(fewer, name) == story(everyone, name)


def test_a_road_that_nobody_uses_changes_nothing() -> None:
    """More map, same luck."""
    one, other = play(lucky(), chance=True), play(lucky(extra_road=True), chance=True)
    assert one.draws == other.draws
    assert all(story(one, name) == story(other, name) for name in COLUMNS)


def test_replications_and_seeds_differ() -> None:
    """Another replication and another seed are other runs; the same pair is the same run."""
    base = play(lucky(), chance=True, seed=1, replication=0)
    again = play(lucky(), chance=True, seed=1, replication=0)
    assert story(base, "A") == story(again, "A")
    for seed, replication in ((1, 1), (2, 0)):
        other = play(lucky(), chance=True, seed=seed, replication=replication)
        assert story(other, "A") != story(base, "A")
        assert all(other.draws[key] != base.draws[key] for key in base.draws.keys() & other.draws.keys())


def test_seed_and_replication_do_not_run_together() -> None:
    """Seed 1, replication 11 and seed 11, replication 1 are different luck."""
    assert story(play(lucky(), chance=True, seed=1, replication=11), "A") != story(
        play(lucky(), chance=True, seed=11, replication=1), "A"
    )


def test_without_chance_every_run_is_the_same() -> None:
    """No chance: neither seed nor replication matters, and nothing is drawn."""
    one = play(lucky(), chance=False, seed=1)
    other = play(lucky(), chance=False, seed=2, replication=7)
    assert [story(one, name) for name in COLUMNS] == [story(other, name) for name in COLUMNS]
    assert not one.draws


def test_columns_have_luck_of_their_own() -> None:
    """Three equal columns do not have the same day."""
    log = play(lucky(), chance=True)
    arrivals = {max(p.clear for p in log.passages if p.place == f"{name}4") for name in COLUMNS}
    assert len(arrivals) == len(COLUMNS)
