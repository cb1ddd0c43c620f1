"""Moments, triggers, distributions and times in words, for people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from paris44.language.dates import day_and_clock, day_of, length
from paris44.language.text import Word, join, listed, mapped, msg, quoted
from paris44.scenario.dist import Dist
from paris44.scenario.model import Crowd, Moment, Scenario, Trigger

_Sentences = Callable[[str, str], tuple[str, str]]
HAPPENED: Mapping[str, _Sentences] = {
    "depart": lambda who, at: (msg("{who} has left {where}", who=who, where=at),
                               msg("{who} have left {where}", who=who, where=at)),
    "pass": lambda who, at: (msg("{who} has passed {where}", who=who, where=at),
                             msg("{who} have passed {where}", who=who, where=at)),
    "arrive": lambda who, at: (msg("{who} has come to {where}", who=who, where=at),
                               msg("{who} have come to {where}", who=who, where=at)),
    "contact": lambda who, at: (msg("{who} has met the enemy at {where}", who=who, where=at),
                                msg("{who} have met the enemy at {where}", who=who, where=at)),
    "cleared": lambda who, at: (msg("{who} has cleared {where}", who=who, where=at),
                                msg("{who} have cleared {where}", who=who, where=at)),
    "surrender": lambda who, at: (msg("{who} surrenders at {where}", who=who, where=at),
                                  msg("{who} surrender at {where}", who=who, where=at)),
    "cross_bridge": lambda who, at: (msg("{who} has crossed {where}", who=who, where=at),
                                     msg("{who} have crossed {where}", who=who, where=at)),
    "enter_city": lambda who, at: (msg("{who} has entered the city at {where}", who=who, where=at),
                                   msg("{who} have entered the city at {where}", who=who, where=at)),
    "junction": lambda who, at: (msg("{who} has joined at {where}", who=who, where=at),
                                 msg("{who} have joined at {where}", who=who, where=at)),
    "sign": lambda who, at: (msg("{who} has signed at {where}", who=who, where=at),
                             msg("{who} have signed at {where}", who=who, where=at)),
    "order": lambda who, at: (msg("{who} has its order at {where}", who=who, where=at),
                              msg("{who} have their order at {where}", who=who, where=at)),
    "parade": lambda who, at: (msg("{who} parades at {where}", who=who, where=at),
                               msg("{who} parade at {where}", who=who, where=at)),
}  # fmt: skip
"""Event -> what one, and what several have done."""
LIGHTS = {
    "first-light": msg("at the next first light"), "sunrise": msg("at the next sunrise"),
    "sunset": msg("at the next sunset"), "dusk": msg("at the next dusk"),
}  # fmt: skip
PLACES = 4
"""Places of a crowd that are named."""


class Speaker:
    """Words for one scenario: its names and its clock."""

    def __init__(
        self,
        start_iso: str,
        names: Mapping[str, str],
        orders: Mapping[str, str],
        french: Mapping[str, str] | None = None,
        crowds: Mapping[str, str] | None = None,
    ) -> None:
        self.start = datetime.fromisoformat(start_iso)
        self.names = names
        self.orders = orders
        self.french = french or {}
        self.crowds = crowds or {}

    def iso(self, seconds: float) -> str:
        """Local ISO time of a number of seconds since the start."""
        moment = self.start + timedelta(seconds=round(seconds))
        return moment.isoformat()

    def time(self, seconds: float) -> str:
        """``22 Aug 22:00``, with seconds where there are any."""
        moment = self.start + timedelta(seconds=round(seconds))
        return day_and_clock(moment, moment.strftime("%H:%M:%S" if moment.second else "%H:%M"))

    def day(self, iso: str) -> str:
        """``22 Aug`` of an ISO time."""
        moment = datetime.fromisoformat(iso)
        return day_of(moment)

    def words(self, text: str) -> str:
        """A title or sentence of the scenario, with its French where the operation's files have it."""
        return Word(text, {"fr": self.french[text]}) if text in self.french else text

    def name(self, key: str | None) -> str:
        """The proper name of a place, formation or garrison; its id where it has none."""
        return self.names.get(key, key) if key is not None else msg("somebody")

    def moment(self, moment: Moment) -> str:
        """When something comes."""
        parts = []
        if moment.at is not None:
            parts.append(self.time(moment.at))
        if moment.after is not None:
            what = self.trigger(moment.after)
            parts.append(msg("and not before {what}", what=what) if parts else msg("when {what}", what=what))
        if moment.clock is not None:
            parts.append(LIGHTS.get(moment.clock) or msg("at {clock}", clock=moment.clock))
        if moment.delay != Dist("fixed", (0.0,)):
            parts.append(msg("{time} later", time=law(moment.delay)))
        return join(", ", parts) if parts else msg("at once")

    def trigger(self, trigger: Trigger) -> str:
        """What something waits for."""
        if trigger.kind == "order":
            order = self.orders.get(trigger.order or "", trigger.order or "")
            return msg("{order} is given", order=quoted(order))
        if trigger.kind == "gone":
            return msg("{who} no longer resists", who=self.name(trigger.garrison))
        if trigger.kind == "barred":
            who, what = self.name(trigger.formation), str(trigger.daylight_parameter)
            return msg("{who} is barred with less daylight left than {what}", who=who, what=what)
        if trigger.kind in ("all", "any"):
            word = msg(" and ") if trigger.kind == "all" else msg(" or ")
            return join(word, map(self.trigger, trigger.parts))
        return self._event(trigger)

    def _event(self, trigger: Trigger) -> str:
        who = self.name(trigger.formation)
        where = self.name(trigger.place) if trigger.place is not None else msg("any place")
        happened = mapped(agreeing, who, *HAPPENED[trigger.event or ""](who, where))
        if trigger.visit == 1:
            return happened
        number = trigger.visit
        return msg("{what} for the {ordinal} time", what=happened, ordinal=ordinal(number), number=number)


