"""The share of a variance that would go if one of the inputs were known, from runs that are there.

With inputs that are independent and even between 0 and 1 (the dice are), that is the first-order index
Var(E[Y | u]) / Var(Y), Pearson's correlation ratio. It is estimated from given data: the replications are
put into classes of equal width of the input, and the variance of the class means is compared with that of
all (Plischke, Borgonovo and Smith 2013, European Journal of Operational Research 226, 536-550). The means of
few replications differ by luck alone, which makes that too large; Kelley's correction takes out
what luck is expected to add (T. L. Kelley, "An unbiased correlation ratio measure", Proceedings of the
National Academy of Sciences 21, 554-559). So an estimate may be a little under zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paris44.results.batch import Floats, Ints
from paris44.study.statistics.estimates import LEVEL

Estimate = tuple[float, float, float]
"""A share with the ends of its 95 % interval."""

LEAST = 50
"""Replications under which no share is given."""
IN_CLASS = 10
"""Replications that a class has on the average, at least."""
RESAMPLES = 400
"""Resamples of a bootstrap."""
MOST_TAKEN = 8
"""Inputs that are taken out before the others are looked at, at most."""
PASSES = 2
"""How often the effects of those are fitted to what the others leave."""
SHUFFLES = 400
"""Random orders in which to look for what luck alone reaches."""
WIDE = 0.5
"""An interval of a share that is wider says nothing."""
BEND = 0.02
"""What two even laws that only add up share by ranks alone, at most: where both are equally wide."""


@dataclass(frozen=True)
class Shares:
    """Shares of a variance with their 95 % intervals, which lie in 0 to 1; ``luck`` is what some one of them
    exceeds in one case of twenty where none of the inputs matters."""

    share: Floats
    low: Floats
    high: Floats
    luck: Floats

    def surely(self, i: int) -> bool:
        """Whether share ``i`` is more than luck alone would bring about."""
        return bool(self.share[i] > self.luck[i])


@dataclass(frozen=True)
class FirstOrder:
    """The shares of inputs in a variance (``whole``), with those of every resample (``some``) and of every
    shuffled outcome (``chance``), a row for each: so sums of shares have their intervals too."""

    whole: Floats
    some: Floats
    chance: Floats

    @property
    def single(self) -> Shares:
        """The share of each input."""
        return _shares(self.whole, self.some, self.chance)

    def sums(self, groups: Sequence[Sequence[int]]) -> Shares:
        """The sum of the shares of each group, given by the numbers of its inputs."""
        belongs = np.zeros((len(self.whole), len(groups)))
        for group, inputs in enumerate(groups):
            belongs[list(inputs), group] = 1.0
        return _shares(self.whole @ belongs, self.some @ belongs, self.chance @ belongs)


def ranks(values: Floats) -> Floats:
    """Ranks from 1, ties share their mean rank; *never* comes last."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    found: Floats = (last - (counts - 1) / 2.0)[inverse]
    return found


def first_order(u: Floats, y: Floats, seed: int) -> FirstOrder | None:
    """The share of each input, a row of ``u`` (inputs by replications), in the variance of ``y``.

    What the strongest inputs do is noise for all others. So they are taken out one after the other, as
    long as one carries more than luck, and the rest is looked at again (backfitting: L. Breiman and J. H.
    Friedman, Journal of the American Statistical Association 80, 580-598); inputs are independent, so
    what another one does stays in the rest.

    The interval is that of a bootstrap over the replications, moved by the bias that it shows itself (X. S.
    Liu 2022, Methodology 18, 44-57). Luck is read off shuffled rests, the largest of all inputs (of all
    groups) measured by what is usual for each (P. H. Westfall and S. S. Young, *Resampling-Based
    Multiple Testing*, chapter 2). Both throw the dice of ``seed``. None: fewer than :data:`LEAST`.
    """
    n = len(y)
    if n < LEAST:
        return None
    classes = classed(u, n)
    dice = np.random.default_rng([seed, n])
    taken: list[int] = []
    while True:
        whole, chance = _parts(classes, y, taken), _by_luck(classes, y, taken, dice)
        above = whole / np.maximum(_luck(chance), 1e-12)
        above[taken] = 0.0
        if above.max() <= 1.0 or len(taken) == MOST_TAKEN:
            break
        taken.append(int(above.argmax()))
    picks = dice.integers(0, n, (RESAMPLES, n))
    some = np.asarray([_parts(classes[:, pick], y[pick], taken) for pick in picks])
    return FirstOrder(whole, some, chance)


def _shares(whole: Floats, some: Floats, chance: Floats) -> Shares:
    """Estimates with those of the resamples and of the shuffled outcomes (a row for each)."""
    low, high = np.quantile(some, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0) - some.mean(axis=0) + whole
    return Shares(whole, np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0), _luck(chance))


def _luck(chance: Floats) -> Floats:
    """What some one share exceeds in one case of twenty, measured for each by what is usual for it."""
    usual = chance.std(axis=0)
    worst = float(np.quantile((chance / np.where(usual > 0.0, usual, 1.0)).max(axis=1), LEVEL))
    found: Floats = usual * worst
    return found


