"""The nine road cases: small roads whose answers several programs agree on.

``road_cases.json`` describes them (facts only). ``road_cases.csv`` holds, per case and place, when
the head and the tail pass and when an entrance was held back by the queue ahead
(``blocked_from``, ``blocked_to``), in seconds, by five ways of working it out: closed forms; a
kinematic-wave recursion, vehicle by vehicle (``newell_s``, rounded to 0.1 s); UXsim 1.15.1 with one
vehicle per platoon; SUMO 1.28.0 microscopic (Krauss without randomness) and mesoscopic. Those
simulators were run once for this project on exactly these cases; their own time steps are 1.5 s and
0.5 s. An empty cell means that nothing was held back there. SUMO's mesoscopic model has no backward wave
of finite speed at a slow gate, so its tails upstream of one are earlier, as they should be.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from paris44.scenario.dist import fixed
from tests.build import Sketch
from tests.verification.oracles import Column, Gate, Link, RoadCase

HERE = Path(__file__).parent
KMH = 1 / 3.6


def road_cases() -> dict[str, RoadCase]:
    """All nine, by name."""
    listed = json.loads((HERE / "road_cases.json").read_text(encoding="utf-8"))["cases"]
    return {case["name"]: _case(case) for case in listed}


def _case(raw: dict) -> RoadCase:
    links = tuple(Link(a, b, float(m), kmh * KMH) for a, b, m, kmh in raw["roads"])
    columns = tuple(
        Column(
            c["name"], c["vehicles"], c["unit"], c["headway_s"], c["gap_s"], c["start_s"],
            c["origin"], c["goal"],
        )
        for c in raw["columns"]
    )  # fmt: skip
    gates = tuple(
        Gate(g["place"], g["vph"], tuple(g["closed_s"]) if g["closed_s"] else None) for g in raw["gates"]
    )
    return RoadCase(raw["name"], raw["jam_spacing_m"], raw["wave_time_s"], links, columns, gates)


def answers(column: str) -> dict[tuple[str, str, str], float]:
    """(case, place, quantity) -> seconds of one column of the table, where it has one.

    A place may be written ``M:A``: column A's own passage of M.
    """
    with (HERE / "road_cases.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["case"], row["place"], row["quantity"]): float(row[column])
            for row in csv.DictReader(file)
            if row[column]
        }


def sketch_of(case: RoadCase) -> Sketch:
    """The case as a scenario: one march per column, a gate per gate, a phase line per closure."""
    sketch = Sketch(case.name)
    sketch.parameters["jam-spacing"] = fixed(case.jam_spacing)
    sketch.parameters["wave-time"] = fixed(case.wave_time)
    for gate in case.gates:
        sketch.place(gate.place, vph=gate.vph)
    for link in case.links:
        sketch.road(link.start, link.end, link.metres, link.speed)
    for column in case.columns:
        sketch.column(
            column.name, column.vehicles, (column.origin, column.goal),
            start=column.start, headway=column.headway, gap=column.gap,
        )  # fmt: skip
    for gate in case.gates:
        if gate.closed is not None:
            beyond = [f"{link.start}--{link.end}" for link in case.links if link.start == gate.place]
            sketch.phase_line(
                "closure", beyond, gate.closed[1], [c.name for c in case.columns], issued=gate.closed[0]
            )
    return sketch
