"""Work on bridges: who is named does it where he is, and nobody does what cannot be done."""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.scenario.dist import fixed
from paris44.scenario.model import Bridge, BridgeWork, CeaseFire, Moment
from tests.build import Sketch, heads_tails, kinds, play


def river(state: str = "mined") -> Sketch:
    """A road n0 - n1 - bridge - n2 - n3, 1000 s from place to place."""
    sketch = Sketch()
    sketch.line(["n0", "n1", "bridge", "n2", "n3"], 10_000.0, 10.0)
    sketch.bridges["bridge"] = Bridge("bridge", "bridge", state)
    return sketch


def work(sketch: Sketch, action: str, at: float, formation: str | None = None, takes: float = 0.0) -> None:
    """An order to work on the bridge."""
    sketch.orders[f"{action}-{at:g}"] = BridgeWork(
        f"{action}-{at:g}", action, "x", Moment(at=at), "bridge", action, formation, duration=fixed(takes)
    )  # fmt: skip


def states(log: EventLog) -> list[tuple[float, str]]:
    """When the bridge changed, and to what."""
    return [(e.time, e.detail) for e in kinds(log, "bridge")]


def told(log: EventLog) -> list[tuple[float, str, str]]:
    """What waited or was not done, and why."""
    return [(e.time, e.kind, e.detail) for e in log.events if e.kind in ("waits", "not_done")]


FAR = "eng is neither at bridge nor at the next place to it"


@pytest.mark.parametrize(
    ("route", "start", "ordered", "seized"),
    [
        (("n1", "n1"), 0.0, 500.0, 500.0),  # it stands at the next place
        (("n0", "n1"), 0.0, 500.0, 1000.0),  # it comes there
        (("n0", "n1"), 0.0, 1000.0, 1000.0),  # in the very second
        (("n0", "n0"), 0.0, 500.0, None),  # it stays two places away
        (("n3", "n2"), 700.0, 500.0, 1700.0),  # from the other side
        (("n1", "n0"), 0.0, 500.0, None),  # it has left the next place for elsewhere
    ],
)
def test_a_bridge_is_seized_by_whoever_is_there(
    route: tuple[str, str], start: float, ordered: float, seized: float | None
) -> None:
    """Who is to seize a bridge does so at it or at the next place, and until then the log says why not."""
    sketch = river()
    sketch.column("eng", 5, route, start=start)
    work(sketch, "seize", ordered, "eng")
    log = play(sketch)
    assert states(log) == ([] if seized is None else [(pytest.approx(seized), "seized")])
    assert told(log) == ([] if seized == 500.0 else [(ordered, "waits", FAR)])


def test_who_comes_to_a_halt_at_the_next_place_is_there() -> None:
    """Engineers on the road behind a column that stands before the gap work when they can: those who come by
    the other road to the next place and must wait there for the gap itself mend it from there."""
    sketch = river("intact")
    sketch.column("eng", 5, ("n0", "n3"), start=500.0)
    work(sketch, "demolish", 100.0)
    work(sketch, "repair", 200.0, "eng", takes=3600.0)
    log = play(sketch)
    assert states(log) == [(100.0, "blown"), (pytest.approx(1500.0 + 3600.0), "repaired"), (6100.0, "seized")]
    assert told(log) == [(200.0, "waits", FAR)]
    assert heads_tails(log, "n3", "eng")[0] == pytest.approx(5100.0 + 3000.0)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("demolish", "seize", "the bridge is blown"),
        ("seize", "demolish", "the bridge is seized"),
        ("demolish", "demolish", ""),
        ("seize", "seize", ""),
        ("seize", "repair", "the bridge is not blown but seized"),
    ],
)
def test_what_cannot_be_done_is_not_done(first: str, second: str, reason: str) -> None:
    """A blown bridge is not seized, a seized one not blown, one that stands not mended; what has been done is
    not done twice."""
    sketch = river()
    work(sketch, first, 100.0)
    work(sketch, second, 200.0)
    log = play(sketch)
    assert [at for at, _ in states(log)] == [100.0]
    assert told(log) == ([(200.0, "not_done", reason)] if reason else [])


def test_charges_that_fail_are_told() -> None:
    """A demolition with no chance leaves the bridge as it is, and the log says that the charges failed."""
    sketch = river()
    order = BridgeWork("blow", "blow", "x", Moment(at=100.0), "bridge", "demolish", None, fixed(0.0))
    sketch.orders["blow"] = order
    log = play(sketch)
    assert states(log) == []
    assert told(log) == [(100.0, "not_done", "the charges fail")]


def test_blown_again_after_it_was_mended() -> None:
    """What was mended can be blown again, and mended again; without a formation nobody must be there."""
    sketch = river()
    for k in range(2):
        work(sketch, "demolish", 1000.0 * k)
        work(sketch, "repair", 1000.0 * k + 100.0, takes=300.0)
    found = [(0.0, "blown"), (400.0, "repaired"), (1000.0, "blown"), (1400.0, "repaired")]
    assert states(play(sketch)) == found


@pytest.mark.parametrize("state", ["blown", "mined"])
def test_a_team_waits_for_a_way(state: str) -> None:
    """A cease-fire team whose only bridge is down, from the start or since, drives when it has been mended:
    40 km at 10 m/s and 300 s of talk later the guns give up. Without the engineers they never do."""
    for mended in (True, False):
        sketch = river(state)
        sketch.garrison("guns", "n3", pocket=True, bars=())
        if state == "mined":
            work(sketch, "demolish", 100.0)
        if mended:
            sketch.column("eng", 5, ("n2", "n2"))
            work(sketch, "repair", 1000.0, "eng", takes=1000.0)
        sketch.orders["peace"] = CeaseFire("peace", "peace", "x", Moment(at=200.0), "n0", fixed(300.0))
        log = play(sketch)
        assert [e.time for e in kinds(log, "surrender")] == ([2000.0 + 4000.0 + 300.0] if mended else [])
        assert told(log) == [(200.0, "waits", "no open way from n0 to n3")]


