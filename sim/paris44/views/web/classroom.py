"""The page of a class: a card for each file, a table of all, and a view for the projector; in one file.

Texts of pupils are data and stay texts: no mark-up of theirs is ever read as such. Equal answers give equal
bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from paris44.language.text import Figures, msg
from paris44.results.write import write_atomically
from paris44.study.questions.classroom import ClassAnswer, ClassPaper, Foretold, idea_of
from paris44.telling.answers import OutcomeFact, sentences, titled
from paris44.telling.words import Speaker, speaker, told
from paris44.version import __version__
from paris44.views.web.record import both
from paris44.views.web.shell import asset, filled

SENTENCES = 3
"""Of the answer to a paper: what a card has room for."""


def write(answer: ClassAnswer, target: Path, language: str = "en") -> None:
    """Write the page of a class into ``target``; it opens in ``language`` (en or fr) and can be switched."""
    write_atomically(target, html(answer, language).encode())


def html(answer: ClassAnswer, language: str = "en") -> str:
    """The text of the page."""
    scripts = {"class.js": asset("class.js")}
    return filled(asset("class.html"), asset("class.css"), scripts, document(answer, language))


def document(answer: ClassAnswer, language: str = "en") -> dict[str, Any]:
    """Everything that the page shows; texts of the program as [English, French]."""
    scenario = answer.base.scenario
    say = speaker(scenario)
    return {
        "language": language,
        "base": both(told(scenario, scenario.title)),
        "operation": both(told(scenario, scenario.theatre.name)),
        "seed": answer.seed,
        "version": __version__,
        "credit": both(told(scenario, scenario.theatre.credit)) if scenario.theatre.credit else ["", ""],
        "outcomes": [
            {"name": name, "label": both(fact.label), "time": fact.is_time}
            for name, fact in answer.outcomes.items()
        ],
        "papers": [_paper(paper, answer, say) for paper in answer.papers],
    }


def _paper(paper: ClassPaper, answer: ClassAnswer, say: Speaker) -> dict[str, Any]:
    base = answer.base.scenario
    counted = titled(paper.facts, told(base, base.title), paper.title or paper.file) if paper.facts else None
    answered = sentences(counted, say)[:SENTENCES] if counted else []
    return {
        "file": paper.file,
        "title": paper.title or paper.file,
        "author": paper.author,
        "idea": idea_of(paper),
        "expect": paper.expect,
        "n": paper.n,
        "sure": paper.sure,
        "cut": paper.is_cut(answer.most),
        "said": [_said(paper, one, answer) for one in paper.foretold],
        "answer": [list(texts) for texts in zip(*map(both, answered), strict=True)] or [[], []],
        "cells": {
            name: _cell(fact, say) for name, fact in paper.outcomes.items() if name in answer.outcomes
        },
        "faults": [
            {"where": f"{paper.file}:{fault.line}" if fault.line else paper.file,
             "path": fault.path, "text": both(fault.message), "hint": both(fault.hint)}
            for fault in paper.faults
        ],
    }  # fmt: skip


def _said(paper: ClassPaper, one: Foretold, answer: ClassAnswer) -> dict[str, Any]:
    called = answer.called(paper, one.outcome)
    return {"label": both(called), "said": one.said, "verdict": one.verdict}


def _cell(fact: OutcomeFact, say: Speaker) -> dict[str, Any]:
    """Both medians in words, which way it moved in how many pairs, and whether that is sure."""
    way = 0 if fact.less == fact.more == 0 else -1 if fact.less > fact.more else 1
    base, here = (both(_value(fact, value, say)) for value in fact.medians)
    more = {"less": fact.less, "more": fact.more, "by": fact.middle}
    return {"base": base, "here": here, "way": way, "sure": fact.surely, **more}


def _value(fact: OutcomeFact, value: float | None, say: Speaker) -> str:
    """A median as a cell has room for it: the minute that its sentence says."""
    if value is None:
        return msg("never")
    return say.time(value // 60 * 60) if fact.is_time else Figures(f"{value:.0f}")
