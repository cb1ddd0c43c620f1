"""Fights worked by hand: who fights how long, who joins, who goes round, and what it costs.

Unless a test says otherwise A comes to n1, 10 km from n0, at 1000 s, deploys for 600 s and fights for 3600
s: the guns fall at 5200 s. A typical strongpoint has 250 men, a typical attacker 700 (175 vehicles here, at
four men each).
"""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.dist import Dist, fixed
from paris44.scenario.model import CeaseFire, Moment, Party, Reinforce, Trigger
from tests.build import THEATRE, Sketch, heads_tails, kinds, play

CONTACT, FALL = 1000.0, 5200.0


def attack(vehicles: int = 175, *, on_contact: str = "attack", **garrison: object) -> Sketch:
    """A from n0 by n1, which guns bar, to n2."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", vehicles, ("n0", "n2"), on_contact=on_contact)
    sketch.garrison("guns", "n1", **{"men": 250, **garrison})
    return sketch


def given(sketch: Sketch, **values: float) -> Sketch:
    """With parameters of fights (``per_heavy_gun``) or of losses (``loss_killed``)."""
    for name, value in values.items():
        key = name.replace("_", ".", 1) if name.startswith("loss_") else f"fight.{name}"
        sketch.parameters[key.replace("_", "-")] = fixed(value)
    return sketch


def fallen(log: EventLog) -> float:
    """When the strongpoint was first cleared or gave up."""
    return min(e.time for e in log.events if e.kind in ("cleared", "surrender"))


def told(log: EventLog, *wanted: str) -> list[tuple[float, str, str | None]]:
    """Events of some kinds: when, what, of whom."""
    return [(round(e.time, 6), e.kind, e.formation) for e in log.events if e.kind in wanted]


# --- how long ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("guns", "share", "length"), [(1, 0.5, 3600.0), (3, 0.5, 7200.0), (0, 0.9, 900.0)])
def test_the_law_is_that_of_one_gun(guns: int, share: float, length: float) -> None:
    """One 88 leaves the law as it is, two more at a half each double it, none never makes less than a
    quarter."""
    assert fallen(play(given(attack(heavy_guns=guns), per_heavy_gun=share))) == pytest.approx(
        1600.0 + length, abs=1e-6
    )


@pytest.mark.parametrize(
    ("men", "vehicles", "scale"),
    [(250, 175, 1.0), (500, 175, 2.0), (250, 350, 0.5), (2500, 175, 4.0), (25, 175, 0.25)],
    ids=["typical", "more men", "more attackers", "at most four times", "at least a quarter"],
)
def test_the_force_ratio_scales_the_fight(men: int, vehicles: int, scale: float) -> None:
    """Twice the defenders hold twice as long, twice the attackers need half, within a quarter and four
    times."""
    log = play(given(attack(vehicles, men=men), force_exponent=1.0))
    assert fallen(log) == pytest.approx(1600.0 + 3600.0 * scale, abs=1e-3)


def joining() -> Sketch:
    """A comes with 350 men at 1000 s, B with 350 at 3400 s by another road; the force ratio counts."""
    sketch = given(attack(87), force_exponent=1.0)
    sketch.road("m0", "n1", 10_000.0, 10.0)
    sketch.column("B", 87, ("m0", "n1"), start=2400.0)
    for name in ("A", "B"):
        sketch.formations[name] = sketch.formations[name]._replace(men=350)
    for name, part in list(sketch.formations.items()):
        if "/" in name:
            sketch.formations[name] = part._replace(men=350 - 3 * 100 if name.endswith("003") else 100)
    return sketch


def test_who_joins_shortens_what_is_left() -> None:
    """Alone A would need twice 3600 s. After 1800 of these 900 s of 3600 are fought; with B the other 2700
    s take no longer than that: 1600 + 1800 + 2700."""
    assert fallen(play(joining())) == pytest.approx(6100.0, abs=1e-3)


def test_each_formation_that_came_is_in_contact_and_told_of_the_end() -> None:
    """Of two columns before the guns each has its contact and its end, once, however often it looks."""
    log = play(joining())
    first = [(kind, formation) for _, kind, formation in told(log, "contact", "cleared")]
    assert first == [("contact", "A/000"), ("contact", "B/000"), ("cleared", "A/000"), ("cleared", "B/000")]


def test_a_barricade_without_men_costs_the_time_to_clear_it() -> None:
    """Neither men nor guns: 600 s, and no fight; a gun alone is a fight."""
    assert fallen(play(attack(men=0))) == pytest.approx(1600.0, abs=1e-6)
    assert fallen(play(attack(men=0, heavy_guns=1))) == pytest.approx(FALL, abs=1e-6)


def test_posts_of_no_fight_are_fights_of_their_own() -> None:
    """Two posts that the record does not count as one cost a whole fight each."""
    sketch = attack()
    sketch.garrison("more", "n2", men=250)
    assert [t for t, _, _ in told(play(sketch), "cleared")] == pytest.approx([FALL, FALL + 1000.0 + 4200.0])


def test_posts_of_one_fight_share_one_draw() -> None:
    """By chance, too, the parts of one fight are as their men: 200 and 100, twice as long the one as the
    other."""
    sketch = attack(men=200, fight="both")
    sketch.garrison("more", "n2", men=100, fight="both")
    sketch.parameters["fight.time"] = Dist("uniform", (1000.0, 9000.0))
    for replication in range(5):
        first, second = [t for t, _, _ in told(play(sketch, chance=True, replication=replication), "cleared")]
        assert first - 1600.0 == pytest.approx(2.0 * (second - first - 1600.0), abs=1e-3)


def flanking(by_way: float, *, on_contact: str = "flank", road_class: str = "national") -> Sketch:
    """Guns 4 km before n2 on the way from n0, and another way round them of so many metres; a frontal
    attack on a main road takes twice the time, one in flank half."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 4000.0, 10.0)
    sketch.line(["n0", "s", "n2"], by_way / 2.0, 10.0)
    sketch.roads["n0--n1"] = sketch.roads["n0--n1"]._replace(road_class=road_class)
    sketch.column("A", 25, ("n0", "n1", "n2"), on_contact=on_contact)
    sketch.garrison("guns", "n1")
    return given(sketch, frontal=2.0, flank=0.5)


