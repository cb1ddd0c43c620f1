"""Scenario files of earlier versions: names that have changed, parties that nobody had to declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario.faults import ScenarioError
from paris44.scenario.load import Loaded
from paris44.study.running.notes import notes
from tests.scenario import toy


def written(more: str) -> str:
    """The toy with further parameters, and without those of today that they stand for."""
    kept = [
        line for line in toy.parameters().splitlines(keepends=True) if "loss.defenders-killed" not in line
    ]
    orders = toy.ORDERS.replace("points: [pont, bourg]", "roads: [pont--bourg]")
    return toy.text(orders=orders, parameters="".join(kept) + more)


def told(loaded: Loaded) -> list[str]:
    """The notes, from the path on."""
    return [note.render().split(": ", 2)[2] for note in notes(loaded)]


OLD = "  loss.german-killed: {value: 0.3, source: toy, grade: D}\n"
GONE = "  loss.ffi-killed-city: {value: 6, source: toy, grade: D}\n"


def test_a_renamed_parameter_is_read_and_told(tmp_path: Path) -> None:
    """A parameter under its former name has its effect under the one of today, as a note at its line says."""
    text = written(OLD)
    loaded = toy.loaded(tmp_path, text)
    assert loaded.scenario.parameters["loss.defenders-killed"].median == pytest.approx(0.3)
    (note,) = [n for n in notes(loaded) if "german" in n.fault.message]
    assert note.fault.message == "loss.german-killed is called loss.defenders-killed now"
    assert text.splitlines()[note.fault.line - 1].strip().startswith("loss.german-killed")


def test_a_parameter_that_is_no_more_is_told(tmp_path: Path) -> None:
    """One that has become a field elsewhere counts nothing, and the note says where it is written now."""
    loaded = toy.loaded(tmp_path, written(GONE))
    assert "loss.ffi-killed-city" not in loaded.scenario.parameters
    assert any("killed_per_pocket" in line for line in told(loaded))


def test_a_renamed_column_is_read_and_told_once(tmp_path: Path) -> None:
    """A table, and a row, with the former name of a field are read; one note stands for all of its rows."""
    table = "id,name,state,km_from_melun\npont,Pont,intact,12.5\n"
    (tmp_path / "bridges.csv").write_text(table, encoding="utf-8")
    orders = toy.ORDERS.replace("points: [pont, bourg]", "roads: [pont--bourg]")
    text = toy.text(orders=orders, head=toy.HEAD + "tables: {bridges: bridges.csv}\n")
    loaded = toy.loaded(tmp_path, text)
    assert loaded.scenario.bridges["pont"].km == 12.5
    (note,) = notes(loaded)
    assert note.fault.message == "km_from_melun is called river_km now"
    assert (note.fault.line, note.fault.path) == (2, "bridges.pont.river_km")


LOST = (
    "  x: {party: townspeople, from: 1944-08-23T06:00+02:00, to: 1944-08-23T08:00+02:00, "
    "killed_per_hour: 3, source: toy, grade: D}\n"
)
PARTIES = (
    "sides:\n  us: {name: We, enemies: [them]}\n  them: {name: They, enemies: [us]}\n"
    "parties:\n  we: {name: We, side: us}\n  they: {name: They, side: them, garrisons: true}\n"
)


def test_parties_that_only_the_attrition_names_are_counted(tmp_path: Path) -> None:
    """Where a file declares no parties those of its attrition are parties by themselves; else each must stand
    among the declared ones."""
    rest = toy.REST.replace("attrition:\n", "attrition:\n" + LOST, 1)
    loaded = toy.loaded(tmp_path, toy.text(rest=rest))
    assert "townspeople" in {party.id for party in loaded.scenario.theatre.parties}
    with pytest.raises(ScenarioError, match="there is no party 'townspeople'"):
        toy.loaded(tmp_path, toy.text(rest=rest + PARTIES))
