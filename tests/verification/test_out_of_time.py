"""Garrisons and orders out of their time: nobody acts before he comes, nor after he has gone."""

from __future__ import annotations

from typing import Any

import pytest

from paris44.scenario.dist import fixed
from paris44.scenario.model import Attrition, CeaseFire, CounterAttack, Moment, Reinforce, Trigger
from tests.build import PARAMETERS, Sketch, heads_tails, kinds, play

HOUR, DRIVE, DEPLOY, FIGHT = 3600.0, 1000.0, 600.0, 3600.0


def ahead(start: float, **garrison: Any) -> Sketch:
    """A column of 25 from n0 at ``start``, 1000 s from n1 where the guns may stand, on to n2."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"), start=start, on_contact="attack")
    sketch.garrison("guns", "n1", **garrison)
    return sketch


def counter(issued: float, *, men: int = 50, formation: str = "A", place: str = "n0") -> CounterAttack:
    """A counter-attack by the guns, of half an hour."""
    return CounterAttack(
        "hit", "hit", "x", Moment(at=issued), "guns", formation, place, men, fixed(HOUR / 2)
    )  # fmt: skip


def peace(issued: float) -> CeaseFire:
    """A team from n0 to the guns, who talk for 300 s."""
    return CeaseFire("peace", "peace", "x", Moment(at=issued), "n0", fixed(300.0), ("guns",))


@pytest.mark.parametrize(
    ("start", "passes"),
    [
        (0.0, 1000.0),  # before it comes
        (3999.0, 4999.0),  # one second before
        (4000.0, 5000.0 + DEPLOY + FIGHT),  # in its very second
        (9000.0, 10_000.0 + DEPLOY + FIGHT),  # the fight ends before it would leave
        (15_000.0, 18_000.0),  # it leaves during the fight, in which the column waits
        (17_000.0, 18_000.0),  # in the very second in which it leaves
        (20_000.0, 21_000.0),
    ],
)
def test_a_garrison_bars_while_it_is_there(start: float, passes: float) -> None:
    """A garrison from 5000 s to 18,000 s bars from its second on, and no longer at its end."""
    log = play(ahead(start, active_from=5000.0, active_to=18_000.0))
    assert heads_tails(log, "n1")[0] == pytest.approx(passes)


def test_a_garrison_that_left_before_the_start_was_never_there() -> None:
    """Whoever left yesterday bars nobody, leaves no word of it in the log, and those who wait for him to go
    need not wait."""
    sketch = ahead(0.0, active_from=-9000.0, active_to=-10.0)
    sketch.column("B", 1, ("n0", "n2"), issued=Moment(after=Trigger("gone", garrison="guns")))
    log = play(sketch)
    assert not kinds(log, "withdrawn")
    assert not kinds(log, "contact")
    assert [e.time for e in kinds(log, "order") if e.order == "march-B"] == [0.0]


def test_a_pocket_is_reduced_only_while_it_is_there() -> None:
    """A march that is to reduce a pocket goes on where it has not come yet, and fights where it has."""
    for start, passes in ((0.0, 1000.0), (9000.0, 10_000.0 + DEPLOY + FIGHT)):
        sketch = ahead(start, active_from=5000.0, pocket=True, bars=())
        march = sketch.march("march-A", "A", ("n0", "n2"), start=start, reduce=("guns",))
        sketch.orders["march-A"] = march
        log = play(sketch)
        assert [p.head for p in log.passages if p.place == "n1"][-1] == pytest.approx(passes)


@pytest.mark.parametrize(("issued", "surrenders"), [(1000.0, []), (6000.0, [6000.0 + 1000.0 + 300.0])])
def test_only_who_is_there_surrenders(issued: float, surrenders: list[float]) -> None:
    """A team sent before the garrison comes finds nobody, and the log says so; one sent later drives 1000 s,
    talks 300 s and has its surrender."""
    sketch = ahead(50_000.0, active_from=5000.0)
    sketch.orders["peace"] = CeaseFire(
        "peace", "peace", "x", Moment(at=issued), "n0", fixed(300.0), ("guns",)
    )
    log = play(sketch)
    assert [e.time for e in kinds(log, "surrender")] == pytest.approx(surrenders)
    assert [e.detail for e in kinds(log, "not_done")] == ([] if surrenders else ["guns is not there"])


def test_who_leaves_before_the_team_comes_does_not_surrender() -> None:
    """The guns leave while the team is on the road."""
    sketch = ahead(50_000.0, active_to=1200.0)
    sketch.orders["peace"] = peace(0.0)
    log = play(sketch)
    assert not kinds(log, "surrender")
    assert [e.time for e in kinds(log, "withdrawn")] == [1200.0]


@pytest.mark.parametrize(
    ("why", "issued", "more"),
    [
        ("guns is not there", 1000.0, {"active_from": 5000.0}),
        ("guns is not there", 9000.0, {"active_to": 5000.0}),
        ("guns is not there", 1000.0, {"men": 0}),
        ("A is not at n0", 52_000.0, {}),
    ],
)
def test_nobody_attacks_and_nobody_is_attacked(why: str, issued: float, more: dict[str, Any]) -> None:
    """A counter-attack by a garrison that has not come, has left or has no men, or against a column that has
    long gone, does not take place: no contact, no losses, and the log says why."""
    sketch = ahead(50_000.0, **more)
    sketch.parameters["loss.killed"] = fixed(5.0)
    sketch.orders["hit"] = counter(issued)
    log = play(sketch)
    assert not kinds(log, "counter_attack")
    assert [(e.time, e.detail) for e in kinds(log, "not_done")] == [(issued, why)]
    assert not [loss for loss in log.losses if loss.time < 50_000.0]


def test_a_counter_attack_has_no_more_men_than_there_are() -> None:
    """Three hundred are ordered and the garrison has a hundred: a hundred attack, a tenth of them fall, and
    ninety are left for the fight in which the column has a force of seven hundred."""
    sketch = ahead(10_000.0, men=100)
    sketch.formation("A", 25, men=700)
    sketch.parameters["loss.defenders-killed"] = fixed(0.1)
    sketch.parameters["fight.force-exponent"] = fixed(1.0)
    sketch.orders["hit"] = counter(1000.0, men=300)
    log = play(sketch)
    assert [e.value for e in kinds(log, "counter_attack")] == [100]
    first = log.losses[0]
    assert (first.time, first.party, first.killed) == (1000.0 + HOUR / 2, "garrisons", 10)
    assert heads_tails(log, "n1")[0] == pytest.approx(11_000.0 + DEPLOY + FIGHT * 90 / 250)


def test_a_counter_attack_ends_with_the_garrison() -> None:
    """The guns leave ten minutes after they attacked: the attack is over then, and they lose nobody more."""
    sketch = ahead(50_000.0, active_to=1600.0)
    sketch.parameters["loss.defenders-killed"] = fixed(0.1)
    sketch.parameters["loss.killed"] = fixed(5.0)
    sketch.orders["hit"] = counter(1000.0)
    log = play(sketch)
    assert kinds(log, "counter_attack")
    assert {loss.time for loss in log.losses} == {1600.0}
    assert "garrisons" not in {loss.party for loss in log.losses}


def test_who_stands_before_the_enemy_can_be_attacked_by_him() -> None:
    """A column that deploys before the guns is at their place for them."""
    sketch = ahead(0.0)
    sketch.orders["hit"] = counter(DRIVE + 100.0, place="n1")
    assert [e.time for e in kinds(play(sketch), "counter_attack")] == [DRIVE + 100.0]


@pytest.mark.parametrize("pieces", [1, 3, 7, 10])
def test_in_the_very_second_who_comes_is_there_and_who_falls_is_not(pieces: int) -> None:
    """10 km at 24 km/h are 1,500 s, as they are rounded: a counter-attack in that second finds the column
    before the guns; in the second of their fall neither do they attack, nor do men join them."""
    falls = 1500.0 + DEPLOY + FIGHT

    def told(order: CounterAttack | Reinforce) -> list[str]:
        sketch = Sketch()
        names = [f"n{k}" for k in range(pieces)] + ["n", "z"]
        sketch.line(names, (*[10_000.0 / pieces] * pieces, 10_000.0), 24 / 3.6)
        sketch.column("A", 25, ("n0", "z"), on_contact="attack")
        sketch.garrison("guns", "n")
        sketch.orders[order.id] = order
        log = play(sketch)
        assert heads_tails(log, "n")[0] == pytest.approx(falls)
        return [e.kind for e in log.events if e.kind in ("counter_attack", "reinforce", "not_done")]

    assert told(counter(1500.0, place="n")) == ["counter_attack"]
    assert told(counter(falls, place="n")) == ["not_done"]
    assert told(Reinforce("more", "more", "x", Moment(at=falls), "guns", 250)) == ["not_done"]


def test_two_who_come_last_in_a_second_do_not_wait_for_each_other() -> None:
    """Two reinforcements of one second are carried out in it, in the order in which they stand."""
    sketch = Sketch()
    sketch.line(["o", "n", "z"], (10_000.0, 10_000.0), 24 / 3.6)
    sketch.column("A", 25, ("o", "z"), on_contact="attack")
    sketch.garrison("guns", "n")
    for name in ("first", "second"):
        sketch.orders[name] = Reinforce(name, name, "x", Moment(at=600.0), "guns", 250)
    log = play(sketch)
    told = [(event.time, event.order) for event in log.events if event.kind == "reinforce"]
    assert told == [(600.0, "first"), (600.0, "second")]


def test_men_for_a_garrison_that_is_not_there() -> None:
    """Men who are sent to one that comes later are there with it: the fight is as long as with them; men who
    are sent to one that has left are not: nothing happens, and the log says why."""
    for to, wait, reason in ((None, FIGHT * 2, []), (4000.0, 0.0, ["guns is not there"])):
        sketch = ahead(10_000.0, men=250, active_from=2000.0, active_to=to)
        sketch.formation("A", 25, men=700)
        sketch.parameters["fight.force-exponent"] = fixed(1.0)
        sketch.orders["more"] = Reinforce(
            "more", "more", "x", Moment(at=1000.0 if to is None else 5000.0), "guns", 250
        )
        log = play(sketch)
        assert heads_tails(log, "n1")[0] == pytest.approx(11_000.0 + (DEPLOY + wait if wait else 0.0))
        assert [e.detail for e in kinds(log, "not_done")] == reason


@pytest.mark.parametrize(
    ("start", "end", "until", "dead"),
    [
        (-48.0, 2.0, None, 2.0),
        (-48.0, -1.0, None, 0.0),
        (22.0, 48.0, None, 2.0),
        (48.0, 60.0, None, 0.0),
        (-48.0, 48.0, None, 24.0),
        (-48.0, 48.0, 3.0, 3.0),
        (5.0, 48.0, 3.0, 0.0),
    ],
)
def test_losses_by_the_hour_within_the_simulated_day(
    start: float, end: float, until: float | None, dead: float
) -> None:
    """One a hour is killed from ``start`` to ``end``, or until the order comes, of a day of 24 hours."""
    sketch = Sketch()
    sketch.duration = 24 * HOUR
    sketch.road("n0", "n1", 1000.0, 10.0)
    sketch.column("A", 1, ("n0", "n1"), issued=Moment(at=3.0 * HOUR))
    stop = None if until is None else Trigger("order", order="march-A")
    row = Attrition("x", "ffi", start * HOUR, end * HOUR, stop, fixed(1.0), fixed(0.0))
    log = play(sketch.scenario(attrition=(row,)))
    assert sum(loss.killed for loss in log.losses) == pytest.approx(dead)
    assert all(0.0 <= loss.time <= sketch.duration for loss in log.losses)


def test_what_would_end_after_the_end_costs_nothing() -> None:
    """A counter-attack that still goes on at the end has no losses yet, nor has a fight."""
    sketch = ahead(0.0)
    sketch.duration = 2000.0
    sketch.parameters = {**PARAMETERS, "loss.killed": fixed(5.0), "loss.defenders-killed": fixed(0.5)}
    sketch.orders["hit"] = counter(1500.0, place="n1")
    log = play(sketch)
    assert kinds(log, "counter_attack")
    assert not log.losses


@pytest.mark.parametrize(("vehicles", "through"), [(1, 1000.0), (25, 1096.0)])
def test_nobody_is_through_in_the_second_of_the_end(vehicles: int, through: float) -> None:
    """A tail that comes in the very second of the end is as little through as such a head has come."""
    sketch = Sketch()
    sketch.line(["n0", "n1"], 10_000.0, 10.0)
    sketch.column("A", vehicles, ("n0", "n1"), start=0.0)
    for end, clear in ((through + 1.0, [through]), (through, [float("inf")] if vehicles > 1 else [])):
        log = play(sketch.scenario(duration=end))
        assert [tail for passage, tail in log.tails() if passage.event == "arrive"] == clear
