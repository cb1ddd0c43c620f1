"""``paris44 routes``: the roads that a column could have taken, each simulated among all other columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np

from paris44.engine.log import EventLog
from paris44.engine.run import run
from paris44.language.text import msg, nmsg, quoted
from paris44.results.batch import Floats
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.study.questions.keep import check_place, keep
from paris44.study.questions.routes.alternatives import (
    Forecast,
    Path,
    Way,
    alternatives,
    hindrances,
    shared,
    via,
)
from paris44.study.questions.routes.reroute import rerouted
from paris44.study.questions.routes.task import Task, task
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import quantile, share_never
from paris44.study.statistics.quantiles import Quantiles, time_quantiles
from paris44.study.statistics.selection import chances, placed, race, winner_shares
from paris44.telling.words import speaker
from paris44.world.build import World

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded

HEAD = ("arrive", "pass", "depart")
"""Events by which a column's head is at a place: whichever comes first."""


@dataclass(frozen=True)
class Search:
    """The ways found for one column, the quickest by forecast first, and what they replace."""

    world: World
    task: Task
    departure: float
    ways: tuple[Way, ...]

    def named(self, way: Way) -> Path:
        """The places that pin a way down."""
        return via(self.world, way.path)


def find_ways(loaded: Loaded, column: str, start: str, end: str, k: int, seed: int) -> Search:
    """At most ``k`` genuinely different ways of ``column`` from ``start`` to ``end``.

    The hour of departure, the lines in force and the bridges that are down come from one run of the
    scenario without chance.

    Raises:
        StudyError: an unknown name, no march there, no way, or a column that never leaves (exit code 2).
    """
    world = lay_out(loaded)
    wanted = task(world, column, start, end)
    log = run(world, seed=seed, replication=0, chance=False)
    departure = _departure(log, wanted)
    category = world.marches[wanted.lead].category
    forecast = Forecast(world, category, departure, hindrances(world, log, column))
    ways = alternatives(forecast, start, end, k)
    if not ways:
        raise StudyError(
            2,
            msg(
                "--to: no open road leads from {start} to {end} in time (a blown bridge?)",
                start=quoted(start),
                end=quoted(end),
            ),
        )
    return Search(world, wanted, departure, ways)


def _departure(log: EventLog, wanted: Task) -> float:
    """When the first of the first marches is to leave A, as a run without chance has it."""
    started = [log.orders[order].started for order in wanted.first if order in log.orders]
    if started:
        return min(started)
    never = msg("{first} not given by the end", first=", ".join(wanted.first))
    raise StudyError(
        2,
        msg(
            "--column: {column} never leaves {start} ({never})",
            column=wanted.column,
            start=wanted.start,
            never=never,
        ),
    )


EndsDocument = TypedDict("EndsDocument", {"from": str, "to": str})
"""Two places."""


class ReplacedDocument(TypedDict):
    """The marches that a way takes the place of, those that go on from its end, those that are left out."""

    by_the_way: list[str]
    from_its_end: list[str]
    left_out: list[str]


class PostsDocument(TypedDict):
    """The strongpoints on a way: those that sources name, the probability of those that may stand there."""

    strongpoints: list[str]
    may_stand: dict[str, float]
    expected_strongpoints: float


class RankedDocument(Quantiles[str | None]):
    """The arrival, with the quantile by which ways are ranked."""

    quantile: str | None


class RouteDocument(PostsDocument):
    """A way and its runs; ``probability_best`` is the share of them that it wins."""

    via: list[str]
    path: list[str]
    length_km: float
    shared_with_best: float
    expected: str
    arrival: RankedDocument
    share_never: float
    probability_best: float
    probability_rank_one: float
    n: int
    scenario: str
    result_dir: str


class LedOrderDocument(TypedDict):
    """The march order that a way changes first, and the formation that leads it: to whom it belongs."""

    id: str
    led_by: str


class RoutesDocument(EndsDocument):
    """The answer of ``paris44 routes``, the best way first; ``names``: what people call the ids of the column
    and of the places that pin its ways down."""

    scenario: str
    column: str
    names: NotRequired[dict[str, str]]
    order: LedOrderDocument
    quantile: float
    seed: int
    departure: str
    replaced: ReplacedDocument
    routes: list[RouteDocument]


def routes(
    loaded: Loaded, effort: Effort, *, column: str, start: str, end: str, k: int = 5, q: float = 0.5
) -> RoutesDocument:
    """The answer of ``paris44 routes``: each way simulated with the same dice, the best first.

    Ways are ranked by the ``q``-quantile of the head's arrival at ``end``. ``effort.n`` is the mean number of
    replications of a way: those that may be the best get more
    (:func:`~paris44.study.statistics.selection.race`).

    Raises:
        StudyError: the question makes no sense (exit code 2), or the machine failed (1).
    """
    effort.checked()
    if not 0.0 < q < 1.0:
        raise StudyError(2, msg("--quantile: {q:g} (a number between 0 and 1)", q=q))
    search = find_ways(loaded, column, start, end, k, effort.dice(loaded.scenario))
    check_place(effort.out, "routes")
    tried = _Tried(loaded, search, effort)
    values = race(tried.heads, range(len(search.ways)), effort.n, q, effort.dice(loaded.scenario))
    document = _document(search, tried.results, values, q, effort)
    order = placed(values, q)
    keep(effort.out, "routes", [tried.results[at] for at in order], document, (column, start, end, q))
    return document


