"""Runs at sampled values of the uncertain parameters: one replication for each sample.

The samples are a Latin hypercube in the parameters' own cumulative probabilities: each parameter is
met once in each of n equal slices of its distribution. A sample fixes every uncertain parameter for
its whole run; all other dice stay as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paris44.engine.run import run
from paris44.language.text import msg
from paris44.results.columns import Arrival, ArrivalKey
from paris44.results.errors import StudyError, out_error
from paris44.results.kept import GROUP
from paris44.results.write import make_folder, remove_empty, write_atomically
from paris44.scenario.dist import fixed
from paris44.scenario.model import Scenario
from paris44.study.reading.arrivals import arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import outcomes
from paris44.study.running.replicate import Effort
from paris44.study.running.spread import Work, spread
from paris44.version import __version__
from paris44.world.build import World, build

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """``u[i, j]`` is the cumulative probability of parameter ``names[j]`` in sample ``i``."""

    names: tuple[str, ...]
    u: Floats

    def values(self, scenario: Scenario, i: int) -> dict[str, float]:
        """The parameters of sample ``i``, in the units in which they are stored."""
        return {n: scenario.parameters[n].at(float(self.u[i, j])) for j, n in enumerate(self.names)}


@dataclass(frozen=True)
class Sample:
    """What one sample's replication gave: outcomes and heads of the wanted rows, inf for never."""

    index: int
    outcomes: Mapping[str, float]
    times: Mapping[ArrivalKey, tuple[float, float]]  # head and clear
    units: Mapping[str, str]


def uncertain(scenario: Scenario) -> tuple[str, ...]:
    """The parameters that are not known for certain.

    Raises:
        StudyError: there are none (exit code 2).
    """
    names = tuple(name for name, law in scenario.parameters.items() if not law.is_fixed)
    if not names:
        raise StudyError(
            2, msg("{name}: no parameter is uncertain, there is nothing to vary", name=scenario.name)
        )
    return names


def latin(names: Sequence[str], n: int, seed: int) -> Design:
    """A Latin hypercube of ``n`` samples, the same for the same seed on every machine."""
    columns = []
    for j in range(len(names)):
        raw = np.random.PCG64([seed, j]).random_raw(n)
        columns.append((np.argsort(np.argsort(raw, kind="stable"), kind="stable") + 0.5) / n)
    return Design(tuple(names), np.column_stack(columns))


@dataclass
class SampleShelf:
    """A folder for finished samples, and the keys of those that the present question has asked for.

    Each command has a folder of its own, and a file's name begins with the key of all that its samples follow
    from: scenario, dice, version and design. So other questions may leave theirs beside.
    """

    folder: Path
    asked: set[str] = field(default_factory=set)

    def of(self, key: str) -> _Store:
        """The place of the samples that follow from ``key``."""
        self.asked.add(key)
        return _Store(self.folder, key)

    def clear(self) -> None:
        """The question is answered: what it asked for goes, what others left stays."""
        for path in self.folder.glob("*.json"):
            if path.name.partition("-")[0] in self.asked:
                path.unlink(missing_ok=True)


@contextmanager
def shelf(out: Path, command: str) -> Iterator[SampleShelf]:
    """A folder for finished samples: what an interrupted question leaves there the next one finds; when the
    question is answered it goes, and where none was finished no new folder stays.

    Raises:
        StudyError: there can be no such folder (exit code 2), or the machine failed (1).
    """
    folder = Path(out) / command / "samples"
    new: list[Path] = []
    try:
        new = make_folder(folder)
        kept = SampleShelf(folder)
        yield kept
        kept.clear()
        remove_empty([folder])
    except OSError as error:
        raise out_error(error, folder) from None
    finally:
        remove_empty(new)


def explore(
    scenario: Scenario,
    design: Design,
    effort: Effort,
    wanted: Sequence[ArrivalKey] = (),
    kept: SampleShelf | None = None,
) -> list[Sample]:
    """Simulate every sample, in its order; progress goes to ``effort.progress``. Finished ones are looked
    for, and left, on the shelf ``kept``.

    Raises:
        StudyError: the options are wrong or the scheduler is not there (2), or the machine failed (1).
    """
    effort.checked()
    n = len(design.u)
    job = scenario, design, effort.dice(scenario), tuple(wanted)
    decides = (design.names, hashlib.sha256(design.u.tobytes()).hexdigest(), list(wanted))
    store = None if kept is None else kept.of(_key(scenario, effort, decides))
    return _gathered(_chunk, job, n, effort, store)


