"""Moments and triggers as the user writes them."""

from __future__ import annotations

import pytest

from paris44.scenario.dist import Dist, fixed
from paris44.scenario.faults import TextError
from paris44.scenario.model import Moment, Trigger
from paris44.scenario.schema import moments, quantities

START = quantities.instant("1944-08-22T06:00+02:00")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("1944-08-22T07:00+02:00", Moment(at=3600.0)),
        ("17:30", Moment(clock="17:30")),
        ("first-light", Moment(clock="first-light")),
        ("10 min", Moment(delay=fixed(600.0))),
        ("PT10M", Moment(delay=fixed(600.0))),
        ("uniform(1, 2) min", Moment(delay=Dist("uniform", (60.0, 120.0)))),
        ({"at": "1944-08-22T07:00+02:00", "clock": "dusk"}, Moment(at=3600.0, clock="dusk")),
        ({"after": "decision", "delay": "10 min"},
         Moment(after=Trigger("order", order="decision"), delay=fixed(600.0))),
    ],
)  # fmt: skip
def test_moments_are_read(written: object, moment: Moment) -> None:
    """A time, an hour, a delay or a mapping of them."""
    assert moments.moment(written, START) == moment


@pytest.mark.parametrize(
    ("written", "trigger"),
    [
        ("decision", Trigger("order", order="decision")),
        ({"arrive": ["2db", "chartres"]},
         Trigger("event", event="arrive", formation="2db", place="chartres")),
        ({"arrive": ["2db", "chartres", 2]},
         Trigger("event", event="arrive", formation="2db", place="chartres", visit=2)),
        ({"gone": "trappes"}, Trigger("gone", garrison="trappes")),
        ({"barred": "2db/gtv"}, Trigger("barred", formation="2db/gtv", daylight_parameter="daylight-needed")),
        ({"barred": "2db/gtv", "daylight": "start-slip"},
         Trigger("barred", formation="2db/gtv", daylight_parameter="start-slip")),
        ({"any": ["decision", {"gone": "trappes"}]},
         Trigger("any", parts=(Trigger("order", order="decision"), Trigger("gone", garrison="trappes")))),
    ],
)  # fmt: skip
def test_triggers_are_read(written: object, trigger: Trigger) -> None:
    """Each thing that an order may wait for."""
    assert moments.trigger(written) == trigger


@pytest.mark.parametrize(
    ("written", "inner", "message"),
    [
        ({"aftr": "x"}, ("aftr",), "unknown key"),
        ({}, (), "empty"),
        ("noon", (), "is not a moment"),
        (12, (), "is not a moment"),
        ({"clock": "7:30"}, ("clock",), "is not an hour"),
        ({"clock": 730}, ("clock",), "is not an hour"),
        ({"delay": 10}, ("delay",), "without a unit"),
        ({"at": "1944-08-22"}, ("at",), "is not a time"),
        ({"after": {}}, ("after",), "not something to wait for"),
        ({"after": {"arive": ["a", "b"]}}, ("after", "arive"), "unknown trigger"),
        ({"after": {"arrive": ["a", "b"], "gone": "c"}}, ("after",), "says one thing"),
        ({"after": {"arrive": ["a", "b", 0]}}, ("after", "arrive"), "number of a visit"),
        ({"after": {"arrive": []}}, ("after", "arrive"), "a formation and a place"),
        ({"after": {"arrive": [1, 2]}}, ("after", "arrive"), "a formation and a place"),
        ({"after": {"arrive": [None, None]}}, ("after", "arrive"), "nobody and nowhere"),
        ({"after": {"arrive": ["a"]}}, ("after", "arrive"), "names no place, and waits for ever"),
        ({"after": {"sign": "a"}}, ("after", "sign"), "names no place"),
        ({"after": {"arrive": ["a", None]}}, ("after", "arrive"), "names no place"),
        ({"after": {"pass": ["a", "", 2]}}, ("after", "pass"), "names no place"),
        ({"after": {"cleared": [None, "b"]}}, ("after", "cleared"), "names nobody, and waits for ever"),
        ({"after": {"depart": ["", "b"]}}, ("after", "depart"), "names nobody"),
        ({"after": {"any": ["c", {"pass": "a"}]}}, ("after", "any", 1, "pass"), "names no place"),
        ({"after": {"arrive": ["a", "b", True]}}, ("after", "arrive"), "number of a visit"),
        ({"after": {"arrive": ["a", "b", -1]}}, ("after", "arrive"), "number of a visit"),
        ({"after": {"arrive": ["a", "b", 1, 1]}}, ("after", "arrive"), "a formation and a place"),
        ({"after": {"all": []}}, ("after", "all"), "a list of triggers"),
        ({"after": {"all": ["a", {"gone": 3}]}}, ("after", "all", 1, "gone"), "needs a name"),
        ({"after": {"daylight": "x"}}, ("after",), "belongs to 'barred'"),
        ({"after": {"barred": "a", "gone": "b"}}, ("after",), "do not go together"),
    ],
)
def test_a_wrong_moment_says_where(written: object, inner: tuple[str | int, ...], message: str) -> None:
    """The error names the place inside the moment, what is wrong and what to write."""
    with pytest.raises(TextError, match=message) as caught:
        moments.moment(written, START)
    assert caught.value.inner == inner
    assert caught.value.hint
