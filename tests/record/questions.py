"""Five questions put as a historian would, their answers, and the page that shows them.

``python -m tests.record.questions`` writes ``docs/questions.md`` anew, where results have changed.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from paris44.language.languages import language_of
from paris44.results.read import ResultFolder
from paris44.scenario.load import Loaded, load
from paris44.study.questions.answer import facts
from paris44.study.questions.compare import hour_of
from paris44.study.running.replicate import Effort, replicate
from paris44.telling.answers import sentences
from paris44.telling.words import speaker

N = 20
BASE = "historical"
PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
TEST = "tests/record/test_questions.py"
SHOWN = 3
"""Sentences of each answer on the page."""


@dataclass(frozen=True)
class Question:
    """A question in both languages, and the counterfactual that asks it; ``by``: an hour that it names."""

    english: str
    french: str
    other: str
    by: str = ""


QUESTIONS = (
    Question("Was the noon line costly?", "La ligne de midi a-t-elle coûté cher ?", "no-noon-line"),
    Question("In Paris on the 24th by Versailles?", "À Paris le 24 par Versailles ?", "all-by-versailles",
             "1944-08-25T00:00"),
    Question("And if it had been decided a day earlier?", "Et si l’on avait décidé un jour plus tôt ?",
             "order-on-the-21st"),
    Question("What did the crowds cost?", "Qu’ont coûté les foules ?", "no-crowds"),
    Question("And if the bridge of Sèvres had been blown?", "Et si le pont de Sèvres avait sauté ?",
             "sevres-blown"),
)  # fmt: skip

HEAD = f"""# Five questions

Put as a historian would, each with its command and the first three sentences of the answer, in English and
in French. They are made of {N} pairs; a test counts each of them anew from the kept outcomes, without the
statistics of the program.
"""


def run(loaded: Loaded, out: Path, n: int = N) -> ResultFolder:
    """A run of ``n`` replications, every one with its events."""
    return replicate(loaded, Effort(n=n, out=out, workers=1))


def answer(base: ResultFolder, other: ResultFolder, by: str = "") -> list[str]:
    """The sentences of the answer."""
    hour = hour_of("--by", by, base.scenario) if by else None
    return sentences(facts(base, other, hour), speaker(base.scenario))


def answers(out: Path) -> list[list[str]]:
    """The answer to each question."""
    base = run(load(BASE), out)
    return [answer(base, run(load(question.other), out), question.by) for question in QUESTIONS]


def page(told: list[list[str]]) -> str:
    """The text of the page."""
    french = language_of("fr")
    parts = [HEAD]
    for question, lines in zip(QUESTIONS, told, strict=True):
        parts.append(f"## {question.english}\n")
        for asked, option, shown in (
            ("", "", [str(line) for line in lines[:SHOWN]]),
            (f"*{question.french}*\n\n", " --lang fr", [french.tell(line) for line in lines[:SHOWN]]),
        ):
            by = f" --by {question.by}" if question.by else ""
            command = f"paris44 compare {BASE} {question.other} -n {N}{by}{option}"
            block = f"<!-- not run: {TEST} does -->\n```sh\n{command}\n```\n"
            parts.append(asked + block)
            parts.append("\n".join(f"> {line}\n>" for line in shown).removesuffix("\n>") + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        text = page(answers(Path(sys.argv[1] if len(sys.argv) > 1 else folder)))
    PAGE.write_text(text, encoding="utf-8")
