"""Short roads before guns that leave at 5000 s, worked by hand to the second: who finds room, and when.

Vehicles at a halt take 15 m and a hole travels back 1.5 s per vehicle, so that a road of 150 m driven at 10
m/s holds ten, is crossed in 15 s, and has a place at its entrance 15 s after a vehicle left it. On the open
road vehicles keep 3 s. Beyond the guns the road takes 600 an hour: whoever stands there leaves one each 6
s. Everybody comes 4 s apart over the 2 km of n0--n1 (200 s).
"""

from __future__ import annotations

from paris44.engine.log import EventLog
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


def columns(sketch: Sketch, *, called_away: str = "", **vehicles: int) -> EventLog:
    """Played with columns of so many vehicles, 300 s one after the other, that wait before an enemy.

    ``called_away``: this one is called back at 1000 s, to turn off at n1 towards m, 1 km away.
    """
    goal = max(name for name in sketch.places if name.startswith("n"))
    for number, (name, count) in enumerate(vehicles.items()):
        sketch.column(name, count, ("n0", goal), start=300.0 * number, on_contact="wait")
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


def held_apart(a: int, b: int, c: int) -> EventLog:
    """On a road of eight places A, B and C; beyond the guns a line holds B and who comes behind it until
    6000 s."""
    sketch = before_guns(120.0)
    sketch.phase_line("late", ["n2--n3"], 6000.0, ["B"])
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
