"""Counterfactuals against outcomes: the answers of a comparison as one matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from paris44.results.errors import no_such_outcome
from paris44.study.questions.answer import surely
from paris44.study.questions.compare import ComparisonDocument, DifferenceDocument
from paris44.study.statistics.chance import folded, printed

Number = float | None


class CellDocument(TypedDict):
    """An outcome in a world: its ``median`` there (a local time or a number; None: never), the median of the
    paired ``difference`` from the base with its 95 % interval (minutes for moments, else the unit), in how
    many pairs it came ``earlier`` (was less) and ``later``, whether these agree ``surely``, and with a ``by``
    the share of the replications in which it had come by then. The base has its median and that share."""

    median: str | float | None
    difference: Number
    low: Number
    high: Number
    earlier: int | None
    later: int | None
    surely: bool | None
    by: Number


class MatrixRow(TypedDict):
    """A world: its name, title, and a cell for each outcome."""

    scenario: str
    title: str
    cells: dict[str, CellDocument]


class MatrixDocument(TypedDict):
    """The matrix: outcome -> label and -> unit, in the order of the columns; the base is the first row."""

    base: str
    n: int
    seed: int
    by: str | None
    credit: str
    labels: dict[str, str]
    units: dict[str, str]
    rows: list[MatrixRow]


def matrix(document: ComparisonDocument, outcomes: Sequence[str] = ()) -> MatrixDocument:
    """A comparison as a matrix of ``outcomes``; of none: of all that move in some world but the losses.

    Raises:
        StudyError: there is no such outcome (exit code 2).
    """
    every = [{**other["outcomes"], **other["groups"]} for other in document["others"]]
    known = {name: row for rows in reversed(every) for name, row in rows.items()}
    for name in outcomes:
        if name not in known:
            raise no_such_outcome(document["base"], name, known)
    names = list(outcomes) or _most_asked(document)
    base: MatrixRow = {"scenario": document["base"], "title": "", "cells": _cells(known, names, 0)}
    others: list[MatrixRow] = [
        {"scenario": other["scenario"], "title": other["title"], "cells": _cells({**known, **rows}, names, 1)}
        for other, rows in zip(document["others"], every, strict=True)
    ]
    return {
        "base": document["base"],
        "n": document["n"],
        "seed": document["seed"],
        "by": document["by"],
        "credit": document["credit"],
        "labels": {name: known[name]["label"] for name in names},
        "units": {name: "time" if known[name]["unit"] == "min" else known[name]["unit"] for name in names},
        "rows": [base, *others],
    }


def _most_asked(document: ComparisonDocument) -> list[str]:
    """The outcomes but the losses that differ in some pair, those that are one question as one; where none
    differs all of them."""
    every = [printed(folded(other["outcomes"], other["groups"])) for other in document["others"]]
    rows = [(name, row) for world in every for name, row in world.items() if not name.startswith("losses.")]
    moved = [name for name, row in rows if row["earlier"] + row["later"]]
    return list(dict.fromkeys(moved or (name for name, _ in rows)))


def _cells(rows: dict[str, DifferenceDocument], names: Sequence[str], world: int) -> dict[str, CellDocument]:
    return {name: _cell(rows[name], world) for name in names}


def _cell(row: DifferenceDocument, world: int) -> CellDocument:
    by, apart = row["by"], bool(world)
    low, high = row["ci95"]
    return {
        "median": row["medians"][world],
        "difference": row["difference_median"] if apart else None,
        "low": low if apart else None,
        "high": high if apart else None,
        "earlier": row["earlier"] if apart else None,
        "later": row["later"] if apart else None,
        "surely": surely(row["earlier"], row["later"]) if apart else None,
        "by": None if by is None else by[world],
    }
