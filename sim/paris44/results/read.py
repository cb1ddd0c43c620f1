"""Result folders: their names, reading them back, listing and removing them."""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import numpy as np

from paris44.language.text import msg, quoted
from paris44.results import kept
from paris44.results.batch import NEVER, Batch, Floats, Ints, Narrow, Numbers, Words, grouped, joined
from paris44.results.catalogue import is_run, named, preferred
from paris44.results.columns import (
    TIME_UNIT,
    Arrival,
    ArrivalKey,
    CauseRow,
    ChainRow,
    Clock,
    EventRow,
    LineRow,
    LossRow,
    OutcomeRow,
    Series,
    TrackRow,
    described,
)
from paris44.results.errors import ResultError, StudyError, no_such_outcome
from paris44.results.kept import BY
from paris44.results.manifest import AGAIN, MANIFEST, check_files, read_manifest
from paris44.results.rows import cells_of, rows_of, since_start
from paris44.results.write import PARTS
from paris44.scenario.file.find import RESOLVED

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded
    from paris44.scenario.model import Scenario


@dataclass(frozen=True)
class Times:
    """A row of the arrivals over the replications: ``head`` and ``clear`` in seconds, inf for never."""

    head: Floats
    clear: Floats


@dataclass(frozen=True)
class Visits:
    """Rows of the arrivals about one thing, where there is one: ``head`` and ``clear`` in seconds, inf for
    never, in the order of the replications."""

    replication: Ints
    head: Floats
    clear: Floats


@dataclass(frozen=True)
class ToldVisits(Visits):
    """The same, with the cause of each that came and the reason of each that never did."""

    cause: Words
    reason: Words


Seen = TypeVar("Seen", bound=Visits)
Made = TypeVar("Made")
Part = TypeVar("Part")
Read = TypeVar("Read")
_ABOUT = ("formation", "place", "event", "visit")
"""The columns of the arrivals that make a key."""
_TIMES = ("time", "clear_time")
_NO_ROW, _LATE = -(2**31), 2**31 - 1
"""In place of a moment: there is no row, and the row says that it never comes."""
BLOCK = 200_000
"""Rows that are looked at together."""


