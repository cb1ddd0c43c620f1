"""A run as questions ask for it, whether it lies in a folder or in memory, and one that lies in memory.

What a folder keeps is rounded: moments to the second of the clock, numbers to a millionth. A run in memory
rounds its rows alike, so that a question is answered alike. It needs the standard library alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar, cast

from paris44.results.columns import (
    COLUMNS,
    EVENT_TABLES,
    TIME_UNIT,
    Arrival,
    ArrivalKey,
    CauseRow,
    Clock,
    EventRow,
    LineRow,
    Series,
    TrackRow,
)

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded
    from paris44.scenario.model import Scenario

Made = TypeVar("Made")
Chains = Mapping[str, Mapping[str, Sequence[float]]]
"""Outcome -> cause -> seconds of the critical chain in each replication (0 where never)."""


class FinishedRun(Protocol):
    """A finished run: ``n`` replications of a scenario, of the first ``recorded`` with events and tracks."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def n(self) -> int:
        """How many replications."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What it is a run of: scenario, title, parent, start, seed, chance ..."""

    @property
    def name(self) -> str:
        """The scenario's name."""

    @property
    def seed(self) -> int:
        """The master seed."""

    @property
    def recorded(self) -> int:
        """How many replications, the first ones, have events and tracks."""

    @property
    def clock(self) -> Clock:
        """From seconds since the start to local times."""

    @property
    def loaded(self) -> Loaded:
        """The scenario with its document."""

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""

    def held(self) -> Self:
        """The same run, whose rows are read once, whoever asks: for as long as it is at hand."""

    def once(self, what: str, read: Callable[[], Made]) -> Made:
        """What ``read`` makes of its rows; where the run is held, for whoever asks first, and shared."""

    def outcomes(self) -> dict[str, Series]:
        """Every outcome over the replications."""

    def chains(self) -> Chains:
        """The critical chain of each outcome that is a moment."""

    def arrivals(self) -> Iterator[Arrival]:
        """Rows of the arrivals."""

    def arrival_hours(self) -> Mapping[ArrivalKey, Hashable]:
        """All hours of each thing that the arrivals are about: to be held against those of another run."""

    def causes(self) -> Iterator[CauseRow]:
        """Rows of the causes."""

    def crossings(self) -> Iterator[LineRow]:
        """Rows of the lines."""

    def events(self) -> Iterator[EventRow]:
        """Rows of the events."""

    def tracks(self) -> Iterator[TrackRow]:
        """Rows of the tracks."""


Table = list[tuple[Any, ...]]


def kept(table: str, rows: Iterable[Any], clock: Clock) -> Table:
    """The rows of a table rounded as a folder keeps them."""
    if table == "outcomes":
        of = {name: _rounding(name, clock) for name in ("moment", "number")}
        return [(*r[:2], of["moment" if r.unit == TIME_UNIT else "number"](r.value), *r[3:]) for r in rows]
    # what an event says in words is a message of the catalogue; a folder has its text alone
    kinds = ["words" if name == "detail" else column.kind for name, column in COLUMNS[table].items()]
    found = []
    moved: list[tuple[int, Callable[[Any], Any]]] | None = None
    for row in rows:
        if moved is None:  # a row may lack the first columns
            own = enumerate(kinds[-len(row) :])
            moved = [(k, _rounding(kind, clock)) for k, kind in own if kind in {"moment", "number", "words"}]
        cells = list(row)
        for k, of_kind in moved:
            cells[k] = of_kind(cells[k])
        found.append(tuple(cells))
    return found


def _rounding(kind: str, clock: Clock) -> Callable[[Any], Any]:
    if kind == "moment":
        return lambda cell: None if cell is None or not math.isfinite(cell) else clock.kept(cell)
    if kind == "words":
        return str
    return lambda cell: None if cell is None else round(cell, 6) + 0.0


