from __future__ import annotations

import pytest

from paris44.engine.log import Enabler, Event, EventLog, Loss, Pending, Standing
from paris44.engine.run import run
from paris44.results.columns import Arrival, whole
from paris44.scenario.dist import fixed
from paris44.scenario.model import Act, Attrition, Moment, Watch
from paris44.study.reading.arrivals import arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import Outcome, cause_rows, chain_rows, outcomes, possible
from paris44.world.build import World, build
from tests.build import THEATRE
from tests.study.logs import HOUR, Story, Told, empty_log, passes, surveyed, unit_of

ROAD = ("a", "pont", "porte", "hotel-de-ville")


def drive(log: EventLog, unit: int, start: float, *, order: str = "advance", upto: int = 4) -> None:
    """Let a unit drive the road, an hour from place to place."""
    events = ("depart", "pass", "pass", "arrive")[:upto]
    passes(
        log,
        unit,
        [(e, p, start + i * HOUR) for i, (e, p) in enumerate(zip(events, ROAD, strict=False))],
        order=order,
    )


def table(world: World, log: EventLog, told: Told | None = None) -> dict[tuple[str, str, str, int], Arrival]:
    """The arrivals by their key."""
    rows = arrivals(Doings(surveyed(world), log), told or Told(log))
    found = {(r.formation, r.place, r.event, r.visit): r for r in rows}
    assert len(found) == len(rows)
    return found


def full(world: World) -> EventLog:
    """All five units of the story drive, half an hour apart; the light ones first."""
    log = empty_log(world)
    line = [("2db/light", 0), ("2db/one", 0), ("2db/one", 1), ("2db/two", 0), ("2db/two", 1)]
    for i, (name, number) in enumerate(line):
        drive(log, unit_of(world, name, number), i * HOUR / 2)
    return log


def test_a_leaf_has_the_head_of_its_first_and_the_tail_of_its_last_unit() -> None:
    """A leaf formation's row runs from its first unit's head to its last unit's clear time."""
    world = Story().world()
    row = table(world, full(world))["2db/one", "porte", "pass", 1]
    assert (row.time, row.clear) == (2.5 * HOUR, 3.0 * HOUR + 60)


def test_a_parent_joins_its_leaves() -> None:
    """A parent's head is its first unit's and its tail the last unit's, whichever formation they are of."""
    world = Story().world()
    row = table(world, full(world))["2db", "porte", "pass", 1]
    assert (row.time, row.clear) == (2.0 * HOUR, 4.0 * HOUR + 60)


def test_an_advance_guard_does_not_make_its_parent_depart() -> None:
    """Who goes on long before the rest leaves alone: the parent departs with the movement by which most of
    it is gone, and of parts that follow one another with the first."""
    world = Story().world()
    log = empty_log(world)
    drive(log, unit_of(world, "2db/light"), 0.0, upto=2)
    for i, (name, number) in enumerate([("2db/one", 0), ("2db/one", 1), ("2db/two", 0), ("2db/two", 1)]):
        drive(log, unit_of(world, name, number), (10 + i) * HOUR)
    rows = table(world, log)
    assert rows["2db/light", "a", "depart", 1].time == 0.0
    assert rows["2db", "a", "depart", 1].time == 10 * HOUR
    assert rows["2db", "a", "depart", 1].clear == 13 * HOUR + 60
    assert rows["2db", "pont", "pass", 1].time == HOUR


def test_a_detached_formation_is_no_part_of_its_parents_head() -> None:
    """Who was sent ahead by an order does not make the parent arrive; before that it did."""
    story = Story()
    story.detach()
    world = story.world()
    log = empty_log(world)
    log.detached["2db/light"] = 1.5 * HOUR
    light = unit_of(world, "2db/light")
    drive(log, light, 0.0, upto=2)
    passes(log, light, [("pass", "porte", 2 * HOUR), ("arrive", "hotel-de-ville", 2.5 * HOUR)], order="ahead")
    drive(log, unit_of(world, "2db/one"), 3 * HOUR)
    rows = table(world, log)
    assert rows["2db", "a", "depart", 1].time == 0.0
    assert rows["2db", "porte", "enter_city", 1].time == 5 * HOUR
    assert rows["2db/light", "porte", "enter_city", 1].time == 2 * HOUR


