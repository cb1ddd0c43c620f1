"""Many replications of one scenario: on all cores, kept as they finish, the same bytes however they ran."""

from __future__ import annotations

import math
import os
import platform
import socket
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version as version_of
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, overload

from paris44.language.text import msg, quoted
from paris44.results.columns import described
from paris44.results.errors import StudyError, disk_error, out_error
from paris44.results.kept import FORMS, GROUP, PARQUET
from paris44.results.manifest import FORMAT, check_files, read_manifest, run_id
from paris44.results.read import ResultFolder
from paris44.results.write import LOG, Parts, assemble, locked, make_folder, missing, pack, write_atomically
from paris44.scenario.file.find import RESOLVED
from paris44.study.running.lay_out import lay_out
from paris44.study.running.own import NO_RULES, OwnRules
from paris44.study.running.spread import spread
from paris44.study.statistics.estimates import median_interval
from paris44.version import __version__
from paris44.world.dice import master_seed

if TYPE_CHECKING:
    from paris44.results.batch import Batch
    from paris44.scenario.load import Loaded
    from paris44.scenario.model import Scenario
    from paris44.study.running.simulation import Job

EVENTS = 20
"""Replications that keep their events, where nothing else is asked."""

Task = tuple[tuple[int, bool, bool], ...]
"""The replications of a chunk: (replication, main tables?, event tables?)."""


class Progress(Protocol):
    """Told after each finished chunk how many of the replications are there."""

    def __call__(self, done: int, total: int, /) -> None:
        """``done`` of ``total`` replications are finished."""


_WHOLE = {"n": "-n", "seed": "--seed", "workers": "--workers", "events": "--events"}
"""What of an effort is a whole number -> how its option is called."""


@dataclass(frozen=True)
class Effort:
    """How to simulate. None of it but ``seed`` and ``chance`` changes a single replication.

    ``seed`` None: the theatre's own, else the program's. ``workers`` None: one for each core. ``events``
    None: every replication keeps its events.
    ``chance`` False: one replication with every draw at its median. ``tables``: how they are kept,
    ``parquet`` or ``csv``; None: as they are, new ones as Parquet.
    """

    n: int = 200
    seed: int | None = None
    workers: int | None = None
    out: Path = Path("results")
    scheduler: str | None = None
    events: int | None = EVENTS
    chance: bool = True
    progress: Progress | None = None
    tables: str | None = None

    def dice(self, scenario: Scenario) -> int:
        """The master seed of the draws of a scenario."""
        return master_seed(scenario) if self.seed is None else self.seed

    def __post_init__(self) -> None:
        """Whole numbers of other kinds (those of NumPy) are kept as Python's, as the manifest needs them."""
        for name in _WHOLE:
            value = getattr(self, name)
            if isinstance(value, Integral) and not isinstance(value, bool):
                object.__setattr__(self, name, int(value))

    def checked(self) -> Effort:
        """Itself.

        Raises:
            StudyError: a number that makes no sense (exit code 2).
        """
        for name, option in _WHOLE.items():
            value = getattr(self, name)
            if type(value) is not int and (value is not None or name == "n"):
                wrong = {"option": option, "value": quoted(value)}
                if name == "events":
                    raise StudyError(
                        2, msg("{option}: {value} is not a whole number, nor None: all", **wrong)
                    )
                raise StudyError(2, msg("{option}: {value} is not a whole number", **wrong))
        if self.seed is not None and self.seed < 0:
            raise StudyError(2, msg("--seed: {seed}; at least 0 is needed", seed=self.seed))
        if self.n < 1:
            raise StudyError(2, msg("-n: {n} replications; at least 1 is needed", n=self.n))
        if self.workers is not None and self.workers < 1:
            raise StudyError(2, msg("--workers: {workers}; at least 1 is needed", workers=self.workers))
        if self.events is not None and self.events < 0:
            raise StudyError(2, msg("--events: {events}; 0 or more, or None: all", events=self.events))
        if self.tables not in (None, *FORMS):
            raise StudyError(
                2,
                msg("--tables: {tables}; one of {forms}", tables=quoted(self.tables), forms=", ".join(FORMS)),
            )
        return self

    @property
    def replications(self) -> int:
        """How many: one where there is no chance."""
        return self.n if self.chance else 1

    @property
    def kept_events(self) -> int:
        """How many replications keep their events."""
        return self.replications if self.events is None else min(self.events, self.replications)


