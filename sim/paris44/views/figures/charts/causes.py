"""Why it was late: the hours of each formation by cause, and what a counterfactual gains where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from paris44.language.text import join, mapped, msg
from paris44.results.columns import Series
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.study.questions.compare import cause_differences, check_pair
from paris44.study.running.lay_out import lay_out
from paris44.study.statistics.estimates import PairDifference, pair_difference
from paris44.telling.outcomes import label, main_outcomes, unfolds
from paris44.telling.words import told
from paris44.views.figures.charts.compare import lower, stamp
from paris44.views.figures.common.hours import HOUR, Almanac, near, time_axis
from paris44.views.figures.common.sheet import Sheet, colophon, fitted, fitting, key_room, numbers, text_width
from paris44.views.figures.common.style import CAUSE_WORDS, CAUSES, INK, SOFT, short_name
from paris44.views.wording import duration, share

WIDTH, LABEL, RIGHT = 4.8, 1.95, 0.6
ROW, HEADING, FOOT = 0.175, 0.28, 0.42
MOST_ROWS, ROWS_WITH_BRIDGES = 24, 14
LEFT_OUT = ("orders",)
BRIDGE_ROW = 0.19
NAME, LEAST = 6.2, 4.8  # points: the type of the name of a row, and of one that is long
MOST_BRIDGES = 4


def draw(results: Sequence[ResultFolder], *, outcome: str | None = None) -> Sheet:
    """Hours of the first result; below them its critical chains, or the bridges to the other results.

    ``outcome`` is the moment that the bridges lead to (default: the first main one that both have).

    Raises:
        StudyError: nobody was given an order, or there is no moment to lead to (exit code 2).
    """
    base = results[0]
    bars = hours_of(base, ROWS_WITH_BRIDGES if results[1:] else MOST_ROWS)
    if not bars:
        raise StudyError(
            2,
            msg("{path}: nobody was given an order to march, so there are no hours to show", path=base.path),
        )
    used = [c for c in CAUSES if c not in LEFT_OUT and any(b.get(c, 0.0) > 0.02 for b in bars.values())]
    others = results[1 : 1 + MOST_BRIDGES]
    chains = {} if others else chains_of(base)
    waterfalls = [_waterfall_of(base, other, outcome) for other in others]
    named = list(
        dict.fromkeys([*used, *(c for chain in chains.values() for c in CAUSES if chain.get(c, 0) > 1)])
    )
    key = [("square", CAUSES[c], CAUSE_WORDS[c]) for c in CAUSES if c in named]
    width = LABEL + WIDTH + RIGHT
    lower = sum(HEADING + FOOT + BRIDGE_ROW * (len(waterfall.steps) + 2) for waterfall in waterfalls)
    lower += (HEADING + FOOT + ROW * 1.4 * len(chains)) if chains else 0.0
    height = key_room(key, width) + HEADING + ROW * len(bars) + FOOT + lower
    title, subtitle = _message(bars, waterfalls, others)
    subtitle = join("", (subtitle, stamp([base, *others])))
    sheet = Sheet(
        width, height, title, subtitle, colophon(results[: 1 + MOST_BRIDGES], note=_note(bool(waterfalls)))
    )
    y = sheet.key(0.0, key) + HEADING
    _hours(sheet, y, base, bars, used)
    y += ROW * len(bars) + FOOT + HEADING
    if chains:
        _chains(sheet, y, base, chains)
    for other, waterfall in zip(others, waterfalls, strict=True):
        _waterfall(sheet, y, base, other, waterfall)
        y += BRIDGE_ROW * (len(waterfall.steps) + 2) + FOOT + HEADING
    return sheet


def _note(bridged: bool) -> str:
    first = msg(
        "Hours: mean over the runs and over a formation's march units of 20 to 25 vehicles, from the "
        "order to the last place; waiting for orders is left out."
    )
    second = msg(
        "Bridge: mean of the pairs in which both came; the differences of the critical chains add up."
    )
    if not bridged:
        second = msg(
            "Chains: the last-enabling events walked back to the start; the parts add up to the moment; dots "
            "before a figure: the bar begins before the axis."
        )
    return join(" ", (first, second))


# --- hours by cause -------------------------------------------------------------------------------


def hours_of(result: ResultFolder, most: int = MOST_ROWS) -> dict[str, dict[str, float]]:
    """Leaf formation -> cause -> hours of a march unit, mean of the runs; the larger formations only."""
    world = lay_out(result.loaded)
    units: dict[str, int] = {}
    for unit in world.units:
        units[unit.formation] = units.get(unit.formation, 0) + 1
    sums = result.cause_hours()
    formations = result.scenario.formations
    largest = sorted((f for f in sums if f in units), key=lambda f: (-formations[f].vehicles, f))[:most]
    kept = [f for f in sums if f in set(largest)]
    return {f: {c: h / (units[f] * result.n) for c, h in sums[f].items()} for f in kept}


def _hours(
    sheet: Sheet,
    y: float,
    result: ResultFolder,
    bars: Mapping[str, Mapping[str, float]],
    causes: Sequence[str],
) -> None:
    ax = sheet.axes(LABEL, y, WIDTH, ROW * len(bars), label="hours")
    rows = list(bars)
    totals = [sum(bars[f].get(c, 0.0) for c in causes) for f in rows]
    ax.set_xlim(0, max(totals, default=1.0) * 1.02 or 1.0)
    left = np.zeros(len(rows))
    for cause in causes:
        values = np.array([bars[f].get(cause, 0.0) for f in rows])
        drawn = ax.barh(
            range(len(rows)),
            values,
            left=left,
            height=0.74,
            color=CAUSES[cause],
            ec="white",
            lw=0.3,
            label=cause,
        )
        for patch in drawn:
            patch.set_gid(f"hours {cause}")
        left += values
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_yticks(range(len(rows)))
    _name_rows(ax, _row_names(result, rows))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    numbers(ax.xaxis)
    ax.set_xlabel(msg("hours of a march unit"), labelpad=1)
    for at, total in enumerate(totals):
        ax.text(1.01, at, near(total), transform=ax.get_yaxis_transform(), size=5.6, va="center", color=SOFT)
    ax.text(
        -LABEL / WIDTH,
        1 + 0.1 / (ROW * len(rows)),
        msg("Where the hours went"),
        transform=ax.transAxes,
        size=8,
        weight="bold",
    )


def _name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Write the names of rows, a long one smaller, and cut only where that is not enough."""
    sizes = [fitting(name, LABEL - 0.1, NAME, LEAST) for name in names]
    ax.set_yticklabels([fitted(name, LABEL - 0.1, size) for name, size in zip(names, sizes, strict=True)])
    for tick, size in zip(ax.get_yticklabels(), sizes, strict=True):
        tick.set_fontsize(size)


