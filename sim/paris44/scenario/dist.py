"""Uncertain quantities as inverse distribution functions.

A :class:`Dist` turns one uniform number into a value, so that every random decision of a
run costs exactly one keyed number (see ``paris44.world.dice``) and a run without chance is the
run in which every number is one half.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

_NORMAL = NormalDist()
_EDGE = 1e-12  # keeps quantiles of unbounded laws finite


class Dist(NamedTuple):
    """A distribution in SI units (seconds, metres, metres per second, or plain numbers).

    ``kind`` and ``args``:

    - ``fixed (x)``: always ``x``
    - ``uniform (low, high)``
    - ``triangular (low, mode, high)``
    - ``lognormal (median, sigma)``: ``sigma`` is the standard deviation of the logarithm
    - ``chance (p)``: 1.0 with probability ``p``, else 0.0; at u = 0.5 it is 1.0 only if p > 0.5
    """

    kind: str
    args: tuple[float, ...]

    def at(self, u: float) -> float:
        """The value at cumulative probability ``u`` (0 <= u < 1)."""
        if self.kind == "fixed":
            return self.args[0]
        if self.kind == "uniform":
            low, high = self.args
            return low + u * (high - low)
        if self.kind == "triangular":
            return _triangular(u, *self.args)
        if self.kind == "lognormal":
            median, sigma = self.args
            return median * math.exp(sigma * _NORMAL.inv_cdf(min(max(u, _EDGE), 1 - _EDGE)))
        if self.kind == "chance":
            return 1.0 if _happens(u, self.args[0]) else 0.0
        raise ValueError(f"unknown kind of distribution: {self.kind!r}")

    @property
    def median(self) -> float:
        """The value at u = 0.5, which ``--no-chance`` uses (SI units)."""
        return self.at(0.5)

    @property
    def is_fixed(self) -> bool:
        """True when no random number can change the value."""
        return self.kind == "fixed"


def _happens(u: float, p: float) -> bool:
    """At the exact median a yes/no happens only when it is more likely than not."""
    return u >= 1.0 - p and (u != 0.5 or p > 0.5)


def _triangular(u: float, low: float, mode: float, high: float) -> float:
    if high <= low:
        return low
    cut = (mode - low) / (high - low)
    if u < cut:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


def fixed(x: float) -> Dist:
    """A quantity without uncertainty, in SI units."""
    return Dist("fixed", (x,))