def replicate(loaded: Loaded, effort: Effort, rules: OwnRules = NO_RULES) -> ResultFolder:
    """Run the replications that the scenario's folder lacks, and open it.

    Raises:
        ScenarioError: the scenario cannot be laid out.
        StudyError: the options are wrong or the scheduler is not there (2), or the machine failed (1).
        KeyboardInterrupt: interrupted; finished chunks are kept.
    """
    effort.checked()
    identity = identity_of(loaded, effort, rules)
    folder = folder_of(loaded, effort, rules)
    world = cache(partial(lay_out, loaded, rules.hooks))
    if not _is_there(folder):
        world()  # before there is a folder to leave behind

    def job() -> Job:
        from paris44.study.running.simulation import Simulation

        return Simulation(world(), effort.dice(loaded.scenario), effort.chance, rules.outcomes)

    return fill(folder, identity, loaded.dump_resolved, job, effort).of(loaded)


def folder_of(loaded: Loaded, effort: Effort, rules: OwnRules = NO_RULES) -> Path:
    """Where the run lies, or will lie."""
    scenario = loaded.scenario
    name = run_id(scenario.digest, effort.dice(scenario), __version__, effort.chance, rules.key)
    return Path(effort.out) / scenario.name / name


def fill(
    folder: Path,
    identity: dict[str, Any],
    resolved: Callable[[], str],
    job: Callable[[], Job],
    effort: Effort,
) -> ResultFolder:
    """Bring ``folder`` to the replications of ``effort`` with the replications that ``job`` makes; a new one
    gets the text of its scenario, ``resolved``.

    Nothing is written where it has them already, so that it may lie on a medium that cannot be written.
    """
    if has_all(folder, effort):
        return ResultFolder.open(folder, n=effort.replications)
    if effort.scheduler is not None and not _is_there(folder):  # before there is a folder to leave behind
        from paris44.study.running.cluster import reach

        reach(effort.scheduler)
    try:
        _begin(folder, resolved)
    except OSError as error:
        raise out_error(error, folder) from None
    try:
        with locked(folder):
            _fill(folder, identity, job, effort)
    except OSError as error:
        raise disk_error(error, folder) from None
    return ResultFolder.open(folder, n=effort.replications)


def has_all(folder: Path, effort: Effort) -> bool:
    """Whether a run's folder holds what ``effort`` asks for.

    Raises:
        ResultError: its manifest is not one that this version can read, or was altered.
    """
    manifest = read_manifest(folder) if _is_there(folder) else None
    if manifest is None:
        return False
    enough = manifest["n"] >= effort.replications and manifest["events"] >= effort.kept_events
    return bool(enough) and effort.tables in (None, manifest["tables"])


def _is_there(folder: Path) -> bool:
    """Whether the run has a folder; what can be no folder is not there, and making it says why."""
    try:
        return folder.exists()
    except OSError:
        return False


def _begin(folder: Path, resolved: Callable[[], str]) -> None:
    """Make the folder and put the scenario into it; one that is there counts where a manifest seals it."""
    make_folder(folder)
    if read_manifest(folder) is None:
        write_atomically(folder / RESOLVED, resolved().encode())


def identity_of(loaded: Loaded, effort: Effort, rules: OwnRules = NO_RULES) -> dict[str, Any]:
    """The part of the manifest that does not depend on how many replications there are."""
    return {
        "format": FORMAT,
        "run_id": folder_of(loaded, effort, rules).name,
        **described(loaded.scenario),
        "seed": effort.dice(loaded.scenario),
        "chance": effort.chance,
        "versions": {
            "paris44": __version__,
            "python": ".".join(platform.python_version_tuple()[:2]),
            **{name: version_of(name) for name in ("simpy", "networkx", "numpy")},
        },
        **({"hooks": rules.words} if rules else {}),
    }


def _fill(folder: Path, identity: dict[str, Any], job: Callable[[], Job], effort: Effort) -> None:
    manifest = read_manifest(folder) or {}
    if manifest:  # what is altered is not to be built on
        check_files(folder, manifest)
    n = max(effort.replications, manifest.get("n", 0))
    events = max(effort.kept_events, manifest.get("events", 0))
    parts = Parts(folder)
    todo = Todo(parts, manifest, n, events)
    began, status = time.monotonic(), "interrupted"
    try:
        _simulate(todo, job, parts, effort, n)
        assemble(folder, parts, identity, n, events, effort.tables or manifest.get("tables", PARQUET))
        status = "finished"
    finally:
        seconds = time.monotonic() - began
        done = n if status == "finished" else n - sum(1 for _ in missing(parts, manifest, n, events))
        _log(
            folder,
            f"{status}: {done} of {n} replications, {todo.replications} to do, {seconds:.1f} s",
            effort,
        )


