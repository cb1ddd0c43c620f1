"""Which uncertain input matters most for an outcome: standardised rank regression on a Latin hypercube.

Ranks make it fair to any monotone effect and to *never*, which ranks last. The coefficients are
comparable, their squares add up to about R2, and what R2 leaves is chance and interplay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import numpy as np

from paris44.language.text import msg
from paris44.results.columns import TIME_UNIT
from paris44.results.errors import StudyError, no_such_outcome
from paris44.scenario.parameters import PARAMETERS
from paris44.study.questions.keep import check_place, keep
from paris44.study.reading.outcomes import check_outcome
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort
from paris44.study.running.sampling import Design, Floats, Sample, explore, latin, uncertain
from paris44.study.statistics.estimates import quantile, student
from paris44.study.statistics.shares import ranks

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded
    from paris44.scenario.model import Scenario

MINUTE = 60.0
PER_PARAMETER = 3
"""Samples needed for each uncertain parameter, at least."""


class InfluenceDocument(TypedDict):
    """The standardised rank coefficient of an input with its 95 % interval; ``low_to_high`` is what moves
    from its low to its high third (minutes, or the outcome's unit)."""

    parameter: str
    meaning: str
    coefficient: float
    ci95: list[float]
    low_to_high: float | None


class RegressionDocument(TypedDict):
    """The share of the ranks' variance that the inputs explain, and each of them, the strongest first."""

    r2: float
    inputs: list[InfluenceDocument]


class SensitivityDocument(RegressionDocument):
    """The answer of ``paris44 sensitivity``."""

    scenario: str
    outcome: str
    n: int
    seed: int
    unit: str


def sensitivity(loaded: Loaded, effort: Effort, *, outcome: str | None = None) -> SensitivityDocument:
    """The inputs of ``outcome`` (default: the first moment), strongest first.

    Raises:
        StudyError: no such outcome, nothing uncertain, or too few samples for it (exit code 2).
    """
    scenario = loaded.scenario
    names = uncertain(scenario)
    if effort.n < PER_PARAMETER * len(names):
        raise StudyError(
            2,
            msg(
                "-n: {n} samples for {count} parameters; at least {per_parameter}",
                n=effort.n,
                count=len(names),
                per_parameter=PER_PARAMETER * len(names),
            ),
        )
    if outcome is not None:
        check_outcome(lay_out(loaded), outcome)
    design = latin(names, effort.n, effort.dice(scenario))
    check_place(effort.out, "sensitivity")
    samples = explore(scenario, design, effort)
    name = _outcome(scenario, samples, outcome)
    values = np.asarray([sample.outcomes[name] for sample in samples])
    document: SensitivityDocument = {
        "scenario": scenario.name,
        "outcome": name,
        "n": effort.n,
        "seed": effort.dice(scenario),
        "unit": samples[0].units[name],
        **_regression(design, values, 1 / MINUTE if samples[0].units[name] == TIME_UNIT else 1.0),
    }
    keep(effort.out, "sensitivity", [], document, (scenario.digest, effort.dice(scenario), effort.n, name))
    return document


def _outcome(scenario: Scenario, samples: list[Sample], asked: str | None) -> str:
    known = [name for name in samples[0].outcomes if all(name in s.outcomes for s in samples)]
    if asked is None:
        moments = [name for name in known if samples[0].units[name] == TIME_UNIT]
        return moments[0] if moments else known[0]
    if asked not in known:
        raise no_such_outcome(scenario.name, asked, known)
    return asked


def _regression(design: Design, values: Floats, scale: float) -> RegressionDocument:
    """Coefficients with their 95 % intervals, and what a parameter moves from its low to its high third."""
    if np.isinf(values).all():
        raise StudyError(2, msg("--outcome: it never came in any sample"))
    if (values == values[0]).all():
        raise StudyError(2, msg("--outcome: it is the same in every sample"))
    x, y = _standard(design.u), _standard(ranks(values))
    solution, _, _, _ = np.linalg.lstsq(x, y, rcond=None)
    rest = y - x @ solution
    free = len(y) - x.shape[1] - 1
    variance = float(rest @ rest) / free
    half = student(0.975, free) * np.sqrt(variance * np.diag(np.linalg.inv(x.T @ x)))
    rows: list[InfluenceDocument] = [
        {
            "parameter": name,
            "meaning": PARAMETERS[name].meaning,
            "coefficient": float(solution[j]),
            "ci95": [float(solution[j] - half[j]), float(solution[j] + half[j])],
            "low_to_high": _thirds(design.u[:, j], values, scale),
        }
        for j, name in enumerate(design.names)
    ]
    strongest = np.argsort(-np.abs(solution), kind="stable")
    return {"r2": 1.0 - float(rest @ rest) / float(y @ y), "inputs": [rows[j] for j in strongest]}


def _standard(values: Floats) -> Floats:
    centred = values - values.mean(axis=0)
    spread = centred.std(axis=0)
    found: Floats = centred / np.where(spread > 0, spread, 1.0)
    return found


def _thirds(u: Floats, values: Floats, scale: float) -> float | None:
    """The median outcome with the parameter in its highest third less that in its lowest (minutes, or a
    number); None where one of them is never."""
    low, high = quantile(values[u < 1 / 3], 0.5), quantile(values[u > 2 / 3], 0.5)
    return None if low is None or high is None else (high - low) * scale
