"""Which roads a march graph shows: those of the theatre that were marched, else what was marched most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paris44.language.text import msg
from paris44.scenario.model import Axis
from paris44.views.figures.common.style import place_name
from paris44.views.figures.common.tracks import RoadAxis, Track, way_of
from paris44.world.build import World

OWN_LEAST = 0.3  # a known road is shown where somebody marches this share of it at a stretch
MOST_OTHER = 3


@dataclass(frozen=True)
class Panel:
    """A road to show: its key, the way with its distances, and whether the theatre declares it."""

    key: str
    way: RoadAxis
    declared: bool = False


def panels(world: World, tracks: Sequence[Track]) -> list[Panel]:
    """The roads that were marched: the known ones first, then others that carry much more traffic."""
    found = [
        panel for axis in world.scenario.theatre.axes if (panel := _known(axis, world, tracks)) is not None
    ]
    covered = {frozenset(step) for p in found for step in zip(p.way.places, p.way.places[1:], strict=False)}
    most = _most_other(found)
    for track in sorted(tracks, key=lambda t: (-_effort(t, world, set()), t.formation, t.order)):
        if len(found) >= most:
            break
        if _effort(track, world, covered) < 0.5 * _effort(track, world, set()):
            continue
        way = way_of(_title(track.places, world), _simple(track.places), world.network)
        if len(way.places) > 1 and (not found or _heavy(track, world)):
            found.append(Panel(track.order, way))
            covered |= {frozenset(step) for step in zip(way.places, way.places[1:], strict=False)}
    return found


def _most_other(known: Sequence[Panel]) -> int:
    return len(known) + 2 if known else MOST_OTHER


def _heavy(track: Track, world: World) -> bool:
    """Whether a whole group with a long way marches here, not a patrol or a party."""
    return track.vehicles >= 100 and _effort(track, world, set()) >= 100 * 30_000


def _known(axis: Axis, world: World, tracks: Sequence[Track]) -> Panel | None:
    path = world.router.route(axis.places, "ordered")
    if path is None or len(set(path)) < len(path):
        return None
    way = way_of(axis.name, path, world.network)
    longest = max((run.length for track in tracks for run in way.runs(track)), default=0.0)
    return Panel(axis.id, way, declared=True) if longest >= OWN_LEAST * way.metres[-1] else None


def _effort(track: Track, world: World, covered: set[frozenset[str]]) -> float:
    """Vehicle-metres of a track on roads that are not yet covered."""
    total = 0.0
    lane_of, lanes = world.network.lane_of, world.network.lanes
    for step in zip(track.places, track.places[1:], strict=False):
        if frozenset(step) not in covered and step in lane_of:
            total += lanes[lane_of[step]].length
    return total * track.vehicles


def _simple(places: Sequence[str]) -> tuple[str, ...]:
    """The way up to where it first comes back to a place."""
    seen: list[str] = []
    for place in places:
        if place in seen:
            break
        seen.append(place)
    return tuple(seen)


def _title(places: Sequence[str], world: World) -> str:
    start, end = (place_name(world.scenario, place) for place in (places[0], places[-1]))
    return msg("{start} to {end}", start=start, end=end)
