from __future__ import annotations

import math

import numpy as np
import pytest

from paris44.study.statistics.estimates import (
    crps,
    mean_interval,
    median_abs,
    median_interval,
    outside,
    pair_difference,
    quantile,
    sign_test,
    student,
)

NEVER = math.inf


@pytest.mark.parametrize(
    ("values", "p", "expected"),
    [
        ([1.0, 2.0, 3.0, NEVER], 0.5, 2.5),
        ([1.0, 2.0, NEVER, NEVER], 0.5, None),
        ([1.0, 2.0, 3.0, NEVER], 0.95, None),
        ([3.0, 1.0, 2.0], 0.05, 1.1),
        ([NEVER], 0.5, None),
        ([], 0.5, None),
        ([1.0, 2.0, 3.0, 4.0, NEVER], 0.75, 4.0),
    ],
)
def test_never_is_later_than_everything(values: list[float], p: float, expected: float | None) -> None:
    """A quantile is that of the values with never at infinity, and nothing where it touches never."""
    found = quantile(np.asarray(values), p)
    assert found == (None if expected is None else pytest.approx(expected))


def test_the_interval_of_a_median_covers_it_as_often_as_it_says() -> None:
    """Over many skewed samples the interval holds the true median in at least 95 of 100."""
    rng = np.random.default_rng(7)
    samples = rng.exponential(size=(2000, 41))
    inside = 0
    for sample in samples:
        lo, hi, coverage = median_interval(sample)
        assert 0.95 <= coverage < 0.985
        inside += lo <= math.log(2) <= hi
    assert inside / len(samples) > 0.94


def test_few_values_say_how_little_they_cover() -> None:
    """With five values no 95 % interval exists: the range is given with its true coverage."""
    lo, hi, coverage = median_interval(np.asarray([5.0, 1.0, 4.0, 2.0, 3.0]))
    assert (lo, hi) == (1.0, 5.0)
    assert coverage == pytest.approx(1 - 2 / 32)


@pytest.mark.parametrize(
    ("df", "expected"),
    [(1, 12.7062), (2, 4.30265), (5, 2.57058), (30, 2.04227), (199, 1.97196), (500, 1.96472)],
)
def test_students_quantiles_are_the_tables(df: int, expected: float) -> None:
    """The 97.5 % points of Student's t are those of the printed tables."""
    assert student(0.975, df) == pytest.approx(expected, abs=2e-5)


def test_the_interval_of_a_mean_is_students() -> None:
    """For 1, 2, 3 the interval of the mean is 2 plus or minus 4.303 / sqrt(3)."""
    lo, hi = mean_interval(np.asarray([1.0, 2.0, 3.0]))
    assert (lo, hi) == (pytest.approx(2 - 2.48414, abs=1e-4), pytest.approx(2 + 2.48414, abs=1e-4))


def test_pairs_need_both() -> None:
    """Only replications in which both came are pairs; the others are counted."""
    base = np.asarray([10.0, 20.0, 30.0, NEVER, NEVER, 5.0])
    other = np.asarray([8.0, 20.0, NEVER, 7.0, NEVER, 1.0])
    pair = pair_difference(base, other)
    assert (pair.n_pairs, pair.only_base, pair.only_other, pair.neither) == (3, 1, 1, 1)
    assert pair.median == -2.0
    assert pair.mean == pytest.approx(-2.0)
    assert (pair.share_earlier, pair.share_equal) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_pairing_shrinks_the_variance_and_says_by_how_much() -> None:
    """With common luck of variance 100 and own luck of 1 the ratio is about a hundred."""
    rng = np.random.default_rng(3)
    luck, own = rng.normal(0, 10, 4000), rng.normal(0, 1, (2, 4000))
    pair = pair_difference(luck + own[0], luck + own[1] + 3)
    assert pair.variance_ratio == pytest.approx(101, rel=0.1)
    assert pair.ci95 is not None
    assert pair.ci95[0] < 3 < pair.ci95[1]


def test_no_variance_left_has_no_ratio() -> None:
    """A constant difference has an interval of no width and no ratio to divide by."""
    pair = pair_difference(np.asarray([1.0, 2.0, 4.0]), np.asarray([2.0, 3.0, 5.0]))
    assert pair.variance_ratio is None
    assert pair.ci95 == (1.0, 1.0)


def test_unequal_numbers_are_no_pairs() -> None:
    """Different numbers of replications are refused."""
    with pytest.raises(ValueError, match="no pairs"):
        pair_difference(np.asarray([1.0]), np.asarray([1.0, 2.0]))


def test_crps_is_the_integral_of_the_squared_distance() -> None:
    """The score equals the integral over time of (share so far - step at the observation) squared."""
    rng = np.random.default_rng(5)
    x, observed = rng.normal(0, 1, 50), 0.4
    grid = np.linspace(-6, 6, 240_001)
    share = np.searchsorted(np.sort(x), grid, side="right") / len(x)
    integral = float(np.sum((share - (grid >= observed)) ** 2) * (grid[1] - grid[0]))
    assert crps(x, observed, NEVER) == pytest.approx(integral, abs=1e-3)


def test_crps_of_certainty_is_the_distance() -> None:
    """One value's score is its distance; never counts as the end."""
    assert crps(np.asarray([3.0]), 5.0, 100.0) == 2.0
    assert crps(np.asarray([NEVER]), 5.0, 100.0) == 95.0


def test_errors_are_distances_to_the_bounds() -> None:
    """Nothing inside, negative when early, positive when late; a missed one is larger than all."""
    assert [outside(v, 10.0, 20.0) for v in (15.0, 8.0, 23.0)] == [0.0, -2.0, 3.0]
    assert median_abs([-3.0, 1.0, math.inf]) == 3.0
    assert median_abs([1.0, math.inf, math.inf]) is None


def test_sign_test_is_the_binomial_tail() -> None:
    """Five of five: 2/32, whichever way; three of five: certain, as is nothing."""
    assert sign_test(5, 0) == sign_test(0, 5) == pytest.approx(2 / 32)
    assert sign_test(3, 2) == 1.0
    assert sign_test(0, 0) == 1.0


def test_crps_of_one_value_is_its_distance_and_never_is_the_end() -> None:
    """A forecast without spread is measured like an ensemble; never is off by the time that was left."""
    assert crps(np.asarray([7.0]), 3.0, 100.0) == 4.0
    assert crps(np.asarray([np.inf, np.inf]), 3.0, 100.0) == 97.0


@pytest.mark.parametrize("n", [2, 3, 50, 201])
def test_pairs_are_counted_as_numpy_counts_them(n: int) -> None:
    """Without NumPy the numbers of a pair are those that NumPy gives, to the last digits of a float."""
    rng = np.random.default_rng(n)
    base, other = rng.normal(1e5, 4e3, n), rng.normal(1.01e5, 5e3, n)
    apart = other - base
    found = pair_difference(base, other)
    assert found.median == np.median(apart)
    assert found.mean == pytest.approx(np.mean(apart), rel=1e-12)
    ratio = (np.var(base, ddof=1) + np.var(other, ddof=1)) / np.var(apart, ddof=1)
    assert found.variance_ratio == pytest.approx(ratio, rel=1e-12)
    half = student(0.975, n - 1) * np.std(apart, ddof=1) / math.sqrt(n)
    assert found.ci95_mean == pytest.approx((np.mean(apart) - half, np.mean(apart) + half), rel=1e-9)
    assert quantile(base, 0.3) == pytest.approx(np.quantile(base, 0.3), rel=1e-15)
