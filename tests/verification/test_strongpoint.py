"""A strongpoint on the road: contact, deployment, a fight of known length, and the queue behind it."""

from __future__ import annotations

from datetime import datetime

import pytest

from paris44.engine.run import run
from paris44.scenario.dist import fixed
from paris44.scenario.load import load
from paris44.scenario.model import CeaseFire, Moment
from paris44.world.build import build
from paris44.world.light import days_of
from tests.build import LIGHT, START, Sketch, heads_tails, kinds, play

DEPLOY, FIGHT, HOUR = 600.0, 3600.0, 3600.0
CONTACT = 1000.0


def barred(**more: object) -> Sketch:
    """A column of 75 vehicles from n0 by n1, which a garrison bars, to n2."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 75, ("n0", "n2"), on_contact="attack")
    sketch.garrison("guns", "n1", **more)
    return sketch


def short_road_to_the_guns() -> Sketch:
    """From n0 by n1 to n2, which guns bar, 400 m from n1 where 26 vehicles have room, and on to n3."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], [10_000.0, 400.0, 10_000.0], 10.0)
    sketch.garrison("guns", "n2")
    return sketch


def test_contact_deployment_and_fight_add_up() -> None:
    """The head meets the guns after 1000 s and passes after deploying 600 s and fighting 3600 s."""
    log = play(barred())
    assert [e.time for e in kinds(log, "contact")] == pytest.approx([CONTACT], abs=1e-6)
    assert [e.time for e in kinds(log, "cleared")] == pytest.approx([CONTACT + DEPLOY + FIGHT], abs=1e-6)
    assert heads_tails(log, "n1")[0] == pytest.approx(CONTACT + DEPLOY + FIGHT, abs=1e-6)


def test_the_column_queues_and_follows() -> None:
    """Those behind close up and follow at the least headway: the last of 75 passes 74 x 3 s later."""
    log = play(barred())
    least = 1.5 + 15.0 / 10.0
    passed = CONTACT + DEPLOY + FIGHT
    assert heads_tails(log, "n1")[1] == pytest.approx(passed + 74 * least, abs=1e-6)
    assert heads_tails(log, "n2")[1] == pytest.approx(passed + 74 * least + 1000.0, abs=1e-6)


def test_a_tail_that_is_let_in_late_comes_out_late() -> None:
    """A lane of 400 m holds 26: of four vehicles behind 25 that stand before the guns the last enters 6 s and
    a wave of 39 s after the head of the 25 is let go, and passes 40 s of driving later, though those ahead
    would let it pass one second before."""
    sketch = short_road_to_the_guns()
    sketch.column("A", 25, ("n0", "n3"), on_contact="attack")
    sketch.column("B", 4, ("n0", "n3"), start=300.0)
    log = play(sketch)
    let_go = CONTACT + 40.0 + DEPLOY + FIGHT
    assert heads_tails(log, "n1")[1] == pytest.approx(let_go + 45.0, abs=1e-6)
    assert heads_tails(log, "n2")[1] == pytest.approx(let_go + 85.0, abs=1e-6)


