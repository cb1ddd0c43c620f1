"""What reaches a terminal: letters, and nothing that it would obey."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from paris44.cli import main
from paris44.commands.answer import Answer
from paris44.errors import UserError
from paris44.results.seal import SEAL, sealed
from paris44.views.tables.layout import as_text
from paris44.views.terminal import visible, visible_json

ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "\x1b]0;TITLE\x07\x1b[31mred\x1b[8m \x9b2J \x7f \r over \u202ereversed\u2066 [red]x[/red] :smile:"
ESCAPES = r"\e]0;TITLE\a\e[31mred\e[8m \x9b2J \x7f \r over \u202ereversed\u2066"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Both streams of a command, in which there is nothing to obey."""
    capsys.readouterr()
    main(list(arguments))
    out, err = capsys.readouterr()
    assert not ORDERS.search(out + err)
    return out + err


def test_what_is_written_out_can_be_told() -> None:
    """Every control character but tab and line feed is written out; letters of all scripts stay."""
    every = "".join(map(chr, [*range(0x100), *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xD800]))
    assert not ORDERS.search(visible(every))
    assert json.loads(visible_json(json.dumps(every, ensure_ascii=False))) == every
    assert visible("a\tb\n\x1b[0m\x85") == "a\tb\n\\x1b[0m\\u0085"
    for text in ("Écouché – 5 ½ °", "Αθήνα", "\u200fתל\u200e", "東京", "[red]"):
        assert visible(text) == visible_json(text) == text


def test_an_answer_of_any_kind_obeys_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines, tables, headings, notes, JSON and errors show escapes and markup as letters."""
    table = Table(HOSTILE, title=HOSTILE)
    table.add_row(HOSTILE)
    table.add_row(Text(HOSTILE))
    for parts in ([HOSTILE], [HOSTILE, table, Text(HOSTILE)]):
        answer = Answer(lambda: {HOSTILE: HOSTILE}, lambda parts=parts: parts, notes=(HOSTILE,))
        monkeypatch.setattr("paris44.commands.scenarios.list_scenarios", lambda *_, answer=answer: answer)
        page = told(capsys, "list")
        assert "[red]x[/red] :smile:" in page
        assert r"\x1b[31mred" in page
        main(["list", "--json"])
        assert json.loads(capsys.readouterr().out) == {HOSTILE: HOSTILE}
        told(capsys, "list", "--json")

    def fail(*_: object) -> Answer:
        raise UserError(HOSTILE, HOSTILE)

    monkeypatch.setattr("paris44.commands.scenarios.list_scenarios", fail)
    assert r"\x1b[31mred" in told(capsys, "list")


@pytest.mark.parametrize("debug", ["0", "1"])
def test_a_fault_of_ours_obeys_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, debug: str
) -> None:
    """The message of an unforeseen error is written out, with its traceback, too."""

    def fail(*_: object) -> Answer:
        raise RuntimeError(HOSTILE)

    monkeypatch.setenv("PARIS44_DEBUG", debug)
    monkeypatch.setattr("paris44.commands.scenarios.list_scenarios", fail)
    assert r"\x1b[31mred" in told(capsys, "list")


SCENARIO = f"""extends: toy-one-road
title: "{ESCAPES}"
change:
  places.a.name: "{ESCAPES}"
  "places.{ESCAPES}.name": x
  orders.{"x" * 90}: 3
"{ESCAPES}": 5
"""


@pytest.mark.parametrize(
    "command",
    ["list", "list --json", "check esc", "check esc --json", "show esc", "show esc --resolved",
     "show esc --cite title", "run esc -n 1 -q", "compare esc esc -n 1 -q", "validate esc -q"],
)  # fmt: skip
def test_no_escape_of_a_file_reaches_the_terminal(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """A file with escapes in titles, names, keys and paths is listed and refused in letters alone."""
    Path("scenarios").mkdir()
    Path("scenarios/esc.yaml").write_text(SCENARIO, encoding="utf-8")
    assert "esc" in told(capsys, *command.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", HOSTILE], ["run", HOSTILE], ["report", HOSTILE], [HOSTILE], [f"--{HOSTILE}"],
        ["list", f"--{HOSTILE}"], ["run", "toy-one-road", "-n", HOSTILE],
        ["run", "toy-one-road", "--seed", HOSTILE],
        ["run", "toy-one-road", "-n", "1", "--no-chance", "-q", "--out", f"{HOSTILE}/r"],
        ["plot", "toy-one-road", "--kind", HOSTILE], ["plot", "toy-one-road", "-o", f"{HOSTILE}.gif"],
        ["show", "toy-one-road", "--cite", HOSTILE], ["show", "toy-one-road", "--diff", HOSTILE],
        ["export", "toy-one-road", "--format", HOSTILE], ["run", "toy-one-road", "--scheduler", HOSTILE],
        ["sweep", "toy-one-road", "--vary", f"{HOSTILE}=1", "--outcome", HOSTILE],
    ],
    ids=range(16),
)  # fmt: skip
def test_no_escape_of_an_argument_reaches_the_terminal(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """Names, options, values and folders are echoed in letters alone."""
    told(capsys, *arguments)


@pytest.mark.parametrize("whole", [True, False])
def test_no_escape_of_a_folder_reaches_the_terminal(capsys: pytest.CaptureFixture[str], whole: bool) -> None:
    """Manifests and kept answers with escapes, and folders called so, are listed in letters alone."""
    told(capsys, "compare", "toy-merge", "toy-merge", "-n", "1", "-q")
    (run,) = Path("results/toy-merge").iterdir()
    shutil.copytree(run, Path("results") / "\x1b[31mname" / run.name)
    for file in (run / "manifest.json", *Path("results/compare").glob("*/compare.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        document |= {"title": HOSTILE, "scenario": HOSTILE, "base": HOSTILE, "versions": {"paris44": HOSTILE}}
        del document[SEAL]
        file.write_bytes(sealed(document) if whole else json.dumps(document).encode())
    for command in (
        ["list", "--runs"],
        ["list", "--runs", "--json"],
        ["report", "toy-merge"],
        ["plot", str(run)],
    ):
        told(capsys, *command)


def test_a_terminal_gets_the_styles_of_the_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where colours are wanted, the page's own are there, and those of a name are not."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    table = Table("head")
    table.add_row("\x1b[31mA")
    text = as_text([table], 80, sys.stdout)
    assert "\x1b[1m" in text
    assert "\x1b[31m" not in text
    assert r"\x1b[31mA" in text
