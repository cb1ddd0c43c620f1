"""The pages of ``routes`` and ``sweep``: what there was to choose from, and which is best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paris44.views.tables.pages import span, table_of
from paris44.views.wording import duration, of_unit, share, yaml_word

if TYPE_CHECKING:
    from paris44.study.questions.routes.plan import PlanDocument, PlansDocument
    from paris44.study.questions.routes.search import RouteDocument, RoutesDocument
    from paris44.study.questions.sweep import SweepDocument


def route_list(document: RoutesDocument) -> list[object]:
    """The routes of one column, best first by simulation."""
    right = ["n", "first", "quickest", "km", "with 1", "posts"]
    table = table_of("", "arrival [5 %, 95 %]", *right, "via", right=right)
    for rank, row in enumerate(document["routes"], start=1):
        table.add_row(
            str(rank),
            span(row["arrival"], "time"),
            str(row["n"]),
            share(row["probability_rank_one"]),
            share(row["probability_best"]),
            f"{row['length_km']:.1f}",
            share(row["shared_with_best"]),
            _posts(row),
            " - ".join(row["via"]),
        )
    q = document.get("quantile", 0.5)
    rule = "median" if q == 0.5 else f"{q * 100:g} % quantile"
    legend = (
        f"ranked by the {rule} of the arrival, who was given up early behind the first; "
        "n: replications, more for those that may be first; first: probability of being first by that rule; "
        "quickest: share of the replications that it wins (who wins none can be first); "
        "with 1: part of its length on roads of 1; "
        "posts: strongpoints on it that the sources name, + how many to expect of those that may stand there"
    )
    return [f"{document['column']}: {len(document['routes'])} routes", table, "", legend]


def _posts(row: RouteDocument) -> str:
    """How many posts the sources name on a way, and how many more to expect."""
    known, may = len(row.get("strongpoints", ())), sum(row.get("may_stand", {}).values())
    return f"{known} + {may:.1f}" if may else str(known)


def plan_list(document: PlansDocument) -> list[object]:
    """The plans for several columns, best first, and where the one that was ordered stands."""
    unit, certain = document["unit"], f"{document['quantile'] * 100:g} %"
    right = ["never", "first"]
    table = table_of("", "median", certain, *right, "against the order", "plan", right=right)
    for rank, row in enumerate(document["plans"], start=1):
        mark = f"{rank}{'*' if row['on_the_front'] else ''}"
        numbers = (of_unit(row["median"], unit), of_unit(row["quantile"], unit), share(row["share_never"]))
        first = share(row["probability_best"])
        table.add_row(mark, *numbers, first, _against(row, unit), _plan_words(row))
    ordered = document["as_ordered"]["dominated_by"]
    count = len(document["plans"]) - 1
    better = f"{ordered} of {count}" if ordered else "none"
    columns = "1 column" if len(document["columns"]) == 1 else f"{len(document['columns'])} columns"
    tried = f"{document['tried']} plans tried, {document['replications']} replications"
    return [
        f"{document['outcome']}: roads and order of march for {columns} ({tried})",
        table,
        "",
        "*: no other plan is both earlier (median) and more certain "
        f"({certain}, never); better in both than the plan as ordered: {better}; ranked by {certain}, "
        "first: probability of being first by that",
    ]


def _against(row: PlanDocument, unit: str) -> str:
    middle, (low, high) = row["difference_median"], row["ci95"]
    if row["as_ordered"] or middle is None:
        return ""
    words = [
        duration(value, signed=True) if unit == "time" else f"{value:+g}" for value in (middle, low, high)
    ]
    return "{} [{}, {}]".format(*words)


def _plan_words(row: PlanDocument) -> str:
    if row["as_ordered"]:
        return "as ordered"
    ways = [f"{column} by {' - '.join(way)}" for column, way in row["ways"].items() if way]
    order = [f"in the order {', '.join(row['order'])}"] if row["order"] else []
    return "; ".join([*ways, *order])


def sweep_list(document: SweepDocument) -> list[object]:
    """An outcome at each value of an input, and the value at which it changes."""
    unit = document.get("unit", "time")
    table = table_of(document["path"], f"{document['outcome']} [5 %, 95 %]")
    for point in document["points"]:
        table.add_row(yaml_word(point["value"]), span(point, unit))
    return [table, *_turning_point(document)]


def _turning_point(document: SweepDocument) -> list[str]:
    """What a search found: the first value that makes a difference, the last that makes none, and which."""
    if "found_between" not in document:
        return []
    limit = document["threshold"]
    rule = f"a change: against {yaml_word(limit['against'])}, {limit['rule']}"
    between = document["found_between"]
    if between is None:
        return ["", f"nothing found: {document['found_note']}", rule]
    same, _ = between
    return ["", f"it changes at {document['found']}, not yet at {same} ({document['found_note']})", rule]
