"""Lanes and places as queues: headway, first in first out, storage and spillback.

A march unit is a point with two clocks at each place: when its head passes and when its tail does.
Between them its vehicles follow evenly. The rules are those of kinematic-wave theory, counted
in vehicles (Newell 1993; Daganzo's and Newell's cumulative counts), for vehicle n at place j:

- it has driven the lane behind at its speed;
- the vehicle ahead passed at least a headway before: ``wave_time + jam_spacing / speed`` of the slower of the
  two lanes, and never less than one over the capacity of the place or of either lane;
- the vehicle that many places ahead which the next lane holds has left that lane, and the hole has
  travelled back: ``storage * wave_time`` later.

A unit checks the rules for its head, and computes its tail from them. Where the tail depends on
vehicles that have not moved yet, its passage stays *open* and is settled when they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from paris44.engine.log import INFINITE, Passage
from paris44.world.build import World

if TYPE_CHECKING:
    from paris44.engine.enemy.strongpoint import Strongpoint
    from paris44.engine.march.driver import Driver
    from paris44.engine.road.phase_line import Line


SHORT = 3.0
"""Jam spacings: a road shorter than this keeps the part of a vehicle that it holds besides whole ones."""


class Node:
    """A place during a run. ``gap`` is the least time between vehicles over it, all directions."""

    __slots__ = ("bars", "blown", "gap", "last", "last_lane", "name", "quiet", "waiting", "watched", "ways")

    def __init__(self, name: str, gap: float) -> None:
        self.name = name
        self.gap = gap
        self.last: Passage | None = None  # kept only where the place itself has a capacity,
        self.last_lane: Lane | None = None  # and whence it came
        self.bars: list[Strongpoint] = []
        self.blown = False
        self.waiting: list[Driver] = []  # heads that stand here, each the front of its lane
        self.quiet = True  # no enemy: nothing to ask the place
        self.watched = False  # somebody may be awaited here, even if he only comes to a halt
        self.ways = 0  # lanes and assembly areas from which columns come to it in this run

    def poke(self) -> None:
        """Something changed: let those who wait here look again."""
        for unit in self.waiting:
            unit.poke()

    def bar(self, strongpoint: Strongpoint) -> None:
        """``strongpoint`` bars the place from now on."""
        self.bars.append(strongpoint)
        self.quiet = False

    def open(self, strongpoint: Strongpoint) -> None:
        """``strongpoint`` no longer bars the place."""
        self.bars.remove(strongpoint)
        self.quiet = not self.bars
        self.poke()


class Lane:
    """One direction of a road during a run, or the assembly area from which a column enters it.

    ``entered``, ``exited`` and ``cleared`` count vehicles; ``exits`` holds the passages out of the lane
    whose room is not known to be free again at the entrance; ``pending`` those into it whose tail waits
    for room.
    """

    __slots__ = (
        "a", "asks", "b", "cleared", "entered", "exited", "exits", "gap", "impatient", "kind", "last_in",
        "last_lane", "last_out", "length", "lines", "opposite", "passed_in", "passed_out", "pending", "queue",
        "road", "room", "wave",
    )  # fmt: skip

    def __init__(
        self, road: Road, a: Node, b: Node, *, length: float = 0.0, kind: int = 0, gap: float = 0.0,
        room: float = 1e9, wave: float = 0.0,
    ) -> None:  # fmt: skip
        self.road = road
        self.a = a
        self.b = b
        b.ways += 1
        self.length = length
        self.kind = kind
        self.gap = gap  # least time between vehicles at its entrance, by its capacity
        self.room = room  # vehicles that it holds at a halt
        self.wave = wave  # time for a hole to travel back through it
        self.queue: list[Driver | Ghost] = []
        self.entered = self.exited = self.cleared = 0
        self.exits: list[Passage] = []
        self.pending: list[tuple[float, Passage]] = []
        self.last_in: Passage | None = None
        self.last_out: Passage | None = None
        self.passed_in: Passage | None = None  # somebody drove in past this one, whose tail was not in yet,
        self.passed_out: Passage | None = None  # and out past this one, whose tail was still in
        self.last_lane: Lane | None = None  # whence the last to enter came
        self.impatient: list[Driver] = []  # in its queue, to drive past those ahead once these halt
        self.lines: tuple[Line, ...] = ()
        self.opposite: Lane | None = None  # of a single-track road
        self.asks = False  # a line, a bridge, an enemy ahead or opposed traffic has a say at its entrance

    # --- storage -----------------------------------------------------------------------------

    def room_from(self, vehicles: int, now: float) -> float:
        """From when on the head of a unit of that many vehicles finds room.

        0: there is room for all of it, so that nothing can hold its tail back. Infinite: nobody knows yet.
        """
        most = self.room - vehicles + self.cleared
        entered = self.entered
        if entered <= most:
            return 0.0
        exits, wave = self.exits, self.wave
        while exits:
            first = exits[0]
            if first.open or first.clear + wave > now:
                break
            self.cleared += first.vehicles
            most += first.vehicles
            exits.pop(0)
        count = entered - self.room
        if entered <= most or count < self.cleared:
            return 0.0
        found = self._exit(count)
        if found is None:
            return INFINITE
        vehicle = count - found.rank
        return INFINITE if found.open and vehicle >= found.sure else found.at(vehicle) + wave

    def holder(self) -> int | None:
        """The unit that must move on before there is room: one whose tail is still here, or the first."""
        for passage in self.exits:
            if passage.open:
                return culprit(passage)
        return self.first()

    def first(self) -> int | None:
        """The unit at the head of the queue (None: nobody, or only the room of one that left the road)."""
        return self.queue[0].index if self.queue else None

    def _exit(self, count: float) -> Passage | None:
        """The passage with which the ``count``-th vehicle (from 0) left."""
        for found in self.exits:
            if count < found.rank + found.vehicles:
                return found
        return None

    def _gone(self) -> int:
        """How many vehicles have left, or will at a time that is known: not those of a tail that waits."""
        for passage in self.exits:
            if passage.open:
                return passage.rank + passage.sure
        return self.exited

    # --- passages ------------------------------------------------------------------------------

    def enter(self, unit: Driver, passage: Passage, came_from: Lane) -> None:
        """``unit`` enters with ``passage``; its tail waits for room if the lane is short or full."""
        entered, before = self.entered, self.last_in
        self.entered = entered + passage.vehicles
        self.queue.append(unit)
        if before is not None and before.open:
            self.passed_in = before
        self.last_in = passage
        self.last_lane = came_from
        count = self.entered - 1 - self.room
        if count >= self.cleared and passage.vehicles > 1:
            passage.sure = max(int(self._gone() - entered + self.room), 1)  # so many find room now
            found = self._exit(count)
            if found is None:
                passage.open, passage.waits_on = True, self
                self.pending.append((count, passage))
            else:
                self._tail(passage, count - found.rank, found)

    def leave(self, passage: Passage) -> None:
        """The front unit leaves with ``passage``; whoever waited for that may go on."""
        queue, before = self.queue, self.last_out
        queue.pop(0)
        first = passage.rank = self.exited
        self.exited = first + passage.vehicles
        self.exits.append(passage)
        if before is not None and before.open:
            self.passed_out = before
        self.last_out = passage
        if passage.open:
            self.road.unsettled[passage] = self
        while self.pending and self.pending[0][0] < self.exited:
            count, behind = self.pending.pop(0)
            if behind.open:  # its unit has not left the road meanwhile
                self._tail(behind, count - first, passage)
        if queue:
            queue[0].front(self)
        if self.a.waiting:
            self.a.poke()
        if self.opposite is not None and self.opposite.a.waiting:
            self.opposite.a.poke()

    def look_again(self, halted: Driver) -> None:
        """``halted`` has come to a halt: let those look again who may drive past it."""
        for unit in [u for u in self.impatient if u.priority > halted.priority]:
            self.impatient.remove(unit)
            if unit.lane is self:
                unit.poke()

    def _tail(self, passage: Passage, vehicle: float, ahead: Passage) -> None:
        """The tail of ``passage`` finds room when the ``vehicle``-th of ``ahead`` has left it."""
        if ahead.open and vehicle >= ahead.sure:
            passage.open, passage.waits_on = True, ahead
            ahead.dependents = ahead.dependents or []
            ahead.dependents.append((self.wave, vehicle, passage))
            return
        bound = ahead.at(vehicle) + self.wave
        if passage.open:
            self.road.settle(passage, bound)
        elif bound > passage.clear:
            passage.clear = bound
            if passage.next is not None:
                push_on(passage)


def culprit(passage: Passage) -> int | None:
    """The unit that must move on before the tail of an open ``passage`` can follow."""
    waits_on = passage.waits_on
    while isinstance(waits_on, Passage):
        waits_on = waits_on.waits_on
    return waits_on.first() if isinstance(waits_on, Lane) else None


class Ghost:
    """The room of a unit that left the road in mid-lane, filled only when those ahead move on."""

    __slots__ = ("index", "passage", "wake")

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.index: None = None  # no unit,
        self.wake: None = None  # and nobody to wake

    def front(self, lane: Lane) -> None:
        """The gap has reached the end of the lane: it is gone, and held nobody's place."""
        ahead = lane.last_out
        now = lane.road.now()
        self.passage.head = self.passage.clear = now
        lane.leave(self.passage)
        lane.last_out = ahead


