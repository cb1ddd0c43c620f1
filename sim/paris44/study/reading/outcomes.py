"""The outcomes of a replication: moments with their critical chains, counts, losses, and hours by cause."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from paris44.engine.log import CAUSES, INFINITE, Enabler, Event, EventLog, Passage
from paris44.results.columns import TIME_UNIT, CauseRow, ChainRow, OutcomeRow, whole
from paris44.results.errors import no_such_outcome
from paris44.study.reading.arrivals import LOG_EVENTS, Explainer
from paris44.study.reading.context import Ground, allied, survey
from paris44.study.reading.reasons import FALLEN, HOLDS_OUT, Reasons, only
from paris44.world.build import CENTRE, World

DIVISION = "2db"
MEURICE = "hotel-meurice"

LOSSES = (
    ("2db", "killed"), ("2db", "wounded"), ("us", "killed"), ("us", "wounded"),
    ("allied", "killed"), ("allied", "wounded"), ("ffi", "killed"), ("ffi", "wounded"),
    ("civilians", "killed"), ("civilians", "wounded"), ("germans", "killed"), ("germans", "prisoners"),
)  # fmt: skip
WHERE_THERE = ("us", "allied")
"""Parties that have outcomes only where the scenario has them: US troops, other Allied regulars."""


class Outcome(NamedTuple):
    """An outcome: seconds since the start where ``unit`` is ``time``; None is never, for ``reason``.

    ``enabler`` is where the critical chain of a moment begins its way back.
    """

    name: str
    value: float | None
    unit: str
    reason: str = ""
    enabler: Enabler | None = None


def outcomes(ground: Ground, log: EventLog, hours: Iterable[CauseRow]) -> list[Outcome]:
    """Every outcome that the scenario can have, in a fixed order; ``hours`` come from :func:`cause_rows`."""
    found = [*_moments(ground, log), *_bridges(ground, log)]
    if not found:
        found += _toy(ground, log)
    return [*found, *_losses(ground, log), *_hours(hours)]


def possible(world: World) -> dict[str, str]:
    """Every outcome that a replication of the world can have, and its unit; nothing is simulated.

    They are the outcomes of a replication in which nothing happens, and every gate: only the run shows
    which of those that no order names is entered.
    """
    ground = survey(world)
    known = {o.name: o.unit for o in outcomes(ground, EventLog(0, (), world.scenario.duration), ())}
    return known | {f"enter-paris.{gate}": TIME_UNIT for gate in ground.gates}


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
    shares: dict[tuple[str, str], float] = {}
    for unit in log.units:
        for start, end, cause in explainer.timeline(unit.index):
            key = (unit.formation, cause)
            shares[key] = shares.get(key, 0.0) + end - start
    for formation in dict.fromkeys(unit.formation for unit in log.units):
        for cause in CAUSES:
            seconds = shares.get((formation, cause), 0.0)
            if seconds:
                yield CauseRow(log.replication, formation, cause, seconds / 3600.0)


# --- moments -----------------------------------------------------------------------------------


def _moments(ground: Ground, log: EventLog) -> Iterator[Outcome]:
    places, reasons = ground.scenario.places, Reasons(ground, log)
    if CENTRE in places:
        first = _first_allied(ground, log, CENTRE)
        yield _passage_outcome("hotel-de-ville", first, lambda: reasons.place(CENTRE, ground.allied))
    yield from _gates(ground, log, reasons)
    if ground.gates and DIVISION in ground.scenario.formations:
        yield _half_division(ground, log)
    for name, wanted in _EVENTS.items():
        if _can(ground, name):
            yield _event_outcome(name, log, wanted, reasons)
    if any(g.pocket for g in ground.scenario.garrisons.values()):
        yield _last_pocket(ground, log)
    if any(plan.order.passage_event == "parade" for plan in ground.world.marches.values()):
        yield _parade(log, reasons)


def _is_meurice(event: Event) -> bool:
    return event.place == MEURICE and event.kind in ("cleared", "surrender")


_EVENTS: dict[str, Callable[[Event], bool]] = {
    "junction": lambda event: event.kind == "junction",
    "meurice": _is_meurice,
    "capitulation": lambda event: event.kind == "sign",
}

_DECIDED = {"junction": "junction", "capitulation": "sign"}
"""Outcome -> the event that orders bring about."""


def _can(ground: Ground, name: str) -> bool:
    """Whether the scenario has the order or the place without which the outcome makes no sense."""
    if name == "meurice":
        return any(g.place == MEURICE for g in ground.scenario.garrisons.values())
    return any(getattr(order, "event", None) == _DECIDED[name] for order in ground.scenario.orders.values())


def _passage_outcome(name: str, passage: Passage | None, why: Callable[[], str]) -> Outcome:
    if passage is None:
        return Outcome(name, None, TIME_UNIT, why())
    return Outcome(name, passage.head, TIME_UNIT, "", Enabler(passage.head, unit=passage.unit, lag="rolling"))


def _event_outcome(name: str, log: EventLog, wanted: Callable[[Event], bool], reasons: Reasons) -> Outcome:
    for index, event in enumerate(log.events):
        if wanted(event):
            return Outcome(name, event.time, TIME_UNIT, "", Enabler(event.time, event=index))
    why = reasons.holders(MEURICE) if name == "meurice" else reasons.decision(_DECIDED[name])
    return Outcome(name, None, TIME_UNIT, why)


def _first_allied(ground: Ground, log: EventLog, place: str) -> Passage | None:
    formations, units = ground.scenario.formations, log.units
    there = (p for p in log.passages if p.place == place and allied(formations[units[p.unit].formation]))
    return min(there, key=lambda p: p.head, default=None)


def _gates(ground: Ground, log: EventLog, reasons: Reasons) -> Iterator[Outcome]:
    """One outcome for each gate that an order, a watch row or the record names, or that a column entered."""
    first: dict[str, Passage] = {}
    for passage, _ in _entries(ground, log):
        known = first.get(passage.place)
        if known is None or passage.head < known.head:
            first[passage.place] = passage
    named = {place for _, place, _ in (*ground.wanted, *ground.expected)}
    for gate in ground.gates:
        if gate in named or gate in first:
            why = partial(reasons.place, gate, ground.allied)
            yield _passage_outcome(f"enter-paris.{gate}", first.get(gate), why)


def _entries(ground: Ground, log: EventLog) -> Iterator[tuple[Passage, float]]:
    """Every passage of an Allied unit that comes into the city, with the time of its tail."""
    formations, units = ground.scenario.formations, log.units
    before = [""] * len(units)
    for passage, tail in log.tails():
        if passage.place in ground.gates:
            known = allied(formations[units[passage.unit].formation])
            if known and ground.enters(before[passage.unit], passage.place):
                yield passage, tail
        before[passage.unit] = passage.place


def _half_division(ground: Ground, log: EventLog) -> Outcome:
    """When half of the division's vehicles have passed a gate: the tail of the unit that makes the half."""
    name = "half-division-in-paris"
    family = ground.world.tree
    first: dict[int, Passage] = {}
    for passage, tail in _entries(ground, log):
        if tail < INFINITE and family.within(log.units[passage.unit].formation, DIVISION):
            first.setdefault(passage.unit, passage)
    needed = ground.scenario.formations[DIVISION].vehicles / 2.0
    inside = 0
    for passage in sorted(first.values(), key=lambda p: (p.clear, p.unit)):
        inside += log.units[passage.unit].vehicles
        if inside >= needed:
            enabler = Enabler(passage.head, unit=passage.unit, lag="rolling")
            return Outcome(name, passage.clear, TIME_UNIT, "", enabler)
    return Outcome(name, None, TIME_UNIT, only(inside))


