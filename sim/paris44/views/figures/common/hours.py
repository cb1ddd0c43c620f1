"""Time on an axis: seconds since the scenario's start, ticks by the clock, nights shaded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from matplotlib.axes import Axes

from paris44.language.dates import day_and_clock, day_of
from paris44.language.text import join, msg
from paris44.scenario.model import Scenario
from paris44.views.figures.common.style import NIGHT, TWILIGHT
from paris44.views.wording import duration
from paris44.world.light import light_of

HOUR = 3600.0
DAY = 86_400.0
STEPS = (0.25, 0.5, 1, 2, 3, 4, 6, 12, 24, 48)


class Almanac:
    """The clock and the light of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.start = datetime.fromisoformat(scenario.start_iso)
        self._sun = light_of(scenario)
        self.midnight = self._sun.midnight

    def when(self, seconds: float) -> datetime:
        """The local moment, to the minute that a clock shows then, as tables tell it."""
        return self.start + timedelta(minutes=math.floor(seconds / 60.0))

    def clock(self, seconds: float) -> str:
        """Seconds since the start as ``21:22``."""
        return f"{self.when(seconds):%H:%M}"

    def day(self, seconds: float) -> str:
        """Seconds since the start as ``24 Aug``."""
        return day_of(self.when(seconds))

    def day_clock(self, seconds: float, beside: float | None = None) -> str:
        """Seconds since the start as ``24 Aug 21:22``; the clock alone when ``beside`` is the same day."""
        same = beside is not None and self.when(beside).date() == self.when(seconds).date()
        return self.clock(seconds) if same else day_and_clock(self.when(seconds), self.clock(seconds))

    def span(self, lo: float, hi: float) -> str:
        """Two times (s) as ``20:50 and 22:10 on 24 Aug``, for a sentence with *between*."""
        if self.when(lo).date() == self.when(hi).date():
            return msg("{lo} and {hi} on {day}", lo=self.clock(lo), hi=self.clock(hi), day=self.day(hi))
        return msg("{lo} and {hi}", lo=self.day_clock(lo), hi=self.day_clock(hi))

    def nights(self, lo: float, hi: float) -> list[tuple[float, float, str]]:
        """(start, end, shade) of every night and twilight that touches lo..hi (s)."""
        light = self._sun
        found = []
        for at in range(len(light.sunset) - 1):
            dusk, dawn = light.dusk[at], light.first_light[at + 1]
            rise, fall = light.sunrise[at + 1], light.sunset[at]
            found += [(fall, dusk, TWILIGHT), (dusk, dawn, NIGHT), (dawn, rise, TWILIGHT)]
        return [(max(a, lo), min(b, hi), shade) for a, b, shade in found if a < hi and b > lo]


def shade_nights(ax: Axes, almanac: Almanac, lo: float, hi: float) -> None:
    """Shade the nights from ``lo`` to ``hi`` (s) behind everything else."""
    for a, b, shade in almanac.nights(lo, hi):
        ax.axvspan(a, b, facecolor=shade, edgecolor="none", zorder=-5, gid="night")


def time_axis(
    ax: Axes, almanac: Almanac, lo: float, hi: float, width: float, *, each: float = 0.42, days: bool = True
) -> None:
    """Ticks by the clock on the x axis from ``lo`` to ``hi``; ``width`` inches, ``each`` for a label."""
    step = next((s for s in STEPS if (hi - lo) / HOUR / s <= max(width / each, 1)), STEPS[-1]) * HOUR
    first = math.ceil((lo - almanac.midnight) / step - 1e-9) * step + almanac.midnight
    ticks = [first + k * step for k in range(int((hi - first) / step + 1e-9) + 1)]
    ax.set_xlim(lo, hi)
    ax.set_xticks(ticks)
    ax.set_xticklabels(_labels(almanac, ticks, step, days))
    ax.grid(axis="x")


def _labels(almanac: Almanac, ticks: Sequence[float], step: float, days: bool) -> list[str]:
    labels = []
    last = None
    for tick in ticks:
        day = almanac.day(tick)
        clock = almanac.clock(tick)
        if step >= DAY:
            labels.append(day)
        else:
            labels.append(join("\n", (clock, day)) if days and day != last else clock)
        last = day
    return labels


def near(hours: float) -> str:
    """A length of time for a title: ``3 h 10``, ``42 min``, ``26 h``."""
    minutes = round(abs(hours) * 60)
    return f"{abs(hours):.0f} h" if minutes >= 600 else duration(minutes)
