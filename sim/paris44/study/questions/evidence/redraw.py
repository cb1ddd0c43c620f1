"""What figures carry with all others: their dice thrown anew, all other dice kept.

A first-order share says what one figure carries alone. Thrown anew while everything else stays, it moves the
outcome by what it carries alone and together with any others (its total); of two, what both move beyond
the sum of each is what they carry only together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypedDict

import numpy as np

from paris44.language.text import msg, quoted
from paris44.results.batch import Floats
from paris44.results.columns import ArrivalKey
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.faults import nearest
from paris44.study.questions.evidence.figures import Figure
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort, Progress
from paris44.study.running.sampling import shelf, throw_anew
from paris44.study.statistics.shares import BEND, Estimate, ranked, shared, surely_more, total


class AloneDocument(TypedDict):
    """What the figures of a set carry one by one, summed: a share of the spread with its 95 % interval."""

    share: float
    ci95: list[float]


class TotalDocument(TypedDict):
    """What a set of figures carries alone and with any others, as a share of the spread with its 95 %
    interval; ``dice``: how many were thrown anew. ``alone``: None where its dice cannot be told apart;
    ``surely_more``: the total exceeds it by more than the two intervals together."""

    name: str
    figures: int
    dice: int
    total: float
    ci95: list[float]
    alone: AloneDocument | None
    surely_more: bool


class SharedDocument(TypedDict):
    """What two sets of figures carry only together, with its 95 % interval; ``surely``: more than ranks
    alone would make of two that only add up."""

    names: list[str]
    shared: float
    ci95: list[float]
    surely: bool


class RedrawnDocument(TypedDict):
    """What throwing anew has shown: of each set, and of each pair of sets."""

    totals: list[TotalDocument]
    pairs: list[SharedDocument]


@dataclass(frozen=True)
class Redraw:
    """What is to be thrown anew: the names of sets of figures, and how to simulate."""

    names: tuple[str, ...]
    effort: Effort


def sets_of(
    asked: Sequence[str], figures: Sequence[Figure], grades: Mapping[str, str]
) -> dict[str, list[Figure]]:
    """The figures of each name that was asked for: a figure, a law (a parameter by its bare name), or all of
    a grade; ``grades``: figure -> grade of its law.

    Raises:
        StudyError: a name is none of these (exit code 2).
    """
    found: dict[str, list[Figure]] = {}
    for name in asked:
        own = [f for f in figures if name in (f.id, f.behind.law, _bare(f), grades[f.id])]
        if not own:
            hint = nearest(name, [known for f in figures for known in (f.id, _bare(f))])
            what = msg("--redraw: no figure is called {name}", name=quoted(name))
            raise StudyError(2, msg("{what} ({hint})", what=what, hint=hint) if hint else what)
        found[name] = own
    return found


def _bare(figure: Figure) -> str:
    return figure.behind.law.removeprefix("parameters.")


def cost(names: Sequence[str], n: int) -> int:
    """How many replications it takes to throw each set anew, and each pair of sets."""
    return n * (len(names) + len(list(combinations(names, 2))))


def redrawn(
    result: ResultFolder, sets: Mapping[str, Sequence[Figure]], outcome: str, base: Floats,
    alone: Mapping[str, Estimate], effort: Effort,
) -> RedrawnDocument:  # fmt: skip
    """Throw each set anew, and each pair of sets, and tell what they carry; ``base``: the outcome as it was;
    ``alone``: what the figures of a set carry one by one.

    Raises:
        StudyError: see :func:`paris44.study.running.sampling.throw_anew`.
    """
    asked = [*((name,) for name in sets), *combinations(sets, 2)]
    arrival = _arrival(outcome)
    wanted = [] if arrival is None else [arrival]
    values: dict[tuple[str, ...], Floats] = {}
    with shelf(effort.out, "evidence") as kept:
        for at, names in enumerate(asked):
            anew = frozenset(key for name in names for figure in sets[name] for key in figure.dice)
            progress = _of_all(effort.progress, at, len(asked))
            own = replace(effort, seed=result.seed, progress=progress)
            samples = throw_anew(lay_out(result.loaded), result.n, anew, own, kept, wanted)
            ends = [s.times[arrival][0] if arrival else s.outcomes.get(outcome, np.inf) for s in samples]
            values[names] = np.asarray(ends)
    ranks = dict(zip([(), *values], ranked(base, *values.values()), strict=True))  # (): as it was
    plain, seed = ranks[()], result.seed
    pairs = combinations(sets, 2)
    return {
        "totals": [_total(n, sets[n], total(plain, ranks[n,], seed), alone.get(n)) for n in sets],
        "pairs": [_pair((a, b), shared(plain, ranks[a,], ranks[b,], ranks[a, b], seed)) for a, b in pairs],
    }


def _of_all(progress: Progress | None, at: int, rounds: int) -> Progress | None:
    """The progress of the ``at``-th of some rounds as that of all of them."""
    if progress is None:
        return None

    def tick(done: int, total: int, /) -> None:
        progress(at * total + done, rounds * total)

    return tick


def _total(name: str, own: Sequence[Figure], told: Estimate, alone: Estimate | None) -> TotalDocument:
    return {
        "name": name,
        "figures": len(own),
        "dice": sum(len(figure.dice) for figure in own),
        "total": told[0],
        "ci95": [*told[1:]],
        "alone": None if alone is None else {"share": alone[0], "ci95": [*alone[1:]]},
        "surely_more": alone is not None and surely_more(told, alone),
    }


def _pair(names: Sequence[str], told: Estimate) -> SharedDocument:
    return {"names": [*names], "shared": told[0], "ci95": [*told[1:]], "surely": told[1] > BEND}


def _arrival(outcome: str) -> ArrivalKey | None:
    """The row of the arrivals that an outcome names, None where it names none."""
    formation, at, rest = outcome.partition("@")
    place, colon, event = rest.partition(":")
    return (formation, place, event, 1) if at and colon else None
