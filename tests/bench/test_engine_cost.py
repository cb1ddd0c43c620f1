"""What a replication costs, as ratios in one process: no pass or fail by the clock of a machine.

Run with ``pytest -m bench -s tests/bench``; the tables it prints are the ones to quote.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import simpy
from simpy.events import Initialize

from paris44.engine import kernel
from paris44.engine.clock import Agenda, Mover
from paris44.engine.log import EventLog
from paris44.engine.run import language, run
from paris44.scenario.load import load
from paris44.scenario.model import Scenario
from paris44.world.build import World, build
from tests.build import Sketch
from tests.wheel import HOUSE, told, unpacked

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


@dataclass
class Scheduled:
    """What SimPy numbers, its queue, and the turns asked for; of the events those that start a process."""

    numbers: Iterator[int]
    queue: Sequence[Any]
    processes: int = 0
    turns: int = 0

    @property
    def events(self) -> int:
        """All that was scheduled, turns too, but the events still to come."""
        return next(self.numbers) - len(self.queue) + self.turns


class CountingEnvironment(simpy.Environment):
    """SimPy's environment, with a tally of what it did, also when the run is over and it is emptied."""

    def __init__(self, initial_time: float) -> None:
        super().__init__(initial_time)
        self.tally = Scheduled(self._eid, self._queue)

    def schedule(self, event: simpy.Event, *args: Any) -> None:
        """Schedule an event, and count those that start a process."""
        self.tally.processes += isinstance(event, Initialize)
        super().schedule(event, *args)


class Sink(list[Any]):
    """A list that keeps nothing."""

    def append(self, _: Any) -> None:
        """Throw it away."""


@dataclass(frozen=True)
class Tally:
    """A replication and its size."""

    log: EventLog
    events: int
    processes: int


def counted(world: World) -> Tally:
    """Run replication 0 and count its SimPy events and processes from outside the engine."""
    made: list[Scheduled] = []

    def environment(initial_time: float) -> CountingEnvironment:
        env = CountingEnvironment(initial_time)
        made.append(env.tally)
        return env

    put = Agenda.put

    def counting(agenda: Agenda, mover: Mover, hour: float) -> None:
        made[0].turns += 1
        put(agenda, mover, hour)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "Environment", environment)
        patch.setattr(Agenda, "put", counting)
        log = run(world, seed=1944, replication=0)
    (tally,) = made
    return Tally(log, tally.events, tally.processes)


def unlogged(world: World) -> None:
    """Run replication 0 without keeping passages and events."""

    def forgetful(*args: Any) -> EventLog:
        return EventLog(*args, passages=Sink(), events=Sink())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "EventLog", forgetful)
        run(world, seed=1944, replication=0)


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


def cost_of_a_replication() -> tuple[float, str]:
    """One replication of `historical` as times a bare SimPy loop of equal size, and all that was measured."""
    world = build(load("historical").scenario)
    tally = counted(world)
    log, events = tally.log, tally.events
    bare, whole, without = fastest(
        bare_loop(tally.processes, events),
        lambda: run(world, seed=1944, replication=0),
        lambda: unlogged(world),
    )
    return whole / bare, (
        f"historical, engine in {language()}: {len(log.units)} units, {crossings(log)} crossings, "
        f"{events} SimPy events, {tally.processes} processes, {len(log.events)} logged events\n"
        f"  replication {1000 * whole:.0f} ms ({1000 * without:.0f} ms without keeping its log), "
        f"bare loop {1000 * bare:.0f} ms\n"
        f"  ratio {whole / bare:.2f} with the log, {without / bare:.2f} without (at most {MOST}, aim {AIM})\n"
        f"  {1e6 * whole / crossings(log):.1f} us and {events / crossings(log):.2f} events per crossing"
    )


def test_a_replication_costs_little_more_than_its_events() -> None:
    """One replication of `historical` against a bare SimPy loop of equal size, as imported here."""
    ratio, table = cost_of_a_replication()
    print(f"\n{table}")
    assert ratio > 1.0  # a ratio is reported, not judged by the clock


def test_a_replication_costs_little_as_the_readme_installs_it(tmp_path: Path) -> None:
    """The same of the wheel that is built here: with a C compiler at hand its engine is compiled."""
    code = f"from {__name__} import *; print(cost_of_a_replication()[1])"
    table = told(code, unpacked(tmp_path), HOUSE, where=tmp_path)
    print(f"\n{table.strip()}")
    assert "historical, engine in " in table


def wide_road(vehicles: int, links: int = 60) -> Scenario:
    """A column on a long road that can carry it: nobody ever waits."""
    sketch = Sketch(duration=40 * 86_400.0)
    sketch.line([f"n{i}" for i in range(links + 1)], 4000.0, 8.0)
    sketch.column("A", vehicles, ("n0", f"n{links}"))
    return sketch.scenario()


def test_an_uncontested_crossing_is_one_event() -> None:
    """Where nobody is in the way each further link costs each unit exactly one SimPy event."""
    for vehicles, units in ((25, 1), (1000, 40)):
        short, long = (counted(build(wide_road(vehicles, links))) for links in (60, 160))
        assert long.events - short.events == 100 * units


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


def full_road(vehicles: int) -> Scenario:
    """A column that fills twelve links behind a slow gate: every crossing is contested."""
    sketch = Sketch(duration=40 * 86_400.0)
    sketch.line([f"n{i}" for i in range(13)], 1000.0, 8.0)
    sketch.place("n12", vph=120.0)
    sketch.line(["n12", "end"], 1000.0, 8.0)
    sketch.column("A", vehicles, ("n0", "end"))
    return sketch.scenario()


def test_a_queue_costs_no_more_per_crossing_when_it_is_longer() -> None:
    """On a full road a crossing may cost more than one event, but not ever more as the queue grows."""
    tallies = [counted(build(full_road(vehicles))) for vehicles in (3000, 6000, 12000)]
    each = [tally.events / crossings(tally.log) for tally in tallies]
    shown = ", ".join(f"{e:.2f}" for e in each)
    print(f"\nfull road, 3,000, 6,000 and 12,000 vehicles: {shown} events per crossing")
    assert each[-1] <= (1 + EVEN) * each[0]
