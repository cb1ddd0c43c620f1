"""Evidence: which uncertain figure carries an outcome's spread, and where to look for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

from paris44.door.given import place_of, spoken
from paris44.door.questions import Asked, run
from paris44.door.result import Result
from paris44.door.table import Table, of_documents
from paris44.study.questions.evidence import ask
from paris44.study.questions.evidence.ask import EvidenceDocument
from paris44.study.questions.evidence.look import LookDocument
from paris44.study.questions.evidence.redraw import Redraw
from paris44.study.running.replicate import Effort
from paris44.views.tables import evidence as page
from paris44.views.tables.layout import as_plain_text

FIGURES = {
    "id": "kind of the die and whom it concerns, e.g. fight:GARRISON",
    "words": "what it is",
    "law": "path of the law that it is drawn from",
    "grade": "of that law",
    "source": "of that law",
    "share": "of the outcome's spread that would go if it were known (an estimate may be a little under 0)",
    "low95": "lower end of the share's 95 % interval",
    "high95": "its upper end",
    "surely": "whether luck alone would hardly reach that share",
    "low": "median of the outcome with the figure in the low third of its law; None: never",
    "high": "the same of the high third",
    "logs": "titles of logs of the time that the tables name for it",
    "cited": "titles of what they cite for the row that it is about",
}
GROUPS = {
    "grade": "of the laws",
    "source": "of the laws",
    "figures": "how many are drawn from them",
    "share": "the sum of their shares",
    "low95": "lower end of its 95 % interval",
    "high95": "its upper end",
    "surely": "whether luck alone would hardly reach it",
}


@dataclass(frozen=True, repr=False)
class Evidence:
    """What carries the spread of an outcome; ``document`` is what ``paris44 evidence --json`` prints."""

    document: EvidenceDocument

    @property
    def figures(self) -> Table:
        """A row for each uncertain figure, those that carry most first."""
        rows = [{**row, **_ends(row["ci95"]), **_titles(row["look"])} for row in self.document["figures"]]
        return of_documents("figures", FIGURES, rows, self._times)

    @property
    def groups(self) -> Table:
        """A row for the figures of each source and grade."""
        rows = [{**row, **_ends(row["ci95"])} for row in self.document["groups"]]
        return of_documents("groups", GROUPS, rows)

    @property
    def answer(self) -> list[str]:
        """The answer in sentences."""
        return self.document["answer"]

    @property
    def _times(self) -> tuple[str, ...]:
        return ("low", "high") if self.document["unit"] == "time" else ()

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """What ``print`` shows, in a language: ``en`` or ``fr``."""
        return as_plain_text(page.evidence_list(self.document), spoken(lang))

    def __repr__(self) -> str:
        return f"<Evidence on {self.document['outcome']}: {len(self.document['figures'])} figures>"


def _ends(ci95: list[float]) -> Mapping[str, float]:
    return dict(zip(("low95", "high95"), ci95, strict=True))


def _titles(look: LookDocument) -> Mapping[str, str]:
    logs, cited = ("; ".join(one["title"] for one in look[key]) for key in ("logs", "cited"))
    return {"logs": logs, "cited": cited}


def evidence(
    scenario: Asked | Result, outcome: str, n: int = 200, *, redraw: Sequence[str] = (),
    out: str | PathLike[str] = "results", workers: int | None = None, **effort: Any,  # noqa: ANN401 - what ``run`` takes
) -> Evidence:  # fmt: skip
    """The uncertain figures that carry the spread of one outcome, from the replications of one run.

    Args:
        scenario: a loaded scenario, the name or path of one, or a run.
        outcome: its name, or an arrival as ``FORMATION@PLACE:EVENT``.
        n: replications, where there is no run yet.
        redraw: figures, laws or grades whose dice are thrown anew, for what they carry with all others and
            two of them together; each, and each pair, takes as many replications as the run has.
        out: the folder under which results are kept.
        workers: processes; None: one for each core.
        effort: whatever :func:`paris44.run` takes.

    Raises:
        ScenarioError: the scenario is wrong.
        StudyError: no such outcome, or a run whose dice cannot be known again.
    """
    result = (
        scenario if isinstance(scenario, Result) else run(scenario, n, out=out, workers=workers, **effort)
    )
    asked = Redraw(tuple(redraw), Effort(workers=workers, out=place_of("out", out))) if redraw else None
    return Evidence(ask.evidence(result.folder, place_of("out", out), outcome, asked))
