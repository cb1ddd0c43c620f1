"""The oracles agree with each other, with closed forms and with two other simulators.

An oracle that is wrong would bend the engine, so each is checked before it judges.
"""

from __future__ import annotations

import random

import pytest

from tests.verification.cases import answers, road_cases
from tests.verification.oracles import (
    Column,
    Gate,
    Link,
    RoadCase,
    Times,
    gates_in_series,
    kinematic_wave,
    names,
    node_headways,
    zip_merge,
)

CASES = road_cases()
ROUNDING = 0.05  # s: the table has one decimal
STEP = 3.0  # s: two steps of UXsim


def worked_out(case: RoadCase) -> dict[tuple[str, str], float]:
    """Head and tail at every node by our own recursion, named as in the table."""
    if len(case.columns) == 2:
        return _merged(case, zip_merge(case))
    column = case.columns[0]
    times = kinematic_wave(case, column)
    found = {}
    for node, place in enumerate(names(case.way(column))):
        found[place, "head"], found[place, "tail"] = times[node][0], times[node][-1]
    found.update(_blocked(case, column, times))
    return found


def _blocked(case: RoadCase, column: Column, times: Times) -> dict[tuple[str, str], float]:
    """When the road ahead first and last held somebody back at each node without a gate."""
    found = {}
    way = case.way(column)
    headways = node_headways(case, way)
    for node, link in enumerate(way):
        if case.gate(link.start).place:
            continue
        due = column.departures() if node == 0 else [t + way[node - 1].free for t in times[node - 1]]
        own = [max(t, times[node][n - 1] + headways[node]) if n else t for n, t in enumerate(due)]
        held = [n for n, t in enumerate(own) if times[node][n] > t + 1e-9]
        if held:
            found[link.start, "blocked_from"] = own[held[0]]
            found[link.start, "blocked_to"] = times[node][held[-1]]
    return found


def _merged(case: RoadCase, times: dict[str, Times]) -> dict[tuple[str, str], float]:
    found = {}
    for column in case.columns:
        for node, place in enumerate(names(case.way(column))):
            tag = f"{place}:{column.name}" if node else place
            passed = times[column.name][node]
            found[tag, "head"], found[tag, "tail"] = passed[0], passed[-1]
    for place in names(case.way(case.columns[0]))[1:]:
        both = [place + ":" + column.name for column in case.columns]
        found[place, "head"] = min(found[tag, "head"] for tag in both)
        found[place, "tail"] = max(found[tag, "tail"] for tag in both)
    return found


def compare(case: RoadCase, column: str, tolerance: float, *, skip: tuple[str, ...] = ()) -> None:
    """Every quantity of a table column within ``tolerance`` seconds of our recursion."""
    ours = worked_out(case)
    table = {key[1:]: value for key, value in answers(column).items() if key[0] == case.name}
    assert table
    wrong = {
        key: (value, ours[key])
        for key, value in table.items()
        if key[0] not in skip and abs(value - ours[key]) > tolerance
    }
    assert not wrong


@pytest.mark.parametrize("name", CASES)
def test_our_recursion_gives_the_table(name: str) -> None:
    """Our kinematic wave, written from the rules, gives every number of the table's newell column."""
    compare(CASES[name], "newell_s", ROUNDING)


@pytest.mark.parametrize("name", CASES)
def test_our_recursion_gives_the_closed_forms(name: str) -> None:
    """Our kinematic wave gives every closed form of the table."""
    compare(CASES[name], "closed_form_s", ROUNDING)


@pytest.mark.parametrize("name", ["1-free-south-road", "2-bottleneck", "6-speed-drop", "6b-speed-drop-loose"])
def test_uxsim_agrees_within_two_steps(name: str) -> None:
    """Free roads, gates and a slow stretch: UXsim's times differ by at most two of its steps."""
    compare(CASES[name], "uxsim_s", STEP)


@pytest.mark.parametrize("name", ["3b-spillback-16m", "4b-closed-in-mid-column-16m"])
def test_uxsim_agrees_on_spillback(name: str) -> None:
    """Where links hold a whole number of vehicles UXsim's queues agree with ours within 6 s."""
    compare(CASES[name], "uxsim_s", 6.0)


@pytest.mark.parametrize("name", ["3b-spillback-16m", "4b-closed-in-mid-column-16m", "5-merge"])
def test_sumo_agrees_on_spillback_and_merge(name: str) -> None:
    """SUMO's microscopic queues agree with ours within 15 s (half a slot of the slowest gate)."""
    compare(CASES[name], "sumo_micro_s", 15.0)


def test_bridge_march_in_three_ways() -> None:
    """1,000 vehicles and a bridge of 400 veh/h at km 49.75: 23,991.0 s by arithmetic and both recursions."""
    speed = 24 / 3.6
    metres = [49_750 / 4] * 4 + [500.0] + [49_750 / 5] * 5
    links = tuple(Link(f"n{i}", f"n{i + 1}", m, speed) for i, m in enumerate(metres))
    column = Column("A", 1000, 25, 4.0, 54.0, 0.0, "n0", "n10")
    case = RoadCase("bridge", 10.0, 1.5, links, (column,), (Gate("n4", 400.0),))
    by_hand = 49_750 / speed + 999 * 9.0 + 50_250 / speed
    travel = [link.free for link in links]
    no_storage = gates_in_series(column.departures(), travel, node_headways(case, links))
    assert by_hand == pytest.approx(23_991.0, abs=1e-6)
    assert no_storage[-1][-1] == pytest.approx(by_hand, abs=1e-6)
    assert kinematic_wave(case, column)[-1][-1] == pytest.approx(by_hand, abs=1e-6)


def test_the_two_recursions_agree_where_nothing_is_full() -> None:
    """On roads that can hold the whole column the kinematic wave is the plain series of gates."""
    luck = random.Random(1944)
    for _ in range(50):
        vehicles = luck.randint(1, 120)
        links = tuple(
            Link(f"n{i}", f"n{i + 1}", luck.uniform(15.0 * vehicles + 1, 9000), luck.uniform(2, 12))
            for i in range(luck.randint(1, 8))
        )
        column = Column("A", vehicles, 25, luck.uniform(3, 9), luck.uniform(20, 90), 0.0, "n0", links[-1].end)
        gates = tuple(
            Gate(f"n{i}", luck.uniform(100, 2000)) for i in range(len(links)) if luck.random() < 0.4
        )
        case = RoadCase("random", 15.0, 1.5, links, (column,), gates)
        travel = [link.free for link in links]
        plain = gates_in_series(column.departures(), travel, node_headways(case, links))
        for ours, wave in zip(plain, kinematic_wave(case, column), strict=True):
            assert ours == pytest.approx(wave, abs=1e-6)


def test_storage_only_ever_delays() -> None:
    """A road that holds fewer vehicles never lets one through earlier."""
    loose, tight = CASES["3-spillback"], CASES["3b-spillback-16m"]
    free = gates_in_series(
        loose.columns[0].departures(), [link.free for link in loose.links], node_headways(loose, loose.links)
    )
    some = kinematic_wave(loose, loose.columns[0])
    more = kinematic_wave(tight, tight.columns[0])
    for a, b, c in zip(free, some, more, strict=True):
        assert all(x <= y + 1e-9 for x, y in zip(a, b, strict=True))
        assert all(y <= z + 1e-9 for y, z in zip(b, c, strict=True))
