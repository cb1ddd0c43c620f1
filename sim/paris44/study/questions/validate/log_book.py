"""What a staff officer with the log would have said: the last recorded time, and on at the recorded pace.

No straw man: it knows every hour that was recorded before, where the model and the other naive forecasts
know the orders alone. It knows nothing where nothing of the column has been recorded yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from paris44.results.columns import ArrivalKey
from paris44.scenario.model import JUDGES, RecordedTime
from paris44.study.questions.validate.baselines import CONSTANT
from paris44.world.build import World

LAST_LOG = "last-log"
"""What the score calls this forecast."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Where a column was recorded, and when (s since the start)."""

    place: str
    time: float


def from_the_log(world: World, asked: Mapping[ArrivalKey, float]) -> dict[ArrivalKey, float]:
    """Seconds since the start of each of ``asked``, from what was recorded before the time beside it.

    The pace is the road between the column's last two recorded places by the time between them, halts and
    fights included; where only one is known, the constant speed.
    """
    rows = [row for row in world.scenario.record if row.grade in JUDGES and row.event != "order"]
    found: dict[ArrivalKey, float] = {}
    for key, before in asked.items():
        told = _told(world, _entries(world, rows, key[0], before), key[1])
        if told is not None:
            found[key] = told
    return found


def _entries(world: World, rows: Iterable[RecordedTime], formation: str, before: float) -> list[LogEntry]:
    """What the log has of a column, its parts and the formation next above it, the earliest first."""
    family = world.tree
    above = family.ancestors[formation][1:2]
    return sorted(
        (
            LogEntry(row.place, row.time)
            for row in rows
            if row.place is not None and row.place in world.network.graph
            and row.time is not None and row.time < before
            and row.formation in family.ancestors
            and (family.within(row.formation, formation) or row.formation in above)
        ),
        key=lambda entry: (entry.time, entry.place),
    )  # fmt: skip


def _told(world: World, entries: list[LogEntry], place: str) -> float | None:
    """When the column comes to ``place`` (s), told from its entries; None where they say nothing of it."""
    if not entries or place not in world.network.graph:
        return None
    last = entries[-1]
    way = _length(world, last.place, place)
    return None if way is None else last.time + way / _pace(world, entries)


def _pace(world: World, entries: list[LogEntry]) -> float:
    """m/s between the last two recorded places."""
    last = entries[-1]
    for entry in reversed(entries):
        if entry.place != last.place and entry.time < last.time:
            way = _length(world, entry.place, last.place)
            return CONSTANT if not way else way / (last.time - entry.time)
    return CONSTANT


def _length(world: World, a: str, b: str) -> float | None:
    """Metres of the shortest road; None where there is none."""
    if a == b:
        return 0.0
    way = world.router.way(a, b)
    return None if way is None else world.network.length(way)
