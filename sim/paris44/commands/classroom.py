"""``class``: a folder of counterfactuals as one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paris44.commands.answer import Answer
from paris44.errors import UserError
from paris44.study.questions.classroom import ClassAnswer, ClassPaper, judge
from paris44.study.running.replicate import Effort
from paris44.views.target import target as checked

ENDINGS = (".html", ".htm")


def classroom(
    folder: Path, effort: Effort, target: Path | None, base: str | None, minutes: float | None
) -> Answer:
    """Judge every file of ``folder`` and write the page; ``minutes`` (in min): begin nothing more after them."""
    if effort.scheduler is not None:
        raise UserError("--scheduler", "not with class: its files run on this machine")
    if minutes is not None and not minutes > 0:
        raise UserError("--minutes", f"{minutes:g} is no time")
    from paris44.views.web import classroom as page

    path = checked(target or Path("class.html"), ENDINGS)
    answer = judge(folder, effort, base, minutes)
    page.write(answer, path)
    return Answer(answer.as_dict, lambda: _page(answer, path))


def _page(answer: ClassAnswer, target: Path) -> Sequence[object]:
    """A line for each file, and where the page is."""
    lines = [f"{paper.file}: {_line(paper)}" for paper in answer.papers]
    return [*lines, f"wrote {target}"]


def _line(paper: ClassPaper) -> str:
    if paper.faults:
        return paper.faults[0].render()
    verdicts = ", ".join(f"{one.outcome} {one.said}: {one.verdict}" for one in paper.foretold)
    return f"{paper.n} pairs, {'sure' if paper.sure else 'not sure yet'}" + (
        f"; {verdicts}" if verdicts else ""
    )
