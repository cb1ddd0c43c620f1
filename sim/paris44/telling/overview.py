"""The scenario in words: what is in it, how it differs from another, where a figure comes from.

Nothing here prints; :func:`summary` gives JSON-able values, :func:`describe` the lines made of them.
"""

from __future__ import annotations

from paris44.language.text import join, listed, msg, nmsg, pmsg
from paris44.scenario import model
from paris44.scenario.load import Loaded
from paris44.telling.cite import Change, cite, difference, input_words
from paris44.telling.facts import GarrisonDocument, LineRoads, RecordedDocument, SummaryDocument, summary
from paris44.telling.fields import EVENTS, VALUES
from paris44.telling.nights import in_words
from paris44.telling.words import Speaker, speaker, told

__all__ = ["Change", "cite", "describe", "difference", "input_words", "speaker", "summary"]


def describe(loaded: Loaded, line_roads: LineRoads | None = None) -> list[str]:
    """The scenario in words, line by line."""
    facts = summary(loaded, line_roads)
    say, scenario = speaker(loaded.scenario), loaded.scenario
    parts = [
        _head(facts, say, scenario),
        _orders(facts, scenario),
        _columns(facts, say, scenario),
        _lines(facts, say, scenario),
        _bridges(facts, say),
        _garrisons(facts, say, scenario),
        in_words(facts["nights"], say, say.name(scenario.theatre.objective or "")),
        _contradictions(facts, say, scenario),
        _uncited(facts),
    ]
    return [line for part in parts if part for line in ("", *part)][1:]


def _in(spaces: int, text: str) -> str:
    """A text set in by so many spaces."""
    return join("", (" " * spaces, text))


