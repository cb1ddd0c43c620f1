"""Whom a garrison bars: the columns of its enemies, and nobody else."""

from __future__ import annotations

import pytest

from paris44.scenario.dist import fixed
from paris44.scenario.model import OperationTheatre, Party, Side
from paris44.world.build import build
from paris44.world.sense import meetings, own_side
from tests.build import THEATRE, Sketch, heads_tails, kinds, play

PEACE = 1000.0
"""s from n0 to n1, and from n1 to n2."""


def party(name: str, side: str | None, *formations: str, garrisons: bool = False) -> Party:
    """A party of a side with formations of its own."""
    return Party(name, name, side, formations, (), garrisons=garrisons, regular=True)


def two_sides(*more: Party) -> OperationTheatre:
    """Blue has A and the post that says so, Red B and all other posts; White is at peace with both."""
    sides = Side("blue", "", ("red",)), Side("red", "", ("blue",)), Side("white", "", ())
    parties = party("blue", "blue", "A"), party("red", "red", "B", garrisons=True)
    return THEATRE._replace(sides=sides, parties=(*more, *parties))


def road(*more: Party, **march: object) -> Sketch:
    """A from n0 and B from n2 over the post at n1, which is Red's, on a road driven in 1000 s each way."""
    sketch = Sketch(theatre=two_sides(*more))
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.garrison("post", "n1", men=100)
    march.setdefault("on_contact", "attack")
    sketch.column("A", 25, ("n0", "n2"), **march)
    sketch.column("B", 25, ("n2", "n0"), **march)
    return sketch


def test_a_post_bars_the_enemy_and_lets_its_own_pass() -> None:
    """Red's column passes Red's post as if nobody stood there, Blue's has to fight for it."""
    log = play(road())
    assert [p.head for p in log.passages if p.place == "n1" and p.unit == 1] == [PEACE]
    assert {event.formation for event in kinds(log, "contact")} == {"A"}
    assert heads_tails(log, "n1", "A")[0] > PEACE


def test_a_post_that_changes_hands_bars_the_others() -> None:
    """The same post as Blue's bars Red and lets Blue pass."""
    sketch = road()
    sketch.garrison("post", "n1", men=100, party="blue")
    assert {event.formation for event in kinds(play(sketch), "contact")} == {"B"}


@pytest.mark.parametrize(("side", "barred"), [("white", False), ("red", False), ("blue", True), (None, True)])
def test_who_is_at_peace_passes_and_who_is_on_no_side_does_not(side: str | None, barred: bool) -> None:
    """A third column passes the post unless its side is an enemy's, or it has none."""
    sketch = road(party("third", side, "C"))
    sketch.column("C", 25, ("n0", "n2"), on_contact="attack", start=50_000.0)
    sketch.orders = {"march-C": sketch.orders["march-C"]}
    assert ("C" in {event.formation for event in kinds(play(sketch), "contact")}) is barred


def test_both_sides_lose_men() -> None:
    """Blue loses men at Red's post and Red at Blue's, attackers and defenders each their own."""
    sketch = road()
    sketch.line(["n2", "n3"], 10_000.0, 10.0)
    sketch.garrison("other", "n3", men=100, party="blue")
    sketch.column("B", 25, ("n2", "n3"), on_contact="attack")
    sketch.parameters |= {"loss.killed": fixed(20.0), "loss.defenders-killed": fixed(0.2)}
    log = play(sketch)
    fights = {(loss.place, loss.party) for loss in log.losses if loss.killed > 0}
    assert fights == {("n1", "blue"), ("n1", "red"), ("n3", "blue"), ("n3", "red")}


def test_who_picks_his_way_avoids_the_enemys_posts_alone() -> None:
    """Red goes straight past its own post; Blue takes the longer road round it."""
    sketch = road(policy="avoid")
    sketch.parameters["enemy-price"] = fixed(3600.0)
    sketch.line(["n0", "m", "n2"], 11_000.0, 10.0)
    world = build(sketch.scenario())
    assert world.marches["march-B"].path == ("n2", "n1", "n0")
    assert world.marches["march-A"].path == ("n0", "m", "n2")


def test_nobody_attacks_his_own() -> None:
    """To reduce a post of one's own side is no order that can be carried out."""
    sketch = road(reduce=("post",))
    ((path, message, hint),) = own_side(build(sketch.scenario()))
    assert path == "orders.march-B.reduce.0"
    assert message == "B (red) and the garrison post (red) are no enemies"
    assert hint


def test_enemies_on_one_road_are_told() -> None:
    """Columns do not fight columns: where their ways share a road their author is told once."""
    assert list(meetings(build(road().scenario()))) == [("march-A", "march-B", "n2")]
    peace = road(party("third", "white", "A", "B"))
    assert not list(meetings(build(peace.scenario())))
