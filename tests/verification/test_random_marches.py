"""The engine against the recursion on random marches: in units of one vehicle, and of 25 as it is used.

In units of one vehicle both follow the same rules and must agree to a microsecond, whatever meets on the
road. In units of 25 the engine knows two times of a unit at a place, its head's and its tail's, and takes it
that the others follow evenly between them:

- with gates, merges, priorities, lines and strongpoints this loses nothing, also where units lie over several
  full roads or a line cuts them: a unit that is held closes up behind its head, the passages of its vehicles
  are convex in their number, and what they cost the tail is decided by the first or the last of them; and
  those who wait are told one by one: a microsecond;
- where half of a unit is caught by a halt its vehicles do not follow evenly, and a tail is told wrong by no
  more than its unit's passage takes there: the longest passage of any unit in that march.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise

import pytest

from paris44.engine.log import EventLog
from tests.build import kinds, play
from tests.verification.cases import road_cases
from tests.verification.oracles import RoadCase, kinematic_wave, names, zip_merge
from tests.verification.random_marches import KINDS, UNIT, march, sketch_of
from tests.verification.recursion import Closed, Network, Recursion, RingError, Traveller

MICRO = 1e-6  # s
# in units of 25 too:
EXACT = ("free", "bridge", "merge", "line", "spillback", "meet", "meet-line", "cut", "short", "everything")
WITHIN_A_PASSAGE = ("halt",)
FEW, MANY = range(8), range(8, 133)  # of each kind: 96 marches always, 1,500 more when there is time

APART = (
    *(("everything", number) for number in (6, 80)),  # those cut off keep their room where their head is
    *(("everything", number) for number in (32, 123)),  # and pass where others have gone in between
)

CASES = road_cases()


def network_of(case: RoadCase) -> Network:
    """A road case as the recursion reads it."""
    onward = {link.start: link.end for link in case.links}
    return Network(
        case.jam_spacing, case.wave_time, case.links,
        tuple(Traveller(c, tuple(names(case.way(c)))) for c in case.columns), case.gates,
        tuple(Closed(g.place, onward[g.place], *g.closed) for g in case.gates if g.closed is not None),
    )  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_recursion_is_the_older_ones(name: str) -> None:
    """On the road cases it gives what the recursions for one road and for one merge give."""
    case = CASES[name]
    found = Recursion(network_of(case), 1).times
    if len(case.columns) > 1:
        expected = zip_merge(case)
    else:
        expected = {column.name: kinematic_wave(case, column) for column in case.columns}
    assert found.keys() == expected.keys()
    for column, places in expected.items():
        assert len(found[column]) == len(places)
        for ours, theirs in zip(found[column], places, strict=True):
            assert ours == pytest.approx(theirs, abs=MICRO)


def compare(network: Network, times: dict[str, list[list[float]]], log: EventLog) -> float:
    """The largest difference of a head or a tail at any place of any way (seconds)."""
    found = defaultdict(list)
    for passage in log.passages:
        found[log.units[passage.unit].formation.split("/")[0], passage.place].append(passage)
    worst = 0.0
    for traveller in network.travellers:
        name = traveller.column.name
        for place, expected in zip(traveller.way, times[name], strict=True):
            units = found[name, place]
            bounds = [0, *accumulate(p.vehicles for p in units)]
            assert bounds[-1] == len(expected), f"{name} has {bounds[-1]} vehicles past {place}"
            for unit, (first, behind) in zip(units, pairwise(bounds), strict=True):
                worst = max(worst, abs(unit.head - expected[first]), abs(unit.clear - expected[behind - 1]))
    return worst


def longest_passage(times: dict[str, list[list[float]]]) -> float:
    """The longest time that a unit takes over a place (seconds)."""
    return max(
        unit[-1] - unit[0]
        for places in times.values()
        for vehicles in places
        for unit in (vehicles[i : i + UNIT] for i in range(0, len(vehicles), UNIT))
    )


def check_single(kind: str, numbers: range) -> None:
    """Every vehicle of each march, by itself, is where the recursion has it.

    Marches in which one comes in the very second in which another may go are passed over: rounding decides.
    """
    differences = []
    for number in numbers:
        network = march(kind, number)
        found = Recursion(network, 1)
        if found.close_calls:
            continue
        differences.append(compare(network, found.times, play(sketch_of(network), unit_size=1)))
        assert differences[-1] <= MICRO, f"{kind} {number}"
    assert len(differences) >= len(numbers) * 0.8
    print(f"{kind}: {len(differences)} marches, single vehicles differ by {max(differences):.1e} s")


def together(kind: str, numbers: range) -> list[int]:
    """Those that are not known to part."""
    return [number for number in numbers if (kind, number) not in APART]


def check_units(kind: str, numbers: Sequence[int]) -> None:
    """Head and tail of every unit of 25 are where the recursion has them, as near as the kind allows."""
    differences, rings, ties = [0.0], 0, 0
    for number in numbers:
        network = march(kind, number)
        log = play(sketch_of(network))
        try:
            found = Recursion(network, UNIT)
        except RingError:
            assert kinds(log, "gridlock"), f"{kind} {number}"
            rings += 1
            continue
        times = found.times
        if found.ties:
            ties += 1
            continue
        differences.append(compare(network, times, log))
        allowed = MICRO if kind in EXACT else MICRO + longest_passage(times)
        assert differences[-1] <= allowed, f"{kind} {number}"
    assert rings <= len(numbers) / 10
    assert ties <= len(numbers) / 50
    told = f"{len(differences) - 1} marches, {rings} rings, {ties} ties"
    print(f"{kind}: {told}; units differ by {max(differences):.1e} s")


@pytest.mark.parametrize("kind", KINDS)
def test_single_vehicles(kind: str) -> None:
    """In units of one vehicle every passage of some marches of each kind is the recursion's to 1e-6 s."""
    check_single(kind, FEW)


