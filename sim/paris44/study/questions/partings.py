"""Where a difference dies: when the two worlds of a formation part, when they join, what absorbed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypedDict, TypeVar

from paris44.study.reading.run_rows import FinishedRun
from paris44.telling.words import told

Read = TypeVar("Read")
SAME = 0.5
"""s: two times that print as one second."""
Step = tuple[str, str, int]
"""Order, place, visit: a step of a formation's walk."""
Walks = Mapping[tuple[int, str], Mapping[Step, float]]
"""(replication, formation) -> step -> when its head comes there (seconds since the start)."""


@dataclass(frozen=True, slots=True)
class Parting:
    """A formation in a pair of replications.

    The hour and step at which its walk in one world first differs from that in the other, by how much at the
    most (seconds, other minus base), and the hour and step from which both are equal to the end; None where
    they never are again. ``absorbed``: the cause that gave way.
    """

    replication: int
    formation: str
    parts: tuple[float, Step]
    most: float
    joins: tuple[float, Step] | None
    absorbed: str


class PartingDocument(TypedDict):
    """What became of a formation's differences, over the ``kept`` pairs of replications with tracks.

    In how many of them its march parts, and in how many of these it joins again; the most frequent places
    (ids, and ``..._name`` what they are called), the median hours (local times), the median of the largest
    difference (minutes), the order under which it most often marches when it joins, and the cause that most
    often absorbed it: of whose hours there are fewer where it was late, more where it was early.
    """

    formation: str
    name: str
    kept: int
    parted: int
    joined: int
    parts_at: str
    parts_name: str
    parts: str
    most_min: float
    joins_at: str | None
    joins_name: str | None
    joins: str | None
    joins_under: str | None
    absorbed_by: str | None


def partings(base: FinishedRun, other: FinishedRun, among: Collection[int] | None = None) -> list[Parting]:
    """Every parting of a formation's lead in the replications of which both worlds keep tracks; ``among``:
    in these, of which they are known to."""
    kept = range(_kept(base, other)) if among is None else among
    if not kept:
        return []
    ours, theirs = (_asked(world, "walks", _walks, among) for world in (base, other))
    hours = [_asked(world, "hours-by-cause", _hours, among) for world in (base, other)]
    found = []
    for key in dict.fromkeys((*ours, *theirs)):
        a, b = ours.get(key, {}), theirs.get(key, {})
        if a != b and key[0] in kept:
            parting = _parting(key, a, b, *(known.get(key, {}) for known in hours))
            if parting is not None:
                found.append(parting)
    return found


def documents(base: FinishedRun, other: FinishedRun) -> list[PartingDocument]:
    """A row for each formation that parts in some pair, in the order of the scenario."""
    grouped: dict[str, list[Parting]] = {}
    for parting in partings(base, other):
        grouped.setdefault(parting.formation, []).append(parting)
    order = dict.fromkeys((*base.scenario.formations, *other.scenario.formations))
    return [_document(base, other, grouped[name]) for name in order if name in grouped]


def _kept(base: FinishedRun, other: FinishedRun) -> int:
    return min(base.recorded, other.recorded)


def _asked(
    world: FinishedRun, what: str, read: Callable[[FinishedRun, Collection[int]], Read],
    among: Collection[int] | None,
) -> Read:  # fmt: skip
    """What is read of a world's replications ``among``; of all with tracks (None) once for all its pairs."""
    if among is not None:
        return read(world, among)
    return world.once(what, lambda: read(world, range(world.recorded)))


def _walks(world: FinishedRun, kept: Collection[int]) -> Walks:
    found: dict[tuple[int, str], dict[Step, float]] = {}
    walk: dict[Step, float] = {}
    whose: tuple[int, str] | None = None
    for replication, formation, order, part, _, place, visit, head, _, _ in world.tracks():
        if part == 0 and replication in kept:
            if whose != (replication, formation):  # rows of one stand together
                whose = replication, formation
                walk = found.setdefault(whose, {})
            walk.setdefault((order, place, visit), head)
    return found


