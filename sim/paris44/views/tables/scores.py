"""Parts of the printed score: where the record lies in the model's law, and losses by day and side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from paris44.language.text import Figures, join, listed, msg
from paris44.study.questions.validate.law import worst
from paris44.telling.outcomes import LOSSES
from paris44.views.wording import SPREAD, men, p_cell, p_value, uneven

if TYPE_CHECKING:
    from paris44.study.questions.validate.law import PlaceDocument
    from paris44.study.questions.validate.losses import DayLossesDocument
    from paris44.study.questions.validate.score import ScoreDocument
    from paris44.study.statistics.quantiles import Quantiles


SOURCES = msg("sources")


def place_tests(document: ScoreDocument) -> list[object]:
    """The test of the places by block, formation by formation."""
    made = _plain(msg("place in the law"), msg("formations"), msg("later by"), "p", msg("wider by"), "p")
    rows: dict[str, PlaceDocument | None] = {msg("all"): document.get("pit_test")}
    rows |= {join("", ("  ", name)): row.get("pit_test") for name, row in document["blocks"].items()}
    told = {name: test for name, test in rows.items() if test is not None and test["later"] is not None}
    if not told:
        return []
    for name, test in told.items():
        later, wider = (_further(test[way] or 0.0) for way in ("later", "wider"))
        p_later, p_wider = (p_cell(test[p]) for p in ("p_later", "p_wider"))
        made.add_row(name, str(test["formations"]), later, p_later, wider, p_wider)
    return [
        made, "",
        msg("later: the record lies so much of the law later than its middle; wider: so much further out"),
        msg("than even places (+: the model's intervals are too narrow); p: of formations turned round at"),
        msg("random (the rows of one are one story)"),
        "", *least_even(document),
    ]  # fmt: skip


def _further(share: float) -> str:
    """A share of one by which the record lies further, with its sign."""
    return Figures(f"{100 * share:+.0f} %".replace("-", "−"))


def least_even(document: ScoreDocument) -> list[str]:
    """Which days judge, and which of them lie least evenly in the model's law (of all where none judges)."""
    found = worst(document["blocks"])
    if found is None:
        return []
    judging = [name for name, row in document["blocks"].items() if not row["used_to_set_parameters"]]
    days = listed(judging) if found.judges else msg("all days")
    chance = Figures(f"{100 * found.at_most:.0f} %")
    least = {"p": p_value(found.p), "n": found.tests, "chance": chance}
    named = {"days": days, "block": found.block}
    return [
        msg("judged: {days}; worst of these, {block}:", **named),
        msg("{what};", what=uneven(found)),
        msg("p {p}, the least of {n} (luck brings one so small in at most {chance})", **least),
    ]


def day_losses(document: ScoreDocument) -> list[object]:
    """Losses by day and side, beside the totals that sources give."""
    rows = document.get("losses") or []
    if not rows:
        return []
    days = sorted({day for row in rows for day in row["days"]})
    made = _plain(msg("losses"), *(day[8:] for day in days), msg("all [5 %, 95 %]"), SOURCES)
    for row in rows:
        cells = (men(row["days"][day]["median"]) if day in row["days"] else "" for day in days)
        made.add_row(
            join(" ", (row["name"], LOSSES[row["loss"]])), *cells, _spread(row["total"]), _claims(row)
        )
    return [
        made, "",
        msg("medians by day of the month, over the {n} replications that keep them;", n=rows[0]["n"]),
        msg("sources give totals only (+: of a part)"),
    ]  # fmt: skip


def _spread(total: Quantiles[float | None]) -> str:
    middle, low, high = (men(total[key]) for key in SPREAD)
    return msg("{middle} [{low}, {high}]", middle=middle, low=low, high=high)


def _claims(row: DayLossesDocument) -> str:
    return join(", ", (Figures(f"{c['men']:,}{'+' if c['at_least'] else ''}") for c in row["claims"]))


def _plain(first: str, *numbers: str) -> Table:
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    made.add_column(first, no_wrap=True)
    for name in numbers:
        made.add_column(name, justify="right", no_wrap=name != SOURCES)
    return made
