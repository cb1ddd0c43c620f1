"""Phase lines: from a few named points to the roads that they cut.

Where the order says ``from`` or ``toward``, or the map has no river, a line divides the country: it is drawn
straight on beyond its ends, and every road is cut that leads from the side of the rear to the other. Where
neither is said and the map has a river, the line is extended at both ends until it meets the river. The
ground between the line and the river is then what is closed: a road is cut when it leads, on the same bank,
from a place outside that ground to a place inside. Removing the bridges splits the network into banks, so
every way from the rear that does not cross the river uses a cut road. A column waits before a cut road.

All is reckoned on the sphere, so that a line closes the same roads wherever on the earth it lies. A line is
often drawn from place to place: whatever lies on it within a tenth of a metre, named or not, is of the rear,
so that no rounding decides it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from paris44.language.text import msg
from paris44.scenario.model import Bridge, March, PhaseLine, Place, Scenario
from paris44.world.errors import WorldError
from paris44.world.geometry.sphere import EARTH_RADIUS, Point, metres, middle, plane, vector
from paris44.world.order_of_battle import Tree

if TYPE_CHECKING:
    from paris44.world.network import Network

_FAR = 100.0  # radii of the earth on the map: beyond every place
_HAIR = 0.1  # m: what is nearer than this is one; far more than the rounding of coordinates, less than a road
_ON = _HAIR / EARTH_RADIUS  # the same in radii of the earth on the map


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A phase line as lanes: ``lanes`` are directed from the rear to beyond the line."""

    order: PhaseLine
    lanes: frozenset[tuple[str, str]]


def rivers(bridges: Mapping[str, Bridge]) -> dict[str, tuple[str, ...]]:
    """Each river as its bridges from upstream to downstream, as far as their place along it is known."""
    known = [b for b in bridges.values() if b.km is not None]
    found: dict[str, list[str]] = {}
    for bridge in sorted(known, key=lambda b: (b.km or 0.0, b.id)):
        found.setdefault(bridge.river, []).append(bridge.id)
    return {name: tuple(ids) for name, ids in found.items() if len(ids) > 1}


def cut(line: PhaseLine, scenario: Scenario, network: Network, family: Tree) -> LinePlan:
    """The lanes that ``line`` closes.

    Roads that the order names one by one are closed towards where the line looks (:func:`_Side`); an order
    without points, ``from`` and ``toward`` closes them from the first place of their id to the second. Of
    one that is closed to all nothing is cut.

    Raises:
        WorldError: the line misses the river, begins on no road, or cuts none.
    """
    drawn = _Drawing(line, scenario.places)
    side = _side(line, scenario, family)
    if line.roads:
        lanes = {drawn.onward(_ends(road), side) for road in line.roads} & network.lane_of.keys()
    elif side.said or not rivers(scenario.bridges):
        lanes = drawn.between_sides(network, side)
    else:
        lanes = drawn.to_the_river(network, scenario.bridges)
    if not lanes and not line.roads:
        raise _undrawn(
            line, msg("the phase line cuts no road"), msg("move a point, or name the roads that it closes")
        )
    return LinePlan(line, frozenset(lanes))


@dataclass(frozen=True, slots=True)
class _Side:
    """Which side of a line is the rear: that of ``place``, or, where ``beyond``, the other one.

    ``said``: the order itself says so.
    """

    place: str | None
    beyond: bool
    said: bool = False


def _side(line: PhaseLine, scenario: Scenario, family: Tree) -> _Side:
    """As the order says; else the objective lies beyond; else those whom it holds come from the rear."""
    if line.toward is not None:
        return _Side(line.toward, beyond=True, said=True)
    if line.rear is not None:
        return _Side(line.rear, beyond=False, said=True)
    if line.roads and not line.points:
        return _Side(None, beyond=False)
    if scenario.theatre.objective is not None:
        return _Side(scenario.theatre.objective, beyond=True)
    for order in scenario.orders.values():
        if isinstance(order, March) and _holds(line, order, family):
            return _Side(order.route[0], beyond=False)
    return _Side(None, beyond=False)


def _holds(line: PhaseLine, order: March, family: Tree) -> bool:
    return any(family.within(serial, held) for serial in order.serials for held in line.applies_to)


def _ends(road: str) -> tuple[str, str]:
    a, b = road.split("--")
    return a, b


def _undrawn(line: PhaseLine, message: str, hint: str) -> WorldError:
    return WorldError(f"orders.{line.id}.points", message, hint)


