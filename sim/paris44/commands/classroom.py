"""``class``: a folder of counterfactuals as one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paris44.commands.answer import Answer
from paris44.errors import UserError
from paris44.language.text import join, msg, nmsg, pmsg
from paris44.study.questions.classroom import ClassAnswer, ClassPaper, judge
from paris44.study.running.replicate import Effort
from paris44.views.target import target as checked

VERDICTS = {"right": msg("right"), "wrong": msg("wrong"), "open": pmsg("verdict", "open")}
SAID = {
    "earlier": msg("earlier"), "later": msg("later"), "less": msg("less"), "more": msg("more"),
    "same": msg("the same"), "never": msg("never"),
}  # fmt: skip
"""What an author may expect of an outcome, as people say it."""


def classroom(
    folder: Path, effort: Effort, target: Path | None, base: str | None, minutes: float | None, language: str
) -> Answer:
    """Judge every file of ``folder`` and write the page, within ``minutes`` (min)."""
    if effort.scheduler is not None:
        raise UserError("--scheduler", msg("not with class: its files run on this machine"))
    if minutes is not None and not minutes > 0:
        raise UserError("--minutes", msg("{minutes} is no time", minutes=f"{minutes:g}"))
    from paris44.views.web import classroom as page
    from paris44.views.web.shell import ENDINGS

    path = checked(target or Path("class.html"), ENDINGS)
    answer = judge(folder, effort, base, minutes)
    page.write(answer, path, language)
    return Answer(answer.as_dict, lambda: _page(answer, path))


def _page(answer: ClassAnswer, target: Path) -> Sequence[object]:
    """A line for each file, of one that has faults for each of them, and where the page is."""
    lines = [line for paper in answer.papers for line in _lines(paper, answer)]
    return [*lines, msg("wrote {target}", target=str(target))]


def _lines(paper: ClassPaper, answer: ClassAnswer) -> Sequence[str]:
    return [fault.render() for fault in paper.faults] or [_line(paper, answer)]


def _line(paper: ClassPaper, answer: ClassAnswer) -> str:
    unsure = msg("not sure yet, the time was up") if paper.is_cut(answer.most) else msg("not sure yet")
    sure = msg("sure") if paper.sure else unsure
    verdicts = [
        msg("{outcome}, {said}: {verdict}", outcome=answer.called(paper, f.outcome), said=SAID[f.said],
            verdict=VERDICTS[f.verdict])
        for f in paper.foretold
    ]  # fmt: skip
    counted = nmsg("{n} pair, {sure}", "{n} pairs, {sure}", paper.n, sure=sure)
    return msg("{file}: {told}", file=paper.file, told=join(msg("; "), [counted, *verdicts]))
