from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paris44.results.columns import Clock, LossRow
from paris44.results.errors import StudyError
from paris44.scenario.dist import fixed
from paris44.scenario.load import Loaded, load
from paris44.scenario.model import Act, DayBlock, Moment, RecordedTime, Scenario, Trigger
from paris44.study.questions.validate.baselines import CONSTANT, baselines
from paris44.study.questions.validate.checkpoints import checkpoints
from paris44.study.questions.validate.judged import Judged
from paris44.study.questions.validate.law import (
    PlacedDocument,
    PlaceDocument,
    Worst,
    place_test,
    sign_changes,
    tenths,
    worst,
)
from paris44.study.questions.validate.log_book import from_the_log
from paris44.study.questions.validate.losses import _days, losses
from paris44.study.questions.validate.score import _score, error, validate
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import covers90
from paris44.world.build import build
from tests.study.logs import HOUR, Story


def recorded(
    name: str, formation: str, place: str, event: str, time: float | None, half: float = 600.0, *,
    grade: str = "B", note: str = "",
) -> RecordedTime:  # fmt: skip
    """A row of a record, with bounds of ``half`` seconds on both sides."""
    middle = time or 0.0
    return RecordedTime(
        name, formation, place, event, time, middle - half, middle + half, "movement", grade, note, "test", ""
    )


def story(*rows: RecordedTime, **orders: object) -> Scenario:
    """The story with a record; the advance has an absolute hour."""
    made = Story()
    made.sketch.orders.update(orders)  # type: ignore[arg-type]
    return made.sketch.scenario(record=rows)


def keys(scenario: Scenario) -> list[tuple[str, ...]]:
    """The ids of each checkpoint."""
    return [tuple(row.id for row in point.rows) for point in checkpoints(scenario)[0]]


def reasons(scenario: Scenario) -> dict[str, str]:
    """Why rows do not judge."""
    return {x.row.id: x.why for x in checkpoints(scenario)[1]}


def test_what_is_recorded_after_the_end_does_not_judge() -> None:
    """A scenario that ends before a row of the record is not told that it missed it."""
    row = recorded("r1", "2db/one", "porte", "pass", 9 * HOUR)
    assert keys(story(row)) == [("r1",)]
    short = story(row)._replace(duration=8 * HOUR)
    assert keys(short) == []
    assert reasons(short) == {"r1": "after the end of the scenario"}


def test_competing_rows_are_one_checkpoint_with_joined_bounds() -> None:
    """Two times for one event, called competing or overlapping, are joined; a later one is another visit."""
    scenario = story(
        recorded("r1", "2db/one", "porte", "pass", 1 * HOUR, note="competing time"),
        recorded("r2", "2db/one", "porte", "pass", 3 * HOUR, note="a competing time"),
        recorded("r3", "2db/one", "porte", "pass", 9 * HOUR),
        recorded("r4", "2db/one", "porte", "pass", 9.1 * HOUR),
    )
    assert keys(scenario) == [("r1", "r2"), ("r3", "r4")]
    first, second = checkpoints(scenario)[0]
    assert (first.lo, first.hi, first.recorded) == (HOUR - 600, 3 * HOUR + 600, 2 * HOUR)
    assert (first.key[3], second.key[3]) == (1, 2)


def test_a_part_and_its_whole_compete_for_one_event() -> None:
    """Where one source names a part and another its parent, both called competing, they are one checkpoint
    of the parent; without that word they are two events."""
    for note, expected in (("competing time", [("r1", "r2")]), ("", [("r1",), ("r2",)])):
        scenario = story(
            recorded("r1", "2db/one", "porte", "pass", 1 * HOUR, note=note),
            recorded("r2", "2db", "porte", "pass", 3 * HOUR, note=note),
            recorded("r3", "2db/two", "pont", "pass", 3 * HOUR, note=note),
        )
        assert keys(scenario) == [*expected, ("r3",)]
        assert checkpoints(scenario)[0][0].key[0] == ("2db" if note else "2db/one")


