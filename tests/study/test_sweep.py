from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paris44.results.errors import StudyError
from paris44.results.read import Series
from paris44.scenario.faults import ScenarioError
from paris44.scenario.load import load
from paris44.study.questions.sweep import scale_of, sweep
from paris44.study.running.replicate import Effort
from paris44.study.statistics.threshold import threshold


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


def test_a_value_of_the_scenario_itself_can_be_varied(tmp_path: Path) -> None:
    """The end of the scenario has no section and no id, and is varied, named and kept like any value."""
    ends = [f"1944-08-22T{hour}:00+02:00" for hour in (12, 13)]
    found = sweep(load("toy-merge"), effort(tmp_path), path="end", values=ends, outcome="first-arrival")
    assert found["input"]["words"] == "end of the scenario"
    assert [p["value"][11:16] for p in found["points"]] == ["12:00", "13:00"]


def test_another_question_to_the_same_runs_is_another_answer(tmp_path: Path) -> None:
    """A second outcome of the same variants, or another difference, does not write over the first answer."""
    search(tmp_path, "07:00", "first-arrival")
    search(tmp_path, "07:00", "last-vehicle")
    search(tmp_path, "07:00", "first-arrival", by="60 s")
    assert len(list((tmp_path / "sweep").rglob("sweep.json"))) == 3


def search(out: Path, last: str, outcome: str, by: str | None = None, n: int = 1) -> dict[str, Any]:
    """From which hour on the line of ``toy-phase-line`` makes a difference to ``outcome``, by ``last``."""
    return sweep(
        load("toy-phase-line"), replace(effort(out), n=n), path="orders.line-order.until",
        values=["1944-08-22T06:10+02:00", f"1944-08-22T{last}+02:00"], outcome=outcome, find=True, by=by,
    )  # fmt: skip


def hours(found: dict[str, Any]) -> tuple[str, ...]:
    """The hours between which a search found the change."""
    return tuple(text[11:16] for text in found["found_between"])


def test_a_search_finds_the_hour_at_which_a_line_begins_to_bind(tmp_path: Path) -> None:
    """The early column is at the line at 06:50:00 and a line until 06:51 lets it go a minute later, which is
    the minute that is looked for: 06:50 costs nothing, 06:51 is the first hour that costs one."""
    found = search(tmp_path, "08:00", "first-arrival")
    assert hours(found) == ("06:50", "06:51")
    assert found["threshold"]["against"] == "1944-08-22T06:10+02:00"
    assert found["threshold"]["rule"] == "the median of the pairs differs by at least 1 min"


def test_a_search_looks_for_the_difference_that_is_asked(tmp_path: Path) -> None:
    """A line until 06:50 and m minutes costs m minutes: five of them are reached at 06:55."""
    assert hours(search(tmp_path, "08:00", "first-arrival", by="5 min")) == ("06:54", "06:55")


def test_hours_differ_from_a_minute_on(tmp_path: Path) -> None:
    """A line until 06:51 holds the early column's one march unit up for 1/60 h, which is a minute."""
    assert hours(search(tmp_path, "08:00", "hours.line")) == ("06:50", "06:51")
    assert hours(search(tmp_path, "08:00", "hours.line", by="0.1")) == ("06:55", "06:56")


def test_a_count_differs_from_one_on() -> None:
    """Eight bridges and six differ, eight and eight do not."""
    limit = threshold("bridges")
    whole, fewer = (Series("b", "bridges", np.array([x, x]), {}) for x in (8.0, 6.0))
    assert limit.least == 1.0
    assert limit.passed(whole, fewer)
    assert not limit.passed(whole, whole)


def test_losses_differ_where_the_interval_says_so() -> None:
    """Eight pairs that all lose more differ, eight that go both ways do not, four are too few to say."""
    limit = threshold("men")
    base = np.arange(8.0)
    shifts = {True: np.full(8, 0.5), False: np.array([9.0, -9.0] * 4)}
    for differs, shift in shifts.items():
        pair = [Series("l", "men", values, {}) for values in (base, base + shift)]
        assert limit.passed(*pair) is differs
    with pytest.raises(StudyError, match=r"4 pairs are too few.*--by"):
        limit.passed(*(Series("l", "men", values, {}) for values in (base[:4], base[:4] + 9.0)))
    assert threshold("men", "10").least == 10.0


@pytest.mark.parametrize(
    ("unit", "by"),
    [("time", "5"), ("time", "5 km"), ("men", "5 min"), ("h", "0"), ("bridges", "few"), ("men", "nan")],
)
def test_a_difference_in_another_unit_is_the_users(unit: str, by: str) -> None:
    """What is no difference in the outcome's unit is refused by the option's name, exit code 2."""
    with pytest.raises(StudyError, match=r"^--by: ") as caught:
        threshold(unit, by)
    assert caught.value.exit_code == 2


def test_a_search_without_a_change_finds_nothing(tmp_path: Path) -> None:
    """Where the outcome stays the same there is no value to find."""
    assert search(tmp_path, "06:40", "first-arrival")["found"] is None


def test_a_row_of_the_arrivals_is_an_outcome_too(tmp_path: Path) -> None:
    """FORMATION@PLACE:EVENT names a row of the arrivals."""
    found = sweep(
        load("toy-bridge"), effort(tmp_path), path="bridges.narrow.capacity_vph", values=["400"],
        outcome="column@b:arrive",
    )  # fmt: skip
    assert found["points"][0]["median"][11:19] == "10:10:00"


@pytest.mark.parametrize(
    ("values", "find", "message"),
    [
        (["400", "450", "much"], False, "capacity_vph"),
        (["400", "nan"], False, "'nan' is not a number"),
        (["400", "1e999"], False, "'1e999' is not a number"),
        (["400", "450 veh/h"], True, "no two times or numbers"),
        (["400"], True, "give two values"),
    ],
)
def test_a_wrong_value_is_refused_before_anything_runs(
    tmp_path: Path, values: list[str], find: bool, message: str
) -> None:
    """Whichever of the values is wrong, none has been simulated when it is told."""
    with pytest.raises((StudyError, ScenarioError), match=message):
        sweep(
            load("toy-bridge"), effort(tmp_path), path="bridges.narrow.capacity_vph", values=values,
            outcome="last-vehicle", find=find,
        )  # fmt: skip
    assert not list(tmp_path.iterdir())


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
    clock = scale_of("1944-08-22T06:00+02:00", "1944-08-22T08:00+02:00")
    assert clock.text(clock.high / 2) == "1944-08-22T07:00+02:00"
