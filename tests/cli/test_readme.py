"""The README's own claims hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paris44.cli import app, main
from paris44.scenario.load import load

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


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


def test_every_command_is_in_the_table() -> None:
    """The table of commands names every command that there is."""
    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    assert not [name for name in names if not re.search(rf"^\| `paris44 .*\b{name}\b", README, re.MULTILINE)]


def test_links_lead_to_files() -> None:
    """Every relative link of the README leads to a file of the repository."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_constraints_hold_no_address() -> None:
    """The tested versions are pinned exactly, and no line names a host or a path."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.!+-]+", line) for line in pins)


def test_the_what_if_of_the_readme_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The counterfactual as printed loads with its whole passport, in at most twelve lines."""
    text = yaml_block(0)
    assert len(text.splitlines()) <= 12
    path = tmp_path / "my-what-if.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == "1 scenario is sound\n"
    assert not load(path).scenario.exploratory


def test_the_other_changes_of_the_readme_are_sound(tmp_path: Path) -> None:
    """A closed road, a stronger garrison and a disputed parameter load as printed."""
    path = tmp_path / "changes.yaml"
    path.write_text(f"extends: historical\ntitle: Changes\n{yaml_block(1)}", encoding="utf-8")
    assert main(["check", str(path)]) == 0


def yaml_block(number: int) -> str:
    """A fenced YAML block of the README."""
    return re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)[number]
