"""The pages that the command line prints: rich tables of the documents that ``--json`` gives.

Every function takes a JSON document of a command (see the README) and returns strings and rich
renderables. Nothing is computed here but the wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from rich.table import Table

from paris44.language.text import join, msg, pmsg
from paris44.study.reading.reasons import LATER, NOT_GIVEN, NOT_MODELLED, kind
from paris44.telling.fields import CAUSES, EVENTS
from paris44.telling.outcomes import LOSSES
from paris44.views.tables import scores
from paris44.views.tables.layout import Styled
from paris44.views.tables.reasons import reason_words
from paris44.views.wording import (
    NEVER,
    SPREAD,
    amount,
    bounded,
    clock,
    day_clock,
    day_title,
    duration,
    moment,
    of_unit,
    p_cell,
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

WHY = pmsg("head", "why")
Row = TypeVar("Row", bound=Mapping[str, object])


def table_of(*columns: str, right: Iterable[str] = (), title: str | None = None) -> Table:
    """A table without lines, the columns named in ``right`` to the right."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", title=title)
    table.title_justify = "left"
    ends = set(right)
    for column in columns:
        table.add_column(column, justify="right" if column in ends else "left", overflow="fold")
    return table


def ranged(middle: str, low: str, high: str) -> str:
    """A median with its ends."""
    return msg("{middle} [{low}, {high}]", middle=middle, low=low, high=high)


# --- run -------------------------------------------------------------------------------------------


def arrivals(
    rows: Sequence[RecordedArrivalDocument], seconds: bool = False, places: Mapping[str, str] | None = None
) -> list[object]:
    """Simulated beside recorded times, day by day; with ``seconds`` for toys that are checked by hand.
    ``places`` (id -> name) are those of which reasons speak.

    Rows that nothing here brings about are counted.
    """
    rows, left = _told(rows)
    recorded = any(row.get("lo") for row in rows)
    columns = [
        msg("formation"),
        msg("place"),
        msg("event"),
        *([msg("recorded"), msg("row")] if recorded else []),
    ]
    table = table_of(*columns, msg("simulated"), *([""] if recorded else []), msg("clear"), WHY)
    table.padding = (0, 1, 0, 0)
    for column in table.columns:
        column.no_wrap = column.header != WHY
    table.columns[-1].max_width = 16
    shown = None
    for row in sorted(rows, key=_order):
        when = _when(row)
        today = moment(when).date() if when < LAST else None
        if today != shown or table.row_count == 0:
            head = day_title(today, brief=True) if today else msg("Not by the end")
            table.add_row(Styled(head, "bold"))
            shown = today
        table.add_row(*_arrival(row, today, recorded, seconds, places))
    spread = any(row.get("p05") != row.get("p95") for row in rows)
    return [table, *left, *_legend(recorded, spread)]


