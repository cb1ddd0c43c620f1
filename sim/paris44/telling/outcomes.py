"""What people call an outcome, in both languages, and which outcomes come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from paris44.scenario.model import RecordedTime, Scenario
from paris44.scenario.outcomes import DeclaredOutcome, EventOutcome, LossesOutcome
from paris44.telling.phrases import ENGLISH, FRENCH
from paris44.world.order_of_battle import tree

_WHAT = {
    "killed": ("killed", "tués"), "wounded": ("wounded", "blessés"),
    "prisoners": ("prisoners", "prisonniers"), "tanks": ("tanks lost", "chars perdus"),
}  # fmt: skip


def labels(scenario: Scenario, name: str) -> tuple[str, str]:
    """The English and the French label of an outcome; its name where the scenario declares none of it."""
    rule, parts = _declared(scenario, name)
    if rule is None:
        return name, name
    if isinstance(rule, LossesOutcome):
        names, words = _party(scenario, parts[0]), _WHAT[parts[1]]
        english = _filled(rule.label, party=names[0], what=words[0])
        return english, _filled(rule.label_fr, party=names[1], what=words[1])
    if parts:
        place = scenario.places[parts[0]].name
        english, french = ENGLISH.title(place), FRENCH.title(place)
        return _filled(rule.label, place=english), _filled(rule.label_fr, place=french)
    return rule.label, rule.label_fr


def label(scenario: Scenario, name: str) -> str:
    """The English label of an outcome."""
    return labels(scenario, name)[0]


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


def _party(scenario: Scenario, party: str) -> tuple[str, str]:
    """What people call a party, in English and French."""
    known = next((one for one in scenario.theatre.parties if one.id == party), None)
    return (known.name, known.name_fr or known.name) if known is not None else (party, party)


def _filled(template: str, **words: str) -> str:
    """A label with what it is of in the place of ``{place}`` and the like."""
    for key, word in words.items():
        template = template.replace(f"{{{key}}}", word)
    return template
