"""``reproduce``: remake the published tables and figures, and say which came out otherwise.

Everything follows from the shipped scenarios, the theatre's seed and the version; with the versions of
``constraints.txt`` the files are equal byte for byte.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NotRequired, TypedDict

from paris44.commands.answer import Answer, Tick
from paris44.errors import UserError
from paris44.language.text import msg
from paris44.results.read import ResultFolder
from paris44.scenario.file import find
from paris44.scenario.load import load
from paris44.scenario.model import Scenario
from paris44.study.questions.compare import ComparisonDocument, compare
from paris44.study.questions.validate.score import ScoreDocument, validate
from paris44.study.reading.summary import OutcomeDocument, outcome_documents
from paris44.study.running.replicate import Effort, replicate
from paris44.telling.outcomes import label, main_outcomes
from paris44.views.figures.kinds import draw
from paris44.views.tables import markdown

REFERENCE = Path("results/reference")
PAGE = Path("docs/validation.md")
BASE = "historical"
N = 200
FIGURES = ("march-graph", "arrivals", "causes")
PAIRED = ("compare",)


class MadeDocument(TypedDict):
    """A file that was made again: whether there was none, or it is as it was."""

    file: str
    new: bool
    same: bool


class ReferenceDocument(TypedDict):
    """The documents of ``results/reference``; a comparison where there is anything to compare."""

    outcomes: dict[str, OutcomeDocument]
    validation: ScoreDocument
    comparison: NotRequired[ComparisonDocument]


@dataclass(frozen=True)
class Made:
    """A file that was made again; ``before`` is None where there was none."""

    file: Path
    before: bytes | None
    after: bytes

    def document(self) -> MadeDocument:
        """The row of the answer."""
        return {"file": self.file.as_posix(), "new": self.before is None, "same": self.before == self.after}


def reproduce(workers: int | None, tick: Tick) -> Answer:
    """Remake everything below ``results/reference`` and the tables of :data:`PAGE`; code 1 if any differs.

    Raises:
        UserError: the working folder is not a checkout, or cannot be written.
    """
    if not (PAGE.is_file() and Path("scenarios").is_dir()):
        raise UserError(
            "reproduce", msg("stand in a clone of the repository (no {page} and scenarios here)", page=PAGE)
        )
    for file in (PAGE, REFERENCE if REFERENCE.exists() else Path()):
        if not os.access(file, os.W_OK):
            raise UserError("reproduce", msg("{file} cannot be written", file=file))
    effort = Effort(N, workers=workers, progress=tick)
    base = load(BASE)
    others = [load(name) for name in base.scenario.theatre.compared if name in find.known()]
    results = [replicate(loaded, effort) for loaded in (base, *others)]
    rows = [made.document() for made in _remade(results)]
    differ = [row for row in rows if not row["same"]]
    lines = [f"{'new    ' if r['new'] else 'same   ' if r['same'] else 'DIFFERS'}  {r['file']}" for r in rows]
    return Answer(lambda: {"files": rows}, lambda: lines, status=1 if differ else 0)


def _remade(results: Sequence[ResultFolder]) -> Iterator[Made]:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    documents = _documents(results)
    for name, document in documents.items():
        yield _make(REFERENCE / f"{name}.json", partial(_write, document))
    for kind in FIGURES:
        yield _make(REFERENCE / f"{kind}.png", partial(draw, kind, results[:1]))
    for kind in PAIRED if len(results) > 1 else ():
        yield _make(REFERENCE / f"{kind}.png", partial(draw, kind, results))
    yield _make(PAGE, partial(fill_page, results[0].scenario, documents))


def _documents(results: Sequence[ResultFolder]) -> ReferenceDocument:
    base = results[0]
    found: ReferenceDocument = {"outcomes": outcome_documents(base), "validation": validate(base)}
    if len(results) > 1:
        found["comparison"] = compare(base, results[1:])
    return found


def _make(path: Path, write: Callable[[Path], object]) -> Made:
    before = path.read_bytes() if path.exists() else None
    write(path)
    return Made(path, before, path.read_bytes())


def _write(document: object, path: Path) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    path.write_text(text, encoding="utf-8")


def fill_page(scenario: Scenario, documents: ReferenceDocument, page: Path) -> None:
    """Put the tables of the documents into a page, each between its marks."""
    labels = _labels(scenario, documents)
    names = {name: label(scenario, name) for name in documents["outcomes"]}
    tables = {
        "outcomes": markdown.outcomes(documents["outcomes"], labels),
        "missing": markdown.missing(documents["outcomes"], names),
    }
    if "validation" in documents:
        score, first = documents["validation"], next(iter(scenario.theatre.parties), None)
        tables |= {"validation": markdown.validation(score), "places": markdown.places(score)}
        tables |= {"forecasts": markdown.forecasts(score)}
        tables |= {"losses": markdown.losses(score, first.id)} if first is not None else {}
    if "comparison" in documents:
        tables["comparison"] = markdown.comparison(documents["comparison"], labels)
    page.write_text(markdown.fill(page.read_text(encoding="utf-8"), tables), encoding="utf-8")


def _labels(scenario: Scenario, documents: ReferenceDocument) -> dict[str, str]:
    """The outcomes of the page and what people call them: those that matter most."""
    return {name: label(scenario, name) for name in main_outcomes(scenario, documents["outcomes"])}
