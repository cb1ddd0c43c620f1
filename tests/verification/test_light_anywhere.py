"""Sunrise and twilight anywhere: beside what an independent library reckons, near the pole, and of whom."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from paris44.scenario.dist import fixed
from paris44.scenario.model import Moment
from paris44.world.light import Sky, days_of
from tests.build import THEATRE, Sketch, heads_tails, kinds, play

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
    light = days_of(midnight, 86_400.0).sun(point)
    reckoned = (light.first_light[1], light.sunrise[1], light.sunset[1], light.dusk[1])
    for clock, seconds in zip(told.split(), reckoned, strict=True):
        hours, minutes, rest = map(int, clock.split(":"))
        assert abs(seconds - (hours * 3600 + minutes * 60 + rest)) <= MINUTES_OFF * 60.0, place


def test_where_the_sun_does_not_set_it_is_day_from_midnight_to_midnight() -> None:
    """At 80 degrees north sunrise and sunset are twelve hours from noon in June, and noon in December."""
    for day, half in (("2000-06-21", 12.0), ("2000-12-21", 0.0)):
        light = days_of(datetime.fromisoformat(f"{day}T00:00+00:00"), 86_400.0).sun((80.0, 0.0))
        assert light.sunset[1] - light.sunrise[1] == pytest.approx(2 * half * 3600.0)


@pytest.mark.parametrize("day", ["1940-05-08", "1940-05-25", "1942-08-01", "1942-07-05"])
def test_no_evening_comes_after_the_next_morning(day: str) -> None:
    """Where the sun does not go down an evening is the next morning at the latest, whichever way noon moves,
    and who rests from dusk to first light marches on: 30 km at 10 m/s take 50 minutes over midnight."""
    start = f"{day}T23:00+01:00"
    light = days_of(datetime.fromisoformat(start), 10 * 86_400.0).sun((71.0, 20.0))
    assert all(dusk <= dawn for dusk, dawn in zip(light.dusk, light.first_light[1:], strict=False))
    assert all(down <= up for down, up in zip(light.sunset, light.sunrise[1:], strict=False))
    sketch = Sketch(duration=2 * 86_400.0, theatre=THEATRE._replace(light=(71.0, 20.0)))
    sketch.road("n0", "n1", 30_000.0, 10.0)
    sketch.column("A", 1, ("n0", "n1"), rest=True)
    log = play(sketch.scenario()._replace(start_iso=start))
    assert heads_tails(log, "n1")[0] == pytest.approx(3000.0, abs=60.0)


# --- each by his own --------------------------------------------------------------------------------

HOUR = 3600.0
EAST, WEST = 15.0, -15.0


def far_apart(point: tuple[float, float] | None = None) -> Sketch:
    """Two roads of 10 km at 24 km/h, half of it by night, thirty degrees of longitude apart: n0 to n1 in the
    east and m0 to m1 in the west. ``point``: where the theatre has the light of all."""
    sketch = Sketch()
    sketch.duration, sketch.theatre = 60 * HOUR, THEATRE._replace(light=point)
    sketch.parameters["factor.night"] = fixed(0.5)
    for first, lon in (("n", EAST), ("m", WEST)):
        sketch.road(f"{first}0", f"{first}1", 10_000.0)
        for name in (f"{first}0", f"{first}1"):
            sketch.places[name] = sketch.places[name]._replace(lat=50.0, lon=lon)
    return sketch


def by_day(sketch: Sketch, clock: str) -> dict[str, float]:
    """The first ``clock`` of the scenario at either end of the world, in seconds."""
    sky = Sky(sketch.scenario())
    return {place: sky.at(place).next(clock, 0.0) for place in ("n0", "m0")}


def test_a_column_starts_and_drives_by_the_light_of_its_own_place() -> None:
    """Thirty degrees further west first light comes two hours later, to within the turn of a day; and of the
    1500 s of road 500 driven before dusk leave 2000 to the night, there as here."""
    sketch = far_apart()
    light = by_day(sketch, "first-light")
    assert light["m0"] - light["n0"] == pytest.approx(2 * HOUR, abs=20.0)
    for name, place in (("A", "n0"), ("B", "m0")):
        sketch.column(name, 1, (place, place[0] + "1"), begin=Moment(clock="first-light"))
    log = play(sketch)
    assert heads_tails(log, "n0")[0] == pytest.approx(light["n0"], abs=1e-6)
    assert heads_tails(log, "m0")[0] == pytest.approx(light["m0"], abs=1e-6)
    dusk = by_day(sketch, "dusk")
    late = far_apart()
    for name, place in (("A", "n0"), ("B", "m0")):
        late.column(name, 1, (place, place[0] + "1"), start=dusk[place] - 500.0)
    log = play(late)
    for place in ("n1", "m1"):
        assert heads_tails(log, place)[0] == pytest.approx(dusk[place[0] + "0"] + 2000.0, abs=1e-3), place


def test_a_fight_is_broken_off_by_the_dusk_of_its_place() -> None:
    """Posts that would hold for a day and a half are left in the night an hour after the dusk of each."""
    sketch = far_apart()
    for name, place in (("A", "n0"), ("B", "m0")):
        sketch.column(name, 100, (place, place[0] + "1"), start=12 * HOUR, on_contact="attack")
        sketch.garrison(f"guns-{name}", place[0] + "1")
    for name, value in (("time", 36 * HOUR), ("night-break", 1.0), ("night-withdrawal", HOUR)):
        sketch.parameters[f"fight.{name}"] = fixed(value)
    dusk = by_day(sketch, "dusk")
    left = {event.detail: event.time for event in kinds(play(sketch), "withdrawn")}
    assert left == pytest.approx({"guns-A": dusk["n0"] + HOUR, "guns-B": dusk["m0"] + HOUR}, abs=1e-3)


def test_a_theatre_may_have_one_light_for_all() -> None:
    """With the light of one point declared east and west have the same hours."""
    assert len(set(by_day(far_apart((50.0, EAST)), "first-light").values())) == 1
