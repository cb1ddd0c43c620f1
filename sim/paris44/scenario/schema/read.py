"""From the resolved document to checked rows: one model per row, every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeAlias

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from paris44.language.text import join, msg, quoted
from paris44.scenario.dist import Dist
from paris44.scenario.faults import Faults, TextError, choice, nearest
from paris44.scenario.file.find import ANSWERS
from paris44.scenario.file.known import Known
from paris44.scenario.file.yaml_tree import Entry, plain
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import quantities
from paris44.scenario.schema import sections as schema
from paris44.scenario.schema.fields import MOST_LETTERS
from paris44.scenario.schema.terms import Limits
from paris44.scenario.schema.theatre import PartyRow, SideRow

Section: TypeAlias = Mapping[str, Any]
"""Rows of one section by id; which model they are is the section's."""


@dataclass(slots=True)
class Rows:
    """The rows that could be read. ``ids`` names all rows, also those with faults; ``duration`` (seconds) is
    the scenario's."""

    start: datetime
    duration: float
    head: schema.HeadRow
    sections: dict[str, Section] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    parameters: dict[str, Dist] = field(default_factory=dict)

    def __getitem__(self, section: str) -> Section:
        return self.sections[section]


def read_rows(document: Entry, raw: Mapping[str, Any], faults: Faults, known: Known | None = None) -> Rows:
    """Check every row of the document, which is ``raw`` without its lines, by itself; sections in which no
    fault was found are ``known`` by their tree and the scenario's start, and not checked again."""
    start, duration = _span(document, faults)
    rows = Rows(start, duration, _head(document, start, faults))
    for section in schema.SECTIONS:
        node = document.mapping().get(section)
        rows.ids[section] = frozenset(node.mapping()) if node is not None else frozenset()
        rows.sections[section] = {}
        if node is not None:
            found = None if known is None else known.get(node, start)
            if found is None:
                found = _section(section, node, raw[section], document, start, faults)
                if known is not None and not faults:
                    known.add(node, found, start)
            rows.sections[section] = found
    _fill_in_parties(rows)
    rows.parameters = _parameters(rows["parameters"], document, faults)
    return rows


def _fill_in_parties(rows: Rows) -> None:
    """Who loses men where a file declares no parties: those who march, those who hold the garrisons, and
    whom else its attrition names."""
    if rows.ids["parties"]:
        return
    named = {row.party: PartyRow(name=row.party, regular=False) for row in rows["attrition"].values()}
    for section, neutral in (("sides", NEUTRAL_SIDES), ("parties", {**named, **NEUTRAL_PARTIES})):
        rows.sections[section] = {**neutral, **rows[section]}
        rows.ids[section] |= frozenset(neutral)


NEUTRAL_SIDES: Mapping[str, SideRow] = {
    "columns": SideRow(name=msg("The columns"), enemies=("garrisons",)),
    "garrisons": SideRow(name=msg("The garrisons"), enemies=("columns",)),
}
NEUTRAL_PARTIES: Mapping[str, PartyRow] = {
    "columns": PartyRow(name="Columns", side="columns"),
    "garrisons": PartyRow(name="Garrisons", side="garrisons", garrisons=True),
}
"""Of a scenario that declares no parties."""


# --- start and end -----------------------------------------------------------------------------------


def _span(document: Entry, faults: Faults) -> tuple[datetime, float]:
    start, end = _head_time("start", document, faults), _head_time("end", document, faults)
    if start is None or end is None:
        return start or datetime(2000, 1, 1, tzinfo=UTC), 0.0
    duration = quantities.seconds_between(start, end)
    if duration <= 0:
        faults.add(
            document.at(("end",)), "end", msg("the end is not after the start"), msg("exchange start and end")
        )
    elif duration > 60 * 86400:
        faults.add(
            document.at(("end",)), "end", msg("the scenario is longer than 60 days"), msg("check the dates")
        )
    return start, duration


def _head_time(key: str, document: Entry, faults: Faults) -> datetime | None:
    node = document.mapping().get(key)
    if node is None:
        faults.add(
            document,
            key,
            msg("{key} is missing", key=quoted(key)),
            msg("write {key}: YYYY-MM-DDTHH:MM+HH:MM", key=key),
        )
        return None
    try:
        return quantities.instant(node.value)
    except TextError as error:
        faults.add(node, key, error.message, error.hint)
        return None


