"""What a road costs who looks for a way, and the way that costs least."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from heapq import heappop, heappush
from typing import Any, TypeAlias

Links: TypeAlias = dict[str, dict[str, dict[str, Any]]]
"""Place -> next place -> what is known of the road there: the same both ways."""
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
    links: Links, a: str, b: str, cost: Cost, shut: Collection[str], without: Collection[str]
) -> tuple[str, ...] | None:
    """The places from ``a`` to ``b`` that cost least, past none that is ``shut`` and on no road with a number
    in ``without``; None where no way leads there. Of ways that cost the same it is the one found first, as
    NetworkX has it.
    """
    done: set[str] = set()
    back: dict[str, str] = {}
    best = {a: 0.0}
    heap = [(0.0, 0, a)]  # what is found first is before what costs the same
    found = 0
    while heap:
        so_far, _, here = heappop(heap)
        if here == b:
            return _traced(back, b)
        if here in done:
            continue
        done.add(here)
        for to, road in links[here].items():
            # a place that is shut is never reached, so it need not be asked of where a road begins
            if to in done or to in shut or road["number"] in without:
                continue
            total = so_far + cost(to, road)
            if to not in best or total < best[to]:
                best[to], back[to] = total, here
                found += 1
                heappush(heap, (total, found, to))
    return None


def _traced(back: dict[str, str], end: str) -> tuple[str, ...]:
    """The way to ``end``, told from the place before each."""
    way = [end]
    while way[-1] in back:
        way.append(back[way[-1]])
    return tuple(reversed(way))