class _Tried:
    """The ways as scenarios, and their results so far."""

    def __init__(self, loaded: Loaded, search: Search, effort: Effort) -> None:
        self._effort, self._task = effort, search.task
        self.results: dict[int, ResultFolder] = {}
        self._scenarios = [
            rerouted(loaded, search.world, search.task, way.path, search.named(way)) for way in search.ways
        ]

    def heads(self, ways: Sequence[int], n: int) -> dict[int, Floats]:
        """The head's arrival at the end of each of ``ways`` in the first ``n`` replications."""
        for at in ways:
            self.results[at] = replicate(self._scenarios[at], replace(self._effort, n=n))
        return {at: head_at(self.results[at], self._task.column, self._task.end) for at in ways}


def head_at(result: ResultFolder, formation: str, place: str) -> Floats:
    """When the head of ``formation`` is at ``place`` for the first time, in each replication."""
    times = result.times([(formation, place, event, 1) for event in HEAD])
    found: Floats = np.min([row.head for row in times.values()], axis=0)
    return found


def _document(
    search: Search,
    results: Mapping[int, ResultFolder],
    values: Mapping[int, Floats],
    q: float,
    effort: Effort,
) -> RoutesDocument:
    order = placed(values, q)
    odds, wins = chances(values, q, effort.dice(search.world.scenario)), winner_shares(values)
    best = search.ways[order[0]].path
    clock = results[order[0]].clock
    world = search.world
    rows: list[RouteDocument] = [
        {
            "via": list(search.named(search.ways[at])),
            "path": list(search.ways[at].path),
            "length_km": round(search.ways[at].length / 1000.0, 3),
            "shared_with_best": round(shared(world.network, search.ways[at].path, best), 4),
            **posts(world, search.ways[at].path),
            "expected": clock.text(search.ways[at].expected),
            "arrival": {
                **time_quantiles(values[at], clock),
                "quantile": clock.text(quantile(values[at], q)) or None,
            },
            "share_never": share_never(values[at]),
            "probability_best": wins[at],
            "probability_rank_one": odds[at],
            "n": len(values[at]),
            "scenario": results[at].name,
            "result_dir": str(results[at].path),
        }
        for at in order
    ]
    return {
        "scenario": search.world.scenario.name,
        "column": search.task.column,
        "names": names_of([search]),
        "order": {"id": search.task.lead, "led_by": world.marches[search.task.lead].serials[0].formation},
        "from": search.task.start,
        "to": search.task.end,
        "quantile": q,
        "seed": effort.dice(search.world.scenario),
        "departure": clock.text(search.departure),
        "replaced": {"by_the_way": list(search.task.first), "from_its_end": list(search.task.home),
                     "left_out": list(search.task.dropped)},
        "routes": rows,
    }  # fmt: skip


def names_of(searches: Sequence[Search]) -> dict[str, str]:
    """What people call the columns, and the places that pin their ways down: id -> name."""
    columns = [search.task.column for search in searches]
    places = (place for search in searches for way in search.ways for place in search.named(way))
    words = speaker(searches[0].world.scenario)
    return {key: words.name(key) for key in dict.fromkeys((*columns, *places))}


def posts(world: World, path: Path) -> PostsDocument:
    """The strongpoints on ``path`` that the sources name, those that may stand there as
    ``{garrison: probability}``, and how many are to be expected."""
    likely = {name: world.likelihood(name) for place in path for name in world.bars.get(place, ())}
    known = [name for name in likely if world.scenario.garrisons[name].chance >= 1.0]
    may = {name: round(p, 4) for name, p in likely.items() if name not in known}
    return {
        "strongpoints": known,
        "may_stand": may,
        "expected_strongpoints": round(sum(likely.values()), 4),
    }


def notes(document: RoutesDocument, k: int) -> Sequence[str]:
    """Lines beside the answer: fewer ways than asked, and what the ways replace."""
    found = len(document["routes"])
    fewer = (
        [
            nmsg(
                "only {n} of {k} ways differs by half of its length",
                "only {n} of {k} ways differ by half of their length",
                found,
                k=k,
            )
        ]
        if found < k
        else []
    )
    replaced = document["replaced"]
    order = document["order"]
    told = [
        msg(
            "the order {id} belongs to {led_by}: whoever marches by it goes the same way",
            id=order["id"],
            led_by=order["led_by"],
        )
    ]
    told += [msg("replaced: {by_the_way}", by_the_way=", ".join(replaced["by_the_way"]))]
    rest = {
        msg("on from {to}", to=document.get("names", {}).get(document["to"], document["to"])): replaced[
            "from_its_end"
        ],
        msg("left out"): replaced["left_out"],
    }
    told += [
        msg("{where}: {what}", where=word, what=", ".join(names)) for word, names in rest.items() if names
    ]
    return [*fewer, *told]