@pytest.mark.parametrize(
    ("by_way", "on_contact", "road_class", "scale"),
    [
        (10_000.0, "flank", "national", 0.5), (10_002.0, "flank", "national", 2.0),
        (10_000.0, "attack", "national", 2.0), (10_000.0, "attack", "local", 1.0),
        (10_002.0, "flank", "local", 1.0),
    ],
)  # fmt: skip
def test_the_approach_scales_the_fight(by_way: float, on_contact: str, road_class: str, scale: float) -> None:
    """In flank only by an order and by a way of at most 10 km, else frontally along a main road or off it."""
    log = play(flanking(by_way, on_contact=on_contact, road_class=road_class))
    assert fallen(log) == pytest.approx(400.0 + 600.0 + 3600.0 * scale, abs=1e-6)


def test_who_comes_forward_flanks_if_ordered() -> None:
    """A waits at 400 s; B, who is to flank, stands behind it from 600 s and comes forward at the look of
    700 s."""
    sketch = flanking(10_000.0, on_contact="wait")
    sketch.column("B", 5, ("n0", "n1", "n2"), start=200.0, on_contact="flank")
    assert fallen(play(sketch)) == pytest.approx(700.0 + 600.0 + 1800.0, abs=1e-6)


def test_one_comes_forward_and_no_more() -> None:
    """Behind A, who waits, stand B and C, who are to attack, with 100 men each: B comes forward, C does
    not, and 50 men hold against 100 for 3600 s x (50/250) / (100/700) = 5040 s."""
    sketch = given(attack(5, on_contact="wait", men=50), force_exponent=1.0)
    sketch.column("B", 25, ("n0", "n2"), start=100.0)
    sketch.column("C", 25, ("n0", "n2"), start=300.0)
    assert fallen(play(sketch)) == pytest.approx(1300.0 + 600.0 + 5040.0, abs=1e-3)


