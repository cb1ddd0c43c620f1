"""The same road march in this engine, in UXsim and in SUMO, where those are installed.

1,000 vehicles in 40 march units at 24 km/h over 100 km with a bridge of 400 veh/h in the middle; the
last one is through at 23,991.0 s. They do not do the same work (we follow 40 heads and tails, UXsim
waves with platoons of 5, SUMO each vehicle each second), so a ratio is the price of that detail.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import time
from pathlib import Path

import pytest

from paris44.engine.run import run
from paris44.world.build import build
from tests.build import Sketch, heads_tails
from tests.verification.oracles import Column

pytestmark = [pytest.mark.bench, pytest.mark.slow]

LAST = 23_991.0
SPEED = 24 / 3.6
METRES = [49_750 / 4] * 4 + [500.0] + [49_750 / 5] * 5
COLUMN = Column("A", 1000, 25, 4.0, 54.0, 0.0, "n0", "n10")


def ours() -> tuple[float, float]:
    """(seconds of work, last arrival) of this engine, build included."""
    sketch = Sketch()
    sketch.line([f"n{i}" for i in range(11)], METRES, SPEED)
    sketch.place("n4", vph=400.0)
    sketch.column("A", 1000, ("n0", "n10"))
    scenario = sketch.scenario()
    start = time.perf_counter()
    log = run(build(scenario), seed=1, replication=0)
    return time.perf_counter() - start, heads_tails(log, "n10")[1]


def report(name: str, theirs: tuple[float, float]) -> None:
    """Print both beside each other, and check that they did the same march."""
    mine = min(ours() for _ in range(5))
    print(
        f"\n{name}: {1000 * theirs[0]:.0f} ms (last vehicle {theirs[1]:.1f} s); this engine "
        f"{1000 * mine[0]:.1f} ms ({mine[1]:.1f} s): {theirs[0] / mine[0]:.0f} times faster"
    )
    assert mine[1] == pytest.approx(LAST, abs=1e-6)
    assert theirs[1] == pytest.approx(LAST, abs=60.0)


def test_uxsim() -> None:
    """UXsim (platoons of five) comes to the same last arrival within a minute."""
    uxsim = pytest.importorskip("uxsim", reason="the optional simulator UXsim is not installed")
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        world = uxsim.World(
            name="march", deltan=5, tmax=27_000, random_seed=0,
            print_mode=0, save_mode=0, show_mode=0, show_progress=0,
        )  # fmt: skip
        for number in range(len(METRES) + 1):
            world.addNode(f"n{number}", number, 0)
        for number, metres in enumerate(METRES):
            limit = {"capacity_in": 400 / 3600} if number == 4 else {}
            world.addLink(
                f"l{number}", f"n{number}", f"n{number + 1}", length=metres, free_flow_speed=SPEED,
                jam_density=1 / 15, **limit,
            )  # fmt: skip
        for begin in range(0, 40 * 150, 150):
            world.adddemand("n0", "n10", begin, begin + 100, 0.25)
        world.exec_simulation()
    spent = time.perf_counter() - start
    report("UXsim", (spent, max(car.traveled_route()[1][-1] for car in world.VEHICLES.values())))


def test_sumo(tmp_path: Path) -> None:
    """SUMO (each vehicle each second; the bridge a light that lets one through per 9 s) agrees likewise."""
    sumo = pytest.importorskip("sumo", reason="the optional simulator SUMO is not installed")
    tools = Path(sumo.SUMO_HOME) / "bin"
    write_sumo(tmp_path)
    subprocess.run(
        [tools / "netconvert", "-n", "n.nod.xml", "-e", "e.edg.xml", "-o", "net.xml", "--no-internal-links"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    start = time.perf_counter()
    subprocess.run(
        [
            tools / "sumo", "-n", "net.xml", "-r", "r.rou.xml", "-a", "a.add.xml", "--tripinfo-output",
            "t.xml", "--no-step-log", "true", "--time-to-teleport", "-1", "--xml-validation", "never",
        ],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    spent = time.perf_counter() - start
    found = (tmp_path / "t.xml").read_text(encoding="utf-8").split(' arrival="')[1:]
    arrivals = [float(text.split('"', 1)[0]) for text in found]
    assert len(arrivals) == COLUMN.vehicles
    report("SUMO", (spent, max(arrivals)))


def write_sumo(folder: Path) -> None:
    """The march as SUMO's input files."""
    nodes, edges, at = ['<node id="n0" x="0" y="0"/>'], [], 0.0
    for number, metres in enumerate(METRES):
        at += metres
        light = 'type="traffic_light" tl="gate"' if number == 3 else 'type="priority"'
        nodes.append(f'<node id="n{number + 1}" x="{at}" y="0" {light}/>')
        edges.append(
            f'<edge id="l{number}" from="n{number}" to="n{number + 1}" numLanes="1" speed="{SPEED}" '
            f'length="{metres}"/>'
        )
    cars = "".join(
        f'<vehicle id="v{n}" type="lorry" route="r" depart="{t}" departSpeed="max" departLane="first"/>'
        for n, t in enumerate(COLUMN.departures())
    )
    way = " ".join(f"l{number}" for number in range(len(METRES)))
    files = {
        "n.nod.xml": f"<nodes>{''.join(nodes)}</nodes>",
        "e.edg.xml": f"<edges>{''.join(edges)}</edges>",
        "a.add.xml": (
            '<additional><tlLogic id="gate" type="static" programID="one" offset="0">'
            '<phase duration="2" state="G"/><phase duration="7" state="r"/></tlLogic></additional>'
        ),
        "r.rou.xml": (
            '<routes><vType id="lorry" length="7" minGap="8" maxSpeed="30" sigma="0" tau="1.5" '
            f'speedFactor="1" speedDev="0"/><route id="r" edges="{way}"/>{cars}</routes>'
        ),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
