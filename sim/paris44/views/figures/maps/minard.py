"""The advance as a band map: the width of a band is the number of vehicles that have passed.

After Charles-Joseph Minard's maps of moving armies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paris44.language.text import join, msg
from paris44.results.read import ResultFolder
from paris44.scenario.model import Scenario
from paris44.study.reading.typical import typical
from paris44.telling.words import told
from paris44.views.figures.common.hours import Almanac
from paris44.views.figures.common.sheet import Sheet, colophon, key_room
from paris44.views.figures.common.style import LegendEntry, column_of, columns_of
from paris44.views.figures.common.tracks import Track, nothing_drawn, strength, tracks_of, vehicles_on
from paris44.views.figures.maps.country import NEAR, Country, Step, frames, named, outline, strands

WIDTH = 7.2
BROADEST = 20.0  # points, for the road with most vehicles
FINEST = 0.35
SAMPLES = (100, 500, 1000, 2000)


def draw(results: Sequence[ResultFolder], *, replication: int | None = None) -> Sheet:
    """The sheet of the first result: the replication in the middle, or another."""
    result = results[0]
    scenario = result.scenario
    chosen = typical(result) if replication is None else replication
    tracks = tracks_of(result, [chosen])
    bands = bands_of(tracks, scenario)
    if not bands:
        why = msg("nobody marched a road to its end in replication {chosen}, the typical one", chosen=chosen)
        raise nothing_drawn(result, why)
    most = max(sum(count for _, count in there) for there in bands.values())
    points = BROADEST / most
    steps = {
        step: [(column.colour, max(count * points, FINEST), 0.92) for column, count in there]
        for step, there in bands.items()
    }
    country = Country(scenario)
    places = {p for step in steps for p in step}
    shown = frames(country, tracks, WIDTH)
    key = [("square", c.colour, c.label) for c in columns_of({t.formation for t in tracks}, scenario)]
    key += [
        (f"bar:{count * points}", "#555555", msg("{count:,} vehicles", count=count))
        for count in SAMPLES
        if 0.5 <= count * points <= BROADEST / 2
    ]
    height = key_room(key, WIDTH) + 0.05 + sum(frame.height + 0.12 for _, frame in shown)
    title, subtitle = _message(result, bands, tracks)
    note = msg(
        "Replication {chosen}, the typical one (its main outcomes are nearest to the medians). Every "
        "vehicle counts once on a road and direction. Roads are drawn straight from place to place.",
        chosen=chosen,
    )
    sheet = Sheet(WIDTH, height, title, subtitle, colophon([result], note=note))
    y = sheet.key(0.0, key) + 0.05
    for name, frame in shown:
        ax = country.background(sheet, 0.0, y, frame, name)
        strands(ax, country, frame, steps, zorder=5)
        if name != NEAR:
            outline(ax, shown)
        country.names(ax, frame, named(country, shown, name, places), roads=steps)
        y += frame.height + 0.12
    return sheet


def bands_of(tracks: Sequence[Track], scenario: Scenario) -> dict[Step, list[tuple[LegendEntry, int]]]:
    """Road in the direction of march -> the columns on it, each with its vehicles, each counted once."""
    found = {}
    for step, there in vehicles_on(tracks).items():
        columns: dict[str, LegendEntry] = {}
        counts: dict[str, int] = {}
        for formation, vehicles in there.items():
            column = column_of(formation, scenario)
            columns[column.key] = column
            counts[column.key] = counts.get(column.key, 0) + vehicles
        found[step] = [(columns[key], counts[key]) for key in sorted(counts)]
    return found


def _message(
    result: ResultFolder, bands: Mapping[Step, Sequence[tuple[LegendEntry, int]]], tracks: Sequence[Track]
) -> tuple[str, str]:
    scenario = result.scenario
    gates = {p.id for p in scenario.places.values() if p.kind == "gate"}
    moved = strength(tracks)
    inside = strength(t for t in tracks if gates & set(t.places))
    total = sum(moved.values())
    step, there = max(bands.items(), key=lambda item: (sum(n for _, n in item[1]), item[0]))
    busiest = join(" – ", (told(scenario, scenario.places[p].name) for p in step))
    most = sum(n for _, n in there)
    title = msg("{total:,} vehicles march", total=total)
    if gates and inside:
        city = scenario.theatre.city
        came = {
            "n": sum(inside.values()),
            "end": Almanac(scenario).day(scenario.duration - 60.0),
            "total": total,
        }
        if city:
            title = msg(
                "Of {total:,} vehicles on the roads {n:,} pass a gate of {city} by the end of {end}",
                city=told(scenario, city), **came,
            )  # fmt: skip
        else:
            title = msg("Of {total:,} vehicles on the roads {n:,} pass a gate by the end of {end}", **came)
    return (
        title,
        msg(
            "The busiest road is {busiest}: {most:,} vehicles. The width of a band is the vehicles that "
            "passed.",
            busiest=busiest,
            most=most,
        ),
    )
