"""``paris44 routes --plan``: roads and order of march for several columns together.

Each column has the way that it was ordered and up to ``k`` genuinely different ones; the columns have the
order of march as ordered and every other. A plan takes one of each. Its worth is the q-quantile of an
outcome when the whole scenario is simulated with it: under the same lines, on the same roads, among all
other columns, with the same dice. Few plans are tried out in full; many, one choice after the other.

The search throws dice of its own (another seed), and what it finds is then judged with the dice of
``--seed``, so that the plan which was luckiest in the search does not look better than it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, permutations, product
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np

from paris44.language.text import msg, quoted
from paris44.results.batch import Floats
from paris44.results.columns import TIME_UNIT
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.study.questions.keep import check_place, keep
from paris44.study.questions.routes.schemes import Bench, ChoiceDocument, ColumnDocument, Columns, Plan
from paris44.study.questions.routes.search import Search, find_ways, names_of
from paris44.study.questions.routes.task import marches_of
from paris44.study.reading.outcomes import possible
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import pair_difference, quantile, share_never
from paris44.study.statistics.quantiles import Quantiles
from paris44.study.statistics.selection import chances, halve, ranked
from paris44.telling.outcomes import label
from paris44.world.build import World

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded

WHOLE = 60
"""So many plans are all tried; where there are more the search goes choice by choice."""
BEAM = 2
"""Plans from which the search goes on at each choice."""
ROUNDS = 3
"""How often the search goes through all choices at most."""
FINALISTS = 5
"""Plans that are judged in the end, beside the one that was ordered."""
PRUNED = 15
"""Plans that are pruned at most to find the finalists."""
SLACK = (60.0, 60.0, 0.0)
"""By how much a plan without a change may be worse: median (s), quantile (s), share of never."""
ORDERS = 24
"""Orders of march that are tried at most."""


@dataclass(frozen=True)
class Question:
    """What to minimise: the ``q``-quantile of ``outcome``, with at most ``k`` new ways for each column."""

    outcome: str | None = None
    q: float = 0.8
    k: int = 3


class WorthDocument(Quantiles[str | float | None]):
    """An outcome under a plan, with the quantile by which plans are ranked."""

    quantile: str | float | None
    share_never: float


class AgainstDocument(TypedDict):
    """The paired difference to the plan as ordered: minutes for a moment, else the outcome's unit."""

    difference_median: float | None
    ci95: Sequence[float | None]
    n_pairs: int


class PlanDocument(ChoiceDocument, WorthDocument, AgainstDocument):
    """A plan that was judged."""

    on_the_front: bool
    probability_best: float
    scenario: str
    result_dir: str


class OrderedPlanDocument(PlanDocument):
    """The plan as it was ordered; ``dominated_by`` so many others in all that counts."""

    dominated_by: int


class PlansDocument(TypedDict):
    """The answer of ``paris44 routes --plan``, the best plan first; ``label`` is what people call the
    outcome, ``names`` what they call the ids of columns and places."""

    scenario: str
    outcome: str
    label: NotRequired[str]
    names: NotRequired[dict[str, str]]
    unit: str
    quantile: float
    n: int
    seed: int
    columns: list[ColumnDocument]
    plans: list[PlanDocument]
    as_ordered: OrderedPlanDocument
    tried: int
    replications: int


def plan(
    loaded: Loaded, effort: Effort, *, columns: Sequence[str], starts: Sequence[str] = (),
    ends: Sequence[str] = (), question: Question = Question(),
) -> PlansDocument:  # fmt: skip
    """The answer of ``paris44 routes --plan``: what early and what certain plans there are.

    ``starts`` and ``ends`` are one place for all columns, one for each, or none: then a column starts where
    its largest part first marches from, and goes to where that part's first march through a gate ends
    (where the map has no gate: to the end of its first march).

    Raises:
        StudyError: the question makes no sense (exit code 2), or the machine failed (1).
    """
    effort.checked()
    outcome, unit = _checked(loaded, columns, question)
    world = lay_out(loaded)
    froms, tos = _spread("--from", starts, columns), _spread("--to", ends, columns)
    asked = [
        (column, a or _start(world, column), b or _end(world, column))
        for column, a, b in zip(columns, froms, tos, strict=True)
    ]
    searches = [find_ways(loaded, *one, question.k, effort.dice(loaded.scenario)) for one in asked]
    _apart(searches)
    schemes = Columns(loaded, tuple(searches))
    bench = Bench(schemes, outcome, effort)
    check_place(effort.out, "routes")
    finalists = _search(bench, searches, effort.n, question.q)
    results = {p: replicate(bench.columns.scenario(p), effort) for p in finalists}
    document = _document(bench, results, outcome, unit, question, effort)
    keep(effort.out, "routes", list(results.values()), document, (outcome, question.q))
    return document