def _row_names(result: ResultFolder, formations: Sequence[str]) -> list[str]:
    """What the rows are called: by their short names, those that share one by their whole names."""
    scenario = result.scenario
    short = [short_name(scenario, f) for f in formations]
    whole = [told(scenario, scenario.formations[f].name) for f in formations]
    return [mapped(_capital, w if short.count(s) > 1 else s) for s, w in zip(short, whole, strict=True)]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


# --- critical chains -------------------------------------------------------------------------------


def chains_of(result: ResultFolder) -> dict[str, dict[str, float]]:
    """Outcome -> cause -> mean seconds of its critical chain over the runs in which it came."""
    series, chains = result.outcomes(), result.chains()
    found = {}
    for name in series:
        if name in chains and not unfolds(result.scenario, name):
            came = np.isfinite(series[name].values)
            if came.mean() >= 0.5:
                found[name] = {c: float(np.asarray(s)[came].mean()) for c, s in chains[name].items()}
    return found


def _chains(sheet: Sheet, y: float, result: ResultFolder, chains: Mapping[str, Mapping[str, float]]) -> None:
    tall = ROW * 1.4 * len(chains)
    ax = sheet.axes(LABEL, y, WIDTH, tall, label="chains")
    almanac = Almanac(result.scenario)
    ends = [sum(chain.values()) for chain in chains.values()]
    waits = min(chain.get("orders", 0.0) for chain in chains.values())
    lo = max(waits - 0.15 * (max(ends) - waits), 0.0)
    time_axis(ax, almanac, lo, max(ends) + 0.03 * (max(ends) - lo), WIDTH)
    for at, (_, chain) in enumerate(chains.items()):
        left = 0.0
        for cause in CAUSES:
            seconds = chain.get(cause, 0.0)
            if seconds:
                ax.barh(
                    at,
                    seconds,
                    left=left,
                    height=0.66,
                    color=CAUSES[cause],
                    ec="white",
                    lw=0.3,
                    gid=f"chain {cause}",
                )
                _inside_bar(ax, left, seconds, at, lo, cause)
                left += seconds
    ax.set_ylim(len(chains) - 0.5, -0.5)
    ax.set_yticks(range(len(chains)))
    _name_rows(ax, [label(result.scenario, name) for name in chains])
    ax.tick_params(axis="y", length=0)
    for at, end in enumerate(ends):
        _beside(ax, at, almanac.day_clock(end), color=SOFT)
    ax.text(-LABEL / WIDTH, 1 + 0.1 / tall, msg("What had to happen first: mean critical chains"),
            transform=ax.transAxes, size=8, weight="bold")  # fmt: skip


