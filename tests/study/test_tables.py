"""Kept tables: the same rows in every form, for every program, whatever else is installed."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paris44.cli import main
from paris44.results import csv_text
from paris44.results.batch import NEVER, Batch, Words, joined
from paris44.results.columns import COLUMNS, Clock
from paris44.results.errors import ResultError
from paris44.results.parquet import file as parquet
from paris44.results.read import ResultFolder
from paris44.results.rows import SCHEMAS, batch_of, rows_of
from paris44.results.write import exported
from tests.study.logs import TABLES, Invented, files, keep
from tests.views import ready

START = "1944-08-20T00:00:00+02:00"
SCHEMA = {"replication": "whole", "who": "text", "time": "moment", "value": "number"}


def batch(replication: int, cells: list[tuple[str, int | None, float | None]]) -> Batch:
    """Rows of :data:`SCHEMA` in one replication."""
    moments = [NEVER if time is None else time for _, time, _ in cells]
    return Batch(
        {
            "replication": np.full(len(cells), replication),
            "who": Words.of([who for who, _, _ in cells]),
            "time": np.array(moments, np.int64),
            "value": np.array([np.nan if value is None else value for _, _, value in cells]),
        }
    )


def written(path: Path, batches: list[Batch]) -> Path:
    """A file with a row group for each batch."""
    groups = [parquet.pack(one, SCHEMA, "replication") for one in batches]
    path.write_bytes(b"".join(parquet.write(groups, SCHEMA, {"start": START})))
    return path


CELLS = st.lists(
    st.tuples(
        st.text(st.characters(codec="utf-8"), max_size=5),
        st.none() | st.integers(-(2**35), 2**35),
        st.none() | st.floats(allow_nan=False),
    ),
    min_size=1,
    max_size=40,
)


@given(st.lists(CELLS, min_size=1, max_size=3))
def test_a_file_says_to_others_what_was_written(tmp_path_factory: pytest.TempPathFactory, told: Any) -> None:
    """Texts, moments, numbers and what is empty come back, from us and from pyarrow, as they were."""
    path = written(
        tmp_path_factory.mktemp("t") / "t.parquet", [batch(k, cells) for k, cells in enumerate(told)]
    )
    flat = [(who.replace("\r", " ").replace("\n", " "), *rest) for who, *rest in chain(*told)]
    theirs = pq.read_table(path)
    assert theirs["who"].to_pylist() == [who for who, _, _ in flat]
    assert theirs["value"].to_pylist() == [value for _, _, value in flat]
    milliseconds = theirs["time"].cast("int64").to_pylist()
    assert milliseconds == [None if time is None else time * 1000 for _, time, _ in flat]
    with path.open("rb") as file:
        groups = list(parquet.ParquetFile(file, SCHEMA).groups())
        ours = joined([parquet.unpack(group, SCHEMA) for group in groups])
    assert ours.words("who").texts() == theirs["who"].to_pylist()
    assert ours.numbers("time").tolist() == [NEVER if time is None else time for _, time, _ in flat]
    assert [group.first for group in groups] == list(range(len(told)))
    again = written(path.with_name("again.parquet"), [parquet.unpack(group, SCHEMA) for group in groups])
    assert again.read_bytes() == path.read_bytes()


def test_an_open_file_takes_the_memory_of_its_description(tmp_path: Path) -> None:
    """A file of 3,000 row groups keeps the bytes that describe them, and a few numbers of each: what a
    million replications would need is known beforehand."""
    one = parquet.pack(batch(0, [("x", 0, 0.0)]), SCHEMA, "replication")
    path = tmp_path / "t.parquet"
    path.write_bytes(b"".join(parquet.write(repeat(one, 3000), SCHEMA, {})))
    length = int.from_bytes(path.read_bytes()[-8:-4], "little")
    with path.open("rb") as file:
        tracemalloc.start()
        kept = parquet.ParquetFile(file, SCHEMA)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert sum(1 for _ in kept.ranges) == 3000
    assert held < length + 3000 * 64 + 50_000


@pytest.mark.parametrize("words", [1, 256, 257, 70_000])
def test_a_dictionary_of_any_size_is_read(tmp_path: Path, words: int) -> None:
    """Codes of one, two and four bytes are read by pyarrow, DuckDB and polars as these texts."""
    texts = [f"w{k}" for k in range(words)]
    path = written(tmp_path / "t.parquet", [batch(0, [(text, None, None) for text in texts])])
    assert pq.read_table(path)["who"].to_pylist() == texts
    assert pl.read_parquet(path)["who"].to_list() == texts
    assert [row[0] for row in duckdb.sql(f"select who from '{path}'").fetchall()] == texts


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> ResultFolder:
    """Twelve invented replications, of which five kept their events."""
    return keep(tmp_path_factory.mktemp("run"), 12, events=5)


@pytest.mark.parametrize("table", COLUMNS)
def test_one_line_of_three_programs_reads_a_table(run: ResultFolder, table: str) -> None:
    """pandas, DuckDB and polars read the file of every table, and find in it what its CSV says."""
    path = run.path / f"{table}.parquet"
    rows = ready.table(run, table)
    frames = [pd.read_parquet(path), duckdb.sql(f"from '{path}'").df(), pl.read_parquet(path).to_pandas()]
    for frame in frames:
        assert list(frame.columns) == list(COLUMNS[table])
        for name, column in COLUMNS[table].items():
            told = [row[name] for row in rows] if name in rows[0] else [row["value"] for row in rows]
            if table == "outcomes" and name in ("time", "value"):
                told = [row["value"] if (row["unit"] == "time") == (name == "time") else "" for row in rows]
            assert [_said(column.kind, cell) for cell in frame[name]] == [_read(column.kind, t) for t in told]


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    """Where nothing happened the file is whole and empty, for everybody."""
    path = written(tmp_path / "t.parquet", [])
    frames = [pd.read_parquet(path), duckdb.sql(f"from '{path}'").df(), pl.read_parquet(path).to_pandas()]
    assert [list(frame.columns) for frame in frames] == [list(SCHEMA)] * 3
    assert [len(frame) for frame in frames] == [0] * 3


def _said(kind: str, cell: Any) -> Any:
    if kind == "moment":
        return None if pd.isna(cell) else pd.Timestamp(cell).tz_convert("UTC")
    return None if kind == "number" and pd.isna(cell) else cell


def _read(kind: str, text: str) -> Any:
    if kind == "text":
        return text
    if kind == "moment":
        return pd.Timestamp(text).tz_convert("UTC") if text else None
    return (float(text) if text else None) if kind == "number" else int(text)


@pytest.mark.parametrize("table", COLUMNS)
def test_every_row_survives_both_forms(run: ResultFolder, table: str) -> None:
    """Rows, their CSV read again, and the columns made of them are the same."""
    clock, schema = Clock(run.manifest["start"]), SCHEMAS[table]
    kept = joined(list(run.batches(table)))
    rows = list(rows_of(table, kept, clock))
    text = csv_text.lines(table, kept, clock)
    assert csv_text.lines(table, batch_of(table, rows, run.name, clock), clock) == text
    (again,) = csv_text.batches(table, text.splitlines(keepends=True))
    assert parquet.pack(again, schema, "replication") == parquet.pack(kept, schema, "replication")


def test_a_folder_of_csv_says_what_one_of_parquet_says(tmp_path: Path) -> None:
    """Kept as CSV a run has the files that an export writes, and every reader finds the same in it."""
    columns = keep(tmp_path / "parquet", 25, events=None)
    texts = keep(tmp_path / "csv", 25, events=None, tables="csv")
    assert {name for name in files(texts.path) if name.endswith(".csv")} == {
        f"{table}.csv" for table in COLUMNS
    }
    for table in COLUMNS:
        told = b"".join(exported(columns.path, columns.manifest, table, "csv", columns.n))
        assert (texts.path / f"{table}.csv").read_bytes() == told
        assert list(texts._rows(table)) == list(columns._rows(table))
    fewer = keep(tmp_path / "csv", 13)
    assert {row.replication for row in fewer.arrivals()} == set(range(13))


def test_a_run_changes_its_form_and_stays_the_same(tmp_path: Path) -> None:
    """Asked for CSV a kept run writes its tables anew without simulating; asked for Parquet it has its old
    bytes again; a larger n keeps the form."""
    first = files(keep(tmp_path / "run", 15).path)
    keep(tmp_path / "run", 15, Invented(die_at=0), tables="csv")
    grown = keep(tmp_path / "run", 25)
    assert files(grown.path) == files(keep(tmp_path / "csv", 25, tables="csv").path)
    keep(tmp_path / "run", 25, Invented(die_at=0), tables="parquet")
    assert files(grown.path) == files(keep(tmp_path / "whole", 25).path)
    assert first.keys() == files(grown.path).keys()


def test_an_export_of_a_table_is_what_the_folder_would_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``export --table`` gives the table as ``run --tables csv`` writes it, or the Parquet file; other
    formats have no tables, and a name that is none is refused."""
    monkeypatch.chdir(tmp_path)
    for form in ("parquet", "csv"):
        assert main(["run", "toy-merge", "-n", "3", "--quiet", "--tables", form, "--out", form]) == 0
    (folder,) = Path("csv/toy-merge").iterdir()
    export = ["export", "toy-merge", "--out", "parquet", "--table"]
    for table in COLUMNS:
        assert main([*export, table, "--format", "csv", "-o", "t.csv"]) == 0
        assert Path("t.csv").read_bytes() == (folder / f"{table}.csv").read_bytes()
    assert main([*export, "arrivals", "--format", "parquet"]) == 0
    (parquets,) = Path("parquet/toy-merge").iterdir()
    assert Path("toy-merge-arrivals.parquet").read_bytes() == (parquets / "arrivals.parquet").read_bytes()
    capsys.readouterr()
    for words, said in (
        (["arrival", "--format", "csv"], "--table: 'arrival' is none of arrivals, "),
        (["arrivals", "--format", "kml"], "--table: goes with --format csv or parquet, not with kml"),
    ):
        assert main([*export, *words]) == 2
        assert said in capsys.readouterr().err
    assert main(["run", "toy-merge", "-n", "3", "--tables", "xlsx", "--out", "x"]) == 2
    assert "--tables: 'xlsx'; one of parquet, csv" in capsys.readouterr().err


