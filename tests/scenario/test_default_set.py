"""The shipped parameters stand in for those that a scenario does not give."""

from __future__ import annotations

from pathlib import Path

from paris44.scenario.file.find import packaged
from paris44.scenario.load import load
from paris44.scenario.parameters import PARAMETERS
from paris44.telling.overview import cite
from tests.scenario import toy


def test_the_set_is_complete_and_cited() -> None:
    """Every parameter has a shipped value, with a source and a grade."""
    rows = load("historical").document["parameters"]
    assert list(PARAMETERS) == list(rows)
    assert all(row["source"] and row["grade"] for row in rows.values())


def test_a_scenario_without_parameters_has_the_shipped_ones(tmp_path: Path) -> None:
    """What names none has all of them, as the shipped operation has them, with source and place."""
    loaded = toy.loaded(tmp_path, toy.text(parameters=""))
    assert loaded.scenario.parameters == load("historical").scenario.parameters
    told = cite(loaded, "parameters.speed.mixed")
    assert told["grade"] == "A"
    assert told["title"].startswith("Bonnelles")
    assert (
        told["set_at"].startswith(str(packaged() / "tables" / "parameters.csv"))
        or "parameters.csv:" in told["set_at"]
    )


def test_what_is_named_is_not_replaced(tmp_path: Path) -> None:
    """A scenario's own value stands, and only the others are filled in."""
    text = toy.text(parameters="parameters:\n  factor.rain: {value: 0.5, source: carte, grade: D}\n")
    parameters = toy.loaded(tmp_path, text).scenario.parameters
    assert parameters["factor.rain"].args == (0.5,)
    assert parameters["factor.fog"] == load("historical").scenario.parameters["factor.fog"]


def test_a_whole_set_of_ones_own_takes_nothing(tmp_path: Path) -> None:
    """A scenario that gives every parameter gets no source of ours either."""
    assert list(toy.loaded(tmp_path).document["sources"]) == ["carte"]
