from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from paris44.commands.new import new
from paris44.commands.studio import studio
from paris44.errors import UserError
from paris44.scenario.faults import ScenarioError
from paris44.scenario.load import load
from paris44.studio.desk import Desk
from paris44.studio.operation import Operation, operation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An operation as ``paris44 new`` makes it, with a file that has nothing to do with it."""
    new(tmp_path / "mine")
    (tmp_path / "mine" / "letters.yaml").write_text("to: the archive\n")
    (tmp_path / "mine" / "notes.txt").write_text("not for others")
    return tmp_path / "mine"


def of(file: Path) -> Operation:
    """The operation of a page that opens with a file."""
    return operation(load(file))


def asked(here: Operation, place: Path, text: str) -> Any:
    """What a desk that has the carried files alone says to a file."""
    for name, data in here.files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    message = {"id": 0, "do": "check", "base": here.name, "text": text}
    return json.loads(Desk(place).handle(json.dumps(message)))


def test_an_operation_is_carried_by_the_names_in_its_folder(folder: Path) -> None:
    """Its scenarios and the tables that they read, byte for byte, and nothing else of the folder."""
    here = of(folder / "mine.yaml")
    tables = {f"tables/{path.name}" for path in (folder / "tables").iterdir()}
    assert set(here.files) == {"mine.yaml", "earlier.yaml", *tables}
    assert all((folder / name).read_bytes() == data for name, data in here.files.items())
    assert [question.name for question in here.questions] == ["earlier"]
    assert here.left_out == ()


def test_the_same_folder_elsewhere_is_carried_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where the folder lies nor how it is named from here changes what the page carries."""
    one = of(folder / "mine.yaml")
    shutil.copytree(folder, tmp_path / "deep" / "down")
    monkeypatch.chdir(tmp_path / "deep" / "down")
    other = of(Path("mine.yaml"))
    assert list(one.files.items()) == list(other.files.items())
    assert [question.text for question in one.questions] == [question.text for question in other.questions]
    assert one.name == other.name == "mine"


def test_a_desk_answers_from_the_carried_files_alone(folder: Path, tmp_path: Path) -> None:
    """A question of the operation, and one of that question, are sound and tell what they change."""
    here = of(folder / "mine.yaml")
    (question,) = here.questions
    found = asked(here, tmp_path / "page", question.text)
    assert found["faults"] == []
    assert len(found["words"]) == 1
    further = "extends: earlier\ntitle: Later\nchange:\n  orders.line.until: 1936-06-12T10:00+01:00\n"
    assert asked(here, tmp_path / "page", further)["faults"] == []
    shipped = asked(here, tmp_path / "page", "extends: historical\ntitle: Another\n")
    assert "this file is of another operation" in shipped["faults"][0]["message"][0]


@pytest.mark.parametrize("name", ["1936", "Grün & Blau", "v1.2"])
def test_any_name_of_a_file_will_do(folder: Path, tmp_path: Path, name: str) -> None:
    """Names that YAML would read as something else are quoted."""
    (folder / "mine.yaml").rename(folder / f"{name}.yaml")
    earlier = (folder / "earlier.yaml").read_text().replace("extends: mine", f'extends: "{name}"')
    (folder / "earlier.yaml").write_text(earlier)
    here = of(folder / f"{name}.yaml")
    (question,) = here.questions
    found = asked(here, tmp_path / "page", question.text)
    assert (found["faults"], found["head"]["extends"]) == ([], name)


def test_an_operation_that_is_found_by_name_keeps_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In ``./scenarios`` a scenario is called after its folder too, in the page as on the command line."""
    shutil.copytree(folder, tmp_path / "scenarios" / "mine")
    monkeypatch.chdir(tmp_path)
    base = load("mine/mine")
    here = operation(base)
    assert (here.name, [question.name for question in here.questions]) == ("mine/mine", ["mine/earlier"])
    assert {name.partition("/")[0] for name in here.files} == {"mine"}
    monkeypatch.chdir("/")
    assert asked(here, tmp_path / "page", here.questions[0].text)["faults"] == []
    carried = load(here.name, search=[tmp_path / "page"]).scenario
    assert (carried.name, carried.digest) == (base.scenario.name, base.scenario.digest)


@pytest.mark.parametrize("way", ["path", "link"])
def test_nothing_outside_the_folder_is_carried(folder: Path, way: str) -> None:
    """A table that lies elsewhere, by its path or behind a link, is refused by its name."""
    table, outside = folder / "tables" / "record.csv", folder.parent / "record.csv"
    table.rename(outside)
    if way == "link":
        table.symlink_to(outside)
    else:
        file = folder / "mine.yaml"
        file.write_text(file.read_text().replace("tables/record.csv", "../record.csv"))
    with pytest.raises(UserError, match=r"record\.csv lies outside the operation’s folder mine"):
        of(folder / "mine.yaml")


def test_a_wrong_question_is_told_with_file_and_line(folder: Path) -> None:
    """A counterfactual in the folder that is no sound file ends the building."""
    file = folder / "earlier.yaml"
    file.write_text(file.read_text().replace("orders.line.until", "orders.lime.until"))
    with pytest.raises(ScenarioError, match=r"earlier\.yaml:\d+.*lime"):
        of(folder / "mine.yaml")


def test_what_the_page_lacks_is_told_before_it_is_built(folder: Path, tmp_path: Path) -> None:
    """A what-if with a table of its own is no question; none left: that is said; another file is refused."""
    said: list[str] = []

    def built(*names: str) -> None:
        files, nowhere = [str(folder / name) for name in names], tmp_path / "nowhere"
        studio(files, output=tmp_path / "x.html", pyodide=nowhere, wheels=nowhere, say=said.append)

    shutil.copy(folder / "tables" / "watch.csv", folder / "tables" / "more.csv")
    with (folder / "earlier.yaml").open("a") as out:
        out.write("tables: {watch: tables/more.csv}\n")
    with pytest.raises(UserError, match="nowhere is no folder"):
        built("mine.yaml")
    assert [line.partition(":")[0] for line in said] == [
        "earlier.yaml is no question of the page", "no file extends mine",
    ]  # fmt: skip
    with pytest.raises(UserError, match=r"earlier\.yaml is no question of the page"):
        built("mine.yaml", "earlier.yaml")
    shutil.copy(folder / "mine.yaml", folder / "other.yaml")
    with pytest.raises(UserError, match=r"other\.yaml is no counterfactual of mine in its folder"):
        built("mine.yaml", "other.yaml")
    shutil.copytree(folder, tmp_path / "far")  # there too is an earlier.yaml, of that other operation
    with pytest.raises(UserError, match=r"far/earlier\.yaml is no counterfactual of mine in its folder"):
        built("mine.yaml", "../far/earlier.yaml")
