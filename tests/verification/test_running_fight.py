"""Forces that come to a fight that runs, or leave it: what is left of it is reckoned anew."""

from __future__ import annotations

from typing import Any

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.dist import fixed
from paris44.scenario.model import Moment, Order, Reinforce
from tests.build import Sketch, kinds, play

CONTACT, DEPLOY, FIGHT = 1000.0, 600.0, 7200.0
BEGINS = CONTACT + DEPLOY


def battle(men: int = 250, **garrison: Any) -> Sketch:
    """700 men meet a garrison at 1000 s and fight from 1600 s: 7200 s against 250 men, as the ratio goes."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"), on_contact="attack")
    sketch.formation("A", 25, men=700)
    sketch.parameters.update({"fight.time": fixed(FIGHT), "fight.force-exponent": fixed(1.0)})
    sketch.garrison("guns", "n1", men=men, **garrison)
    return sketch


def change(name: str, at: float, men: int = 0, guns: int = 0, garrison: str = "guns") -> dict[str, Order]:
    """Men and guns come to a garrison, or leave it."""
    return {name: Reinforce(name, name, "x", Moment(at=at), garrison, men, guns)}


def cleared(log: EventLog, garrison: str = "guns") -> float:
    """When the garrison was beaten."""
    (time,) = {e.time for e in kinds(log, "cleared") if e.detail == garrison}
    return time - BEGINS


@pytest.mark.parametrize(
    ("changes", "lasts"),
    [
        ([], 7200.0),
        ([(1500.0, 250)], 1500.0 + 5700.0 * 2),  # doubled: what is left doubles
        ([(1500.0, -125)], 1500.0 + 5700.0 / 2),  # halved
        ([(1500.0, 250), (3500.0, -250)], 1500.0 + 2000.0 + 4700.0),  # for 2000 s, in which half is done
        ([(1500.0, 250), (1500.0, -250)], 7200.0),  # came and left in one second
        ([(1500.0, -250)], 1500.0),  # nobody is left: over at once
        ([(1500.0, -9999)], 1500.0),
        ([(1500.0, 5000)], 1500.0 + 5700.0 * 4),  # the ratio never scales beyond 4
        ([(-300.0, 250)], 14_400.0),  # while the column deploys
        ([(-300.0, -250)], 0.0),  # a barricade without men is cleared when it has deployed
        ([(7200.0, 250)], 7200.0),  # in the second in which it ends: too late
    ],
)
def test_men_who_come_and_leave(changes: list[tuple[float, int]], lasts: float) -> None:
    """Each change scales what is left of the fight by the ratio of the forces after and before it."""
    sketch = battle()
    for k, (at, men) in enumerate(changes):
        sketch.orders.update(change(f"r{k}", BEGINS + at, men))
    assert cleared(play(sketch)) == pytest.approx(lasts)


@pytest.mark.parametrize(
    ("guns", "lasts"), [(1, 1800.0 + 5400.0 * 1.5), (-1, 1800.0 + 5400.0 * 0.5), (0, 7200.0)]
)
def test_guns_that_come_and_leave(guns: int, lasts: float) -> None:
    """With half an hour of two done, one 88 more than the one that a usual garrison has prolongs what is left
    by half, and one less shortens it by half."""
    sketch = battle(heavy_guns=1)
    sketch.parameters["fight.per-heavy-gun"] = fixed(0.5)
    sketch.orders.update(change("r", BEGINS + 1800.0, 0, guns))
    assert cleared(play(sketch)) == pytest.approx(lasts)


def test_guns_alone_are_somebody() -> None:
    """When all men have left and an 88 has not there is still somebody: the ratio is at its lowest."""
    sketch = battle(heavy_guns=1)
    sketch.orders.update(change("r", BEGINS + 1800.0, -250))
    assert cleared(play(sketch)) == pytest.approx(1800.0 + 5400.0 / 4)


def test_attackers_who_join() -> None:
    """A second column of 700 by another road meets the guns at 3400 s: from then on it goes twice as fast."""
    sketch = battle()
    sketch.road("m0", "n1", 34_000.0, 10.0)
    sketch.column("B", 25, ("m0", "n2"), on_contact="attack")
    sketch.formation("B", 25, men=700)
    assert cleared(play(sketch)) == pytest.approx(1800.0 + 5400.0 / 2)


def test_a_second_garrison_of_the_same_fight() -> None:
    """Two garrisons of 250 are one fight: each costs half of what both together cost, 4 h, whichever falls
    first; men who come to the second while the first is fought for count for the first, too."""
    for more, first, second in ((0, 7200.0, 7200.0), (500, 1200.0 + 6000.0 * 2, 14_400.0)):
        sketch = battle(fight="F")
        sketch.garrison("rear", "n2", men=250, fight="F")
        if more:
            sketch.orders.update(change("r", BEGINS + 1200.0, more, garrison="rear"))
        log = play(sketch)
        assert cleared(log) == pytest.approx(first)
        assert cleared(log, "rear") == pytest.approx(first + 1000.0 + DEPLOY + second)


def test_one_that_leaves_a_shared_fight() -> None:
    """Of two garrisons of one fight the second leaves by itself after 1200 s of the first: half are left."""
    sketch = battle(fight="F")
    sketch.garrison("rear", "n2", men=250, fight="F", active_to=BEGINS + 1200.0)
    assert cleared(play(sketch)) == pytest.approx(1200.0 + 6000.0 / 2)


def test_one_that_comes_to_a_shared_fight() -> None:
    """Of two garrisons of one fight the second comes after 1200 s of the first: what is left doubles."""
    sketch = battle(fight="F")
    sketch.garrison("rear", "n2", men=250, fight="F", active_from=BEGINS + 1200.0)
    assert cleared(play(sketch)) == pytest.approx(1200.0 + 2400.0 * 2)


def test_a_part_that_falls_weakens_the_whole() -> None:
    """A post of 100 counted in the 250 of the guns falls to a column by another road: 150 are left at
    the guns, and men who are sent to the post are counted in the guns as well."""
    sketch = battle()
    sketch.road("m0", "m1", 10_000.0, 10.0)
    sketch.garrison("post", "m1", men=100, part_of="guns")
    sketch.column("B", 25, ("m0", "m1"), on_contact="attack")
    sketch.formation("B", 25, men=700)
    post = FIGHT * 100 / 250
    assert cleared(play(sketch), "post") == pytest.approx(post)
    assert cleared(play(sketch)) == pytest.approx(post + (FIGHT - post) * 150 / 250)
    sketch.orders.update(change("r", 0.0, 25, garrison="post"))
    longer = FIGHT * 125 / 250
    done = longer * 250 / 275
    assert cleared(play(sketch), "post") == pytest.approx(longer)
    assert cleared(play(sketch)) == pytest.approx(longer + (FIGHT - done) * 150 / 250)


def test_men_who_leave_at_night() -> None:
    """A fight rests from dusk to first light; when the last of the garrison leave at midnight it is over."""
    sketch = battle()
    sketch.parameters["fight.night-break"] = fixed(1.0)
    march = sketch.march("march-A", "A", ("n0", "n2"), start=20 * 3600.0, on_contact="attack")
    sketch.orders["march-A"] = march
    midnight = 24 * 3600.0
    assert cleared(play(sketch)) > midnight
    sketch.orders.update(change("r", midnight, -250))
    assert cleared(play(sketch)) + BEGINS == pytest.approx(midnight)
    sketch.orders.update(change("r", midnight, 250))
    assert cleared(play(sketch)) > midnight
