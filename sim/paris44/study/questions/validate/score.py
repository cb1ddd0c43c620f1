"""The score against the record: how far off, how well covered, and against which naive forecasts.

The error of a checkpoint is 0 inside its bounds, else the distance to them. What never happens is missed: an
infinite error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np

from paris44.language.dates import MONTHS, number_of
from paris44.language.text import msg
from paris44.results.columns import ArrivalKey, Clock
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.model import Scenario
from paris44.study.questions.validate.baselines import baselines
from paris44.study.questions.validate.checkpoints import (
    Checkpoint,
    Exclusion,
    checkpoints_of,
    sets_parameters,
)
from paris44.study.questions.validate.judged import Judged, judge
from paris44.study.questions.validate.law import PlaceDocument, place_test, tenths
from paris44.study.questions.validate.log_book import LAST_LOG, from_the_log
from paris44.study.questions.validate.losses import DayLossesDocument, losses
from paris44.study.running.lay_out import lay_out
from paris44.study.statistics.estimates import (
    Numbers,
    covers90,
    median_abs,
    middle90,
    outside,
    quantile,
    rank_of,
    sign_test,
)
from paris44.study.statistics.quantiles import Quantiles, time_quantiles
from paris44.telling.words import told

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded

MINUTE = 60.0


class ErrorsDocument(TypedDict):
    """Checkpoints, how many are missed, and the median of the errors (minutes)."""

    checkpoints: int
    missed: int
    median_abs_error_min: float | None


class MarksDocument(ErrorsDocument):
    """How well some checkpoints are met: shares that the 90 % interval covers, its width, the CRPS.

    ``pit``: how many of them lie in each tenth of the model's law, from too early for it to too late;
    ``pit_test``: whether so uneven places are luck, formation by formation.
    """

    coverage90: float | None
    unbounded90: int
    coverage90_of_recorded_time: float | None
    median_width90_min: float | None
    crps_min: float | None
    pit: list[int]
    pit_test: PlaceDocument


class BaselineDocument(TypedDict):
    """The errors and the CRPS (minutes) of a naive forecast, and the model's on the same checkpoints.

    The rows of one formation are one story: the model wins a formation where the mean of its CRPS there is
    the smaller one. ``p_value``: the chance of so uneven a division if neither were better (sign test).
    """

    checkpoints: int
    median_abs_error_min: float | None
    model_median_abs_error_min: float | None
    crps_min: float | None
    model_crps_min: float | None
    formations: int
    formations_won: int
    p_value: float


class BlockDocument(MarksDocument):
    """The marks of some days; ``starts``: the errors of departures, which are not in ``from_departure``."""

    starts: ErrorsDocument
    from_departure: ErrorsDocument
    baselines: dict[str, BaselineDocument]
    used_to_set_parameters: bool


class ExcludedDocument(TypedDict):
    """Rows of the record that are left out for one reason."""

    rows: int
    ids: list[str]


class CheckpointDocument(Quantiles[str | None]):
    """A checkpoint beside the model; why half of the replications never see it is there where they do not."""

    id: str
    ids: list[str]
    formation: str
    place: str | None
    event: str
    visit: int
    grade: str
    recorded: str
    lo: str
    hi: str
    error_min: float | None
    error_from_departure_min: float | None
    inside90: bool
    block: str
    reason: NotRequired[str]
    reasons: NotRequired[dict[str, int]]


class FitDocument(MarksDocument):
    """The marks of a run of ``n`` replications, and each checkpoint beside the model."""

    n: int
    rows: list[CheckpointDocument]


class ScoreDocument(FitDocument):
    """The answer of ``paris44 validate``."""

    baselines: dict[str, BaselineDocument]
    starts: ErrorsDocument
    from_departure: ErrorsDocument
    blocks: dict[str, BlockDocument]
    losses: list[DayLossesDocument]
    excluded: dict[str, ExcludedDocument]


def fit(result: ResultFolder) -> FitDocument:
    """What the score says of the run alone, without naive forecasts, blocks and losses beside it.

    Raises:
        StudyError: the scenario has no record that could judge it (exit code 2).
    """
    judged, _ = _judged(result, result.loaded)
    return {
        **_score(judged, result.scenario.duration),
        "n": result.n,
        "rows": [_row(j, result.scenario) for j in judged],
    }


def validate(result: ResultFolder, record: Loaded | None = None) -> ScoreDocument:
    """The score of a run against the record of its scenario, as ``paris44 validate --json`` gives it; or
    against that of ``record``, the same scenario with another record, which no run reads.

    Raises:
        StudyError: the scenario has no record that could judge it (exit code 2).
    """
    loaded = record or result.loaded
    scenario = loaded.scenario
    judged, left = _judged(result, loaded)
    naive = loaded.once(_naive)
    return {
        **_score(judged, scenario.duration),
        "n": result.n,
        "baselines": _baselines(judged, naive, scenario.duration),
        "starts": _starts(judged),
        "from_departure": _from_departure(judged),
        "blocks": _blocks(judged, naive, scenario),
        "losses": losses(result),
        "excluded": _told(left),
        "rows": [_row(j, scenario) for j in judged],
    }


def _judged(result: ResultFolder, loaded: Loaded) -> tuple[list[Judged], list[Exclusion]]:
    """The checkpoints beside the model, and the rows of the record that are none."""
    points, left = checkpoints_of(loaded)
    if not points:
        raise StudyError(2, msg("{name}: has no record to be judged by", name=result.name))
    return judge(result, points), left


def error(values: Numbers, lo: float, hi: float) -> float:
    """Signed minutes from the median to the bounds: 0 inside, positive late, inf when missed."""
    middle = quantile(values, 0.5)
    return math.inf if middle is None else outside(middle, lo, hi) / MINUTE


def _width(j: Judged) -> float:
    low, high = middle90(j.ordered)
    return (high - low) / MINUTE if math.isfinite(low) else math.inf


def _covered(j: Judged) -> bool:
    return covers90(j.ordered, j.point.lo, j.point.hi)


def _score(judged: Sequence[Judged], end: float) -> MarksDocument:
    errors = [error(j.ordered, j.point.lo, j.point.hi) for j in judged]
    exact = [covers90(j.ordered, j.point.recorded, j.point.recorded) for j in judged]
    scores = [j.crps(end) / MINUTE for j in judged]
    return {
        "checkpoints": len(judged),
        "missed": sum(1 for e in errors if math.isinf(e)),
        "median_abs_error_min": median_abs(errors),
        "coverage90": float(np.mean([_covered(j) for j in judged])) if judged else None,
        "unbounded90": sum(1 for j in judged if _covered(j) and math.isinf(_width(j))),
        "coverage90_of_recorded_time": float(np.mean(exact)) if judged else None,
        "median_width90_min": quantile(np.asarray([_width(j) for j in judged]), 0.5),
        "crps_min": float(np.mean(scores)) if judged else None,
        "pit": tenths(place for _, place in places(judged)),
        "pit_test": place_test(places(judged)),
    }


def places(judged: Sequence[Judged]) -> list[tuple[str, float]]:
    """Where in the model's law each recorded time lies (0 to 1), with its formation."""
    return [(j.point.key[0], rank_of(j.ordered, j.point.recorded)) for j in judged]


