"""The printed pages of ``calibrate`` and ``sensitivity``: the uncertain inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from paris44.language.text import Figures, msg, pmsg
from paris44.views.wording import SPREAD, amount, difference, duration, p_value

if TYPE_CHECKING:
    from paris44.study.questions.calibrate.posterior import CalibrationDocument
    from paris44.study.questions.sensitivity import SensitivityDocument
    from paris44.study.statistics.quantiles import Quantiles

MEANING = msg("meaning")
SHOWN = {"m/s": (3.6, "km/h"), "s": (1 / 60, "min"), "m": (1e-3, "km")}
"""Unit of a stored value -> the factor and the unit in which people read it."""


def posterior(document: CalibrationDocument) -> list[object]:
    """Prior and posterior of each uncertain parameter, the most narrowed first."""
    heads = [
        msg("parameter"), msg("unit"), msg("prior [5 %, 95 %]"), msg("posterior [5 %, 95 %]"),
        msg("narrowed by"), pmsg("head", "found"), "90 %", msg("ranks"),
    ]  # fmt: skip
    table = open_table(*heads)
    again = {row["parameter"]: row for row in document["recovery"]}
    for row in document["parameters"]:
        factor, unit = SHOWN.get(row["unit"], (1.0, "" if row["unit"] == "1" else row["unit"]))
        laws = (_law(row["prior"], factor), _law(row["posterior"], factor))
        narrowed = percent(row["narrowed"], row["narrowed"] > document["luck"])
        known = again[row["parameter"]]
        p = Figures(f"p {p_value(known['p_value'])}")
        check = (percent(known["found"]), percent(known["covers90"]), p)
        table.add_row(row["parameter"], unit, *laws, narrowed, *check)
    errors = document["mean_error_min"]
    return [
        msg(
            "{kept} of {n} draws kept, by {rows} rows of the record that may set parameters; their mean "
            "error: "
            "{before} before, {after} after",
            kept=document["kept"],
            n=document["n"],
            rows=len(document["rows"]),
            before=duration(errors["prior"]),
            after=duration(errors["posterior"]),
        ),
        table,
        "",
        msg(
            "~ no more than luck: keeping {kept} draws at random narrows some one by {share} in one case of "
            "twenty;",
            kept=document["kept"],
            share=percent(document["luck"]),
        ),
        msg(
            "the method's own check, each draw in turn taken for the record: found: how much of the known "
            "value is seen again (r2);"
        ),
        msg(
            "90 %: how often its 90 % hold it; ranks: p of the known value's rank being even "
            "(simulation-based "
            "calibration, {n} tests: the least of even ranks is some {least:.2g})",
            n=len(document["recovery"]),
            least=1 / (len(document["recovery"]) + 1),
        ),
        "",
        *_effect(document),
    ]


def _effect(document: CalibrationDocument) -> list[object]:
    """What the posterior does to each block of days."""
    after = msg("posterior")
    table = open_table(
        msg("days"), msg("rows"), msg("median error"), after, "CRPS", after, msg("90 % covers"), after
    )
    for name, row in document["effect"].items():
        days = name if row["used_to_set_parameters"] else msg("{days} (judged)", days=name)
        worlds = row["prior"], row["posterior"]
        errors = (duration(world["median_abs_error_min"]) for world in worlds)
        scores = (duration(world["crps_min"]) for world in worlds)
        covers = (percent(world["coverage90"]) for world in worlds)
        cells = [cell for pair in (errors, scores, covers) for cell in pair]
        table.add_row(days, str(row["checkpoints"]), *cells)
    return [
        msg(
            "under draws of the prior, and of the posterior, as it falls (nothing is set by the judged days):"
        ),
        table,
    ]


def _law(row: Quantiles[float], factor: float) -> str:
    middle, low, high = (amount(factor * row[key]) for key in SPREAD)
    return msg("{middle} [{low}, {high}]", middle=middle, low=low, high=high)


def sensitivity_list(document: SensitivityDocument) -> list[object]:
    """The inputs of an outcome, the strongest first."""
    unit = document["unit"]
    table = open_table(msg("parameter"), msg("strength"), msg("95 % interval"), msg("low to high"), MEANING)
    for row in document["inputs"]:
        low, high = row["ci95"]
        moved = "-" if row["low_to_high"] is None else difference(row["low_to_high"], unit)
        table.add_row(
            row["parameter"],
            Figures(f"{row['coefficient']:+.2f}"),
            Figures(f"{low:+.2f} .. {high:+.2f}"),
            moved,
            row["meaning"],
        )
    explained = msg("{share:.0f} % of the ranks explained", share=100 * document["r2"])
    return [
        msg(
            "{outcome}: {n} samples, {explained}",
            outcome=document["outcome"],
            n=document["n"],
            explained=explained,
        ),
        table,
        "",
        msg("strength: standardised rank coefficient, +: a higher value is later or more;"),
        msg("low to high: the median with the input in its highest third less that in its lowest"),
    ]


def percent(share: float, surely: bool = True) -> str:
    """A share; what is under zero by luck is none; marked where luck alone would reach it."""
    return Figures(f"{100 * max(share, 0.0):.0f} %" + ("" if surely else " ~"))


def open_table(*columns: str) -> Table:
    """A table without lines, in which only the column ``meaning`` may wrap."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, no_wrap=column != MEANING)
    return table
