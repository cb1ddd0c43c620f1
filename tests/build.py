"""Build small frozen scenarios straight from the dataclasses, without a file.

A :class:`Sketch` collects places, roads, formations and orders and hands on a
:class:`~paris44.scenario.model.Scenario`. Nothing in it is left to chance unless a test says so, and
every influence that a test does not name is switched off: flat light, dry weather, no halts, no
fuel, no breakdowns, no start slip, roads as wide as need be.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from paris44.engine.log import Event, EventLog, Passage
from paris44.engine.run import run
from paris44.scenario.dist import Dist, fixed
from paris44.scenario.model import (
    ZERO,
    Bridge,
    Formation,
    Garrison,
    March,
    Moment,
    OperationTheatre,
    Order,
    Party,
    PhaseLine,
    Place,
    Road,
    Scenario,
    Side,
)
from paris44.world.build import build

START = "1944-08-23T00:00:00+02:00"
DAY = 86_400.0
NO_LIMIT = 1e9
LIGHT = (48.857, 2.352)
"""Where the sun of a sketch is reckoned (degrees north and east)."""
THEATRE = OperationTheatre(
    id="", name="a sketch", light=LIGHT,
    sides=(Side("columns", "Columns", ("garrisons",)), Side("garrisons", "Garrisons", ("columns",))),
    parties=(
        Party("columns", "Columns", "columns", (), (), garrisons=False, regular=True),
        Party("garrisons", "Garrisons", "garrisons", (), (), garrisons=True, regular=True),
    ),
)  # fmt: skip
PATIENCE = 60.0  # s of processor time for one small run, a hundred times what it needs

PARAMETERS: dict[str, Dist] = {
    **{f"speed.{name}": fixed(24 / 3.6) for name in ("light", "truck", "mixed", "heavy", "city")},
    "speed.foot": fixed(4 / 3.6),
    **{f"class.{name}": fixed(1.0) for name in ("national", "departmental", "local")},
    **{f"factor.{name}": fixed(1.0) for name in ("night", "night-light", "rain", "fog")},
    "factor.passing": fixed(0.5),
    "jam-spacing": fixed(15.0),
    "factor.street-spacing": fixed(1.0),
    "wave-time": fixed(1.5),
    "vehicle-spacing": fixed(25.0),
    "unit-gap": fixed(54.0),
    "serial-gap": fixed(54.0),
    **{
        f"capacity.{name}": fixed(NO_LIMIT)
        for name in ("national", "departmental", "local", "street", "bridge")
    },
    "halt.first-after": fixed(3600.0),
    "halt.first": fixed(900.0),
    "halt.every": fixed(7200.0),
    "halt.length": fixed(600.0),
    "fuel.range": fixed(NO_LIMIT),
    "fuel.time": fixed(6000.0),
    "start-slip": fixed(0.0),
    "transmission": fixed(0.0),
    "breakdown.per-100km": fixed(0.0),
    "breakdown.time": fixed(1800.0),
    "deploy": fixed(600.0),
    "fight.time": fixed(3600.0),
    "fight.city-time": fixed(3600.0),
    "fight.stronghold-time": fixed(3600.0),
    **{f"fight.{name}": fixed(1.0) for name in ("frontal", "flank", "bypass", "guides")},
    "fight.force-exponent": fixed(0.0),
    "fight.per-heavy-gun": fixed(0.0),
    "fight.night-break": fixed(0.0),
    "fight.night-withdrawal": fixed(86_400.0),
    "screen.density": fixed(1.0),
    "daylight-needed": fixed(10_800.0),
    "enemy-price": fixed(0.0),
    "main-road-price": fixed(1.0),
    **{
        f"loss.{name}": fixed(0.0)
        for name in (
            "killed", "killed-city", "wounded-ratio", "tanks-per-heavy-gun", "defenders-killed", "prisoners",
        )
    },
    "cease-fire.speed": fixed(10.0),
}  # fmt: skip


@dataclass(repr=False)
class Sketch:
    """A scenario in the making; :meth:`scenario` freezes it."""

    name: str = "toy"
    duration: float = 8 * DAY
    theatre: OperationTheatre = THEATRE
    places: dict[str, Place] = field(default_factory=dict)
    roads: dict[str, Road] = field(default_factory=dict)
    bridges: dict[str, Bridge] = field(default_factory=dict)
    formations: dict[str, Formation] = field(default_factory=dict)
    garrisons: dict[str, Garrison] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    parameters: dict[str, Dist] = field(default_factory=lambda: dict(PARAMETERS))

    def __repr__(self) -> str:
        """The map and the orders in short: what a failing example is about."""
        gates = [f"{p.id} {p.capacity_vph:g}/h" for p in self.places.values() if p.capacity_vph is not None]
        roads = [
            f"{r.id} {r.length_m:g} m {r.speed} m/s{' single' if r.single_track else ''}"
            for r in self.roads.values()
        ]
        sizes = {name: f.vehicles for name, f in self.formations.items() if f.vehicles}
        orders = [_in_short(order) for order in self.orders.values()]
        bars = [f"{g.id} at {g.place}" for g in self.garrisons.values()]
        return f"Sketch({roads}, gates={gates}, vehicles={sizes}, orders={orders}, garrisons={bars})"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """The same where a failing example is printed."""
        printer.text(repr(self))

    def place(self, name: str, *, vph: float | None = None, kind: str = "town") -> str:
        """A place; ``vph`` is the capacity of its gate. Places lie on a west-east line south of Paris."""
        old = self.places.get(name)
        lon = old.lon if old else 1.0 + 0.01 * len(self.places)
        self.places[name] = Place(name, name, 48.0, lon, kind, capacity_vph=vph)
        return name

    def road(self, a: str, b: str, metres: float, speed: float | None = None, **more: Any) -> str:
        """A road from ``a`` to ``b`` with its own ``speed`` in m/s; missing places are made."""
        for end in (a, b):
            if end not in self.places:
                self.place(end)
        name = f"{a}--{b}"
        more.setdefault("road_class", "national")
        self.roads[name] = Road(name, a, b, "N", length_m=float(metres), speed=speed, **more)
        return name

    def line(self, names: Sequence[str], metres: float | Sequence[float], speed: float | None) -> list[str]:
        """A chain of roads through ``names``."""
        lengths = [metres] * (len(names) - 1) if isinstance(metres, int | float) else metres
        pairs = zip(names, names[1:], lengths, strict=False)
        return [self.road(a, b, length, speed) for a, b, length in pairs]

    def formation(
        self, name: str, vehicles: int, *, category: str = "truck", parent: str | None = None, men: int = 0
    ) -> str:
        """A formation of ``vehicles``; a parent's own number grows with its children."""
        self.formations[name] = Formation(
            name, parent, name, "FR", men or 4 * vehicles, vehicles, 0, 0, category
        )
        while parent is not None:
            above = self.formations[parent]
            men_here = self.formations[name].men
            self.formations[parent] = above._replace(
                vehicles=above.vehicles + vehicles, men=above.men + men_here
            )
            parent = above.parent
        return name

    def march(
        self,
        name: str,
        serials: str | Iterable[str],
        route: Iterable[str],
        *,
        start: float = 0.0,
        headway: float | None = 4.0,
        gap: float | None = 54.0,
        **more: Any,
    ) -> March:
        """A march at ``start`` seconds: order and start together, without slip, halts or rest."""
        one = serials.split() if isinstance(serials, str) else tuple(serials)
        more.setdefault("halts", False)
        more.setdefault("slip", False)
        if gap is not None:
            more.setdefault("serial_gap", fixed(gap))
        order = March(
            id=name, title=name, by="test", issued=more.pop("issued", Moment(at=start)),
            transmission=more.pop("transmission", fixed(0.0)), start=more.pop("begin", Moment()),
            serials=tuple(one), route=tuple(route),
            headway=None if headway is None else fixed(headway),
            unit_gap=None if gap is None else fixed(gap), **more,
        )  # fmt: skip
        self.orders[name] = order
        return order

    def column(
        self,
        name: str,
        vehicles: int,
        route: Iterable[str],
        *,
        headway: float = 4.0,
        gap: float = 54.0,
        category: str = "truck",
        **march: Any,
    ) -> March:
        """A column in units of exactly 25 (and a rest), ``headway`` apart inside, ``gap`` between them.

        Beyond 25 vehicles each unit is a formation ``<name>/<nnn>`` of its own, so that the gaps stand where
        they stand when units of one vehicle are asked for. The order is ``march-<name>``.
        """
        parts = [name]
        self.formation(name, vehicles if vehicles <= 25 else 0, category=category)
        if vehicles > 25:
            cut = [min(25, vehicles - done) for done in range(0, vehicles, 25)]
            parts = [
                self.formation(f"{name}/{n:03}", size, parent=name, category=category)
                for n, size in enumerate(cut)
            ]
        march.setdefault("serial_gap", fixed(gap))
        return self.march(f"march-{name}", parts, route, headway=headway, gap=headway, **march)

    def phase_line(
        self, name: str, roads: Iterable[str], until: float, applies_to: Iterable[str], **more: Any
    ) -> PhaseLine:
        """Nobody of ``applies_to`` enters ``roads`` from ``issued`` (default: the start) to ``until``."""
        issued = more.pop("issued", 0.0)
        order = PhaseLine(
            id=name, title=name, by="test", issued=Moment(at=issued),
            transmission=more.pop("transmission", fixed(0.0)), points=(), until=until,
            applies_to=tuple(applies_to), literal=True, roads=tuple(roads), **more,
        )  # fmt: skip
        self.orders[name] = order
        return order

    def garrison(self, name: str, place: str, *, men: int = 100, **more: Any) -> Garrison:
        """A strongpoint that bars its place from the start for ever."""
        rest: dict[str, Any] = {
            "bars": (place,), "heavy_guns": 0, "other_guns": 0, "armour": 0, "active_from": 0.0,
            "active_to": None, "pocket": False, **more,
        }  # fmt: skip
        self.garrisons[name] = Garrison(id=name, place=place, men=men, **rest)
        return self.garrisons[name]

    def scenario(self, **change: Any) -> Scenario:
        """The frozen scenario, with any field of it replaced by ``change``."""
        whole = Scenario(
            name=self.name, title=self.name, kind="toy", parent=None, expect="", start_iso=START,
            duration=self.duration, theatre=self.theatre, places=dict(self.places), roads=dict(self.roads),
            bridges=dict(self.bridges), formations=dict(self.formations), garrisons=dict(self.garrisons),
            orders=dict(self.orders), weather=(), crowds=(), attrition=(),
            parameters=dict(self.parameters), drawn_as={},
        )  # fmt: skip
        return whole._replace(**change) if change else whole


