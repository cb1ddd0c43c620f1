"""What other programs make of our moments, as the page on readers says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyogrio.raw
import pytest

from paris44.engine.run import run
from paris44.scenario.load import load
from paris44.study.questions.compare import compare
from paris44.study.questions.matrix import matrix as ask
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort, replicate
from paris44.views.export.formats import write
from paris44.views.tables.matrix import matrix
from tests.views.ready import result, table

HOURS = 2
"""Paris is two hours before UTC."""


@pytest.fixture(scope="module")
def moments() -> list[datetime]:
    """When the arrivals of a toy come, read from the lines of their CSV."""
    rows = table(result("toy-merge"), "arrivals")
    return sorted(datetime.fromisoformat(row["time"]) for row in rows if row["time"])


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The arrivals as Parquet."""
    path = tmp_path_factory.mktemp("readers") / "arrivals.parquet"
    write("parquet", result("toy-merge"), path, "arrivals")
    return path


def test_pandas_and_polars_read_the_moments_of_the_log(parquet: Path, moments: list[datetime]) -> None:
    """Both give the exact moments, in UTC, and the clock of the day after a change of zone."""
    here = pd.read_parquet(parquet).time.dropna().sort_values()
    there = pl.read_parquet(parquet)["time"].drop_nulls().sort()
    assert here.tolist() == there.to_list() == moments
    assert here.iloc[0].utcoffset() == timedelta(0)
    local = [moment.replace(tzinfo=None) for moment in moments]
    assert here.dt.tz_convert("+02:00").dt.tz_localize(None).tolist() == local
    assert [m.replace(tzinfo=None) for m in there.dt.convert_time_zone("Europe/Paris")] == local


def test_duckdb_cuts_days_in_the_zone_of_its_session(parquet: Path, moments: list[datetime]) -> None:
    """The moments are exact in every zone; which day they are of follows the session."""
    with duckdb.connect() as session:
        for zone, shift in (("UTC", 0), ("Europe/Paris", HOURS)):
            session.sql(f"SET TimeZone = '{zone}'")
            rows = session.sql(f"SELECT time, time::DATE FROM '{parquet}' WHERE time IS NOT NULL ORDER BY 1")
            found = rows.fetchall()
            assert [moment for moment, _ in found] == moments
            shifted = [moment.astimezone(UTC) + timedelta(hours=shift) for moment in moments]
            assert [day for _, day in found] == [moment.date() for moment in shifted]


