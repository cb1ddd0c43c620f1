"""What a scenario holds, as values that JSON can have."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypedDict

from paris44.language.text import join, listed, msg
from paris44.scenario import model
from paris44.scenario.checks.hierarchy import Hierarchy
from paris44.scenario.load import Loaded, RawRow, RawSection
from paris44.telling.fields import EVENTS
from paris44.telling.nights import NightDocument, nights
from paris44.telling.sequence import in_time_order
from paris44.telling.words import Speaker, law, speaker

UNIT_VEHICLES = 25  # most vehicles in a march unit

LineRoads: TypeAlias = Mapping[str, Sequence[str]]


def units(vehicles: int) -> int:
    """March units of so many vehicles."""
    return math.ceil(vehicles / UNIT_VEHICLES)


class PassportDocument(TypedDict):
    """Who could have decided a counterfactual, when it begins and what stays as it was."""

    antecedent: str
    decided_by: str
    diverges_at: str
    considered_by: list[str]
    holds_fixed: str


class OrderDocument(TypedDict):
    """An order: when it is issued, as a time and in words, and what it makes somebody do."""

    id: str
    type: str
    title: str
    by: str
    issued: str | None
    when: str
    does: str
    source: str
    grade: str


class PartDocument(TypedDict):
    """A leaf formation in an order of march, with vehicles and march units."""

    formation: str
    serial: str
    name: str
    category: str
    vehicles: int
    units: int


class MarchDocument(TypedDict):
    """An order of march."""

    order: str
    title: str
    route: list[str]
    parts: list[PartDocument]
    vehicles: int
    units: int


class PhaseLineDocument(TypedDict):
    """A phase line and the roads that it closes."""

    order: str
    title: str
    points: list[str]
    literal: bool
    until: str
    applies_to: list[str]
    disobeyed_by: list[str]
    lifted: str | None
    roads: list[str]


StayDocument = TypedDict("StayDocument", {"from": str, "to": str | None})
"""From when until when somebody is there."""


class GarrisonDocument(StayDocument):
    """A garrison; ``chance`` is the probability that it stands there."""

    id: str
    place: str
    bars: list[str]
    pocket: bool
    men: int
    heavy_guns: int
    other_guns: int
    armour: int
    chance: float
    part_of: str | None


class RecordedDocument(TypedDict):
    """A row of the record: its time, its bounds."""

    id: str
    time: str | None
    lo: str
    hi: str
    grade: str
    source: str


class CompetingDocument(TypedDict):
    """Rows of the record for one event that do not agree."""

    formation: str
    place: str
    event: str
    rows: list[RecordedDocument]


class SummaryDocument(TypedDict):
    """The answer of ``paris44 show``; ``ungraded`` rows of each section rest on judgement alone."""

    scenario: str
    title: str
    kind: str
    parent: str | None
    expect: str
    exploratory: bool
    passport: PassportDocument | None
    start: str
    end: str
    digest: str
    counts: dict[str, int]
    orders: list[OrderDocument]
    columns: list[MarchDocument]
    lines: list[PhaseLineDocument]
    bridges: dict[str, list[str]]
    garrisons: list[GarrisonDocument]
    contradictions: list[RawRow]
    competing: list[CompetingDocument]
    ungraded: dict[str, int]
    nights: list[NightDocument]


def summary(loaded: Loaded, line_roads: LineRoads | None = None) -> SummaryDocument:
    """The scenario as JSON-able values.

    ``line_roads`` gives the roads of each phase line as the world cuts them; without it only the
    roads that the file itself names are there.
    """
    scenario = loaded.scenario
    say = speaker(scenario)
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "kind": scenario.kind,
        "parent": scenario.parent,
        "expect": scenario.expect,
        "exploratory": scenario.exploratory,
        "passport": _passport(scenario, say),
        "start": scenario.start_iso,
        "end": say.iso(scenario.duration),
        "digest": scenario.digest,
        "counts": _counts(scenario),
        "orders": [_order(order, say, loaded) for order in in_time_order(scenario)],
        "columns": [_column(order, loaded) for order in _marches(scenario)],
        "lines": [_line(order, say, line_roads or {}) for order in _lines(scenario)],
        "bridges": _bridges(scenario),
        "garrisons": [_garrison(garrison, scenario, say) for garrison in scenario.garrisons.values()],
        "contradictions": _contradictions(loaded),
        "competing": _competing(scenario, say),
        "ungraded": _uncited(loaded),
        "nights": nights(scenario),
    }


def _passport(scenario: model.Scenario, say: Speaker) -> PassportDocument | None:
    passport = scenario.passport
    if passport is None:
        return None
    return {
        "antecedent": passport.antecedent,
        "decided_by": passport.decided_by,
        "diverges_at": say.iso(passport.diverges_at),
        "considered_by": list(passport.considered_by),
        "holds_fixed": passport.holds_fixed,
    }


def _counts(scenario: model.Scenario) -> dict[str, int]:
    sections = ("places", "roads", "bridges", "formations", "garrisons", "orders", "watch", "record")
    return {name: len(getattr(scenario, name)) for name in sections}


def _order(order: model.Order, say: Speaker, loaded: Loaded) -> OrderDocument:
    row = loaded.document["orders"][order.id]
    return {
        "id": order.id,
        "type": row["type"],
        "title": order.title,
        "by": order.by,
        "issued": say.iso(order.issued.at) if order.issued.at is not None else None,
        "when": say.moment(order.issued),
        "does": _does(order, say),
        "source": row.get("source", ""),
        "grade": row.get("grade", "D") if row.get("source") else "D",
    }


def _does(order: model.Order, say: Speaker) -> str:
    """What an order makes somebody do."""
    if isinstance(order, model.March):
        who = listed([say.name(name) for name in order.serials], 6)
        way = join(" - ", map(say.name, order.route))
        start = say.moment(order.start)
        what = {"who": who, "way": way, "start": start}
        if order.detach:
            return msg("{who}: break off at once and march {way}, starting {start}", **what)
        return msg("{who}: march {way}, starting {start}", **what)
    if isinstance(order, model.PhaseLine):
        who = listed([say.name(name) for name in order.applies_to], 6)
        points = join("-", map(say.name, order.points)) if order.points else msg("the line")
        until = say.time(order.until)
        return msg("{who}: not past {points} before {until}", who=who, points=points, until=until)
    if isinstance(order, model.Act):
        return _act(order, say)
    return _deed(order, say)


_WORKS: Mapping[str, Callable[[str], str]] = {
    "demolish": lambda bridge: msg("demolish {bridge}", bridge=bridge),
    "repair": lambda bridge: msg("repair {bridge}", bridge=bridge),
    "seize": lambda bridge: msg("seize {bridge}", bridge=bridge),
}


def _act(order: model.Act, say: Speaker) -> str:
    told = EVENTS[order.event]
    if order.formation:
        told = msg("{what} of {who}", what=told, who=say.name(order.formation))
    if order.place:
        told = msg("{what} at {where}", what=told, where=say.name(order.place))
    if not order.chance.is_fixed:
        told = msg("{what}, with a chance of {chance:.0%}", what=told, chance=order.chance.args[0])
    return told


def _deed(order: model.Order, say: Speaker) -> str:
    if isinstance(order, model.BridgeWork):
        told = _WORKS[order.action](say.name(order.bridge))
        return msg("{what} by {who}", what=told, who=say.name(order.formation)) if order.formation else told
    if isinstance(order, model.Reinforce):
        numbers = {"men": order.men, "guns": order.heavy_guns, "tanks": order.armour}
        where = say.name(order.garrison)
        return msg("{men:+d} men, {guns:+d} heavy guns, {tanks:+d} tanks at {where}", where=where, **numbers)
    if isinstance(order, model.CounterAttack):
        return msg(
            "{men} men of {garrison} attack {who} at {where} for {time}", men=order.men,
            garrison=say.name(order.garrison), who=say.name(order.formation), where=say.name(order.place),
            time=law(order.duration),
        )  # fmt: skip
    if isinstance(order, model.CeaseFire):
        among = listed([say.name(name) for name in order.among]) if order.among else msg("every pocket")
        return msg("teams drive from {place} to {among}", place=say.name(order.place), among=among)
    raise AssertionError(f"no words for {type(order).__name__}")


def _marches(scenario: model.Scenario) -> list[model.March]:
    return [order for order in in_time_order(scenario) if isinstance(order, model.March)]


def _lines(scenario: model.Scenario) -> list[model.PhaseLine]:
    return [order for order in in_time_order(scenario) if isinstance(order, model.PhaseLine)]


def _column(order: model.March, loaded: Loaded) -> MarchDocument:
    """The order of march: the leaves of each serial with vehicles and march units."""
    tree = Hierarchy(loaded.rows["formations"])
    leaves = tree.of(order.serials)
    parts: list[PartDocument] = [
        {
            "formation": leaf,
            "serial": serial,
            "name": tree.rows[leaf].name,
            "category": order.category or tree.category(leaf),
            "vehicles": tree.total(leaf, "vehicles"),
            "units": units(tree.total(leaf, "vehicles")),
        }
        for serial in order.serials
        for leaf in tree.leaves(serial)
        if leaves[leaf] == serial
    ]
    return {
        "order": order.id,
        "title": order.title,
        "route": list(order.route),
        "parts": parts,
        "vehicles": sum(part["vehicles"] for part in parts),
        "units": sum(part["units"] for part in parts),
    }


def _line(order: model.PhaseLine, say: Speaker, roads: LineRoads) -> PhaseLineDocument:
    return {
        "order": order.id,
        "title": order.title,
        "points": list(order.points),
        "literal": order.literal,
        "until": say.iso(order.until),
        "applies_to": list(order.applies_to),
        "disobeyed_by": list(order.disobeyed_by),
        "lifted": say.moment(order.lifted) if order.lifted is not None else None,
        "roads": sorted(roads.get(order.id, order.roads)),
    }


def _bridges(scenario: model.Scenario) -> dict[str, list[str]]:
    states: dict[str, list[str]] = {}
    for bridge in scenario.bridges.values():
        states.setdefault(bridge.state, []).append(bridge.id)
    return dict(sorted(states.items()))


def _garrison(garrison: model.Garrison, scenario: model.Scenario, say: Speaker) -> GarrisonDocument:
    density = scenario.parameters["screen.density"].median
    return {
        "id": garrison.id,
        "place": garrison.place,
        "bars": list(garrison.bars),
        "pocket": garrison.pocket,
        "men": garrison.men,
        "heavy_guns": garrison.heavy_guns,
        "other_guns": garrison.other_guns,
        "armour": garrison.armour,
        "from": say.iso(garrison.active_from),
        "to": say.iso(garrison.active_to) if garrison.active_to is not None else None,
        "chance": round(garrison.likelihood(density), 4),
        "part_of": garrison.part_of,
    }


# --- what the sources do not agree on ------------------------------------------------------------------


def _contradictions(loaded: Loaded) -> list[RawRow]:
    rows: RawSection = loaded.document.get("contradictions", {})
    return [{"id": key, **row} for key, row in rows.items()]


def _competing(scenario: model.Scenario, say: Speaker) -> list[CompetingDocument]:
    """Record rows for one event on one day whose times differ."""
    groups: dict[tuple[str, str, str, str], list[model.RecordedTime]] = {}
    for row in scenario.record:
        if row.place is not None and row.event != "order":
            day = say.iso((row.lo + row.hi) / 2)[:10]
            groups.setdefault((row.formation, row.place, row.event, day), []).append(row)
    return [
        {
            "formation": key[0],
            "place": key[1],
            "event": key[2],
            "rows": [_recorded(row, say) for row in rows],
        }
        for key, rows in groups.items()
        if len({(row.time, row.lo, row.hi) for row in rows}) > 1
    ]


def _recorded(row: model.RecordedTime, say: Speaker) -> RecordedDocument:
    time = say.iso(row.time) if row.time is not None else None
    return {
        "id": row.id, "time": time, "lo": say.iso(row.lo), "hi": say.iso(row.hi), "grade": row.grade,
        "source": row.source,
    }  # fmt: skip


def _uncited(loaded: Loaded) -> dict[str, int]:
    """How many rows of each section rest on the modeller's judgement alone."""
    counts = Counter(
        section
        for section, rows in loaded.document.items()
        if isinstance(rows, dict) and section not in ("sources", "watch")
        for row in rows.values()
        if not row.get("source")
    )
    return dict(sorted(counts.items()))
