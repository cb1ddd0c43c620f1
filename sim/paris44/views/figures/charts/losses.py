"""Losses by party: the simulated totals as dots against those that sources give, and when they fell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from paris44.language.text import Word, join, msg, pmsg
from paris44.results.batch import Floats
from paris44.results.columns import Series
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.model import Claim, OperationTheatre
from paris44.study.statistics.estimates import quantile
from paris44.telling.outcomes import LOSSES
from paris44.telling.words import NEUTRAL, told
from paris44.views.figures.common.dots import DOTS, dots_of, levels, meaning
from paris44.views.figures.common.hours import HOUR, Almanac, shade_nights, time_axis
from paris44.views.figures.common.sheet import POINT, Sheet, colophon, numbers, text_width
from paris44.views.figures.common.style import INK, SOFT, SPARE
from paris44.views.wording import amount

PANEL, GAP = 3.35, 0.5
DOT = 4.0
ROOM, HEADING, FOOT = 0.42, 0.26, 0.3
LINE = 0.13
COURSE, NUMBERS = 1.0, 0.3


def draw(results: Sequence[ResultFolder], *, dots: int = DOTS) -> Sheet:
    """The sheet of the first result.

    Raises:
        StudyError: the scenario has no losses (exit code 2).
    """
    result = results[0]
    series = {n: s for n, s in result.outcomes().items() if n.startswith("losses.") and any(s.values)}
    if not series:
        raise StudyError(2, msg("{path}: a scenario without losses", path=result.path))
    theatre = result.scenario.theatre
    names = list(series)
    rows = [names[k : k + 2] for k in range(0, len(names), 2)]
    claims = {name: [c for c in theatre.claims if f"losses.{c.party}.{c.loss}" == name] for name in names}
    tall = [ROOM + LINE * max(len(claims[name]) for name in row) for row in rows]
    title, subtitle = _message(result, series, claims, dots)
    courses = courses_of(result)
    below = -(-len(courses) // 2) * (HEADING + COURSE + FOOT)
    sheet = Sheet(
        2 * PANEL + GAP,
        sum(tall) + len(rows) * (HEADING + FOOT) + below,
        title,
        subtitle,
        colophon([result], note=_note(result, any(claims.values()), bool(courses))),
    )
    y = 0.0
    for row, inches in zip(rows, tall, strict=True):
        for at, name in enumerate(row):
            ax = sheet.axes(at * (PANEL + GAP), y + HEADING, PANEL, inches, label=name)
            _panel(ax, series[name], claims[name], inches, dots, theatre)
        y += HEADING + inches + FOOT
    almanac = Almanac(result.scenario)
    for at, (party, course) in enumerate(courses.items()):
        x, top = at % 2 * (PANEL + GAP) + NUMBERS, y + at // 2 * (HEADING + COURSE + FOOT) + HEADING
        ax = sheet.axes(x, top, PANEL - NUMBERS, COURSE, label=f"course {party}")
        _course(ax, party, course, almanac, theatre)
    return sheet


def _note(result: ResultFolder, given: bool, timed: bool) -> str:
    claims = msg("Black diamonds: what sources give, with their grade where they name no author.")
    more = told(result.scenario, result.scenario.theatre.captions.get("claims", ""))
    courses = msg(
        "Curves: killed so far, median and middle 90 % of the {recorded} recorded replications; what the "
        "scenario lets accrue by the hour is spread evenly over its hours.",
        recorded=result.recorded,
    )
    return join(" ", [*(part for part in (claims, more) if given and part), *[courses] * timed])


def _called(theatre: OperationTheatre, name: str) -> str:
    """A name with its French."""
    return Word(name, {"fr": theatre.french[name]}) if name in theatre.french else NEUTRAL.get(name, name)


def _look(theatre: OperationTheatre, party: str) -> tuple[str, str]:
    """What a party is called, and its colour."""
    known = {
        p.id: (_called(theatre, p.name), p.colour or SPARE[k % len(SPARE)])
        for k, p in enumerate(theatre.parties)
    }
    return known.get(party, (party, SOFT))


# --- when ---------------------------------------------------------------------------------------


def courses_of(result: ResultFolder) -> dict[str, Floats]:
    """Party -> killed so far at every whole hour, a row for each recorded replication."""
    hours = np.arange(0.0, result.scenario.duration + 1.0, HOUR)
    found: dict[str, Floats] = {}
    for row in result.losses():
        if row.killed:
            course = found.setdefault(row.party, np.zeros((result.recorded, len(hours))))
            course[row.replication] += row.killed * _part(hours, row.since, row.time)
    return {party.id: found[party.id] for party in result.scenario.theatre.parties if party.id in found}


def _part(hours: Floats, since: float, until: float) -> Floats:
    """The part of a loss that is suffered by each hour."""
    if until <= since:
        return (hours >= until).astype(float)
    return np.clip((hours - since) / (until - since), 0.0, 1.0)


def _course(ax: Axes, party: str, course: Floats, almanac: Almanac, theatre: OperationTheatre) -> None:
    hours = np.arange(course.shape[1]) * HOUR
    low, middle, high = (np.quantile(course, q, axis=0) for q in (0.05, 0.5, 0.95))
    name, colour = _look(theatre, party)
    shade_nights(ax, almanac, hours[0], hours[-1])
    ax.fill_between(hours, low, high, color=colour, alpha=0.25, lw=0, gid="band")
    ax.plot(hours, middle, color=colour, lw=1.3, gid="median")
    time_axis(ax, almanac, hours[0], hours[-1], PANEL - NUMBERS)
    ax.set_ylim(0.0, 1.05 * float(high.max()))
    ax.grid(axis="y")
    ax.locator_params(axis="y", nbins=4, integer=True)
    numbers(ax.yaxis)
    ax.set_title(msg("{name}, killed so far", name=name), pad=5)


# --- how many -----------------------------------------------------------------------------------


def _panel(
    ax: Axes, series: Series, claims: Sequence[Claim], height: float, dots: int, theatre: OperationTheatre
) -> None:
    party, what = series.name.split(".")[1:]
    name, colour = _look(theatre, party)
    found = [d for d in dots_of(np.asarray(series.values), dots) if d is not None]
    low, high = min([*found, *(c.men for c in claims)]), max([*found, *(c.men for c in claims)])
    pad = 0.05 * (high - low) or 1.0
    span = high - low + 2 * pad
    ax.set_xlim(low - pad, high + pad)
    ax.set_ylim(0, height)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    ax.locator_params(axis="x", nbins=6, integer=True)
    numbers(ax.xaxis)
    heights = levels(found, DOT * 0.95 * POINT * span / PANEL)
    pitch = min(DOT * POINT * 0.95, (ROOM - 0.08) / max(*heights, 1))
    base = height - ROOM + 0.04
    ax.plot(found, [base + level * pitch for level in heights], ls="none", marker="o", ms=DOT, mew=0.3,
            mec="white", color=colour, gid=f"dots {series.name}", zorder=3)  # fmt: skip
    for at, claim in enumerate(claims):
        _claim(ax, claim, _called(theatre, claim.told), height - ROOM - LINE * (at + 0.55), (low - pad, span))
    middle = quantile(series.values, 0.5)
    ax.set_title(
        msg("{name}, {what}: median {middle}", name=name, what=LOSSES[what], middle=amount(middle)), pad=5
    )


def _claim(ax: Axes, claim: Claim, who: str, y: float, extent: tuple[float, float]) -> None:
    ax.plot([claim.men], [y], marker="D", ms=3, color=INK, mew=0, zorder=4, gid="claim")
    words = msg("{men:,.0f} ({told})", men=claim.men, told=who)
    wide = (text_width(words, 5.8) + 0.1) / PANEL * extent[1]
    fits = claim.men + wide < extent[0] + extent[1]
    ax.annotate(words, (claim.men, y), (4 if fits else -4, 0), textcoords="offset points", size=5.8,
                va="center", ha="left" if fits else "right", color=SOFT)  # fmt: skip


def _message(
    result: ResultFolder, series: dict[str, Series], claims: dict[str, list[Claim]], dots: int
) -> tuple[str, str]:
    within = [name for name in series if claims[name] and _within(series[name], claims[name])]
    judged = [name for name in series if claims[name]]
    subtitle = msg("Each dot is {meaning}.", meaning=meaning(result.n, dots, pmsg("of dots", "runs")))
    if not judged:
        first = next(iter(series.values()))
        party, what = first.name.split(".")[1:]
        called = _look(result.scenario.theatre, party)[0]
        return msg(
            "{called}, {what}: {middle} in the median run",
            called=called,
            what=LOSSES[what],
            middle=amount(quantile(first.values, 0.5)),
        ), subtitle
    title = msg(
        "{within} of {judged} medians lie within a factor of two of every total that sources give",
        within=len(within),
        judged=len(judged),
    )
    attacker = result.scenario.theatre.attacker
    name = f"losses.{attacker.id}.killed"
    killed = series.get(name)
    if killed is not None and claims[name]:
        numbers = [c.men for c in claims[name]]
        middle = amount(quantile(killed.values, 0.5))
        sources = msg("sources say {min:.0f} to {max:.0f}", min=min(numbers), max=max(numbers))
        subtitle = msg(
            "{name}: {middle} killed at the median; {sources}. {subtitle}",
            name=_called(result.scenario.theatre, attacker.name),
            middle=middle,
            sources=sources,
            subtitle=subtitle,
        )
    return title, subtitle


def _within(series: Series, claims: Sequence[Claim]) -> bool:
    middle = float(np.median(series.values))
    return all(c.men / 2 <= middle <= c.men * 2 for c in claims if not c.at_least)