def _simulate(todo: Todo, job: Callable[[], Job], parts: Parts, effort: Effort, n: int) -> None:
    """Simulate what is missing and keep it in parts."""
    report = effort.progress or _silent
    if not todo:
        return
    done = n - todo.replications
    report(done, n)
    for first, last, count, data in spread(_work, job(), todo, effort.workers, effort.scheduler):
        parts.add(first, last, data)
        done += count
        report(done, n)


def _silent(_done: int, _total: int, /) -> None:
    """Nobody looks."""


class Todo(Sequence[Task]):
    """What a run still lacks, chunk by chunk. Each is made when it is asked for: of a million replications
    only the numbers of the chunks are kept."""

    def __init__(self, parts: Parts, manifest: Mapping[str, Any], n: int, events: int) -> None:
        self._missing = partial(missing, parts, manifest)
        self._n, self._events = n, events
        self._numbers = array("q")
        self.replications = 0
        for task in chunks(self._missing(n, events)):
            self._numbers.append(task[0][0] // GROUP)
            self.replications += len(task)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Task: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Task]: ...
    def __getitem__(self, at: int | slice) -> Task | Sequence[Task]:
        if isinstance(at, slice):
            return [self[k] for k in range(*at.indices(len(self)))]
        first = self._numbers[at] * GROUP
        return tuple(self._missing(min(first + GROUP, self._n), self._events, first))


def chunks(todo: Iterable[tuple[int, bool, bool]]) -> Iterator[Task]:
    """Cut the replications at multiples of :data:`paris44.results.kept.GROUP`."""
    chunk: list[tuple[int, bool, bool]] = []
    for wanted in todo:
        if chunk and wanted[0] // GROUP != chunk[0][0] // GROUP:
            yield tuple(chunk)
            chunk = []
        chunk.append(wanted)
    if chunk:
        yield tuple(chunk)


Finished = tuple[int, int, int, bytes]
"""First and last replication of a chunk, how many, and its part."""


def _work(job: Job, task: Task) -> Finished:
    from paris44.engine.run import uncollected

    def one(replication: int, main: bool, events: bool) -> Mapping[str, Batch]:
        with uncollected():
            return job.tables(replication, main=main, events=events)

    return task[0][0], task[-1][0], len(task), pack(task, one)


def _log(folder: Path, text: str, effort: Effort) -> None:
    """A line in ``run.log``: the only file that knows of clocks and hosts."""
    from paris44.engine.run import language

    stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    workers = effort.scheduler or f"{effort.workers or os.cpu_count()} workers"
    line = f"{stamp} {socket.gethostname()} {workers}, engine in {language()}: {text}\n"
    try:
        with (folder / LOG).open("a", encoding="utf-8") as file:
            file.write(line)
    except OSError:  # a full disk has already been reported
        return


# --- as many as needed -------------------------------------------------------------------------


@dataclass(frozen=True)
class Precision:
    """The 95 % interval of the median of an outcome after ``n`` replications."""

    n: int
    lo: float
    hi: float
    reached: bool

    @property
    def width(self) -> float:
        """Width of the interval in the outcome's own unit (seconds for a moment)."""
        return self.hi - self.lo


def replicate_until(
    loaded: Loaded, effort: Effort, outcome: str, width: float, *, first: int = 50, most: int = 5000
) -> tuple[ResultFolder, Precision]:
    """Add replications until the 95 % interval of ``outcome``'s median is at most ``width`` (seconds or
    a number), in steps of whole chunks, at most ``most``.

    Raises:
        StudyError: the scenario has no such outcome, or ``width`` is not positive (exit code 2).
    """
    if not width > 0:
        raise StudyError(2, msg("--width: {width}; must be more than 0", width=width))
    n = first
    while True:
        result = replicate(loaded, replace(effort, n=n))
        lo, hi, _ = median_interval(result.series(outcome).values)
        narrow = math.isfinite(lo) and math.isfinite(hi) and hi - lo <= width
        if narrow or n >= most:
            return result, Precision(n, lo, hi, narrow)
        n = min(most, _next(n, hi - lo, width))


def _next(n: int, now: float, width: float) -> int:
    """An interval shrinks with the root of n; go two thirds of the way at least, at most to the double."""
    guess = n * (now / width) ** 2 if math.isfinite(now) else 2.0 * n
    step = min(max(guess, n + GROUP), 2.0 * n)
    return math.ceil(step / GROUP) * GROUP
