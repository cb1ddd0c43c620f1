"""From drawn lines to roads between places: where lines meet, and where a place lies beside one.

Lines meet where they share a point, or where one ends on the other. Where they only cross nobody can turn: a
bridge, or a slip of the pen. A place within :data:`REACH` of a line stands on it. Junctions without a name
are crossroads; where only two stretches of one road meet, they become one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from paris44.language.text import msg
from paris44.scenario.checks.islands import crow_km
from paris44.scenario.faults import Faults
from paris44.scenario.new.geojson import DrawnLine, Point
from paris44.scenario.new.own_map import OwnMap, OwnPlace, OwnRoad

REACH = 0.3
"""km from a place to the line on which it stands."""
TOUCH = 0.01
"""km from the loose end of a line to the line on which it ends."""
_DIGITS = 6
"""Decimals of a degree to which points are one: a tenth of a metre."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A line between two junctions; ``length`` in km."""

    a: Point
    b: Point
    length: float
    line: DrawnLine


def join(lines: Sequence[DrawnLine], to: OwnMap, faults: Faults) -> None:
    """Take the roads that the lines draw into the map; a junction without a place becomes a crossroads."""
    drawn = [[_rounded(point) for point in line.points] for line in lines]
    _tie(drawn)
    junctions = _junctions(drawn)
    named = _on_lines(drawn, junctions, to)
    cut = [s for line, points in zip(lines, drawn, strict=True) for s in _cut(line, points, junctions)]
    stretches = _merged(cut, set(named))
    _name_crossings(stretches, named, to)
    for stretch in sorted(stretches, key=lambda s: s.length):
        _add(stretch, named[stretch.a], named[stretch.b], to, faults)


def _rounded(point: Point) -> Point:
    return round(point[0], _DIGITS), round(point[1], _DIGITS)


def _tie(drawn: list[list[Point]]) -> None:
    """Put loose ends of lines onto the lines that they touch."""
    met = Counter(point for points in drawn for point in dict.fromkeys(points))
    for number, points in enumerate(drawn):
        for at in (0, -1):
            if met[points[at]] == 1:
                foot = _divided(drawn, points[at], TOUCH, but=number)
                points[at] = points[at] if foot is None else foot


def _junctions(drawn: Sequence[Sequence[Point]]) -> set[Point]:
    """The ends of lines, and the points that lines share."""
    met = Counter(point for points in drawn for point in dict.fromkeys(points))
    ends = {point for points in drawn for point in (points[0], points[-1])}
    return ends | {point for point, count in met.items() if count > 1}


# --- places beside lines -------------------------------------------------------------------------------


def _on_lines(drawn: list[list[Point]], junctions: set[Point], to: OwnMap) -> dict[Point, str]:
    """The junction of each place; where none is near, a line gets one at its nearest point."""
    named: dict[Point, str] = {}
    away = []
    for place in to.places.values():
        here = (place.lon, place.lat)
        near = [p for p in junctions if p not in named and _km(here, p) <= REACH]
        at = min(near, key=lambda point: (_km(here, point), point)) if near else _divided(drawn, here, REACH)
        if at is None or at in named:
            away.append(place.name)
            continue
        junctions.add(at)
        named[at] = place.id
    if away:
        to.notes.append(
            msg("no line comes within {reach:g} m of {away}", reach=REACH * 1000, away=", ".join(away))
        )
    return named


def _divided(drawn: list[list[Point]], here: Point, reach: float, but: int = -1) -> Point | None:
    """The point nearest to ``here`` on the lines (all but one), put into the line; None where none is within
    ``reach`` (km)."""
    best: tuple[float, int, int, Point] | None = None
    margin = reach / 110.0  # km in a degree of latitude, or a little less
    for number, points in enumerate(drawn):
        if (
            number == but
            or not min(p[1] for p in points) - margin <= here[1] <= max(p[1] for p in points) + margin
        ):
            continue
        for at, (a, b) in enumerate(pairwise(points), 1):
            foot = _foot(here, a, b)
            away = _km(here, foot)
            if away <= reach and (best is None or away < best[0]):
                best = away, number, at, foot
    if best is None:
        return None
    _, number, at, foot = best
    if foot not in drawn[number]:
        drawn[number].insert(at, foot)
    return foot


