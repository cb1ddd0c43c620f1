"""Brussels 1944: a second operation, with Paris's laws and nothing that was looked up afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario.file.find import packaged
from paris44.scenario.load import Loaded, load
from paris44.study.running.notes import notes

FOLDER = packaged() / "brussels-1944"
FILES = [FOLDER / "historical.yaml", *sorted((FOLDER / "counterfactuals").glob("*.yaml"))]
EXPECTED_NOTE = "houplin stands where nobody's way leads"
SOURCED = ("places", "roads", "bridges", "formations", "garrisons", "weather", "crowds", "orders")


@pytest.fixture(scope="module")
def history() -> Loaded:
    """The operation as it was ordered."""
    return load(FILES[0])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_is_sound(file: Path) -> None:
    """Every scenario of the operation is sound; the only note, told in its own file, is Houplin's."""
    expected = [EXPECTED_NOTE] if file.stem == "historical" else []
    assert [note.fault.message for note in notes(load(file))] == expected


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_laws_are_those_of_paris(file: Path) -> None:
    """March, fight, crowd and night follow the parameters of Paris, in every scenario of the operation."""
    assert load(file).document["parameters"] == load("historical").document["parameters"]


def test_nothing_recorded_is_known(history: Loaded) -> None:
    """No row of a record is in the operation: its first prediction is blind."""
    assert not history.document["record"]


def test_every_row_has_a_grade(history: Loaded) -> None:
    """Every figure of the operation has a grade, and a source where the grade is above D."""
    for section in SOURCED:
        for key, row in history.document[section].items():
            assert row.get("grade") in {"A", "B", "C", "D"}, f"{section}.{key}"
            assert row["grade"] == "D" or row.get("source"), f"{section}.{key}"


@pytest.mark.parametrize("file", FILES[1:], ids=lambda file: file.stem)
def test_passports_are_whole(file: Path) -> None:
    """A counterfactual says what is otherwise, who could have decided it, when, and who thought of it."""
    head = load(file).document
    passport = ("antecedent", "decided_by", "diverges_at", "considered_by", "holds_fixed", "expect")
    assert all(head.get(key) for key in passport)