def _naive(loaded: Loaded) -> dict[str, Mapping[ArrivalKey, float]]:
    """The naive forecasts of a scenario."""
    world = lay_out(loaded)
    asked = {point.key: point.lo for point in checkpoints_of(loaded)[0]}
    return {**baselines(world), LAST_LOG: from_the_log(world, asked)}


def _baselines(
    judged: Sequence[Judged], naive: Mapping[str, Mapping[ArrivalKey, float]], end: float
) -> dict[str, BaselineDocument]:
    """The naive errors, and the model's on the same rows."""
    return {
        name: _beside([j for j in judged if j.point.key in times], times, end)
        for name, times in naive.items()
    }


def _beside(rows: Sequence[Judged], times: Mapping[ArrivalKey, float], end: float) -> BaselineDocument:
    """A naive forecast and the model on ``rows``."""
    naive, model = [], []
    gain: dict[str, float] = {}
    for j in rows:
        far = abs(min(times[j.point.key], end) - j.point.recorded) / MINUTE
        own = j.crps(end) / MINUTE
        naive.append(far)
        model.append(own)
        gain[j.point.key[0]] = gain.get(j.point.key[0], 0.0) + far - own
    won, lost = (sum(1 for value in gain.values() if sign * value > 0) for sign in (1, -1))
    return {
        "checkpoints": len(rows),
        "median_abs_error_min": median_abs(
            [outside(times[j.point.key], j.point.lo, j.point.hi) / MINUTE for j in rows]
        ),
        "model_median_abs_error_min": median_abs([error(j.ordered, j.point.lo, j.point.hi) for j in rows]),
        "crps_min": float(np.mean(naive)) if rows else None,
        "model_crps_min": float(np.mean(model)) if rows else None,
        "formations": won + lost,
        "formations_won": won,
        "p_value": sign_test(won, lost),
    }


