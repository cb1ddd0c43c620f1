"""Moments, triggers, distributions and times in words, for people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sim.scenario.dist import Dist
from sim.scenario.model import Moment, Scenario, Trigger

_EVENTS = {
    "depart": "has left", "pass": "has passed", "arrive": "has come to", "contact": "has met the enemy at",
    "cleared": "has cleared", "surrender": "surrenders at", "cross_bridge": "has crossed",
    "enter_city": "has entered Paris at", "junction": "has joined at", "sign": "has signed at",
    "order": "has its order at", "parade": "parades at",
}  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCKS = {"first-light": "first light", "sunrise": "sunrise", "sunset": "sunset", "dusk": "dusk"}


class Speaker:
    """Words for one scenario: its names and its clock."""

    def __init__(self, start_iso: str, names: Mapping[str, str], orders: Mapping[str, str]) -> None:
        self.start = datetime.fromisoformat(start_iso)
        self.names = names
        self.orders = orders

    def iso(self, seconds: float) -> str:
        """Local ISO time of a number of seconds since the start."""
        moment = self.start + timedelta(seconds=round(seconds))
        return moment.isoformat()

    def time(self, seconds: float) -> str:
        """``22 Aug 22:00``, with seconds where there are any."""
        moment = self.start + timedelta(seconds=round(seconds))
        clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        return f"{moment.day} {_MONTHS[moment.month - 1]} {clock}"

    def name(self, key: str | None) -> str:
        """The proper name of a place, formation or garrison; its id where it has none."""
        return self.names.get(key, key) if key is not None else "somebody"

    def moment(self, moment: Moment) -> str:
        """When something comes."""
        parts = []
        if moment.at is not None:
            parts.append(self.time(moment.at))
        if moment.after is not None:
            parts.append(("and not before " if parts else "when ") + self.trigger(moment.after))
        if moment.clock is not None:
            clock = _CLOCKS.get(moment.clock, moment.clock)
            parts.append(f"at the next {clock}" if moment.clock in _CLOCKS else f"at {clock}")
        if moment.delay != Dist("fixed", (0.0,)):
            parts.append(f"{duration_law(moment.delay)} later")
        return ", ".join(parts) if parts else "at once"

    def trigger(self, trigger: Trigger) -> str:
        """What something waits for."""
        if trigger.kind == "order":
            return f"{self.orders.get(trigger.order or '', trigger.order)!r} is given"
        if trigger.kind == "gone":
            return f"{self.name(trigger.garrison)} no longer resists"
        if trigger.kind == "barred":
            what = trigger.daylight_parameter
            return f"{self.name(trigger.formation)} is barred with less daylight left than {what}"
        if trigger.kind in ("all", "any"):
            return (" and " if trigger.kind == "all" else " or ").join(map(self.trigger, trigger.parts))
        return self._event(trigger)

    def _event(self, trigger: Trigger) -> str:
        verb = _EVENTS[trigger.event or ""]
        where = self.name(trigger.place) if trigger.place is not None else "any place"
        visit = f" for the {ordinal(trigger.visit)} time" if trigger.visit > 1 else ""
        return f"{self.name(trigger.formation)} {verb} {where}{visit}"


def speaker(scenario: Scenario) -> Speaker:
    """Words for the names and the clock of a scenario."""
    names = {key: row.name for key, row in scenario.places.items()}
    names |= {key: row.name for key, row in scenario.formations.items()}
    for key, garrison in scenario.garrisons.items():
        place = names.get(garrison.place, garrison.place)
        names.setdefault(key, f"the garrison of {place}")
    orders = {key: order.title or key for key, order in scenario.orders.items()}
    return Speaker(scenario.start_iso, names, orders)


def duration(seconds: float) -> str:
    """``100 min``, ``26 h 30 min``, ``45 s``; the sign is left out."""
    whole = abs(round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    if hours >= 4:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if whole >= 60 or whole == 0:
        return f"{hours * 60 + minutes} min" + (f" {secs} s" if secs else "")
    return f"{secs} s"


def duration_law(dist: Dist) -> str:
    """A duration, certain or uncertain, in words."""
    if dist.is_fixed:
        return duration(dist.median)
    step = 60 if dist.median >= 600 else 1  # nobody believes the seconds of an uncertain hour
    low, middle, high = (duration(round(dist.at(u) / step) * step) for u in (0.05, 0.5, 0.95))
    return f"about {middle} ({low} to {high})"


def ordinal(number: int) -> str:
    """``2nd``, ``13th``, ``21st``."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number // 10 % 10 == 1 else endings.get(number % 10, 'th')}"


def counted(number: int, thing: str) -> str:
    """``1 road``, ``2 roads``."""
    return f"{number} {thing}" + "s" * (number != 1)


def listed(words: list[str], most: int = 12) -> str:
    """``a, b and c``; long lists are cut and counted."""
    if len(words) > most:
        return ", ".join(words[: most - 1]) + f" and {len(words) - most + 1} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
