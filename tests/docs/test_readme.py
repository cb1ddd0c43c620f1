"""The README's own claims hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paris44.cli import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}


def block(marker: str) -> str:
    """The fenced block after the comment ``<!-- marker -->``."""
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("marker", ["install", "test"])
def test_each_of_the_two_commands_is_one_line(marker: str) -> None:
    """Installing and running is one command, testing another; the checks run these very lines."""
    assert block(marker).count("\n") == 1
    assert f"readme {marker}" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("marker", ["install", "test"])
def test_the_first_page_says_the_same(marker: str) -> None:
    """The page that a newcomer reads first has the very commands of the README."""
    assert f"<!-- {marker} -->\n```sh\n{block(marker)}```" in PAGES["start.md"]


def test_the_readme_is_short() -> None:
    """What does not fit on a screen or two stands on a page of its own."""
    assert len(README.splitlines()) <= 130


def test_every_command_is_in_the_table() -> None:
    """The table of commands names every command that there is."""
    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    table = PAGES["cli.md"]
    assert not [name for name in names if not re.search(rf"^\| `paris44 .*\b{name}\b", table, re.MULTILINE)]


def test_constraints_hold_no_address() -> None:
    """The tested versions are pinned exactly, and no line names a host or a path."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.!+-]+", line) for line in pins)