def test_duckdb_cuts_watches_by_the_local_clock(parquet: Path, moments: list[datetime]) -> None:
    """Cut as the page says, a watch begins at 0, 6, 12 or 18 of the clock of the day."""
    with duckdb.connect() as session:
        session.sql("SET TimeZone = 'Europe/Paris'")
        watch = "time_bucket(INTERVAL '6 hours', time::TIMESTAMP)"
        rows = session.sql(f"SELECT {watch} FROM '{parquet}' WHERE time IS NOT NULL ORDER BY time").fetchall()
    local = [moment.replace(tzinfo=None) for moment in moments]
    begun = [m.replace(hour=m.hour // 6 * 6, minute=0, second=0, microsecond=0) for m in local]
    assert [begin for (begin,) in rows] == begun


def test_one_march_lies_two_hours_apart_in_two_layers(tmp_path: Path) -> None:
    """GDAL drops the offset: the head starts at 06:00 in GeoJSON (local), at 04:00 in GPX (UTC)."""
    starts = {}
    for form, layer, field in (("geojson", None, "start"), ("gpx", "track_points", "time")):
        path = tmp_path / f"march.{form}"
        write(form, result("toy-merge"), path, None)
        head, _, _, values = pyogrio.raw.read(path, layer=layer)
        starts[form] = min(values[list(head["fields"]).index(field)])
    assert starts["geojson"] - starts["gpx"] == np.timedelta64(HOURS, "h")
    assert starts["geojson"] == np.datetime64("1944-08-22T06:00")


def exported(tmp_path: Path, form: str, ending: str = "csv", name: str | None = None) -> Path:
    """The one replication of the toy in a format; with ``name`` a table of the folder."""
    path = tmp_path / f"{name or form}.{ending}"
    write(form, result("toy-merge", 1), path, name)
    return path


@pytest.fixture(scope="module")
def log() -> dict[tuple[str, str, str], tuple[datetime, datetime]]:
    """Formation, place and event -> when its first vehicle was there and its last had passed, straight from
    the engine's log of that replication."""
    made = result("toy-merge", 1)
    world = lay_out(load("toy-merge"))
    found = run(world, seed=made.seed, replication=0)
    begin = datetime.fromisoformat(world.scenario.start_iso)
    spans: dict[tuple[str, str, str], tuple[float, float]] = {}
    for passage in found.passages:
        key = (found.units[passage.unit].formation, passage.place, passage.event)
        head, clear = spans.get(key, (passage.head, passage.clear))
        spans[key] = min(head, passage.head), max(clear, passage.clear)
    return {
        key: (begin + timedelta(seconds=round(head)), begin + timedelta(seconds=round(clear)))
        for key, (head, clear) in spans.items()
    }


Frame = Callable[[Path], list[dict[str, Any]]]
SHEETS: dict[str, Frame] = {
    "pandas": lambda path: pd.read_csv(path).to_dict("records"),
    "polars": lambda path: pl.read_csv(path, try_parse_dates=True).to_dicts(),
    "duckdb": lambda path: duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_table().to_pylist(),
}
"""Reader -> what it makes of a CSV, row by row."""


def moment(cell: Any) -> datetime:
    """A cell that is a moment, or its text."""
    return datetime.fromisoformat(cell) if isinstance(cell, str) else cell


@pytest.mark.parametrize("reader", SHEETS)
def test_the_arrivals_read_back_are_the_log(
    tmp_path: Path, log: dict[tuple[str, str, str], tuple[datetime, datetime]], reader: str
) -> None:
    """Each reader has of every passage the moments of head and tail that the engine logged; the columns
    beside them are the same on the clock of the place."""
    rows = SHEETS[reader](exported(tmp_path, "csv"))
    found = {(row["formation"], row["place"], row["event"]): row for row in rows}
    assert len(log) == 6
    for key, (head, clear) in log.items():
        assert moment(found[key]["head_median"]) == head
        assert moment(found[key]["tail_median"]) == clear
        assert moment(found[key]["head_median_local"]) == head.replace(tzinfo=None)


@pytest.mark.parametrize("name", ["arrivals", "tracks"])
def test_tables_of_a_folder_read_back_are_the_log(
    tmp_path: Path, log: dict[tuple[str, str, str], tuple[datetime, datetime]], name: str
) -> None:
    """Their Parquet (zstd) has in pandas, polars and DuckDB the moments that the engine logged."""
    path = exported(tmp_path, "parquet", "parquet", name)
    head = "time" if name == "arrivals" else "head"
    readers = {
        "pandas": pd.read_parquet(path).to_dict("records"),
        "polars": pl.read_parquet(path).to_dicts(),
        "duckdb": duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_table().to_pylist(),
    }
    heads = {(*key[:2], span[0]) for key, span in log.items()}
    for rows in readers.values():
        assert heads <= {(row["formation"], row["place"], row[head]) for row in rows}


@pytest.mark.parametrize("reader", SHEETS)
def test_the_tables_for_games_read_back_are_the_log(
    tmp_path: Path, log: dict[tuple[str, str, str], tuple[datetime, datetime]], reader: str
) -> None:
    """Of one replication every throw of either dice is the arrival that the engine logged, and all the heads
    went as far as the movement table says."""
    rows = SHEETS[reader](exported(tmp_path, "dice-table"))
    arrivals = {f"{who}@{at}:{what}": head for (who, at, what), (head, _) in log.items() if what == "arrive"}
    for name, head in arrivals.items():
        of_it = [row for row in rows if row["what"] == name]
        assert {row["dice"]: 0 for row in of_it} == {"d100": 0, "2d6": 0}
        assert {moment(row["time"]) for row in of_it} == {head}
        assert {moment(row["time_local"]) for row in of_it} == {head.replace(tzinfo=None)}
        chances = [row["chance"] for row in of_it if row["dice"] == "2d6"]
        assert sum(chances) == pytest.approx(1.0, abs=1e-5)
    (whole,) = [row for row in SHEETS[reader](exported(tmp_path, "movement-table"))
                if row["category"] == row["road_class"] == "all"]  # fmt: skip
    hours = sum((log[who, "z", "arrive"][0] - log[who, start, "depart"][0]).total_seconds() / 3600
                for who, start in (("first", "a"), ("second", "b")))  # fmt: skip
    assert whole["kmh_mean"] == pytest.approx(whole["km"] / hours, abs=0.01)


@pytest.mark.parametrize("reader", SHEETS)
def test_a_matrix_read_back_is_two_logs(tmp_path: Path, reader: str) -> None:
    """The medians of both worlds are the moments that their logs have, their difference the minutes
    between."""
    late = tmp_path / "late.yaml"
    late.write_text(
        "extends: toy-merge\ntitle: late\nchange:\n  delay: {second: 120 min}\n", encoding="utf-8"
    )
    base = result("toy-merge", 1)
    other = replicate(load(late), Effort(n=1, workers=1, out=tmp_path))
    path = tmp_path / "matrix.csv"
    lines = matrix(ask(compare(base, [other]), ["last-vehicle"]), "csv")
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    rows = SHEETS[reader](path)
    ends = [max(row.clear or 0.0 for row in made.tracks()) for made in (base, other)]
    assert ends[0] < ends[1]
    begin = datetime.fromisoformat(base.scenario.start_iso)
    assert [moment(row["last-vehicle median"]) for row in rows] == [
        begin + timedelta(seconds=round(end)) for end in ends
    ]
    assert [moment(row["last-vehicle median_local"]) for row in rows] == [
        (begin + timedelta(seconds=round(end))).replace(tzinfo=None) for end in ends
    ]
    assert rows[1]["last-vehicle difference_min"] == pytest.approx((ends[1] - ends[0]) / 60.0, abs=1e-3)


def test_maps_read_back_by_gdal_are_the_log(
    tmp_path: Path, log: dict[tuple[str, str, str], tuple[datetime, datetime]]
) -> None:
    """Of GeoJSON and KML it has the local times of the log, of GPX and the columns ``_utc`` the universal
    ones; all without an offset."""
    heads = {head for (_, _, event), (head, _) in log.items() if event in ("depart", "pass")}
    local = {np.datetime64(head.replace(tzinfo=None)) for head in heads}
    utc = {np.datetime64(head.astimezone(UTC).replace(tzinfo=None)) for head in heads}

    def times(form: str, field: str, only: str | None = None, layer: str | None = None) -> set[np.datetime64]:
        head, _, _, values = pyogrio.raw.read(exported(tmp_path, form, form), layer=layer)
        columns = dict(zip(head["fields"], values, strict=True))
        kept = [True] * len(columns[field]) if only is None else columns["kind"] == only
        return {when for when, keep in zip(columns[field], kept, strict=True) if keep}

    assert times("geojson", "start", "link") == local
    assert times("geojson", "start_utc", "link") == utc
    layers = [str(name) for name, _ in pyogrio.list_layers(exported(tmp_path, "kml", "kml"))]
    assert layers == ["Column A", "Column B"]
    assert local <= set.union(*(times("kml", "begin", layer=layer) for layer in layers))
    assert utc <= times("gpx", "time", layer="track_points")


SOFFICE = shutil.which("soffice")
AS_WE_SAY = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
"""Commas, UTF-8, and special numbers are detected: what the page on readers tells to tick."""
NAME = "{urn:oasis:names:tc:opendocument:xmlns:"
DATE = f"{NAME}office:1.0}}date-value"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_takes_the_local_columns_as_moments(
    tmp_path: Path, log: dict[tuple[str, str, str], tuple[datetime, datetime]]
) -> None:
    """Of the imported CSV the local columns are dates with times, those of the log; the exact ones are
    texts."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    given = ["--convert-to", "fods", f"--infilter={AS_WE_SAY}", "--outdir", str(tmp_path)]
    path = exported(tmp_path, "csv")
    subprocess.run([SOFFICE, "--headless", profile, *given, str(path)], check=True, capture_output=True)
    cells = [
        cell
        for cell in ElementTree.parse(path.with_suffix(".fods")).iter(f"{NAME}table:1.0}}table-cell")
        if cell.get(f"{NAME}office:1.0}}value-type") in ("date", "string")
    ]
    dates = {cell.get(DATE) for cell in cells}
    texts = {"".join(cell.itertext()).strip() for cell in cells if not cell.get(DATE)}
    for head, clear in log.values():
        assert {when.replace(tzinfo=None).isoformat() for when in (head, clear)} <= dates
        assert {head.isoformat(), clear.isoformat()} <= texts
