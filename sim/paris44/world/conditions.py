"""What a road is like at which hour: dark or not, the weather, who is in the street."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from paris44.scenario.model import Scenario
from paris44.world.light import Sky, Sun

SLOWING = ("rain", "fog")
"""The weather that slows columns."""


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
        scenario = self._scenario
        edges = {0.0, *light.first_light, *light.dusk}
        edges.update(t for w in scenario.weather for t in (w.start, w.end))
        edges.update(t for i in crowds for t in (scenario.crowds[i].start, scenario.crowds[i].end))
        starts = sorted(edge for edge in edges if 0.0 <= edge <= scenario.duration)
        days = list(zip(light.first_light, light.dusk, strict=True))
        found = [self._condition(t, days, crowds) for t in starts]
        few = {condition: number for number, condition in enumerate(dict.fromkeys(found))}
        return Spells((*starts[1:], math.inf), tuple(few[condition] for condition in found), tuple(few))

    def _condition(self, t: float, days: Iterable[tuple[float, float]], crowds: tuple[int, ...]) -> Condition:
        scenario = self._scenario
        dark = True
        for dawn, dusk in days:
            if dawn <= t < dusk:
                dark = False
                break
        states = [w.state for w in scenario.weather if w.start <= t < w.end] if scenario.weather else ()
        out = [i for i in crowds if scenario.crowds[i].start <= t < scenario.crowds[i].end] if crowds else ()
        key = dark, tuple(s for s in SLOWING if s in states) if states else (), tuple(out)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Condition(*key)
        return found
