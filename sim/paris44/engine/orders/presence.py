"""Who is where: what counts as being at a place, for those who attack somebody there or work on a bridge."""

from __future__ import annotations

from collections.abc import Iterator

from paris44.engine.road.lane import Traveller
from paris44.engine.theatre import Theatre


def stands_at(theatre: Theatre, formation: str, place: str) -> bool:
    """Whether some of ``formation`` is at ``place``, or faces the enemy who bars it."""
    units = _units(theatre, formation)
    return any(_is_at(theatre, unit, place) or unit.faces_enemy_at(place) for unit in units)


def is_near(theatre: Theatre, formation: str, bridge: str) -> bool:
    """Whether some of ``formation`` is at ``bridge``, at the next place to it or on the road between."""
    near = (bridge, *theatre.kernel.world.network.graph[bridge])
    return any(
        _is_on_the_road_to(unit, bridge) or any(_is_at(theatre, unit, place) for place in near)
        for unit in _units(theatre, formation)
    )


def _units(theatre: Theatre, formation: str) -> Iterator[Traveller]:
    return (unit for unit in theatre.units if unit.within((formation,)))


def _is_on_the_road_to(unit: Traveller, place: str) -> bool:
    """Whether it is between ``place`` and the next, on its way there or from there."""
    lane = unit.lane
    return lane is not None and lane.length > 0.0 and place in (lane.a.name, lane.b.name)


def _is_at(theatre: Theatre, unit: Traveller, place: str) -> bool:
    """Whether it stands in ``place``, is just going through it, or has come to a halt before it (but not
    because the enemy has it)."""
    lane = unit.lane
    if lane is None or not lane.length:
        return place == (unit.place if lane is None else lane.b.name)
    if unit.standing and lane.b.name == place:
        return not unit.faces_enemy_at(place)
    if unit.place != place:
        return False
    last = next((p for p in reversed(theatre.kernel.log.passages) if p.unit == unit.index), None)
    return last is not None and last.place == place and (last.open or last.clear >= theatre.kernel.env.now)
