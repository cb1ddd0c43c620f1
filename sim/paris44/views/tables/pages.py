"""The pages that the command line prints: rich tables of the documents that ``--json`` gives.

Every function takes a JSON document of a command (see the README) and returns strings and rich
renderables. Nothing is computed here but the wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from rich.table import Table
from rich.text import Text

from paris44.study.reading.reasons import LATER, NOT_GIVEN, NOT_MODELLED, kind
from paris44.views.tables import scores
from paris44.views.wording import (
    SPREAD,
    amount,
    bounded,
    clock,
    day_clock,
    day_title,
    duration,
    moment,
    of_unit,
    share,
    short,
)

if TYPE_CHECKING:
    from paris44.study.questions.validate.score import (
        BaselineDocument,
        BlockDocument,
        CheckpointDocument,
        FitDocument,
        MarksDocument,
        ScoreDocument,
    )
    from paris44.study.reading.summary import LineDocument, OutcomeDocument, RecordedArrivalDocument
    from paris44.study.statistics.quantiles import Quantiles

Row = TypeVar("Row", bound=Mapping[str, object])


def table_of(*columns: str, right: Iterable[str] = (), title: str | None = None) -> Table:
    """A table without lines, the columns named in ``right`` to the right."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", title=title)
    table.title_justify = "left"
    ends = set(right)
    for column in columns:
        table.add_column(column, justify="right" if column in ends else "left", overflow="fold")
    return table


# --- run -------------------------------------------------------------------------------------------


def arrivals(rows: Sequence[RecordedArrivalDocument], seconds: bool = False) -> list[object]:
    """Simulated beside recorded times, day by day; with ``seconds`` for toys that are checked by hand.

    Rows that nothing here brings about are counted.
    """
    rows, left = _told(rows)
    recorded = any(row.get("lo") for row in rows)
    columns = ["formation", "place", "event", *(["recorded", "row"] if recorded else [])]
    table = table_of(*columns, "simulated", *([""] if recorded else []), "clear", "why")
    table.padding = (0, 1, 0, 0)
    for column in table.columns:
        column.no_wrap = column.header != "why"
    table.columns[-1].max_width = 16
    shown = None
    for row in sorted(rows, key=_order):
        when = _when(row)
        today = moment(when).date() if when < LAST else None
        if today != shown or table.row_count == 0:
            table.add_row(Text(day_title(today, brief=True) if today else "Not by the end", style="bold"))
            shown = today
        table.add_row(*_arrival(row, today, recorded, seconds))
    spread = any(row.get("p05") != row.get("p95") for row in rows)
    return [table, *left, *_legend(recorded, spread)]


