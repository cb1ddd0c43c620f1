"""Losses as inverse distribution functions of one uniform number each."""

from __future__ import annotations

import math


def geometric(u: float, mean: float) -> int:
    """A negative binomial count of dispersion one (geometric from 0) with this mean, at quantile ``u``."""
    if mean <= 0.0:
        return 0
    return int(math.log1p(-u) / math.log(mean / (1.0 + mean)))


def poisson(u: float, mean: float) -> int:
    """A Poisson count with this mean, at the quantile ``u``."""
    count, term = 0, math.exp(-mean)
    total = term
    while u > total and count < 1000:
        count += 1
        term *= mean / count
        total += term
    return count
