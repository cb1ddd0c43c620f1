"""Who and where a declared outcome means on the laid-out map, and which can never come.

An outcome can never come where nobody whom it names is ordered there, or where nothing in the scenario brings
its events about: then its author is told, before anything runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from paris44.language.text import msg
from paris44.scenario.model import Act, CounterAttack, PhaseLine, Reinforce
from paris44.scenario.outcomes import EventOutcome, FallOutcome, Seen, ShareOutcome
from paris44.world.build import MarchPlan, World

Unmet = tuple[str, str, str]
"""Path of the field, message and hint."""

_MARCHED = ("pass", "pass_tail", "depart", "arrive", "parade", "enter_city", "cross_bridge")
_RESISTS = ("contact", "cleared", "surrender", "withdrawn", "bypass")
_ORDERED = {"counter_attack": CounterAttack, "reinforce": Reinforce}
_KINDS = {"enter_city": "gate", "cross_bridge": "bridge"}
"""Event -> the kind of place that it belongs to."""


def who(world: World, rule: Seen) -> tuple[str, ...] | None:
    """The formations that count, in the order of their table; None: anybody."""
    if not rule.formations and not rule.parties:
        return None
    return tuple(
        name
        for name in world.scenario.formations
        if world.parties[name].id in rule.parties
        or any(world.tree.within(name, whole) for whole in rule.formations)
    )


def where(world: World, rule: Seen) -> tuple[str, ...] | None:
    """The places that count: the named ones, then those of the kind as the map has them; None: any."""
    if not rule.places and rule.place_kind is None:
        return None
    of_kind = (p.id for p in world.scenario.places.values() if p.kind == rule.place_kind)
    return tuple(dict.fromkeys((*rule.places, *of_kind)))


# --- what can never come -------------------------------------------------------------------------------


def never_comes(world: World, among: Collection[str]) -> Iterator[Unmet]:
    """Of some declared outcomes those that can never come."""
    for name in among:
        rule = world.scenario.outcomes[name]
        if isinstance(rule, FallOutcome):
            found = _nobody_falls(world, rule)
        elif isinstance(rule, ShareOutcome):
            found = _nobody_passes(world, rule)
        else:
            found = _unseen(world, rule) if isinstance(rule, Seen) else None
        if found is not None:
            field, message, hint = found
            yield f"outcomes.{name}.{field}", message, hint


def _nobody_falls(world: World, rule: FallOutcome) -> Unmet | None:
    garrisons = world.scenario.garrisons
    chosen = rule.garrisons or tuple(g.id for g in garrisons.values() if g.pocket)
    if not chosen:
        return "type", msg("the scenario has no pockets"), msg("name the garrisons")
    perhaps = next((name for name in chosen if garrisons[name].chance < 1.0), None)
    if perhaps is not None:
        return (
            "garrisons",
            msg("{perhaps} may not stand there at all", perhaps=perhaps),
            msg("leave it out, or count the event cleared"),
        )
    if rule.number is not None and rule.number > len(chosen):
        return (
            "number",
            msg("there are {chosen} garrisons, not {number}", chosen=len(chosen), number=rule.number),
            msg("leave it out for all"),
        )
    return None


def _nobody_passes(world: World, rule: ShareOutcome) -> Unmet | None:
    if world.scenario.formations[rule.formation].vehicles == 0:
        return (
            "formation",
            msg("{formation} has no vehicles", formation=rule.formation),
            msg("name one that has"),
        )
    return _unseen(world, rule.seen)


def _unseen(world: World, rule: Seen) -> Unmet | None:
    """Why nothing that the rule looks for can happen; None where something can."""
    places = where(world, rule)
    if places is not None and not places:
        return (
            "place_kind",
            msg("the map has no place of kind {place_kind}", place_kind=rule.place_kind),
            msg("name places"),
        )
    if isinstance(rule, EventOutcome) and rule.each_place and len(rule.places) > 1:
        each = (_why_not(world, rule, (place,)) for place in rule.places)
        return next((found for found in each if found is not None), None)
    return _why_not(world, rule, places)


def _why_not(world: World, rule: Seen, places: Sequence[str] | None) -> Unmet | None:
    found = [_lacks(world, rule, event, places) for event in rule.events or ("",)]
    return None if any(one is None for one in found) else found[0]


def _lacks(world: World, rule: Seen, event: str, places: Sequence[str] | None) -> Unmet | None:
    """What the scenario lacks for an event (empty: that somebody comes); None: nothing."""
    if _decided(world, event, who(world, rule), places):
        return None
    if not event or event in _MARCHED:
        return _no_way(world, rule, event, places)
    if event in ("sign", "junction"):
        return (
            "events",
            msg("no order of type act says {event}", event=event),
            msg("add one, or ask for another event"),
        )
    return _nothing_there(world, event, places) or _no_order(world, event)


def _nothing_there(world: World, event: str, places: Sequence[str] | None) -> Unmet | None:
    """Why nothing at the places can have part in the event."""
    scenario, there = world.scenario, set(places or ())
    told = "" if places is None else msg(" at {places}", places=_few(places))
    if event in _RESISTS and not any(
        places is None or there & {garrison.place, *garrison.bars} for garrison in scenario.garrisons.values()
    ):
        return (
            "events",
            msg("no garrison stands{where} for {event}", where=told or msg(" anywhere"), event=event),
            msg("name the place of one"),
        )
    if event == "bridge" and not any(places is None or name in there for name in scenario.bridges):
        return "events", msg("there is no bridge{where}", where=told), msg("name one of the section bridges")
    return None


def _no_order(world: World, event: str) -> Unmet | None:
    """Which type of order the event would need, and no order has."""
    needed = PhaseLine if event.startswith("line_") else _ORDERED.get(event)
    if needed is None or any(isinstance(order, needed) for order in world.scenario.orders.values()):
        return None
    kind = "phase-line" if needed is PhaseLine else event.replace("_", "-")
    return (
        "events",
        msg("no order brings {event} about", event=event),
        msg("add an order of type {kind}", kind=kind),
    )


def _decided(
    world: World, event: str, formations: Sequence[str] | None, places: Sequence[str] | None
) -> bool:
    """Whether an act decides it."""
    return any(
        isinstance(order, Act)
        and order.event == event
        and (formations is None or order.formation in formations)
        and (places is None or order.place in places)
        for order in world.scenario.orders.values()
    )


def _no_way(world: World, rule: Seen, event: str, places: Sequence[str] | None) -> Unmet | None:
    """Why no march of those who count leads there, as the event asks; None where one does."""
    formations = who(world, rule)
    plans = [
        plan
        for plan in world.marches.values()
        if formations is None or any(serial.formation in formations for serial in plan.serials)
    ]
    whom = ", ".join((*rule.formations, *rule.parties)) or "anybody"
    if not plans:
        return (
            "formations" if rule.formations else "type",
            msg("{whom} has no march", whom=whom),
            msg("add one, or name another"),
        )
    ways = dict.fromkeys(place for plan in plans for place in _counts(world, plan, event))
    if not ways:
        return (
            "events",
            msg("no march of {whom} is for {event}", whom=whom, event=event),
            msg("ask for another event"),
        )
    if places is None or not ways.keys().isdisjoint(places) or _may_stray(world, plans, event, places):
        return None
    what = {"arrive": msg("ends at"), "depart": msg("begins at"), "parade": msg("parades past")}.get(
        event, msg("passes")
    )
    hint = msg("such places: {places}", places=", ".join(list(ways)[:6]))
    return (
        "places" if rule.places else "place_kind",
        msg("no march of {whom} {what} {places}", whom=whom, what=what, places=_few(places)),
        hint,
    )


def _may_stray(world: World, plans: Sequence[MarchPlan], event: str, places: Sequence[str]) -> bool:
    """Whether somebody who seeks his own way may come through a place that his plan does not pass."""
    graph = world.network.graph
    on_a_road = any(place in graph and len(graph[place]) for place in places)
    through = event not in ("arrive", "depart", "parade")
    return through and on_a_road and any(plan.order.policy == "avoid" for plan in plans)


def _counts(world: World, plan: MarchPlan, event: str) -> Sequence[str]:
    """The places of a march at which the event may be seen."""
    path = plan.path
    if event == "arrive":
        return path[-1:]
    if event == "depart":
        return (*path[:1], *((plan.order.start_point,) if plan.order.start_point else ()))
    if event == "parade":
        return path if plan.order.passage_event == "parade" else ()
    kind = _KINDS.get(event)
    return [place for place in path if kind is None or world.scenario.places[place].kind == kind]


def _few(places: Sequence[str]) -> str:
    return ", ".join(places[:3]) + (" ..." if len(places) > 3 else "")
