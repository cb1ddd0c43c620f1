"""Corners of marching, worked by hand: places visited twice, the very second, short roads, men on foot."""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.scenario.dist import fixed
from paris44.scenario.model import Act, Bridge, BridgeWork, Moment, Trigger
from paris44.study.reading.arrivals import arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.world.build import build
from tests.build import Sketch, heads_tails, kinds, passages_at, play, through_pieces

MICRO = 1e-6


def way_of(log: EventLog, formation: str = "A") -> list[tuple[str, float]]:
    """The places of a unit's passages and their hours."""
    return [(p.place, p.head) for p in log.passages if log.units[p.unit].formation == formation]


# --- a place visited twice ---------------------------------------------------------------------


def loop() -> Sketch:
    """From a to b, to c and back to b, and on to d: 1,000 s each at 10 m/s."""
    sketch = Sketch()
    for end in ("a", "c", "d"):
        sketch.road(end, "b", 10_000.0, 10.0)
    sketch.column("A", 25, ("a", "b", "c", "b", "d"))
    return sketch


@pytest.mark.parametrize(
    ("start", "route", "way"),
    [
        (2500.0, ("d", "b"), ["a", "b", "c", "b", "d", "b"]),  # on the way back: on to d, not to c again
        (2500.0, ("b", "a"), ["a", "b", "c", "b", "a"]),  # the new route starts at the place ahead
        (500.0, ("c", "b", "a"), ["a", "b", "c", "b", "a"]),  # before the first visit: by c all the same
        (1500.0, ("b", "d", "b"), ["a", "b", "c", "b", "d", "b"]),  # towards c: the start lies behind it
        (2500.0, ("a", "b", "d"), ["a", "b", "c", "b", "d"]),  # the place ahead is on the new route
    ],
)
def test_a_new_order_goes_on_from_where_the_column_is(
    start: float, route: tuple[str, ...], way: list[str]
) -> None:
    """An order inside a route that visits b twice takes over at the place ahead, at 1,000 s a road."""
    sketch = loop()
    sketch.march("new", "A", route, start=start)
    assert way_of(play(sketch)) == [(place, pytest.approx(1000.0 * k)) for k, place in enumerate(way)]


@pytest.mark.parametrize("route", [("a", "b"), ("b", "b")])
def test_an_order_that_ends_at_the_place_ahead_ends_there(route: tuple[str, ...]) -> None:
    """Told on the way to b to go no farther than b a column arrives there, and goes on when told to."""
    sketch = Sketch()
    sketch.line(["a", "b", "c"], 10_000.0, 10.0)
    sketch.column("A", 25, ("a", "b", "c"))
    sketch.march("stop", "A", route, start=500.0)
    sketch.march("on", "A", ("b", "c"), start=5000.0)
    passed = [(p.place, p.event, p.order, p.head) for p in play(sketch).passages]
    assert passed == [
        ("a", "depart", "march-A", 0.0), ("b", "arrive", "stop", pytest.approx(1000.0)),
        ("b", "depart", "on", 5000.0), ("c", "arrive", "on", pytest.approx(6000.0)),
    ]  # fmt: skip


def test_a_detour_on_the_second_visit_is_the_second_visits() -> None:
    """From b to n, back, and to n again, which is blown meanwhile: only the second time it goes by m."""
    sketch = Sketch()
    sketch.line(["a", "b", "n", "e"], 10_000.0, 10.0)
    sketch.line(["b", "m", "e"], 10_000.0, 10.0)
    sketch.road("b", "c", 10_000.0, 10.0)
    sketch.column("A", 25, ("a", "b", "c", "b", "n", "e"))
    sketch.bridges["n"] = Bridge("n", "n", "mined")
    sketch.orders["blow"] = BridgeWork(
        id="blow", title="blow", by="test", issued=Moment(at=100.0), bridge="n", action="demolish"
    )
    way = ["a", "b", "c", "b", "m", "e"]
    assert way_of(play(sketch)) == [(place, pytest.approx(1000.0 * k)) for k, place in enumerate(way)]


