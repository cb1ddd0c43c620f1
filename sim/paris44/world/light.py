"""Sunrise, sunset and civil twilight at each place, computed or from a table; and local clock hours."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from paris44.scenario.model import (
    Act,
    BridgeWork,
    CeaseFire,
    CounterAttack,
    DayLight,
    March,
    Order,
    Reinforce,
    Scenario,
)

_HORIZON = math.cos(math.radians(90.833))  # of the zenith of the sun's upper edge with mean refraction
_CIVIL = math.cos(math.radians(96.0))  # of the zenith at civil twilight
DAY = 86_400.0
LATE = 6 * 3600.0
"""s: an ordered hour of the clock that has gone by no longer than this means at once (judgement)."""


@dataclass(frozen=True, slots=True)
class Sun:
    """The light of each day of a scenario, in seconds since its start.

    Formulas: the low-precision solar position of the Astronomical Almanac, good to about two minutes.
    Where the sun stays below the horizon all day, sunrise and sunset are noon; where it stays above, they
    are the midnights round it.
    """

    first_light: tuple[float, ...]
    sunrise: tuple[float, ...]
    sunset: tuple[float, ...]
    dusk: tuple[float, ...]
    midnight: float  # seconds from the scenario's start to its first local midnight at or before it (<= 0)

    def next(self, clock: str, t: float) -> float:
        """The first ``clock`` (first-light, sunrise, sunset, dusk or HH:MM) at or after ``t``.

        Never (infinity) stays never.
        """
        if t == math.inf:
            return t
        if clock in _NAMES:
            times: tuple[float, ...] = getattr(self, _NAMES[clock])
            at = bisect_left(times, t)
            return times[at] if at < len(times) else math.inf
        hours, minutes = clock.split(":")
        wanted = int(hours) * 3600.0 + int(minutes) * 60.0 + self.midnight
        days = math.ceil((t - wanted) / DAY - 1e-12)
        return wanted + days * DAY

    def due(self, clock: str, t: float) -> float:
        """When what is ordered for ``clock`` is due, its occasion having come at ``t``; not before ``t``.

        It has been missed, and is due at once, where it is an ``HH:MM`` less than ``LATE`` gone or the
        evening light of this same night. A morning light always is the next one: who comes after it has
        come for the next morning.
        """
        if clock in _EVENING and t != math.inf:
            times: tuple[float, ...] = getattr(self, _NAMES[clock])
            before = bisect_right(times, t) - 1
            if before >= 0 and self.next("first-light", times[before]) > t:
                return t
        late = LATE if ":" in clock else 0.0
        return max(self.next(clock, t - late), t)


_NAMES = {"first-light": "first_light", "sunrise": "sunrise", "sunset": "sunset", "dusk": "dusk"}
_EVENING = ("sunset", "dusk")


class Sky:
    """The light of each place of a scenario, reckoned when it is first asked for.

    One point for all where the theatre declares one (``light_lat``, ``light_lon``); days of the table
    ``light`` are the same everywhere.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self.start = datetime.fromisoformat(scenario.start_iso)
        self._calendar = days_of(self.start, scenario.duration, scenario.theatre.days)
        self._suns: dict[tuple[float, float], Sun] = {}

    def point(self, place: str | None = None) -> tuple[float, float]:
        """Where the sun of ``place`` is reckoned (degrees north and east).

        Without a place: that of the objective, or where there is none of the first place.
        """
        theatre, places = self._scenario.theatre, self._scenario.places
        if theatre.light is not None:
            return theatre.light
        name = place or theatre.objective or next(iter(places), None)
        return (places[name].lat, places[name].lon) if name is not None else (0.0, 0.0)

    def at(self, place: str | None = None) -> Sun:
        """The light at ``place``; without one at the objective."""
        return self.over(self.point(place))

    def over(self, point: tuple[float, float]) -> Sun:
        """The light at a point (degrees north and east)."""
        found = self._suns.get(point)
        if found is None:
            found = self._suns[point] = self._calendar.sun(point)
        return found

    def of(self, order: Order) -> Sun:
        """The light that the hours of ``order`` go by: where it is carried out, a march where it starts."""
        return self.at(_where(self._scenario, order))


def _where(scenario: Scenario, order: Order) -> str | None:
    """The place of an order; None: it has none of its own."""
    if isinstance(order, March):
        return order.route[0]
    if isinstance(order, BridgeWork):
        return order.bridge
    if isinstance(order, Reinforce):
        return scenario.garrisons[order.garrison].place
    return order.place if isinstance(order, Act | CounterAttack | CeaseFire) else None


