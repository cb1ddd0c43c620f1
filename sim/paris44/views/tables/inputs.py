"""The printed pages of ``calibrate`` and ``sensitivity``: the uncertain inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from paris44.views.wording import SPREAD, amount, difference, duration

if TYPE_CHECKING:
    from paris44.study.questions.calibrate.posterior import CalibrationDocument
    from paris44.study.questions.sensitivity import SensitivityDocument
    from paris44.study.statistics.quantiles import Quantiles

SHOWN = {"m/s": (3.6, "km/h"), "s": (1 / 60, "min"), "m": (1e-3, "km")}
"""Unit of a stored value -> the factor and the unit in which people read it."""


def posterior(document: CalibrationDocument) -> list[object]:
    """Prior and posterior of each uncertain parameter, the most narrowed first."""
    table = open_table(
        "parameter",
        "unit",
        "prior [5 %, 95 %]",
        "posterior [5 %, 95 %]",
        "narrowed by",
        "found",
        "90 %",
        "ranks",
    )
    again = {row["parameter"]: row for row in document["recovery"]}
    for row in document["parameters"]:
        factor, unit = SHOWN.get(row["unit"], (1.0, "" if row["unit"] == "1" else row["unit"]))
        laws = (_law(row["prior"], factor), _law(row["posterior"], factor))
        narrowed = percent(row["narrowed"]) + ("" if row["narrowed"] > document["luck"] else " ~")
        known = again[row["parameter"]]
        check = (percent(known["found"]), percent(known["covers90"]), f"p = {known['p_value']:.2g}")
        table.add_row(row["parameter"], unit, *laws, narrowed, *check)
    errors = document["mean_error_min"]
    return [
        f"{document['kept']} of {document['n']} draws kept, by {len(document['rows'])} rows of the record "
        f"that may set parameters; their mean error: {duration(errors['prior'])} before, "
        f"{duration(errors['posterior'])} after",
        table,
        "",
        f"~ no more than luck: keeping {document['kept']} draws at random narrows some one by "
        f"{percent(document['luck'])} in one case of twenty;",
        "the method's own check, each draw in turn taken for the record: found: how much of the known value "
        "is seen again (r2);",
        "90 %: how often its 90 % hold it; ranks: p of the known value's rank being even (simulation-based "
        f"calibration, {len(document['recovery'])} tests: the least of even ranks is some "
        f"{1 / (len(document['recovery']) + 1):.2g})",
        "",
        *_effect(document),
    ]


def _effect(document: CalibrationDocument) -> list[object]:
    """What the posterior does to each block of days."""
    table = open_table(
        "days", "rows", "median error", "posterior", "CRPS", "posterior ", "90 % covers", "posterior  "
    )
    for name, row in document["effect"].items():
        sets = "" if row["used_to_set_parameters"] else " (judged)"
        worlds = row["prior"], row["posterior"]
        errors = (duration(world["median_abs_error_min"]) for world in worlds)
        scores = (duration(world["crps_min"]) for world in worlds)
        covers = (percent(world["coverage90"]) for world in worlds)
        cells = [cell for pair in (errors, scores, covers) for cell in pair]
        table.add_row(name + sets, str(row["checkpoints"]), *cells)
    return [
        "under draws of the prior, and of the posterior, as it falls (nothing is set by the judged days):",
        table,
    ]


def _law(row: Quantiles[float], factor: float) -> str:
    middle, low, high = (amount(factor * row[key]) for key in SPREAD)
    return f"{middle} [{low}, {high}]"


def sensitivity_list(document: SensitivityDocument) -> list[object]:
    """The inputs of an outcome, the strongest first."""
    unit = document["unit"]
    table = open_table("parameter", "strength", "95 % interval", "low to high", "meaning")
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


def percent(share: float) -> str:
    """A share; what is under zero by luck is none."""
    return f"{100 * max(share, 0.0):.0f} %"


def open_table(*columns: str) -> Table:
    """A table without lines, in which only the column ``meaning`` may wrap."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, no_wrap=column != "meaning")
    return table
