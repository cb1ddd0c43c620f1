"""First-order shares against functions of which they are known, and where nothing can be said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from paris44.results.batch import Floats
from paris44.study.statistics.shares import (
    BEND,
    LEAST,
    Shares,
    components,
    first_order,
    ranked,
    ranks,
    shared,
    surely_more,
    total,
)

G_WEIGHTS = np.asarray([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])


def ishigami(u: Floats) -> Floats:
    """Ishigami and Homma 1990, a = 7, b = 0.1; further inputs do nothing."""
    x = np.pi * (2.0 * u - 1.0)
    found: Floats = np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    return found


def sobol_g(u: Floats) -> Floats:
    """Sobol's g-function with the weights above."""
    weights = G_WEIGHTS[:, None]
    found: Floats = ((np.abs(4.0 * u - 2.0) + weights) / (1.0 + weights)).prod(axis=0)
    return found


def g_shares() -> Floats:
    """Its first-order indices: v = 1/3 / (1 + a)^2 over the product of all (1 + v) less 1."""
    parts = 1.0 / 3.0 / (1.0 + G_WEIGHTS) ** 2
    found: Floats = parts / (np.prod(1.0 + parts) - 1.0)
    return found


def found(model: Callable[[Floats], Floats], inputs: int, n: int, seed: int) -> tuple[Shares, Shares]:
    """The shares of a model in ``n`` runs; the first two inputs are a group, and all others are one."""
    u = np.random.default_rng(seed).random((inputs, n))
    told = first_order(u, model(u), seed)
    assert told is not None
    return told.single, told.sums([range(2), range(2, inputs)])


ISHIGAMI = np.asarray([0.3139, 0.4424, 0.0, 0.0])


@pytest.mark.parametrize(
    ("model", "shares"), [(ishigami, ISHIGAMI), (sobol_g, g_shares())], ids=["ishigami", "g-function"]
)
def test_known_shares_are_met(model: Callable[[Floats], Floats], shares: Floats) -> None:
    """In 4,000 runs each share is within 0.03 of the known one, and groups add theirs up."""
    single, groups = found(model, len(shares), 4000, 1)
    assert np.abs(single.share - shares).max() < 0.03
    assert groups.share == pytest.approx([single.share[:2].sum(), single.share[2:].sum()])


def test_few_runs_bring_no_bias() -> None:
    """The mean of 40 estimates from 200 runs is the known share; uncorrected it would be 0.06 too high."""
    told = [found(ishigami, 4, 200, seed)[0].share for seed in range(40)]
    assert np.mean(told, axis=0) == pytest.approx(ISHIGAMI, abs=0.03)
    assert np.mean(told, axis=0)[2:] == pytest.approx([0.0, 0.0], abs=0.01)


def test_intervals_cover_what_is_true() -> None:
    """At least 50 of 60 intervals of 95 % from 200 runs hold the known share of each input."""
    held = np.zeros(4)
    for seed in range(60):
        single = found(ishigami, 4, 200, seed)[0]
        held += (single.low - 1e-9 <= ISHIGAMI) & (single.high >= ISHIGAMI)
    assert held.min() >= 50


def test_luck_is_told_from_what_matters() -> None:
    """Of 60 inputs that do nothing some one is taken for sure in about one case of twenty, not in most."""
    wrong = 0
    for seed in range(25):
        u = np.random.default_rng(seed).random((60, 200))
        told = first_order(u, np.random.default_rng(seed + 1000).random(200), seed)
        assert told is not None
        wrong += any(told.single.surely(i) for i in range(60))
    assert wrong <= 4


def test_a_weak_input_is_seen_behind_a_strong_one() -> None:
    """Beside an input of 0.9 one of 0.05 is found in 200 runs: the strong one is taken out."""
    u = np.random.default_rng(3).random((40, 200))
    scale = np.sqrt(12.0 * np.asarray([0.9, 0.05]))
    noise = np.sqrt(12.0 * 0.05) * np.random.default_rng(4).random(200)
    told = first_order(u, scale @ u[:2] + noise, 5)
    assert told is not None
    assert told.single.surely(0)
    assert told.single.surely(1)
    assert told.single.share[:2] == pytest.approx([0.9, 0.05], abs=0.04)


def test_never_is_a_rank_like_another() -> None:
    """Where one input decides whether it comes and another when, the shares are those of the ranks."""
    u = np.random.default_rng(7).random((3, 2000))
    time = np.where(u[0] > 0.7, np.inf, 3600.0 * u[1])
    of_rank = first_order(u, ranks(time), 7)
    of_never = first_order(u, np.isinf(time).astype(float), 7)
    assert of_rank is not None
    assert of_never is not None
    # ranks: 0.7 v (v even) with 0.7, else 0.85: between the two 0.7 * 0.3 * 0.5^2, within 0.7^3 / 12
    whole = 0.7 * 0.3 * 0.25 + 0.7 * 0.49 / 12.0
    by_time = 0.49 * 0.49 / 12.0
    assert of_rank.single.share == pytest.approx([0.7 * 0.3 * 0.25 / whole, by_time / whole, 0.0], abs=0.03)
    assert of_never.single.share == pytest.approx([1.0, 0.0, 0.0], abs=0.05)