def _foot(here: Point, a: Point, b: Point) -> Point:
    """The point of the stretch from a to b that is nearest to ``here``."""
    east = math.cos(math.radians(here[1]))
    dx, dy = (b[0] - a[0]) * east, b[1] - a[1]
    square = dx * dx + dy * dy
    share = ((here[0] - a[0]) * east * dx + (here[1] - a[1]) * dy) / square if square else 0.0
    share = min(max(share, 0.0), 1.0)
    return _rounded((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))


def _km(p: Point, q: Point) -> float:
    """The distance in km."""
    return crow_km(p[1], p[0], q[1], q[0])


# --- stretches -------------------------------------------------------------------------------------------


def _cut(line: DrawnLine, points: Sequence[Point], junctions: set[Point]) -> Iterator[_Stretch]:
    """The stretches of a line between junctions."""
    begin, length = points[0], 0.0
    for a, b in pairwise(points):
        length += _km(a, b)
        if b in junctions:
            yield _Stretch(begin, b, length, line)
            begin, length = b, 0.0


def _merged(stretches: list[_Stretch], named: set[Point]) -> list[_Stretch]:
    """The stretches, those of one road put together where nothing else meets them."""
    at: dict[Point, list[_Stretch]] = {}
    for stretch in stretches:
        for end in (stretch.a, stretch.b):
            at.setdefault(end, []).append(stretch)
    for point in [point for point, met in at.items() if len(met) == 2 and point not in named]:
        one, other = at[point]
        if one is other or (one.line.road_class, one.line.number) != (
            other.line.road_class, other.line.number
        ):  # fmt: skip
            continue
        begin, end = _other_end(one, point), _other_end(other, point)
        if begin == end or any({s.a, s.b} == {begin, end} for s in at[begin]):
            continue
        whole = _Stretch(begin, end, one.length + other.length, one.line)
        at[begin] = [whole if s is one else s for s in at[begin]]
        at[end] = [whole if s is other else s for s in at[end]]
        del at[point]
    return list(dict.fromkeys(stretch for met in at.values() for stretch in met))


def _other_end(stretch: _Stretch, point: Point) -> Point:
    return stretch.b if stretch.a == point else stretch.a


def _name_crossings(stretches: Sequence[_Stretch], named: dict[Point, str], to: OwnMap) -> None:
    """Make a crossroads of each junction that has no place."""
    spots = {point: s.line.spot for s in stretches for point in (s.a, s.b) if point not in named}
    for number, (point, spot) in enumerate(spots.items(), 1):
        key, cited = f"x-{number}", (Path(spot.file).name, "", "")
        to.places[key] = OwnPlace(key, f"Crossing {number}", point[1], point[0], "crossroads", spot, cited)
        named[point] = key


def _add(stretch: _Stretch, a: str, b: str, to: OwnMap, faults: Faults) -> None:
    """Take a stretch in; of two between the same places the shorter stays, and a note tells of the other."""
    spot = stretch.line.spot
    crow = crow_km(to.places[a].lat, to.places[a].lon, to.places[b].lat, to.places[b].lon)
    length = max(round(stretch.length, 2), round(crow, 2), 0.01)
    if a == b or to.joined(a, b):
        what = msg("a loop at {a}", a=a) if a == b else msg("a second road from {a} to {b}", a=a, b=b)
        to.notes.append(
            msg(
                "{file}:{line}: left out: {what}, {length:g} km",
                file=spot.file,
                line=spot.line,
                what=what,
                length=length,
            )
        )
        return
    how = f"along the line in {Path(spot.file).name}"
    cited = (Path(spot.file).name, "", "")
    to.join(OwnRoad(a, b, length, stretch.line.road_class, stretch.line.number, how, spot, cited), faults)
