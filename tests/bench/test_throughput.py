"""What more processes bring, and that memory stays flat in the number of replications.

Run with ``pytest -m bench -s tests/bench/test_throughput.py``. The number of replications of the long run is
``PARIS44_REPLICATIONS`` (1,000 if not set): 10,000 take about half an hour on two cores.
"""

from __future__ import annotations

import filecmp
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.bench, pytest.mark.slow]

ROUNDS = 5
EACH = 200  # replications of a measurement: 1,000 over the rounds
LONG = int(os.environ.get("PARIS44_REPLICATIONS", "1000"))
FLAT = 1.25  # times the memory of a tenth of the replications
PARIS44 = (sys.executable, "-c", "from paris44.cli import main; raise SystemExit(main())")


def started(out: Path, n: int, workers: int, seed: int = 1944) -> subprocess.Popen[bytes]:
    """A run of ``historical`` in a process of its own."""
    words = ["run", "historical", "-n", str(n), "--workers", str(workers), "--seed", str(seed)]
    words += ["--events", "0", "--quiet", "--out", str(out)]
    return subprocess.Popen([*PARIS44, *words], stdout=subprocess.DEVNULL)


def seconds(*runs: subprocess.Popen[bytes]) -> float:
    """Until all of ``runs``, which have just been started, have ended well."""
    began = time.monotonic()
    for run in runs:
        assert run.wait() == 0
    return time.monotonic() - began


def test_two_workers_do_nearly_twice_the_work(tmp_path: Path) -> None:
    """Two workers make the same bytes as one; the throughput of both, in turns, and of two lone processes."""
    of_workers, of_processes = [], []
    for number in range(ROUNDS):
        at = tmp_path / str(number)
        one = seconds(started(at / "one", EACH, 1))
        two = seconds(started(at / "two", EACH, 2))
        apart = seconds(started(at / "a", EACH // 2, 1), started(at / "b", EACH // 2, 1, seed=1945))
        of_workers.append(one / two / 2)
        of_processes.append(one / apart / 2)
        a, b = (next(folder.rglob("arrivals.parquet")) for folder in (at / "one", at / "two"))
        assert filecmp.cmp(a, b, shallow=False)
        print(f"\n  {one:.1f} s with 1 worker, {two:.1f} s with 2, {apart:.1f} s as two processes", end="")
    print(
        f"\n  share of twice the throughput: {statistics.median(of_workers):.2f} with 2 workers, "
        f"{statistics.median(of_processes):.2f} as two processes "
        f"(medians of {ROUNDS}, {EACH} replications each)"
    )


def peak_mib(words: list[str]) -> tuple[float, list[float]]:
    """Seconds of a command, and the peak memory (MiB) of each of its processes that simulate or write."""
    run = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    began, peaks = time.monotonic(), dict[int, float]()
    while run.poll() is None:
        for pid in [run.pid, *children(run.pid)]:
            peaks[pid] = max(peaks.get(pid, 0.0), high_water(pid))
        time.sleep(0.5)
    assert run.returncode == 0
    return time.monotonic() - began, sorted(peaks.values(), reverse=True)


def children(pid: int) -> list[int]:
    """Processes that ``pid`` has started, and those that these have."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def high_water(pid: int) -> float:
    """The most memory (MiB) that a process has held so far; 0 if it has ended."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
def test_memory_is_flat_in_the_number_of_replications(tmp_path: Path) -> None:
    """Ten times the replications of ``historical`` take hardly more memory in any process."""
    words = [*PARIS44, "run", "historical", "--quiet", "--workers", "2"]
    few_s, few = peak_mib([*words, "-n", str(LONG // 10), "--out", str(tmp_path / "few")])
    many_s, many = peak_mib([*words, "-n", str(LONG), "--out", str(tmp_path / "many")])
    for n, took, peaks in ((LONG // 10, few_s, few), (LONG, many_s, many)):
        shown = ", ".join(f"{peak:.0f}" for peak in peaks[:4])
        print(f"\n  {n} replications: {took / 60:.1f} min, peak memory by process {shown} MiB", end="")
    print()
    assert many[0] <= FLAT * few[0]
