"""The engine on the nine road cases, in units of one vehicle (exact) and of 25 (as it is used)."""

from __future__ import annotations

import functools

import pytest

from paris44.engine.log import EventLog
from tests.build import heads_tails, passages_at, play
from tests.verification.cases import answers, road_cases, sketch_of
from tests.verification.oracles import kinematic_wave, names, zip_merge

CASES = road_cases()
NEWELL = answers("newell_s")
ROUNDING = 0.05  # s: the table has one decimal
SECONDS = 3.0  # "within seconds": two steps of the coarsest witness
EXIT = 15.0  # s at the exit of the storage cases
WITHOUT_STORAGE = ["1-free-south-road", "2-bottleneck", "6-speed-drop", "6b-speed-drop-loose"]
ALONE = [name for name, case in CASES.items() if len(case.columns) == 1]
UNIT_PASSAGE = {  # s: 25 vehicles through the case's gate
    "3-spillback": 25 * 30.0,
    "3b-spillback-16m": 25 * 30.0,
    "4-blocked-then-released": 25 * 6.0,
    "4b-closed-in-mid-column-16m": 25 * 6.0,
}


@functools.cache
def played(name: str, unit_size: int) -> EventLog:
    """The case, run once."""
    return play(sketch_of(CASES[name]), unit_size=unit_size)


@pytest.mark.parametrize("name", ALONE)
def test_every_vehicle_follows_the_kinematic_wave(name: str) -> None:
    """In units of one vehicle each passage of each node is the recursion's to 1e-6 s."""
    case = CASES[name]
    log = played(name, 1)
    times = kinematic_wave(case, case.columns[0])
    for place, expected in zip(names(case.way(case.columns[0])), times, strict=True):
        assert [p.head for p in passages_at(log, place)] == pytest.approx(expected, abs=1e-6)


def test_single_vehicles_merge_in_turn() -> None:
    """In units of one vehicle two columns interleave one by one at the merge, as the recursion says."""
    case = CASES["5-merge"]
    log = played("5-merge", 1)
    for column, times in zip(case.columns, zip_merge(case).values(), strict=True):
        for place, expected in zip(names(case.way(column)), times, strict=True):
            heads = [p.head for p in passages_at(log, place, column.name)]
            assert heads == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_single_vehicles_give_the_table(name: str) -> None:
    """In units of one vehicle heads and tails are the table's to its rounding."""
    wrong = differences(name, 1, ROUNDING)
    assert not wrong


@pytest.mark.parametrize("name", WITHOUT_STORAGE)
def test_units_of_25_on_free_roads_and_gates(name: str) -> None:
    """Free roads, a gate and a slow stretch: units of 25 give the same heads and tails."""
    wrong = differences(name, 25, ROUNDING)
    assert not wrong


def test_units_of_25_merge() -> None:
    """At the merge both columns together are through on time; each alone within one unit's passage."""
    together = dict.fromkeys(("M:A", "M:B", "Z:A", "Z:B"), 25 * 9.0)
    wrong = differences("5-merge", 25, SECONDS, other=together)
    assert not wrong


@pytest.mark.parametrize("name", UNIT_PASSAGE)
def test_units_of_25_on_full_roads(name: str) -> None:
    """Where roads fill up units of 25 are within one unit's passage inside and 15 s at the exit."""
    inner = dict.fromkeys(("N0", "N1", "N2", "N3"), UNIT_PASSAGE[name])
    if name == "4-blocked-then-released":
        inner["N1"] = float("inf")  # on a knife's edge: 3 x 133 places, 400 vehicles
    wrong = differences(name, 25, EXIT, other=inner)
    assert not wrong


@pytest.mark.parametrize("name", UNIT_PASSAGE)
def test_the_queue_reaches_back_when_the_wave_does(name: str) -> None:
    """The first vehicle held at each node and the last so held are those of the kinematic wave."""
    case, log = CASES[name], played(name, 1)
    table = {key[1:]: t for key, t in NEWELL.items() if key[0] == name and "blocked" in key[2]}
    assert table
    for (place, quantity), expected in table.items():
        held = [p for p in passages_at(log, place) if p.head > p.came + 1e-6]
        if place == case.columns[0].origin:
            asks = case.columns[0].departures()
            units = passages_at(log, place)
            late = [a for a, p in zip(asks, units, strict=True) if p.head > a + 1e-6]
            came, left = late[0], held[-1].head if held else units[-1].head
        else:
            came, left = held[0].came, held[-1].head
        found = came if quantity == "blocked_from" else left
        assert found == pytest.approx(expected, abs=4.0 if quantity == "blocked_from" else ROUNDING)


def differences(
    name: str, unit_size: int, tolerance: float, *, other: dict[str, float] | None = None
) -> dict[tuple[str, str], tuple[float, float]]:
    """(place, head or tail) -> (expected, got) wherever they differ by more than is allowed."""
    log = played(name, unit_size)
    wrong = {}
    for (case, place, quantity), expected in NEWELL.items():
        if case != name or quantity not in ("head", "tail"):
            continue
        where, _, column = place.partition(":")
        got = heads_tails(log, where, column or None)[quantity == "tail"]
        if abs(got - expected) > (other or {}).get(place, tolerance):
            wrong[place, quantity] = (expected, got)
    return wrong
