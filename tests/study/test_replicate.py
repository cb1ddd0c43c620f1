from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import paris44
from paris44.results import write
from paris44.results.batch import Batch
from paris44.results.catalogue import list_runs
from paris44.results.clean import clean
from paris44.results.errors import ResultError, StudyError
from paris44.results.kept import GROUP
from paris44.results.manifest import FORMAT, run_id
from paris44.results.read import ResultFolder
from paris44.study.running.replicate import Effort, Todo, chunks, fill
from paris44.study.running.spread import parallel
from tests.study.logs import RUN, TABLES, Invented, files, identity, keep


def test_two_workers_write_the_bytes_of_one(tmp_path: Path) -> None:
    """A run's files do not depend on the number of workers."""
    one = keep(tmp_path / "one", 47, workers=1)
    two = keep(tmp_path / "two", 47, workers=2)
    assert files(one.path) == files(two.path)
    assert set(files(one.path)) == {"manifest.json", "scenario.resolved.yaml", *TABLES}


def test_an_interrupted_run_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    """Finished chunks survive an interruption, are not simulated again, and the files come out equal."""
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path / "cut", 47, Invented(die_at=25))
    folder = tmp_path / "cut" / "story" / RUN
    assert len(write.Parts(folder)) == 2
    seen: list[int] = []

    class Watched(Invented):
        def tables(self, replication: int, *, main: bool, events: bool) -> dict[str, Batch]:
            seen.append(replication)
            return super().tables(replication, main=main, events=events)

    keep(tmp_path / "cut", 47, Watched())
    assert min(seen) == 20
    assert files(folder) == files(keep(tmp_path / "whole", 47).path)


def test_a_larger_n_extends_to_the_bytes_of_one_go(tmp_path: Path) -> None:
    """15, then 33, then 47 replications leave what 47 at once leave."""
    for n in (15, 33, 47):
        keep(tmp_path / "steps", n)
    whole = keep(tmp_path / "whole", 47)
    assert files(tmp_path / "steps" / "story" / RUN) == files(whole.path)


def test_more_event_logs_are_added_to_a_finished_run(tmp_path: Path) -> None:
    """Asking for more events simulates those replications again for their events only."""
    keep(tmp_path / "few", 30, events=5)
    few = keep(tmp_path / "few", 30, events=None)
    assert files(few.path) == files(keep(tmp_path / "all", 30, events=None).path)
    assert {row.replication for row in few.events()} == set(range(30))


def test_the_same_n_returns_without_simulating(tmp_path: Path) -> None:
    """A finished run is read, not repeated; a smaller n reads the first replications of it."""
    keep(tmp_path, 20)
    again = keep(tmp_path, 20, Invented(die_at=0))
    less = keep(tmp_path, 7, Invented(die_at=0))
    assert again.n == 20
    assert less.n == 7
    assert len(less.outcomes()["hotel-de-ville"].values) == 7
    assert {row.replication for row in less.arrivals()} == set(range(7))


def test_a_kill_while_the_tables_are_written_harms_nothing(tmp_path: Path) -> None:
    """A table that is half written beside its place is not read, and is written anew by the next run."""
    kept = keep(tmp_path / "cut", 20)
    (kept.path / ".outcomes.parquet.new").write_bytes(b"PAR1")
    assert len(list(ResultFolder.open(kept.path).outcome_rows())) == 40
    more = keep(tmp_path / "cut", 40)
    assert files(more.path) == files(keep(tmp_path / "whole", 40).path)


@pytest.mark.parametrize("done", range(len(TABLES)))
def test_a_kill_while_the_tables_take_their_places_harms_nothing(tmp_path: Path, done: int) -> None:
    """Once the new manifest is there, whoever reads the run first lets the tables that it describes take
    their places, however many had done so when the writer was killed."""
    folder = keep(tmp_path / "cut", 20).path
    whole = keep(tmp_path / "whole", 40).path
    shutil.copy(whole / "manifest.json", folder / "manifest.json")
    for at, name in enumerate(TABLES):
        shutil.copy(whole / name, folder / (name if at < done else f".{name}.new"))
    assert ResultFolder.open(folder).n == 40
    assert files(folder) == files(whole)