def test_those_who_fight_come_forward_past_a_head_that_waits() -> None:
    """A party that is only to wait stands before the guns at 1000 s; the column behind it closes up at 1200 s
    and attacks when somebody next looks for who could: every 300 s from 1000 s on."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 5, ("n0", "n2"), on_contact="wait")
    sketch.column("B", 25, ("n0", "n2"), start=200.0, on_contact="attack")
    sketch.garrison("guns", "n1")
    log = play(sketch)
    assert {e.time for e in kinds(log, "cleared")} == {1300.0 + DEPLOY + FIGHT}


def test_those_who_fight_come_forward_from_the_roads_behind() -> None:
    """A party that waits fills the 400 m before the guns from 1040 s on; who would fight stands behind it
    on the road before from 1300 s on, and is found by the look at 1340 s."""
    sketch = short_road_to_the_guns()
    sketch.column("A", 30, ("n0", "n3"), on_contact="wait")
    sketch.column("B", 5, ("n0", "n3"), start=300.0, on_contact="attack")
    log = play(sketch)
    assert {e.time for e in kinds(log, "cleared")} == {1340.0 + DEPLOY + FIGHT}


def test_nobody_comes_forward_from_behind_one_whom_a_line_holds() -> None:
    """A waits before the guns beyond a line; who would fight stands behind D, whom the line holds until
    40,000 s: the guns fall only afterwards."""
    sketch = short_road_to_the_guns()
    sketch.column("A", 5, ("n0", "n3"), on_contact="wait")
    sketch.column("D", 5, ("n0", "n3"), start=300.0, on_contact="wait")
    sketch.column("E", 5, ("n0", "n3"), start=600.0, on_contact="attack")
    sketch.phase_line("noon", ["n1--n2"], 40_000.0, ["D", "E"])
    assert min(e.time for e in kinds(play(sketch), "cleared")) >= 40_000.0 + DEPLOY + FIGHT


def test_a_garrison_that_has_left_bars_nobody() -> None:
    """A strongpoint that withdrew before the column came is passed without a halt."""
    log = play(barred(active_to=CONTACT - 1.0))
    assert heads_tails(log, "n1")[0] == pytest.approx(CONTACT, abs=1e-6)
    assert not kinds(log, "contact")


def test_a_garrison_that_comes_later_bars_nobody() -> None:
    """A strongpoint that is only manned after the column has passed does not fight."""
    log = play(barred(active_from=CONTACT + DEPLOY + FIGHT))
    assert heads_tails(log, "n1")[0] == pytest.approx(CONTACT, abs=1e-6)
    assert not kinds(log, "contact")


def test_a_withdrawal_ends_the_fight() -> None:
    """If the garrison goes by its own clock during the fight the head passes then."""
    log = play(barred(active_to=2000.0))
    assert heads_tails(log, "n1")[0] == pytest.approx(2000.0, abs=1e-6)


def test_one_fight_for_one_strongpoint() -> None:
    """A second column on the same road later finds it taken."""
    sketch = barred()
    sketch.column("B", 25, ("n0", "n2"), start=20_000.0)
    log = play(sketch)
    assert len(kinds(log, "contact")) == 1
    assert heads_tails(log, "n2", "B")[0] == pytest.approx(22_000.0, abs=1e-6)


def test_each_88_lengthens_the_fight() -> None:
    """With a share of 0.1 per 88 the fight grows by a tenth of its length per gun."""
    times = []
    for guns in (1, 2, 3):
        sketch = barred(heavy_guns=guns)
        sketch.parameters["fight.per-heavy-gun"] = fixed(0.1)
        times.append(kinds(play(sketch), "cleared")[0].time)
    assert times[1] - times[0] == pytest.approx(0.1 * FIGHT, abs=1e-6)
    assert times[2] - times[1] == pytest.approx(0.1 * FIGHT, abs=1e-6)


def test_a_stronger_garrison_holds_longer() -> None:
    """With an exponent of one half a garrison of four times the men holds twice as long."""
    lengths = []
    for men in (50, 200):
        sketch = barred(men=men)
        sketch.parameters["fight.force-exponent"] = fixed(0.5)
        sketch.parameters["deploy"] = fixed(0.0)
        lengths.append(kinds(play(sketch), "cleared")[0].time - CONTACT)
    assert lengths[1] / lengths[0] == pytest.approx(2.0, rel=1e-6)


def test_posts_of_one_fight_cost_what_one_fight_costs() -> None:
    """Two posts that the record counts as one fight cost the length of one fight, each its part by men."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], 10_000.0, 10.0)
    sketch.column("A", 75, ("n0", "n3"), on_contact="attack")
    sketch.parameters["deploy"] = fixed(0.0)
    sketch.parameters["fight.force-exponent"] = fixed(0.5)
    sketch.garrison("village", "n1", men=200, heavy_guns=1, fight="both")
    sketch.garrison("crossroads", "n2", men=100, fight="both")
    taken = [e.time for e in kinds(play(sketch), "cleared")]
    whole = barred(men=300, heavy_guns=1)
    whole.parameters.update(sketch.parameters)
    length = kinds(play(whole), "cleared")[0].time - CONTACT
    assert taken[0] - CONTACT == pytest.approx(length * 2 / 3, abs=1e-6)
    assert taken[1] - taken[0] - CONTACT == pytest.approx(length / 3, abs=1e-6)


@pytest.mark.parametrize(("after", "leaves"), [(2.0, True), (12.0, False)])
def test_a_post_that_is_attacked_may_leave_in_the_dark(after: float, leaves: bool) -> None:
    """Not taken by dusk it is gone so long after, or at first light the fight goes on where it rested."""
    sketch = Sketch()
    sketch.duration = 40.0 * HOUR
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 75, ("n0", "n2"), start=20.0 * HOUR, on_contact="attack")
    sketch.garrison("guns", "n1")
    for name, value in (("time", 4.0 * HOUR), ("night-break", 1.0), ("night-withdrawal", after * HOUR)):
        sketch.parameters[f"fight.{name}"] = fixed(value)
    log, light = play(sketch), days_of(datetime.fromisoformat(START), sketch.duration).sun(LIGHT)
    dusk = light.next("dusk", 20.0 * HOUR)
    fought = dusk - (20.0 * HOUR + CONTACT + DEPLOY)
    taken = light.next("first-light", dusk) + 4.0 * HOUR - fought
    assert heads_tails(log, "n1")[0] == pytest.approx(dusk + after * HOUR if leaves else taken, abs=1e-3)
    assert bool(kinds(log, "withdrawn")) == leaves