@pytest.mark.parametrize(("event", "visit"), [("pass", 1), ("pass", 2), ("pass", 3), ("arrive", 1)])
def test_a_trigger_and_the_arrivals_count_visits_alike(event: str, visit: int) -> None:
    """Two units pass b twice on one march, and leave and come again on a second: the n-th visit is the
    n-th of a unit, whatever the march, for what waits for it and for the row of the arrivals."""
    sketch = Sketch()
    for end in ("a", "c", "d"):
        sketch.road(end, "b", 10_000.0, 10.0)
    sketch.column("A", 50, ("a", "b", "c", "b"))
    sketch.march("again", "A", ("b", "d", "b"), start=9000.0)
    trigger = Trigger("event", event=event, formation="A", place="b", visit=visit)
    sketch.orders["seen"] = Act(
        id="seen",
        title="seen",
        by="test",
        issued=Moment(after=trigger),
        event="sign",
        formation="A",
        place="b",
    )
    world = build(sketch.scenario())
    log = run(world, seed=1, replication=0, chance=False)
    rows = {
        (r.formation, r.place, r.event, r.visit): r for r in arrivals(Doings(survey(world), log), Causes(log))
    }
    due = {("pass", 1): 1000.0, ("pass", 2): 3000.0, ("pass", 3): 11_000.0, ("arrive", 1): 3000.0}
    assert rows["A", "b", event, visit].time == pytest.approx(due[event, visit], abs=MICRO)
    assert [e.time for e in kinds(log, "sign")] == [rows["A", "b", event, visit].time]


# --- the very second ---------------------------------------------------------------------------


@pytest.mark.parametrize("delay", [0.0, 100.0])
@pytest.mark.parametrize("lengths", [(10_000.0,), (1000.0,) * 10, (3333.0, 3333.0, 3334.0)])
def test_a_line_binds_in_its_second_and_no_longer_at_its_end(
    lengths: tuple[float, ...], delay: float
) -> None:
    """A head that comes after 1,000 s, however the sum of its roads is rounded: a line known at that second
    holds it, a line that ends at that second does not."""
    for closes, opens, passes in ((1000.0, 5000.0, 5000.0), (0.0, 1000.0, 1000.0)):
        sketch = Sketch()
        names = [f"n{k}" for k in range(len(lengths) + 2)]
        sketch.line(names, (*lengths, 10_000.0), 10.0)
        sketch.column("A", 25, (names[0], names[-1]))
        issued = max(closes - delay, 0.0)
        late = fixed(min(delay, closes))
        sketch.phase_line(
            "line", [f"{names[-2]}--{names[-1]}"], opens, ["A"], issued=issued, transmission=late
        )
        assert heads_tails(play(sketch), names[-2])[0] == pytest.approx(passes, abs=MICRO)


def test_a_garrison_bars_from_its_second_on_and_no_longer_at_its_end() -> None:
    """A head that comes in the second in which a garrison comes meets it; one in which it leaves does not."""
    for since, until, passes in ((1000.0, None, 5200.0), (0.0, 1000.0, 1000.0)):
        sketch = Sketch()
        sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
        sketch.column("A", 25, ("n0", "n2"))
        sketch.garrison("G", "n1", active_from=since, active_to=until)
        assert heads_tails(play(sketch), "n1")[0] == pytest.approx(passes, abs=MICRO)