def test_a_gate_is_entered_and_a_bridge_crossed() -> None:
    """A gate's passage is enter_city as well, a bridge's cross_bridge, and both stay passages."""
    world = Story().world()
    rows = table(world, full(world))
    for place, event in (("porte", "enter_city"), ("pont", "cross_bridge")):
        assert rows["2db/two", place, event, 1].time == rows["2db/two", place, "pass", 1].time


def test_who_leaves_the_city_does_not_enter_it() -> None:
    """Passing a gate on the way out is no enter_city."""
    world = Story().world()
    log = empty_log(world)
    unit = unit_of(world, "2db/one")
    passes(
        log, unit, [("depart", "hotel-de-ville", 0.0), ("pass", "porte", HOUR), ("arrive", "pont", 2 * HOUR)]
    )
    rows = table(world, log)
    assert ("2db/one", "porte", "enter_city", 1) not in rows
    assert rows["2db/one", "porte", "pass", 1].time == HOUR


def test_visits_are_counted_for_each_unit() -> None:
    """The second time that a unit comes by is visit 2, even before the last unit's first time."""
    world = Story().world()
    log = empty_log(world)
    passes(log, unit_of(world, "2db/one"), [("pass", "pont", HOUR), ("pass", "pont", 2 * HOUR)])
    passes(log, unit_of(world, "2db/one", 1), [("pass", "pont", 3 * HOUR)])
    rows = table(world, log)
    assert (rows["2db/one", "pont", "pass", 1].time, rows["2db/one", "pont", "pass", 1].clear) == (
        HOUR,
        3 * HOUR + 60,
    )
    assert rows["2db/one", "pont", "pass", 2].time == 2 * HOUR


def test_a_place_named_by_one_order_counts_under_another() -> None:
    """On the way to a new order's start units count at every place that any of their orders names."""
    story = Story()
    story.sketch.march("next", "2db/one", ["hotel-de-ville", "pont"])
    story.sketch.march("advance", "2db", ["b", "a", "hotel-de-ville"])
    world = story.world()
    log = empty_log(world)
    first, last = unit_of(world, "2db/one"), unit_of(world, "2db/one", 1)
    passes(log, first, [("depart", "b", 0.0), ("pass", "a", HOUR)])
    passes(log, last, [("depart", "b", HOUR)])
    passes(log, last, [("pass", "a", 2 * HOUR), ("relay", "hotel-de-ville", 3 * HOUR)], order="next")
    passes(log, unit_of(world, "2db/two"), [("pass", "pont", 5 * HOUR), ("pass", "a", 6 * HOUR)])
    one, division = (table(world, log)[name, "a", "pass", 1] for name in ("2db/one", "2db"))
    assert (one.time, one.clear) == (HOUR, 2 * HOUR + 60)
    assert (division.time, division.clear) == (HOUR, 6 * HOUR + 60)


def test_a_pass_has_those_who_stopped_there_too() -> None:
    """Where part of a column stops and part passes through, both are of its head and its tail."""
    world = Story().world()
    log = empty_log(world)
    stops, goes = unit_of(world, "2db/one"), unit_of(world, "2db/one", 1)
    passes(log, stops, [("arrive", "pont", HOUR), ("depart", "pont", 9 * HOUR), ("pass", "pont", 11 * HOUR)])
    passes(log, goes, [("pass", "pont", 2 * HOUR)])
    rows = table(world, log)
    visits = [rows["2db/one", "pont", "pass", visit] for visit in (1, 2)]
    assert [(v.time, v.clear) for v in visits] == [
        (HOUR, 2 * HOUR + 60),
        (11 * HOUR, 11 * HOUR + 60),
    ]
    assert rows["2db/one", "pont", "depart", 1].time == 9 * HOUR


