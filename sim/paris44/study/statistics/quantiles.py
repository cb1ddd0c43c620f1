"""A distribution in three numbers, as documents have it: the median and the ends of the middle 90 %."""

from __future__ import annotations

from typing import Generic, TypedDict, TypeVar

from paris44.results.columns import Clock
from paris44.study.statistics.estimates import Numbers, quantile

T = TypeVar("T")


class Quantiles(TypedDict, Generic[T]):
    """The median with the 5 % and the 95 % quantile: numbers, or local times."""

    median: T
    p05: T
    p95: T


def quantiles(values: Numbers) -> Quantiles[float | None]:
    """They in the unit of ``values``; None where one reaches *never*."""
    return {
        "median": quantile(values, 0.5),
        "p05": quantile(values, 0.05),
        "p95": quantile(values, 0.95),
    }


def time_quantiles(values: Numbers, clock: Clock) -> Quantiles[str | None]:
    """The same of ``values`` in seconds since the start, as ISO local times."""
    found = quantiles(values)
    return {
        "median": clock.text(found["median"]) or None,
        "p05": clock.text(found["p05"]) or None,
        "p95": clock.text(found["p95"]) or None,
    }
