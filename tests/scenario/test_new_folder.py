"""The folder that ``new`` makes: it is sound, it is small, and it names no other operation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paris44.errors import UserError
from paris44.scenario.load import Loaded, load
from paris44.scenario.new import folder
from paris44.study.running.notes import notes

FOREIGN = re.compile(
    r"paris|seine|leclerc|2e ?db|ffi\b|dronne|versailles|1944|german|gerow|île-de-france|france\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder made from the template."""
    path = tmp_path_factory.mktemp("new") / "arnsby"
    folder.make(path, folder.template())
    return path


@pytest.fixture(scope="module")
def loaded(made: Path) -> Loaded:
    """Its operation."""
    return load(made / "arnsby.yaml")


def test_it_is_sound_and_nothing_is_odd(made: Path, loaded: Loaded) -> None:
    """The operation and its what-if pass every check, and there is nothing that the author should know."""
    assert notes(loaded) == []
    assert notes(load(made / "earlier.yaml")) == []


def test_it_shows_what_an_operation_is_made_of(loaded: Loaded) -> None:
    """Some eight places, two columns, a post, a bridge, a line, a remainder and a record of three rows."""
    scenario = loaded.scenario
    kinds = sorted(type(order).__name__ for order in scenario.orders.values())
    assert kinds == ["March", "March", "PhaseLine"]
    assert (len(scenario.places), len(scenario.garrisons), len(scenario.record)) == (8, 1, 3)
    assert scenario.bridges
    assert any(row.remainder for row in loaded.rows["formations"].values())


def test_the_what_if_has_a_whole_passport(made: Path) -> None:
    """The what-if extends the operation beside it and is not exploratory."""
    child = load(made / "earlier.yaml").scenario
    assert (child.name, child.exploratory) == ("earlier", False)
    assert child.passport is not None


def test_its_parameters_are_the_shipped_ones(loaded: Loaded) -> None:
    """What the operation does not set itself is the shipped value."""
    shipped = load("historical").scenario.parameters
    own = {name for name, law in loaded.scenario.parameters.items() if law != shipped[name]}
    assert own == {"factor.night"}


def test_it_names_nothing_of_another_operation() -> None:
    """No text of the template, but the name of the program, speaks of the shipped operations."""
    for path, text in folder.template().items():
        assert not FOREIGN.search(text.replace("paris44", "")), path


@pytest.mark.parametrize("name", ["a b", "9", "yes", ".hidden", "compare", "a:b", "-x", "a.b"])
def test_a_name_that_is_none(tmp_path: Path, name: str) -> None:
    """What cannot be the name of a file, a scenario and its results is refused, and nothing is written."""
    with pytest.raises(UserError, match="letters, digits and -"):
        folder.make(tmp_path / name, folder.template())
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(made: Path) -> None:
    """A folder that is there is left as it is."""
    with pytest.raises(UserError, match="is there already"):
        folder.make(made, folder.template())


def test_a_name_with_accents(tmp_path: Path) -> None:
    """A name as one writes it may stand for the folder."""
    folder.make(tmp_path / "été-1940", folder.template())
    assert load(tmp_path / "été-1940" / "été-1940.yaml").scenario.name == "été-1940"
