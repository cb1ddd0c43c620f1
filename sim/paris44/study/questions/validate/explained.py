"""Why the run never saw what the record saw."""

from __future__ import annotations

import numpy as np

from paris44.results.columns import ArrivalKey
from paris44.results.read import ResultFolder, ToldVisits
from paris44.study.questions.validate.score import CheckpointDocument, ScoreDocument
from paris44.study.reading.context import arrivals_event
from paris44.study.reading.reasons import LATER, NO_FURTHER_VISIT
from paris44.study.reading.summary import ReasonsDocument, counted, reasons_document


def explained(result: ResultFolder, score: ScoreDocument) -> ScoreDocument:
    """The score with the reasons of those of its rows that half of the replications or more never see."""
    never = {key_of(row): row for row in score["rows"] if row["error_min"] is None}
    found = result.told_visits(never)
    known = {key: why_never(found.get(key), row["event"] == "pass_tail") for key, row in never.items()}
    rows: list[CheckpointDocument] = [{**row, **known.get(key_of(row), {})} for row in score["rows"]]
    return {**score, "rows": rows}


def why_never(visits: ToldVisits | None, tail: bool) -> ReasonsDocument:
    """The reasons of the replications that never see it; of a ``tail`` also those whose head came."""
    if visits is None:
        return {"reason": NO_FURTHER_VISIT}
    found = counted(visits.reason, np.isinf(visits.head))
    behind = int(np.count_nonzero(np.isfinite(visits.head) & np.isinf(visits.clear))) if tail else 0
    if behind:
        found[LATER] += behind
    return reasons_document(found) or {"reason": NO_FURTHER_VISIT}


def key_of(row: CheckpointDocument) -> ArrivalKey:
    """The row of the arrivals that answers a row of the score."""
    return row["formation"], row["place"] or "", arrivals_event(row["event"]), row["visit"]
