"""Maps with times: GeoJSON for QGIS, KML for Google Earth, GPX for route programs.

A *link* is a road that a column took: it is on it from the moment its head enters at one end until
its tail leaves at the other. Where several replications took it, times are medians over those that
did, with their 5 and 95 % quantiles. The replications are those that kept their tracks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

from paris44.results.read import ResultFolder
from paris44.scenario.model import March, Place, Scenario
from paris44.study.statistics.estimates import quantile
from paris44.views.export.tables import LEVELS, summary
from paris44.views.hues import HUES, hued
from paris44.views.web.courses import Course, courses
from paris44.views.wording import credit_of
from paris44.world.order_of_battle import tree

GREY = "5d564a"
"""RGB of a formation of no group that has a hue."""


@dataclass(slots=True)
class Link:
    """A formation on its way from ``a`` to ``b``, for the ``visit``-th time; seconds by replication."""

    formation: str
    a: str
    b: str
    visit: int
    enters: list[float] = field(default_factory=list)
    arrives: list[float] = field(default_factory=list)
    leaves: list[float] = field(default_factory=list)


def links(every: Sequence[Course]) -> list[Link]:
    """The links of all courses, in the order in which they are first met."""
    found: dict[tuple[str, str, str, int], Link] = {}
    for course in every:
        visits: dict[tuple[str, str], int] = {}
        for k, (a, b) in enumerate(pairwise(course.places)):
            if a == b:
                continue
            visit = visits[a, b] = visits.get((a, b), 0) + 1
            key = (course.formation, a, b, visit)
            link = found.setdefault(key, Link(*key))
            link.enters.append(course.heads[k])
            link.arrives.append(course.heads[k + 1])
            link.leaves.append(course.clears[k + 1])
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Stand:
    """A formation stands, all of it, at or after ``place`` from ``start`` to ``end``; seconds."""

    formation: str
    place: str
    start: float
    end: float


def stands(every: Sequence[Link], scenario: Scenario) -> Iterator[Stand]:
    """Where each formation that is ever to march stands while it is on no link, by the medians of its links.

    Before its first link it stands where that begins, between two where it came to, then where it ends; who
    never marches where his first order begins, which is where the model has him from the start.
    """
    by_unit: dict[str, list[Link]] = {name: [] for name in homes(scenario)}
    for link in every:
        by_unit.setdefault(link.formation, []).append(link)
    for formation, rows in by_unit.items():
        spans = sorted((_middle(link.enters), _middle(link.leaves), k) for k, link in enumerate(rows))
        at, place = 0.0, rows[spans[0][2]].a if spans else homes(scenario)[formation]
        for start, end, k in spans:
            if start > at:
                yield Stand(formation, place, at, start)
            if end >= at:
                at, place = end, rows[k].b
        if at < scenario.duration:
            yield Stand(formation, place, at, scenario.duration)


def homes(scenario: Scenario) -> dict[str, str]:
    """Where each leaf formation that is ever to march stands at the start: where its first order begins."""
    family, found = tree(scenario.formations), dict[str, str]()
    for order in scenario.orders.values():
        if isinstance(order, March):
            for serial in order.serials:
                for leaf in family.leaves[serial]:
                    if scenario.formations[leaf].vehicles:
                        found.setdefault(leaf, order.route[0])
    return {name: found[name] for name in scenario.formations if name in found}


def _middle(values: Sequence[float]) -> float:
    return float(np.median(values))


def _three(values: Sequence[float], result: ResultFolder) -> dict[str, str]:
    array = np.array(values)
    return {name: result.clock.text(quantile(array, level)) for name, level in LEVELS}


# --- GeoJSON -----------------------------------------------------------------------------------


def geojson(result: ResultFolder) -> str:
    """A feature collection: links as lines, stands and arrivals as points, each with ``start`` and ``end``.

    ``start`` is the median of the head, ``end`` of the tail: what a temporal controller needs.
    """
    scenario = result.scenario
    every = courses(result)
    features = [
        *_line_features(result, scenario, every),
        *_stand_features(result, scenario, every),
        *_point_features(result),
    ]
    document = {
        "type": "FeatureCollection",
        "name": result.name,
        "title": scenario.title,
        "credit": credit_of(result.scenario),
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _line_features(
    result: ResultFolder, scenario: Scenario, every: Sequence[Course]
) -> Iterator[dict[str, Any]]:
    kept = len({course.replication for course in every})
    for link in links(every):
        enters, leaves = _three(link.enters, result), _three(link.leaves, result)
        unit, a, b = scenario.formations[link.formation], scenario.places[link.a], scenario.places[link.b]
        yield _feature(
            {"type": "LineString", "coordinates": [[a.lon, a.lat], [b.lon, b.lat]]},
            {
                "kind": "link", "formation": unit.id, "name": unit.name, "vehicles": unit.vehicles,
                "from": a.name, "to": b.name, "event": "march", "visit": link.visit,
                "start": enters["median"], "end": leaves["median"],
                "start_p05": enters["p05"], "start_p95": enters["p95"],
                "end_p05": leaves["p05"], "end_p95": leaves["p95"],
                "head_arrives": _three(link.arrives, result)["median"],
                "share": round(len(link.enters) / kept, 4),
            },
        )  # fmt: skip


def _stand_features(
    result: ResultFolder, scenario: Scenario, every: Sequence[Course]
) -> Iterator[dict[str, Any]]:
    text = result.clock.text
    for stand in stands(links(every), scenario):
        unit, spot = scenario.formations[stand.formation], scenario.places[stand.place]
        yield _feature(
            {"type": "Point", "coordinates": [spot.lon, spot.lat]},
            {
                "kind": "stand", "formation": unit.id, "name": unit.name, "vehicles": unit.vehicles,
                "to": spot.name, "event": "stand", "start": text(stand.start), "end": text(stand.end),
            },
        )  # fmt: skip


def _point_features(result: ResultFolder) -> Iterator[dict[str, Any]]:
    """The arrivals of at least half of the replications (a median that is not never)."""
    for row in summary(result):
        if row["lat"] is None or not row["head_median"]:
            continue
        yield _feature(
            {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            {
                "kind": "place", "formation": row["formation"], "name": row["formation_name"],
                "to": row["place_name"], "event": row["event"], "visit": row["visit"],
                "start": row["head_median"], "end": row["tail_median"] or row["head_median"],
                "start_p05": row["head_p05"], "start_p95": row["head_p95"] or None,
                "end_p05": row["tail_p05"] or None, "end_p95": row["tail_p95"] or None,
                "share": round(1.0 - row["share_never"], 4),
            },
        )  # fmt: skip


def _feature(geometry: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    """A feature; its ``start`` and ``end`` in universal time too, for layers beside a GPX."""
    utc = {f"{name}_utc": _utc(properties[name]) for name in ("start", "end")}
    return {"type": "Feature", "geometry": geometry, "properties": {**properties, **utc}}


def _utc(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# --- KML ---------------------------------------------------------------------------------------


def kml(result: ResultFolder) -> str:
    """A folder for each column, a placemark with a time span for each link and for each stand between."""
    scenario, every = result.scenario, links(courses(result))
    by_unit: dict[str, list[str]] = {}
    for link in every:
        line = _placemark(link, result, _colour(scenario, link.formation))
        by_unit.setdefault(link.formation, []).append(line)
    for stand in stands(every, scenario):
        by_unit.setdefault(stand.formation, []).append(_still(stand, result))
    styles = dict.fromkeys(_colour(scenario, name) for name in by_unit)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{escape(scenario.title)}</name><description>{escape(credit_of(scenario))}</description>",
        *(_style(colour) for colour in styles),
    ]
    for name, rows in by_unit.items():
        unit = scenario.formations[name]
        out.append(f"<Folder><name>{escape(unit.name)}</name>")
        out += [*rows, "</Folder>"]
    return "\n".join([*out, "</Document></kml>", ""])


def _colour(scenario: Scenario, name: str) -> str:
    """RGB of the hue of its group, or of that of the nearest one above."""
    group = hued(scenario, name)
    return HUES[group.hue or ""].rgb if group is not None else GREY


def _style(colour: str) -> str:
    """KML writes colours as opacity, blue, green, red."""
    bgr = colour[4:6] + colour[2:4] + colour[0:2]
    return f'<Style id="c{colour}"><LineStyle><color>ff{bgr}</color><width>4</width></LineStyle></Style>'


def _placemark(link: Link, result: ResultFolder, colour: str) -> str:
    places = result.scenario.places
    a, b = places[link.a], places[link.b]
    begins, ends = _three(link.enters, result), _three(link.leaves, result)
    words = (
        f"Head {begins['median']} ({begins['p05']} to {begins['p95']}), "
        f"tail {ends['median']} ({ends['p05']} to {ends['p95']})"
    )
    return (
        f"<Placemark><name>{escape(f'{a.name} – {b.name}')}</name><description>{words}</description>"
        f"<TimeSpan><begin>{begins['median']}</begin><end>{ends['median']}</end></TimeSpan>"
        f"<styleUrl>#c{colour}</styleUrl><LineString><tessellate>1</tessellate>"
        f"<coordinates>{a.lon},{a.lat},0 {b.lon},{b.lat},0</coordinates></LineString></Placemark>"
    )


def _still(stand: Stand, result: ResultFolder) -> str:
    spot = result.scenario.places[stand.place]
    begin, end = result.clock.text(stand.start), result.clock.text(stand.end)
    words = f"Stands from {begin} to {end}, by the medians of its marches"
    if stand.start == 0.0:
        words = f"Until {end}: before its first march, where the model has it"
    return (
        f"<Placemark><name>{escape(spot.name)}</name><description>{words}</description>"
        f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>"
        f"<Point><coordinates>{spot.lon},{spot.lat},0</coordinates></Point></Placemark>"
    )


# --- GPX ---------------------------------------------------------------------------------------


def gpx(result: ResultFolder) -> str:
    """Tracks with times (UTC): the median head and tail of each column, and the head's 5 and 95 %.

    They follow the road that most replications took, over those replications.
    """
    scenario = result.scenario
    version = result.manifest.get("versions", {}).get("paris44", "")
    by_unit: dict[str, list[Course]] = {}
    for course in courses(result):
        by_unit.setdefault(course.formation, []).append(course)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<gpx version="1.1" creator="Paris 44 {escape(version)}" xmlns="http://www.topografix.com/GPX/1/1">',
        f"<metadata><name>{escape(scenario.title)}</name><desc>{escape(credit_of(scenario))}</desc></metadata>",
    ]
    for name, every in by_unit.items():
        out += _gpx_tracks(result, scenario.formations[name].name, every)
    return "\n".join([*out, "</gpx>", ""])


def _gpx_tracks(result: ResultFolder, name: str, every: Sequence[Course]) -> Iterator[str]:
    roads: dict[tuple[str, ...], list[Course]] = {}
    for course in every:
        roads.setdefault(_road(course), []).append(course)
    road, same = max(roads.items(), key=lambda item: len(item[1]))
    words = f"the road of {len(same)} of {len(every)} replications"
    heads = np.array([_ends(course, course.heads) for course in same])
    tails = np.array([_ends(course, course.clears) for course in same])
    wanted = [("head, median", heads, 0.5), ("tail, median", tails, 0.5)]
    if len(same) > 1:
        wanted += [("head, 5 %", heads, 0.05), ("head, 95 %", heads, 0.95)]
    places = [result.scenario.places[place] for place in road]
    for title, times, level in wanted:
        yield f"<trk><name>{escape(f'{name}: {title}')}</name><desc>{words}</desc><trkseg>"
        yield from _gpx_points(result, places, np.quantile(times, level, axis=0))
        yield "</trkseg></trk>"


def _road(course: Course) -> tuple[str, ...]:
    """The places of a course, each stand counted once."""
    return tuple(p for k, p in enumerate(course.places) if k == 0 or p != course.places[k - 1])


def _ends(course: Course, times: Sequence[float]) -> list[float]:
    """For each place of the road, when it is reached and when it is left."""
    found: list[float] = []
    for k, place in enumerate(course.places):
        if k and place == course.places[k - 1]:
            found[-1] = times[k]
        else:
            found += [times[k], times[k]]
    return found


def _gpx_points(result: ResultFolder, places: Sequence[Place], times: Sequence[float]) -> Iterator[str]:
    for k, place in enumerate(places):
        for time in dict.fromkeys((float(times[2 * k]), float(times[2 * k + 1]))):
            yield (
                f'<trkpt lat="{place.lat}" lon="{place.lon}"><time>{_utc(result.clock.text(time))}</time>'
                f"<name>{escape(place.name)}</name></trkpt>"
            )
