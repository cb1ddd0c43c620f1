"""The ground of every map, from the scenario's tables: roads, rivers through bridges, a town by its gates.

Positions are kilometres east and north of the objective, or of the first place. Roads are straight lines
between places: the tables hold positions and lengths, not the shape of a road.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke

from paris44.language.text import msg
from paris44.results.batch import Floats
from paris44.scenario.model import March, Scenario
from paris44.views.figures.common.sheet import POINT, Sheet, text_width
from paris44.views.figures.common.style import INK, SOFT, WATER, place_name, said
from paris44.views.figures.common.tracks import Track
from paris44.world.geometry.cut_line import rivers

DEGREE = 111.195  # km of a degree of a great circle
ROAD_INK = {"national": ("#b9b2a6", 0.8), "departmental": ("#d0cabf", 0.5)}
MINOR = ("#e2ddd4", 0.4)
LAND = "#fbfaf7"
CITY = "#efe6d6"
LABEL = 6.0

Point = tuple[float, float]
Step = tuple[str, str]
Box = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True)
class Frame:
    """What a map shows: kilometres east and north, and its size on paper in inches."""

    west: float
    east: float
    south: float
    north: float
    width: float

    @property
    def height(self) -> float:
        """Inches."""
        return self.width * (self.north - self.south) / (self.east - self.west)

    @property
    def scale(self) -> float:
        """Inches for a kilometre."""
        return self.width / (self.east - self.west)

    def holds(self, point: Point, pad: float = 0.0) -> bool:
        """Whether a point lies inside, ``pad`` kilometres from the edge."""
        inside_x = self.west + pad <= point[0] <= self.east - pad
        return inside_x and self.south + pad <= point[1] <= self.north - pad


class Country:
    """A scenario's places on paper."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.origin = scenario.places[scenario.theatre.objective or next(iter(scenario.places))]
        self.at: dict[str, Point] = {p.id: self.on_paper(p.lat, p.lon) for p in scenario.places.values()}

    def on_paper(self, lat: float, lon: float) -> Point:
        """Kilometres east and north of the origin of a place (degrees), by the short way round the globe."""
        east = (lon - self.origin.lon + 180.0) % 360.0 - 180.0
        return east * DEGREE * math.cos(math.radians(self.origin.lat)), (lat - self.origin.lat) * DEGREE

    def frame(self, places: Iterable[str], width: float, pad: float = 0.05, least: float = 0.28) -> Frame:
        """A frame round ``places``; ``least`` is its smallest height as a share of its width."""
        points = [self.at[p] for p in places]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        margin = pad * max(east - west, north - south, 1.0)
        west, east, south, north = west - margin, east + margin, south - margin, north + margin
        short = least * (east - west) - (north - south)
        if short > 0:
            south, north = south - short / 2, north + short / 2
        narrow = (north - south) / 0.9 - (east - west)
        if narrow > 0:
            west, east = west - narrow / 2, east + narrow / 2
        return Frame(west, east, south, north, width)

    @cached_property
    def rivers(self) -> list[list[Point]]:
        """Each river from bridge to bridge."""
        return [[self.at[bridge] for bridge in river] for river in rivers(self.scenario.bridges).values()]

    @cached_property
    def ring(self) -> tuple[Point, ...]:
        """The town: its gates by their bearing from the middle."""
        gates = [self.at[p.id] for p in self.scenario.places.values() if p.kind == "gate"]
        if len(gates) < 3:
            return ()
        x, y = (sum(v) / len(gates) for v in zip(*gates, strict=True))
        return tuple(sorted(gates, key=lambda g: math.atan2(g[1] - y, g[0] - x)))

    def background(self, sheet: Sheet, x: float, y: float, frame: Frame, label: str) -> Axes:
        """Axes with the ground drawn, at ``x``, ``y`` inches of the sheet."""
        ax = sheet.axes(x, y, frame.width, frame.height, label=label)
        ax.set_xlim(frame.west, frame.east)
        ax.set_ylim(frame.south, frame.north)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_facecolor(LAND)
        for spine in ax.spines.values():
            spine.set_visible(True)
            spine.set_color("#999999")
        self._ground(ax, frame)
        _scale_bar(ax, frame)
        return ax

    def _ground(self, ax: Axes, frame: Frame) -> None:
        if self.ring:
            ax.add_patch(Polygon(self.ring, closed=True, fc=CITY, ec="#cdbf9f", lw=0.6, zorder=0, gid="town"))
        for river in self.rivers:
            width = max(1.6, min(3.6, 40 * frame.scale))
            xs, ys = zip(*river, strict=True)
            ax.plot(xs, ys, color=WATER, lw=width, solid_joinstyle="round", zorder=1, gid="river")
        for road_class, roads in self._roads().items():
            colour, width = ROAD_INK.get(road_class, MINOR)
            ax.add_collection(LineCollection(roads, colors=colour, linewidths=width, zorder=2), autolim=False)

    def _roads(self) -> dict[str, list[tuple[Point, Point]]]:
        found: dict[str, list[tuple[Point, Point]]] = {}
        for road in self.scenario.roads.values():
            if not road.closed:
                found.setdefault(road.road_class, []).append((self.at[road.a], self.at[road.b]))
        return found

    def names(
        self, ax: Axes, frame: Frame, places: Sequence[str], texts: Mapping[str, str] | None = None,
        *, roads: Iterable[Step] = (),
    ) -> None:  # fmt: skip
        """Write names (or ``texts``) of ``places``, the first ones first, where they cover no other.

        Of the spots that are free round a place, the one that covers least of ``roads`` is taken.
        """
        inked = _dotted([(self.at[a], self.at[b]) for a, b in roads], 0.03 / frame.scale)
        boxes = [_room_of_the_bar(frame)]
        for place in places:
            point = self.at[place]
            if frame.holds(point, 0.02 / frame.scale):
                text = (texts or {}).get(place, place_name(self.scenario, place))
                _name(ax, frame, point, text, boxes, inked)


