"""Random marches by kind, each as a case of the recursion and as a scenario for the engine.

The roads form a tree, so that there is one way between two places and no ring that could fill up. Every
number is drawn from a continuous law: what happens in the same second does so because the rules say so.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from paris44.scenario.dist import fixed
from paris44.scenario.model import Bridge
from tests.build import Sketch
from tests.verification.oracles import Column, Gate, Link
from tests.verification.recursion import Closed, Halts, Network, Traveller

UNIT = 25


@dataclass(frozen=True)
class Recipe:
    """What marches of a kind are made of."""

    columns: tuple[int, int] = (1, 1)
    chain: bool = True  # one road from end to end
    gates: float = 0.0  # the share of places that have one; half as many roads have a capacity
    lines: int = 0
    late: bool = False  # lines that are issued when columns are on the road
    halts: bool = False
    full: bool = False  # roads that fill up,
    most: int = 60  # of no more places than that


KINDS = {
    "free": Recipe(columns=(1, 2)),
    "bridge": Recipe(columns=(1, 2), gates=0.4),
    "merge": Recipe(columns=(2, 4), chain=False, gates=0.3),
    "line": Recipe(columns=(1, 3), chain=False, gates=0.2, lines=2),
    "halt": Recipe(columns=(1, 3), chain=False, gates=0.2, halts=True),
    "spillback": Recipe(columns=(1, 3), chain=False, gates=0.4, full=True),
    "meet": Recipe(columns=(2, 4), chain=False, gates=0.3, full=True),
    "meet-line": Recipe(columns=(2, 4), chain=False, gates=0.3, lines=2, full=True),
    "cut": Recipe(lines=1, late=True),
    "short": Recipe(columns=(1, 3), lines=2, late=True, full=True, most=12),
    "everything": Recipe(columns=(2, 4), chain=False, gates=0.3, lines=2, late=True, full=True),
    "all": Recipe(columns=(2, 4), chain=False, gates=0.3, lines=2, late=True, halts=True, full=True),
}
"""By name. ``line`` closes a road and places from the start, ``cut`` a road in mid-column,
``short`` roads of two to twelve places in mid-column; in ``meet`` columns meet on roads that fill up,
in ``everything`` lines come in mid-column there, in ``all`` halts besides."""


def march(kind: str, number: int) -> Network:
    """The ``number``-th random march of ``kind``: always the same."""
    recipe, luck = KINDS[kind], random.Random(f"{kind} {number}")
    names = [f"n{i}" for i in range(luck.randint(2, 8))]
    sizes = [luck.randint(1, 90) for _ in range(luck.randint(*recipe.columns))]
    jam, wave = luck.uniform(8.0, 20.0), luck.uniform(0.5, 3.0)
    links = tuple(
        Link(
            names[i - 1 if recipe.chain else luck.randint(max(0, i - 3), i - 1)], names[i],
            jam * (luck.randint(2, recipe.most) if recipe.full else sum(sizes) + 1 + luck.randint(0, 300)),
            luck.uniform(2.0, 14.0),
        )
        for i in range(1, len(names))
    )  # fmt: skip
    halts = _halts(luck) if recipe.halts else None
    travellers = tuple(_traveller(luck, recipe, n, size, links, halts) for n, size in enumerate(sizes))
    return Network(
        jam, wave, links, travellers,
        tuple(Gate(name, luck.uniform(90, 1500)) for name in names if luck.random() < recipe.gates),
        _lines(luck, recipe, links),
        {name: luck.uniform(1, 5000) for name in names if recipe.lines and luck.random() < 0.2},
        _widths(luck, recipe, links, jam, wave),
    )  # fmt: skip


def _widths(
    luck: random.Random, recipe: Recipe, links: tuple[Link, ...], jam: float, wave: float
) -> dict[Link, float]:
    """The capacities of roads, vehicles per hour.

    Of roads that fill up each has one, just below what it carries at the least headway: at that flow the
    rules for headway and for room name the same moment, and rounding would say who goes first.
    """
    if recipe.full:
        return {link: 3600.0 / luck.uniform(1.01, 2.0) / (wave + jam / link.speed) for link in links}
    return {link: luck.uniform(200, 1500) for link in links if luck.random() < recipe.gates / 2}


def _halts(luck: random.Random) -> Halts:
    every = luck.uniform(400, 3000)
    return Halts(luck.uniform(50, 2000), luck.uniform(10, 900), every, every * luck.uniform(0.05, 0.5))


def _traveller(
    luck: random.Random, recipe: Recipe, number: int, size: int, links: tuple[Link, ...], halts: Halts | None
) -> Traveller:
    names = [links[0].start, *(link.end for link in links)]
    origin, goal = (names[0], names[-1]) if recipe.chain else luck.sample(names, 2)
    start, headway, gap = luck.uniform(0, 1500), luck.uniform(1, 10), luck.uniform(10, 120)
    column = Column(f"c{number}", size, UNIT, headway, gap, start, origin, goal)
    resting = halts if luck.random() < 0.7 else None
    return Traveller(column, _way(origin, goal, links), luck.randint(0, 2), resting)


def _way(origin: str, goal: str, links: tuple[Link, ...]) -> tuple[str, ...]:
    """The only way between two places of a tree."""
    ways: list[tuple[str, ...]] = [(origin,)]
    for way in ways:
        if way[-1] == goal:
            return way
        beside = [{link.start, link.end} - {way[-1]} for link in links if way[-1] in (link.start, link.end)]
        ways += [(*way, end) for ends in beside for end in ends if end not in way]
    raise LookupError(f"no way from {origin} to {goal}")


def _lines(luck: random.Random, recipe: Recipe, links: tuple[Link, ...]) -> tuple[Closed, ...]:
    """Lines on as many roads as there are to be, one way or the other."""
    drawn = []
    for link in luck.sample(links, min(recipe.lines, len(links))):
        a, b = luck.sample((link.start, link.end), 2)
        since = luck.uniform(0, 3000) if recipe.late else 0.0
        drawn.append(Closed(a, b, since, since + luck.uniform(500, 5000)))
    return tuple(drawn)


def sketch_of(network: Network) -> Sketch:
    """The march as a scenario; of the places with a capacity every other one is a bridge."""
    sketch = Sketch()
    sketch.parameters["jam-spacing"] = fixed(network.jam)
    sketch.parameters["wave-time"] = fixed(network.wave)
    closed = {frozenset((line.a, line.b)): (line.a, line.b) for line in network.lines}
    for link in network.links:  # a line closes its road from the first place of the id to the second
        a, b = closed.get(frozenset((link.start, link.end)), (link.start, link.end))
        sketch.road(a, b, link.metres, link.speed, capacity_vph=network.widths.get(link))
    for number, gate in enumerate(network.gates):
        bridge = number % 2 == 1
        sketch.place(gate.place, vph=None if bridge else gate.vph, kind="bridge" if bridge else "town")
        if bridge:
            sketch.bridges[gate.place] = Bridge(gate.place, gate.place, "intact", gate.vph)
    for traveller in network.travellers:
        column, halts = traveller.column, traveller.halts
        sketch.column(
            column.name, column.vehicles, traveller.way, start=column.start, headway=column.headway,
            gap=column.gap, priority=traveller.priority, halts=halts is not None, on_contact="wait",
        )  # fmt: skip
        for name in ("first_after", "first", "every", "length") if halts is not None else ():
            sketch.parameters[f"halt.{name.replace('_', '-')}"] = fixed(getattr(halts, name))
    held = [traveller.column.name for traveller in network.travellers]
    for number, line in enumerate(network.lines):
        sketch.phase_line(f"line-{number}", [f"{line.a}--{line.b}"], line.until, held, issued=line.since)
    for place, until in network.bars.items():
        sketch.garrison(f"guns-{place}", place, active_to=until)
    return sketch
