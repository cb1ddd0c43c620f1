"""Who goes first where roads meet, and how close, worked by hand to the second.

Everybody comes 4 s apart over roads of 2 km at 10 m/s (200 s); vehicles keep at least 1.5 + 15 / 10 = 3 s.
M is where the roads meet, Z lies 10 km beyond it.
"""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.model import Bridge, BridgeWork, Moment
from tests.build import Sketch, heads_tails, kinds, passages_at, play


def meeting(*names: str, vph: float | None = None, road_vph: float | None = None) -> Sketch:
    """Roads A0--M, B0--M, ... and M--Z: a capacity of the place, or of the road beyond it."""
    sketch = Sketch()
    for name in names:
        sketch.road(f"{name}0", "M", 2000.0, 10.0)
    sketch.place("M", vph=vph)
    sketch.road("M", "Z", 10_000.0, 10.0, capacity_vph=road_vph)
    return sketch


def order_at(log: EventLog, place: str) -> list[tuple[str, float]]:
    """Who passed a place, in order, and when."""
    return [(log.units[p.unit].formation, round(p.head, 6)) for p in passages_at(log, place)]


@pytest.mark.parametrize("start", [10.0, 57.0])
@pytest.mark.parametrize("where", ["vph", "road_vph"], ids=["the place", "the road beyond"])
def test_the_second_follows_the_last_of_the_first_at_the_gap(where: str, start: float) -> None:
    """Ten vehicles at 6 s are through at 254 s: who comes at 210 s, or at 257 s, by the other road goes at
    260 s."""
    sketch = meeting("A", "B", **{where: 600.0})
    sketch.column("A", 10, ("A0", "Z"))
    sketch.column("B", 5, ("B0", "Z"), start=start)
    assert order_at(play(sketch), "M") == [("A", 200.0), ("B", 260.0)]


def test_nobody_waits_for_one_whose_own_road_keeps_it_longer() -> None:
    """X is through M at 236 s. B, who has priority, comes by a road of 2 m/s and keeps 1.5 + 15 / 2 = 9 s;
    A keeps 3 s and goes at 239 s."""
    sketch = meeting("X", "A", "B")
    sketch.roads["B0--M"] = sketch.roads["B0--M"]._replace(speed=2.0)
    sketch.column("X", 10, ("X0", "Z"))
    sketch.column("A", 1, ("A0", "Z"), start=20.0)
    sketch.column("B", 1, ("B0", "Z"), start=230.0, priority=5)
    sketch.roads["B0--M"] = sketch.roads["B0--M"]._replace(length_m=4.0)
    assert order_at(play(sketch), "M")[:2] == [("X", 200.0), ("A", 239.0)]


def test_nobody_waits_for_one_whom_the_road_beyond_keeps_longer() -> None:
    """X is through M, 6 s a vehicle, at 254 s. B, who has priority, goes on by a road of 12 s a vehicle, A
    by one of 3 s: A goes at 260 s, B at 272 s."""
    sketch = meeting("X", "A", "B", vph=600.0)
    sketch.road("M", "Y", 10_000.0, 10.0, capacity_vph=300.0)
    sketch.column("X", 10, ("X0", "Z"))
    sketch.column("A", 1, ("A0", "Z"), start=20.0)
    sketch.column("B", 1, ("B0", "Y"), start=30.0, priority=5)
    assert order_at(play(sketch), "M") == [("X", 200.0), ("A", 260.0), ("B", 272.0)]


def test_where_the_place_is_wide_who_goes_elsewhere_goes_at_once() -> None:
    """B leaves M by another road than A: only a place that is narrow itself makes it wait."""
    for vph, head in ((None, 210.0), (600.0, 260.0)):
        sketch = meeting("A", "B", vph=vph)
        sketch.road("M", "Y", 10_000.0, 10.0)
        sketch.column("A", 10, ("A0", "Z"))
        sketch.column("B", 5, ("B0", "Y"), start=10.0)
        assert heads_tails(play(sketch), "M", "B")[0] == pytest.approx(head, abs=1e-6)


