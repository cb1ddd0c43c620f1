"""Where in the model's law the recorded times lie: counted in tenths, and tested formation by formation.

The place is the probability integral transform: the share of the replications that were earlier. Where the
odds of the model are right it is even between 0 and 1. But the rows of one formation are one story, late or
early together, so they are not so many witnesses. The test therefore counts formations: under right odds the
sum of a formation's places less a half is as likely positive as negative, and so is that of their distances
from the middle less a quarter. All ways of turning whole formations round are compared with what was found (a
randomization test by sign changes: I. A. Canay, J. P. Romano and A. M. Shaikh 2017, Econometrica 85,
1013-1030).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from paris44.study.statistics.estimates import LEVEL

BINS = 10
"""Classes of the histogram of the places."""
STEP = 0.005
"""To what the sums of a formation are rounded, so that all ways can be counted."""


class PlaceDocument(TypedDict):
    """A test of the places of some rows by ``formations``.

    ``later``: by how much of the law the record lies later than its middle, on the average (-0.5 to 0.5;
    positive: the model is early). ``wider``: by how much further from the middle than even places (-0.25 to
    0.25; positive: the intervals are too narrow). Each with the probability of a sum so far from 0 where the
    odds are right.
    """

    formations: int
    later: float | None
    p_later: float
    wider: float | None
    p_wider: float


class PlacedDocument(TypedDict):
    """What is known of a block of days: the test of its places, and whether parameters may be set on it."""

    pit_test: PlaceDocument
    used_to_set_parameters: bool


@dataclass(frozen=True)
class Worst:
    """The least even block: in what its places differ, ``later`` or ``wider``, and ``by`` how much, with the
    probability ``p`` of that under right odds, the least of ``tests``; ``judges``: it is of the days that
    judge, as all are where any does."""

    block: str
    kind: str
    by: float
    p: float
    tests: int
    judges: bool

    @property
    def at_most(self) -> float:
        """The probability (0 to 1), at most, that the least of so many is so small by luck (Bonferroni)."""
        return min(self.p * self.tests, 1.0)

    @property
    def luck(self) -> bool:
        """Whether luck alone leaves the places as uneven."""
        return self.at_most > 1.0 - LEVEL


def worst(blocks: Mapping[str, PlacedDocument]) -> Worst | None:
    """The least even block of the days that judge, of all where none does; None where there are no places."""
    judges = any(not row["used_to_set_parameters"] for row in blocks.values())
    told = {
        name: row["pit_test"]
        for name, row in blocks.items()
        if not (judges and row["used_to_set_parameters"])
    }
    each = [
        (p, kind, name, by)
        for name, test in told.items()
        for kind, p, by in (
            ("later", test["p_later"], test["later"]),
            ("wider", test["p_wider"], test["wider"]),
        )
        if by is not None
    ]
    if not each:
        return None
    p, kind, name, by = min(each)
    return Worst(name, kind, by, p, len(each), judges)


def tenths(places: Iterable[float]) -> list[int]:
    """How many places lie in each tenth."""
    found = [0] * BINS
    for place in places:
        found[min(int(place * BINS), BINS - 1)] += 1
    return found


def place_test(places: Sequence[tuple[str, float]]) -> PlaceDocument:
    """The test of places, each with its formation."""
    later: defaultdict[str, float] = defaultdict(float)
    wider: defaultdict[str, float] = defaultdict(float)
    for formation, place in places:
        later[formation] += place - 0.5
        wider[formation] += abs(place - 0.5) - 0.25
    count = len(places)
    return {
        "formations": len(later),
        "later": math.fsum(later.values()) / count if count else None,
        "p_later": sign_changes(later.values()),
        "wider": math.fsum(wider.values()) / count if count else None,
        "p_wider": sign_changes(wider.values()),
    }


def sign_changes(sums: Iterable[float]) -> float:
    """The share of all ways to give the sums signs by which their total is at least so far from 0, rounded to
    :data:`STEP`; 1 of nothing."""
    steps = [round(value / STEP) for value in sums]
    ways = {0: 1.0}
    for step in steps:
        more: dict[int, float] = {}
        for total, weight in ways.items():
            for end in (total + step, total - step):
                more[end] = more.get(end, 0.0) + weight / 2.0
        ways = more
    far = abs(sum(steps))
    return min(1.0, math.fsum(weight for total, weight in ways.items() if abs(total) >= far))