def test_after_a_first_look_there_is_a_second() -> None:
    """Nobody is behind A's head when it comes, nor at the looks of 1300 and 1600 s: B, who stands behind it
    from 1700 s, comes forward at that of 1900 s."""
    sketch = attack(5, on_contact="wait")
    sketch.column("B", 25, ("n0", "n2"), start=700.0)
    assert fallen(play(sketch)) == pytest.approx(1900.0 + 4200.0, abs=1e-6)


def test_another_head_that_waits_is_looked_behind_again() -> None:
    """A, behind whom nobody is, is called back at 1400 s; C waits at n1 from 2000 s, B stands behind it at
    2200 s and comes forward at the look of 2300 s."""
    sketch = attack(5, on_contact="wait")
    sketch.road("n0", "m", 1000.0, 10.0)
    sketch.march("back", ("A",), ("n0", "m"), start=1400.0, detach=True)
    sketch.column("C", 5, ("n0", "n2"), start=1000.0, on_contact="wait")
    sketch.column("B", 25, ("n0", "n2"), start=1200.0)
    assert fallen(play(sketch)) == pytest.approx(2300.0 + 4200.0, abs=1e-6)


def test_between_two_looks_nobody_looks() -> None:
    """A waits from 1000 s, B stands behind it from 1100 s. That others leave n1 at 1200 s makes A look, but
    nobody behind it: B comes forward at 1300 s."""
    sketch = attack(5, on_contact="wait")
    sketch.garrison("others", "n1", active_to=1200.0)
    sketch.column("B", 25, ("n0", "n2"), start=100.0)
    assert fallen(play(sketch)) == pytest.approx(1300.0 + 4200.0, abs=1e-6)


def change(sketch: Sketch, at: float, men: int, guns: int = 0, garrison: str = "guns") -> Sketch:
    """Men and guns join a garrison, or leave it."""
    name = f"change-{at}-{garrison}"
    sketch.orders[name] = Reinforce(name, name, "test", Moment(at=at), garrison, men=men, heavy_guns=guns)
    return sketch


@pytest.mark.parametrize(
    ("at", "men", "guns", "falls"),
    [
        (3400.0, 250, 0, 3400.0 + 1800.0 * 2.0),  # half is fought; the other half at twice the men
        (3400.0, -125, 0, 3400.0 + 1800.0 * 0.5),
        (
            3400.0,
            0,
            2,
            3400.0 + 1800.0 * 2.0,
        ),  # a half more for each 88 beyond the first, of which there is none
        (3400.0, -1000, 0, 3400.0),  # nobody is left
        (500.0, 250, 0, 1600.0 + 3600.0 * 2.0),
    ],
    ids=["joined", "left", "guns", "all left", "before"],
)
def test_who_joins_or_leaves_the_garrison_scales_what_is_left(
    at: float, men: int, guns: int, falls: float
) -> None:
    """250 men and one 88 against 700: men count by the ratio, each further 88 by a half."""
    sketch = given(attack(heavy_guns=1), force_exponent=1.0, per_heavy_gun=0.5)
    if men < -500:
        change(sketch, at - 1e-3, 0, -1)
    assert fallen(play(change(sketch, at, men, guns))) == pytest.approx(falls, abs=0.01)


def test_no_more_leave_than_there_are() -> None:
    """Of 250 men 1000 are to leave, then 100 come: 100 are there to be taken prisoner."""
    sketch = given(attack(), loss_prisoners=1.0)
    log = play(change(change(sketch, 500.0, -1000), 600.0, 100))
    assert [loss.prisoners for loss in log.losses] == [100]


def test_what_changes_at_one_post_changes_the_whole_fight() -> None:
    """Two posts of one fight with 125 men each: half the fight at the first, 1800 s; when 250 join the
    second after 900 s of these, the other 900 s take twice as long."""
    sketch = given(attack(men=125, fight="both"), force_exponent=1.0)
    sketch.garrison("more", "n2", men=125, fight="both")
    change(sketch, 2500.0, 250, garrison="more")
    assert fallen(play(sketch)) == pytest.approx(2500.0 + 1800.0, abs=1e-3)


