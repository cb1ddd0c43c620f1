"""An outcome of the user's own in a toy: run, counted on, compared, swept, planned for and shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import paris44
from paris44.cli import main

# At toy-merge the junction lets a vehicle through every 9 s from 750 s on, 600 in all: the last of them is
# through at 750 + 599 x 9 = 6,141 s = 07:42:21 (see the toy). Who comes first by a minute is through sooner.
OWN = """\
extends: toy-merge
title: Who is through
outcomes:
  first-through: {type: event, events: [pass_tail], formations: [first], places: [m]}
  second-through: {type: event, events: [pass_tail], formations: [second], places: [m]}
  free: {type: latest, label: The junction is free, label_fr: Le carrefour est libre,
         of: [first-through, second-through], goal: true}
"""
FREE = "1944-08-22T07:42:21+02:00"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the user's file, as the working folder."""
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command prints as JSON."""
    assert main([*arguments, "--workers", "1", "--quiet", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_run_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    """``run`` gives its quantiles beside the usual outcomes."""
    found = answer(capsys, "run", "own.yaml", "-n", "2")["outcomes"]
    assert found["free"]["median"] == FREE
    assert {"first-arrival", "last-vehicle", "first-through"} <= found.keys()


def test_auto_waits_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    """``-n auto`` takes it as the outcome whose median must be sure."""
    assert (
        main(["run", "own.yaml", "-n", "auto", "--outcome", "free", "--width", "1min", "--workers", "1"]) == 0
    )
    assert "1min for free: reached with 50 replications" in capsys.readouterr().err


def test_compare_has_it_in_both_worlds(capsys: pytest.CaptureFixture[str]) -> None:
    """A counterfactual that extends the file inherits it. Two hours later B finds nobody at the junction: its
    last is through at 08:00 + 750 + 299 x 9 = 3,441 s, 08:57:21, 75 minutes later."""
    Path("late.yaml").write_text(
        "extends: own.yaml\ntitle: Late\nchange: {orders.go-second.issued: 1944-08-22T08:00+02:00}\n",
        encoding="utf-8",
    )
    (other,) = answer(capsys, "compare", "own.yaml", "late.yaml", "-n", "2")["others"]
    row = other["outcomes"]["free"]
    assert (row["n_pairs"], row["difference_median"]) == (2, 75.0)


def test_what_only_one_world_asks_is_not_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """Of an outcome that the base does not ask for, or asks otherwise, no difference is told."""
    Path("heads.yaml").write_text(
        "extends: own.yaml\ntitle: Heads\nchange: {outcomes.first-through.events: [pass]}\n", encoding="utf-8"
    )
    (other,) = answer(capsys, "compare", "toy-merge", "own.yaml", "-n", "2")["others"]
    assert "last-vehicle" in other["outcomes"]
    assert not {"first-through", "second-through", "free"} & other["outcomes"].keys()
    (other,) = answer(capsys, "compare", "own.yaml", "heads.yaml", "-n", "2")["others"]
    assert "first-through" not in other["outcomes"]
    assert "second-through" in other["outcomes"]


def test_a_counterfactual_changes_a_declaration(capsys: pytest.CaptureFixture[str]) -> None:
    """What is asked may be changed by its path, like anything else."""
    Path("other.yaml").write_text(
        "extends: own.yaml\ntitle: Heads\nchange: {outcomes.first-through.events: [pass]}\n", encoding="utf-8"
    )
    found = answer(capsys, "run", "other.yaml", "-n", "2")["outcomes"]
    assert found["first-through"]["median"] == "1944-08-22T06:12:30+02:00"


def test_sweep_looks_at_it(capsys: pytest.CaptureFixture[str]) -> None:
    """``sweep`` gives it at each value, under its label: the end of both does not hang on who goes first."""
    vary = "orders.go-second.priority=0,1"
    found = answer(capsys, "sweep", "own.yaml", "--vary", vary, "--outcome", "free", "-n", "2")
    assert (found["label"], found["unit"]) == ("The junction is free", "time")
    assert [point["median"] for point in found["points"]] == [FREE, FREE]


def test_a_plan_brings_the_goal_early(capsys: pytest.CaptureFixture[str]) -> None:
    """``routes --plan`` takes the goal where no outcome is named."""
    plan = ("routes", "own.yaml", "--plan", "--column", "first", "--column", "second", "-n", "2")
    assert answer(capsys, *plan)["outcome"] == "free"


def test_the_door_has_it(folder: Path) -> None:
    """From Python it is a row of the outcomes like any other."""
    result = paris44.run(paris44.load(str(folder / "own.yaml")), n=2, workers=1)
    rows = list(result.outcomes.where(outcome="free"))
    assert [row.time.isoformat() for row in rows] == [FREE, FREE]


def test_the_page_calls_it_by_its_label(capsys: pytest.CaptureFixture[str]) -> None:
    """The page has its label in both languages."""
    answer(capsys, "run", "own.yaml", "-n", "2")
    assert main(["report", "own", "--output", "page.html"]) == 0
    text = Path("page.html").read_text(encoding="utf-8")
    assert "The junction is free" in text
    assert "Le carrefour est libre" in text