def _told(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """The rows without those that never come because nothing here orders, or can produce, them; and a line
    that counts these."""
    why = [_without_order(row) for row in rows]
    counts = [f"{why.count(k):,} {k}" for k in (NOT_GIVEN, NOT_MODELLED) if k in why]
    left = [f"left out, never in any replication: {', '.join(counts)} (in the tables with the reason)"]
    return [row for row, nothing in zip(rows, why, strict=True) if not nothing], left if counts else []


def _without_order(row: Mapping[str, object]) -> str:
    """The kind of the reason of what never comes for no reason that lies in the run; empty for the rest."""
    if row.get("median") or row.get("p05") or not row.get("reason"):
        return ""
    if row.get("share_never", 1.0) != 1.0:
        return ""
    reason = str(row["reason"])
    kinds = {kind(each) for each in cast("Mapping[str, int]", row.get("reasons", {reason: 1}))}
    return "" if LATER in kinds else kind(reason)


LAST = "9999"
"""Sorts after every time."""
EVENTS = ("order", "depart", "contact", "cleared", "surrender")
"""What comes first of things at the same second."""


def _when(row: RecordedArrivalDocument) -> str:
    return str(row.get("recorded") or row.get("lo") or row.get("median") or LAST)


def _order(row: RecordedArrivalDocument) -> tuple[str, int]:
    event = row["event"]
    return _when(row), EVENTS.index(event) if event in EVENTS else len(EVENTS)


def _arrival(
    row: RecordedArrivalDocument, day: date | None, recorded: bool, seconds: bool
) -> list[str | Text]:
    cells: list[str | Text] = [f" {row['formation']}", short(row["place"] or ""), row["event"]]
    if recorded:
        cells += [_recorded(row, day), " ".join(filter(None, (row.get("source"), row.get("grade"))))]
    cells.append(_simulated(row, day, seconds))
    if recorded:
        inside = row.get("inside90")
        cells.append("" if inside is None else Text("●", "green") if inside else Text("○", "red"))
    clear = row.get("clear")
    return [*cells, clock(clear, day, seconds) if clear else "", row.get("cause") or row.get("reason") or ""]


def _recorded(row: RecordedArrivalDocument, day: date | None) -> str:
    return bounded(row.get("recorded"), row["lo"], row["hi"], day) if row.get("lo") else ""


def _simulated(row: RecordedArrivalDocument, day: date | None, seconds: bool) -> str:
    middle, low, high = (clock(row.get(key), day, seconds) for key in SPREAD)
    return middle if low == middle == high else f"{middle} [{low}, {high}]"


def _legend(recorded: bool, spread: bool) -> list[str]:
    parts = ["recorded time with its bounds in minutes, row of the record and grade"] if recorded else []
    parts.append("simulated median [5 %, 95 %] of the head" if spread else "simulated head")
    parts += ["clear: the tail", "+1, −1: a day later, a day earlier"]
    if recorded:
        parts.append("● the 90 % interval meets the recorded bounds, ○ it does not")
    return ["", "; ".join(parts)]


def outcomes(rows: Mapping[str, OutcomeDocument], seconds: bool = False) -> list[object]:
    """The outcomes of a run: times and counts, losses by party, hours by cause.

    Those that nothing here brings about are counted.
    """
    _, left = _told(list(rows.values()))
    rows = {name: row for name, row in rows.items() if not _without_order(row)}
    groups: dict[str, dict[str, OutcomeDocument]] = {"": {}, "losses": {}, "hours": {}}
    for name, row in rows.items():
        head = name.split(".")[0]
        groups[head if head in groups else ""][name] = row
    page: list[object] = [_plain_outcomes(groups[""], seconds), *left]
    losses = {name: row for name, row in groups["losses"].items() if row["p95"]}
    if losses:
        page += ["", _losses(losses)]
    hours = [(name, row) for name, row in groups["hours"].items() if float(row["median"] or 0) >= 0.05]
    if hours:
        told = ", ".join(f"{name.split('.')[1]} {amount(float(row['median'] or 0))}" for name, row in hours)
        page += ["", f"hours of march units, medians: {told}"]
    return page


def _plain_outcomes(rows: Mapping[str, OutcomeDocument], seconds: bool) -> Table:
    table = table_of("outcome", "median", "5 %", "95 %", "never", right=["median", "5 %", "95 %", "never"])
    for name, row in rows.items():
        values = [of_unit(row[key], row["unit"], seconds) for key in SPREAD]
        table.add_row(name, *values, share(row["share_never"]) if row["share_never"] else "")
    return table


def span(row: Quantiles[str | float | None] | Quantiles[str | None], unit: str) -> str:
    """A median with its 5 % and 95 % quantiles, alone where they are one."""
    middle, low, high = (of_unit(row[key], unit) for key in SPREAD)
    return middle if low == middle == high else f"{middle} [{low}, {high}]"


def _losses(rows: Mapping[str, OutcomeDocument]) -> Table:
    kinds = list(dict.fromkeys(name.split(".")[2] for name in rows))
    table = table_of("losses, median [5 %, 95 %]", *kinds, right=kinds)
    for party in dict.fromkeys(name.split(".")[1] for name in rows):
        cells = [rows.get(f"losses.{party}.{kind}") for kind in kinds]
        table.add_row(f"  {party}", *("" if row is None else span(row, row["unit"]) for row in cells))
    return table


def crossings(rows: Sequence[LineDocument], n: int) -> list[object]:
    """What each phase line cost each march that crossed it in some of ``n`` replications."""
    if not rows:
        return []
    told = [name for name, key in _VERDICTS.items() if any(row[key] for row in rows)]
    table = table_of("line", "march", "its first", "crossed", "held", *told, right=["crossed", "held", *told])
    for row in rows:
        counts = (f"{row['crossed']} of {n}", f"{row['held']} of {n}")
        table.add_row(
            row["line"], row["march"], row["formation"], *counts, *(_verdict(row[_VERDICTS[w]]) for w in told)
        )
    legend = "slack: it came so much later than the line opened; median [5 %, 95 %] over those that did"
    return [table, "", legend, ""]


_VERDICTS: Mapping[str, Literal["wait_min", "slack_min", "disobeyed", "unknown"]] = {
    "wait": "wait_min",
    "slack": "slack_min",
    "disobeyed": "disobeyed",
    "not known": "unknown",
}
"""Column -> key of the document; the columns of what nobody did are left out."""


def _verdict(value: Quantiles[float | None] | int | None) -> str:
    if value is None or isinstance(value, int):
        return str(value or "")
    middle, low, high = (duration(value[key]) for key in SPREAD)
    return middle if low == middle == high else f"{middle} [{low}, {high}]"


def score_line(score: FitDocument) -> str:
    """The score against the record in one line."""
    return (
        f"against the record: {score['checkpoints']} checkpoints, median absolute error "
        f"{duration(score['median_abs_error_min'])}, 90 % interval covers {_covered(score, ' without end')}, "
        f"CRPS {duration(score['crps_min'])}"
    )


def _covered(score: MarksDocument, words: str) -> str:
    endless = score.get("unbounded90")
    return share(score["coverage90"]) + (f" ({endless}{words})" if endless else "")


# --- validate ----------------------------------------------------------------------------------------


def validation(document: ScoreDocument) -> list[object]:
    """The score of the model, as a whole and block by block, then beside naive baselines on the same rows."""
    numbers = ["rows", "median error", "starts", "legs", "covered", "width", "CRPS", "where in its law"]
    table = table_of("", *numbers, right=numbers)
    for column in table.columns:
        column.no_wrap = True
    table.add_row("all", *_score_cells(document))
    for name, row in document["blocks"].items():
        mark = " *" if row["used_to_set_parameters"] else ""
        table.add_row(f"  {name}{mark}", *_score_cells(row))
    legend = [
        "median error: outside the recorded bounds; starts: of departures; legs: from the own departure;",
        "covered: the 90 % interval meets the bounds (so many by one that reaches never); width: its own;",
        "CRPS: never counts as the scenario's end; where in its law: recorded times in each tenth of the",
        "model's law, the earliest first (even where its odds are right);",
        "* parameters may be set on these days, the others only judge",
    ]
    naive = [_naive_table(document), "", *_NAIVE_LEGEND]
    law = [*scores.place_tests(document), "", *scores.day_losses(document)]
    return [table, "", *legend, "", *law, "", *naive, "", *_furthest(document["rows"])]


def _score_cells(row: ScoreDocument | BlockDocument) -> list[str]:
    missed = f" ({row['missed']} never)" if row.get("missed") else ""
    parts = (row[part]["median_abs_error_min"] if part in row else None for part in _PARTS)
    return [
        f"{row['checkpoints']}{missed}",
        duration(row["median_abs_error_min"]),
        *map(duration, parts),
        _covered(row, ""),
        duration(row.get("median_width90_min")),
        duration(row["crps_min"]),
        " ".join(map(str, row.get("pit", ()))),
    ]


_PARTS: Sequence[Literal["starts", "from_departure"]] = ("starts", "from_departure")
_NAIVE_LEGEND = (
    "error and CRPS of the naive forecast (the model's on the same rows); won: formations in which the",
    "model's CRPS is the smaller one; p: the chance of so uneven a division if neither were better (a sign",
    "test by formation: the rows of one are one story); last-log: on from the last recorded time at the",
    "recorded pace, which the others and the model do not know",
)


def _naive_table(document: ScoreDocument) -> object:
    """Each naive forecast beside the model, by block."""
    numbers = ["rows", "median error", "CRPS", "won", "p"]
    table = table_of("naive forecast", "days", *numbers, right=numbers)
    for name, whole in document["baselines"].items():
        blocks = ((days, row["baselines"][name]) for days, row in document["blocks"].items())
        for days, cell in (("all", whole), *blocks):
            if cell["checkpoints"]:
                table.add_row(name, days, *_naive_cells(cell))
    return table


def _naive_cells(cell: BaselineDocument) -> list[str]:
    return [
        str(cell["checkpoints"]),
        f"{duration(cell['median_abs_error_min'])} ({duration(cell['model_median_abs_error_min'])})",
        f"{duration(cell['crps_min'])} ({duration(cell['model_crps_min'])})",
        f"{cell['formations_won']} of {cell['formations']}",
        f"{cell['p_value']:.3f}",
    ]


FURTHEST = 10
"""Rows of the record that the validation names as the worst."""


def _furthest(rows: Sequence[CheckpointDocument]) -> list[object]:
    """The checkpoints that are furthest off."""
    shown, left = _told(rows)
    off = sorted((row for row in shown if row["error_min"] != 0), key=_distance, reverse=True)[:FURTHEST]
    if not off:
        return [*left]
    table = table_of(
        "furthest off", "formation", "place", "event", "recorded", "median", "error", right=["error"]
    )
    for row in off:
        error = "never" if row["error_min"] is None else duration(row["error_min"], signed=True)
        when = (day_clock(row["recorded"]), day_clock(row["median"]))
        table.add_row(
            f"{row['id']} {row['grade']}", row["formation"], row["place"], row["event"], *when, error
        )
    return [table, *left]


def _distance(row: CheckpointDocument) -> float:
    return float("inf") if row["error_min"] is None else abs(row["error_min"])