def test_visits_have_no_gaps() -> None:
    """Who sets out from a place and later passes it passes for the second time, and the first is told too."""
    world = Story().world()
    log = empty_log(world)
    unit = unit_of(world, "2db/one")
    passes(log, unit, [("depart", "pont", HOUR), ("arrive", "a", 2 * HOUR), ("pass", "pont", 3 * HOUR)])
    rows = table(world, log)
    assert [rows["2db/one", "pont", "pass", visit].time for visit in (1, 2)] == [HOUR, 3 * HOUR]
    assert ("2db/one", "a", "pass", 1) not in rows


def test_the_cause_is_what_took_most_time_since_the_last_named_place() -> None:
    """Of a fight of forty minutes and twenty of rolling the fight is the cause."""
    world = Story().world()
    log = full(world)
    unit = unit_of(world, "2db/one")
    told = Told(log, {unit: [(1.6 * HOUR, 2.4 * HOUR, "fight")]})
    rows = table(world, log, told)
    assert rows["2db/one", "porte", "pass", 1].cause == "fight"
    assert rows["2db/one", "hotel-de-ville", "arrive", 1].cause == "rolling"


def test_what_never_happens_has_a_reason() -> None:
    """A place of the road that was not reached, one elsewhere, and an order that waits say why."""
    story = Story()
    story.sketch.march("later", "2db/two", ["a", "b"])
    world = story.world(watch=(Watch("2db/one", "b", "arrive"), Watch("2db/two", "b", "arrive")))
    log = empty_log(world)
    drive(log, unit_of(world, "2db/one"), 0.0, upto=2)
    log.pending["later"] = Pending("issue")
    log.standing = [Standing("advance", "pont", "fight", "held at porte by senat") for _ in log.units]
    rows = table(world, log)
    assert rows["2db/one", "hotel-de-ville", "arrive", 1].reason == "held at porte by senat"
    assert rows["2db/one", "b", "arrive", 1].reason == "order not given: none leads there"
    assert rows["2db/two", "b", "arrive", 1].reason == "waits for its hour (order later)"
    assert all(r.reason for r in rows.values() if r.time is None)
    assert all(not r.reason for r in rows.values() if r.time is not None)


def test_a_tail_that_has_not_passed_is_empty() -> None:
    """The clear time of a column that still stands over the place at the end is never."""
    world = Story().world()
    log = full(world)
    log.passages[-1].open = True
    assert table(world, log)["2db/two", "hotel-de-ville", "arrive", 1].clear is None


@pytest.mark.parametrize(("wanted", "there"), [("pass", "arrive"), ("depart", "arrive"), ("arrive", "pass")])
def test_other_words_for_being_there_answer_a_watch_row(wanted: str, there: str) -> None:
    """A column passes where it arrives and arrives where it passes; it has not left where it ends."""
    place = {"arrive": "hotel-de-ville", "pass": "porte"}[there]
    world = Story().world(watch=(Watch("2db/one", place, wanted),))
    rows = table(world, full(world))
    found = rows["2db/one", place, wanted, 1].time
    expected = None if wanted == "depart" else rows["2db/one", place, there, 1].time
    assert found == expected


def test_a_column_arrives_when_it_enters() -> None:
    """Who stands before a place that it passes has not arrived: it arrives and leaves when it passes."""
    world = Story().world(watch=(Watch("2db/one", "porte", "arrive"), Watch("2db/one", "porte", "depart")))
    log = empty_log(world)
    drive(log, unit_of(world, "2db/one"), 0.0)
    log.passages[2].came -= 600.0
    rows = table(world, log)
    assert rows["2db/one", "porte", "arrive", 1].time == 2 * HOUR
    assert rows["2db/one", "porte", "depart", 1].time == 2 * HOUR


