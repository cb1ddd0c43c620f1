"""Quantile dots: a distribution as a few dots that a reader can count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.study.statistics import quantile

Floats = NDArray[np.float64]
DOTS = 20


def quantile_dots(values: Floats, dots: int = DOTS) -> list[float | None]:
    """The (k - 1/2)/dots quantiles, smallest first; None where one falls on *never*."""
    return [quantile(values, (k + 0.5) / dots) for k in range(dots)]


def levels(xs: Sequence[float], apart: float) -> list[int]:
    """How high each dot is stacked so that dots nearer than ``apart`` do not cover each other."""
    last: list[float] = []
    found = []
    for x in xs:
        free = next((level for level, end in enumerate(last) if x - end >= apart), len(last))
        if free == len(last):
            last.append(x)
        else:
            last[free] = x
        found.append(free)
    return found