def _checked(loaded: Loaded, columns: Sequence[str], question: Question) -> tuple[str, str]:
    """The outcome and its unit."""
    if not columns:
        raise StudyError(2, msg("--column: name the columns of the plan, with a comma between them"))
    if len(set(columns)) < len(columns):
        raise StudyError(2, msg("--column: a column stands twice in {columns}", columns=", ".join(columns)))
    if not 0.0 < question.q < 1.0:
        raise StudyError(2, msg("--quantile: {q:g} (a number between 0 and 1)", q=question.q))
    known = possible(lay_out(loaded))
    moments = [name for name, unit in known.items() if unit == TIME_UNIT]
    goals = (name for name, rule in loaded.scenario.outcomes.items() if rule.goal)
    name = question.outcome or next(name for name in (*goals, *moments) if name in moments)
    if name not in moments:
        why = msg("is no moment") if name in known else msg("is none of {name}", name=loaded.scenario.name)
        raise StudyError(
            2,
            msg(
                "--outcome: {name} {why} (it has {moments})",
                name=quoted(name),
                why=why,
                moments=", ".join(moments),
            ),
        )
    return name, known[name]


def _spread(option: str, places: Sequence[str], columns: Sequence[str]) -> Sequence[str | None]:
    if not places:
        return [None] * len(columns)
    if len(places) == 1:
        return [places[0]] * len(columns)
    if len(places) != len(columns):
        counts = msg("{places} places for {columns} columns", places=len(places), columns=len(columns))
        raise StudyError(
            2, msg("{option}: {counts} (one for all, or one each)", option=option, counts=counts)
        )
    return places


def _apart(searches: Sequence[Search]) -> None:
    """See that each column has a first march of its own: one order goes one way.

    Raises:
        StudyError: two march by one order (exit code 2).
    """
    for one, other in combinations(searches, 2):
        common = [order for order in one.task.first if order in other.task.first]
        if common:
            words = msg(
                "--column: {one} and {other} march by one order, {order}, which goes one way (name one)",
                one=one.task.column, other=other.task.column, order=common[0],
            )  # fmt: skip
            raise StudyError(2, msg("{where}: {what}", where="--column", what=words))


def _largest(world: World, column: str) -> str:
    """The column's leaf formation with most vehicles that marches."""
    if column not in world.tree.leaves:
        return column  # the search for ways says what is wrong with it
    marching = {s.formation for p in marches_of(world, (column,)) for s in p.serials}
    leaves = [leaf for leaf in world.tree.leaves[column] if leaf in marching]
    return max(leaves, key=lambda leaf: world.scenario.formations[leaf].vehicles, default=column)


def _routes(world: World, column: str) -> list[tuple[str, ...]]:
    leaf = _largest(world, column)
    plans = marches_of(world, (column,)) if column in world.tree.leaves else []
    return [p.path for p in plans if any(s.formation == leaf for s in p.serials) and len(p.path) > 1]


def _start(world: World, column: str) -> str:
    paths = _routes(world, column)
    return paths[0][0] if paths else next(iter(world.scenario.places))


def _end(world: World, column: str) -> str:
    paths = _routes(world, column)
    places = world.scenario.places
    inside = [path for path in paths if any(places[place].kind == "gate" for place in path)]
    return next(iter([*inside, *paths]))[-1] if paths else list(world.scenario.places)[-1]


# --- the search ----------------------------------------------------------------------------------


