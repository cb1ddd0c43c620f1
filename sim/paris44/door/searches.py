"""Routes and sweeps: questions whose answer is a choice or a turning point, with the runs behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

from paris44.door.given import place_of, spoken, values_of
from paris44.door.questions import Asked, asked
from paris44.door.result import Result
from paris44.door.table import Table, of_documents
from paris44.language.text import msg
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.study.questions.routes import search
from paris44.study.questions.routes.search import RoutesDocument
from paris44.study.questions.sweep import SweepDocument
from paris44.study.questions.sweep import sweep as vary
from paris44.study.running.replicate import Effort
from paris44.views.tables import choices
from paris44.views.tables.layout import as_plain_text
from paris44.views.wording import yaml_word

if TYPE_CHECKING:
    from paris44.views.figures.answers import AnswerOptions

ROUTES = {
    "rank": "1 is the best by the quantile asked for",
    "via": "places that pin the way down, joined by -",
    "length_km": "kilometres",
    "median": "when the column's head is at the end (datetime); None: never",
    "p05": "5 % of the replications are earlier",
    "p95": "5 % are later",
    "never": "share of the replications in which it never comes",
    "first": "probability that the way is the best by the quantile asked for",
    "quickest": "share of the replications that it wins",
    "posts": "garrisons on it that the sources name, ids joined by a comma",
    "expected_posts": "how many stand on it on the average, with those that may stand there",
    "shared_with_best": "share of its length on roads of the best",
    "n": "replications; those that may be the best get more",
}
POINTS = {
    "value": "of the input",
    "median": "of the outcome: a datetime or a number; None: never",
    "p05": "5 % of the replications are earlier (less)",
    "p95": "5 % are later (more)",
    "median_low": "lower end of the median's 95 % interval",
    "median_high": "its upper end",
    "never": "share of the replications in which it never comes",
    "difference": "median of the paired differences from the first value (minutes for moments)",
}
_QUANTILES = ("median", "p05", "p95", "median_low", "median_high")


@dataclass(frozen=True, repr=False)
class Routes:
    """The ways that a column could have taken; ``document`` is what ``paris44 routes --json`` prints."""

    document: RoutesDocument

    @property
    def rows(self) -> Table:
        """A row for each way, the best first."""

        def read() -> Iterator[Mapping[str, Any]]:
            for rank, row in enumerate(self.document["routes"], start=1):
                yield {
                    **row,
                    **row["arrival"],
                    "rank": rank,
                    "via": " - ".join(row["via"]),
                    "never": row["share_never"],
                    "first": row["probability_rank_one"],
                    "quickest": row["probability_best"],
                    "posts": ", ".join(row["strongpoints"]),
                    "expected_posts": row["expected_strongpoints"],
                }

        return of_documents("routes", ROUTES, list(read()), times=("median", "p05", "p95"))

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """The run of each way, the best first."""
        rows = self.document["routes"]
        return tuple(Result(ResultFolder.open(row["result_dir"], n=row["n"])) for row in rows)

    def pictured(self) -> tuple[list[ResultFolder], AnswerOptions]:
        """What a figure of it needs."""
        return [self.results[0].folder], {"routes": self.document}

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """What ``print`` shows, in a language: ``en`` or ``fr``."""
        notes = search.notes(self.document, len(self.document["routes"]))
        return as_plain_text([*choices.route_list(self.document), "", *notes], spoken(lang))

    def __repr__(self) -> str:
        asked_for = f"{self.document['column']} from {self.document['from']} to {self.document['to']}"
        return f"<Routes of {asked_for}: {len(self.document['routes'])} ways>"


def routes(
    scenario: Asked, column: str, start: str, end: str, *, k: int = 5, quantile: float = 0.5, n: int = 200,
    seed: int | None = None, workers: int | None = None, out: str | PathLike[str] = "results",
) -> Routes:  # fmt: skip
    """The best genuinely different ways of one column, each simulated among all the other columns.

    Args:
        scenario: a loaded scenario, or the name or path of one.
        column: id of the formation.
        start: id of the place where it sets out.
        end: id of the place where it is wanted.
        k: at most so many ways.
        quantile: of the arrival at the end, by which they are ranked; 0.9 looks at the slow end.
        n: replications of a way, on the average; those that may be the best get more.
        seed: the master seed. None: the theatre's own, else 44.
        workers: processes; None: one for each core.
        out: the folder under which results are kept.

    Raises:
        ScenarioError: the scenario is wrong.
        StudyError: an unknown name, no march there or no way.
    """
    effort = Effort(n, seed, workers, place_of("out", out))
    return Routes(
        search.routes(asked(scenario), effort, column=column, start=start, end=end, k=k, q=quantile)
    )


@dataclass(frozen=True, repr=False)
class Sweep:
    """An outcome against an input; ``document`` is what ``paris44 sweep --json`` prints."""

    document: SweepDocument

    @property
    def points(self) -> Table:
        """A row for each value."""
        rows = [
            {
                **point,
                "median_low": point["median_ci95"][0],
                "median_high": point["median_ci95"][1],
                "never": point["share_never"],
                "difference": point["against_first"]["difference_median"],
            }
            for point in self.document["points"]
        ]
        return of_documents("points", POINTS, rows, _QUANTILES if self.document["unit"] == "time" else ())

    @property
    def found(self) -> Any:  # noqa: ANN401 - a value of the input
        """The value from which on the outcome differs; None where there is none, or none was looked for."""
        return self.document["found"]

    def pictured(self) -> tuple[list[ResultFolder], AnswerOptions]:
        """What a figure of it needs."""
        return [], {"answer": self.document}

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """What ``print`` shows, in a language: ``en`` or ``fr``."""
        return as_plain_text(choices.sweep_list(self.document), spoken(lang))

    def __repr__(self) -> str:
        varied = f"{self.document['outcome']} against {self.document['path']}"
        return f"<Sweep of {varied}: {len(self.document['points'])} values>"


def sweep(
    scenario: Asked, path: str, values: Sequence[Any], outcome: str, *, find: bool = False,
    by: str | None = None, n: int = 200, seed: int | None = None, workers: int | None = None,
    out: str | PathLike[str] = "results",
) -> Sweep:  # fmt: skip
    """One outcome at several values of one input, all under the same dice.

    Args:
        scenario: a loaded scenario, or the name or path of one.
        path: what is varied, e.g. ``orders.noon-line.until``.
        values: what it is set to.
        outcome: what is looked at.
        find: look between the first and the last value for the one at which the outcome changes.
        by: the difference that counts as a change, e.g. ``"30 min"``.
        n: replications at each value.
        seed: the master seed. None: the theatre's own, else 44.
        workers: processes; None: one for each core.
        out: the folder under which results are kept.

    Raises:
        ScenarioError: the path or a value is wrong: said before anything is run.
        StudyError: no such outcome, no value, or values between which nothing can be looked for.
    """
    if by is not None and not find:
        raise StudyError(2, msg("sweep: by is the difference that find looks for; give find=True with it"))
    effort = Effort(n, seed, workers, place_of("out", out))
    told = [yaml_word(value) for value in values_of("sweep", path, values)]
    return Sweep(vary(asked(scenario), effort, path=path, values=told, outcome=outcome, find=find, by=by))