def _in_short(order: Order) -> str:
    """An order's fields that differ from the usual ones."""
    usual = ("title", "by", "transmission", "serials", "points", "literal")
    shown = []
    for name in order._fields:
        value = getattr(order, name)
        if name in usual or value in (order._field_defaults.get(name), ZERO):
            continue
        if isinstance(value, Moment):
            value = value.at
        elif isinstance(value, Dist):
            value = value.median
        shown.append(f"{name}={value}")
    return f"{type(order).__name__}({', '.join(shown)})"


def passages_at(log: EventLog, place: str, formation: str | None = None) -> list[Passage]:
    """Every unit's passage of ``place`` (of one formation ``f`` or its parts ``f/...``), by their heads."""

    def wanted(name: str) -> bool:
        return formation is None or name == formation or name.startswith(f"{formation}/")

    found = [p for p in log.passages if p.place == place and wanted(log.units[p.unit].formation)]
    return sorted(found, key=lambda p: (p.head, p.unit))


def heads_tails(log: EventLog, place: str, formation: str | None = None) -> tuple[float, float]:
    """When the first head and the last tail passed ``place`` (seconds since the start)."""
    found = passages_at(log, place, formation)
    if not found:
        raise LookupError(f"nobody passed {place!r}")
    return min(p.head for p in found), max(p.clear for p in found)