def test_only_good_rows_that_are_no_inputs_judge() -> None:
    """Grade C, strangers, hours of orders and acts at a given hour are left out, with why."""
    act = Act("signed", "signed", "test", Moment(at=HOUR), "sign", "2db", "porte")
    scenario = story(
        recorded("c", "2db/one", "porte", "pass", HOUR, grade="C"),
        recorded("who", "us9", "porte", "pass", HOUR),
        recorded("told", "2db/one", "a", "order", 0.0),
        recorded("decided", "2db", "porte", "sign", HOUR),
        recorded("good", "2db/one", "porte", "pass", HOUR),
        signed=act,
    )
    assert keys(scenario) == [("good",)]
    assert set(reasons(scenario)) == {"c", "who", "told", "decided"}
    assert "input" in reasons(scenario)["told"]


def test_an_order_that_comes_out_of_the_run_judges() -> None:
    """An order that waits for an event is a prediction, whatever its hour."""
    waits = Trigger("event", event="pass", formation="2db/one", place="pont")
    rule = Act("rule", "rule", "test", Moment(after=waits), "order", "2db/light", "porte")
    scenario = story(recorded("r", "2db/light", "porte", "order", 5 * HOUR), rule=rule)
    assert keys(scenario) == [("r",)]


def test_an_hour_that_follows_from_the_clock_does_not_judge() -> None:
    """The ready hour of an order, and its receipt a known delay after an hour of the clock, are the
    scenario's own, also where an event of the run came before that hour."""
    there = Trigger("event", event="arrive", formation="2db/one", place="porte")
    first = Act("first", "first", "test", Moment(after=there, clock="05:30"), "order", "2db/light", "porte")
    made = Story()
    made.sketch.orders["first"] = first
    follows = Moment(after=Trigger("order", order="first"), delay=fixed(0.5 * HOUR))
    made.sketch.march("second", "2db/two", ("a", "porte"), issued=follows)
    made.sketch.march("ready", "2db/light", ("a", "porte"), begin=Moment(clock="09:00"))
    rows = (
        recorded("receipt", "2db/two", "a", "order", 30 * HOUR),
        recorded("hour", "2db/light", "a", "order", 9 * HOUR),
        recorded("other", "2db/two", "a", "order", 31 * HOUR),
    )
    assert set(reasons(made.sketch.scenario(record=rows))) == {"receipt", "hour"}
    assert keys(made.sketch.scenario(record=rows)) == [("other",)]


def test_a_departure_at_an_ordered_hour_does_not_judge() -> None:
    """A column started by the clock leaves at its input; with a slip its departure is its own."""
    row = recorded("r", "2db/one", "a", "depart", 12 * HOUR)
    for slip in (False, True):
        made = Story()
        start = Moment(clock="12:00")
        made.sketch.march("noon", "2db/one", ("a", "porte"), begin=start, slip=slip)
        scenario = made.sketch.scenario(record=(row,))
        assert keys(scenario) == ([("r",)] if slip else [])


def test_what_competes_with_an_input_does_not_judge() -> None:
    """Another account of an hour that the scenario decides is left out with it; another event judges."""
    made = Story()
    made.sketch.march("noon", "2db/one", ("a", "porte"), begin=Moment(clock="12:00"))
    rows = (
        recorded("ordered", "2db/one", "a", "depart", 12 * HOUR, note="competing time"),
        recorded("other", "2db/one", "a", "depart", 10 * HOUR, note="competing time"),
        recorded("later", "2db/one", "a", "depart", 20 * HOUR),
    )
    scenario = made.sketch.scenario(record=rows)
    assert keys(scenario) == [("later",)]
    assert set(reasons(scenario)) == {"ordered", "other"}


def test_a_row_that_set_a_law_does_not_judge() -> None:
    """A row whose hour has set a parameter is left out, and which parameter is said."""
    rows = (
        recorded("end", "2db/one", "porte", "pass", HOUR)._replace(sets="fight.time"),
        recorded("good", "2db/one", "pont", "pass", HOUR),
    )
    scenario = story(*rows)
    assert keys(scenario) == [("good",)]
    assert reasons(scenario) == {"end": "it set fight.time"}


