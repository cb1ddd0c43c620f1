"""Load, run, compare, grid, validate: the questions of the command line, asked from Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from os import PathLike
from typing import TYPE_CHECKING, Any

from paris44.door.given import changes_of, file_or_name, place_of, spoken, values_of
from paris44.door.result import OUTCOMES, Result
from paris44.door.table import Row, Table, of_documents
from paris44.language.text import msg, quoted
from paris44.results.errors import StudyError, no_such_outcome
from paris44.results.read import ResultFolder
from paris44.scenario.hooks import FightLaw, RoutingRule
from paris44.scenario.load import Changes, Loaded, kind_of_change, variant
from paris44.scenario.load import load as load_scenario
from paris44.study.questions import compare as comparing
from paris44.study.questions.compare import ComparisonDocument, DifferenceDocument, OtherDocument
from paris44.study.questions.matrix import CellDocument, MatrixDocument, matrix
from paris44.study.questions.validate import score
from paris44.study.questions.validate.score import ScoreDocument
from paris44.study.reading.own_outcomes import OutcomeRule
from paris44.study.running.lay_out import lay_out
from paris44.study.running.own import own_rules, renamed
from paris44.study.running.replicate import Effort, Progress, replicate

if TYPE_CHECKING:
    from paris44.views.figures.answers import AnswerOptions

Asked = Loaded | str | PathLike[str]
"""A loaded scenario, or the name or path of one."""


def load(
    name_or_path: str | PathLike[str], change: Changes | None = None, *, name: str | None = None
) -> Loaded:
    """A scenario by name or path, with some of its values changed.

    Args:
        name_or_path: a shipped scenario's name, or a file.
        change: path -> value, e.g. ``{"orders.noon-line": None}``.
        name: what the changed scenario is called (default: its parent's name and ``changed``).

    Raises:
        ScenarioError: with everything that is wrong, a line for each fault.
        UserError: what is given is no name or path, or no mapping.
    """
    loaded = load_scenario(file_or_name(name_or_path))
    if change is not None and changes_of(change):
        called = name or f"{loaded.scenario.name}.changed"
        loaded = variant(
            loaded, change, name=called, set_by="change", kind=kind_of_change(loaded.scenario.kind)
        )
    lay_out(loaded)
    return loaded


def asked(scenario: Asked) -> Loaded:
    """The scenario that is asked for, loaded.

    Raises:
        ScenarioError: it is wrong, or there is none.
    """
    return scenario if isinstance(scenario, Loaded) else load(scenario)


def run(
    scenario: Asked, n: int = 200, *, seed: int | None = None, workers: int | None = None,
    out: str | PathLike[str] = "results", events: int | None = 20, chance: bool = True,
    scheduler: str | None = None, progress: Progress | None = None,
    routing: Mapping[str, RoutingRule] | RoutingRule | None = None, fight_law: FightLaw | None = None,
    outcomes: Mapping[str, OutcomeRule] | None = None,
) -> Result:  # fmt: skip
    """Run ``n`` replications, or read those that are there already.

    Args:
        scenario: a loaded scenario, or the name or path of one.
        n: replications.
        seed: the master seed; the same seed gives the same bytes. None: the theatre's own, else 44.
        workers: processes; None: one for each core.
        out: the folder under which results are kept.
        events: of how many replications events, tracks and losses are kept; None: of all.
        chance: False: one replication with every draw at its median.
        scheduler: address of a Dask scheduler (extra ``distributed``).
        progress: called as ``progress(done, total)`` after each finished chunk.
        routing: how marches find their way: ``rule(roads, start, goal, enemy)`` gives the places from start
            to goal. One function for every march order, or a mapping of order id -> function.
        fight_law: how long a fight lasts: ``law(fight, u)`` gives seconds
            (:class:`~paris44.scenario.hooks.Fight`).
        outcomes: name -> function of what happened in a replication
            (:class:`~paris44.study.reading.own_outcomes.Happenings`): a datetime, a number, or None: never.

    Raises:
        ScenarioError: the scenario is wrong.
        StudyError: an option is wrong, a function cannot be hashed or sent, or the machine failed.
        HookError: a function of yours failed, or gave what makes no sense.
    """
    effort = Effort(n, seed, workers, place_of("out", out), scheduler, events, chance, progress)
    loaded = asked(scenario)
    rules = own_rules(loaded, routing, fight_law, outcomes)
    return Result(replicate(renamed(loaded, rules), effort, rules))


# --- pairs -------------------------------------------------------------------------------------------

DIFFERENCES = {
    "scenario": "name of the counterfactual",
    "outcome": "name of the outcome",
    "difference_median": "median of the paired differences, other minus base (minutes for moments)",
    "ci95_low": "lower end of its 95 % interval",
    "ci95_high": "upper end of its 95 % interval",
    "difference_mean": "mean of the paired differences",
    "unit": "min, or the unit of the number",
    "share_earlier": "share of the pairs in which it came earlier (was less)",
    "n_pairs": "pairs in which it came in both worlds",
    "never_base": "share of the base's replications in which it never came",
    "never_other": "the same of the counterfactual",
    "variance_ratio": "how many times more runs separate dice would need for an interval as narrow",
    "causes": "cause -> mean minutes; they add up to the mean difference",
}


PARTINGS = {
    "scenario": "name of the counterfactual",
    "formation": "id of the formation",
    "name": "what it is called",
    "kept": "pairs of which both worlds keep tracks",
    "parted": "pairs in which its march parts from that of the base",
    "joined": "of these those in which it joins it again",
    "parts_at": "place at which it most often parts",
    "parts_name": "what that place is called",
    "parts": "median hour at which it parts (datetime)",
    "most_min": "median of the largest difference (minutes, other minus base)",
    "joins_at": "place at which it most often joins again; None: never",
    "joins_name": "what that place is called; None: never",
    "joins": "median hour at which it joins (datetime); None: never",
    "joins_under": "order under which it then most often marches",
    "absorbed_by": "cause that most often gave way: fewer hours where it was late, more where it was early",
}
CELLS = {
    "median": "its median there (a datetime or a number; None: never)",
    "difference": "median of the paired differences from the base (minutes for moments)",
    "low": "lower end of its 95 % interval",
    "high": "upper end of its 95 % interval",
    "earlier": "pairs in which it came earlier (was less)",
    "later": "pairs in which it came later (was more)",
    "surely": "whether the pairs that differ agree on the way (sign test, 5 %)",
    "by": "share of the replications in which it had come by the hour that was asked for",
}


@dataclass(frozen=True, repr=False)
class Comparison:
    """Counterfactuals beside a base, replication by replication under the same dice.

    ``document`` is what ``paris44 compare --json`` prints.
    """

    base: Result
    others: tuple[Result, ...]
    document: ComparisonDocument

    @property
    def answer(self) -> dict[str, list[str]]:
        """Counterfactual -> the answer in sentences: what moved, what did not, whom a line held."""
        return {other["scenario"]: list(other["answer"]) for other in self.document["others"]}

    @property
    def outcomes(self) -> Table:
        """A row for each counterfactual and outcome."""
        rows = [
            {"scenario": other["scenario"], "outcome": name, **_flat(found)}
            for other in self.document["others"]
            for name, found in other["outcomes"].items()
        ]
        return of_documents("differences", DIFFERENCES, rows)

    @property
    def partings(self) -> Table:
        """Where the differences die: a row for each counterfactual and formation that parts in some pair."""
        rows = [
            {"scenario": other["scenario"], **row}
            for other in self.document["others"]
            for row in other["partings"]
        ]
        return of_documents("partings", PARTINGS, rows, ("parts", "joins"))

    def pairs(self, outcome: str) -> Table:
        """The outcome of both worlds in every pair.

        Raises:
            StudyError: neither world has it.
        """
        columns = {
            "scenario": "name of the counterfactual",
            "replication": "number of the pair",
            "base": "the base's value: a datetime or a number; None: never",
            "other": "the counterfactual's",
        }
        series = [self._values(result, outcome) for result in (self.base, *self.others)]
        if not any(series):
            raise StudyError(2, msg("no outcome {name} in {base}", name=quoted(outcome), base=self.base.name))
        rows = [
            (other.name, k, series[0].get(k), values.get(k))
            for other, values in zip(self.others, series[1:], strict=True)
            for k in range(self.base.n)
        ]
        return Table("pairs", columns, lambda: iter(rows))

    def matrix(self, *outcomes: str) -> Table:
        """Counterfactuals against outcomes: a row for each world, the base first; ``frame()`` is a DataFrame.

        Each outcome has a column for its median there and the numbers of its paired difference (its dots and
        dashes read as underscores).

        Args:
            outcomes: their names; of none: all that move in some counterfactual but the losses.

        Raises:
            StudyError: there is no such outcome.
        """
        found = matrix(self.document, outcomes)
        columns = {"scenario": "name of the world"} | {
            f"{_name(name)}_{what}": f"{label}: {meaning}"
            for name, label in found["labels"].items()
            for what, meaning in CELLS.items()
        }
        rows = [
            (
                row["scenario"],
                *(value for name, cell in row["cells"].items() for value in _values(cell, found, name)),
            )
            for row in found["rows"]
        ]
        return Table("matrix", columns, lambda: iter(rows))

    def only(self, *outcomes: str) -> Comparison:
        """The same with these outcomes alone, to be printed: without the sentences, which speak of all.

        Raises:
            StudyError: there is no such outcome.
        """
        known = self.document["others"][0]["outcomes"]
        for name in outcomes:
            if name not in known:
                raise no_such_outcome(self.base.name, name, known)
        others: list[OtherDocument] = [
            {
                **other,
                "answer": [],
                "outcomes": {name: other["outcomes"][name] for name in outcomes},
                "groups": {},
                "partings": [],
            }
            for other in self.document["others"]
        ]
        return replace(self, document={**self.document, "others": others})

    def pictured(self) -> tuple[list[ResultFolder], AnswerOptions]:
        """What a figure of it needs."""
        return [result.folder for result in (self.base, *self.others)], {}

    @staticmethod
    def _values(result: Result, outcome: str) -> dict[int, Any]:
        rows = result.outcomes.where(outcome=outcome)
        return {row.replication: row.value if row.time is None else row.time for row in rows}

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """What ``print`` shows, in a language: ``en`` or ``fr``."""
        from paris44.views.tables.counterfactuals import comparison
        from paris44.views.tables.layout import as_plain_text

        return as_plain_text(comparison(self.document), spoken(lang))

    def __repr__(self) -> str:
        names = ", ".join(other.name for other in self.others)
        return f"<Comparison of {names} with {self.base.name}: {self.base.n} pairs>"


def _values(cell: CellDocument, found: MatrixDocument, name: str) -> Row:
    """A cell in the order of :data:`CELLS`, a moment as a datetime."""
    median, *numbers = (value for key, value in cell.items() if key in CELLS)
    moment = found["units"][name] == "time" and median is not None
    return (datetime.fromisoformat(str(median)) if moment else median, *numbers)


def _flat(found: DifferenceDocument) -> dict[str, Any]:
    low, high = found["ci95"]
    base, other = found["share_never"]
    return {**found, "ci95_low": low, "ci95_high": high, "never_base": base, "never_other": other}


def compare(
    base: Asked | Result, *others: Asked | Result, n: int = 200, by: datetime | str | None = None,
    **effort: Any,  # noqa: ANN401 - what ``run`` takes
) -> Comparison:  # fmt: skip
    """Each of ``others`` beside ``base``, replication by replication.

    Results are taken as they are, scenarios are run first; ``effort`` is what :func:`run` takes. ``by`` is an
    hour: the answer then also has the chance that a moment has come by then, in both worlds.

    Raises:
        ScenarioError: a scenario is wrong.
        StudyError: the results are no pairs, or an option is wrong.
    """
    if not others:
        raise StudyError(2, msg("compare: nothing to compare with; give at least one other scenario"))
    first, *rest = [r if isinstance(r, Result) else run(r, n, **effort) for r in (base, *others)]
    hour = None if by is None else comparing.hour_of("by", str(by), first.folder.scenario)
    document = comparing.compare(first.folder, [r.folder for r in rest], by=hour)
    return Comparison(first, tuple(rest), document)


# --- a grid of inputs ------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Grid:
    """A scenario at every combination of some values: ``results[i]`` was run under ``changes[i]``."""

    paths: tuple[str, ...]
    changes: tuple[Changes, ...]
    results: tuple[Result, ...]

    def __repr__(self) -> str:
        return f"<Grid of {', '.join(self.paths)}: {len(self.results)} runs>"

    @property
    def outcomes(self) -> Table:
        """Every outcome of every replication of every combination; a column for each path."""
        columns = dict.fromkeys(self.paths, "the value given") | OUTCOMES
        # a path is no name of a field: its dots and slashes are read as underscores
        names = {_name(column): meaning for column, meaning in columns.items()}
        return Table("grid", names, self._rows)

    def _rows(self) -> Iterator[Row]:
        for change, result in zip(self.changes, self.results, strict=True):
            given = tuple(change[path] for path in self.paths)
            for row in result.outcomes:
                yield (*given, *row)


def _name(path: str) -> str:
    """A path as the name of a column: letters, digits and underscores."""
    name = "".join(char if char.isalnum() else "_" for char in path)
    return name if name[:1].isalpha() else f"p_{name}"


def grid(
    scenario: Asked, inputs: Mapping[str, Sequence[Any]], n: int = 50, **effort: Any  # noqa: ANN401 - what ``run`` takes
) -> Grid:  # fmt: skip
    """Run the scenario at every combination of the values of several inputs, all under the same dice.

    Args:
        scenario: a loaded scenario, or the name or path of one.
        inputs: path -> the values that it takes.
        n: replications of each combination.
        effort: what :func:`run` takes.

    Raises:
        ScenarioError: a path or a value is wrong: said before anything is run.
        StudyError: no input or no value is given, or an option is wrong.
    """
    base = asked(scenario)
    for path, values in inputs.items():
        values_of("grid", path, values)
    if not inputs:
        raise StudyError(2, msg("grid: no input to vary; give {{path: [value, value]}}"))
    changes = [dict(zip(inputs, values, strict=True)) for values in product(*inputs.values())]
    worlds = []
    for i, change in enumerate(changes):
        made = variant(
            base,
            change,
            name=f"{base.scenario.name}.grid-{i + 1}",
            set_by="grid",
            kind=kind_of_change(base.scenario.kind),
        )
        lay_out(made)
        worlds.append(made)
    return Grid(tuple(inputs), tuple(changes), tuple(run(world, n, **effort) for world in worlds))


# --- the record --------------------------------------------------------------------------------------

CHECKPOINTS = {
    "id": "row of the record",
    "formation": "id of the formation",
    "place": "id of the place",
    "event": "what was recorded",
    "grade": "of the recorded time",
    "recorded": "the recorded time (datetime); None: only its bounds are known",
    "lo": "its lower bound (datetime)",
    "hi": "its upper bound (datetime)",
    "median": "simulated (datetime); None: never",
    "p05": "5 % of the replications are earlier (datetime)",
    "p95": "5 % are later (datetime); None: never",
    "error_min": "minutes from the median to the bounds",
    "inside90": "whether the middle 90 % meet the bounds",
    "block": "the days that it belongs to",
}
BLOCKS = {
    "block": "the days, or all of them",
    "checkpoints": "recorded times that judge it",
    "missed": "how many of them never come in the median",
    "median_abs_error_min": "half of the errors are smaller (minutes outside the recorded bounds)",
    "coverage90": "share of the rows whose middle 90 % meet the recorded bounds",
    "median_width90_min": "half of these intervals are narrower (minutes)",
    "crps_min": "continuous ranked probability score, mean over the rows (minutes)",
    "used_to_set_parameters": "whether parameters may be set on these days",
}


@dataclass(frozen=True, repr=False)
class Score:
    """A run beside the record; ``document`` is what ``paris44 validate --json`` prints."""

    document: ScoreDocument

    @property
    def rows(self) -> Table:
        """A row for each checkpoint."""
        times = ("recorded", "lo", "hi", "median", "p05", "p95")
        return of_documents("checkpoints", CHECKPOINTS, self.document["rows"], times)

    @property
    def blocks(self) -> Table:
        """A row for all days together and one for each block of days."""
        rows = [{**found, "block": name} for name, found in self.document["blocks"].items()]
        return of_documents("blocks", BLOCKS, [{**self.document, "block": "all"}, *rows])

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """What ``print`` shows, in a language: ``en`` or ``fr``."""
        from paris44.views.tables import pages
        from paris44.views.tables.layout import as_plain_text

        return as_plain_text(pages.validation(self.document), spoken(lang))

    def __repr__(self) -> str:
        from paris44.views.tables import pages

        return f"<Score {pages.score_line(self.document)}>"


def validate(scenario: Asked | Result, n: int = 200, **effort: Any) -> Score:  # noqa: ANN401 - what ``run`` takes
    """The score of a run against the record of its scenario.

    Raises:
        StudyError: the scenario has no record that could judge it.
    """
    result = scenario if isinstance(scenario, Result) else run(scenario, n, **effort)
    return Score(score.validate(result.folder))
