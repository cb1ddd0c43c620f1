"""Runs in which nothing, or hardly anything, happens: a picture, a table with its header, or one sentence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from paris44.results.errors import ResultError, StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.load import Loaded
from paris44.study.running.replicate import Effort, replicate
from paris44.views.export import formats
from paris44.views.export.movement import MOVEMENT
from paris44.views.export.tables import LOCAL, SUMMARY
from paris44.views.figures.kinds import KINDS, OF_MANY, draw
from paris44.views.web import report
from tests.study.small import START, march, small

ROADS: list[Any] = [("a", "b", 10.0), ("b", "c", 10.0)]
LATE = 1e6  # s: long after the end
WATCH = {"watch": {"w": {"formation": "col", "place": "c", "event": "arrive"}}}
SIGNS = {"type": "act", "title": "s", "by": "t", "issued": START, "event": "sign", "formation": "col",
         "place": "a"}  # fmt: skip
FALLING = {
    "attrition": {
        "by-the-hour": {
            "party": "ffi", "from": START, "to": "1944-08-23T12:00+02:00", "killed_per_hour": "2 /h",
        }
    }
}  # fmt: skip
LEAVING = {"garrisons": {"post": {"place": "c", "men": 50, "active_to": "1944-08-23T12:00+02:00"}}}
QUIET: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "an order after the end": ({"go": march("col", "a b c", LATE)}, {}),
    "an order after the end that is watched": ({"go": march("col", "a b c", LATE)}, WATCH),
    "no order at all": ({}, {}),
    "no order, but somebody asks": ({}, WATCH),
    "a signature alone": ({"treaty": SIGNS}, {}),
    "losses by the hour alone": ({}, FALLING),
    "a garrison that leaves": ({}, LEAVING),
    "an order without a march": ({"go": march("col", "a b c") | {"start": "1944-09-01T06:00+02:00"}}, {}),
}
"""Orders and further sections of scenarios in which no column moves."""


@pytest.fixture(params=QUIET, ids=lambda name: name.replace(" ", "-"))
def quiet(request: pytest.FixtureRequest, tmp_path: Path) -> ResultFolder:
    """A run of one replication in which no column moves."""
    orders, more = QUIET[request.param]
    return one(small(tmp_path, ROADS, {"col": 10}, orders, **more), tmp_path)


def one(loaded: Loaded, folder: Path, n: int = 1) -> ResultFolder:
    """Run it."""
    return replicate(loaded, Effort(n=n, workers=1, out=folder / "out"))


def refusal(make: Callable[[], object]) -> str:
    """The sentence with which it was refused, empty where it was made."""
    try:
        make()
    except (StudyError, ResultError) as error:
        return str(error)
    return ""


def drawn(make: Callable[[], object]) -> bool:
    """Whether it was made; a refusal must be one sentence, and not ask for more events of nothing."""
    words = refusal(make)
    assert "\n" not in words
    assert "--events" not in words
    return not words


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sweep"])
def test_every_figure_of_a_quiet_run_is_drawn_or_refused(
    quiet: ResultFolder, kind: str, tmp_path: Path
) -> None:
    """There is a picture, or a sentence that says why there is none; never a fault of ours."""
    results = [quiet, quiet] if kind in OF_MANY and kind == "compare" else [quiet]
    target = tmp_path / "x.svg"
    assert drawn(lambda: draw(kind, results, target)) == target.exists()


@pytest.mark.parametrize(("form", "columns"), [("csv", SUMMARY + LOCAL), ("movement-table", MOVEMENT)])
def test_a_table_of_nothing_has_its_header(quiet: ResultFolder, form: str, columns: tuple[str, ...]) -> None:
    """A table without rows is a table: whoever reads it finds the columns that it always has."""
    rows = list(csv.reader(io.StringIO(formats.data(form, quiet).decode())))
    assert rows[0] == [*columns, "credit"]
    assert all(len(row) == len(rows[0]) for row in rows)


def test_every_other_export_of_a_quiet_run_is_whole(quiet: ResultFolder) -> None:
    """Maps of nobody's march can be read; linked places need a record and say so."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(formats.data("parquet", quiet)))
    assert tuple(table.column_names) == SUMMARY
    assert json.loads(formats.data("geojson", quiet))["type"] == "FeatureCollection"
    assert formats.data("kml", quiet).decode().rstrip().endswith("</kml>")
    assert formats.data("gpx", quiet).decode().rstrip().endswith("</gpx>")
    assert not drawn(lambda: formats.data("linked-places", quiet))


def test_a_page_of_a_quiet_run_is_refused_in_one_sentence(quiet: ResultFolder) -> None:
    """An animated map of columns that never march would be empty."""
    assert not drawn(lambda: report.html([quiet]))


@pytest.mark.parametrize("kind", ["arrivals", "march-graph", "map", "causes", "isochrones", "minard"])
def test_one_unit_that_moves_once_can_be_drawn(kind: str, tmp_path: Path) -> None:
    """One unit, one road, one replication, no losses, no record, nothing watched: every picture is there."""
    loaded = small(tmp_path, [("a", "b", 10.0)], {"col": 1}, {"go": march("col", "a b")})
    target = tmp_path / "x.svg"
    draw(kind, [one(loaded, tmp_path)], target)
    assert target.stat().st_size


@pytest.mark.parametrize("kind", ["arrivals", "march-graph", "map", "causes", "isochrones", "minard"])
def test_who_has_only_left_by_the_end_is_drawn_or_refused(kind: str, tmp_path: Path) -> None:
    """A column that sets out, and is on its first road when the clock stops, has come along no road yet."""
    orders = {"go": march("col", "a b", 0.0, speed="1 km/h")}
    loaded = small(tmp_path, [("a", "b", 190.0)], {"col": 10}, orders)
    target = tmp_path / "x.svg"
    assert drawn(lambda: draw(kind, [one(loaded, tmp_path)], target)) == target.exists()


def test_roads_of_few_replications_are_drawn_or_refused(tmp_path: Path) -> None:
    """One column stands at its goal in every replication, the other sets out in few: no road is of half of
    them, and the map of hours says so."""
    start = {"start": {"after": "treaty"}}
    orders = {
        "treaty": SIGNS | {"chance": 0.2},
        "go": march("col", "a b c") | start,
        "stay": march("two", "a"),
    }
    result = one(small(tmp_path, ROADS, {"col": 10, "two": 1}, orders), tmp_path, 8)
    moved = {track.replication for track in result.tracks() if track.seq}
    assert 0 < len(moved) < 4
    assert "half of the replications" in refusal(lambda: draw("isochrones", [result], tmp_path / "x.svg"))
    for kind in ("arrivals", "march-graph", "map", "causes", "minard"):
        target = tmp_path / f"{kind}.svg"
        assert drawn(lambda kind=kind, target=target: draw(kind, [result], target)) == target.exists()


def test_who_moves_in_one_replication_of_many_can_be_shown(tmp_path: Path) -> None:
    """A column that the dice send off in some runs only is drawn from those."""
    act = SIGNS | {"chance": 0.6}
    orders = {"treaty": act, "go": march("col", "a b c") | {"issued": {"after": "treaty"}}}
    result = one(small(tmp_path, ROADS, {"col": 10}, orders), tmp_path, 8)
    moved = {track.replication for track in result.tracks()}
    assert 0 < len(moved) < 8
    for kind in ("arrivals", "march-graph", "map", "causes", "isochrones", "minard"):
        assert drawn(lambda kind=kind: draw(kind, [result], tmp_path / f"{kind}.svg")), kind
    assert report.html([result])
