"""What other programs make of our moments, as the page on readers says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyogrio.raw
import pytest

from paris44.views.export.formats import write
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