def through_pieces(count: int) -> Sketch:
    """500 vehicles 7.2 s apart over 1.18 km of road in ``count`` pieces, with 5 km before it and 5 km beyond
    to z, at 24 km/h, a jam spacing of 30 m and a wave time of 2 s."""
    sketch = Sketch()
    sketch.parameters |= {"jam-spacing": fixed(30.0), "wave-time": fixed(2.0)}
    names = ["a", *(f"m{k}" for k in range(count + 1)), "z"]
    sketch.line(names, (5000.0, *[1180.0 / count] * count, 5000.0), 24 / 3.6)
    sketch.formation("A", 500)
    sketch.march("go", "A", (names[0], names[-1]), headway=7.2, gap=7.2)
    return sketch


def vehicles_through(log: EventLog, place: str) -> int:
    """How many vehicles passed ``place``."""
    return sum(log.units[p.unit].vehicles for p in passages_at(log, place))


def play(
    scenario: Scenario | Sketch,
    *,
    unit_size: int = 25,
    seed: int = 1,
    replication: int = 0,
    chance: bool = False,
) -> EventLog:
    """Run a scenario once, without chance unless asked."""
    whole = scenario.scenario() if isinstance(scenario, Sketch) else scenario
    with ending_within(PATIENCE):
        return run(build(whole, unit_size=unit_size), seed=seed, replication=replication, chance=chance)


@contextlib.contextmanager
def ending_within(seconds: float) -> Iterator[None]:
    """Break off a run that does not end (where the system has an alarm clock).

    Seconds of the processor: on a loaded machine a run that ends may take any time.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError(f"no end after {seconds:g} s: the run goes round in circles")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, before)


def kinds(log: EventLog, kind: str) -> list[Event]:
    """The events of one kind, in order."""
    return [event for event in log.events if event.kind == kind]
