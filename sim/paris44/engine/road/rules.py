"""The rules of the road: what keeps the head of a march unit from passing a place, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paris44.engine.kernel import Kernel
from paris44.engine.log import INFINITE, Event, Passage
from paris44.engine.road.lane import Ghost, Lane, Leg, Node, Traveller, culprit
from paris44.engine.rounding import HAIR

Obstacle = tuple[str, int | None, float]
"""Why a head may not pass: the cause, the unit that it waits for, until when (infinity: until poked)."""

OTHER_WAY: Final = "other way"
"""The cause that is none: the unit has found a way round, and its stages are new."""


class Rules:
    """The rules of the road of one replication: asked at every look of every unit.

    ``units``: all that will be on the road, by their index.
    """

    def __init__(self, kernel: Kernel, units: Sequence[Traveller]) -> None:
        self._kernel = kernel
        self._units = units
        self._passings: set[tuple[int, str, str]] = set()  # those that are told

    def obstacle(  # noqa: PLR0911 - one look, and in it the rules one after the other
        self, unit: Traveller, lane: Lane, leg: Leg, gap: float, now: float
    ) -> Obstacle | None:
        """What keeps the head from passing the place of ``leg`` now: asked at every look of every unit.

        ``lane`` is the one that it comes from, ``gap`` the least time that it keeps from vehicles ahead.
        """
        node, out = leg.node, leg.lane
        if lane.queue[0] is not unit:
            return self._behind(unit, lane, now)
        if not node.quiet:
            held = _enemy(unit, node)
            if held is not None:
                return held
        if node.blown and _over_the_gap(unit, lane, out):
            unit.where = f"held before the bridge {node.name}"
            return "bridge", None, INFINITE
        left, over, entered = lane.last_out, node.last, None if out is None else out.last_in
        if (  # the usual case by itself: nobody near
            (left is not None and (left.open or left.clear + gap > now))
            or (entered is not None and entered is not left and (entered.open or entered.clear + gap > now))
            or (over is not None and over is not left and (over.open or over.clear + gap > now))
            or lane.passed_out is not None
            or (out is not None and out.passed_in is not None)
        ):
            held = self._headway(unit, lane, leg, gap, now)
            if held is not None:
                return held
        if out is None:
            return self._contest(unit, None, node, now) if node.gap and node.waiting else None
        if out.asks:
            held = _ask_lane(unit, leg, out, now)
            if held is not None:
                return held
        at = out.room_from(unit.vehicles, now)
        if at > now and not (out.queue and self._drives_past(unit, out.queue[0])):
            return "queue", out.holder(), at
        return self._contest(unit, out, node, now) if node.waiting else None

    def _headway(self, unit: Traveller, lane: Lane, leg: Leg, gap: float, now: float) -> Obstacle | None:
        """The vehicles just ahead: out of the lane behind, over the place, into the lane ahead."""
        out = leg.lane
        until, ahead, known = now, -1, None
        for before in (
            lane.last_out, lane.passed_out, leg.node.last,
            None if out is None else out.last_in, None if out is None else out.passed_in,
        ):  # fmt: skip
            if before is None or before is known:
                continue
            known = before
            if before.open and before.sure < before.led:
                if not self._drives_past(unit, self._units[before.unit]):
                    return _behind_a_tail(before)
            elif before.clear + gap > until and not before.lets_in(now, unit.vehicles * gap, gap):
                until, ahead = before.clear + gap, before.unit
        return ("queue", ahead, until) if until > now else None

    def _drives_past(self, unit: Traveller, other: Traveller | Ghost) -> bool:
        """Whether ``unit`` has the right to drive past ``other``, who stands: logged as a passing."""
        if isinstance(other, Ghost) or not unit.may_pass or other.priority >= unit.priority:
            return False
        self._tell_passing(unit, (other,), unit.place, 0.0)
        return True

    def _behind(self, unit: Traveller, lane: Lane, now: float) -> Obstacle:
        """Somebody is ahead in the lane: drive past, with the right to, or wait for the one just ahead."""
        if unit.may_pass:
            takes = self._overtake(unit, lane)
            if takes > 0.0:
                return "passing", None, now + takes
            if unit not in lane.impatient:
                lane.impatient.append(unit)
        queue = lane.queue
        place = -1 if queue[-1] is unit else queue.index(unit)
        return "queue", queue[place - 1].index, INFINITE

    def _contest(self, unit: Traveller, out: Lane | None, node: Node, now: float) -> Obstacle | None:
        """Others wait for the same lane, or for the same narrow place: who goes first?

        Who comes before ``unit`` and must still keep his distance is passed over, but once: then he is
        waited for. Else the head that keeps the longest gap could stand for as long as two other roads have
        somebody to send.
        """
        mine = None
        over: list[Traveller] = []
        for other in node.waiting:
            if other is unit or not (node.gap or (other.leg is not None and other.leg.lane is out)):
                continue
            mine = mine or _rank(unit, node)
            if _rank(other, node) >= mine:
                continue
            free = self._free(other, now)
            if free <= now + HAIR:
                other.poke()  # if it sleeps until this very moment it will come by itself
                return "queue", other.index, INFINITE
            if free < INFINITE:
                if other.passed_over:
                    return "queue", other.index, free
                if _stands(other, now):
                    over.append(other)
        for other in over:
            other.passed_over = True
        return None

    def _free(self, unit: Traveller, now: float) -> float:
        """From when on nothing but its turn keeps a waiting unit from passing, as far as is known: now, when
        its distance is kept, or never (infinity) where something else keeps it."""
        lane, leg = unit.lane, unit.leg
        if lane is None or leg is None or lane.queue[0] is not unit:
            return INFINITE
        if _faced(leg.node, unit) or leg.node.blown:
            return INFINITE
        if leg.lane is not None and leg.lane.asks and not _let_in(unit, leg.lane, now):
            return INFINITE
        held = self._headway(unit, lane, leg, leg.least_gap(unit.slow, now), now)
        at = now if held is None else held[2]
        soon = at + HAIR
        if not unit.asleep and unit.until > soon:
            return INFINITE
        return at if leg.lane is None or leg.lane.room_from(unit.vehicles, now) <= soon else INFINITE

    def _overtake(self, unit: Traveller, lane: Lane) -> float:
        """Let a unit with priority drive past halted ones of less; returns how long that takes (0: none)."""
        queue = lane.queue
        place = queue.index(unit)
        first = place
        while first > 0 and _halted(queue[first - 1], unit):
            first -= 1
        if first == place:
            return 0.0
        passed = [u for u in list(queue)[first:place] if isinstance(u, Traveller)]
        queue.remove(unit)
        queue.insert(first, unit)
        vehicles = sum(u.vehicles for u in passed)
        speed = unit.speeds[lane.kind] * self._kernel.value("factor.passing")
        took = vehicles * lane.spacing / speed
        self._tell_passing(unit, passed, lane.b.name, took)
        return took

    def _tell_passing(self, unit: Traveller, passed: Sequence[Traveller], place: str, took: float) -> None:
        """Log that ``unit`` drives past others; of one formation past another at one place once."""
        names = ", ".join(dict.fromkeys(u.formation for u in passed))
        known = (unit.index, names, place)
        if known not in self._passings:
            self._passings.add(known)
            now, march = self._kernel.now(), unit.march
            self._kernel.tell(Event(now, "passing", unit.formation, place, march, names, took))


def _enemy(unit: Traveller, node: Node) -> Obstacle | None:
    for bar in node.bars:
        if bar.holds(unit):
            unit.where = f"held at {node.name} by {bar.garrison.id}"
            bar.contact(unit, node.name)
            return "fight", None, INFINITE
    return None


def _faced(node: Node, unit: Traveller) -> bool:
    """Whether an enemy of ``unit`` bars the place, held by him or passed."""
    return any(bar.against(unit) for bar in node.bars)


def _over_the_gap(unit: Traveller, lane: Lane, out: Lane | None) -> bool:
    """Whether the way leads over a bridge that is blown: it stands before it, or stayed on this side of it.

    Back the way that it came it may go. A march that ends on the bridge would come to stand on it. Who was
    there before it ever moved stands on neither bank.
    """
    if out is None:
        return lane.length > 0.0
    return out.b.name != (lane.a.name if lane.length else unit.bank)


def _ask_lane(unit: Traveller, leg: Leg, out: Lane, now: float) -> Obstacle | None:
    for line in out.lines:
        if line.holds(unit, now):
            unit.where = f"held before line {line.order.id}"
            return "line", None, INFINITE
    shut = out.b.blown or _known_barred(out.b, unit)
    if shut and unit.detour(leg.node.name, out.b.name):
        return OTHER_WAY, None, 0.0
    if out.b.blown:
        unit.where = f"held before the bridge {out.b.name}"
        return "bridge", None, INFINITE
    return None if out.opposite is None else _opposed(out.opposite, now)


def _opposed(other: Lane, now: float) -> Obstacle | None:
    """Whether somebody comes by ``other``, the other direction of a single-track road, or his tail does."""
    if other.queue:
        return "queue", other.first(), INFINITE
    left = other.last_out
    if left is None:
        return None
    if left.open:
        return _behind_a_tail(left)
    return ("queue", None, left.clear) if left.clear > now else None


def _behind_a_tail(passage: Passage) -> Obstacle:
    """Nobody knows when the tail of ``passage`` follows: a line cut it off, or it waits for room, and so on
    somebody."""
    return "line" if passage.waits_on is None else "queue", culprit(passage), INFINITE


def _rank(unit: Traveller, node: Node) -> tuple[int, float, int]:
    """By priority, else first come first served: a unit comes to the place when it is the first on its road.

    So roads take turns: who has just seen the one ahead go is behind all heads that stood there then. Those
    who start out of an assembly area come when they ask for the road.
    """
    lane, place = unit.lane, node.waiting.index(unit) if unit.standing else len(node.waiting)
    ahead = lane.last_out if lane is not None and lane.length > 0.0 else None
    return -unit.priority, unit.came if ahead is None else max(unit.came, ahead.head), place


def _stands(unit: Traveller, now: float) -> bool:
    """Whether the head of a lane came to stand there, or has stood behind another who is a distance away."""
    lane, leg = unit.lane, unit.leg
    assert lane is not None
    assert leg is not None
    ahead = lane.last_out
    if ahead is None or unit.came > ahead.head:
        return True
    return ahead.clear + leg.least_gap(unit.slow, now) < now - HAIR


def _let_in(unit: Traveller, lane: Lane, now: float) -> bool:
    """Whether neither a line, nor a bridge, nor an enemy ahead, nor opposed traffic closes ``lane``."""
    if lane.b.blown or any(line.closed_to(unit, now) for line in lane.lines):
        return False
    if _known_barred(lane.b, unit):
        return False
    return lane.opposite is None or _opposed(lane.opposite, now) is None


def _halted(other: Traveller | Ghost, unit: Traveller) -> bool:
    return isinstance(other, Traveller) and other.asleep and other.priority < unit.priority


def _known_barred(node: Node, unit: Traveller) -> bool:
    """Whether a column that may choose its way knows that ``node`` is fought over."""
    if unit.order.policy == "ordered" or not node.bars:
        return False
    return any(bar.resists and bar.met and bar.against(unit) for bar in node.bars)
