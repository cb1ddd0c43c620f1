"""The moon anywhere: beside what an independent library reckons; and it slows and speeds nobody."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from paris44.world.light import DAY
from paris44.world.moon import Moon

MINUTES_OFF = 2.0
ALMANAC = (
    ("Paris", (48.857, 2.352), "1944-08-24", 2, "24T12:21:35 24T23:22:50", 0.258),
    ("Brussels", (50.85, 4.35), "1944-09-03", 2, "03T21:10:18 03T07:21:22", 0.994),
    ("Minsk", (55.0, 30.0), "1941-06-22", 3, "22T03:17:50 22T19:02:13", 0.058),
    ("Sedan", (49.7, 4.94), "1940-05-13", 2, "13T11:24:28 13T01:28:54", 0.341),
    ("Gettysburg", (39.83, -77.23), "1863-07-01", -5, "01T20:02:06 01T05:08:00", 0.996),
    ("Sydney", (-33.87, 151.2), "1942-12-21", 10, "21T17:43:36 21T03:39:56", 0.977),
    ("Singapore", (1.29, 103.85), "1942-02-08", 7, "09T00:11:36 08T11:41:01", 0.548),
    ("Narvik", (66.0, 17.4), "1940-04-09", 1, "09T05:00:31 09T21:29:30", 0.024),
    ("Suva", (-18.1, 178.4), "1943-03-21", 12, "21T17:56:12 21T05:14:56", 0.991),
    ("Quito", (-0.2, -78.5), "2000-09-23", -5, "23T02:15:11 23T14:42:43", 0.214),
    ("Reykjavik", (64.1, -21.9), "1941-11-15", 0, "15T03:42:30 15T16:03:49", 0.172),
)
"""Place, degrees north and east, day, hours ahead of universal time; the next rising and setting after
midnight (day of the month and clock) and the share that is lit at noon, by the library ephem 4.2.1 (upper
edge, 34' of refraction)."""


@pytest.mark.parametrize(
    ("place", "point", "day", "ahead", "told", "lit"), ALMANAC, ids=[row[0] for row in ALMANAC]
)
def test_the_moon_is_that_of_an_independent_library(
    place: str, point: tuple[float, float], day: str, ahead: int, told: str, lit: float
) -> None:
    """At eleven places and dates it rises and sets within two minutes, and is as much lit."""
    midnight = datetime.fromisoformat(day).replace(tzinfo=timezone(timedelta(hours=ahead)))
    moon = Moon(midnight, point)
    spans = moon.up(0.0, 2 * DAY)
    edges = {"rise": [a for a, _ in spans if a > 0.0], "set": [b for _, b in spans if b < 2 * DAY]}
    for name, one in zip(("rise", "set"), told.split(), strict=True):
        at = datetime.fromisoformat(f"{day[:8]}{one}").replace(tzinfo=midnight.tzinfo)
        hour = (at - midnight).total_seconds()
        assert min(abs(edge - hour) for edge in edges[name]) <= MINUTES_OFF * 60.0, (place, name)
    assert moon.lit(DAY / 2) == pytest.approx(lit, abs=0.01)


def test_where_it_neither_rises_nor_sets_it_is_up_or_not_all_night() -> None:
    """At 80 degrees north the winter's full moon stays up for days, the summer's below the horizon."""
    for day, up in (("1999-12-22T00:00+00:00", True), ("2000-06-16T12:00+00:00", False)):
        moon = Moon(datetime.fromisoformat(day), (80.0, 0.0))
        assert moon.lit(0.0) > 0.95
        assert moon.up(0.0, DAY) == ([(0.0, DAY)] if up else [])
