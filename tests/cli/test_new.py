"""``paris44 new``: from an empty folder to a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paris44.cli import main


def test_from_an_empty_folder_to_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What ``new`` makes is checked, run, compared, drawn and reported without an edit."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "arnsby"]) == 0
    assert "paris44 run arnsby.yaml" in capsys.readouterr().out
    monkeypatch.chdir(tmp_path / "arnsby")
    few = ["-n", "2", "--workers", "1", "--quiet"]
    for words in (
        ["check", "arnsby.yaml", "earlier.yaml"],
        ["run", "arnsby.yaml", *few],
        ["compare", "arnsby.yaml", "earlier.yaml", *few],
        ["validate", "arnsby.yaml", *few],
        ["plot", "arnsby", "--kind", "march-graph"],
        ["report", "arnsby", "earlier"],
    ):
        assert main(words) == 0, (words, capsys.readouterr().err)
    assert (tmp_path / "arnsby" / "paris44.html").stat().st_size > 50_000


def test_the_answer_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The JSON form names the scenario, its file and every file that was written."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "ops/arnsby", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["scenario"], told["file"]) == ("arnsby", "ops/arnsby/arnsby.yaml")
    assert all(Path(path).is_file() for path in told["files"])


def test_the_next_commands_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder with a space in its name is quoted in the line that leads into it."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "my operations/arnsby"]) == 0
    assert "  cd 'my operations/arnsby'\n" in capsys.readouterr().out


def test_a_folder_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second operation of one name is refused in one line, with code 2."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "arnsby"]) == 0
    assert main(["new", "arnsby"]) == 2
    assert capsys.readouterr().err == "arnsby: is there already: give another name, or remove it\n"


@pytest.mark.parametrize("name", ["1914-marne", "Sedan 1940", "1940"])
def test_what_is_no_name_is_refused_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A scenario's name begins with a letter; who gives another reads that, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    for code, words in (("en", "begins with a letter"), ("fr", "n’est pas un nom")):
        assert main(["new", name, "--lang", code]) == 2
        assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_folder_of_the_operation_hides_no_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run from beside the operation's folder, its results are found by the name that both have."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "arnsby"]) == 0
    assert main(["run", "arnsby/arnsby.yaml", "-n", "2", "--workers", "1", "--quiet"]) == 0
    assert main(["report", "arnsby"]) == 0, capsys.readouterr().err


def test_on_a_map_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Places and roads of the user's files are counted, what was not read is told, and the operation runs."""
    monkeypatch.chdir(tmp_path)
    Path("places.csv").write_text("name,lat,lon,height\nAby,54.3,9.3,\nBourg,54.3,9.5,\n", encoding="utf-8")
    Path("roads.csv").write_text("from,to\nAby,Bourg\n", encoding="utf-8")
    assert main(["new", "arnsby", "--from-csv", "places.csv", "--from-csv", "roads.csv"]) == 0
    told = capsys.readouterr()
    assert "(2 places, 1 road)" in told.out
    assert main(["run", "arnsby/arnsby.yaml", "-n", "2", "--workers", "1", "--quiet"]) == 0
    assert main(["report", "arnsby"]) == 0, capsys.readouterr().err


def test_the_folder_stands_for_its_operation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From beside it, or by a path, the folder names the operation that is called like it."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "ops/arnsby"]) == 0
    assert main(["check", "ops/arnsby"]) == 0
    monkeypatch.chdir(tmp_path / "ops")
    assert main(["check", "arnsby"]) == 0
    Path("other").mkdir()
    capsys.readouterr()
    assert main(["check", "ops/other"]) == 2
    assert "ops/other" in capsys.readouterr().err
