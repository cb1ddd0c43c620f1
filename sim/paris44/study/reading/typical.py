"""The typical replication of a run: the one that pictures and the page show first."""

from __future__ import annotations

import numpy as np

from paris44.results.batch import Floats
from paris44.results.read import ResultFolder
from paris44.telling.outcomes import main_outcomes


def typical(result: ResultFolder) -> int:
    """Of the replications with tracks the one whose main moments lie nearest to the medians of all.

    What comes in most replications comes in it, and what does not does not, as far as one of them is so. Near
    is by rank, summed over the main moments that the scenario declares; *never* ranks last. Of equals the
    first.
    """
    kept = max(result.recorded, 1)
    found = result.outcomes()
    names = main_outcomes(result.scenario, found)
    moments = [np.asarray(found[name].values) for name in names if found[name].is_time]
    odd, away = np.zeros(result.n), np.zeros(result.n)
    for values in moments:
        odd += _is_odd(values)
        away += _from_the_middle(values)
    return min(range(kept), key=lambda k: (odd[k], away[k], k))


def _is_odd(values: Floats) -> Floats:
    """1 for each replication in which it does not come while it comes in most, or the other way round."""
    comes = np.isfinite(values)
    return np.asarray(comes != (np.mean(comes) > 0.5), dtype=np.float64)


def _from_the_middle(values: Floats) -> Floats:
    """How many ranks each value is from the middle, equal ones at the middle of theirs."""
    ordered = np.sort(values)
    below = (np.searchsorted(ordered, values) + np.searchsorted(ordered, values, side="right")) / 2.0
    return np.abs(below - len(values) / 2.0)
