"""``run`` and ``validate``: replications of one scenario, beside its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.commands.answer import Answer, UserError, part
from sim.commands.summary import Key, arrival_document, gather, outcome_documents
from sim.scenario.load import load
from sim.scenario.text import TIME, quantity
from sim.study.replicate import Effort, replicate, replicate_until

if TYPE_CHECKING:
    from sim.study.results import Result

ROWS_SHOWN = 60
"""Rows of a page where nobody asked for all."""


@dataclass(frozen=True)
class Goal:
    """``-n auto``: replications until the 95 % interval of ``outcome`` is at most ``width`` wide."""

    outcome: str
    width: float  # seconds, or a number for an outcome that is none
    said: str


def goal(auto: bool, outcome: str | None, width: str | None) -> Goal | None:
    """What ``-n auto`` aims at, None without it.

    Raises:
        UserError: ``auto`` without an outcome, an outcome or width without ``auto``, a bad width.
    """
    if not auto:
        if outcome is not None or width is not None:
            raise UserError("--width" if width is not None else "--outcome", "only with -n auto")
        return None
    if outcome is None:
        raise UserError("--outcome", "-n auto needs the name of an outcome")
    said = width if width is not None else "10min"
    return Goal(outcome, _width(said), said)


def _width(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return quantity(text, TIME)
    except ValueError as error:
        raise UserError("--width", f"{text!r}: {error}") from None


def run(name: str, effort: Effort, *, chance: bool, goal: Goal | None, everything: bool) -> Answer:
    """Simulate, and print arrivals beside the record and the outcomes."""
    loaded = load(name)
    effort = replace(effort, chance=chance)
    notes: tuple[str, ...] = ()
    if goal is None or not chance:
        result = replicate(loaded, effort)
    else:
        result, precision = replicate_until(loaded, effort, goal.outcome, goal.width)
        reached = "reached" if precision.reached else "NOT reached"
        notes = (f"{goal.said} for {goal.outcome}: {reached} with {precision.n} replications",)
    score = _score(result)
    document = {
        "scenario": result.name,
        "n": result.n,
        "seed": result.seed,
        "result_dir": str(result.path),
        "outcomes": outcome_documents(result),
        **({"score": score} if score is not None else {}),
    }
    return Answer(lambda: document, lambda: _run_page(result, document, everything), notes=notes)


def _score(result: Result) -> dict[str, Any] | None:
    """The validation of a result, None where the scenario has no record to judge it by."""
    if not result.scenario.record:
        return None
    document: dict[str, Any] = part("sim.study.validate").validate(result)
    return document


def _run_page(result: Result, document: dict[str, Any], everything: bool) -> Sequence[object]:
    from sim.views import tables

    rows, left = _rows(result, document.get("score"), everything)
    dice = f"seed {result.seed}" if result.manifest["chance"] else "every draw at its median"
    count = "1 replication" if result.n == 1 else f"{result.n} replications"
    page: list[object] = [f"{result.manifest['title']} ({result.name}): {count}, {dice}", ""]
    toy = result.manifest["kind"] == "toy"
    page += tables.arrivals(rows, seconds=toy)
    if left:
        page.append(f"{left} more rows: --all")
    page += ["", *tables.outcomes(document["outcomes"], seconds=toy), ""]
    if "score" in document:
        page.append(tables.score_line(document["score"]))
    return [*page, f"saved in {result.path}"]


def _rows(result: Result, score: dict[str, Any] | None, everything: bool) -> tuple[list[dict[str, Any]], int]:
    """The rows of the page: the record's checkpoints, else the first of all; and how many are left out."""
    names = {place.id: place.name for place in result.scenario.places.values()}
    checkpoints = {} if score is None else {_key(row): row for row in score["rows"]}
    found = gather(result, None)
    grades = {row.id: row.grade for row in result.scenario.record}
    rows = []
    for key, gathered in found.items():
        row = arrival_document(result, key, gathered, names)
        if key in checkpoints:
            judged = checkpoints[key]
            told = {name: judged[name] for name in ("recorded", "lo", "hi", "inside90")}
            row |= told | {"source": judged["id"], "grade": grades.get(judged["id"], "")}
        if everything or not checkpoints or key in checkpoints:
            rows.append(row)
    shown = rows if everything or checkpoints else rows[:ROWS_SHOWN]
    return shown, len(found) - len(shown)


def _key(row: dict[str, Any]) -> Key:
    return row["formation"], row["place"], row["event"]


def validate(name: str, effort: Effort) -> Answer:
    """The score of a scenario against its record.

    Raises:
        UserError: the scenario has no record.
    """
    result = replicate(load(name), effort)
    score = _score(result)
    if score is None:
        raise UserError(name, "has no record to be judged by")

    def page() -> Sequence[object]:
        from sim.views import tables

        return tables.validation(score)

    return Answer(lambda: score, page)