@pytest.mark.parametrize(("at", "through"), [(1048.0, 12), (1049.0, 13), (1096.0, 24), (1097.0, 25)])
def test_the_vehicle_of_the_closing_second_waits(at: float, through: int) -> None:
    """Vehicles pass at 1,000, 1,004, ... 1,096 s; those before the line's second pass, the others close up
    3 s apart from 5,000 s on."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2"], 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n2"))
    sketch.phase_line("line", ["n1--n2"], 5000.0, ["A"], issued=at)
    last = 5000.0 + (24 - through) * 3.0 if through < 25 else 1096.0
    assert heads_tails(play(sketch), "n1") == pytest.approx((1000.0, last), abs=MICRO)


def test_who_waits_for_the_room_of_a_cut_tail_goes_on_when_it_follows() -> None:
    """A line cuts a unit in two at n2; its tail fills the short road before it, and a second unit that goes
    elsewhere waits at n1 for that room. The line ends at 5,000 s, and both go on."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "n2", "n3"], (10_000.0, 300.0, 10_000.0), 10.0)
    sketch.road("n2", "aside", 10_000.0, 10.0)
    sketch.column("A", 25, ("n0", "n3"))
    sketch.column("B", 25, ("n0", "n1", "n2", "aside"), start=150.0)
    sketch.phase_line("line", ["n2--n3"], 5000.0, ["A"], issued=1060.0)
    log = play(sketch)
    through = passages_at(log, "n2", "A")[0]
    assert through.clear == pytest.approx(5000.0 + 16 * 3.0, abs=MICRO)  # 8 of 25 by 1,060 s, and 17 after
    assert passages_at(log, "n2", "B")[0].head > 5000.0
    assert passages_at(log, "aside", "B")


@pytest.mark.parametrize("pieces", [1, 2, 3, 7, 10])
def test_what_binds_in_a_second_binds_heads_that_come_in_it(pieces: int) -> None:
    """10 km at 24 km/h take 1,500 s, less a hair as it is rounded: a garrison that comes in that second bars
    the road, one that leaves does not, a bridge blown in it is not passed, what is at the end is not at all.
    """

    def sketch(**place: str) -> Sketch:
        found = Sketch()
        names = [f"n{k}" for k in range(pieces + 2)]
        found.place(names[-2], **place)
        found.line(names, (*[10_000.0 / pieces] * pieces, 10_000.0), 24 / 3.6)
        found.column("A", 25, (names[0], names[-1]))
        return found

    here = f"n{pieces}"
    comes, goes, blown, over = sketch(), sketch(), sketch(kind="bridge"), sketch()
    comes.garrison("G", here, active_from=1500.0)
    assert kinds(play(comes), "contact")[0].time == pytest.approx(1500.0, abs=MICRO)
    goes.garrison("G", here, active_to=1500.0)
    assert heads_tails(play(goes), here)[0] == pytest.approx(1500.0, abs=MICRO)
    blown.bridges[here] = Bridge(here, here, "mined")
    blown.orders["blow"] = BridgeWork(
        id="blow", title="blow", by="test", issued=Moment(at=1500.0), bridge=here, action="demolish"
    )
    assert not passages_at(play(blown), here)
    over.duration = 1500.0
    assert not passages_at(play(over), here)


@pytest.mark.parametrize("own", [-1, 3])
@pytest.mark.parametrize("first", [0, 1, 2])
def test_priority_says_who_goes_first_in_the_very_second(first: int, own: int) -> None:
    """Three columns come to m in one second, over roads of which two are cut in pieces, and a fourth sets out
    there: by priority they go, each a headway after the last vehicle of the one before."""
    sketch = Sketch()
    names = ["A", "B", "C"]
    for k, name in enumerate(names):
        sketch.line([f"{name}{n}" for n in range(k + 1)] + ["m"], 10_000.0 / (k + 1), 24 / 3.6)
    sketch.road("m", "z", 10_000.0, 24 / 3.6)
    ranks = {name: (k + first) % 3 for k, name in enumerate(names)} | {"D": own}
    for name in names:
        sketch.column(name, 25, (f"{name}0", "m", "z"), priority=ranks[name])
    sketch.column("D", 25, ("m", "z"), priority=ranks["D"], start=1500.0)
    log = play(sketch)
    goes = sorted(ranks, key=lambda name: -ranks[name])
    passed = [heads_tails(log, "m", name) for name in goes]
    heads = [1500.0, *(tail + 1.5 + 15.0 / (24 / 3.6) for _, tail in passed[:-1])]
    assert [head for head, _ in passed] == pytest.approx(heads, abs=MICRO)