def test_a_bridge_narrower_than_its_place_sets_the_pace() -> None:
    """The place takes 900 an hour, its bridge 450: ten vehicles pass in 9 x 8 s."""
    sketch = meeting("A", vph=900.0)
    sketch.bridges["M"] = Bridge("M", "M", "intact", 450.0)
    sketch.column("A", 10, ("A0", "Z"))
    assert heads_tails(play(sketch), "M") == pytest.approx((200.0, 272.0), abs=1e-6)


def waiting_for_a_place(**priority: int) -> Sketch:
    """X (20 vehicles, 6 s each) is through M at 314 s; A, B and C come meanwhile, each by a road of its
    own."""
    sketch = meeting("X", "A", "B", "C", vph=600.0)
    sketch.column("X", 20, ("X0", "Z"))
    for name, start in (("A", 70.0), ("B", 50.0), ("C", 60.0)):
        sketch.column(name, 2, (f"{name}0", "Z"), start=start, priority=priority.get(name, 0))
    return sketch


def test_who_came_first_goes_first() -> None:
    """Of those who wait B came at 250 s, C at 260, A at 270: they go in that order, 12 s each."""
    assert order_at(play(waiting_for_a_place()), "M")[1:] == [("B", 320.0), ("C", 332.0), ("A", 344.0)]


def test_priority_goes_before_who_came_first() -> None:
    """A, who came last, has priority; of the others B came first."""
    assert order_at(play(waiting_for_a_place(A=1)), "M")[1:] == [("A", 320.0), ("B", 332.0), ("C", 344.0)]


def test_at_a_narrow_place_priority_goes_before_who_goes_elsewhere() -> None:
    """A, who came first, goes on to Z, B, who has priority, to Y: at a narrow place B goes first."""
    sketch = meeting("X", "A", "B", vph=600.0)
    sketch.road("M", "Y", 10_000.0, 10.0)
    sketch.column("X", 20, ("X0", "Z"))
    sketch.column("A", 2, ("A0", "Z"), start=50.0)
    sketch.column("B", 2, ("B0", "Y"), start=60.0, priority=1)
    assert order_at(play(sketch), "M")[1:] == [("B", 320.0), ("A", 332.0)]


def test_roads_take_turns() -> None:
    """Two serials of A stand before B came; when the first is through it is the turn of B's road."""
    sketch = meeting("X", "A", "B", vph=600.0)
    sketch.column("X", 20, ("X0", "Z"))
    for name in ("A1", "A2"):
        sketch.formation(name, 2)
    sketch.march("march-A", ("A1", "A2"), ("A0", "Z"), serial_gap=None, gap=5.0, start=10.0)
    sketch.column("B", 2, ("B0", "Z"), start=50.0)
    assert [name for name, _ in order_at(play(sketch), "M")] == ["X", "A1", "B", "A2"]


def test_the_longest_gap_is_waited_for_when_it_has_been_passed_over() -> None:
    """A and C (10 m/s) keep 3 s and have three units of two each, B (1 m/s) keeps 16.5 s. X is through at 227
    s. B, who came first (at 205 s), could go at 243.5: A1 passes him over at 230, and is through at 233. C1
    may no more: B goes 16.5 s later. Then all take turns."""
    sketch = meeting("X", "A", "B", "C")
    sketch.roads["B0--M"] = sketch.roads["B0--M"]._replace(speed=1.0, length_m=5.0)
    sketch.column("X", 10, ("X0", "Z"), headway=3.0)
    sketch.column("B", 1, ("B0", "Z"), start=200.0)
    for name, start in (("A", 10.0), ("C", 12.0)):
        parts = [sketch.formation(f"{name}{k}", 2) for k in (1, 2, 3)]
        sketch.march(f"march-{name}", parts, (f"{name}0", "Z"), start=start, serial_gap=None, gap=4.0)
    told = order_at(play(sketch), "M")
    assert told[:3] == [("X", 200.0), ("A1", 230.0), ("B", 249.5)]
    assert [name for name, _ in told[3:]] == ["C1", "A2", "C2", "A3", "C3"]