def throw_anew(
    world: World, n: int, anew: frozenset[str], effort: Effort, kept: SampleShelf,
    wanted: Sequence[ArrivalKey] = (),
) -> list[Sample]:  # fmt: skip
    """The first ``n`` replications with the dice of the keys ``anew`` thrown once more; progress and finished
    ones as :func:`explore` has them.

    Raises:
        StudyError: the options are wrong or the scheduler is not there (2), or the machine failed (1).
    """
    effort.checked()
    job = world, effort.dice(world.scenario), anew, tuple(wanted)
    key = _key(world.scenario, effort, (sorted(anew), list(wanted)))
    return _gathered(_again, job, n, effort, kept.of(key))


def _gathered(work: Work, job: object, n: int, effort: Effort, store: _Store | None) -> list[Sample]:
    """The samples of a job, in their order: those that are kept, and the others as they finish."""
    tasks = [range(at, min(at + GROUP, n)) for at in range(0, n, GROUP)]
    done: dict[int, Sample] = {}
    if store is not None:
        done = {sample.index: sample for task in tasks for sample in store.found(task)}
    left = [task for task in tasks if task[0] not in done]
    if left and effort.progress is not None:
        effort.progress(len(done), n)
    for chunk in spread(work, job, left, effort.workers, effort.scheduler):
        done |= {sample.index: sample for sample in chunk}
        if store is not None:
            store.put(chunk)
        if effort.progress is not None:
            effort.progress(len(done), n)
    return [done[i] for i in range(n)]


def _key(scenario: Scenario, effort: Effort, decides: object) -> str:
    """What the samples follow from."""
    told = json.dumps((scenario.digest, scenario.duration, effort.dice(scenario), __version__, decides))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class _Store:
    """Finished chunks of one design, each in a file of its own."""

    folder: Path
    key: str

    def _path(self, first: int) -> Path:
        return self.folder / f"{self.key}-{first}.json"

    def found(self, which: range) -> list[Sample]:
        """The samples of a chunk; none where it is not there, or half-written."""
        try:
            rows = json.loads(self._path(which[0]).read_bytes())
        except (OSError, ValueError):
            return []
        told = [(row, {tuple(key): tuple(both) for key, both in row["times"]}) for row in rows]
        return [Sample(row["index"], row["outcomes"], times, row["units"]) for row, times in told]

    def put(self, chunk: Sequence[Sample]) -> None:
        """Keep the samples of a chunk."""
        rows = [
            {
                "index": s.index,
                "outcomes": s.outcomes,
                "times": [[*x] for x in s.times.items()],
                "units": s.units,
            }
            for s in chunk
        ]
        write_atomically(self._path(chunk[0].index), json.dumps(rows).encode())


def _chunk(job: tuple[Scenario, Design, int, Sequence[ArrivalKey]], which: range) -> list[Sample]:
    return [_sample(*job, i) for i in which]


def _sample(scenario: Scenario, design: Design, seed: int, wanted: Sequence[ArrivalKey], i: int) -> Sample:
    values = design.values(scenario, i)
    laws = {**scenario.parameters, **{name: fixed(value) for name, value in values.items()}}
    world = build(scenario._replace(parameters=laws))
    return _told(Doings(survey(world), run(world, seed=seed, replication=i)), wanted, i)


def _again(job: tuple[World, int, frozenset[str], Sequence[ArrivalKey]], which: range) -> list[Sample]:
    world, seed, anew, wanted = job
    ground = survey(world)
    logs = ((i, run(world, seed=seed, replication=i, anew=anew)) for i in which)
    return [_told(Doings(ground, log), wanted, i) for i, log in logs]


def _told(doings: Doings, wanted: Sequence[ArrivalKey], i: int) -> Sample:
    """What one replication gave."""
    ends = outcomes(doings, [])
    rows: dict[ArrivalKey, Arrival] = {}
    if wanted:
        rows = {r.key: r for r in arrivals(doings, Causes(doings.log))}
    values_of = {o.name: np.inf if o.value is None else o.value for o in ends}
    times = {key: _both(rows.get(key)) for key in wanted}
    return Sample(i, values_of, times, {o.name: o.unit for o in ends})


def _both(row: Arrival | None) -> tuple[float, float]:
    head = np.inf if row is None or row.time is None else row.time
    clear = np.inf if row is None or row.clear is None else row.clear
    return head, clear
