"""The routes on a map: which column took which road, and in how many of the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from paris44.language.text import msg
from paris44.results.read import ResultFolder
from paris44.scenario.model import Scenario
from paris44.study.running.lay_out import lay_out
from paris44.views.figures.common.sheet import Sheet, colophon, key_room
from paris44.views.figures.common.style import SPARE, LegendEntry, column_of, columns_of, short_name
from paris44.views.figures.common.tracks import Track, steps_of, tracks_of
from paris44.views.figures.maps.country import COLUMN, NEAR, Country, Step, frames, named, outline, strands
from paris44.views.wording import share

if TYPE_CHECKING:
    from paris44.study.questions.routes.search import RoutesDocument

WIDTH = 7.2
THICK, THIN = 1.5, 0.6
FAINTEST = 0.25


def draw(results: Sequence[ResultFolder], *, routes: RoutesDocument | None = None) -> Sheet:
    """The sheet: what was marched; with ``routes`` (the answer of ``paris44 routes``) its alternatives."""
    result = results[0]
    if routes is not None:
        return _alternatives(result, routes)
    tracks = tracks_of(result)
    scenario = result.scenario
    shares = shares_of(tracks, scenario)
    steps = {step: [_strand(column, part) for column, part in there] for step, there in shares.items()}
    columns = columns_of({t.formation for t in tracks}, scenario)
    key = [("line", column.colour, column.label) for column in columns]
    runs = len({track.replication for track in tracks})
    if any(part < 1 for there in shares.values() for _, part in there):
        key.append(
            (
                "ghost",
                "#666666",
                msg("the paler and thinner, the fewer of {runs} runs use the road", runs=runs),
            )
        )
    title, subtitle = _message(scenario, shares)
    return _sheet([result], title, subtitle, key, steps, tracks)


def _sheet(
    results: Sequence[ResultFolder], title: str, subtitle: str, key: Sequence[tuple[str, str, str]],
    steps: Mapping[Step, Sequence[tuple[str, float, float]]], tracks: Sequence[Track],
) -> Sheet:  # fmt: skip
    country = Country(results[0].scenario)
    shown = frames(country, tracks, WIDTH)
    places = {p for step in steps for p in step}
    height = key_room(key, WIDTH) + 0.05 + sum(frame.height + 0.12 for _, frame in shown)
    note = msg("Roads are drawn straight from place to place; columns that share a road lie side by side.")
    sheet = Sheet(WIDTH, height, title, subtitle, colophon(results, note=note))
    y = sheet.key(0.0, key) + 0.05
    for name, frame in shown:
        ax = country.background(sheet, 0.0, y, frame, name)
        strands(ax, country, frame, steps)
        if name != NEAR:
            outline(ax, shown)
        country.names(ax, frame, named(country, shown, name, places), roads=steps)
        y += frame.height + 0.12
    return sheet


# --- what was marched ---------------------------------------------------------------------------


def shares_of(tracks: Sequence[Track], scenario: Scenario) -> dict[Step, list[tuple[LegendEntry, float]]]:
    """Road -> the columns that use it, each with the share of the runs in which it does."""
    runs = len({track.replication for track in tracks})
    used: dict[Step, dict[str, set[int]]] = {}
    columns: dict[str, LegendEntry] = {}
    for track in tracks:
        column = column_of(track.formation, scenario)
        columns[column.key] = column
        for j, k in steps_of(track):
            a, b = track.places[j], track.places[k]
            step = (a, b) if (b, a) not in used else (b, a)
            used.setdefault(step, {}).setdefault(column.key, set()).add(track.replication)
    return {
        step: [(columns[key], len(there[key]) / runs) for key in sorted(there)]
        for step, there in used.items()
    }


def _strand(column: LegendEntry, part: float) -> tuple[str, float, float]:
    return column.colour, THIN + (THICK - THIN) * part, FAINTEST + (1 - FAINTEST) * part


def _message(
    scenario: Scenario, shares: Mapping[Step, Sequence[tuple[LegendEntry, float]]]
) -> tuple[str, str]:
    marched = _kilometres(scenario, shares)
    shared = _kilometres(scenario, {s: c for s, c in shares.items() if len(c) > 1})
    uncertain = _kilometres(scenario, {s: c for s, c in shares.items() if max(p for _, p in c) < 0.95})
    columns = len({column.key for there in shares.values() for column, _ in there})
    if columns == 1:
        return msg("One column, {marched:.0f} km of road", marched=marched), msg(
            "Every road on which a head was recorded."
        )
    title = msg(
        "{columns} columns share {shared:,.0f} of the {marched:,.0f} km of road on which they march",
        columns=columns,
        shared=shared,
        marched=marched,
    )
    sure = (
        msg("{uncertain:.0f} km of road are used in some runs only", uncertain=uncertain)
        if uncertain >= 0.5
        else msg("Every run takes the same roads")
    )
    return title, msg(
        "{sure}; each column has its colour, and those that share a road lie side by side.", sure=sure
    )


def _kilometres(scenario: Scenario, steps: Mapping[Step, object]) -> float:
    lengths = {frozenset((r.a, r.b)): r.length_m / 1000.0 for r in scenario.roads.values()}
    return sum(lengths.get(frozenset(step), 0.0) for step in steps)


# --- alternatives ---------------------------------------------------------------------------------


def _alternatives(result: ResultFolder, answer: RoutesDocument) -> Sheet:
    """The routes of ``paris44 routes``: width by the chance to be the best."""
    world = lay_out(result.loaded)
    steps: dict[Step, list[tuple[str, float, float]]] = {}
    key, ways = [], []
    for at, route in enumerate(answer["routes"]):
        colour = SPARE[at % len(SPARE)]
        via = tuple(route["via"])
        path = tuple(route.get("path") or world.router.route(via, "ordered") or via)
        best = float(route.get("probability_best") or 0.0)
        for step in pairwise(path):
            steps.setdefault(step, []).append((colour, 0.8 + 4.0 * best, 0.9))
        zeros = (0.0,) * len(path)
        ways.append(Track(0, answer["column"], "", path, zeros, zeros, (COLUMN,) * len(path)))
        key.append(
            (
                "line",
                colour,
                msg(
                    "{at}: {length_km:.0f} km, best in {best} of the runs",
                    at=at + 1,
                    length_km=route["length_km"],
                    best=share(best),
                ),
            )
        )
    chance = max(float(route.get("probability_best") or 0.0) for route in answer["routes"])
    known = result.scenario.formations.get(answer["column"])
    name = short_name(result.scenario, known.id) if known else answer["column"]
    title = msg(
        "{routes} roads for {name}: the most successful wins {chance} of the runs",
        routes=len(answer["routes"]),
        name=name,
        chance=share(chance),
    )
    subtitle = msg("Width: how often a road is the best. Each was simulated among all other columns.")
    return _sheet([result], title, subtitle, key, steps, ways)
