"""Statistics of replications and of pairs of replications, with *never* as later than everything.

A moment that does not come is +inf. A quantile that falls on it is None; means and differences
use the replications, or the pairs, in which it came. Intervals of medians are read off the order
statistics (no law is assumed and nothing is drawn, so they are the same in every run); intervals of
means are Student's. Sums are exact to the last bit (``math.fsum``), so that they are the same whatever adds
them up; only the standard library is needed, since they are asked for in a browser too.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist, median
from typing import Any, cast

Numbers = Collection[float]
"""Values in some unit, of a list or of an array."""
LEVEL = 0.95
"""How surely an interval holds what it is of."""


def quantile(values: Numbers, p: float) -> float | None:
    """The p-quantile (linear between order statistics), None where it reaches *never* or there is nothing."""
    return quantiles_of(values, (p,))[0]


def quantiles_of(values: Numbers, levels: Sequence[float]) -> list[float | None]:
    """:func:`quantile` at several levels."""
    if not len(values):
        return [None for _ in levels]
    ordered = _sorted(values)
    return [_at(ordered, p) for p in levels]


def _at(ordered: Sequence[float], p: float) -> float | None:
    place = p * (len(ordered) - 1)
    low = math.floor(place)
    share = place - low
    a = float(ordered[low])
    if share == 0.0 or not math.isfinite(a):
        return a if math.isfinite(a) else None
    b = float(ordered[low + 1])
    return a + share * (b - a) if math.isfinite(b) else None


def _sorted(values: Numbers) -> Sequence[float]:
    """They in order; a list and an array sort themselves, each in its own way."""
    ordered: Any = values.copy() if hasattr(values, "copy") else list(values)
    ordered.sort()
    return cast("Sequence[float]", ordered)


def mean_of(values: Numbers) -> float:
    """The mean, in the unit of ``values``; there must be some."""
    return math.fsum(values) / len(values)


def _variance(values: Numbers) -> float:
    """That of the law from which they come (n - 1); there must be two."""
    mean = mean_of(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def middle90(values: Numbers) -> tuple[float, float]:
    """The 5 % and the 95 % quantile, inf for *never*."""
    low, high = quantiles_of(values, (0.05, 0.95))
    return math.inf if low is None else low, math.inf if high is None else high


def covers90(values: Numbers, lo: float, hi: float) -> bool:
    """Whether the interval of the middle 90 % of ``values`` meets ``lo`` to ``hi`` (times that did come).

    *Never* is later than everything. So an interval that reaches it has no upper end and holds every time
    from its 5 % quantile on: it is a true statement of a forecast that is unsure whether the event comes at
    all, and to count it as wrong would make a forecast whose odds are right miss its 90 %. But it says
    little. Whoever reports the share that is covered therefore reports beside it how many intervals have no
    end; how wide they are and the CRPS tell what such a forecast costs. Where 95 % never come, the interval
    is *never* alone and holds no time.
    """
    low, high = middle90(values)
    return math.isfinite(low) and low <= hi and high >= lo


def share_never(values: Numbers) -> float:
    """The share of *never*; 0 of nothing."""
    return sum(map(math.isinf, values)) / len(values) if len(values) else 0.0


def median_interval(values: Numbers, level: float = LEVEL) -> tuple[float, float, float]:
    """(lo, hi, coverage): an interval of the median between two order statistics, in their unit.

    It covers the median with a share of at least ``level`` whatever the law; with fewer than six values
    no such interval exists and the smallest and largest are given with their true, smaller coverage.
    """
    ordered = _sorted(values)
    n = len(ordered)
    if n == 0:
        return math.nan, math.nan, 0.0
    rank, coverage = _rank_of_median(n, level)
    return float(ordered[rank]), float(ordered[n - 1 - rank]), coverage


@cache
def _rank_of_median(n: int, level: float) -> tuple[int, float]:
    """The order statistic at the lower end of the interval of a median, and what the interval covers."""
    rank = _rank(n, level)
    below = math.fsum(_binomial(n, k) for k in range(rank + 1))
    return rank, max(0.0, 1.0 - 2.0 * below)


def _rank(n: int, level: float) -> int:
    """The largest r with P(Binomial(n, 1/2) <= r) <= (1 - level) / 2; 0 if there is none."""
    tail = (1.0 - level) / 2.0
    total, rank = 0.0, -1
    while rank + 1 < n:
        total += _binomial(n, rank + 1)
        if total > tail:
            break
        rank += 1
    return max(rank, 0)


def share_interval(k: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (of one) of which ``k`` of ``n`` were seen (E. B. Wilson, "Probable
    inference, the law of succession, and statistical inference", JASA 22, 209-212)."""
    z = NormalDist().inv_cdf((1.0 + LEVEL) / 2.0)
    middle, room = (k + z * z / 2.0) / (n + z * z), n + z * z
    half = z / room * math.sqrt(k * (n - k) / n + z * z / 4.0)
    return middle - half if k else 0.0, middle + half if k < n else 1.0


def sign_test(less: int, more: int) -> float:
    """The two-sided probability that pairs which differ are divided at least so unevenly where neither way
    is the likelier (a share of one); 1 where none differs."""
    n = less + more
    return min(1.0, 2.0 * math.fsum(_binomial(n, k) for k in range(min(less, more) + 1))) if n else 1.0


def _binomial(n: int, k: int) -> float:
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2.0)
    return math.exp(log)


