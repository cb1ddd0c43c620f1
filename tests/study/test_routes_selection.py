"""Choosing the best of several with few replications."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from paris44.results.batch import Floats
from paris44.study.statistics.selection import chances, halve, placed, race, ranked, score, winner_shares

INF = np.inf


class Table:
    """Candidates as rows of known values; counts what is asked of them."""

    def __init__(self, **rows: Sequence[float]) -> None:
        self.rows = {name: np.asarray(row, dtype=float) for name, row in rows.items()}
        self.asked: dict[str, int] = dict.fromkeys(rows, 0)

    def __call__(self, names: Sequence[str], n: int) -> dict[str, Floats]:
        """The first ``n`` values of each."""
        for name in names:
            self.asked[name] = max(self.asked[name], n)
        return {name: self.rows[name][:n] for name in names}


def test_never_is_worse_than_late() -> None:
    """A quantile that reaches never is later than any hour; of two such the rarer never is better."""
    late = np.array([1e9] * 10)
    half = np.array([0.0] * 5 + [INF] * 5)
    most = np.array([0.0] * 2 + [INF] * 8)
    assert score(late, 0.8) < score(half, 0.8) < score(most, 0.8)
    assert ranked({"most": most, "half": half, "late": late}, 0.8) == ["late", "half", "most"]
    assert ranked({"late": late, "half": half}, 0.2) == ["half", "late"]


def test_equals_stay_in_their_order() -> None:
    """Candidates with the same values are ranked as they were given."""
    same = np.arange(5.0)
    assert ranked({"b": same, "a": same.copy()}, 0.5) == ["b", "a"]


def test_effort_goes_where_it_decides() -> None:
    """A hopeless candidate gets half of the replications, the two that are close get more than all."""
    rng = np.random.default_rng(1)
    luck = rng.normal(0.0, 1.0, 200)
    table = Table(near=luck, close=luck + rng.normal(0.02, 0.3, 200), far=luck + 50.0)
    values = race(table, ["near", "close", "far"], 40, 0.5, 1)
    assert table.asked == {"near": 50, "close": 50, "far": 20}
    assert {name: len(v) for name, v in values.items()} == table.asked


def test_effort_is_saved_when_nothing_is_in_doubt() -> None:
    """A clear winner is brought to the asked number, and nobody else."""
    luck = np.random.default_rng(2).normal(0.0, 1.0, 100)
    table = Table(best=luck, worse=luck + 5.0, worst=luck + 9.0)
    race(table, ["best", "worse", "worst"], 40, 0.5, 1)
    assert table.asked == {"best": 40, "worse": 20, "worst": 20}


def test_halving_finds_the_best_with_less_than_everything() -> None:
    """Of sixteen the best is found; most of them see only the first replications."""
    luck = np.random.default_rng(3).normal(0.0, 1.0, 64)
    table = Table(**{f"c{k:02}": luck + 0.5 * k for k in range(16)})
    assert halve(table, list(reversed(table.rows)), 64, 0.8, first=4, keep=2) == ["c00", "c01"]
    assert sum(table.asked.values()) < 16 * 64 / 3
    assert table.asked["c15"] == 4


def test_nobody_is_first_who_left_the_race() -> None:
    """A candidate given up on a few lucky replications does not come before one that went the whole way."""
    early, long = np.array([3.0, 3.0]), np.array([4.0, 2.0, 5.0, 5.0, 5.0, 5.0])
    other = np.array([9.0, 9.0, 9.0, 9.0, 9.0, 9.0])
    values = {"early": early, "long": long, "other": other}
    assert ranked(values, 0.5)[0] == "early"
    assert placed(values, 0.5) == ["long", "early", "other"]


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("q", [0.5, 0.8])
def test_who_is_first_may_be_first(n: int, q: float) -> None:
    """However few the replications, whoever is placed first has a chance of being first by that rule."""
    rng = np.random.default_rng(6)
    for _ in range(50):
        table = Table(**{f"c{k}": rng.normal(0.0, 1.0, 2 * n) for k in range(5)})
        values = race(table, list(table.rows), n, q, 1)
        odds = chances(values, q, 1)
        assert odds[placed(values, q)[0]] > 0.0
        assert sum(odds.values()) == pytest.approx(1.0)


def test_chances_are_paired_and_reproducible() -> None:
    """A small but constant advantage is certain among pairs, however wide both spread; equals share."""
    luck = np.random.default_rng(4).normal(0.0, 100.0, 30)
    assert chances({"a": luck, "b": luck + 0.01}, 0.5, 7) == {"a": 1.0, "b": 0.0}
    assert chances({"a": luck, "b": luck.copy()}, 0.5, 7) == {"a": 0.5, "b": 0.5}
    noise = luck + np.random.default_rng(5).normal(0.0, 30.0, 30)
    assert chances({"a": luck, "b": noise}, 0.5, 7) == chances({"a": luck, "b": noise}, 0.5, 7)


def test_wins_count_never_as_last_and_share_draws() -> None:
    """Who comes wins over who does not, a draw is shared, and where nobody comes nobody wins."""
    shares = winner_shares({"a": np.array([1.0, INF, 3.0, INF]), "b": np.array([2.0, 5.0, 3.0, INF])})
    assert shares == {"a": 1.5 / 4, "b": 1.5 / 4}


def test_wins_of_those_that_left_early() -> None:
    """A candidate's share before it left is kept; the others divide the rest by their longer race."""
    early = np.array([0.0, 9.0, 9.0, 9.0])
    a = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 5.0, 5.0])
    b = np.array([2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0])
    shares = winner_shares({"early": early, "a": a, "b": b})
    assert shares["early"] == pytest.approx(0.25)
    assert shares["a"] == pytest.approx(0.75 * 6 / 8)
    assert sum(shares.values()) == pytest.approx(1.0)
