"""Counterfactuals in honest pairs: what differs, by how much, how surely, and why.

Replication k of both scenarios throws the same dice, so each pair differs by the change alone. The
causes of a moment's difference are the differences of the critical chains, which add up to it in
every pair.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from paris44.language.text import msg, quoted
from paris44.results.columns import TIME_UNIT, Series, TrackRow
from paris44.results.errors import PairError, StudyError
from paris44.scenario.model import Scenario
from paris44.study.questions.answer import (
    AskedOutcome,
    come_by,
    differences,
    facts,
    first_chain,
    named,
    pair_of,
    pairs,
    questions,
    ways,
)
from paris44.study.questions.partings import PartingDocument, documents
from paris44.study.reading.run_rows import Chains, FinishedRun
from paris44.study.statistics.chance import caution, folded
from paris44.study.statistics.estimates import mean_of, pair_difference, quantile
from paris44.telling.answers import sentences, titled
from paris44.telling.words import speaker, told

MINUTE = 60.0


class DifferenceDocument(TypedDict):
    """The paired difference of an outcome, other minus base: minutes for moments, else its ``unit``.

    Intervals are of 95 %, (None, None) without pairs; ``share_never`` of the base and of the other.
    ``causes`` are the mean minutes of a moment by cause.

    Of a comparison also: its ``label``; ``medians`` of both worlds; in how many of all pairs it was
    ``earlier`` (less) and ``later`` (more), where *never* is later than everything; ``by``: the share of the
    replications of each world in which it had come by the hour that was asked for; ``of``: the outcomes
    whose first it is.
    """

    unit: str
    difference_median: float | None
    difference_mean: float | None
    ci95: Sequence[float | None]
    ci95_coverage: float
    ci95_mean: Sequence[float | None]
    share_earlier: float | None
    share_equal: float | None
    n_pairs: int
    only_base: int
    only_other: int
    neither: int
    share_never: Sequence[float]
    variance_ratio: float | None
    causes: NotRequired[dict[str, float]]
    label: NotRequired[str]
    medians: NotRequired[Sequence[str | float | None]]
    earlier: NotRequired[int]
    later: NotRequired[int]
    by: NotRequired[Sequence[float] | None]
    of: NotRequired[Sequence[str]]


class DivergenceDocument(TypedDict):
    """Whether two worlds are one until the hour ``at``; ``equal`` is None where nobody could look."""

    at: str
    parent: str | None
    replications: int
    equal: bool | None
    first_difference: str | None


class StandingDocument(TypedDict):
    """What a counterfactual may claim."""

    exploratory: bool
    passport_complete: bool
    divergence: DivergenceDocument | None


class OtherDocument(StandingDocument):
    """A scenario beside the base: the answer in sentences, what it changes (``diff``), the difference of
    each outcome, and of the ``groups`` of those that are one question (the first of several places), and
    where the differences of the marches die (``partings``)."""

    scenario: str
    title: str
    result_dir: str
    answer: list[str]
    diff: list[str]
    identical: bool
    outcomes: dict[str, DifferenceDocument]
    groups: dict[str, DifferenceDocument]
    partings: list[PartingDocument]


class ComparisonDocument(TypedDict):
    """The answer of ``paris44 compare``: ``comparisons`` intervals are printed, and luck alone is told;
    ``by`` is the hour that was asked for."""

    base: str
    base_result_dir: str
    n: int
    seed: int
    by: str | None
    credit: str
    comparisons: int
    caution: str
    others: list[OtherDocument]


def compare(
    base: FinishedRun,
    others: Sequence[FinishedRun],
    words: Callable[[FinishedRun, FinishedRun], Sequence[str]] | None = None,
    by: float | None = None,
    *,
    titles: bool = False,
) -> ComparisonDocument:
    """The comparison as the JSON document of ``paris44 compare``.

    ``words(base, other)`` says what changes between two scenarios; ``by`` is an hour (seconds since the
    start) for chances of having come. With ``titles`` the sentences call the worlds by their titles.

    Raises:
        StudyError: the runs are no pairs (different dice or numbers of replications; exit code 2).
    """
    for other in others:
        check_pair(base, other)
    base = base.held()
    answers = [_one(base, other.held(), words or changes, by, titles) for other in others]
    made, words_of_caution = caution(folded(one["outcomes"], one["groups"]) for one in answers)
    return {
        "base": base.name,
        "base_result_dir": str(base.path),
        "n": base.n,
        "seed": base.seed,
        "by": None if by is None else base.clock.text(by),
        "credit": told(base.scenario, base.scenario.theatre.credit),
        "comparisons": made,
        "caution": words_of_caution,
        "others": answers,
    }


def check_pair(base: FinishedRun, other: FinishedRun) -> None:
    """That every replication of ``other`` is the pair of one of ``base``.

    Raises:
        PairError: another number of replications, other dice or another start (exit code 2).
    """
    if base.n != other.n:
        words = msg(
            "{path}: {n} replications are no pairs with {base}; run the same -n",
            path=other.path,
            n=other.n,
            base=base.n,
        )
        raise PairError("number", words)
    if base.manifest["chance"] != other.manifest["chance"] or base.seed != other.seed:
        raise PairError(
            "dice",
            msg(
                "{path}: not the dice of {base} (seed {seed}); no pairs",
                path=other.path,
                base=base.path,
                seed=base.seed,
            ),
        )
    if base.manifest["start"] != other.manifest["start"]:
        raise PairError(
            "start",
            msg("{path}: starts at another hour than {base}; no pairs", path=other.path, base=base.path),
        )


def is_pair(base: FinishedRun, other: FinishedRun) -> bool:
    """Whether every replication of ``other`` is the pair of one of ``base``."""
    try:
        check_pair(base, other)
    except PairError:
        return False
    return True


def hour_of(option: str, text: str, scenario: Scenario) -> float:
    """An hour that somebody asks for, in seconds since the scenario's start, in whose clock it is read where
    it has no offset.

    Raises:
        StudyError: the text is no time, or one outside the simulated time (exit code 2).
    """
    start = datetime.fromisoformat(scenario.start_iso)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        example = start.replace(tzinfo=None).isoformat(timespec="minutes")
        raise StudyError(
            2,
            msg(
                "{option}: {text} is not a time; write it as {example}",
                option=option,
                text=quoted(text),
                example=example,
            ),
        ) from None
    hour = ((moment if moment.tzinfo else moment.replace(tzinfo=start.tzinfo)) - start).total_seconds()
    if not 0.0 <= hour <= scenario.duration:
        say = speaker(scenario)
        ends = {"start": say.iso(0.0)[:16], "end": say.iso(scenario.duration)[:16]}
        words = msg("{text} lies outside the simulated time, {start} to {end}", text=quoted(text), **ends)
        raise StudyError(2, msg("{option}: {told}", option=option, told=words))
    return hour


def changes(base: FinishedRun, other: FinishedRun) -> Sequence[str]:
    """What changes from the base to the other, in words."""
    from paris44.telling import overview

    return [change.words for change in overview.difference(base.loaded, other.loaded)]


def _one(
    base: FinishedRun,
    other: FinishedRun,
    words: Callable[[FinishedRun, FinishedRun], Sequence[str]],
    by: float | None,
    titles: bool,
) -> OtherDocument:
    chains = base.chains(), other.chains()
    found: dict[str, DifferenceDocument] = {}
    identical = True
    for name, (a, b) in pairs(base, other):
        identical = identical and list(a.values) == list(b.values)
        found[name] = _told_of(base, other, AskedOutcome(name, (a, b)), by, chains)
    groups = {q.name: _told_of(base, other, q, by, chains) for q in questions(base, other) if q.of}
    apart = documents(base, other)
    counted = facts(base, other, by, apart)
    if titles:
        counted = titled(counted, *(told(world.scenario, world.scenario.title) for world in (base, other)))
    return {
        "scenario": other.name,
        "title": other.manifest["title"],
        "result_dir": str(other.path),
        "answer": sentences(counted, speaker(base.scenario)),
        **standing(base, other),
        "diff": list(words(base, other)),
        "identical": identical,
        "outcomes": found,
        "groups": groups,
        "partings": apart,
    }


def _told_of(
    base: FinishedRun,
    other: FinishedRun,
    question: AskedOutcome,
    by: float | None,
    chains: tuple[Chains, Chains],
) -> DifferenceDocument:
    """The paired difference with what a reader wants beside it: the hours of both worlds and the counts."""
    a, b = question.pair
    found = difference(a, b)
    middles = [quantile(series.values, 0.5) for series in (a, b)]
    found["label"] = named(base, other, question)
    found["medians"] = [base.clock.text(m) or None if a.is_time else m for m in middles]
    found["earlier"], found["later"] = ways(a.values, b.values)
    if by is None or not a.is_time:
        found["by"] = None
    else:
        found["by"] = [come_by(series.values, by) / len(series.values) for series in (a, b)]
    if question.of:
        found["of"] = list(question.of)
    if a.is_time:
        ours, theirs = (first_chain(question, world, chains[world]) for world in (0, 1))
        found["causes"] = cause_differences(a, b, ours, theirs)
    return found


def difference(base: Series, other: Series) -> DifferenceDocument:
    """The paired difference, other minus base: minutes for moments."""
    scale = MINUTE if base.is_time else 1.0
    pair = pair_difference(*([value / scale for value in one.values] for one in (base, other)))
    return {
        "unit": "min" if base.is_time else base.unit,
        "difference_median": pair.median,
        "difference_mean": pair.mean,
        "ci95": list(pair.ci95) if pair.ci95 else [None, None],
        "ci95_coverage": pair.ci95_coverage,
        "ci95_mean": list(pair.ci95_mean) if pair.ci95_mean else [None, None],
        "share_earlier": pair.share_earlier,
        "share_equal": pair.share_equal,
        "n_pairs": pair.n_pairs,
        "only_base": pair.only_base,
        "only_other": pair.only_other,
        "neither": pair.neither,
        "share_never": [base.share_never, other.share_never],
        "variance_ratio": pair.variance_ratio,
    }


def cause_differences(
    base: Series,
    other: Series,
    base_chain: Mapping[str, Sequence[float]],
    other_chain: Mapping[str, Sequence[float]],
) -> dict[str, float]:
    """Mean minutes by cause over the pairs in which both came; they add up to the mean difference."""
    pairs = enumerate(zip(base.values, other.values, strict=True))
    both = [k for k, pair in pairs if all(map(math.isfinite, pair))]
    if not both:
        return {}
    zero = [0.0] * len(base.values)
    chains = ((c, base_chain.get(c, zero), other_chain.get(c, zero)) for c in (*base_chain, *other_chain))
    shares = {cause: mean_of([b[k] - a[k] for k in both]) / MINUTE for cause, a, b in chains}
    return {cause: minutes for cause, minutes in shares.items() if minutes}


def pair_values(base: FinishedRun, other: FinishedRun, outcome: str) -> tuple[list[float], str]:
    """Other minus base of every pair in which both came (minutes for moments), and the unit.

    Raises:
        StudyError: neither has such an outcome (exit code 2).
    """
    ours, theirs = base.outcomes(), other.outcomes()
    if outcome not in ours and outcome not in theirs:
        raise StudyError(
            2,
            msg("--outcome: no {outcome} (there are {ours})", outcome=quoted(outcome), ours=", ".join(ours)),
        )
    a, b = pair_of(base, other, outcome)
    scale, unit = (MINUTE, "min") if a.unit == TIME_UNIT else (1.0, a.unit)
    return [difference / scale for difference in differences(a.values, b.values)], unit


# --- one world until they part -----------------------------------------------------------------


def standing(base: FinishedRun, other: FinishedRun) -> StandingDocument:
    """What the counterfactual may claim: it is exploratory if its passport is incomplete, or false.

    False is a passport whose world differs from the base's before the hour that it names.
    """
    whole = not other.manifest["exploratory"]
    parted = divergence(base, other)
    false = parted is not None and parted["equal"] is False
    return {"exploratory": not whole or false, "passport_complete": whole, "divergence": parted}


def divergence(base: FinishedRun, other: FinishedRun) -> DivergenceDocument | None:
    """Whether both worlds are one before ``diverges_at`` (the earlier one, where the base has a passport
    too); None without a passport.

    Compares events, heads at every node, and the tails that were settled, of the replications that kept
    them; ``equal`` is None where none did, and where the base is not what the passport speaks of: the
    ``parent``.
    """
    if other.scenario.passport is None:
        return None
    at = min(r.scenario.passport.diverges_at for r in (base, other) if r.scenario.passport is not None)
    parent = other.manifest["parent"]
    if parent not in (base.name, base.manifest["parent"]):
        clock = other.clock.text(at)
        return {"at": clock, "parent": parent, "replications": 0, "equal": None, "first_difference": None}
    begun = [[track for track in world.tracks() if track.head < at] for world in (base, other)]
    settled = _settled(begun, at)
    ours, theirs = (_past(*of, at, settled) for of in zip((base, other), begun, strict=True))
    replications = min(base.recorded, other.recorded)
    first = _first_difference(ours, theirs, replications)
    return {
        "at": other.clock.text(at),
        "parent": parent,
        "replications": replications,
        "equal": first is None if replications else None,
        "first_difference": None if first is None else _told(other, first),
    }


def _told(result: FinishedRun, happening: Happening) -> str:
    """A happening in words: the hour, what, who and where."""
    return " ".join(filter(None, (result.clock.text(happening[1]), *happening[2:])))


Happening = tuple[Any, ...]


def _settled(begun: Iterable[Sequence[TrackRow]], at: float) -> dict[int, float]:
    """Replication -> the hour before which every tail is of the past, where that is earlier than ``at``; of
    each world the tracks ``begun`` before ``at``.

    The vehicles of a unit follow evenly from its head to its tail. So a tail that waits for one of them knows
    of the whole of their crossing, also of what becomes of it after ``at``.
    """
    found: dict[int, float] = {}
    for tracks in begun:
        for t in tracks:
            if at <= t.clear:
                found[t.replication] = min(found.get(t.replication, at), t.head)
    return found


def _past(
    result: FinishedRun, begun: Sequence[TrackRow], at: float, settled: Mapping[int, float]
) -> set[Happening]:
    """(replication, time, words...) of all that was before ``at``; of tails, before they were ``settled``."""
    found: set[Happening] = set()
    for e in result.events():
        if e.time < at:
            value = "" if e.value is None else str(e.value)
            found.add((e.replication, e.time, e.kind, e.formation, e.place, e.detail, value))
    for t in begun:
        found.add((t.replication, t.head, t.formation, "passes", t.place, f"visit {t.visit}"))
        if t.clear < settled.get(t.replication, at):
            found.add((t.replication, t.clear, t.formation, "clears", t.place, f"visit {t.visit}"))
    return found


def _first_difference(ours: set[Happening], theirs: set[Happening], replications: int) -> Happening | None:
    apart = [h for h in ours ^ theirs if h[0] < replications]
    return min(apart, key=lambda h: (h[1], h[0], h[2:]), default=None)