def mean_interval(values: Numbers, level: float = LEVEL) -> tuple[float, float]:
    """Student's interval of the mean, in the unit of ``values``; (nan, nan) for fewer than two."""
    n = len(values)
    if n < 2:
        return math.nan, math.nan
    half = student(1.0 - (1.0 - level) / 2.0, n - 1) * math.sqrt(_variance(values) / n)
    mean = mean_of(values)
    return mean - half, mean + half


@cache
def student(p: float, df: int) -> float:
    """The p-quantile (p >= 0.5) of Student's t with ``df`` degrees of freedom.

    The distribution function is a finite sum for a whole number of degrees (Abramowitz and Stegun
    26.7.3-4); it is inverted by bisection. From 200 degrees on Fisher's expansion is good to 1e-8.
    """
    if df >= 200:
        z = NormalDist().inv_cdf(p)
        return z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
    low, high = 0.0, 1e4
    for _ in range(200):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _student_cdf(middle, df) < p else (low, middle)
    return high


def _student_cdf(t: float, df: int) -> float:
    angle = math.atan2(t, math.sqrt(df))
    cos2 = math.cos(angle) ** 2
    odd = df % 2 == 1
    term = math.cos(angle) if odd else 1.0
    total = term if df > 1 or not odd else 0.0
    for k in range(3 if odd else 2, df - 1, 2):
        term *= cos2 * (k - 1) / k
        total += term
    inside = 2.0 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    return 0.5 + inside / 2.0


@dataclass(frozen=True)
class PairDifference:
    """Other minus base over the pairs in which both came, in the unit of the values.

    ``variance_ratio`` is how many times smaller the variance of a difference is than it would be with
    independent replications; None where the pairs leave no variance. The shares are of ``n_pairs``.
    """

    median: float | None
    mean: float | None
    ci95: tuple[float, float] | None  # of the median
    ci95_coverage: float
    ci95_mean: tuple[float, float] | None
    share_earlier: float | None
    share_equal: float | None
    n_pairs: int
    variance_ratio: float | None
    only_base: int  # replications in which only the base's came
    only_other: int
    neither: int

    @property
    def is_sure(self) -> bool:
        """Whether there are pairs enough for the interval of the median to be one of 95 %."""
        return self.ci95_coverage >= LEVEL

    @property
    def excludes_zero(self) -> bool:
        """Whether the pairs are enough, and the interval says that the median differs."""
        return self.is_sure and self.ci95 is not None and self.ci95[0] * self.ci95[1] > 0


def pair_difference(base: Numbers, other: Numbers) -> PairDifference:
    """Compare two scenarios replication by replication (the same dice)."""
    if len(base) != len(other):
        raise ValueError(f"{len(base)} and {len(other)} replications are no pairs")
    pairs = [(float(a), float(b)) for a, b in zip(base, other, strict=True)]
    came = [(a, b) for a, b in pairs if math.isfinite(a) and math.isfinite(b)]
    n = len(came)
    only_base = sum(math.isfinite(a) and not math.isfinite(b) for a, b in pairs)
    only_other = sum(math.isfinite(b) and not math.isfinite(a) for a, b in pairs)
    counts = only_base, only_other, len(pairs) - n - only_base - only_other
    if not n:
        return PairDifference(None, None, None, 0.0, None, None, None, 0, None, *counts)
    difference = [b - a for a, b in came]
    lo, hi, coverage = median_interval(difference)
    return PairDifference(
        median(difference),
        mean_of(difference),
        (lo, hi),
        coverage,
        mean_interval(difference) if n > 1 else None,
        sum(d < 0 for d in difference) / n,
        sum(d == 0 for d in difference) / n,
        n,
        _variance_ratio(came, difference),
        *counts,
    )


def _variance_ratio(came: Collection[tuple[float, float]], difference: Numbers) -> float | None:
    paired = _variance(difference) if len(difference) > 1 else 0.0
    if paired == 0.0:
        return None
    return (_variance([a for a, _ in came]) + _variance([b for _, b in came])) / paired


def crps(values: Numbers, observed: float, end: float) -> float:
    """The continuous ranked probability score of an ensemble, in the unit of the values.

    Mean distance to what was observed less half the mean distance within the ensemble. *Never* counts as
    ``end``, the last moment at which it could have come: the score is that of the law of "the moment, or the
    end", so it stays proper, and a replication in which the event does not come costs all the time that was
    left for it. Of one value (a forecast without a spread) the score is its distance, so that a naive
    forecast and an ensemble are measured alike.
    """
    x = _sorted([min(value, end) for value in values])
    n = len(x)
    spread = math.fsum((2.0 * k - n - 1.0) * value for k, value in enumerate(x, 1)) / (n * n)
    return mean_of([abs(value - observed) for value in x]) - spread


def rank_of(values: Numbers, observed: float) -> float:
    """The probability integral transform: the share of ``values`` before, ties half.

    *Never* is after everything. Of a forecast whose odds are right it is even between 0 and 1.
    """
    before, ties = sum(value < observed for value in values), sum(value == observed for value in values)
    return (before + ties / 2.0) / len(values)


def outside(value: float, lo: float, hi: float) -> float:
    """The signed distance of ``value`` to [lo, hi], in their unit: 0 inside, positive when later."""
    return value - hi if value > hi else min(value - lo, 0.0)


def median_abs(errors: Numbers) -> float | None:
    """The median size of ``errors``, in the unit of them; a missed one is inf. None for none, or where
    the median is missed."""
    return quantile([abs(error) for error in errors], 0.5)
