"""``list``, ``check``, ``show`` and ``schema`` answer as the README says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paris44.cli import main

MINI = """\
title: A road and nobody on it
start: 1944-08-22T06:00+02:00
end: 1944-08-22T12:00+02:00
places:
  a: {name: A, lat: 48.60, lon: 1.50, kind: town}
"""


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    """What ``paris44 ARGUMENTS`` says on stdout and stderr; it must end with ``code``."""
    assert main(arguments) == code
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_list_gives_name_title_parent_kind(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON list has the keys of the contract, and the shipped toys are in it."""
    out, err = told(capsys, "list", "--json")
    rows = json.loads(out)
    assert err == ""
    assert all({"name", "title", "parent", "kind"} <= row.keys() for row in rows)
    assert {row["kind"] for row in rows} <= {"historical", "plan", "counterfactual", "toy"}
    assert "toy-one-road" in {row["name"] for row in rows}


def test_list_works_from_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The shipped scenarios are found wherever one stands."""
    monkeypatch.chdir(tmp_path)
    assert "toy-one-road" in told(capsys, "list")[0]


def test_own_scenarios_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scenario in ./scenarios is listed, and one of a shipped name replaces it; kinds are inherited."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "toy-one-road.yaml").write_text(MINI, encoding="utf-8")
    (folder / "mine.yaml").write_text("extends: toy-one-road\ntitle: Mine\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    rows = {row["name"]: row for row in json.loads(told(capsys, "list", "--json")[0])}
    assert rows["toy-one-road"]["title"] == "A road and nobody on it"
    assert rows["mine"] == {"name": "mine", "title": "Mine", "parent": "toy-one-road", "kind": "toy"}


def test_a_broken_file_spoils_no_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be read is listed as such, beside the others."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "broken.yaml").write_text("title: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    rows = {row["name"]: row for row in json.loads(told(capsys, "list", "--json")[0])}
    assert "cannot be read" in rows["broken"]["title"]
    assert "toy-one-road" in rows


def test_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Sound scenarios give code 0 and an empty list of errors."""
    assert json.loads(told(capsys, "check", "toy-one-road", "--json")[0]) == {"errors": []}
    several = "2 scenarios are sound: toy-one-road, toy-merge\n"
    assert told(capsys, "check", "toy-one-road", "toy-merge")[0] == several


def test_check_names_the_sound_ones_of_a_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of several files a line says how many are sound, and which; the code is still that of the faults."""
    files = [tmp_path / f"{name}.yaml" for name in ("anna", "bert", "carl")]
    for file in files:
        file.write_text("extends: toy-one-road\ntitle: x\n", encoding="utf-8")
    files[1].write_text("extends: toy-one-road\ntitel: x\n", encoding="utf-8")
    names = [str(file) for file in files]
    out, err = told(capsys, "check", *names, code=2)
    assert out == f"2 of 3 scenarios are sound: {names[0]}, {names[2]}\n"
    assert err.startswith(f"{names[1]}:")
    document = json.loads(told(capsys, "check", *names, "--json", code=2)[0])
    assert document["sound"] == [names[0], names[2]]
    assert told(capsys, "check", *names[:2], code=2)[0] == f"1 of 2 scenarios is sound: {names[0]}\n"


def test_run_tells_what_check_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A note has its place, stands on stderr before the run too, and in the JSON of ``check``."""
    file = tmp_path / "late.yaml"
    file.write_text(
        "extends: toy-one-road\ntitle: x\nchange:\n  weather.late: {state: rain, "
        "from: 1944-09-22T06:00+02:00, to: 1944-09-22T09:00+02:00}\n",
        encoding="utf-8",
    )
    _, err = told(capsys, "check", str(file))
    assert err == f"note: {file}:4:18: weather.late: late lies wholly outside the simulated time\n"
    out = str(tmp_path / "out")
    assert err in told(capsys, "run", str(file), "-n", "1", "--workers", "1", "--quiet", "--out", out)[1]
    (note,) = json.loads(told(capsys, "check", str(file), "--json")[0])["notes"]
    assert (note["path"], note["line"], note["column"], note["orders"]) == ("weather.late", 4, 18, [])
    assert note["words"].startswith("late lies wholly outside")


