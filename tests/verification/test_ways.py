"""Ways against NetworkX: the same places, also where several ways cost the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from paris44.study.running.lay_out import lay_out, ready
from paris44.world.shortest import Links, metres, shortest

PLACES = st.integers(0, 7).map(str)
ROADS = st.lists(st.tuples(PLACES, PLACES, st.integers(1, 3), st.sampled_from(["", "N10"])), max_size=20)


@given(ROADS, st.sets(PLACES, max_size=3), st.sampled_from([(), ("N10",)]))
def test_a_way_is_the_one_that_networkx_finds(
    roads: list[tuple[str, str, int, str]], shut: set[str], without: tuple[str, ...]
) -> None:
    """Of ways that cost the same it is the same one, and there is none where NetworkX has none."""
    links: Links = {str(place): {} for place in range(8)}
    graph = nx.Graph()
    graph.add_nodes_from(links)
    for a, b, length, number in roads:
        links[a][b] = links[b][a] = {"length_m": float(length), "number": number}
        graph.add_edge(a, b, **links[a][b])

    def weight(_: str, to: str, road: Mapping[str, Any]) -> float | None:
        return None if to in shut or road["number"] in without else metres(to, road)

    for end in links:
        try:
            way = tuple(nx.dijkstra_path(graph, "0", end, weight=weight))
        except nx.NetworkXNoPath:
            way = None
        assert shortest(links, "0", end, metres, shut, without) == way


def test_the_graph_has_the_roads_in_their_order() -> None:
    """The NetworkX graph that a rule of one's own is given has places, next places and roads as the network
    has them, in the same order: on that hangs which of equal ways the rule finds first."""
    network = lay_out(ready("historical")).network
    assert {place: list(network.graph[place]) for place in network.graph} == {
        place: list(roads) for place, roads in network.links.items()
    }
    assert list(network.graph) == list(network.links)
    assert list(network.graph.edges(data=True)) == list(network.roads())
    for place in list(network.links)[::100]:
        assert network.joined([place]) == nx.node_connected_component(network.graph, place)
