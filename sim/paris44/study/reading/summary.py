"""A result in a few numbers: medians and quantiles of outcomes and arrivals, as JSON has them.

Times are ISO local; *never* is later than everything, so a quantile that reaches it is None.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np

from paris44.study.reading.reasons import NO_FURTHER_VISIT
from paris44.study.statistics.estimates import quantile
from paris44.study.statistics.quantiles import Quantiles, quantiles, time_quantiles

if TYPE_CHECKING:
    from paris44.results.batch import Mask, Words
    from paris44.results.columns import ArrivalKey, LineRow, Series
    from paris44.results.read import ResultFolder, ToldVisits


class ReasonsDocument(TypedDict, total=False):
    """Why something never came: the most frequent reason, and each with its number of replications."""

    reason: str
    reasons: dict[str, int]


class OutcomeDocument(Quantiles[str | float | None], ReasonsDocument):
    """An outcome in its ``unit``, and the share of the replications in which it never came."""

    share_never: float
    unit: str


class LineDocument(TypedDict):
    """What a phase line cost a march: replications by verdict, its wait and its slack (minutes)."""

    line: str
    march: str
    formation: str
    crossed: int
    held: int
    wait_min: Quantiles[float | None] | None
    slack_min: Quantiles[float | None] | None
    disobeyed: int
    unknown: int


class ArrivalDocument(Quantiles[str | None]):
    """A row of the arrivals: times of the head, the median of the tail (``clear``), why it was late."""

    formation: str
    place: str
    event: str
    visit: int
    clear: str | None
    share_never: float
    cause: str
    reason: str
    reasons: NotRequired[dict[str, int]]


class RecordedArrivalDocument(ArrivalDocument, total=False):
    """The same beside the record: its time with bounds, its row (``source``) and grade, whether it is met."""

    recorded: str | None
    lo: str
    hi: str
    source: str
    grade: str
    inside90: bool | None


def outcome_documents(result: ResultFolder) -> dict[str, OutcomeDocument]:
    """Every outcome of a result: median, 5 % and 95 % quantile, share of never, unit."""
    return {name: _outcome(result, series) for name, series in result.outcomes().items()}


def _outcome(result: ResultFolder, series: Series) -> OutcomeDocument:
    values = series.values
    found: Quantiles[str | None] | Quantiles[float | None]
    found = time_quantiles(values, result.clock) if series.is_time else quantiles(values)
    return {
        "median": found["median"],
        "p05": found["p05"],
        "p95": found["p95"],
        "share_never": series.share_never,
        "unit": series.unit,
        **reasons_document(Counter(series.reasons.values())),
    }


def reasons_document(counts: Counter[str]) -> ReasonsDocument:
    """Why it never came, the most frequent first, and in how many replications; nothing if it always did."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {"reason": ranked[0][0], "reasons": dict(ranked)} if ranked else {}


def line_documents(result: ResultFolder) -> list[LineDocument]:
    """For each phase line and march that crossed it: how often it was held, its wait or its slack.

    ``wait_min`` and ``slack_min`` are quantiles in minutes over the replications in which the march waited,
    or came after the line had opened; None where there are none. Lines in the order of the file, marches
    by the middle of their crossings.
    """
    found: dict[tuple[str, str], _Crossings] = {}
    for row in result.crossings():
        key = row.line, row.march
        if key not in found:
            found[key] = _Crossings()
        found[key].add(row)
    rank = {line: k for k, line in enumerate(dict.fromkeys(line for line, _ in found))}
    keys = sorted(found, key=lambda key: (rank[key[0]], median(found[key].times), key))
    return [_line(*key, found[key]) for key in keys]


class _Crossings:
    """Those of one line by one march: of a large run there are many, and only numbers are kept of each."""

    def __init__(self) -> None:
        self.times = array("d")
        self.seconds = {verdict: array("d") for verdict in ("wait", "slack", "disobeyed", "unknown")}
        self.formations = Counter[str]()

    def add(self, row: LineRow) -> None:
        """Count one more."""
        self.times.append(row.time)
        self.seconds[row.verdict].append(row.seconds)
        self.formations[row.formation] += 1


def _line(line: str, march: str, crossings: _Crossings) -> LineDocument:
    seconds = crossings.seconds
    return {
        "line": line,
        "march": march,
        "formation": _most(crossings.formations),
        "crossed": len(crossings.times),
        "held": len(seconds["wait"]),
        "wait_min": _minutes(seconds["wait"]),
        "slack_min": _minutes(seconds["slack"]),
        "disobeyed": len(seconds["disobeyed"]),
        "unknown": len(seconds["unknown"]),
    }


def _minutes(seconds: Sequence[float]) -> Quantiles[float | None] | None:
    return quantiles(np.asarray(seconds) / 60.0) if seconds else None


def keys_of(result: ResultFolder) -> list[ArrivalKey]:
    """The rows that the first replication has, in its order."""
    return [row.key for row in result.first(1).arrivals()]


def arrival_document(result: ResultFolder, key: ArrivalKey, rows: ToldVisits | None) -> ArrivalDocument:
    """One row of the arrivals: quantiles of the head, median of the tail, most frequent cause; ``rows`` are
    those of the replications that have it."""
    formation, place, event, visit = key
    heads, tails = np.full(result.n, np.inf), np.full(result.n, np.inf)
    causes, reasons = Counter[str](), Counter[str]()
    if rows is not None:
        came = np.isfinite(rows.head)
        heads[rows.replication] = rows.head
        tails[rows.replication] = np.where(np.isinf(rows.clear), rows.head, rows.clear)
        causes, reasons = counted(rows.cause, came), counted(rows.reason, ~came)
    head = time_quantiles(heads, result.clock)
    none_of_it: ReasonsDocument = {"reason": "" if causes else NO_FURTHER_VISIT}
    why = reasons_document(reasons) or none_of_it
    document: ArrivalDocument = {
        "formation": formation,
        "place": place,
        "event": event,
        "visit": visit,
        "median": head["median"],
        "p05": head["p05"],
        "p95": head["p95"],
        "clear": result.clock.text(quantile(tails, 0.5)) or None,
        "share_never": float(np.mean(np.isinf(heads))),
        "cause": _most(causes),
        "reason": why["reason"],
    }
    if "reasons" in why:
        document["reasons"] = why["reasons"]
    return document


def counted(words: Words, chosen: Mask) -> Counter[str]:
    """How often each word stands in the chosen rows."""
    counts = np.bincount(words.codes[chosen], minlength=len(words.words)).tolist()
    return Counter({word: count for word, count in zip(words.words, counts, strict=True) if count})


def _most(counts: Counter[str]) -> str:
    """The most frequent word; of equals the first in the alphabet, so that equal results print equally."""
    return min(counts, key=lambda word: (-counts[word], word), default="")
