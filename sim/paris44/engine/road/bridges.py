"""The bridges during a run: their states, who has no way while they are down, and who is awaited at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simpy import Environment
from simpy.events import Event as SimEvent

from paris44.engine.clock import Alarm
from paris44.engine.log import Enabler, Event
from paris44.engine.road.lane import Traveller
from paris44.engine.road.network import RoadNetwork
from paris44.scenario.model import BridgeWork
from paris44.world.build import World

_TAKEN_BY_PASSING = ("intact", "mined", "repaired")


class Bridges:
    """The state of every bridge, and those who wait for a change or for somebody to come."""

    def __init__(
        self, env: Environment, world: World, road: RoadNetwork, tell: Callable[[Event], None]
    ) -> None:
        self._env = env
        self._road = road
        self._tell = tell
        self.state = {b.id: b.state for b in world.scenario.bridges.values()}
        self.blown = world.router.blocked  # those that nobody can pass now
        for name in sorted(self.blown):
            road.node(name).blown = True
        for place in _building_sites(world):
            road.node(place).watched = True
        self._opening: Alarm | None = None
        self._stranded: dict[int, Traveller] = {}

    def change(self, bridge: str, state: str, formation: str | None, enabler: Enabler) -> None:
        """``formation`` (None: the enemy, or nobody) brings a bridge into another state."""
        before, self.state[bridge] = self.state[bridge], state
        self._tell(Event(self._env.now, "bridge", formation, bridge, None, state, None, enabler))
        if "blown" in (before, state):
            self.blown = frozenset(name for name, how in self.state.items() if how == "blown")
            self._road.node(bridge).blown = state == "blown"
            self._road.ask_before(bridge)
        if before == "blown":
            self._open()

    def passed(self, bridge: str, formation: str, now: float, unit: int) -> None:
        """Who passes a bridge that nobody has seized seizes it: ``unit``, in the second ``now``."""
        if self.state[bridge] in _TAKEN_BY_PASSING:
            self.change(bridge, "seized", formation, Enabler(now, unit=unit, lag="rolling"))

    def stop(self) -> None:
        """The run is over: nobody waits any more."""
        self._stranded.clear()

    # --- those without a way ---------------------------------------------------------------------

    def _open(self) -> None:
        if self._opening is not None:
            opening, self._opening = self._opening, None
            opening.ring(0.0)
        stranded, self._stranded = self._stranded, {}
        for unit in stranded.values():
            unit.poke()

    def opening(self) -> SimEvent:
        """An event that comes when next a bridge can be passed again."""
        self._opening = self._opening or Alarm(self._env)
        return self._opening

    def strand(self, unit: Traveller) -> None:
        """``unit`` has no way: it is told when next a bridge can be passed again."""
        self._stranded[unit.index] = unit

    # --- those who are awaited -------------------------------------------------------------------

    def came(self, place: str) -> None:
        """Somebody has come to ``place``: let those look again who wait for him there."""
        self._road.node(place).ring()

    def coming(self, place: str) -> SimEvent:
        """An event that comes when next somebody passes ``place``, comes to a halt before it or turns back to
        it, and when it becomes known when a tail leaves it."""
        node = self._road.node(place)
        node.alarm = node.alarm or Alarm(self._env)
        return node.alarm


def _building_sites(world: World) -> Iterator[str]:
    """Bridges that somebody is to repair or seize when he comes there, and the next places to them."""
    for order in world.scenario.orders.values():
        if isinstance(order, BridgeWork) and order.formation is not None:
            yield order.bridge
            yield from world.network.graph[order.bridge]
