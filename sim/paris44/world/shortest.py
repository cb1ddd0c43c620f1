"""What a road costs who looks for a way, and the way that costs least."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import networkx as nx

Cost: TypeAlias = Callable[[str, Mapping[str, Any]], float]
"""Of a road to a place, by what the graph says of it: metres, or seconds."""


def metres(_: str, road: Mapping[str, Any]) -> float:
    """The length of a road, in metres."""
    length: float = road["length_m"]
    return length


def quickest(speeds: Mapping[str, float]) -> Cost:
    """The seconds on a road, by the ``speeds`` (m/s) of its class."""

    def seconds(_: str, road: Mapping[str, Any]) -> float:
        length: float = road["length_m"]
        return length / speeds[road["road_class"]]

    return seconds


def shy(
    speeds: Mapping[str, float], main_road_price: float, enemy_price: float, barred: Mapping[str, float]
) -> Cost:
    """The same for who shuns main roads, by a factor, and the enemy: so many seconds for a strongpoint at the
    place to which the road leads, by how likely one bars it."""

    def seconds(to: str, road: Mapping[str, Any]) -> float:
        length: float = road["length_m"]
        road_class: str = road["road_class"]
        time = length / speeds[road_class]
        if road_class == "national":
            time *= main_road_price
        return time + enemy_price * barred.get(to, 0.0)

    return seconds


def shortest(
    graph: nx.Graph, a: str, b: str, cost: Cost, shut: Collection[str], without: Collection[str]
) -> tuple[str, ...] | None:
    """The places from ``a`` to ``b`` that cost least, past none that is ``shut`` and on no road with a number
    in ``without``; None where no way leads there."""
    import networkx as nx  # a tenth of a second, and whoever asks of runs that are there needs no network

    # a place that is shut is never reached, so it need not be asked of where a road begins
    def weight(_: str, to: str, road: Mapping[str, Any]) -> float | None:
        return None if to in shut or road["number"] in without else cost(to, road)

    try:
        return tuple(nx.dijkstra_path(graph, a, b, weight=weight))
    except nx.NetworkXNoPath:
        return None