def test_the_error_is_nothing_inside_the_bounds() -> None:
    """Inside: 0. Outside: signed minutes to the nearer bound. Never: infinite."""
    values = np.asarray([HOUR, HOUR, 2 * HOUR])
    assert error(values, HOUR - 60, HOUR + 60) == 0.0
    assert error(values, HOUR + 600, HOUR + 900) == -10.0
    assert error(values, 0.0, HOUR - 1200) == 20.0
    assert error(np.asarray([np.inf, np.inf, 1.0]), 0.0, 1.0) == np.inf


DAY = 24 * HOUR


def toy(tmp_path: Path, *rows: RecordedTime, **theatre: Any) -> dict[str, object]:
    """The score of the toy march with a record: 1,000 s from a to b, started at 6 o'clock."""
    loaded = load("toy-bridge")
    here = loaded.scenario.theatre._replace(**theatre)
    judged = Loaded(
        loaded.scenario._replace(record=rows, theatre=here), loaded.document, loaded.tree, loaded.rows
    )
    result = replicate(judged, Effort(n=4, workers=1, out=tmp_path))
    result.__dict__["loaded"] = judged
    return validate(result)


def test_a_march_that_is_right_has_no_error(tmp_path: Path) -> None:
    """Head and tail of the closed form, recorded exactly, score 0; the tail is the pass's clear time."""
    score = toy(
        tmp_path,
        recorded("head", "column", "narrow", "pass", 7500.0, 1.0),
        recorded("tail", "column", "narrow", "pass_tail", 16_491.0, 1.0),
    )
    assert score["median_abs_error_min"] == 0.0
    assert score["coverage90"] == 1.0
    rows = score["rows"]
    assert isinstance(rows, list)
    assert [row["median"][11:19] for row in rows] == ["08:05:00", "10:34:51"]


def test_the_march_is_judged_apart_from_a_late_departure(tmp_path: Path) -> None:
    """Recorded half an hour later: the clock is 20 minutes off, the march from its start is right."""
    late = 1800.0
    score = toy(
        tmp_path,
        recorded("start", "column", "a", "depart", late),
        recorded("there", "column", "b", "arrive", 15_000.0 + late),
    )
    assert score["median_abs_error_min"] == 20.0
    own = score["from_departure"]
    assert isinstance(own, dict)
    assert (own["checkpoints"], own["median_abs_error_min"]) == (1, 0.0)


def test_what_never_happens_is_missed(tmp_path: Path) -> None:
    """A recorded event that the run does not know is an infinite error and covers nothing."""
    score = toy(tmp_path, recorded("never", "column", "a", "arrive", 100.0))
    assert (score["missed"], score["median_abs_error_min"], score["coverage90"]) == (1, None, 0.0)


def test_the_score_tells_the_days_that_set_parameters_apart(tmp_path: Path) -> None:
    """Blocks, those of the theatre or else each day by itself, say whether they may set parameters, and carry
    the naive forecasts; where the theatre does not say from when on the record judges, all of it does."""
    row = recorded("head", "column", "narrow", "pass", 7500.0)
    blocks = toy(tmp_path / "declared", row, judged_from=DAY, blocks=(DayBlock("the first two", -DAY, DAY),))[
        "blocks"
    ]
    assert isinstance(blocks, dict)
    assert blocks["the first two"]["used_to_set_parameters"] is True
    plain = toy(tmp_path / "plain", row)["blocks"]
    assert isinstance(plain, dict)
    assert plain["22 August"]["used_to_set_parameters"] is False
    assert set(plain["22 August"]["baselines"]) == {"constant-15-kmh", "staff-table", "last-log"}


def test_no_record_cannot_judge(tmp_path: Path) -> None:
    """A scenario without a record is refused with exit code 2."""
    with pytest.raises(StudyError, match="no record") as caught:
        toy(tmp_path)
    assert caught.value.exit_code == 2


