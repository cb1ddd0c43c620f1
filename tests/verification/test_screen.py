"""Posts that may stand on a road: one die for each, what it decides, what a planner makes of it."""

from __future__ import annotations

import math

import pytest

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.scenario.dist import fixed
from paris44.scenario.model import Moment, Trigger
from paris44.world.build import World, build
from tests.build import Sketch, heads_tails, kinds, play

CONTACT, DEPLOY, FIGHT = 1000.0, 600.0, 3600.0
TIMES = 400


def road(chance: float, *, density: float = 1.0, **more: object) -> Sketch:
    """A column from n0 by n1, where a post may stand, to n2, and further such posts where nobody drives."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"))
    sketch.garrison("post", "n1", chance=chance, **more)
    sketch.parameters["screen.density"] = fixed(density)
    return sketch


def logs(world: World, times: int = TIMES) -> list[EventLog]:
    """The first replications."""
    return [run(world, seed=1944, replication=r) for r in range(times)]


def met(log: EventLog) -> bool:
    """Whether the column met the post."""
    return bool(kinds(log, "contact"))


def hours(log: EventLog) -> dict[str, tuple[float, float]]:
    """Head and tail at each place."""
    return {place: heads_tails(log, place) for place in ("n0", "n1", "n2")}


def chosen(log: EventLog) -> list[str]:
    """The places of the way, in order."""
    return [p.place for p in sorted(log.passages, key=lambda p: p.head)]


@pytest.mark.parametrize("chance", [0.14, 0.5, 0.76])
def test_it_stands_as_often_as_it_may(chance: float) -> None:
    """Of 400 replications the share in which it stands is its chance, within four standard errors."""
    share = sum(map(met, logs(build(road(chance).scenario())))) / TIMES
    assert abs(share - chance) < 4.0 * math.sqrt(chance * (1.0 - chance) / TIMES)


def test_one_that_stands_is_a_strongpoint_like_any_other_and_one_that_does_not_is_nothing() -> None:
    """Where it stands every passage is that of a certain post, where not, that of a free road."""
    certain, nobody = road(1.0), road(1.0)
    del nobody.garrisons["post"]
    others = {True: hours(play(certain)), False: hours(play(nobody))}
    likely = logs(build(road(0.5).scenario()), 20)
    assert [hours(log) for log in likely] == [others[met(log)] for log in likely]
    assert others[True]["n1"][0] - others[False]["n1"][0] == pytest.approx(DEPLOY + FIGHT, abs=1e-6)
    assert {met(log) for log in likely} == {True, False}


def test_all_scenarios_share_who_stands() -> None:
    """Another post, another column and another road leave the same post in the same replications."""
    other = road(0.5)
    other.garrison("second", "n0", chance=0.5, bars=())
    other.line(["n0", "m", "n2"], 40_000.0, 10.0)
    other.column("B", 50, ("m", "n2"), start=5000.0)
    one, two = (logs(build(s.scenario()), 60) for s in (road(0.5), other))
    assert [met(a) for a in one] == [any(e.detail == "post" for e in kinds(b, "contact")) for b in two]


def test_a_denser_screen_has_every_post_of_a_thinner_one() -> None:
    """What stands at a density of 0.6 stands at 1 and at 1.3, at 0 nobody does; at 2 x 0.5 everybody."""
    stand = {}
    for density in (0.0, 0.6, 1.0, 1.3, 2.0):
        world = build(road(0.5, density=density).scenario())
        stand[density] = {log.replication for log in logs(world, 80) if met(log)}
    assert set() == stand[0.0] < stand[0.6] < stand[1.0] < stand[1.3] < stand[2.0] == set(range(80))


@pytest.mark.parametrize(("chance", "stands"), [(0.49, False), (0.5, False), (0.51, True)])
def test_without_chance_the_likelier_happens(chance: float, stands: bool) -> None:
    """In a run without chance it stands where that is more likely than not."""
    assert met(play(road(chance), chance=False)) is stands


def test_whoever_waits_for_a_post_that_does_not_stand_goes_at_once() -> None:
    """An order that waits until the post is gone comes at the start where it does not stand."""
    sketch = road(0.5)
    when = Moment(after=Trigger("gone", garrison="post"))
    sketch.formation("B", 25)
    sketch.march("march-B", ("B",), ("n2", "n1"), issued=when)
    for log in logs(build(sketch.scenario()), 20):
        left = CONTACT + DEPLOY + FIGHT if met(log) else 0.0
        assert heads_tails(log, "n2", "B")[0] == pytest.approx(left, abs=1e-6)


@pytest.mark.parametrize("chance", [0.0, 0.3, 0.7, 1.0])
def test_nobody_is_counted_twice(chance: float) -> None:
    """A pocket of 500 gives 500 prisoners in all, whether or not 60 of them were taken at the post."""
    sketch = road(chance, men=60, part_of="city")
    sketch.garrison("city", "n2", men=500, pocket=True, bars=())
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(reduce=("city",))
    sketch.parameters["loss.prisoners"] = fixed(1.0)
    played = logs(build(sketch.scenario()), 12)
    found = [{loss.formation: loss.prisoners for loss in log.losses} for log in played]
    assert all(sum(taken.values()) == 500.0 for taken in found)
    assert {"post" in taken for taken in found} <= {chance > 0.0, chance == 1.0}


@pytest.mark.parametrize(("chance", "way"), [(0.3, ["n0", "n1", "n2"]), (0.5, ["n0", "m", "n2"])])
def test_who_avoids_the_enemy_pays_for_one_in_proportion_to_its_chance(chance: float, way: list[str]) -> None:
    """With a price of 1,000 s a way round of 400 s more is worth it at a chance of one half, not at 0.3,
    and nobody knows beforehand whether the post stands."""
    sketch = road(chance)
    sketch.line(["n0", "m", "n2"], 12_000.0, 10.0)
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(policy="avoid")
    sketch.parameters |= {"enemy-price": fixed(1000.0), "speed.mixed": fixed(10.0)}
    found = logs(build(sketch.scenario()), 12)
    assert all(chosen(log) == way for log in found)
