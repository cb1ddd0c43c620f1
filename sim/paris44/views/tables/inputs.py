"""The printed pages of ``calibrate`` and ``sensitivity``: the uncertain inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from paris44.views.wording import SPREAD, amount, difference, duration

if TYPE_CHECKING:
    from paris44.study.questions.calibrate import CalibrationDocument
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


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, no_wrap=column != "meaning")
    return table
