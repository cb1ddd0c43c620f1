"""The score against the record: how far off, how well covered, and against which naive forecasts.

A checkpoint is one recorded event; competing rows of the record for it are joined with their bounds,
also where one source names a part and the other the whole that it belongs to.
Its error is 0 inside the bounds, else the distance to them. Only rows of grade A and B count, and
only those that are not inputs of the scenario. What never happens is missed: an infinite error.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np

from paris44.results.batch import Floats
from paris44.results.columns import ArrivalKey, Clock
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder, Times
from paris44.scenario.model import (
    JUDGES,
    Act,
    CounterAttack,
    March,
    Moment,
    Order,
    PhaseLine,
    RecordedTime,
    Scenario,
)
from paris44.study.questions.validate.baselines import baselines
from paris44.study.questions.validate.law import PlaceDocument, place_test, tenths
from paris44.study.questions.validate.log_book import from_the_log
from paris44.study.questions.validate.losses import DayLossesDocument, losses
from paris44.study.reading.context import PASSAGE_EVENTS, arrivals_event
from paris44.study.running.lay_out import lay_out
from paris44.study.statistics.estimates import (
    covers90,
    crps,
    median_abs,
    middle90,
    outside,
    quantile,
    rank_of,
    sign_test,
)
from paris44.study.statistics.quantiles import Quantiles, time_quantiles
from paris44.world.build import parties_of
from paris44.world.light import Sky, light_of
from paris44.world.order_of_battle import Tree, tree

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded

MINUTE, DAY = 60.0, 86_400.0
INPUT = "an input:"
INPUT_TOO = f"{INPUT} another account of an hour that the scenario decides"


@dataclass(frozen=True)
class Checkpoint:
    """One recorded event. ``recorded`` is the mean of its recorded times, or the middle of the bounds."""

    rows: tuple[RecordedTime, ...]
    key: ArrivalKey  # in the arrivals
    lo: float
    hi: float

    @property
    def recorded(self) -> float:
        """Seconds since the scenario's start."""
        times = [row.time for row in self.rows if row.time is not None]
        return sum(times) / len(times) if times else (self.lo + self.hi) / 2.0

    @property
    def tail(self) -> bool:
        """Whether the tail was recorded, not the head."""
        return self.rows[0].event == "pass_tail"


@dataclass(frozen=True)
class Exclusion:
    """A row of the record that does not judge, and why."""

    row: RecordedTime
    why: str


def checkpoints(scenario: Scenario) -> tuple[list[Checkpoint], list[Exclusion]]:
    """The checkpoints of the record, by time, and the rows left out."""
    family = tree(scenario.formations)
    kept: dict[tuple[str, str, str], list[RecordedTime]] = {}
    left = [Exclusion(row, why) for row in scenario.record if (why := _excluded(scenario, family, row))]
    given = {_event(x.row) for x in left if x.why.startswith(INPUT) and _disputed([x.row])}
    out = {exclusion.row.id for exclusion in left}
    for row in scenario.record:
        if row.id in out:
            continue
        if _event(row) in given and _disputed([row]):
            left.append(Exclusion(row, INPUT_TOO))
        else:
            kept.setdefault(_event(row), []).append(row)
    found = [point for key, rows in _of_one_event(family, kept).items() for point in _joined(key, rows)]
    return sorted(found, key=lambda point: (point.recorded, point.rows[0].id)), left


def _event(row: RecordedTime) -> tuple[str, str, str]:
    """What one or several rows record."""
    return row.formation, row.place or "", row.event


def _of_one_event(
    family: Tree, kept: Mapping[tuple[str, str, str], list[RecordedTime]]
) -> dict[tuple[str, str, str], list[RecordedTime]]:
    """Rows of a part that compete with those of a formation above it are told with these."""
    found = {key: list(rows) for key, rows in kept.items()}
    for (formation, place, event), rows in kept.items():
        wider = ((above, place, event) for above in reversed(family.ancestors[formation][1:]))
        whole = next((key for key in wider if key in found and _disputed(found[key])), None)
        if whole is not None and _disputed(rows):
            found[whole] += found.pop((formation, place, event))
    return found


