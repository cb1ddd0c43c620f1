"""Who stands is still somewhere: no gap in the maps with times, from the start of a run to its end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paris44.results.read import ResultFolder
from paris44.scenario.load import load
from paris44.study.running.replicate import Effort, replicate
from paris44.views.export import formats
from paris44.views.export.geo import Link, homes, links, stands
from paris44.views.web.courses import courses
from tests.study.small import START, march, small

ROADS: list[Any] = [("a", "b", 10.0), ("b", "c", 10.0)]
END = "1944-08-25T06:00:00+02:00"
HOUR = 3600.0
Made = tuple[dict[str, dict[str, Any]], dict[str, Any]]


def before_the_start() -> Made:
    """The order comes after ten hours."""
    return {"go": march("col", "a b c", 10 * HOUR)}, {}


def between_two_orders() -> Made:
    """Twenty hours at b."""
    return {"go": march("col", "a b"), "on": march("col", "b c", 20 * HOUR)}, {}


def before_a_garrison() -> Made:
    """A post at b that leaves after a day."""
    return {"go": march("col", "a b c") | {"on_contact": "wait"}}, {
        "garrisons": {"post": {"place": "b", "men": 50, "active_to": "1944-08-24T06:00+02:00"}}
    }


def before_a_garrison_for_good() -> Made:
    """A post at b that nobody attacks."""
    return {"go": march("col", "a b c") | {"on_contact": "wait"}}, {
        "garrisons": {"post": {"place": "b", "men": 50}}
    }


def before_a_line() -> Made:
    """A line between b and c until the next noon."""
    line = {
        "type": "phase-line", "title": "l", "by": "t", "issued": START, "transmission": "0 s",
        "points": ["b"], "roads": ["b--c"], "until": "1944-08-24T12:00+02:00", "applies_to": ["col"],
    }  # fmt: skip
    return {"line": line, "go": march("col", "a b c")}, {}


def never() -> Made:
    """The order comes after the end."""
    return {"go": march("col", "a b c", 1e6)}, {}


def behind_itself() -> Made:
    """Two units of one formation, an hour apart."""
    return {"go": march("col", "a b c") | {"unit_gap": "3600 s"}}, {}


CASES = [before_the_start, between_two_orders, before_a_garrison, before_a_garrison_for_good, before_a_line,
         never, behind_itself]  # fmt: skip


def made(make: Callable[[], Made], folder: Path) -> ResultFolder:
    """One run of a case."""
    orders, more = make()
    loaded = small(folder, ROADS, {"col": 50}, orders, **more)
    return replicate(loaded, Effort(n=1, workers=1, out=folder / "out"))


def without_gaps(spans: list[tuple[str, str]], start: str, end: str) -> bool:
    """Whether spans of ISO times cover everything from ``start`` to ``end``."""
    at = start
    for begin, over in sorted(spans):
        if begin > at:
            return False
        at = max(at, over)
    return at >= end


@pytest.mark.parametrize("make", CASES)
def test_a_column_has_a_placemark_at_every_moment(make: Callable[[], Made], tmp_path: Path) -> None:
    """Before it starts, at a halt, before what bars it, at the end: KML and GeoJSON show where it is."""
    result = made(make, tmp_path)
    start = result.clock.text(0.0)
    text = formats.data("kml", result).decode()
    assert without_gaps(re.findall(r"<begin>(.*?)</begin><end>(.*?)</end>", text), start, END)
    features = json.loads(formats.data("geojson", result))["features"]
    rows = [f["properties"] for f in features if f["properties"]["kind"] in ("link", "stand")]
    assert without_gaps([(row["start"], row["end"]) for row in rows], start, END)


@pytest.mark.parametrize(
    ("make", "place", "moment"),
    [
        (before_the_start, "a", 5 * HOUR),
        (between_two_orders, "b", 10 * HOUR),
        (between_two_orders, "c", 40 * HOUR),
        (never, "a", 24 * HOUR),
    ],
)
def test_it_stands_where_the_model_has_it(
    make: Callable[[], Made], place: str, moment: float, tmp_path: Path
) -> None:
    """The point of a stand is the place at which the column is then, and it is on no link meanwhile."""
    result = made(make, tmp_path)
    every = links(courses(result))
    (there,) = [s for s in stands(every, result.scenario) if s.start <= moment < s.end]
    assert there.place == place
    assert not [link for link in every if link.enters[0] <= moment < link.leaves[0]]


def test_every_column_of_a_large_run_is_somewhere(tmp_path: Path) -> None:
    """Over several replications the spans of each column, links and stands, cover the whole run."""
    result = replicate(load("historical"), Effort(n=2, workers=1, out=tmp_path))
    rows: dict[str, list[tuple[str, str]]] = {}
    for feature in json.loads(formats.data("geojson", result))["features"]:
        row = feature["properties"]
        if row["kind"] in ("link", "stand"):
            rows.setdefault(row["formation"], []).append((row["start"], row["end"]))
    assert set(homes(result.scenario)) <= set(rows)
    bounds = result.clock.text(0.0), result.clock.text(result.scenario.duration)
    assert [name for name, spans in rows.items() if not without_gaps(spans, *bounds)] == []


def test_links_that_overlap_leave_no_stand_between(tmp_path: Path) -> None:
    """While the tail of a column is still on the road behind it, it does not stand."""
    loaded = small(tmp_path, ROADS, {"col": 50}, {"go": march("col", "a b c")})
    first, second = Link("col", "a", "b", 1), Link("col", "b", "c", 1)
    first.enters, first.leaves, second.enters, second.leaves = [10.0], [90.0], [50.0], [200.0]
    found = list(stands([first, second], loaded.scenario))
    end = loaded.scenario.duration
    assert [(s.place, s.start, s.end) for s in found] == [("a", 0.0, 10.0), ("c", 200.0, end)]