def test_a_damaged_part_is_simulated_again(tmp_path: Path) -> None:
    """A part cut short by a power failure is dropped, not read."""
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path / "cut", 47, Invented(die_at=25))
    folder = tmp_path / "cut" / "story" / RUN
    part = sorted((folder / write.PARTS).glob("*.zip"))[0]
    part.write_bytes(part.read_bytes()[:-40])
    keep(tmp_path / "cut", 47)
    assert files(folder) == files(keep(tmp_path / "whole", 47).path)


def test_a_full_disk_is_one_line_and_keeps_finished_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up ends the run with exit code 1; the same call then goes on."""
    calls = 0
    real = os.fsync

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StudyError, match=r"no space left.*finished work is kept") as caught:
        keep(tmp_path / "full", 47)
    assert caught.value.exit_code == 1
    folder = tmp_path / "full" / "story" / RUN
    assert len(write.Parts(folder)) == 2
    assert not list(folder.rglob(".*.new"))
    assert ": interrupted: 20 of 47 replications" in (folder / "run.log").read_text(encoding="utf-8")
    assert files(keep(tmp_path / "full", 47).path) == files(keep(tmp_path / "whole", 47).path)


def test_a_dead_worker_is_replaced(tmp_path: Path) -> None:
    """A worker that the system kills costs its chunk, which is done again."""
    marker = tmp_path / "died"
    died = keep(tmp_path / "dies", 40, Invented(kill_once=marker), workers=2)
    assert marker.exists()
    assert files(died.path) == files(keep(tmp_path / "whole", 40).path)


def test_chunks_do_not_depend_on_what_is_left() -> None:
    """Chunks are cut at multiples of their size, whatever is already there."""
    todo = [(r, True, False) for r in range(3, 27) if r != 11]
    assert [(c[0][0], c[-1][0], len(c)) for c in chunks(todo)] == [(3, 9, 7), (10, 19, 9), (20, 26, 7)]
    assert GROUP == 10


def test_what_is_to_do_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    """Of what a run lacks only the numbers of the chunks are kept, a few bytes for each ten replications;
    each task is what is missing in its chunk."""
    parts = write.Parts(tmp_path)
    tracemalloc.start()
    todo = Todo(parts, {"n": 15, "events": 0}, 40_006, 20)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 16 * len(todo) + 10_000
    assert len(todo) == 4001
    assert todo[0] == tuple((r, False, True) for r in range(10))
    assert todo[1] == tuple((r, r >= 15, True) for r in range(10, 20))
    assert todo[-1] == tuple((r, True, False) for r in range(40_000, 40_006))
    assert todo.replications == sum(map(len, todo)) == 40_006


def test_progress_counts_up_to_the_total(tmp_path: Path) -> None:
    """Progress starts at what is there and ends at n."""
    told: list[tuple[int, int]] = []
    keep(tmp_path, 15)
    keep(tmp_path, 35, progress=lambda done, total: told.append((done, total)))
    assert told == [(15, 35), (20, 35), (30, 35), (35, 35)]


def test_results_come_few_at_a_time() -> None:
    """Work is handed out as it is done, so that memory does not grow with n."""
    assert sorted(parallel(abs, [(-n,) for n in range(25)], 2)) == list(range(25))


ORPHANS = """
import os, sys, time
from pathlib import Path
from paris44.study.running.spread import parallel

def work(folder):
    Path(folder, str(os.getpid())).touch()
    end = time.monotonic() + 40
    while time.monotonic() < end:
        pass

