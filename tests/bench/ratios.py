"""Processor time, disk and memory of one installation against another's, the two in turns.

``python tests/bench/ratios.py BASE NEW`` takes two environments in each of which a wheel of Paris 44 is
installed (``python3 -m venv BASE``, ``BASE/bin/pip install .`` in a checkout of that version). Each row is
measured ``--rounds`` times in each, in turns; what is printed are the medians of both, and the median of the
ratios with the least and the greatest. ``--only WORD`` chooses rows, ``--share 0.1`` takes a tenth of the
replications. Seconds are those of the processor, of a command and all its children.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

COUNTERFACTUALS = ("no-noon-line", "order-on-the-21st", "all-by-versailles")
"""With ``historical`` the four scenarios of a comparison."""
SCENARIO = "historical"

PYTHON = """
import sys, time
from importlib import import_module
top, n = sys.argv[1], int(sys.argv[2])
flat = top == "sim"
load = import_module(top + ".scenario.load").load
lay_out = import_module(top + (".study.stage" if flat else ".study.running.lay_out")).lay_out
replicate = import_module(top + (".study.replicate" if flat else ".study.running.replicate"))
simulation = replicate if flat else import_module(top + ".study.running.simulation")
run = import_module(top + ".engine.run").run
world = lay_out(load("historical"))
job = simulation.Simulation(world, 1944)
def engine(first, last):
    for replication in range(first, last):
        run(world, seed=1944, replication=replication)
def tables(first, last):
    replicate._work(job, tuple((replication, True, False) for replication in range(first, last)))
work = engine if sys.argv[3] == "engine" else tables
work(0, 2)
begun = time.process_time()
work(10, 10 + n)
print((time.process_time() - begun) / n)
"""
"""Seconds of one replication in the engine, or with its tables, once it is warm."""


@dataclass(frozen=True)
class Environment:
    """An installation, and the folder in which its results lie."""

    bin: Path
    out: Path

    @property
    def package(self) -> str:
        """What the package was called at the time."""
        return "sim" if "from sim." in (self.bin / "paris44").read_text(encoding="utf-8") else "paris44"

    def usage(self, *words: object) -> tuple[float, int]:
        """Seconds of the processor that a command takes, and bytes of memory of its largest process.

        Raises:
            CalledProcessError: it ended badly.
        """
        command = [str(self.bin / "paris44"), *map(str, words)]
        process = subprocess.Popen(
            command, cwd=self.out, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024

    def seconds(self, *words: object) -> float:
        """Seconds of the processor that a command takes."""
        return self.usage(*words)[0]

    def replication(self, what: str, n: int) -> float:
        """Seconds of one replication in the engine, or with its tables; the mean of ``n``."""
        command = [str(self.bin / "python"), "-c", PYTHON, self.package, str(n), what]
        return float(subprocess.run(command, cwd=self.out, capture_output=True, text=True, check=True).stdout)

    def fresh(self) -> Path:
        """An empty folder for results."""
        shutil.rmtree(self.out / "fresh", ignore_errors=True)
        return self.out / "fresh"

    def run(self, n: int, *more: object, scenario: str = SCENARIO) -> tuple[object, ...]:
        """The words of a run with one worker into an empty folder."""
        return ("run", scenario, "-n", n, "--workers", 1, "--quiet", "--out", self.fresh(), *more)

    def kept(self, n: int) -> tuple[object, ...]:
        """The words that find the run of ``n`` replications that is kept from round to round."""
        out = self.out / "kept"
        if not out.exists():
            self.usage("run", SCENARIO, "-n", n, "--quiet", "--out", out)
        return ("--out", out)

    def compared(self, n: int, out: Path) -> float:
        """Seconds of a comparison of four scenarios."""
        words = ("compare", SCENARIO, *COUNTERFACTUALS, "-n", n, "--workers", 1, "--quiet", "--out", out)
        return self.seconds(*words)

    def compared_again(self, n: int) -> float:
        """Seconds of the same comparison when all its runs are there."""
        out = self.out / "compared"
        if not out.exists():
            self.compared(n, out)
        return self.compared(n, out)

    def bytes_of(self, n: int) -> int:
        """Bytes of a run's folder."""
        self.usage(*self.run(n))
        return sum(file.stat().st_size for file in self.fresh_files())

    def fresh_files(self) -> list[Path]:
        """The files of the run that was made last."""
        return [file for file in (self.out / "fresh").rglob("*") if file.is_file()]

    def clock(self, n: int, workers: int) -> float:
        """Seconds by the clock of a run with so many workers."""
        begun = time.monotonic()
        words = ("run", SCENARIO, "-n", n, "--workers", workers, "--quiet", "--out", self.fresh())
        self.usage(*words)
        return time.monotonic() - begun


