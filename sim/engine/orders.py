"""Orders that are not marches: each a SimPy process that waits for its moment and acts."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from simpy.events import AnyOf
from simpy.events import Event as SimEvent

from sim.engine.log import Enabler, Event, Loss, Pending
from sim.engine.losses import geometric
from sim.scenario.model import Act, BridgeWork, CeaseFire, CounterAttack, March, Order, PhaseLine, Reinforce

if TYPE_CHECKING:
    from sim.engine.fights import Strongpoint
    from sim.engine.lines import Line
    from sim.engine.theatre import Theatre

Doing = Generator[SimEvent, Any, None]


def issue(theatre: Theatre, order: Order) -> Generator[SimEvent, Any, Enabler]:
    """Wait for the order's moment and make it known. Returns what later orders follow from."""
    enabler = yield from theatre.board.moment(order.issued, order.id)
    now = theatre.env.now
    kind = order.event if isinstance(order, Act) else "order"
    formation = getattr(order, "formation", None)
    place = getattr(order, "place", None)
    theatre.tell(Event(now, kind, formation, place, order.id, order.title, None, enabler))
    here = Enabler(now, event=len(theatre.log.events) - 1)
    theatre.board.fire(("order", order.id), here)
    return here


def carry_out(theatre: Theatre, order: Order) -> Doing:
    """The process of an order that is neither a march nor a line."""
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


def act(theatre: Theatre, order: Act) -> Doing:
    """Something decided: it happens, and others may follow from it."""
    if theatre.draw(order.chance, order.id, "chance") < 0.5:
        theatre.log.pending[order.id] = Pending("chance")
        return
    here = yield from issue(theatre, order)
    if order.formation is not None and order.place is not None:
        theatre.board.happened(order.event, order.formation, order.place, order.id, here)


def phase_line(theatre: Theatre, order: PhaseLine, line: Line) -> Doing:
    """The line is drawn, reaches the columns after its transmission, and may be lifted early."""
    yield from issue(theatre, order)
    env = theatre.env
    yield env.timeout(theatre.draw(order.transmission, order.id, "transmission"))
    if env.now >= order.until:
        return
    line.reach(env.now, theatre.road, theatre.units)
    over: list[SimEvent] = [env.timeout(order.until - env.now)]
    if order.lifted is not None:
        over.append(env.process(theatre.board.moment(order.lifted, f"{order.id}/lifted")))
    yield AnyOf(env, over)
    if env.now < order.until:
        line.lifted_at = env.now
        theatre.tell(Event(env.now, "line_lifted", None, None, order.id))
    line.end(env.now, theatre.road)


def bridge_work(theatre: Theatre, order: BridgeWork) -> Doing:
    """Demolish, repair or seize a bridge."""
    here = yield from issue(theatre, order)
    node = theatre.road.node(order.bridge)
    if order.action == "demolish":
        if theatre.bridges[order.bridge] != "seized" and theatre.draw(order.chance, order.id, "chance") > 0.5:
            node.blown = True
            theatre.set_bridge(order.bridge, "blown", order.formation, here)
            theatre.road.ask_before(order.bridge)
    elif order.action == "repair":
        yield theatre.env.timeout(theatre.draw(order.duration, order.id, "duration"))
        node.blown = False
        theatre.set_bridge(order.bridge, "repaired", order.formation, here)
        theatre.road.ask_before(order.bridge)
    else:
        theatre.set_bridge(order.bridge, "seized", order.formation, here)


def reinforce(theatre: Theatre, order: Reinforce) -> Doing:
    """Men and guns join a garrison, or leave it."""
    yield from issue(theatre, order)
    strongpoint = theatre.strongpoints[order.garrison]
    strongpoint.men = max(strongpoint.men + order.men, 0)
    strongpoint.guns_88 = max(strongpoint.guns_88 + order.guns_88, 0)
    place, now = strongpoint.garrison.place, theatre.env.now
    theatre.tell(Event(now, "reinforce", None, place, order.id, order.garrison, order.men))


def counter_attack(theatre: Theatre, order: CounterAttack) -> Doing:
    """The enemy attacks a formation where it stands."""
    here = yield from issue(theatre, order)
    now, where = theatre.env.now, (order.formation, order.place, order.id, order.garrison)
    theatre.tell(Event(now, "contact", *where, None, here))
    theatre.tell(Event(now, "counter_attack", *where, order.men, here))
    yield theatre.env.timeout(theatre.draw(order.duration, order.id, "duration"))
    killed = geometric(theatre.dice.u(order.id, "killed"), theatre.value("loss.killed"))
    wounded = round(killed * theatre.value("loss.wounded-ratio"))
    dead = round(theatre.value("loss.german-killed") * order.men)
    now, party = theatre.env.now, theatre.party(order.formation)
    theatre.lose(Loss(now, party, order.place, order.formation, killed, wounded))
    theatre.lose(Loss(now, "germans", order.place, order.garrison, dead))


def cease_fire(theatre: Theatre, order: CeaseFire) -> Doing:
    """Send a team to each garrison that still resists."""
    here = yield from issue(theatre, order)
    for strongpoint in theatre.strongpoints.values():
        garrison = strongpoint.garrison
        if strongpoint.resists and (garrison.id in order.among if order.among else garrison.pocket):
            theatre.env.process(_team(theatre, order, strongpoint, here))


def _team(theatre: Theatre, order: CeaseFire, strongpoint: Strongpoint, here: Enabler) -> Doing:
    """Drive there, be believed, and the garrison lays down its arms."""
    goal = strongpoint.garrison.place
    way = theatre.way(order.place, goal, "quickest") or (order.place,)
    length = theatre.world.network.length(way)
    drive = length / theatre.draw(theatre.law("cease-fire.speed"), f"{order.id}/{goal}", "speed")
    persuade = theatre.draw(order.persuasion, f"{order.id}/{strongpoint.garrison.id}", "persuasion")
    yield theatre.env.timeout(drive + persuade)
    if strongpoint.resists:
        who = _to_whom(theatre, strongpoint)
        strongpoint.end("surrender", who, Enabler(here.time, event=here.event, lag="rolling"))


def _to_whom(theatre: Theatre, strongpoint: Strongpoint) -> str | None:
    """Who takes the surrender of a garrison: who stands before it, else who is ordered there to reduce it."""
    found = [formation for formation, _ in strongpoint.met]
    for order in theatre.world.scenario.orders.values():
        if isinstance(order, March) and strongpoint.garrison.id in order.reduce:
            found += order.serials
    return found[0] if found else None
