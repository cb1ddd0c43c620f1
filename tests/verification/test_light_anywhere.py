"""Sunrise and twilight anywhere: beside what an independent library reckons, and near the pole."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from paris44.world.light import sun

MINUTES_OFF = 2.0
ALMANAC = (
    ("Paris", (48.857, 2.352), "1944-08-24", 2, "06:21:18 06:55:44 20:49:04 21:23:20"),
    ("Brussels", (50.85, 4.35), "1944-09-03", 2, "06:24:15 06:59:07 20:23:41 20:58:24"),
    ("Minsk", (55.0, 30.0), "1941-06-22", 3, "03:21:24 04:20:51 21:42:36 22:42:02"),
    ("Sedan", (49.7, 4.94), "1940-05-13", 2, "05:19:37 05:58:53 21:15:00 21:54:29"),
    ("Gettysburg", (39.83, -77.23), "1863-07-01", -5, "04:10:43 04:43:56 19:40:38 20:13:49"),
    ("Sydney", (-33.87, 151.2), "1942-12-21", 10, "04:11:05 04:40:48 19:05:07 19:34:51"),
    ("Singapore", (1.29, 103.85), "1942-02-08", 7, "05:55:12 06:17:02 18:20:48 18:42:37"),
    ("Narvik", (66.0, 17.4), "1940-04-09", 1, "03:36:51 04:35:06 19:11:07 20:10:02"),
    ("Suva", (-18.1, 178.4), "1943-03-21", 12, "05:48:12 06:10:23 18:17:22 18:39:31"),
    ("Quito", (-0.2, -78.5), "2000-09-23", -5, "05:42:04 06:03:07 18:09:16 18:30:20"),
    ("Reykjavik", (64.1, -21.9), "1941-11-15", 0, "08:54:28 09:55:22 16:28:12 17:29:03"),
)
"""Place, degrees north and east, day, hours ahead of universal time; first light, sunrise, sunset and dusk by
the library astral 3.2 (sun 6 degrees below the horizon, upper edge with refraction)."""


@pytest.mark.parametrize(("place", "point", "day", "ahead", "told"), ALMANAC, ids=[row[0] for row in ALMANAC])
def test_the_light_is_that_of_an_independent_library(
    place: str, point: tuple[float, float], day: str, ahead: int, told: str
) -> None:
    """At eleven places and dates, in both hemispheres and at the polar circle, within two minutes."""
    midnight = datetime.fromisoformat(day).replace(tzinfo=timezone(timedelta(hours=ahead)))
    light = sun(midnight, 86_400.0, point)
    reckoned = (light.first_light[1], light.sunrise[1], light.sunset[1], light.dusk[1])
    for clock, seconds in zip(told.split(), reckoned, strict=True):
        hours, minutes, rest = map(int, clock.split(":"))
        assert abs(seconds - (hours * 3600 + minutes * 60 + rest)) <= MINUTES_OFF * 60.0, place


def test_where_the_sun_does_not_set_it_is_day_from_midnight_to_midnight() -> None:
    """At 80 degrees north sunrise and sunset are twelve hours from noon in June, and noon in December."""
    for day, half in (("2000-06-21", 12.0), ("2000-12-21", 0.0)):
        light = sun(datetime.fromisoformat(f"{day}T00:00+00:00"), 86_400.0, (80.0, 0.0))
        assert light.sunset[1] - light.sunrise[1] == pytest.approx(2 * half * 3600.0)
