"""The printed page of ``evidence``, and its figures as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

from paris44.language.text import Figures, join, listed, mapped, msg
from paris44.study.statistics.shares import WIDE
from paris44.telling.evidence import FIGURES
from paris44.views.tables.inputs import MEANING, open_table, percent
from paris44.views.wording import NEVER, SPREAD, amount, day_clock

if TYPE_CHECKING:
    from paris44.study.questions.evidence.ask import EvidenceDocument

MOST = 10
"""Figures and groups that a page shows where nobody asked for all."""
SOURCE = 60
"""Letters of a source in a table; the document has all of it."""
COLUMNS = (
    "id", "words", "law", "value", "grade", "source", "share", "low95", "high95", "surely",
    "low_third", "high_third", "never_share", "never_low95", "never_high95", "logs", "cited",
)  # fmt: skip
"""Columns of the figures as CSV."""


def evidence_list(document: EvidenceDocument, *, everything: bool = False) -> list[object]:
    """The answer in sentences, then the figures and groups behind an outcome, those that carry most first."""
    page: list[object] = [_behind(document), "", *document["answer"]]
    if document["why"] is not None:
        return page
    figures, groups = document["figures"], document["groups"]
    table = open_table(
        msg("figure"), msg("share"), "95 %", msg("low third"), msg("high third"), msg("grade"), MEANING
    )
    for row in figures if everything else figures[:MOST]:
        share = percent(row["share"], row["surely"])
        thirds = (_middle(row[end]) for end in ("low", "high"))
        table.add_row(row["id"], share, _ends(row["ci95"]), *thirds, row["grade"], row["words"])
    sums = open_table(msg("grade"), msg("source"), msg("figures"), msg("sum"), "95 %")
    for group in groups if everything else groups[:MOST]:
        words = _told(group["share"], group["ci95"], group["surely"])
        sums.add_row(group["grade"], mapped(_short, group["source"]), str(group["figures"]), *words)
    return [*page, "", table, "", sums, "", *_redrawn(document), *_meanings(document)]


def _redrawn(document: EvidenceDocument) -> list[object]:
    """What sets of figures carry with others, and what two carry only together."""
    if "redrawn" not in document:
        return []
    heads = msg("thrown anew"), msg("figures"), msg("dice"), msg("alone"), "95 %", msg("total"), "95 %"
    table = open_table(*heads)
    for row in document["redrawn"]["totals"]:
        alone = row["alone"]
        one_by_one = ("-", "-") if alone is None else _told(alone["share"], alone["ci95"])
        whole = (percent(row["total"]), _ends(row["ci95"]))
        table.add_row(row["name"], str(row["figures"]), Figures(f"{row['dice']:,}"), *one_by_one, *whole)
    for pair in document["redrawn"]["pairs"]:
        names = msg("only together: {names}", names=listed(pair["names"]))
        share = percent(pair["shared"], pair["surely"])
        table.add_row(names, *[""] * 4, share, _ends(pair["ci95"]))
    return [
        table, "",
        msg("alone: the sum of what each carries by itself; total: that, and what they carry with others;"),
        msg("only together: ~ no more than ranks alone make of two that add up"), "",
    ]  # fmt: skip


def _told(share: float, ends: Sequence[float], surely: bool = True) -> tuple[str, str]:
    """A share with its interval; neither where that is so wide that it says nothing."""
    wide = ends[1] - ends[0] > WIDE
    return (msg("too few"), "-") if wide else (percent(share, surely), _ends(ends))


def _behind(document: EvidenceDocument) -> str:
    """What is explained: the outcome and its spread."""
    spread = document["spread"]
    middle, low, high = (_middle(spread[key]) for key in SPREAD)
    what = {"label": document["label"], "outcome": document["outcome"], "n": document["n"]}
    spread_of = msg("{middle} [{low}, {high}]", middle=middle, low=low, high=high)
    if document["share_never"]:
        never = 100 * document["share_never"]
        spread_of = msg("{spread}, never in {share:.0f} %", spread=spread_of, share=never)
    return msg("{label} ({outcome}): {spread}; n = {n}", spread=spread_of, **what)


def _meanings(document: EvidenceDocument) -> list[str]:
    dice = document["not_told"].items()
    many = join(", ", (msg("{n:,} dice of {name}", n=n, name=FIGURES[name]("", "")) for name, n in dice))
    luck = 100 * (document["luck"] or 0.0)
    thirds = msg("low, high third: its median with the figure in the low and in the high third of its law")
    return [
        msg(
            "share: of the variance of its rank among the replications (never is the last), that would go if "
            "the figure were known;"
        ),
        msg(
            "~ no more than luck: of {n} figures one reaches {luck:.0f} % by luck alone in one case of "
            "twenty;",
            n=len(document["figures"]),
            luck=luck,
        ),
        msg("{words}; not told apart: {many}", words=thirds, many=many) if many else thirds,
    ]


def _middle(value: str | float | None) -> str:
    if value is None:
        return NEVER
    return day_clock(value) if isinstance(value, str) else amount(value)


def _ends(ends: Sequence[float]) -> str:
    return f"{100 * ends[0]:.0f}-{100 * ends[1]:.0f}"


def _short(text: str) -> str:
    return text if len(text) <= SOURCE else f"{text[: SOURCE - 1]}…"


def evidence_csv(document: EvidenceDocument) -> list[str]:
    """A line for each figure, those that carry most first."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in document["figures"]:
        never = row.get("never")
        apart = ["", "", ""] if never is None else [never["share"], *never["ci95"]]
        look = (
            "; ".join(one["title"] for one in rows) for rows in (row["look"]["logs"], row["look"]["cited"])
        )
        whole = [row[name] for name in COLUMNS[:7]]  # type: ignore[literal-required]
        writer.writerow([*whole, *row["ci95"], int(row["surely"]), row["low"], row["high"], *apart, *look])
    return out.getvalue().splitlines()
