"""The page of a class: a card for each file, a table of all, and a view for the projector; in one file.

Texts of pupils are data and stay texts: no mark-up of theirs is ever read as such. Equal answers give
equal bytes.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from paris44.results.write import write_atomically
from paris44.scenario.load import Loaded
from paris44.study.questions.classroom import ClassAnswer, ClassPaper, idea_of
from paris44.telling.answers import OutcomeFact, sentences
from paris44.telling.phrases import ENGLISH, FRENCH, Tongue
from paris44.telling.words import Speaker, speaker
from paris44.version import __version__
from paris44.views.web.report import filled
from paris44.views.wording import credit_of

SENTENCES = 3
"""Of the answer to a paper: what a card has room for."""


def write(answer: ClassAnswer, target: Path, language: str = "en") -> None:
    """Write the page of a class into ``target``; it opens in ``language`` (en or fr) and can be switched."""
    write_atomically(target, html(answer, language).encode())


def html(answer: ClassAnswer, language: str = "en") -> str:
    """The text of the page."""
    data = json.dumps(document(answer, language), ensure_ascii=False, separators=(",", ":"))
    return filled("class.html", "class.css", ("class.js",), data)


def document(answer: ClassAnswer, language: str = "en") -> dict[str, Any]:
    """Everything that the page shows; texts of the program as [English, French]."""
    tongues = _tongues(answer.base)
    speakers = [speaker(answer.base.scenario, tongue) for tongue in tongues]
    scenario = answer.base.scenario
    return {
        "language": language,
        "base": [tongue.title(scenario.title) for tongue in tongues],
        "operation": _own_words(answer.base, "name", scenario.theatre.name, tongues),
        "seed": answer.seed,
        "version": __version__,
        "credit": _own_words(answer.base, "credit", credit_of(scenario), tongues),
        "outcomes": [
            {"name": name, "label": _label(fact), "time": fact.is_time}
            for name, fact in answer.outcomes.items()
        ],
        "papers": [_paper(paper, answer, speakers) for paper in answer.papers],
    }


def _tongues(base: Loaded) -> list[Tongue]:
    """English and French, with the French of the operation's own names."""
    known: dict[str, str] = {}
    for row in base.document.get("theatre", {}).values():
        texts = row.get("french") or {}
        known |= texts if isinstance(texts, dict) else {}
    return [ENGLISH, replace(FRENCH, titles=known)]


def _own_words(base: Loaded, field: str, english: str, tongues: list[Tongue]) -> list[str]:
    """What the theatre says of itself in both languages."""
    row = base.document.get("theatre", {}).get(base.scenario.theatre.id, {})
    return [english, str(row.get(f"{field}_fr") or tongues[1].title(english))]


def _label(fact: OutcomeFact) -> list[str]:
    return list(fact.labels)


def _paper(paper: ClassPaper, answer: ClassAnswer, speakers: list[Speaker]) -> dict[str, Any]:
    scenario = paper.loaded.scenario if paper.loaded else None
    counted = paper.facts
    return {
        "file": paper.file,
        "title": scenario.title if scenario else paper.file,
        "author": scenario.author if scenario else "",
        "idea": idea_of(paper),
        "expect": scenario.expect if scenario else "",
        "n": paper.n,
        "sure": paper.sure,
        "said": [_said(paper, k) for k in range(len(paper.foretold))],
        "answer": [sentences(counted, say)[:SENTENCES] if counted else [] for say in speakers],
        "cells": {
            name: _cell(fact, speakers) for name, fact in paper.outcomes.items() if name in answer.outcomes
        },
        "faults": [
            {"where": f"{paper.file}:{fault.line}" if fault.line else paper.file,
             "path": fault.path, "text": [fault.message] * 2, "hint": [fault.hint] * 2}
            for fault in paper.faults
        ],
    }  # fmt: skip


def _said(paper: ClassPaper, k: int) -> dict[str, Any]:
    one = paper.foretold[k]
    fact = paper.outcomes.get(one.outcome)
    label = _label(fact) if fact else [one.outcome] * 2
    return {"label": label, "said": one.said, "verdict": one.verdict}


def _cell(fact: OutcomeFact, speakers: list[Speaker]) -> dict[str, Any]:
    """Both medians in words, which way it moved in how many pairs, and whether that is sure."""
    way = 0 if fact.less == fact.more == 0 else -1 if fact.less > fact.more else 1
    return {
        "base": [_value(fact, fact.medians[0], say) for say in speakers],
        "here": [_value(fact, fact.medians[1], say) for say in speakers],
        "way": way,
        "sure": fact.surely,
        "less": fact.less,
        "more": fact.more,
        "by": fact.middle,
    }


def _value(fact: OutcomeFact, value: float | None, say: Speaker) -> str:
    if value is None:
        return say.tongue.say("answer-never-word")
    return say.time(round(value / 60.0) * 60.0) if fact.is_time else f"{value:.0f}"
