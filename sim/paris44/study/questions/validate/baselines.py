"""Two naive forecasts that the model has to beat: a constant speed, and the staff's planning table.

Both take the hours of the orders as the scenario gives them and drive the ordered roads without
halts, queues, night, rain or enemy. An order that waits for an event waits for the forecast of that
event; what waits for a fight, or for anything else that has no naive time, waits for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from paris44.results.columns import ArrivalKey
from paris44.scenario.model import Act, March, Moment, Order, Trigger
from paris44.world.build import MarchPlan, World

KMH = 1 / 3.6
CONSTANT = 15 * KMH
"""m/s: a march of all arms with its halts, as a rule of thumb."""

STAFF_TABLE = {"light": 40 * KMH, "truck": 40 * KMH, "mixed": 20 * KMH, "heavy": 20 * KMH, "foot": 4 * KMH}
"""m/s by day on a main road: the usual planning figures (half-tracks and lorries 40 km/h, medium tanks
16 to 24, on foot 4), a column at the pace of its slowest vehicles. Recalled, grade C."""

EVENTS = ("depart", "pass", "arrive", "enter_city", "cross_bridge", "contact", "cleared")
"""What a column does at a place by a forecast that knows no fights."""
PASSES = 12


def baselines(world: World) -> dict[str, NaiveForecast]:
    """Seconds since the start of every passage, by baseline; other events have no naive time."""
    pace = {order: STAFF_TABLE.get(plan.category, CONSTANT) for order, plan in world.marches.items()}
    return {
        "constant-15-kmh": forecast(world, dict.fromkeys(world.marches, CONSTANT)),
        "staff-table": forecast(world, pace),
    }


Step = tuple[str, float]
"""A place on a way, and the seconds from the place before it."""


@dataclass
class NaiveForecast(Mapping[ArrivalKey, float]):
    """Seconds since the start of what is foretold: passages count as every one of :data:`EVENTS`."""

    passed: dict[tuple[str, str, int], float] = field(default_factory=dict)  # (formation, place, visit)
    decided: dict[ArrivalKey, float] = field(default_factory=dict)

    def __getitem__(self, key: ArrivalKey) -> float:
        formation, place, event, visit = key
        passed = self.passed.get((formation, place, visit)) if event in EVENTS else None
        known = [time for time in (passed, self.decided.get(key)) if time is not None]
        if not known:
            raise KeyError(key)
        return min(known)

    def __iter__(self) -> Iterator[ArrivalKey]:
        passed = ((who, place, event, visit) for who, place, visit in self.passed for event in EVENTS)
        return iter(dict.fromkeys((*self.decided, *passed)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def forecast(world: World, pace: Mapping[str, float]) -> NaiveForecast:
    """Passages of every formation when each march order is driven at its ``pace`` (m/s).

    Orders may wait for the arrivals of later ones, so the forecast is made until it stays the same.
    """
    steps = {name: _steps(world, plan, pace[name]) for name, plan in world.marches.items()}
    found = NaiveForecast()
    for _ in range(PASSES):
        last, found = found, _Drive(world, found).drive(steps)
        if found.passed == last.passed and found.decided == last.decided:
            break
    return found


def _steps(world: World, plan: MarchPlan, pace: float) -> Sequence[Step]:
    """The way of a march, driven at ``pace`` (m/s)."""
    lanes = [world.network.lanes[lane] for lane in world.network.lanes_of_path(plan.path)]
    return [(plan.path[0], 0.0), *((lane.b, lane.length / pace) for lane in lanes)]


Noted = TypeVar("Noted")


def _note(found: dict[Noted, float], key: Noted, time: float) -> None:
    """Keep the earliest time of a key."""
    known = found.get(key)
    if known is None or time < known:
        found[key] = time


class _Drive:
    """One pass: ``known`` is what the pass before it foretold."""

    def __init__(self, world: World, known: NaiveForecast) -> None:
        self._world = world
        self._known = known
        self._found = NaiveForecast()

    def drive(self, steps: Mapping[str, Sequence[Step]]) -> NaiveForecast:
        """Every march in the order of the file, each from where and when the last one ended."""
        for order in self._world.scenario.orders.values():
            if isinstance(order, Act) and order.formation is not None:
                key = order.formation, order.place or "", order.event, 1
                _note(self._found.decided, key, self._moment(order, order.issued, 0.0))
        free_at: dict[str, float] = {}
        visits: dict[tuple[str, str], int] = {}
        for name, plan in self._world.marches.items():
            start = self._ready(plan.order)
            for serial in plan.serials:
                leaf = serial.formation
                line = self._world.tree.ancestors[leaf]
                time = max(start, free_at.get(leaf, 0.0))
                for place, seconds in steps[name]:
                    time += seconds
                    visit = visits[leaf, place] = visits.get((leaf, place), 0) + 1
                    for formation in line:
                        _note(self._found.passed, (formation, place, visit), time)
                free_at[leaf] = time
        return self._found

    def _ready(self, order: March) -> float:
        """When the column can start as far as the orders say."""
        return self._moment(
            order, order.start, self._moment(order, order.issued, 0.0) + order.transmission.median
        )

    def _moment(self, order: Order, moment: Moment, base: float) -> float:
        time = max(base, moment.at or 0.0, self._trigger(moment.after))
        if moment.clock is not None:
            light = self._world.sky.of(order)
            hour = light.next if moment.after is None else light.due
            time = hour(moment.clock, time)
        return time + moment.delay.median

    def _trigger(self, trigger: Trigger | None, depth: int = 0) -> float:
        """When what is waited for happens by this forecast; 0 where it has no naive time."""
        if trigger is None or depth > PASSES:
            return 0.0
        if trigger.kind in ("all", "any"):
            times = [self._trigger(part, depth + 1) for part in trigger.parts]
            return max(times, default=0.0) if trigger.kind == "all" else min(times, default=0.0)
        if trigger.kind == "order":
            order = self._world.scenario.orders[trigger.order or ""]
            after = self._trigger(order.issued.after, depth + 1)
            return max(order.issued.at or 0.0, after) + order.issued.delay.median
        key = (trigger.formation or "", trigger.place or "", trigger.event or "", trigger.visit)
        return self._known.get(key, 0.0)
