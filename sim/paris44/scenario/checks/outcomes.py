"""Checks of declared outcomes by themselves: each says what it asks, and what it is made of is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from paris44.language.text import listed, msg, quoted
from paris44.scenario.checks.facts import Facts, Finding
from paris44.scenario.faults import nearest
from paris44.scenario.schema import sections

_STANDS_FOR = re.compile(r"\{[^{}]*\}")


def outcomes_say_what_they_ask(facts: Facts) -> Iterator[Finding]:
    """An event is counted from 1 or from the last, somewhere or of some kind; a share asks one thing."""
    for key, row in facts.rows["outcomes"].items():
        path = ("outcomes", key)
        if "@" in key or ":" in key:
            yield (
                path,
                msg("the name {key} holds @ or :", key=quoted(key)),
                msg("these name rows of the arrivals; use - and letters"),
            )
        if isinstance(row, sections.SeenRow) and not row.events and not _where(row):
            yield path, msg("says neither what happens nor where"), msg("give events, places or place_kind")
        if isinstance(row, sections.EventOutcomeRow):
            if row.number == 0:
                yield (*path, "number"), msg("'0' is no place in a row"), msg("1 is the first, -1 the last")
            if row.each_place and not _where(row):
                yield (*path, "each_place"), msg("names no places"), msg("give places or place_kind")
        if isinstance(row, sections.ShareOutcomeRow):
            if not _where(row):
                yield path, msg("says not past which places"), msg("give places or place_kind")
            if (row.percent is None) == (row.at is None):
                have = msg("neither percent nor at") if row.percent is None else msg("both percent and at")
                yield path, msg("has {have}", have=have), msg("percent asks when, at asks how many by then")
        if isinstance(row, sections.CombinedOutcomeRow) and not row.of:
            yield (*path, "of"), msg("is made of nothing"), msg("name the moments")


USUAL = ("first-arrival", "last-vehicle", "losses")
"""Outcomes that a scenario may have undeclared."""


def forecasts_are_of_outcomes(facts: Facts) -> Iterator[Finding]:
    """What an author expects, he expects of an outcome of the scenario, or of a part of one (NAME.PART)."""
    known = [*facts.rows.ids["outcomes"], *USUAL]
    for name in facts.rows.head.forecast:
        if name.partition(".")[0] not in known:
            hint = nearest(name, known) or msg("outcomes: {names}", names=", ".join(sorted(known)))
            yield ("forecast", name), msg("there is no outcome {name}", name=quoted(name)), hint


def _where(row: sections.SeenRow | sections.ShareOutcomeRow) -> bool:
    return bool(row.places) or row.place_kind is not None


def labels_stand_for_something(facts: Facts) -> Iterator[Finding]:
    """What a label leaves open is what its outcome is of: a place, or a party and a sort of loss."""
    for key, row in facts.rows["outcomes"].items():
        known: tuple[str, ...] = ("{party}", "{what}") if isinstance(row, sections.LossesOutcomeRow) else ()
        if isinstance(row, sections.EventOutcomeRow) and row.each_place:
            known = ("{place}",)
        for name in ("label", "label_fr"):
            for word in _STANDS_FOR.findall(getattr(row, name)):
                if word not in known:
                    hint = (
                        msg("write {known}", known=listed(known))
                        if known
                        else msg("only each_place and losses have names of parts")
                    )
                    yield ("outcomes", key, name), msg("{word} stands for nothing", word=quoted(word)), hint


def outcomes_are_made_of_moments(facts: Facts) -> Iterator[Finding]:
    """The latest and the earliest are of moments, and not of themselves; one outcome at most is the goal."""
    rows = facts.rows["outcomes"]
    for key, row in rows.items():
        for at, name in enumerate(row.of if isinstance(row, sections.CombinedOutcomeRow) else ()):
            path, part = ("outcomes", key, "of", at), rows.get(name)
            if part is not None and not _is_moment(part):
                yield (
                    path,
                    msg("{name} is no moment", name=quoted(name)),
                    msg("name outcomes of type event, share, fall, latest or earliest"),
                )
            elif key in _below(rows, name):
                yield path, msg("{key} is made of itself", key=quoted(key)), msg("break the circle")
    goals = [key for key, row in rows.items() if row.goal]
    for key in goals:
        if not _is_moment(rows[key]):
            yield ("outcomes", key, "goal"), msg("is no moment"), msg("plans bring moments early")
    for key in goals[1:]:
        yield (
            ("outcomes", key, "goal"),
            msg("{goals} is the goal already", goals=quoted(goals[0])),
            msg("keep one"),
            [("outcomes", goals[0], "goal")],
        )


def _is_moment(row: sections.DeclarationRow) -> bool:
    if isinstance(row, sections.ShareOutcomeRow):
        return row.at is None
    return not isinstance(row, sections.CountOutcomeRow | sections.LossesOutcomeRow)


def _below(rows: Mapping[str, sections.DeclarationRow], name: str) -> set[str]:
    """An outcome and all that it is made of."""
    found: set[str] = set()
    left = [name]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            row = rows.get(one)
            left += row.of if isinstance(row, sections.CombinedOutcomeRow) else ()
    return found