class ResultFolder:
    """A finished run, read back from its folder. ``n`` may be fewer replications than the folder holds."""

    def __init__(
        self, path: Path, manifest: Mapping[str, Any], n: int | None = None, loaded: Loaded | None = None
    ) -> None:
        self._loaded = loaded
        self._held: dict[str, Any] | None = None
        self.path = path
        self.manifest = manifest
        self.n: int = manifest["n"] if n is None else min(n, manifest["n"])

    @classmethod
    def open(
        cls, path_or_name: str | Path, root: str | Path = "results", n: int | None = None
    ) -> ResultFolder:
        """Read a result folder, or of the scenario of that name under ``root`` the newest run with chance,
        and where there is none the one without.

        Raises:
            ResultError: there is none, or it is foreign, half-written, damaged, altered or from another
                version of the layout.
        """
        path = _find(path_or_name, Path(root))
        manifest = read_manifest(path)
        if manifest is None:
            raise ResultError(_not_a_result(path))
        check_files(path, manifest)
        return cls(path, manifest, n)

    @property
    def recorded(self) -> int:
        """Of how many of its replications, the first ones, there are events, tracks and losses."""
        return min(int(self.manifest["events"]), self.n)

    def of(self, loaded: Loaded) -> ResultFolder:
        """The same run, whose scenario is at hand and need not be read again."""
        return ResultFolder(self.path, self.manifest, self.n, loaded)

    def first(self, n: int) -> ResultFolder:
        """The same run, of which only the first ``n`` replications count."""
        return self if n >= self.n else ResultFolder(self.path, self.manifest, n, self._loaded)

    def held(self) -> Self:
        """The same run, whose events, tracks, chains and hours of arrivals are read once, whoever asks: for
        as long as it is at hand."""
        same = copy(self)
        same._held = {}
        return same

    def once(self, what: str, read: Callable[[], Read]) -> Read:
        """What ``read`` makes of its rows; where the run is held, for whoever asks first, and shared."""
        if self._held is None:
            return read()
        if what not in self._held:
            self._held[what] = read()
        return cast("Read", self._held[what])

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(self.manifest["scenario"])

    @property
    def seed(self) -> int:
        """The master seed."""
        return int(self.manifest["seed"])

    @cached_property
    def clock(self) -> Clock:
        """Seconds since the scenario's start to ISO text and back."""
        return Clock(self.manifest["start"])

    @cached_property
    def loaded(self) -> Loaded:
        """The scenario that was run, with its document.

        Raises:
            ResultError: it is not the one that the manifest speaks of.
        """
        from paris44.scenario.load import load

        loaded = load(self.path / RESOLVED) if self._loaded is None else self._loaded
        told = described(loaded.scenario)
        if any(self.manifest[key] != value for key, value in told.items()):
            raise ResultError(
                msg(
                    "{path}: {resolved} is not the scenario of {manifest}; {again}",
                    path=self.path,
                    resolved=RESOLVED,
                    manifest=MANIFEST,
                    again=AGAIN,
                )
            )
        return loaded

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.loaded.scenario

    # --- rows ---

    def batches(self, table: str, names: Collection[str] | None = None) -> Iterator[Batch]:
        """The rows of a table as columns, some thousand at a time; of them the columns ``names`` (None: all).

        Raises:
            ResultError: the file has been taken away or altered since the run was opened.
        """
        return kept.batches(self.path, self.manifest, table, self.n, names)

    def _whole(self, table: str, names: Collection[str] | None = None) -> Batch | None:
        """All rows of a table; None where it has none."""
        found = list(self.batches(table, names))
        return joined(found) if found else None

    def _rows(self, table: str) -> Iterator[Any]:
        batches = self.batches(table, cells_of(table))
        return chain.from_iterable(rows_of(table, batch, self.clock) for batch in batches)

    def _kept_rows(self, table: str) -> Iterator[Any]:
        """The rows of a table of the first replications, in memory where the run is held."""
        if self._held is None:
            return self._rows(table)
        return iter(self.once(table, lambda: list(self._rows(table))))

    def arrivals(self) -> Iterator[Arrival]:
        """Rows of the arrivals."""
        return self._rows("arrivals")

    def outcome_rows(self) -> Iterator[OutcomeRow]:
        """Rows of the outcomes."""
        return self._rows("outcomes")

    def causes(self) -> Iterator[CauseRow]:
        """Rows of the causes."""
        return self._rows("causes")

    def chain_rows(self) -> Iterator[ChainRow]:
        """Rows of the chains."""
        return self._rows("chains")

    def crossings(self) -> Iterator[LineRow]:
        """Rows of the lines: who crossed a phase line, and what it cost."""
        return self._rows("lines")

    def events(self) -> Iterator[EventRow]:
        """Rows of the events: the first replications only."""
        return self._kept_rows("events")

    def tracks(self) -> Iterator[TrackRow]:
        """Rows of the tracks: the first replications only."""
        return self._kept_rows("tracks")

    def losses(self) -> Iterator[LossRow]:
        """Rows of the losses: the first replications only."""
        return self._rows("losses")

    # --- arrays over the replications ---

    def outcomes(self) -> dict[str, Series]:
        """Every outcome over the replications, in the order of the file."""
        return dict(self._outcomes)

    @cached_property
    def _outcomes(self) -> dict[str, Series]:
        index: dict[str, int] = {}
        units: dict[int, str] = {}
        told: dict[int, dict[int, str]] = {}
        values = np.full((0, self.n), np.inf)
        for batch in self.batches("outcomes", ("outcome", "time", "value", "unit", "reason")):
            of, replications = _recoded(batch.words("outcome").tidy(), index), batch.numbers(BY)
            units = {**dict(zip(of.tolist(), batch.words("unit").texts(), strict=True)), **units}
            values = _with_room(values, len(index), np.inf)
            values[of, replications] = seen = self._values(batch)
            never = np.flatnonzero(np.isinf(seen))
            texts = batch.words("reason")[never].texts()
            rows = zip(of[never].tolist(), replications[never].tolist(), texts, strict=True)
            for number, replication, text in rows:
                told.setdefault(number, {})[replication] = sys.intern(text)
        return {
            name: Series.told(name, units[k], array("d", values[k].tobytes()), told.pop(k, {}))
            for name, k in index.items()
        }

    def _values(self, batch: Batch) -> Floats:
        """The value of each row of the outcomes, inf for never: a moment or a number, by its unit."""
        unit = batch.words("unit")
        is_time = np.array([word == TIME_UNIT for word in unit.words], bool)[unit.codes]
        moments = since_start(batch.numbers("time"), self.clock)
        return np.where(is_time, moments, np.nan_to_num(batch.numbers("value"), nan=np.inf))

    def series(self, name: str) -> Series:
        """One outcome over the replications: by its name, or a row of the arrivals as
        ``FORMATION@PLACE:EVENT`` (its head's first visit).

        Raises:
            StudyError: the run has no such outcome (exit code 2).
        """
        if "@" in name and ":" in name:
            formation, _, rest = name.partition("@")
            place, _, event = rest.partition(":")
            key = (formation, place, event, 1)
            head = self.times([key])[key].head
            if np.isfinite(head).any():
                return Series(name, TIME_UNIT, head.tolist(), {})
            raise StudyError(
                2,
                msg(
                    "--outcome: {formation} has no {event} at {place} in {name}",
                    formation=formation,
                    event=event,
                    place=quoted(place),
                    name=self.name,
                ),
            )
        known = self.outcomes()
        if name not in known:
            raise no_such_outcome(self.name, name, known)
        return known[name]

    def times(self, wanted: Collection[ArrivalKey] | None = None) -> Mapping[ArrivalKey, Times]:
        """Head and clear times of the rows ``wanted``, never where there is no row (None: of all that there
        are, in the order in which they first come)."""
        keys, (head, clear), _ = self._gathered(wanted, ())
        return _Made(keys, lambda k: Times(self._seconds(head[k]), self._seconds(clear[k])))

    def visits(self, wanted: Collection[ArrivalKey] | None = None) -> Mapping[ArrivalKey, Visits]:
        """The rows of the arrivals, those about one thing together; of those ``wanted`` that there are (None:
        all, in the order in which they first come)."""
        return self._visits(wanted, (), Visits)

    def told_visits(self, wanted: Collection[ArrivalKey] | None = None) -> Mapping[ArrivalKey, ToldVisits]:
        """The same, with causes and reasons."""
        return self._visits(wanted, ("cause", "reason"), ToldVisits)

    def _visits(
        self, wanted: Collection[ArrivalKey] | None, names: Sequence[str], make: Callable[..., Seen]
    ) -> Mapping[ArrivalKey, Seen]:
        """The rows about each key, made of their times and the columns ``names`` of words."""
        keys, (head, clear, *codes), words = self._gathered(wanted, names)

        def made(k: int) -> Seen:
            there = np.flatnonzero(head[k] != _NO_ROW)
            times = (self._seconds(values[k, there]) for values in (head, clear))
            told = (Words(w, c[k, there]) for w, c in zip(words, codes, strict=True))
            return make(there, *times, *told)

        return _Made({key: k for key, k in keys.items() if (head[k] != _NO_ROW).any()}, made)

    def _gathered(
        self, wanted: Collection[ArrivalKey] | None, names: Sequence[str]
    ) -> tuple[Mapping[ArrivalKey, int], list[Narrow], list[tuple[str, ...]]]:
        """The arrivals about each key: its number, and by that and the replication the moments and the codes
        of the columns ``names``, with the words of each. They are held as narrow as can be, and no more than
        a batch besides: of a large run there are many."""
        numbers = Numbers(_ABOUT, wanted)
        index: list[dict[str, int]] = [{} for _ in names]
        found = [np.full((len(numbers.keys), self.n), _NO_ROW, np.int32) for _ in (*_TIMES, *names)]
        for of, batch in self._numbered(numbers, (*_ABOUT, *_TIMES, *names), (BY, *_TIMES, *names)):
            moments = (_narrow(batch.numbers(name), self.clock) for name in _TIMES)
            codes = (_recoded(batch.words(name), known) for name, known in zip(names, index, strict=True))
            at = of, batch.numbers(BY)
            for k, column in enumerate((*moments, *codes)):
                found[k] = _with_room(found[k], len(numbers.keys), _NO_ROW)
                found[k][at] = column
        return numbers.keys, found, [tuple(known) for known in index]

    def _seconds(self, moments: Narrow) -> Floats:
        """Narrow moments as seconds since the start; infinite where one never comes."""
        never = (moments == _NO_ROW) | (moments == _LATE)
        wide = np.where(never, NEVER, moments.astype(np.int64) + self.clock.epoch)
        return since_start(wide, self.clock)

    def _about(self, numbers: Numbers, columns: Sequence[str]) -> Iterator[tuple[Ints, Batch]]:
        """The rows of the arrivals that have a number: these, and of the rows the ``columns`` and the
        replication."""
        found = self._numbered(numbers, (*_ABOUT, *columns), (BY, *columns))
        for block in blocks(found, lambda pair: len(pair[0])):
            of, batches = zip(*block, strict=True)
            yield np.concatenate(of), joined(batches)

    def _numbered(
        self, numbers: Numbers, names: Collection[str], kept: Collection[str]
    ) -> Iterator[tuple[Ints, Batch]]:
        """The same, batch by batch as they lie in the file."""
        for batch in self.batches("arrivals", names):
            number = numbers.of(batch)
            rows = np.flatnonzero(number >= 0)
            if len(rows):
                yield number[rows], batch.only(kept).rows(rows)

    def arrival_hours(self) -> Mapping[ArrivalKey, Hashable]:
        """All hours of each thing that the arrivals are about: to be held against those of another run."""
        return self.once("hours", self._arrival_hours)

    def _arrival_hours(self) -> dict[ArrivalKey, Hashable]:
        """The sha256 of the replications and hours of each: of a large run there are many."""
        numbers = Numbers(_ABOUT)
        found: list[Any] = []
        for of, block in self._about(numbers, _TIMES):
            found += (hashlib.sha256() for _ in range(len(numbers.keys) - len(found)))
            order = np.argsort(of, kind="stable")
            ordered = of[order]
            times = (since_start(block.numbers(name), self.clock) for name in _TIMES)
            told = np.column_stack([block.numbers(BY), *times])[order]
            starts = np.flatnonzero(np.diff(ordered, prepend=-1))
            ends = [*starts[1:].tolist(), len(ordered)]
            for number, start, end in zip(ordered[starts].tolist(), starts.tolist(), ends, strict=True):
                found[number].update(told[start:end])
        return {key: found[number].digest() for key, number in numbers.keys.items()}

    def chains(self) -> Mapping[str, Mapping[str, Sequence[float]]]:
        """Outcome -> cause -> seconds of the critical chain in each replication (0 where never)."""
        return self.once("chains", self._chains)

    def _chains(self) -> dict[str, dict[str, Sequence[float]]]:
        table = self._whole("chains", ("outcome", "cause", "seconds"))
        if table is None:
            return {}
        outcomes, causes = table.words("outcome"), table.words("cause")
        replications, seconds = table.numbers("replication"), table.numbers("seconds")
        found: dict[str, dict[str, Sequence[float]]] = {}
        for rows in grouped(outcomes.codes * len(causes.words) + causes.codes):
            own = found.setdefault(outcomes.words[outcomes.codes[rows[0]]], {})
            values = np.zeros(self.n)
            values[replications[rows]] = seconds[rows]
            own[causes.words[causes.codes[rows[0]]]] = values.tolist()
        return found

    def cause_hours(self) -> dict[str, dict[str, float]]:
        """Leaf formation -> cause -> hours of its march units, summed over the replications."""
        table = self._whole("causes", ("formation", "cause", "hours"))
        if table is None:
            return {}
        formations, causes = table.words("formation"), table.words("cause")
        both = formations.codes * len(causes.words) + causes.codes
        sums = np.bincount(both, table.numbers("hours"))
        found: dict[str, dict[str, float]] = {}
        for rows in grouped(both):
            code = int(both[rows[0]])
            formation, cause = divmod(code, len(causes.words))
            found.setdefault(formations.words[formation], {})[causes.words[cause]] = float(sums[code])
        return found