def speaker(scenario: Scenario) -> Speaker:
    """Words for the names and the clock of a scenario."""
    names = {key: told(scenario, row.name) for key, row in scenario.places.items()}
    names |= {key: told(scenario, row.name) for key, row in scenario.formations.items()}
    for key, garrison in scenario.garrisons.items():
        place = names.get(garrison.place, garrison.place)
        names.setdefault(key, msg("the garrison of {place}", place=place))
    for party in scenario.theatre.parties:
        names.setdefault(party.id, party_name(scenario, party.id))
    orders = {key: told(scenario, order.title or key) for key, order in scenario.orders.items()}
    start, city = datetime.fromisoformat(scenario.start_iso), told(scenario, scenario.theatre.city)
    crowds = {crowd.id: _crowd(crowd, names, start, city) for crowd in scenario.crowds}
    return Speaker(scenario.start_iso, names, orders, scenario.theatre.french, crowds)


def _crowd(crowd: Crowd, names: Mapping[str, str], start: datetime, city: str) -> str:
    """The day of a crowd, and where it stands: ``25 Aug, the city``."""
    where = listed([names.get(place, place) for place in crowd.places], PLACES) or city
    day = day_of(start + timedelta(seconds=crowd.start))
    return msg("{day}, {where}", day=day, where=where) if where else day


def told(scenario: Scenario, text: str) -> str:
    """A title or name of the scenario, with its French where the operation's files have it."""
    french = scenario.theatre.french.get(text)
    if french is None and "'" in text:
        french = text.replace("'", "’")  # as it is printed in French
    return text if french is None else Word(text, {"fr": french})


NEUTRAL = {name: name for name in (msg("Columns"), msg("Garrisons"))}
"""The parties of a scenario that declares none: a row keeps their names as plain English."""


def party_name(scenario: Scenario, party: str) -> str:
    """What people call a party."""
    known = next((one for one in scenario.theatre.parties if one.id == party), None)
    if known is None:
        return party
    return told(scenario, NEUTRAL.get(known.name, known.name))


def law(dist: Dist) -> str:
    """A duration, certain or uncertain."""
    if dist.is_fixed:
        return length(dist.median)
    step = 60 if dist.median >= 600 else 1  # nobody believes the seconds of an uncertain hour
    low, middle, high = (length(round(dist.at(u) / step) * step) for u in (0.05, 0.5, 0.95))
    return msg("about {middle} ({low} to {high})", middle=middle, low=low, high=high)


def ordinal(number: int) -> str:
    """``2nd``, ``13th``, ``21st``."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number // 10 % 10 == 1 else endings.get(number % 10, 'th')}"


def agreeing(who: str, one: str, many: str) -> str:
    """What one does, or what several do, by the name of who does it."""
    return many if is_plural(who) else one


MANY = {
    "battalions", "companies", "engineers", "guards", "guns", "police", "squadrons", "tanks", "teams",
    "trains", "troops", "avant-gardes", "bataillons", "canons", "chars", "compagnies", "groupes", "policiers",
    "équipes",
}  # fmt: skip
"""Nouns that stand for several, in either language, where a name ends with them or begins so."""
_FURTHER = re.compile(r" (?:of|on|in|with|that|at|du|de|des|dans|avec|sur|qui) .*")


def is_plural(name: str) -> bool:
    """Whether the name of a formation takes a verb in the plural: trains, companies, this and that."""
    parts = [_FURTHER.sub("", part).lower().split() for part in re.sub(r"\s*\([^)]*\)", "", name).split(", ")]
    return any({"and", "et"} & set(words) or {*words[:1], *words[-1:]} & MANY for words in parts)
