"""The language of scenario files as tables: every field with type, unit, limits, default and meaning.

The page of the scenario language is made from :func:`tables`; so nothing on it is written twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from paris44.scenario.dist import Dist
from paris44.scenario.schema import jsonschema, sections
from paris44.scenario.schema.fields import COLOUR_PATTERN, DAY_PATTERN, HOUR_PATTERN
from paris44.scenario.schema.terms import Definition, definitions
from paris44.scenario.schema.verbs import VERBS


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as a page shows it; an empty text where there is nothing to say.

    ``unit`` is that of a number without one; ``limits`` are in the unit that they name, else in ``unit``.
    """

    name: str
    label: str
    kind: str
    unit: str
    limits: str
    default: str
    meaning: str
    required: bool


@dataclass(frozen=True, slots=True)
class RowTable:
    """The fields of one sort of row: ``types`` are the types that have them, of an order or an outcome."""

    section: str
    types: tuple[str, ...]
    about: str
    fields: tuple[FieldLine, ...]


def tables() -> Iterator[RowTable]:
    """The head of a file (section ""), then every sort of row in the order of the resolved file,
    then the verbs of a change (section "change.VERB")."""
    yield RowTable("", (), _about(sections.HeadRow), lines(sections.HeadRow))
    for section in sections.SECTIONS:
        for model in sections.models(section):
            types = tuple(kind for kind, row in sections.TYPES.get(section, {}).items() if row is model)
            yield RowTable(section, types, _about(model), lines(model))
    for verb, verb_model in VERBS.items():
        yield RowTable(f"change.{verb}", (), _about(verb_model), lines(verb_model))


def lines(model: type[BaseModel]) -> tuple[FieldLine, ...]:
    """Every field of a sort of row."""
    shown = jsonschema.row_properties(model)
    return tuple(
        FieldLine(
            name=name,
            label=field.term.label,
            kind=_kind(field, shown[name]),
            unit=field.term.unit,
            limits=_limits(field),
            default=_default(field.default),
            meaning=field.term.meaning,
            required=field.required,
        )
        for name, field in definitions(model).items()
    )


def _about(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split())


_KINDS = {
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list of words",
    "object": "name: word",
}
_WRITTEN = {COLOUR_PATTERN: "colour", DAY_PATTERN: "day", HOUR_PATTERN: "hour of the clock"}


def _kind(field: Definition, shown: jsonschema.Json) -> str:
    """What a file writes: a word for the type."""
    if field.dimension is not None:
        return field.dimension.name.removeprefix("a ")
    if field.term.of:
        return f"{field.term.of}, a list of ids" if shown.get("type") == "array" else f"id of {field.term.of}"
    if "$ref" in shown:
        return str(shown["$ref"]).rpartition("/")[2].lower()
    if "const" in shown or "enum" in shown:
        return "one of " + ", ".join(shown.get("enum", [shown.get("const")]))
    return _WRITTEN.get(shown["pattern"], "time") if "pattern" in shown else _plain_kind(shown)


def _plain_kind(shown: jsonschema.Json) -> str:
    """A word for what JSON Schema calls a type."""
    options = [shown.get("type"), *(option.get("type") for option in shown.get("anyOf", ()))]
    if {"string", "number"} <= set(options):
        return "value with the parameter's unit, or a law"
    return next((words for name, words in _KINDS.items() if name in options), "text")


def _limits(field: Definition) -> str:
    if field.limits is not None:
        return f"{field.limits.low} to {field.limits.high}"
    measured = field.dimension
    if measured is None or not math.isfinite(measured.high):
        return ""
    return f"{'above ' if measured.open_low else ''}{measured.low:g} to {measured.high:g}"


def _default(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Dist):
        return f"{value.args[0]:g}"
    return "" if value is None or value == () else str(value)
