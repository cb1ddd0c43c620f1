"""Phase lines: from a few named points to the roads that they cut.

A line through named points is extended straight on, at both ends, until it meets the Seine. The
ground between the line and the river is the Paris side. A road is cut when it leads, on the same bank, from a
place outside that ground to a place inside; a column waits before it. Removing the bridges splits the
network into banks, so every way from the rear to Paris that does not cross the Seine uses a cut road.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from paris44.scenario.model import Bridge, PhaseLine, Place
from paris44.world.errors import WorldError
from paris44.world.network import Network

Point = tuple[float, float]
_EAST = 0.6579  # cosine of the latitude of Paris: degrees of longitude to degrees of latitude


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A phase line as lanes: ``lanes`` are directed from the rear towards Paris (roads named one by one:
    as :func:`cut` says).

    ``ends`` are the two points on the Seine (lat, lon), None for a literal or explicit line.
    """

    order: PhaseLine
    lanes: frozenset[tuple[str, str]]
    ends: tuple[Point, Point] | None = None


def seine(places: Mapping[str, Place], bridges: Mapping[str, Bridge]) -> tuple[Point, ...]:
    """The river as the line through its bridges, from upstream to downstream (lat, lon)."""
    known = [b for b in bridges.values() if b.km is not None]
    known.sort(key=lambda b: (b.km or 0.0, b.id))
    return tuple((places[b.id].lat, places[b.id].lon) for b in known)


def cut(
    line: PhaseLine, places: Mapping[str, Place], bridges: Mapping[str, Bridge], network: Network,
    objective: str | None,
) -> LinePlan:  # fmt: skip
    """The lanes that ``line`` closes.

    Roads that the order names one by one are closed from the first place of their id to the second; if the
    order names points too, towards Paris, as the crow flies.

    Raises:
        WorldError: the line misses the river, begins on no road, or cuts none.
    """
    if line.roads:
        return LinePlan(
            line, frozenset(_towards(objective, _ends(road), line, places) for road in line.roads)
        )
    points = [_xy(places[p].lat, places[p].lon) for p in line.points]
    river = [_xy(lat, lon) for lat, lon in seine(places, bridges)]
    first, west = _meet(line, 0, points, river)
    last, east = _meet(line, -1, points, river)
    ground = _ground([west, *points, east], river, first, last)
    left = _rear_bank(network, bridges, line)
    inside = {p for p in left if p not in line.points and _inside(_xy(places[p].lat, places[p].lon), ground)}
    cuts = {(a, b) for a, b in network.lane_of if a in left and a not in inside and b in inside}
    if line.literal:
        cuts = {lane for lane in cuts if _crosses(lane, points, line.points, places)}
    if not cuts:
        raise _undrawn(line, "the phase line cuts no road", "move a point, or name the roads that it closes")
    return LinePlan(line, frozenset(cuts), None if line.literal else (_latlon(west), _latlon(east)))


def _ends(road: str) -> tuple[str, str]:
    a, b = road.split("--")
    return a, b


def _towards(
    objective: str | None, lane: tuple[str, str], line: PhaseLine, places: Mapping[str, Place]
) -> tuple[str, str]:
    if not line.points or objective is None:
        return lane
    goal = _xy(places[objective].lat, places[objective].lon)
    near = [math.dist(_xy(places[p].lat, places[p].lon), goal) for p in lane]
    return lane if near[1] <= near[0] else (lane[1], lane[0])


def _xy(lat: float, lon: float) -> Point:
    return lon * _EAST, lat


def _latlon(p: Point) -> Point:
    return p[1], p[0] / _EAST


def _meet(line: PhaseLine, at: int, points: Sequence[Point], river: Sequence[Point]) -> tuple[int, Point]:
    """Where the line, drawn straight on beyond its first (0) or last (-1) point, first meets the river."""
    origin, end = (points[1], points[0]) if at == 0 else (points[-2], points[-1])
    hits = []
    for i in range(len(river) - 1):
        hit = _intersection(origin, end, river[i], river[i + 1])
        if hit is not None and hit[0] > 1.0 and 0.0 <= hit[1] <= 1.0:
            hits.append((hit[0], i))
    if not hits:
        message = f"the phase line, drawn straight on beyond {line.points[at]}, does not reach the Seine"
        raise _undrawn(line, message, "add a point nearer to the river, or name the roads that it closes")
    t, i = min(hits)
    return i, (origin[0] + t * (end[0] - origin[0]), origin[1] + t * (end[1] - origin[1]))


def _undrawn(line: PhaseLine, message: str, hint: str) -> WorldError:
    return WorldError(f"orders.{line.id}.points", message, hint)


def _intersection(p: Point, q: Point, a: Point, b: Point) -> tuple[float, float] | None:
    """Parameters (t along pq, s along ab) of the crossing of two straight lines, None if parallel."""
    dx, dy, ex, ey = q[0] - p[0], q[1] - p[1], b[0] - a[0], b[1] - a[1]
    det = dx * ey - dy * ex
    if abs(det) < 1e-15:
        return None
    fx, fy = a[0] - p[0], a[1] - p[1]
    return (fx * ey - fy * ex) / det, (fx * dy - fy * dx) / det


def _ground(line: list[Point], river: list[Point], first: int, last: int) -> list[Point]:
    """The polygon between the line and the stretch of river between its two ends."""
    low, high = sorted((first, last))
    stretch = river[low + 1 : high + 1]
    return line + (stretch if last < first else stretch[::-1])


def _inside(p: Point, polygon: list[Point]) -> bool:
    """Even-odd rule."""
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y1 > p[1]) != (y2 > p[1]) and p[0] < (x2 - x1) * (p[1] - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _rear_bank(network: Network, bridges: Mapping[str, Bridge], line: PhaseLine) -> set[str]:
    """Every place that roads join to the first point of the line without a bridge."""
    member = line.points[0]
    if member in bridges or member not in network.graph:
        what = "a bridge" if member in bridges else "a place without a road"
        raise _undrawn(
            line, f"the phase line begins at {member}, {what}", "begin it at a place on the rear bank"
        )
    dry = network.graph.subgraph([n for n in network.graph if n not in bridges])
    return set(nx.node_connected_component(dry, member))


def _crosses(
    lane: tuple[str, str], line: list[Point], named: tuple[str, ...], places: Mapping[str, Place]
) -> bool:
    """Whether the straight chord of ``lane`` touches the line between its named points."""
    if lane[0] in named:
        return True
    a, b = (_xy(places[p].lat, places[p].lon) for p in lane)
    for p, q in pairwise(line):
        hit = _intersection(p, q, a, b)
        if hit is not None and 0.0 <= hit[0] <= 1.0 and 0.0 <= hit[1] <= 1.0:
            return True
    return False
