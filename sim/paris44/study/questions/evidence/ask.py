"""Which uncertain figure carries an outcome's spread: first-order shares, from replications that are there.

Every draw has a key, so the dice of a kept run are known again without simulating it: which dice are thrown
is seen in its first replications, what they showed in each of them follows from their keys. Spread is
the variance of the outcome's rank among the replications: ranks bear *never* (the last, shared by all of
them) and ties, and one late night does not count more than all else. Whether it comes at all is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np

from paris44.engine.run import run
from paris44.language.text import msg
from paris44.results.batch import Floats, Mask
from paris44.results.columns import Series
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.study.questions.evidence.figures import MANY, Figure, figures
from paris44.study.questions.evidence.look import Library, LookDocument
from paris44.study.questions.evidence.redraw import Redraw, RedrawnDocument, redrawn, sets_of
from paris44.study.questions.keep import check_place, keep
from paris44.study.running.lay_out import lay_out
from paris44.study.statistics.estimates import quantile
from paris44.study.statistics.quantiles import Quantiles, quantiles, time_quantiles
from paris44.study.statistics.shares import LEAST, Estimate, FirstOrder, Shares, first_order, ranks
from paris44.telling.cite import CitationDocument
from paris44.telling.evidence import (
    EvidenceFacts,
    FigureFact,
    MovedFacts,
    PairFact,
    SetFact,
    figure_words,
    interactions,
    sentences,
    source_words,
)
from paris44.telling.outcomes import label
from paris44.telling.words import Speaker, speaker
from paris44.version import __version__
from paris44.world.dice import Dice

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded

REHEARSED = 20
"""Replications in which it is seen which dice are thrown."""
RARE = 10
"""Replications in which an outcome must come, and must not, for that to be explained."""


class ShareDocument(TypedDict):
    """A share of the spread (0 to 1; an estimate may be a little under 0) with its 95 % interval; ``surely``:
    more than luck alone would reach."""

    share: float
    ci95: list[float]
    surely: bool


class FigureDocument(ShareDocument):
    """An uncertain figure: in words, path and value of its law, its source and grade; the median
    of the outcome with the figure in the low and in the high third of its law; where to look for it.

    ``never``: its share in whether the outcome comes at all, where it sometimes does not.
    """

    id: str
    words: str
    law: str
    value: object
    grade: str
    source: str
    low: str | float | None
    high: str | float | None
    never: NotRequired[ShareDocument]
    look: LookDocument


class GroupDocument(ShareDocument):
    """The figures whose law has the same source and grade: the sum of their shares."""

    grade: str
    source: str
    laws: list[str]
    figures: int


class EvidenceDocument(TypedDict):
    """The answer of ``paris44 evidence``: ``figures`` with what is known of each, the most telling first;
    ``answer`` in sentences.

    ``luck`` is the share that the largest of them exceeds in one case of twenty where none matters;
    ``not_told``: how many dice are too many and too small to be told apart. ``why`` there are no shares:
    ``few`` replications, the ``same`` in all, ``all-never``, ``untold`` where there are only such dice.
    """

    scenario: str
    outcome: str
    label: str
    unit: str
    n: int
    seed: int
    spread: Quantiles[str | None] | Quantiles[float | None]
    share_never: float
    why: str | None
    luck: float | None
    luck_never: float | None
    figures: list[FigureDocument]
    groups: list[GroupDocument]
    not_told: dict[str, int]
    answer: list[str]
    redrawn: NotRequired[RedrawnDocument]
    result_dir: str


def evidence(result: ResultFolder, out: Path, outcome: str, redraw: Redraw | None = None) -> EvidenceDocument:
    """The figures that carry the spread of ``outcome`` in a run, most telling first, and where to look; what
    sets of them carry with others where ``redraw`` asks for it.

    Raises:
        StudyError: no such outcome, or a run whose dice cannot be known again (exit code 2).
    """
    _check(result)
    series = result.series(outcome)
    check_place(out, "evidence")
    told = figures(result.loaded, _thrown(result))
    sets = {} if redraw is None else sets_of(redraw.names, told, _grades(result.loaded, told))
    found = _explained(result, series, [figure for figure in told if figure.id != MANY])
    name = label(result.scenario, outcome)
    document: EvidenceDocument = {
        "scenario": result.name,
        "outcome": outcome,
        "label": name,
        "unit": series.unit,
        "n": result.n,
        "seed": result.seed,
        "spread": time_quantiles(series.values, result.clock) if series.is_time else quantiles(series.values),
        "share_never": series.share_never,
        "why": found.why or None,
        "luck": _luck(found.of_rank),
        "luck_never": _luck(found.of_never),
        "figures": [_figure(result, found, i) for i in found.order],
        "groups": _groups(found, result.loaded.once(_speaker)),
        "not_told": {figure.id: len(figure.dice) for figure in told if figure.id == MANY},
        "answer": sentences(_facts(found, name), result.loaded.once(_speaker)),
        "result_dir": str(result.path),
    }
    if redraw is not None and not found.why:
        base = np.asarray(series.values)
        again = redrawn(result, sets, outcome, base, found.alone(sets), redraw.effort)
        document["redrawn"] = again
        document["answer"] += interactions(_moved(again, sets), result.loaded.once(_speaker))
    keep(out, "evidence", [result], document, (outcome, *sets))
    return document


def _grades(loaded: Loaded, told: Sequence[Figure]) -> dict[str, str]:
    library = Library(loaded)
    return {figure.id: library.law(figure)["grade"] for figure in told}


def _check(result: ResultFolder) -> None:
    """See that the dice of a run can be known again.

    Raises:
        StudyError: they cannot (exit code 2).
    """
    if not result.manifest["chance"]:
        raise StudyError(
            2, msg("{path}: every draw is at its median; there is no spread to explain", path=result.path)
        )
    if "hooks" in result.manifest:
        raise StudyError(
            2, msg("{path}: made with rules of one's own, whose dice are not known again", path=result.path)
        )
    made = result.manifest["versions"]["paris44"]
    if made != __version__:
        raise StudyError(
            2,
            msg(
                "{path}: made by version {made}, whose dice may be others; run it again",
                path=result.path,
                made=made,
            ),
        )


def _thrown(result: ResultFolder) -> list[str]:
    """The keys of the dice that are thrown in the first replications."""
    world = lay_out(result.loaded)
    keys: dict[str, None] = {}
    for replication in range(min(result.n, REHEARSED)):
        keys |= dict.fromkeys(run(world, seed=result.seed, replication=replication).draws)
    return list(keys)


def numbers(dice: Sequence[str], seed: int, n: int) -> Floats:
    """What each of the dice shows in each of ``n`` replications (0 to 1)."""
    keys = [key.split("|") for key in dice]
    columns = []
    for replication in range(n):
        u = Dice(seed, replication).u
        columns.append([u(who, what, occasion) for who, what, occasion in keys])
    return np.asarray(columns).T.reshape(len(keys), n)


@dataclass(frozen=True)
class _Found:
    """What is behind the spread of a series: each figure with what its die showed (``u``, a row for each),
    who cites its law and where to look; its share, and that of each group, in the rank of the outcome and in
    whether it comes; why there are none."""

    series: Series
    figures: Sequence[Figure]
    u: Floats
    laws: Sequence[CitationDocument]
    looks: Sequence[LookDocument]
    why: str
    of_rank: FirstOrder | None = None
    of_never: FirstOrder | None = None

    @property
    def never(self) -> int:
        """How many replications did not bring it."""
        return int(np.isinf(self.series.values).sum())

    @property
    def order(self) -> list[int]:
        """The figures by their shares; none where there are no shares."""
        return [] if self.of_rank is None else np.argsort(-self.of_rank.whole, kind="stable").tolist()

    @property
    def groups(self) -> list[list[int]]:
        """The numbers of the figures whose laws have one source and grade."""
        found: dict[tuple[str, str], list[int]] = {}
        for i, law in enumerate(self.laws):
            found.setdefault(_source(law), []).append(i)
        return list(found.values())

    def alone(self, sets: Mapping[str, Sequence[Figure]]) -> dict[str, Estimate]:
        """What the figures of each set carry one by one, summed; none of what cannot be told apart."""
        number = {figure.id: i for i, figure in enumerate(self.figures)}
        own = {name: [number[f.id] for f in figures if f.id in number] for name, figures in sets.items()}
        if self.of_rank is None:
            return {}
        sums = self.of_rank.sums(list(own.values()))
        ends = zip(own, sums.share.tolist(), sums.low.tolist(), sums.high.tolist(), strict=True)
        return {name: (share, low, high) for name, share, low, high in ends if own[name]}


def _explained(result: ResultFolder, series: Series, single: Sequence[Figure]) -> _Found:
    """The shares of single figures in the spread of a series, and in whether it comes at all."""
    library = Library(result.loaded)
    laws = [library.law(figure) for figure in single]
    u = numbers([figure.dice[0] for figure in single], result.seed, result.n)
    found = _Found(series, single, u, laws, [*map(library.look, single)], _why(series, len(single)))
    if found.why:
        return found
    never = np.isinf(series.values)
    known = RARE <= never.sum() <= result.n - RARE
    return replace(
        found,
        of_rank=first_order(u, ranks(np.asarray(series.values)), result.seed),
        of_never=first_order(u, never.astype(float), result.seed) if known else None,
    )


def _why(series: Series, figures: int) -> str:
    """Why the spread of a series cannot be explained; empty where it can."""
    values = series.values
    if len(values) < LEAST:
        return "few"
    if np.isinf(values).all():
        return "all-never"
    if len(np.unique(values)) == 1:
        return "same"
    return "" if figures else "untold"


def _luck(shares: FirstOrder | None) -> float | None:
    """The largest share that luck alone reaches."""
    return None if shares is None else float(shares.single.luck.max())


def _source(law: CitationDocument) -> tuple[str, str]:
    return law["grade"], law["title"] or law["source"]


def _share(shares: Shares, i: int) -> ShareDocument:
    return {
        "share": float(shares.share[i]),
        "ci95": [float(shares.low[i]), float(shares.high[i])],
        "surely": shares.surely(i),
    }


def _figure(result: ResultFolder, found: _Found, i: int) -> FigureDocument:
    assert found.of_rank is not None
    figure, law = found.figures[i], found.laws[i]
    grade, source = _source(law)
    shares = _share(found.of_rank.single, i)
    row: FigureDocument = {
        "id": figure.id,
        "words": figure_words(figure.what, figure.behind.names, result.loaded.once(_speaker)),
        "law": law["path"],
        "value": law["value"],
        "grade": grade,
        "source": source_words(source, result.loaded.once(_speaker)),
        "share": shares["share"],
        "ci95": shares["ci95"],
        "surely": shares["surely"],
        "low": _median(result, found.series, found.u[i] < 1 / 3),
        "high": _median(result, found.series, found.u[i] > 2 / 3),
        "look": found.looks[i],
    }
    if found.of_never is not None:
        row["never"] = _share(found.of_never.single, i)
    return row


def _median(result: ResultFolder, series: Series, which: Mask) -> str | float | None:
    """The median of some replications: a local time or a number; None where it is never."""
    middle = quantile(np.asarray(series.values)[which], 0.5)
    return (result.clock.text(middle) or None) if series.is_time else middle


def _groups(found: _Found, say: Speaker) -> list[GroupDocument]:
    """The groups by their shares."""
    rows, groups = list[GroupDocument](), found.groups
    if found.of_rank is None:
        return rows
    shares = found.of_rank.sums(groups)
    for number, own in enumerate(groups):
        grade, source = _source(found.laws[own[0]])
        laws = [found.laws[i]["path"].removesuffix(".value") for i in own]
        told: GroupDocument = {
            "grade": grade, "source": source_words(source, say), "laws": list(dict.fromkeys(laws)),
            "figures": len(own), **_share(shares, number),
        }  # fmt: skip
        rows.append(told)
    return sorted(rows, key=lambda row: -row["share"])


# --- in words --------------------------------------------------------------------------------------


def _speaker(loaded: Loaded) -> Speaker:
    return speaker(loaded.scenario)


def _facts(found: _Found, label: str) -> EvidenceFacts:
    return EvidenceFacts(
        label,
        len(found.series.values),
        found.never,
        _luck(found.of_rank) or 0.0,
        _sure(found, found.of_rank),
        _sure(found, found.of_never),
        found.why,
        LEAST,
    )


def _sure(found: _Found, of: FirstOrder | None) -> tuple[FigureFact, ...]:
    """The figures whose share is more than luck, most first."""
    if of is None:
        return ()
    shares, order = of.single, np.argsort(-of.whole, kind="stable").tolist()
    return tuple(_fact(found, shares, i) for i in order if shares.surely(i))


def _fact(found: _Found, shares: Shares, i: int) -> FigureFact:
    figure, look = found.figures[i], found.looks[i]
    grade, source = _source(found.laws[i])
    logs, cited = (tuple(row["title"] for row in rows) for rows in (look["logs"], look["cited"]))
    ends = float(shares.low[i]), float(shares.high[i])
    share = float(shares.share[i])
    formations = tuple(look["formations"])
    return FigureFact(figure.what, figure.behind.names, grade, source, share, ends, logs, cited, formations)


def _moved(again: RedrawnDocument, sets: Mapping[str, Sequence[Figure]]) -> MovedFacts:
    """What throwing anew has shown, for sentences."""
    told: dict[str, SetFact] = {}
    for row in again["totals"]:
        figures = [(figure.what, figure.behind.names) for figure in sets[row["name"]]]
        alone = None if row["alone"] is None else _estimate(row["alone"]["share"], row["alone"]["ci95"])
        whole = _estimate(row["total"], row["ci95"])
        told[row["name"]] = SetFact(row["name"], tuple(figures), whole, alone, row["surely_more"])
    pairs = list[PairFact]()
    for pair in again["pairs"]:
        if pair["surely"]:
            one, other = (told[name] for name in pair["names"])
            pairs.append(PairFact(one, other, _estimate(pair["shared"], pair["ci95"])))
    return MovedFacts(tuple(told.values()), tuple(pairs))


def _estimate(share: float, ends: Sequence[float]) -> Estimate:
    return share, ends[0], ends[1]
