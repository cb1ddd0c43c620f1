"""The studio as one HTML file: the map at once, Python in workers, and no request to anybody."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from paris44.language.languages import language_of
from paris44.results.read import ResultFolder
from paris44.scenario.load import Loaded
from paris44.scenario.model import Act, March, PhaseLine, Scenario
from paris44.studio.operation import Operation, operation
from paris44.studio.pack import licences, own, pack, packed
from paris44.studio.parts import PYODIDE, PageParts
from paris44.telling.outcomes import main_outcomes
from paris44.version import __version__
from paris44.views.web.data import page
from paris44.views.web.shell import asset, filled, inert

SHARED = ("words.js", "make.js", "clock.js", "map.js")
"""Scripts that the studio shares with the page of results."""
OWN = ("file.js", "pool.js", "answer.js", "record.js", "levers.js", "band.js", "touch.js", "studio.js")
"""Its own scripts, in the order in which they are run."""
MOST_BYTES = 16 * 2**20
"""The largest page."""


class QuestionData(TypedDict):
    """A counterfactual: its name, title and the text of its file."""

    name: str
    title: str
    text: str


class LeversData(TypedDict):
    """What can be moved: ids and how they stand.

    ``lines`` as [id, title, hour of their end], ``decisions`` as [id, title, hour] (seconds since the start),
    ``bridges`` as [place, state], ``roads`` as [id, from, to, number], ``garrisons`` as [id, place, men,
    heavy guns, other guns, armour, whether it says itself what it bars], ``weather`` and ``crowds`` as ids,
    ``marching`` the formations that have vehicles, ``span`` the first and the last hour.
    """

    lines: list[list[Any]]
    decisions: list[list[Any]]
    bridges: list[list[Any]]
    roads: list[list[Any]]
    garrisons: list[list[Any]]
    weather: list[str]
    crowds: list[str]
    marching: list[str]
    span: list[float]


class StudioData(TypedDict):
    """What the page knows before Python is there, beside the opening run: questions, levers, their French."""

    base: str
    zone: str
    questions: list[QuestionData]
    asked: list[str]
    levers: LeversData
    main: list[str]
    sources: list[str]
    french: dict[str, str]
    versions: dict[str, str]


def html(opening: ResultFolder, here: Operation, asked: Sequence[str], parts: PageParts) -> str:
    """The page of an operation: ``opening`` is what the map shows at first, ``asked`` the questions that it
    begins with."""
    scripts = {name: asset(name) for name in SHARED} | {name: own(name) for name in OWN}
    data, carried = inert(_document(opening, here, asked)), _elements(pack(parts, here.files))
    more = (
        f'<script type="application/json" id="studio-data">{data}</script>\n'
        f'<script type="text/plain" id="boot">{own("boot.js")}</script>\n{carried}\n'
    )
    marks = {
        "/*LICENCES*/": _escaped(_notices(parts)),
        "/*MORE*/": more,
        "/*SCRIPTS*/": " 'wasm-unsafe-eval' blob:; worker-src blob:",
        "/*IMAGES*/": " blob:",
    }
    style = asset("page.css") + own("studio.css")
    return filled(own("studio.html"), style, scripts, page([opening]), marks)


def _elements(parts: Mapping[str, bytes]) -> str:
    """Each part compressed and in letters that HTML leaves alone."""
    letters = ((name, base64.b64encode(packed(data)).decode()) for name, data in parts.items())
    kind = "application/octet-stream"
    return "\n".join(f'<script type="{kind}" data-part="{name}">{text}</script>' for name, text in letters)


def _notices(parts: PageParts) -> str:
    head = (
        f"Pyodide {PYODIDE}: MPL-2.0 (https://github.com/pyodide/pyodide), unaltered. CPython 3.14: PSF "
        "licence (https://docs.python.org/3/license.html).\n"
    )
    return head + "".join(f"\n--- {name}\n{text}" for name, text in licences(parts).items())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


# --- data ----------------------------------------------------------------------------------------


def _document(opening: ResultFolder, here: Operation, asked: Sequence[str]) -> StudioData:
    scenario = opening.scenario
    known, there = _told(here), levers(scenario)
    titles = [question["title"] for question in known]
    titles += [str(row[1]) for row in (*there["lines"], *there["decisions"])]
    french, spaces = scenario.theatre.french, language_of("fr").spaces
    return {
        "base": here.name,
        "zone": opening.clock.zone,
        "questions": known,
        "asked": list(asked) or first_questions(known, scenario.theatre.compared),
        "levers": there,
        "main": main_outcomes(scenario, opening.outcomes()),
        "sources": list(opening.loaded.rows["sources"]),
        "french": {title: spaces(french[title]) for title in titles if title in french},
        "versions": {"paris44": __version__, "pyodide": PYODIDE},
    }


def questions(base: Loaded) -> list[QuestionData]:
    """The counterfactuals of a scenario, by name; their texts name it in full, as others must."""
    return _told(operation(base))


def _told(here: Operation) -> list[QuestionData]:
    return [{"name": q.name, "title": q.title, "text": q.text} for q in here.questions]


def first_questions(known: Sequence[QuestionData], compared: Sequence[str] = (), n: int = 3) -> list[str]:
    """The names of ``n`` questions to begin with: those that the theatre's results stand beside
    (``compared``); of a theatre without any the shortest files that each change another section."""
    published = [name for name in compared if any(question["name"] == name for question in known)]
    if published:
        return published[:n]
    found: dict[str, str] = {}
    for question in sorted(known, key=lambda q: (len(q["text"]), q["name"])):
        section = question["text"].partition("change:")[2].strip().split(".")[0].split(":")[0]
        found.setdefault(section, question["name"])
    return list(found.values())[:n]


def levers(scenario: Scenario) -> LeversData:
    """What can be moved in a scenario."""
    orders = scenario.orders.values()
    return {
        "lines": [[o.id, o.title, o.until] for o in orders if isinstance(o, PhaseLine)],
        "decisions": [
            [o.id, o.title, o.issued.at]
            for o in orders
            if isinstance(o, Act | March) and o.issued.at is not None and o.title
        ],
        "bridges": [[name, bridge.state] for name, bridge in scenario.bridges.items()],
        "roads": [[name, road.a, road.b, road.number] for name, road in scenario.roads.items()],
        "garrisons": [
            [g.id, g.place, g.men, g.heavy_guns, g.other_guns, g.armour, g.bars not in ((), (g.place,))]
            for g in scenario.garrisons.values()
        ],
        "weather": _ids(w.id for w in scenario.weather if w.state != "dry"),
        "crowds": _ids(c.id for c in scenario.crowds),
        "marching": [f.id for f in scenario.formations.values() if f.vehicles],
        "span": [0.0, scenario.duration],
    }


def _ids(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