def _told(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """The rows without those that never come because nothing here orders, or can produce, them; and a line
    that counts these."""
    why = [_without_order(row) for row in rows]
    given, modelled = (why.count(kind) for kind in (NOT_GIVEN, NOT_MODELLED))
    counts = [msg("{n:,} order not given", n=given)] if given else []
    counts += [msg("{n:,} not modelled", n=modelled)] if modelled else []
    many = join(", ", counts)
    left = [msg("left out, never in any replication: {counts} (in the tables with the reason)", counts=many)]
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
FIRST = ("order", "depart", "contact", "cleared", "surrender")
"""What comes first of things at the same second."""


def _when(row: RecordedArrivalDocument) -> str:
    return str(row.get("recorded") or row.get("lo") or row.get("median") or LAST)


def _order(row: RecordedArrivalDocument) -> tuple[str, int]:
    event = row["event"]
    return _when(row), FIRST.index(event) if event in FIRST else len(FIRST)


def _arrival(
    row: RecordedArrivalDocument,
    day: date | None,
    recorded: bool,
    seconds: bool,
    places: Mapping[str, str] | None,
) -> list[str | Styled]:
    event = EVENTS.get(row["event"], row["event"])
    cells: list[str | Styled] = [f" {row['formation']}", short(row["place"] or ""), event]
    if recorded:
        cells += [_recorded(row, day), " ".join(filter(None, (row.get("source"), row.get("grade"))))]
    cells.append(_simulated(row, day, seconds))
    if recorded:
        inside = row.get("inside90")
        cells.append("" if inside is None else Styled("●", "green") if inside else Styled("○", "red"))
    clear = row.get("clear")
    cause = row.get("cause")
    why = CAUSES.get(cause, cause) if cause else reason_words(row.get("reason") or "", places)
    return [*cells, clock(clear, day, seconds) if clear else "", why]


def _recorded(row: RecordedArrivalDocument, day: date | None) -> str:
    return bounded(row.get("recorded"), row["lo"], row["hi"], day) if row.get("lo") else ""


def _simulated(row: RecordedArrivalDocument, day: date | None, seconds: bool) -> str:
    middle, low, high = (clock(row.get(key), day, seconds) for key in SPREAD)
    return middle if low == middle == high else ranged(middle, low, high)


def _legend(recorded: bool, spread: bool) -> list[str]:
    parts = [msg("recorded time with its bounds in minutes, row of the record and grade")] if recorded else []
    parts.append(msg("simulated median [5 %, 95 %] of the head") if spread else msg("simulated head"))
    parts += [msg("clear: the tail"), msg("+1, −1: a day later, a day earlier")]
    if recorded:
        parts.append(msg("● the 90 % interval meets the recorded bounds, ○ it does not"))
    return ["", join(msg("; "), parts)]


def outcomes(
    rows: Mapping[str, OutcomeDocument],
    seconds: bool = False,
    parties: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[object]:
    """The outcomes of a run: times and counts, losses by party, hours by cause; ``parties`` and ``names`` (of
    outcomes): id -> name.

    Those that nothing here brings about are counted.
    """
    _, left = _told(list(rows.values()))
    rows = {name: row for name, row in rows.items() if not _without_order(row)}
    groups: dict[str, dict[str, OutcomeDocument]] = {"": {}, "losses": {}, "hours": {}}
    for name, row in rows.items():
        head = name.split(".")[0]
        groups[head if head in groups else ""][name] = row
    page: list[object] = [_plain_outcomes(groups[""], seconds, names or {}), *left]
    losses = {name: row for name, row in groups["losses"].items() if row["p95"]}
    if losses:
        page += ["", _losses(losses, parties or {})]
    hours = [(name, row) for name, row in groups["hours"].items() if float(row["median"] or 0) >= 0.05]
    if hours:
        told = [_hours(name.split(".")[1], float(row["median"] or 0)) for name, row in hours]
        page += ["", msg("hours of march units, medians: {told}", told=join(", ", told))]
    return page


def _hours(cause: str, hours: float) -> str:
    """Hours (of march units) that went into a cause."""
    return join(" ", (CAUSES.get(cause, cause), amount(hours)))


def _plain_outcomes(rows: Mapping[str, OutcomeDocument], seconds: bool, names: Mapping[str, str]) -> Table:
    numbers = [msg("median"), "5 %", "95 %", NEVER]
    table = table_of(msg("outcome"), *numbers, right=numbers)
    for name, row in rows.items():
        values = [of_unit(row[key], row["unit"], seconds) for key in SPREAD]
        table.add_row(names.get(name, name), *values, share(row["share_never"]) if row["share_never"] else "")
    return table


def span(row: Quantiles[str | float | None] | Quantiles[str | None], unit: str) -> str:
    """A median with its 5 % and 95 % quantiles, alone where they are one."""
    middle, low, high = (of_unit(row[key], unit) for key in SPREAD)
    return middle if low == middle == high else ranged(middle, low, high)


def _losses(rows: Mapping[str, OutcomeDocument], parties: Mapping[str, str]) -> Table:
    kinds = list(dict.fromkeys(name.split(".")[2] for name in rows))
    heads = [LOSSES[kind] for kind in kinds]
    table = table_of(msg("losses, median [5 %, 95 %]"), *heads, right=heads)
    for party in dict.fromkeys(name.split(".")[1] for name in rows):
        cells = [rows.get(f"losses.{party}.{kind}") for kind in kinds]
        name = msg("  {words}", words=parties.get(party, party))
        table.add_row(name, *("" if row is None else span(row, row["unit"]) for row in cells))
    return table


def crossings(rows: Sequence[LineDocument], n: int) -> list[object]:
    """What each phase line cost each march that crossed it in some of ``n`` replications."""
    if not rows:
        return []
    told = [name for name, key in _VERDICTS.items() if any(row[key] for row in rows)]
    right = [msg("crossed"), msg("held"), *told]
    table = table_of(msg("line"), msg("march"), msg("its first"), *right, right=right)
    for row in rows:
        counts = (msg("{k} of {n}", k=row["crossed"], n=n), msg("{k} of {n}", k=row["held"], n=n))
        table.add_row(
            row["line"], row["march"], row["formation"], *counts, *(_verdict(row[_VERDICTS[w]]) for w in told)
        )
    legend = msg("slack: it came so much later than the line opened; median [5 %, 95 %] over those that did")
    return [table, "", legend, ""]


_VERDICTS: Mapping[str, Literal["wait_min", "slack_min", "disobeyed", "unknown"]] = {
    msg("wait"): "wait_min",
    msg("slack"): "slack_min",
    msg("disobeyed"): "disobeyed",
    msg("not known"): "unknown",
}
"""Column -> key of the document; the columns of what nobody did are left out."""


def _verdict(value: Quantiles[float | None] | int | None) -> str:
    if value is None or isinstance(value, int):
        return str(value or "")
    middle, low, high = (duration(value[key]) for key in SPREAD)
    return middle if low == middle == high else ranged(middle, low, high)


def score_line(score: FitDocument) -> str:
    """The score against the record in one line."""
    return msg(
        "against the record: {n} checkpoints, median absolute error {error}, 90 % interval covers {share}, "
        "CRPS {crps}",
        n=score["checkpoints"], error=duration(score["median_abs_error_min"]), share=_covered(score, True),
        crps=duration(score["crps_min"]),
    )  # fmt: skip


def _covered(score: MarksDocument, whole: bool) -> str:
    """The share of the rows that are covered, and how many by an interval that reaches never."""
    endless, covered = score.get("unbounded90"), share(score["coverage90"])
    if not endless:
        return covered
    if whole:
        return msg("{share} ({n} without end)", share=covered, n=endless)
    return msg("{share} ({n})", share=covered, n=endless)


# --- validate ----------------------------------------------------------------------------------------


def validation(document: ScoreDocument) -> list[object]:
    """The score of the model, as a whole and block by block, then beside naive baselines on the same rows."""
    numbers = [
        msg("rows"), msg("median error"), msg("starts"), msg("legs"), msg("covered"), msg("width"), "CRPS",
        msg("where in its law"),
    ]  # fmt: skip
    table = table_of("", *numbers, right=numbers)
    for column in table.columns:
        column.no_wrap = True
    table.add_row(msg("all"), *_score_cells(document))
    for name, row in document["blocks"].items():
        mark = " *" if row["used_to_set_parameters"] else ""
        table.add_row(join("", ("  ", name, mark)), *_score_cells(row))
    legend = [
        msg(
            "median error: outside the recorded bounds; starts: of departures; legs: from the own departure;"
        ),
        msg(
            "covered: the 90 % interval meets the bounds (so many by one that reaches never); width: its own;"
        ),
        msg(
            "CRPS: never counts as the scenario's end; where in its law: recorded times in each tenth of the"
        ),
        msg("model's law, the earliest first (even where its odds are right);"),
        msg("* parameters may be set on these days, the others only judge"),
    ]
    naive = [_naive_table(document), "", *_NAIVE_LEGEND]
    law = [*scores.place_tests(document), "", *scores.day_losses(document)]
    return [table, "", *legend, "", *law, "", *naive, "", *_furthest(document["rows"])]


def _score_cells(row: ScoreDocument | BlockDocument) -> list[str]:
    rows = str(row["checkpoints"])
    missed = row.get("missed")
    parts = (row[part]["median_abs_error_min"] if part in row else None for part in _PARTS)
    return [
        msg("{rows} ({n} never)", rows=rows, n=missed) if missed else rows,
        duration(row["median_abs_error_min"]),
        *map(duration, parts),
        _covered(row, False),
        duration(row.get("median_width90_min")),
        duration(row["crps_min"]),
        " ".join(map(str, row.get("pit", ()))),
    ]


_PARTS: Sequence[Literal["starts", "from_departure"]] = ("starts", "from_departure")
_NAIVE_LEGEND = (
    msg("error and CRPS of the naive forecast (the model's on the same rows); won: formations in which the"),
    msg("model's CRPS is the smaller one; p: the chance of so uneven a division if neither were better (a"),
    msg(
        "sign test by formation: the rows of one are one story); last-log: on from the last recorded "
        "time at the"
    ),
    msg("recorded pace, which the others and the model do not know"),
)


def _naive_table(document: ScoreDocument) -> object:
    """Each naive forecast beside the model, by block."""
    numbers = [msg("rows"), msg("median error"), "CRPS", msg("won"), "p"]
    table = table_of(msg("naive forecast"), msg("days"), *numbers, right=numbers)
    for name, whole in document["baselines"].items():
        blocks = ((days, row["baselines"][name]) for days, row in document["blocks"].items())
        for days, cell in ((msg("all"), whole), *blocks):
            if cell["checkpoints"]:
                table.add_row(name, days, *_naive_cells(cell))
    return table


def _beside(own: float | None, other: float | None) -> str:
    """Minutes of the one, and of the other in brackets."""
    return msg("{own} ({other})", own=duration(own), other=duration(other))


def _naive_cells(cell: BaselineDocument) -> list[str]:
    return [
        str(cell["checkpoints"]),
        _beside(cell["median_abs_error_min"], cell["model_median_abs_error_min"]),
        _beside(cell["crps_min"], cell["model_crps_min"]),
        msg("{k} of {n}", k=cell["formations_won"], n=cell["formations"]),
        p_cell(cell["p_value"]),
    ]


FURTHEST = 10
"""Rows of the record that the validation names as the worst."""


def _furthest(rows: Sequence[CheckpointDocument]) -> list[object]:
    """The checkpoints that are furthest off."""
    shown, left = _told(rows)
    off = sorted((row for row in shown if row["error_min"] != 0), key=_distance, reverse=True)[:FURTHEST]
    if not off:
        return [*left]
    error = msg("error")
    table = table_of(
        msg("furthest off"),
        msg("formation"),
        msg("place"),
        msg("event"),
        msg("recorded"),
        msg("median"),
        error,
        right=[error],
    )
    for row in off:
        off_by = NEVER if row["error_min"] is None else duration(row["error_min"], signed=True)
        when = (day_clock(row["recorded"]), day_clock(row["median"]))
        table.add_row(
            f"{row['id']} {row['grade']}",
            row["formation"],
            row["place"],
            EVENTS.get(row["event"], row["event"]),
            *when,
            off_by,
        )
    return [table, *left]


def _distance(row: CheckpointDocument) -> float:
    return float("inf") if row["error_min"] is None else abs(row["error_min"])
