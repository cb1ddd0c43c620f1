"""``run`` and ``validate``: replications of one scenario, beside its record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

from paris44.commands.answer import Answer
from paris44.errors import UserError
from paris44.language.text import msg, nmsg, quoted
from paris44.results.columns import TIME_UNIT, ArrivalKey
from paris44.scenario.file.spreadsheet import DATES
from paris44.scenario.schema.quantities import TIME, quantity
from paris44.study.questions.validate.checkpoints import checkpoints_of
from paris44.study.questions.validate.explained import explained, key_of
from paris44.study.questions.validate.score import CheckpointDocument, FitDocument, ScoreDocument, fit
from paris44.study.questions.validate.score import validate as judge
from paris44.study.reading.context import arrivals_event
from paris44.study.reading.outcomes import check_outcome
from paris44.study.reading.summary import (
    ArrivalDocument,
    LineDocument,
    OutcomeDocument,
    RecordedArrivalDocument,
    arrival_document,
    keys_of,
    line_documents,
    outcome_documents,
)
from paris44.study.running.lay_out import lay_out, ready
from paris44.study.running.notes import notes
from paris44.study.running.replicate import Effort, replicate, replicate_until
from paris44.study.statistics.quantiles import Quantiles
from paris44.telling.outcomes import label
from paris44.telling.words import party_name
from paris44.telling.words import told as titled

if TYPE_CHECKING:
    from paris44.results.read import ResultFolder

ROWS_SHOWN = 60
"""Rows of a page where nobody asked for all."""


@dataclass(frozen=True)
class Goal:
    """``-n auto``: replications until the 95 % interval of ``outcome`` is at most ``width`` wide."""

    outcome: str
    width: float  # seconds, or a number for an outcome that is none
    said: str
    is_duration: bool = True
    is_default: bool = False


class RunDocument(TypedDict):
    """The answer of ``paris44 run``; a score where the scenario has a record."""

    scenario: str
    n: int
    seed: int
    result_dir: str
    outcomes: dict[str, OutcomeDocument]
    lines: list[LineDocument]
    score: NotRequired[ScoreDocument]


def goal(auto: bool, outcome: str | None, width: str | None) -> Goal | None:
    """What ``-n auto`` aims at, None without it.

    Raises:
        UserError: ``auto`` without an outcome, an outcome or width without ``auto``, a bad width.
    """
    if not auto:
        if outcome is not None or width is not None:
            raise UserError("--width" if width is not None else "--outcome", msg("only with -n auto"))
        return None
    if outcome is None:
        raise UserError("--outcome", msg("-n auto needs the name of an outcome"))
    if width is None:
        return Goal(outcome, 600.0, "10min", is_default=True)
    with suppress(ValueError):  # of an outcome that is a number
        return Goal(outcome, float(width), width, is_duration=False)
    try:
        return Goal(outcome, quantity(width, TIME), width)
    except ValueError as error:
        raise UserError("--width", str(error)) from None


def run(
    name: str, effort: Effort, *, chance: bool, goal: Goal | None, everything: bool,
    say: Callable[[str], None] | None = None,
) -> Answer:  # fmt: skip
    """Simulate, and print arrivals beside the record and the outcomes; ``say`` is told what was assumed."""
    loaded = ready(name)
    if goal is not None:
        _check_width(goal, is_time=check_outcome(lay_out(loaded), goal.outcome) == TIME_UNIT)
    if goal is not None and goal.is_default and chance and say is not None:
        say(msg("--width: {said}, as nothing is said", said=goal.said))
    effort = replace(effort, chance=chance)
    told = tuple(note.render() for note in notes(loaded))
    if goal is None or not chance:
        result = replicate(loaded, effort)
    else:
        result, precision = replicate_until(loaded, effort, goal.outcome, goal.width)
        reached = msg("reached") if precision.reached else msg("NOT reached")
        what = {"said": goal.said, "outcome": goal.outcome, "reached": reached, "n": precision.n}
        told += (msg("{said} for {outcome}: {reached} with {n} replications", **what),)
    return Answer(lambda: _run_document(result), lambda: _run_page(result, everything), notes=told)


def _check_width(goal: Goal, is_time: bool) -> None:
    """That a moment has a width with its unit, and a number one without: 5 alone would be five seconds."""
    words = {"said": goal.said, "outcome": goal.outcome}
    if not is_time and goal.is_duration:
        what = msg("{said} is no width of {outcome}, which is a number; give one", **words)
        raise UserError("--width", what)
    if is_time and not goal.is_duration:
        what = msg(
            "{said} is no width of {outcome}, which is a moment; write it with its unit: 10min", **words
        )
        raise UserError("--width", what)


def _has_record(result: ResultFolder) -> bool:
    """Whether something of the record judges the run."""
    return bool(checkpoints_of(result.loaded)[0])


def _run_document(result: ResultFolder) -> RunDocument:
    document: RunDocument = {
        "scenario": result.name,
        "n": result.n,
        "seed": result.seed,
        "result_dir": str(result.path),
        "outcomes": outcome_documents(result),
        "lines": line_documents(result),
    }
    if _has_record(result):
        document["score"] = judge(result)
    return document


def _run_page(result: ResultFolder, everything: bool) -> Sequence[object]:
    from paris44.views.tables import pages

    met = fit(result) if _has_record(result) else None
    places = _place_names(result)
    rows, left = _rows(result, met, everything, places)
    seed = msg("seed {seed}", seed=result.seed)
    dice = seed if result.manifest["chance"] else msg("every draw at its median")
    count = nmsg("{n} replication", "{n} replications", result.n)
    title = titled(result.scenario, result.manifest["title"])
    page: list[object] = [
        msg("{title} ({name}): {count}, {dice}", title=title, name=result.name, count=count, dice=dice),
        "",
    ]
    toy = result.manifest["kind"] == "toy"
    page += pages.arrivals(rows, seconds=toy, places=places)
    if left:
        page.append(msg("{left:,} more rows: --all", left=left))
    parties = {one.id: party_name(result.scenario, one.id) for one in result.scenario.theatre.parties}
    outcomes = outcome_documents(result)
    names = {name: label(result.scenario, name) for name in outcomes}
    page += ["", *pages.outcomes(outcomes, toy, parties, names), ""]
    page += pages.crossings(line_documents(result), result.n)
    if met is not None:
        page.append(pages.score_line(met))
    return [*page, msg("saved in {path}", path=result.path)]


def _rows(
    result: ResultFolder, score: FitDocument | None, everything: bool, places: Mapping[str, str]
) -> tuple[list[RecordedArrivalDocument], int]:
    """The rows of the page, its ``places`` (id -> name) named: those of the record, else the first of all;
    and how many are left out."""
    there = keys_of(result)
    recorded = _record_keys(result, score)
    extra = [key for key in there if key not in recorded]
    room = len(extra) if everything else 0 if recorded else ROWS_SHOWN
    wanted = [*recorded, *extra[:room]]
    gathered = result.told_visits(wanted)
    found = {key: arrival_document(result, key, gathered.get(key)) for key in wanted}
    rows: list[RecordedArrivalDocument] = [
        *_recorded(result, score, found),
        *(_unrecorded(found[key]) for key in extra[:room]),
    ]
    shown: list[RecordedArrivalDocument] = [
        {**row, "place": places.get(row["place"], row["place"])} for row in rows
    ]
    return shown, len(extra[room:])


def _place_names(result: ResultFolder) -> dict[str, str]:
    """Place -> its name."""
    return {place.id: titled(result.scenario, place.name) for place in result.scenario.places.values()}


def _record_keys(result: ResultFolder, score: FitDocument | None) -> dict[ArrivalKey, None]:
    """The rows of the arrivals that answer the record, each once."""
    judged = [] if score is None else [key_of(row) for row in score["rows"]]
    others = [(r.formation, r.place or "", arrivals_event(r.event), 1) for r in result.scenario.record]
    return dict.fromkeys([*judged, *others])


def _recorded(
    result: ResultFolder, score: FitDocument | None, found: Mapping[ArrivalKey, ArrivalDocument]
) -> Iterator[RecordedArrivalDocument]:
    """The rows of the record that the run has an answer to: those that judge it, then what else was seen."""
    judged = [] if score is None else score["rows"]
    for row in judged:
        yield {
            **found[key_of(row)],
            **_simulated(row),
            "event": row["event"],
            "recorded": row["recorded"],
            "lo": row["lo"],
            "hi": row["hi"],
            "source": row["id"],
            "grade": row["grade"],
            "inside90": row["inside90"],
        }
    told = {key_of(row)[:3] for row in judged}
    text = result.clock.text
    for record in result.scenario.record:
        key = (record.formation, record.place or "", arrivals_event(record.event), 1)
        seen = found[key]["median"] is not None or found[key]["reason"]
        if record.event != "order" and key[:3] not in told and seen:  # orders are inputs
            told.add(key[:3])
            yield {
                **found[key],
                "event": record.event,
                "recorded": text(record.time) or None,
                "lo": text(record.lo),
                "hi": text(record.hi),
                "source": record.id,
                "grade": record.grade,
                "inside90": None,
            }


def _unrecorded(row: ArrivalDocument) -> RecordedArrivalDocument:
    """A row of which the record says nothing: all that it would say may be left out."""
    return cast("RecordedArrivalDocument", row)


def _simulated(row: CheckpointDocument) -> Quantiles[str | None]:
    """What was simulated of a checkpoint: its tail where that is what was recorded."""
    return {"median": row["median"], "p05": row["p05"], "p95": row["p95"]}


def dispute(name: str, rows: Path, sources: Path | None, dates: str | None, effort: Effort) -> Answer:
    """Rows of somebody's table beside the record of a scenario, judged by its replications.

    Raises:
        UserError: the order of days is unknown, or the scenario has no record.
    """
    from paris44.study.questions.validate import dispute as study

    if dates not in (None, *DATES):
        raise UserError(
            "--dates", msg("{name} is not one of {known}", name=quoted(dates), known=", ".join(DATES))
        )
    loaded = ready(name)
    if not checkpoints_of(loaded)[0]:
        raise UserError(name, msg("has no record to be judged by"))
    disputed = study.read(loaded, rows, sources, dates or "")
    result = replicate(study.watching(loaded, disputed), effort)
    document = study.dispute(result, disputed)

    def page() -> Sequence[object]:
        from paris44.views.tables import disputes

        return disputes.dispute(document, _place_names(result))

    notes = tuple(msg("note: {words}", words=note) for note in disputed.notes)
    return Answer(lambda: document, page, notes=notes)


def validate(name: str, effort: Effort) -> Answer:
    """The score of a scenario against its record.

    Raises:
        UserError: the scenario has no record.
    """
    loaded = ready(name)
    if not checkpoints_of(loaded)[0]:
        raise UserError(name, msg("has no record to be judged by"))
    result = replicate(loaded, effort)
    score = explained(result, judge(result))

    def page() -> Sequence[object]:
        from paris44.views.tables import pages

        return pages.validation(score)

    return Answer(lambda: score, page)
