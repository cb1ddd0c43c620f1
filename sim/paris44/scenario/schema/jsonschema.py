"""The JSON Schema of a scenario file: what an editor needs to complete and to underline.

A row of a section may be incomplete (the rest may come from a table or a parent), so the schema
asks for no fields but an order's own ones once its type is given; what is missing in the end is
the loader's to say.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from paris44.scenario.file.spreadsheet import DATES
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import sections as schema
from paris44.scenario.schema.fields import DELAY
from paris44.scenario.schema.moments import TRIGGER_EVENTS
from paris44.scenario.schema.quantities import LIGHTS
from paris44.scenario.schema.read import parameter_limits
from paris44.scenario.schema.terms import Definition, Limits, definitions
from paris44.scenario.schema.verbs import SHORT, VERBS, VerbRow

Json: TypeAlias = dict[str, Any]

_ISO = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)$"}


def build() -> Json:
    """The whole schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Paris 44 scenario",
        "type": "object",
        "required": ["title"],
        "additionalProperties": False,
        "properties": {
            **_head(),
            "extends": {"type": "string", "description": "name or path of the parent scenario"},
            "change": _change(),
            "tables": _tables(),
            **{section: _section(section) for section in schema.SECTIONS},
        },
        "$defs": {"Moment": _moment(), "Trigger": _trigger(), **_rows()},
    }


def _head() -> Json:
    properties = row_properties(schema.HeadRow)
    for name in ("start", "end"):
        properties[name] = {**_ISO, "description": properties[name]["description"]}
    return properties


def _tables() -> Json:
    name = {"type": "string", "description": "a CSV file, relative to this file"}
    either = {"anyOf": [name, {"type": "array", "items": name}]}
    sections = {section: either for section, model in schema.SECTIONS.items() if model is not None}
    dates = {
        "enum": list(DATES),
        "description": "how the tables write days; undeclared: not at all",
    }
    return {"type": "object", "additionalProperties": False, "properties": {"dates": dates, **sections}}


# --- rows --------------------------------------------------------------------------------------------


def _rows() -> Json:
    """A definition per section's row and per type of order."""
    rows: Json = {}
    for section, model in schema.SECTIONS.items():
        if model is not None:
            rows[section] = _object(model, row_properties(model))
    for section, types in schema.TYPES.items():
        for name, model in types.items():
            properties = row_properties(model)
            properties["type"] = {"const": name}
            whole = _object(model, properties)
            rows[f"{_one(section)}-{name}"] = {**whole, "required": list(schema.required(model))}
        rows[section] = _any_type(section)
    for section in schema.SECTIONS:
        rows[f"changed-{section}"] = _nullable(rows[section])
    return rows


def _one(section: str) -> str:
    """A row of a section in a word: order, outcome."""
    return section.removesuffix("s")


def _any_type(section: str) -> Json:
    """Every field of every type for completion; the type, where given, narrows them."""
    properties: Json = {}
    types = schema.TYPES[section]
    for model in types.values():
        for name, value in row_properties(model).items():
            properties[name] = _common(properties[name], value) if name in properties else value
    properties["type"] = {"enum": list(types)}
    narrowed = [
        {
            "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
            "then": {"$ref": f"#/$defs/{_one(section)}-{name}"},
        }
        for name in types
    ]
    return {"type": "object", "additionalProperties": False, "properties": properties, "allOf": narrowed}


def _common(one: Json, other: Json) -> Json:
    """What two types of row say alike of a field that both have."""
    return {key: value for key, value in one.items() if other.get(key) == value}


def _nullable(row: Json) -> Json:
    """The row as ``change`` may write it: every field may be removed, and nothing need be whole."""
    changed = {key: value for key, value in copy.deepcopy(row).items() if key not in ("allOf", "required")}
    changed["properties"] = {
        name: {"anyOf": [value, {"type": "null"}]} for name, value in changed["properties"].items()
    }
    return changed


def _object(model: type[BaseModel], properties: Json) -> Json:
    words = (model.__doc__ or "").split("\n\n")[0]
    return {"type": "object", "description": words, "additionalProperties": False, "properties": properties}


def row_properties(model: type[BaseModel]) -> Json:
    """The fields of a row, with what they mean and the limits that the loader sets them."""
    raw: Json = model.model_json_schema(by_alias=True)["properties"]
    return {name: _property(raw[name], known) for name, known in definitions(model).items()}


def _property(raw: Mapping[str, Any], field: Definition) -> Json:
    """A field: its type, and in words its meaning, how it is written and between what it lies."""
    value = _simple(raw)
    if "$ref" in value:
        return value | {"description": field.term.meaning}
    said = [field.term.meaning, _in_unit(field.term.unit), value.get("description")]
    value["description"] = "; ".join(part for part in said if part)
    return value if field.limits is None else _within(value, field.limits)


def _in_unit(unit: str) -> str:
    return f"in {unit}" if unit and not unit.startswith("/") else ""


def _within(value: Json, limits: Limits) -> Json:
    """A value with its limits: in words, and as numbers where a number without a unit is understood."""
    words = str(limits)
    told = value | {"description": f"{value['description']}; {words}" if "description" in value else words}
    if not limits.dimension.takes_bare:
        return told
    least, most = limits.ends()
    if least > told.get("exclusiveMinimum", math.inf):
        del told["exclusiveMinimum"]
    told["minimum"] = _tidy(max(least, value.get("minimum", least)))
    told["maximum"] = _tidy(min(most, value.get("maximum", most)))
    return told


