"""Cross-check with UXsim, where it is installed (``pip install paris44[oracles]``)."""

from __future__ import annotations

import contextlib
import io

import pytest

from tests.build import passages_at, play
from tests.verification.cases import road_cases, sketch_of
from tests.verification.oracles import RoadCase, names

uxsim = pytest.importorskip("uxsim", reason="the optional simulator UXsim is not installed")
CASES = road_cases()
STEPS = 3.0  # s: two of UXsim's steps (its reaction time, 1.5 s)


def simulate(case: RoadCase) -> list[list[float]]:
    """UXsim's passage times [vehicle][node] of a case with one column, no closure, a vehicle per platoon.

    Its triangular diagram has our free speed, jam density 1 / jam spacing and the wave time as reaction
    time; a gate is the inflow capacity of the link beyond it.
    """
    column = case.columns[0]
    until = max(column.departures()) + 3 * sum(link.free for link in case.links) + 40.0 * column.vehicles
    with contextlib.redirect_stdout(io.StringIO()):
        world = uxsim.World(
            name=case.name, deltan=1, reaction_time=case.wave_time, tmax=until, random_seed=0,
            print_mode=0, save_mode=0, show_mode=0, show_progress=0,
        )  # fmt: skip
        for number, place in enumerate(names(case.way(column))):
            world.addNode(place, number, 0)
        for link in case.links:
            gate = case.gate(link.start)
            limit = {"capacity_in": gate.vph / 3600.0} if gate.place else {}
            world.addLink(
                f"{link.start}-{link.end}", link.start, link.end, length=link.metres,
                free_flow_speed=link.speed, jam_density=1 / case.jam_spacing, **limit,
            )  # fmt: skip
        cars = [world.addVehicle(column.origin, column.goal, t) for t in column.departures()]
        world.exec_simulation()
    return [list(car.traveled_route()[1]) for car in cars]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["3b-spillback-16m", "6-speed-drop"])
def test_uxsim_sees_the_same_road(name: str) -> None:
    """Every vehicle passes every node within four of UXsim's steps of our time."""
    case = CASES[name]
    theirs = simulate(case)
    log = play(sketch_of(case), unit_size=1)
    for node, place in enumerate(names(case.way(case.columns[0]))):
        ours = [p.head for p in passages_at(log, place)]
        assert ours == pytest.approx([times[node] for times in theirs], abs=2 * STEPS)