def _name(ax: Axes, frame: Frame, point: Point, text: str, boxes: list[Box], inked: Floats) -> None:
    """Write one name, and keep its box and that of its dot."""
    x, y = point
    half = 0.03 / frame.scale
    dot = (x - half, y - half, x + half, y + half)
    free = [
        (box, side)
        for box, side in _spots(frame, point, text)
        if _inside(box, frame) and not any(_overlap(box, other) for other in boxes)
    ]
    if not free or any(_overlap(dot, other) for other in boxes):
        return
    box, side = min(free, key=lambda spot: _covered(spot[0], inked))
    aside = 0.04 / frame.scale
    boxes += [(box[0] - aside, box[1], box[2] + aside, box[3]), dot]
    anchor = {"left": box[0], "right": box[2], "center": (box[0] + box[2]) / 2}[side]
    ax.text(
        anchor, (box[1] + box[3]) / 2, text, size=LABEL, ha=side, va="center", color=INK, zorder=12,
        linespacing=1.1, path_effects=[withStroke(linewidth=2.4, foreground=LAND, alpha=0.9)],
    )  # fmt: skip
    ax.plot([x], [y], marker="o", ms=2.0, mfc="white", mec=INK, mew=0.6, zorder=11)


def _spots(frame: Frame, point: Point, text: str) -> Iterator[tuple[Box, str]]:
    """Boxes for a name round its place, the best first, and to which side of them the lines are set."""
    lines = said(text).split("\n")
    wide = max(text_width(line, LABEL) for line in lines) / frame.scale
    tall = len(lines) * LABEL * 1.25 * POINT / frame.scale
    gap = 0.05 / frame.scale
    x, y = point
    for left, low, side in (
        (x + gap, y - tall / 2, "left"), (x - gap - wide, y - tall / 2, "right"),
        (x - wide / 2, y + gap, "center"), (x - wide / 2, y - gap - tall, "center"),
        (x + gap * 0.7, y + gap * 0.5, "left"), (x + gap * 0.7, y - gap * 0.5 - tall, "left"),
        (x - gap * 0.7 - wide, y + gap * 0.5, "right"),
        (x - gap * 0.7 - wide, y - gap * 0.5 - tall, "right"),
    ):  # fmt: skip
        yield (left, low, left + wide, low + tall), side


def _dotted(lines: Sequence[tuple[Point, Point]], apart: float) -> Floats:
    """Points along lines, ``apart`` kilometres from each other."""
    dots = [np.linspace(a, b, max(int(math.dist(a, b) / apart), 1) + 1, endpoint=True) for a, b in lines]
    return np.concatenate(dots) if dots else np.empty((0, 2))


def _covered(box: Box, inked: Floats) -> int:
    """How many of the points lie in the box."""
    x, y = inked[:, 0], inked[:, 1]
    return int(np.sum((box[0] < x) & (x < box[2]) & (box[1] < y) & (y < box[3])))