def test_a_team_for_a_pocket_that_no_road_touches() -> None:
    """Nobody ever comes to a place without a road."""
    sketch = river()
    sketch.place("island")
    sketch.garrison("guns", "island", pocket=True, bars=())
    sketch.orders["peace"] = CeaseFire("peace", "peace", "x", Moment(at=200.0), "n0", fixed(300.0))
    log = play(sketch)
    assert not kinds(log, "surrender")
    assert told(log) == [(200.0, "waits", "no open way from n0 to island")]


# --- engineers who leave -------------------------------------------------------------------------


def mended(*marches: tuple[tuple[str, ...], float], detach: bool = False, takes: float = 3600.0) -> EventLog:
    """The bridge is blown at 100 s and to be mended from 200 s on by 5 engineers who stand at n1, and march
    so and then."""
    sketch = river("intact")
    sketch.column("eng", 5, ("n1", "n1"))
    for number, (route, start) in enumerate(marches):
        sketch.march(f"on-{number}", "eng", route, start=start, detach=detach)
    work(sketch, "demolish", 100.0)
    work(sketch, "repair", 200.0, "eng", takes=takes)
    return play(sketch)


def test_work_stops_when_the_engineers_leave_and_goes_on_when_they_are_back() -> None:
    """At 1000 s they march off to n0: the last of five has left n1 at 1016 s, 816 of 3600 s are done. At 4000
    s they come back, to n1 at 5000 s: the other 2784 s end at 7784 s. The log says who is missing."""
    log = mended((("n1", "n0"), 1000.0), (("n0", "n1"), 4000.0))
    assert states(log) == [(100.0, "blown"), (pytest.approx(7784.0, abs=1e-3), "repaired")]
    assert told(log) == [(pytest.approx(1016.0, abs=1e-3), "waits", FAR)]


def test_nobody_mends_a_bridge_that_the_engineers_have_left_for_good() -> None:
    """Without a way back it stays as it is."""
    assert states(mended((("n1", "n0"), 1000.0))) == [(100.0, "blown")]


def test_who_goes_no_farther_than_the_gap_works_on() -> None:
    """An order to go over the bridge finds them before it, where they wait: the work never stops, and when it
    is done they cross."""
    log = mended((("n1", "n3"), 1000.0))
    assert states(log) == [(100.0, "blown"), (3800.0, "repaired"), (4800.0, "seized")]
    assert told(log) == []
    assert heads_tails(log, "n3", "eng")[0] == pytest.approx(3800.0 + 3000.0)


def test_those_who_stay_work_on() -> None:
    """Of two parties at n1 one is ordered off: the other goes on, and the bridge is ready in its time."""
    sketch = river("intact")
    sketch.column("eng", 30, ("n1", "n1"))
    sketch.march("off", "eng/000", ("n1", "n0"), start=1000.0, detach=True)
    work(sketch, "demolish", 100.0)
    work(sketch, "repair", 200.0, "eng", takes=3600.0)
    log = play(sketch)
    assert states(log) == [(100.0, "blown"), (3800.0, "repaired")]
    assert told(log) == []


def test_those_who_come_later_finish_what_others_began() -> None:
    """The first party leaves n1, the last of five at 1016 s; the second comes there at 2000 s, and the other
    2784 s end at 4784 s."""
    sketch = river("intact")
    sketch.formation("eng", 0)
    for name, route, start in (("eng/a", ("n1", "n1"), 0.0), ("eng/b", ("n0", "n1"), 1000.0)):
        sketch.formation(name, 5, parent="eng")
        sketch.march(f"march-{name}", name, route, start=start)
    sketch.march("off", "eng/a", ("n1", "n0"), start=1000.0)
    work(sketch, "demolish", 100.0)
    work(sketch, "repair", 200.0, "eng", takes=3600.0)
    log = play(sketch)
    assert states(log) == [(100.0, "blown"), (pytest.approx(4784.0, abs=1e-3), "repaired")]


def test_who_turns_back_to_the_place_takes_it_up_again() -> None:
    """On their way to n0 since 1000 s they are called back at 1300 s, to be at n1 at 1600 s: 2784 s more, to
    4384 s."""
    log = mended((("n1", "n0"), 1000.0), (("n1", "n1"), 1300.0), detach=True)
    assert states(log)[1:] == [(pytest.approx(4384.0, abs=1e-3), "repaired")]


def test_a_tail_that_stands_there_works_on() -> None:
    """A line holds the rear two of the five at n2 from 1010 s to 2010 s: they work on until the last is gone,
    3 s after the line is over, and the other 1787 s from 6000 s on, when they are back."""
    sketch = river("intact")
    sketch.column("eng", 5, ("n2", "n2"))
    sketch.march("off", "eng", ("n2", "n3"), start=1000.0)
    sketch.march("back", "eng", ("n3", "n2"), start=5000.0)
    sketch.phase_line("line", ["n2--n3"], 2010.0, ["eng"], issued=1010.0)
    work(sketch, "demolish", 100.0)
    work(sketch, "repair", 200.0, "eng", takes=3600.0)
    assert states(play(sketch))[1:] == [(pytest.approx(7787.0, abs=1e-3), "repaired")]
