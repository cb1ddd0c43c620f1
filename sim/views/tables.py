"""The pages that the command line prints: rich tables of the documents that ``--json`` gives.

Every function takes a JSON document of a command (see the README) and returns strings and rich
renderables. Nothing is computed here but the wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rich.table import Table
from rich.text import Text

from sim.views.words import amount, clock, day_title, difference, duration, moment, of_unit, share

Document = Mapping[str, Any]
CAUSES_SHOWN = 3
"""How many causes of a difference fit in a line; the rest is summed as ``other``."""


def _table(*columns: str, right: Iterable[str] = (), title: str | None = None) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", title=title)
    table.title_justify = "left"
    ends = set(right)
    for column in columns:
        table.add_column(column, justify="right" if column in ends else "left", overflow="fold")
    return table


# --- list ------------------------------------------------------------------------------------------


def scenario_list(rows: Sequence[Document]) -> list[object]:
    """The shipped scenarios, children under their parents."""
    table = _table("scenario", "kind", "title")
    for row, depth in _by_parent(rows):
        table.add_row("  " * depth + row["name"], row["kind"], row["title"])
    return [table]


def _by_parent(rows: Sequence[Document]) -> list[tuple[Document, int]]:
    names = {row["name"] for row in rows}
    out: list[tuple[Document, int]] = []

    def walk(parent: str | None, depth: int) -> None:
        for row in rows:
            above = row["parent"] if row["parent"] in names else None
            if above == parent:
                out.append((row, depth))
                walk(row["name"], depth + 1)

    walk(None, 0)
    return out


def run_list(rows: Sequence[Document]) -> list[object]:
    """The result folders, by scenario, oldest first."""
    if not rows:
        return ["no result folders here (paris44 run SCENARIO makes one)"]
    table = _table("scenario", "n", "seed", "MB", "folder", right=["n", "seed", "MB"])
    for row in rows:
        n = str(row["n"]) if row["complete"] else "unfinished"
        seed = "" if row["seed"] is None else str(row["seed"])
        table.add_row(row["scenario"], n, seed, f"{row['bytes'] / 1e6:.1f}", row["result_dir"])
    return [table]


# --- run -------------------------------------------------------------------------------------------


def arrivals(rows: Sequence[Document], n: int) -> list[object]:
    """Simulated beside recorded times, day by day.

    A row has ``formation, place, event, median, p05, p95, clear, cause`` and, where there is a record,
    ``recorded, lo, hi, source, grade, inside90``.
    """
    spread = n > 1
    recorded = any(row.get("lo") for row in rows)
    columns = ["formation", "place", "event", *(["recorded", "source"] if recorded else [])]
    columns += ["simulated", *([""] if recorded else []), "clear", "why"]
    table = _table(*columns)
    day = None
    for row in sorted(rows, key=_when):
        today = moment(_when(row)).date() if _when(row) < LAST else None
        if today != day or table.row_count == 0:
            heading = day_title(today) if today else "Not by the end"
            table.add_row(Text(heading, style="bold"), end_section=False)
            day = today
        table.add_row(*_arrival(row, today, recorded, spread))
    return [table, *_legend(recorded, spread)]


LAST = "9999"
"""Sorts after every time."""


def _when(row: Document) -> str:
    return str(row.get("recorded") or row.get("lo") or row.get("median") or LAST)


def _arrival(row: Document, day: date | None, recorded: bool, spread: bool) -> list[str | Text]:
    cells: list[str | Text] = [f"  {row['formation']}", row["place"] or "", row["event"]]
    if recorded:
        cells += [_recorded(row, day), " ".join(filter(None, (row.get("source"), row.get("grade"))))]
    cells.append(_simulated(row, day, spread))
    if recorded:
        inside = row.get("inside90")
        cells.append("" if inside is None else Text("●", "green") if inside else Text("○", "red"))
    clear = row.get("clear")
    return [*cells, clock(clear, day) if clear else "", row.get("cause") or row.get("reason") or ""]


def _recorded(row: Document, day: date | None) -> str:
    if not row.get("lo"):
        return ""
    bounds = f"{clock(row['lo'], day)}-{clock(row['hi'], day)}"
    return f"{clock(row['recorded'], day)} ({bounds})" if row.get("recorded") else f"({bounds})"


def _simulated(row: Document, day: date | None, spread: bool) -> str:
    middle = clock(row.get("median"), day)
    return f"{middle} [{clock(row.get('p05'), day)}, {clock(row.get('p95'), day)}]" if spread else middle


def _legend(recorded: bool, spread: bool) -> list[str]:
    parts = ["recorded time (its bounds), source and grade"] if recorded else []
    parts.append("simulated median [5 %, 95 %] of the head" if spread else "simulated head")
    parts += ["clear: the tail", "+1: a day later"]
    if recorded:
        parts.append("● the 90 % interval meets the recorded bounds, ○ it does not")
    return ["", "; ".join(parts)]


def outcomes(document: Document) -> list[object]:
    """The outcomes of a run: median, 5 % and 95 %, how often it never came."""
    table = _table("outcome", "median", "5 %", "95 %", "never", right=["median", "5 %", "95 %", "never"])
    for name, row in document["outcomes"].items():
        unit = row["unit"]
        label = name if unit in {"time", "count", ""} else f"{name} ({unit})"
        never = share(row["share_never"]) if row["share_never"] else ""
        table.add_row(label, *(of_unit(row[key], unit) for key in ("median", "p05", "p95")), never)
    return [table]


def score_line(score: Document) -> str:
    """The score against the record in one line."""
    return (
        f"against the record: {score['checkpoints']} checkpoints, median absolute error "
        f"{duration(score['median_abs_error_min'])}, 90 % interval covers {share(score['coverage90'])}, "
        f"CRPS {duration(score['crps_min'])}"
    )


# --- validate ----------------------------------------------------------------------------------------


def validation(document: Document) -> list[object]:
    """The score of the model beside the naive baselines, as a whole and block by block."""
    head = ("", "checkpoints", "median error", "covered by 90 %", "CRPS", "may set parameters")
    table = _table(*head, right=head[1:5])
    table.add_row(*_score_cells("model", document))
    for name, row in document["baselines"].items():
        table.add_row(*_score_cells(name, row))
    for name, row in document["blocks"].items():
        used = row.get("used_to_set_parameters")
        told = "" if used is None else "yes" if used else "no: judged"
        table.add_row(*_score_cells(f"  {name}", row)[:5], told)
    return [table]


def _score_cells(name: str, row: Document) -> list[str]:
    count = row.get("checkpoints")
    return [
        name,
        "" if count is None else str(count),
        duration(row.get("median_abs_error_min")),
        share(row.get("coverage90")),
        duration(row.get("crps_min")),
        "",
    ]


# --- compare -----------------------------------------------------------------------------------------


def comparison(document: Document) -> list[object]:
    """Each counterfactual: what it changes, the paired differences, and why."""
    page: list[object] = []
    others = document["others"]
    for other in others:
        stamp = "  EXPLORATORY: its passport is incomplete" if other["exploratory"] else ""
        page += ["", Text(f"{other['scenario']} against {document['base']}{stamp}", style="bold")]
        page += [f"  {line}" for line in map(_in_words, other["diff"])]
        page += ["", _differences(other["outcomes"])]
    count = sum(len(other["outcomes"]) for other in others)
    note = f"differences are other minus base, in pairs that share every draw; n = {document['n']}; "
    note += f"{count} comparisons: about {amount(count / 20)} of the 95 % intervals would miss by luck"
    return [*page, "", note]


def _differences(rows: Mapping[str, Document]) -> Table:
    table = _table(
        "outcome", "difference", "95 % interval", "earlier", "pairs", "variance", "why",
        right=["difference", "95 % interval", "earlier", "pairs", "variance"],
    )  # fmt: skip
    for name, row in rows.items():
        unit = row["unit"]
        low, high = row["ci95"] or (None, None)
        ratio = row.get("variance_ratio")
        table.add_row(
            name,
            difference(row["difference_median"], unit),
            f"{difference(low, unit)} .. {difference(high, unit)}",
            share(row.get("share_earlier")),
            str(row["n_pairs"]),
            "" if ratio is None else f"÷{amount(ratio)}",
            why(row.get("causes") or {}),
        )
    return table


def why(causes: Mapping[str, float]) -> str:
    """The largest causes of a difference in minutes, the others summed."""
    ranked = sorted(causes.items(), key=lambda item: -abs(item[1]))
    shown = [(name, minutes) for name, minutes in ranked[:CAUSES_SHOWN] if abs(minutes) >= 0.05]
    rest = sum(minutes for _, minutes in ranked[CAUSES_SHOWN:])
    parts = [f"{name} {duration(minutes, signed=True)}" for name, minutes in shown]
    return ", ".join(parts + ([f"other {duration(rest, signed=True)}"] if abs(rest) >= 0.05 else []))


def _in_words(change: object) -> str:
    return change if isinstance(change, str) else str(getattr(change, "words", change))


# --- routes, sweep -----------------------------------------------------------------------------------


def route_list(document: Document) -> list[object]:
    """The routes of one column, best first by simulation."""
    table = _table("", "arrival [5 %, 95 %]", "best", "km", "shared", "via", right=["best", "km", "shared"])
    for rank, row in enumerate(document["routes"], start=1):
        table.add_row(
            str(rank),
            _span(row["arrival"], "time"),
            share(row["probability_best"]),
            f"{row['length_km']:.1f}",
            share(row["shared_with_best"]),
            " - ".join(row["via"]),
        )
    legend = "best: probability that the route is the quickest; shared: length in common with the best"
    return [f"{document['column']}: {len(document['routes'])} routes", table, "", legend]


def sweep_list(document: Document) -> list[object]:
    """An outcome at each value of an input, and the value at which it changes."""
    unit = document.get("unit", "time")
    table = _table(document["path"], f"{document['outcome']} [5 %, 95 %]")
    for point in document["points"]:
        table.add_row(str(point["value"]), _span(point, unit))
    found = document.get("found")
    return [table] if found is None else [table, "", f"it changes at {found}"]


def _span(row: Document, unit: str) -> str:
    return f"{of_unit(row['median'], unit)} [{of_unit(row['p05'], unit)}, {of_unit(row['p95'], unit)}]"
