"""The printed pages of ``calibrate``, ``sensitivity`` and ``evidence``: the uncertain inputs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

from rich.table import Table

from paris44.views.wording import SPREAD, amount, day_clock, difference, duration

if TYPE_CHECKING:
    from paris44.study.questions.calibrate import CalibrationDocument
    from paris44.study.questions.evidence.ask import EvidenceDocument
    from paris44.study.questions.sensitivity import SensitivityDocument
    from paris44.study.statistics.quantiles import Quantiles

SHOWN = {"m/s": (3.6, "km/h"), "s": (1 / 60, "min"), "m": (1e-3, "km")}
"""Unit of a stored value -> the factor and the unit in which people read it."""


def posterior(document: CalibrationDocument) -> list[object]:
    """Prior and posterior of each uncertain parameter, the most narrowed first."""
    table = _table("parameter", "unit", "prior [5 %, 95 %]", "posterior [5 %, 95 %]", "narrowed by")
    for row in document["parameters"]:
        factor, unit = SHOWN.get(row["unit"], (1.0, "" if row["unit"] == "1" else row["unit"]))
        laws = (_law(row["prior"], factor), _law(row["posterior"], factor))
        table.add_row(row["parameter"], unit, *laws, f"{100 * max(row['narrowed'], 0.0):.0f} %")
    errors = document["mean_error_min"]
    return [
        f"{document['kept']} of {document['n']} draws kept, by {len(document['rows'])} rows of the record "
        f"that may set parameters; their mean error: {duration(errors['prior'])} before, "
        f"{duration(errors['posterior'])} after",
        table,
    ]


def _law(row: Quantiles[float], factor: float) -> str:
    middle, low, high = (amount(factor * row[key]) for key in SPREAD)
    return f"{middle} [{low}, {high}]"


def sensitivity_list(document: SensitivityDocument) -> list[object]:
    """The inputs of an outcome, the strongest first."""
    unit = document["unit"]
    table = _table("parameter", "strength", "95 % interval", "low to high", "meaning")
    for row in document["inputs"]:
        low, high = row["ci95"]
        moved = "-" if row["low_to_high"] is None else difference(row["low_to_high"], unit)
        table.add_row(
            row["parameter"],
            f"{row['coefficient']:+.2f}",
            f"{low:+.2f} .. {high:+.2f}",
            moved,
            row["meaning"],
        )
    explained = f"{100 * document['r2']:.0f} % of the ranks explained"
    return [
        f"{document['outcome']}: {document['n']} samples, {explained}",
        table,
        "",
        "strength: standardised rank coefficient, +: a higher value is later or more;",
        "low to high: the median with the input in its highest third less that in its lowest",
    ]


MOST = 10
"""Figures and groups that a page shows where nobody asked for all."""
WIDE = 0.5
"""An interval of a share that is wider says nothing."""


def evidence_list(document: EvidenceDocument, *, everything: bool = False) -> list[object]:
    """The answer in sentences, then the figures and groups behind an outcome, those that carry most first."""
    page: list[object] = [_behind(document), "", *document["answer"]]
    if document["why"] is not None:
        return page
    figures, groups = document["figures"], document["groups"]
    table = _table("figure", "share", "95 %", "low third", "high third", "grade", "meaning")
    for row in figures if everything else figures[:MOST]:
        share = _part(row["share"]) + ("" if row["surely"] else " ~")
        thirds = (_middle(row[end]) for end in ("low", "high"))
        table.add_row(row["id"], share, _ends(row["ci95"]), *thirds, row["grade"], row["words"])
    sums = _table("grade", "source", "figures", "sum", "95 %")
    for group in groups if everything else groups[:MOST]:
        told = group["ci95"][1] - group["ci95"][0] <= WIDE
        sure = "" if group["surely"] else " ~"
        words = (_part(group["share"]) + sure, _ends(group["ci95"])) if told else ("too few", "-")
        sums.add_row(group["grade"], _short(group["source"]), str(group["figures"]), *words)
    return [*page, "", table, "", sums, "", *_meanings(document)]


def _behind(document: EvidenceDocument) -> str:
    """What is explained: the outcome and its spread."""
    spread = document["spread"]
    middle, low, high = (_middle(spread[key]) for key in SPREAD)
    never = f", never in {100 * document['share_never']:.0f} %" if document["share_never"] else ""
    return (
        f"{document['label']} ({document['outcome']}): {middle} [{low}, {high}]{never}; n = {document['n']}"
    )


def _meanings(document: EvidenceDocument) -> list[str]:
    many = ", ".join(f"{count:,} dice of {name}" for name, count in document["not_told"].items())
    luck = 100 * (document["luck"] or 0.0)
    return [
        "share: of the variance of its rank among the replications (never is the last), that would go if the "
        "figure were known;",
        f"~ no more than luck: of {len(document['figures'])} figures one reaches {luck:.0f} % by luck "
        "alone in one case of twenty;",
        "low, high third: its median with the figure in the low and in the high third of its law"
        + (f"; not told apart: {many}" if many else ""),
    ]


def _middle(value: str | float | None) -> str:
    if value is None:
        return "never"
    return day_clock(value) if isinstance(value, str) else amount(value)


def _part(share: float) -> str:
    return f"{100 * max(share, 0.0):.0f} %"


def _ends(ends: Sequence[float]) -> str:
    return f"{100 * ends[0]:.0f}-{100 * ends[1]:.0f}"


def _short(text: str) -> str:
    return text if len(text) <= SOURCE else f"{text[: SOURCE - 1]}…"


SOURCE = 60
"""Letters of a source in a table; the document has all of it."""
COLUMNS = (
    "id", "words", "law", "value", "grade", "source", "share", "low95", "high95", "surely",
    "low_third", "high_third", "never_share", "never_low95", "never_high95", "logs", "cited",
)  # fmt: skip
"""Columns of the figures as CSV."""


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


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, no_wrap=column != "meaning")
    return table
