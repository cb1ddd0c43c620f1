"""Two naive forecasts that the model has to beat: a constant speed, and the staff's planning table.

Both start each march at the hour at which its order makes it ready (where a clock says so, else when
the march before it ends) and drive the ordered road without halts, queues, night, rain or enemy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.scenario.model import March, Moment
from sim.world.build import MarchPlan, World

KMH = 1 / 3.6
CONSTANT = 15 * KMH
"""m/s: a march of all arms with its halts, as a rule of thumb."""

STAFF_TABLE = {"light": 40 * KMH, "truck": 40 * KMH, "mixed": 20 * KMH, "heavy": 20 * KMH, "foot": 4 * KMH}
"""m/s by day on a main road: the usual planning figures (half-tracks and lorries 40 km/h, medium tanks
16 to 24, on foot 4), a column at the pace of its slowest vehicles. Recalled, grade C."""

Key = tuple[str, str, str, int]
"""(formation, place, event, visit)."""


def baselines(world: World) -> dict[str, dict[Key, float]]:
    """Seconds since the start of every passage, by baseline; other events have no naive time."""
    pace = {order: STAFF_TABLE.get(plan.category, CONSTANT) for order, plan in world.marches.items()}
    return {
        "constant-15-kmh": forecast(world, dict.fromkeys(world.marches, CONSTANT)),
        "staff-table": forecast(world, pace),
    }


def forecast(world: World, pace: Mapping[str, float]) -> dict[Key, float]:
    """Passages of every formation when each march order is driven at its ``pace`` (m/s)."""
    found: dict[Key, float] = {}
    free_at: dict[str, float] = {}
    visits: dict[tuple[str, str], int] = {}
    for order, plan in world.marches.items():
        for serial in plan.serials:
            leaf = serial.formation
            start = ready(world, plan.order, free_at.get(leaf, 0.0))
            for place, time in _drive(world, plan, start, pace[order]):
                visit = visits[leaf, place] = visits.get((leaf, place), 0) + 1
                for formation in world.tree.ancestors[leaf]:
                    _note(found, formation, place, visit, time)
                free_at[leaf] = time
    return found


def _drive(world: World, plan: MarchPlan, start: float, pace: float) -> list[tuple[str, float]]:
    times = [(plan.path[0], start)]
    for a, b in zip(plan.path, plan.path[1:], strict=False):
        length = world.network.lanes[world.network.lane_of[a, b]].length
        times.append((b, times[-1][1] + length / pace))
    return times


def _note(found: dict[Key, float], formation: str, place: str, visit: int, time: float) -> None:
    for event in ("depart", "pass", "arrive", "enter_city", "cross_bridge", "contact"):
        key = (formation, place, event, visit)
        found[key] = min(time, found.get(key, math.inf))


def ready(world: World, order: March, free: float) -> float:
    """When the column can start as far as the order says: not before ``free``, its last march's end."""
    issued = _resolve(world, order.issued, 0.0)
    return max(free, _resolve(world, order.start, issued + order.transmission.median))


def _resolve(world: World, moment: Moment, base: float) -> float:
    """A moment without its trigger: what waits for an event waits for nothing here."""
    time = max(base, moment.at or 0.0)
    if moment.clock is not None:
        time = world.sun.next(moment.clock, time)
    return time + moment.delay.median