def _disputed(rows: Iterable[RecordedTime]) -> bool:
    return any("competing" in row.note for row in rows)


def _joined(what: tuple[str, str, str], rows: list[RecordedTime]) -> Iterable[Checkpoint]:
    """Competing rows become one; what is recorded again later is the next visit."""
    groups: list[list[RecordedTime]] = []
    for row in sorted(rows, key=lambda r: (r.lo, r.hi, r.id)):
        if groups and _competes(groups[-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    for visit, group in enumerate(groups, 1):
        key = (*what[:2], arrivals_event(what[2]), visit)
        yield Checkpoint(tuple(group), key, min(r.lo for r in group), max(r.hi for r in group))


def _competes(group: Sequence[RecordedTime], row: RecordedTime) -> bool:
    said = _disputed([row]) and _disputed(group)
    return said or row.lo < max(other.hi for other in group)


# --- what does not judge -----------------------------------------------------------------------


def _excluded(scenario: Scenario, family: Tree, row: RecordedTime) -> str:
    """Why a row of the record does not judge; empty where it does."""
    if row.grade not in JUDGES:
        return f"grade {row.grade}"
    if row.formation not in scenario.formations:
        return "formation not in the scenario"
    if row.lo >= scenario.duration:
        return "after the end of the scenario"
    if row.hi < 0.0:
        return "before the start of the scenario"
    return _input(scenario, family, row) or _unmodelled(scenario, family, row)


def _input(scenario: Scenario, family: Tree, row: RecordedTime) -> str:
    orders = scenario.orders.values()
    if row.event == "order" and any(_gives(scenario, family, order, row) for order in orders):
        return f"{INPUT} the order's hour"
    if row.event == "depart" and any(_sends(scenario, family, order, row) for order in orders):
        return f"{INPUT} the hour at which an order starts a column"
    if row.event == "depart" and _holds(scenario, family, row.formation):
        return f"{INPUT} a garrison's own withdrawal"
    if row.event != "order" and any(_decides(order, row) for order in orders):
        return f"{INPUT} an act at a given hour"
    return ""


def _holds(scenario: Scenario, family: Tree, formation: str) -> bool:
    """Whether a formation is of the party whose the garrisons are."""
    return parties_of(scenario, family)[formation].garrisons


def _unmodelled(scenario: Scenario, family: Tree, row: RecordedTime) -> str:
    if row.place is not None and scenario.places[row.place].kind == "zone":
        return "not a point: no road leads to a zone"
    if any(_concerns(family, order, row.formation) for order in scenario.orders.values()):
        return ""
    return "not modelled: no order concerns the formation"


def _gives(scenario: Scenario, family: Tree, order: Order, row: RecordedTime) -> bool:
    """Whether an order's own hour (issue, receipt or start) lies in the bounds of the recorded order.

    An hour is the scenario's own where only hours, other orders, delays and the clock lead to it; where an
    event of the run comes first, only from the next hour of the clock on.
    """
    if not _concerns(family, order, row.formation):
        return False
    issued = _own_hour(scenario, order, row)
    if issued is None:
        return isinstance(order, March) and _by_the_clock(scenario, order.start, row)
    hours = {issued}
    if isinstance(order, March):
        hours.add(issued + order.transmission.median)
        if order.start.at is not None:
            hours.add(order.start.at)
        if order.start.clock is not None:
            hours.add(Sky(scenario).of(order).next(order.start.clock, issued))
    return any(row.lo <= hour <= row.hi for hour in hours)


def _sends(scenario: Scenario, family: Tree, order: Order, row: RecordedTime) -> bool:
    """Whether an order starts the formation there, without a slip, by an hour of the clock in the bounds."""
    if not isinstance(order, March) or order.slip or row.place not in order.route:
        return False
    return _concerns(family, order, row.formation) and _by_the_clock(scenario, order.start, row)


def _own_hour(scenario: Scenario, order: Order, row: RecordedTime) -> float | None:
    """The median hour of issue where orders alone lead to it, or an hour of the clock on the row's day."""
    moment, at = order.issued, order.issued.at or 0.0
    if moment.after is not None:
        known = moment.after.kind == "order" and moment.after.order is not None
        before = _own_hour(scenario, scenario.orders[moment.after.order or ""], row) if known else None
        if before is not None:
            at = max(at, before)
        elif moment.clock is not None and ":" in moment.clock:
            at = max(at, row.hi - DAY)  # whatever comes first: the last such hour before the row
        else:
            return None
    if moment.clock is not None:
        at = Sky(scenario).of(order).next(moment.clock, at)
    return at + moment.delay.median


def _by_the_clock(scenario: Scenario, moment: Moment, row: RecordedTime) -> bool:
    """Whether the moment is an hour of the clock that, on the recorded day, lies in the row's bounds."""
    if moment.clock is None or ":" not in moment.clock:
        return False
    return light_of(scenario).next(moment.clock, row.lo) <= row.hi


def _decides(order: Order, row: RecordedTime) -> bool:
    """Whether it is an act at a given hour that is itself the recorded event."""
    return (
        isinstance(order, Act)
        and order.event == row.event
        and order.formation == row.formation
        and order.place == row.place
        and order.issued.at is not None
        and order.issued.after is None
    )


def _concerns(family: Tree, order: Order, formation: str) -> bool:
    names: tuple[str | None, ...]
    if isinstance(order, March):
        names = order.serials
    elif isinstance(order, PhaseLine):
        names = order.applies_to
    elif isinstance(order, Act | CounterAttack):
        names = (order.formation,)
    else:
        names = (getattr(order, "formation", None),)
    line = family.ancestors
    known = [name for name in names if name is not None and name in line]
    return any(formation in line[name] or name in line[formation] for name in known)


# --- the score ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """A checkpoint beside the model: ``values`` are its seconds in every replication, inf for never."""

    point: Checkpoint
    values: Floats
    own: Floats | None  # seconds since the formation's own departure, where the record has that too
    own_bounds: tuple[float, float] | None


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


class ScoreDocument(MarksDocument):
    """The answer of ``paris44 validate``."""

    n: int
    baselines: dict[str, BaselineDocument]
    starts: ErrorsDocument
    from_departure: ErrorsDocument
    blocks: dict[str, BlockDocument]
    losses: list[DayLossesDocument]
    excluded: dict[str, ExcludedDocument]
    rows: list[CheckpointDocument]


def validate(result: ResultFolder) -> ScoreDocument:
    """The score of a run against the record of its scenario, as ``paris44 validate --json`` gives it.

    Raises:
        StudyError: the scenario has no record that could judge it (exit code 2).
    """
    scenario = result.scenario
    points, left = checkpoints(scenario)
    if not points:
        raise StudyError(2, f"{result.name}: has no record to be judged by")
    judged = judge(result, points)
    naive = result.loaded.once(_naive)
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


def judge(result: ResultFolder, points: Sequence[Checkpoint]) -> list[Judged]:
    """The model's times of every checkpoint."""
    wanted = [key for point in points for key in (point.key, (*point.key[:3], 1))]
    departures: dict[str, list[Checkpoint]] = {point.key[0]: [] for point in points}
    for point in points:
        if point.key[2] == "depart":
            departures[point.key[0]].append(point)
    times = result.times(dict.fromkeys(wanted))
    found = []
    for point in points:
        values = _values(point, times)
        left = _departure(departures[point.key[0]], point)
        own = None if left is None else _minus(values, _values(left, times))
        bounds = None if left is None else (point.lo - left.recorded, point.hi - left.recorded)
        found.append(Judged(point, values, own, bounds))
    return found


def _values(point: Checkpoint, times: Mapping[ArrivalKey, Times]) -> Floats:
    found = times[point.key]
    return found.clear if point.tail else found.head


def _minus(values: Floats, start: Floats) -> Floats:
    both = np.isfinite(values) & np.isfinite(start)
    return np.where(both, np.where(both, values, 0.0) - np.where(both, start, 0.0), np.inf)


def _departure(departures: Sequence[Checkpoint], point: Checkpoint) -> Checkpoint | None:
    """The formation's last recorded departure before a recorded passage."""
    if point.key[2] not in PASSAGE_EVENTS or point.key[2] == "depart":
        return None
    before = [d for d in departures if d.recorded < point.recorded]
    return before[-1] if before else None


def error(values: Floats, lo: float, hi: float) -> float:
    """Signed minutes from the median to the bounds: 0 inside, positive late, inf when missed."""
    middle = quantile(values, 0.5)
    return math.inf if middle is None else outside(middle, lo, hi) / MINUTE


def _width(j: Judged) -> float:
    low, high = middle90(j.values)
    return (high - low) / MINUTE if math.isfinite(low) else math.inf


def _covered(j: Judged) -> bool:
    return covers90(j.values, j.point.lo, j.point.hi)


def _score(judged: Sequence[Judged], end: float) -> MarksDocument:
    errors = [error(j.values, j.point.lo, j.point.hi) for j in judged]
    exact = [covers90(j.values, j.point.recorded, j.point.recorded) for j in judged]
    scores = [crps(j.values, j.point.recorded, end) / MINUTE for j in judged]
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
    return [(j.point.key[0], rank_of(j.values, j.point.recorded)) for j in judged]


def _naive(loaded: Loaded) -> dict[str, Mapping[ArrivalKey, float]]:
    """The naive forecasts of a scenario."""
    world = lay_out(loaded)
    asked = {point.key: point.lo for point in checkpoints(loaded.scenario)[0]}
    return {**baselines(world), "last-log": from_the_log(world, asked)}


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
        own = crps(j.values, j.point.recorded, end) / MINUTE
        naive.append(far)
        model.append(own)
        gain[j.point.key[0]] = gain.get(j.point.key[0], 0.0) + far - own
    won, lost = (sum(1 for value in gain.values() if sign * value > 0) for sign in (1, -1))
    return {
        "checkpoints": len(rows),
        "median_abs_error_min": median_abs(
            [outside(times[j.point.key], j.point.lo, j.point.hi) / MINUTE for j in rows]
        ),
        "model_median_abs_error_min": median_abs([error(j.values, j.point.lo, j.point.hi) for j in rows]),
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
    return _errors([error(j.values, j.point.lo, j.point.hi) for j in judged if j.point.key[2] == "depart"])


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
    known = (block.name for block in scenario.theatre.blocks if block.start <= when < block.end)
    return next(known, None) or _day_of(Clock(scenario.start_iso), when)


def _day_of(clock: Clock, seconds: float) -> str:
    day = date.fromisoformat(clock.text(seconds)[:10])
    return f"{day.day} {MONTHS[day.month - 1]}"


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def sets_parameters(scenario: Scenario, point: Checkpoint) -> bool:
    """Whether a checkpoint lies before the day from which the record judges."""
    judged_from = scenario.theatre.judged_from
    return judged_from is not None and point.recorded < judged_from


def _told(left: Sequence[Exclusion]) -> dict[str, ExcludedDocument]:
    why: dict[str, list[str]] = {}
    for exclusion in left:
        why.setdefault(exclusion.why, []).append(exclusion.row.id)
    return {reason: {"rows": len(ids), "ids": ids} for reason, ids in why.items()}


def _row(j: Judged, scenario: Scenario) -> CheckpointDocument:
    point, clock = j.point, Clock(scenario.start_iso)
    first = point.rows[0]
    missed = error(j.values, point.lo, point.hi)
    told = time_quantiles(j.values, clock)
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
