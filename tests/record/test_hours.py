"""Hours of the clock in the orders of the shipped scenarios: the morning kept, the evening not missed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from paris44.engine.log import Event, EventLog
from paris44.scenario.model import March, Order
from paris44.world.build import World
from tests.record.plays import Play, Stage

MORNING, EVENING = ("first-light", "sunrise"), ("sunset", "dusk")
BY_THE_CLOCK = [
    "historical", "as-ordered", "all-by-versailles", "order-on-the-20th", "putz-by-the-small-streets",
]  # fmt: skip
"""The scenarios that extend ``historical`` and set an order of their own to a light of the day."""


@pytest.mark.parametrize("name", BY_THE_CLOCK)
def test_orders_for_the_morning_keep_their_hours(stage: Stage, name: str) -> None:
    """A march that is to start in the morning starts with the next morning light after its issue (or with
    its receipt, if that is later); an order given in the morning is given in the second of the light."""
    play = stage[name]
    sky, seen = play.world.sky, 0
    for replication in range(3):
        log = play.kept(replication)
        for order in _marches(play, log):
            if order.start.clock in MORNING and order.start.after is None:
                trace = log.orders[order.id]
                hour = max(sky.of(order).next(order.start.clock, trace.issued), trace.received)
                assert trace.start == pytest.approx(hour, abs=1e-6), order.id
                seen += 1
        for order, told, came in _waited(play.world, log, MORNING):
            due = sky.of(order).next(order.issued.clock or "", came)
            assert told.time == pytest.approx(due, abs=1e-6), order.id
            seen += 1
    assert seen > 30, "too few to be a test"


@pytest.mark.parametrize("name", ["historical", "as-ordered"])
def test_no_order_for_the_evening_waits_a_night_and_a_day(stage: Stage, name: str) -> None:
    """An order for dusk or sunset is given in the evening of the day on which what it waits for comes, or at
    once where that comes in the night: never more than a day of light later."""
    play = stage[name]
    seen = 0
    for replication in range(10):
        for order, told, came in _waited(play.world, play.log(replication), EVENING):
            sun = play.world.sky.of(order)
            by_night = sun.next("first-light", came) < sun.next("dusk", came)
            assert told.time - came == pytest.approx(0.0) or not by_night, order.id
            assert told.time - came < 16 * 3600.0, order.id
            seen += 1
    assert seen > 20, "too few to be a test"


@pytest.mark.parametrize("name", BY_THE_CLOCK)
def test_the_night_of_the_24th_comes_with_its_dusk(stage: Stage, name: str) -> None:
    """What is left for the morning is left at dusk, not in the night before in which the day was ordered."""
    play = stage[name]
    for replication in range(3):
        told = {event.order: event.time for event in play.kept(replication).events if event.kind == "order"}
        dusk = play.world.sky.of(play.scenario.orders["night-24"]).next("dusk", told["day-24"])
        assert told["night-24"] == pytest.approx(dusk, abs=1e-6)


def _marches(play: Play, log: EventLog) -> Iterator[March]:
    """The marches that started in this run."""
    for order in play.scenario.orders.values():
        if isinstance(order, March) and order.id in log.orders:
            yield order


def _waited(world: World, log: EventLog, lights: tuple[str, ...]) -> Iterator[tuple[Order, Event, float]]:
    """Orders without a delay that were given at one of ``lights``, and when what they waited for came."""
    told = {event.order: event for event in reversed(log.events) if event.order is not None}
    for order in world.scenario.orders.values():
        moment, event = order.issued, told.get(order.id)
        if moment.clock in lights and moment.after is not None and not moment.delay.median and event:
            assert event.enabled_by is not None
            yield order, event, event.enabled_by.time