def test_a_relay_arrives_and_departs() -> None:
    """Where one march ends and the next goes on the column arrives and departs."""
    world = Story().world()
    log = empty_log(world)
    passes(log, unit_of(world, "2db/one"), [("depart", "a", 0.0), ("relay", "pont", HOUR)])
    rows = table(world, log)
    assert rows["2db/one", "pont", "arrive", 1].time == rows["2db/one", "pont", "depart", 1].time == HOUR


def test_events_are_the_parents_too() -> None:
    """A contact of a part is its parents' contact: the first of any descendant's."""
    world = Story().world()
    log = full(world)
    log.events += [
        Event(5 * HOUR, "contact", "2db/two", "porte", enabled_by=Enabler(0.0, lag="fight")),
        Event(6 * HOUR, "contact", "2db/one", "porte"),
        Event(7 * HOUR, "contact", "2db/one", "porte"),
    ]
    rows = table(world, log)
    assert rows["2db", "porte", "contact", 1].time == 5 * HOUR
    assert rows["2db", "porte", "contact", 1].cause == "fight"
    assert rows["2db/one", "porte", "contact", 2].time == 7 * HOUR
    assert ("2db", "porte", "contact", 2) not in rows


def test_who_meets_a_post_at_a_crossroads_that_it_bars_has_met_it_at_its_own_place() -> None:
    """Contact is told at both places, as its fall is; at no third one that it does not bar."""
    story = Story()
    story.sketch.garrison("post", "porte", bars=("porte", "pont"))
    world = story.world()
    log = full(world)
    log.events += [
        Event(5 * HOUR, "contact", "2db/one", "pont", detail="post"),
        Event(6 * HOUR, "contact", "2db/two", "a", detail="post"),  # a counter-attack
    ]
    rows = table(world, log)
    assert rows["2db/one", "pont", "contact", 1].time == 5 * HOUR
    assert rows["2db/one", "porte", "contact", 1].time == 5 * HOUR
    assert rows["2db", "porte", "contact", 1].time == 5 * HOUR
    assert ("2db/two", "porte", "contact", 1) not in rows


# --- outcomes --------------------------------------------------------------------------------


def named(world: World, log: EventLog) -> dict[str, Outcome]:
    """The outcomes by name."""
    return {o.name: o for o in outcomes(Doings(surveyed(world), log), list(cause_rows(log, Told(log))))}


def test_moments_of_the_city() -> None:
    """First soldiers at the Hôtel de Ville, first at a gate, half of the division's vehicles past a gate."""
    world = Story().world()
    found = named(world, full(world))
    assert found["hotel-de-ville"].value == 3 * HOUR
    assert found["enter-paris.porte"].value == 2 * HOUR
    assert found["half-division-in-paris"].value == 3 * HOUR + 60  # 10 + 25 + 25 of 110 vehicles


def test_what_did_not_come_says_why() -> None:
    """Without enough vehicles past a gate the outcome is never, with the number that came."""
    world = Story().world()
    log = empty_log(world)
    drive(log, unit_of(world, "2db/one"), 0.0)
    found = named(world, log)["half-division-in-paris"]
    assert found.value is None
    assert "25 vehicles" in found.reason


def test_the_last_pocket_is_the_last_to_fall() -> None:
    """The outcome is the last pocket's end, and never while one holds out."""
    story = Story()
    for name in ("east", "west"):
        story.sketch.garrison(name, "porte" if name == "east" else "pont", pocket=True, bars=())
    world = story.world()
    log = empty_log(world)
    log.events.append(Event(HOUR, "surrender", None, "porte", detail="east"))
    held = named(world, log)["last-pocket"]
    assert (held.value, held.reason) == (None, "west held out to the end")
    log.events.append(Event(3 * HOUR, "withdrawn", None, "pont", detail="west"))
    assert named(world, log)["last-pocket"].value == 3 * HOUR