@pytest.mark.parametrize(
    ("clock", "length"),
    [({"active_from": 90_000.0}, 900.0), ({"active_to": 1500.0}, 900.0), ({}, 1800.0)],
    ids=["not yet there", "left", "there"],
)
def test_posts_that_are_not_there_do_not_count(clock: dict[str, float], length: float) -> None:
    """The first of two posts of 125 men is half of their fight, and holds half as long again if it is
    alone."""
    sketch = given(attack(men=125, fight="both"), force_exponent=1.0)
    sketch.garrison("more", "n2", men=125, fight="both", **clock)
    assert fallen(play(sketch)) == pytest.approx(1600.0 + length, abs=1e-3)


def test_a_post_that_fell_counts_in_the_fight_of_which_it_was_a_part() -> None:
    """Two posts of 125 men cost the whole of one fight, the second half of it against 250 men, too."""
    sketch = given(attack(men=125, fight="both"), force_exponent=1.0)
    sketch.garrison("more", "n2", men=125, fight="both")
    ends = [t for t, _, _ in told(play(sketch), "cleared")]
    assert ends == pytest.approx([3400.0, 3400.0 + 1000.0 + 600.0 + 1800.0], abs=1e-3)


def test_men_who_join_a_post_are_counted_in_its_pocket() -> None:
    """60 join a post of 40 that is part of a pocket of 100: when the post is taken the pocket has 60 men of
    160."""
    sketch = given(attack(men=40, part_of="city"), loss_prisoners=1.0)
    sketch.garrison("city", "n2", men=100, pocket=True, bars=())
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(reduce=("city",))
    log = play(change(sketch, 500.0, 60))
    assert [(loss.formation, loss.prisoners) for loss in log.losses] == [("guns", 100), ("city", 60)]


# --- round it ----------------------------------------------------------------------------------------


def test_who_goes_round_passes_and_nobody_else() -> None:
    """A leaves a covering force (600 s) and goes round in half the time of the fight (1800 s): it passes at
    3400 s. C, who is only to wait, stands before the guns until they leave."""
    sketch = given(attack(5, on_contact="bypass", active_to=9000.0), bypass=0.5)
    sketch.column("C", 5, ("n0", "n2"), start=500.0, on_contact="wait")
    log = play(sketch)
    assert heads_tails(log, "n1", "A")[0] == pytest.approx(3400.0, abs=1e-6)
    assert heads_tails(log, "n1", "C")[0] == pytest.approx(9000.0, abs=1e-6)
    assert [(e.formation, e.value) for e in kinds(log, "bypass")] == [("A", pytest.approx(2400.0))]


def test_who_goes_round_is_not_round_before_its_time() -> None:
    """That others leave n1 at 2000 s makes A look; it is round at 3400 s all the same."""
    sketch = given(attack(5, on_contact="bypass"), bypass=0.5)
    sketch.garrison("others", "n1", active_to=2000.0)
    assert heads_tails(play(sketch), "n1")[0] == pytest.approx(3400.0, abs=1e-6)


def test_who_is_round_waits_for_nobody_who_stands_before_the_enemy() -> None:
    """B, who has priority, stands before the guns on another road: A passes at 3400 s all the same."""
    sketch = given(attack(5, on_contact="bypass"), bypass=0.5)
    sketch.road("m0", "n1", 11_000.0, 10.0)
    sketch.column("B", 5, ("m0", "n2"), on_contact="wait", priority=5)
    assert heads_tails(play(sketch), "n1", "A")[0] == pytest.approx(3400.0, abs=1e-6)


def test_nobody_goes_round_its_own_goal() -> None:
    """Ordered to go round, but to the barred place itself, a column attacks."""
    sketch = attack(5, on_contact="bypass")
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(route=("n0", "n1"))
    assert fallen(play(given(sketch, bypass=0.5))) == pytest.approx(FALL, abs=1e-6)


