"""Never has a reason: what it waited for, that nobody ordered it, or that the model cannot make it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.results.columns import Arrival
from paris44.scenario.dist import fixed
from paris44.scenario.load import load
from paris44.scenario.model import Act, Bridge, BridgeWork, Moment, RecordedTime, Scenario, Trigger, Watch
from paris44.scenario.outcomes import EventOutcome
from paris44.study.reading.arrivals import arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import cause_rows, outcomes
from paris44.study.reading.reasons import LATER, NOT_GIVEN, NOT_MODELLED, kind
from paris44.world.build import World, build
from tests.build import Sketch

HOUR = 3600.0
ROAD = ("a", "b", "c")

ID, NAME = r"[\w/.-]+", r"\(order [\w-]+(, for order [\w-]+)?\)"
VOCABULARY = (
    r"order not given: (none leads there|none brings it about)",
    rf"order not given: by chance {NAME}",
    r"order not given: order [\w-]+ instead",
    rf"not modelled: (no place is named|no road touches {ID}|no garrison (at {ID}|there)|{ID} has no column)",
    rf"waits for {ID}'s [a-z ]+ {ID}(, visit \d+)? {NAME}",
    rf"waits until {ID} is (gone|barred) {NAME}",
    rf"waits for (its hour|order {ID}) {NAME}",
    rf"(in the queue before {ID}: )?held (at {ID} by {ID}|before line {ID}|before the bridge {ID})",
    rf"in the queue before {ID}",
    rf"(under way after {ID}|stands at {ID}: [a-z-]+) {NAME}",
    r"route not taken",
    rf"{ID} (held out to the end|fell|fell to {ID}|surrendered|withdrew|not met)",
    rf"({ID}, )*{ID} held out to the end",
    r"only \d+ vehicles by the end",
    r"nothing of the kind by the end",
)
"""Every reason there is, as patterns; ``paris44.study.reading.reasons`` lists them in words."""


def column(vehicles: int = 10) -> Sketch:
    """A road of twice ten kilometres, 1,000 s each; ``col`` is ordered along it at once."""
    sketch = Sketch(duration=12 * HOUR)
    sketch.line(ROAD, 10_000.0, 10.0)
    sketch.formation("col", vehicles)
    sketch.march("go", "col", ROAD)
    return sketch


def both() -> Sketch:
    """The same, and ``next``, who is to follow when ``col`` has arrived at c."""
    sketch = column()
    sketch.formation("next", 10)
    sketch.march("follow", "next", ROAD, issued=after("arrive", "col", "c"))
    return sketch


def after(event: str, formation: str, place: str) -> Moment:
    """When a formation has done something at a place."""
    return Moment(after=Trigger("event", event=event, formation=formation, place=place))


def told(world: World, log: EventLog) -> list[Arrival]:
    """The rows of the arrivals."""
    return arrivals(Doings(survey(world), log), Causes(log))


def why(scenario: Sketch | Scenario, formation: str, place: str, event: str = "arrive") -> str:
    """The reason of a row that never came, in the one run without chance."""
    world = build(scenario.scenario() if isinstance(scenario, Sketch) else scenario)
    rows = told(world, run(world, seed=1, replication=0, chance=False))
    (row,) = [r for r in rows if (r.formation, r.place, r.event, r.visit) == (formation, place, event, 1)]
    assert row.time is None
    return row.reason


def unmet(scenario: Scenario) -> dict[str, str]:
    """The reasons of the outcomes that never came."""
    world = build(scenario)
    log = run(world, seed=1, replication=0, chance=False)
    found = outcomes(Doings(survey(world), log), cause_rows(log, Causes(log)))
    return {o.name: o.reason for o in found if o.value is None}


def sign(**change: object) -> Act:
    """An act: ``col`` signs at c."""
    act = Act("treaty", "treaty", "test", Moment(at=HOUR), "sign", "col", "c")
    return act._replace(**change)  # type: ignore[arg-type]


# --- not by the end -----------------------------------------------------------------------------


def held_by_a_garrison() -> Sketch:
    """Its fight does not end."""
    sketch = column()
    sketch.garrison("post", "b")
    sketch.parameters["fight.time"] = fixed(1e6)
    return sketch


def held_by_a_pocket() -> Sketch:
    """It is to be reduced on the way."""
    sketch = column()
    sketch.garrison("post", "b", pocket=True, bars=())
    sketch.parameters["fight.city-time"] = fixed(1e6)
    sketch.orders["go"] = sketch.orders["go"]._replace(reduce=("post",))  # type: ignore[call-arg]
    return sketch


def held_by_a_line() -> Sketch:
    """The line outlasts the run."""
    sketch = column()
    sketch.phase_line("noon", ["b--c"], 1e6, ["col"])
    return sketch


def queued_behind() -> Sketch:
    """A column that fills the road behind the one at the line."""
    sketch = held_by_a_line()
    sketch.formation("rear", 10)
    sketch.march("behind", "rear", ["a", "b"], start=600.0)
    sketch.formation("long", 2_000)
    sketch.march("fill", "long", ROAD, start=60.0)
    return sketch


def too_late() -> Sketch:
    """The order comes minutes before the end."""
    sketch = column()
    sketch.march("go", "col", ROAD, start=12 * HOUR - 500.0)
    return sketch


def at_rest() -> Sketch:
    """It takes fuel for days."""
    sketch = column()
    sketch.march("go", "col", ROAD, fuel_at="b")
    sketch.parameters["fuel.time"] = fixed(1e6)
    return sketch


@pytest.mark.parametrize(
    ("make", "who", "reason"),
    [
        (held_by_a_garrison, "col", "held at b by post"),
        (held_by_a_pocket, "col", "held at b by post"),
        (held_by_a_line, "col", "held before line noon"),
        (queued_behind, "long", "in the queue before b: held before line noon"),
        (too_late, "col", "under way after a (order go)"),
        (at_rest, "col", "stands at b: fuel (order go)"),
    ],
)
def test_who_is_on_the_way_says_where_he_stands(make: Callable[[], Sketch], who: str, reason: str) -> None:
    """What holds a column at the end is the reason; who only came too late is under way."""
    assert why(make(), who, "c") == reason


def test_a_column_before_a_blown_bridge_names_it() -> None:
    """A bridge that was blown on the way holds the column that comes to it."""
    sketch = column()
    sketch.place("c", kind="bridge")
    sketch.road("c", "d", 10_000.0, 10.0)
    sketch.bridges["c"] = Bridge("c", "c", "intact")
    sketch.march("go", "col", ["a", "b", "c", "d"])
    sketch.orders["blow"] = BridgeWork("blow", "blow", "test", Moment(at=60.0), "c", "demolish")
    assert why(sketch, "col", "d") == "held before the bridge c"


def test_an_order_after_the_end_waits_for_its_hour() -> None:
    """An order whose hour lies beyond the end is named with its hour, for every place of its route."""
    sketch = column()
    sketch.march("go", "col", ROAD, start=13 * HOUR)
    assert {why(sketch, "col", place, event) for place, event in zip(ROAD, ("depart", "pass", "arrive"),
            strict=True)} == {"waits for its hour (order go)"}  # fmt: skip


def test_a_given_order_waits_for_its_start() -> None:
    """An order that was given and starts after the end, or after something that never came, says so."""
    sketch = column()
    sketch.march("go", "col", ROAD, begin=Moment(at=13 * HOUR))
    assert why(sketch, "col", "c") == "waits for its hour (order go)"
    sketch = held_by_a_garrison()
    sketch.formation("next", 10)
    sketch.march("follow", "next", ROAD, begin=after("arrive", "col", "c"))
    assert why(sketch, "next", "c") == "waits for col's arrival at c (order follow)"


def test_what_an_order_waits_for_is_named_with_the_order() -> None:
    """An order that follows from an arrival which does not come names both; so does one that follows it."""
    sketch = both()
    sketch.garrison("post", "b")
    sketch.parameters["fight.time"] = fixed(1e6)
    assert why(sketch, "next", "c") == "waits for col's arrival at c (order follow)"
    sketch.formation("last", 10)
    sketch.march("third", "last", ROAD, issued=Moment(after=Trigger("order", order="follow")))
    assert why(sketch, "last", "c") == "waits for col's arrival at c (order follow, for order third)"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"kind": "all"}, "for col's arrival at c"),
        ({"kind": "any"}, "until post is gone"),
    ],
)
def test_of_several_things_the_first_that_is_missing_is_named(parts: dict[str, str], words: str) -> None:
    """Of all of several the first that did not come, of any of several the first of them."""
    sketch = held_by_a_garrison()
    here = Trigger("event", event="contact", formation="col", place="b")
    gone = Trigger("gone", garrison="post")
    there = Trigger("event", event="arrive", formation="col", place="c")
    trigger = Trigger(parts["kind"], parts=(here, there, gone) if parts["kind"] == "all" else (gone, there))
    sketch.formation("next", 10)
    sketch.march("follow", "next", ROAD, issued=Moment(after=trigger))
    assert why(sketch, "next", "c") == f"waits {words} (order follow)"


def test_a_second_visit_is_named() -> None:
    """Who waits for a second arrival says that it is the second."""
    sketch = both()
    second = Trigger("event", event="arrive", formation="col", place="c", visit=2)
    sketch.march("follow", "next", ROAD, issued=Moment(after=second))
    assert why(sketch, "next", "c") == "waits for col's arrival at c, visit 2 (order follow)"


def test_a_later_order_led_elsewhere() -> None:
    """Who was turned off on the way did not take the route; who never set out had another order instead."""
    sketch = column()
    sketch.road("b", "d", 10_000.0, 10.0)
    sketch.march("turn", "col", ["b", "d"], start=500.0)
    assert why(sketch, "col", "c") == "route not taken"
    sketch = column()
    sketch.road("a", "d", 10_000.0, 10.0)
    sketch.march("turn", "col", ["a", "d"])
    assert why(sketch, "col", "c") == "order not given: order turn instead"


def test_a_decision_waits_or_lies_with_the_dice() -> None:
    """A signature says what its order waits for, or that the dice were against it."""
    for act, words in (
        (sign(issued=after("arrive", "col", "c")), "waits for col's arrival at c (order treaty)"),
        (sign(chance=fixed(0.0)), "order not given: by chance (order treaty)"),
    ):
        sketch = held_by_a_garrison()
        sketch.orders["treaty"] = act
        asked = {"capitulation": EventOutcome(events=("sign",))}
        scenario = sketch.scenario(watch=(Watch("col", "c", "sign"),), outcomes=asked)
        assert why(scenario, "col", "c", "sign") == words
        assert unmet(scenario)["capitulation"] == words


def test_who_waits_for_what_the_dice_refused_was_not_ordered() -> None:
    """An order that was to follow from one that chance did not give has not been given either."""
    sketch = both()
    sketch.orders["treaty"] = sign(chance=fixed(0.0))
    sketch.march("follow", "next", ROAD, issued=Moment(after=Trigger("order", order="treaty")))
    assert why(sketch, "next", "c") == "order not given: by chance (order treaty, for order follow)"


@pytest.mark.parametrize(
    ("change", "event", "words"),
    [
        ({}, "cleared", "post held out to the end"),
        ({"active_to": 2 * HOUR}, "cleared", "post withdrew"),
        ({"active_from": 10 * HOUR}, "contact", "post not met"),
        ({"active_from": 10 * HOUR}, "cleared", "post not met"),
    ],
)
def test_a_garrison_that_nobody_took_says_how_it_ended(
    change: dict[str, float], event: str, words: str
) -> None:
    """It held out, has left, or was not there when the column came."""
    sketch = column()
    sketch.garrison("post", "b", **change)
    sketch.parameters["fight.time"] = fixed(1e6)
    scenario = sketch.scenario(watch=(Watch("col", "b", event),))
    if words == "post withdrew":  # who met it then holds the place, and is told so
        sketch.orders["go"] = sketch.orders["go"]._replace(on_contact="wait")  # type: ignore[call-arg]
        sketch.formation("rear", 5)
        sketch.march("later", "rear", ROAD, start=3 * HOUR)
        scenario = sketch.scenario(watch=(Watch("rear", "b", event),))
        assert why(scenario, "rear", "b", event) == words
        return
    assert why(scenario, "col", "b", event) == words


# --- order not given, not modelled ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("formation", "place", "event", "words"),
    [
        ("col", "d", "arrive", "order not given: none leads there"),
        ("spare", "c", "arrive", "order not given: none leads there"),
        ("spare", "b", "contact", "order not given: none leads there"),
        ("col", "c", "sign", "order not given: none brings it about"),
        ("spare", "c", "order", "order not given: none brings it about"),
        ("col", None, "sign", "not modelled: no place is named"),
        ("col", None, "enter_city", "not modelled: no place is named"),
        ("staff", "a", "depart", "not modelled: staff has no column"),
        ("staff", "b", "cleared", "not modelled: staff has no column"),
        ("col", "island", "arrive", "not modelled: no road touches island"),
        ("col", "c", "cleared", "not modelled: no garrison at c"),
    ],
)
def test_what_nothing_here_brings_about_says_so(
    formation: str, place: str | None, event: str, words: str
) -> None:
    """A recorded row without an order here, or that the model cannot make, is never for that reason."""
    sketch = column()
    sketch.place("island")
    sketch.road("c", "d", 10_000.0, 10.0)
    sketch.formation("spare", 10)
    sketch.formation("staff", 0)
    sketch.garrison("post", "b")
    row = RecordedTime("R1", formation, place, event, HOUR, HOUR, HOUR, "combat", "B", "", "s", "")
    found = why(sketch.scenario(record=(row,)), formation, place or "", event)
    assert found == words
    assert kind(found) == words.partition(":")[0]


def test_the_kinds_are_told_by_how_they_begin() -> None:
    """What is neither without an order nor outside the model did not happen by the end."""
    assert kind("waits for its hour (order go)") == LATER
    assert kind("order not given: none leads there") == NOT_GIVEN
    assert kind("not modelled: no place is named") == NOT_MODELLED


@pytest.mark.parametrize("replication", [0, 1, 2])
def test_every_never_of_the_shipped_history_is_in_the_vocabulary(replication: int) -> None:
    """Each row and outcome that never comes has a reason, and none that is not documented."""
    world = build(load("historical").scenario)
    log = run(world, seed=7, replication=replication)
    rows = told(world, log)
    found = outcomes(Doings(survey(world), log), ())
    reasons = {r.reason for r in rows if r.time is None}
    reasons |= {o.reason for o in found if o.value is None and o.name != "last-pocket"}
    unknown = [r for r in reasons if not any(re.fullmatch(p, r) for p in VOCABULARY)]
    assert not unknown
    assert not [r for r in rows if r.time is not None and r.reason]


@pytest.mark.parametrize("toy", sorted(Path("scenarios/toys").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_run_cut_short_gives_every_never_a_reason(toy: Path) -> None:
    """Wherever a run is cut, each empty time has a documented reason, and so has each outcome."""
    whole = load(toy).scenario
    for share in (0.05, 0.3, 0.6):
        world = build(whole._replace(duration=share * whole.duration))
        log = run(world, seed=1, replication=0, chance=False)
        reasons = {r.reason for r in told(world, log) if r.time is None}
        reasons |= set(unmet(world.scenario).values())
        assert all(any(re.fullmatch(p, r) for p in VOCABULARY) for r in reasons), reasons
