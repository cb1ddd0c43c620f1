"""A dispute about the record, row by row, and what it does to the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paris44.language.text import Figures, join, msg
from paris44.study.questions.validate.dispute import yours
from paris44.views.tables.pages import table_of
from paris44.views.tables.reasons import reason_words
from paris44.views.wording import day_clock, duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paris44.study.questions.validate.dispute import AccountDocument, DisputedDocument, DisputeDocument
    from paris44.study.questions.validate.score import MarksDocument

REASONS = 3
"""Reasons that are told of one row; the document has all of them."""


def dispute(document: DisputeDocument, places: Mapping[str, str] | None = None) -> list[object]:
    """The rows beside ours, the marks before and after, and a line to quote for each row; ``places`` (id ->
    name) are those of which reasons speak."""
    heads = [msg("row"), msg("recorded"), msg("from"), msg("to"), msg("within"), "95 %", msg("median misses"),
             msg("supported")]  # fmt: skip
    table = table_of(*heads, right=heads[4:7])
    for row in document["rows"]:
        won = row["supports"]
        _, *cells = _cells(row["hers"], won == "hers")
        table.add_row(yours(row["hers"]), *cells)
        if row["ours"] is not None:
            table.add_row(*_cells(row["ours"], won == "ours"))
    left = [words for row in document["rows"] for words in _nevers(row, document["n"], places or {})]
    left += [
        msg("{row} does not count in the score: {why}", row=row["hers"]["id"], why=row["judges"])
        for row in document["rows"] if row["judges"]
    ]  # fmt: skip
    marks = [_marks(document["before"]), _marks(document["after"])]
    score = msg("the score of the record: {before}; with these rows {after}", before=marks[0], after=marks[1])
    quotes = [msg("to quote:"), *(join("", ["  ", row["quote"]]) for row in document["rows"])]
    return [table, "", *left, score, "", *quotes]


def _nevers(row: DisputedDocument, n: int, places: Mapping[str, str]) -> Iterator[str]:
    """Why a row, and ours if that is another thing, does not come in some of the ``n`` replications."""
    hers, ours = row["hers"], row["ours"]
    sides = [(yours(hers), hers)]
    if ours is not None and _why(ours, places) != _why(hers, places):
        sides.append((ours["id"], ours))
    for name, side in sides:
        if side["never"]:
            yield msg("{row} never comes in {k} of {n} replications: {why}", row=name, k=side["never"], n=n,
                      why=_why(side, places))  # fmt: skip


def _why(side: AccountDocument, places: Mapping[str, str]) -> str:
    """The reasons of a side, the most frequent first, each with its number."""
    reasons = list(side.get("reasons", {}).items())
    if len(reasons) < 2:
        return reason_words(side.get("reason", ""), places)
    told = [msg("{why} in {n}", why=reason_words(why, places), n=n) for why, n in reasons[:REASONS]]
    more = sum(n for _, n in reasons[REASONS:])
    return join(msg("; "), [*told, *([msg("others in {n}", n=more)] if more else [])])


def _cells(side: AccountDocument, won: bool) -> list[str]:
    low, high = (f"{100 * end:.0f}" for end in side["ci95"])
    misses = msg("never") if side["error_min"] is None else duration(side["error_min"], signed=True)
    recorded = day_clock(side["time"]) if side["time"] else ""
    share = Figures(f"{100 * side['share']:.0f} %")
    bounds = day_clock(side["lo"]), day_clock(side["hi"])
    return [side["id"], recorded, *bounds, share, f"{low} .. {high}", misses, "●" if won else ""]


def _marks(marks: MarksDocument) -> str:
    covered = marks["coverage90"]
    return msg(
        "{rows} rows, median error {error}, covered {covered}, CRPS {crps}",
        rows=marks["checkpoints"], error=duration(marks["median_abs_error_min"]),
        covered=Figures("-" if covered is None else f"{100 * covered:.0f} %"),
        crps=duration(marks["crps_min"]),
    )  # fmt: skip
