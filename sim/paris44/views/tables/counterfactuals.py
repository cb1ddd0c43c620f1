"""The page of ``compare``: the answer, the table, why, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from paris44.language.text import join, msg, nmsg, pmsg
from paris44.study.statistics.chance import caution, compared, folded, printed
from paris44.telling.fields import CAUSES
from paris44.views.tables.layout import Styled, unbroken
from paris44.views.tables.pages import table_of
from paris44.views.wording import NEVER, day_clock, difference, doubts, duration, of_unit, share, short

if TYPE_CHECKING:
    from paris44.study.questions.compare import ComparisonDocument, DifferenceDocument, OtherDocument

Rows = Mapping[str, "DifferenceDocument"]
CAUSES_SHOWN = 3
"""How many causes of a difference fit in a line; the rest is summed as ``other``."""
CHANGES_SHOWN = 3
"""How many changes of a file are told before the rest is counted."""
LONGEST = 40
"""Letters of a place's name."""
PARTINGS_SHOWN = 6
"""How many formations are told where the rest is counted."""
MOMENTS = frozenset(("time", "min"))
"""Units of the differences of moments."""


def comparison(
    document: ComparisonDocument, *, changes: bool = False, everything: bool = False
) -> list[object]:
    """Each counterfactual: the answer, the paired differences, why, and what it changes.

    With ``changes`` every change is told, else the first of them; with ``everything`` each outcome has its
    row, else those that are one question have one.
    """
    page: list[object] = []
    others = [(other, _rows(other, everything)) for other in document["others"]]
    by = document.get("by")
    for other, rows in others:
        worlds = {"scenario": other["scenario"], "other": document["base"]}
        page += ["", Styled(msg("{scenario} against {other}", **worlds), "bold")]
        page += [Styled(msg("  EXPLORATORY: {why}", why=why), "bold") for why in doubts(other)]
        page += [Styled(msg("  {words}", words=line)) for line in other.get("answer", ())]
        page += ["", *_differences(rows, (document["base"], other["scenario"]), by), *_why(rows)]
        page += _partings(other, everything)
        page += ["", *_changed(other, changes), *_parting(other, document["base"])]
    n = document["n"]
    note = msg("differences are other minus base, in pairs that share every draw; n = {n}", n=n)
    made, words = caution(rows for _, rows in others)
    return [*page[1:], "", note, *([words] if made else [])]


def _rows(other: OtherDocument, everything: bool) -> Rows:
    groups = other.get("groups", {})
    return {**groups, **other["outcomes"]} if everything else folded(other["outcomes"], groups)


def _changed(other: OtherDocument, everything: bool) -> list[object]:
    """What the file changes: the first of it, or all."""
    diff = other["diff"]
    if not diff:
        return [msg("nothing is changed")]
    shown = diff if everything or len(diff) <= CHANGES_SHOWN + 1 else diff[:CHANGES_SHOWN]
    rest = len(diff) - len(shown)
    more = (
        [nmsg("  and {n} more change (--changes)", "  and {n} more changes (--changes)", rest)]
        if rest
        else []
    )
    return [msg("what is changed:"), *(msg("  {words}", words=line) for line in shown), *more]


def _parting(other: OtherDocument, base: str) -> list[str]:
    """Whether both worlds were one until the counterfactual begins."""
    divergence = other.get("divergence")
    if divergence is None:
        return []
    when = day_clock(divergence["at"])
    if divergence["equal"]:
        return [msg("  before {when} both worlds are equal, event by event", when=when)]
    if divergence["equal"] is None and divergence["replications"] == 0 and divergence["parent"] != base:
        what = {"name": other["scenario"], "parent": divergence["parent"], "base": base, "when": when}
        words = msg(
            "  passport not checked: it says when {name} parts from {parent} ({when}), not from {base}; "
            "paris44 compare {parent} {name} checks it",
            **what,
        )
        return [words]
    if divergence["equal"] is None:
        return [
            msg(
                "  not known whether both worlds are equal before {when}: no events are kept (--events)",
                when=when,
            )
        ]
    return [msg("  NOT equal before {when}, first {what}", when=when, what=divergence["first_difference"])]


