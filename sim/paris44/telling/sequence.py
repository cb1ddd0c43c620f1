"""The orders of a scenario in the order in which they will probably come, for reading.

A rough guess, never used by a run: a column is taken to make 12 km/h as the crow flies.
"""

from __future__ import annotations

import math
from itertools import pairwise

from paris44.scenario import model
from paris44.scenario.checks.islands import crow_km
from paris44.world.light import Sky, Sun

_CROW_KMH = 12.0
_PASSES = 20
_EVENING = ("sunset", "dusk")


def in_time_order(scenario: model.Scenario) -> list[model.Order]:
    """Every order, the earliest first; what cannot be guessed stands last, in the file's order."""
    guess = _Guess(scenario)
    place = {key: number for number, key in enumerate(scenario.orders)}
    return sorted(scenario.orders.values(), key=lambda order: (guess.issued(order.id), place[order.id]))


class _Guess:
    """When orders and events will come, in seconds since the start; infinite where unknown."""

    def __init__(self, scenario: model.Scenario) -> None:
        self.scenario = scenario
        self.sky = Sky(scenario)
        self.known: dict[str, tuple[float, float]] = {}
        for _ in range(_PASSES):  # what is known lets more be known, until nothing changes
            known = {key: self._hours(order) for key, order in scenario.orders.items()}
            if known == self.known:
                break
            self.known = known

    def issued(self, key: str) -> float:
        return self.known.get(key, (math.inf, math.inf))[0]

    def _starts(self, key: str) -> float:
        return self.known.get(key, (math.inf, math.inf))[1]

    def _hours(self, order: model.Order) -> tuple[float, float]:
        """When it is issued, and when its march starts; of what is no march the same twice.

        Both go by what the last pass knew: a start may wait for what the march itself does elsewhere.
        """
        issued = self.moment(order, order.issued, 0.0)
        starts = self.moment(order, order.start, issued) if isinstance(order, model.March) else issued
        return issued, starts

    def moment(self, order: model.Order, moment: model.Moment, floor: float) -> float:
        time = max(floor, moment.at or 0.0)
        if moment.after is not None:
            time = max(time, self.trigger(moment.after))
        if moment.clock is not None and math.isfinite(time):
            time = self._hour(self.sky.of(order), moment.clock, time, waited=moment.after is not None)
        return time + moment.delay.median

    def trigger(self, trigger: model.Trigger) -> float:
        if trigger.kind == "order" and trigger.order is not None:
            return self.issued(trigger.order)
        if trigger.parts:
            times = [self.trigger(part) for part in trigger.parts]
            return max(times) if trigger.kind == "all" else min(times)
        if trigger.kind == "event":
            return self._event(trigger)
        return math.inf

    def _hour(self, light: Sun, clock: str, time: float, *, waited: bool) -> float:
        """The next ``clock``, or ``time`` itself where an evening light is over for this night."""
        due = light.next(clock, time)
        if waited and clock in _EVENING and light.next("first-light", time) < due:
            return time
        return due

    def _event(self, trigger: model.Trigger) -> float:
        """The first order that could bring the event about, and the way to the place."""
        orders = self.scenario.orders.values()
        times = [time for order in orders if (time := self._brings(order, trigger)) is not None]
        return min(times, default=math.inf)

    def _brings(self, order: model.Order, trigger: model.Trigger) -> float | None:
        if isinstance(order, model.Act):
            act = (order.event, order.formation, order.place)
            wanted = (trigger.event, trigger.formation, trigger.place)
            return self.issued(order.id) if act == wanted else None
        if not isinstance(order, model.March) or trigger.place not in order.route:
            return None
        if trigger.formation is not None and not any(self._kin(s, trigger.formation) for s in order.serials):
            return None
        return (
            self._starts(order.id)
            + self._way(order.route[: order.route.index(trigger.place) + 1]) / _CROW_KMH * 3600
        )

    def _kin(self, a: str, b: str) -> bool:
        """True where one formation is the other or part of it."""
        return b in self._line(a) or a in self._line(b)

    def _line(self, name: str | None) -> list[str]:
        line = []
        while name is not None:
            line.append(name)
            name = self.scenario.formations[name].parent
        return line

    def _way(self, places: tuple[str, ...]) -> float:
        points = [self.scenario.places[place] for place in places]
        return sum(crow_km(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(points))
