"""Who is where: what counts as being at a place, for those who attack somebody there or work on a bridge."""

from __future__ import annotations

from collections.abc import Sequence

from paris44.engine.log import INFINITE, Passage
from paris44.engine.road.lane import Traveller
from paris44.engine.theatre import Theatre


def stands_at(theatre: Theatre, formation: str, place: str) -> bool:
    """Whether some of ``formation`` is at ``place``, or faces the enemy who bars it."""
    units = _units(theatre, formation)
    if any(unit.faces_enemy_at(place) for unit in units):
        return True
    return _until(theatre, units, (place,)) >= theatre.kernel.env.now


def is_near(theatre: Theatre, formation: str, bridge: str) -> bool:
    """Whether some of ``formation`` is at ``bridge``, at the next place to it or on the road between."""
    return leaves_at(theatre, formation, bridge) >= theatre.kernel.env.now


def leaves_at(theatre: Theatre, formation: str, bridge: str) -> float:
    """Until when some of ``formation`` is there, as far as is known (s; infinite: for all that anybody knows;
    before now: nobody is)."""
    units = _units(theatre, formation)
    if any(_is_on_the_road_to(unit, bridge) for unit in units):
        return INFINITE
    return _until(theatre, units, (bridge, *theatre.kernel.world.network.graph[bridge]))


def _units(theatre: Theatre, formation: str) -> list[Traveller]:
    return [unit for unit in theatre.units if unit.within((formation,))]


def _is_on_the_road_to(unit: Traveller, place: str) -> bool:
    """Whether it is between ``place`` and the next, on its way there or from there."""
    lane = unit.lane
    return lane is not None and lane.length > 0.0 and place in (lane.a.name, lane.b.name)


def _until(theatre: Theatre, units: list[Traveller], places: tuple[str, ...]) -> float:
    """Until when some of ``units`` is at one of ``places``: it stands there, is just going through (who does
    leaves with its tail), or has come to a halt before it, but not because the enemy has it."""
    latest, passed = -INFINITE, set[tuple[int, str]]()
    for unit in units:
        for place in places:
            until = _stays(unit, place)
            if until is None:
                passed.add((unit.index, place))
            elif until > latest:
                latest = until
    return latest if latest == INFINITE else max(latest, _last_clear(theatre.kernel.log.passages, passed))


def _stays(unit: Traveller, place: str) -> float | None:
    """Until when it is at ``place`` where it stands now (infinite: nobody knows; minus infinite: it does not
    get there); None: it is elsewhere, or on the road, and its last passage there says so."""
    lane = unit.lane
    if lane is None or not lane.length:
        if place == (unit.place if lane is None else lane.b.name):
            return INFINITE
    elif unit.standing and lane.b.name == place:
        return -INFINITE if unit.faces_enemy_at(place) else INFINITE
    return None


def _last_clear(passages: Sequence[Passage], asked: set[tuple[int, str]]) -> float:
    """When the latest of the last passages of all those ``asked`` for, (unit, place), is through: read once
    from the end, however many they are (infinite: nobody knows; minus infinite: there is none)."""
    latest = -INFINITE
    for passage in reversed(passages):
        if not asked or latest == INFINITE:
            break
        key = (passage.unit, passage.place)
        if key in asked:
            asked.remove(key)
            latest = INFINITE if passage.open else max(latest, passage.clear)
    return latest
