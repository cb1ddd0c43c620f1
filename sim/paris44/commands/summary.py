"""A result in a few numbers: medians and quantiles of outcomes and arrivals, as JSON has them.

Times are ISO local; *never* is later than everything, so a quantile that reaches it is None.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from paris44.study.reading.context import arrivals_event
from paris44.study.reading.reasons import NO_FURTHER_VISIT
from paris44.study.statistics.estimates import quantile

if TYPE_CHECKING:
    from paris44.results.columns import ArrivalKey, LineRow
    from paris44.results.read import ResultFolder, Series

QUANTILES = {"median": 0.5, "p05": 0.05, "p95": 0.95}


def outcome_documents(result: ResultFolder) -> dict[str, dict[str, Any]]:
    """Every outcome of a result: median, 5 % and 95 % quantile, share of never, unit."""
    return {name: _outcome(result, series) for name, series in result.outcomes().items()}


def _outcome(result: ResultFolder, series: Series) -> dict[str, Any]:
    found = {name: quantile(series.values, p) for name, p in QUANTILES.items()}
    told = {name: result.clock.text(value) or None for name, value in found.items()}
    return {
        **(told if series.is_time else found),
        "share_never": series.share_never,
        "unit": series.unit,
        **_reasons(Counter(series.reasons.values())),
    }


def _reasons(counts: Counter[str]) -> dict[str, Any]:
    """Why it never came, the most frequent first, and in how many replications; nothing if it always did."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {"reason": ranked[0][0], "reasons": dict(ranked)} if ranked else {}


def line_documents(result: ResultFolder) -> list[dict[str, Any]]:
    """For each phase line and march that crossed it: how often it was held, its wait or its slack.

    ``wait_min`` and ``slack_min`` are quantiles in minutes over the replications in which the march waited,
    or came after the line had opened; None where there are none. Lines in the order of the file, marches
    by the middle of their crossings.
    """
    found: dict[tuple[str, str], list[LineRow]] = {}
    for row in result.crossings():
        found.setdefault((row.line, row.march), []).append(row)
    rank = {line: k for k, line in enumerate(dict.fromkeys(line for line, _ in found))}
    keys = sorted(found, key=lambda key: (rank[key[0]], median(row.time for row in found[key]), key))
    return [_line(*key, found[key]) for key in keys]


def _line(line: str, march: str, rows: Sequence[LineRow]) -> dict[str, Any]:
    seconds: dict[str, list[float]] = {verdict: [] for verdict in ("wait", "slack", "disobeyed", "unknown")}
    for row in rows:
        seconds[row.verdict].append(row.seconds)
    return {
        "line": line,
        "march": march,
        "formation": _most(Counter(row.formation for row in rows)),
        "crossed": len(rows),
        "held": len(seconds["wait"]),
        "wait_min": _minutes(seconds["wait"]),
        "slack_min": _minutes(seconds["slack"]),
        "disobeyed": len(seconds["disobeyed"]),
        "unknown": len(seconds["unknown"]),
    }


def _minutes(seconds: Sequence[float]) -> dict[str, float | None] | None:
    values = np.asarray(seconds) / 60.0
    return {name: quantile(values, p) for name, p in QUANTILES.items()} if len(values) else None


@dataclass
class Gathered:
    """One row of the arrivals over the replications."""

    head: array[float] = field(default_factory=lambda: array("d"))
    clear: array[float] = field(default_factory=lambda: array("d"))
    causes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


def keys_of(result: ResultFolder) -> list[ArrivalKey]:
    """The rows that the first replication has, in its order."""
    return [row.key for row in takewhile(lambda row: row.replication == 0, result.arrivals())]


def gather(result: ResultFolder, wanted: Iterable[ArrivalKey]) -> dict[ArrivalKey, Gathered]:
    """The ``wanted`` rows over the replications, in one pass over the table."""
    found = {key: Gathered() for key in wanted}
    for row in result.arrivals(found):
        kept = found[row.key]
        if row.time is None:
            kept.reasons[row.reason] += 1
        else:
            kept.head.append(row.time)
            kept.clear.append(row.time if row.clear is None else row.clear)
            kept.causes[row.cause] += 1
    return found


def arrival_document(result: ResultFolder, key: ArrivalKey, row: Gathered) -> dict[str, Any]:
    """One row of the arrivals: quantiles of the head, median of the tail, most frequent cause."""
    formation, place, event, visit = key
    never = np.full(max(result.n - len(row.head), 0), np.inf)
    text = result.clock.text
    heads = np.concatenate([np.asarray(row.head), never])
    tails = np.concatenate([np.asarray(row.clear), never])
    return {
        "formation": formation,
        "place": place,
        "event": event,
        "visit": visit,
        **{name: text(quantile(heads, p)) or None for name, p in QUANTILES.items()},
        "clear": text(quantile(tails, 0.5)) or None,
        "share_never": len(never) / result.n,
        "cause": _most(row.causes),
        **({"reason": "" if row.head else NO_FURTHER_VISIT} | _reasons(row.reasons)),
    }


def explained(result: ResultFolder, score: dict[str, Any]) -> dict[str, Any]:
    """The score with the reasons of those of its rows that half of the replications or more never see."""
    never = {key_of(row): row for row in score["rows"] if row["error_min"] is None}
    found = gather(result, never)
    known = {key: _reasons(found[key].reasons) or {"reason": NO_FURTHER_VISIT} for key in never}
    rows = [row | known.get(key_of(row), {}) for row in score["rows"]]
    return score | {"rows": rows}


def key_of(row: Mapping[str, Any]) -> ArrivalKey:
    """The row of the arrivals that answers a row of the score."""
    return row["formation"], row["place"] or "", arrivals_event(row["event"]), row["visit"]


def _most(counts: Counter[str]) -> str:
    """The most frequent word; of equals the first in the alphabet, so that equal results print equally."""
    return min(counts, key=lambda word: (-counts[word], word), default="")