@pytest.mark.parametrize(
    ("garrison", "on_contact", "start", "way"),
    [
        ({"chance": 0.6}, "wait", 500.0, "n1"),
        ({"chance": 0.6}, "wait", 2000.0, "m"),
        ({}, "attack", 2000.0, "m"),
        ({}, "attack", 6000.0, "n1"),
        ({"chance": 0.9}, "none", 500.0, "m"),
        ({"chance": 0.9, "active_to": 1000.0}, "none", 2000.0, "n1"),
    ],
    ids=["perhaps there", "met", "fights", "fell", "probably there", "had left"],
)
def test_who_avoids_the_enemy_reckons_with_what_is_known(
    garrison: dict[str, float], on_contact: str, start: float, way: str
) -> None:
    """The way round by m is 400 s longer, an enemy costs 500 s: B goes by m if he is there more surely than
    0.8.

    A meets him at 1000 s (but "none": it does not march); those who attack have beaten him at 5200 s.
    """
    sketch = attack(5, **garrison)
    sketch.line(["n0", "m", "n2"], 12_000.0, 10.0)
    if on_contact == "none":
        del sketch.orders["march-A"]
    else:
        sketch.orders["march-A"] = sketch.orders["march-A"]._replace(
            route=("n0", "n1", "n2"), on_contact=on_contact
        )
    sketch.column("B", 1, ("n0", "n2"), start=start, policy="avoid")
    sketch.parameters |= {"enemy-price": fixed(500.0), "speed.mixed": fixed(10.0)}
    assert {p.place for p in play(sketch).passages if p.order == "march-B"} == {"n0", way, "n2"}


@pytest.mark.parametrize("policy", ["quickest", "avoid"])
@pytest.mark.parametrize(("extra", "way"), [(4_990.0, "m"), (5_010.0, "g")])
def test_a_way_round_is_taken_at_the_price_of_a_fight(policy: str, extra: float, way: str) -> None:
    """A stands before guns at g from 2,000 s on, B comes to n1 at 2,990 s: past g it is 2,000 s more and an
    enemy at 500 s, round by m so many metres more at 10 m/s. When the guns have left at 9,000 s B goes on."""
    sketch = given(Sketch())
    sketch.line(["n0", "n1", "g", "n2"], 10_000.0, 10.0)
    sketch.line(["n1", "m", "n2"], (20_000.0 + extra) / 2.0, 10.0)
    sketch.garrison("guns", "g", active_to=9000.0, chance=0.6)
    sketch.column("A", 1, ("n0", "n1", "g", "n2"), on_contact="wait")
    sketch.column("B", 1, ("n0", "n2"), start=1990.0, policy=policy)
    sketch.parameters |= {"enemy-price": fixed(500.0), "speed.mixed": fixed(10.0)}
    assert {p.place for p in play(sketch).passages if p.order == "march-B"} == {"n0", "n1", way, "n2"}


def test_the_units_of_a_column_each_go_by_what_is_known_then() -> None:
    """Of B, who avoids the enemy, the first unit sets out at 2000 s, while A fights at n1, the second at
    6000 s, when the guns have fallen: the first goes by m, the second by n1."""
    sketch = attack(5)
    sketch.line(["n0", "m", "n2"], 12_000.0, 10.0)
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(route=("n0", "n1", "n2"))
    for name in ("B1", "B2"):
        sketch.formation(name, 1)
    sketch.march("B", ("B1", "B2"), ("n0", "n2"), start=2000.0, serial_gap=fixed(4000.0), policy="avoid")
    sketch.parameters |= {"enemy-price": fixed(500.0), "speed.mixed": fixed(10.0)}
    log = play(sketch)
    ways = {
        place: {log.units[p.unit].formation for p in log.passages if p.place == place}
        for place in ("m", "n1")
    }
    assert ways == {"m": {"B1"}, "n1": {"A", "B2"}}


# --- when it is there -----------------------------------------------------------------------------------


def test_a_garrison_that_comes_later_holds_and_leaves_by_the_clock() -> None:
    """There from 500 s to 2000 s, it holds the head that comes at 1000 s until 2000 s, and withdraws once."""
    log = play(attack(5, on_contact="wait", active_from=500.0, active_to=2000.0))
    assert heads_tails(log, "n1")[0] == pytest.approx(2000.0, abs=1e-6)
    assert told(log, "contact", "withdrawn") == [(1000.0, "contact", "A"), (2000.0, "withdrawn", None)]


