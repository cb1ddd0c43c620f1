"""A distribution in three numbers, as documents have it: the median and the ends of the middle 90 %."""

from __future__ import annotations

from typing import Generic, TypedDict, TypeVar

from paris44.results.columns import Clock
from paris44.study.statistics.estimates import Numbers, quantiles_of

T = TypeVar("T")


class Quantiles(TypedDict, Generic[T]):
    """The median with the 5 % and the 95 % quantile: numbers, or local times."""

    median: T
    p05: T
    p95: T


def quantiles(values: Numbers) -> Quantiles[float | None]:
    """They in the unit of ``values``; None where one reaches *never*."""
    middle, low, high = quantiles_of(values, (0.5, 0.05, 0.95))
    return {"median": middle, "p05": low, "p95": high}


def time_quantiles(values: Numbers, clock: Clock) -> Quantiles[str | None]:
    """The same of ``values`` in seconds since the start, as ISO local times."""
    found = quantiles(values)
    return {
        "median": clock.text(found["median"]) or None,
        "p05": clock.text(found["p05"]) or None,
        "p95": clock.text(found["p95"]) or None,
    }