def _errors(errors: Sequence[float]) -> ErrorsDocument:
    return {
        "checkpoints": len(errors),
        "missed": sum(1 for e in errors if math.isinf(e)),
        "median_abs_error_min": median_abs(errors),
    }


def _starts(judged: Sequence[Judged]) -> ErrorsDocument:
    """Errors of departures alone."""
    return _errors([error(j.ordered, j.point.lo, j.point.hi) for j in judged if j.point.key[2] == "depart"])


def _from_departure(judged: Sequence[Judged]) -> ErrorsDocument:
    """Errors of the march alone: from the formation's own departure, recorded and simulated."""
    own = [(j.own, j.own_bounds) for j in judged]
    return _errors([error(values, *bounds) for values, bounds in own if values is not None and bounds])


def _blocks(
    judged: Sequence[Judged], naive: Mapping[str, Mapping[ArrivalKey, float]], scenario: Scenario
) -> dict[str, BlockDocument]:
    found: dict[str, list[Judged]] = {}
    for j in judged:
        found.setdefault(block(scenario, j.point), []).append(j)
    return {
        name: {
            **_score(rows, scenario.duration),
            "starts": _starts(rows),
            "from_departure": _from_departure(rows),
            "baselines": _baselines(rows, naive, scenario.duration),
            "used_to_set_parameters": sets_parameters(scenario, rows[0].point),
        }
        for name, rows in found.items()
    }


def block(scenario: Scenario, point: Checkpoint) -> str:
    """What the days are called that a checkpoint is judged with: those of a declared block, else its own."""
    when = point.recorded
    known = (told(scenario, b.name) for b in scenario.theatre.blocks if b.start <= when < b.end)
    return next(known, None) or _day_of(Clock(scenario.start_iso), when)


def _day_of(clock: Clock, seconds: float) -> str:
    day = date.fromisoformat(clock.text(seconds)[:10])
    return msg("{day} {month}", day=number_of(day), month=MONTHS[day.month - 1])


def _told(left: Sequence[Exclusion]) -> dict[str, ExcludedDocument]:
    why: dict[str, list[str]] = {}
    for exclusion in left:
        why.setdefault(exclusion.why, []).append(exclusion.row.id)
    return {reason: {"rows": len(ids), "ids": ids} for reason, ids in why.items()}


def _row(j: Judged, scenario: Scenario) -> CheckpointDocument:
    point, clock = j.point, Clock(scenario.start_iso)
    first = point.rows[0]
    missed = error(j.ordered, point.lo, point.hi)
    told = time_quantiles(j.ordered, clock)
    own = None if j.own is None or j.own_bounds is None else error(j.own, *j.own_bounds)
    return {
        "id": first.id,
        "ids": [row.id for row in point.rows],
        "formation": point.key[0],
        "place": first.place,
        "event": first.event,
        "visit": point.key[3],
        "grade": min(row.grade for row in point.rows),
        "recorded": clock.text(point.recorded),
        "lo": clock.text(point.lo),
        "hi": clock.text(point.hi),
        "median": told["median"],
        "p05": told["p05"],
        "p95": told["p95"],
        "error_min": missed if math.isfinite(missed) else None,
        "error_from_departure_min": own if own is not None and math.isfinite(own) else None,
        "inside90": _covered(j),
        "block": block(scenario, point),
    }