def _last_pocket(ground: Ground, log: EventLog) -> Outcome:
    """When the last pocket fell, surrendered or withdrew."""
    pockets = {g.id: g.place for g in ground.scenario.garrisons.values() if g.pocket}
    fallen: dict[str, int] = {}
    for index, event in enumerate(log.events):
        if event.kind in FALLEN:
            for pocket, place in pockets.items():
                if event.detail == pocket or (event.place == place and event.detail not in pockets):
                    fallen.setdefault(pocket, index)
    left = [pocket for pocket in pockets if pocket not in fallen]
    if left:
        return Outcome("last-pocket", None, TIME_UNIT, f"{', '.join(left)} {HOLDS_OUT}")
    index = max(fallen.values(), key=lambda i: (log.events[i].time, i))
    time = log.events[index].time
    return Outcome("last-pocket", time, TIME_UNIT, "", Enabler(time, event=index))


def _parade(log: EventLog, reasons: Reasons) -> Outcome:
    """When the parade's first unit passes its first place."""
    walking = (p for p in log.passages if p.event == "parade")
    return _passage_outcome("parade", min(walking, key=lambda p: p.head, default=None), reasons.parade)


def _toy(ground: Ground, log: EventLog) -> Iterator[Outcome]:
    """For a scenario without Paris: the first and the last vehicle at the end of a march.

    The last has not come while any that marches is still to come.
    """
    reasons = Reasons(ground, log)
    ends = [(p, tail) for p, tail in log.tails() if p.event == "arrive"]
    first = min((p for p, _ in ends), key=lambda p: p.head, default=None)
    yield _passage_outcome("first-arrival", first, reasons.end)
    last = max((p for p, _ in ends), key=lambda p: (p.clear, -p.unit), default=None)
    if last is None or log.owed or any(tail == INFINITE for _, tail in ends):
        yield Outcome("last-vehicle", None, TIME_UNIT, reasons.end())
    else:
        enabler = Enabler(last.head, unit=last.unit, lag="rolling")
        yield Outcome("last-vehicle", last.clear, TIME_UNIT, "", enabler)


# --- counts ------------------------------------------------------------------------------------


def _bridges(ground: Ground, log: EventLog) -> Iterator[Outcome]:
    """Bridges seized while they stood."""
    if not any(getattr(order, "action", None) == "seize" for order in ground.scenario.orders.values()):
        return
    seized = {e.place for e in log.events if e.kind == "bridge" and e.detail == "seized"}
    yield Outcome("bridges-seized", float(len(seized)), "bridges")


def _losses(ground: Ground, log: EventLog) -> Iterator[Outcome]:
    """Losses by party, of those that the scenario has."""
    counted = [of for of in LOSSES if of[0] not in WHERE_THERE or of[0] in ground.parties]
    sums = dict.fromkeys(counted, 0.0)
    for loss in log.losses:
        for what in ("killed", "wounded", "prisoners"):
            if (loss.party, what) in sums:
                sums[loss.party, what] += getattr(loss, what)
    for (party, what), men in sums.items():
        yield Outcome(f"losses.{party}.{what}", men, "men")


def _hours(rows: Iterable[CauseRow]) -> Iterator[Outcome]:
    """Hours of all march units together by cause."""
    sums: dict[str, float] = dict.fromkeys(CAUSES, 0.0)
    for row in rows:
        sums[row.cause] += row.hours
    for cause, hours in sums.items():
        yield Outcome(f"hours.{cause}", hours, "h")
