"""What every march unit did at every place, read once from the log for all who ask; and what happened of
that for which a declared outcome looks: who does what where, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from paris44.engine.log import INFINITE, Enabler, Event, EventLog, Passage
from paris44.scenario.outcomes import EventOutcome, Seen
from paris44.study.reading.context import PASSAGE_EVENTS, Ground
from paris44.world.asked import where, who

_WORDS: Mapping[str, tuple[str, ...]] = {
    "depart": ("depart", "pass"),
    "pass": ("pass",),
    "arrive": ("arrive", "pass"),
    "relay": ("arrive", "depart", "pass"),
    "parade": ("parade", "pass"),
    "turn": (),
}
"""What a passage counts as. A unit passes where it arrives and where it first sets out; when it leaves
where it had arrived it does not pass again."""


class History:
    """What units of one formation have done up to a passage, ``before`` it the passages that came first.

    Most units of a formation do the same, so what their passages count as is worked out once for all of them:
    ``events``, and of each how often it was done at the ``place`` by then (``visits``). ``named`` is whether
    the place is one of those whose passages are rows of the formation, ``shown`` whether they are rows of it
    or of a formation above it. ``number`` counts the histories of a replication, ``done`` are the places of
    its passages among all doings.
    """

    __slots__ = (
        "before", "done", "event", "events", "formation", "named", "number", "order", "place", "shown",
        "visits",
    )  # fmt: skip

    def __init__(
        self, before: History | None, number: int, formation: str, order: str, place: str, event: str,
        events: tuple[str, ...], visits: list[int], named: bool, shown: bool,
    ) -> None:  # fmt: skip
        self.before = before
        self.done: list[int] = []
        self.number = number
        self.formation = formation
        self.order = order
        self.place = place
        self.event = event
        self.events = events
        self.visits = visits
        self.named = named
        self.shown = shown


Counts = dict[tuple[str, str], int]
"""(place, event) -> how often it was done there."""
Doing = tuple[Passage, float, History]
"""A passage, the time of its tail, and the history of its unit up to it."""


class Doings:
    """The passages of one replication: ``all``, done or still owed at the end, in the order of the log."""

    def __init__(self, ground: Ground, log: EventLog) -> None:
        self.ground = ground
        self.log = log
        self.histories: list[History] = []  # by their numbers
        self.all: list[Doing] = []
        self._ends: list[History] = []  # of each unit, without what it owes
        self._counts: list[Counts | None] = []  # by a history's number; None: the next one has taken it over
        self._passed: dict[int, dict[str, set[str]]] = {}  # number of a history -> order -> places
        self._read()

    def _read(self) -> None:
        starts: dict[str, History] = {}
        for unit in self.log.units:
            if unit.formation not in starts:
                starts[unit.formation] = self._next(None, unit.formation, "", "", "turn")
        ends = [starts[unit.formation] for unit in self.log.units]
        self._ends = ends
        found = self.all
        # not in the histories, which know what came before: such rings are not freed by themselves
        next_one: dict[tuple[int, str, str, str], History] = {}
        latest: list[History | None] = [None] * len(self.histories)  # of those that go on from each
        for passage, tail in chain(self.log.tails(), self._owed()):
            history = ends[passage.unit]
            place, event, order = passage.place, passage.event, passage.order
            onward = latest[history.number]  # mostly a unit does what the one before it did
            if onward is None or onward.place != place or onward.event != event or onward.order != order:
                key = (history.number, place, event, order)
                onward = next_one.get(key)
                if onward is None:
                    onward = next_one[key] = self._next(history, history.formation, order, place, event)
                    latest.append(None)
                latest[history.number] = onward
            ends[passage.unit] = onward
            onward.done.append(len(found))
            found.append((passage, tail, onward))
        for passage in reversed(self.log.owed):
            before = ends[passage.unit].before
            assert before is not None
            ends[passage.unit] = before
        self._counts.clear()

    def _owed(self) -> Iterator[tuple[Passage, float]]:
        return ((passage, INFINITE) for passage in self.log.owed)

    def _next(self, before: History | None, formation: str, order: str, place: str, event: str) -> History:
        """The history that goes on with a passage."""
        ground, last = self.ground, "" if before is None else before.place
        events = _WORDS[event]
        if place == last and event == "depart":
            events = ("depart",)
        if place in ground.gates:
            if ground.enters(last, place):
                events = (*events, "enter_city")
        elif place in ground.bridges and events and place != last:
            events = (*events, "cross_bridge")
        counts = self._counts_of(before)
        visits: list[int] = []
        for word in events:
            visit = counts[place, word] = counts.get((place, word), 0) + 1
            visits.append(visit)
        self._counts.append(counts)
        named = event != "pass" or place in ground.named[formation]
        shown = named or place in ground.shown[formation]
        number = len(self.histories)
        found = History(before, number, formation, order, place, event, events, visits, named, shown)
        self.histories.append(found)
        return found

    def _counts_of(self, history: History | None) -> Counts:
        """What was done up to a history, for the next one: the first to ask gets the counts themselves."""
        if history is None:
            return {}
        known = self._counts[history.number]
        self._counts[history.number] = None
        if known is not None:
            return known
        found: Counts = {}
        while history is not None:
            for word, visit in zip(history.events, history.visits, strict=True):
                found.setdefault((history.place, word), visit)
            history = history.before
        return found

    def passed(self, unit: int) -> Mapping[str, set[str]]:
        """Order -> the places that a unit passed under it, without what it still owes."""
        history: History | None = self._ends[unit]
        assert history is not None
        number = history.number
        found = self._passed.get(number)
        if found is None:
            found = self._passed[number] = {}
            while history.before is not None:
                found.setdefault(history.order, set()).add(history.place)
                history = history.before
        return found

    def of(self, histories: Iterable[History]) -> list[Doing]:
        """What some histories did, in the order of the log."""
        found = self.all
        return [found[number] for number in sorted(chain.from_iterable(h.done for h in histories))]


# --- what is looked for ----------------------------------------------------------------------------

TAIL = "pass_tail"
"""The event of the record that is the passage of a tail."""


class Sight(NamedTuple):
    """Something that was looked for: at ``time`` (infinite: still to come at the end), by whom and where.

    ``rank`` decides between what happens at one time; ``enabler`` is where its critical chain begins.
    """

    time: float
    rank: int
    formation: str
    place: str
    detail: str
    enabler: Enabler


class Sightings:
    """What can be seen in one replication."""

    def __init__(self, doings: Doings) -> None:
        self._doings = doings
        self._log = doings.log
        self._world = doings.ground.world
        self._of_kind: dict[str, list[int]] = {}  # the places in the log of the events of a kind
        for index, event in enumerate(self._log.events):
            self._of_kind.setdefault(event.kind, []).append(index)

    # --- what is seen --------------------------------------------------------------------------

    def seen(self, rule: Seen) -> list[Sight]:
        """Everything that the rule looks for, by time; what is still to come at the end is last.

        A formation comes to a place once: with the first of its march units, or, where tails are asked for,
        when its last vehicle is through.
        """
        there = where(self._world, rule)
        found = [*self._passages(rule, there), *self._events(rule, there)]
        return sorted(found, key=lambda sight: (sight.time, sight.rank))

    def units(self, rule: Seen) -> list[Passage]:
        """The first passage of each march unit whose last vehicle came through, by the time when it did."""
        first: dict[int, Passage] = {}
        for passage, tail in self._matching(rule, where(self._world, rule)):
            if tail < INFINITE:
                first.setdefault(passage.unit, passage)
        return sorted(first.values(), key=lambda passage: (passage.clear, passage.unit))

    def _passages(self, rule: Seen, there: Sequence[str] | None) -> Iterator[Sight]:
        tails = TAIL in rule.events or (isinstance(rule, EventOutcome) and rule.tail)
        best: dict[tuple[str, str], Passage] = {}
        whole: dict[tuple[str, str], bool] = {}
        for passage, tail in self._matching(rule, there):
            key = self._log.units[passage.unit].formation, passage.place
            whole[key] = whole.get(key, True) and tail < INFINITE
            known = best.get(key)
            if known is None or (_later if tails else _sooner)(passage, known):
                best[key] = passage
        for (formation, place), passage in best.items():
            time = passage.head
            if tails:
                time = passage.clear if whole[formation, place] else INFINITE
            rank = -passage.unit if tails else 0
            enabler = Enabler(passage.head, unit=passage.unit, lag="rolling")
            yield Sight(time, rank, formation, place, "", enabler)

    def _matching(self, rule: Seen, places: Sequence[str] | None) -> Iterator[tuple[Passage, float]]:
        """The passages that the rule looks for, done or still owed, with the time of their tails."""
        if rule.detail:  # no passage has one
            return
        words = {"pass" if event == TAIL else event for event in rule.events}
        if words and words.isdisjoint(PASSAGE_EVENTS):
            return
        formations = who(self._world, rule)
        theirs = None if formations is None else frozenset(formations)
        there = None if places is None else frozenset(places)
        histories = (
            history
            for history in self._doings.histories
            if (there is None or history.place in there)
            and (theirs is None or history.formation in theirs)
            and (not words or not words.isdisjoint(history.events))
        )
        for passage, tail, _ in self._doings.of(histories):
            yield passage, tail

    def _events(self, rule: Seen, there: Sequence[str] | None) -> Iterator[Sight]:
        theirs = who(self._world, rule)
        of_kind = (self._of_kind.get(kind, ()) for kind in dict.fromkeys(rule.events))
        for index in sorted(chain.from_iterable(of_kind)):
            event = self._log.events[index]
            if _is_of(event, rule, theirs, there):
                enabler = Enabler(event.time, event=index)
                yield Sight(event.time, 0, event.formation or "", event.place or "", event.detail, enabler)


def _sooner(passage: Passage, known: Passage) -> bool:
    return passage.head < known.head


def _later(passage: Passage, known: Passage) -> bool:
    return (passage.clear, -passage.unit) > (known.clear, -known.unit)


def _is_of(event: Event, rule: Seen, theirs: Sequence[str] | None, there: Sequence[str] | None) -> bool:
    return (
        (theirs is None or event.formation in theirs)
        and (there is None or event.place in there)
        and (not rule.detail or event.detail == rule.detail)
    )
