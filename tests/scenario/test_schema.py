"""The JSON Schema that editors use."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.scenario import schema
from sim.scenario.parameters import PARAMETERS

SCHEMA: dict[str, Any] = schema.json_schema()


def test_the_schema_is_json() -> None:
    """It can be printed, and says which draft it follows."""
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"].startswith("https://json-schema.org/")


def test_every_key_of_a_file_is_in_the_schema() -> None:
    """Top-level keys and schema name the same things."""
    assert set(SCHEMA["properties"]) == set(schema.TOP_KEYS)
    assert SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize("section", schema.SECTIONS)
def test_every_section_names_its_fields(section: str) -> None:
    """A section's rows complete to exactly the fields that the loader takes."""
    row = SCHEMA["$defs"][section]
    assert set(row["properties"]) == set(schema.section_fields(section))
    assert row["additionalProperties"] is False
    changed = SCHEMA["$defs"][f"changed-{section}"]["properties"]
    assert all({"type": "null"} in value["anyOf"] for value in changed.values())


@pytest.mark.parametrize("kind", schema.ORDERS)
def test_every_type_of_order_is_told_apart(kind: str) -> None:
    """An order's type decides its fields and which of them it needs."""
    order = SCHEMA["$defs"][f"order-{kind}"]
    assert order["properties"]["type"] == {"const": kind}
    assert {"type", "issued"} <= set(order["required"])
    assert set(order["properties"]) == set(schema.fields(schema.ORDERS[kind]))


def test_every_parameter_is_described() -> None:
    """An editor completes the names of the parameters and shows meaning and unit."""
    properties = SCHEMA["properties"]["parameters"]["properties"]
    assert set(properties) == set(PARAMETERS)
    assert "m/s" in properties["speed.truck"]["description"]


def test_every_reference_has_a_definition() -> None:
    """No ``$ref`` leads nowhere."""
    text = json.dumps(SCHEMA)
    names = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert names <= set(SCHEMA["$defs"])
    assert {"Moment", "Trigger"} <= names


def test_columns_know_their_kinds() -> None:
    """A table's cells become numbers, flags, lists or text by their column."""
    kinds = schema.columns("garrisons")
    assert (kinds["men"], kinds["bars"], kinds["pocket"], kinds["active_from"]) == (
        "whole", "list", "flag", "text")  # fmt: skip
    assert schema.columns("places")["lat"] == "number"
    assert schema.columns("parameters")["value"] == "quantity"
    assert schema.columns("attrition")["until"] == "text"
    assert schema.columns("orders") == {}