def _parts(classes: Ints, y: Floats, taken: list[int]) -> Floats:
    """The share of each input in the variance of ``y``, the others of those ``taken`` being taken out."""
    total = float(np.var(y, ddof=1))
    if total <= 0.0:
        return np.zeros(len(classes))
    rest, effects = _fitted(classes, y, taken)
    found = components(classes, rest)
    for i, effect in effects.items():
        found[i] = components(classes[[i]], rest + effect)[0]
    return found / total


def _by_luck(classes: Ints, y: Floats, taken: list[int], dice: np.random.Generator) -> Floats:
    """The shares where the rest is shuffled, a row for each shuffle."""
    total, rest = float(np.var(y, ddof=1)), _fitted(classes, y, taken)[0]
    shuffled = (components(classes, dice.permutation(rest)) for _ in range(SHUFFLES))
    return np.asarray(list(shuffled)) / max(total, 1e-300)


def _fitted(classes: Ints, y: Floats, taken: list[int]) -> tuple[Floats, dict[int, Floats]]:
    """What is left of ``y`` when the effects of some inputs are taken out, and these effects: the class means
    of what the others leave, drawn together by as much as luck is expected to have spread them."""
    rest = y - y.mean()
    effects = {i: np.zeros(len(y)) for i in taken}
    for _ in range(PASSES):
        for i in taken:
            part = rest + effects[i]
            size = np.maximum(np.bincount(classes[i]), 1)
            means = (np.bincount(classes[i], part) / size)[classes[i]]
            between = float(means @ means) / (len(y) - 1)
            kept = float(components(classes[[i]], part)[0]) / between if between > 0.0 else 0.0
            effects[i] = max(kept, 0.0) * means
            rest = part - effects[i]
    return rest, effects


def classed(u: Floats, n: int) -> Ints:
    """The class of each input in each replication: of equal width, as many as the root of ``n``.

    Fewer would smooth away what an input does within a class, more would add to what luck does.
    """
    count = max(min(math.isqrt(n), n // IN_CLASS), 1)
    found: Ints = np.minimum((u * count).astype(np.int64), count - 1)
    return found


def components(classes: Ints, y: Floats) -> Floats:
    """The variance of the class means of ``y`` for each row of ``classes``, less what luck is expected to add
    (Kelley's correction), in the square of the unit of ``y``."""
    inputs, n = classes.shape
    count = int(classes.max()) + 1
    y = y - y.mean()
    total = float(y @ y)
    at = (classes + count * np.arange(inputs)[:, None]).ravel()
    size = np.bincount(at, minlength=inputs * count).reshape(inputs, count)
    sums = np.bincount(at, np.tile(y, inputs), minlength=inputs * count).reshape(inputs, count)
    between = (sums**2 / np.maximum(size, 1)).sum(axis=1)
    free = n - (size > 0).sum(axis=1)
    found: Floats = total / (n - 1) - (total - between) / np.maximum(free, 1)
    return found


# --- totals, by pairs of runs --------------------------------------------------------------------


def ranked(*runs: Floats) -> list[Floats]:
    """Several runs in their common ranks."""
    return list(ranks(np.concatenate(runs)).reshape(len(runs), -1))


def surely_more(whole: Estimate, alone: Estimate) -> bool:
    """Whether a total exceeds what is carried alone by more than the interval of their difference: the square
    root of the sum of the squares of how far the one reaches down and the other up. Not where the interval of
    what is carried alone says nothing."""
    share = max(alone[0], 0.0)
    down, up = whole[0] - whole[1], alone[2] - share
    return alone[2] - alone[1] <= WIDE and whole[0] - share > math.hypot(down, up)


def total(base: Floats, anew: Floats, seed: int) -> Estimate:
    """The share that one or several inputs carry alone and together with any others, with its 95 % interval:
    half the mean square of what the outcome moves when they are drawn anew (M. J. W. Jansen, Computer Physics
    Communications 117, 35-43)."""
    return _mean_square(base - anew, np.asarray([base, anew]), 2.0, seed)


def shared(base: Floats, a: Floats, b: Floats, both: Floats, seed: int) -> Estimate:
    """The share that two (sets of) inputs carry only together, perhaps with others: a quarter of the mean
    square of what drawing both anew moves beyond the sum of each (R. Liu and A. B. Owen 2006, Journal of the
    American Statistical Association 101, 712-721)."""
    return _mean_square(base - a - b + both, np.asarray([base, a, b, both]), 4.0, seed)


def _mean_square(moved: Floats, values: Floats, of: float, seed: int) -> Estimate:
    """A mean square as a share of the variance of ``values``, and its bootstrap interval."""
    n = len(moved)
    picks = np.random.default_rng([seed, n, 2]).integers(0, n, (RESAMPLES, n))
    squares = moved**2 / of
    spread = float(values.var())
    if spread <= 0.0:
        return 0.0, 0.0, 0.0
    some = [squares[pick].mean() / max(float(values[:, pick].var()), 1e-300) for pick in picks]
    low, high = np.quantile(some, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(squares.mean()) / spread, float(low), float(high)
