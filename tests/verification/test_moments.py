"""When an order that waits for an event and for an hour of the clock is given."""

from __future__ import annotations

from datetime import datetime

import pytest

from paris44.scenario.dist import fixed
from paris44.scenario.model import Moment, Trigger
from paris44.world.light import days_of
from tests.build import LIGHT, START, Sketch, kinds, passages_at, play

HOUR = 3600.0
EVENING = ["sunset", "dusk"]
MORNING = ["first-light", "sunrise"]


@pytest.mark.parametrize(
    ("came", "given"), [(17.0, 18.0), (18.0, 18.0), (19.0, 19.0), (23.9, 23.9), (25.0, 42.0)]
)
def test_a_missed_hour_means_at_once(came: float, given: float) -> None:
    """Of what it waits for an order at 18:00 is late by up to six hours without waiting for tomorrow."""
    sketch = Sketch()
    sketch.duration = 50.0 * HOUR
    sketch.road("n0", "n1", 1000.0, 10.0)
    sketch.column("A", 1, ("n0", "n1"), issued=Moment(at=came * HOUR))
    after = Moment(after=Trigger("order", order="march-A"), clock="18:00")
    sketch.column("B", 1, ("n0", "n1"), issued=after)
    told = [e.time for e in kinds(play(sketch), "order") if e.order == "march-B"]
    assert told == pytest.approx([given * HOUR])


def _given(came: float, waits: Moment) -> float:
    """When an order is given that waits for another, given at ``came`` o'clock of the second day."""
    sketch = Sketch()
    sketch.duration = 90.0 * HOUR
    sketch.road("n0", "n1", 1000.0, 10.0)
    sketch.column("A", 1, ("n0", "n1"), issued=Moment(at=(24.0 + came) * HOUR))
    sketch.column("B", 1, ("n0", "n1"), issued=waits)
    (told,) = [e.time for e in kinds(play(sketch), "order") if e.order == "march-B"]
    return told / HOUR - 24.0


def _light(name: str, day: int) -> float:
    """The hour of a light, counted from the midnight before the second day (``day`` 0)."""
    light = days_of(datetime.fromisoformat(START), 90.0 * HOUR).sun(LIGHT)
    return light.next(name, (24.0 + 24.0 * day) * HOUR) / HOUR - 24.0


@pytest.mark.parametrize("light", EVENING)
@pytest.mark.parametrize(("came", "night"), [(12.0, 0), (20.7, 0), (22.0, None), (26.0, None), (31.0, 1)])
def test_an_evening_that_is_over_means_at_once(light: str, came: float, night: int | None) -> None:
    """An arrival by day waits for the evening light; one in the night after it for nothing, after midnight
    too; one after first light for the evening of the new day."""
    after = Moment(after=Trigger("order", order="march-A"), clock=light)
    assert _given(came, after) == pytest.approx(came if night is None else _light(light, night))


@pytest.mark.parametrize("light", MORNING)
@pytest.mark.parametrize(("came", "morning"), [(5.0, 0), (7.2, 1), (12.0, 1), (23.0, 1)])
def test_a_morning_is_always_the_next_one(light: str, came: float, morning: int) -> None:
    """Who comes a quarter of an hour after sunrise has come for the next morning."""
    after = Moment(after=Trigger("order", order="march-A"), clock=light)
    assert _given(came, after) == pytest.approx(_light(light, morning))


@pytest.mark.parametrize("light", EVENING)
def test_the_edge_of_the_evening(light: str) -> None:
    """In the very second of the evening light, and one before and after, an order for it is given then."""
    after = Moment(after=Trigger("order", order="march-A"), clock=light)
    hour = _light(light, 0)
    for second, given in ((-1.0, 0.0), (0.0, 0.0), (1.0, 1.0)):
        assert _given(hour + second / HOUR, after) == pytest.approx(hour + given / HOUR)


@pytest.mark.parametrize("light", EVENING)
def test_the_delay_comes_after_a_missed_evening(light: str) -> None:
    """A delay is added to the hour at which the order would be given without it."""
    after = Moment(after=Trigger("order", order="march-A"), clock=light, delay=fixed(600.0))
    assert _given(23.0, after) == pytest.approx(23.0 + 600.0 / HOUR)


@pytest.mark.parametrize(
    ("clock", "issued", "departs"),
    [
        ("dusk", 22.0, 22.0), ("dusk", 25.0, 25.0), ("sunset", 12.0, None), ("dusk", 8.0, None),
        ("first-light", 22.0, None), ("sunrise", 8.0, None),
    ],
)  # fmt: skip
def test_the_same_of_a_start(clock: str, issued: float, departs: float | None) -> None:
    """An order to start at dusk that is issued after it means at once; one for the morning the next one."""
    sketch = Sketch()
    sketch.duration = 90.0 * HOUR
    sketch.road("n0", "n1", 1000.0, 10.0)
    sketch.column("A", 1, ("n0", "n1"), issued=Moment(at=issued * HOUR), begin=Moment(clock=clock))
    light = days_of(datetime.fromisoformat(START), sketch.duration).sun(LIGHT).next(clock, issued * HOUR)
    (passage,) = passages_at(play(sketch), "n0")
    assert passage.head == pytest.approx(light if departs is None else departs * HOUR)


def test_without_an_event_the_evening_is_the_next_one() -> None:
    """A scenario that begins at midnight has an order for dusk: of that day, not of the night before."""
    sketch = Sketch()
    sketch.road("n0", "n1", 1000.0, 10.0)
    sketch.column("A", 1, ("n0", "n1"), issued=Moment(clock="dusk"))
    dusk = days_of(datetime.fromisoformat(START), HOUR).sun(LIGHT).next("dusk", 0.0)
    assert [e.time for e in kinds(play(sketch), "order")] == pytest.approx([dusk])