def test_ties_share_a_rank() -> None:
    """An outcome that is known to the hour only gives the share of its classes, not an infinity."""
    u = np.random.default_rng(8).random((2, 1000))
    told = first_order(u, ranks(np.floor(3.0 * u[0])), 8)
    assert told is not None
    assert told.single.share == pytest.approx([1.0, 0.0], abs=0.06)


def test_an_outcome_that_never_varies_has_no_shares() -> None:
    """A constant has the share 0 throughout, without a division by nothing."""
    u = np.random.default_rng(9).random((3, 100))
    told = first_order(u, ranks(np.full(100, np.inf)), 9)
    assert told is not None
    assert not told.single.share.any()
    assert not any(told.single.surely(i) for i in range(3))


def test_too_few_runs_have_no_answer() -> None:
    """Under fifty replications there is no share at all."""
    u = np.random.default_rng(2).random((3, LEAST - 1))
    assert first_order(u, u[0], 2) is None


def test_kelleys_correction_is_that_of_a_hand_worked_table() -> None:
    """Two classes (1, 3) and (5, 7): variance 20/3 of all, 2 within, so 14/3 lie between."""
    classes = np.asarray([[0, 0, 1, 1]])
    assert components(classes, np.asarray([1.0, 3.0, 5.0, 7.0])) == pytest.approx([20.0 / 3.0 - 2.0])


def pairs_of(model: Callable[[Floats], Floats], inputs: int, *sets: tuple[int, ...]) -> list[Floats]:
    """A model in 4,000 runs, and again with each of ``sets`` of its inputs drawn anew."""
    u, other = (np.random.default_rng(seed).random((inputs, 4000)) for seed in (1, 2))
    told = [model(u)]
    for own in sets:
        told.append(model(np.asarray([other[i] if i in own else u[i] for i in range(inputs)])))
    return told


def test_totals_of_a_known_function_are_met() -> None:
    """Ishigami's totals are 0.5576, 0.4424 and 0.2437, and 0.2437 is what the first and third share."""
    base, *anew, both = pairs_of(ishigami, 3, (0,), (1,), (2,), (0, 2))
    assert shared(base, anew[0], anew[2], both, 1)[0] == pytest.approx(0.2437, abs=0.03)
    other = pairs_of(ishigami, 3, (0, 1))[1]
    assert shared(base, anew[0], anew[1], other, 1)[0] == pytest.approx(0.0, abs=1e-9)
    found = [total(base, values, 1) for values in anew]
    assert [one[0] for one in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)
    assert all(low <= middle <= high for middle, low, high in found)


def test_what_two_carry_only_together_is_told_from_what_each_does() -> None:
    """Of a product of two signs neither carries anything alone, and both all; of two apart nothing."""
    base, a, b, both = pairs_of(lambda u: np.sign(u[0] - 0.5) * np.sign(u[1] - 0.5), 2, (0,), (1,), (0, 1))
    assert shared(base, a, b, both, 1)[0] == pytest.approx(1.0, abs=0.05)
    assert total(base, a, 1)[0] == pytest.approx(1.0, abs=0.05)
    runs = pairs_of(lambda u: np.where(u[0] > 0.5, np.inf, 1.0), 2, (0,), (1,), (0, 1))
    base, a, b, both = ranked(*runs)
    assert shared(base, a, b, both, 1) == (0.0, 0.0, 0.0)
    assert total(base, b, 1)[0] == 0.0
    assert total(base, a, 1)[0] == pytest.approx(1.0, abs=0.05)


def test_ranks_of_a_sum_share_no_more_than_the_bend() -> None:
    """Two even laws that only add up share in ranks just under ``BEND`` where they are equally wide, and less
    the more unequal they are."""
    found = []
    for wide in (1.0, 1.5, 3.0):
        runs = pairs_of(lambda u, wide=wide: wide * u[0] + u[1], 2, (0,), (1,), (0, 1))  # type: ignore[misc]
        found.append(shared(*ranked(*runs), 1)[0])
    assert found == sorted(found, reverse=True)
    assert found[0] == pytest.approx(0.95 * BEND, abs=0.15 * BEND)


def test_a_total_is_more_where_the_intervals_leave_room() -> None:
    """By 0.3 with 0.2 down and 0.2 up it is surely more (0.28); with 0.3 up it is not (0.36)."""
    assert surely_more((0.8, 0.6, 1.0), (0.5, 0.2, 0.7))
    assert not surely_more((0.8, 0.6, 1.0), (0.5, 0.2, 0.8))
    assert not surely_more((0.3, 0.3, 0.3), (0.3, 0.3, 0.3))
    assert not surely_more((1.0, 0.7, 1.3), (-0.1, 0.0, 0.6))  # what is carried alone is not known at all
    assert surely_more((1.0, 0.7, 1.3), (-0.1, 0.0, 0.4))


def test_a_constant_carries_nothing() -> None:
    """An outcome that is always the same, or never comes, has totals of 0, not of nothing by nothing."""
    never = ranked(np.full(100, np.inf))[0]
    assert total(never, never, 1) == (0.0, 0.0, 0.0)
    assert shared(never, never, never, never, 1) == (0.0, 0.0, 0.0)
