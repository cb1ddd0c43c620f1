"""Moments, triggers, distributions and times in words, for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from paris44.scenario.dist import Dist
from paris44.scenario.model import Moment, Scenario, Trigger
from paris44.telling.phrases import ENGLISH, FRENCH, Tongue


class Speaker:
    """Words for one scenario: its names and its clock, in one language."""

    def __init__(
        self, start_iso: str, names: Mapping[str, str], orders: Mapping[str, str], tongue: Tongue = ENGLISH
    ) -> None:
        self.start = datetime.fromisoformat(start_iso)
        self.names = names
        self.orders = orders
        self.tongue = tongue

    def iso(self, seconds: float) -> str:
        """Local ISO time of a number of seconds since the start."""
        moment = self.start + timedelta(seconds=round(seconds))
        return moment.isoformat()

    def time(self, seconds: float) -> str:
        """``22 Aug 22:00``, with seconds where there are any."""
        moment = self.start + timedelta(seconds=round(seconds))
        clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        return f"{moment.day} {self.tongue.months[moment.month - 1]} {clock}"

    def day(self, iso: str) -> str:
        """``22 Aug`` of an ISO time."""
        moment = datetime.fromisoformat(iso)
        return f"{moment.day} {self.tongue.months[moment.month - 1]}"

    def name(self, key: str | None) -> str:
        """The proper name of a place, formation or garrison; its id where it has none."""
        return self.names.get(key, key) if key is not None else self.tongue.say("somebody")

    def moment(self, moment: Moment) -> str:
        """When something comes."""
        say, parts = self.tongue.say, []
        if moment.at is not None:
            parts.append(self.time(moment.at))
        if moment.after is not None:
            parts.append(say("not-before" if parts else "when", what=self.trigger(moment.after)))
        if moment.clock is not None:
            known = moment.clock in ("first-light", "sunrise", "sunset", "dusk")
            parts.append(say(moment.clock) if known else say("clock", clock=moment.clock))
        if moment.delay != Dist("fixed", (0.0,)):
            parts.append(say("later", time=self.tongue.law(moment.delay)))
        return ", ".join(parts) if parts else say("at-once")

    def trigger(self, trigger: Trigger) -> str:
        """What something waits for."""
        say = self.tongue.say
        if trigger.kind == "order":
            order = self.orders.get(trigger.order or "", trigger.order or "")
            return say("given", order=order, quoted=repr(order))
        if trigger.kind == "gone":
            return say("beaten", who=self.name(trigger.garrison))
        if trigger.kind == "barred":
            return say("barred", who=self.name(trigger.formation), what=str(trigger.daylight_parameter))
        if trigger.kind in ("all", "any"):
            return say(trigger.kind).join(map(self.trigger, trigger.parts))
        return self._event(trigger)

    def _event(self, trigger: Trigger) -> str:
        say, who = self.tongue.say, self.name(trigger.formation)
        verb = self.tongue.verb(trigger.event or "", who)
        where = self.name(trigger.place) if trigger.place is not None else say("any-place")
        again = say("visit", number=str(trigger.visit), ordinal=ordinal(trigger.visit))
        return say("happened", who=who, verb=verb, where=where) + again * (trigger.visit > 1)


def speaker(scenario: Scenario, tongue: Tongue = ENGLISH) -> Speaker:
    """Words for the names and the clock of a scenario."""
    names = {key: tongue.title(row.name) for key, row in scenario.places.items()}
    names |= {key: tongue.title(row.name) for key, row in scenario.formations.items()}
    for key, garrison in scenario.garrisons.items():
        place = names.get(garrison.place, garrison.place)
        names.setdefault(key, tongue.say("garrison", place=place))
    orders = {key: tongue.title(order.title or key) for key, order in scenario.orders.items()}
    return Speaker(scenario.start_iso, names, orders, tongue)


def french(document: Mapping[str, Any]) -> Tongue:
    """French, with what the theatre of a resolved scenario calls its titles and names."""
    return replace(FRENCH, titles=translations(document))


def translations(document: Mapping[str, Any]) -> dict[str, str]:
    """The French texts of the theatre of a resolved scenario, by the English."""
    found: dict[str, str] = {}
    for row in document.get("theatre", {}).values():
        texts = row.get("french") or {}
        found |= texts if isinstance(texts, Mapping) else {}
    return found


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
