"""The record beside several worlds: each recorded hour with its source, and when it comes in each of them.

The record judges the world as it was. Beside a counterfactual it judges nothing: it is the yardstick from
which both worlds are read. Only the standard library is needed, since a browser asks too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict

from paris44.results.columns import ArrivalKey
from paris44.scenario.model import RecordedTime
from paris44.study.questions.validate.checkpoints import Checkpoint, checkpoints_of, sets_parameters
from paris44.study.reading.run_rows import FinishedRun
from paris44.study.statistics.estimates import Numbers, quantiles_of, share_never
from paris44.telling.outcomes import main_outcomes, recorded


class HoursOfWorld(TypedDict):
    """When something comes in a world, in seconds since the start: the median, the 5 and the 95 % quantile,
    None where they reach *never*; in which share of the replications it never comes."""

    median: float | None
    p05: float | None
    p95: float | None
    never: float


class AccountOfHour(TypedDict):
    """What one source has: the hour (seconds since the start, None: bounds alone), its bounds, grade and
    address."""

    time: float | None
    lo: float
    hi: float
    grade: str
    source: str
    url: str


class RecordedHour(TypedDict):
    """A recorded event beside the worlds, base first: of a ``formation`` at a ``place``, or of an ``outcome``
    (then all hours that the record has of it). ``sets``: it lies on days on which parameters may be set."""

    outcome: str
    formation: str
    place: str
    event: str
    sets: bool
    accounts: list[AccountOfHour]
    worlds: list[HoursOfWorld]


def beside(base: FinishedRun, others: Sequence[FinishedRun]) -> list[RecordedHour]:
    """The main outcomes that the record speaks of, then the checkpoints of ``base`` by time; without those of
    which no world says anything."""
    runs = (base, *others)
    return [*_outcomes(runs), *_checkpoints(runs)]


def _outcomes(runs: Sequence[FinishedRun]) -> Iterator[RecordedHour]:
    base = runs[0]
    series = [run.outcomes() for run in runs]
    for name in main_outcomes(base.scenario, series[0]):
        rows = [row for row in recorded(base.scenario, name) if row.time is not None]
        if rows and series[0][name].is_time:
            yield {
                "outcome": name,
                "formation": "",
                "place": "",
                "event": "",
                "sets": False,
                "accounts": [_account(row) for row in rows],
                "worlds": [_hours(of[name].values if name in of else ()) for of in series],
            }


def _checkpoints(runs: Sequence[FinishedRun]) -> Iterator[RecordedHour]:
    base = runs[0]
    points, _ = checkpoints_of(base.loaded)
    wanted = {point.key for point in points}
    worlds = [_values(run, wanted) for run in runs]
    for point in points:
        if any(point.key in world for world in worlds):
            row = point.rows[0]
            yield {
                "outcome": "",
                "formation": row.formation,
                "place": row.place or "",
                "event": row.event,
                "sets": sets_parameters(base.scenario, point),
                "accounts": [_account(row) for row in point.rows],
                "worlds": [_hours(_of(world, point)) for world in worlds],
            }


_Both = tuple[list[float], list[float]]
"""Seconds of the head and of the tail in each replication, inf for never."""


def _values(run: FinishedRun, wanted: set[ArrivalKey]) -> Mapping[ArrivalKey, _Both]:
    """The hours of what is wanted, of that of which the run has rows."""
    found: dict[ArrivalKey, _Both] = {}
    for row in run.arrivals():
        if row.key in wanted:
            heads, tails = found.setdefault(row.key, ([math.inf] * run.n, [math.inf] * run.n))
            heads[row.replication] = math.inf if row.time is None else row.time
            tails[row.replication] = math.inf if row.clear is None else row.clear
    return found


def _of(world: Mapping[ArrivalKey, _Both], point: Checkpoint) -> list[float]:
    heads, tails = world.get(point.key, ([], []))
    return tails if point.tail else heads


def _hours(values: Numbers) -> HoursOfWorld:
    median, p05, p95 = quantiles_of(values, (0.5, 0.05, 0.95))
    return {"median": median, "p05": p05, "p95": p95, "never": share_never(values) if len(values) else 1.0}


def _account(row: RecordedTime) -> AccountOfHour:
    return {
        "time": row.time,
        "lo": row.lo,
        "hi": row.hi,
        "grade": row.grade,
        "source": row.source,
        "url": row.url,
    }
