"""Result folders: their names, reading them back, listing and removing them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from paris44.results import columns
from paris44.results.catalogue import is_run, named, preferred
from paris44.results.columns import (
    ROUTE,
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
    TrackRow,
)
from paris44.results.errors import ResultError, StudyError, no_such_outcome
from paris44.results.manifest import AGAIN, MANIFEST, RESOLVED, check_files, read_manifest
from paris44.results.write import PARTS

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded
    from paris44.scenario.model import Scenario

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """One outcome over the replications. ``values``: seconds since the start or a number; inf is never."""

    name: str
    unit: str
    values: Floats
    reasons: Mapping[int, str]  # replication -> why it never came

    @property
    def is_time(self) -> bool:
        """Whether it is a moment."""
        return self.unit == TIME_UNIT

    @property
    def share_never(self) -> float:
        """The share of the replications in which it did not come."""
        return float(np.mean(np.isinf(self.values)))


@dataclass(frozen=True)
class Times:
    """A row of the arrivals over the replications: ``head`` and ``clear`` in seconds, inf for never."""

    head: Floats
    clear: Floats


def described(scenario: Scenario) -> dict[str, Any]:
    """What a manifest says of its scenario."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "kind": scenario.kind,
        "parent": scenario.parent,
        "exploratory": scenario.exploratory,
        "digest": scenario.digest,
        "start": scenario.start_iso,
        "duration_h": scenario.duration / 3600.0,
    }


class ResultFolder:
    """A finished run, read back from its folder. ``n`` may be fewer replications than the folder holds."""

    def __init__(
        self, path: Path, manifest: Mapping[str, Any], n: int | None = None, loaded: Loaded | None = None
    ) -> None:
        self._loaded = loaded
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

    def of(self, loaded: Loaded) -> ResultFolder:
        """The same run, whose scenario is at hand and need not be read again."""
        return ResultFolder(self.path, self.manifest, self.n, loaded)

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
            raise ResultError(f"{self.path}: {RESOLVED} is not the scenario of {MANIFEST}; {AGAIN}")
        return loaded

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.loaded.scenario

    # --- rows ---

    def lines(self, table: str) -> Iterator[str]:
        """The lines of a table without its header, as far as the manifest and ``n`` count them."""
        left = self.manifest["files"][table]["bytes"] - len(columns.header(table))
        whole = self.n >= self.manifest["n"]
        with (self.path / table).open("rb") as file:
            file.readline()
            for line in file:
                left -= len(line)
                if left < 0 or not (whole or columns.replication_of(line, table) < self.n):
                    return
                yield line.decode()

    def arrivals(self, wanted: Collection[ArrivalKey] | None = None) -> Iterator[Arrival]:
        """Rows of ``arrivals.csv``, of those ``wanted`` where some are named."""
        return columns.parse_arrivals(self.lines("arrivals.csv"), self.clock, wanted)

    def outcome_rows(self) -> Iterator[OutcomeRow]:
        """Rows of ``outcomes.csv``."""
        return columns.parse_outcomes(self.lines("outcomes.csv"), self.clock)

    def causes(self) -> Iterator[CauseRow]:
        """Rows of ``causes.csv``."""
        return columns.parse_causes(self.lines("causes.csv"))

    def chain_rows(self) -> Iterator[ChainRow]:
        """Rows of ``chains.csv``."""
        return columns.parse_chains(self.lines("chains.csv"))

    def crossings(self) -> Iterator[LineRow]:
        """Rows of ``lines.csv``: who crossed a phase line, and what it cost."""
        return columns.parse_lines(self.lines("lines.csv"), self.clock)

    def events(self) -> Iterator[EventRow]:
        """Rows of ``events.csv``: the first replications only."""
        return columns.parse_events(self.lines("events.csv"), self.clock)

    def tracks(self) -> Iterator[TrackRow]:
        """Rows of ``tracks.csv``: the first replications only."""
        return columns.parse_tracks(self.lines("tracks.csv"), self.clock)

    def losses(self) -> Iterator[LossRow]:
        """Rows of ``losses.csv``: the first replications only."""
        return columns.parse_losses(self.lines("losses.csv"), self.clock)

    # --- arrays over the replications ---

    def outcomes(self) -> dict[str, Series]:
        """Every outcome over the replications, in the order of the file.

        A gate that no order names has rows only where a column came by it: in the others none took that way.
        """
        found: dict[str, tuple[str, Floats, dict[int, str]]] = {}
        for row in self.outcome_rows():
            if row.outcome not in found:
                found[row.outcome] = (row.unit, np.full(self.n, np.inf), {})
            _, values, reasons = found[row.outcome]
            if row.value is None:
                reasons[row.replication] = row.reason
            else:
                values[row.replication] = row.value
        for _, values, reasons in found.values():
            for replication in np.flatnonzero(np.isinf(values)):
                reasons.setdefault(int(replication), ROUTE)
        return {name: Series(name, unit, values, why) for name, (unit, values, why) in found.items()}

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
                return Series(name, TIME_UNIT, head, {})
            raise StudyError(2, f"--outcome: {formation} has no {event} at {place!r} in {self.name}")
        known = self.outcomes()
        if name not in known:
            raise no_such_outcome(self.name, name, known)
        return known[name]

    def times(self, wanted: Collection[ArrivalKey]) -> dict[ArrivalKey, Times]:
        """Head and clear times of the rows ``wanted``; never where there is no row."""
        found = {key: Times(np.full(self.n, np.inf), np.full(self.n, np.inf)) for key in wanted}
        for row in self.arrivals(wanted):
            if row.time is not None:
                found[row.key].head[row.replication] = row.time
                found[row.key].clear[row.replication] = np.inf if row.clear is None else row.clear
        return found

    def chains(self) -> dict[str, dict[str, Floats]]:
        """Outcome -> cause -> seconds of the critical chain in each replication (0 where never)."""
        found: dict[str, dict[str, Floats]] = {}
        for row in self.chain_rows():
            causes = found.setdefault(row.outcome, {})
            if row.cause not in causes:
                causes[row.cause] = np.zeros(self.n)
            causes[row.cause][row.replication] = row.seconds
        return found


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
        raise ResultError(f"{path}: a file, not a result folder")
    raise ResultError(f"{path_or_name}: no such result folder, and no run of that name under {root}")


def _not_a_result(path: Path) -> str:
    if (path / PARTS).is_dir() or (path / RESOLVED).is_file():
        return f"{path}: half-written; the command that began it finishes it"
    if not any(path.iterdir()):
        return f"{path}: the folder is empty, not a result"
    return f"{path}: not a Paris 44 result (no {MANIFEST})"
