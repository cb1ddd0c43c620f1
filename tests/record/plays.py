"""Scenarios played a few times, and what the tests keep of each replication."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.scenario.load import Loaded, Shelf, load
from paris44.scenario.model import Scenario
from paris44.study.reading.context import Ground, survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import outcomes
from paris44.world.build import World, build
from tests.dictionary import strangers

SEED = 1944
INFINITE = math.inf
DAY = 86_400.0
HOUR = 3600.0


@dataclass(repr=False)
class Play:
    """A scenario ready to be played; each replication is simulated once and told in short."""

    loaded: Loaded
    _told: dict[int, Told] = field(default_factory=dict)
    _logs: dict[int, EventLog] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Its name: a whole scenario is no help in a message."""
        return f"Play({self.scenario.name})"

    @property
    def scenario(self) -> Scenario:
        """The frozen scenario."""
        return self.loaded.scenario

    @cached_property
    def world(self) -> World:
        """The world, built once."""
        return build(self.scenario)

    @cached_property
    def ground(self) -> Ground:
        """What reading a log needs to know of the world."""
        return survey(self.world)

    def log(self, replication: int) -> EventLog:
        """One replication, played anew."""
        log = run(self.world, seed=SEED, replication=replication)
        if replication not in self._told:
            self._told[replication] = tell(self.ground, log)
        return log

    def kept(self, replication: int) -> EventLog:
        """One replication whose log is kept, for parents with which many are compared."""
        if replication not in self._logs:
            self._logs[replication] = self.log(replication)
        return self._logs[replication]

    def told(self, replication: int) -> Told:
        """One replication in short."""
        if replication not in self._told:
            self.log(replication)
        return self._told[replication]

    def all(self, n: int) -> Iterator[Told]:
        """The first ``n`` replications in short."""
        return (self.told(replication) for replication in range(n))


@dataclass(frozen=True, repr=False)
class Told:
    """A replication in short: moments are seconds since the start, infinity for never.

    ``heads`` holds when the first unit of each formation (parents too) passed each place, ``contacts``
    when it first met the enemy there, ``traces`` stand for every passage of every unit to the last bit,
    ``strange`` holds the kinds of events that the dictionary does not describe as they were logged.
    """

    outcomes: dict[str, float]
    heads: dict[tuple[str, str], float]
    contacts: dict[tuple[str, str], float]
    killed: dict[str, float]
    traces: dict[str, str]
    strange: tuple[str, ...]

    def outcome(self, name: str) -> float:
        """An outcome; a moment that did not come, or that the scenario cannot have, is infinite."""
        return self.outcomes.get(name, INFINITE)

    def head(self, formation: str, place: str) -> float:
        """When the formation's first unit passed the place."""
        return self.heads.get((formation, place), INFINITE)


def tell(ground: Ground, log: EventLog) -> Told:
    """The short story of a log."""
    above = ground.world.tree.ancestors
    heads: dict[tuple[str, str], float] = {}
    for passage in log.passages:
        key = (log.units[passage.unit].formation, passage.place)
        heads[key] = min(heads.get(key, INFINITE), passage.head)
    met = {
        (e.formation, e.place): e.time
        for e in reversed(log.events)
        if e.kind == "contact" and e.formation is not None and e.place is not None
    }
    killed: dict[str, float] = {}
    for loss in log.losses:
        killed[loss.party] = killed.get(loss.party, 0.0) + loss.killed
    found = {o.name: INFINITE if o.value is None else o.value for o in outcomes(Doings(ground, log), ())}
    strange = tuple(event.kind for event in strangers(ground.scenario, log.events))
    return Told(found, _over(heads, above), _over(met, above), killed, traces(log), strange)


def _over(
    own: Mapping[tuple[str, str], float], above: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, str], float]:
    """The first of every formation and of those below it."""
    found: dict[tuple[str, str], float] = {}
    for (formation, place), time in own.items():
        for name in above[formation]:
            found[name, place] = min(found.get((name, place), INFINITE), time)
    return found


def traces(log: EventLog) -> dict[str, str]:
    """Of each leaf formation a digest of every passage of its units: equal only if all hours are equal to the
    last bit."""
    found: dict[str, Any] = {}
    for p in log.passages:
        unit = log.units[p.unit]
        digest = found.get(unit.formation) or found.setdefault(unit.formation, hashlib.sha256())
        digest.update(f"{unit.number}|{p.place}|{p.event}|{p.came!r}|{p.head!r}|{p.clear!r}\n".encode())
    return {formation: digest.hexdigest() for formation, digest in found.items()}


class Stage:
    """The plays of a session by name, each loaded and built once."""

    def __init__(self) -> None:
        self._plays: dict[str, Play] = {}
        self._shelf = Shelf()

    def __getitem__(self, name: str) -> Play:
        if name not in self._plays:
            self._plays[name] = Play(load(name, shelf=self._shelf))
        return self._plays[name]