def _inside_bar(ax: Axes, left: float, seconds: float, at: int, lo: float, cause: str) -> None:
    start = max(left, lo)
    words = join(
        "", ("… " if left < lo else "", near(seconds / HOUR))
    )  # the axis begins in the middle of the bar
    room = (left + seconds - start) / (ax.get_xlim()[1] - ax.get_xlim()[0]) * WIDTH
    if room > text_width(words, 5.4) + 0.04:
        dark = cause in ("rolling", "fight", "line", "rest", "gridlock")
        ax.text(
            (start + left + seconds) / 2,
            at,
            words,
            size=5.4,
            ha="center",
            va="center",
            color="white" if dark else INK,
        )


def _beside(ax: Axes, row: float, words: str, *, color: str | None = None, weight: str = "normal") -> None:
    """Words to the right of a row, outside the axes."""
    ax.text(1.01, row, words, transform=ax.get_yaxis_transform(), size=5.8, va="center", color=color,
            weight=weight)  # fmt: skip


# --- bridges ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waterfall:
    """An outcome's mean moment in both scenarios (s) over common pairs, and (cause, minutes) between them."""

    outcome: str
    label: str
    start: float
    end: float
    steps: list[tuple[str, float]]
    pairs: PairDifference


def _waterfall_of(base: ResultFolder, other: ResultFolder, outcome: str | None) -> Waterfall:
    """From the base to the other, by ``outcome`` or the first moment that both have.

    Raises:
        StudyError: they have no moment in common (exit code 2).
    """
    check_pair(base, other)
    ours, theirs = base.outcomes(), other.outcomes()
    name = outcome or next((o for o in main_outcomes(base.scenario, ours) if o in theirs), "")
    if name not in ours or name not in theirs or not ours[name].is_time:
        raise StudyError(
            2,
            msg(
                "{path}: no moment {what} to build a bridge to",
                path=other.path,
                what=name or msg("in common"),
            ),
        )
    a, b = ours[name], theirs[name]
    ours_at, theirs_at = np.asarray(a.values), np.asarray(b.values)
    both = np.isfinite(ours_at) & np.isfinite(theirs_at)
    if not both.any():
        raise StudyError(
            2, msg("{path}: {name} never came in both runs of a pair", path=other.path, name=name)
        )
    steps = _steps(a, b, base.chains().get(name, {}), other.chains().get(name, {}))
    start, end = float(ours_at[both].mean()), float(theirs_at[both].mean())
    return Waterfall(name, label(base.scenario, name), start, end, steps, pair_difference(a.values, b.values))


def _steps(
    a: Series, b: Series, ours: Mapping[str, Sequence[float]], theirs: Mapping[str, Sequence[float]]
) -> list[tuple[str, float]]:
    """Causes with their minutes in the order of the legend; small ones are joined."""
    found = cause_differences(a, b, ours, theirs)
    large = max((abs(m) for m in found.values()), default=0.0)
    kept = [(c, found[c]) for c in CAUSES if c in found and abs(found[c]) >= 0.02 * large]
    rest = sum(m for c, m in found.items() if c not in dict(kept))
    return [*kept, ("others", rest)] if abs(rest) > 0.5 else kept