def light_of(scenario: Scenario) -> Sun:
    """The light at the objective: what figures and pages shade their nights by."""
    return Sky(scenario).at()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a scenario, whatever the place.

    Its midnight (s since the start), its light where a table has it (``given``), by how many hours the clock
    is ahead of universal time, the equation of time (degrees) and the sun's declination (radians) at noon.
    """

    midnight: float
    given: tuple[float, float, float, float] | None
    zone: float
    equation: float
    declination: float

    def light(self, point: tuple[float, float]) -> tuple[float, float, float, float]:
        """First light, sunrise, sunset and dusk (s since the start) at a point (degrees north and east)."""
        if self.given is not None:
            return self.given
        noon = self.midnight + (12.0 + self.zone - (point[1] + self.equation) / 15.0) * 3600.0
        latitude = math.radians(point[0])
        up = math.sin(latitude) * math.sin(self.declination)
        across = math.cos(latitude) * math.cos(self.declination)
        rise, civil = (_half_day((zenith - up) / across) for zenith in (_HORIZON, _CIVIL))
        return noon - civil, noon - rise, noon + rise, noon + civil


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a scenario, from that before its start to that after its end; ``midnight``: see
    :class:`Sun`."""

    days: tuple[Day, ...]
    midnight: float

    def sun(self, point: tuple[float, float]) -> Sun:
        """The light of the days at a point (degrees north and east)."""
        columns = [list(column) for column in zip(*(day.light(point) for day in self.days), strict=True)]
        for morning, evening in ((0, 3), (1, 2)):
            _no_evening_after_the_morning(columns[evening], columns[morning])
        first_light, sunrise, sunset, dusk = map(tuple, columns)
        return Sun(first_light, sunrise, sunset, dusk, self.midnight)


def days_of(start: datetime, duration: float, given: Sequence[DayLight] = ()) -> Calendar:
    """The days round ``start`` (aware) and ``duration`` seconds after it.

    ``given`` has the light of those days that a table gives; all others are reckoned.
    """
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    offset = (midnight - start).total_seconds()
    known = {day.day: (day.first_light, day.sunrise, day.sunset, day.dusk) for day in given}
    days = tuple(
        _day(midnight + timedelta(days=k), start, known.get(offset + k * DAY))
        for k in range(-1, int(duration // DAY) + 3)
    )
    return Calendar(days, offset)


def _day(midnight: datetime, start: datetime, given: tuple[float, float, float, float] | None) -> Day:
    zone = midnight.utcoffset()
    hours = zone.total_seconds() / 3600.0 if zone is not None else 0.0
    equation, declination = _solar_noon(midnight)
    return Day((midnight - start).total_seconds(), given, hours, equation, declination)


def ecliptic(days: float) -> float:
    """The sun's longitude along the ecliptic in degrees, ``days`` after noon of 1 January 2000."""
    anomaly = math.radians((357.528 + 0.9856003 * days) % 360.0)
    return _mean(days) + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly)


def tilt(days: float) -> float:
    """By how many degrees the ecliptic leans, ``days`` after noon of 1 January 2000."""
    return 23.439 - 4e-7 * days


def _mean(days: float) -> float:
    """The longitude (degrees) of a sun that goes round evenly."""
    return (280.460 + 0.9856474 * days) % 360.0


def _solar_noon(midnight: datetime) -> tuple[float, float]:
    """The equation of time (degrees) and the sun's declination (radians) at noon of a day."""
    days = (midnight - datetime(2000, 1, 1, 12, tzinfo=midnight.tzinfo)).total_seconds() / DAY + 0.5
    longitude, slope = math.radians(ecliptic(days)), math.radians(tilt(days))
    ascension = math.degrees(math.atan2(math.cos(slope) * math.sin(longitude), math.cos(longitude)))
    equation = (_mean(days) - ascension + 180.0) % 360.0 - 180.0  # degrees of time
    return equation, math.asin(math.sin(slope) * math.sin(longitude))


def _no_evening_after_the_morning(evenings: list[float], mornings: list[float]) -> None:
    """Where the sun does not go down an evening is the next morning: true noon comes some seconds earlier
    from day to day in spring and autumn, and the twelve hours round two noons overlap by that."""
    for day, morning in enumerate(mornings[1:]):
        if evenings[day] > morning:
            evenings[day] = mornings[day + 1] = (evenings[day] + morning) / 2


def _half_day(share: float) -> float:
    """Seconds from noon until the sun stands at a height, which is this ``share`` of its way there and back
    (-1 to 1); at most twelve hours."""
    return math.degrees(math.acos(min(max(share, -1.0), 1.0))) * 240.0
