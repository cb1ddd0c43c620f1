"""Each form of a declared outcome, on a road whose passages are worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paris44.engine.events import KINDS
from paris44.engine.log import Event, EventLog, Loss
from paris44.engine.run import run
from paris44.scenario.model import Act, Moment, Place
from paris44.scenario.outcomes import (
    CombinedOutcome,
    CountOutcome,
    DeclaredOutcome,
    EventOutcome,
    FallOutcome,
    LossesOutcome,
    ShareOutcome,
    with_usual,
)
from paris44.scenario.schema import sections
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import Outcome, cause_rows, chain_rows, outcomes, possible
from paris44.world.build import build
from tests.build import Sketch

# a --- 10 km --- gate --- 10 km --- b at 10 m/s: 1,000 s a road. ``one`` starts at 0, ``two`` at 600 s.
# Each has 50 vehicles in two march units of 25, 4 s apart within and 54 s between: the units of a column
# start 150 s apart (24 x 4 + 54), each has 96 s from its head to its tail.
UNIT, LENGTH, ROAD = 150.0, 96.0, 1000.0
START = {"one": 0.0, "two": 600.0}


def sketch() -> Sketch:
    """Two columns of one division on one road."""
    made = Sketch(duration=12 * 3600.0)
    for name, lon in (("a", 1.0), ("gate", 1.1), ("b", 1.2)):
        made.places[name] = Place(name, name, 48.0, lon, "gate" if name == "gate" else "town")
    made.line(["a", "gate", "b"], 10_000.0, 10.0)
    made.formation("div", 0)
    for name, start in START.items():
        made.formation(f"div/{name}", 50, parent="div")
        made.march(name, f"div/{name}", ["a", "gate", "b"], start=start)
    return made


def read(made: Sketch, declared: dict[str, DeclaredOutcome], *more: Event | Loss) -> dict[str, Outcome]:
    """The declared outcomes of the one run without chance, with what is added to its log."""
    world = build(made.scenario(outcomes=with_usual(declared)))
    log = run(world, seed=1, replication=0, chance=False)
    log.events += [one for one in more if isinstance(one, Event)]
    log.losses += [one for one in more if isinstance(one, Loss)]
    return {o.name: o for o in outcomes(Doings(survey(world), log), cause_rows(log, Causes(log)))}


def value(rule: DeclaredOutcome, *more: Event | Loss) -> float | None:
    """The value of one outcome of the two columns."""
    return read(sketch(), {"asked": rule}, *more)["asked"].value


# --- moments ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "seconds"),
    [
        (EventOutcome(places=("gate",)), ROAD),
        (EventOutcome(places=("gate",), number=2), 600.0 + ROAD),
        (EventOutcome(places=("gate",), formations=("div/two",)), 600.0 + ROAD),
        (EventOutcome(places=("gate",), tail=True), ROAD + UNIT + LENGTH),
        (EventOutcome(places=("gate",), events=("pass_tail",)), ROAD + UNIT + LENGTH),
        (EventOutcome(places=("b",), number=-1), 600.0 + 2 * ROAD),
        (EventOutcome(places=("b",), number=-1, tail=True), 600.0 + 2 * ROAD + UNIT + LENGTH),
        (EventOutcome(events=("arrive",)), 2 * ROAD),
        (EventOutcome(events=("depart",), number=2), 600.0),
        (EventOutcome(events=("enter_city",), place_kind="gate"), ROAD),
        (EventOutcome(events=("arrive", "pass"), places=("gate", "b"), number=2), 600.0 + ROAD),
        (EventOutcome(events=("arrive",), parties=("columns",)), 2 * ROAD),
        (EventOutcome(places=("gate",), number=3), None),
        (ShareOutcome(formation="div", places=("gate",), share=0.25), ROAD + LENGTH),
        (ShareOutcome(formation="div", places=("gate",), share=0.5), ROAD + UNIT + LENGTH),
        (ShareOutcome(formation="div", places=("gate",), share=0.51), 600.0 + ROAD + LENGTH),
        (ShareOutcome(formation="div", places=("gate",), share=1.0), 600.0 + ROAD + UNIT + LENGTH),
        (ShareOutcome(formation="div/two", place_kind="gate", events=("enter_city",), share=0.5),
         600.0 + ROAD + LENGTH),
    ],
)  # fmt: skip
def test_moments_by_hand(rule: DeclaredOutcome, seconds: float | None) -> None:
    """The first, second and last of something, heads and tails, and shares come when the road says."""
    assert value(rule) == (seconds if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize(
    ("at", "share"),
    [(0.0, 0.0), (ROAD + LENGTH, 0.25), (1500.0, 0.5), (600.0 + ROAD + LENGTH, 0.75), (9e3, 1.0)],
)
def test_a_share_at_an_hour(at: float, share: float) -> None:
    """At an hour the outcome is the share of the vehicles that is past then, a unit with its tail."""
    rule = ShareOutcome(formation="div", places=("gate",), at=at + 1e-6)
    found = read(sketch(), {"asked": rule})["asked"]
    assert (found.value, found.unit) == (share, "share")


def test_the_latest_needs_all_and_the_earliest_one() -> None:
    """Of several moments the latest comes with the last, never without one; the earliest with the first."""
    one, two = (EventOutcome(places=("b",), formations=(f"div/{n}",)) for n in ("one", "two"))
    never = EventOutcome(events=("sign",))
    declared: dict[str, DeclaredOutcome] = {
        "both": CombinedOutcome(type="latest", of=("one", "two")),
        "either": CombinedOutcome(type="earliest", of=("one", "never", "both")),
        "all": CombinedOutcome(type="latest", of=("one", "never")),
        "one": one, "two": two, "never": never,
    }  # fmt: skip
    found = read(sketch(), declared)
    assert found["both"].value == pytest.approx(600.0 + 2 * ROAD)
    assert found["either"].value == pytest.approx(2 * ROAD)
    assert (found["all"].value, found["all"].reason) == (None, "order not given: none brings it about")


def test_each_place_has_an_outcome_of_its_own() -> None:
    """One row unfolds into an outcome for each place, and others may be made of all of them."""
    declared: dict[str, DeclaredOutcome] = {
        "at": EventOutcome(places=("b", "gate"), each_place=True),
        "first": CombinedOutcome(type="earliest", of=("at",)),
    }
    found = read(sketch(), declared)
    assert found["at.gate"].value == found["first"].value == pytest.approx(ROAD)
    assert found["at.b"].value == pytest.approx(2 * ROAD)
    world = build(sketch().scenario(outcomes=with_usual(declared)))
    assert {"at.gate", "at.b"} <= set(possible(world))


def test_the_last_has_not_come_while_one_is_on_the_way() -> None:
    """Where the run ends before somebody has come, or come whole, there is no last of them yet."""
    made = sketch()
    made.duration = 2 * ROAD + 300.0  # ``one`` has arrived whole, ``two`` is past the gate with its head
    asked = {
        "head": EventOutcome(places=("b",), number=-1),
        "tail": EventOutcome(places=("gate",), number=-1, tail=True),
        "gate": EventOutcome(places=("gate",), number=-1),
    }  # fmt: skip
    found = read(made, dict(asked))
    assert found["head"].value is None
    assert found["head"].reason == "under way after gate (order two)"
    assert found["gate"].value == pytest.approx(600.0 + ROAD)
    assert found["tail"].value == pytest.approx(600.0 + ROAD + UNIT + LENGTH)
    made.duration = 600.0 + ROAD + 100.0
    assert read(made, dict(asked))["tail"].value is None


# --- events of the log, garrisons, losses, counts ----------------------------------------------------------


CONTACT = Event(5000.0, "contact", "div/one", "gate", detail="post")
CLEARED = Event(6000.0, "cleared", "div/one", "gate", detail="post")
SECOND = Event(7000.0, "contact", "div/two", "gate", detail="post")


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (EventOutcome(events=("contact",)), 5000.0),
        (EventOutcome(events=("contact",), number=2), 7000.0),
        (EventOutcome(events=("contact",), number=-1), 7000.0),
        (EventOutcome(events=("contact",), formations=("div/two",)), 7000.0),
        (EventOutcome(events=("cleared", "contact"), number=2), 6000.0),
        (EventOutcome(events=("contact",), detail="other"), None),
        (EventOutcome(events=("contact",), places=("b",)), None),
        (CountOutcome(events=("contact",)), 2.0),
        (CountOutcome(events=("contact",), each="place"), 1.0),
        (CountOutcome(events=("contact",), each="formation"), 2.0),
        (CountOutcome(events=("contact", "cleared"), each="detail"), 1.0),
        (CountOutcome(events=("contact", "cleared"), formations=("div/one",)), 2.0),
        (CountOutcome(places=("gate",)), 2.0),
        (CountOutcome(events=("gridlock",)), 0.0),
    ],
)
def test_events_of_the_log_are_found_and_counted(rule: DeclaredOutcome, wanted: float | None) -> None:
    """What happens besides passages is found by kind, formation, place and detail, and counted once each."""
    assert value(rule, CONTACT, CLEARED, SECOND) == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_may_be_asked_for(kind: str) -> None:
    """Each kind of entry of the log is an event of an outcome, and the language knows no other."""
    row = {"type": "event", "events": [kind]}
    assert sections.EventOutcomeRow.model_validate(row).events == (kind,)
    entry = Event(5000.0, kind, "div/one", "nowhere")  # type: ignore[arg-type]
    rule = EventOutcome(events=(kind,), formations=("div",), places=("nowhere",))
    assert value(rule, entry) == 5000.0


def test_garrisons_fall_one_after_the_other() -> None:
    """The fall of so many garrisons is that of the n-th; of all it waits for the last, and says who holds."""
    made = sketch()
    for name in ("east", "north", "west"):
        made.garrison(name, "far", pocket=True, bars=())
    made.place("far")
    log = (
        Event(1.0, "surrender", None, "far", detail="west"),
        Event(2.0, "withdrawn", None, "far", detail="east"),
    )
    declared: dict[str, DeclaredOutcome] = {
        "two": FallOutcome(number=2), "these": FallOutcome(garrisons=("west", "east")), "all": FallOutcome(),
    }  # fmt: skip
    found = read(made, declared, *log)
    assert (found["two"].value, found["these"].value) == (2.0, 2.0)
    assert (found["all"].value, found["all"].reason) == (None, "north held out to the end")


def test_losses_are_those_that_are_asked_for() -> None:
    """Losses have the parties and sorts that the row names, under the word of its group."""
    rule = LossesOutcome(parties=("columns",), what=("killed", "tanks"), group="men")
    loss = Loss(1.0, "columns", "gate", "div/one", killed=3, wounded=5, tanks=2)
    found = {name: (o.value, o.unit) for name, o in read(sketch(), {"l": rule}, loss).items() if "." in name}
    assert found["men.columns.killed"] == (3.0, "men")
    assert found["men.columns.tanks"] == (2.0, "tanks")
    assert not any(name.startswith("losses.") or name.endswith("wounded") for name in found)


def test_the_usual_outcomes_stand_beside_those_that_are_not_main() -> None:
    """A user's outcome leaves the usual ones where it is none of the main ones; then they give way."""
    own = EventOutcome(places=("gate",))
    assert list(with_usual({"own": own})) == ["first-arrival", "last-vehicle", "own", "losses"]
    assert list(with_usual({"own": replace(own, main=True)})) == ["own", "losses"]
    assert list(with_usual({"men": LossesOutcome(group="men")})) == ["first-arrival", "last-vehicle", "men"]


