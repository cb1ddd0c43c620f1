"""From checked rows to the frozen scenario that a run is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from paris44.scenario import model
from paris44.scenario.checks.hierarchy import Hierarchy
from paris44.scenario.dist import Dist
from paris44.scenario.model import Moment
from paris44.scenario.schema import sections
from paris44.scenario.schema.read import Rows

T = TypeVar("T")


def freeze(rows: Rows, start_iso: str, digest: str) -> model.Scenario:
    """The scenario of rows in which no fault was found (times in seconds since the start)."""
    tree = Hierarchy(rows["formations"])
    head = rows.head
    passport = _passport(head)
    return model.Scenario(
        name=head.name,
        title=head.title,
        kind=head.kind,
        parent=head.parent,
        expect=head.expect,
        start_iso=start_iso,
        duration=rows.duration,
        places=_each(rows, "places", _place),
        roads=_each(rows, "roads", _road),
        bridges=_each(rows, "bridges", lambda key, row: _bridge(key, row, rows)),
        formations={key: _formation(key, tree) for key in tree.rows},
        garrisons=_each(rows, "garrisons", _garrison),
        orders={key: _order(key, row, rows) for key, row in rows["orders"].items()},
        weather=tuple(_each(rows, "weather", _weather).values()),
        crowds=tuple(_each(rows, "crowds", _crowd).values()),
        attrition=tuple(_each(rows, "attrition", _attrition).values()),
        parameters=dict(rows.parameters),
        watch=tuple(model.Watch(row.formation, row.place, row.event) for row in rows["watch"].values()),
        record=tuple(_each(rows, "record", _record).values()),
        passport=passport,
        exploratory=head.kind == "counterfactual" and not _is_whole(head),
        digest=digest,
    )


def _each(rows: Rows, section: str, make: Callable[[str, Any], T]) -> dict[str, T]:
    return {key: make(key, row) for key, row in rows[section].items()}


def _is_whole(head: sections.HeadRow) -> bool:
    """True where a counterfactual says who could have decided it, when, and what it holds fixed."""
    return all(getattr(head, name) not in ("", (), None) for name in sections.PASSPORT)


def _passport(head: sections.HeadRow) -> model.Passport | None:
    if all(getattr(head, name) in ("", (), None) for name in sections.PASSPORT):
        return None
    return model.Passport(
        antecedent=head.antecedent,
        decided_by=head.decided_by,
        diverges_at=head.diverges_at or 0.0,
        considered_by=head.considered_by,
        holds_fixed=head.holds_fixed,
    )


# --- the map -----------------------------------------------------------------------------------------


def _place(key: str, row: sections.PlaceRow) -> model.Place:
    return model.Place(key, row.name, row.lat, row.lon, row.kind, row.capacity_vph)


def _road(key: str, row: sections.RoadRow) -> model.Road:
    return model.Road(
        id=key,
        a=row.from_,
        b=row.to,
        number=row.number,
        road_class=row.class_,
        length_m=row.length_km * 1000.0,
        capacity_vph=row.capacity_vph,
        speed=None if row.speed_kmh is None else row.speed_kmh / 3.6,
        single_track=row.single_track,
        closed=row.closed,
    )


def _bridge(key: str, row: sections.BridgeRow, rows: Rows) -> model.Bridge:
    name = row.name or rows["places"][key].name
    return model.Bridge(key, name, row.state, row.capacity_vph, row.load_class_t, km=row.km_from_melun)


# --- who ---------------------------------------------------------------------------------------------


def _formation(key: str, tree: Hierarchy) -> model.Formation:
    row = tree.rows[key]
    return model.Formation(
        id=key,
        parent=tree.parent[key],
        name=row.name,
        nation=row.nation,
        men=tree.total(key, "men"),
        vehicles=tree.total(key, "vehicles"),
        tanks=tree.total(key, "tanks"),
        guns=tree.total(key, "guns"),
        category=tree.category(key),
    )


def _garrison(key: str, row: sections.GarrisonRow) -> model.Garrison:
    bars = row.bars if row.bars is not None else (() if row.pocket else (row.place,))
    return model.Garrison(
        id=key,
        place=row.place,
        bars=bars,
        men=row.men,
        guns_88=row.guns_88,
        other_guns=row.other_guns,
        armour=row.armour,
        active_from=row.active_from if row.active_from is not None else 0.0,
        active_to=row.active_to,
        pocket=row.pocket,
        chance=row.chance.args[0],
        part_of=row.part_of,
        fight=row.fight,
    )


# --- orders ------------------------------------------------------------------------------------------


def _order(key: str, row: sections.OrderRow, rows: Rows) -> model.Order:
    if isinstance(row, sections.MarchRow):
        return _march(key, row, rows)
    if isinstance(row, sections.PhaseLineRow):
        return _line(key, row, rows)
    for kind, frozen in _SIMPLE.items():
        if isinstance(row, kind):
            return frozen(id=key, **_fields(row))
    raise AssertionError(f"no frozen form for {type(row).__name__}")


_SIMPLE: dict[type[sections.OrderRow], Callable[..., model.Order]] = {
    sections.ActRow: model.Act,
    sections.BridgeWorkRow: model.BridgeWork,
    sections.ReinforceRow: model.Reinforce,
    sections.CounterAttackRow: model.CounterAttack,
    sections.CeaseFireRow: model.CeaseFire,
}
_CITATION = ("source", "grade", "note", "type")


def _fields(row: sections.OrderRow) -> dict[str, Any]:
    """The row's fields that the frozen order has under the same name."""
    return {name: getattr(row, name) for name in type(row).model_fields if name not in _CITATION}


def _transmission(stated: Dist | None, rows: Rows) -> Dist:
    return stated if stated is not None else rows.parameters["transmission"]


def _march(key: str, row: sections.MarchRow, rows: Rows) -> model.March:
    fields = _fields(row)
    fields["transmission"] = _transmission(row.transmission, rows)
    fields["start"] = row.start if row.start is not None else Moment()
    return model.March(id=key, detach=row.type == "detach", **fields)


def _line(key: str, row: sections.PhaseLineRow, rows: Rows) -> model.PhaseLine:
    fields = _fields(row)
    fields["transmission"] = _transmission(row.transmission, rows)
    return model.PhaseLine(id=key, **fields)


# --- nature, losses, record ----------------------------------------------------------------------------


def _weather(key: str, row: sections.WeatherRow) -> model.Weather:
    return model.Weather(key, row.state, row.from_, row.to)


def _crowd(key: str, row: sections.CrowdRow) -> model.Crowd:
    return model.Crowd(key, row.places, row.from_, row.to, row.factor)


def _attrition(key: str, row: sections.AttritionRow) -> model.Attrition:
    return model.Attrition(
        key, row.party, row.from_, row.to, row.until, row.killed_per_hour, row.wounded_per_hour
    )


def _record(key: str, row: sections.RecordRow) -> model.RecordedTime:
    known = [value for value in (row.lo, row.time, row.hi) if value is not None]
    return model.RecordedTime(
        id=key,
        formation=row.formation,
        place=row.place,
        event=row.event,
        time=row.time,
        lo=known[0],
        hi=known[-1],
        kind=row.kind or "",
        grade=row.grade or "D",
        note=row.note,
        source=row.source,
        url=row.url,
    )
