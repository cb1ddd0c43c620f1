"""What the user names: result folders, or the folder in which compare, routes or sweep kept its answer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from paris44.language.text import msg
from paris44.results.catalogue import read_answer
from paris44.results.errors import ResultError, StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.faults import ScenarioError
from paris44.telling.cite import input_words
from paris44.telling.outcomes import label
from paris44.telling.words import told

if TYPE_CHECKING:
    from paris44.study.questions.routes.search import RoutesDocument
    from paris44.study.questions.sweep import SweepDocument


class AnswerOptions(TypedDict, total=False):
    """What a kept answer adds to the options of a figure: itself, or the outcome that it is about."""

    answer: SweepDocument
    routes: RoutesDocument
    outcome: str


KEPT = ("compare", "routes", "sweep")


def gather(
    names: Sequence[str | Path], root: str | Path = "results"
) -> tuple[list[ResultFolder], AnswerOptions]:
    """The results of ``names``, and the options that an answer among them adds for :func:`figures.draw`.

    Raises:
        ResultError: a name is neither a result nor an answer, or it cannot be read.
    """
    results: list[ResultFolder] = []
    options: AnswerOptions = {}
    for name in names:
        kept = _kept(Path(name), Path(root))
        if kept is None:
            results.append(ResultFolder.open(name, root=root))
        else:
            found, more = _opened(kept, Path(root))
            results += found
            options.update(more)
    return results, options


def _kept(name: Path, root: Path) -> Path | None:
    """The answer's file, where ``name`` is its folder or the file itself."""
    for folder in (name, root / name):
        for command in KEPT:
            path = folder if folder.name == f"{command}.json" else folder / f"{command}.json"
            if path.is_file():
                return path
    return None


def _opened(path: Path, root: Path) -> tuple[list[ResultFolder], AnswerOptions]:
    answer = read_answer(path)
    try:
        if path.stem == "compare":
            runs = [answer["base_result_dir"], *(other["result_dir"] for other in answer["others"])]
            return [_run(path, run, root, answer["n"]) for run in runs], {}
        if "plans" in answer:
            plans = sorted(answer["plans"], key=lambda plan: not plan["as_ordered"])
            found = [_run(path, plan["result_dir"], root) for plan in plans]
            return found, {"outcome": answer["outcome"]} if len(found) > 1 else {}
        if path.stem == "routes":
            return [_run(path, answer["routes"][0]["result_dir"], root)], {
                "routes": cast("RoutesDocument", answer)
            }
        if not answer["points"]:
            raise KeyError("points")
    except (ValueError, KeyError, TypeError, IndexError):
        raise ResultError(
            msg("{path}: not an answer of paris44 {stem}, or damaged", path=path, stem=path.stem)
        ) from None
    return [], {"answer": _retold(path, cast("SweepDocument", answer), root)}


def _retold(path: Path, answer: SweepDocument, root: Path) -> SweepDocument:
    """The answer with its outcome and its input as texts of any language, as far as the run of its first
    value is there: what is kept is English."""
    try:
        loaded = _run(path, answer["points"][0]["result_dir"], root).loaded
    except (StudyError, ScenarioError, KeyError, TypeError):
        return answer
    words, unit = input_words(loaded, answer["path"])
    scenario = loaded.scenario
    return {
        **answer,
        "label": label(scenario, answer["outcome"]),
        "credit": told(scenario, scenario.theatre.credit),
        "input": {"words": words, "unit": unit},
    }


def _run(answer: Path, folder: str, root: Path, n: int | None = None) -> ResultFolder:
    """The run that ``answer`` names from its own folder; under ``root`` where the answer alone was moved."""
    path = Path(os.path.normpath(answer.parent / folder))
    return ResultFolder.open(path if path.is_dir() else root / path.parent.name / path.name, root=root, n=n)