class _Drawing:
    """A line on a map that touches the earth in the middle of its points."""

    def __init__(self, line: PhaseLine, places: Mapping[str, Place]) -> None:
        self.line = line
        self.vectors = {place.id: vector(place.lat, place.lon) for place in places.values()}
        shown = [self.vectors[p] for p in line.points] or list(self.vectors.values())
        self.map = plane(middle(shown))
        self.points = [self.at(p) for p in line.points]

    def at(self, place: str) -> Point:
        """A place on the map."""
        return self.map.point(self.vectors[place])

    # --- a line that divides the country -----------------------------------------------------------

    def onward(self, lane: tuple[str, str], side: _Side) -> tuple[str, str]:
        """A named road in the direction that is closed: its end nearer to the rear first, else as named."""
        if side.place is None:
            return lane
        near = [metres(self.vectors[end], self.vectors[side.place]) for end in lane]
        farther = near[1] - near[0] if side.beyond else near[0] - near[1]
        return (lane[1], lane[0]) if farther > _HAIR else lane

    def between_sides(self, network: Network, side: _Side) -> set[tuple[str, str]]:
        """The lanes from the rear's side of the line to the other; what lies on it is of the rear."""
        if side.place is None:
            message = msg(
                "nothing says which side of the line through {points} is closed",
                points=", ".join(self.line.points),
            )
            raise _undrawn(self.line, message, msg("write toward: PLACE, or from: PLACE"))
        whole = [
            _beyond(self.points[1], self.points[0]),
            *self.points,
            _beyond(self.points[-2], self.points[-1]),
        ]
        origin = self.at(side.place)
        if _on(origin, whole):
            message = msg("{place} lies on the line itself, and tells no side of it", place=side.place)
            raise _undrawn(self.line, message, msg("name a place off the line"))
        rear = {
            place: _on(self.at(place), whole) or self._over(whole, origin, place) == side.beyond
            for place in self.vectors
        }
        cuts = {(a, b) for a, b in network.lane_of if rear[a] and not rear[b]}
        return self._literal(cuts) if self.line.literal else cuts

    def _over(self, whole: Sequence[Point], origin: Point, place: str) -> bool:
        """Whether the straight way from ``origin`` to a place crosses the line an odd number of times."""
        goal = self.at(place)
        return sum(_crossing(origin, goal, p, q) for p, q in pairwise(whole)) % 2 == 1

    def _literal(self, cuts: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those lanes that touch the line between its named points."""
        return {lane for lane in cuts if self._touches(lane)}

    def _touches(self, lane: tuple[str, str]) -> bool:
        a, b = (self.at(end) for end in lane)
        if _on(a, self.points) or any(_on(point, (a, b)) for point in self.points):
            return True
        return any(_crossing(a, b, p, q) for p, q in pairwise(self.points))

    # --- a line that a river closes ------------------------------------------------------------------

    def to_the_river(self, network: Network, bridges: Mapping[str, Bridge]) -> set[tuple[str, str]]:
        """The lanes on the bank of the line's first point into the ground between the line and the river."""
        line, shore = self._ground(rivers(bridges))
        bank = self._rear_bank(network, bridges)
        inside = {p for p in bank if _between(self.at(p), line, shore)}
        cuts = {(a, b) for a, b in network.lane_of if a in bank and a not in inside and b in inside}
        return self._literal(cuts) if self.line.literal else cuts

    def _ground(self, known: Mapping[str, Sequence[str]]) -> tuple[list[Point], list[Point]]:
        """The line to the first river that both its ends meet, and the stretch of it back to the start."""
        lost = 0
        for bridges in known.values():
            river = [self.at(bridge) for bridge in bridges]
            first, last = self._meet(0, river), self._meet(-1, river)
            if first is not None and last is not None:
                stretch = _stretch(river, first[0], last[0])
                return [first[1], *self.points, last[1]], [last[1], *stretch, first[1]]
            lost = 0 if first is None else -1
        message = msg(
            "the phase line, drawn straight on beyond {points}, does not reach the river",
            points=self.line.points[lost],
        )
        hint = msg("add a point nearer to the river, say toward: PLACE, or name the roads that it closes")
        raise _undrawn(self.line, message, hint)

    def _meet(self, at: int, river: Sequence[Point]) -> tuple[int, Point] | None:
        """Where the line, drawn straight on from its first (0) or last (-1) point, first meets a river."""
        points = self.points
        origin, end = (points[1], points[0]) if at == 0 else (points[-2], points[-1])
        least = 1.0 - _share(origin, end)
        hits = []
        for i, (p, q) in enumerate(pairwise(river)):
            hit, more = _intersection(origin, end, p, q), _share(p, q)
            if hit is not None and hit[0] >= least and -more <= hit[1] <= 1.0 + more:
                hits.append((hit[0], i))
        if not hits:
            return None
        t, i = min(hits)
        return i, (origin[0] + t * (end[0] - origin[0]), origin[1] + t * (end[1] - origin[1]))

    def _rear_bank(self, network: Network, bridges: Mapping[str, Bridge]) -> set[str]:
        """Every place that roads join to the first point of the line without a bridge."""
        import networkx as nx

        member = self.line.points[0]
        if member in bridges or member not in network.graph:
            what = msg("a bridge") if member in bridges else msg("a place without a road")
            message = msg("the phase line begins at {member}, {what}", member=member, what=what)
            raise _undrawn(self.line, message, msg("begin it at a place on the rear bank"))
        dry = network.graph.subgraph([n for n in network.graph if n not in bridges])
        return set(nx.node_connected_component(dry, member))


# --- straight lines ------------------------------------------------------------------------------------


def _beyond(origin: Point, end: Point) -> Point:
    """A point of the map far beyond ``end``, straight on from ``origin``."""
    x, y = end[0] - origin[0], end[1] - origin[1]
    size = max(abs(x), abs(y)) or 1.0
    return end[0] + _FAR * x / size, end[1] + _FAR * y / size


def _apart(a: Point, p: Point, q: Point) -> float:
    """How far a point is from the straight way from ``p`` to ``q``, in radii of the earth on the map."""
    x, y = q[0] - p[0], q[1] - p[1]
    size = x * x + y * y
    t = ((a[0] - p[0]) * x + (a[1] - p[1]) * y) / size if size > 0.0 else 0.0
    t = max(0.0, min(t, 1.0))
    return math.hypot(p[0] + t * x - a[0], p[1] + t * y - a[1])


def _on(a: Point, line: Sequence[Point]) -> bool:
    """Whether a point lies on a line of several points, within a hair."""
    low, high = (a[0] - 2 * _ON, a[1] - 2 * _ON), (a[0] + 2 * _ON, a[1] + 2 * _ON)
    for p, q in pairwise(line):
        before = (p[0] < low[0] and q[0] < low[0]) or (p[1] < low[1] and q[1] < low[1])
        if before or (p[0] > high[0] and q[0] > high[0]) or (p[1] > high[1] and q[1] > high[1]):
            continue  # the whole part lies to one side, as most of a river does
        if _apart(a, p, q) <= _ON:
            return True
    return False


def _crossing(a: Point, b: Point, p: Point, q: Point) -> bool:
    """Whether the way from ``a`` to ``b``, neither on the line, crosses its part from ``p`` to ``q``.

    A corner of the line on the way is on one side of it for both parts that meet there: whichever rounding
    says, the number of crossings stays odd or even.
    """
    return (_left(p, q, a) != _left(p, q, b)) and (_left(a, b, p) != _left(a, b, q))


def _left(p: Point, q: Point, a: Point) -> bool:
    """Whether a point lies to the left of a line."""
    return (q[0] - p[0]) * (a[1] - p[1]) - (q[1] - p[1]) * (a[0] - p[0]) > 0.0


def _share(p: Point, q: Point) -> float:
    """A hair as a share of the way from ``p`` to ``q``."""
    return _ON / (math.dist(p, q) or 1.0)


def _intersection(p: Point, q: Point, a: Point, b: Point) -> tuple[float, float] | None:
    """Parameters (t along pq, s along ab) of the crossing of two straight lines, None if parallel."""
    dx, dy, ex, ey = q[0] - p[0], q[1] - p[1], b[0] - a[0], b[1] - a[1]
    det = dx * ey - dy * ex
    if abs(det) < 1e-18:
        return None
    fx, fy = a[0] - p[0], a[1] - p[1]
    return (fx * ey - fy * ex) / det, (fx * dy - fy * dx) / det


def _stretch(river: Sequence[Point], first: int, last: int) -> Sequence[Point]:
    """The bends of a river from its part ``last``, where the line ends, to ``first``, where it starts."""
    low, high = sorted((first, last))
    stretch = river[low + 1 : high + 1]
    return stretch if last < first else stretch[::-1]


def _between(p: Point, line: Sequence[Point], shore: Sequence[Point]) -> bool:
    """Whether a point lies in the ground between line and shore: on the shore it does, on the line not."""
    if _on(p, line):
        return False
    return _on(p, shore) or _inside(p, [*line, *shore[1:-1]])


def _inside(p: Point, polygon: list[Point]) -> bool:
    """Even-odd rule."""
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y1 > p[1]) != (y2 > p[1]) and p[0] < (x2 - x1) * (p[1] - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
