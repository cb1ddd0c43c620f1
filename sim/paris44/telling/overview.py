"""The scenario in words: what is in it, how it differs from another, where a figure comes from.

Nothing here prints; :func:`summary` gives JSON-able values, :func:`describe` the text made of them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from paris44.scenario import model
from paris44.scenario.checks.hierarchy import Hierarchy
from paris44.scenario.load import Loaded
from paris44.telling.cite import Change, cite, difference, input_words, short
from paris44.telling.sequence import in_time_order
from paris44.telling.words import Speaker, counted, listed, speaker

__all__ = ["Change", "cite", "describe", "difference", "input_words", "short", "speaker", "summary"]

UNIT_VEHICLES = 25  # most vehicles in a march unit

Json: TypeAlias = dict[str, Any]
LineRoads: TypeAlias = Mapping[str, Sequence[str]]


def units(vehicles: int) -> int:
    """March units of so many vehicles."""
    return math.ceil(vehicles / UNIT_VEHICLES)


# --- the facts ---------------------------------------------------------------------------------------


def summary(loaded: Loaded, line_roads: LineRoads | None = None) -> Json:
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
    }


def _passport(scenario: model.Scenario, say: Speaker) -> Json | None:
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


def _order(order: model.Order, say: Speaker, loaded: Loaded) -> Json:
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
        way = " - ".join(say.name(place) for place in order.route)
        start = say.moment(order.start)
        verb = "break off at once and march" if order.detach else "march"
        return f"{who}: {verb} {way}, starting {start}"
    if isinstance(order, model.PhaseLine):
        who = listed([say.name(name) for name in order.applies_to], 6)
        points = "-".join(say.name(place) for place in order.points)
        return f"{who}: not past {points or 'the line'} before {say.time(order.until)}"
    if isinstance(order, model.Act):
        return _act(order, say)
    return _deed(order, say)


def _act(order: model.Act, say: Speaker) -> str:
    where = f" at {say.name(order.place)}" if order.place else ""
    who = f" of {say.name(order.formation)}" if order.formation else ""
    chance = "" if order.chance.is_fixed else f", with a chance of {order.chance.args[0]:.0%}"
    return f"{order.event}{who}{where}{chance}"


def _deed(order: model.Order, say: Speaker) -> str:
    if isinstance(order, model.BridgeWork):
        who = f" by {say.name(order.formation)}" if order.formation else ""
        return f"{order.action} {say.name(order.bridge)}{who}"
    if isinstance(order, model.Reinforce):
        what = f"{order.men:+d} men, {order.guns_88:+d} 88s, {order.armour:+d} tanks"
        return f"{what} at {say.name(order.garrison)}"
    if isinstance(order, model.CounterAttack):
        where = f"{say.name(order.formation)} at {say.name(order.place)}"
        long = say.tongue.law(order.duration)
        return f"{order.men} men of {say.name(order.garrison)} attack {where} for {long}"
    if isinstance(order, model.CeaseFire):
        among = listed([say.name(name) for name in order.among]) if order.among else "every pocket"
        return f"teams drive from {say.name(order.place)} to {among}"
    raise AssertionError(f"no words for {type(order).__name__}")


def _marches(scenario: model.Scenario) -> list[model.March]:
    return [order for order in in_time_order(scenario) if isinstance(order, model.March)]


def _lines(scenario: model.Scenario) -> list[model.PhaseLine]:
    return [order for order in in_time_order(scenario) if isinstance(order, model.PhaseLine)]


def _column(order: model.March, loaded: Loaded) -> Json:
    """The order of march: the leaves of each serial with vehicles and march units."""
    tree = Hierarchy(loaded.rows["formations"])
    leaves = tree.of(order.serials)
    parts = [
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


def _line(order: model.PhaseLine, say: Speaker, roads: LineRoads) -> Json:
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


def _garrison(garrison: model.Garrison, scenario: model.Scenario, say: Speaker) -> Json:
    density = scenario.parameters["screen.density"].median
    return {
        "id": garrison.id,
        "place": garrison.place,
        "bars": list(garrison.bars),
        "pocket": garrison.pocket,
        "men": garrison.men,
        "guns_88": garrison.guns_88,
        "other_guns": garrison.other_guns,
        "armour": garrison.armour,
        "from": say.iso(garrison.active_from),
        "to": say.iso(garrison.active_to) if garrison.active_to is not None else None,
        "chance": round(garrison.likelihood(density), 4),
        "part_of": garrison.part_of,
    }


# --- what the sources do not agree on ------------------------------------------------------------------


def _contradictions(loaded: Loaded) -> list[Json]:
    rows = loaded.document.get("contradictions", {})
    return [{"id": key, **row} for key, row in rows.items()]


def _competing(scenario: model.Scenario, say: Speaker) -> list[Json]:
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


def _recorded(row: model.RecordedTime, say: Speaker) -> Json:
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


# --- the text ----------------------------------------------------------------------------------------


def describe(loaded: Loaded, line_roads: LineRoads | None = None) -> str:
    """The scenario in words, a few pages of plain text."""
    facts = summary(loaded, line_roads)
    say = speaker(loaded.scenario)
    parts = [
        _head_text(facts, say, loaded.scenario),
        _orders_text(facts),
        _columns_text(facts, say),
        _lines_text(facts, say, loaded.scenario),
        _bridges_text(facts, say),
        _garrisons_text(facts, say, loaded.scenario),
        _contradictions_text(facts, say),
        _uncited_text(facts),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head_text(facts: Json, say: Speaker, scenario: model.Scenario) -> str:
    names = dict.fromkeys((facts["scenario"], facts["kind"]))  # historical is historical, once
    lines = [f"{facts['title']} ({', '.join(names)})"]
    if facts["parent"]:
        lines.append(f"Extends {facts['parent']}.")
    lines.append(f"From {say.time(0)} to {say.time(scenario.duration)}.")
    if facts["expect"]:
        lines.append(f"The author expects: {facts['expect']}")
    passport = facts["passport"]
    if passport:
        lines.append(f"What is otherwise: {passport['antecedent'] or 'not said'}.")
        when = say.time(scenario.passport.diverges_at) if scenario.passport else ""
        lines.append(f"Decided by {passport['decided_by'] or 'nobody named'}, {when}.")
        considered = ", ".join(passport["considered_by"]) or "no contemporary source"
        lines.append(f"Considered by {considered}. Held fixed: {passport['holds_fixed'] or 'not said'}.")
    if facts["exploratory"]:
        lines.append(
            "Exploratory: the file does not say who could have decided this, when, and what stays fixed."
        )
    return "\n".join(lines)


def _orders_text(facts: Json) -> str:
    if not facts["orders"]:
        return ""
    lines = ["Orders"]
    for order in facts["orders"]:
        who = f" ({order['by']})" if order["by"] else ""
        lines.append(f"  {order['when']}: {order['title'] or order['id']}{who} [{order['id']}]")
        lines.append(f"      {order['does']}")
    return "\n".join(lines)


def _columns_text(facts: Json, say: Speaker) -> str:
    if not facts["columns"]:
        return ""
    lines = ["Columns"]
    for column in facts["columns"]:
        total = f"{column['vehicles']} vehicles in {counted(column['units'], 'march unit')}"
        lines.append(f"  {column['order']}: {total}, {' - '.join(map(say.name, column['route']))}")
        for part in column["parts"]:
            count = f"{part['vehicles']} vehicles, {counted(part['units'], 'unit')}"
            lines.append(f"      {part['formation']}: {part['name']}, {part['category']}, {count}")
    return "\n".join(lines)


def _lines_text(facts: Json, say: Speaker, scenario: model.Scenario) -> str:
    if not facts["lines"]:
        return ""
    lines = ["Phase lines"]
    for line in facts["lines"]:
        order = scenario.orders[line["order"]]
        until = say.time(order.until) if isinstance(order, model.PhaseLine) else ""
        lines.append(f"  {line['order']}: {'-'.join(map(say.name, line['points']))}, not before {until}")
        lines.append(f"      for {listed([say.name(name) for name in line['applies_to']])}")
        if line["disobeyed_by"]:
            lines.append(f"      disobeyed by {listed([say.name(name) for name in line['disobeyed_by']])}")
        if line["lifted"]:
            lines.append(f"      lifted {line['lifted']}")
        if line["roads"]:
            lines.append(f"      {counted(len(line['roads']), 'road')}: {listed(line['roads'], 60)}")
        lines.append("      what it cost each column, wait or slack: paris44 run prints it")
    return "\n".join(lines)


def _bridges_text(facts: Json, say: Speaker) -> str:
    if not facts["bridges"]:
        return ""
    states = [
        f"  {state}: {len(ids)} ({listed(list(map(say.name, ids)))})"
        for state, ids in facts["bridges"].items()
    ]
    return "\n".join(["Bridges at the start", *states])


def _garrisons_text(facts: Json, say: Speaker, scenario: model.Scenario) -> str:
    if not facts["garrisons"]:
        return ""
    lines = ["Garrisons"]
    for row in facts["garrisons"]:
        guns = f"{row['guns_88']} 88s, {row['other_guns']} other guns, {row['armour']} tanks"
        what = "pocket" if row["pocket"] else f"bars {listed([say.name(place) for place in row['bars']])}"
        end = scenario.garrisons[row["id"]].active_to
        leaves = f", leaves {say.time(end)}" if end is not None else ""
        certain = scenario.garrisons[row["id"]].chance >= 1.0
        may = "" if certain else f"may stand there (p = {row['chance']:.2g}): "
        part = f", part of {row['part_of']}" if row["part_of"] else ""
        lines.append(f"  {row['id']}: {may}{row['men']} men, {guns}; {what}{leaves}{part}")
    return "\n".join(lines)


def _contradictions_text(facts: Json, say: Speaker) -> str:
    lines = []
    for row in facts["contradictions"]:
        shown = row.get("shown_in") or ""
        played = f" (shown in {', '.join(shown) if isinstance(shown, list) else shown})" if shown else ""
        lines.append(f"  {row['id']}: {row['statement']}")
        lines.append(f"      but: {row['record']}{played}")
        if row.get("source"):
            lines.append(f"      source: {row['source']}")
    for group in facts["competing"]:
        lines.append(f"  {say.name(group['formation'])}, {group['event']}, {say.name(group['place'])}:")
        for row in group["rows"]:
            time = row["time"] or f"{row['lo']} to {row['hi']}"
            lines.append(f"      {row['id']}: {time}, grade {row['grade']}, {row['source'] or 'no source'}")
    return "\n".join(["Where the sources contradict each other", *lines]) if lines else ""


def _uncited_text(facts: Json) -> str:
    if not facts["ungraded"]:
        return ""
    counts = [f"{count} of {section}" for section, count in facts["ungraded"].items()]
    return f"Rows without a source, the modeller's judgement (grade D): {listed(counts)}."
