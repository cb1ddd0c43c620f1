"""Two marches as this engine, UXsim and SUMO are told them; one engine's run as a process of its own.

``python -m tests.bench.peers MARCH ENGINE`` prints one line of JSON: processor seconds of building and
running (the quickest of five; without imports and the conversion of SUMO's network), the last arrival (s),
peak memory of the process (MiB).

``bridge`` is a column of 1,000 vehicles over 100 km with a bridge of 400 vehicles an hour in the middle.
``south`` is the road of the record from Boucé to Limours with the serials of ``historical`` that were
ordered onto it, at the medians of its parameters. The engines do not do the same work (this one follows
heads and tails of march units, UXsim platoons of five or each vehicle in a kinematic wave, SUMO meso each
vehicle from segment to segment), so a ratio is the price of that detail.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from paris44.scenario.dist import fixed
from tests.build import DAY, Sketch, heads_tails
from tests.verification.oracles import Column, Gate, Link, RoadCase, kinematic_wave, names

ENGINES = ("paris44", "uxsim-5", "uxsim-1", "sumo-meso")
MARCHES = ("bridge", "south")


@dataclass(frozen=True)
class Peer:
    """One engine's answer."""

    seconds: float  # of the processor, build and run
    last: float  # s, when the last vehicle arrives
    mib: float  # peak memory of the process, imports included


@dataclass(frozen=True)
class Case:
    """A march that every engine can be told."""

    road: RoadCase
    sketch: Sketch
    asks: list[float]  # s, when each vehicle asks to enter
    speed: float  # m/s

    @property
    def way(self) -> list[Link]:
        """The roads in order."""
        return self.road.way(self.road.columns[0])

    def answer(self) -> float:
        """When the last vehicle arrives by the kinematic wave (s)."""
        return kinematic_wave(self.road, self.road.columns[0], self.asks)[-1][-1]


def bridge() -> Case:
    """1,000 vehicles in 40 march units at 24 km/h; the last is through at 23,991 s."""
    speed = 24 / 3.6
    metres = [49_750 / 4] * 4 + [500.0] + [49_750 / 5] * 5
    places = [f"n{number}" for number in range(len(metres) + 1)]
    column = Column("A", 1000, 25, 4.0, 54.0, 0.0, places[0], places[-1])
    links = tuple(Link(a, b, m, speed) for a, b, m in zip(places, places[1:], metres, strict=False))
    sketch = Sketch(duration=DAY)
    sketch.line(places, metres, speed)
    sketch.place("n4", vph=400.0)
    sketch.parameters |= {"jam-spacing": fixed(10.0), "wave-time": fixed(1.0)}
    sketch.column("A", column.vehicles, (places[0], places[-1]))
    road = RoadCase("bridge", 10.0, 1.0, links, (column,), (Gate("n4", 400.0),))
    return Case(road, sketch, column.departures(), speed)


def south() -> Case:
    """The serials of GTV on the 23rd from Boucé to Limours, at the medians of march, gaps and spacing."""
    from paris44.scenario.load import load
    from paris44.world.build import build

    scenario = load("historical").scenario
    world = build(scenario)
    plan = world.marches["s23-gtv"]
    median = {name: dist.median for name, dist in scenario.parameters.items()}
    speed = median[f"speed.{plan.category}"]
    headway, gap, pause = median["vehicle-spacing"] / speed, median["unit-gap"], median["serial-gap"]
    length = {frozenset((road.a, road.b)): road.length_m for road in scenario.roads.values()}
    places = [*plan.path, *world.marches["s23-warabiot"].path[1:]]  # re-formed on the way, they go on
    pairs = list(pairwise(places))
    links = tuple(Link(a, b, length[frozenset((a, b))], speed) for a, b in pairs)

    sketch = Sketch(duration=DAY)
    sketch.line(places, [link.metres for link in links], speed)
    sketch.parameters |= {name: scenario.parameters[name] for name in ("jam-spacing", "wave-time")}
    asks, at = list[float](), 0.0
    serials = []
    for serial in plan.serials:
        sizes = [world.units[index].vehicles for index in serial.units]
        if not sizes:
            continue
        serials.append(sketch.formation(serial.formation, sum(sizes)))
        for size in sizes:
            asks += [at + place * headway for place in range(size)]
            at = asks[-1] + gap
        at = asks[-1] + pause
    sketch.march(
        "south", serials, (places[0], places[-1]), headway=headway, gap=gap, serial_gap=fixed(pause)
    )  # fmt: skip
    column = Column("south", len(asks), len(asks), headway, 0.0, 0.0, places[0], places[-1])
    road = RoadCase("south", median["jam-spacing"], median["wave-time"], links, (column,), ())
    return Case(road, sketch, asks, speed)


