"""Losses by party: the simulated totals as dots against those that sources give, and when they fell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from paris44.results.batch import Floats
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder, Series
from paris44.study.statistics.estimates import quantile
from paris44.views.figures.common.dots import DOTS, dots_of, levels, meaning
from paris44.views.figures.common.hours import HOUR, Almanac, shade_nights, time_axis
from paris44.views.figures.common.sheet import POINT, Sheet, colophon, text_width
from paris44.views.figures.common.style import INK, SOFT
from paris44.views.wording import amount

PANEL, GAP = 3.35, 0.5
DOT = 4.0
ROOM, HEADING, FOOT = 0.42, 0.26, 0.3
LINE = 0.13
COURSE, NUMBERS = 1.0, 0.3


@dataclass(frozen=True)
class Claim:
    """What a source gives as a total."""

    number: float
    source: str


CLAIMS: dict[str, tuple[Claim, ...]] = {
    "losses.2db.killed": (
        Claim(130, "Dansette 1946; founding account"), Claim(146, "names, 23–30 August"), Claim(156, "C"),
        Claim(78, "memoir"), Claim(141, "film"),
    ),
    "losses.2db.wounded": (
        Claim(319, "Dansette 1946; founding account"), Claim(225, "C"), Claim(300, "memoir, about"),
    ),
    "losses.ffi.killed": (Claim(1000, "founding account"), Claim(1600, "C"), Claim(800, "C")),
    "losses.ffi.wounded": (Claim(1500, "founding account"), Claim(1600, "C")),
    "losses.civilians.killed": (Claim(582, "C"), Claim(600, "founding account, about")),
    "losses.civilians.wounded": (Claim(2000, "founding account"),),
    "losses.germans.killed": (Claim(3200, "founding account; B"),),
    "losses.germans.prisoners": (
        Claim(12000, "founding account"), Claim(12800, "Dansette 1946"),
        Claim(1330, "on the axes, 24 August: at least"),
    ),
}  # fmt: skip
"""Outcome -> competing totals; a letter alone is the grade of a source without an author (key LOSS)."""

PARTIES = {
    "2db": "2e DB", "us": "US", "allied": "Other Allied regulars", "ffi": "FFI", "civilians": "Civilians",
    "germans": "Germans",
}  # fmt: skip
COLOURS = {
    "2db": "#0072B2", "us": "#009E73", "allied": "#56B4E9", "ffi": "#7b6b43", "civilians": "#CC79A7",
    "germans": "#7a1f1f",
}  # fmt: skip
DAYS_OF_1944 = ("historical", "plan", "counterfactual")


def draw(results: Sequence[ResultFolder], *, dots: int = DOTS) -> Sheet:
    """The sheet of the first result.

    Raises:
        StudyError: the scenario has no losses (exit code 2).
    """
    result = results[0]
    series = {n: s for n, s in result.outcomes().items() if n.startswith("losses.") and s.values.any()}
    if not series:
        raise StudyError(2, f"{result.path}: a scenario without losses")
    told = result.scenario.kind in DAYS_OF_1944
    names = list(series)
    rows = [names[k : k + 2] for k in range(0, len(names), 2)]
    claims = {name: CLAIMS.get(name, ()) if told else () for name in names}
    tall = [ROOM + LINE * max(len(claims[name]) for name in row) for row in rows]
    title, subtitle = _message(result, series, claims, dots)
    courses = courses_of(result)
    below = -(-len(courses) // 2) * (HEADING + COURSE + FOOT)
    sheet = Sheet(
        2 * PANEL + GAP,
        sum(tall) + len(rows) * (HEADING + FOOT) + below,
        title,
        subtitle,
        colophon([result], note=_note(result, told, bool(courses))),
    )
    y = 0.0
    for row, inches in zip(rows, tall, strict=True):
        for at, name in enumerate(row):
            ax = sheet.axes(at * (PANEL + GAP), y + HEADING, PANEL, inches, label=name)
            _panel(ax, series[name], claims[name], inches, dots)
        y += HEADING + inches + FOOT
    almanac = Almanac(result.scenario)
    for at, (party, course) in enumerate(courses.items()):
        x, top = at % 2 * (PANEL + GAP) + NUMBERS, y + at // 2 * (HEADING + COURSE + FOOT) + HEADING
        ax = sheet.axes(x, top, PANEL - NUMBERS, COURSE, label=f"course {party}")
        _course(ax, party, course, almanac)
    return sheet


def _note(result: ResultFolder, told: bool, timed: bool) -> str:
    claims = (
        "Black diamonds: what sources give, with their grade where they name no author (see the "
        "contradictions killed, german-losses, ffi and civilians of the scenario); the founding account is "
        "the one that this project began with."
    )
    runs = min(int(result.manifest["events"]), result.n)
    courses = (
        f"Curves: killed so far, median and middle 90 % of the {runs} recorded replications; what the "
        "scenario lets accrue by the hour is spread evenly over its hours."
    )
    return " ".join([claims] * told + [courses] * timed)


# --- when ---------------------------------------------------------------------------------------


def courses_of(result: ResultFolder) -> dict[str, Floats]:
    """Party -> killed so far at every whole hour, a row for each recorded replication."""
    runs = min(int(result.manifest["events"]), result.n)
    hours = np.arange(0.0, result.scenario.duration + 1.0, HOUR)
    found: dict[str, Floats] = {}
    for row in result.losses():
        if row.killed:
            course = found.setdefault(row.party, np.zeros((runs, len(hours))))
            course[row.replication] += row.killed * _part(hours, row.since, row.time)
    return {party: found[party] for party in PARTIES if party in found}


def _part(hours: Floats, since: float, until: float) -> Floats:
    """The part of a loss that is suffered by each hour."""
    if until <= since:
        return (hours >= until).astype(float)
    return np.clip((hours - since) / (until - since), 0.0, 1.0)


def _course(ax: Axes, party: str, course: Floats, almanac: Almanac) -> None:
    hours = np.arange(course.shape[1]) * HOUR
    low, middle, high = (np.quantile(course, q, axis=0) for q in (0.05, 0.5, 0.95))
    colour = COLOURS.get(party, SOFT)
    shade_nights(ax, almanac, hours[0], hours[-1])
    ax.fill_between(hours, low, high, color=colour, alpha=0.25, lw=0, gid="band")
    ax.plot(hours, middle, color=colour, lw=1.3, gid="median")
    time_axis(ax, almanac, hours[0], hours[-1], PANEL - NUMBERS)
    ax.set_ylim(0.0, 1.05 * float(high.max()))
    ax.grid(axis="y")
    ax.locator_params(axis="y", nbins=4)
    ax.yaxis.set_major_formatter(lambda y, _: f"{y:,.0f}")
    ax.set_title(f"{PARTIES[party]}, killed so far", pad=5)


# --- how many -----------------------------------------------------------------------------------


def _panel(ax: Axes, series: Series, claims: Sequence[Claim], height: float, dots: int) -> None:
    party, what = series.name.split(".")[1:]
    found = [d for d in dots_of(series.values, dots) if d is not None]
    low, high = min([*found, *(c.number for c in claims)]), max([*found, *(c.number for c in claims)])
    pad = 0.05 * (high - low) or 1.0
    span = high - low + 2 * pad
    ax.set_xlim(low - pad, high + pad)
    ax.set_ylim(0, height)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    ax.locator_params(axis="x", nbins=6)
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
    heights = levels(found, DOT * 0.95 * POINT * span / PANEL)
    pitch = min(DOT * POINT * 0.95, (ROOM - 0.08) / max(*heights, 1))
    base = height - ROOM + 0.04
    ax.plot(found, [base + level * pitch for level in heights], ls="none", marker="o", ms=DOT, mew=0.3,
            mec="white", color=COLOURS.get(party, SOFT), gid=f"dots {series.name}", zorder=3)  # fmt: skip
    for at, claim in enumerate(claims):
        _claim(ax, claim, height - ROOM - LINE * (at + 0.55), (low - pad, span))
    middle = quantile(series.values, 0.5)
    ax.set_title(f"{PARTIES.get(party, party)}, {what}: median {amount(middle)}", pad=5)


def _claim(ax: Axes, claim: Claim, y: float, extent: tuple[float, float]) -> None:
    ax.plot([claim.number], [y], marker="D", ms=3, color=INK, mew=0, zorder=4, gid="claim")
    words = f"{claim.number:,.0f} ({claim.source})"
    wide = (text_width(words, 5.8) + 0.1) / PANEL * extent[1]
    fits = claim.number + wide < extent[0] + extent[1]
    ax.annotate(words, (claim.number, y), (4 if fits else -4, 0), textcoords="offset points", size=5.8,
                va="center", ha="left" if fits else "right", color=SOFT)  # fmt: skip


def _message(
    result: ResultFolder, series: dict[str, Series], claims: dict[str, tuple[Claim, ...]], dots: int
) -> tuple[str, str]:
    within = [name for name in series if claims[name] and _within(series[name], claims[name])]
    judged = [name for name in series if claims[name]]
    subtitle = f"Each dot is {meaning(result.n, dots, 'runs')}."
    if not judged:
        name = next(iter(series))
        return f"{name}: {amount(quantile(series[name].values, 0.5))} in the median run", subtitle
    title = (
        f"{len(within)} of {len(judged)} medians lie within a factor of two of every total that sources give"
    )
    killed = series.get("losses.2db.killed")
    if killed is not None and claims["losses.2db.killed"]:
        numbers = [c.number for c in claims["losses.2db.killed"]]
        middle = amount(quantile(killed.values, 0.5))
        sources = f"sources say {min(numbers):.0f} to {max(numbers):.0f}"
        subtitle = f"2e DB: {middle} killed at the median; {sources}. {subtitle}"
    return title, subtitle


def _within(series: Series, claims: Sequence[Claim]) -> bool:
    middle = float(np.median(series.values))
    return all(c.number / 2 <= middle <= c.number * 2 for c in claims if "at least" not in c.source)
