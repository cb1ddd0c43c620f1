from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from paris44.engine.run import run
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.load import Loaded, load, variant
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort, replicate, replicate_until
from paris44.study.running.simulation import Simulation
from paris44.world.build import build
from tests.study.logs import files


@pytest.fixture(scope="module")
def uncertain() -> Loaded:
    """The bridge march with an uncertain speed."""
    return variant(
        load("toy-bridge"), {"parameters.speed.truck.value": "uniform(20, 30) km/h"}, name="uncertain"
    )


@pytest.fixture(scope="module")
def alone() -> Iterator[ProcessPoolExecutor]:
    """A process of its own, without the threads of other tests (of Dask), which let go of rings late."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool


def left_by_a_run(name: str) -> tuple[int, int, int]:
    """What is left to the collector by a run, by its log once nobody has it, and the passages of that log."""
    world = lay_out(load(name))
    run(world, seed=1, replication=1)  # the ways that the world remembers
    gc.collect()
    gc.disable()
    try:
        log = run(world, seed=1, replication=0)
        after_run, passages = gc.collect(), len(log.passages)
        del log
        return after_run, gc.collect(), passages
    finally:
        gc.enable()


def left_by_tables(name: str) -> tuple[int, int]:
    """What is left to the collector by a replication with all its tables, and the rows of its arrivals."""
    job = Simulation(lay_out(load(name)), 1)
    job.tables(1, main=True, events=True)
    gc.collect()
    gc.disable()
    try:
        tables = job.tables(0, main=True, events=True)
        return gc.collect(), len(tables["arrivals"])
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "name", ["toy-bridge", "toy-merge", "toy-phase-line", "toy-strongpoint", "as-ordered"]
)
def test_a_run_leaves_nothing_to_the_collector(alone: ProcessPoolExecutor, name: str) -> None:
    """After a run all that it made is freed but its log, and that too once nobody has it: no rings."""
    after_run, after_log, passages = alone.submit(left_by_a_run, name).result()
    assert (after_run, after_log) == (0, 0)
    assert passages > 0


@pytest.mark.parametrize("name", ["toy-merge", "toy-phase-line", "as-ordered"])
def test_a_replication_with_its_tables_leaves_nothing_to_the_collector(
    alone: ProcessPoolExecutor, name: str
) -> None:
    """The reading of a log leaves no rings either, so that nobody need look for them between replications."""
    left, arrivals = alone.submit(left_by_tables, name).result()
    assert left == 0
    assert arrivals > 0


def test_a_run_lets_python_collect_again() -> None:
    """While a run goes on Python looks for no rings; afterwards, and after one that fails, it does."""
    world = build(load("toy-bridge").scenario)
    run(world, seed=1, replication=0)
    assert gc.isenabled()
    with pytest.raises(AttributeError):
        run(None, seed=1, replication=0)  # type: ignore[arg-type]
    assert gc.isenabled()


def test_real_replications_are_the_same_on_two_workers(tmp_path: Path, uncertain: Loaded) -> None:
    """The engine's own replications leave the same bytes from one process and from two."""
    found = [replicate(uncertain, Effort(n=24, workers=w, out=tmp_path / str(w))) for w in (1, 2)]
    assert files(found[0].path) == files(found[1].path)


def test_the_arrivals_are_the_engines(tmp_path: Path, uncertain: Loaded) -> None:
    """Each row is the head and the tail of the log of its replication, to the second."""
    result = replicate(uncertain, Effort(n=3, seed=9, workers=1, out=tmp_path))
    key = ("column", "b", "arrive", 1)
    times = result.times([key])[key]
    world = build(uncertain.scenario)
    for replication in range(3):
        log = run(world, seed=9, replication=replication)
        ends = [p for p in log.passages if p.place == "b"]
        assert times.head[replication] == pytest.approx(min(p.head for p in ends), abs=0.5)
        assert times.clear[replication] == pytest.approx(max(p.clear for p in ends), abs=0.5)


def test_no_chance_is_one_replication_of_its_own(tmp_path: Path, uncertain: Loaded) -> None:
    """Without chance every draw is its median: one replication, in a folder of its own, seed or not."""
    certain = replicate(uncertain, Effort(n=50, seed=1, workers=1, out=tmp_path, chance=False))
    again = replicate(uncertain, Effort(n=50, seed=2, workers=1, out=tmp_path, chance=False))
    lucky = replicate(uncertain, Effort(n=2, seed=1, workers=1, out=tmp_path))
    assert (certain.n, certain.path) == (1, again.path)
    assert lucky.path != certain.path
    speed = 25 / 3.6
    assert certain.outcomes()["first-arrival"].values[0] == pytest.approx(100_000 / speed, abs=0.5)


def test_the_resolved_scenario_of_a_result_is_the_one_that_ran(tmp_path: Path, uncertain: Loaded) -> None:
    """What lies in the folder loads to an equal scenario with an equal digest."""
    replicate(uncertain, Effort(n=2, workers=1, out=tmp_path))
    assert ResultFolder.open("uncertain", root=tmp_path).scenario == uncertain.scenario


def test_replications_are_added_until_the_median_is_known(tmp_path: Path, uncertain: Loaded) -> None:
    """With -n auto the interval ends as narrow as asked, and a wider one needs fewer replications."""
    effort = Effort(workers=1, out=tmp_path)
    wide_result, wide = replicate_until(uncertain, effort, "first-arrival", 1200.0, first=20)
    narrow_result, narrow = replicate_until(uncertain, effort, "first-arrival", 300.0, first=20)
    assert (wide.reached, narrow.reached) == (True, True)
    assert narrow.width <= 300.0
    assert wide.n < narrow.n
    assert wide_result.n == wide.n
    assert narrow.lo <= np.median(narrow_result.outcomes()["first-arrival"].values) <= narrow.hi


def test_replications_end_at_the_most_that_is_allowed(tmp_path: Path, uncertain: Loaded) -> None:
    """A width that cannot be reached ends at the limit and says so."""
    effort = Effort(workers=1, out=tmp_path)
    _, found = replicate_until(uncertain, effort, "first-arrival", 0.001, first=20, most=60)
    assert (found.n, found.reached) == (60, False)


@pytest.mark.parametrize(
    ("outcome", "width", "line"),
    [("first-arival", 60.0, "no 'first-arival'"), ("first-arrival", 0.0, "--width")],
)
def test_a_wrong_goal_is_the_users(
    tmp_path: Path, uncertain: Loaded, outcome: str, width: float, line: str
) -> None:
    """An unknown outcome and a width of nothing have exit code 2."""
    with pytest.raises(StudyError, match=line) as caught:
        replicate_until(uncertain, Effort(workers=1, out=tmp_path), outcome, width, first=10)
    assert caught.value.exit_code == 2
