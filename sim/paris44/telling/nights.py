"""The nights of a scenario at its objective: sun, twilight and moon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from paris44.language.text import Figures, listed, msg, pmsg
from paris44.scenario.model import Scenario
from paris44.telling.words import Speaker, speaker
from paris44.world.light import Sky
from paris44.world.moon import Moon


class NightDocument(TypedDict):
    """A night: local ISO times; ``moon_lit`` of 1, at its middle; ``moon_up`` from dusk to first light."""

    sunset: str
    dusk: str
    first_light: str
    sunrise: str
    moon_lit: float
    moon_up: list[tuple[str, str]]


def nights(scenario: Scenario) -> list[NightDocument]:
    """Every night that has begun and ends within the scenario."""
    say = speaker(scenario)
    return [_night(times, say, moon) for times, moon in _all(scenario)]


def _all(scenario: Scenario) -> Iterator[tuple[tuple[float, float, float, float], Moon]]:
    sky = Sky(scenario)
    light, moon = sky.at(), Moon(sky.start, sky.point())
    nights = zip(light.sunset, light.dusk, light.first_light[1:], light.sunrise[1:], strict=False)
    for night in nights:
        inside = night[0] >= 0.0 and night[3] <= scenario.duration
        if inside and night[1] < night[2]:
            yield night, moon


def _night(times: tuple[float, float, float, float], say: Speaker, moon: Moon) -> NightDocument:
    sunset, dusk, first_light, sunrise = times
    return {
        "sunset": say.iso(sunset),
        "dusk": say.iso(dusk),
        "first_light": say.iso(first_light),
        "sunrise": say.iso(sunrise),
        "moon_lit": round(moon.lit((dusk + first_light) / 2.0), 2),
        "moon_up": [(say.iso(a), say.iso(b)) for a, b in moon.up(dusk, first_light)],
    }


def in_words(found: list[NightDocument], say: Speaker, place: str) -> list[str]:
    """The nights as lines of text; ``place`` is where the light is reckoned."""
    head = msg("Nights at {place}", place=place) if place else msg("Nights")
    return [head, *(_line(night, say) for night in found)] if found else []


def _line(night: NightDocument, say: Speaker) -> str:
    up = listed([msg("{start} to {end}", start=a[11:16], end=b[11:16]) for a, b in night["moon_up"]])
    lit = Figures(f"{100 * night['moon_lit']:.0f} %")
    moon = msg("up {up}, {lit} lit", up=up, lit=lit) if up else pmsg("moon", "not up")
    return msg(
        "  {day}: sunset {sunset}, dark {dusk} to {first_light}, sunrise {sunrise}; moon {moon}",
        day=say.day(night["sunset"]), sunset=night["sunset"][11:16], dusk=night["dusk"][11:16],
        first_light=night["first_light"][11:16], sunrise=night["sunrise"][11:16], moon=moon,
    )  # fmt: skip
