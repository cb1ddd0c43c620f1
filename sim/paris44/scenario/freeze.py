"""From checked rows to the frozen scenario that a run is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from paris44.scenario import model, outcomes
from paris44.scenario.checks.hierarchy import Hierarchy
from paris44.scenario.file.known import Known
from paris44.scenario.model import Moment
from paris44.scenario.schema import sections
from paris44.scenario.schema.read import Rows, Section
from paris44.scenario.schema.terms import Definition, definitions
from paris44.scenario.schema.theatre import LightRow

T = TypeVar("T")


def freeze(rows: Rows, start_iso: str, digest: str, known: Known | None = None) -> model.Scenario:
    """The scenario of rows in which no fault was found (times in seconds since the start); what of it is
    ``known`` from another is not made again."""
    known = known or Known()

    def shared(section: Section, make: Callable[[str, Any], T]) -> dict[str, T]:
        """What ``make``, which asks of nothing but a row, makes of each; sections that scenarios share have
        theirs in common."""
        made: dict[str, T] | None = known.get(section, make)
        if made is None:
            made = {key: make(key, row) for key, row in section.items()}
            known.add(section, made, make)
        return dict(made)

    tree = Hierarchy(rows["formations"])
    head = rows.head
    return _frozen(
        model.Scenario,
        head,
        start_iso=start_iso,
        duration=rows.duration,
        theatre=_theatre(rows),
        places=shared(rows["places"], _place),
        roads=shared(rows["roads"], _road),
        bridges=_each(rows, "bridges", lambda key, row: _bridge(key, row, rows)),
        formations={key: _formation(key, tree) for key in tree.rows},
        garrisons=shared(rows["garrisons"], _garrison),
        orders=_each(rows, "orders", lambda key, row: _order(key, row, rows)),
        weather=tuple(shared(rows["weather"], _weather).values()),
        crowds=tuple(shared(rows["crowds"], _crowd).values()),
        attrition=tuple(shared(rows["attrition"], _attrition).values()),
        parameters=dict(rows.parameters),
        drawn_as={key: row.drawn_as for key, row in rows["parameters"].items() if row.drawn_as},
        watch=tuple(_each(rows, "watch", lambda _, row: _frozen(model.Watch, row)).values()),
        record=tuple(shared(rows["record"], _record).values()),
        outcomes=outcomes.with_usual(_each(rows, "outcomes", _outcome)),
        passport=_passport(head),
        exploratory=head.kind == "counterfactual" and not _is_whole(head),
        digest=digest,
    )


def _each(rows: Rows, section: str, make: Callable[[str, Any], T]) -> dict[str, T]:
    return {key: make(key, row) for key, row in rows[section].items()}


def _frozen(form: Callable[..., T], row: BaseModel, /, **more: object) -> T:
    """A row in its frozen form: every field that both have, in the frozen model's unit, then ``more``.

    What of a row the frozen model does not have (source, grade, words of a source) the document keeps.
    """
    values = {name: getattr(row, attribute) for name, attribute in _as_it_is(form, type(row))}
    for name, attribute, si in _in_si(form, type(row)):
        value = getattr(row, attribute)
        values[name] = None if value is None else si(value)
    return form(**values | more)


@cache
def _as_it_is(form: Callable[..., object], model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The fields that a frozen model takes from a row as they are: their names here and there."""
    return tuple((field.frozen, field.attribute) for field in _taken(form, model) if field.term.si is None)


@cache
def _in_si(
    form: Callable[..., object], model: type[BaseModel]
) -> tuple[tuple[str, str, Callable[[float], float]], ...]:
    """Those that it takes in another unit, and what makes it."""
    fields = ((field, field.term.si) for field in _taken(form, model))
    return tuple((field.frozen, field.attribute, si) for field, si in fields if si is not None)


def _taken(form: Callable[..., object], model: type[BaseModel]) -> Iterator[Definition]:
    names = set(form.__match_args__)  # type: ignore[attr-defined]
    return (field for field in definitions(model).values() if field.frozen in names)


def _is_whole(head: sections.HeadRow) -> bool:
    """True where a counterfactual says who could have decided it, when, and what it holds fixed."""
    return all(getattr(head, name) not in ("", (), None) for name in sections.PASSPORT)


def _passport(head: sections.HeadRow) -> model.Passport | None:
    if all(getattr(head, name) in ("", (), None) for name in sections.PASSPORT):
        return None
    return _frozen(model.Passport, head, diverges_at=head.diverges_at or 0.0)


# --- the theatre -------------------------------------------------------------------------------------


def _theatre(rows: Rows) -> model.OperationTheatre:
    """The theatre that is declared, or a neutral one of the scenario's title."""
    declared = dict(rows["theatre"])
    key, row = next(iter(declared.items()), ("", None))
    more: dict[str, Any] = {
        "id": key,
        "days": tuple(_each(rows, "light", _light).values()),
        "blocks": tuple(_each(rows, "blocks", lambda _, r: _frozen(model.DayBlock, r)).values()),
        "sides": tuple(_each(rows, "sides", lambda k, r: _frozen(model.Side, r, id=k)).values()),
        "parties": tuple(_each(rows, "parties", lambda k, r: _frozen(model.Party, r, id=k)).values()),
    }
    more |= {
        "groups": tuple(_each(rows, "groups", lambda k, r: _frozen(model.ColourGroup, r, id=k)).values()),
        "axes": tuple(_each(rows, "axes", lambda k, r: _frozen(model.Axis, r, id=k)).values()),
        "claims": tuple(_each(rows, "claims", lambda _, r: _frozen(model.Claim, r)).values()),
        "captions": _each(rows, "captions", lambda _, r: r.text),
    }
    more["french"] = _french(rows)
    if row is None:
        return model.OperationTheatre(name=rows.head.title, **more)
    more["light"] = None if row.light_lat is None else (row.light_lat, row.light_lon)
    edges = row.map_south, row.map_north, row.map_west, row.map_east
    more["close_up"] = None if None in edges else edges
    return _frozen(model.OperationTheatre, row, **more)