def test_who_starts_at_the_place_takes_no_turns() -> None:
    """Both units of S, which assembles at M itself, asked for the road before B came: the second goes
    before B."""
    sketch = meeting("X", "B", vph=600.0)
    sketch.column("X", 20, ("X0", "Z"))
    sketch.formation("S1", 2)
    sketch.formation("S2", 2)
    sketch.march("march-S", ("S1", "S2"), ("M", "Z"), start=210.0, gap=5.0)
    sketch.column("B", 2, ("B0", "Z"), start=50.0)
    assert [name for name, _ in order_at(play(sketch), "M")] == ["X", "S1", "S2", "B"]


def test_who_asks_for_the_road_later_goes_later() -> None:
    """S, who assembles at M, asks for the road at 260 s; B came at 250 s and goes first."""
    sketch = meeting("X", "B", vph=600.0)
    sketch.column("X", 20, ("X0", "Z"))
    sketch.column("S", 2, ("M", "Z"), start=260.0)
    sketch.column("B", 2, ("B0", "Z"), start=50.0)
    assert [name for name, _ in order_at(play(sketch), "M")] == ["X", "B", "S"]


def kept(by: str) -> Sketch:
    """B waits at M with priority but is kept by something else than its turn, until 1000 s at least; A, who
    comes to M at 300 s while X is still passing, goes when X is through, at 320 s."""
    sketch = meeting("X", "A", "B", vph=600.0)
    sketch.line(["M", "Y", "W"], [75.0, 10_000.0], 10.0)
    sketch.column("X", 20, ("X0", "Z"))
    sketch.column("A", 2, ("A0", "Z"), start=100.0)
    sketch.column("B", 2, ("B0", "W"), start=50.0, priority=5, on_contact="wait")
    if by == "line":
        sketch.phase_line("noon", ["M--Y"], 1000.0, ["B"])
    elif by == "bridge":
        sketch.bridges["Y"] = Bridge("Y", "Y", "intact")
        for at, action in ((10.0, "demolish"), (1000.0, "repair")):
            sketch.orders[action] = BridgeWork(action, action, "test", Moment(at=at), "Y", action)
    elif by == "opposed":
        sketch.roads["M--Y"] = sketch.roads["M--Y"]._replace(length_m=8000.0, single_track=True)
        sketch.column("O", 2, ("Y", "M"), start=200.0)
    elif by == "room":
        sketch.column("P", 5, ("M", "W"), start=0.0, on_contact="wait")
        sketch.garrison("guns", "Y", active_to=1000.0)
    return sketch


@pytest.mark.parametrize(
    ("by", "goes"), [("line", 1000.0), ("bridge", 1000.0), ("opposed", 1012.0), ("room", 1007.5)]
)
def test_nobody_waits_for_the_turn_of_one_who_cannot_go(by: str, goes: float) -> None:
    """Who has priority but is kept by a line, a bridge, opposed traffic or a full road lets others go, and
    goes when the line is over, the bridge mended, the last of two opposed vehicles through M (1006 + 6 s)
    or the hole of the first of five on 75 m is back (1000 + 5 x 1.5 s)."""
    log = play(kept(by))
    assert heads_tails(log, "M", "A")[0] == pytest.approx(320.0, abs=1e-6)
    assert heads_tails(log, "M", "B")[0] == pytest.approx(goes, abs=1e-6)


