"""Colours and words that mean the same in every figure.

Columns have fixed colours, chosen from the palettes of Okabe and Ito (2008) and of Tol (2021), which
readers with any common colour blindness tell apart; labels repeat what colour says.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.colors

from paris44.scenario.model import ColourGroup, Formation, Place, Scenario

STYLE_FILE = Path(__file__).with_name("paris44.mplstyle")

INK = "#1a1a1a"
SOFT = "#666666"
FAINT = "#b8b8b8"
PAPER = "#ffffff"
WATER = "#a9cbe3"
NIGHT = "#e3e6ef"
TWILIGHT = "#f1f3f8"
ENEMY = "#7a1f1f"
NEVER = "never"
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
    "orders": "waiting for orders", "start-slip": "late start", "assembly": "assembly", "rolling": "rolling",
    "halt": "halts", "fuel": "fuel", "rest": "rest", "breakdown": "breakdowns", "queue": "queues",
    "passing": "passing", "gridlock": "gridlock", "line": "phase line", "bridge": "bridges",
    "fight": "fights", "crowd": "crowds", "weather": "weather",
}  # fmt: skip

EVENT_WORDS = {
    "depart": ("leaves", "leave"), "pass": ("passes", "pass"), "pass_tail": ("has passed", "have passed"),
    "arrive": ("reaches", "reach"), "contact": ("in contact at", "in contact at"),
    "cleared": ("clears", "clear"), "cross_bridge": ("crosses", "cross"), "enter_city": ("enters", "enter"),
    "junction": ("joins hands at", "join hands at"), "surrender": ("takes", "take"),
    "sign": ("signs at", "sign at"), "parade": ("parades at", "parade at"),
    "order": ("ordered at", "ordered at"),
}  # fmt: skip
"""Event -> what one does, and what several do."""


@contextmanager
def printed() -> Iterator[None]:
    """Draw in the project's style, whatever the reader's own Matplotlib settings are.

    A letter that none of the fonts has (they know Latin, Greek, Cyrillic, Hebrew, Arabic) is drawn as a box.
    """
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ ", UserWarning)
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_style())
        yield


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
        return LegendEntry(group.id, group.name, group.colour or SPARE[at % len(SPARE)])
    tops = [f.id for f in scenario.formations.values() if f.parent is None and not group_of(f.id, scenario)]
    top = top_of(formation, scenario)
    at = tops.index(top) if top in tops else 0
    return LegendEntry(top, short_name(scenario.formations[top]), SPARE[at % len(SPARE)])


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


def short_name(formation: Formation) -> str:
    """A formation's name for a label: its short one, else its name without what stands in brackets."""
    return formation.short or re.sub(r"\s*\([^)]*\)", "", formation.name)


def place_name(place: Place) -> str:
    """A place's name without its other names."""
    return re.sub(r"\s*\([^)]*\)", "", place.name).split(" / ")[0]
