"""What is still waited for when a run ends: by orders that were not given, and by units under way.

Nothing is kept for it while the run goes on: the board knows what has happened, and the units where they are.
"""

from __future__ import annotations

from paris44.engine.log import Pending, Standing
from paris44.engine.march.unit import MarchUnit
from paris44.engine.theatre import Theatre
from paris44.scenario.model import March, Moment

HELD = ("fight", "line", "bridge")
"""Causes for which a unit says in words what holds it."""


def pending(theatre: Theatre) -> dict[str, Pending]:
    """The orders that were not given by the end, and the marches that were given and have not started."""
    found = dict(theatre.kernel.log.pending)
    for order in theatre.kernel.world.scenario.orders.values():
        if order.id in found:
            continue
        if not theatre.board.has_come(("order", order.id)):
            found[order.id] = _pending(theatre, "issue", order.issued)
        elif isinstance(order, March) and order.id not in theatre.kernel.log.orders:
            found[order.id] = _pending(theatre, "start", order.start)
    return found


def _pending(theatre: Theatre, stage: str, moment: Moment) -> Pending:
    return Pending(stage, () if moment.after is None else theatre.board.missing(moment.after))


def standings(theatre: Theatre) -> list[Standing]:
    """Where each unit is at the end, under which order, and what holds it."""
    return [_standing(theatre, unit) for unit in theatre.units]


def _standing(theatre: Theatre, unit: MarchUnit) -> Standing:
    order = unit.column.order.id if unit.taken >= 0 else ""
    cause = unit.cause_at(theatre.kernel.end)
    return Standing(order, unit.place, cause, _held(theatre, unit, cause))


def _held(theatre: Theatre, unit: MarchUnit, cause: str) -> str:
    """What holds ``unit``; of one in a queue what holds the one at its head."""
    if cause != "queue":
        return unit.where if cause in HELD or unit.lane is None else ""
    first = unit
    for other in theatre.marshal.those_ahead(unit):
        first = theatre.units[other.index]
    why = first.where if first.cause_at(theatre.kernel.end) in HELD else ""
    queue = f"in the queue before {_ahead(unit)}"
    return f"{queue}: {why}" if why else queue


def _ahead(unit: MarchUnit) -> str:
    """The place that a unit on the road, or about to come onto it, is to reach next."""
    lane = unit.lane
    if lane is not None and not lane.length and unit.leg is not None and unit.leg.lane is not None:
        lane = unit.leg.lane
    return unit.place if lane is None else lane.b.name
