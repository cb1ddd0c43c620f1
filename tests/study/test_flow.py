"""One question reads each of its scenarios once and builds each of its worlds once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import paris44
from paris44.commands import runs, studies
from paris44.commands.answer import Answer
from paris44.scenario import load as loading
from paris44.scenario.hooks import Hooks
from paris44.scenario.model import Scenario
from paris44.study.running.replicate import Effort
from paris44.world import build as building


class Tally:
    """How often each scenario was read, by its file's name, and its world built, by its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.loads: Counter[str] = Counter()
        self.builds: Counter[str] = Counter()
        find, ruled = loading.find, building._ruled

        def found(name: str, *others: tuple[str, ...]) -> Path:
            path = find(name, *others)
            self.loads[path.stem] += 1
            return path

        def laid(scenario: Scenario, hooks: Hooks) -> object:
            self.builds[scenario.name] += 1
            return ruled(scenario, hooks)

        monkeypatch.setattr(loading, "find", found)
        monkeypatch.setattr(building, "_ruled", laid)

    def of(self, ask: Callable[[], Answer]) -> tuple[dict[str, int], dict[str, int]]:
        """What one question took: with its document and its page."""
        self.loads.clear()
        self.builds.clear()
        answer = ask()
        answer.document()
        answer.page()
        return dict(self.loads), dict(self.builds)


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """A count that has just begun."""
    return Tally(monkeypatch)


def effort(folder: Path) -> Effort:
    """One replication here."""
    return Effort(n=1, workers=1, out=folder)


def asked_twice(tally: Tally, ask: Callable[[], Answer]) -> list[tuple[dict[str, int], dict[str, int]]]:
    """What a question took where nothing was kept yet, and where all was."""
    return [tally.of(ask), tally.of(ask)]


def test_run_reads_and_builds_once(tally: Tally, tmp_path: Path) -> None:
    """``run`` reads its scenario once and builds its world once, also where all is kept."""

    def ask() -> Answer:
        return runs.run("historical", effort(tmp_path), chance=True, goal=None, everything=False)

    assert asked_twice(tally, ask) == [({"historical": 1}, {"historical": 1})] * 2


def test_runs_to_a_width_build_once(tally: Tally, tmp_path: Path) -> None:
    """``-n auto`` builds one world however often it adds replications."""
    goal = runs.goal(True, "last-vehicle", "1s")

    def ask() -> Answer:
        return runs.run("toy-one-road", effort(tmp_path), chance=True, goal=goal, everything=False)

    assert tally.of(ask) == ({"toy-one-road": 1}, {"toy-one-road": 1})


def test_compare_reads_and_builds_each_once(tally: Tally, tmp_path: Path) -> None:
    """``compare`` reads each of two scenarios once and builds one world of each."""

    def ask() -> Answer:
        return studies.compare("historical", ["no-noon-line"], effort(tmp_path), studies.Shown())

    once = {"historical": 1, "no-noon-line": 1}
    assert tally.of(ask) == (once, once)


def test_validate_reads_and_builds_once(tally: Tally, tmp_path: Path) -> None:
    """``validate`` on a fresh run builds one world for the notes, the run and the naive forecasts."""
    once = {"historical": 1}
    assert asked_twice(tally, lambda: runs.validate("historical", effort(tmp_path))) == [(once, once)] * 2


def test_sweep_builds_each_variant_once(tally: Tally, tmp_path: Path) -> None:
    """``sweep`` reads its scenario once and builds one world for it and one for each value."""

    def ask() -> Answer:
        vary = "parameters.speed.mixed.value=20 km/h,25 km/h"
        return studies.sweep("toy-one-road", effort(tmp_path), vary=vary, outcome="last-vehicle", find=False)

    loads, builds = tally.of(ask)
    assert loads == {"toy-one-road": 1}
    assert len(builds) == 3
    assert set(builds.values()) == {1}


def test_the_door_reads_and_builds_once(tally: Tally, tmp_path: Path) -> None:
    """A loaded scenario that is run, compared and judged from Python is read and built once."""

    def ask() -> Answer:
        base = paris44.load("historical")
        other = paris44.load("historical", {"orders.noon-line": None})
        ours, theirs = (paris44.run(one, n=1, workers=1, out=tmp_path) for one in (base, other))
        paris44.compare(ours, theirs)
        score = paris44.validate(ours)
        return Answer(lambda: score.document, list)

    assert tally.of(ask) == ({"historical": 2}, {"historical": 1, "historical.changed": 1})


def test_a_result_has_the_scenario_that_was_run(tmp_path: Path) -> None:
    """The scenario that a fresh result is given says the same as the one that its folder keeps."""
    result = paris44.run("no-noon-line", n=1, workers=1, out=tmp_path).folder
    again = type(result).open(result.path)
    assert again.scenario == result.scenario
    assert str(again.loaded.document) == str(result.loaded.document)
