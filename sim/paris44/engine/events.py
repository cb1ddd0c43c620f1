"""The event dictionary: what the log can say, and what its columns mean.

The one definition of kinds of events, of what a march unit does at a place, and of causes: types of the
engine, the page ``docs/events.md`` and the tests are made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Kind = Literal[
    "order", "receive", "waits", "not_done",
    "contact", "bypass", "counter_attack", "reinforce", "cleared", "surrender", "withdrawn",
    "line_wait", "line_slack", "line_disobeyed", "line_unknown", "line_lifted",
    "passing", "gridlock", "breakdown", "bridge",
    "junction", "sign", "parade", "depart", "pass", "pass_tail", "arrive", "cross_bridge", "enter_city",
]  # fmt: skip
"""What an entry of the log is."""


class Meaning(NamedTuple):
    """When an event is logged, and what its columns hold; an empty text: the column is empty."""

    when: str
    formation: str
    place: str
    order: str
    detail: str
    value: str = ""


_DECIDED = "the order that decides it"
_TITLE = "the title of that order"


def _by_decision(what: str) -> Meaning:
    """Something that an order of type ``act`` says to happen."""
    return Meaning(f"{what}, by decision (an order of type act)", "who", "where", _DECIDED, _TITLE)


KINDS: Final[Mapping[Kind, Meaning]] = {
    "order": Meaning(
        "an order is given: for a march one entry for each serial, for others one",
        "the serial; else whom the order names, if anybody",
        "the first place of the march's route; else the place that the order names, if any",
        "the order",
        "of a march where the serial's first unit is (stands at PLACE, is on ROAD); else the order's title",
    ),
    "receive": Meaning(
        "a march order has reached its column: one entry for each serial",
        "the serial", "the first place of the route", "the march", "",
    ),
    "waits": Meaning(
        "an order that has been given cannot be carried out yet",
        "who waits; nobody: a cease-fire team", "where he is, or the bridge or garrison that he is to reach",
        "the order", "why, in words",
    ),
    "not_done": Meaning(
        "an order that has been given cannot be carried out any more",
        "whom the order names, if anybody", "the bridge, or the place of the garrison", "the order",
        "why, in words",
    ),
    "contact": Meaning(
        "a formation meets a garrison for the first time at this place, or is attacked by it there",
        "who meets it", "the place that the garrison bars, or where the attack falls",
        "the march, or the counter-attack", "the garrison",
    ),
    "bypass": Meaning(
        "a march has gone round a garrison by tracks; to all others it still bars the place",
        "the formation at the head", "the last place that the head has passed", "the march", "the garrison",
        "seconds that it took",
    ),
    "counter_attack": Meaning(
        "the men of a garrison attack a formation where it stands",
        "who is attacked", "where", "the counter-attack", "the garrison", "men who attack",
    ),
    "reinforce": Meaning(
        "men and guns join a garrison, or leave it",
        "", "the place of the garrison", "the order", "the garrison",
        "men who join; negative: they leave",
    ),
    "cleared": Meaning(
        "a garrison is beaten: one entry for the victor, then one for each other formation and place in "
        "contact with it (these also when it surrenders or leaves)",
        "for whom the road is open", "the place of the garrison, or that of the contact", "", "the garrison",
        "men whom the garrison had left, in the victor's entry",
    ),
    "surrender": Meaning(
        "a garrison gives up, to those who fought it or to a cease-fire team: one entry for the formation to "
        "which it surrenders, one for each other that is in contact with it",
        "to whom; nobody: nobody was ordered there", "the place of the garrison, or that of the contact", "",
        "the garrison", "men whom the garrison had left, in the first entry",
    ),
    "withdrawn": Meaning(
        "a garrison leaves by itself, at its own hour or in the night after a fight",
        "", "the place of the garrison", "", "the garrison", "men who leave",
    ),
    "line_wait": Meaning(
        "the first head of a march crosses a phase line before which it had to wait",
        "the formation at the head", "the last place before the line", "the line", "the march",
        "seconds for which it stood before the line",
    ),
    "line_slack": Meaning(
        "the first head of a march crosses a phase line that is over",
        "the formation at the head", "the last place before the line", "the line", "the march",
        "seconds since the line was over",
    ),
    "line_disobeyed": Meaning(
        "the first head of a march crosses a phase line against the order",
        "the formation at the head", "the last place before the line", "the line", "the march",
        "seconds until the line would have been over",
    ),
    "line_unknown": Meaning(
        "the first head of a march crosses a phase line of which the order has not reached it",
        "the formation at the head", "the last place before the line", "the line", "the march",
        "seconds until the line would have been over",
    ),
    "line_lifted": Meaning("a phase line is lifted before its hour", "", "", "the line", ""),
    "passing": Meaning(
        "a unit with the right to it drives past others that have halted; of one formation past another at "
        "one place once",
        "who drives past", "the place ahead, or at which it goes first", "his march",
        "the formations that are passed", "seconds that driving past takes; 0: at a place, not along a road",
    ),
    "gridlock": Meaning(
        "full roads wait for each other in a ring: a unit of the lowest priority leaves the road for a while",
        "who leaves the road", "the place ahead of him", "his march",
        "the march units of the ring (formation#number); one alone: the ring closed through a tail",
    ),
    "breakdown": Meaning(
        "a march unit comes onto the road at whose end it will stand with a broken vehicle",
        "whose unit", "the last place before it stands", "its march", "the march unit (formation#number)",
    ),
    "bridge": Meaning(
        "a bridge changes its state",
        "who changed it; nobody: the enemy, or an order that names nobody", "the bridge", "",
        "the new state: blown, repaired or seized",
    ),
    "junction": _by_decision("two columns have joined hands"),
    "sign": _by_decision("somebody signs"),
    "parade": _by_decision("a parade"),
    "depart": _by_decision("a departure"),
    "pass": _by_decision("a passage"),
    "pass_tail": _by_decision("the passage of a tail"),
    "arrive": _by_decision("an arrival"),
    "cross_bridge": _by_decision("the crossing of a bridge"),
    "enter_city": _by_decision("the entry into the city"),
}  # fmt: skip
"""Every kind of event. An act may decide ``order``, ``contact``, ``cleared`` and ``surrender`` too: then the
detail is its title and no value stands."""

PASSAGES: Final[Mapping[str, str]] = {
    "depart": "enters the road from where it stood, or passes the start point of its order",
    "pass": "enters the place and goes on",
    "arrive": "enters the last place of its march, and leaves the road",
    "relay": "one march ends here and the next goes on, on the road: it arrives, departs and passes",
    "parade": "passes in the parade",
    "turn": "has come to a bridge that is blown, and goes back the way that it came",
    "aside": "leaves the road for a while, so that a ring of full roads can move",
}
"""What a march unit does at a place, when its head enters it: not while it stands before it."""

Cause = Literal[
    "orders", "start-slip", "rolling", "halt", "fuel", "rest", "breakdown", "queue", "line",
    "fight", "bridge", "crowd", "weather", "passing", "gridlock", "assembly",
]  # fmt: skip
"""Where a second of a march unit goes."""

CAUSES: Final[Mapping[Cause, str]] = {
    "orders": "waits for an order, for its hour, or for what the order waits for",
    "start-slip": "starts later than ordered: getting ready",
    "rolling": "drives, at the speed of its column on a dry road without a crowd",
    "halt": "a periodic halt of the whole column",
    "fuel": "refuels",
    "rest": "rests until first light by order, or waits for an ordered hour of the clock",
    "breakdown": "a broken vehicle is pushed aside",
    "queue": "waits for vehicles ahead, and nothing else explains what these wait for; closing up, headway",
    "line": "stands before a phase line, or behind somebody who does",
    "fight": "stands before the enemy or fights, or waits behind somebody who does",
    "bridge": "stands before a bridge that is blown, or behind somebody who does",
    "crowd": "the seconds by which people in the street lengthened a crossing",
    "weather": "the seconds by which rain or fog lengthened a crossing",
    "passing": "drives past halted columns, or out of a queue that it was told to leave",
    "gridlock": "has left the road so that a ring of full roads can move",
    "assembly": "stands off the road, its turn not yet come: those ahead in the order of march go first",
}
"""Where a march unit's time goes; every second has exactly one."""