def _head(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> list[str]:
    title = told(scenario, facts["title"])
    name, kind = facts["scenario"], facts["kind"]
    named = [name] if name == kind else [name, KINDS.get(kind, kind)]  # historical is historical, once
    lines = [msg("{title} ({names})", title=title, names=join(", ", named))]
    if facts["parent"]:
        lines.append(msg("Extends {parent}.", parent=facts["parent"]))
    lines.append(msg("From {start} to {end}.", start=say.time(0), end=say.time(scenario.duration)))
    if facts["expect"]:
        lines.append(msg("The author expects: {expect}", expect=told(scenario, facts["expect"])))
    lines += _passport(facts, say, scenario)
    if facts["exploratory"]:
        lines.append(
            msg("Exploratory: the file does not say who could have decided this, when, and what stays fixed.")
        )
    return lines


def _passport(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> list[str]:
    passport = facts["passport"]
    if not passport:
        return []
    when = say.time(scenario.passport.diverges_at) if scenario.passport else ""
    words = {
        key: told(scenario, str(text)) for key, text in passport.items() if isinstance(text, str) and text
    }
    silent = msg("not said")
    considered = join(", ", passport["considered_by"]) or msg("no contemporary source")
    fixed = words.get("holds_fixed", silent)
    return [
        msg("What is otherwise: {antecedent}.", antecedent=words.get("antecedent", silent)),
        msg("Decided by {who}, {when}.", who=words.get("decided_by", msg("nobody named")), when=when),
        msg("Considered by {sources}. Held fixed: {fixed}.", sources=considered, fixed=fixed),
    ]


KINDS = {
    "toy": pmsg("kind", "toy"), "plan": pmsg("kind", "plan"),
    "counterfactual": pmsg("kind", "counterfactual"), "historical": pmsg("kind", "historical"),
}  # fmt: skip
"""Kind of a scenario -> its name."""


def _orders(facts: SummaryDocument, scenario: model.Scenario) -> list[str]:
    lines = []
    for order in facts["orders"]:
        what = {
            "when": order["when"],
            "title": told(scenario, order["title"] or order["id"]),
            "id": order["id"],
        }
        if order["by"]:
            lines.append(msg("  {when}: {title} ({by}) [{id}]", by=told(scenario, order["by"]), **what))
        else:
            lines.append(msg("  {when}: {title} [{id}]", **what))
        lines.append(_in(6, order["does"]))
    return [msg("Orders"), *lines] if lines else []


def _columns(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> list[str]:
    lines = []
    for column in facts["columns"]:
        what = {"order": column["order"], "route": join(" - ", map(say.name, column["route"]))}
        total = nmsg("{vehicles} vehicles in {n} march unit", "{vehicles} vehicles in {n} march units",
                     column["units"], vehicles=column["vehicles"])  # fmt: skip
        lines.append(msg("  {order}: {total}, {route}", total=total, **what))
        for part in column["parts"]:
            count = nmsg("{vehicles} vehicles, {n} unit", "{vehicles} vehicles, {n} units",
                         part["units"], vehicles=part["vehicles"])  # fmt: skip
            named = {"name": told(scenario, part["name"]), "category": CATEGORIES[part["category"]]}
            lines.append(
                msg("      {id}: {name}, {category}, {count}", id=part["formation"], count=count, **named)
            )
    return [msg("Columns"), *lines] if lines else []


CATEGORIES = {
    "light": pmsg("category", "light"), "truck": pmsg("category", "truck"),
    "mixed": pmsg("category", "mixed"), "heavy": pmsg("category", "heavy"),
    "foot": pmsg("category", "foot"), "none": pmsg("category", "none"),
}  # fmt: skip
"""Category of a column -> its name."""


def _lines(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> list[str]:
    lines = []
    for line in facts["lines"]:
        order = scenario.orders[line["order"]]
        until = say.time(order.until) if isinstance(order, model.PhaseLine) else ""
        points = join("-", map(say.name, line["points"]))
        lines.append(
            msg("  {order}: {points}, not before {until}", order=line["order"], points=points, until=until)
        )
        lines.append(msg("      for {who}", who=listed(map(say.name, line["applies_to"]))))
        if line["disobeyed_by"]:
            lines.append(msg("      disobeyed by {who}", who=listed(map(say.name, line["disobeyed_by"]))))
        if line["lifted"]:
            lines.append(msg("      lifted {when}", when=line["lifted"]))
        if line["roads"]:
            named = {"names": listed(line["roads"], 60)}
            lines.append(
                nmsg("      {n} road: {names}", "      {n} roads: {names}", len(line["roads"]), **named)
            )
        lines.append(msg("      what it cost each column, wait or slack: paris44 run prints it"))
    return [msg("Phase lines"), *lines] if lines else []


def _bridges(facts: SummaryDocument, say: Speaker) -> list[str]:
    states = [
        msg("  {state}: {n} ({names})", state=VALUES[state], n=len(ids), names=listed(map(say.name, ids)))
        for state, ids in facts["bridges"].items()
    ]
    return [msg("Bridges at the start"), *states] if states else []


def _garrisons(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> list[str]:
    lines = [_garrison(row, say, scenario) for row in facts["garrisons"]]
    return [msg("Garrisons"), *lines] if lines else []


def _garrison(row: GarrisonDocument, say: Speaker, scenario: model.Scenario) -> str:
    garrison = scenario.garrisons[row["id"]]
    told = join(", ", (
        nmsg("{n} man", "{n} men", row["men"]),
        nmsg("{n} heavy gun", "{n} heavy guns", row["heavy_guns"]),
        nmsg("{n} other gun", "{n} other guns", row["other_guns"]),
        nmsg("{n} tank", "{n} tanks", row["armour"]),
    ))  # fmt: skip
    if garrison.chance < 1.0:
        told = msg("may stand there (p = {p:.2g}): {told}", p=row["chance"], told=told)
    bars = msg("bars {places}", places=listed([say.name(place) for place in row["bars"]]))
    words = [join(msg("; "), (told, pmsg("garrison", "pocket") if row["pocket"] else bars))]
    if garrison.active_to is not None:
        words.append(msg("leaves {when}", when=say.time(garrison.active_to)))
    if row["part_of"]:
        words.append(msg("part of {whole}", whole=row["part_of"]))
    return msg("  {id}: {told}", id=row["id"], told=join(", ", words))


def _contradictions(facts: SummaryDocument, say: Speaker, scenario: model.Scenario) -> list[str]:
    lines = []
    for row in facts["contradictions"]:
        shown = row.get("shown_in") or ""
        played = ", ".join(shown) if isinstance(shown, list) else shown
        but = msg("      but: {record}", record=told(scenario, row["record"]))
        lines.append(msg("  {id}: {statement}", id=row["id"], statement=told(scenario, row["statement"])))
        lines.append(msg("{but} (shown in {played})", but=but, played=played) if played else but)
        if row.get("source"):
            lines.append(msg("      source: {source}", source=row["source"]))
    for group in facts["competing"]:
        what = {"who": say.name(group["formation"]), "where": say.name(group["place"])}
        lines.append(msg("  {who}, {event}, {where}:", event=EVENTS[group["event"]], **what))
        lines += [_competing(recorded) for recorded in group["rows"]]
    return [msg("Where the sources contradict each other"), *lines] if lines else []


def _competing(row: RecordedDocument) -> str:
    time = row["time"] or msg("{lo} to {hi}", lo=row["lo"], hi=row["hi"])
    what = {"id": row["id"], "grade": row["grade"], "source": row["source"] or msg("no source")}
    return msg("      {id}: {time}, grade {grade}, {source}", time=time, **what)


def _uncited(facts: SummaryDocument) -> list[str]:
    if not facts["ungraded"]:
        return []
    counts = [
        msg("{count} of {section}", count=n, section=section) for section, n in facts["ungraded"].items()
    ]
    return [
        msg("Rows without a source, the modeller's judgement (grade D): {counts}.", counts=listed(counts))
    ]