def _head(document: Entry, start: datetime, faults: Faults) -> schema.HeadRow:
    """What the file says about itself; a stand-in where it cannot be read."""
    raw = {key: plain(node) for key, node in document.mapping().items() if key in schema.HEAD}
    if not isinstance(raw.get("start"), str):
        raw["start"] = ""
    if not isinstance(raw.get("end"), str):
        raw["end"] = ""
    operation, stroke, own = str(raw.get("name", "")).rpartition("/")
    why = (no_folder(operation) if stroke else "") or no_folder(own)
    if why:
        hint = msg("the name is that of the result's folder: give name: with letters, digits, - and .")
        faults.add(document.at(("name",)), "name", join(" ", (quoted(raw["name"]), why)), hint)
    try:
        return schema.HeadRow.model_validate(raw, context={"start": start})
    except ValidationError as error:
        for found in error.errors(include_url=False):
            message, hint, _ = finding(found, schema.HEAD)
            path = tuple(found["loc"])
            faults.add(document.at(path), ".".join(str(step) for step in path), message, hint)
        return schema.HeadRow(title="?", kind="toy")


def no_folder(name: str) -> str:
    """Why no folder can have that name; empty where one can."""
    if name.casefold() in ANSWERS:  # some disks do not tell capitals
        return msg("is the folder of answers")
    if len(name.encode()) > 200:
        return msg("is longer than 200 bytes")
    if not name.isprintable() or name[:1] in ("", " ", ".", "-") or any(char in name for char in "/\\:"):
        return msg("is no name of a folder")
    return ""


# --- rows --------------------------------------------------------------------------------------------


@cache
def _adapter(model: type[BaseModel]) -> TypeAdapter[dict[str, BaseModel]]:
    return TypeAdapter(dict[str, model])  # type: ignore[valid-type]


def _section(
    section: str, node: Entry, raw: Mapping[str, Any], document: Entry, start: datetime, faults: Faults
) -> Section:
    _check_ids(section, node, faults)
    model = schema.SECTIONS[section]
    if model is None:
        return _typed(section, raw, document, start, faults)
    context = {"start": start}
    try:
        return _adapter(model).validate_python(raw, context=context)
    except ValidationError as error:
        bad = _note(error, (section,), model, document, faults)
    good = {key: row for key, row in raw.items() if key not in bad}
    return _adapter(model).validate_python(good, context=context)


def _typed(section: str, raw: Mapping[str, Any], document: Entry, start: datetime, faults: Faults) -> Section:
    """The rows of a section whose fields depend on the row's type."""
    types = schema.TYPES[section]
    rows: dict[str, BaseModel] = {}
    for key, row in raw.items():
        kind = row.get("type")
        model = types.get(kind) if isinstance(kind, str) else None
        if model is None:
            message = (
                msg("'type' is missing")
                if kind is None
                else msg("{kind} is not a type of {section}", kind=quoted(kind), section=section)
            )
            node = document.at((section, key, "type"))
            faults.add(node, f"{section}.{key}.type", message, choice(kind or "", types))
            continue
        try:
            rows[key] = model.model_validate(row, context={"start": start})
        except ValidationError as error:
            _note(error, (section, key), model, document, faults)
    return rows


_PLAIN_ID = re.compile(r"[A-Za-z0-9_/-]{1,60}")
"""Ids that need no second look: far shorter than the longest, with no sign that has a meaning of its own."""


def _check_ids(section: str, node: Entry, faults: Faults) -> None:
    for key, row in node.mapping().items():
        if _PLAIN_ID.fullmatch(key):  # as nearly all of some thousand are
            continue
        wrong = next((char for char in key if char.isspace() or char in ";,"), "")
        if not wrong and "." in key and section != "parameters":
            wrong = "."
        if not wrong:  # what nobody sees makes two ids of one word
            wrong = next((char for char in key if not char.isprintable()), "")
        if wrong:
            what = msg("a space") if wrong == " " else msg("the character {wrong}", wrong=repr(wrong))
            message = msg("the id {key} holds {what}", key=quoted(key), what=what)
            faults.add(row, f"{section}.{key}", message, msg("use letters, digits, - and /"))
        elif len(key) > MOST_LETTERS:
            message = msg(
                "the id {key} is longer than {most} characters",
                key=quoted(key),
                most=MOST_LETTERS,
            )
            faults.add(row, f"{section}.{key}", message, NO_ROOM)


def _note(
    error: ValidationError, above: tuple[str, ...], model: type[BaseModel], document: Entry, faults: Faults
) -> set[str]:
    """Turn a model's findings into faults; the ids of the rows that have them."""
    bad: set[str] = set()
    for found in error.errors(include_url=False):
        path = (*above, *found["loc"])
        bad.add(str(path[1]))
        message, hint, inner = finding(found, schema.fields(model), above[0])
        full = (*path, *inner)
        faults.add(document.at(full), ".".join(str(step) for step in full), message, hint)
    return bad