class _Made(Mapping[ArrivalKey, Made]):
    """What ``make`` makes of the number of each key, when it is asked for."""

    def __init__(self, numbers: Mapping[ArrivalKey, int], make: Callable[[int], Made]) -> None:
        self._numbers = numbers
        self._make = make

    def __getitem__(self, key: ArrivalKey) -> Made:
        return self._make(self._numbers[key])

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def __iter__(self) -> Iterator[ArrivalKey]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _with_room(table: Any, rows: int, empty: float) -> Any:  # noqa: ANN401 - of floats or whole numbers
    """The table with at least so many rows; where they grow, to the double, those that are new ``empty``."""
    if (more := rows - len(table)) <= 0:
        return table
    room = np.full((max(more, len(table)), table.shape[1]), empty, table.dtype)
    return np.concatenate([table, room])


def _narrow(moments: Ints, clock: Clock) -> Narrow:
    """Moments as seconds since the minute of the start."""
    return np.where(moments == NEVER, _LATE, moments - clock.epoch).astype(np.int32)


def _recoded(column: Words, index: dict[str, int]) -> Narrow:
    """The codes of a column by the words of ``index``, which grows by its new ones."""
    new = [index.setdefault(word, len(index)) for word in column.words]
    return np.array(new, np.int32)[column.codes] if new else column.codes


