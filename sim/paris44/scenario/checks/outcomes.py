"""Checks of declared outcomes by themselves: each says what it asks, and what it is made of is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from paris44.scenario.checks.facts import Facts, Finding
from paris44.scenario.faults import quoted
from paris44.scenario.schema import sections

_STANDS_FOR = re.compile(r"\{[^{}]*\}")


def outcomes_say_what_they_ask(facts: Facts) -> Iterator[Finding]:
    """An event is counted from 1 or from the last, somewhere or of some kind; a share asks one thing."""
    for key, row in facts.rows["outcomes"].items():
        path = ("outcomes", key)
        if "@" in key or ":" in key:
            yield (
                path,
                f"the name {quoted(key)} holds @ or :",
                "these name rows of the arrivals; use - and letters",
            )
        if isinstance(row, sections.SeenRow) and not row.events and not _where(row):
            yield path, "says neither what happens nor where", "give events, places or place_kind"
        if isinstance(row, sections.EventOutcomeRow):
            if row.number == 0:
                yield (*path, "number"), "'0' is no place in a row", "1 is the first, -1 the last"
            if row.each_place and not _where(row):
                yield (*path, "each_place"), "names no places", "give places or place_kind"
        if isinstance(row, sections.ShareOutcomeRow):
            if not _where(row):
                yield path, "says not past which places", "give places or place_kind"
            if (row.percent is None) == (row.at is None):
                have = "neither percent nor at" if row.percent is None else "both percent and at"
                yield path, f"has {have}", "percent asks when, at asks how many by then"
        if isinstance(row, sections.CombinedOutcomeRow) and not row.of:
            yield (*path, "of"), "is made of nothing", "name the moments"


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
                        f"write {' and '.join(known)}"
                        if known
                        else "only each_place and losses have names of parts"
                    )
                    yield ("outcomes", key, name), f"{quoted(word)} stands for nothing", hint


def outcomes_are_made_of_moments(facts: Facts) -> Iterator[Finding]:
    """The latest and the earliest are of moments, and not of themselves; one outcome at most is the goal."""
    rows = facts.rows["outcomes"]
    for key, row in rows.items():
        for at, name in enumerate(row.of if isinstance(row, sections.CombinedOutcomeRow) else ()):
            path, part = ("outcomes", key, "of", at), rows.get(name)
            if part is not None and not _is_moment(part):
                yield (
                    path,
                    f"{quoted(name)} is no moment",
                    "name outcomes of type event, share, fall, latest or earliest",
                )
            elif key in _below(rows, name):
                yield path, f"{quoted(key)} is made of itself", "break the circle"
    goals = [key for key, row in rows.items() if row.goal]
    for key in goals:
        if not _is_moment(rows[key]):
            yield ("outcomes", key, "goal"), "is no moment", "plans bring moments early"
    for key in goals[1:]:
        yield (
            ("outcomes", key, "goal"),
            f"{quoted(goals[0])} is the goal already",
            "keep one",
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