list(parallel(work, [(sys.argv[1],)] * 2, 2))
"""


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has buried yet does not."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip()[:1] not in ("", "Z")


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true within so many seconds."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    return true()


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """After SIGKILL of the parent its workers, in the middle of their work, are gone within seconds."""
    env = {**os.environ, "PYTHONPATH": str(Path(paris44.__file__).parents[1])}
    with subprocess.Popen([sys.executable, "-c", ORPHANS, str(tmp_path)], env=env) as parent:
        try:
            assert wait_until(lambda: len(list(tmp_path.iterdir())) == 2, 30)
            workers = [int(path.name) for path in tmp_path.iterdir()]
            assert all(alive(pid) for pid in workers)
        finally:
            parent.kill()
    assert wait_until(lambda: not any(alive(pid) for pid in workers), 15)


@pytest.mark.parametrize(
    ("wrong", "line"),
    [({"n": 0}, "-n: 0"), ({"workers": 0}, "--workers: 0"), ({"events": -1}, "--events: -1")],
)
def test_numbers_that_make_no_sense_are_the_users(wrong: dict[str, int], line: str) -> None:
    """Impossible options have exit code 2 and name the option."""
    with pytest.raises(StudyError, match=line) as caught:
        replace(Effort(), **wrong).checked()
    assert caught.value.exit_code == 2


def test_out_that_is_a_file_is_the_users(tmp_path: Path) -> None:
    """A result folder inside a file cannot be: exit code 2."""
    (tmp_path / "out").write_text("not a folder")
    with pytest.raises(StudyError, match="--out") as caught:
        keep(tmp_path / "out", 3)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("code", "number", "line"),
    [
        (2, errno.ENOENT, "^--out: .*no such file"),
        (2, errno.EROFS, "^--out: "),
        (1, errno.ENOSPC, "no space left"),
    ],
)
def test_a_folder_that_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, number: int, line: str
) -> None:
    """Where no folder can be (in /proc, on a disk to be read only) --out is wrong; a full disk is no fault of
    its name."""

    def refuse(path: Path, **_: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StudyError, match=line) as caught:
        keep(tmp_path / "proc", 3)
    assert caught.value.exit_code == code
    assert ("kept" in caught.value.message) is (code == 1)


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    """A folder that another run is writing is left alone."""
    kept = keep(tmp_path, 10)
    with write.locked(kept.path), pytest.raises(StudyError, match="another run"):
        keep(tmp_path, 20)


def test_a_run_id_tells_scenario_dice_and_version_apart() -> None:
    """Each of the four inputs changes the run's name, and equal inputs give equal names."""
    known = run_id("d", 1, "0.1.0")
    others = [
        run_id("e", 1, "0.1.0"),
        run_id("d", 2, "0.1.0"),
        run_id("d", 1, "0.2"),
        run_id("d", 1, "0.1.0", False),
    ]
    assert known == run_id("d", 1, "0.1.0")
    assert len({known, *others}) == 5
    assert run_id("d", 1, "0.1.0", False) == run_id("d", 2, "0.1.0", False)


# --- reading folders -------------------------------------------------------------------------


class Sometimes(Invented):
    """A moment of which only every other replication knows, as of a gate that no order names."""

    def tables(self, replication: int, *, main: bool, events: bool) -> dict[str, Batch]:
        """See ``paris44.study.running.simulation.Job``."""
        found = super().tables(replication, main=main, events=events)
        if main and replication % 2:
            kept = [text != "hotel-de-ville" for text in found["outcomes"].words("outcome").texts()]
            found["outcomes"] = found["outcomes"].rows(np.array(kept))
        return found


