"""The outcomes of a replication: what the scenario declares, with critical chains, and hours by cause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from paris44.engine.log import CAUSES, INFINITE, Enabler, EventLog
from paris44.results.columns import TIME_UNIT, CauseRow, ChainRow, OutcomeRow, whole
from paris44.results.errors import no_such_outcome
from paris44.scenario.outcomes import (
    CombinedOutcome,
    CountOutcome,
    DeclaredOutcome,
    EventOutcome,
    FallOutcome,
    LossesOutcome,
    ShareOutcome,
)
from paris44.study.reading.arrivals import LOG_EVENTS, Explainer
from paris44.study.reading.causes import seconds
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings, Sight, Sightings
from paris44.study.reading.reasons import FALLEN, HOLDS_OUT, NO_GARRISON, Reasons, only
from paris44.world.asked import where, who
from paris44.world.build import World

SHARE_UNIT = "share"
"""The unit of a share: a number from 0 to 1."""


class Outcome(NamedTuple):
    """An outcome: seconds since the start where ``unit`` is ``time``; None is never, for ``reason``.

    ``enabler`` is where the critical chain of a moment begins its way back.
    """

    name: str
    value: float | None
    unit: str
    reason: str = ""
    enabler: Enabler | None = None


def outcomes(doings: Doings, hours: Iterable[CauseRow]) -> list[Outcome]:
    """Every outcome that the scenario can have, in a fixed order; ``hours`` come from :func:`cause_rows`."""
    return [*_Reading(doings).all(), *_hours(hours)]


def possible(world: World) -> dict[str, str]:
    """Every outcome that a replication of the world can have, and its unit; nothing is simulated.

    They are the outcomes of a replication in which nothing happens, and all that unfold by place: only the
    run shows at which of those places, that no order names, something happens.
    """
    ground = survey(world)
    nothing = EventLog(0, (), world.scenario.duration)
    known = {o.name: o.unit for o in outcomes(Doings(ground, nothing), ())}
    for name, rule in world.scenario.outcomes.items():
        if isinstance(rule, EventOutcome) and rule.each_place:
            known |= {f"{name}.{place}": TIME_UNIT for place in where(world, rule) or ()}
    return known


def members(names: Iterable[str], declared: str) -> list[str]:
    """Those of ``names`` that come from a declaration: its own, or all into which it unfolds."""
    return [name for name in names if name == declared or name.startswith(f"{declared}.")]


def check_outcome(world: World, name: str) -> str:
    """The unit of ``name``, seen before anything is simulated: an outcome, or maybe a row of the arrivals.

    Raises:
        StudyError: it cannot be one (exit code 2).
    """
    scenario = world.scenario
    formation, at, rest = name.partition("@")
    place, colon, event = rest.partition(":")
    row = bool(at and colon)
    units = {} if row else possible(world)
    parts: tuple[tuple[str, Collection[str], str, str], ...] = (
        (formation, scenario.formations, "", f"@{place}:{event}"),
        (place, ("", *scenario.places), f"{formation}@", f":{event}"),
        (event, LOG_EVENTS, f"{formation}@{place}:", ""),
    )
    for word, known, before, after in parts if row else ((name, units, "", ""),):
        if word not in known:
            raise no_such_outcome(scenario.name, name, [f"{before}{one}{after}" for one in known])
    return units.get(name, TIME_UNIT)


def chain_rows(replication: int, found: Iterable[Outcome], explainer: Explainer) -> Iterator[ChainRow]:
    """The critical chains of the moments that came, in whole seconds that add up to each of them."""
    for outcome in found:
        if outcome.value is None or outcome.enabler is None:
            continue
        shares: dict[str, int] = {}
        for start, end, cause in explainer.chain(outcome.enabler, outcome.value):
            shares[cause] = shares.get(cause, 0) + whole(end) - whole(start)
        for cause in CAUSES:
            if shares.get(cause):
                yield ChainRow(replication, outcome.name, cause, shares[cause])


def outcome_rows(replication: int, found: Iterable[Outcome]) -> Iterator[OutcomeRow]:
    """The outcomes as rows."""
    for outcome in found:
        yield OutcomeRow(replication, outcome.name, outcome.value, outcome.unit, outcome.reason)


def cause_rows(log: EventLog, explainer: Explainer) -> Iterator[CauseRow]:
    """Hours by leaf formation and cause, summed over its march units."""
    units: dict[str, list[int]] = {}
    for unit in log.units:
        units.setdefault(unit.formation, []).append(unit.index)
    for formation, own in units.items():
        shares = seconds(explainer.timeline(unit) for unit in own)
        for cause in CAUSES:
            if shares.get(cause):
                yield CauseRow(log.replication, formation, cause, shares[cause] / 3600.0)


# --- what is declared --------------------------------------------------------------------------


class _Reading:
    """The declared outcomes of one replication."""

    def __init__(self, doings: Doings) -> None:
        self._ground = doings.ground
        self._log = doings.log
        self._sightings = Sightings(doings)
        self._reasons = Reasons(doings)
        self._declared = doings.ground.scenario.outcomes
        self._read: dict[str, list[Outcome]] = {}

    def all(self) -> Iterator[Outcome]:
        """All of them, in the order in which they are declared."""
        for name in self._declared:
            yield from self._of(name)

    def _of(self, name: str) -> list[Outcome]:
        """The outcomes of a declaration, read once: others may be made of them."""
        if name not in self._read:
            self._read[name] = list(self._made(name, self._declared[name]))
        return self._read[name]

    def _made(self, name: str, rule: DeclaredOutcome) -> Iterable[Outcome]:
        if isinstance(rule, EventOutcome):
            return self._each_place(name, rule) if rule.each_place else (self._event(name, rule),)
        if isinstance(rule, CountOutcome):
            return (self._count(name, rule),)
        if isinstance(rule, ShareOutcome):
            return (self._share(name, rule),)
        if isinstance(rule, FallOutcome):
            return (self._fall(name, rule),)
        if isinstance(rule, LossesOutcome):
            return self._losses(rule)
        return (self._combined(name, rule),)

    # --- moments -------------------------------------------------------------------------------

    def _event(self, name: str, rule: EventOutcome) -> Outcome:
        return self._moment(name, rule, self._sightings.seen(rule))

    def _moment(self, name: str, rule: EventOutcome, seen: list[Sight]) -> Outcome:
        """The n-th of what was seen; the last only when none is to follow."""
        at = rule.number - 1 if rule.number > 0 else len(seen) - 1
        if at < len(seen) and seen and seen[at].time < INFINITE:
            sight = seen[at]
            return Outcome(name, sight.time, TIME_UNIT, "", sight.enabler)
        world = self._ground.world
        why = self._reasons.unseen(rule.events, who(world, rule), where(world, rule))
        return Outcome(name, None, TIME_UNIT, why)

    def _each_place(self, name: str, rule: EventOutcome) -> Iterator[Outcome]:
        """One outcome for each named place, and for those of the kind that an order, a watch row or the
        record names, or where it happens."""
        by_place: dict[str, list[Sight]] = {}
        for sight in self._sightings.seen(rule):
            by_place.setdefault(sight.place, []).append(sight)
        came = {place for place, sights in by_place.items() if sights[0].time < INFINITE}
        ground = self._ground
        named = {place for _, place, _ in (*ground.wanted, *ground.expected)} | {*rule.places}
        for place in where(ground.world, rule) or ():
            if place in named or place in came:
                one = replace(rule, places=(place,), place_kind=None)
                yield self._moment(f"{name}.{place}", one, by_place.get(place, []))

    def _share(self, name: str, rule: ShareOutcome) -> Outcome:
        """When so many vehicles are past the places: the tail of the unit that makes the share; or which
        share of them is past at an hour."""
        units, inside = self._log.units, 0
        total = self._ground.scenario.formations[rule.formation].vehicles
        for passage in self._sightings.units(rule.seen):
            if rule.at is not None and passage.clear > rule.at:
                break
            inside += units[passage.unit].vehicles
            if rule.share is not None and inside >= rule.share * total:
                enabler = Enabler(passage.head, unit=passage.unit, lag="rolling")
                return Outcome(name, passage.clear, TIME_UNIT, "", enabler)
        if rule.at is not None:
            return Outcome(name, inside / total, SHARE_UNIT)
        return Outcome(name, None, TIME_UNIT, only(inside))

    def _fall(self, name: str, rule: FallOutcome) -> Outcome:
        """When the last of so many garrisons fell, surrendered or withdrew."""
        garrisons = self._ground.scenario.garrisons.values()
        places = {
            g.id: g.place for g in garrisons if (g.id in rule.garrisons if rule.garrisons else g.pocket)
        }
        fallen: dict[str, int] = {}
        for index, event in enumerate(self._log.events):
            if event.kind in FALLEN:
                for garrison, place in places.items():
                    if event.detail == garrison or (event.place == place and event.detail not in places):
                        fallen.setdefault(garrison, index)
        if not places:
            return Outcome(name, None, TIME_UNIT, NO_GARRISON)
        wanted = rule.number or len(places)
        if wanted > len(fallen):
            left = [garrison for garrison in places if garrison not in fallen]
            return Outcome(name, None, TIME_UNIT, f"{', '.join(left)} {HOLDS_OUT}")
        index = sorted(fallen.values())[wanted - 1]  # the log is in the order of time
        time = self._log.events[index].time
        return Outcome(name, time, TIME_UNIT, "", Enabler(time, event=index))

    def _combined(self, name: str, rule: CombinedOutcome) -> Outcome:
        """The latest or the earliest of other moments; of the latest the first that never came says why."""
        parts = [part for of in rule.of for part in self._of(of)]
        came = [part for part in parts if part.value is not None]
        never = next((part.reason for part in parts if part.value is None), "")
        if not came or (rule.type == "latest" and never):
            return Outcome(name, None, TIME_UNIT, never)
        found = (max if rule.type == "latest" else min)(came, key=lambda part: part.value or 0.0)
        return found._replace(name=name)

    # --- numbers -------------------------------------------------------------------------------

    def _count(self, name: str, rule: CountOutcome) -> Outcome:
        seen = [sight for sight in self._sightings.seen(rule) if sight.time < INFINITE]
        if rule.each != "event":
            return Outcome(name, float(len({getattr(sight, rule.each) for sight in seen})), rule.unit)
        return Outcome(name, float(len(seen)), rule.unit)

    def _losses(self, rule: LossesOutcome) -> Iterator[Outcome]:
        """Losses by party, of those that the scenario has."""
        there = self._ground.parties
        sums: dict[tuple[str, str], float] = {}
        for party in rule.parties or there:
            if party in there:
                sums |= dict.fromkeys(((party, what) for what in rule.what or there[party]), 0.0)
        for loss in self._log.losses:
            for what in ("killed", "wounded", "prisoners", "tanks"):
                if (loss.party, what) in sums:
                    sums[loss.party, what] += getattr(loss, what)
        for (party, what), number in sums.items():
            unit = "tanks" if what == "tanks" else "men"
            yield Outcome(f"{rule.group}.{party}.{what}", number, unit)


def _hours(rows: Iterable[CauseRow]) -> Iterator[Outcome]:
    """Hours of all march units together by cause."""
    sums: dict[str, float] = dict.fromkeys(CAUSES, 0.0)
    for row in rows:
        sums[row.cause] += row.hours
    for cause, hours in sums.items():
        yield Outcome(f"hours.{cause}", hours, "h")
