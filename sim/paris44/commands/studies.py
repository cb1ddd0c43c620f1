"""``compare``, ``routes``, ``sweep``, ``calibrate``, ``sensitivity``, ``evidence``: many runs each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from paris44.commands.answer import Answer
from paris44.errors import UserError
from paris44.language.text import msg, nmsg, quoted
from paris44.results.catalogue import is_run
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.study.questions.compare import ComparisonDocument, hour_of
from paris44.study.questions.compare import compare as compare_results
from paris44.study.questions.keep import check_place, keep
from paris44.study.running.lay_out import all_ready, lay_out, ready
from paris44.study.running.replicate import Effort, folder_of, has_all, replicate

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded
    from paris44.study.questions.calibrate.posterior import CalibrationDocument
    from paris44.study.questions.evidence.ask import EvidenceDocument
    from paris44.study.questions.matrix import MatrixDocument
    from paris44.study.questions.routes.plan import PlansDocument
    from paris44.study.questions.routes.search import RoutesDocument
    from paris44.study.questions.sensitivity import SensitivityDocument
    from paris44.study.questions.sweep import SweepDocument

Told = TypeVar("Told", bound=Mapping[str, object])
Page = Sequence[object]


FORMS = ("table", "csv", "json", "md", "html")
"""The forms of a matrix."""


@dataclass(frozen=True)
class Shown:
    """How a comparison is to be shown: an hour for chances of having come, every change, every outcome; or
    as a matrix of ``outcomes`` (joined by commas) in a ``form``."""

    by: str | None = None
    changes: bool = False
    everything: bool = False
    outcomes: str | None = None
    form: str | None = None


def compare(base: str, others: Sequence[str], effort: Effort, shown: Shown) -> Answer:
    """Paired differences of every outcome between ``base`` and each of ``others``."""
    if shown.form not in (None, *FORMS):
        raise UserError(
            "--format", msg("{form} is not one of {forms}", form=quoted(shown.form), forms=", ".join(FORMS))
        )
    scenarios = all_ready([base, *others], partial(_is_run, effort))
    hour = None if shown.by is None else hour_of("--by", shown.by, scenarios[0].scenario)
    there = all(has_all(folder_of(loaded, effort), effort) for loaded in scenarios)
    if not there:
        check_place(effort.out, "compare")
    results = [replicate(loaded, effort) for loaded in scenarios]
    document = compare_results(results[0], results[1:], by=hour)
    try:
        path = keep(effort.out, "compare", results, document, () if hour is None else (hour,))
    except StudyError as error:
        if not there:
            raise
        note = msg(
            "not saved: {message}", message=error.message
        )  # all runs are there, so this may be a medium to be read only
        return replace(_compared(document, shown), notes=(note,))
    return _compared(document, shown, msg("saved in {parent}", parent=path.parent))


def _is_run(effort: Effort, loaded: Loaded) -> bool:
    """Whether the runs of a scenario are there; what is wrong with their folder is told when it is opened."""
    try:
        return has_all(folder_of(loaded, effort), effort)
    except StudyError:
        return False


def _compared(document: ComparisonDocument, shown: Shown, *more: str) -> Answer:
    """The answer as it is to be shown; what becomes of a file stands beside a matrix, not in it."""
    if shown.outcomes is None and shown.form is None:
        return _answer(document, partial(_comparison, shown), *more)
    from paris44.study.questions.matrix import matrix

    made = matrix(document, _names(shown.outcomes))
    page = _matrix(shown.form or "table", made)
    return Answer(lambda: made, lambda: page, notes=more)


@dataclass(frozen=True)
class Asked:
    """The options of ``routes``, as they were given: names joined by commas with ``--plan``."""

    column: str | None
    start: str | None
    end: str | None
    k: int
    q: float | None
    outcome: str | None


def routes(name: str, effort: Effort, asked: Asked) -> Answer:
    """The best genuinely different routes of one column, by a quantile of its arrival (the median)."""
    from paris44.study.questions.routes import search as study

    options = {"--column": asked.column, "--from": asked.start, "--to": asked.end}
    column, start, end = (_given(option, value) for option, value in options.items())
    if asked.outcome is not None:
        raise UserError("--outcome", msg("only with --plan (a route is ranked by the arrival at --to)"))
    q = 0.5 if asked.q is None else asked.q
    document = study.routes(ready(name), effort, column=column, start=start, end=end, k=asked.k, q=q)
    return _answer(document, _route_list, *study.notes(document, asked.k))


def _given(option: str, value: str | None) -> str:
    if value is None:
        raise UserError(option, msg("missing"))
    return value


def plan(name: str, effort: Effort, asked: Asked) -> Answer:
    """Roads and order of march for several columns, by a quantile of an outcome (80 %)."""
    from paris44.study.questions.routes import plan as study

    columns, starts, ends = (_names(text) for text in (asked.column, asked.start, asked.end))
    question = study.Question(asked.outcome, 0.8 if asked.q is None else asked.q, asked.k)
    document = study.plan(ready(name), effort, columns=columns, starts=starts, ends=ends, question=question)
    return _answer(document, _plan_list)


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def sweep(name: str, effort: Effort, *, vary: str, outcome: str, find: bool, by: str | None = None) -> Answer:
    """An outcome at several values of an input; ``by`` is the difference that ``find`` looks for."""
    from paris44.study.questions.sweep import sweep as vary_input

    if by is not None and not find:
        raise UserError("--by", msg("only with --find"))
    path, equals, text = vary.partition("=")
    values = [value.strip() for value in text.split(",") if value.strip()]
    if not (path and equals and values):
        raise UserError("--vary", msg("{vary} is not PATH=V1,V2,...", vary=quoted(vary)))
    document = vary_input(ready(name), effort, path=path, values=values, outcome=outcome, find=find, by=by)
    return _answer(document, _sweep_list)


def calibrate(name: str, effort: Effort) -> Answer:
    """The posterior of the uncertain parameters."""
    from paris44.study.questions.calibrate import posterior as study

    return _answer(study.calibrate(ready(name), effort), _posterior)


def sensitivity(name: str, effort: Effort, *, outcome: str | None) -> Answer:
    """Which input matters most for an outcome."""
    from paris44.study.questions import sensitivity as study

    return _answer(study.sensitivity(ready(name), effort, outcome=outcome), _sensitivity_list)


EVIDENCE_FORMS = ("table", "csv")
"""The forms of ``evidence``."""


def evidence(
    name: str, effort: Effort, *, outcome: str, form: str, everything: bool = False,
    redraw: str | None = None, say: Callable[[str], None] | None = None,
) -> Answer:  # fmt: skip
    """Which uncertain figure carries the spread of an outcome, in a scenario or in a kept run; ``say`` is
    told beforehand what ``redraw`` costs."""
    from paris44.study.questions.evidence import ask as study
    from paris44.study.questions.evidence.redraw import Redraw, cost

    if form not in EVIDENCE_FORMS:
        raise UserError(
            "--format",
            msg(
                "{form} is not one of {evidence_forms}",
                form=quoted(form),
                evidence_forms=", ".join(EVIDENCE_FORMS),
            ),
        )
    result = ResultFolder.open(name) if is_run(Path(name)) else _run_of(name, effort, outcome)
    names = tuple(dict.fromkeys(_names(redraw)))
    if names and say is not None:
        sets = nmsg("{n} set and its pairs", "{n} sets and their pairs", len(names))
        say(msg("--redraw: {n:,} replications: {sets}", n=cost(names, result.n), sets=sets))
    document = study.evidence(result, effort.out, outcome, Redraw(names, effort) if names else None)
    return _answer(document, partial(_evidence, form, everything))


def _run_of(name: str, effort: Effort, outcome: str) -> ResultFolder:
    """The run of a scenario; an outcome that it has not, or too few runs, is a fault before it is made."""
    from paris44.study.reading.outcomes import check_outcome
    from paris44.study.statistics.shares import LEAST

    if effort.n < LEAST:
        text = msg(
            "{n} replications are too few to say what carries a spread (at least {least})",
            n=effort.n,
            least=LEAST,
        )
        raise UserError("-n", text)
    loaded = ready(name)
    check_outcome(lay_out(loaded), outcome)
    return replicate(loaded, effort)


# The pages are imported when they are drawn: a question answered in JSON needs none.


def _comparison(shown: Shown, document: ComparisonDocument) -> Page:
    from paris44.views.tables.counterfactuals import comparison

    return comparison(document, changes=shown.changes, everything=shown.everything)


def _matrix(form: str, document: MatrixDocument) -> Page:
    from paris44.views.tables.matrix import matrix

    return matrix(document, form)


def _route_list(document: RoutesDocument) -> Page:
    from paris44.views.tables.choices import route_list

    return route_list(document)


def _plan_list(document: PlansDocument) -> Page:
    from paris44.views.tables.choices import plan_list

    return plan_list(document)


def _sweep_list(document: SweepDocument) -> Page:
    from paris44.views.tables.choices import sweep_list

    return sweep_list(document)


def _posterior(document: CalibrationDocument) -> Page:
    from paris44.views.tables.inputs import posterior

    return posterior(document)


def _sensitivity_list(document: SensitivityDocument) -> Page:
    from paris44.views.tables.inputs import sensitivity_list

    return sensitivity_list(document)


def _answer(document: Told, view: Callable[[Told], Page], *more: str) -> Answer:
    """An answer whose page ``view`` makes of its document."""
    return Answer(lambda: document, lambda: [*view(document), *more])


def _evidence(form: str, everything: bool, document: EvidenceDocument) -> Page:
    from paris44.views.tables import evidence as page

    if form == "csv":
        return page.evidence_csv(document)
    return page.evidence_list(document, everything=everything)
