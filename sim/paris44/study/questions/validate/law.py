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
from collections.abc import Iterable, Sequence
from typing import TypedDict

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
