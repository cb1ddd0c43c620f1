from __future__ import annotations

from pathlib import Path

import pytest

from paris44.engine.run import run
from paris44.results.columns import Clock
from paris44.results.read import ResultFolder
from paris44.scenario.load import load
from paris44.study.questions.compare import compare
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.run_rows import FinishedRun, MemoryRun, kept
from paris44.study.reading.tabulate import event_tables, main_tables
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort, replicate


@pytest.mark.parametrize("names", [("historical", "no-noon-line"), ("toy-bridge", "toy-bridge")])
def test_a_run_in_memory_is_answered_as_one_in_a_folder(names: tuple[str, str], tmp_path: Path) -> None:
    """The rows of the same replications, kept in memory and added in any order, give the same comparison."""
    effort = Effort(n=4, workers=1, out=tmp_path, events=3)
    base, other = (replicate(load(name), effort) for name in names)
    assert answer(in_memory(base, 4, 3), in_memory(other, 4, 3)) == answer(base, other)


def answer(base: FinishedRun, other: FinishedRun) -> object:
    """A comparison without the folders that it rests on."""
    document = compare(base, [other])
    return {**document, "base_result_dir": "", "others": [{**document["others"][0], "result_dir": ""}]}


def in_memory(folder: ResultFolder, n: int, events: int) -> MemoryRun:
    """The replications of a folder's scenario once more, without a folder."""
    world, seed = lay_out(folder.loaded), folder.seed
    found = MemoryRun(folder.loaded, folder.manifest)
    ground, clock = survey(world), Clock(folder.scenario.start_iso)
    for k in reversed(range(n)):
        log = run(world, seed=seed, replication=k)
        tables = dict(main_tables(Doings(ground, log), Causes(log)))
        if k < events:
            tables |= event_tables(ground, log)
        found.add(k, {table: kept(table, rows, clock) for table, rows in tables.items()})
    return found
