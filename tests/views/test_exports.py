"""Exports read back by programs that are not ours: equal times, equal places."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paris44.cli import main
from paris44.errors import UserError
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.load import load, variant
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import quantile
from paris44.views.export import formats
from paris44.views.export.geo import links
from paris44.views.web.courses import courses
from paris44.views.wording import credit_of
from tests.views import ready

NAMES = ("toy-merge", "historical")


@pytest.fixture(params=NAMES)
def result(request: pytest.FixtureRequest) -> ResultFolder:
    """A result of a toy and of the real thing."""
    return ready.result(request.param, 6 if request.param.startswith("toy") else 3)


def text_of(form: str, result: ResultFolder) -> str:
    """An export as text."""
    return formats.data(form, result).decode()


def medians(result: ResultFolder) -> dict[tuple[str, str, str, int], tuple[str, str]]:
    """Head and tail median of every row of the arrivals, worked out here from the file's own lines."""
    heads: dict[tuple[str, str, str, int], list[tuple[float, float]]] = {}
    for row in result.arrivals():
        times = (np.inf if row.time is None else row.time, np.inf if row.clear is None else row.clear)
        heads.setdefault((row.formation, row.place, row.event, row.visit), []).append(times)
    found = {}
    for key, rows in heads.items():
        padded = np.full((result.n, 2), np.inf)
        padded[: len(rows)] = rows
        head, tail = quantile(padded[:, 0], 0.5), quantile(padded[:, 1], 0.5)
        found[key] = (result.clock.text(head), result.clock.text(tail))
    return found


def test_csv_holds_every_arrival_with_its_median(result: ResultFolder) -> None:
    """The CSV has one row per formation, place, event and visit; medians are those of the arrivals."""
    rows = list(csv.DictReader(io.StringIO(text_of("csv", result))))
    got = {
        (r["formation"], r["place"], r["event"], int(r["visit"])): (r["head_median"], r["tail_median"])
        for r in rows
    }
    assert len(got) == len(rows)
    assert got == medians(result)


def test_quantiles_stand_in_order(result: ResultFolder) -> None:
    """In every row 5 % comes no later than the median, and that no later than 95 %; never is last."""
    for row in csv.DictReader(io.StringIO(text_of("csv", result))):
        for what in ("head", "tail"):
            times = [row[f"{what}_{name}"] or "9999" for name in ("p05", "median", "p95")]
            assert times == sorted(times), row


def test_parquet_says_what_the_csv_says(result: ResultFolder) -> None:
    """Pyarrow reads back the rows of the CSV, times as timestamps of the same moment."""
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    table = pq.read_table(io.BytesIO(formats.data("parquet", result))).to_pylist()
    rows = list(csv.DictReader(io.StringIO(text_of("csv", result))))
    assert len(table) == len(rows)
    for stored, row in zip(table, rows, strict=True):
        assert stored["place"] == row["place"]
        for name in ("head_median", "tail_p95"):
            written = datetime.fromisoformat(row[name]) if row[name] else None
            assert stored[name] == written


def geojson_features(result: ResultFolder) -> list[dict[str, Any]]:
    """The features of the GeoJSON export."""
    return list(json.loads(text_of("geojson", result))["features"])


def test_geojson_lines_are_the_links_of_the_courses(result: ResultFolder) -> None:
    """Each line joins the two places of its link; its start is the median head, its end the median tail."""
    places = result.scenario.places
    lines = [f for f in geojson_features(result) if f["properties"]["kind"] == "link"]
    every = links(courses(result))
    assert len(lines) == len(every)
    for feature, link in zip(lines, every, strict=True):
        ends = [[places[p].lon, places[p].lat] for p in (link.a, link.b)]
        assert feature["geometry"]["coordinates"] == ends
        start = result.clock.text(quantile(np.array(link.enters), 0.5))
        end = result.clock.text(quantile(np.array(link.leaves), 0.5))
        assert (feature["properties"]["start"], feature["properties"]["end"]) == (start, end)
        assert start <= end


def test_geojson_opens_in_geopandas(result: ResultFolder, tmp_path: Path) -> None:
    """GDAL reads every feature, and its times as times."""
    geopandas = pytest.importorskip("geopandas", reason="geopandas is not installed")
    target = tmp_path / "out.geojson"
    formats.write("geojson", result, target)
    frame = geopandas.read_file(target)
    features = geojson_features(result)
    assert len(frame) == len(features)
    assert str(frame["start"].dtype).startswith("datetime")
    stored = frame["start"].iloc[0].to_pydatetime()
    assert stored == datetime.fromisoformat(features[0]["properties"]["start"])


