"""The JSON Schema that editors use."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from paris44.scenario.file.find import shipped
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import jsonschema, sections, terms

SCHEMA: dict[str, Any] = jsonschema.build()


def test_the_schema_is_json() -> None:
    """It can be printed, and says which draft it follows."""
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"].startswith("https://json-schema.org/")


def test_every_key_of_a_file_is_in_the_schema() -> None:
    """Top-level keys and schema name the same things."""
    assert set(SCHEMA["properties"]) == set(sections.TOP_KEYS)
    assert SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize("section", sections.SECTIONS)
def test_every_section_names_its_fields(section: str) -> None:
    """A section's rows complete to exactly the fields that the loader takes."""
    row = SCHEMA["$defs"][section]
    assert set(row["properties"]) == set(sections.section_fields(section))
    assert row["additionalProperties"] is False
    changed = SCHEMA["$defs"][f"changed-{section}"]["properties"]
    assert all({"type": "null"} in value["anyOf"] for value in changed.values())


@pytest.mark.parametrize("kind", sections.ORDERS)
def test_every_type_of_order_is_told_apart(kind: str) -> None:
    """An order's type decides its fields and which of them it needs."""
    order = SCHEMA["$defs"][f"order-{kind}"]
    assert order["properties"]["type"] == {"const": kind}
    assert {"type", "issued"} <= set(order["required"])
    assert set(order["properties"]) == set(sections.fields(sections.ORDERS[kind]))


def test_no_model_is_built_before_it_is_used() -> None:
    """Reading the definitions builds no validator: a file has but some of the sections."""
    code = (
        "from paris44.scenario.schema import sections as s, verbs as v\n"
        "rows = [s.HeadRow, *v.VERBS.values(), *(row for name in s.SECTIONS for row in s.models(name))]\n"
        "print(len(rows), [row.__name__ for row in rows if row.__pydantic_complete__])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, _, built = done.stdout.strip().partition(" ")
    assert int(count) > 40
    assert built == "[]"


def test_every_parameter_is_described() -> None:
    """An editor completes the names of the parameters and shows meaning and unit."""
    properties = SCHEMA["properties"]["parameters"]["properties"]
    assert set(properties) == set(PARAMETERS)
    assert "m/s" in properties["speed.truck"]["description"]


def test_every_reference_has_a_definition() -> None:
    """No ``$ref`` leads nowhere."""
    whole = json.dumps(SCHEMA)
    names = {part.split('"')[0] for part in whole.split('"#/$defs/')[1:]}
    assert names <= set(SCHEMA["$defs"])
    assert {"Moment", "Trigger"} <= names


def test_columns_know_their_kinds() -> None:
    """A table's cells become numbers, flags, lists, times or text by their column."""
    kinds = sections.columns("garrisons")
    assert (kinds["men"], kinds["bars"], kinds["pocket"], kinds["active_from"]) == (
        "whole", "list", "flag", "time")  # fmt: skip
    assert sections.columns("places")["lat"] == "number"
    assert sections.columns("parameters")["value"] == "quantity"
    assert sections.columns("attrition")["until"] == "text"
    assert sections.columns("orders") == {}


# --- limits --------------------------------------------------------------------------------------------


def rows() -> Iterator[tuple[str, terms.Definition, dict[str, Any]]]:
    """Every field of every row and of every type of order: its definition and what the schema says of it."""
    for section, model in sections.SECTIONS.items():
        named = (
            {section: model} if model is not None else {f"order-{k}": m for k, m in sections.ORDERS.items()}
        )
        for name, row in named.items():
            for field, known in terms.definitions(row).items():
                yield f"{name}.{field}", known, SCHEMA["$defs"][name]["properties"][field]


def test_every_limit_of_a_field_is_shown() -> None:
    """What the loader refuses beyond its limits the schema shows: in words, and as numbers without a unit."""
    delay = SCHEMA["$defs"]["Moment"]["anyOf"][1]["properties"]["delay"]
    for name, known, value in rows():
        if known.limits is None:
            continue
        shown = delay if "$ref" in value else value
        assert f"between {known.limits.low} and {known.limits.high}" in shown["description"], name
        if known.limits.dimension.takes_bare:
            low, high = known.limits.ends()
            assert (value["minimum"], value["maximum"]) == (low, high), name


def test_an_editor_tells_what_every_field_means() -> None:
    """Each field's description begins with its meaning, but the type's, which is the type itself."""
    for name, known, value in rows():
        if known.name != "type":
            assert value["description"].startswith(known.term.meaning), name


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_limit_of_a_parameter_is_shown(name: str) -> None:
    """The limits of each parameter stand in its description, and as numbers where it has no unit."""
    shown = SCHEMA["properties"]["parameters"]["properties"][name]
    known = PARAMETERS[name]
    assert f"between {known.low} and {known.high}" in shown["description"]
    whole, short = shown["anyOf"]
    assert whole["allOf"][1]["properties"]["value"] == short
    if known.unit == "1":
        assert (short["minimum"], short["maximum"]) == (float(known.low), float(known.high))


def test_chances_and_factors_show_theirs() -> None:
    """A chance is between 0 and 1, a crowd's factor above 0 and at most 1."""
    chance = SCHEMA["$defs"]["garrisons"]["properties"]["chance"]
    assert (chance["minimum"], chance["maximum"]) == (0, 1)
    factor = SCHEMA["$defs"]["crowds"]["properties"]["factor"]
    assert (factor["exclusiveMinimum"], factor["maximum"]) == (0, 1)


def test_a_field_of_two_orders_has_the_limits_of_its_own() -> None:
    """Men may leave by a reinforcement, and not by a counter-attack; what completes both allows both."""
    assert "minimum" not in SCHEMA["$defs"]["orders"]["properties"]["men"]
    assert SCHEMA["$defs"]["order-reinforce"]["properties"]["men"]["minimum"] == -200_000
    assert SCHEMA["$defs"]["order-counter-attack"]["properties"]["men"]["minimum"] == 0


class _Plain(yaml.SafeLoader):
    """YAML as the loader has it: a time is a text."""


_Plain.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if not pair[0].endswith(":timestamp")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(content: str) -> list[str]:
    """What an editor underlines; a number where a word is due is understood by the loader."""
    validator = pytest.importorskip("jsonschema").Draft202012Validator(SCHEMA)
    found = [error.message for error in validator.iter_errors(yaml.load(content, _Plain))]
    return [message for message in found if not message.endswith("is not of type 'string'")]


@pytest.mark.parametrize("path", [path for _, path in shipped()], ids=lambda path: path.stem)
def test_an_editor_finds_nothing_in_what_is_shipped(path: Path) -> None:
    """The shipped scenarios are valid by the schema."""
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("parameters: {factor.rain: 0.5}", "parameters: {factor.rain: 3}"),
        ("parameters: {factor.rain: {value: 0.5}}", "parameters: {factor.rain: {value: 3}}"),
        ("roads: {a--b: {length_km: 20}}", "roads: {a--b: {length_km: 500}}"),
        ("orders: {o: {type: reinforce, issued: x, garrison: g, men: -5}}",
         "orders: {o: {type: reinforce, issued: x, garrison: g, men: -900000}}"),
    ],
)  # fmt: skip
def test_an_editor_underlines_what_is_beyond_a_limit(good: str, bad: str) -> None:
    """A number beyond its limit is refused by the schema, one within is not."""
    assert faults(f"title: t\n{good}") == []
    assert faults(f"title: t\n{bad}") != []