# --- chains and reasons -----------------------------------------------------------------------------------


def test_the_chain_of_a_declared_moment_adds_up() -> None:
    """The critical chain of whatever moment is declared adds up to it."""
    declared: dict[str, DeclaredOutcome] = {
        "own": EventOutcome(places=("gate",), number=2),
        "both": CombinedOutcome(type="latest", of=("own", "share")),
        "share": ShareOutcome(formation="div", places=("b",), share=1.0),
    }
    world = build(sketch().scenario(outcomes=declared))
    log = run(world, seed=1, replication=0, chance=False)
    causes = Causes(log)
    found = outcomes(Doings(survey(world), log), cause_rows(log, causes))
    sums: dict[str, int] = {}
    for row in chain_rows(0, found, causes):
        sums[row.outcome] = sums.get(row.outcome, 0) + row.seconds
    assert sums == {o.name: round(o.value or 0.0) for o in found if o.unit == "time"}


def empty(made: Sketch, **declared: DeclaredOutcome) -> dict[str, str]:
    """The reasons of outcomes in a replication in which nothing happens."""
    world = build(made.scenario(outcomes=dict(declared)))
    log = EventLog(0, world.units, world.scenario.duration)
    return {o.name: o.reason for o in outcomes(Doings(survey(world), log), ()) if o.value is None}


def test_never_says_what_it_would_have_taken() -> None:
    """What nobody is ordered to do, no act decides, nobody holds, or only happens has words of its own."""
    made = sketch()
    made.orders["act"] = Act("act", "act", "test", Moment(at=9e9), "junction", "div", "b")
    told = empty(
        made,
        nowhere=EventOutcome(places=("elsewhere",)),
        sign=EventOutcome(events=("sign",)),
        post=EventOutcome(events=("cleared",), places=("b",)),
        luck=EventOutcome(events=("gridlock",)),
        share=ShareOutcome(formation="div", places=("b",), share=0.5),
        fall=FallOutcome(),
    )
    assert told == {
        "nowhere": "order not given: none leads there",
        "sign": "order not given: none brings it about",
        "post": "not modelled: no garrison there",
        "luck": "nothing of the kind by the end",
        "share": "only 0 vehicles by the end",
        "fall": "not modelled: no garrison there",
    }
