"""The pages of ``routes`` and ``sweep``: what there was to choose from, and which is best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from paris44.language.text import Figures, join, msg, nmsg, pmsg
from paris44.views.tables.layout import unbroken
from paris44.views.tables.pages import ranged, span, table_of
from paris44.views.wording import NEVER, duration, of_unit, share, short, yaml_word

if TYPE_CHECKING:
    from paris44.study.questions.routes.plan import PlanDocument, PlansDocument
    from paris44.study.questions.routes.search import RouteDocument, RoutesDocument
    from paris44.study.questions.sweep import SweepDocument


def route_list(document: RoutesDocument) -> list[object]:
    """The routes of one column, best first by simulation."""
    right = ["n", msg("first"), msg("quickest"), "km", msg("with 1"), msg("posts")]
    table = table_of("", msg("arrival [5 %, 95 %]"), *right, msg("via"), right=right)
    names = document.get("names", {})
    for rank, row in enumerate(document["routes"], start=1):
        table.add_row(
            str(rank),
            span(row["arrival"], "time"),
            str(row["n"]),
            share(row["probability_rank_one"]),
            share(row["probability_best"]),
            Figures(f"{row['length_km']:.1f}"),
            share(row["shared_with_best"]),
            unbroken(_posts(row)),
            _way(row["via"], names),
        )
    q = document.get("quantile", 0.5)
    rule = msg("median") if q == 0.5 else msg("{q:g} % quantile", q=q * 100)
    legend = msg(
        "ranked by the {rule} of the arrival, who was given up early behind the first; n: replications, "
        "more for "
        "those that may be first; first: probability of being first by that rule; quickest: share of the "
        "replications that it wins (who wins none can be first); with 1: part of its length on roads of 1; "
        "posts: strongpoints on it that the sources name, + how many to expect of those that may stand there",
        rule=rule,
    )
    many = nmsg(
        "{column}: {n} route",
        "{column}: {n} routes",
        len(document["routes"]),
        column=names.get(document["column"], document["column"]),
    )
    return [many, table, "", legend]


def _way(places: Sequence[str], names: Mapping[str, str]) -> str:
    """The places of a way by their names."""
    return join(" – ", [short(names.get(place, place), LONGEST) for place in places])


LONGEST = 30
"""Letters of a place's name in a way."""


def _posts(row: RouteDocument) -> str:
    """How many posts the sources name on a way, and how many more to expect."""
    known, may = len(row.get("strongpoints", ())), sum(row.get("may_stand", {}).values())
    return Figures(f"{known} + {may:.1f}") if may else str(known)


def plan_list(document: PlansDocument) -> list[object]:
    """The plans for several columns, best first, and where the one that was ordered stands."""
    unit, certain = document["unit"], f"{document['quantile'] * 100:g} %"
    names = document.get("names", {})
    right = [NEVER, msg("first")]
    table = table_of("", msg("median"), certain, *right, msg("against the order"), msg("plan"), right=right)
    for rank, row in enumerate(document["plans"], start=1):
        mark = f"{rank}{'*' if row['on_the_front'] else ''}"
        numbers = (of_unit(row["median"], unit), of_unit(row["quantile"], unit), share(row["share_never"]))
        first = share(row["probability_best"])
        table.add_row(mark, *numbers, first, _against(row, unit), _plan_words(row, names))
    ordered = document["as_ordered"]["dominated_by"]
    count = len(document["plans"]) - 1
    better = msg("{k} of {n}", k=ordered, n=count) if ordered else pmsg("plans", "none")
    columns = nmsg("{n} column", "{n} columns", len(document["columns"]))
    tried = msg("{tried} plans tried, {n} replications", tried=document["tried"], n=document["replications"])
    what = {"outcome": document.get("label", document["outcome"]), "columns": columns, "tried": tried}
    return [
        msg("{outcome}: roads and order of march for {columns} ({tried})", **what),
        table,
        "",
        msg(
            "*: no other plan is both earlier (median) and more certain ({certain}, never); better in "
            "both than "
            "the plan as ordered: {better}; ranked by {certain}, first: probability of being first by that",
            certain=certain, better=better,
        ),
    ]  # fmt: skip


def _against(row: PlanDocument, unit: str) -> str:
    middle, (low, high) = row["difference_median"], row["ci95"]
    if row["as_ordered"] or middle is None:
        return ""
    words = [
        duration(value, signed=True) if unit == "time" else Figures(f"{value:+g}")
        for value in (middle, low, high)
    ]
    return ranged(*words)


def _plan_words(row: PlanDocument, names: Mapping[str, str]) -> str:
    if row["as_ordered"]:
        return msg("as ordered")
    ways = [
        msg("{column} by {named}", column=names.get(column, column), named=_way(way, names))
        for column, way in row["ways"].items()
        if way
    ]
    ranks = join(", ", [names.get(column, column) for column in row["order"] or ()])
    order = [msg("in the order {names}", names=ranks)] if row["order"] else []
    return join(msg("; "), [*ways, *order])


def sweep_list(document: SweepDocument) -> list[object]:
    """An outcome at each value of an input, and the value at which it changes."""
    unit = document.get("unit", "time")
    outcome = document.get("label", document["outcome"])
    table = table_of(document["path"], msg("{outcome} [5 %, 95 %]", outcome=outcome))
    for point in document["points"]:
        table.add_row(yaml_word(point["value"]), span(point, unit))
    return [table, *_turning_point(document)]


def _turning_point(document: SweepDocument) -> list[str]:
    """What a search found: the first value that makes a difference, the last that makes none, and which."""
    if "found_between" not in document:
        return []
    limit = document["threshold"]
    rule = msg("a change: against {value}, {rule}", value=yaml_word(limit["against"]), rule=limit["rule"])
    between = document["found_between"]
    if between is None:
        return ["", msg("nothing found: {note}", note=document["found_note"]), rule]
    same, _ = between
    what = {"found": str(document["found"]), "same": str(same), "note": document["found_note"]}
    return ["", msg("it changes at {found}, not yet at {same} ({note})", **what), rule]
