"""What a scenario file may hold: a model per section's row and per type of order.

The models check one row at a time and turn its texts into numbers in SI units; what needs two
rows is in :mod:`paris44.scenario.checks.registry`. The same models give the JSON Schema for editors.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict

from paris44.scenario.dist import fixed
from paris44.scenario.schema.fields import (  # fmt: skip
    AnyValue,
    Category,
    Chance,
    Count,
    Duration,
    Event,
    Factor,
    Flag,
    FolderName,
    Grade,
    Line,
    Name,
    Names,
    Number,
    PerHour,
    PlaceKind,
    Positive,
    Sentence,
    Speed,
    Time,
    Title,
    TriggerField,
    WhenField,
    Whole,
)


class Row(BaseModel):
    """A row of a section; every row may say where it comes from and how good that is."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, populate_by_name=False)

    source: str = ""
    grade: Grade | None = None
    note: str = ""


# --- the rows of the tables ------------------------------------------------------------------------


class PlaceRow(Row):
    """A named point of the map."""

    name: Name
    lat: Annotated[float, Strict(), Field(ge=-90, le=90)]
    lon: Annotated[float, Strict(), Field(ge=-180, le=180)]
    kind: PlaceKind
    capacity_vph: Positive | None = None
    licence: str = ""


class RoadRow(Row):
    """A road between two places."""

    from_: Name = Field(alias="from")
    to: Name
    number: Line = ""
    class_: Literal["national", "departmental", "local", "street", "bridge"] = Field(alias="class")
    length_km: Positive
    capacity_vph: Positive | None = None
    speed_kmh: Positive | None = None
    single_track: Flag = False
    closed: Flag = False
    how: str = ""


class BridgeRow(Row):
    """A bridge's state at the start; its id is the place's."""

    name: Line = ""
    state: Literal["intact", "mined", "blown", "seized", "repaired"]
    state_text: str = ""
    km_from_melun: Number | None = None
    capacity_vph: Positive | None = None
    load_class_t: Positive | None = None


class FormationRow(Row):
    """A node of the order of battle."""

    parent: Name | None = None
    name: Name
    nation: Line = ""
    men: Count | None = None
    vehicles: Count | None = None
    tanks: Count | None = None
    half_tracks: Count | None = None
    guns: Count | None = None
    soft_vehicles: Count | None = None
    category: Category | None = None


class GarrisonRow(Row):
    """A strongpoint or a pocket; one with a ``chance`` may stand there, or not."""

    place: Name
    bars: Names | None = None
    pocket: Flag = False
    men: Count = 0
    guns_88: Count = 0
    other_guns: Count = 0
    armour: Count = 0
    active_from: Time | None = None
    active_to: Time | None = None
    chance: Chance = fixed(1.0)
    part_of: Name | None = None
    fight: Line = ""
    on_route: Line = ""


class WeatherRow(Row):
    """Rain or fog from one time to another."""

    state: Literal["rain", "fog", "dry"]
    from_: Time = Field(alias="from")
    to: Time


class CrowdRow(Row):
    """People in the street; ``factor`` (0 to 1] is what is left of the speed."""

    places: Names = ()
    from_: Time = Field(alias="from")
    to: Time
    factor: Factor


class AttritionRow(Row):
    """Losses by the hour."""

    party: Literal["2db", "us", "allied", "ffi", "civilians", "germans"]
    from_: Time = Field(alias="from")
    to: Time
    until: TriggerField | None = None
    killed_per_hour: PerHour = fixed(0.0)
    wounded_per_hour: PerHour = fixed(0.0)


class ParameterRow(Row):
    """The value of a named parameter; ``set_on`` says which days or prior it rests on."""

    value: AnyValue
    set_on: str = ""


class WatchRow(Row):
    """Something that the arrivals must report, happen or not."""

    formation: Name
    place: Name
    event: Event
    march_day: Line = ""


class RecordRow(Row):
    """A recorded time with its bounds."""

    formation: Name
    place: Name | None = None
    event: Event
    time: Time | None = None
    lo: Time | None = None
    hi: Time | None = None
    kind: Literal["movement", "combat", "political"] | None = None
    url: str = ""


