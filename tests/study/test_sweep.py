from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.faults import ScenarioError
from sim.scenario.load import load
from sim.study.errors import StudyError
from sim.study.replicate import Effort
from sim.study.sweep import scale_of, sweep


def effort(out: Path) -> Effort:
    """One replication of a toy without chance."""
    return Effort(n=1, workers=1, out=out)


def test_a_sweep_gives_an_outcome_at_each_value(tmp_path: Path) -> None:
    """The last of 1,000 vehicles is 7,500 + 999 x 3600 / capacity + 7,500 s after the start."""
    found = sweep(
        load("toy-bridge"), effort(tmp_path), path="bridges.narrow.capacity_vph", values=["400", "450"],
        outcome="last-vehicle",
    )  # fmt: skip
    assert [p["value"] for p in found["points"]] == [400, 450]
    assert [p["median"][11:19] for p in found["points"]] == ["12:39:51", "12:23:12"]
    assert [p["against_first"]["difference_median"] for p in found["points"]] == pytest.approx(
        [0.0, -999.0 / 60.0]
    )
    assert list((tmp_path / "sweep").rglob("sweep.json"))


def test_a_search_finds_the_hour_at_which_a_line_begins_to_bind(tmp_path: Path) -> None:
    """The early column is at the line at 06:50: a line until 06:51 costs it a minute, a later one more."""
    found = sweep(
        load("toy-phase-line"), effort(tmp_path), path="orders.line-order.until",
        values=["1944-08-22T06:10+02:00", "1944-08-22T08:00+02:00"], outcome="first-arrival", find=True,
    )  # fmt: skip
    same, changed = (text[11:16] for text in found["found_between"])
    assert (same, changed) == ("06:51", "06:52")


def test_a_search_without_a_change_finds_nothing(tmp_path: Path) -> None:
    """Where the outcome stays the same there is no value to find."""
    found = sweep(
        load("toy-phase-line"), effort(tmp_path), path="orders.line-order.until",
        values=["1944-08-22T06:10+02:00", "1944-08-22T06:40+02:00"], outcome="first-arrival", find=True,
    )  # fmt: skip
    assert found["found"] is None


def test_a_row_of_the_arrivals_is_an_outcome_too(tmp_path: Path) -> None:
    """FORMATION@PLACE:EVENT names a row of the arrivals."""
    found = sweep(
        load("toy-bridge"), effort(tmp_path), path="bridges.narrow.capacity_vph", values=["400"],
        outcome="column@b:arrive",
    )  # fmt: skip
    assert found["points"][0]["median"][11:19] == "10:10:00"


def test_wrong_questions_are_the_users(tmp_path: Path) -> None:
    """An unknown outcome, path, or values of different kinds give exit code 2 or a scenario's fault."""
    ask = {"path": "bridges.narrow.capacity_vph", "values": ["400"]}
    with pytest.raises(StudyError, match=r"near: .*last-vehicle") as caught:
        sweep(load("toy-bridge"), effort(tmp_path), **ask, outcome="last-vehicel")
    assert caught.value.exit_code == 2
    with pytest.raises(ScenarioError):
        sweep(
            load("toy-bridge"),
            effort(tmp_path),
            path="bridges.nowhere.x",
            values=["1"],
            outcome="last-vehicle",
        )
    with pytest.raises(StudyError, match="no two times or numbers"):
        scale_of("5 km", "3 h")


def test_values_keep_their_unit() -> None:
    """A scale between two quantities speaks in their unit, one between times in times."""
    assert scale_of("1 h", "3 h").text(2.0) == "2 h"
    hours = scale_of("1944-08-22T06:00+02:00", "1944-08-22T08:00+02:00")
    assert hours.text(hours.high / 2) == "1944-08-22T07:00+02:00"
