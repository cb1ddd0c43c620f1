"""What the page says beside the map: the record, the outcomes, causes, comparisons, contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NotRequired, TypedDict

import numpy as np

from paris44.language.languages import language_of
from paris44.results.batch import Floats
from paris44.results.columns import ArrivalKey, Series
from paris44.results.errors import PairError
from paris44.results.read import ResultFolder
from paris44.scenario.checks.sources import citations
from paris44.scenario.load import RawSection
from paris44.scenario.model import Scenario
from paris44.scenario.outcomes import EventOutcome
from paris44.scenario.schema.sections import SECTIONS
from paris44.study.questions.compare import OtherDocument, compare
from paris44.study.questions.validate.checkpoints import checkpoints_of, sets_parameters
from paris44.study.questions.validate.log_book import LAST_LOG
from paris44.study.questions.validate.score import BaselineDocument, MarksDocument, validate
from paris44.study.reading.context import arrivals_event
from paris44.study.statistics.estimates import quantiles_of
from paris44.telling.outcomes import label, recorded, unfolds
from paris44.views.figures.common.dots import dots_of
from paris44.views.web.ground import Index
from paris44.views.wording import kinds_of_doubt


class SpreadData(TypedDict):
    """A time (whole seconds) or a number over the replications; ``never`` is a share."""

    mid: int | None
    lo: int | None
    hi: int | None
    never: float
    dots: list[int | None]


class OutcomeData(SpreadData):
    """An outcome, with the bounds of its recorded times where there are any."""

    unit: str
    recorded: NotRequired[list[list[int]]]


class ScoredData(TypedDict):
    """How well the record of some days is met (``name`` in both languages; None: all days), in minutes.

    ``covered`` is the share inside the 90 % interval, in ``open`` of them one that reaches never; ``tenths``
    are recorded times by tenth of the model's law; ``log`` is of the forecast from the last log: rows, its
    CRPS and the model's on the same rows. ``sets``: parameters may be set on these days.
    """

    name: list[str] | None
    rows: int
    error: float | None
    covered: float | None
    open: int
    width: float | None
    crps: float | None
    tenths: list[int]
    log: list[float | None]
    sets: bool


class ComparedData(TypedDict, total=False):
    """A result beside the first: what differs, or the ``fault`` that forbids it, with its ``values``."""

    fault: str
    paired: list[int]  # of how many replications, of how many of the first and of this one
    values: list[str]
    answer: list[str]
    diff: list[str]
    doubts: list[list[str]]
    rows: dict[str, list[Any]]
    why: dict[str, list[list[Any]]]


def spread(values: Floats) -> SpreadData:
    """Median, 5 and 95 % quantile, share of never, and the dots: few values, or the middles of equal shares.

    Seconds are rounded; None is never.
    """
    finite = bool(len(values))
    mid, lo, hi = map(_whole, quantiles_of(values, (0.5, 0.05, 0.95)))
    return {
        "mid": mid,
        "lo": lo,
        "hi": hi,
        "never": round(float(np.mean(np.isinf(values))), 4) if finite else 1.0,
        "dots": [_whole(value) for value in dots_of(values)],
    }


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


# --- the record --------------------------------------------------------------------------------


def record(result: ResultFolder, places: Index, formations: Index) -> list[list[Any]]:
    """The recorded times that the simulation could meet, by time.

    Each is [id, formation, place, event, time, lo, hi, grade, note, source, url].
    """
    rows = sorted(result.scenario.record, key=lambda row: (row.lo, row.hi, row.id))
    return [
        [
            row.id, formations.get(row.formation), places.get(row.place), row.event,
            None if row.time is None else round(row.time), round(row.lo), round(row.hi),
            row.grade, row.note, row.source, row.url,
        ]
        for row in rows
    ]  # fmt: skip


def roles(result: ResultFolder) -> dict[str, str]:
    """First row of each checkpoint of the score -> ``set`` if it may have set parameters, else ``judge``."""
    points, _ = checkpoints_of(result.loaded)
    return {p.rows[0].id: "set" if sets_parameters(result.scenario, p) else "judge" for p in points}


def score(result: ResultFolder) -> list[ScoredData]:
    """How well the run meets the record: of all days, then of each block; nothing where no record judges."""
    if not checkpoints_of(result.loaded)[0]:
        return []
    found = validate(result)
    whole = _scored(None, found, found["baselines"][LAST_LOG])
    return [
        whole,
        *(
            _scored(name, marks, marks["baselines"][LAST_LOG]) | {"sets": marks["used_to_set_parameters"]}
            for name, marks in found["blocks"].items()
        ),
    ]


def _scored(name: str | None, marks: MarksDocument, log: BaselineDocument) -> ScoredData:
    return {
        "name": None if name is None else both(name),
        "rows": marks["checkpoints"],
        "error": _figure(marks["median_abs_error_min"]),
        "covered": _figure(marks["coverage90"]),
        "open": marks["unbounded90"],
        "width": _figure(marks["median_width90_min"]),
        "crps": _figure(marks["crps_min"]),
        "tenths": marks["pit"],
        "log": [log["checkpoints"], _figure(log["crps_min"]), _figure(log["model_crps_min"])],
        "sets": False,
    }


def simulated(result: ResultFolder) -> dict[str, SpreadData]:
    """Record row -> the spread of the simulated time; rows that the model says nothing of are absent."""
    visits = {row.id: point.key[3] for point in checkpoints_of(result.loaded)[0] for row in point.rows}
    keys: dict[str, ArrivalKey] = {}
    for row in result.scenario.record:
        event = arrivals_event(row.event)
        keys[row.id] = (row.formation, row.place or "", event, visits.get(row.id, 1))
    told = _told(result)
    times = result.times({key for key in keys.values() if key[:3] in told})
    found = {}
    for row in result.scenario.record:
        both = times.get(keys[row.id])
        if both is not None:
            found[row.id] = spread(both.clear if row.event == "pass_tail" else both.head)
    return found


def _told(result: ResultFolder) -> set[tuple[str, str, str]]:
    """What the arrivals of the first replication speak of, happened or not."""
    found = set()
    for row in result.arrivals():
        if row.replication > 0:
            break
        found.add((row.formation, row.place, row.event))
    return found


# --- outcomes and causes -----------------------------------------------------------------------


def outcomes(result: ResultFolder) -> dict[str, OutcomeData]:
    """Moments and losses with their spread."""
    known = result.outcomes().items()
    return {name: _outcome(result, name, s) for name, s in known if not name.startswith("hours.")}


def _outcome(result: ResultFolder, name: str, series: Series) -> OutcomeData:
    over = spread(np.asarray(series.values))
    found: OutcomeData = {
        "unit": series.unit,
        "mid": over["mid"],
        "lo": over["lo"],
        "hi": over["hi"],
        "never": over["never"],
        "dots": over["dots"],
    }
    if bounds := _recorded(result, name):
        found["recorded"] = bounds
    return found


class AskedData(TypedDict):
    """What an outcome is: its label in English and in French, the group that it unfolds from, its events."""

    label: Sequence[str]
    events: NotRequired[Sequence[str]]
    group: NotRequired[str]


def asked(results: Sequence[ResultFolder]) -> dict[str, AskedData]:
    """Outcome -> what it is, where the first result that has it says so."""
    found: dict[str, AskedData] = {}
    for result in results:
        for name in result.outcomes():
            if name not in found:
                found[name] = _asked(result.scenario, name)
    return found


def both(text: str) -> list[str]:
    """A text in English and in French."""
    return [str(text), language_of("fr").tell(text)]


def _asked(scenario: Scenario, name: str) -> AskedData:
    rule = scenario.outcomes.get(name)
    told: AskedData = {"label": both(label(scenario, name))}
    if isinstance(rule, EventOutcome) and rule.events:
        told["events"] = rule.events
    if unfolds(scenario, name):
        told["group"] = name.partition(".")[0]
    return told


def _recorded(result: ResultFolder, outcome: str) -> list[list[int]]:
    """The bounds of the recorded times of an outcome, nothing where the record has none."""
    rows = recorded(result.scenario, outcome)
    return sorted([round(row.lo), round(row.hi)] for row in rows if row.time is not None)


def milestones(result: ResultFolder, replications: Iterable[int]) -> dict[int, list[list[Any]]]:
    """Replication -> [[second, outcome], ...] of the moments that came in it."""
    moments = {name: series for name, series in result.outcomes().items() if series.is_time}
    return {
        replication: sorted(
            [round(float(series.values[replication])), name]
            for name, series in moments.items()
            if np.isfinite(series.values[replication])
        )
        for replication in replications
    }


def causes(result: ResultFolder, formations: Index) -> dict[str, list[list[Any]]]:
    """Number of a leaf formation -> [[cause, mean hours per march unit's column], ...], largest first.

    Hours are unit hours: summed over the march units, averaged over the replications.
    """
    return {
        str(formations.get(name)): [
            [cause, round(hours / result.n, 2)]
            for cause, hours in sorted(own.items(), key=lambda item: (-item[1], item[0]))
            if hours / result.n >= 0.005
        ]
        for name, own in result.cause_hours().items()
    }


# --- several results ---------------------------------------------------------------------------


def comparison(results: Sequence[ResultFolder]) -> list[ComparedData]:
    """The paired differences of each result from the first, over the replications that both have; why there
    are none where they are no pairs."""
    found: list[ComparedData] = []
    base = results[0]
    for other in results[1:]:
        common = min(base.n, other.n)
        try:
            answer = compare(base.first(common), [other.first(common)], titles=True)["others"][0]
        except PairError as error:
            found.append({"fault": error.why, "values": [str(base.seed)]})
            continue
        rows: dict[str, list[Any]] = {
            name: [
                _figure(row["difference_median"]), *(_figure(end) for end in row["ci95"]), row["n_pairs"],
                _figure(row["share_earlier"]), row["unit"],
            ]
            for name, row in answer["outcomes"].items()
            if not name.startswith("hours.")
        }  # fmt: skip
        why = {
            name: sorted(([c, _figure(m)] for c, m in row.get("causes", {}).items()), key=_by_size)[:4]
            for name, row in answer["outcomes"].items()
            if row.get("causes")
        }
        told: ComparedData = {"answer": answer["answer"], "diff": answer["diff"]}
        if base.n != other.n:
            told["paired"] = [common, base.n, other.n]
        found.append({**told, "doubts": _doubts(answer), "rows": rows, "why": why})
    return found


def _doubts(answer: OtherDocument) -> list[list[str]]:
    """Why a counterfactual is only exploratory: [the key of the page's words, when the worlds parted]."""
    parted = answer["divergence"]
    kinds = {"incomplete": "", "false": parted["at"] if parted else ""}
    return [[kind, kinds[kind]] for kind in kinds_of_doubt(answer)]


def _by_size(item: Sequence[Any]) -> tuple[float, str]:
    return -abs(item[1] or 0.0), str(item[0])


def _figure(value: float | None) -> float | None:
    """As fine as it is: what is shown is rounded once, by the page, as the commands round it."""
    return None if value is None or not np.isfinite(value) else round(float(value), 6)


# --- words of the scenario ---------------------------------------------------------------------


def contradictions(result: ResultFolder) -> list[list[str]]:
    """[what the founding account says, what the record says, which scenario shows it, sources]."""
    section: RawSection = result.loaded.document.get("contradictions", {})
    return [
        [str(row.get("statement", "")), str(row.get("record", "")), _joined(row.get("shown_in", "")),
         str(row.get("source", ""))]
        for row in section.values()
    ]  # fmt: skip


def sources(result: ResultFolder) -> dict[str, list[str]]:
    """Source key -> [title, address], of those that a row cites which the page may show: no parameter is."""
    document = result.loaded.document
    section: RawSection = document.get("sources", {})
    shown = (row for name in SECTIONS if name != "parameters" for row in document.get(name, {}).values())
    cited = {key for row in shown for key in citations(row.get("source"))}
    kept = {key: row for key, row in section.items() if key in cited}
    return {key: [str(row.get("title", key)), str(row.get("url", ""))] for key, row in kept.items()}


def _joined(value: object) -> str:
    return "; ".join(str(part) for part in value) if isinstance(value, list) else str(value)
