"""Short roads before guns that leave at 5000 s, worked by hand to the second: who finds room, and when.

Vehicles at a halt take 15 m and a hole travels back 1.5 s per vehicle, so that a road of 150 m driven at 10
m/s holds ten, is crossed in 15 s, and has a place at its entrance 15 s after a vehicle left it. On the open
road vehicles keep 3 s. Beyond the guns the road takes 600 an hour: whoever stands there leaves one each 6
s. Everybody comes 4 s apart over the 2 km of n0--n1 (200 s).
"""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog, Passage
from paris44.engine.road.lane import culprit
from paris44.scenario.dist import fixed
from paris44.study.reading.causes import Causes
from tests.build import Sketch, heads_tails, play

LEAVE = 5000.0


def before_guns(*metres: float) -> Sketch:
    """n0--n1 of 2 km, then roads of so many metres; guns bar the end of the last until 5000 s."""
    sketch = Sketch()
    ends = [f"n{i}" for i in range(len(metres) + 3)]
    sketch.line(ends[:-1], [2000.0, *metres], 10.0)
    sketch.road(ends[-2], ends[-1], 10_000.0, 10.0, capacity_vph=600.0)
    sketch.garrison("guns", ends[-2], active_to=LEAVE)
    return sketch


def columns(sketch: Sketch, *, called_away: str = "", last: float = 0.0, **vehicles: int) -> EventLog:
    """Played with columns of so many vehicles, 300 s one after the other, that wait before an enemy.

    ``called_away``: this one is called back at 1000 s, to turn off at n1 towards m, 1 km away; ``last``: when
    the last of them starts instead.
    """
    goal = max(name for name in sketch.places if name.startswith("n"))
    for number, (name, count) in enumerate(vehicles.items()):
        start = last if last and number == len(vehicles) - 1 else 300.0 * number
        sketch.column(name, count, ("n0", goal), start=start, on_contact="wait")
    if called_away:
        sketch.road("n1", "m", 1000.0, 10.0)
        sketch.march("back", (called_away,), ("n1", "m"), start=1000.0, detach=True)
    return play(sketch)


def at(log: EventLog, place: str, name: str) -> tuple[float, float]:
    """Head and tail of a column at a place, to the microsecond."""
    head, tail = heads_tails(log, place, name)
    return round(head, 6), round(tail, 6)


def test_who_finds_a_full_road_enters_as_those_ahead_leave_it() -> None:
    """A fills the ten places. B's head enters 15 s after A's (5015), its fifth 15 s after A's fifth (5024 +
    15); it leaves 6 s after A's last (5054 + 6)."""
    log = columns(before_guns(150.0), A=10, B=5)
    assert at(log, "n2", "A") == (5000.0, 5054.0)
    assert at(log, "n1", "B") == (5015.0, 5039.0)
    assert at(log, "n2", "B") == (5060.0, 5084.0)


def test_a_column_longer_than_the_road_waits_for_its_own_head() -> None:
    """B has twelve: its twelfth enters when its second, which leaves at 5066, has been gone for 15 s; C
    comes when B's third has (5072 + 15), more than 3 s after B's last."""
    log = columns(before_guns(150.0), A=10, B=12, C=1)
    assert at(log, "n1", "B") == (5015.0, 5081.0)
    assert at(log, "n2", "B") == (5060.0, 5126.0)
    assert at(log, "n1", "C") == (5087.0, 5087.0)


def test_a_tail_waits_for_a_tail_that_waits() -> None:
    """On two roads of ten places A has ten on the second, five on the first; B has five there and five
    before it.

    A's 15th passes n2 15 s after its fifth leaves n3 (5024 + 15), B's tenth n1 15 s later (5054). B's head
    passes n2 15 s after A's sixth leaves n3 (5030 + 15), its tenth 15 s after A's 15th (5084 + 15). C
    passes n1 15 s after B's head leaves the first road (5045 + 15), more than 3 s after B's tail.
    """
    log = columns(before_guns(150.0, 150.0), A=15, B=10, C=1)
    assert at(log, "n2", "A") == (215.0, 5039.0)
    assert at(log, "n1", "B") == (500.0, 5054.0)
    assert at(log, "n2", "B") == (5045.0, 5099.0)
    assert at(log, "n1", "C") == (5060.0, 5060.0)


