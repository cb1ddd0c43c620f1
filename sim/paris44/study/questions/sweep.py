"""An outcome against an input, and the value of the input at which the outcome changes.

Every value makes a variant of the scenario in memory, with a name and a run folder of its own, and
all variants throw the same dice, so what differs between two points is the input alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

from paris44.language.text import msg, quoted
from paris44.results.columns import Clock, Series
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.load import variant
from paris44.study.questions.compare import DifferenceDocument, difference
from paris44.study.questions.keep import check_place, keep
from paris44.study.reading.outcomes import check_outcome
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import median_interval
from paris44.study.statistics.quantiles import Quantiles, quantiles
from paris44.study.statistics.threshold import Threshold, ThresholdDocument, threshold
from paris44.telling.outcomes import label
from paris44.telling.overview import input_words
from paris44.telling.words import told

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded

MINUTE = 60.0
STEPS = 12
"""Most halvings of a search: the range to one part in 4,096."""
DETAIL = 1 / 256
"""A search ends when the value is known to this share of the range, or to a minute of the clock."""


Value = str | float | bool | None
"""A value of an input, as YAML has it."""


class InputDocument(TypedDict):
    """What is varied, in words, and its unit."""

    words: str
    unit: str


class PointDocument(Quantiles[str | float | None]):
    """The outcome at one value, with the 95 % interval of its median, and in pairs against the first."""

    value: Value
    median_ci95: list[str | float | None]
    share_never: float
    against_first: DifferenceDocument
    result_dir: str


class FoundDocument(TypedDict):
    """The first value that makes a difference, and the last that makes none with it; None: there is none."""

    threshold: ThresholdDocument
    found: str | None
    found_between: list[str] | None
    found_note: str


class SweepDocument(TypedDict):
    """The answer of ``paris44 sweep``; what a search found is there where one was asked for."""

    scenario: str
    path: str
    input: InputDocument
    outcome: str
    label: NotRequired[str]
    unit: str
    n: int
    credit: NotRequired[str]  # of the scenario's data; kept answers of earlier versions have none
    points: list[PointDocument]
    found: str | None
    threshold: NotRequired[ThresholdDocument]
    found_between: NotRequired[list[str] | None]
    found_note: NotRequired[str]


def sweep(
    loaded: Loaded, effort: Effort, *, path: str, values: Sequence[str], outcome: str, find: bool = False,
    by: str | None = None,
) -> SweepDocument:  # fmt: skip
    """``outcome`` at each of ``values`` of ``path``, as ``paris44 sweep --json`` gives it.

    With ``find``: between the first and the last value, the one from which on the outcome differs from that
    at the first: by ``by``, or by what suits its unit (:mod:`paris44.study.statistics.threshold`).

    Raises:
        StudyError: no such outcome, no such difference, or values that cannot be halved (exit code 2).
        ScenarioError: the path or a value is wrong.
    """
    known = check_outcome(lay_out(loaded), outcome)
    limit = threshold(known, by) if find else None
    asked = list(dict.fromkeys(_joined(values)))
    scale = _range(asked) if find else None
    trial = _Trial(loaded, effort, path, outcome)
    for value in asked:  # a fault of the last is told before the first is simulated
        trial.variant(value)
    check_place(effort.out, "sweep")
    points = {value: trial.at(value) for value in asked}
    first = next(iter(points.values()))
    words, unit = input_words(loaded, path)
    document: SweepDocument = {
        "scenario": loaded.scenario.name,
        "path": path,
        "input": {"words": words, "unit": unit},
        "credit": told(loaded.scenario, loaded.scenario.theatre.credit),
        "outcome": outcome,
        "label": label(loaded.scenario, outcome),
        "unit": first.unit,
        "n": effort.replications,
        "points": [trial.point(value, series, first) for value, series in points.items()],
        "found": None,
    }
    if limit is not None and scale is not None:
        document = {**document, **_found(trial, asked, scale, limit)}
    keep(effort.out, "sweep", trial.results, document, (outcome, find, by))
    return document


def _joined(values: Sequence[str]) -> list[str]:
    """Values that were cut inside the brackets of a law are put together again."""
    found: list[str] = []
    for value in values:
        if found and found[-1].count("(") > found[-1].count(")"):
            found[-1] += f", {value}"
        else:
            found.append(value)
    return found


class _Trial:
    """Runs the scenario with one value at a time and remembers the runs."""

    def __init__(self, loaded: Loaded, effort: Effort, path: str, outcome: str) -> None:
        self._loaded = loaded
        self._effort = effort
        self._path = path
        self._outcome = outcome
        self._clock = Clock(loaded.scenario.start_iso)
        self.results: list[ResultFolder] = []
        self._folders: dict[str, Path] = {}
        self._variants: dict[str, Loaded] = {}

    def variant(self, value: str) -> Loaded:
        """The scenario with the input at ``value``.

        Raises:
            ScenarioError: there can be none.
            StudyError: it does not have the outcome.
        """
        if value in self._variants:
            return self._variants[value]
        name = f"{self._loaded.scenario.name}.{_slug(self._path)}.{_slug(value)}"
        title = f"{self._loaded.scenario.title}; {self._path} = {value}"
        change = {self._path: _plain(value)}
        made = variant(self._loaded, change, name=name, title=title, set_by="--vary")
        check_outcome(lay_out(made), self._outcome)
        self._variants[value] = made
        return made

    def at(self, value: str) -> Series:
        """The outcome with the input at ``value``."""
        result = replicate(self.variant(value), self._effort)
        self.results.append(result)
        self._folders[value] = result.path
        return result.series(self._outcome)

    def point(self, value: str, series: Series, first: Series) -> PointDocument:
        """One point of the curve, with the 95 % interval of its median, and in pairs against the first."""
        lo, hi, _ = median_interval(series.values)
        told = quantiles(series.values)
        interval = [self._tell(series, x if math.isfinite(x) else None) for x in (lo, hi)]
        return {
            "value": _plain(value),
            "median": self._tell(series, told["median"]),
            "p05": self._tell(series, told["p05"]),
            "p95": self._tell(series, told["p95"]),
            "median_ci95": interval,
            "share_never": series.share_never,
            "against_first": difference(first, series),
            "result_dir": str(self._folders[value]),
        }

    def _tell(self, series: Series, value: float | None) -> str | float | None:
        return (self._clock.text(value) or None) if series.is_time else value


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _plain(value: str) -> Value:
    """A value as YAML would have it, without its traps: numbers, true, false, null, else text."""
    words = {"true": True, "false": False, "null": None}
    if value in words:
        return words[value]
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    return int(number) if number == int(number) and "." not in value else number


# --- solving ---------------------------------------------------------------------------------------


def _range(values: Sequence[str]) -> Scale:
    """The scale between the first and the last value."""
    if len(values) < 2:
        raise StudyError(2, msg("--find: give two values to search between (--vary PATH=LOW,HIGH)"))
    return scale_of(values[0], values[-1])


def _found(trial: _Trial, values: Sequence[str], scale: Scale, limit: Threshold) -> FoundDocument:
    """Halve the range until the value at which the outcome changes is known well enough."""
    base = trial.at(values[0])
    rule = limit.document(_plain(values[0]))
    if not limit.passed(base, trial.at(values[-1])):
        note = msg("no such difference between the first and the last")
        return {"threshold": rule, "found": None, "found_between": None, "found_note": note}
    same, changed = scale.low, scale.high
    tried = 0
    while abs(changed - same) > scale.detail and tried < STEPS:
        middle = scale.tidy((same + changed) / 2.0)
        if middle in (same, changed):
            break
        tried += 1
        if limit.passed(base, trial.at(scale.text(middle))):
            changed = middle
        else:
            same = middle
    between = [scale.text(same), scale.text(changed)]
    note = msg("{tried} values tried", tried=tried)
    return {"threshold": rule, "found": scale.text(changed), "found_between": between, "found_note": note}


@dataclass(frozen=True)
class Scale:
    """Values as numbers: a range, how fine to search it, and the text of a number in it."""

    low: float
    high: float
    detail: float
    text: Callable[[float], str]
    tidy: Callable[[float], float]


def scale_of(first: str, last: str) -> Scale:
    """The scale between two texts: two times, or two numbers with the same unit.

    Raises:
        StudyError: they are neither (exit code 2).
    """
    times = [_time(first), _time(last)]
    if times[0] is not None and times[1] is not None:
        start = times[0]
        span = (times[1] - start).total_seconds()

        def moment(seconds: float) -> str:
            return (start + timedelta(seconds=seconds)).isoformat(timespec="minutes")

        return Scale(0.0, span, MINUTE, moment, lambda s: round(s / MINUTE) * MINUTE)
    low, unit = _measure(first)
    high, same = _measure(last)
    if low is None or high is None or unit != same:
        raise StudyError(
            2,
            msg(
                "--find: {first} and {last} are no two times or numbers of one unit",
                first=quoted(first),
                last=quoted(last),
            ),
        )
    return Scale(
        low, high, abs(high - low) * DETAIL, lambda x: f"{x:.6g} {unit}".strip(), lambda x: float(f"{x:.6g}")
    )


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.utcoffset() is not None else None


def _measure(text: str) -> tuple[float | None, str]:
    match = re.fullmatch(r"\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*(.*?)\s*", text)
    if match is None:
        return None, ""
    try:
        return float(match[1]), match[2]
    except ValueError:
        return None, ""