def test_kml_has_a_time_span_for_each_link(result: ResultFolder) -> None:
    """Fastkml reads a folder per column, and spans and lines equal to the links; points are stands."""
    fastkml = pytest.importorskip("fastkml", reason="fastkml is not installed")
    document = fastkml.KML.from_string(formats.data("kml", result)).features[0]
    every_mark = [mark for folder in document.features for mark in folder.features]
    marks = [mark for mark in every_mark if mark.geometry.geom_type == "LineString"]
    assert {m.geometry.geom_type for m in every_mark} <= {"LineString", "Point"}
    every = sorted(links(courses(result)), key=lambda link: link.formation)
    marks_by_name = sorted(marks, key=lambda m: (str(m.times.begin.dt), m.name))
    assert len(marks) == len(every)
    places = result.scenario.places
    wanted = sorted(
        (
            datetime.fromisoformat(result.clock.text(quantile(np.array(link.enters), 0.5))),
            f"{places[link.a].name} – {places[link.b].name}",
        )
        for link in every
    )
    assert [(m.times.begin.dt, m.name) for m in marks_by_name] == wanted
    first = marks[0].geometry.coords
    assert len(first) == 2


def test_gpx_tracks_have_the_times_of_the_courses(result: ResultFolder) -> None:
    """Gpxpy reads head and tail of every column; times never fall, points are places of the scenario."""
    gpxpy = pytest.importorskip("gpxpy", reason="gpxpy is not installed")
    document = gpxpy.parse(text_of("gpx", result))
    spots = {(p.lat, p.lon) for p in result.scenario.places.values()}
    columns = {course.formation for course in courses(result)}
    heads = [track for track in document.tracks if track.name.endswith("head, median")]
    assert len(heads) == len(columns)
    for track in document.tracks:
        points = track.segments[0].points
        assert [p.time for p in points] == sorted(p.time for p in points)
        assert {(p.latitude, p.longitude) for p in points} <= spots


def test_one_replication_gives_its_own_times() -> None:
    """With a single replication the GPX head passes each place at the very second of the tracks."""
    gpxpy = pytest.importorskip("gpxpy", reason="gpxpy is not installed")
    one = ready.result("toy-merge", 1)
    track = gpxpy.parse(text_of("gpx", one)).tracks[0]
    got = [point.time.timestamp() for point in track.segments[0].points]
    rows = [row for row in one.tracks() if row.formation == "first"]
    assert got == [datetime.fromisoformat(one.clock.text(row.head)).timestamp() for row in rows]


def test_a_spreadsheet_reads_the_clock_of_the_place(result: ResultFolder) -> None:
    """Each moment of the CSV stands beside itself without its offset, as text of date and time."""
    rows = list(csv.DictReader(io.StringIO(text_of("csv", result))))
    for row in rows:
        for what in ("head_p05", "head_median", "head_p95", "tail_p05", "tail_median", "tail_p95"):
            moment = row[what] and datetime.fromisoformat(row[what]).replace(tzinfo=None).isoformat(" ")
            assert row[f"{what}_local"] == moment


def test_a_map_can_be_laid_beside_a_gpx(result: ResultFolder) -> None:
    """Each feature has its start and end twice: on the clock of the place, and as the same moment in UTC."""
    for feature in json.loads(text_of("geojson", result))["features"]:
        own = feature["properties"]
        for name in ("start", "end"):
            assert own[f"{name}_utc"].endswith("Z")
            assert datetime.fromisoformat(own[f"{name}_utc"]) == datetime.fromisoformat(own[name])


def test_linked_places_carry_the_whole_record() -> None:
    """Every record row with a place on the map is a relation of that place, with its bounds and source."""
    result = ready.result("historical", 3)
    document = json.loads(text_of("linked-places", result))
    scenario = result.scenario
    rows = {row.id: row for row in scenario.record if row.place in scenario.places}
    seen = {}
    for feature in document["features"]:
        place = scenario.places[feature["@id"].rsplit("/", 1)[1]]
        assert feature["geometry"]["coordinates"] == [place.lon, place.lat]
        for relation in feature["relations"]:
            row = rows[relation["@id"].rsplit("/", 1)[1]]
            assert row.place == place.id
            start = relation["when"]["timespans"][0]["start"]
            assert start["earliest"] == result.clock.text(row.lo)
            assert start["latest"] == result.clock.text(row.hi)
            assert relation["citations"][0]["label"] == row.source
            seen[row.id] = row
    assert seen == rows


def test_movement_table_adds_up(result: ResultFolder) -> None:
    """Roads of all categories make up the whole, quantiles stand in order, no speed is negative."""
    rows = list(csv.DictReader(io.StringIO(text_of("movement-table", result))))
    total = next(r for r in rows if (r["category"], r["road_class"]) == ("all", "all"))
    parts = [r for r in rows if r["category"] == "all" and r["road_class"] != "all"]
    assert sum(int(r["crossings"]) for r in parts) == int(total["crossings"])
    for row in rows:
        assert 0 < float(row["kmh_p05"]) <= float(row["kmh_median"]) <= float(row["kmh_p95"])


def test_a_free_march_is_as_fast_as_its_order() -> None:
    """One column alone on one road: 20 km in 50 minutes is 24 km/h in the movement table."""
    rows = list(csv.DictReader(io.StringIO(text_of("movement-table", ready.result("toy-one-road", 1)))))
    assert {row["kmh_median"] for row in rows} == {row["kmh_free"] for row in rows} == {"24.0"}


