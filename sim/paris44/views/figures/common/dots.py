"""Quantile dots: a distribution as a few dots that a reader can count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paris44.language.text import msg
from paris44.study.statistics.estimates import quantiles_of

Floats = NDArray[np.float64]
DOTS = 20


def quantile_dots(values: Floats, dots: int = DOTS) -> list[float | None]:
    """The (k - 1/2)/dots quantiles, smallest first; None where one falls on *never*."""
    return quantiles_of(values, [(k + 0.5) / dots for k in range(dots)])


def dots_of(values: Floats, most: int = DOTS) -> list[float | None]:
    """At most ``most`` dots: the values themselves where there are no more of them, else their quantiles."""
    if len(values) > most:
        return quantile_dots(values, most)
    return [float(value) if np.isfinite(value) else None for value in np.sort(values)]


def meaning(n: int, most: int, things: str) -> str:
    """What a dot is: ``one of the 6 runs``, ``a twentieth of the 200 runs``."""
    if n <= most:
        return msg("one of the {n} {things}", n=n, things=things)
    return msg("{part} of the {n} {things}", part=fraction(most), n=n, things=things)


def fraction(most: int) -> str:
    """``a twentieth``."""
    known = {20: msg("a twentieth"), 25: msg("a twenty-fifth"), 40: msg("a fortieth"), 50: msg("a fiftieth")}
    return known.get(most, f"1/{most}")


def levels(xs: Sequence[float], apart: float) -> list[int]:
    """How high each dot is stacked so that dots nearer than ``apart`` (the unit of ``xs``) do not overlap."""
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
