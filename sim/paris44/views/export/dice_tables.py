"""Arrivals and outcomes as tables to throw dice on: what a designer prints on the player's aid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from paris44.results.batch import Floats
from paris44.results.columns import ArrivalKey
from paris44.results.read import ResultFolder
from paris44.scenario.model import March, Scenario
from paris44.telling.outcomes import label
from paris44.views.export.tables import Row, local

DICE_TABLE = ("what", "name", "dice", "roll_from", "roll_to", "chance", "time", "time_local", "never")
"""Columns of :func:`dice_table`."""


class Roll(NamedTuple):
    """Faces that mean the same, and the chance that they come."""

    first: int
    last: int
    chance: Fraction


DICE: Mapping[str, tuple[Roll, ...]] = {
    "d100": tuple(Roll(n, n + 4, Fraction(1, 20)) for n in range(1, 101, 5)),
    "2d6": tuple(Roll(n, n, Fraction(6 - abs(7 - n), 36)) for n in range(2, 13)),
}
"""The throws of each kind of dice, lowest first."""


def dice_table(result: ResultFolder) -> list[Row]:
    """A row per outcome that is a moment, or formation that arrives where an order sends it, and throw.

    The replications in the order of their moments, *never* last, are dealt out to the throws by their
    chances, the earliest to the lowest throw. The moment of a throw is the one in the middle of its share, so
    that throwing often gives back the distribution; ``never`` is 1 where that one does not come.
    """
    rows = []
    for what, name, times in _moments(result):
        ordered = np.sort(times)
        for dice, rolls in DICE.items():
            below = Fraction(0)
            for roll in rolls:
                moment = _middle(ordered, below + roll.chance / 2)
                below += roll.chance
                text = result.clock.text(moment if np.isfinite(moment) else None)
                rows.append(
                    {
                        "what": what, "name": name,
                        "dice": dice, "roll_from": roll.first, "roll_to": roll.last,
                        "chance": round(float(roll.chance), 6), "time": text, "time_local": local(text),
                        "never": int(not np.isfinite(moment)),
                    }
                )  # fmt: skip
    return rows


def _middle(ordered: Floats, share: Fraction) -> float:
    """The moment (s) of the replication at ``share`` of those in order."""
    return float(ordered[min(int(share * len(ordered)), len(ordered) - 1)])


def _moments(result: ResultFolder) -> Iterator[tuple[str, str, Floats]]:
    """(id, name, its moments over the replications in s, inf is never) of all that the table is of."""
    scenario = result.scenario
    for series in result.outcomes().values():
        if series.is_time:
            yield series.name, label(scenario, series.name), np.asarray(series.values)
    wanted = _goals(scenario)
    found = result.visits(wanted)
    for key in wanted:
        if key in found:
            formation, place, event, _ = key
            times = np.full(result.n, np.inf)
            times[found[key].replication] = found[key].head
            name = f"{scenario.formations[formation].name}, {scenario.places[place].name}"
            yield f"{formation}@{place}:{event}", name, times


def _goals(scenario: Scenario) -> list[ArrivalKey]:
    """The arrivals of those whom an order of march names, where it ends; in the order of the file."""
    marches = [order for order in scenario.orders.values() if isinstance(order, March)]
    keys = ((name, order.route[-1], "arrive", 1) for order in marches for name in order.serials)
    return list(dict.fromkeys(keys))