# --- the table ---------------------------------------------------------------------------------------


def _differences(rows: Rows, worlds: tuple[str, str], by: str | None) -> list[object]:
    """Tables of the outcomes that differ, moments and numbers, and the names of those that do not."""
    shown, apart = printed(rows), compared(rows)
    out = [
        part for moments in (True, False) for part in _table(apart, worlds, by if moments else None, moments)
    ]
    equal = [name for name, row in shown.items() if row["n_pairs"] and name not in apart]
    losses = [name for name in shown if name.startswith("losses.")]
    also = []
    if losses and set(losses) <= set(equal):
        equal, also = [name for name in equal if name not in losses], [msg("all losses")]
    alone = [name for name, row in shown.items() if not row["n_pairs"]]
    nowhere = [name for name in alone if _never(shown[name]) == (1.0, 1.0)]
    parted = [_never_words(name, shown[name]) for name in alone if name not in nowhere]
    told = {
        msg("equal in every pair"): [*(_label(name, shown[name]) for name in equal), *also],
        msg("never in either world"): [_label(name, shown[name]) for name in nowhere],
        msg("in no pair in both worlds"): parted,
    }
    return [*out, *(_names(words, names) for words, names in told.items() if names)]


def _names(words: str, names: Sequence[str]) -> Styled:
    """Outcomes that are named in a line."""
    apart = msg("; ") if any("," in name for name in names) else ", "
    return Styled(msg("{words}: {names}", words=words, names=join(apart, names)))


def _label(name: str, row: DifferenceDocument) -> str:
    """What people call an outcome; of several that are one question how many there are."""
    of = row.get("of")
    label = row.get("label", name)
    return msg("{label} (of {count})", label=label, count=len(of)) if of else label


def _table(rows: Rows, worlds: tuple[str, str], by: str | None, moments: bool) -> list[object]:
    """The differences of moments, or those of numbers; nothing where there are none."""
    chosen = {name: row for name, row in rows.items() if (row["unit"] in MOMENTS) == moments}
    chance = [msg("by {when}", when=day_clock(by))] if by else []
    way = pmsg("head", "earlier") if moments else pmsg("head", "fewer")
    right = [*worlds, pmsg("head", "difference"), msg("95 % interval"), way, *chance, msg("pairs")]
    table = table_of(msg("outcome"), *right, right=right)
    for column in table.columns[1:4]:
        column.no_wrap = True
    table.padding = (0, 1, 0, 0)
    for name, row in chosen.items():
        table.add_row(_label(name, row), *_difference(row, by))
    return [table] if chosen else []


def _difference(row: DifferenceDocument, by: str | None) -> list[str]:
    unit = row["unit"]
    low, high = row["ci95"] or (None, None)
    clock = "time" if unit in MOMENTS else unit
    hours = [of_unit(value, clock) for value in row["medians"]] if "medians" in row else ["", ""]
    come = [join(" > ", map(share, row.get("by") or ()))] if by else []
    return [
        *hours,
        difference(row["difference_median"], unit),
        "" if low is None else _interval(difference(low, unit), difference(high, unit)),
        share(_chance(row)),
        *come,
        str(row["n_pairs"]),
    ]


def _interval(low: str, high: str) -> str:
    """Both ends, which may stand below each other but are not broken themselves."""
    return join(" ", (unbroken(join(" ", (low, ".."))), unbroken(high)))


def _chance(row: DifferenceDocument) -> float | None:
    """The share of all pairs in which it came earlier (was less)."""
    if "earlier" not in row:
        return row.get("share_earlier")
    return row["earlier"] / (row["n_pairs"] + row["only_base"] + row["only_other"] + row["neither"])


