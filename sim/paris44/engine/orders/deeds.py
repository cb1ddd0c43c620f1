"""Orders given: each a SimPy process that waits for its moment and acts; a march is handed to its column."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, cast

from simpy.events import AnyOf
from simpy.events import Event as SimEvent

from paris44.engine.enemy.losses import geometric
from paris44.engine.enemy.strongpoint import Strongpoint
from paris44.engine.events import Kind
from paris44.engine.log import Enabler, Event, Loss, Pending
from paris44.engine.march.column import Column
from paris44.engine.march.command import Command
from paris44.engine.orders.presence import is_near, leaves_at, stands_at
from paris44.engine.road.phase_line import Line
from paris44.engine.rounding import HAIR
from paris44.engine.theatre import Theatre
from paris44.language.text import msg
from paris44.scenario.model import (
    Act,
    BridgeWork,
    CeaseFire,
    CounterAttack,
    March,
    Moment,
    Order,
    PhaseLine,
    Reinforce,
)

Doing = Generator[SimEvent, Any, None]


def give_orders(theatre: Theatre) -> None:
    """Start what carries each order of the scenario out, in the order in which they are written."""
    for order in theatre.kernel.world.scenario.orders.values():
        theatre.kernel.start(_carry_out(theatre, order))


def _carry_out(theatre: Theatre, order: Order) -> Doing:  # noqa: PLR0911 - one for each type of order
    """The process of an order."""
    if isinstance(order, March):
        return _command(theatre, order).carry_out()
    if isinstance(order, PhaseLine):
        return phase_line(theatre, order, theatre.lines[order.id])
    if isinstance(order, Act):
        return act(theatre, order)
    if isinstance(order, BridgeWork):
        return bridge_work(theatre, order)
    if isinstance(order, Reinforce):
        return reinforce(theatre, order)
    if isinstance(order, CounterAttack):
        return counter_attack(theatre, order)
    if isinstance(order, CeaseFire):
        return cease_fire(theatre, order)
    raise TypeError(f"no process for the order {order!r}")


def _command(theatre: Theatre, order: March) -> Command:
    """The command of a column that is to march."""
    kernel, plan = theatre.kernel, theatre.kernel.world.marches[order.id]
    column = Column(kernel, theatre.pace, theatre.road, theatre.ways.of(plan.foes), plan)
    return Command(kernel, theatre.board, column, theatre.units)


def issue(theatre: Theatre, order: Order) -> Generator[SimEvent, Any, Enabler]:
    """Wait for the order's moment and make it known. Returns what later orders follow from."""
    kernel = theatre.kernel
    enabler = yield from theatre.board.moment(order.issued, order.id, kernel.world.sky.of(order))
    now = kernel.env.now
    kind = cast(Kind, order.event) if isinstance(order, Act) else "order"  # the schema lets no others in
    formation = getattr(order, "formation", None)
    place = getattr(order, "place", None)
    kernel.tell(Event(now, kind, formation, place, order.id, order.title, None, enabler))
    here = Enabler(now, event=len(kernel.log.events) - 1)
    theatre.board.fire(("order", order.id), here)
    return here


def act(theatre: Theatre, order: Act) -> Doing:
    """Something decided: it happens, and others may follow from it."""
    if theatre.kernel.draw(order.chance, order.id, "chance") < 0.5:
        theatre.kernel.log.pending[order.id] = Pending("chance")
        return
    here = yield from issue(theatre, order)
    if order.formation is not None and order.place is not None:
        theatre.board.happened(order.event, order.formation, order.place, order.id, here)


def phase_line(theatre: Theatre, order: PhaseLine, line: Line) -> Doing:
    """The line is drawn, reaches the columns after its transmission, and may be lifted early."""
    kernel = theatre.kernel
    env, under_way = kernel.env, kernel.draw(order.transmission, order.id, "transmission")
    at = order.issued.at
    if at is not None and order.issued == Moment(at=at):
        line.known_from = at + under_way  # an hour that is known: heads of that very second meet it
    yield from issue(theatre, order)
    yield env.timeout(under_way)
    if env.now >= order.until:
        return
    line.reach(env.now, theatre.road, theatre.units)
    over: list[SimEvent] = [env.timeout(order.until - env.now)]
    if order.lifted is not None:
        light = kernel.world.sky.of(order)
        over.append(kernel.start(theatre.board.moment(order.lifted, f"{order.id}/lifted", light)))
    yield AnyOf(env, over)
    if env.now < order.until:
        line.lifted_at = env.now
        kernel.tell(Event(env.now, "line_lifted", None, None, order.id))
    line.end(env.now, theatre.road)