def test_nobody_is_faster_than_free(tmp_path: Path) -> None:
    """Without chance, halts and waits only cost: on no kind of road is the mean rate above the free one."""
    made = replicate(load("historical"), Effort(n=1, workers=1, out=tmp_path, chance=False))
    rows = list(csv.DictReader(io.StringIO(text_of("movement-table", made))))
    assert len(rows) > 20
    for row in rows:
        assert float(row["kmh_mean"]) <= float(row["kmh_free"]) + 0.02, row


def dice_tables(result: ResultFolder) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The rows of the dice table by what they are of and the dice."""
    tables: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(text_of("dice-table", result))):
        tables.setdefault((row["what"], row["dice"]), []).append(row)
    return tables


def test_dice_cover_every_throw_once(result: ResultFolder) -> None:
    """Throws follow on each other, their chances add up to one, later ones mean no earlier hour."""
    faces = {"d100": (1, 100), "2d6": (2, 12)}
    for (_, dice), rows in dice_tables(result).items():
        assert (int(rows[0]["roll_from"]), int(rows[-1]["roll_to"])) == faces[dice]
        assert all(int(b["roll_from"]) == int(a["roll_to"]) + 1 for a, b in pairwise(rows))
        assert sum(float(row["chance"]) for row in rows) == pytest.approx(1.0, abs=1e-4)
        hours = [row["time"] or "never" for row in rows]
        assert hours == sorted(hours)
        assert all((row["never"] == "1") == (row["time"] == "") for row in rows)


def test_a_throw_of_d100_is_as_likely_as_the_replications_say(tmp_path: Path) -> None:
    """With twenty replications every five faces of the d100 are one of them, in the order of their hours."""
    uncertain = variant(load("toy-one-road"), {"parameters.speed.truck.value": "uniform(20, 30) km/h"})
    made = replicate(uncertain, Effort(n=20, workers=1, out=tmp_path))
    times = np.sort(made.outcomes()["first-arrival"].values)
    assert len(set(times)) == 20
    rows = dice_tables(made)["first-arrival", "d100"]
    assert [row["time"] for row in rows] == [made.clock.text(t if np.isfinite(t) else None) for t in times]
    assert [row["time_local"] for row in rows] == [row["time"][:19].replace("T", " ") for row in rows]


@pytest.mark.parametrize("form", [form for form in formats.FORMATS if form != "linked-places"])
def test_equal_results_give_equal_bytes(form: str) -> None:
    """Exporting twice gives the same bytes."""
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    result = ready.result("toy-merge", 6)
    again = ResultFolder.open(result.path)
    assert formats.data(form, result) == formats.data(form, again)


@pytest.mark.parametrize("form", formats.FORMATS)
def test_every_export_carries_the_credit_of_the_readme(form: str) -> None:
    """The line that the README promises on all that is made of the tables stands in every export."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    credit = credit_of(ready.result("historical", 3).scenario)
    assert credit in " ".join(line.removeprefix("> ") for line in readme.splitlines())
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    result = ready.result("historical", 3)
    assert credit in formats.data(form, result).decode(errors="replace")


@pytest.mark.parametrize(
    ("form", "name"), [("geojson", "e.csv"), ("kml", "e.geojson"), ("movement-table", "e"), ("csv", "csv")]
)
def test_a_wrong_ending_is_refused(
    form: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that does not end as its format does: one line with the endings, exit code 2, no file."""
    result = ready.result("toy-merge", 6)
    code = main(["export", str(result.path), "--format", form, "-o", str(tmp_path / name)])
    lines = capsys.readouterr().err.strip().splitlines()
    assert code == 2
    assert len(lines) == 1
    assert formats.FORMATS[form].endings[0] in lines[0]
    assert not (tmp_path / name).exists()


def test_an_unknown_format_is_refused_in_one_line() -> None:
    """The fault names the formats and is the user's."""
    with pytest.raises(UserError, match="geojson") as fault:
        formats.data("shapefile", ready.result("toy-merge", 6))
    assert "\n" not in str(fault.value)


def test_a_toy_has_no_record_to_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Linked places of a scenario without a record: one line, exit code 2, no file."""
    result = ready.result("toy-merge", 6)
    target = tmp_path / "out.json"
    code = main(["export", str(result.path), "--format", "linked-places", "-o", str(target)])
    lines = capsys.readouterr().err.strip().splitlines()
    assert code == 2
    assert len(lines) == 1
    assert not target.exists()


@pytest.mark.parametrize("form", ["geojson", "kml", "gpx", "movement-table"])
def test_without_tracks_the_maps_say_how_to_get_them(form: str, tmp_path: Path) -> None:
    """A run that kept no events cannot be drawn; the fault says which option keeps them."""
    bare = replicate(load("toy-merge"), Effort(n=2, workers=1, out=tmp_path, events=0))
    with pytest.raises(StudyError, match="--events"):
        formats.data(form, bare)


def test_parquet_needs_no_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyarrow is not installed the file is the same."""
    import sys

    made = ready.result("toy-merge", 6)
    before = formats.data("parquet", made)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert formats.data("parquet", made) == before