def _search(bench: Bench, searches: Sequence[Search], n: int, q: float) -> list[Plan]:
    """The plan as ordered, and the finalists: the best by the quantile and the best by the median."""
    ordered = Plan((0,) * len(searches))
    every = list(_all(searches))
    first = max(2, n // 8)
    if len(every) <= WHOLE:
        halve(bench.values, every, n, q, first=max(first, n // 4), keep=FINALISTS)
    else:
        _by_choices(bench, ordered, searches, n, q, first)
    return [ordered, *_finalists(bench, ordered, n, q)]


def _all(searches: Sequence[Search]) -> Iterator[Plan]:
    choices = [range(len(search.ways) + 1) for search in searches]
    for order in _orders(len(searches)):
        yield from (Plan(ways, order) for ways in product(*choices))


def _orders(columns: int) -> list[tuple[int, ...]]:
    """As ordered, and every order of march."""
    return [(), *islice(permutations(range(columns)), ORDERS)] if columns > 1 else [()]


def _by_choices(
    bench: Bench, ordered: Plan, searches: Sequence[Search], n: int, q: float, first: int
) -> None:
    """Go through the choices, keep the best few plans at each, until a whole round changes nothing."""
    beam = [ordered, Plan(tuple(min(1, len(search.ways)) for search in searches))]
    for _ in range(ROUNDS):
        before = beam
        for at in range(len(searches) + 1):
            pool = dict.fromkeys([*beam, *(p for b in beam for p in _varied(b, at, searches))])
            simple = sorted(pool, key=lambda p: p.changes)  # of equals the one that changes least
            beam = halve(bench.values, simple, max(first, n // 2), q, first=first, keep=BEAM)
        if beam == before:
            return


def _varied(plan: Plan, at: int, searches: Sequence[Search]) -> Iterator[Plan]:
    """The plan with every other choice at one place; behind the columns' ways comes the order of march."""
    if at == len(searches):
        yield from (Plan(plan.ways, order) for order in _orders(len(searches)))
        return
    for way in range(len(searches[at].ways) + 1):
        yield Plan((*plan.ways[:at], way, *plan.ways[at + 1 :]), plan.order)


def _finalists(bench: Bench, ordered: Plan, n: int, q: float) -> list[Plan]:
    """Of the plans that came far in the search, the best by the quantile and by the median in turn.

    Each is pruned first, so that what is shown differs in what matters.
    """
    most = max(len(values) for values in bench.known.values())
    level = -(-most // 2)
    tried = {p: values for p, values in bench.known.items() if p != ordered and len(values) >= level}
    lists = [ranked(tried, q), ranked(tried, 0.5)]
    best = dict.fromkeys(p for pair in zip(*lists, strict=True) for p in pair)
    found: dict[Plan, None] = {}
    for p in islice(best, PRUNED):
        found.setdefault(_pruned(bench, p, n, q))
        if len(found) > FINALISTS:
            break
    return [p for p in found if p != ordered][:FINALISTS]


def _pruned(bench: Bench, plan: Plan, n: int, q: float) -> Plan:
    """The plan without the changes that bring no more than ``SLACK``."""
    for at in reversed(range(len(plan.ways) + 1)):
        if at == len(plan.ways):
            without = Plan(plan.ways)
        else:
            without = Plan((*plan.ways[:at], 0, *plan.ways[at + 1 :]), plan.order)
        if without != plan:
            values = bench.values([plan, without], n)
            bounds = [b + slack for b, slack in zip(_worth(values[plan], q), SLACK, strict=True)]
            worth = _worth(values[without], q)
            plan = without if all(a <= b for a, b in zip(worth, bounds, strict=True)) else plan
    return plan


# --- the answer ------------------------------------------------------------------------------------


def _document(
    bench: Bench,
    results: Mapping[Plan, ResultFolder],
    outcome: str,
    unit: str,
    question: Question,
    effort: Effort,
) -> PlansDocument:
    values = {p: np.asarray(results[p].outcomes()[outcome].values) for p in results}
    ordered = next(iter(results))
    odds = chances(values, question.q, effort.dice(bench.columns.loaded.scenario))
    text = results[ordered].clock.text if unit == TIME_UNIT else None
    front = pareto(values, question.q)
    rows: list[PlanDocument] = [
        {
            **bench.columns.told(p),
            **_worth_document(values[p], question.q, text),
            **_against(values[ordered], values[p], unit),
            "on_the_front": p in front,
            "probability_best": odds[p],
            "scenario": results[p].name,
            "result_dir": str(results[p].path),
        }
        for p in ranked(values, question.q)
    ]
    better = [_beats(values[p], values[ordered], question.q) for p in ranked(values, question.q)]
    return {
        "scenario": bench.columns.loaded.scenario.name,
        "outcome": outcome,
        "label": label(bench.columns.loaded.scenario, outcome),
        "names": names_of(bench.columns.searches),
        "unit": unit,
        "quantile": question.q,
        "n": effort.n,
        "seed": effort.dice(bench.columns.loaded.scenario),
        "columns": bench.columns.document(),
        "plans": rows,
        "as_ordered": {**next(row for row in rows if row["as_ordered"]), "dominated_by": sum(better)},
        "tried": len(bench.known),
        "replications": bench.spent + effort.n * len(rows),
    }


def _worth_document(values: Floats, q: float, text: Callable[[float | None], str] | None) -> WorthDocument:
    def told(p: float) -> str | float | None:
        value = quantile(values, p)
        return value if text is None else text(value) or None

    return {
        "median": told(0.5),
        "quantile": told(q),
        "p05": told(0.05),
        "p95": told(0.95),
        "share_never": share_never(values),
    }


def _against(ordered: Floats, values: Floats, unit: str) -> AgainstDocument:
    """The paired difference to the plan as ordered: minutes for a moment."""
    scale = 60.0 if unit == TIME_UNIT else 1.0
    pair = pair_difference(ordered / scale, values / scale)
    return {
        "difference_median": pair.median,
        "ci95": list(pair.ci95) if pair.ci95 else [None, None],
        "n_pairs": pair.n_pairs,
    }


def pareto(values: Mapping[Plan, Floats], q: float) -> list[Plan]:
    """The plans that no other beats both in being early (median) and in being certain (q-quantile, never)."""
    return [p for p in values if not any(_beats(values[o], values[p], q) for o in values)]


def _beats(a: Floats, b: Floats, q: float) -> bool:
    """Whether ``a`` is nowhere worse than ``b``, and somewhere better."""
    ours, theirs = _worth(a, q), _worth(b, q)
    return ours != theirs and all(x <= y for x, y in zip(ours, theirs, strict=True))


def _worth(values: Floats, q: float) -> tuple[float, float, float]:
    found = [quantile(values, p) for p in (0.5, q)]
    median, certain = (math.inf if value is None else value for value in found)
    return median, certain, share_never(values)