def test_a_garrison_that_fell_does_not_leave_as_well() -> None:
    """Taken at 5200 s, it is not there any more to withdraw at 6000 s."""
    assert not kinds(play(attack(active_to=6000.0)), "withdrawn")


def test_all_the_places_of_a_garrison_are_barred() -> None:
    """B comes to n2 by another road, which the guns at n1 bar, too."""
    sketch = attack(5, on_contact="wait", bars=("n1", "n2"), active_to=9000.0)
    sketch.road("m0", "n2", 10_000.0, 10.0)
    sketch.column("B", 5, ("m0", "n2"), on_contact="wait")
    assert heads_tails(play(sketch), "n2", "B")[0] == pytest.approx(9000.0, abs=1e-6)


def test_a_place_is_open_when_the_last_who_bar_it_are_gone() -> None:
    """Of two posts at n1 the first leaves at 2000 s, the second at 3000 s."""
    sketch = attack(5, on_contact="wait", active_to=2000.0)
    sketch.garrison("others", "n1", active_to=3000.0)
    assert heads_tails(play(sketch), "n1")[0] == pytest.approx(3000.0, abs=1e-6)


def test_whoever_waits_for_its_fall_goes_then() -> None:
    """An order for when the guns are gone is given in the second in which they fall."""
    sketch = attack(5)
    sketch.column("B", 5, ("n2", "n1"), issued=Moment(after=Trigger("gone", garrison="guns")))
    assert heads_tails(play(sketch), "n2", "B")[0] == pytest.approx(FALL, abs=1e-6)


# --- pockets ----------------------------------------------------------------------------------------


