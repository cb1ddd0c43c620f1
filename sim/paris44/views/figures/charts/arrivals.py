"""Recorded times with their bounds against simulated times as dots that can be counted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from paris44.language.text import join, mapped, msg, pmsg, quoted
from paris44.results.batch import Floats
from paris44.results.columns import Series
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.model import RecordedTime, Scenario
from paris44.study.questions.validate.checkpoints import checkpoints_of
from paris44.study.questions.validate.judged import judge
from paris44.study.statistics.estimates import covers90, middle90, outside, quantile
from paris44.telling.outcomes import label, main_outcomes, recorded
from paris44.telling.words import agreeing
from paris44.views.figures.common.dots import DOTS, dots_of, levels, meaning
from paris44.views.figures.common.hours import DAY, HOUR, Almanac, near, shade_nights, time_axis
from paris44.views.figures.common.sheet import (
    A4,
    POINT,
    Sheet,
    colophon,
    fitted,
    key_room,
    on_leaves,
    text_width,
)
from paris44.views.figures.common.style import (
    EVENT_WORDS,
    INK,
    SOFT,
    column_of,
    columns_of,
    place_name,
    short_name,
)
from paris44.views.wording import NEVER, duration, share

ROW = 0.15
LABEL, ERROR = 2.95, 1.25
PLOT = 3.2
HEADING = 0.54
DOT = 2.5  # points
TYPE, SMALLER, SMALLEST = 6.5, 5.8, 5.0  # points; the sheet is as wide as a page of A4
WORDS = 2.4  # inches that title, legend and colophon take of a leaf
REACH = 36 * HOUR


@dataclass(frozen=True)
class CheckpointRow:
    """One checkpoint: what is recorded of it (nothing in a toy) and its simulated times, inf for never."""

    formation: str
    label: str
    grade: str
    recorded: tuple[RecordedTime, ...]
    centre: float
    lo: float
    hi: float
    values: Floats

    @property
    def error(self) -> float:
        """Seconds from the median run to the bounds: 0 inside, inf where half of the runs never come."""
        median = quantile(self.values, 0.5)
        return math.inf if median is None else outside(median, self.lo, self.hi)

    @property
    def covered(self) -> bool:
        """Whether the bounds touch the range of the middle 90 % of the runs, as the score counts it."""
        return covers90(self.values, self.lo, self.hi)

    @property
    def unbounded(self) -> bool:
        """Whether that range reaches *never*."""
        return math.isinf(middle90(self.values)[1])


def draw(results: Sequence[ResultFolder], *, days: Sequence[str] = (), dots: int = DOTS) -> Sheet:
    """The sheet of the first result; ``days`` (``24 Aug``) keeps some days only.

    Raises:
        StudyError: nothing is to be shown of one of ``days`` (exit code 2).
    """
    result = results[0]
    almanac = Almanac(result.scenario)
    by_day: dict[str, list[CheckpointRow]] = {}
    for row in rows_of(result):
        by_day.setdefault(almanac.day(row.centre), []).append(row)
    unknown = next((day for day in days if day not in by_day), None)
    if unknown is not None:
        raise StudyError(
            2, msg("--day: {unknown} is none of {by_day}", unknown=quoted(unknown), by_day=", ".join(by_day))
        )
    kept = [of_day for day, of_day in by_day.items() if not days or day in days]
    words = _message(result, [row for of_day in kept for row in of_day], almanac, dots)
    sheet = _sheet(result, kept, almanac, words, dots)
    if sheet.page[1] > A4[1]:
        sheet.leaves = lambda: on_leaves(
            kept, _tall, WORDS, lambda days: _sheet(result, days, almanac, words, dots)
        )
    return sheet


def _sheet(
    result: ResultFolder,
    days: Sequence[Sequence[CheckpointRow]],
    almanac: Almanac,
    words: tuple[str, str],
    dots: int,
) -> Sheet:
    """A sheet of some days, one below the other."""
    rows = [row for day in days for row in day]
    width = LABEL + PLOT + ERROR
    columns = columns_of((row.formation for row in rows), result.scenario)
    key = [("dot", column.colour, column.label) for column in columns]
    y = key_room(key, width) + 0.1
    sources = [r.source for row in rows for r in row.recorded]
    height = y + sum(map(_tall, days), 0.0 if days else 0.5)
    sheet = Sheet(width, height, *words, colophon([result], sources=sources))
    sheet.key(0.0, key)
    for day in days:
        _panel(sheet, y, day, result.scenario, almanac, dots)
        y += _tall(day)
    return sheet


def rows_of(result: ResultFolder) -> list[CheckpointRow]:
    """The checkpoints that judge the scenario; where it has no record, the events that it watches."""
    scenario = result.scenario
    found = []
    points, _ = checkpoints_of(result.loaded)
    for judged in judge(result, points):
        point = judged.point
        name, place = point.key[0], point.rows[0].place
        label = _label(scenario, name, place, point.rows[0].event)
        grade = "".join(sorted({row.grade for row in point.rows}))
        found.append(
            CheckpointRow(name, label, grade, point.rows, point.recorded, point.lo, point.hi, judged.values)
        )
    return found or _watched(result)


def _watched(result: ResultFolder) -> list[CheckpointRow]:
    scenario = result.scenario
    keys = [(w.formation, w.place, w.event, 1) for w in scenario.watch][:60]
    times = result.times(keys)
    found = []
    for key in keys:
        values = times[key].head
        centre = quantile(values, 0.5)
        if centre is not None:
            label = _label(scenario, key[0], key[1], key[2])
            found.append(CheckpointRow(key[0], label, "", (), centre, centre, centre, values))
    return sorted(found, key=lambda row: row.centre)


def _label(scenario: Scenario, formation: str, place: str | None, event: str) -> str:
    who = short_name(scenario, formation)
    where = place_name(scenario, place) if place else ""
    words = mapped(agreeing, who, *EVENT_WORDS[event])
    if not where:
        return join(" ", (who, mapped(_without_place, words)))
    return join(" ", (who, words, where))


def _without_place(words: str) -> str:
    return words.removesuffix(" at").removesuffix(":").rstrip()


def _tall(day: Sequence[CheckpointRow]) -> float:
    return len(day) * ROW + HEADING


# --- the message --------------------------------------------------------------------------------


def _message(
    result: ResultFolder, rows: Sequence[CheckpointRow], almanac: Almanac, dots: int
) -> tuple[str, str]:
    judged = [row for row in rows if row.recorded]
    how = msg("Each dot is {meaning}", meaning=meaning(result.n, dots, pmsg("of dots", "runs")))
    if not judged:
        return _first_end(result, almanac), msg("{how}. No recorded times stand beside them.", how=how)
    inside = sum(row.covered for row in judged)
    endless = sum(row.covered and row.unbounded for row in judged)
    counts = {"inside": inside, "judged": len(judged)}
    touched = msg(
        "{inside} of {judged} recorded times touch the range of the middle 90 % of the runs", **counts
    )
    if endless:
        touched = msg(
            "{touched} ({endless} of them a range that reaches never)", touched=touched, endless=endless
        )
    middle = float(np.median([abs(row.error) for row in judged]))
    off = (
        msg("never comes")
        if math.isinf(middle)
        else msg("is {near} off its bounds", near=near(middle / HOUR))
    )
    score = msg(
        "{touched}; at the middle checkpoint the median run {off}. {how}; black: recorded time (diamond), "
        "bounds (bar), grade.",
        touched=touched, off=off, how=how,
    )  # fmt: skip
    return _first_main(result, almanac) or join("", (touched, ".")), score


def _first_main(result: ResultFolder, almanac: Almanac) -> str:
    """When the first of the main moments comes, and what the record says of it."""
    series = result.outcomes()
    name = next((name for name in main_outcomes(result.scenario, series) if series[name].is_time), None)
    if name is None:
        return ""
    times = [row.time for row in recorded(result.scenario, name) if row.time is not None]
    told = _first_of(series[name], label(result.scenario, name), almanac)
    return (
        msg("{told}; the record says {time}", told=told, time=almanac.day_clock(min(times)))
        if times
        else told
    )


def _first_of(series: Series, what: str, almanac: Almanac) -> str:
    """When a moment comes, in a sentence."""
    values = series.values
    low, half, high = (quantile(values, q) for q in (0.25, 0.5, 0.75))
    if low is None:
        return msg("{what}: never in most runs", what=what)
    if high is None:
        late = (
            msg("not in half of the runs")
            if half is None
            else msg("in half of the runs by {half}", half=almanac.day_clock(half))
        )
        return msg("{what}: {late}, {share} never", what=what, late=late, share=share(series.share_never))
    return msg("{what}: in half of the runs between {span}", what=what, span=almanac.span(low, high))


def _first_end(result: ResultFolder, almanac: Almanac) -> str:
    """When the first moment comes that does: to the second where that is one in all runs."""
    series = result.outcomes()
    for name in (*main_outcomes(result.scenario, series), *series):
        middle = quantile(series[name].values, 0.5)
        if series[name].is_time and middle is not None:
            words = label(result.scenario, name)
            if np.ptp(series[name].values):
                return _first_of(series[name], words, almanac)
            return msg("{words} at {time} in every run", words=words, time=result.clock.text(middle)[11:19])
    return msg("When the columns of {name} arrive", name=result.name)


# --- the picture --------------------------------------------------------------------------------


def _panel(
    sheet: Sheet, y: float, rows: Sequence[CheckpointRow], scenario: Scenario, almanac: Almanac, dots: int
) -> None:
    height = len(rows) * ROW
    day = almanac.day(rows[0].centre)
    ax = sheet.axes(LABEL, y + 0.2, PLOT, height, label=day)
    lo, hi = _window(rows, dots)
    shade_nights(ax, almanac, lo, hi)
    time_axis(ax, almanac, lo, hi, PLOT, days=almanac.day(lo) != almanac.day(hi))
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.text(
        -LABEL / PLOT,
        1 + 0.07 / height,
        msg("{day} {year}", day=day, year=str(almanac.when(rows[0].centre).year)),
        transform=ax.transAxes,
        size=8.5,
        weight="bold",
    )
    if any(row.recorded for row in rows):
        ax.text(
            1 + ERROR / PLOT, 1 + 0.07 / height, msg("dots beyond      median off by"),
            size=SMALLER, color=SOFT,
            transform=ax.transAxes, ha="right",
        )  # fmt: skip
    for at, row in enumerate(rows):
        _draw_row(ax, at, row, scenario, (lo, hi), dots)


def _window(rows: Sequence[CheckpointRow], dots: int) -> tuple[float, float]:
    """Hours that hold all bounds and most dots."""
    lo, hi = min(r.lo for r in rows), max(r.hi for r in rows)
    seen = [d for row in rows for d in dots_of(row.values, dots) if d is not None]
    low, high = (float(np.quantile(seen, q)) for q in (0.01, 0.97)) if seen else (lo, hi)
    pad = max(0.03 * (max(hi, high) - min(lo, low)), 60.0)
    lo = max(min(lo, low), lo - REACH / 3) - pad
    hi = min(max(hi, high), lo + REACH + DAY / 2) + pad
    return lo, hi


def _draw_row(
    ax: Axes, at: int, row: CheckpointRow, scenario: Scenario, window: tuple[float, float], dots: int
) -> None:
    colour = column_of(row.formation, scenario).colour
    ax.axhline(at + 0.5, color="#e4e4e4", lw=0.4, zorder=-1)
    room = LABEL - 0.06 * PLOT - 0.02
    size = max(min(TYPE, TYPE * room / text_width(row.label, TYPE)), SMALLEST)
    label = fitted(row.label, room, size)
    across: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center"}
    ax.text(-0.06, at, label, ha="right", size=size, color=INK, **across)
    ax.text(-0.03, at, row.grade, ha="center", size=SMALLER, color=SOFT, **across)
    _recorded(ax, at, row)
    _dots(ax, at, row, colour, window, dots)
    if row.recorded:
        ax.text(
            1 + ERROR / PLOT,
            at,
            _error(row),
            ha="right",
            size=TYPE,
            color=INK if row.error else SOFT,
            **across,
        )


def _error(row: CheckpointRow) -> str:
    if math.isinf(row.error):
        return NEVER
    return msg("inside") if row.error == 0 else duration(row.error / 60.0, signed=True)


def _recorded(ax: Axes, at: int, row: CheckpointRow) -> None:
    """Bounds of each competing row as a bar, its time as a diamond, just under the middle of the row."""
    for r in row.recorded:
        y = at + 0.24
        ax.plot(
            [r.lo, r.hi], [y, y], color=INK, lw=2.2, alpha=0.35, solid_capstyle="butt", zorder=3, gid="bounds"
        )
        if r.time is not None:
            ax.plot([r.time], [y], marker="D", ms=2.6, color=INK, mew=0, ls="none", zorder=5, gid="recorded")


def _dots(ax: Axes, at: int, row: CheckpointRow, colour: str, window: tuple[float, float], dots: int) -> None:
    """The dots, stacked upwards from the middle of the row; what lies outside is counted at the edge."""
    lo, hi = window
    found = dots_of(row.values, dots)
    inside = [d for d in found if d is not None and lo <= d <= hi]
    apart = DOT * 0.92 * POINT * (hi - lo) / PLOT
    heights = levels(inside, apart)
    pitch = min(DOT * POINT / ROW * 0.92, 0.5 / max(max(heights, default=0), 1))
    ys = [at + 0.06 - level * pitch for level in heights]
    ax.plot(
        inside, ys, ls="none", marker="o", ms=DOT, color=colour, mew=0.25, mec="white", zorder=4,
        gid=f"dots {row.label}",
    )  # fmt: skip
    late = sum(d is not None and d > hi for d in found)
    never = sum(d is None for d in found)
    words = [msg("{n} later", n=late)] * bool(late) + [msg("{n} never", n=never)] * bool(never)
    text = join(", ", words)
    if text:
        ax.text(
            1.015,
            at,
            text,
            transform=ax.get_yaxis_transform(),
            ha="left",
            va="center",
            size=SMALLER,
            color=SOFT,
        )
