"""The road network: a NetworkX graph of places, and the lanes that columns march on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from paris44.errors import code_words
from paris44.language.text import msg
from paris44.scenario.hooks import OWN, HookError, RoutingRule, name_of
from paris44.scenario.model import Bridge, Garrison, Place, Road
from paris44.world.shortest import Cost, metres, quickest, shortest, shy

if TYPE_CHECKING:
    import networkx as nx

NATIONAL, DEPARTMENTAL, LOCAL, CITY = range(4)
"""Kinds of lane; kinds above ``CITY`` stand for a road with a speed of its own."""

_KIND = {
    "national": NATIONAL,
    "departmental": DEPARTMENTAL,
    "local": LOCAL,
    "street": CITY,
    "bridge": CITY,
}
IMPASSABLE = ("blown",)
_MOST_KNOWN = 4096  # ways that a router remembers: a bound on memory
Expected: TypeAlias = tuple[tuple[str, float], ...]
"""Places, and how likely the enemy bars each: what a column that picks its way goes by."""


class LaneInfo(NamedTuple):
    """One direction of a road: what never changes during a run."""

    road: str
    a: str
    b: str
    length: float  # m
    kind: int
    built_up: bool
    road_class: str
    capacity_vph: float | None
    single_track: bool
    crowds: tuple[int, ...]  # positions in Scenario.crowds that can slow it


@dataclass(frozen=True)
class Network:
    """Places and lanes. ``graph`` is undirected, an edge's ``length_m`` its length, ``road`` its id,
    ``number`` what the map calls it."""

    graph: nx.Graph
    lanes: tuple[LaneInfo, ...]
    lane_of: Mapping[tuple[str, str], int]
    own_speeds: tuple[float, ...]  # m/s of kinds CITY + 1, CITY + 2, ...

    def lanes_of_path(self, path: Collection[str]) -> tuple[int, ...]:
        """The lanes along neighbouring places."""
        nodes = list(path)
        return tuple(self.lane_of[step] for step in pairwise(nodes))

    def length(self, path: Collection[str]) -> float:
        """Metres along ``path``."""
        return sum(self.lanes[i].length for i in self.lanes_of_path(path))


def build_network(
    places: Mapping[str, Place],
    roads: Mapping[str, Road],
    crowd_places: tuple[tuple[str, ...], ...],
) -> Network:
    """Lay the graph. Of two roads between the same places the shorter open one is kept.

    ``crowd_places`` are the places of each crowd; an empty tuple means every street.
    """
    import networkx as nx  # a tenth of a second, and whoever asks of runs that are there needs no network

    graph: nx.Graph = nx.Graph()
    for place in places.values():
        graph.add_node(place.id, kind=place.kind)
    own: list[float] = []
    lanes: list[LaneInfo] = []
    lane_of: dict[tuple[str, str], int] = {}
    crowded = _crowds(crowd_places)
    for road in roads.values():
        known = graph.get_edge_data(road.a, road.b)
        if road.closed or (known and known["length_m"] <= road.length_m):
            continue
        graph.add_edge(
            road.a, road.b, length_m=road.length_m, road=road.id, road_class=road.road_class,
            number=road.number,
        )  # fmt: skip
        kind = _kind(road, own)
        at = (road.a, road.b, None) if road.road_class == "street" else (road.a, road.b)
        crowds = tuple(sorted({crowd for place in at for crowd in crowded.get(place, ())}))
        for a, b in ((road.a, road.b), (road.b, road.a)):
            index = lane_of.setdefault((a, b), len(lanes))
            info = LaneInfo(
                road.id, a, b, road.length_m, kind, _built_up(road), road.road_class,
                road.capacity_vph, road.single_track, crowds,
            )  # fmt: skip
            lanes[index : index + 1] = [info]
    return Network(graph, tuple(lanes), lane_of, tuple(own))


def _built_up(road: Road) -> bool:
    """Whether it is a street, a bridge or a built-up suburb."""
    return road.number == "urban" or _KIND[road.road_class] == CITY


def _kind(road: Road, own: list[float]) -> int:
    if road.speed is None:
        return CITY if _built_up(road) else _KIND[road.road_class]
    if road.speed not in own:
        own.append(road.speed)
    return CITY + 1 + own.index(road.speed)


def _crowds(places: tuple[tuple[str, ...], ...]) -> dict[str | None, list[int]]:
    """Place -> the crowds there; None -> those of every street."""
    found: dict[str | None, list[int]] = {}
    for crowd, names in enumerate(places):
        for name in names or (None,):
            found.setdefault(name, []).append(crowd)
    return found


def blocked_places(bridges: Mapping[str, Bridge]) -> frozenset[str]:
    """Bridge places that nobody can pass at the start."""
    return frozenset(b.id for b in bridges.values() if b.state in IMPASSABLE)


@dataclass(frozen=True)
class Router:
    """Finds ways on the network. Ties go to the path found first in the order of the tables."""

    network: Network
    blocked: frozenset[str]  # places never to use (blown bridges)
    barred: Mapping[str, float]  # place -> how likely a garrison bars it at some time, policy ``avoid``
    speeds: Mapping[str, float]  # road class -> m/s
    main_road_price: float  # factor on national roads, policy ``avoid``
    enemy_price: float  # seconds for each strongpoint to be expected, policy ``avoid``
    rules: Mapping[str, RoutingRule] = field(default_factory=dict)  # policy -> a user's rule
    _known: dict[tuple[str, str, str, frozenset[str], tuple[str, ...]], tuple[str, ...] | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # ways that do not depend on the enemy: the same in every replication
    _on: dict[tuple[str, ...], frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def way(
        self,
        a: str,
        b: str,
        policy: str = "ordered",
        closed: Collection[str] = (),
        enemy: Mapping[str, float] | None = None,
        without: tuple[str, ...] = (),
        blown: frozenset[str] | None = None,
    ) -> tuple[str, ...] | None:
        """The places from ``a`` to ``b``, or None.

        ``closed``: further places not to pass. ``enemy``: how likely which places are barred (None: at
        some time), which the policy ``avoid`` shuns and rules of a user's own are told. ``without``: numbers
        of roads neither to take nor to cross. ``blown``: the bridges that nobody can pass (None: as at the
        start).
        """
        shut = (self.blocked if blown is None else blown).union(closed, self._along(without)) - {a, b}
        if policy == "avoid":
            return self._search(a, b, policy, shut, self.barred if enemy is None else enemy, without)
        if policy.startswith(OWN):
            return self._by_rule(a, b, policy, shut, self.barred if enemy is None else enemy, without)
        key = a, b, policy, shut, without
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._search(a, b, policy, shut, {}, without)
        return self._known[key]

    def _along(self, numbers: tuple[str, ...]) -> frozenset[str]:
        """The places on roads of these numbers."""
        if numbers and numbers not in self._on:
            edges = self.network.graph.edges(data="number")
            self._on[numbers] = frozenset(p for u, v, number in edges if number in numbers for p in (u, v))
        return self._on.get(numbers, frozenset())

    def _search(
        self, a: str, b: str, policy: str, shut: frozenset[str], barred: Mapping[str, float],
        without: tuple[str, ...],
    ) -> tuple[str, ...] | None:  # fmt: skip
        return shortest(self.network.graph, a, b, self._costs(policy, barred), shut, without)

    def _by_rule(
        self, a: str, b: str, policy: str, shut: frozenset[str], enemy: Mapping[str, float],
        without: tuple[str, ...],
    ) -> tuple[str, ...] | None:  # fmt: skip
        """The way that a user's rule finds over what is open.

        Raises:
            HookError: it failed, or gave what is no way from ``a`` to ``b``.
        """
        import networkx as nx

        rule, graph = self.rules[policy], self.network.graph
        closed = [(u, v) for u, v, number in graph.edges(data="number") if number in without]
        roads = nx.restricted_view(graph, [place for place in shut if place in graph], closed)
        try:
            found: object = rule(roads, a, b, enemy)
            way = None if found is None else tuple(found) if isinstance(found, Iterable) else (found,)
        except Exception as error:
            raise HookError(
                msg(
                    "routing: {name_of} failed from {a} to {b}: {error}",
                    name_of=name_of(rule),
                    a=a,
                    b=b,
                    error=code_words(error),
                )
            ) from None
        if way is not None and not (way[:1] == (a,) and way[-1:] == (b,) and nx.is_path(roads, way)):
            raise HookError(
                msg(
                    "routing: {name_of} gave {way}, which is no open way from {a} to {b}",
                    name_of=name_of(rule),
                    way=way,
                    a=a,
                    b=b,
                )
            )
        return way

    def route(
        self, via: tuple[str, ...], policy: str, without: tuple[str, ...] = (),
        blown: frozenset[str] | None = None, enemy: Mapping[str, float] | None = None,
    ) -> tuple[str, ...] | None:  # fmt: skip
        """The places along all of ``via``, or None where two of them are not joined.

        ``without``: numbers of roads that are taken, or crossed, only where no others join two places.
        ``blown``: the bridges that nobody can pass (None: as at the start). ``enemy``: as of :meth:`way`.
        """
        path = [via[0]]
        for a, b in pairwise(via):
            if a == b:
                continue
            part = self.way(a, b, policy, (), enemy, without, blown)
            part = part or self.way(a, b, policy, (), enemy, (), blown)
            if part is None:
                return None
            path.extend(part[1:])
        return tuple(path)

    def cost(self, path: tuple[str, ...], policy: str, enemy: Mapping[str, float]) -> float:
        """What ``policy`` pays for ``path``: metres, or seconds."""
        edges, cost = self.network.graph.edges, self._costs(policy, enemy)
        return sum(cost(v, edges[u, v]) for u, v in pairwise(path))

    def _costs(self, policy: str, barred: Mapping[str, float]) -> Cost:
        """What a road costs by ``policy``: metres, or seconds."""
        if policy == "ordered":
            return metres
        if policy == "avoid":
            return shy(self.speeds, self.main_road_price, self.enemy_price, barred)
        return quickest(self.speeds)


def barred_places(garrisons: Mapping[str, Garrison], density: float) -> dict[str, float]:
    """Every place that some garrison bars at some time, and the probability: that of the likeliest of them.

    ``density`` is a factor on the chances of posts that may stand there.
    """
    barred: dict[str, float] = {}
    for garrison in garrisons.values():
        for place in garrison.bars:
            barred[place] = max(barred.get(place, 0.0), garrison.likelihood(density))
    return barred