def test_a_pocket_surrenders_to_whom_the_orders_sent() -> None:
    """The cease-fire reaches it before the column that is to reduce it: it is this column's surrender."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"), reduce=("office",))
    sketch.garrison("office", "n2", bars=(), pocket=True)
    sketch.orders["peace"] = CeaseFire("peace", "peace", "test", Moment(at=60.0), "n2", fixed(60.0))
    assert [e.formation for e in kinds(play(sketch), "surrender")] == ["A"]


def test_who_may_pass_does_so_when_those_ahead_come_to_a_halt() -> None:
    """B comes up behind A at 1300 s, who still rolls; when A halts before the guns at 2000 s B drives past,
    and goes first when the guns leave."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, None)
    right = {"priority": 1, "may_pass": True}
    sketch.column("A", 1, ("n0", "n2"), speed=fixed(5.0), on_contact="wait")
    sketch.column("B", 1, ("n0", "n2"), speed=fixed(10.0), start=300.0, on_contact="wait", **right)
    sketch.garrison("guns", "n1", active_to=5000.0)
    log = play(sketch)
    assert [(e.formation, e.time) for e in kinds(log, "passing")] == [("B", 2000.0)]
    first = min((p for p in log.passages if p.place == "n1"), key=lambda p: p.head)
    assert (log.units[first.unit].formation, first.head) == ("B", 5000.0)


def test_nobody_slips_past_a_tail_behind_one_who_had_the_right() -> None:
    """The fifth vehicle of A stands before n1, for the lane beyond holds four and guns bar its end until
    5000 s: B, with priority, drives past it, and C, without, follows only when that vehicle is through."""
    sketch = Sketch()
    sketch.line(["n0", "n1"], 2000.0, 10.0)
    sketch.line(["n1", "n2"], 60.0, 10.0)
    sketch.column("A", 5, ("n0", "n2"), on_contact="wait")
    sketch.column("B", 1, ("n0", "n1"), start=600.0, priority=1, may_pass=True)
    sketch.column("C", 1, ("n0", "n1"), start=900.0)
    sketch.garrison("guns", "n2", active_to=5000.0)
    log = play(sketch)
    head = {log.units[p.unit].formation: p.head for p in log.passages if p.place == "n1"}
    clear = {log.units[p.unit].formation: p.clear for p in log.passages if p.place == "n1"}
    assert head["B"] == pytest.approx(800.0, abs=1e-6)
    assert clear["A"] == pytest.approx(5000.0 + 4 * 1.5, abs=1e-6)
    assert head["C"] >= clear["A"]


@pytest.mark.parametrize(
    ("named", "nation", "party"),
    [((), "GB", "rest"), ((), "US", "us"), (("column",), "US", "named")],
)
def test_losses_are_booked_to_those_who_fought(named: tuple[str, ...], nation: str, party: str) -> None:
    """The dead of a fight belong to the party that names the column, else its nation, else neither; those of
    the post to the party that holds the garrisons."""
    change = {
        "sides.home": {"name": "Home", "enemies": ["away"]},
        "sides.away": {"name": "Away", "enemies": ["home"]},
        "parties.named": {"name": "Division", "side": "away", "formations": list(named) or ["other"]},
        "parties.us": {"name": "US", "side": "away", "nations": ["US"]},
        "parties.rest": {"name": "Others", "side": "away"},
        "parties.garrison": {"name": "Garrison", "side": "home", "nations": ["FR"], "garrisons": True},
        "formations.other": {"name": "Another column"}, "formations.column.nation": nation,
        "parameters.loss.killed": 100, "parameters.loss.defenders-killed": 0.5,
    }  # fmt: skip
    log = run(build(load("toy-strongpoint", change=change).scenario), seed=1944, replication=0)
    assert {loss.party for loss in log.losses if loss.killed} == {party, "garrison"}


def test_a_garrison_may_be_of_another_party() -> None:
    """A post that says whose it is loses men of that party, and an attacker of the garrisons' nation is not
    counted with it."""
    change = {
        "sides.home": {"name": "Home", "enemies": ["away"]},
        "sides.away": {"name": "Away", "enemies": ["home"]},
        "parties.army": {"name": "Army", "side": "away"},
        "parties.line": {"name": "Line", "side": "home", "garrisons": True},
        "parties.militia": {"name": "Militia", "side": "home", "nations": ["XX"]},
        "garrisons.guard.party": "militia", "parameters.loss.killed": 100,
        "parameters.loss.defenders-killed": 0.5,
    }  # fmt: skip
    log = run(build(load("toy-strongpoint", change=change).scenario), seed=1944, replication=0)
    assert {loss.party for loss in log.losses if loss.killed} == {"army", "militia"}
