"""What a counterfactual did, counted over the kept rows of two runs: what its sentences are made of."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from paris44.language.text import join, pmsg
from paris44.results.columns import Series
from paris44.scenario.model import PhaseLine, Road
from paris44.study.questions.partings import PartingDocument, documents
from paris44.study.reading.run_rows import Chains, FinishedRun
from paris44.study.statistics.estimates import LEVEL, median_interval, quantile, sign_test
from paris44.telling.answers import AnswerFacts, LineFact, OutcomeFact, RoadFact, WrittenFact
from paris44.telling.outcomes import anywhere, asked_alike, label, main_outcomes, unfolds
from paris44.telling.words import speaker, told

Pair = tuple[Series, Series]
"""An outcome of the base and of the other."""


class AskedOutcome(NamedTuple):
    """One outcome, or several that are one question (``of``: the places that a declaration unfolds into;
    ``first``: for each world and each of them, in which replications it is the first)."""

    name: str
    pair: Pair
    of: tuple[str, ...] = ()
    first: tuple[Sequence[Sequence[bool]], Sequence[Sequence[bool]]] = ((), ())


def pairs(base: FinishedRun, other: FinishedRun) -> Iterator[tuple[str, Pair]]:
    """Every outcome that both ask for, in the order of the base."""
    for name in dict.fromkeys((*base.outcomes(), *other.outcomes())):
        if asked_alike(base.scenario, other.scenario, name):
            yield name, pair_of(base, other, name)


def pair_of(base: FinishedRun, other: FinishedRun, name: str) -> Pair:
    """An outcome that one of both has; where the other has none (a gate that nobody there goes near) it
    never came."""
    ours, theirs = base.outcomes(), other.outcomes()
    known = ours.get(name) or theirs[name]
    never = Series(name, known.unit, [math.inf] * base.n, {})
    return ours.get(name, never), theirs.get(name, never)


def questions(base: FinishedRun, other: FinishedRun) -> list[AskedOutcome]:
    """The outcomes but the hours by cause; those that unfold by place as one question, the first of them."""
    found: dict[str, list[Pair]] = {}
    for name, pair in pairs(base, other):
        if not name.startswith("hours."):
            apart = not (unfolds(base.scenario, name) or unfolds(other.scenario, name))
            found.setdefault(name if apart else name.partition(".")[0], []).append(pair)
    return [_question(name, group) for name, group in found.items()]


def _question(name: str, group: Sequence[Pair]) -> AskedOutcome:
    first = group[0][0]
    if len(group) == 1 and first.name == name:
        return AskedOutcome(name, group[0])
    of = tuple(pair[0].name for pair in group)
    worlds = [list(zip(*(pair[k].values for pair in group), strict=True)) for k in (0, 1)]
    ours, theirs = (Series(name, first.unit, [min(values) for values in world], {}) for world in worlds)
    firsts = [[values.index(min(values)) for values in world] for world in worlds]
    a, b = ([[at == k for at in world] for k in range(len(of))] for world in firsts)
    return AskedOutcome(name, (ours, theirs), of, (a, b))


def first_chain(question: AskedOutcome, world: int, chains: Chains) -> Mapping[str, Sequence[float]]:
    """Cause -> seconds of the critical chain in each replication, of several that of the first to come;
    ``world`` is 0 for the base."""
    if not question.of:
        return chains.get(question.name, {})
    found: dict[str, list[float]] = {}
    for name, is_first in zip(question.of, question.first[world], strict=True):
        for cause, seconds in chains.get(name, {}).items():
            own = found.setdefault(cause, [0.0] * len(seconds))
            for k, (counts, value) in enumerate(zip(is_first, seconds, strict=True)):
                own[k] += value if counts else 0.0
    return found


def named(base: FinishedRun, other: FinishedRun, question: AskedOutcome) -> str:
    """What people call the question: its label, for any place where it unfolds by place."""
    known = base.scenario if question.name in base.outcomes() else other.scenario
    if not question.of:
        return label(known, question.name)
    scenario = base.scenario if question.name in base.scenario.outcomes else other.scenario
    return anywhere(scenario, question.name, pmsg("outcome", "any place"))


def facts(
    base: FinishedRun,
    other: FinishedRun,
    by: float | None = None,
    partings: Sequence[PartingDocument] | None = None,
) -> AnswerFacts:
    """Everything that the sentences say, counted; ``by`` in seconds since the start; ``partings`` where they
    are at hand."""
    asked = questions(base, other)
    return AnswerFacts(
        base.name,
        other.name,
        base.n,
        tuple(_outcome(base, other, question, by) for question in asked),
        arrivals_apart(base, other),
        parted(documents(base, other) if partings is None else partings),
        tuple(_lines(base, other)),
        tuple(_roads(base, other)),
        tuple(_written(base, other, asked)),
        by,
    )


# --- outcomes ----------------------------------------------------------------------------------------


def _outcome(base: FinishedRun, other: FinishedRun, question: AskedOutcome, by: float | None) -> OutcomeFact:
    a, b = (series.values for series in question.pair)
    is_time = question.pair[0].is_time
    less, more = ways(a, b)
    difference = differences(a, b)
    low, high, coverage = median_interval(difference)
    return OutcomeFact(
        label=named(base, other, question),
        is_time=is_time,
        main=_is_main(base, other, question),
        n=base.n,
        medians=(quantile(a, 0.5), quantile(b, 0.5)),
        less=less,
        more=more,
        surely=surely(less, more),
        middle=median(difference) if difference else None,
        ends=(low, high) if coverage >= LEVEL else None,
        never=(sum(map(math.isinf, a)), sum(map(math.isinf, b))),
        by=None if by is None or not is_time else (come_by(a, by), come_by(b, by)),
        is_men=question.pair[0].unit == "men",
    )


def differences(a: Sequence[float], b: Sequence[float]) -> list[float]:
    """``b`` less ``a`` in the pairs in which both came, in their unit."""
    both = zip(a, b, strict=True)
    return [theirs - ours for ours, theirs in both if math.isfinite(ours) and math.isfinite(theirs)]


def come_by(values: Sequence[float], by: float) -> int:
    """In how many replications it had come by then (both in seconds since the start)."""
    return sum(value <= by for value in values)


def ways(a: Sequence[float], b: Sequence[float]) -> tuple[int, int]:
    """In how many pairs ``b`` is less than ``a`` (earlier), and in how many more: *never* is the latest."""
    pairs = list(zip(a, b, strict=True))
    return sum(theirs < ours for ours, theirs in pairs), sum(theirs > ours for ours, theirs in pairs)


def surely(less: int, more: int) -> bool:
    """Whether the pairs that differ agree on the way more than luck would have it (sign test, 5 %)."""
    return sign_test(less, more) <= 1.0 - LEVEL


def _is_main(base: FinishedRun, other: FinishedRun, question: AskedOutcome) -> bool:
    """Whether either world shows it where there is little room; one that unfolds is always one of these."""
    worlds = (base.scenario, other.scenario)
    return bool(question.of) or any(main_outcomes(world, (question.name,)) for world in worlds)


def arrivals_apart(base: FinishedRun, other: FinishedRun) -> tuple[int, int]:
    """How many arrivals (formation, place, event, visit) differ in some pair, and how many there are."""
    ours, theirs = base.arrival_hours(), other.arrival_hours()
    keys = dict.fromkeys((*ours, *theirs))
    return sum(ours.get(key) != theirs.get(key) for key in keys), len(keys)


def parted(rows: Sequence[PartingDocument]) -> tuple[int, int, int]:
    """How many formations part in some pair of which tracks are kept, how many of these join again whenever
    they part, and how many never do."""
    whole = sum(row["joined"] == row["parted"] for row in rows)
    return len(rows), whole, sum(not row["joined"] for row in rows)


# --- lines and roads ---------------------------------------------------------------------------------


def _lines(base: FinishedRun, other: FinishedRun) -> Iterator[LineFact]:
    """The phase lines that the change touches, in each world that has them."""
    ours, theirs = base.scenario.orders, other.scenario.orders
    for name in dict.fromkeys((*ours, *theirs)):
        if ours.get(name) != theirs.get(name):
            for world, orders in ((base, ours), (other, theirs)):
                line = orders.get(name)
                if isinstance(line, PhaseLine):
                    yield _line(world, line)


def _line(world: FinishedRun, line: PhaseLine) -> LineFact:
    waits: dict[str, list[float]] = {}
    slack: dict[int, float] = {}
    early: set[int] = set()
    who: dict[str, str] = {}
    for row in world.crossings():
        if row.line != line.id:
            continue
        if row.verdict == "wait":
            who.setdefault(row.march, row.formation)
            waits.setdefault(row.march, []).append(row.seconds)
        elif row.verdict == "slack":
            slack[row.replication] = min(slack.get(row.replication, math.inf), row.seconds)
        else:
            early.add(row.replication)
    ranked = sorted(waits, key=lambda march: (-len(waits[march]), march))
    held = tuple((who[march], len(waits[march]), median(waits[march])) for march in ranked)
    spare = (median(slack.values()), min(slack.values())) if slack else None
    return LineFact(world.name, told(world.scenario, line.title or line.id), world.n, held, spare, len(early))


def _roads(base: FinishedRun, other: FinishedRun) -> Iterator[RoadFact]:
    """Roads and bridges that the change closes, opens or moves, and who used them in the base."""
    names = speaker(base.scenario).name
    a, b = base.scenario, other.scenario
    ways = [
        (join(" - ", (names(road.a), names(road.b))), (road.a, road.b)) for road in _touched(a.roads, b.roads)
    ]
    spans = [(names(key), (key,)) for key, bridge in a.bridges.items() if b.bridges.get(key) != bridge]
    touched = [*ways, *spans]
    kept = base.recorded
    if touched and kept:
        walks = _walks(base)
        for name, places in touched:
            users = [(k, who) for (k, who), walk in walks.items() if _goes(walk, places)]
            formations = tuple(dict.fromkeys(who for _, who in users))
            yield RoadFact(base.name, name, formations, len({k for k, _ in users}), kept)


def _touched(ours: Mapping[str, Road], theirs: Mapping[str, Road]) -> list[Road]:
    return [road for key, road in ours.items() if theirs.get(key) != road]


def _walks(world: FinishedRun) -> dict[tuple[int, str], list[str]]:
    """(replication, formation) -> the places that it came to, in the order of its tracks."""
    found: dict[tuple[int, str], list[str]] = {}
    for row in world.tracks():
        found.setdefault((row.replication, row.formation), []).append(row.place)
    return found


def _goes(walk: Sequence[str], places: Collection[str]) -> bool:
    """Whether a walk comes to the place, or goes from one of the two to the other."""
    if len(places) == 1:
        return next(iter(places)) in walk
    return any({a, b} == set(places) for a, b in pairwise(walk))


# --- what the change itself writes in ------------------------------------------------------------------


def _written(base: FinishedRun, other: FinishedRun, asked: Sequence[AskedOutcome]) -> Iterator[WrittenFact]:
    """Orders that only one world has, and the outcome that each most often brings about there."""
    ours, theirs = base.scenario.orders, other.scenario.orders
    removed = [name for name in ours if name not in theirs]
    added = [name for name in theirs if name not in ours]
    moments = [q for q in asked if q.pair[0].is_time and any(ways(*(s.values for s in q.pair)))]
    for k, world, names in ((0, base, removed), (1, other, added)):
        kept = world.recorded
        if not (names and moments and kept):
            continue
        acts = _acts(world, names)
        for name in names:
            times = [_at_once(acts[name], q.pair[k].values[:kept]) for q in moments]
            best = max(times, default=0)
            if best:
                what = named(base, other, moments[times.index(best)])
                title = told(world.scenario, world.scenario.orders[name].title or name)
                yield WrittenFact(world.name, k == 0, title, what, best, kept)


def _acts(world: FinishedRun, orders: Collection[str]) -> dict[str, set[tuple[int, int]]]:
    """Order -> (replication, whole second) of whatever happens under it."""
    found: dict[str, set[tuple[int, int]]] = {name: set() for name in orders}
    for event in world.events():
        if event.order in found:
            found[event.order].add((event.replication, round(event.time)))
    for track in world.tracks():
        if track.order in found:
            found[track.order].add((track.replication, round(track.head)))
    return found


def _at_once(acts: Collection[tuple[int, int]], values: Sequence[float]) -> int:
    """In how many replications something happens at the second of the outcome."""
    return sum(math.isfinite(t) and (k, round(t)) in acts for k, t in enumerate(values))