def finding(
    found: ErrorDetails, known: tuple[str, ...], section: str = ""
) -> tuple[str, str, tuple[str | int, ...]]:
    """Message, hint and inner path of one finding of a model of a section (the head of a file: none)."""
    kind, context, value = found["type"], found.get("ctx", {}), found["input"]
    field_name = str(found["loc"][-1]) if found["loc"] else ""
    cause = context.get("error")
    if isinstance(cause, TextError):
        return cause.message, cause.hint, cause.inner
    if kind == "missing":
        return (
            msg("{field_name} is missing", field_name=quoted(field_name)),
            msg("write {field_name}: ...", field_name=field_name),
            (),
        )
    if kind == "extra_forbidden":
        return (
            msg("unknown field {field_name}", field_name=quoted(field_name)),
            _unknown(field_name, known, section),
            (),
        )
    if kind == "literal_error":
        options = [str(option) for option in _options(context["expected"])]
        hint = nearest(_EVERYDAY.get(str(value), value), options) or msg("write one of these")
        return (
            msg("{value} is not one of {options}", value=quoted(value), options=", ".join(options)),
            hint,
            (),
        )
    message, hint = _TYPES.get(kind, (found["msg"], msg("see 'paris44 schema'")))
    bound = next((context[name] for name in _BOUNDS if name in context), "")
    told = message(bound) if callable(message) else message
    return join(" ", (quoted(value), told)), hint, ()


_EVERYDAY = {
    "start": "depart", "departure": "depart", "leave": "depart", "fall": "cleared", "fallen": "cleared",
    "taken": "cleared", "capture": "cleared", "entry": "enter_city", "crossing": "cross_bridge",
    "meet": "junction",
}  # fmt: skip
"""What sources and staff logs call an event, and our word for it, where letters alone would not show it."""


def _unknown(name: str, known: tuple[str, ...], section: str) -> str:
    """What to write instead of a field that a row does not have."""
    types = schema.TYPES.get(section, {})
    owners = [kind for kind, model in types.items() if name in schema.fields(model)]
    if owners:
        return msg("it belongs to {section} of type {owners}", section=section, owners=", ".join(owners))
    return nearest(name, known) or msg("fields: {known}", known=", ".join(known))


def _options(expected: str) -> list[str]:
    return [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]


NO_ROOM = msg("shorten it: the tables, the figures and the page have no room for more; a note may be longer")
_BOUNDS = ("gt", "ge", "lt", "le", "max_length", "min_length")
_TYPES: Mapping[str, tuple[str | Callable[[object], str], str]] = {
    "int_type": (msg("is not a whole number"), msg("write digits, without quotes")),
    "int_from_float": (msg("is not a whole number"), msg("leave out the fraction")),
    "float_type": (msg("is not a number"), msg("write digits, without quotes; a point for the fraction")),
    "finite_number": (msg("is not a usable number"), msg("write a finite number")),
    "bool_type": (msg("is not true or false"), msg("write true or false")),
    "string_type": (msg("is not text"), msg("write a word or a sentence")),
    "string_too_short": (msg("is empty"), msg("write something, or leave the field out")),
    "string_too_long": (lambda bound: msg("is longer than {bound} characters", bound=bound), NO_ROOM),
    "too_short": (lambda bound: msg("has fewer than {bound}", bound=bound), msg("write them in a list")),
    "too_long": (lambda bound: msg("has more than {bound}", bound=bound), msg("write that many in a list")),
    "tuple_type": (msg("is not a list"), msg("write [first, second]")),
    "model_type": (msg("is not a row"), msg("write fields below it")),
    "greater_than": (lambda bound: msg("is not above {bound}", bound=bound), msg("check the number")),
    "greater_than_equal": (lambda bound: msg("is below {bound}", bound=bound), msg("check the number")),
    "less_than_equal": (lambda bound: msg("is above {bound}", bound=bound), msg("check the number")),
}


# --- parameters --------------------------------------------------------------------------------------

_AMOUNT = quantities.Dimension(msg("a number"), {}, "0.8", low=0.0)
_SHARE = quantities.Dimension(msg("a factor"), {}, "0.8", low=0.0, open_low=True)


def dimension(name: str) -> quantities.Dimension:
    """What a parameter measures and between which bounds: a factor is above 0, most numbers are not below."""
    known = PARAMETERS[name]
    if known.unit != "1":
        return quantities.BY_UNIT[known.unit]
    low = float(known.low)
    return quantities.NUMBER if low < 0 else _SHARE if low > 0 else _AMOUNT


def parameter_limits(name: str) -> Limits:
    """The least and the greatest value of a parameter."""
    known = PARAMETERS[name]
    return Limits(known.low, known.high, quantities.BY_UNIT[known.unit])


def _parameters(section: Section, document: Entry, faults: Faults) -> dict[str, Dist]:
    values: dict[str, Dist] = {}
    for name, row in section.items():
        path = ("parameters", name, "value")
        if name not in PARAMETERS:
            hint = nearest(name, PARAMETERS) or msg("'paris44 show historical --cite parameters' lists them")
            faults.add(
                document.at(path[:2]),
                ".".join(path[:2]),
                msg("unknown parameter {name}", name=quoted(name)),
                hint,
            )
            continue
        try:
            values[name] = quantities.dist(row.value, dimension(name))
        except TextError as error:
            faults.add(document.at(path), ".".join(path), error.message, error.hint)
    return values
