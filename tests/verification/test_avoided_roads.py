"""Roads that an order avoids: which way is taken instead, and when they are taken all the same."""

from __future__ import annotations

import pytest

from paris44.scenario.dist import fixed
from tests.build import Sketch, play

AVOIDED = pytest.mark.parametrize(
    ("avoid_roads", "way"),
    [((), ["n0", "big", "n2"]), (("N20",), ["n0", "small", "n2"])],
    ids=["as it likes", "not by the N20"],
)


def two_ways() -> Sketch:
    """From n0 to n2 the N20 leads by big, and a way half as long again by small."""
    sketch = Sketch()
    sketch.line(["n0", "big", "n2"], 10_000.0, 10.0)
    for key in list(sketch.roads):
        sketch.roads[key] = sketch.roads[key]._replace(number="N20")
    sketch.line(["n0", "small", "n2"], 15_000.0, 10.0)
    sketch.column("A", 10, ("n0", "n2"))
    return sketch


@AVOIDED
@pytest.mark.parametrize("policy", ["ordered", "quickest", "avoid"])
def test_a_road_that_is_to_be_avoided_is_not_taken(
    policy: str, avoid_roads: tuple[str, ...], way: list[str]
) -> None:
    """Under every policy a column goes the longer way, rather than by a road that its order avoids."""
    sketch = two_ways()
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(policy=policy, avoid_roads=avoid_roads)
    assert [p.place for p in play(sketch).passages] == way


def test_where_nothing_else_is_left_it_is_taken() -> None:
    """Without the other way the column takes the road that it should avoid."""
    sketch = two_ways()
    for key in ("n0--small", "small--n2"):
        sketch.roads[key] = sketch.roads[key]._replace(closed=True)
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(avoid_roads=("N20",))
    assert [p.place for p in play(sketch).passages] == ["n0", "big", "n2"]


@AVOIDED
def test_rather_than_take_it_the_column_fights(avoid_roads: tuple[str, ...], way: list[str]) -> None:
    """Before guns on the other way, met by those ahead, who are to wait, a column that may choose goes round
    them by the N20; one whose order avoids it attacks, and passes where they stood."""
    sketch = two_ways()
    sketch.roads["n0--big"] = sketch.roads["n0--big"]._replace(length_m=40_000.0)
    sketch.garrison("guns", "small")
    sketch.column("B", 5, ("n0", "n2"), on_contact="wait")
    sketch.column("A", 10, ("n0", "n2"), start=1700.0)
    sketch.orders["march-A"] = sketch.orders["march-A"]._replace(policy="avoid", avoid_roads=avoid_roads)
    sketch.garrisons["guns"] = sketch.garrisons["guns"]._replace(chance=0.6)  # expected a little, then known
    sketch.parameters["enemy-price"] = fixed(3600.0)
    log = play(sketch)
    taken = [p.place for p in log.passages if log.units[p.unit].formation == "A"]
    assert taken == way


def test_it_is_not_crossed_either() -> None:
    """A quicker way that crosses the avoided road at a town is left for one that does not touch it; where the
    order names the town it is passed."""
    sketch = two_ways()
    sketch.line(["n0", "east", "big", "west", "n2"], 1_000.0, 10.0)
    march = sketch.orders["march-A"]._replace(avoid_roads=("N20",))
    for route, way in ((("n0", "n2"), ["n0", "small", "n2"]),
                       (("n0", "big", "n2"), ["n0", "east", "big", "west", "n2"])):  # fmt: skip
        sketch.orders["march-A"] = march._replace(route=route)
        assert [p.place for p in play(sketch).passages] == way
