"""What every march unit did at every place: read once from the log, for all who ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from paris44.engine.log import INFINITE, EventLog, Passage
from paris44.study.reading.context import Ground

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
    the place is one of those whose passages are rows of the formation. ``number`` counts the histories of a
    replication.
    """

    __slots__ = (
        "before", "event", "events", "formation", "named", "number", "onward", "order", "place", "visits",
    )  # fmt: skip

    def __init__(
        self, before: History | None, number: int, formation: str, order: str, place: str, event: str,
        events: tuple[str, ...], named: bool,
    ) -> None:  # fmt: skip
        self.before = before
        self.number = number
        self.formation = formation
        self.order = order
        self.place = place
        self.event = event
        self.events = events
        self.named = named
        self.visits = [self._visit(word) for word in events]
        self.onward: dict[tuple[str, str, str], History] = {}  # by (place, event, order) of what came next

    def _visit(self, word: str) -> int:
        """How often it was done at the place."""
        earlier, place = self.before, self.place
        while earlier is not None:
            if earlier.place == place and word in earlier.events:
                return earlier.visits[earlier.events.index(word)] + 1
            earlier = earlier.before
        return 1


Doing = tuple[Passage, float, History]
"""A passage, the time of its tail, and the history of its unit up to it."""


class Doings:
    """The passages of one replication: ``all``, done or still owed at the end, in the order of the log."""

    def __init__(self, ground: Ground, log: EventLog) -> None:
        self.ground = ground
        self.log = log
        self.histories = 0  # how many there are
        self.all: list[Doing] = []
        self._ends: list[History] = []  # of each unit, without what it owes
        self._passed: dict[int, dict[str, set[str]]] = {}  # number of a history -> order -> places
        self._at: dict[str, list[int]] = {}
        self._read()

    def _read(self) -> None:
        starts: dict[str, History] = {}
        for unit in self.log.units:
            if unit.formation not in starts:
                starts[unit.formation] = self._next(None, unit.formation, "", "", "turn")
        ends = [starts[unit.formation] for unit in self.log.units]
        self._ends = ends
        found = self.all
        for passage, tail in chain(self.log.tails(), self._owed()):
            history, key = ends[passage.unit], (passage.place, passage.event, passage.order)
            onward = history.onward.get(key)
            if onward is None:
                onward = history.onward[key] = self._next(
                    history, history.formation, passage.order, passage.place, passage.event
                )
            ends[passage.unit] = onward
            found.append((passage, tail, onward))
        for passage in reversed(self.log.owed):
            before = ends[passage.unit].before
            assert before is not None
            ends[passage.unit] = before

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
        named = event != "pass" or place in ground.named[formation]
        self.histories += 1
        return History(before, self.histories - 1, formation, order, place, event, events, named)

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

    def at(self, places: Sequence[str] | None) -> list[Doing]:
        """What was done at some places (None: anyplace), in the order of the log."""
        if places is None:
            return self.all
        if not self._at:
            for number, (passage, _, _) in enumerate(self.all):
                self._at.setdefault(passage.place, []).append(number)
        numbered = (self._at.get(place, ()) for place in places)
        return [self.all[number] for number in sorted(chain.from_iterable(numbered))]
