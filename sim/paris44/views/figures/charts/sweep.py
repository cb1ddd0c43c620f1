"""An outcome against an input: the median with its interval, and the middle 90 % of the runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from paris44.language.dates import day_and_clock
from paris44.language.text import join, mapped, msg
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.study.statistics.estimates import LEVEL
from paris44.version import __version__
from paris44.views.figures.charts.compare import changed, lower
from paris44.views.figures.common.sheet import Sheet, colophon, numbers, wrap
from paris44.views.figures.common.style import INK, SOFT
from paris44.views.wording import MADE, SPREAD, amount, day_clock, difference, duration, share, yaml_word

if TYPE_CHECKING:
    from paris44.study.questions.sweep import PointDocument, SweepDocument

WIDTH, HEIGHT, LEFT, FOOT = 5.9, 3.3, 1.0, 0.72
COLOUR = "#0072B2"
NEVER_ROOM = 0.24


def draw(results: Sequence[ResultFolder], *, answer: SweepDocument | None = None) -> Sheet:
    """The curve of ``answer``, the document of ``paris44 sweep``.

    Raises:
        StudyError: there is no answer of a sweep (exit code 2).
    """
    if answer is None or not answer.get("points"):
        raise StudyError(2, msg("sweep: name the folder that paris44 sweep wrote (results/sweep/...)"))
    points = answer["points"]
    timed = answer.get("unit", "time" if isinstance(points[0]["median"], str) else "") == "time"
    xs, ticks = _values([p["value"] for p in points])
    title, subtitle = _message(answer, timed)
    runs = msg("{n} replications at each value, the same dice everywhere", n=answer.get("n", "?"))
    made = msg(
        "Scenario: {name}. {runs}. Drawn by Paris 44 version {version}.",
        name=answer.get("scenario", "?"),
        runs=runs,
        version=__version__,
    )
    foot = colophon(results, note=made) if results else join("\n", (made, answer.get("credit") or MADE))
    sheet = Sheet(LEFT + WIDTH + 0.3, HEIGHT + NEVER_ROOM + FOOT, title, subtitle, foot)
    ax = sheet.axes(LEFT, NEVER_ROOM, WIDTH, HEIGHT, label="sweep")
    _curve(ax, points, xs, timed)
    ax.set_xticks([x for x, _ in ticks])
    ax.set_xticklabels([label for _, label in ticks])
    words, unit = _input(answer)
    ax.set_xlabel(
        "\n".join(wrap(msg("{words} ({unit})", words=words, unit=unit) if unit else words, WIDTH, 7.0))
    )
    if words != answer["path"]:
        ax.annotate(str(answer["path"]), (0.5, 0), (0, -3), xycoords=ax.xaxis.label, size=5.6, color=SOFT,
                    textcoords="offset points", ha="center", va="top", annotation_clip=False)  # fmt: skip
    _found(ax, answer)
    return sheet


def _input(answer: SweepDocument) -> tuple[str, str]:
    """What is varied, in words, and its unit; the path where the answer is of an older version."""
    told = answer.get("input") or {"words": answer["path"], "unit": ""}
    words = told["words"]
    return mapped(_capital, words) if words != answer["path"] else words, told["unit"]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def number(value: object, timed: bool) -> float:
    """A value on the axis: hours of the common era for moments; nan for none."""
    if value is None:
        return float("nan")
    if timed:
        when = datetime.fromisoformat(str(value))
        return (when.replace(tzinfo=None) - datetime.min).total_seconds() / 3600.0
    return float(str(value))


def _values(values: Sequence[object]) -> tuple[list[float], list[tuple[float, str]]]:
    """Where each value lies on the axis: by size where they are numbers or moments, else side by side."""
    try:
        xs = [datetime.fromisoformat(str(v)).timestamp() / 3600.0 for v in values]
        labels = [mapped(_short, day_clock(str(v))) for v in values]
    except ValueError:
        labels = [yaml_word(v) for v in values]
        sizes = [re.fullmatch(r"\s*(-?[\d.]+)\s*([^\d]*)", label) for label in labels]
        same_unit = all(sizes) and len({m[2] for m in sizes if m}) == 1
        xs = [float(m[1]) for m in sizes if m] if same_unit else list(range(len(values)))
    return xs, list(zip(xs, labels, strict=True))


def _short(words: str) -> str:
    day, month, clock = words.split(" ")
    return f"{clock}\n{day} {month}"


def _curve(ax: Axes, points: Sequence[PointDocument], xs: Sequence[float], timed: bool) -> None:
    order = np.argsort(xs, kind="stable")
    x = np.asarray(xs, dtype=float)[order]
    middle, low, high = (np.array([number(points[k].get(name), timed) for k in order]) for name in SPREAD)
    ends = np.concatenate([middle, low, high])
    ends = ends[np.isfinite(ends)]
    if not len(ends):
        raise StudyError(2, msg("sweep: the outcome came at no value"))
    top = float(ends.max()) + 0.06 * float(np.ptp(ends) or 1.0)
    ax.fill_between(x, low, np.where(np.isnan(high), top, high), where=~np.isnan(low), color=COLOUR,
                    alpha=0.18, lw=0, label=msg("middle 90 % of the runs"), gid="band")  # fmt: skip
    ax.plot(x, middle, color=COLOUR, marker="o", ms=4, lw=1.4, gid="median")
    for k, at in zip(order, x, strict=True):
        interval = [number(v, timed) for v in points[k].get("median_ci95") or ()]
        if len(interval) == 2 and np.isfinite(interval).all():
            ax.plot([at, at], interval, color=INK, lw=1.1, zorder=4, gid="interval")
        never = points[k].get("share_never") or 0.0
        if never:
            ax.text(
                at,
                1.02,
                msg("never {never}", never=share(never)),
                transform=ax.get_xaxis_transform(),
                size=5.8,
                ha="center",
                color=SOFT,
            )
    ax.set_ylim(float(ends.min()) - 0.06 * float(np.ptp(ends) or 1.0), top)
    ax.margins(x=0.06)
    ax.grid(axis="y")
    if timed:
        _clock_axis(ax)
    else:
        numbers(ax.yaxis)


def _clock_axis(ax: Axes) -> None:
    low, high = ax.get_ylim()
    step = next(
        (s for s in (1 / 60, 1 / 30, 1 / 12, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48) if (high - low) / s <= 9), 96
    )
    ticks = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    ax.set_yticks(ticks)
    moments = (datetime.min + timedelta(minutes=round(float(t) * 60)) for t in ticks)
    ax.set_yticklabels([day_and_clock(moment, f"{moment:%H:%M}") for moment in moments])


def _plain(value: object) -> str:
    """A value in a sentence: moments as day and clock."""
    try:
        return day_clock(datetime.fromisoformat(str(value)).isoformat())
    except ValueError:
        return yaml_word(value)


def _found(ax: Axes, answer: SweepDocument) -> None:
    """Mark the value at which the outcome changes, where the sweep has looked for it."""
    found = answer.get("found")
    if found is None:
        return
    (x,), _ = _values([found])
    ax.axvline(x, color=INK, lw=0.8, ls=(0, (4, 2)), gid="found")
    words = msg(" changes at {value}", value=_plain(found))
    ax.text(x, 0.98, words, transform=ax.get_xaxis_transform(), size=6.2, va="top")


def _message(answer: SweepDocument, timed: bool) -> tuple[str, str]:
    """The headline says no more than the pairs of the last value with the first do."""
    what = answer.get("label", answer["outcome"])
    first, last = answer["points"][0], answer["points"][-1]
    subtitle = msg("Line: median; bars: its 95 % interval; shade: the middle 90 % of the runs.")
    pairs = last.get("against_first")
    if first is last or not pairs or not pairs["n_pairs"]:
        return msg(
            "{what} at {n} values of {input}",
            what=what,
            n=len(answer["points"]),
            input=lower(_input(answer)[0]),
        ), subtitle
    span = msg("from {first} to {last}", first=_plain(first["value"]), last=_plain(last["value"]))
    if pairs["share_equal"] == 1.0:
        return msg(
            "{what}: no difference in any pair as the input goes {span}", what=what, span=span
        ), subtitle
    if pairs["ci95_coverage"] < LEVEL:
        return msg("{what}: too few runs to tell a difference from chance", what=what), subtitle
    middle, (low, high) = pairs["difference_median"] or 0.0, (end or 0.0 for end in pairs["ci95"])
    told = msg(
        "{low} to {high}",
        low=difference(low, pairs["unit"]),
        high=difference(high, pairs["unit"]),
    )
    if low == high == 0:
        return msg(
            "{what}: no difference in the median pair as the input goes {span}", what=what, span=span
        ), subtitle
    if low * high <= 0:
        return msg(
            "{what}: no clear difference ({told}) as the input goes {span}", what=what, told=told, span=span
        ), subtitle
    size, later = abs(middle), low > 0
    change = changed(duration(size) if timed else amount(size), later, timed)
    return msg(
        "{what}: {change} in the median pair as the input goes {span}", what=what, change=change, span=span
    ), subtitle
