"""The data of the page: everything that it shows, as one JSON document of plain numbers and texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from paris44.language.languages import language_of
from paris44.language.text import Text
from paris44.results.read import ResultFolder
from paris44.study.reading.typical import typical
from paris44.telling.words import told
from paris44.views.web import camera, ground, record
from paris44.views.web.captions import captions
from paris44.views.web.courses import Course, courses
from paris44.views.web.ground import Index, track_row
from paris44.views.web.record import AskedData, ComparedData, OutcomeData, SpreadData
from paris44.views.wording import credit_of

REPLICATIONS = 20
Told = tuple[int, str, int, int, str]


class Pool:
    """Parts that several scenarios share are kept once."""

    def __init__(self) -> None:
        self.parts: list[Any] = []
        self._at: dict[str, int] = {}

    def add(self, part: object) -> int:
        """The number of a part."""
        text = json.dumps(part, sort_keys=True, ensure_ascii=False)
        if text not in self._at:
            self._at[text] = len(self.parts)
            self.parts.append(part)
        return self._at[text]


class RunData(TypedDict):
    """A replication: its tracks, its captions, the moments that came."""

    tracks: list[list[Any]]
    events: list[list[Any]]
    moments: list[list[Any]]


class ScenarioData(TypedDict):
    """A result on the page; a number in place of a part is its place in the pool."""

    name: str
    title: str
    kind: str
    parent: str | None
    expect: str
    n: int
    seed: int | None
    folder: str
    version: str
    start: str
    span: list[float]
    camera: list[list[int]]
    passport: list[str] | None
    ground: int
    units: int
    orders: int
    lines: list[list[Any]]
    garrisons: int
    light: int
    record: int
    sources: int
    contradictions: int
    roles: dict[str, str]
    score: list[record.ScoredData]
    simulated: dict[str, SpreadData]
    outcomes: dict[str, OutcomeData]
    causes: dict[str, list[list[Any]]]
    typical: int
    runs: dict[str, RunData]


class TheatreData(TypedDict):
    """What the page says of the operation, each text in English and in French.

    ``words`` stand in place of the page's neutral ones, ``groups`` are names of formations that stand for all
    of their colour, ``captions`` are what an event or a note is told by.
    """

    words: dict[str, list[str]]
    groups: dict[str, list[str]]
    captions: dict[str, list[str]]


class PageData(TypedDict):
    """The document of a page: ``pool`` holds what several results may share."""

    pool: list[object]
    scenarios: list[ScenarioData]
    outcomes: dict[str, AskedData]
    compare: list[ComparedData]
    theatre: TheatreData
    french: dict[str, str]


def page(results: Sequence[ResultFolder], most: int = REPLICATIONS) -> PageData:
    """The document of a page about ``results``, the first of which is compared with the others.

    At most ``most`` replications of each keep their tracks.
    """
    pool = Pool()
    shown = [_scenario(result, pool, most) for result in results]
    pairs = record.comparison(results)
    return {
        "pool": pool.parts,
        "scenarios": shown,
        "outcomes": record.asked(results),
        "compare": pairs,
        "theatre": theatre(results[0]),
        "french": french([pool.parts, shown, pairs], results),
    }


def _scenario(result: ResultFolder, pool: Pool, most: int) -> ScenarioData:
    scenario, manifest = result.scenario, result.manifest
    places, formations = Index(scenario.places), Index(scenario.formations)
    best = typical(result)
    whole = courses(result)
    shown = {best, *[k for k in sorted({course.replication for course in whole}) if k != best][: most - 1]}
    every = [course for course in whole if course.replication in shown]
    replications = sorted({course.replication for course in every})
    first = [course for course in every if course.replication == best]
    middle = ground.centre(scenario, first)
    at = {name: ground.project(p, scenario.places[middle]) for name, p in scenario.places.items()}
    begins, ends, opens = camera.span(first, scenario.duration)
    return {
        "name": result.name,
        "title": scenario.title,
        "kind": scenario.kind,
        "parent": scenario.parent,
        "expect": scenario.expect,
        "n": result.n,
        "seed": result.seed if manifest.get("chance", True) else None,
        "folder": manifest["run_id"],
        "version": manifest.get("versions", {}).get("paris44", ""),
        "start": scenario.start_iso[:16],
        "span": [begins, ends, opens],
        "camera": camera.keyframes(first, at, begins, ends),
        "passport": _passport(result),
        "ground": pool.add(ground.ground(scenario, places, middle, first)),
        "units": pool.add(ground.units(result, formations)),
        "orders": pool.add(ground.orders(result, places, formations)),
        "lines": ground.lines(scenario, places),
        "garrisons": pool.add(ground.garrisons(result, places)),
        "light": pool.add(ground.light(scenario)),
        "record": pool.add(record.record(result, places, formations)),
        "sources": pool.add(record.sources(result)),
        "contradictions": pool.add(record.contradictions(result)),
        "roles": record.roles(result),
        "score": record.score(result),
        "simulated": record.simulated(result),
        "outcomes": record.outcomes(result),
        "causes": record.causes(result, formations),
        "typical": best,
        "runs": _runs(result, every, replications, places, formations),
    }


def _passport(result: ResultFolder) -> list[str] | None:
    """Antecedent, who could decide it, when it diverges, what is held fixed."""
    passport = result.scenario.passport
    if passport is None:
        return None
    when = result.clock.text(passport.diverges_at)
    return [passport.antecedent, passport.decided_by, when, passport.holds_fixed]


def _runs(
    result: ResultFolder,
    every: Iterable[Course],
    replications: Sequence[int],
    places: Index,
    formations: Index,
) -> dict[str, RunData]:
    told = captions(result, set(replications), places, formations)
    moments = record.milestones(result, replications)
    found: dict[str, RunData] = {
        str(replication): {"tracks": [], "events": told.get(replication, []), "moments": moments[replication]}
        for replication in replications
    }
    number = {name: k for k, name in enumerate(result.scenario.orders)}
    for course in every:
        found[str(course.replication)]["tracks"].append(track_row(course, places, formations, number))
    return found


def theatre(result: ResultFolder) -> TheatreData:
    """What the page says of the operation."""
    scenario = result.scenario
    here = scenario.theatre

    def pair(text: str) -> list[str]:
        return record.both(told(scenario, text))

    words = {"title": pair(here.name), "credit": record.both(told(scenario, credit_of(scenario)))}
    if here.city:
        words["city"] = pair(here.city)
    if "strongpoint" in here.captions:
        words["enemy"] = pair(here.captions["strongpoint"])
    groups = {
        name: pair(group.page or group.name)
        for group in here.groups if group.hue is not None for name in group.formations
    }  # fmt: skip
    more = {name: pair(here.captions[name]) for name in ("withdrawal", "roads") if name in here.captions}
    return {"words": words, "groups": groups, "captions": more}


def french(shown: Sequence[object], results: Sequence[ResultFolder]) -> dict[str, str]:
    """The French of those texts of the page that have any: names and titles of the scenarios, and what the
    program says. A name that the theatre gives as French as it stands is among them, equal to itself."""
    used: dict[str, str] = {}
    _texts(shown, used)
    language, known = language_of("fr"), dict[str, str]()
    for result in results:
        known |= result.scenario.theatre.french
    found = {name: tells for name, text in used.items() if (tells := language.tell(text)) != name}
    found |= {text: language.spaces(known[text]) for text in used if text in known}
    return {text: found[text] for text in sorted(found)}


def _texts(part: object, found: dict[str, str]) -> None:
    """Every text in a part of the page, by its English."""
    if isinstance(part, str):
        found[str(part)] = part if isinstance(part, Text) else found.get(part, part)
    elif isinstance(part, Mapping):
        for value in part.values():
            _texts(value, found)
    elif isinstance(part, list):
        for value in part:
            _texts(value, found)