def test_nobody_waits_for_one_who_stands_behind_a_tail() -> None:
    """T (8) has five vehicles before the guns at Y and three before M; B, who has priority, stands behind
    them on its way to Z: A, who comes to M by another road at 400 s, goes at once."""
    sketch = meeting("A", "B")
    sketch.line(["M", "Y", "W"], [75.0, 10_000.0], 10.0)
    sketch.garrison("guns", "Y", active_to=1000.0)
    sketch.column("T", 8, ("B0", "W"), on_contact="wait")
    sketch.column("B", 2, ("B0", "Z"), start=100.0, priority=5)
    sketch.column("A", 2, ("A0", "Z"), start=200.0)
    log = play(sketch)
    assert heads_tails(log, "M", "A")[0] == pytest.approx(400.0, abs=1e-6)
    assert heads_tails(log, "M", "B")[0] >= 1000.0


def test_of_a_ring_that_has_closed_one_leaves_the_road() -> None:
    """Three columns of 25 each fill a road of ten places and want the next: at 75 s, when c0's head has
    come over its slow one (2 m/s), nobody can move, and c2, the last of equals, leaves the road at n0 for
    900 s.

    It leaves it vehicle by vehicle, at the 9 s of the slow road ahead: c1 enters when its 16th has been
    gone for 15 s (75 + 15 x 9 + 15).
    """
    sketch = Sketch()
    for k in range(3):
        sketch.road(f"n{k}", f"n{(k + 1) % 3}", 150.0, 10.0 if k else 2.0)
    for k in range(3):
        sketch.column(f"c{k}", 25, [f"n{(k + i) % 3}" for i in range(3)])
    log = play(sketch)
    assert [(e.time, e.formation, e.place) for e in kinds(log, "gridlock")] == [(75.0, "c2", "n0")]
    assert heads_tails(log, "n2", "c1")[0] == pytest.approx(225.0, abs=1e-6)
    assert heads_tails(log, "n0", "c2")[0] == pytest.approx(975.0, abs=1e-6)


def test_a_ring_of_one_is_found_when_it_closes() -> None:
    """A unit of 25 round a triangle of fifteen places comes, at 3 x 7.5 s, to wait for the room that its own
    tail takes: it leaves the road at once, for 900 s, and then goes on."""
    sketch = Sketch(duration=86_400.0)
    for k in range(3):
        sketch.road(f"n{k}", f"n{(k + 1) % 3}", 75.0, 10.0)
    sketch.road("n2", "z", 1000.0, 10.0)
    sketch.column("c", 25, ["n0", "n1", "n2", "n0", "n1", "n2", "z"])
    log = play(sketch)
    assert [(e.time, e.formation, e.place) for e in kinds(log, "gridlock")] == [(22.5, "c", "n0")]
    assert heads_tails(log, "z")[0] == pytest.approx(22.5 + 900.0 + 2 * 7.5 + 100.0, abs=1e-6)


def test_a_ring_of_tails_is_broken_too() -> None:
    """Three long columns round three short roads, each unit on more than one of them: the tail of each comes
    to wait for the next one's. As vehicles drive on, those behind close up, also over the end of a road,
    so it is 810.625 s before nobody can move; then c1/001 leaves the road, and all arrive.
    """
    sketch = Sketch(duration=86_400.0)
    for here, there, length, speed in (
        ("n0", "n1", 429.0, 8.0),
        ("n1", "n2", 385.0, 4.0),
        ("n2", "n0", 621.0, 6.0),
    ):
        sketch.road(here, there, length, speed)
    for k, (vehicles, gap, start) in enumerate(((74, 41.0, 46.0), (87, 5.0, 200.0), (44, 48.0, 189.0))):
        way = [f"n{(k + i) % 3}" for i in range(3)]
        sketch.column(f"c{k}", vehicles, way, headway=4.0, gap=gap, start=start)
    log = play(sketch)
    first = kinds(log, "gridlock")[0]
    assert (first.time, first.formation, first.place) == (pytest.approx(810.625, abs=1e-6), "c1/001", "n0")
    assert {p.unit for p in log.passages if p.event == "arrive"} == {unit.index for unit in log.units}