def strands(
    ax: Axes, country: Country, frame: Frame, steps: Mapping[Step, Sequence[tuple[str, float, float]]],
    *, gap: float = 0.0, zorder: float = 5.0,
) -> None:  # fmt: skip
    """Lines side by side along roads: step -> (colour, width in points, opacity), centred on the road."""
    segments, colours, widths = [], [], []
    for step, lines in steps.items():
        a, b = country.at[step[0]], country.at[step[1]]
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        if not length or not (_near(frame, a) or _near(frame, b)):
            continue
        across = ((a[1] - b[1]) / length, (b[0] - a[0]) / length)  # to the left of the march
        whole = sum(width for _, width, _ in lines) + gap * (len(lines) - 1)
        at = -whole / 2
        for colour, width, opacity in lines:
            shift = (at + width / 2) * POINT / frame.scale
            at += width + gap
            offset = (across[0] * shift, across[1] * shift)
            segments.append(((a[0] + offset[0], a[1] + offset[1]), (b[0] + offset[0], b[1] + offset[1])))
            colours.append((colour, opacity))
            widths.append(width)
    lines_drawn = LineCollection(
        segments, colors=colours, linewidths=widths, capstyle="round", zorder=zorder, gid="strands"
    )
    ax.add_collection(lines_drawn, autolim=False)


def _near(frame: Frame, point: Point) -> bool:
    return frame.holds(point, -0.1 * (frame.east - frame.west))


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(box: Box, frame: Frame) -> bool:
    return box[0] > frame.west and box[2] < frame.east and box[1] > frame.south and box[3] < frame.north


def _bar_length(frame: Frame) -> float:
    """Kilometres."""
    return next((k for k in (50, 20, 10, 5, 2, 1) if k * frame.scale <= frame.width / 4), 0.5)


def _room_of_the_bar(frame: Frame) -> Box:
    return (
        frame.west,
        frame.south,
        frame.west + 0.2 / frame.scale + _bar_length(frame),
        (frame.south + 0.3 / frame.scale),
    )


def _scale_bar(ax: Axes, frame: Frame) -> None:
    length = _bar_length(frame)
    x, y = frame.west + 0.12 / frame.scale, frame.south + 0.12 / frame.scale
    ax.plot([x, x + length], [y, y], color=SOFT, lw=1.2, solid_capstyle="butt", zorder=12)
    ax.text(
        x + length / 2,
        y + 0.04 / frame.scale,
        msg("{length:g} km", length=length),
        size=5.5,
        ha="center",
        color=SOFT,
        zorder=12,
    )


# --- which part of the country, and which names ----------------------------------------------------


NEAR = msg("near the objective")
COLUMN = 50  # vehicles: smaller parties do not make the map larger


def frames(country: Country, tracks: Iterable[Track], width: float) -> list[tuple[str, Frame]]:
    """The frames, ``width`` inches wide, that show what was marched: the whole way of the columns and the
    theatre's closer map, where that is not the whole."""
    all_tracks = list(tracks)
    columns = [track for track in all_tracks if track.vehicles >= COLUMN] or all_tracks
    there = {p for track in columns for p in track.places}
    edges = country.scenario.theatre.close_up
    if edges is None:
        return [("all", country.frame(there, width, 0.15))]
    south, north, west, east = edges
    (left, low), (right, high) = country.on_paper(south, west), country.on_paper(north, east)
    whole, near = country.frame(there, width, 0.03, 0.26), Frame(left, right, low, high, width)
    if all(near.holds(country.at[place]) for place in there):
        return [("whole", whole)]
    return [("whole", whole), (NEAR, near)]


def outline(ax: Axes, shown: Sequence[tuple[str, Frame]]) -> None:
    """On the map of the whole way, a dashed line round what the next map shows."""
    near = dict(shown).get(NEAR)
    if near is not None:
        size = near.east - near.west, near.north - near.south
        box = Rectangle((near.west, near.south), *size, fc="none", ec=SOFT, lw=0.7, ls=(0, (4, 2)), zorder=10)
        ax.add_patch(box)


def named(
    country: Country, shown: Sequence[tuple[str, Frame]], name: str, places: Iterable[str]
) -> list[str]:
    """The places to name on a map: not those that the closer map shows better."""
    near = dict(shown).get(NEAR)
    wanted = by_weight(country.scenario, places)
    if name == NEAR or near is None:
        return wanted
    landmarks = country.scenario.theatre.landmarks
    return [p for p in wanted if not near.holds(country.at[p], -3.0) or p in landmarks]


def by_weight(scenario: Scenario, places: Iterable[str]) -> list[str]:
    """The objective, then places by how many march orders name them, towns before villages."""
    named: dict[str, int] = {}
    for order in scenario.orders.values():
        if isinstance(order, March):
            for place in order.route:
                named[place] = named.get(place, 0) + 1
            for end in (order.route[0], order.route[-1]):
                named[end] = named.get(end, 0) + 2
    kinds = {"town": 3, "gate": 1, "village": 1}
    known = scenario.places

    def weight(place: str) -> tuple[float, str]:
        first = 1000 if place == scenario.theatre.objective else 0
        return -first - named.get(place, 0) - kinds.get(known[place].kind, 0), place

    return sorted({p for p in places if named.get(p)}, key=weight) or sorted(set(places))
