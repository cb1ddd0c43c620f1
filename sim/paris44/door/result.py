"""A finished run as tables of plain rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from paris44.door.table import Row, Table
from paris44.results.columns import TIME_UNIT
from paris44.results.read import Result as Folder

ARRIVALS = {
    "replication": "number of the replication, from 0",
    "formation": "id of the formation",
    "place": "id of the place",
    "event": "order, depart, pass, arrive, contact, cleared, ...",
    "visit": "counts repeated visits from 1, over the whole run",
    "time": "when the head did it (datetime); None: never",
    "clear": "when the tail was clear (datetime); None: never, or some of it never comes",
    "cause": "what took most of the time since the last named place",
    "reason": "why it never came",
}
OUTCOMES = {
    "replication": "number of the replication, from 0",
    "outcome": "name of the outcome",
    "time": "when it came (datetime), where it is a moment; None: never",
    "value": "the number, where it is one",
    "unit": "time, or the unit of the number",
    "reason": "why it never came",
}
CAUSES = {
    "replication": "number of the replication, from 0",
    "formation": "id of the leaf formation",
    "cause": "orders, rolling, queue, fight, ...",
    "hours": "hours of its march units, summed",
}
EVENTS = {
    "replication": "number of the replication, from 0",
    "time": "datetime",
    "kind": "kind of the event (see the event dictionary)",
    "formation": "id of the formation, empty where none",
    "place": "id of the place, empty where none",
    "order": "id of the order, empty where none",
    "detail": "by kind",
    "value": "by kind: seconds or a count; None: nothing",
}
TRACKS = {
    "replication": "number of the replication, from 0",
    "formation": "id of the leaf formation",
    "order": "id of the march order",
    "part": "0 went with the lead, others another way",
    "seq": "number of the place on the way",
    "place": "id of the place",
    "visit": "counts repeated visits under this order",
    "head": "when the head passed (datetime)",
    "clear": "when the tail passed (datetime)",
    "vehicles": "vehicles that passed",
}
LOSSES = {
    "replication": "number of the replication, from 0",
    "time": "datetime",
    "since": "datetime: evenly from here to time, where it has no place",
    "party": "whose losses",
    "place": "id of the place, empty where none",
    "killed": "men",
    "wounded": "men",
    "prisoners": "men",
}


class Result:
    """A finished run.

    ``outcomes``, ``arrivals``, ``causes`` have every replication; ``events``, ``tracks``, ``losses`` the
    first 20 unless the run was asked for more.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    @classmethod
    def open(cls, path_or_name: str | Path, out: str | Path = "results") -> Result:
        """Read a result folder, or the newest run of a scenario's name under ``out``.

        Raises:
            ResultError: there is none, or it is damaged or altered.
        """
        return cls(Folder.open(path_or_name, out))

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

    @property
    def arrivals(self) -> Table:
        """When every formation's head and tail came to every named place."""

        def read() -> Iterator[Row]:
            for row in self.folder.arrivals():
                yield (*row[:5], self._when(row.time), self._when(row.clear), row.cause, row.reason)

        return Table("arrivals", ARRIVALS, read)

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
    def causes(self) -> Table:
        """Where the hours of every formation went."""
        return Table("causes", CAUSES, lambda: map(tuple, self.folder.causes()))

    @property
    def events(self) -> Table:
        """The event log (see the event dictionary in the documentation)."""

        def read() -> Iterator[Row]:
            for row in self.folder.events():
                yield row.replication, self._when(row.time), *row[2:]

        return Table("events", EVENTS, read)

    @property
    def tracks(self) -> Table:
        """Heads and tails of every column at every node of its way."""

        def read() -> Iterator[Row]:
            for row in self.folder.tracks():
                yield (*row[:7], self._when(row.head), self._when(row.clear), row.vehicles)

        return Table("tracks", TRACKS, read)

    @property
    def losses(self) -> Table:
        """When and where each party lost men."""

        def read() -> Iterator[Row]:
            for row in self.folder.losses():
                yield row.replication, self._when(row.time), self._when(row.since), *row[3:]

        return Table("losses", LOSSES, read)

    def __repr__(self) -> str:
        return f"<Result {self.name}: {self.n} replications, seed {self.seed}, in {self.path}>"