def _french(rows: Rows) -> dict[str, str]:
    """English -> French: the catalogue of the theatre, and what rows give beside their English."""
    found: dict[str, str] = {}
    for row in rows["theatre"].values():
        found |= row.french if isinstance(row.french, Mapping) else {}
    for section in ("theatre", "sides", "parties", "groups", "captions", "outcomes"):
        for row in rows[section].values():
            names = (name for name in type(row).model_fields if name.endswith("_fr"))
            texts = {getattr(row, name.removesuffix("_fr")): getattr(row, name) for name in names}
            found |= {english: french for english, french in texts.items() if english and french}
    return found


def _light(_: str, row: LightRow) -> model.DayLight:
    hours = {name: row.day + getattr(row, name) for name in ("first_light", "sunrise", "sunset", "dusk")}
    return _frozen(model.DayLight, row, **hours)


# --- the map -----------------------------------------------------------------------------------------


def _place(key: str, row: sections.PlaceRow) -> model.Place:
    return _frozen(model.Place, row, id=key)


def _road(key: str, row: sections.RoadRow) -> model.Road:
    return _frozen(model.Road, row, id=key)


def _bridge(key: str, row: sections.BridgeRow, rows: Rows) -> model.Bridge:
    return _frozen(model.Bridge, row, id=key, name=row.name or rows["places"][key].name)


# --- who ---------------------------------------------------------------------------------------------


def _formation(key: str, tree: Hierarchy) -> model.Formation:
    totals = {name: tree.total(key, name) for name in ("men", "vehicles", "tanks", "guns")}
    return _frozen(
        model.Formation,
        tree.rows[key],
        id=key,
        parent=tree.parent[key],
        category=tree.category(key),
        **totals,
    )


def _garrison(key: str, row: sections.GarrisonRow) -> model.Garrison:
    bars = row.bars if row.bars is not None else (() if row.pocket else (row.place,))
    since = row.active_from if row.active_from is not None else 0.0
    return _frozen(model.Garrison, row, id=key, bars=bars, active_from=since, chance=row.chance.args[0])


# --- orders ------------------------------------------------------------------------------------------

_FORMS: dict[type[sections.OrderRow], Callable[..., model.Order]] = {
    sections.ActRow: model.Act,
    sections.MarchRow: model.March,
    sections.PhaseLineRow: model.PhaseLine,
    sections.BridgeWorkRow: model.BridgeWork,
    sections.ReinforceRow: model.Reinforce,
    sections.CounterAttackRow: model.CounterAttack,
    sections.CeaseFireRow: model.CeaseFire,
}


def _order(key: str, row: sections.OrderRow, rows: Rows) -> model.Order:
    more: dict[str, object] = {"id": key}
    if isinstance(row, sections.MarchRow | sections.PhaseLineRow):
        stated = row.transmission
        more["transmission"] = stated if stated is not None else rows.parameters["transmission"]
    if isinstance(row, sections.MarchRow):
        more |= {"start": row.start if row.start is not None else Moment(), "detach": row.type == "detach"}
    return _frozen(_FORMS[type(row)], row, **more)


_OUTCOMES: dict[type[sections.DeclarationRow], Callable[..., outcomes.DeclaredOutcome]] = {
    sections.EventOutcomeRow: outcomes.EventOutcome,
    sections.CountOutcomeRow: outcomes.CountOutcome,
    sections.ShareOutcomeRow: outcomes.ShareOutcome,
    sections.FallOutcomeRow: outcomes.FallOutcome,
    sections.LossesOutcomeRow: outcomes.LossesOutcome,
    sections.CombinedOutcomeRow: outcomes.CombinedOutcome,
}


def _outcome(key: str, row: sections.DeclarationRow) -> outcomes.DeclaredOutcome:
    label = row.label or key
    more: dict[str, object] = {"label": label, "label_fr": row.label_fr or label}
    if isinstance(row, sections.LossesOutcomeRow):
        more["group"] = row.group or key
    return _frozen(_OUTCOMES[type(row)], row, **more)


# --- nature, losses, record ----------------------------------------------------------------------------


def _weather(key: str, row: sections.WeatherRow) -> model.Weather:
    return _frozen(model.Weather, row, id=key)


def _crowd(key: str, row: sections.CrowdRow) -> model.Crowd:
    return _frozen(model.Crowd, row, id=key)


def _attrition(key: str, row: sections.AttritionRow) -> model.Attrition:
    return _frozen(model.Attrition, row, id=key)


def _record(key: str, row: sections.RecordRow) -> model.RecordedTime:
    known = [value for value in (row.lo, row.time, row.hi) if value is not None]
    ends = {"lo": known[0], "hi": known[-1]}
    return _frozen(model.RecordedTime, row, id=key, kind=row.kind or "", grade=row.grade or "D", **ends)
