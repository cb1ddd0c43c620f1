"""What only the laid-out world shows is a fault like any other, whichever command meets it first."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.cli import main
from tests.scenario import toy

ROUTE = ("--column", "2db/gtv", "--from", "rambouillet", "--to", "antony")
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": (),
    "show": (),
    "run": ("-n", "1"),
    "run auto": ("-n", "auto", "--outcome", "junction"),
    "validate": ("-n", "1"),
    "routes": ROUTE,
    "routes plan": ("--plan", *ROUTE[:2]),
    "sweep": ("--vary", "parameters.factor.rain=0.5,0.6", "--outcome", "junction"),
    "calibrate": (),
    "sensitivity": ("--outcome", "junction"),
    "evidence": ("--outcome", "junction"),
}


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def changed(change: str) -> str:
    """The file of a counterfactual of ``historical`` with one change, on its fourth line."""
    Path("mine.yaml").write_text(f"extends: historical\ntitle: mine\nchange:\n  {change}\n", encoding="utf-8")
    return "mine.yaml"


def faults(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What ``paris44 ARGUMENTS`` says on stderr; it must be refused, and leave nothing behind."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert not Path("results").exists()
    return captured.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_line_that_cannot_be_drawn_has_its_place(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command gives file, line, what is wrong and a hint of a phase line that misses the river."""
    file = changed("orders.noon-line.points: [palaiseau, versailles]")
    said = faults(capsys, command.split(maxsplit=1)[0], file, *COMMANDS[command])
    assert said == (
        "mine.yaml:4:3: orders.noon-line.points: the phase line, drawn straight on beyond palaiseau, does "
        "not reach the river (add a point nearer to the river, say toward: PLACE, or name the roads that it "
        "closes)\n"
    )


def test_a_comparison_refuses_the_other_before_it_runs_the_base(capsys: pytest.CaptureFixture[str]) -> None:
    """A line that cannot be drawn in the second scenario is told before the first is simulated."""
    file = changed("orders.noon-line.points: [palaiseau, versailles]")
    assert faults(capsys, "compare", "historical", file, "-n", "5000").startswith("mine.yaml:4:3: ")


def test_a_comparison_tells_the_faults_of_all_its_scenarios(capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with the second counterfactual is told beside what is wrong with the first, once."""
    Path("other.yaml").write_text("extends: historical\ntitle: o\nnothing: 1\n", encoding="utf-8")
    file = changed("orders.noon-line.points: [palaiseau, versailles]")
    said = faults(capsys, "compare", file, "other.yaml", "other.yaml", "-n", "5000").splitlines()
    assert [line.split(":")[0] for line in said] == ["mine.yaml", "other.yaml"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("orders.noon-line.points: [pont-notre-dame, pont-national, pont-de-melun]",
         "mine.yaml:4:3: orders.noon-line.points: the phase line begins at pont-notre-dame, a bridge ("),
        ("orders.noon-line.points: [chatou, maubert]",
         "mine.yaml:4:3: orders.noon-line.points: the phase line cuts no road ("),
    ],
)  # fmt: skip
def test_what_the_ground_forbids_is_at_the_line_that_brought_it_about(
    change: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line that begins on a bridge and one that cuts nothing are faults of the change."""
    assert words in faults(capsys, "run", changed(change), "-n", "1")


def test_a_way_that_a_blown_bridge_cuts_is_the_bridges_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the only bridge on a way is blown the fault is told at the line that blows it."""
    toy.child(tmp_path, "orders.line: null\norders.march.route: [aby, bourg]")
    Path("mine.yaml").write_text(
        "extends: child\ntitle: mine\nchange:\n  bridges.pont.state: blown\n", encoding="utf-8"
    )
    assert faults(capsys, "run", "mine.yaml", "-n", "1") == (
        "mine.yaml:4:3: orders.march.route: no open road joins the route aby - bourg (a blown bridge or a "
        "closed road cuts it; change the route, or what cuts it)\n"
    )