def _never(row: DifferenceDocument) -> tuple[float, float]:
    """The share of never in the base and in the other world."""
    base, other = row.get("share_never") or (1.0, 1.0)
    return base, other


def _never_words(name: str, row: DifferenceDocument) -> str:
    base, other = _never(row)
    what = {"label": _label(name, row), "base": share(base), "other": share(other)}
    return msg("{label} (never: {base}, then {other})", **what)


# --- where a difference dies ---------------------------------------------------------------------------


def _partings(other: OtherDocument, everything: bool) -> list[object]:
    """When formations part from their other march and join it again: those that went furthest apart."""
    rows = sorted(other.get("partings", ()), key=lambda row: -abs(row["most_min"]))
    shown = rows if everything else rows[:PARTINGS_SHOWN]
    if not shown:
        return []
    kept = shown[0]["kept"]
    table = table_of(
        msg("where the differences die"), msg("parts"), msg("at most"), msg("joins again"),
        msg("absorbed by"), msg("pairs"),
    )  # fmt: skip
    table.padding = (0, 1, 0, 0)
    for row in shown:
        parts = join(" ", (day_clock(row["parts"]), short(row["parts_name"], LONGEST)))
        joins = (
            join(" ", (day_clock(row["joins"]), short(row["joins_name"] or "", LONGEST)))
            if row["joins"]
            else NEVER
        )
        pairs = msg("{k} of {n}", k=row["joined"], n=row["parted"])
        size = duration(row["most_min"], signed=True)
        table.add_row(
            row["name"], parts, unbroken(size), joins, CAUSES.get(row["absorbed_by"] or "", ""), pairs
        )
    rest = len(rows) - len(shown)
    more = [nmsg("and {n} more formation (--all)", "and {n} more formations (--all)", rest)] if rest else []
    return [
        "",
        table,
        *more,
        msg("pairs: joins again, of those that part ({kept} pairs keep tracks); medians", kept=kept),
    ]


# --- why ---------------------------------------------------------------------------------------------


def _why(rows: Rows) -> list[object]:
    """The mean causes of the moments that differ, and why a median of nothing may have causes."""
    told = {name: row for name, row in compared(rows).items() if why(row.get("causes") or {})}
    if not told:
        return []
    lines = [Styled(_why_of(name, row)) for name, row in told.items()]
    return ["", msg("why, on the average of the pairs in which both came:"), *lines]


def _why_of(name: str, row: DifferenceDocument) -> str:
    words = msg("  {label}: {why}", label=_label(name, row), why=why(row.get("causes") or {}))
    rest = _rest(row)
    return join(" ", (words, rest)) if rest else words


def _rest(row: DifferenceDocument) -> str:
    """Of a median of zero: in how many pairs there is nothing, and what the rest is on the average."""
    mean, equal = row.get("difference_mean"), row.get("share_equal")
    if row["difference_median"] or mean is None or equal is None:
        return ""
    apart = round(row["n_pairs"] * (1.0 - equal))
    same = row["n_pairs"] - apart
    size = duration(mean * row["n_pairs"] / apart, signed=True)
    return nmsg(
        "(nothing in {same} of {all} pairs; in the other one {size})",
        "(nothing in {same} of {all} pairs; in the other {n} {size} on the average)",
        apart, same=same, all=row["n_pairs"], size=size,
    )  # fmt: skip


def why(causes: Mapping[str, float]) -> str:
    """The largest causes of a difference in minutes, the others summed."""
    ranked = sorted(causes.items(), key=lambda item: -abs(item[1]))
    shown = [(name, minutes) for name, minutes in ranked[:CAUSES_SHOWN] if abs(minutes) >= 0.05]
    rest = sum(minutes for _, minutes in ranked[CAUSES_SHOWN:])
    parts = [join(" ", (CAUSES.get(name, name), duration(minutes, signed=True))) for name, minutes in shown]
    other = [msg("other {size}", size=duration(rest, signed=True))] if abs(rest) >= 0.05 else []
    return join(", ", [*parts, *other])
