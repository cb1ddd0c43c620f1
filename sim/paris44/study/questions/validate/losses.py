"""Losses by day and side beside the totals that sources give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import numpy as np

from paris44.results.batch import Floats
from paris44.results.columns import Clock, LossRow
from paris44.results.read import ResultFolder
from paris44.study.statistics.quantiles import Quantiles, quantiles
from paris44.telling.words import party_name

DAY = 86_400.0
KINDS = ("killed", "wounded", "prisoners")
"""What is counted, as the table of losses has it."""


class ClaimDocument(TypedDict):
    """A total that a source gives; ``at_least``: of a part of them."""

    men: int
    told: str
    grade: str | None
    at_least: bool


class DayLossesDocument(TypedDict):
    """What a party lost of one kind: by local ``days`` and in all, over the ``n`` recorded replications, and
    the totals that sources give."""

    party: str
    name: str
    loss: str
    n: int
    days: dict[str, Quantiles[float | None]]
    total: Quantiles[float | None]
    claims: list[ClaimDocument]


def losses(result: ResultFolder) -> list[DayLossesDocument]:
    """The losses of each party by day; empty where no replication keeps them."""
    clock = Clock(result.manifest["start"])
    found: dict[tuple[str, str], dict[str, Floats]] = {}
    for row in result.losses():
        for day, part in _days(row, clock):
            for kind in KINDS:
                if (men := getattr(row, kind)) > 0:
                    days = found.setdefault((row.party, kind), {})
                    days.setdefault(day, np.zeros(result.recorded))[row.replication] += men * part
    theatre = result.scenario.theatre
    order = [(party.id, kind) for party in theatre.parties for kind in KINDS]
    return [_told(result, *key, found[key]) for key in order if key in found]


def _told(result: ResultFolder, party: str, kind: str, days: dict[str, Floats]) -> DayLossesDocument:
    claims = (c for c in result.scenario.theatre.claims if (c.party, c.loss) == (party, kind))
    return {
        "party": party,
        "name": party_name(result.scenario, party),
        "loss": kind,
        "n": result.recorded,
        "days": {day: quantiles(days[day]) for day in sorted(days)},
        "total": quantiles(np.sum(list(days.values()), axis=0)),
        "claims": [{"men": c.men, "told": c.told, "grade": c.grade, "at_least": c.at_least} for c in claims],
    }


def _days(row: LossRow, clock: Clock) -> Iterator[tuple[str, float]]:
    """The local days (ISO) in which a loss fell, each with its part: what accrues by the hour is even."""
    since, until = row.since, row.time
    if until <= since:
        yield clock.text(until)[:10], 1.0
        return
    at = since
    while at < until:
        day = clock.text(at)[:10]
        end = min(until, at + DAY - _into_day(clock.text(at)))
        yield day, (end - at) / (until - since)
        at = end


def _into_day(iso: str) -> float:
    """Seconds since midnight."""
    hours, minutes, seconds = iso[11:19].split(":")
    return 3600.0 * int(hours) + 60.0 * int(minutes) + int(seconds)
