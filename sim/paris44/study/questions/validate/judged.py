"""The checkpoints beside a run: what it says of each recorded event that judges it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from paris44.results.batch import Floats
from paris44.results.columns import ArrivalKey
from paris44.results.read import ResultFolder, Times
from paris44.study.questions.validate.checkpoints import Checkpoint
from paris44.study.reading.context import PASSAGE_EVENTS
from paris44.study.statistics.estimates import crps


@dataclass(frozen=True)
class Judged:
    """A checkpoint beside the model: ``values`` are its seconds in every replication, inf for never."""

    point: Checkpoint
    values: Floats
    own: Floats | None  # seconds since the formation's own departure, where the record has that too
    own_bounds: tuple[float, float] | None
    _scores: dict[float, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def ordered(self) -> Sequence[float]:
        """The values, the smallest first: what the statistics ask for again and again."""
        return array("d", np.sort(self.values).tobytes())

    def crps(self, end: float) -> float:
        """The continuous ranked probability score (s) against the recorded time; ``end``: the last moment at
        which it could have come."""
        if end not in self._scores:
            self._scores[end] = crps(self.ordered, self.point.recorded, end)
        return self._scores[end]


def judge(result: ResultFolder, points: Sequence[Checkpoint]) -> list[Judged]:
    """The model's times of every checkpoint."""
    wanted = [key for point in points for key in (point.key, (*point.key[:3], 1))]
    departures: dict[str, list[Checkpoint]] = {point.key[0]: [] for point in points}
    for point in points:
        if point.key[2] == "depart":
            departures[point.key[0]].append(point)
    times = result.times(dict.fromkeys(wanted))
    found = []
    for point in points:
        values = _values(point, times)
        left = _departure(departures[point.key[0]], point)
        own = None if left is None else _minus(values, _values(left, times))
        bounds = None if left is None else (point.lo - left.recorded, point.hi - left.recorded)
        found.append(Judged(point, values, own, bounds))
    return found


def _values(point: Checkpoint, times: Mapping[ArrivalKey, Times]) -> Floats:
    found = times[point.key]
    return found.clear if point.tail else found.head


def _minus(values: Floats, start: Floats) -> Floats:
    both = np.isfinite(values) & np.isfinite(start)
    return np.where(both, np.where(both, values, 0.0) - np.where(both, start, 0.0), np.inf)


def _departure(departures: Sequence[Checkpoint], point: Checkpoint) -> Checkpoint | None:
    """The formation's last recorded departure before a recorded passage."""
    if point.key[2] not in PASSAGE_EVENTS or point.key[2] == "depart":
        return None
    before = [d for d in departures if d.recorded < point.recorded]
    return before[-1] if before else None
