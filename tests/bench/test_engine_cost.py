"""What a replication costs, as ratios in one process: no pass or fail by the clock of a machine.

Run with ``pytest -m bench -s tests/bench``; the tables it prints are the ones to quote.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator
from typing import Any

import pytest
import simpy
from sim.engine.run import run

from sim.engine.log import EventLog
from sim.scenario.model import Scenario
from sim.world.build import build
from tests.build import Sketch

pytestmark = pytest.mark.bench

MOST = 4.0  # times a bare loop with the same processes and events
AIM = 2.5
EVEN = 0.20  # how much the cost per crossing may change from 1 to 16 times the vehicles
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call, with the garbage collector at rest."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def fastest(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The least time of each work, taken in turns so that a busy machine hits all alike."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            best[number] = min(best[number], seconds(work))
    return best


def bare_loop(processes: int, events: int) -> Callable[[], None]:
    """SimPy alone: ``processes`` that only wait, ``events`` in all (one starts and one ends each process)."""
    waits, more = divmod(max(events - 2 * processes, 0), processes)

    def only_waits(env: simpy.Environment, times: int, step: float) -> Generator[Any, Any, None]:
        for _ in range(times):
            yield env.timeout(step)

    def play() -> None:
        env = simpy.Environment()
        for number in range(processes):
            env.process(only_waits(env, waits + (number < more), 1.0 + number / processes))
        env.run()

    return play


def crossings(log: EventLog) -> int:
    """Links crossed by units in the run."""
    return len(log.passages) - len({p.unit for p in log.passages})


def historical() -> Scenario:
    """The scenario that everything is about."""
    loader = pytest.importorskip("sim.scenario.load", reason="the loader is not there")
    return loader.load("historical").scenario


def test_a_replication_costs_little_more_than_its_events() -> None:
    """One replication of `historical` costs at most 4 times a bare SimPy loop of equal size (aim 2.5)."""
    world = build(historical())
    log = run(world, seed=1944, replication=0)
    events = log.sim_events
    whole, bare = fastest(lambda: run(world, seed=1944, replication=0), bare_loop(log.processes, events))
    print(
        f"\nhistorical: {len(log.units)} units, {crossings(log)} crossings, {events} SimPy events, "
        f"{log.processes} processes, {len(log.events)} logged events\n"
        f"  replication {1000 * whole:.0f} ms, bare loop {1000 * bare:.0f} ms, ratio {whole / bare:.2f} "
        f"(at most {MOST}, aim {AIM})\n"
        f"  {1e6 * whole / crossings(log):.1f} us and {events / crossings(log):.2f} events per crossing"
    )
    assert whole <= MOST * bare


def test_the_event_log_is_cheap() -> None:
    """Without its event log the same replication is the same run, and the log costs less than the run."""
    world = build(historical())
    kept, bare = run(world, seed=1944, replication=0), run(world, seed=1944, replication=0, log_events=False)
    assert kept.sim_events == bare.sim_events
    with_log, without = fastest(
        lambda: run(world, seed=1944, replication=0),
        lambda: run(world, seed=1944, replication=0, log_events=False),
    )
    print(f"\nhistorical: {1000 * with_log:.0f} ms with the event log, {1000 * without:.0f} ms without")
    assert with_log < 2.0 * without


def wide_road(vehicles: int, links: int = 60) -> Scenario:
    """A column on a long road that can carry it: nobody ever waits."""
    sketch = Sketch(duration=40 * 86_400.0)
    sketch.line([f"n{i}" for i in range(links + 1)], 4000.0, 8.0)
    sketch.column("A", vehicles, ("n0", f"n{links}"))
    return sketch.scenario()


def test_an_uncontested_crossing_is_one_event() -> None:
    """Where nobody is in the way each further link costs each unit exactly one SimPy event."""
    for vehicles, units in ((25, 1), (1000, 40)):
        short, long = (run(build(wide_road(vehicles, links)), seed=1, replication=0) for links in (60, 160))
        assert long.sim_events - short.sim_events == 100 * units


def test_the_cost_of_a_crossing_does_not_grow() -> None:
    """From 1 to 16 times the vehicles on a wide road a crossing costs the same within 20 per cent."""
    factors = (1, 2, 4, 8, 16)
    worlds = [build(wide_road(500 * factor)) for factor in factors]
    logs = [run(world, seed=1, replication=0) for world in worlds]
    times = fastest(*(lambda w=world: run(w, seed=1, replication=0) for world in worlds))
    cost = [t / crossings(log) for t, log in zip(times, logs, strict=True)]
    print()
    for factor, log, each in zip(factors, logs, cost, strict=True):
        print(
            f"  {factor:3} x: {len(log.units):4} units, {crossings(log):6} crossings, "
            f"{1e6 * each:.2f} us per crossing"
        )
    assert max(cost) <= (1 + EVEN) * cost[0]
    assert min(cost) >= (1 - EVEN) * cost[0]


def full_road() -> Scenario:
    """A column that fills four links behind a slow gate: every crossing is contested."""
    sketch = Sketch(duration=40 * 86_400.0)
    sketch.line([f"n{i}" for i in range(13)], 1000.0, 8.0)
    sketch.place("n12", vph=120.0)
    sketch.line(["n12", "end"], 1000.0, 8.0)
    sketch.column("A", 3000, ("n0", "end"))
    return sketch.scenario()


def test_a_full_road_costs_a_bounded_number_of_events() -> None:
    """On a full road a crossing may cost more events, but not ever more as the queue grows."""
    log = run(build(full_road()), seed=1, replication=0)
    print(f"\nfull road: {log.sim_events / crossings(log):.2f} events per crossing")
    assert log.sim_events <= 6 * crossings(log)