def _hours(world: FinishedRun, kept: Collection[int]) -> Mapping[tuple[int, str], Mapping[str, float]]:
    """(replication, formation) -> cause -> hours of its march units."""
    found: dict[tuple[int, str], dict[str, float]] = {}
    last = max(kept, default=-1)
    for replication, formation, cause, hours in world.causes():
        if replication > last:  # rows stand by replication
            break
        if replication in kept:
            found.setdefault((replication, formation), {})[cause] = hours
    return found


def _parting(
    key: tuple[int, str],
    a: Mapping[Step, float],
    b: Mapping[Step, float],
    ours: Mapping[str, float],
    theirs: Mapping[str, float],
) -> Parting | None:
    """The first and the last difference of two walks; None where they differ by less than prints."""
    steps = _earlier_first(a, b)
    gaps = [_gap(a.get(step), b.get(step)) for _, step in steps]
    apart = [k for k, gap in enumerate(gaps) if gap is None or abs(gap) >= SAME]
    if not apart:
        return None
    last = apart[-1]
    most = max((gap for gap in gaps if gap is not None), key=abs, default=0.0)
    after = steps[last + 1][1] if last + 1 < len(steps) else None
    joins = None if after is None else (a[after], after)
    return Parting(*key, steps[apart[0]], most, joins, _absorber(most, ours, theirs) if joins else "")


def _earlier_first(a: Mapping[Step, float], b: Mapping[Step, float]) -> list[tuple[float, Step]]:
    """The steps of both walks by the hour at which the first of them makes it."""
    first = dict(b)
    for step, hour in a.items():
        if step not in first or hour < first[step]:
            first[step] = hour
    return sorted(zip(first.values(), first, strict=True))


def _gap(one: float | None, two: float | None) -> float | None:
    """Other minus base (seconds); None where only one of them comes."""
    return None if one is None or two is None else two - one


def _absorber(most: float, ours: Mapping[str, float], theirs: Mapping[str, float]) -> str:
    """The cause of whose hours there are fewer where the other world was late, more where it was early."""
    way = -1.0 if most > 0 else 1.0
    gains = {c: way * (theirs.get(c, 0.0) - ours.get(c, 0.0)) for c in sorted({*ours, *theirs})}
    best = max(gains, key=lambda cause: gains[cause], default="")
    return best if best and gains[best] > 0 else ""


def _document(base: FinishedRun, other: FinishedRun, rows: Sequence[Parting]) -> PartingDocument:
    formation = rows[0].formation
    scenario = base.scenario if formation in base.scenario.formations else other.scenario
    known = scenario.formations[formation]
    joined = [row.joins for row in rows if row.joins is not None]
    parts_at, joins_at = _most(row.parts[1][1] for row in rows), _most(step[1] for _, step in joined)
    return {
        "formation": formation,
        "name": told(scenario, known.name),
        "kept": _kept(base, other),
        "parted": len(rows),
        "joined": len(joined),
        "parts_at": parts_at,
        "parts_name": _called(base, other, parts_at),
        "parts": base.clock.text(median(row.parts[0] for row in rows)),
        "most_min": median(row.most for row in rows) / 60.0,
        "joins_at": joins_at or None,
        "joins_name": _called(base, other, joins_at) if joins_at else None,
        "joins": base.clock.text(median(at for at, _ in joined)) if joined else None,
        "joins_under": _most(step[0] for _, step in joined) or None,
        "absorbed_by": _most(row.absorbed for row in rows if row.absorbed) or None,
    }


def _called(base: FinishedRun, other: FinishedRun, place: str) -> str:
    """What people call a place of either world."""
    scenario = base.scenario if place in base.scenario.places else other.scenario
    return told(scenario, scenario.places[place].name)


def _most(words: Iterable[str]) -> str:
    """The most frequent word, of equals the first in the alphabet."""
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], word), default="")