def ours(case: Case) -> tuple[float, float]:
    """This engine: the world built from a frozen scenario, and one replication."""
    from paris44.engine.run import run
    from paris44.world.build import build

    scenario = case.sketch.scenario()
    began = time.process_time()
    log = run(build(scenario), seed=1, replication=0, chance=False)
    return time.process_time() - began, heads_tails(log, case.way[-1].end)[1]


def uxsim(case: Case, platoon: int) -> tuple[float, float]:
    """UXsim's engine in C++, ``platoon`` vehicles at a time."""
    from uxsim import World

    tau, jam = case.road.wave_time, 1.0 / case.road.jam_spacing
    began = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        world = World(
            name=case.road.name, deltan=platoon, reaction_time=tau, tmax=1.1 * case.answer(), random_seed=0,
            print_mode=0, save_mode=0, show_mode=0, show_progress=0, cpp=True,
        )  # fmt: skip
        for x, name in enumerate(names(case.way)):
            world.addNode(name, x, 0)
        for link in case.way:
            gate = case.road.gate(link.start)
            limit = {"capacity_in": gate.vph / 3600.0} if gate.place else {}
            world.addLink(
                f"{link.start}>{link.end}", link.start, link.end, length=link.metres,
                free_flow_speed=link.speed, jam_density=jam, **limit,
            )  # fmt: skip
        for ask in case.asks[::platoon]:
            world.addVehicle(case.way[0].start, case.way[-1].end, ask)
        world.exec_simulation()
    spent = time.process_time() - began
    ends = [car.traveled_route()[1][-1] for car in world.VEHICLES.values() if car.state == "end"]
    if len(ends) != len(case.asks[::platoon]):
        raise SystemExit(f"UXsim: {len(ends)} of {len(case.asks[::platoon])} platoons arrived")
    return spent, float(max(ends))


def sumo(case: Case) -> tuple[float, float]:
    """SUMO's mesoscopic engine; the bridge is an edge with headways of its own."""
    import sumo as package

    tools = Path(package.SUMO_HOME) / "bin"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in sumo_files(case).items():
            (folder / file).write_text(text, encoding="utf-8")
        net = ["-n", "m.nod.xml", "-e", "m.edg.xml", "-t", "m.typ.xml", "-o", "m.net.xml"]
        _quiet([str(tools / "netconvert"), *net, "--no-internal-links", "--precision", "6"], folder)
        before = _children()
        tau = str(case.road.wave_time)
        words = ["-n", "m.net.xml", "-r", "m.rou.xml", "-a", "m.add.xml"]
        # When each vehicle passed each place, as the other engines tell it too.
        words += ["--vehroute-output", "ways.xml", "--vehroute-output.exit-times", "true"]
        words += ["--mesosim", "true", "--meso-jam-threshold", "0.9"]  # the usual segments of 98 m
        words += [word for kind in TAUS for word in (f"--meso-{kind}", tau)]
        words += ["--step-length", "1", "--time-to-teleport", "-1", "--no-step-log", "true"]
        words += ["--xml-validation", "never", "--no-warnings", "true"]
        _quiet([str(tools / "sumo"), *words], folder)
        spent = _children() - before
        trips = (folder / "ways.xml").read_text(encoding="utf-8").split(' arrival="')[1:]
    if len(trips) != len(case.asks):
        raise SystemExit(f"SUMO: {len(trips)} of {len(case.asks)} vehicles arrived")
    return spent, max(float(text.split('"', 1)[0]) for text in trips)


