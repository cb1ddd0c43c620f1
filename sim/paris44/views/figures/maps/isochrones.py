"""When the first Allied head came along each road, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib import colormaps
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from paris44.language.text import join, msg
from paris44.results.read import ResultFolder
from paris44.study.running.lay_out import lay_out
from paris44.study.statistics.estimates import quantile
from paris44.telling.words import told
from paris44.views.figures.common.hours import HOUR, Almanac, near
from paris44.views.figures.common.sheet import Sheet, colophon
from paris44.views.figures.common.style import INK, SOFT, place_name
from paris44.views.figures.common.tracks import Track, first_heads, nothing_drawn, tracks_of
from paris44.views.figures.maps.country import NEAR, Country, Step, frames, named, outline

WIDTH = 7.2
CLASSES = 12
STEPS = (1 / 12, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 24)  # hours of a class
SURE, UNSURE = 1.0 * HOUR, 4.0 * HOUR  # between the quartiles
WIDTHS = (2.6, 1.5, 0.8)


@dataclass(frozen=True)
class Reach:
    """When a road was first reached: seconds since the start; the quartiles may be inf (never)."""

    low: float
    middle: float
    high: float

    @property
    def width(self) -> float:
        """The line's width in points: broad where the quartiles lie near each other."""
        spread = self.high - self.low
        return WIDTHS[0] if spread <= SURE else WIDTHS[1] if spread <= UNSURE else WIDTHS[2]


def draw(results: Sequence[ResultFolder]) -> Sheet:
    """The sheet of the first result."""
    result = results[0]
    world = lay_out(result.loaded)
    almanac = Almanac(result.scenario)
    tracks = [t for t in tracks_of(result) if world.advances(t.formation)]
    reached = reaches(tracks)
    if not reached:
        why = msg("no road was marched to its end in half of the replications that keep tracks")
        raise nothing_drawn(result, why)
    edges = classes([r.middle for r in reached.values()], almanac)
    country = Country(result.scenario)
    places = {p for step in reached for p in step}
    shown = frames(country, tracks, WIDTH)
    height = 0.62 + sum(frame.height + 0.12 for _, frame in shown)
    runs = len({t.replication for t in tracks})
    note = msg(
        "Median over {runs} recorded replications of the hour at which the first Allied head had passed "
        "the end of the road, with the fights on the way behind it. What came before the first or after "
        "the last hour of the scale has its colour. Grey roads were not marched in half of them.",
        runs=runs,
    )
    title, subtitle = _message(country, reached, almanac)
    sheet = Sheet(WIDTH, height, title, subtitle, colophon([result], note=note))
    _scale(sheet, edges, almanac)
    y = 0.6
    texts = _texts(country, tracks, almanac)
    for name, frame in shown:
        ax = country.background(sheet, 0.0, y, frame, name)
        lines = [(country.at[a], country.at[b]) for a, b in reached]
        colours = [colour(edges, r.middle) for r in reached.values()]
        widths = [r.width for r in reached.values()]
        drawn = LineCollection(
            lines, colors=colours, linewidths=widths, capstyle="round", zorder=5, gid="reached"
        )
        ax.add_collection(drawn, autolim=False)
        if name != NEAR:
            outline(ax, shown)
        names = [p for p in named(country, shown, name, places) if p in texts]
        country.names(ax, frame, names, texts, roads=reached)
        y += frame.height + 0.12
    return sheet


def reaches(tracks: Sequence[Track]) -> dict[Step, Reach]:
    """Road (either direction) -> when the first head had come along it; those of half of the runs or more."""
    runs = sorted({t.replication for t in tracks})
    times: dict[Step, list[float]] = {}
    for k, run in enumerate(runs):
        for (a, b), time in first_heads([t for t in tracks if t.replication == run]).items():
            found = times.setdefault((min(a, b), max(a, b)), [math.inf] * len(runs))
            found[k] = min(found[k], time)
    reached = {}
    for step, values in sorted(times.items()):
        low, middle, high = (quantile(np.asarray(values), q) for q in (0.25, 0.5, 0.75))
        if low is not None and middle is not None:
            reached[step] = Reach(low, middle, math.inf if high is None else high)
    return reached


