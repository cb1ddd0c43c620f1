"""One replication: a world and a seed in, an event log out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from paris44.engine.log import EventLog, Loss
from paris44.engine.orders.deeds import give_orders
from paris44.engine.orders.waits import pending, standings
from paris44.engine.theatre import Theatre
from paris44.world.build import World
from paris44.world.dice import Dice

HOUR = 3600.0


def language() -> str:
    """``C`` where the engine was compiled when the wheel was built, else ``Python``."""
    return "Python" if __file__.endswith(".py") else "C"


def run(
    world: World, *, seed: int, replication: int, chance: bool = True, anew: frozenset[str] = frozenset()
) -> EventLog:
    """Run ``replication`` of ``world`` from its start to its end.

    The same arguments give the same log. ``chance=False``: every draw at its median; ``anew``: keys of dice
    that are thrown once more, all others showing what they do without it.
    """
    with uncollected(keeps=True):
        return _play(world, Dice(seed, replication, chance=chance, anew=anew), replication)


def _play(world: World, dice: Dice, replication: int) -> EventLog:
    theatre = Theatre(world, dice, replication)
    give_orders(theatre)
    theatre.kernel.start(theatre.marshal.rounds())
    theatre.kernel.run()
    _attrition(theatre)
    log = theatre.kernel.log
    log.pending, log.standing = pending(theatre), standings(theatre)
    for unit in theatre.units:
        unit.finish()
    log.changes = [unit.changes for unit in theatre.units]
    log.slowed = [unit.slowed for unit in theatre.units]
    log.owed = [passage for unit in theatre.units for passage in unit.owed()]
    log.draws = theatre.kernel.dice.drawn
    theatre.disband()
    return log


OFTEN = 128
"""Runs of one process after which rings are looked for among all that there is."""
_KEPT = count(1)


@contextmanager
def uncollected(*, keeps: bool = False) -> Iterator[None]:
    """A run makes many small objects, and so does the reading of its log: looking for rings among them all
    the while costs a fifth of the time, and at its end neither leaves one (:meth:`Theatre.disband`).

    ``keeps``: what was made is still in use afterwards. It counts as old then, as if it had been looked
    through: to do so at once, at the first list that the caller makes, would cost a tenth of a replication.
    What the caller left in rings meanwhile counts as old with it, so that now and then all is looked through.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if keeps and not next(_KEPT) % OFTEN:
            gc.collect()
        elif keeps and not gc.get_freeze_count():  # else somebody else's would be thawed
            gc.freeze()
            gc.unfreeze()
        gc.enable()


def _attrition(theatre: Theatre) -> None:
    """Losses by the hour, from the first simulated hour to the last or to what ended them."""
    for row in theatre.kernel.world.scenario.attrition:
        start, stop = max(row.start, 0.0), min(row.end, theatre.kernel.end)
        if row.until is not None:
            stop = min(stop, theatre.board.time_of(row.until))
        hours = max(stop - start, 0.0) / HOUR
        if hours:
            killed = theatre.kernel.draw(row.killed_per_hour, f"attrition/{row.id}", "killed") * hours
            wounded = theatre.kernel.draw(row.wounded_per_hour, f"attrition/{row.id}", "wounded") * hours
            theatre.kernel.lose(Loss(stop, row.party, None, row.id, killed, wounded))
