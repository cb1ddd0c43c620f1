"""March graphs: time against distance for each road, every column a band from head to tail.

Bands are those of one replication, the one in the middle; ribbons show where the head of each column
is in four fifths of the recorded replications.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike

from paris44.language.text import msg, quoted
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.model import March, Scenario
from paris44.telling.words import told
from paris44.views.figures.common.hours import HOUR, shade_nights, time_axis
from paris44.views.figures.common.sheet import (
    Sheet,
    colophon,
    fitted,
    fitting,
    key_room,
    on_leaves,
    text_width,
)
from paris44.views.figures.common.style import (
    ENEMY,
    INK,
    SOFT,
    column_of,
    columns_of,
    group_of,
    is_main,
    legible,
    place_name,
    short_name,
)
from paris44.views.figures.common.tracks import RoadAxis, Run
from paris44.views.figures.marches.names import CROWDED, Paper, Points, within
from paris44.views.figures.marches.roads import Panel, panels
from paris44.views.figures.marches.story import Story, fights, message, story_of

WIDTH, LEFT, RIGHT = 4.9, 1.4, 0.3
HEADING, FOOT = 0.26, 0.42
GAP_X, GAP_Y = 0.3, 0.2
LOW, HIGH = 0.1, 0.9
FEWEST = 5  # replications for a ribbon
WORDS = 2.7  # inches that title, legend and colophon take of a leaf
MAIN_SHARE = 0.14  # of the road: a run this long counts for the hours shown
NAME = 6.2  # points
LEAST_NAMED = 0.15  # of the road: a run this long has its name
NIGHT_REST = 6 * HOUR  # so long a stand parts two marches
PLACE_GAP = 0.12  # inches between names of places
LEAST = 4.8  # points: the type of a name that is long
Frame: TypeAlias = tuple[
    tuple[float, float], tuple[float, float], float
]  # hours, kilometres, inches of height


def draw(
    results: Sequence[ResultFolder], *, roads: Sequence[str] = (), replication: int | None = None
) -> Sheet:
    """The sheet of the first result; ``roads`` keeps some, by the id of an axis of the theatre, else of the
    order that leads there.

    Raises:
        StudyError: nobody marches on one of ``roads`` (exit code 2).
    """
    story = story_of(results[0], replication)
    marched = panels(story.world, story.tracks)
    if not marched:
        raise StudyError(2, msg("{path}: nobody marches on any road", path=story.result.path))
    known = dict.fromkeys(panel.key for panel in marched)
    unknown = next((road for road in roads if road not in known), None)
    if unknown is not None:
        words = msg("--road: nobody marches on {road}; roads: {known}",
                    road=quoted(unknown), known=", ".join(known))  # fmt: skip
        raise StudyError(2, words)
    shown = [panel for panel in marched if not roads or panel.key in roads]
    sheet = _sheet(story, shown, 2 if len(shown) > 2 else 1)
    if len(shown) > 1:
        sheet.leaves = lambda: on_leaves(
            shown,
            lambda panel: _height(panel) + HEADING + FOOT + GAP_Y,
            WORDS,
            lambda panels: _sheet(story, panels, 1),
        )
    return sheet


def _sheet(story: Story, shown: Sequence[Panel], across: int) -> Sheet:
    rows = [shown[k : k + across] for k in range(0, len(shown), across)]
    cell = LEFT + WIDTH + RIGHT
    width = across * cell + (across - 1) * GAP_X
    tall = [max(_height(panel) for panel in row) for row in rows]
    key = _key(story, shown)
    height = key_room(key, width) + 0.08 + sum(tall) + len(rows) * (HEADING + FOOT + GAP_Y)
    title, subtitle = message(story, shown)
    sheet = Sheet(width, height, title, subtitle, _colophon(story))
    y = sheet.key(0.0, key) + 0.08
    for row, inches in zip(rows, tall, strict=True):
        for at, panel in enumerate(row):
            ax = sheet.axes(at * (cell + GAP_X) + LEFT, y + HEADING, WIDTH, inches, label=panel.key)
            draw_panel(ax, story, panel, inches)
        y += HEADING + inches + FOOT + GAP_Y
    return sheet


def _height(panel: Panel) -> float:
    kilometres = panel.way.metres[-1] / 1000.0
    return 3.55 if kilometres > 120 else 3.3 if kilometres > 25 else 2.6


def _key(story: Story, shown: Sequence[Panel]) -> list[tuple[str, str, str]]:
    there = {t.formation for p in shown for t in story.tracks for _ in p.way.runs(t)}
    columns = columns_of(there, story.world.scenario)
    marks = [("square", column.colour, column.label) for column in columns]
    if fights(story):
        marks.append(("cross", ENEMY, msg("fight, from contact to clearing")))
    if any(e.kind == "passing" for e in story.events):
        marks.append(("ring", INK, msg("passes others")))
    if _ribboned(story):
        marks.append(("ghost", SOFT, msg("head in 8 of 10 runs")))
    if any(isinstance(o, March) and o.fuel_at for o in story.world.scenario.orders.values()):
        marks.append(("diamond", INK, msg("ordered fuel halt")))
    if story.world.lines:
        marks.append(("bar", INK, msg("phase line")))
    return marks


def _ribboned(story: Story) -> bool:
    return len({track.replication for track in story.every}) >= FEWEST


def _colophon(story: Story) -> str:
    bands = msg(
        "Bands: replication {number}, the typical one (its main outcomes are nearest to the medians), from "
        "head to tail of each formation; halts and waits between two places are in the slope",
        number=story.replication,
    )
    if _ribboned(story):
        bands = msg(
            "{bands}; ribbons: where the head of each column was in 8 of 10 of the {n} recorded replications",
            bands=bands, n=len({t.replication for t in story.every}),
        )  # fmt: skip
    note = msg("{bands}. Shaded: night, lighter twilight. Distances along the road.", bands=bands)
    return colophon([story.result], note=note)


# --- one road -----------------------------------------------------------------------------------


def draw_panel(ax: Axes, story: Story, panel: Panel, height: float) -> None:
    """One road: bands, ribbons, line, fights, places, hours."""
    way = panel.way
    runs = [story.with_stops(run, way) for track in story.tracks for run in way.runs(track)]
    lo, hi = _hours(runs, panel, story)
    shade_nights(ax, story.almanac, lo, hi)
    time_axis(ax, story.almanac, lo, hi, WIDTH)
    top = way.metres[-1] / 1000.0
    ax.set_ylim(-0.015 * top, 1.025 * top)
    _places(ax, story, way, height)
    if _ribboned(story):
        _ribbons(ax, story, way)
    for run in sorted(runs, key=lambda r: (-r.track.vehicles, r.track.formation, r.heads[0])):
        _band(ax, story, run)
    _standing(ax, story, runs)
    _marks(ax, story, way, runs, (lo, hi))
    _lines(ax, story, way, (lo, hi))
    _names(ax, story, panel, runs, (lo, hi), height)
    ends = [place_name(story.world.scenario, p) for p in (way.places[0], way.places[-1])]
    what = told(story.world.scenario, way.title)
    if " to " not in way.title:
        what = msg("{title}: {start} to {end}", title=what, start=ends[0], end=ends[1])
    long = msg("{what}, {km:.0f} km", what=what, km=top)
    title = fitted(
        long if top >= 10 else msg("{what}, {km:.1f} km", what=what, km=top), 1.6 * WIDTH, 8.0, weight="bold"
    )  # the smallest type that can be read
    ax.set_title(title, size=min(8.0, 7.7 * WIDTH / text_width(title, 8.0, weight="bold")))


def _hours(runs: Sequence[Run], panel: Panel, story: Story) -> tuple[float, float]:
    """The hours in which those march that have a good part of the road before them."""
    share = MAIN_SHARE if panel.declared else 0.5
    main = [r for r in runs if r.length >= share * panel.way.metres[-1]] or list(runs)
    own = [r for r in main if r.onward and is_main(r.track.formation, story.world.scenario)]
    own = own if own and panel.declared else main
    lo = min(run.heads[0] for run in own)
    hi = float(np.quantile([run.heads[-1] for run in own], 0.9))
    hi = min(hi + 0.12 * (hi - lo) + 0.25 * HOUR, story.end)
    # a tail days behind may not press the others into a corner, but one that marches alone is shown whole
    if len(own) == 1 or all(run.clears[-1] < hi + 2 * HOUR for run in own):
        hi = max(run.clears[-1] for run in own)
    pad = 0.03 * (hi - lo)
    return max(lo - pad, 0.0), min(hi + pad, story.end)


def _band(ax: Axes, story: Story, run: Run) -> None:
    """From head to tail: a polygon between the two lines."""
    colour = column_of(run.track.formation, story.world.scenario).colour
    y = np.asarray(run.metres) / 1000.0
    band = ax.fill_betweenx(y, run.heads, run.clears, color=colour, alpha=0.42, lw=0.35, zorder=3)
    band.set_gid(f"band {run.track.formation} {run.track.order} {run.first} {run.last}")
    ax.plot(
        run.heads,
        y,
        color=colour,
        lw=0.9,
        zorder=4,
        gid=f"head {run.track.formation} {run.track.order}",
    )
    ax.plot(run.clears, y, color=colour, lw=0.35, zorder=4)


def _standing(ax: Axes, story: Story, runs: Sequence[Run]) -> None:
    """A dotted line where a formation stands between two marches."""
    by_formation: dict[str, list[Run]] = {}
    for run in runs:
        by_formation.setdefault(run.track.formation, []).append(run)
    for formation, mine in by_formation.items():
        mine.sort(key=lambda r: r.heads[0])
        colour = column_of(formation, story.world.scenario).colour
        for before, after in pairwise(mine):
            if before.last == after.first and after.heads[0] > before.clears[-1]:
                y = before.metres[-1] / 1000.0
                ax.plot(
                    [before.heads[-1], after.heads[0]],
                    [y, y],
                    color=colour,
                    lw=0.7,
                    ls=(0, (1, 1.2)),
                    zorder=3,
                )


def _ribbons(ax: Axes, story: Story, way: RoadAxis) -> None:
    """Where the first head of each column is in four fifths of the replications."""
    least = MAIN_SHARE * way.metres[-1]
    firsts: dict[str, dict[int, dict[int, float]]] = {}  # column -> place -> replication -> head
    colours: dict[str, str] = {}
    for track in story.every:
        column = column_of(track.formation, story.world.scenario)
        colours[column.key] = column.colour
        for run in way.runs(track):
            if run.onward and run.length >= least:
                _keep_first(firsts.setdefault(column.key, {}), run)
    for key, places in firsts.items():
        found = [(at, list(heads.values())) for at, heads in sorted(places.items()) if len(heads) >= FEWEST]
        if len(found) > 1:
            y = [way.metres[at] / 1000.0 for at, _ in found]
            low, high = ([float(np.quantile(heads, q)) for _, heads in found] for q in (LOW, HIGH))
            ax.fill_betweenx(
                y, low, high, color=colours[key], alpha=0.13, lw=0, zorder=1, gid=f"ribbon {key}"
            )


def _keep_first(places: dict[int, dict[int, float]], run: Run) -> None:
    for at, head in zip(run.at, run.heads, strict=True):
        heads = places.setdefault(at, {})
        known = heads.get(run.track.replication)
        if known is None or head < known:
            heads[run.track.replication] = head


def _places(ax: Axes, story: Story, way: RoadAxis, height: float) -> None:
    """Names of places on the left, as many as there is room for; kilometres on the right."""
    top = way.metres[-1] / 1000.0
    named = {p for o in story.world.scenario.orders.values() if isinstance(o, March) for p in o.route}
    wanted = sorted(range(len(way.places)), key=lambda at: _rank(story, way, at, named))
    gap = PLACE_GAP / height * top
    kept: list[int] = []
    for at in wanted:
        y = way.metres[at] / 1000.0
        if all(abs(y - way.metres[other] / 1000.0) >= gap for other in kept):
            kept.append(at)
    kept.sort()
    ax.set_yticks([way.metres[at] / 1000.0 for at in kept])
    names = [place_name(story.world.scenario, way.places[at]) for at in kept]
    sizes = [fitting(name, LEFT - 0.1, 6.5, LEAST) for name in names]
    ax.set_yticklabels([fitted(name, LEFT - 0.1, size) for name, size in zip(names, sizes, strict=True)])
    for label, size in zip(ax.get_yticklabels(), sizes, strict=True):
        label.set_fontsize(size)
    ax.grid(axis="y", lw=0.3)
    step = next(s for s in (1, 2, 5, 10, 20, 25, 50) if top / s <= 8 or s == 50)
    for k in range(0, int(top // step) + 1):
        ax.text(
            1.008,
            k * step,
            f"{k * step}",
            transform=ax.get_yaxis_transform(),
            size=5.5,
            color=SOFT,
            va="center",
        )
    ax.text(1.008, 1.02, "km", transform=ax.transAxes, size=5.5, color=SOFT)


def _rank(story: Story, way: RoadAxis, at: int, named: set[str]) -> tuple[int, int]:
    """Ends first, then places of fights, then places that an order names."""
    place = way.places[at]
    if at in (0, len(way.places) - 1):
        return 0, at
    if place in story.world.bars:
        return 1, at
    town = story.world.scenario.places[place].kind == "town"
    return (2 if place in named and town else 3 if place in named else 4), at


# --- what happens on the road ---------------------------------------------------------------------


def _marks(ax: Axes, story: Story, way: RoadAxis, runs: Sequence[Run], hours: tuple[float, float]) -> None:
    at = {place: metres / 1000.0 for place, metres in zip(way.places, way.metres, strict=True)}
    for fight in fights(story):
        if fight.place in at and fight.since < hours[1] and fight.until > hours[0]:
            y = at[fight.place]
            ax.plot([fight.since, fight.until], [y, y], color=ENEMY, lw=1.5, zorder=6,
                    gid=f"fight {fight.garrison}", solid_capstyle="butt")  # fmt: skip
            ax.plot([fight.since], [y], marker="x", ms=4, mew=1.1, color=ENEMY, ls="none", zorder=7)
    there = {(run.track.formation, run.track.order) for run in runs}
    passing = [
        e for e in story.events if e.kind == "passing" and e.place in at and (e.formation, e.order) in there
    ]
    ax.plot(
        [e.time for e in passing], [at[e.place] for e in passing], ls="none", marker="o", ms=2.6, mfc="white",
        mec=INK, mew=0.5, zorder=6, gid="passing",
    )  # fmt: skip
    _fuel(ax, story, way, runs)


def _fuel(ax: Axes, story: Story, way: RoadAxis, runs: Sequence[Run]) -> None:
    orders = story.world.scenario.orders
    for run in runs:
        order = orders.get(run.track.order)
        place = order.fuel_at if isinstance(order, March) else None
        if place in way.places and (at := way.places.index(place)) in run.at:
            since = run.heads[run.at.index(at)]
            ax.plot([since], [way.metres[at] / 1000.0], marker="D", ms=2.2, color=INK, mew=0, zorder=6)


def _lines(ax: Axes, story: Story, way: RoadAxis, hours: tuple[float, float]) -> None:
    """A phase line as a barrier across the road, from its order until its hour."""
    known = {e.order: e.time for e in reversed(story.events) if e.kind == "order"}
    lifted = {e.order: e.time for e in story.events if e.kind == "line_lifted"}
    steps = list(zip(way.places, way.places[1:], strict=False))
    for plan in story.world.lines:
        at = [k for k, step in enumerate(steps) if step in plan.lanes]
        since = known.get(plan.order.id, 0.0)
        until = min(plan.order.until, lifted.get(plan.order.id, plan.order.until))
        if not at or until < hours[0] or since > hours[1]:
            continue
        y = way.metres[at[0]] / 1000.0
        ax.plot(
            [max(since, hours[0]), until], [y, y], color=INK, lw=2.6, zorder=8, solid_capstyle="butt",
            gid=f"line {plan.order.id}",
        )  # fmt: skip
        ax.annotate(
            msg("line until {time}", time=story.almanac.clock(until)), (until, y), (4, 0),
            textcoords="offset points",
            size=6, weight="bold", va="center", zorder=8,
            path_effects=[withStroke(linewidth=1.8, foreground="white")],
        )  # fmt: skip


def _names(
    ax: Axes, story: Story, panel: Panel, runs: Sequence[Run], hours: tuple[float, float], height: float
) -> None:
    """Write the names of the larger formations along their heads, once for a march, where there is room."""
    scenario = story.world.scenario
    paper = Paper(WIDTH, height)
    frame = (hours, ax.get_ylim(), height)
    for run in runs:
        km = np.asarray(run.metres) / 1000.0
        head, clear = _on_paper(run.heads, km, frame), _on_paper(run.clears, km, frame)
        paper.band(column_of(run.track.formation, scenario).key, head, clear)
        for line in (head, clear):
            paper.line(within(line, WIDTH))
    for mark in ax.lines:
        if str(mark.get_gid()).startswith(("fight ", "line ", "passing")):
            points = _on_paper(mark.get_xdata(), mark.get_ydata(), frame)
            for part in points if mark.get_linestyle() == "None" else [points]:
                paper.close(np.atleast_2d(part))
    least = LEAST_NAMED * panel.way.metres[-1]
    there = [r for r in runs if r.length >= least and _known_by_name(r, scenario)]
    for number, march in enumerate(_marches(there, scenario)):
        formation = march[0].track.formation
        name, column = short_name(scenario, formation), column_of(formation, scenario)
        lines = [within(_on_paper(r.heads, np.asarray(r.metres) / 1000.0, frame), WIDTH) for r in march]
        most = CROWDED * (2.0 if is_main(formation, scenario) else 1.0)
        spot = paper.best(lines, name, NAME, column.key, most)
        if spot is None:
            continue
        paper.write(spot, name, NAME)
        ax.annotate(
            name, (spot.x / WIDTH, spot.y / height), xycoords="axes fraction", size=NAME, rotation=spot.angle,
            color=legible(column.colour), rotation_mode="anchor", ha="center", va="center_baseline",
            zorder=9, path_effects=[withStroke(linewidth=1.6, foreground="white")],
            gid=f"name {number} {formation}",
        )  # fmt: skip


def _marches(runs: Sequence[Run], scenario: Scenario) -> list[list[Run]]:
    """The runs of each formation, apart where it rests for hours between them; the main columns first."""
    found: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.track.formation, r.heads[0])):
        last = found[-1][-1] if found else None
        if (
            last
            and last.track.formation == run.track.formation
            and run.heads[0] < last.heads[-1] + NIGHT_REST
        ):
            found[-1].append(run)
        else:
            found.append([run])

    def weight(march: list[Run]) -> tuple[bool, float, str, float]:
        first = march[0]
        formation = first.track.formation
        return not is_main(formation, scenario), -first.length, formation, first.heads[0]

    return sorted(found, key=weight)


def _on_paper(times: ArrayLike, kilometres: ArrayLike, frame: Frame) -> Points:
    """Points of a panel in inches from its lower left corner."""
    (begin, end), (low, high), height = frame
    x = (np.asarray(times, dtype=float) - begin) / (end - begin) * WIDTH
    y = (np.asarray(kilometres, dtype=float) - low) / (high - low) * height
    return np.column_stack([x, y])


def _known_by_name(run: Run, scenario: Scenario) -> bool:
    """Large formations, and the few small ones of which every account speaks."""
    group = group_of(run.track.formation, scenario)
    return run.track.vehicles >= 130 or (group is not None and run.track.formation in group.named)
