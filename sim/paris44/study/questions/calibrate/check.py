"""Whether the method finds known parameters again: simulation-based calibration over its own draws.

Each draw in turn plays the record: its parameters are known, its simulated times stand in the place of the
recorded ones (with the bounds of these), and the method is asked with all the others. If its posteriors are
right, the rank of the known value among the draws that are kept is even (S. Talts, M. Betancourt, D.
Simpson, A. Vehtari and A. Gelman 2018, "Validating Bayesian inference algorithms"). Leaving one out of the
draws that are there costs no simulation (K. Csilléry, O. François and M. Blum 2012, Methods in Ecology and
Evolution 3, 475-479).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from paris44.results.batch import Floats, Ints
from paris44.study.questions.validate.checkpoints import Checkpoint
from paris44.study.running.sampling import Design, Sample

BINS = 9
"""Classes of the ranks: with eight degrees of freedom the test has a closed form."""


class RecoveryDocument(TypedDict):
    """How well the known values of one parameter are found again, over all draws.

    ``ranks``: how many known values fall into each ninth of their posterior; ``p_value`` of that under even
    ranks (chi-square); ``found``: the square of the correlation of posterior mean and known value, in the
    parameter's cumulative probability; ``covers90``: the share that the posterior's middle 90 % hold.
    """

    parameter: str
    ranks: list[int]
    p_value: float
    found: float
    covers90: float


def recovery(
    points: Sequence[Checkpoint], design: Design, samples: Sequence[Sample], kept: int, far: float
) -> list[RecoveryDocument]:
    """The recovery of each parameter, with ``kept`` draws in each posterior; ``far`` is the most that one row
    counts (seconds)."""
    times = np.asarray([[seconds_of(point, sample) for point in points] for sample in samples])
    widths = np.asarray([[point.lo - point.recorded, point.hi - point.recorded] for point in points])
    found = np.asarray([_nearest(times, widths, j, kept, far) for j in range(len(samples))])
    return [_recovered(name, design.u[:, j], found) for j, name in enumerate(design.names)]


def seconds_of(point: Checkpoint, sample: Sample) -> float:
    """The simulated seconds of a checkpoint in a sample, inf for never."""
    head, clear = sample.times[point.key]
    return clear if point.tail else head


def _nearest(times: Floats, widths: Floats, j: int, kept: int, far: float) -> Ints:
    """The draws nearest to draw ``j``, which is left out; a row that never came in it does not count."""
    came = np.isfinite(times[j])
    lo, hi = times[j][came] + widths[came].T
    off = np.minimum(np.maximum(np.maximum(times[:, came] - hi, lo - times[:, came]), 0.0), far)
    distance = off.mean(axis=1) if came.any() else np.zeros(len(times))
    distance[j] = np.inf
    order: Ints = np.argsort(distance, kind="stable")[:kept]
    return order


def _recovered(name: str, u: Floats, found: Ints) -> RecoveryDocument:
    kept = found.shape[1]
    posterior = u[found]
    rank = (posterior < u[:, None]).sum(axis=1)
    classes = np.arange(kept + 1) * BINS // (kept + 1)
    counts = np.bincount(classes[rank], minlength=BINS)
    expected = np.bincount(classes, minlength=BINS) / (kept + 1) * len(u)
    means = posterior.mean(axis=1)
    ordered, cut = np.sort(posterior, axis=1), max(round(0.05 * (kept + 1)), 1)
    low, high = (
        ordered[:, cut - 1],
        ordered[:, -cut],
    )  # of kept + 1 gaps, as many as 90 % of even ranks fall into
    return {
        "parameter": name,
        "ranks": counts.tolist(),
        "p_value": chi_square_8(float(((counts - expected) ** 2 / np.maximum(expected, 1e-9)).sum())),
        "found": float(np.corrcoef(means, u)[0, 1] ** 2) if means.std() > 0.0 else 0.0,
        "covers90": float(np.mean((low <= u) & (u <= high))),
    }


def chi_square_8(x: float) -> float:
    """The probability that chi-square with eight degrees of freedom exceeds ``x`` (Abramowitz and Stegun
    26.4.5)."""
    half = x / 2.0
    return math.exp(-half) * math.fsum(half**i / math.factorial(i) for i in range(4))