TURNS = 5  # runs in one process: the quickest counts, since the first also warms up (UXsim by vehicles: one)
TAUS = ("tauff", "taufj", "taujf", "taujj")
LENGTH = 6.0  # m of a lorry; the rest of its place when halted is SUMO's minGap


def sumo_files(case: Case) -> dict[str, str]:
    """A case as SUMO's input files."""
    nodes, edges, kinds, slow, at = [], [], [], [], 0.0
    for link in case.way:
        nodes.append(f'<node id="{link.start}" x="{at}" y="0" type="priority"/>')
        at += link.metres
        gate = case.road.gate(link.start)
        kind = "gate" if gate.place else "road"
        edges.append(
            f'<edge id="{link.start}..{link.end}" from="{link.start}" to="{link.end}" type="{kind}" '
            f'numLanes="1" speed="{link.speed:.9f}" length="{link.metres}"/>'
        )
        kinds.append(f'<type id="{kind}" numLanes="1"/>')
        if gate.place:
            # SUMO adds what a vehicle takes to drive its own length to the headway of the edge's type.
            net = 3600.0 / gate.vph - case.road.jam_spacing / link.speed
            taus = " ".join(f'{tau}="{net:.9f}"' for tau in TAUS)
            slow.append(f'<type id="gate"><meso {taus}/></type>')
    nodes.append(f'<node id="{case.way[-1].end}" x="{at}" y="0" type="priority"/>')
    way = " ".join(f"{link.start}..{link.end}" for link in case.way)
    cars = "".join(
        f'<vehicle id="v{n}" type="lorry" route="r" depart="{ask:.3f}" departSpeed="max"/>'
        for n, ask in enumerate(case.asks)
    )
    lorry = (
        f'<vType id="lorry" length="{LENGTH}" minGap="{case.road.jam_spacing - LENGTH}" maxSpeed="40" '
        'sigma="0" tau="1" speedFactor="1" speedDev="0"/>'
    )
    return {
        "m.nod.xml": f"<nodes>{''.join(nodes)}</nodes>",
        "m.edg.xml": f"<edges>{''.join(edges)}</edges>",
        "m.typ.xml": f"<types>{''.join(sorted(set(kinds)))}</types>",
        "m.add.xml": f"<additional>{''.join(slow)}</additional>",
        "m.rou.xml": f'<routes>{lorry}<route id="r" edges="{way}"/>{cars}</routes>',
    }


def _quiet(words: list[str], folder: Path) -> None:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{Path(words[0]).name}: {done.stderr}")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


RUNS: dict[str, Callable[[Case], tuple[float, float]]] = {
    "paris44": ours,
    "uxsim-5": lambda case: uxsim(case, 5),
    "uxsim-1": lambda case: uxsim(case, 1),
    "sumo-meso": sumo,
}


def peer(march: str, engine: str) -> Peer:
    """The answer of ``engine`` to ``march``, from a process of its own."""
    words = [sys.executable, "-m", "tests.bench.peers", march, engine]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return Peer(**json.loads(done.stdout))


def main(march: str, engine: str) -> None:
    """Print what the quickest of a few runs took."""
    case = {"bridge": bridge, "south": south}[march]()
    runs = [RUNS[engine](case)]
    who = resource.RUSAGE_CHILDREN if engine == "sumo-meso" else resource.RUSAGE_SELF
    mib = resource.getrusage(who).ru_maxrss / 1024  # before UXsim keeps one world beside the next
    if engine != "uxsim-1":
        runs += [RUNS[engine](case) for _ in range(TURNS - 1)]
    seconds, last = min(runs)
    print(json.dumps({"seconds": seconds, "last": last, "mib": mib}))


if __name__ == "__main__":
    main(*sys.argv[1:])