def test_rows_in_pieces_are_written_as_one(tmp_path: Path) -> None:
    """A chunk that came in several goes has the bytes of one that came at once, whatever was asked."""
    for n, events in ((3, 2), (7, 4), (12, 4), (12, 11), (26, 13)):
        keep(tmp_path / "steps", n, events=events)
    whole = keep(tmp_path / "whole", 26, events=13)
    assert files(tmp_path / "steps" / "story" / whole.path.name) == files(whole.path)


def test_what_an_interrupted_larger_run_has_left_is_not_too_much(tmp_path: Path) -> None:
    """Finished parts beyond the number that is asked for at last are not in the tables."""
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path / "cut", 60, Invented(die_at=45))
    assert files(keep(tmp_path / "cut", 23).path) == files(keep(tmp_path / "whole", 23).path)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_goes_while_it_is_read_is_one_clear_line(tmp_path: Path, name: str) -> None:
    """A file that is gone or another after the run was opened is named, and nothing is invented."""
    kept = keep(tmp_path, 12)
    table = name.partition(".")[0]
    (kept.path / name).write_bytes(b"PAR1PAR1PAR1")
    with pytest.raises(ResultError, match=f"{name} is none of our tables"):
        list(kept.batches(table))
    (kept.path / name).unlink()
    with pytest.raises(ResultError, match=f"{name} is none of our tables"):
        list(kept.batches(table))


def test_nothing_else_is_loaded() -> None:
    """A run and an export of it load neither pyarrow nor pandas, though both are installed."""
    words = ["run", "toy-merge", "-n", "2", "--quiet", "--workers", "1", "--out"]
    code = f"""
import sys, tempfile
from paris44.cli import main
out = tempfile.mkdtemp()
assert main([*{words}, out]) == 0
assert main(["export", "toy-merge", "--format", "csv", "--out", out, "-o", out + "/t.csv"]) == 0
print(sorted({{"pyarrow", "pandas", "polars", "duckdb"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