@dataclass
class MemoryRun:
    """A run in memory: replications are added one by one, in any order; ``n`` of them are there, from 0 on.

    ``tables`` are rows as tuples, replication by replication.
    """

    loaded: Loaded
    manifest: Mapping[str, Any]
    replications: dict[int, Mapping[str, Table]] = field(default_factory=dict)
    path: Path = Path()
    _held: dict[str, Any] | None = None

    def add(self, replication: int, tables: Mapping[str, Table]) -> None:
        """Take the rounded rows of a replication (:func:`kept`)."""
        self.replications[replication] = tables

    @property
    def n(self) -> int:
        """How many replications, from the first on, without a gap."""
        return self.once("n", self._counted)

    def _counted(self) -> int:
        found = 0
        while found in self.replications:
            found += 1
        return found

    def held(self) -> MemoryRun:
        """The same run as it is now: what is made of its rows is made once. Nothing is added to it."""
        return self if self._held is not None else MemoryRun(
            self.loaded, self.manifest, dict(self.replications), self.path, {}
        )  # fmt: skip

    def once(self, what: str, read: Callable[[], Made]) -> Made:
        """What ``read`` makes of its rows; not held, they may be more when somebody asks again."""
        if self._held is None:
            return read()
        if what not in self._held:
            self._held[what] = read()
        return cast("Made", self._held[what])

    def first(self, n: int) -> MemoryRun:
        """The run of the first ``n`` replications."""
        return MemoryRun(self.loaded, self.manifest, {k: self.replications[k] for k in range(n)}, self.path)

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def seed(self) -> int:
        """The master seed."""
        return int(self.manifest["seed"])

    @property
    def recorded(self) -> int:
        """How many replications, the first ones, have events and tracks."""
        found = 0
        while found < self.n and all(table in self.replications[found] for table in EVENT_TABLES):
            found += 1
        return found

    @property
    def clock(self) -> Clock:
        """From seconds since the start to local times."""
        return Clock(self.scenario.start_iso)

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.loaded.scenario

    def _rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        for k in range(self.n):
            yield from self.replications[k].get(table, ())

    def outcomes(self) -> dict[str, Series]:
        """Every outcome over the replications, in the order in which they first come."""
        return self.once("outcomes", self._outcomes)

    def _outcomes(self) -> dict[str, Series]:
        values: dict[str, list[float]] = {}
        told: dict[str, dict[int, str]] = {}
        units: dict[str, str] = {}
        for k, name, value, unit, reason in self._rows("outcomes"):
            units.setdefault(name, unit)
            values.setdefault(name, [math.inf] * self.n)[k] = math.inf if value is None else value
            told.setdefault(name, {})[k] = reason
        return {name: Series.told(name, units[name], own, told[name]) for name, own in values.items()}

    def chains(self) -> Chains:
        """The critical chain of each outcome that is a moment."""
        return self.once("chains", self._chains)

    def _chains(self) -> Chains:
        found: dict[str, dict[str, list[float]]] = {}
        for k, outcome, cause, seconds in self._rows("chains"):
            found.setdefault(outcome, {}).setdefault(cause, [0.0] * self.n)[k] = float(seconds)
        return found

    def arrivals(self) -> Iterator[Arrival]:
        """Rows of the arrivals."""
        return (Arrival(*row) for row in self._rows("arrivals"))

    def arrival_hours(self) -> Mapping[ArrivalKey, Hashable]:
        """All hours of each thing that the arrivals are about."""
        found: dict[ArrivalKey, list[Hashable]] = {}
        for k, formation, place, event, visit, time, clear, *_ in self._rows("arrivals"):
            found.setdefault((formation, place, event, visit), []).append((k, time, clear))
        return {key: tuple(hours) for key, hours in found.items()}

    def causes(self) -> Iterator[CauseRow]:
        """Rows of the causes."""
        return (CauseRow(*row) for row in self._rows("causes"))

    def crossings(self) -> Iterator[LineRow]:
        """Rows of the lines."""
        return (LineRow(*row) for row in self._rows("lines"))

    def events(self) -> Iterator[EventRow]:
        """Rows of the events."""
        return (EventRow(*row) for row in self._rows("events"))

    def tracks(self) -> Iterator[TrackRow]:
        """Rows of the tracks."""
        return (TrackRow(*row) for row in self._rows("tracks"))
