"""Try a mutant: run the verification and property tests on a copy of the program that has it.

Starting Python and importing everything takes longer than most tests that find a mutant, so what no mutant
touches is imported once, and each trial is a fork of that.
"""

from __future__ import annotations

import hashlib
import importlib
import multiprocessing
import os
import re
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.mutants.listing import ROOT, Mutant

PARTS = ("sim", "scenarios", "pyproject.toml", "tests/__init__.py", "tests/build.py", "tests/verification",
         "tests/properties")  # fmt: skip
SUITE = ("tests/verification", "tests/properties")
UNTOUCHED = (
    "pytest",
    "hypothesis.strategies",
    "hypothesis.extra",
    "simpy",
    "paris44.scenario.load",
    "paris44.world.build",
)
MEMORY = 4 << 30  # bytes: a fault that never ends must not take the machine with it
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Verdict:
    """How a trial ended: ``test`` failed first (empty: none did), after so many seconds."""

    test: str
    seconds: float


class Bench:
    """A copy of the program and of the tests that judge it, into which one mutant after the other is put."""

    def __init__(self, folder: Path, limit: float) -> None:
        self.folder = folder.resolve()
        self.limit = limit
        ignore = shutil.ignore_patterns("__pycache__", "*.so")  # what is compiled would not be the mutant
        for part in PARTS:
            goal = self.folder / part
            goal.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, goal, ignore=ignore)
            else:
                shutil.copy(ROOT / part, goal)
        self.digest = self._digest()
        sys.path.insert(0, str(self.folder / "sim"))
        for name in UNTOUCHED:
            importlib.import_module(name)
        if not Path(sys.modules["paris44"].__file__ or "").is_relative_to(self.folder):
            raise RuntimeError("another paris44 is imported already: no mutant of the copy would be tried")
        if any(name.startswith("paris44.engine") for name in sys.modules):
            raise RuntimeError("the engine is imported too early: a mutant of it would not be tried")

    def _digest(self) -> str:
        """Of all that is laid out: a verdict holds for the very same program and tests."""
        total = hashlib.sha256()
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            total.update(str(path.relative_to(self.folder)).encode() + path.read_bytes())
        return total.hexdigest()

    def try_(self, mutant: Mutant) -> Verdict:
        """Run the test that should find it, then if need be all of them.

        Raises:
            ListError: it cannot be made.
        """
        path = self.folder / mutant.path
        source = path.read_text(encoding="utf-8")
        began = monotonic()
        _write(path, mutant.applied(source))
        try:
            test = self.fails(mutant.killed_by) if mutant.killed_by else ""
            test = test or self.fails(*SUITE)
        finally:
            _write(path, source)
        return Verdict(test, monotonic() - began)

    def fails(self, *tests: str) -> str:
        """The first test that fails (empty: none does; one that cannot be found is none that fails)."""
        told = self.folder / "told.txt"
        trial = FORK.Process(target=_run, args=(self.folder, told, tests))
        trial.start()
        trial.join(self.limit)
        if trial.is_alive():
            trial.kill()
            trial.join()
            return f"no end within {self.limit:g} s"
        if trial.exitcode in (0, 4, 5):  # all passed; no such test
            return ""
        found = FAILED.search(told.read_text(encoding="utf-8"))
        return found[1] if found else f"pytest ended with {trial.exitcode}"


def _run(folder: Path, told: Path, tests: tuple[str, ...]) -> None:
    """In a process of its own: run tests of the copy, in order, until one fails."""
    with told.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    _limit_memory()
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]  # the copy has its own
    os.chdir(folder)
    os.environ |= {"PARIS44_HYPOTHESIS": "unshrunk", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "400"}
    pytest = importlib.import_module("pytest")
    options = ["-q", "-x", "--tb=no", "-rfE", "-m", "not bench and not slow"]
    code = pytest.main([*options, *tests])
    sys.stdout.flush()
    os._exit(int(code))


def _write(path: Path, source: str) -> None:
    """Write a module, and forget what Python has compiled of it: its time and size may be as before."""
    path.write_text(source, encoding="utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


def _limit_memory() -> None:
    """No more memory than is meet, where the system can say so."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
