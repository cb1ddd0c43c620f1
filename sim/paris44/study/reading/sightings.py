"""What happened in one replication of what a declared outcome looks for: who does what where, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paris44.engine.log import INFINITE, Enabler, Event, Passage
from paris44.scenario.outcomes import EventOutcome, Seen
from paris44.study.reading.context import PASSAGE_EVENTS
from paris44.study.reading.doings import Doings
from paris44.world.asked import where, who

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
        for passage, tail, history in self._doings.at(places):
            if (not words or not words.isdisjoint(history.events)) and (
                theirs is None or history.formation in theirs
            ):
                yield passage, tail

    def _events(self, rule: Seen, there: Sequence[str] | None) -> Iterator[Sight]:
        theirs = who(self._world, rule)
        for index, event in enumerate(self._log.events if rule.events else ()):
            if event.kind in rule.events and _is_of(event, rule, theirs, there):
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
