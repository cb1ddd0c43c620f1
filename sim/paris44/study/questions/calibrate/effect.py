"""What a posterior does to the days that judge, as it falls: nothing is set by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from paris44.results.batch import Floats
from paris44.scenario.model import Scenario
from paris44.study.questions.calibrate.check import seconds_of
from paris44.study.questions.validate.checkpoints import checkpoints, sets_parameters
from paris44.study.questions.validate.score import block, error
from paris44.study.running.replicate import Effort
from paris44.study.running.sampling import Design, SampleShelf, explore
from paris44.study.statistics.estimates import covers90, crps, median_abs

MINUTE = 60.0
RUNS = 100
"""Replications with draws of the prior, and as many with draws of the posterior."""


class EnsembleDocument(TypedDict):
    """How near an ensemble comes to the record (minutes, and the share that its middle 90 % cover)."""

    median_abs_error_min: float | None
    crps_min: float
    coverage90: float


class EffectDocument(TypedDict):
    """The days of a block under the prior and under the posterior."""

    checkpoints: int
    used_to_set_parameters: bool
    prior: EnsembleDocument
    posterior: EnsembleDocument


def effect(
    scenario: Scenario, design: Design, best: Sequence[int], effort: Effort, kept: SampleShelf
) -> dict[str, EffectDocument]:
    """Every block of the record under draws of the prior and of the posterior, on the same dice."""
    points = checkpoints(scenario)[0]
    keys = [point.key for point in points]
    rows = {
        "prior": np.arange(RUNS) % len(design.u),
        "posterior": np.asarray(best)[np.arange(RUNS) % len(best)],
    }
    times: dict[str, Floats] = {}
    for name, which in rows.items():
        samples = explore(scenario, Design(design.names, design.u[which]), effort, keys, kept)
        times[name] = np.asarray([[seconds_of(point, sample) for point in points] for sample in samples]).T
    blocks: dict[str, list[int]] = {}
    for i, point in enumerate(points):
        blocks.setdefault(block(scenario, point), []).append(i)
    found: dict[str, EffectDocument] = {}
    for name, own in blocks.items():
        told = {world: _ensemble(scenario, own, values) for world, values in times.items()}
        found[name] = {
            "checkpoints": len(own),
            "used_to_set_parameters": sets_parameters(scenario, points[own[0]]),
            "prior": told["prior"],
            "posterior": told["posterior"],
        }
    return found


def _ensemble(scenario: Scenario, own: Sequence[int], times: Floats) -> EnsembleDocument:
    points = checkpoints(scenario)[0]
    rows = [(points[i], times[i]) for i in own]
    return {
        "median_abs_error_min": median_abs([error(values, p.lo, p.hi) for p, values in rows]),
        "crps_min": float(np.mean([crps(v, p.recorded, scenario.duration) / MINUTE for p, v in rows])),
        "coverage90": float(np.mean([covers90(v, p.lo, p.hi) for p, v in rows])),
    }
