"""What the early record says about the uncertain parameters: approximate Bayes by rejection.

Parameters are drawn from their priors, each draw is run once up to the last row that may set them, and
the draws that come nearest to the record are kept. Rows of the days that judge have no part in it; what the
posterior does to them is told beside it, as it falls.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from paris44.language.text import join, msg
from paris44.results.columns import Clock
from paris44.results.errors import StudyError
from paris44.scenario.parameters import PARAMETERS
from paris44.study.questions.calibrate.check import RecoveryDocument, recovery, seconds_of
from paris44.study.questions.calibrate.effect import EffectDocument, effect
from paris44.study.questions.keep import check_place, keep
from paris44.study.questions.validate.checkpoints import Checkpoint, checkpoints, sets_parameters
from paris44.study.running.replicate import Effort
from paris44.study.running.sampling import Design, Floats, Sample, explore, latin, shelf, uncertain
from paris44.study.statistics.estimates import outside, quantile
from paris44.study.statistics.quantiles import Quantiles

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded
    from paris44.scenario.model import Scenario

MINUTE = 60.0
KEPT = 0.1
"""The share of the draws that is kept."""
FAR = 6 * 3600.0
"""s: a missed row, or one that is further off, counts as this far; one row cannot decide alone."""
LUCKY = 200
"""Random choices in which it is looked for what luck alone would narrow."""
AFTER = 3 * 3600.0
"""s: how long a run goes on after the last row that it is compared with."""


class MeanErrorDocument(TypedDict):
    """The mean distance to the record (minutes) of all draws, and of those that are kept."""

    prior: float
    posterior: float


class PosteriorDocument(TypedDict):
    """What the record says of a parameter, in its SI ``unit``; ``narrowed`` is a share."""

    parameter: str
    unit: str
    meaning: str
    prior: Quantiles[float]
    posterior: Quantiles[float]
    narrowed: float


class CalibrationDocument(TypedDict):
    """The answer of ``paris44 calibrate``: ``rows`` of the record, ``kept`` of ``n`` draws.

    ``luck``: what the narrowing of some one parameter exceeds in one case of twenty where so many draws are
    kept at random. ``recovery``: whether the method finds known parameters again. ``effect``: what the
    posterior does to each block of days.
    """

    scenario: str
    n: int
    kept: int
    seed: int
    rows: list[str]
    mean_error_min: MeanErrorDocument
    parameters: list[PosteriorDocument]
    luck: float
    recovery: list[RecoveryDocument]
    effect: dict[str, EffectDocument]


def calibrate(loaded: Loaded, effort: Effort) -> CalibrationDocument:
    """Prior and posterior of every uncertain parameter, from the rows that may set parameters.

    Raises:
        StudyError: no such rows, nothing uncertain, or too few draws to keep ten (exit code 2).
    """
    scenario = loaded.scenario
    points = _points(scenario)
    if effort.n * KEPT < 10:
        raise StudyError(
            2, msg("-n: {n} draws; at least {kept} to keep ten of them", n=effort.n, kept=round(10 / KEPT))
        )
    design = latin(uncertain(scenario), effort.n, effort.dice(scenario))
    until = min(scenario.duration, max(point.hi for point in points) + AFTER)
    check_place(effort.out, "calibrate")
    with shelf(effort.out, "calibrate") as kept:
        keys = [point.key for point in points]
        samples = explore(scenario._replace(duration=until), design, effort, keys, kept)
        distances = np.asarray([distance(points, sample) for sample in samples])
        best = np.argsort(distances, kind="stable")[: round(effort.n * KEPT)]
        moved = effect(scenario, design, best.tolist(), effort, kept)
    document: CalibrationDocument = {
        "scenario": scenario.name,
        "n": effort.n,
        "kept": len(best),
        "seed": effort.dice(scenario),
        "rows": [point.rows[0].id for point in points],
        "mean_error_min": {"prior": float(distances.mean()), "posterior": float(distances[best].mean())},
        "parameters": _posterior(scenario, design, best),
        "luck": _luck(len(design.names), effort.n, len(best), effort.dice(scenario)),
        "recovery": recovery(points, design, samples, len(best), FAR),
        "effect": moved,
    }
    keep(effort.out, "calibrate", [], document, (scenario.digest, effort.dice(scenario), effort.n))
    return document


def _points(scenario: Scenario) -> list[Checkpoint]:
    judged_from = scenario.theatre.judged_from
    points = [
        point
        for point in checkpoints(scenario)[0]
        if judged_from is None or sets_parameters(scenario, point)  # no day judges: all of it may
    ]
    if not points:
        day = msg("not given") if judged_from is None else Clock(scenario.start_iso).text(judged_from)[:10]
        words = msg("no row of the record may set parameters (theatre, judged_from: {day})", day=day)
        raise StudyError(2, join(": ", (scenario.name, words)))
    return points


def distance(points: Sequence[Checkpoint], sample: Sample) -> float:
    """The mean distance to the bounds of the rows, in minutes, each at most :data:`FAR`."""
    far = []
    for point in points:
        far.append(min(abs(outside(seconds_of(point, sample), point.lo, point.hi)), FAR))
    return float(np.mean(far)) / MINUTE


def _posterior(scenario: Scenario, design: Design, best: np.ndarray[Any, Any]) -> list[PosteriorDocument]:
    """Quantiles of prior and posterior, most narrowed first.

    ``narrowed`` is 1 less the share of the prior's 90 % that the posterior's 90 % still takes.
    """
    rows: list[PosteriorDocument] = []
    narrowed: list[float] = []
    for j, name in enumerate(design.names):
        law = scenario.parameters[name]
        kept: Floats = np.sort(design.u[best, j])
        p05, middle, p95 = (quantile(kept, p) or 0.0 for p in (0.05, 0.5, 0.95))
        narrowed.append(_narrowed(kept))
        rows.append(
            {
                "parameter": name,
                "unit": PARAMETERS[name].unit,
                "meaning": PARAMETERS[name].meaning,
                "prior": {"median": law.at(0.5), "p05": law.at(0.05), "p95": law.at(0.95)},
                "posterior": {"median": law.at(middle), "p05": law.at(p05), "p95": law.at(p95)},
                "narrowed": narrowed[-1],
            }
        )
    return [rows[j] for j in np.argsort(-np.asarray(narrowed), kind="stable")]


def _narrowed(kept: Floats) -> float:
    low, high = np.quantile(kept, [0.05, 0.95])
    return float(1.0 - (high - low) / 0.9)


def _luck(parameters: int, n: int, kept: int, seed: int) -> float:
    """What the largest narrowing of so many parameters exceeds in one case of twenty, the draws that are kept
    being any."""
    dice = np.random.default_rng([seed, n, kept])
    grid = (np.arange(n) + 0.5) / n
    worst = [
        max(_narrowed(dice.choice(grid, kept, replace=False)) for _ in range(parameters))
        for _ in range(LUCKY)
    ]
    return float(np.quantile(worst, 0.95))
