"""Strategies: small random networks with columns on them, and what to read off a run."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
from hypothesis import strategies as st

from paris44.engine.log import EventLog, Passage
from paris44.scenario.dist import Dist, fixed
from paris44.scenario.model import CounterAttack, March, Moment, Reinforce
from tests.build import Sketch

Draw = st.DrawFn
METRES = st.integers(60, 6000)
SPEEDS = st.integers(2, 14)
GATES = st.one_of(st.none(), st.integers(60, 1200))


@st.composite
def chains(draw: Draw, *, most: int = 6) -> Sketch:
    """A road n0 - n1 - ... with gates at some nodes, without anybody on it."""
    sketch = Sketch()
    links = draw(st.integers(1, most))
    for number in range(links + 1):
        sketch.place(f"n{number}", vph=draw(GATES))
    for number in range(links):
        sketch.road(f"n{number}", f"n{number + 1}", draw(METRES), float(draw(SPEEDS)))
    return sketch


@st.composite
def columns_on_a_road(draw: Draw, *, most: int = 2) -> Sketch:
    """Up to ``most`` columns, one after the other, along the whole of a chain."""
    sketch = draw(chains())
    route = ("n0", f"n{len(sketch.roads)}")
    start = 0.0
    for number in range(draw(st.integers(1, most))):
        vehicles, headway, gap = draw(st.integers(1, 110)), draw(st.integers(1, 9)), draw(st.integers(5, 150))
        start += draw(st.integers(0, 1500))
        sketch.column(f"c{number}", vehicles, route, start=start, headway=float(headway), gap=float(gap))
        breaks = (vehicles - 1) // 25  # the next column asks for the road after the whole of this one
        start += (vehicles - 1 - breaks) * headway + breaks * gap + 1.0
    return sketch


@st.composite
def networks(draw: Draw, *, lively: bool = True, single_track: bool = True) -> Sketch:
    """A connected network of three to seven places with one to four columns between random ends.

    ``lively``: also halts, lines, strongpoints, priorities, passing, breakdowns and slips.
    """
    sketch = Sketch(duration=5 * 86_400.0)
    count = draw(st.integers(3, 7))
    names = [f"n{i}" for i in range(count)]
    for name in names:
        sketch.place(name, vph=draw(GATES))
    pairs = {(draw(st.integers(0, i - 1)), i) for i in range(1, count)}
    more = st.tuples(st.integers(0, count - 2), st.integers(1, count - 1)).filter(lambda p: p[0] < p[1])
    pairs |= set(draw(st.lists(more, max_size=4)))
    for a, b in sorted(pairs):
        narrow = single_track and draw(st.integers(0, 4)) == 0
        sketch.road(names[a], names[b], draw(METRES), float(draw(SPEEDS)), single_track=narrow)
    for number in range(draw(st.integers(1, 4))):
        ends = draw(st.permutations(names).map(lambda p: p[:2]))
        more_orders = _liveliness(draw) if lively else {}
        sketch.column(
            f"c{number}", draw(st.integers(1, 90)), tuple(ends), start=float(draw(st.integers(0, 3000))),
            headway=float(draw(st.integers(1, 9))), gap=float(draw(st.integers(5, 150))), **more_orders,
        )  # fmt: skip
    if lively:
        _trouble(draw, sketch)
    return sketch


def _liveliness(draw: Draw) -> dict[str, object]:
    return {
        "priority": draw(st.integers(0, 2)),
        "may_pass": draw(st.booleans()),
        "halts": draw(st.booleans()),
        "slip": draw(st.booleans()),
        "on_contact": draw(st.sampled_from(["attack", "flank", "bypass", "wait"])),
    }


def _trouble(draw: Draw, sketch: Sketch) -> None:
    """Breakdowns, a slip, perhaps a line and a strongpoint."""
    sketch.parameters["breakdown.per-100km"] = fixed(draw(st.sampled_from([0.0, 5.0, 50.0])))
    sketch.parameters["breakdown.time"] = Dist("uniform", (60.0, 3000.0))
    sketch.parameters["start-slip"] = Dist("uniform", (0.0, 1200.0))
    sketch.parameters["halt.first-after"] = fixed(400.0)
    sketch.parameters["halt.every"] = fixed(700.0)
    sketch.parameters["halt.length"] = fixed(300.0)
    if draw(st.booleans()):
        _draw_a_line(draw, sketch)
    if draw(st.booleans()):
        since = float(draw(st.integers(0, 4000)))
        leaves = draw(st.one_of(st.none(), st.integers(1, 9000)))
        sketch.garrison(
            "guns", draw(st.sampled_from(sorted(sketch.places))), active_from=since,
            active_to=None if leaves is None else since + leaves,
        )  # fmt: skip
        _move_the_garrison(draw, sketch)


def _move_the_garrison(draw: Draw, sketch: Sketch) -> None:
    """Men join it or leave it, and it attacks a column: at any hour, whether it is there or not."""
    hours = st.integers(0, 12_000).map(lambda t: Moment(at=float(t)))
    place = sketch.garrisons["guns"].place
    sketch.orders["more"] = Reinforce(
        "more", "more", "test", draw(hours), "guns", draw(st.integers(-150, 200))
    )
    sketch.orders["sally"] = CounterAttack(
        "sally", "sally", "test", draw(hours), "guns", "c0", place, draw(st.integers(1, 300)), fixed(600.0)
    )
    sketch.parameters["fight.force-exponent"] = fixed(0.5)
    sketch.parameters["loss.defenders-killed"] = fixed(0.2)


def _draw_a_line(draw: Draw, sketch: Sketch) -> None:
    """A line that is known at once or later, ends at its hour or is lifted, and is perhaps disobeyed."""
    columns = [name for name in sketch.formations if "/" not in name]
    held = draw(st.lists(st.sampled_from(columns), min_size=1, unique=True))
    road = draw(st.sampled_from(sorted(sketch.roads)))
    disobeyed = tuple(held[:1]) if draw(st.integers(0, 3)) == 0 else ()
    issued, until = sorted(draw(st.sets(st.integers(0, 9000), min_size=2, max_size=2)))
    lifted = draw(st.one_of(st.none(), st.integers(0, 9000)))
    sketch.phase_line(
        "line", [road], float(until), held, disobeyed_by=disobeyed, issued=float(issued),
        transmission=fixed(float(draw(st.integers(0, 600)))),
        lifted=None if lifted is None else Moment(at=float(lifted)),
    )  # fmt: skip


@st.composite
def rings(draw: Draw) -> Sketch:
    """Columns that chase each other round a ring of short links, which can fill up for good."""
    sketch = Sketch(duration=5 * 86_400.0)
    count = draw(st.integers(3, 6))
    names = [f"n{i}" for i in range(count)]
    for here, there in zip(names, [*names[1:], names[0]], strict=True):
        sketch.road(here, there, draw(st.integers(50, 900)), float(draw(SPEEDS)))
    for number in range(count):
        way = [names[(number + k) % count] for k in range(count)]
        sketch.column(
            f"c{number}", draw(st.integers(1, 100)), way, headway=4.0, gap=float(draw(st.integers(5, 60))),
            start=float(draw(st.integers(0, 200))), priority=draw(st.integers(0, 2)),
        )  # fmt: skip
    return sketch


@dataclass(frozen=True)
class Crossing:
    """One unit on one lane: in at the passage of one end, out at that of the other."""

    unit: int
    entry: Passage
    exit: Passage


def journeys(log: EventLog) -> dict[int, list[Passage]]:
    """The passages of each unit in order of time."""
    found: dict[int, list[Passage]] = defaultdict(list)
    for passage in log.passages:
        found[passage.unit].append(passage)
    return found


def crossings(log: EventLog) -> dict[tuple[str, str], list[Crossing]]:
    """Who crossed each lane, by the order of entry (ties: by the log)."""
    found: dict[tuple[str, str], list[Crossing]] = defaultdict(list)
    for unit, passages in journeys(log).items():
        for a, b in itertools.pairwise(passages):
            if a.place != b.place:
                found[a.place, b.place].append(Crossing(unit, a, b))
    for lane in found.values():
        lane.sort(key=lambda c: (c.entry.head, c.entry.clear))
    return found


def followers(log: EventLog) -> Iterator[tuple[Crossing, Crossing]]:
    """Each unit on a lane with the one that entered just before it, those that overtook left out."""
    free = overtakers(log)
    for lane in crossings(log).values():
        orderly = [c for c in lane if log.units[c.unit].formation not in free]
        yield from itertools.pairwise(orderly)


def overtakers(log: EventLog) -> set[str]:
    """Formations with a logged passing, detachment or gridlock: order on the road does not bind them."""
    kinds = ("passing", "detach", "gridlock")
    named = {e.formation for e in log.events if e.kind in kinds and e.formation is not None}
    return named | set(log.detached)


def the_way(sketch: Sketch, log: EventLog, unit: int) -> list[str]:
    """The places between the ends of the unit's march, by the shortest road (``ordered``)."""
    name = log.units[unit].formation.split("/")[0]
    graph = nx.Graph()
    for road in sketch.roads.values():
        graph.add_edge(road.a, road.b, length=road.length_m)
    order = sketch.orders[f"march-{name}"]
    assert isinstance(order, March)
    route, found = order.route, [order.route[0]]
    for a, b in itertools.pairwise(route):
        found += nx.dijkstra_path(graph, a, b, weight="length")[1:]
    return found


def as_text(log: EventLog) -> str:
    """Everything in a log, exactly: two logs are the same run if their texts are."""
    passages = [
        (p.unit, p.vehicles, p.place, p.event, p.order, p.came, p.head, p.clear) for p in log.passages
    ]
    return repr((passages, log.events, log.losses, log.pending, log.standing, log.end))
