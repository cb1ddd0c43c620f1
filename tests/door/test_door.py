"""The door as a user opens it: six lines, a grid, errors in one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import paris44
from paris44.results.errors import StudyError
from paris44.scenario.load import ScenarioError


def test_six_lines_give_a_frame(tmp_path: Path) -> None:
    """Load, change, compare and ask for a frame: a row for each outcome with the paired difference."""
    base = paris44.load("toy-phase-line")
    without = paris44.load("toy-phase-line", {"orders.line-order": None})
    answer = paris44.compare(base, without, n=3, out=tmp_path, workers=1)
    frame = answer.outcomes.frame()
    row = frame[frame.outcome == "first-arrival"].iloc[0]
    assert row.n_pairs == 3
    assert row.difference_median <= 0.0
    assert "first-arrival" in str(answer)


def test_a_table_is_rows_whatever_is_installed(tmp_path: Path) -> None:
    """It iterates over named rows, has a length, takes indices and slices; its times are aware datetimes."""
    result = paris44.run("toy-bridge", n=2, out=tmp_path, workers=1)
    table = result.arrivals
    rows = list(table)
    assert len(table) == len(rows) > 2
    assert table[0] == rows[0]
    assert table[-1] == rows[-1]
    assert table[1:3] == rows[1:3]
    assert table[-2:] == rows[-2:]
    assert all(row.time is None or row.time.utcoffset() == timedelta(hours=2) for row in rows)
    assert {row.replication for row in table.where(replication=1)} == {1}
    with pytest.raises(IndexError):
        table[len(rows)]
    with pytest.raises(StudyError, match="no column 'plcae'"):
        table.column("plcae")


def test_every_table_has_the_columns_that_it_names(tmp_path: Path) -> None:
    """Arrivals, outcomes, causes, events, tracks and losses give one value for each column."""
    result = paris44.run("toy-strongpoint", n=1, out=tmp_path, workers=1)
    for name in ("arrivals", "outcomes", "causes", "events", "tracks", "losses"):
        table = getattr(result, name)
        assert len(table) > 0, name
        assert all(len(row) == len(table.columns) for row in table), name
        assert list(table.frame().columns) == list(table.columns)


def test_a_grid_knows_its_changes(tmp_path: Path) -> None:
    """Three gaps by three capacities are nine runs, and every row says under which of them it was."""
    gaps, capacities = ["30 s", "54 s", "90 s"], [200, 400, 800]
    inputs = {"orders.go.unit_gap": gaps, "bridges.narrow.capacity_vph": capacities}
    grid = paris44.grid("toy-bridge", inputs, n=1, out=tmp_path, workers=1)
    rows = [row for row in grid.outcomes if row.outcome == "last-vehicle"]
    assert len(grid.results) == len(rows) == 9
    last = {(row.orders_go_unit_gap, row.bridges_narrow_capacity_vph): row.time for row in rows}
    assert set(last) == {(gap, capacity) for gap in gaps for capacity in capacities}
    # 999 vehicles behind the first, one every 3600 / 200 s instead of 3600 / 400 s
    assert last["54 s", 200] - last["54 s", 400] == timedelta(seconds=999 * 9)


def test_faults_are_the_lines_of_the_command_line(tmp_path: Path) -> None:
    """A wrong path is a ScenarioError with its hint; wrong options are a StudyError of one line."""
    with pytest.raises(ScenarioError, match="orders"):
        paris44.load("toy-bridge", {"orders.nobody.policy": "quickest"})
    with pytest.raises(ScenarioError, match="no scenario 'toy-brigde'"):
        paris44.load("toy-brigde")
    with pytest.raises(StudyError, match="at least 1"):
        paris44.run("toy-bridge", n=0, out=tmp_path)
    with pytest.raises(StudyError, match="nothing to compare"):
        paris44.compare("toy-bridge")
    with pytest.raises(StudyError, match="no input to vary"):
        paris44.grid("toy-bridge", {})
    with pytest.raises(StudyError, match="no record"):
        paris44.validate("toy-bridge", n=1, out=tmp_path, workers=1)


def test_results_can_be_opened_plotted_and_reported(tmp_path: Path) -> None:
    """A folder is opened by its path or name; a figure and a page are written from it."""
    result = paris44.run("toy-one-road", n=2, out=tmp_path / "results", workers=1)
    again = paris44.Result.open("toy-one-road", out=tmp_path / "results")
    assert again.manifest == result.manifest
    assert result.start == datetime(1944, 8, 22, 4, tzinfo=UTC) or result.start.tzinfo is not None
    figure = paris44.plot(result, kind="map", file=tmp_path / "map.png")
    assert figure.axes
    assert (tmp_path / "map.png").stat().st_size > 1000
    assert paris44.report(result, file=tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!")
