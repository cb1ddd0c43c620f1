"""Texts with a comma that nobody quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario.faults import ScenarioError
from paris44.scenario.load import load
from tests.study.small import march, small


def test_the_end_of_a_name_with_a_comma_is_no_field(tmp_path: Path) -> None:
    """In braces a name with a comma that is not quoted falls into a name and a blank field: that is told at
    its line, and nothing of the name is lost in silence."""
    small(tmp_path, [("a", "b", 2)], {"x": 10}, {"go": march("x", "a b")})
    child = tmp_path / "child.yaml"
    child.write_text(
        "extends: small\ntitle: Child\nkind: counterfactual\nplaces:\n"
        "  c: {name: Sceaux, the park, lat: 48.7, lon: 2.3, kind: town}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        load(child, search=[tmp_path])
    (fault,) = caught.value.faults
    assert (fault.line, fault.message) == (5, "unknown field 'the park'")
    assert fault.hint == "write a text that holds a comma in quotes"