def test_naive_forecasts_drive_the_ordered_road() -> None:
    """From the order's hour: road length over speed; a march with a trigger waits for its event."""
    made = Story()
    waits = Trigger("event", event="arrive", formation="2db/one", place="hotel-de-ville")
    made.sketch.march(
        "back", "2db/light", ["hotel-de-ville", "porte"], issued=Moment(after=waits, delay=fixed(60.0))
    )
    found = baselines(made.world())["constant-15-kmh"]
    there = 30_000 / CONSTANT
    assert found["2db/one", "hotel-de-ville", "arrive", 1] == pytest.approx(there)
    assert found["2db/light", "porte", "pass", 2] == pytest.approx(there + 60 + 10_000 / CONSTANT)


@pytest.mark.parametrize(
    ("came", "never", "lo", "hi", "covered"),
    [
        (5, 5, 1.0, 2.0, True),  # half never: from the first that came on it holds every time
        (5, 5, 0.0, 0.5, False),  # but none before that
        (10, 0, 1.5, 2.0, False),  # all came at 1: an end, and it lies before
        (0, 10, 1.0, 2.0, False),  # never alone holds no time
    ],
)
def test_an_interval_that_reaches_never_has_no_end(
    came: int, never: int, lo: float, hi: float, covered: bool
) -> None:
    """Never is later than everything, so it holds each time from its 5 % quantile on, and nothing before."""
    values = np.asarray([1.0] * came + [np.inf] * never)
    assert covers90(values, lo, hi) is covered


def test_intervals_without_end_are_counted_apart() -> None:
    """What is covered by an interval that reaches never is told beside the share that is covered."""
    points = checkpoints(story(recorded("r", "2db/one", "porte", "pass", HOUR)))[0]
    sure, unsure = (np.asarray([HOUR] * 5 + [last] * 5) for last in (HOUR, np.inf))
    scores = [_score([Judged(points[0], values, None, None)], 192 * HOUR) for values in (sure, unsure)]
    assert [(s["coverage90"], s["unbounded90"]) for s in scores] == [(1.0, 0), (1.0, 1)]


def test_the_log_goes_on_at_the_recorded_pace() -> None:
    """From the last recorded place on, at the pace between the last two; later rows and orders are not."""
    rows = (
        recorded("r0", "2db/one", "a", "depart", 1 * HOUR),
        recorded("r1", "2db/one", "porte", "pass", 3 * HOUR),
        recorded("told", "2db/one", "a", "order", 3.5 * HOUR),
        recorded("later", "2db/one", "hotel-de-ville", "arrive", 9 * HOUR),
    )
    world = build(story(*rows))
    length = {to: world.network.length(world.router.way("a", to) or ()) for to in ("porte", "hotel-de-ville")}
    key = ("2db/one", "hotel-de-ville", "arrive", 1)
    found = from_the_log(world, {key: 9 * HOUR, ("2db/one", "a", "depart", 1): HOUR})
    ahead = length["hotel-de-ville"] - length["porte"]
    assert found == {key: pytest.approx(3 * HOUR + ahead / (length["porte"] / (2 * HOUR)))}
    started = from_the_log(world, {key: 2 * HOUR})[key]
    assert started == pytest.approx(HOUR + length["hotel-de-ville"] / CONSTANT)


def test_the_place_in_the_law_is_told_by_tenths() -> None:
    """A recorded time in the middle of the law counts there; before all of it, first; never is after."""
    point = checkpoints(story(recorded("r", "2db/one", "porte", "pass", HOUR)))[0][0]
    even = np.asarray([HOUR + at for at in (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0)])
    for values, tenth in ((even, 5), (even + HOUR, 0), (np.full(6, np.inf), 0), (even - HOUR, 9)):
        told = _score([Judged(point, values, None, None)], 192 * HOUR)["pit"]
        assert told == [int(at == tenth) for at in range(10)]