def reducing(*, night: float = 0.0, start: float = 0.0, on_contact: str = "attack") -> Sketch:
    """A (and B by another road, 100 s later) are to reduce a pocket at n2, where a fight takes 2000 s, half
    with guides; two 88s would double one on a road."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 5000.0, 10.0)
    sketch.road("m0", "n2", 11_000.0, 10.0)
    for name, origin in (("A", "n0"), ("B", "m0")):
        sketch.column(name, 5, (origin, "n2"), start=start, reduce=("office",), on_contact=on_contact)
    sketch.garrison("office", "n2", men=100, bars=(), pocket=True, heavy_guns=2)
    return given(sketch, city_time=2000.0, guides=0.5, per_heavy_gun=1.0, night_break=night)


def test_a_pocket_costs_what_guides_leave_of_a_fight_in_town() -> None:
    """Reached at 1000 s it gives up after 600 + 1000 s to all who stand before it, each of whom has cleared
    it."""
    log = play(reducing())
    assert told(log, "surrender", "cleared") == [
        (2600.0, "surrender", "A"), (2600.0, "cleared", "A"),
        (2600.0, "surrender", "B"), (2600.0, "cleared", "B"),
    ]  # fmt: skip


def test_a_stronghold_costs_by_a_law_of_its_own() -> None:
    """The same pocket, prepared for a siege of 6000 s, gives up after 600 s and half of that."""
    sketch = given(reducing(), stronghold_time=6000.0)
    sketch.garrisons["office"] = sketch.garrisons["office"]._replace(stronghold=True)
    assert fallen(play(sketch)) == pytest.approx(1000.0 + 600.0 + 3000.0, abs=1e-6)


def test_a_fight_in_town_goes_on_by_night() -> None:
    """Reached at 22:00 the pocket gives up as soon as by day."""
    start = 22 * 3600.0 - 1000.0
    assert fallen(play(reducing(night=1.0, start=start))) == pytest.approx(start + 2600.0, abs=1e-6)


def test_nobody_goes_round_what_it_is_to_reduce() -> None:
    """A column that is to go round an enemy reduces a pocket on its way all the same, and goes on when it
    is over."""
    sketch = reducing(on_contact="bypass")
    sketch.road("n2", "n3", 5000.0, 10.0)
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(route=("n0", "n2", "n3"))
    log = play(sketch)
    assert fallen(log) == pytest.approx(2600.0, abs=1e-6)
    assert heads_tails(log, "n3", "A")[0] == pytest.approx(3100.0, abs=1e-6)


# --- what it costs ------------------------------------------------------------------------------------


COSTS = {
    "loss_defenders-killed": 0.1, "loss_prisoners": 0.5, "loss_killed": 10.0, "loss_killed-city": 30.0,
    "loss_wounded-ratio": 2.0, "loss_tanks-per-heavy-gun": 1.0,
}  # fmt: skip
"""Of 100 men 10 dead and half of the other 90 prisoners. The median of a geometric count of mean m is the
whole part of ln(1/2) / ln(m / (m + 1)): 7 of 10, 21 of 30, 3 of 5, 1 of 2; of a Poisson count of mean 2 it
is 2.
"""


def lost(log: EventLog) -> dict[str, tuple[float, float, float, float]]:
    """Dead, wounded, prisoners and tanks by party."""
    return {loss.party: (loss.killed, loss.wounded, loss.prisoners, loss.tanks) for loss in log.losses}


def test_a_fight_on_the_road_costs_both_sides() -> None:
    """The garrison loses dead and prisoners, the attacker dead, wounded and a tank for each 88, nobody
    else."""
    log = play(given(attack(25, men=100, heavy_guns=2), **COSTS))
    assert lost(log) == {"garrisons": (10, 0, 45, 0), "columns": (7, 14, 0, 2)}


def test_posts_of_one_fight_cost_its_dead_each_by_its_men() -> None:
    """Of a fight that is expected to cost 30, posts of 200 and 100 men cost 20 and 10: 14 and 7 dead."""
    sketch = given(attack(25, men=200, fight="both"), **{**COSTS, "loss_killed": 30.0})
    sketch.garrison("more", "n2", men=100, fight="both")
    assert [loss.killed for loss in play(sketch).losses if loss.party == "columns"] == [14, 7]


def test_a_barricade_without_men_kills_nobody() -> None:
    """Neither men nor guns: it is cleared away, and nobody is lost; a gun alone costs the dead of a fight."""
    assert not any(loss.killed for loss in play(given(attack(25, men=0), **COSTS)).losses)
    assert lost(play(given(attack(25, men=0, heavy_guns=1), **COSTS)))["columns"][0] == 7


def test_a_fight_on_the_road_costs_those_who_fight_alone() -> None:
    """Nobody who lives there dies at a post on a road."""
    sketch = given(attack(25, men=100), **COSTS)
    sketch.theatre = THEATRE._replace(parties=(*THEATRE.parties, _people("people", 2.0)))
    assert set(lost(play(sketch))) == {"garrisons", "columns"}


def test_a_fight_in_town_costs_those_who_live_there_too() -> None:
    """A pocket costs attackers by the law of the city, and those who live there by that of their party."""
    sketch = given(reducing(), **COSTS)
    sketch.theatre = THEATRE._replace(
        parties=(*THEATRE.parties, _people("rising", 5.0), _people("people", 2.0))
    )
    assert lost(play(sketch)) == {
        "garrisons": (10, 0, 45, 0), "columns": (21, 42, 0, 2),
        "rising": (3, 6, 0, 0), "people": (1, 2, 0, 0),
    }  # fmt: skip


def _people(name: str, killed: float) -> Party:
    """A party of no troops, so many of whom die for each pocket."""
    return Party(name, name, None, (), (), garrisons=False, regular=False, killed_per_pocket=fixed(killed))


def test_who_withdraws_loses_nobody() -> None:
    """A garrison that leaves by its own clock during a fight costs neither side anybody."""
    assert not play(given(attack(25, active_to=2000.0), **COSTS)).losses


def test_who_gives_up_without_a_fight_has_no_dead() -> None:
    """A garrison that lays down its arms before anybody came gives prisoners alone."""
    sketch = attack(25, men=100)
    sketch.orders["peace"] = CeaseFire("peace", "peace", "test", Moment(), "n1", fixed(60.0), among=("guns",))
    assert lost(play(given(sketch, **COSTS))) == {"garrisons": (0, 0, 50, 0)}