def test_check_tells_every_fault_of_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fault is one line on stderr with file, line and column; stdout stays empty; code 2."""
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(MINI.replace("title:", "titel:"), encoding="utf-8")
    second.write_text(MINI.replace("06:00+02:00", "06:00"), encoding="utf-8")
    out, err = told(capsys, "check", str(first), str(second), code=2)
    assert out == ""
    assert f"{first}:1:1: titel: " in err
    assert f"{second}:2:" in err
    document = json.loads(told(capsys, "check", str(first), str(second), "--json", code=2)[0])
    assert {"file", "line", "column", "path", "message", "hint"} <= document["errors"][0].keys()


def test_unknown_scenarios_get_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name is answered with the nearest one, on one line, whatever the command."""
    for command in (["show", "toy-one-rod"], ["run", "toy-one-rod"], ["validate", "toy-one-rod"]):
        out, err = told(capsys, *command, code=2)
        assert out == ""
        assert "toy-one-road" in err
        assert err.count("\n") == 1


def test_show_resolved_can_be_loaded_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What ``show --resolved`` prints is itself a sound scenario."""
    copy = tmp_path / "copy.yaml"
    copy.write_text(told(capsys, "show", "toy-merge", "--resolved")[0], encoding="utf-8")
    assert told(capsys, "check", str(copy))[0] == "1 scenario is sound\n"


def test_show_takes_one_question_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    """Two forms of ``show`` at once are refused by name."""
    _, err = told(capsys, "show", "toy-merge", "--resolved", "--diff", "toy-bridge", code=2)
    assert err == "--diff: not together with --resolved\n"


def test_runs_of_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without results is an empty list, not a fault."""
    assert json.loads(told(capsys, "list", "--runs", "--out", str(tmp_path), "--json")[0]) == []


def test_keep_belongs_to_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """``--keep`` without ``--runs`` removes nothing and says why."""
    assert told(capsys, "list", "--keep", "0", code=2)[1] == "--keep: only with --runs\n"


def test_a_line_that_cannot_be_drawn_is_blamed_on_who_moved_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What only the laid-out world shows is told at the line of the change, not at the order it changes."""
    file = tmp_path / "moved.yaml"
    change = "change:\n  orders.noon-line.points: [alencon, mamers]\n"
    file.write_text(f"extends: historical\ntitle: x\n{change}", encoding="utf-8")
    _, err = told(capsys, "check", str(file), code=2)
    assert err.startswith(f"{file}:4:3: orders.noon-line.points: the phase line")


def test_who_waits_for_a_moved_garrison_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Moving a garrison is sound, and ``check`` and ``show --diff`` note which orders wait for it."""
    file = tmp_path / "moved.yaml"
    change = "change:\n  garrisons.fresnes: {place: villejuif, bars: [villejuif]}\n"
    file.write_text(f"extends: historical\ntitle: x\n{change}", encoding="utf-8")
    _, err = told(capsys, "check", str(file))
    assert err.startswith("note: the garrison fresnes holds villejuif instead of fresnes; ")
    assert "p25-warabiot" in err
    document = json.loads(told(capsys, "check", str(file), "--json")[0])
    assert document["errors"] == []
    assert "p25-warabiot" in document["notes"][0]["orders"]
    assert err in told(capsys, "show", str(file), "--diff", "historical")[0].replace("  note", "note")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("weather", "weather: 6 rows (name one to see its source): 21, 22-23, 23-24,"),
        ("title", "title = What was done, 19-27 August 1944\n"),
        (
            "orders.bradley.issued",
            "orders.bradley.issued = after decision, delay triangular(10, 60, 150) min\n",
        ),
    ],
)
def test_what_is_cited_is_told_in_words(path: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A section, a line of the head and a value of several parts are cited without the signs of a program,
    and what has no source of its own tells none."""
    out, _ = told(capsys, "show", "historical", "--cite", path)
    assert out.startswith(line)
    assert not set("{}'\"") & set(out.splitlines()[0])
    assert "source:  (grade" not in out