def blocks(parts: Iterable[Part], size: Callable[[Part], int]) -> Iterator[list[Part]]:
    """Parts put together to some :data:`BLOCK` rows; ``size``: the rows of one."""
    block: list[Part] = []
    rows = 0
    for part in parts:
        block.append(part)
        rows += size(part)
        if rows >= BLOCK:
            yield block
            block, rows = [], 0
    if block:
        yield block


def _find(path_or_name: str | Path, root: Path) -> Path:
    path = Path(path_or_name)
    if is_run(path):
        return path
    runs = named(path_or_name, root)
    if runs:
        best = preferred(runs)
        if best.fault:
            raise ResultError(best.fault)
        return best.path
    if path.is_dir():
        return path
    if path.exists():
        raise ResultError(msg("{path}: a file, not a result folder", path=path))
    raise ResultError(
        msg(
            "{path_or_name}: no such result folder, and no run of that name under {root}",
            path_or_name=path_or_name,
            root=root,
        )
    )


def _not_a_result(path: Path) -> str:
    if (path / PARTS).is_dir() or (path / RESOLVED).is_file():
        return msg("{path}: half-written; the command that began it finishes it", path=path)
    if not any(path.iterdir()):
        return msg("{path}: the folder is empty, not a result", path=path)
    return msg("{path}: not a Paris 44 result (no {manifest})", path=path, manifest=MANIFEST)