def _room(fits: float) -> float:
    """The vehicles that a road holds at a halt; ``fits``: its length in jam spacings.

    Whole ones, as nobody stands on a part of a place. But of a road of one and a half that half would be a
    third of its flow, and of a street cut into such pieces of the whole street's: the next vehicle may drive
    on to it when that part of the time between two vehicles is over.
    """
    return max(fits, 1.0) if fits < SHORT else float(int(fits + 1e-9))


class Road:
    """The network during a run. Lanes and places are made when the first column comes to them."""

    def __init__(self, world: World, value: Callable[[str], float], now: Callable[[], float]) -> None:
        self.now = now
        self.spacing = value("jam-spacing")
        self.wave_time = value("wave-time")
        self._world = world
        self._value = value
        self.nodes: dict[str, Node] = {}
        self._lanes: dict[int, Lane] = {}
        self._yards: dict[tuple[str, str], Lane] = {}
        self._lines: dict[tuple[str, str], list[Line]] = {}
        self.unsettled: dict[Passage, Lane] = {}  # open passages, and the lane that each left

    def node(self, name: str) -> Node:
        """The place ``name``."""
        found = self.nodes.get(name)
        if found is None:
            capacity = self._world.scenario.places[name].capacity_vph
            bridge = self._world.scenario.bridges.get(name)
            limits = [c for c in (capacity, bridge and bridge.capacity_vph) if c]
            found = self.nodes[name] = Node(name, 3600.0 / min(limits) if limits else 0.0)
        return found

    def lane(self, index: int) -> Lane:
        """The lane of that index in the world's network."""
        found = self._lanes.get(index)
        if found is None:
            info = self._world.network.lanes[index]
            capacity = info.capacity_vph or self._value(f"capacity.{info.road_class}")
            room = _room(info.length / self.spacing)
            found = self._lanes[index] = Lane(
                self, self.node(info.a), self.node(info.b), length=info.length, kind=info.kind,
                gap=3600.0 / capacity, room=room, wave=room * self.wave_time,
            )  # fmt: skip
            found.lines = tuple(self._lines.get((info.a, info.b), ()))
            if info.single_track:
                found.opposite = self.lane_of(info.b, info.a)
                found.opposite.opposite = found
                found.opposite.asks = True
            found.asks = bool(found.lines) or info.single_track or found.b.blown
        return found

    def lane_of(self, a: str, b: str) -> Lane:
        """The lane from ``a`` to ``b``."""
        return self.lane(self._world.network.lane_of[a, b])

    def yard(self, place: str, column: str = "") -> Lane:
        """The assembly area of ``column`` at ``place``: room for all, first ready first out.

        Without a column: room for one unit that is out of the way of everybody.
        """
        node = self.node(place)
        if not column:
            return Lane(self, node, node)
        found = self._yards.get((place, column))
        if found is None:
            found = self._yards[place, column] = Lane(self, node, node)
        return found

    def draw(self, line: Line, lanes: Iterable[tuple[str, str]]) -> None:
        """``line`` has a say on ``lanes`` (before any lane is made)."""
        for ends in sorted(lanes):
            self._lines.setdefault(ends, []).append(line)

    def ask_before(self, place: str) -> None:
        """Whoever is about to drive to ``place`` must look first: its bridge is down (or up again, and who
        stands before it may go on), or a fight is on."""
        node = self.node(place)
        node.poke()
        for a in self._world.network.graph[place]:
            lane = self.lane_of(a, place)
            lane.asks = True
            if lane.a is not node:
                lane.a.poke()

    def cut(self, passage: Passage, through: int, left: Lane | None) -> None:
        """Only ``through`` vehicles get past; the others wait on the lane that ``passage`` left."""
        passage.open, passage.sure = True, through
        if left is not None:
            self.unsettled[passage] = left

    def settle(self, passage: Passage, bound: float) -> None:
        """The tail of ``passage`` is known: not before ``bound``. So may be those that depend on it."""
        stack = [(passage, bound)]
        settled = []
        while stack:
            known, at_least = stack.pop()
            if known is not passage and not known.open:
                continue
            known.clear = max(known.clear, at_least)
            push_on(known)
            if not known.open:
                continue
            known.open, known.waits_on = False, None
            settled.append(known.place)
            left = self.unsettled.pop(known, None)  # at its entrance units may wait for the room
            if left is not None:
                settled.append(left.a.name)
            for wave, vehicle, behind in known.dependents or ():
                stack.append((behind, known.at(vehicle) + wave))
            known.dependents = None
        for place in settled:
            self.nodes[place].poke()


def push_on(passage: Passage) -> None:
    """A tail that enters a lane later leaves it later, too."""
    onward = passage.next
    while onward is not None and onward.clear < passage.clear + onward.drive:
        onward.clear = passage.clear + onward.drive
        passage, onward = onward, onward.next