def bridge_work(theatre: Theatre, order: BridgeWork) -> Doing:
    """Demolish, repair or seize a bridge.

    Who is named to repair or to seize it does so when he is at the bridge or at the next place to it, and
    mends it for as long as he is: when he leaves the work stops, and goes on when some of his come.
    """
    kernel = theatre.kernel
    here = yield from issue(theatre, order)
    if order.action != "demolish" and order.formation is not None:
        here = yield from _come_to_the_bridge(theatre, order, order.formation, here)
    if theatre.bridges.state[order.bridge] == _DONE[order.action]:
        return
    why = _no_use(order.action, theatre.bridges.state[order.bridge])
    if order.action == "demolish" and not why and kernel.draw(order.chance, order.id, "chance") <= 0.5:
        why = msg("the charges fail")
    if order.action == "repair" and not why:
        here = yield from _mend(theatre, order, order.formation, here)
        why = _no_use(order.action, theatre.bridges.state[order.bridge])
    if why:
        call_off(theatre, order.id, order.formation, order.bridge, why, here)
        return
    theatre.bridges.change(order.bridge, _DONE[order.action], order.formation, here)


_DONE = {"demolish": "blown", "repair": "repaired", "seize": "seized"}
_LOST = {"blown": msg("the bridge is blown"), "seized": msg("the bridge is seized")}
_NOT_BLOWN = {
    "intact": msg("the bridge is not blown but intact"), "mined": msg("the bridge is not blown but mined"),
    "repaired": msg("the bridge is not blown but repaired"),
    "seized": msg("the bridge is not blown but seized"),
}  # fmt: skip
"""State of a bridge -> why it is of no use to attack, or to repair, it."""


def _no_use(action: str, state: str) -> str:
    """Why ``action`` cannot be done to a bridge in that ``state`` (empty: it can)."""
    if action == "repair":
        return "" if state == "blown" else _NOT_BLOWN[state]
    against = "seized" if action == "demolish" else "blown"
    return _LOST[state] if state == against else ""


def _mend(
    theatre: Theatre, order: BridgeWork, formation: str | None, here: Enabler
) -> Generator[SimEvent, Any, Enabler]:
    """Work for as long as it takes, but only while those who are to do it are there."""
    env, bridge = theatre.kernel.env, order.bridge
    left = theatre.kernel.draw(order.duration, order.id, "duration")
    if formation is None:
        yield env.timeout(left)
        return here
    while True:
        began = env.now
        stays = leaves_at(theatre, formation, bridge) + HAIR - began
        comers = [theatre.bridges.coming(place) for place in _near(theatre, bridge)]
        yield AnyOf(env, [env.timeout(min(left, stays)), *comers])
        left -= env.now - began
        if left < HAIR:
            return here
        if not is_near(theatre, formation, bridge):
            here = yield from _come_to_the_bridge(theatre, order, formation, here)


def _near(theatre: Theatre, bridge: str) -> tuple[str, ...]:
    """A bridge and the next places to it."""
    return (bridge, *theatre.kernel.world.network.graph[bridge])


def _come_to_the_bridge(
    theatre: Theatre, order: BridgeWork, formation: str, here: Enabler
) -> Generator[SimEvent, Any, Enabler]:
    """Wait until ``formation`` is at the bridge or at the next place to it."""
    kernel = theatre.kernel
    bridge = order.bridge
    near = _near(theatre, bridge)
    if is_near(theatre, formation, bridge):
        return here
    why = msg("{who} is neither at {bridge} nor at the next place to it", who=formation, bridge=bridge)
    kernel.tell(Event(kernel.env.now, "waits", formation, bridge, order.id, why, None, here))
    while not is_near(theatre, formation, bridge):
        yield AnyOf(kernel.env, [theatre.bridges.coming(place) for place in near])
    return Enabler(kernel.env.now, event=len(kernel.log.events) - 1, lag="orders")


def reinforce(theatre: Theatre, order: Reinforce) -> Doing:
    """Men and guns join a garrison, or leave it; one that has not come yet has them when it comes.

    One that falls in that very second they find no more.
    """
    here = yield from issue(theatre, order)
    yield theatre.kernel.last()
    strongpoint = theatre.strongpoints[order.garrison]
    place = strongpoint.garrison.place
    if not strongpoint.resists:
        call_off(theatre, order.id, None, place, _absent(order.garrison), here)
        return
    theatre.kernel.tell(
        Event(theatre.kernel.env.now, "reinforce", None, place, order.id, order.garrison, order.men)
    )
    strongpoint.join(order.men, order.heavy_guns)