def _tidy(number: float) -> float:
    return int(number) if number == int(number) else number


def _simple(value: Mapping[str, Any]) -> Json:
    """A field's schema without null, titles and references that the generator left."""
    options = [option for option in value.get("anyOf", ()) if option.get("type") != "null"]
    merged = {key: child for key, child in value.items() if key not in ("anyOf", "title", "default")}
    if len(options) == 1:
        merged.update(options[0])
    elif options:
        merged["anyOf"] = options
    if "x-def" in merged:
        return {"$ref": f"#/$defs/{merged['x-def']}"}
    default = value.get("default")
    if isinstance(default, (bool, int, str)) and default != "":
        merged["default"] = default
    return merged


# --- sections and changes ------------------------------------------------------------------------------


def _section(section: str) -> Json:
    row: Json = {"$ref": f"#/$defs/{section}"}
    rows: Json = {"type": "object", "additionalProperties": row}
    if section == "parameters":
        names = {name: _parameter(name, row) for name in PARAMETERS}
        rows = {"type": "object", "additionalProperties": False, "properties": names}
    return rows


def _parameter(name: str, row: Json) -> Json:
    """A parameter as a row, or as its value alone."""
    known = PARAMETERS[name]
    value = _within({"type": ["string", "number"]}, parameter_limits(name))
    whole = {"allOf": [row, {"properties": {"value": value}}]}
    return {"anyOf": [whole, value], "description": f"{known.meaning} ({known.unit}); {value['description']}"}


def _change(sections: tuple[str, ...] = schema.CHANGEABLE) -> Json:
    """Nested mappings or dotted paths; null removes."""
    properties: Json = {"start": _ISO, "end": _ISO}
    for section in schema.SECTIONS:
        row = {"anyOf": [{"$ref": f"#/$defs/changed-{section}"}, {"type": "null"}]}
        paths = {r"\.": {"description": "a path inside a row: id.field"}}
        properties[section] = {"type": "object", "patternProperties": paths, "additionalProperties": row}
        if section == "parameters":  # their names hold dots
            properties[section] = {"type": "object"}
    names = "|".join((*sections, *VERBS))
    properties |= {verb: _verb(verb, model) for verb, model in VERBS.items()}
    return {
        "type": "object",
        "description": "what differs from the parent: nested mappings or dotted paths; null removes; verbs",
        "additionalProperties": False,
        "properties": properties,
        "patternProperties": {rf"^({names})\..+$": {"description": "a path: section.id.field; null removes"}},
    }


def _verb(verb: str, model: type[VerbRow]) -> Json:
    """A verb: by the name of whom it concerns, or as a list of rows with ``who``; of some a bare list of
    names."""
    fields = row_properties(model)
    name: Json = {"type": "string", "minLength": 1}
    who = {"anyOf": [name, fields["who"]], "description": fields["who"]["description"]}
    row = {**_object(model, fields | {"who": who}), "required": ["who"]}
    named: Json = {
        "type": "object",
        "additionalProperties": False,
        "properties": {k: v for k, v in fields.items() if k != "who"},
    }
    short: list[Json] = (
        [fields[SHORT[verb]]] if verb in SHORT else [{"const": True}] if verb == "remove" else []
    )
    items: list[Json] = [
        row,
        *([name, {"type": "array", "items": name}] if verb in ("remove", "swap") else []),
    ]
    ways: list[Json] = [{"type": "array", "items": {"anyOf": items}}]
    if verb != "swap":
        ways.append({"type": "object", "additionalProperties": {"anyOf": [named, *short]}})
    return {"description": row["description"], "anyOf": ways}


# --- moments and triggers --------------------------------------------------------------------------------


def _moment() -> Json:
    clock = {
        "type": "string",
        "description": f'"17:30" or {", ".join(LIGHTS)}: the next one at or after',
        "anyOf": [{"enum": list(LIGHTS)}, {"pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}],
    }
    words = f"{DELAY.dimension.name}, certain or uncertain, e.g. {DELAY.dimension.example}"
    delay = _within({"type": "string", "description": words}, DELAY)
    whole = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"at": _ISO, "after": {"$ref": "#/$defs/Trigger"}, "clock": clock, "delay": delay},
    }
    words = "a time with offset, a clock hour, a delay, or {at, after, clock, delay}"
    return {"description": words, "anyOf": [{"type": "string"}, whole]}


def _trigger() -> Json:
    name = {"type": "string", "minLength": 1}
    event = {
        "description": "[formation, place] or [formation, place, visit]",
        "type": "array",
        "minItems": 2,
        "maxItems": 3,
        "prefixItems": [name, name, {"type": "integer", "minimum": 1}],
    }
    several = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Trigger"}}
    properties: Json = dict.fromkeys(TRIGGER_EVENTS, event)
    properties.update(
        gone={"type": "string", "description": "a garrison that no longer resists"},
        barred={"type": "string", "description": "a formation that stands before a barred place"},
        daylight={"type": "string", "description": "parameter: with less daylight than this left"},
        all=several,
        any=several,
    )
    mapping = {"type": "object", "additionalProperties": False, "properties": properties}
    words = "an order's id, or {event: [formation, place]}, {gone: garrison}, {all: [...]}, {any: [...]}"
    return {"description": words, "anyOf": [{"type": "string"}, mapping]}
