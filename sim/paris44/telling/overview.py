"""The scenario in words: what is in it, how it differs from another, where a figure comes from.

Nothing here prints; :func:`summary` gives JSON-able values, :func:`describe` the text made of them.
"""

from __future__ import annotations

from paris44.scenario import model
from paris44.scenario.load import Loaded
from paris44.telling.cite import Change, cite, difference, input_words, short
from paris44.telling.facts import LineRoads, SummaryDocument, summary
from paris44.telling.nights import in_words
from paris44.telling.words import Speaker, counted, listed, speaker

__all__ = ["Change", "cite", "describe", "difference", "input_words", "short", "speaker", "summary"]


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
        in_words(facts["nights"], say, say.name(loaded.scenario.theatre.objective or "")),
        _contradictions_text(facts, say),
        _uncited_text(facts),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head_text(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> str:
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


def _orders_text(facts: SummaryDocument) -> str:
    if not facts["orders"]:
        return ""
    lines = ["Orders"]
    for order in facts["orders"]:
        who = f" ({order['by']})" if order["by"] else ""
        lines.append(f"  {order['when']}: {order['title'] or order['id']}{who} [{order['id']}]")
        lines.append(f"      {order['does']}")
    return "\n".join(lines)


def _columns_text(facts: SummaryDocument, say: Speaker) -> str:
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


def _lines_text(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> str:
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


def _bridges_text(facts: SummaryDocument, say: Speaker) -> str:
    if not facts["bridges"]:
        return ""
    states = [
        f"  {state}: {len(ids)} ({listed(list(map(say.name, ids)))})"
        for state, ids in facts["bridges"].items()
    ]
    return "\n".join(["Bridges at the start", *states])


def _garrisons_text(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> str:
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


def _contradictions_text(facts: SummaryDocument, say: Speaker) -> str:
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


def _uncited_text(facts: SummaryDocument) -> str:
    if not facts["ungraded"]:
        return ""
    counts = [f"{count} of {section}" for section, count in facts["ungraded"].items()]
    return f"Rows without a source, the modeller's judgement (grade D): {listed(counts)}."