def call_off(
    theatre: Theatre, order: str, formation: str | None, place: str, why: str, here: Enabler
) -> None:
    """An order that was given is not carried out: ``why`` is told in the log."""
    theatre.kernel.tell(Event(theatre.kernel.env.now, "not_done", formation, place, order, why, None, here))


def _absent(garrison: str) -> str:
    return msg("{who} is not there", who=garrison)


def counter_attack(theatre: Theatre, order: CounterAttack) -> Doing:
    """The enemy attacks a formation where it stands, with no more men than he has; it ends with his fall.

    Who comes in that very second is there, who falls in it is not.
    """
    kernel = theatre.kernel
    here = yield from issue(theatre, order)
    yield kernel.last()
    env, enemy = kernel.env, theatre.strongpoints[order.garrison]
    men = min(order.men, enemy.men) if enemy.there else 0
    if not men or not stands_at(theatre, order.formation, order.place):
        away = msg("{who} is not at {place}", who=order.formation, place=order.place)
        why = away if men else _absent(order.garrison)
        call_off(theatre, order.id, order.formation, order.place, why, here)
        return
    where = (order.formation, order.place, order.id, order.garrison)
    kernel.tell(Event(env.now, "contact", *where, None, here))
    kernel.tell(Event(env.now, "counter_attack", *where, men, here))
    yield AnyOf(env, [env.timeout(kernel.draw(order.duration, order.id, "duration")), enemy.over])
    killed = geometric(kernel.dice.u(order.id, "killed"), kernel.value("loss.killed"))
    wounded = round(killed * kernel.value("loss.wounded-ratio"))
    kernel.lose(Loss(env.now, kernel.party(order.formation), order.place, order.formation, killed, wounded))
    if enemy.there:  # the dead of a garrison that has fallen meanwhile are counted with its fall
        dead = min(round(kernel.value("loss.defenders-killed") * men), enemy.men)
        holder = kernel.world.holder(enemy.garrison)
        kernel.lose(Loss(env.now, holder, order.place, order.garrison, dead))
        enemy.join(-dead)


def cease_fire(theatre: Theatre, order: CeaseFire) -> Doing:
    """Send a team to each garrison that is there and still resists."""
    here = yield from issue(theatre, order)
    for strongpoint in theatre.strongpoints.values():
        garrison = strongpoint.garrison
        if not (garrison.id in order.among if order.among else garrison.pocket):
            continue
        if not strongpoint.there:
            if order.among:
                call_off(theatre, order.id, None, garrison.place, _absent(garrison.id), here)
        else:
            theatre.kernel.start(_team(theatre, order, strongpoint, here))


def _team(theatre: Theatre, order: CeaseFire, strongpoint: Strongpoint, here: Enabler) -> Doing:
    """Drive there as far and as soon as there is a way, be believed, and the garrison lays down its arms."""
    kernel = theatre.kernel
    garrison, goal = strongpoint.garrison, strongpoint.garrison.place
    speed = kernel.draw(kernel.law("cease-fire.speed"), f"{order.id}/{goal}", "speed")
    persuade = kernel.draw(order.persuasion, f"{order.id}/{garrison.id}", "persuasion")
    at = order.place
    while at != goal:
        way = _way_on(theatre, at, goal)
        if way is None:
            why = msg("no open way from {a} to {b}", a=at, b=goal)
            kernel.tell(Event(kernel.env.now, "waits", None, goal, order.id, why, None, here))
        while way is None:
            yield AnyOf(kernel.env, [theatre.bridges.opening(), strongpoint.over])
            if not strongpoint.resists:
                return
            way = _way_on(theatre, at, goal)
        yield kernel.env.timeout(kernel.world.network.length(way[:2]) / speed)
        at = way[1]
    yield kernel.env.timeout(persuade)
    if strongpoint.resists:
        who = _to_whom(theatre, strongpoint)
        strongpoint.end("surrender", who, Enabler(here.time, event=here.event, lag="rolling"))


def _way_on(theatre: Theatre, at: str, goal: str) -> tuple[str, ...] | None:
    """The quickest way from ``at`` to ``goal`` that is open now; who has come to a blown bridge has none."""
    return None if at in theatre.bridges.blown else theatre.ways.way(at, goal, "quickest")


def _to_whom(theatre: Theatre, strongpoint: Strongpoint) -> str | None:
    """Who takes the surrender of a garrison: who stands before it, else who is ordered there to reduce it."""
    found = [formation for formation, _ in strongpoint.met]
    for order in theatre.kernel.world.scenario.orders.values():
        if isinstance(order, March) and strongpoint.garrison.id in order.reduce:
            found += order.serials
    return found[0] if found else None