def classes(times: Sequence[float], almanac: Almanac) -> list[float]:
    """Edges of the classes: whole hours by the clock, at most ``CLASSES``, fine where most roads are."""
    lo, hi = float(np.quantile(times, 0.1)), float(np.quantile(times, 0.95))
    step = next((s for s in STEPS if (hi - lo) / HOUR / s <= CLASSES - 1), STEPS[-1]) * HOUR
    first = math.floor((lo - almanac.midnight) / step) * step + almanac.midnight
    count = max(1, min(CLASSES, math.ceil((hi - first) / step)))
    return [first + k * step for k in range(count + 1)]


def colour(edges: Sequence[float], time: float) -> str:
    """The colour of the class of a time (s); what is earlier or later takes the first or the last."""
    at = int(np.clip(np.searchsorted(edges, time, side="right") - 1, 0, len(edges) - 2))
    return to_hex(colormaps["plasma"](0.02 + 0.86 * at / max(len(edges) - 2, 1)))


def _scale(sheet: Sheet, edges: Sequence[float], almanac: Almanac) -> None:
    ax = sheet.axes(0.2, 0.05, 5.0, 0.12, label="scale")
    for at, a in enumerate(edges[:-1]):
        ax.add_patch(Rectangle((at, 0), 1, 1, fc=colour(edges, a + 1), ec="white", lw=0.5))
    ax.set_xlim(0, len(edges) - 1)
    ax.set_ylim(0, 1)
    ax.set_yticks([])
    days = [almanac.day(e) for e in edges]
    new = [at == 0 or days[at] != days[at - 1] for at in range(len(edges))]
    ax.set_xticks(range(len(edges)))
    ax.set_xticklabels(
        [
            join("\n", (almanac.clock(e), d)) if n else almanac.clock(e)
            for e, d, n in zip(edges, days, new, strict=True)
        ]
    )
    for spine in ax.spines.values():
        spine.set_visible(False)
    _widths(sheet)


def _widths(sheet: Sheet) -> None:
    ax = sheet.axes(5.45, 0.0, 1.75, 0.42, label="widths")
    ax.axis("off")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 3)
    words = (msg("within 1 h"), msg("within 4 h"), msg("wider"))
    for at, (width, word) in enumerate(zip(WIDTHS, words, strict=True)):
        ax.plot([0.0, 0.16], [2.5 - at] * 2, color=INK, lw=width)
        ax.text(0.21, 2.5 - at, msg("half of the runs {word}", word=word), size=5.8, va="center", color=SOFT)


def _texts(country: Country, tracks: Sequence[Track], almanac: Almanac) -> Mapping[str, str]:
    """Name, and the median of the first head, at each place that half of the runs reach."""
    runs = sorted({t.replication for t in tracks})
    times: dict[str, list[float]] = {}
    for track in tracks:
        k = runs.index(track.replication)
        for place, head in zip(track.places[1:], track.heads[1:], strict=True):
            found = times.setdefault(place, [math.inf] * len(runs))
            found[k] = min(found[k], head)
    texts = {}
    for place, values in times.items():
        middle = quantile(np.asarray(values), 0.5)
        if middle is not None:
            name = place_name(country.scenario, place)
            texts[place] = join("\n", (name, almanac.day_clock(middle)))
    return texts


def _message(country: Country, reached: Mapping[Step, Reach], almanac: Almanac) -> tuple[str, str]:
    ring = {p.id for p in country.scenario.places.values() if p.kind == "gate"}
    gates = [r for step, r in reached.items() if ring & set(step)]
    first = min((r.middle for r in reached.values()), default=0.0)
    if gates:
        soon = min(gates, key=lambda r: r.middle)
        city = country.scenario.theatre.city
        gate = msg("A gate of {city}", city=told(country.scenario, city)) if city else msg("A gate")
        title = msg("{gate} is passed first by {when}", gate=gate, when=almanac.day_clock(soon.middle))
        if not math.isinf(soon.high):
            spread = near((soon.high - soon.low) / HOUR)
            title = msg("{title}, half of the runs within {time}", title=title, time=spread)
    else:
        last = max((r.middle for r in reached.values()), default=0.0)
        title = msg(
            "The last of {n} roads is reached {time} after the first",
            n=len(reached),
            time=near((last - first) / HOUR),
        )
    return title, msg("Colour: when the first head had passed a road. Width: how sure that is.")