@pytest.mark.parametrize("rank", [0, 2])
def test_priority_counts_of_later_units_of_a_column_too(rank: int) -> None:
    """The second unit of D sets out from m 150 s after the first, when A comes there: who has more
    priority goes first."""
    sketch = Sketch()
    sketch.road("a", "m", 1000.0, 20.0 / 3.0)
    sketch.road("m", "z", 10_000.0, 20.0 / 3.0)
    sketch.column("A", 25, ("a", "m", "z"), priority=1)
    sketch.formation("D", 50, category="truck")
    sketch.march("march-D", "D", ("m", "z"), priority=rank)
    log = play(sketch)
    heads = sorted(passage.head for passage in passages_at(log, "m", "D"))
    behind = 150.0 + 24 * 4.0 + 1.5 + 15.0 / (20.0 / 3.0)
    mine, theirs = (behind, 150.0) if rank < 1 else (150.0, behind)
    assert heads == pytest.approx([0.0, mine], abs=MICRO)
    assert heads_tails(log, "m", "A")[0] == pytest.approx(theirs, abs=MICRO)


@pytest.mark.parametrize(("priority", "goes"), [((0, 0), "AB"), ((0, 1), "BA"), ((1, 0), "AB")])
def test_of_two_who_start_in_one_second_the_greater_priority_goes_first(
    priority: tuple[int, int], goes: str
) -> None:
    """From one place in one second: by priority, of equals as they are written."""
    sketch = Sketch()
    sketch.road("a", "b", 10_000.0, 10.0)
    for name, rank in zip("AB", priority, strict=True):
        sketch.column(name, 25, ("a", "b"), priority=rank)
    log = play(sketch)
    assert [heads_tails(log, "a", name)[0] for name in goes] == pytest.approx([0.0, 99.0])


# --- short roads -------------------------------------------------------------------------------


@pytest.mark.parametrize("pieces", [2, 5, 11, 20, 31, 59, 100])
def test_a_road_in_short_pieces_lets_as_many_through(pieces: int) -> None:
    """1.18 km of road at 24 km/h with a jam spacing of 30 m and a wave time of 2 s, whole or in pieces of 590
    to 12 m: 500 vehicles 7.2 s apart come through within twenty seconds of one another."""

    def last(count: int) -> float:
        return heads_tails(play(through_pieces(count)), "z")[1]

    assert last(pieces) == pytest.approx(last(1), abs=20.0)


# --- on foot -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("category", "pace"), [("foot", 4 / 3.6), ("truck", 30 / 3.6)])
def test_a_roads_speed_carries_nobody_who_walks(category: str, pace: float) -> None:
    """On a road with a speed of its own of 30 km/h vehicles go 30; men on foot go their own 4 km/h."""
    sketch = Sketch()
    sketch.road("a", "b", 1000.0, 30 / 3.6)
    sketch.column("A", 25, ("a", "b"), category=category)
    assert heads_tails(play(sketch), "b")[0] == pytest.approx(1000.0 / pace, abs=MICRO)


@pytest.mark.parametrize(("ordered", "own", "goes"), [(8.0, 30.0, 8.0), (30.0, 8.0, 8.0)])
def test_an_ordered_speed_is_a_bound_and_so_is_the_roads(ordered: float, own: float, goes: float) -> None:
    """Of the speed that is ordered and that of the road the column goes the lower."""
    sketch = Sketch()
    sketch.road("a", "b", 1000.0, own / 3.6)
    sketch.column("A", 25, ("a", "b"), speed=fixed(ordered / 3.6))
    assert heads_tails(play(sketch), "b")[0] == pytest.approx(1000.0 * 3.6 / goes, abs=MICRO)
