"""Who is where: what counts as being at a place, for those who attack somebody there or work on a bridge."""

from __future__ import annotations

from collections.abc import Iterator

from paris44.engine.log import INFINITE
from paris44.engine.road.lane import Traveller
from paris44.engine.theatre import Theatre


def stands_at(theatre: Theatre, formation: str, place: str) -> bool:
    """Whether some of ``formation`` is at ``place``, or faces the enemy who bars it."""
    units = _units(theatre, formation)
    return any(_is_at(theatre, unit, place) or unit.faces_enemy_at(place) for unit in units)


def is_near(theatre: Theatre, formation: str, bridge: str) -> bool:
    """Whether some of ``formation`` is at ``bridge``, at the next place to it or on the road between."""
    return leaves_at(theatre, formation, bridge) >= theatre.kernel.env.now


def leaves_at(theatre: Theatre, formation: str, bridge: str) -> float:
    """Until when some of ``formation`` is there, as far as is known (s; infinite: for all that anybody knows;
    before now: nobody is)."""
    near = (bridge, *theatre.kernel.world.network.graph[bridge])
    units = _units(theatre, formation)
    return max((_leaves(theatre, unit, bridge, near) for unit in units), default=-INFINITE)


def _leaves(theatre: Theatre, unit: Traveller, bridge: str, near: tuple[str, ...]) -> float:
    if _is_on_the_road_to(unit, bridge):
        return INFINITE
    return max(_is_at_until(theatre, unit, place) for place in near)


def _units(theatre: Theatre, formation: str) -> Iterator[Traveller]:
    return (unit for unit in theatre.units if unit.within((formation,)))


def _is_on_the_road_to(unit: Traveller, place: str) -> bool:
    """Whether it is between ``place`` and the next, on its way there or from there."""
    lane = unit.lane
    return lane is not None and lane.length > 0.0 and place in (lane.a.name, lane.b.name)


def _is_at(theatre: Theatre, unit: Traveller, place: str) -> bool:
    """Whether it stands in ``place``, is just going through it, or has come to a halt before it (but not
    because the enemy has it)."""
    return _is_at_until(theatre, unit, place) >= theatre.kernel.env.now


def _is_at_until(theatre: Theatre, unit: Traveller, place: str) -> float:
    """Until when it is there: who goes through leaves with its tail."""
    lane = unit.lane
    if lane is None or not lane.length:
        if place == (unit.place if lane is None else lane.b.name):
            return INFINITE
    elif unit.standing and lane.b.name == place:
        return -INFINITE if unit.faces_enemy_at(place) else INFINITE
    passages = reversed(theatre.kernel.log.passages)
    last = next((p for p in passages if p.unit == unit.index and p.place == place), None)
    if last is None:
        return -INFINITE
    return INFINITE if last.open else last.clear
