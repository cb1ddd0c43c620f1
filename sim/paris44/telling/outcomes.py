"""What people call an outcome, and which outcomes come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from paris44.language.text import Text, Word, mapped, msg, pmsg
from paris44.scenario.model import RecordedTime, Scenario
from paris44.scenario.outcomes import DeclaredOutcome, EventOutcome, LossesOutcome
from paris44.telling.fields import CAUSES
from paris44.telling.words import party_name, told
from paris44.world.order_of_battle import tree

LOSSES = {
    "killed": pmsg("losses", "killed"), "wounded": pmsg("losses", "wounded"),
    "prisoners": pmsg("losses", "prisoners"), "tanks": pmsg("losses", "tanks lost"),
}  # fmt: skip
"""Sort of loss -> its name."""


def label(scenario: Scenario, name: str) -> str:
    """What people call an outcome; its name where neither the scenario declares it nor all have it."""
    rule, parts = _declared(scenario, name)
    if rule is None:
        head, _, cause = name.partition(".")
        return msg("Hours of march units: {cause}", cause=CAUSES[cause]) if head == "hours" else name
    if isinstance(rule, LossesOutcome):
        return mapped(_of_party, _worded(rule), party_name(scenario, parts[0]), LOSSES[parts[1]])
    if parts:
        return mapped(at_place, _worded(rule), told(scenario, scenario.places[parts[0]].name))
    return _worded(rule)


def anywhere(scenario: Scenario, name: str, place: str) -> str:
    """What people call an outcome that unfolds by place, for any ``place``."""
    return mapped(at_place, _worded(scenario.outcomes[name]), place)


def asked(scenario: Scenario, name: str) -> str:
    """What people call what is asked for: an outcome, or all into which a declaration unfolds by place."""
    rule = scenario.outcomes.get(name)
    if isinstance(rule, EventOutcome) and rule.each_place:
        return anywhere(scenario, name, pmsg("outcome", "any place"))
    return label(scenario, name)


def _worded(rule: DeclaredOutcome) -> str:
    """The label of a declaration."""
    return (
        rule.label if isinstance(rule.label, Text) else Word(rule.label, {"fr": rule.label_fr or rule.label})
    )


def at_place(template: str, place: str) -> str:
    """A label with its place."""
    return template.replace("{place}", place)


def _of_party(template: str, party: str, what: str) -> str:
    return template.replace("{party}", party).replace("{what}", what)


def unfolds(scenario: Scenario, name: str) -> bool:
    """Whether the outcome is one of several into which a declaration unfolds by place."""
    rule, parts = _declared(scenario, name)
    return isinstance(rule, EventOutcome) and bool(parts)


def asked_alike(one: Scenario, other: Scenario, name: str) -> bool:
    """Whether two scenarios mean the same by an outcome: they declare it alike but for its labels, or neither
    declares it. What only one of them asks says nothing of the other."""
    ours, theirs = (_declared(scenario, name)[0] for scenario in (one, other))
    if isinstance(ours, LossesOutcome) and isinstance(theirs, LossesOutcome):
        return True
    return _unlabelled(ours) == _unlabelled(theirs)


def _unlabelled(rule: DeclaredOutcome | None) -> DeclaredOutcome | None:
    return None if rule is None else replace(rule, label="", label_fr="", main=False, goal=False)


def main_outcomes(scenario: Scenario, names: Iterable[str]) -> list[str]:
    """Those of ``names`` that figures with little room show: moments and counts in the order in which they
    are declared, then losses as their declaration names the parties."""
    known = dict.fromkeys(names)
    rules = scenario.outcomes
    moments = [name for name, rule in rules.items() if rule.main and not isinstance(rule, LossesOutcome)]
    losses = [
        f"{rule.group}.{party}.killed"
        for rule in rules.values()
        if isinstance(rule, LossesOutcome)
        for party in rule.shown
    ]
    return [name for name in (*moments, *losses) if name in known]


def recorded(scenario: Scenario, name: str) -> list[RecordedTime]:
    """The recorded times that speak of a moment: of one of its events, its places and its formations."""
    rule, parts = _declared(scenario, name)
    if not isinstance(rule, EventOutcome):
        return []
    events = frozenset(rule.events) if rule.events else _COMES
    if "enter_city" in events:
        events |= _COMES
    places = parts or rule.places
    family = tree(scenario.formations)
    who = () if rule.parties else rule.formations
    return [
        row
        for row in scenario.record
        if row.event in events
        and (not places or row.place in places)
        and (not who or any(family.within(row.formation, whole) for whole in who))
    ]


_COMES = frozenset(("enter_city", "pass", "arrive"))
"""Events of the record that say of a column that it comes to a place."""


def _declared(scenario: Scenario, name: str) -> tuple[DeclaredOutcome | None, list[str]]:
    """The declaration that an outcome comes from, and what it is of where that unfolds."""
    rules = scenario.outcomes
    if name in rules:
        return rules[name], []
    first, *parts = name.split(".")
    for rule in rules.values():
        if isinstance(rule, LossesOutcome) and rule.group == first and len(parts) == 2:
            return rule, parts
    one = rules.get(first)
    return (one, parts) if isinstance(one, EventOutcome) and one.each_place else (None, [])
