"""What a road is like at which hour: dark or not, the weather, who is in the street."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from paris44.scenario.model import Scenario
from paris44.world.light import Sky, Sun

SLOWING = ("rain", "fog")
"""The weather that slows columns."""
_Out = tuple[tuple[str, ...], tuple[int, ...]]
"""The slowing weather, and the crowds that are out."""


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Whether it is dark, which slowing weather there is, which crowds (by number) are out."""

    dark: bool
    weather: tuple[str, ...]
    crowds: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """The conditions of one road one after the other, each until its end (s), the last for good.

    ``which``: the number of each among the ``conditions``, of which there are few.
    """

    ends: tuple[float, ...]
    which: tuple[int, ...]
    conditions: tuple[Condition, ...]


class Conditions:
    """The spells of a scenario, the same in every replication: made when first asked for."""

    def __init__(self, scenario: Scenario, sky: Sky) -> None:
        self._scenario = scenario
        self._sky = sky
        self._known: dict[tuple[bool, tuple[str, ...], tuple[int, ...]], Condition] = {}
        self._found: dict[tuple[tuple[float, float], tuple[int, ...]], Spells] = {}
        self._at: dict[tuple[str, tuple[int, ...]], Spells] = {}
        self._changes: dict[tuple[int, ...], tuple[list[float], list[_Out]]] = {}

    def on(self, place: str, crowds: tuple[int, ...]) -> Spells:
        """The spells of a road from ``place``, whose light counts, on which ``crowds`` may be."""
        here = self._at.get((place, crowds))
        if here is not None:
            return here
        key = self._sky.point(place), crowds
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._spells(self._sky.over(key[0]), crowds)
        self._at[place, crowds] = found
        return found

    def _spells(self, light: Sun, crowds: tuple[int, ...]) -> Spells:
        edges, states = self._out(crowds)
        hours = {*edges, *light.first_light, *light.dusk}
        starts = sorted(hour for hour in hours if 0.0 <= hour <= self._scenario.duration)
        days = list(zip(light.first_light, light.dusk, strict=True))
        found = [self._condition(t, days, states[bisect_right(edges, t) - 1]) for t in starts]
        few = {condition: number for number, condition in enumerate(dict.fromkeys(found))}
        return Spells((*starts[1:], math.inf), tuple(few[condition] for condition in found), tuple(few))

    def _out(self, crowds: tuple[int, ...]) -> tuple[list[float], list[_Out]]:
        """When the weather or who of ``crowds`` is out changes (s, in order), and what holds from then on:
        the same wherever the light is another."""
        known = self._changes.get(crowds)
        if known is None:
            scenario = self._scenario
            weather = {t for w in scenario.weather for t in (w.start, w.end)}
            out = {t for i in crowds for t in (scenario.crowds[i].start, scenario.crowds[i].end)}
            edges = sorted({0.0, *weather, *out})
            known = self._changes[crowds] = edges, [self._out_at(t, crowds) for t in edges]
        return known

    def _out_at(self, t: float, crowds: tuple[int, ...]) -> _Out:
        scenario = self._scenario
        states = [w.state for w in scenario.weather if w.start <= t < w.end]
        out = tuple(i for i in crowds if scenario.crowds[i].start <= t < scenario.crowds[i].end)
        return tuple(state for state in SLOWING if state in states), out

    def _condition(self, t: float, days: Iterable[tuple[float, float]], out: _Out) -> Condition:
        dark = True
        for dawn, dusk in days:
            if dawn <= t < dusk:
                dark = False
                break
        key = dark, *out
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Condition(*key)
        return found
