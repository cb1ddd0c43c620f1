"""The colours of groups on the page and in exports, where each has a name."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from paris44.scenario.model import ColourGroup, Scenario


class Hue(NamedTuple):
    """A colour: its letter in the style of the page, and its red, green and blue."""

    letter: str
    rgb: str


HUES = MappingProxyType(
    {
        "red": Hue("v", "c23b22"), "blue": Hue("l", "1d5fa6"), "green": Hue("d", "17794f"),
        "violet": Hue("b", "874394"), "amber": Hue("u", "99610c"), "olive": Hue("c", "67641f"),
        "slate": Hue("x", "47697e"),
    }
)  # fmt: skip
"""In the order in which groups without a hue of their own take them."""


def hued(scenario: Scenario, formation: str) -> ColourGroup | None:
    """The group with a hue that names a formation, or the nearest one above it."""
    at: str | None = formation
    while at is not None:
        for group in scenario.theatre.groups:
            if group.hue is not None and at in group.formations:
                return group
        at = scenario.formations[at].parent
    return None