@pytest.mark.parametrize("kind", EXACT + WITHIN_A_PASSAGE)
def test_units(kind: str) -> None:
    """In units of 25 heads and tails are the recursion's: exactly, or within a unit's passage."""
    check_units(kind, together(kind, FEW))


TOLD_WRONG = (
    *(("short", number) for number in (108, 204, 259, 271, 477)),
    *(("meet", number) for number in (74, 328, 490)),
    *(("meet-line", number) for number in (275, 383, 405)),
    *(("everything", number) for number in (71, 160, 220, 301, 823)),
)


@pytest.mark.parametrize(("kind", "number"), TOLD_WRONG)
def test_units_that_were_told_wrong(kind: str, number: int) -> None:
    """Marches that were once wrong by minutes are the recursion's to 1e-6 s.

    Who waited for room was not told that more were to leave the road; of a unit that set out late the
    vehicles were taken to follow evenly; who came in the second in which another's wait ended went after him,
    whatever his priority; where room and distance were there in one second the last digit of a sum said who
    goes; who only followed the one ahead was taken for one who stands, and passed over; those whom a line had
    cut off were waited for where only the head of their unit had come.
    """
    check_units(kind, [number])


@pytest.mark.parametrize(("kind", "number"), APART)
def test_units_that_part(kind: str, number: int) -> None:
    """A march that is known to part still does: else it stands among the others."""
    with pytest.raises(AssertionError, match=f"{kind} {number}"):
        check_units(kind, [number])


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_single_vehicles(kind: str) -> None:
    """In units of one vehicle every passage of many marches of each kind is the recursion's to 1e-6 s."""
    check_single(kind, MANY)


@pytest.mark.slow
@pytest.mark.parametrize("kind", EXACT + WITHIN_A_PASSAGE)
def test_many_units(kind: str) -> None:
    """In units of 25 heads and tails of many marches are the recursion's: exactly, or within a passage."""
    check_units(kind, together(kind, MANY))