def test_where_an_outcome_has_no_row_nobody_took_the_way(tmp_path: Path) -> None:
    """Every never has a reason, also that of a gate by which a column came in other replications only."""
    moment = keep(tmp_path, 4, Sometimes()).outcomes()["hotel-de-ville"]
    assert moment.share_never == 0.5
    assert moment.reasons == {1: "route not taken", 3: "route not taken"}


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Arrays, rows, quoted cells and never survive the file."""
    kept = ResultFolder.open("story", root=keep(tmp_path, 12).path.parents[1])
    moment = kept.outcomes()["hotel-de-ville"]
    assert moment.is_time
    assert moment.values[0] == 1000.0
    assert moment.values[10] == float("inf")
    assert moment.reasons == {10: "held at a"}
    assert moment.share_never == pytest.approx(1 / 12)
    assert next(iter(kept.events())).detail == 'a "detail", quoted'
    assert next(r for r in kept.arrivals() if r.time is None).reason == "held at a, behind others"
    times = kept.times([("2db/one", "hotel-de-ville", "arrive", 1)])["2db/one", "hotel-de-ville", "arrive", 1]
    assert (times.clear[:10] - times.head[:10] == 60.0).all()
    sums = [sum(seconds) for seconds in zip(*kept.chains()["hotel-de-ville"].values(), strict=True)]
    assert sums[:10] == list(moment.values[:10])


def _empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def _foreign(folder: Path) -> None:
    _empty(folder)
    (folder / "holiday.jpg").write_bytes(b"\xff\xd8")


def _half(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _newer(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 99'))


def _garbled(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b'{"format": 1,\xff')


def _other_json(folder: Path) -> None:
    (folder / "manifest.json").write_text("[1, 2]")


def _short(folder: Path) -> None:
    path = folder / "arrivals.parquet"
    path.write_bytes(path.read_bytes()[:100])


def _altered(folder: Path) -> None:
    """One bit is another: the same size."""
    path = folder / "arrivals.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _lacking(folder: Path) -> None:
    (folder / "chains.parquet").unlink()


@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (_empty, "empty"), (_foreign, "not a Paris 44 result"), (_half, "half-written"),
        (_newer, "newer version"), (_garbled, "damaged"), (_other_json, "not a Paris 44 result"),
        (_short, "cut short"), (_lacking, "missing"), (_altered, "arrivals.parquet was altered"),
    ],
)  # fmt: skip
def test_a_bad_folder_is_one_clear_line(tmp_path: Path, harm: object, line: str) -> None:
    """Empty, foreign, half-written, newer and damaged folders are refused with one line and exit code 2."""
    kept = keep(tmp_path, 12)
    assert callable(harm)
    harm(kept.path)
    with pytest.raises(ResultError, match=line) as caught:
        ResultFolder.open(kept.path)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


def test_an_altered_run_is_not_extended(tmp_path: Path) -> None:
    """Before anything is added to a run its tables are compared with their hashes, however large they are."""
    kept = keep(tmp_path, 12)
    _altered(kept.path)
    before = files(kept.path)
    with pytest.raises(ResultError, match=r"arrivals\.parquet was altered") as caught:
        keep(tmp_path, 24, Invented(die_at=12))
    assert caught.value.exit_code == 2
    assert files(kept.path) == before


def test_an_unknown_result_is_one_clear_line(tmp_path: Path) -> None:
    """A name without a run says so."""
    with pytest.raises(ResultError, match="no run of that name"):
        ResultFolder.open("nothing", root=tmp_path)


def test_runs_are_listed_and_old_ones_removed(tmp_path: Path) -> None:
    """Cleaning keeps the newest complete run of each scenario and leaves foreign folders alone."""

    def run(seed: int, age: int) -> Path:
        known = identity(seed=seed)
        folder = tmp_path / "story" / known["run_id"]
        kept = fill(folder, known, lambda: "title: story\n", Invented, Effort(n=3, workers=1))
        os.utime(kept.path / "manifest.json", (1e9 - age, 1e9 - age))
        return kept.path

    old, new = run(1, 50), run(2, 10)
    (tmp_path / "story" / "notes").mkdir()
    with pytest.raises(KeyboardInterrupt):
        fill(
            tmp_path / "story" / "cccccccccccc",
            identity(),
            lambda: "",
            lambda: Invented(die_at=1),
            Effort(n=3, workers=1),
        )
    assert [(r.run_id, r.complete) for r in list_runs(tmp_path) if r.complete] == [
        (old.name, True), (new.name, True),
    ]  # fmt: skip
    assert ResultFolder.open("story", root=tmp_path).path == new
    assert {r.run_id for r in clean(tmp_path, keep=1)} == {old.name, "cccccccccccc"}
    assert not old.exists()
    assert new.exists()
    assert (tmp_path / "story" / "notes").exists()