def test_whoever_waits_at_the_end_of_a_chain_waits_for_the_enemy() -> None:
    """C comes to n1 at 800 s and waits behind B's tail, that behind A's, that for A's head before the guns
    until 5000 s: these seconds are the fight's, the 60 s after them the queue's."""
    log = columns(before_guns(150.0, 150.0), A=15, B=10, C=1)
    waited = [(a, b, cause) for a, b, cause in Causes(log).timeline(2) if cause != "rolling"]
    assert [(round(a, 6), round(b, 6), cause) for a, b, cause in waited[:2]] == [
        (800.0, 5000.0, "fight"), (5000.0, 5060.0, "queue"),
    ]  # fmt: skip


def test_whoever_waits_before_a_full_road_waits_for_its_first() -> None:
    """B comes to n1 at 500 s; of its wait the time until 5000 s is the fight's, in which A stands."""
    log = columns(before_guns(150.0), A=10, B=5)
    waited = [(a, b, cause) for a, b, cause in Causes(log).timeline(1) if cause != "rolling"]
    assert [(round(a, 6), round(b, 6), cause) for a, b, cause in waited[:2]] == [
        (500.0, 5000.0, "fight"), (5000.0, 5015.0, "queue"),
    ]  # fmt: skip


def held_apart(a: int, b: int, c: int, *, metres: float = 120.0, until: float = 6000.0) -> EventLog:
    """On a road (of eight places) A, B and C; beyond the guns a line holds B and who is behind it (until
    6000 s)."""
    sketch = before_guns(metres)
    sketch.phase_line("late", ["n2--n3"], until, ["B"])
    return columns(sketch, A=a, B=b, C=c)


def test_a_tail_waits_for_the_first_of_the_next_unit() -> None:
    """A has four, B two, C seven: C's seventh needs B's first to leave, at 6000 s, and 12 s more."""
    log = held_apart(4, 2, 7)
    assert at(log, "n2", "A") == (5000.0, 5018.0)
    assert at(log, "n1", "C") == (800.0, 6012.0)


def test_a_tail_waits_for_the_last_of_a_unit() -> None:
    """A has four, B three, C five: C's fifth needs A's fourth to leave, at 5018 s, and 12 s more."""
    assert at(held_apart(4, 3, 5), "n1", "C") == (800.0, 5030.0)


def test_a_unit_that_just_fits_does_not_wait() -> None:
    """A has four, B two, C two on eight places: C is in 4 s after its head."""
    assert at(held_apart(4, 2, 2), "n1", "C") == (800.0, 804.0)


def test_one_place_too_few_is_one_vehicle_outside() -> None:
    """A has four, B two, C three on eight places: C's third needs A's first to leave, at 5000 s, and 12 s
    more."""
    assert at(held_apart(4, 2, 3), "n1", "C") == (800.0, 5012.0)


def test_a_road_of_just_so_many_lengths_holds_them() -> None:
    """On a road of 33.9 m three vehicles find room at 11.3 m each, though in floats that is 2.9999...
    lengths."""
    assert 33.9 / 11.3 < 3.0
    sketch = before_guns(33.9)
    sketch.parameters["jam-spacing"] = fixed(11.3)
    assert at(columns(sketch, A=3), "n1", "A") == (200.0, 208.0)


def test_who_is_called_away_leaves_its_room_until_those_ahead_go() -> None:
    """On eight places A and B have four each; B is called back at 1000 s and is at n1 12 s later. C waits
    for A's head all the same (5000 + 12), and its fourth for A's fourth (5018 + 12)."""
    log = columns(before_guns(120.0), called_away="B", A=4, B=4, C=4)
    assert at(log, "m", "B")[0] == 1112.0
    assert at(log, "n1", "C") == (5012.0, 5030.0)


def test_who_is_called_away_is_nobody_to_keep_a_distance_to() -> None:
    """On a road with room for all A (20), B (4) and C (4) stand; B is called back at 1000 s. C follows 6 s
    after A's last, which leaves at 5000 + 19 x 6."""
    log = columns(before_guns(1500.0), called_away="B", A=20, B=4, C=4)
    assert at(log, "n2", "C") == (5120.0, 5138.0)


