"""A finished run as tables of plain rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paris44.door.given import place_of
from paris44.door.table import Row, Table
from paris44.results.columns import COLUMNS, TIME_UNIT, Arrival, EventRow, LossRow, TrackRow
from paris44.results.read import ResultFolder
from paris44.study.statistics.estimates import median_interval, quantile

if TYPE_CHECKING:
    from paris44.views.figures.answers import AnswerOptions

Folded = Arrival | EventRow | LossRow | TrackRow
"""A row of a table that has moments in it."""


def _of(table: str) -> dict[str, str]:
    """The columns of a file but the scenario's name, which the result knows."""
    return {name: column.meaning for name, column in COLUMNS[table].items() if name != "scenario"}


ARRIVALS = {name.removesuffix("_time"): meaning for name, meaning in _of("arrivals").items()}
OUTCOMES = _of("outcomes")
CAUSES = _of("causes")
EVENTS = _of("events")
TRACKS = _of("tracks")
LOSSES = _of("losses")
SUMMARY = {
    "outcome": "name of the outcome",
    "median": "half of the replications are earlier (less): a datetime or a number; None: never",
    "p05": "5 % of the replications are earlier (less)",
    "p95": "5 % are later (more)",
    "median_low": "lower end of the median's 95 % interval (the least value, with fewer than six)",
    "median_high": "its upper end (the greatest value, with fewer than six)",
    "never": "share of the replications in which it never came",
    "unit": "time, or the unit of the number",
}
CHAINS = {
    "outcome": "name of the outcome",
    "replication": "number of the replication, from 0",
    "cause": "orders, rolling, queue, fight, ...",
    "minutes": "of the time from the start to the outcome, along the chain of what had to come before",
}


class Result:
    """A finished run.

    ``summary`` is of all replications; ``outcomes``, ``arrivals``, ``causes``, ``chains`` have rows of each;
    ``events``, ``tracks``, ``losses`` those of the first 20 unless the run was asked for more.
    """

    def __init__(self, folder: ResultFolder) -> None:
        self.folder = folder

    @classmethod
    def open(cls, path_or_name: str | Path, out: str | Path = "results") -> Result:
        """Read a result folder, or the newest run of a scenario's name under ``out``.

        Raises:
            ResultError: there is none, or it is damaged or altered.
            UserError: what is given is no path.
        """
        place_of("open", path_or_name)
        return cls(ResultFolder.open(path_or_name, place_of("out", out)))

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.folder.name

    @property
    def n(self) -> int:
        """How many replications."""
        return self.folder.n

    @property
    def seed(self) -> int:
        """The master seed."""
        return self.folder.seed

    @property
    def path(self) -> Path:
        """The folder that holds it."""
        return self.folder.path

    @property
    def manifest(self) -> dict[str, Any]:
        """Versions, hashes, seed and numbers: what the folder says of itself."""
        return dict(self.folder.manifest)

    @cached_property
    def start(self) -> datetime:
        """The scenario's start."""
        return datetime.fromisoformat(self.folder.manifest["start"])

    def _when(self, seconds: float | None) -> datetime | None:
        return None if seconds is None else self.start + timedelta(seconds=seconds)

    def _dated(self, rows: Iterable[Folded], *moments: str) -> Iterator[Row]:
        """The rows as their folder's reader gives them, with datetimes in the columns of ``moments``."""
        for row in rows:
            values: Row = row
            told = zip(row._fields, values, strict=True)
            yield tuple(self._when(value) if name in moments else value for name, value in told)

    @property
    def arrivals(self) -> Table:
        """When every formation's head and tail came to every named place."""
        return Table("arrivals", ARRIVALS, lambda: self._dated(self.folder.arrivals(), "time", "clear"))

    @property
    def outcomes(self) -> Table:
        """What the operation came to, in every replication."""

        def read() -> Iterator[Row]:
            for row in self.folder.outcome_rows():
                moment = row.unit == TIME_UNIT
                time, value = (self._when(row.value), None) if moment else (None, row.value)
                yield row.replication, row.outcome, time, value, row.unit, row.reason

        return Table("outcomes", OUTCOMES, read)

    @property
    def summary(self) -> Table:
        """Every outcome over the replications: median, middle 90 %, and how often it never came."""

        def read() -> Iterator[Row]:
            for name, series in self.folder.outcomes().items():
                low, high, _ = median_interval(series.values)
                ends = [value if math.isfinite(value) else None for value in (low, high)]
                numbers = [*(quantile(series.values, p) for p in (0.5, 0.05, 0.95)), *ends]
                told = map(self._when, numbers) if series.is_time else numbers
                yield name, *told, series.share_never, series.unit

        return Table("summary", SUMMARY, read)

    @property
    def chains(self) -> Table:
        """What the time to each outcome went on, walked back through everything that it waited for.

        The minutes of a replication add up to the time from the scenario's start to the outcome.
        """

        def read() -> Iterator[Row]:
            for row in self.folder.chain_rows():
                yield row.outcome, row.replication, row.cause, row.seconds / 60.0

        return Table("chains", CHAINS, read)

    @property
    def causes(self) -> Table:
        """Where the hours of every formation went."""
        return Table("causes", CAUSES, lambda: map(tuple, self.folder.causes()))

    @property
    def events(self) -> Table:
        """The event log (see the event dictionary in the documentation)."""
        return Table("events", EVENTS, lambda: self._dated(self.folder.events(), "time"))

    @property
    def tracks(self) -> Table:
        """Heads and tails of every column at every node of its way."""
        return Table("tracks", TRACKS, lambda: self._dated(self.folder.tracks(), "head", "clear"))

    @property
    def losses(self) -> Table:
        """When and where each party lost men."""
        return Table("losses", LOSSES, lambda: self._dated(self.folder.losses(), "time", "since"))

    def pictured(self) -> tuple[list[ResultFolder], AnswerOptions]:
        """What a figure of it needs."""
        return [self.folder], {}

    def __repr__(self) -> str:
        return f"<Result {self.name}: {self.n} replications, seed {self.seed}, in {self.path}>"
