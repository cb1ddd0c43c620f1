"""A small valid scenario as text, for tests to bend and to break."""

from __future__ import annotations

from pathlib import Path

from paris44.scenario.load import Loaded, load
from paris44.scenario.parameters import PARAMETERS

UNITS = {"s": "10 min", "m/s": "20 km/h", "m": "10 m", "veh/h": "600 veh/h", "1": "1"}
OTHERS = {"wave-time": "2 s", "halt.every": "2 h", "fuel.range": "200 km"}

HEAD = """\
title: A road, a bridge and a line
kind: toy
expect: The column is late.
start: 1944-08-22T06:00+02:00
end: 1944-08-23T06:00+02:00
"""

PLACES = """\
places:
  aby: {name: Aby, lat: 48.60, lon: 1.50, kind: town}
  pont: {name: Pont d'Aby, lat: 48.60, lon: 1.75, kind: bridge}
  bourg: {name: Bourg, lat: 48.60, lon: 1.90, kind: town, source: carte, grade: B}
  far: {name: Far Away, lat: 49.00, lon: 1.90, kind: village}
"""

ROADS = """\
roads:
  aby--pont: {from: aby, to: pont, number: N1, class: national, length_km: 20}
  pont--bourg: {from: pont, to: bourg, number: N1, class: national, length_km: 11.5}
"""

WHO = """\
bridges:
  pont: {state: mined, state_text: said to be mined, load_class_t: 40}
formations:
  div: {name: The division, nation: FR, men: 300, vehicles: 90}
  div/lead: {parent: div, name: Lead, nation: FR, men: 100, vehicles: 40, tanks: 10, category: mixed}
  div/rest: {parent: div, name: Rest, nation: FR, men: 200, vehicles: 50, category: truck}
garrisons:
  post: {place: bourg, men: 100, heavy_guns: 2, source: carte, grade: C}
"""

ORDERS = """\
orders:
  decision:
    type: act
    title: They are to march
    by: The corps
    issued: 1944-08-22T07:00+02:00
    event: order
    formation: div
  march:
    type: march
    title: To Bourg
    by: The division
    issued: {after: decision, delay: "triangular(10, 20, 40) min"}
    start: {clock: "09:00"}
    serials: [div]
    route: [aby, pont, bourg]
  line:
    type: phase-line
    title: Not past the bridge
    by: The corps
    issued: 1944-08-22T08:00+02:00
    points: [pont, bourg]
    until: 1944-08-22T12:00+02:00
    applies_to: [div]
"""

REST = """\
weather:
  shower: {state: rain, from: 1944-08-22T08:00+02:00, to: 1944-08-22T09:00+02:00}
crowds:
  bourg:
    {places: [bourg], from: 1944-08-22T09:00+02:00, to: 1944-08-22T20:00+02:00, factor: "uniform(0.3, 0.8)"}
attrition:
  siege:
    party: columns
    from: 1944-08-22T06:00+02:00
    to: 1944-08-23T06:00+02:00
    until: {gone: post}
    killed_per_hour: 2
watch:
  w1: {formation: div, place: bourg, event: arrive}
record:
  r1: {formation: div, place: bourg, event: arrive, time: 1944-08-22T14:00+02:00, lo: 1944-08-22T13:30+02:00,
       hi: 1944-08-22T14:30+02:00, kind: movement, grade: B, source: carte}
  r2: {formation: div, place: bourg, event: arrive, lo: 1944-08-22T15:00+02:00, hi: 1944-08-22T15:30+02:00,
       grade: C, source: carte}
sources:
  carte: {title: A map of 1938, url: "https://example.org/carte"}
contradictions:
  hour: {statement: at two, record: at three, shown_in: both, source: carte}
"""


def parameters() -> str:
    """Every parameter with a simple value of its unit."""
    values = {name: UNITS[known.unit] for name, known in PARAMETERS.items()} | OTHERS
    lines = [f'  {name}: {{value: "{value}"}}' for name, value in values.items()]
    return "\n".join(["parameters:", *lines]) + "\n"


def text(**parts: str) -> str:
    """The toy with some of its parts (head, places, roads, who, orders, rest, parameters) replaced."""
    whole = {"head": HEAD, "places": PLACES, "roads": ROADS, "who": WHO, "orders": ORDERS, "rest": REST}
    whole["parameters"] = parameters()
    unknown = set(parts) - set(whole)
    assert not unknown, unknown
    return "".join((whole | parts).values())


def write(folder: Path, content: str | None = None, name: str = "toy.yaml") -> Path:
    """Write a scenario file (the toy itself where nothing is given)."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text() if content is None else content, encoding="utf-8")
    return path


def loaded(folder: Path, content: str | None = None, name: str = "toy.yaml") -> Loaded:
    """Write and load."""
    return load(write(folder, content, name))


def child(folder: Path, change: str, head: str = "title: A child\nextends: toy\n") -> Loaded:
    """The toy, and a scenario that extends it with these lines below ``change:``, loaded."""
    write(folder)
    body = "".join(f"  {line}\n" for line in change.strip("\n").splitlines())
    return loaded(folder, f"{head}change:\n{body}", "child.yaml")