def _waterfall(sheet: Sheet, y: float, base: ResultFolder, other: ResultFolder, waterfall: Waterfall) -> None:
    name, start, end, steps = waterfall.outcome, waterfall.start, waterfall.end, waterfall.steps
    tall = BRIDGE_ROW * (len(steps) + 2)
    ax = sheet.axes(LABEL, y, WIDTH, tall, label=f"bridge {other.name}")
    at, edges = start, [start, end]
    for row, (cause, minutes) in enumerate(steps, 1):
        seconds = minutes * 60.0
        ax.barh(
            row,
            seconds,
            left=at,
            height=0.62,
            color=CAUSES.get(cause, "#cccccc"),
            ec=INK,
            lw=0.3,
            gid=f"step {cause}",
        )
        ax.plot([at, at], [row - 1 + 0.31, row + 0.31], color=SOFT, lw=0.4)
        at += seconds
        edges.append(at)
        _beside(ax, row, duration(minutes, signed=True))
    last = len(steps) + 1
    ax.plot([at, at], [last - 0.69, last + 0.31], color=SOFT, lw=0.4)
    almanac = Almanac(base.scenario)
    for row, moment in ((0, start), (last, end)):
        ax.plot([moment], [row], marker="D", ms=4, color=INK, ls="none", zorder=5)
        _beside(ax, row, almanac.day_clock(moment), weight="bold")
    pad = 0.08 * (max(edges) - min(edges)) + 300.0
    time_axis(ax, almanac, min(edges) - pad, max(edges) + pad, WIDTH)
    ax.set_ylim(last + 0.5, -0.5)
    ax.set_yticks(range(last + 1))
    worlds = [told(world.scenario, str(world.manifest["title"])) for world in (base, other)]
    labels = [worlds[0], *(CAUSE_WORDS.get(c, c) for c, _ in steps), worlds[1]]
    _name_rows(ax, labels)
    ax.tick_params(axis="y", length=0)
    heading = join(" – ", (label(base.scenario, name), worlds[1]))
    ax.text(-LABEL / WIDTH, 1 + 0.1 / tall, fitted(heading, LABEL + WIDTH, 8, weight="bold"),
            transform=ax.transAxes, size=8, weight="bold")  # fmt: skip


# --- the message --------------------------------------------------------------------------------


def _message(
    bars: Mapping[str, Mapping[str, float]], waterfalls: Sequence[Waterfall], others: Sequence[ResultFolder]
) -> tuple[str, str]:
    units = sum(sum(causes.values()) for causes in bars.values()) or 1.0
    counted = {c: sum(b.get(c, 0.0) for b in bars.values()) for c in CAUSES if c not in LEFT_OUT}
    whole = sum(counted.values()) or units
    ranked = sorted(counted, key=lambda c: -counted[c])
    first, second = ranked[0], ranked[1]
    parts = [join(" ", (CAUSE_WORDS[c], share(counted[c] / whole))) for c in (first, second, ranked[2])]
    subtitle = msg("Of the hours under orders: {parts}.", parts=join(", ", parts))
    if not waterfalls:
        rolls = msg(
            "A march unit rolls in {share} of its hours under orders", share=share(counted["rolling"] / whole)
        )
        if not counted["fight"]:
            return rolls, subtitle
        fights = share(counted["fight"] / whole)
        return msg("{rolls}; fights take {share}", rolls=rolls, share=fights), subtitle
    title = told(others[0].scenario, others[0].manifest["title"])
    return msg("{title}: {told}", title=title, told=_moved(waterfalls[0])), subtitle


def _moved(waterfall: Waterfall) -> str:
    """What the first bridge shows, as far as the interval of its mean bears it."""
    what = lower(waterfall.label)
    if waterfall.pairs.share_equal == 1.0:
        return msg("{what} at the same moment in every pair", what=what)
    low, high = waterfall.pairs.ci95_mean or (-1.0, 1.0)
    if low * high <= 0:
        return msg("no clear difference in {what}", what=what)
    most = max(waterfall.steps, key=lambda s: abs(s[1]), default=("", 0.0))
    size = duration(abs(waterfall.end - waterfall.start) / 60.0)
    if high < 0:
        moved = msg("{what} {size} earlier on average", what=what, size=size)
    else:
        moved = msg("{what} {size} later on average", what=what, size=size)
    if not waterfall.steps:
        return moved
    return msg("{moved}, most of it {cause}", moved=moved, cause=CAUSE_WORDS.get(most[0], most[0]))