def test_losses_add_up_and_hours_are_those_of_the_timelines() -> None:
    """Losses of a party are summed; hours by cause add up to the time of all units."""
    world = Story().world()
    log = full(world)
    log.losses += [Loss(0.0, "2db", None, None, killed=3, wounded=7), Loss(1.0, "2db", None, None, killed=2)]
    found = named(world, log)
    assert (found["losses.2db.killed"].value, found["losses.2db.wounded"].value) == (5, 7)
    hours = sum(o.value or 0.0 for name, o in found.items() if name.startswith("hours."))
    assert hours == pytest.approx(len(world.units) * log.end / HOUR)


def test_losses_of_us_and_other_allies_are_outcomes_where_there_are_such_troops() -> None:
    """US troops and other Allied regulars have losses like the other parties, where there are such troops."""
    assert not [n for n in possible(Story().world()) if n.startswith(("losses.us", "losses.allied"))]
    story = Story()
    story.sketch.formation("us4", 25)
    story.sketch.formation("degaulle", 1)
    formations = story.sketch.formations
    formations["us4"] = formations["us4"]._replace(nation="US")
    world = story.world()
    log = empty_log(world)
    log.losses += [
        Loss(0.0, "us", None, None, killed=3, wounded=7),
        Loss(1.0, "allied", None, None, killed=2, wounded=1),
    ]
    found = named(world, log)
    told = {name: o.value for name, o in found.items() if name.startswith(("losses.us", "losses.allied"))}
    assert told == {
        "losses.us.killed": 3, "losses.us.wounded": 7, "losses.allied.killed": 2, "losses.allied.wounded": 1,
    }  # fmt: skip
    assert set(told) <= set(possible(world))


def test_losses_by_the_hour_alone_are_outcomes_too() -> None:
    """A party that has losses by the hour and no formation has them as outcomes."""
    row = Attrition("raid", "us", 0.0, HOUR, None, fixed(5.0), fixed(0.0))
    names = possible(Story().world(attrition=(row,)))
    assert "losses.us.killed" in names
    assert "losses.allied.killed" not in names


def test_chains_add_up_to_the_moment_in_whole_seconds() -> None:
    """The seconds of a critical chain add up to the outcome to the second, wherever its pieces end."""
    world = Story().world()
    log = empty_log(world)
    drive(log, unit_of(world, "2db/one"), 1000.4)
    found = list(named(world, log).values())
    rows = list(chain_rows(0, found, Told(log)))
    for outcome in found:
        if outcome.unit == "time" and outcome.value is not None:
            assert sum(r.seconds for r in rows if r.outcome == outcome.name) == whole(outcome.value)


def test_a_scenario_that_declares_nothing_has_the_ends_of_its_marches() -> None:
    """Where nothing is declared the outcomes are the first arrival and the last vehicle of the run."""
    story = Story()
    story.sketch.theatre = THEATRE
    del story.sketch.places["hotel-de-ville"], story.sketch.places["porte"]
    story.sketch.roads.clear()
    story.sketch.orders.clear()
    story.sketch.line(["a", "pont"], 10_000, 10.0)
    story.sketch.march("advance", "2db/one", ["a", "pont"], headway=4.0, gap=54.0)
    world = build(story.sketch.scenario())
    log = run(world, seed=1, replication=0, chance=False)
    found = {o.name: o for o in outcomes(Doings(surveyed(world), log), list(cause_rows(log, Causes(log))))}
    assert found["first-arrival"].value == pytest.approx(1000.0)
    assert found["last-vehicle"].value == pytest.approx(max(p.clear for p in log.passages))


def test_an_act_at_a_place_is_an_arrival() -> None:
    """What a scenario states as an act (a crossing elsewhere) is a row of that event."""
    story = Story()
    story.sketch.orders["crossing"] = Act(
        "crossing", "crossing", "test", Moment(at=HOUR), "cross_bridge", "2db/light", "pont"
    )
    world = story.world()
    log = empty_log(world)
    log.events.append(Event(HOUR, "cross_bridge", "2db/light", "pont", "crossing"))
    assert table(world, log)["2db", "pont", "cross_bridge", 1].time == HOUR
