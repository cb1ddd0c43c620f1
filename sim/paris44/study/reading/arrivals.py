"""When every formation's head and tail came to every named place, and what never came.

The engine moves march units; here their passages become rows of formations. A formation has rows for
the places that any of its march orders names, and for gates and bridges, whichever order its units
follow when they come there. A leaf formation's head is its first unit, its tail the last. So it is for
a parent, without the units that an order detached. Visits are counted for each unit and then joined.
All of them are hours at which a unit enters the place: who stands before it in a queue, or before an
enemy who bars it, has not arrived. A row's tail is empty where some of what marches under its orders, and
was neither detached nor ordered elsewhere before, has not come by the end.

Departures are the exception. Where a formation's parts leave a place in several movements, it leaves with
the one by which the greater part of those that leave it in the run is gone: an advance guard that is pushed
on in the evening does not make its groupement depart, unless nobody ever follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from paris44.engine.log import INFINITE, Enabler, Event, EventLog, Passage
from paris44.results.columns import Arrival
from paris44.study.reading.causes import Timeline
from paris44.study.reading.context import PASSAGE_EVENTS, Ground
from paris44.study.reading.doings import Doings, History
from paris44.study.reading.reasons import Reasons

LOG_EVENTS = ("order", "contact", "cleared", "surrender", "junction", "sign", *PASSAGE_EVENTS)
"""Kinds of event in the log that become rows: what happens by decision may be a passage too."""

MOVEMENT_GAP = 3 * 3600.0
"""s: parts that leave a place later than this after the one before are another movement. The longest gap
between groupements of one march in the planning figures (60 to 180 min, modeller's judgement)."""

Key = tuple[str, str, int]
"""(place, event, visit)."""


class Explainer(Protocol):
    """What the study asks of the engine's account of causes."""

    def timeline(self, unit: int) -> Timeline:
        """What a march unit did, from its order to the end."""

    def chain(self, enabler: Enabler, time: float) -> Timeline:
        """What led to something, from 0 to ``time`` (s), through what had to happen first."""


class Mark:
    """The head and the tail of a column at a place.

    ``since`` is when the head unit passed the last named place before. ``told`` is false of a passage that
    only says again what an arrival, a departure or a parade says: no unit of the column went through.
    ``whole`` is false where some of the column has not come by the end, ``orders`` are those that it
    marches under. No dataclass: that would be made by Python even where all this is compiled.
    """

    __slots__ = ("clear", "head", "orders", "since", "told", "unit", "vehicles", "whole")

    def __init__(
        self, head: float, clear: float, unit: int, since: float, told: bool, vehicles: int, whole: bool,
        orders: frozenset[str],
    ) -> None:  # fmt: skip
        self.head = head
        self.clear = clear
        self.unit = unit
        self.since = since
        self.told = told
        self.vehicles = vehicles
        self.whole = whole
        self.orders = orders

    def take(self, passage: Passage, tail: float, since: float) -> None:
        """Let the passage of one more unit count; mostly it only takes the tail further."""
        self.vehicles += passage.vehicles
        if passage.clear > self.clear:
            self.clear = passage.clear
        if tail == INFINITE:
            self.whole = False
        if passage.head < self.head:
            self.head, self.unit, self.since = passage.head, passage.unit, since

    def join(self, other: Mark) -> Mark:
        """The mark of both columns together."""
        first = self if self.head <= other.head else other
        clear, told = max(self.clear, other.clear), self.told or other.told
        vehicles, whole = self.vehicles + other.vehicles, self.whole and other.whole
        orders = self.orders if self.orders == other.orders else self.orders | other.orders
        return Mark(first.head, clear, first.unit, first.since, told, vehicles, whole, orders)

    def in_part(self) -> Mark:
        """The same of a column of which some have not come by the end."""
        return Mark(
            self.head, self.clear, self.unit, self.since, self.told, self.vehicles,
            whole=False, orders=self.orders,
        )  # fmt: skip


def arrivals(doings: Doings, explainer: Explainer) -> list[Arrival]:
    """The rows of one replication, formation by formation in the order of their table, then by time."""
    ground, log = doings.ground, doings.log
    leaves, owed = _leaves(doings)
    marks = _whole(_parents(ground, log, leaves), _owed_by(ground, log, owed))
    rows = [_row(log, explainer, name, key, mark) for name, of in marks.items() for key, mark in _told(of)]
    rows += _event_rows(ground, log, marks)
    rows += _missing(doings, rows, marks, explainer)
    rank = ground.rank

    def order(row: Arrival) -> tuple[int, bool, float, str, str, int]:
        time = row.time
        return rank.get(row.formation, len(rank)), time is None, time or 0.0, row.place, row.event, row.visit

    return sorted(rows, key=order)


# --- passages ----------------------------------------------------------------------------------


Marks = dict[tuple[str, str], dict[Key, Mark]]
"""(leaf formation, order) -> its marks."""
Owed = dict[tuple[str, str], dict[Key, None]]
"""(leaf formation, order) -> what some of its units had still to do at the end."""


def _leaves(doings: Doings) -> tuple[Marks, Owed]:
    """The marks of every leaf formation under every order, at every place that it passed, or has still to.

    Of a passage that is nobody's row the mark only says that there was one.
    """
    since: list[float] = [0.0] * len(doings.log.units)
    of: list[list[Mark] | None] = [None] * len(doings.histories)
    found: Marks = {}
    owed: Owed = {}
    for passage, tail, history in doings.all:
        unit = passage.unit
        if passage.head == INFINITE:
            owed.setdefault((history.formation, history.order), {}).update(dict.fromkeys(_keys(history)))
            continue
        marks = of[history.number]
        if marks is None:
            march = found.setdefault((history.formation, history.order), {})
            marks = [_mark(march, key, history, passage, tail, since[unit]) for key in _keys(history)]
            of[history.number] = marks if history.shown else []
        else:
            for mark in marks:
                mark.take(passage, tail, since[unit])
        if history.named:
            since[unit] = passage.head
    return found, owed


def _keys(history: History) -> list[Key]:
    """What the last passage of a history counts as."""
    place, words, visits = history.place, history.events, history.visits
    return [(place, words[k], visits[k]) for k in range(len(words))]


def _mark(
    marks: dict[Key, Mark], key: Key, history: History, passage: Passage, tail: float, since: float
) -> Mark:
    """The mark in which the first passage of a history counts: a new one, or that of units with another."""
    mark, told = marks.get(key), key[1] != "pass" or history.event == "pass"
    if mark is not None:
        mark.told = mark.told or told
        mark.take(passage, tail, since)
        return mark
    orders, whole = frozenset((history.order,)), tail < INFINITE
    mark = marks[key] = Mark(
        passage.head, passage.clear, passage.unit, since, told, passage.vehicles, whole, orders
    )
    return mark


def _parents(ground: Ground, log: EventLog, leaves: Marks) -> dict[str, dict[Key, Mark]]:
    """Join the marks of each leaf over its orders, and those of parents over their leaves: where they
    passed through, only at the places that are named for the formation."""
    found: dict[str, dict[Key, Mark]] = {}
    left: dict[tuple[str, Key], list[Mark]] = {}
    for (leaf, order), marks in leaves.items():
        shown = ground.shown[leaf]
        some = [
            (key, mark) for key, mark in marks.items() if key[0] in shown or key[1] != "pass" or not mark.told
        ]
        for formation in (leaf, *ground.joins(leaf, order, log.detached)):
            named, joined = ground.named[formation], found.setdefault(formation, {})
            for key, mark in some:
                if key[1] == "depart":
                    left.setdefault((formation, key), []).append(mark)
                elif key[0] in named or key[1] != "pass" or not mark.told:
                    known = joined.get(key)
                    joined[key] = mark if known is None else known.join(mark)
    for (formation, key), parts in left.items():
        found[formation][key] = _departure(parts)
    return found


def _owed_by(ground: Ground, log: EventLog, owed: Owed) -> dict[tuple[str, Key], frozenset[str]]:
    """The orders under which some of a formation has something still to do: a leaf's and its parents'."""
    found: dict[tuple[str, Key], frozenset[str]] = {}
    for (leaf, order), keys in owed.items():
        for formation in (leaf, *ground.joins(leaf, order, log.detached)):
            for key in keys:
                found[formation, key] = found.get((formation, key), frozenset()) | {order}
    return found


def _whole(
    marks: dict[str, dict[Key, Mark]], owed: dict[tuple[str, Key], frozenset[str]]
) -> dict[str, dict[Key, Mark]]:
    """The marks; not whole is one of whose column some had still to come under its orders."""
    for (formation, key), orders in owed.items():
        mark = marks.get(formation, {}).get(key)
        if mark is not None and not orders.isdisjoint(mark.orders):
            marks[formation][key] = mark.in_part()
    return marks


def _departure(parts: Sequence[Mark]) -> Mark:
    """The movement by which more than half of the vehicles that leave the place are gone."""
    most, gone, movement = sum(part.vehicles for part in parts) / 2, 0, None
    for part in sorted(parts, key=lambda mark: mark.head):
        if movement is None or part.head - movement.clear > MOVEMENT_GAP:
            if gone > most:
                break
            movement = part
        else:
            movement = movement.join(part)
        gone += part.vehicles
    assert movement is not None
    return movement


def _told(marks: dict[Key, Mark]) -> Iterator[tuple[Key, Mark]]:
    """The marks that become rows: passes only of places that a unit passed through at some visit."""
    through = {place for (place, event, _), mark in marks.items() if event == "pass" and mark.told}
    return (item for item in marks.items() if item[0][1] != "pass" or item[0][0] in through)


def _row(log: EventLog, explainer: Explainer, formation: str, key: Key, mark: Mark) -> Arrival:
    place, event, visit = key
    clear = mark.clear if mark.whole else None
    cause = explainer.timeline(mark.unit).main(mark.since, mark.head)
    cells = (log.replication, formation, place, event, visit, mark.head, clear, cause, "")
    return tuple.__new__(Arrival, cells)  # as a tuple is made, without a call of the row's own


# --- events ------------------------------------------------------------------------------------


def _event_rows(ground: Ground, log: EventLog, marks: dict[str, dict[Key, Mark]]) -> Iterator[Arrival]:
    """Rows of the log's events: a formation's own, and for its parents the first of any descendant.

    Where march units did the same at the same place (``marks``), theirs are the first visits.
    """
    own: dict[tuple[str, str, str], list[Event]] = {}
    for event in log.events:
        if event.kind in LOG_EVENTS and event.formation is not None:
            for place in _where(ground, event):
                own.setdefault((event.formation, place, event.kind), []).append(event)
    before: dict[tuple[str, str, str], int] = {}  # how often march units did it
    for name in dict.fromkeys(formation for formation, _, _ in own):
        for place, word, _ in marks.get(name, ()):
            before[name, place, word] = before.get((name, place, word), 0) + 1
    for (formation, place, kind), events in own.items():
        for visit, event in enumerate(events, before.get((formation, place, kind), 0) + 1):
            yield _event_row(log, formation, place, kind, visit, event)
    for (formation, place, kind), event in _firsts(ground, own).items():
        if (place, kind, 1) not in marks.get(formation, ()):
            yield _event_row(log, formation, place, kind, 1, event)


def _where(ground: Ground, event: Event) -> tuple[str, ...]:
    """Where an event counts. Who meets a garrison at a crossroads that it bars has met it at its own place
    too: sources call a post by that, and it is cleared there for him as well."""
    here = event.place or ""
    post = ground.scenario.garrisons.get(event.detail) if event.kind == "contact" else None
    if post is None or here == post.place or here not in post.bars:
        return (here,)
    return here, post.place


def _firsts(
    ground: Ground, own: dict[tuple[str, str, str], list[Event]]
) -> dict[tuple[str, str, str], Event]:
    first: dict[tuple[str, str, str], Event] = {}
    for (formation, place, kind), events in own.items():
        for parent in ground.world.tree.ancestors.get(formation, ())[1:]:
            key = (parent, place, kind)
            known = first.get(key)
            if key not in own and (known is None or events[0].time < known.time):
                first[key] = events[0]
    return first


def _event_row(log: EventLog, formation: str, place: str, kind: str, visit: int, event: Event) -> Arrival:
    cause = event.enabled_by.lag if event.enabled_by is not None else ""
    return Arrival(log.replication, formation, place, kind, visit, event.time, event.time, cause, "")


# --- what never happened ---------------------------------------------------------------------


def _missing(
    doings: Doings, rows: Iterable[Arrival], marks: dict[str, dict[Key, Mark]], explainer: Explainer
) -> list[Arrival]:
    """Rows for what was ordered or is asked for and is not there: another word for it, or never."""
    there: dict[tuple[str, str, str], Arrival] = {}
    places: set[tuple[str, str]] = set()
    for row in rows:
        if row.visit == 1:
            there[row.formation, row.place, row.event] = row
        if row.event in PASSAGE_EVENTS:
            places.add((row.formation, row.place))
    found: dict[tuple[str, str, str], Arrival] = {}
    ground, log = doings.ground, doings.log
    reasons, instead = Reasons(doings), _Instead(log, explainer, marks, there)
    for key in ground.wanted:
        if key not in there:
            found[key] = instead.row(key) or _never(log, key, reasons.row(*key))
    for key in ground.expected:
        if key not in there and key not in found and key[:2] not in places:
            found[key] = _never(log, key, reasons.row(*key))
    return list(found.values())


_OTHER_WORDS = {"pass": ("arrive", "depart", "parade"), "arrive": ("pass", "parade"),
                "depart": ("pass",)}  # fmt: skip
"""What else says that a column was at a place: it passes where it arrives; it arrives when it comes to
a place that it passes, and leaves it when it passes."""


@dataclass(frozen=True)
class _Instead:
    """The row of something that is asked for, made of what other words say."""

    log: EventLog
    explainer: Explainer
    marks: dict[str, dict[Key, Mark]]
    there: dict[tuple[str, str, str], Arrival]

    def row(self, key: tuple[str, str, str]) -> Arrival | None:
        """The first visit of (formation, place, event), None where no other word says that it was there."""
        formation, place, event = key
        words = [(formation, place, word) for word in _OTHER_WORDS.get(event, ())]
        known = next((self.there[other] for other in words if other in self.there), None)
        mark = self.marks.get(formation, {}).get((place, "pass", 1))
        if known is None or mark is None:
            return None if known is None else known._replace(event=event)
        return _row(self.log, self.explainer, formation, (place, event, 1), mark)


def _never(log: EventLog, key: tuple[str, str, str], reason: str) -> Arrival:
    formation, place, event = key
    return Arrival(log.replication, formation, place, event, 1, None, None, "", reason)