class SourceRow(BaseModel):
    """A source that rows name."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    title: Sentence
    url: str = ""
    note: str = ""
    grade: Grade | None = None


class ContradictionRow(Row):
    """What one account says, what the record says, and which scenario plays which."""

    statement: Sentence
    record: Sentence
    shown_in: Names | str = ""


# --- orders ------------------------------------------------------------------------------------------


class OrderRow(Row):
    """What all orders have."""

    title: Line = ""
    by: Line = ""
    issued: WhenField


class ActRow(OrderRow):
    """An event that happens by decision."""

    type: Literal["act"]
    event: Event
    formation: Name | None = None
    place: Name | None = None
    chance: Chance = fixed(1.0)


class MarchRow(OrderRow):
    """A march order to a column; ``detach``: its serials leave whatever they are doing at once."""

    type: Literal["march", "detach"]
    serials: Names
    route: Names
    start: WhenField | None = None
    transmission: Duration | None = None
    slip: Flag = True
    policy: Literal["ordered", "quickest", "avoid"] = "ordered"
    avoid_roads: Names = ()
    start_point: Name | None = None
    passage_event: Literal["pass", "parade"] = "pass"
    category: Category | None = None
    priority: Whole = 0
    may_pass: Flag = False
    on_contact: Literal["attack", "flank", "bypass", "wait"] = "attack"
    reduce: Names = ()
    halts: Flag = True
    fuel_at: Name | None = None
    rest: Flag = False
    supersedes: Flag = True
    headway: Duration | None = None
    unit_gap: Duration | None = None
    serial_gap: Duration | None = None
    speed: Speed | None = None


class PhaseLineRow(OrderRow):
    """Not past the line before ``until``."""

    type: Literal["phase-line"]
    points: Names = ()
    until: Time
    applies_to: Names
    transmission: Duration | None = None
    disobeyed_by: Names = ()
    lifted: WhenField | None = None
    literal: Flag = False
    roads: Names = ()


class BridgeWorkRow(OrderRow):
    """Demolish, repair or seize a bridge."""

    type: Literal["bridge"]
    bridge: Name
    action: Literal["demolish", "repair", "seize"]
    formation: Name | None = None
    chance: Chance = fixed(1.0)
    duration: Duration = fixed(0.0)


class ReinforceRow(OrderRow):
    """Men and guns join a garrison (negative: leave it)."""

    type: Literal["reinforce"]
    garrison: Name
    men: Whole = 0
    guns_88: Whole = 0
    armour: Whole = 0


class CounterAttackRow(OrderRow):
    """Men of a garrison attack a formation."""

    type: Literal["counter-attack"]
    garrison: Name
    formation: Name
    place: Name
    men: Count
    duration: Duration


class CeaseFireRow(OrderRow):
    """Teams drive to the garrisons that still resist."""

    type: Literal["cease-fire"]
    place: Name
    persuasion: Duration
    among: Names = ()


ORDERS: dict[str, type[OrderRow]] = {
    "act": ActRow,
    "march": MarchRow,
    "detach": MarchRow,
    "phase-line": PhaseLineRow,
    "bridge": BridgeWorkRow,
    "reinforce": ReinforceRow,
    "counter-attack": CounterAttackRow,
    "cease-fire": CeaseFireRow,
}

SECTIONS: dict[str, type[BaseModel] | None] = {
    "places": PlaceRow,
    "roads": RoadRow,
    "bridges": BridgeRow,
    "formations": FormationRow,
    "garrisons": GarrisonRow,
    "orders": None,  # by the order's type
    "weather": WeatherRow,
    "crowds": CrowdRow,
    "attrition": AttritionRow,
    "parameters": ParameterRow,
    "watch": WatchRow,
    "record": RecordRow,
    "sources": SourceRow,
    "contradictions": ContradictionRow,
}
"""Every section of a scenario, in the order in which the resolved file has them."""

PASSPORT = ("antecedent", "decided_by", "diverges_at", "considered_by", "holds_fixed")
HEAD = ("name", "title", "kind", "parent", "expect", *PASSPORT, "start", "end")
KINDS = ("historical", "plan", "counterfactual", "toy")
CHANGEABLE = ("start", "end", *SECTIONS)
TOP_KEYS = (*HEAD, "extends", "change", "tables", *SECTIONS)


# --- the head of a file --------------------------------------------------------------------------------


class HeadRow(BaseModel):
    """What a file says about itself, outside its sections."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    name: FolderName = ""
    title: Title
    kind: Literal["historical", "plan", "counterfactual", "toy"]
    parent: Name | None = None
    expect: str = ""
    antecedent: str = ""
    decided_by: str = ""
    diverges_at: Time | None = None
    considered_by: Names = ()
    holds_fixed: str = ""
    start: str = ""
    end: str = ""


# --- what the loader asks the models -------------------------------------------------------------------


def row_model(section: str, row: Mapping[str, object]) -> type[BaseModel] | None:
    """The model of a row; None for an order of unknown type."""
    if section == "orders":
        return ORDERS.get(str(row.get("type")))
    return SECTIONS[section]


@cache
def fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of a row's fields as files write them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


@cache
def required(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields without which a row means nothing."""
    return tuple(f.alias or name for name, f in model.model_fields.items() if f.is_required())


def section_fields(section: str) -> tuple[str, ...]:
    """Every field that any row of a section may have."""
    model = SECTIONS[section]
    if model is not None:
        return fields(model)
    return tuple(dict.fromkeys(name for order in ORDERS.values() for name in fields(order)))


@cache
def columns(section: str) -> dict[str, str]:
    """The kind of every column of a section's table (see :mod:`paris44.scenario.file.csv_table`)."""
    model = SECTIONS[section]
    if model is None:
        return {}
    properties: dict[str, Any] = model.model_json_schema(by_alias=True)["properties"]
    return {name: _kind(schema) for name, schema in properties.items()}


def _kind(schema: Mapping[str, Any]) -> str:
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    kinds = {kind for option in options for kind in _types(option)}
    if kinds == {"string", "number"}:
        return "quantity"
    words = {"integer": "whole", "number": "number", "boolean": "flag", "array": "list"}
    return next((words[kind] for kind in words if kind in kinds), "text")


def _types(option: Mapping[str, Any]) -> list[str]:
    kind = option.get("type", "string")
    return kind if isinstance(kind, list) else [kind]
