"""Colours and words that mean the same in every figure.

Columns have fixed colours, chosen from the palettes of Okabe and Ito (2008) and of Tol (2021), which
readers with any common colour blindness tell apart; labels repeat what colour says.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.colors

from paris44.language.languages import ENGLISH, Language
from paris44.language.text import mapped, msg, pmsg
from paris44.scenario.model import ColourGroup, Scenario
from paris44.telling.words import told

STYLE_FILE = Path(__file__).with_name("paris44.mplstyle")

INK = "#1a1a1a"
SOFT = "#666666"
FAINT = "#b8b8b8"
PAPER = "#ffffff"
WATER = "#a9cbe3"
NIGHT = "#e3e6ef"
TWILIGHT = "#f1f3f8"
ENEMY = "#7a1f1f"
DARK_ENOUGH = 0.42  # lightness of the lightest type, of 1


@dataclass(frozen=True)
class LegendEntry:
    """A column of the advance in the legend: its key, what it is called there, and its colour."""

    key: str
    label: str
    colour: str


SPARE = ("#0072B2", "#D55E00", "#009E73", "#AA77AA", "#E69F00", "#56B4E9", "#882255", "#332288")
"""For groups to which the theatre gives no colour."""

CAUSES = {
    "orders": "#d9d9d9",
    "start-slip": "#bdbdbd",
    "assembly": "#9a9a9a",
    "rolling": "#0072B2",
    "halt": "#9ad0c2",
    "fuel": "#44AA99",
    "rest": "#117755",
    "breakdown": "#6b8e23",
    "queue": "#E69F00",
    "passing": "#F0C94A",
    "gridlock": "#a86f00",
    "line": "#332288",
    "bridge": "#AA77AA",
    "fight": "#c1272d",
    "crowd": "#CC79A7",
    "weather": "#56B4E9",
}
"""Cause -> colour, in the order of the legends: waiting for orders, moving, resting, others, the enemy."""

CAUSE_WORDS = {
    "orders": msg("waiting for orders"), "start-slip": msg("late start"), "assembly": msg("assembly"),
    "rolling": msg("rolling"), "halt": msg("halts"), "fuel": msg("fuel"), "rest": msg("rest"),
    "breakdown": msg("breakdowns"), "queue": msg("queues"), "passing": msg("passing"),
    "gridlock": msg("gridlock"), "line": msg("phase line"), "bridge": msg("bridges"),
    "fight": msg("fights"), "crowd": msg("crowds"), "weather": msg("weather"), "others": msg("others"),
}  # fmt: skip

EVENT_WORDS = {
    "depart": (msg("leaves"), msg("leave")), "pass": (pmsg("verb", "passes"), pmsg("verb", "pass")),
    "pass_tail": (msg("has passed"), msg("have passed")), "arrive": (msg("reaches"), msg("reach")),
    "contact": (msg("in contact at"), msg("in contact at")),
    "cleared": (msg("clears"), pmsg("verb", "clear")), "cross_bridge": (msg("crosses"), msg("cross")),
    "enter_city": (msg("enters"), msg("enter")), "junction": (msg("joins hands at"), msg("join hands at")),
    "surrender": (msg("takes"), msg("take")), "sign": (msg("signs at"), msg("sign at")),
    "parade": (msg("parades at"), msg("parade at")), "order": (msg("ordered at"), msg("ordered at")),
}  # fmt: skip
"""Event -> what one does, and what several do."""


_LANGUAGE: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken() -> Language:
    """The language of the figure that is being drawn."""
    return _LANGUAGE.get()


def said(text: str) -> str:
    """A text in that language."""
    return spoken().tell(text)


@contextmanager
def printed(language: Language | None = None) -> Iterator[None]:
    """Draw in the project's style, whatever the reader's own Matplotlib settings are, and in a ``language``
    (None: that of the figure around it, else English).

    A letter that none of the fonts has (they know Latin, Greek, Cyrillic, Hebrew, Arabic) is drawn as a box.
    """
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ ", UserWarning)
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_style())
        before = _LANGUAGE.set(spoken() if language is None else language)
        try:
            yield
        finally:
            _LANGUAGE.reset(before)


@lru_cache(maxsize=1)
def _style() -> Mapping[Any, Any]:
    rules: Mapping[Any, Any] = matplotlib.rc_params_from_file(STYLE_FILE, use_default_template=False)
    return dict(rules)


def legible(colour: str) -> str:
    """A colour dark enough for small type on white."""
    red, green, blue = matplotlib.colors.to_rgb(colour)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    share = min(1.0, DARK_ENOUGH / light) if light else 1.0
    return matplotlib.colors.to_hex((red * share, green * share, blue * share))


def column_of(formation: str, scenario: Scenario) -> LegendEntry:
    """The group that a formation marches with: the theatre's, else all that belongs to its uppermost one."""
    group = group_of(formation, scenario)
    if group is not None:
        at = scenario.theatre.groups.index(group)
        return LegendEntry(group.id, told(scenario, group.name), group.colour or SPARE[at % len(SPARE)])
    tops = [f.id for f in scenario.formations.values() if f.parent is None and not group_of(f.id, scenario)]
    top = top_of(formation, scenario)
    at = tops.index(top) if top in tops else 0
    return LegendEntry(top, short_name(scenario, top), SPARE[at % len(SPARE)])


def group_of(formation: str, scenario: Scenario) -> ColourGroup | None:
    """The group that names a formation, or the nearest one above it; None where none does."""
    at: str | None = formation
    while at is not None:
        for group in scenario.theatre.groups:
            if at in group.formations:
                return group
        at = scenario.formations[at].parent
    return None


def top_of(formation: str, scenario: Scenario) -> str:
    """The formation's ancestor that has no parent."""
    name = formation
    while (parent := scenario.formations[name].parent) is not None:
        name = parent
    return name


def columns_of(formations: Iterable[str], scenario: Scenario) -> list[LegendEntry]:
    """The columns of formations, each once, in the order of the legend: the theatre's, then others."""
    found = {column.key: column for column in (column_of(f, scenario) for f in formations)}
    order = [group.id for group in scenario.theatre.groups]
    return sorted(found.values(), key=lambda c: (order.index(c.key) if c.key in order else len(order), c.key))


def is_main(formation: str, scenario: Scenario) -> bool:
    """Whether a formation belongs to the columns that march graphs are about."""
    group = group_of(formation, scenario)
    return group is not None and group.main


def short_name(scenario: Scenario, formation: str) -> str:
    """A formation's name for a label: its short one, else its name without what stands in brackets."""
    known = scenario.formations[formation]
    return told(scenario, known.short) if known.short else mapped(_plain, told(scenario, known.name))


def place_name(scenario: Scenario, place: str) -> str:
    """A place's name without its other names."""
    return mapped(_first_name, told(scenario, scenario.places[place].name))


def _plain(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", name)


def _first_name(name: str) -> str:
    return _plain(name).split(" / ")[0]