def rows(share: float) -> dict[str, Callable[[Environment], float]]:
    """What is measured: a name, and how, with a ``share`` of the replications."""
    few, some, many = (max(2, int(n * share)) for n in (100, 200, 1000))
    kept = {
        "validate": ("validate", SCENARIO, "-n", many, "--quiet"),
        "report": ("report", SCENARIO, "-o", "page.html"),
        "plot": ("plot", SCENARIO, "--kind", "arrivals", "-o", "arrivals.png"),
        "export": ("export", SCENARIO, "--format", "csv", "-o", "rows.csv"),
    }
    return {
        "engine, one replication": lambda e: e.replication("engine", max(4, some // 10)),
        "tables, one replication": lambda e: e.replication("tables", max(4, some // 10)),
        f"run -n {some}": lambda e: e.seconds(*e.run(some)),
        "run -n 1": lambda e: e.seconds(*e.run(1)),
        "run --no-chance": lambda e: e.seconds(*e.run(1, "--no-chance")),
        f"compare 4 x {few}, fresh": lambda e: e.compared(few, e.fresh()),
        f"compare 4 x {few}, from disk": lambda e: e.compared_again(few),
        **{
            f"{name} of {many}": lambda e, words=words: e.seconds(*words, *e.kept(many))
            for name, words in kept.items()
        },
        f"bytes of {some}": lambda e: e.bytes_of(some),
        f"memory of {many}": lambda e: e.usage(*e.run(many))[1],
    }


def told(name: str, pairs: Sequence[tuple[float, float]]) -> str:
    """A line of the table."""
    ratios = [new / base for base, new in pairs]
    base, new = (statistics.median(values) for values in zip(*pairs, strict=True))
    unit = 1e6 if base > 1000 else 1
    ends = f"{min(ratios):.2f} to {max(ratios):.2f}"
    return f"{name:30} {base / unit:9.3f} {new / unit:9.3f}   {statistics.median(ratios):.2f}  ({ends})"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("base", type=Path)
    options.add_argument("new", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--share", type=float, default=1.0)
    options.add_argument("--only", action="append", default=[])
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        both = []
        for name in ("base", "new"):
            (Path(folder) / name).mkdir()
            both.append(Environment(getattr(given, name).resolve() / "bin", Path(folder) / name))
        print(f"{'':30} {'base':>9} {'new':>9}   new/base, median (least to greatest) of {given.rounds}")
        print(f"{'':30} {'s or MB':>9} {'s or MB':>9}")
        for name, measure in rows(given.share).items():
            if not given.only or any(word in name for word in given.only):
                pairs = [(measure(both[0]), measure(both[1])) for _ in range(given.rounds)]
                print(told(name, pairs), flush=True)
        if not given.only or "workers" in given.only:
            n = max(20, int(1000 * given.share))
            pairs = [(both[1].clock(n, 2), both[1].clock(n, 1)) for _ in range(given.rounds)]
            print(told(f"clock of {n}: 2 workers, 1", pairs), flush=True)


if __name__ == "__main__":
    main()