def waits(log: EventLog, unit: int) -> list[tuple[float, float, str]]:
    """The time of a unit that it did not roll."""
    found = Causes(log).timeline(unit)
    return [(round(a, 6), round(b, 6), cause) for a, b, cause in found if cause != "rolling"]


def test_who_waits_for_the_room_of_a_tail_hears_when_that_is_known() -> None:
    """A (20) fills both roads of ten places; B stands before them while A's head stands before the guns,
    for that reason, and is in at the latest when A's eleventh has moved on (5015) and the hole is back
    (5030)."""
    log = columns(before_guns(150.0, 150.0), A=20, B=1)
    assert waits(log, 1)[0] == (500.0, 5000.0, "fight")
    assert LEAVE <= at(log, "n1", "B")[0] <= 5030.0


def test_a_place_that_a_waiting_tail_holds_is_no_room() -> None:
    """A has ten vehicles on the second road and five on the first, B five: C needs the place of A's
    eleventh, the first that stands, and does not enter while it stands."""
    assert at(columns(before_guns(150.0, 150.0), A=15, B=5, C=1), "n1", "C")[0] >= LEAVE


def test_nor_is_it_for_a_tail() -> None:
    """With six vehicles B has its last outside until A's eleventh has moved."""
    assert at(columns(before_guns(150.0, 150.0), A=15, B=6), "n1", "B")[1] > 520.0 + 1.0


def test_a_tail_waits_for_no_more_than_its_own_place() -> None:
    """B (9) needs the place of A's 14th vehicle, not that of its 15th, which passes n2 at 5039 s."""
    assert at(columns(before_guns(150.0, 150.0), A=15, B=9), "n1", "B")[1] < 5039.0 + 15.0


def test_a_chain_of_tails_has_one_culprit() -> None:
    """A, B and C lie over two roads each, and D stands behind C's tail: all wait for A's head before the
    guns.

    A's 15th passes n3 15 s after its fifth leaves n4 (5024 + 15), B's tenth n2 15 s later, C's tenth n1 at
    5069.
    """
    log = columns(before_guns(150.0, 150.0, 150.0), A=15, B=10, C=10, D=1)
    assert at(log, "n1", "C") == (800.0, 5069.0)
    assert waits(log, 3)[0] == (1100.0, 5000.0, "fight")


def test_of_a_ring_of_tails_each_is_its_own_culprit() -> None:
    """Of three tails that wait for one another in a ring each waits for its own unit to move on, so that the
    marshal finds the heads that do."""
    ring = [Passage(unit, 5, "n", "pass", "go", 0.0, 0.0, 0.0) for unit in (4, 5, 6)]
    for k, passage in enumerate(ring):
        passage.waits_on = ring[(k + 1) % 3]
    assert [culprit(passage) for passage in ring] == [4, 5, 6]


def test_those_of_a_waiting_unit_who_are_in_leave_room_behind_them() -> None:
    """A and B lie over two roads each as above; of B five are on the second road, so that C's five find
    room on the first as they come."""
    assert at(columns(before_guns(150.0, 150.0, 150.0), A=15, B=10, C=5), "n1", "C") == (800.0, 816.0)


def test_the_first_of_a_unit_is_not_the_last_of_the_one_ahead() -> None:
    """On sixteen places (24 s) A has two, which leave at 5000 and 5006 s, B fourteen, whom the line holds
    until 5020 s. C's first needs the place of A's first (5024), its third that of B's first (5020 + 24)."""
    assert at(held_apart(2, 14, 3, metres=240.0, until=5020.0), "n1", "C") == (5024.0, 5044.0)


def test_a_road_shorter_than_a_vehicle_takes_one_at_a_time() -> None:
    """The first of two drives a road of 10 m like any other: in at 200 s, out when the guns leave; the
    second is in when the hole of the first is back, 1.5 s later, and out 6 s after it."""
    log = columns(before_guns(10.0), A=2)
    assert (at(log, "n1", "A"), at(log, "n2", "A")) == ((200.0, 5001.5), (5000.0, 5006.0))


