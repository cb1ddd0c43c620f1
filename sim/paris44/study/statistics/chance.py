"""How many of the differences that a comparison prints look sure by luck alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from paris44.language.text import msg, nmsg

Row = TypeVar("Row", bound=Mapping[str, object])
"""The paired difference of an outcome, as a comparison has it."""


def printed(rows: Mapping[str, Row]) -> dict[str, Row]:
    """The outcomes that a comparison prints: all but the hours by cause, which stand in the JSON only."""
    return {name: row for name, row in rows.items() if not name.startswith("hours.")}


def folded(rows: Mapping[str, Row], groups: Mapping[str, Row]) -> dict[str, Row]:
    """The outcomes with those that are one question in one row: where the first ``of`` them stands."""
    of = {part: name for name, group in groups.items() for part in cast("Iterable[str]", group["of"])}
    found: dict[str, Row] = {}
    for name, row in rows.items():
        whole = of.get(name, name)
        found.setdefault(whole, groups.get(whole, row))
    return found


def compared(rows: Mapping[str, Row]) -> dict[str, Row]:
    """Of those the ones that luck can decide: there are pairs, and not all of them are equal."""
    return {n: r for n, r in printed(rows).items() if r["n_pairs"] and r.get("share_equal") != 1}


def caution(others: Iterable[Mapping[str, Row]]) -> tuple[int, str]:
    """How many intervals are printed, and how many of them to expect off zero where nothing differs; no
    words of none."""
    made = sum(len(compared(rows)) for rows in others)
    if not made:
        return 0, ""
    intervals = nmsg("{n} interval", "{n} intervals", made)
    return made, msg(
        "{intervals} of 95 %: about {made:.2g} would exclude zero by luck alone",
        intervals=intervals,
        made=made * 0.05,
    )