def test_places_in_the_law_are_counted_in_tenths() -> None:
    """The ends belong to the first and to the last tenth."""
    assert tenths([0.0, 0.05, 0.5, 0.999, 1.0]) == [2, 0, 0, 0, 0, 1, 0, 0, 0, 2]


def test_signs_of_a_few_formations_are_all_counted() -> None:
    """Of eight ways to sign 1, 2 and 4 two have a total of 7; equal sums against each other are 0."""
    assert sign_changes([1.0, 2.0, 4.0]) == pytest.approx(2 / 8)
    assert sign_changes([1.0, -1.0]) == pytest.approx(1.0)
    assert sign_changes([]) == 1.0


def test_rows_of_one_formation_are_one_story() -> None:
    """Twenty rows of one formation, all late, prove nothing; twenty formations do."""
    assert place_test([("one", 0.9)] * 20)["p_later"] == 1.0
    apart = place_test([(str(k), 0.9) for k in range(20)])
    assert apart["p_later"] < 1e-5
    assert apart["later"] == pytest.approx(0.4)
    assert apart["formations"] == 20


def test_intervals_that_are_too_narrow_are_told() -> None:
    """Places at both ends only, early ones as often as late ones, are wider than even; even ones are not."""
    ends = place_test([(str(k), 0.02 if k % 2 else 0.98) for k in range(16)])
    assert ends["wider"] == pytest.approx(0.23)
    assert ends["p_wider"] < 0.001
    assert ends["p_later"] > 0.5
    even = place_test([(str(k), (k + 0.5) / 16) for k in range(16)])
    assert even["p_wider"] > 0.5


def test_the_worst_block_is_one_that_judges() -> None:
    """Named is the least p of the blocks that judge, also where one that may set parameters is worse; of all
    where none judges. It is luck where the least of so many is as small in more than one case of twenty."""

    def block(sets: bool, later: float, wider: float) -> PlacedDocument:
        test: PlaceDocument = {
            "formations": 9, "later": 0.1, "p_later": later, "wider": -0.1, "p_wider": wider,
        }  # fmt: skip
        return {"pit_test": test, "used_to_set_parameters": sets}

    blocks = {"set": block(True, 0.5, 0.001), "one": block(False, 0.3, 0.6), "two": block(False, 0.9, 0.01)}
    found = worst(blocks)
    assert found == Worst("two", "wider", -0.1, 0.01, 4, judges=True)
    assert (found.at_most, found.luck) == (pytest.approx(0.04), False)
    found = worst({"one": block(False, 0.02, 0.6), "two": block(False, 0.9, 0.3)})
    assert found == Worst("one", "later", 0.1, 0.02, 4, judges=True)
    assert found.luck
    assert worst({"set": blocks["set"]}) == Worst("set", "wider", -0.1, 0.001, 2, judges=False)
    assert worst({}) is None


def test_the_test_of_places_keeps_its_level() -> None:
    """Where the odds are right and rows of a formation move together, one case of twenty is under 0.05."""
    dice = np.random.default_rng(5)
    under = 0
    for _ in range(400):
        shared = [(str(k), float(u)) for k, u in enumerate(dice.random(12)) for _ in range(4)]
        under += place_test(shared)["p_wider"] <= 0.05
    assert under <= 400 * 0.08


def test_losses_fall_on_their_local_day(tmp_path: Path) -> None:
    """What accrues by the hour is spread evenly over its days, and the days add up to the total."""
    result = replicate(load("toy-strongpoint"), Effort(n=3, workers=1, out=tmp_path))
    for row in losses(result):
        assert len(row["days"]) >= 1
        total, days = row["total"]["median"], [day["median"] or 0.0 for day in row["days"].values()]
        assert total == pytest.approx(sum(days))
    spread = LossRow(0, 3 * 86_400.0, 86_400.0, "p", "", 48.0, 0.0, 0.0)
    parts = dict(_days(spread, Clock("1944-08-22T06:00+02:00")))
    assert parts == pytest.approx({"1944-08-23": 0.375, "1944-08-24": 0.5, "1944-08-25": 0.125})