def test_who_turns_off_keeps_its_distance_to_the_last_who_was_there() -> None:
    """A (20), B (4), C (4) stand in one road; B is called back. C, who leaves n2 by another road than A,
    goes 3 s after A's last (5000 + 19 x 6) all the same, not after the gap where B was."""
    sketch = before_guns(1500.0)
    sketch.road("n2", "k", 10_000.0, 10.0)
    sketch.column("A", 20, ("n0", "n3"), on_contact="wait")
    sketch.column("B", 4, ("n0", "n3"), start=300.0, on_contact="wait")
    sketch.column("C", 4, ("n0", "n2", "k"), start=600.0, on_contact="wait")
    sketch.road("n1", "m", 1000.0, 10.0)
    sketch.march("back", ("B",), ("n1", "m"), start=1000.0, detach=True)
    assert at(play(sketch), "n2", "C")[0] == 5117.0


def test_who_is_called_away_leaves_a_single_track_to_the_other_side() -> None:
    """A is called back from a single track at 300 s; B, who has stood at the other end since 100 s, enters
    then."""
    sketch = Sketch()
    sketch.road("w", "e", 6000.0, 10.0, single_track=True)
    sketch.road("w", "m", 1000.0, 10.0)
    sketch.column("A", 5, ("w", "e"))
    sketch.column("B", 5, ("e", "w"), start=100.0)
    sketch.march("back", ("A",), ("w", "m"), start=300.0, detach=True)
    assert at(play(sketch), "e", "B")[0] == 300.0


def test_of_one_column_nobody_starts_past_another() -> None:
    """A line holds the first serial of a column in its assembly area: the second, whom it does not name, is
    behind."""
    sketch = Sketch()
    sketch.road("n0", "n1", 6000.0, 10.0)
    for name in ("A1", "A2"):
        sketch.formation(name, 5)
    sketch.march("march-A", ("A1", "A2"), ("n0", "n1"))
    sketch.phase_line("noon", ["n0--n1"], LEAVE, ["A1"])
    log = play(sketch)
    assert at(log, "n0", "A1") == (5000.0, 5012.0)
    assert at(log, "n0", "A2")[0] == 5015.0


def test_who_stands_behind_a_tail_hears_when_it_is_through() -> None:
    """B's tail passes n1 at 5054 s, as above, while its head waits at n2 for a line until 8000 s: C, who
    turns off at n1, passes 3 s after that tail."""
    sketch = before_guns(150.0, 150.0)
    sketch.phase_line("late", ["n2--n3"], 8000.0, ["B"])
    sketch.road("n1", "m", 1000.0, 10.0)
    sketch.column("A", 15, ("n0", "n4"), on_contact="wait")
    sketch.column("B", 10, ("n0", "n4"), start=300.0, on_contact="wait")
    sketch.column("C", 1, ("n0", "n1", "m"), start=600.0)
    log = play(sketch)
    assert at(log, "n1", "B") == (500.0, 5054.0)
    assert at(log, "n1", "C") == (5057.0, 5057.0)


def test_who_has_the_right_drives_past_those_who_fill_the_road_ahead() -> None:
    """A fills the ten places before the guns; B, with priority and the right to pass, enters beside it as
    it comes."""
    sketch = before_guns(150.0)
    sketch.column("A", 10, ("n0", "n3"), on_contact="wait")
    sketch.column("B", 1, ("n0", "n3"), start=300.0, on_contact="wait", priority=1, may_pass=True)
    assert at(play(sketch), "n1", "B") == (500.0, 500.0)


@pytest.mark.parametrize(("road_class", "number"), [("street", "N"), ("bridge", "N"), ("local", "urban")])
def test_in_streets_vehicles_stand_closer(road_class: str, number: str) -> None:
    """Where they stand half as far apart a street, a bridge or a built-up road of 60 m has eight places like
    an open road of 120; an open road of 60 m has four."""
    for name in (road_class, "departmental"):
        sketch = before_guns(60.0)
        sketch.parameters["factor.street-spacing"] = fixed(0.5)
        known = sketch.roads["n1--n2"]
        built_up = number if name == road_class else "D"
        sketch.roads["n1--n2"] = known._replace(road_class=name, number=built_up)
        sketch.phase_line("late", ["n2--n3"], 6000.0, ["B"])
        head, clear = at(columns(sketch, A=4, B=2, C=2), "n1", "C")
        assert (clear - head == pytest.approx(4.0)) == (name == road_class)
