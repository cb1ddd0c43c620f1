"""Choosing the best of several with few replications, on common random numbers.

Every candidate is simulated with the same dice, so replication k of one is a pair with replication k
of another. Small values are good; infinity is *never* and later than everything. Effort goes where it
decides: all candidates get a share of it, and those that may still be the best get the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from paris44.results.batch import Floats
from paris44.study.statistics.estimates import quantile, share_never

Name = TypeVar("Name")
Trial = Callable[[Sequence[Name], int], Mapping[Name, Floats]]
"""(candidates, n) -> the values of each in the first n replications."""

RESAMPLES = 400
DOUBT = 0.05
"""A candidate stays in the race while resampling makes it the best at least so often."""
MOST = 2
"""No candidate gets more than so many times the replications that each would have by equal shares."""

Score = tuple[float, float, float, float]


def score(values: Floats, q: float) -> Score:
    """What is compared: the q-quantile; of equals the rarer never, the earlier median, the earlier mean."""
    wanted, median = quantile(values, q), quantile(values, 0.5)
    came = values[np.isfinite(values)]
    mean = float(np.mean(came)) if len(came) else math.inf
    return (
        math.inf if wanted is None else wanted,
        share_never(values),
        math.inf if median is None else median,
        mean,
    )


def ranked(values: Mapping[Name, Floats], q: float) -> list[Name]:
    """The candidates, best q-quantile first; equals stay in their order."""
    scores = {name: score(v, q) for name, v in values.items()}
    return sorted(values, key=scores.__getitem__)


def placed(values: Mapping[Name, Floats], q: float) -> list[Name]:
    """The candidates after a race, best q-quantile first: nobody is first who left it early, on fewer
    replications."""
    order = ranked(values, q)
    most = max(len(v) for v in values.values())
    winner = next(name for name in order if len(values[name]) == most)
    return [winner, *(name for name in order if name != winner)]


def chances(values: Mapping[Name, Floats], q: float, seed: int) -> dict[Name, float]:
    """How often each candidate has the least q-quantile when replications are resampled.

    Whole replications are drawn, so pairs stay pairs. The draws follow from ``seed``. Equals share. Of those
    that left a race early see :func:`winner_shares`.
    """
    return _by_stages(values, lambda live: _least(live, q, seed))


def _least(values: Mapping[Name, Floats], q: float, seed: int) -> dict[Name, float]:
    table = np.array(list(values.values()))
    n = table.shape[1]
    picks = np.random.default_rng([seed, len(table), n]).integers(0, n, (RESAMPLES, n))
    at = np.sort(table[:, picks], axis=2)
    low, part = divmod(q * (n - 1), 1.0)
    first = at[:, :, int(low)]
    second = at[:, :, min(int(low) + 1, n - 1)]
    with np.errstate(invalid="ignore"):
        found = np.where(part > 0, first + part * (second - first), first)
    found = np.where(np.isnan(found), np.inf, found)
    best = found == found.min(axis=0)
    shares = (best / best.sum(axis=0)).mean(axis=1)
    return dict(zip(values, (float(share) for share in shares), strict=True))


def race(trial: Trial[Name], names: Sequence[Name], n: int, q: float, seed: int) -> dict[Name, Floats]:
    """The values of every candidate after ``n`` replications each on the average.

    All get half. Then, in two rounds, those that :func:`chances` leaves in doubt share what is left, up to
    ``MOST`` times ``n`` each; where nothing is in doubt the best is brought to ``n`` and the rest is saved.
    """
    level = max(1, math.ceil(n / 2))
    values = dict(trial(names, level))
    left = len(names) * (n - level)
    live = list(names)
    for rounds in (2, 1):
        live = _in_doubt({name: values[name] for name in live}, q, seed)
        step = min(left // (rounds * len(live)), MOST * n - level)
        if len(live) == 1:
            step = min(left, n - level)
        if step <= 0:
            break
        level += step
        left -= step * len(live)
        values |= trial(live, level)
    return values


def _in_doubt(values: Mapping[Name, Floats], q: float, seed: int) -> list[Name]:
    best = ranked(values, q)[0]
    odds = chances(values, q, seed)
    return [name for name in values if name == best or odds[name] >= DOUBT]


def halve(
    trial: Trial[Name], names: Sequence[Name], n: int, q: float, *, first: int, keep: int = 1
) -> list[Name]:
    """The ``keep`` best, best q-quantile first: the better half goes on with twice the replications, and on.

    It begins with ``first`` replications each and ends when ``keep`` are left or ``n`` is reached.
    """
    live, level = list(names), min(first, n)
    while True:
        found = trial(live, level)
        live = ranked({name: found[name] for name in live}, q)
        if level >= n or len(live) <= keep:
            return live[:keep]
        live = live[: max(keep, math.ceil(len(live) / 2))]
        level = min(2 * level, n)


def winner_shares(values: Mapping[Name, Floats]) -> dict[Name, float]:
    """The probability that each candidate is the earliest: the share of the replications that it wins.

    Equals share a win, and nobody wins a replication in which nobody comes. Where a candidate left the race
    early its share is that of the replications which all have; the others divide what it leaves by the
    replications that they have among them.
    """
    return _by_stages(values, _wins)


def _by_stages(
    values: Mapping[Name, Floats], shares_of: Callable[[Mapping[Name, Floats]], dict[Name, float]]
) -> dict[Name, float]:
    """Shares of one whole: of those that leave on what all have, then of the others on what they have."""
    found: dict[Name, float] = {}
    live, mass = dict(values), 1.0
    while live:
        level = min(len(v) for v in live.values())
        shares = shares_of({name: v[:level] for name, v in live.items()})
        gone = [name for name, v in live.items() if len(v) == level]
        found |= {name: mass * shares[name] for name in gone}
        if len(gone) < len(live):
            mass *= 1.0 - sum(shares[name] for name in gone)
        live = {name: v for name, v in live.items() if name not in gone}
    return {name: found[name] for name in values}


def _wins(values: Mapping[Name, Floats]) -> dict[Name, float]:
    table = np.array(list(values.values()))
    least = table.min(axis=0)
    wins = (table == least) & np.isfinite(least)
    shares = (wins / np.maximum(wins.sum(axis=0), 1)).mean(axis=1)
    return dict(zip(values, (float(share) for share in shares), strict=True))
