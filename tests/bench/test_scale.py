"""How the engine bears a large theatre: a thousand columns on fifty thousand links."""

from __future__ import annotations

import time

import pytest

from paris44.engine.run import run
from paris44.scenario.load import load
from paris44.scenario.model import Scenario
from paris44.world.build import build
from paris44.world.dice import Dice
from tests.bench.test_engine_cost import counted, crossings, fastest
from tests.build import Sketch

pytestmark = pytest.mark.bench

SIDE = 159  # a square grid of 159 x 159 places has 50,244 roads
COLUMNS = 1000
REACH = 30  # blocks between the ends of a column's march, each way


def grid(columns: int = COLUMNS, side: int = SIDE) -> Scenario:
    """A square network, and columns of one to four units between random places of it; fewer columns are the
    first of more."""
    sketch = Sketch(duration=5 * 86_400.0)
    for row in range(side):
        for col in range(side):
            if col + 1 < side:
                sketch.road(f"p{row}_{col}", f"p{row}_{col + 1}", 1000.0, 7.0)
            if row + 1 < side:
                sketch.road(f"p{row}_{col}", f"p{row + 1}_{col}", 1000.0, 7.0)
    dice = Dice(1944, 0)
    for number in range(columns):
        u = [dice.u(f"column {number}", what) for what in ("row", "col", "down", "across", "size", "start")]
        row, col = int(u[0] * (side - REACH)), int(u[1] * (side - REACH))
        goal = f"p{row + 1 + int(u[2] * (REACH - 1))}_{col + 1 + int(u[3] * (REACH - 1))}"
        vehicles = 25 * (1 + int(u[4] * 4))
        sketch.column(f"c{number}", vehicles, (f"p{row}_{col}", goal), start=u[5] * 20_000.0)
    return sketch.scenario()


def per_crossing(scenario: Scenario) -> tuple[float, int]:
    """Seconds of one replication for each crossing, and their number."""
    world = build(scenario)
    began = time.process_time()
    log = run(world, seed=1944, replication=0)
    took = time.process_time() - began
    return took / len(log.passages), len(log.passages)


def test_a_thousand_columns_on_fifty_thousand_links() -> None:
    """They run to the end, everybody arrived; the cost of a crossing is printed beside history's."""
    scenario = grid()
    began = time.process_time()
    world = build(scenario)
    built = time.process_time() - began
    log = run(world, seed=1944, replication=0)
    arrived = {p.unit for p in log.passages if p.event == "arrive"}
    assert arrived == {unit.index for unit in world.units}
    each, crossings = per_crossing(scenario)
    base, _ = per_crossing(load("historical").scenario)
    print(
        f"\n{len(scenario.roads)} roads, {COLUMNS} columns, {len(world.units)} units, {crossings} crossings; "
        f"world built in {built:.1f} s of processor time\n"
        f"  {1e6 * each:.1f} us per crossing, historical {1e6 * base:.1f} us: ratio {each / base:.2f}"
    )


FACTORS = (1, 2, 4, 8, 16)
FEWEST = 25
SMALL = 60  # a grid of 60 x 60 places has 7,080 roads


def test_the_cost_of_a_crossing_with_ever_more_columns() -> None:
    """From 25 to 400 columns on the same roads everybody arrives; the cost of a crossing is printed."""
    worlds = [build(grid(FEWEST * factor, SMALL)) for factor in FACTORS]
    times = fastest(*(lambda w=world: run(w, seed=1944, replication=0) for world in worlds), rounds=3)
    print()
    for factor, world, took in zip(FACTORS, worlds, times, strict=True):
        tally = counted(world)
        crossed = crossings(tally.log)
        arrived = {p.unit for p in tally.log.passages if p.event == "arrive"}
        assert arrived == {unit.index for unit in world.units}
        print(
            f"  {FEWEST * factor:5} columns: {len(world.units):5} units, {crossed:7} crossings, "
            f"{tally.events / crossed:.3f} events and {1e6 * took / crossed:.2f} us per crossing"
        )
