"""Whether roads lead where the orders go: checks on the map and the orders together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from paris44.language.text import msg, quoted
from paris44.scenario.checks.facts import Facts, Finding, Steps


def routes_are_connected(facts: Facts) -> Iterator[Finding]:
    """Open roads join each place of a route to the next."""
    if not facts.readable("roads"):
        return
    for key, march in facts.marches():
        if not march.route:
            yield ("orders", key, "route"), msg("the route names no place"), msg("write [from, via, to]")
        for number, (a, b) in enumerate(pairwise(march.route), 1):
            if {a, b} <= facts.rows.ids["places"] and not facts.open_roads.joined(a, b):
                message = msg("no open road leads from {a} to {b}", a=a, b=b)
                yield ("orders", key, "route", number), message, _what_cuts(facts, a, b), _cuts(facts)


def columns_can_come_to_their_orders(facts: Facts) -> Iterator[Finding]:
    """Who has marched by one order can get to the start of the next: islands of the map are never left.

    A bridge that is blown at the start and that no order repairs or seizes joins nothing.
    """
    if facts.tree.loops or not (facts.readable("roads") and facts.readable("places")):
        return
    came: dict[str, tuple[str, str]] = {}  # formation -> order and last place of its route
    for key, march in facts.marches():
        told = False
        for leaf in facts.tree.of(march.serials) if march.route else ():
            order, last = came.get(leaf, (key, march.route[0]))
            came[leaf] = key, march.route[-1]
            if (
                told
                or facts.ways.joined(last, march.route[0])
                or not facts.known_places(last, march.route[0])
            ):
                continue
            told = True
            message = msg(
                "{leaf} comes by {order} to {last}, and no way leads from there to {start}",
                leaf=quoted(leaf),
                order=quoted(order),
                last=last,
                start=march.route[0],
            )
            others: list[Steps] = [*_cuts(facts), ("orders", order, "route")]
            hint = _what_cuts(facts, last, march.route[0])
            yield ("orders", key, "route", 0), message, hint, others


def _what_cuts(facts: Facts, a: str, b: str) -> str:
    """Why no way leads from one place to another."""
    if facts.open_roads.joined(a, b):
        return msg("a blown bridge that nobody repairs cuts them off")
    return msg("a closed road cuts them off") if facts.all_roads.joined(a, b) else msg("add the missing road")


def _cuts(facts: Facts) -> list[Steps]:
    """What could cut a route: closed and removed roads, blown and removed bridges."""
    closed: list[Steps] = [("roads", key, "closed") for key, r in facts.rows["roads"].items() if r.closed]
    blown: list[Steps] = [("bridges", key, "state") for key in facts.gaps]
    return closed + blown + facts.removed("roads") + facts.removed("places")
