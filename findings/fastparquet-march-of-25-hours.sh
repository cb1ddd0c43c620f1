#!/usr/bin/env bash
# A march of more than a day, written as a duration by fastparquet, is for others a time of day that does not exist.
#
# One would guess: a table of durations written to Parquet with either engine of pandas is read as durations, or at least
#   as numbers, by what reads Parquet.
# What happens: Parquet knows no durations. fastparquet calls them times of day: an hour and a half is 01:30 for
#   everybody else, and 25 hours and a half are nothing in polars, without a word, and an error in pandas' other engine
#   and in DuckDB. pyarrow keeps them as a bare number and says what it is in a note of Arrow's, which polars reads; for
#   DuckDB and fastparquet the march lasts 91,800,000,000. Either writer reads its own files rightly.
# Version: fastparquet 2026.9.0, pandas 3.1.1, pyarrow 26.0.1, polars 2.1.0, DuckDB 2.0.1.
# Source: https://github.com/apache/arrow/issues/36392 (open);
#   https://github.com/apache/parquet-format/blob/master/LogicalTypes.md (TIME is the time of a day; no durations).
# Why it matters here: the short marches pass every test, and only the column that is over a day late is lost: the one
#   that is asked for. Tables of Paris 44 hold moments, and lengths of time as numbers of hours or seconds.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check fastparquet==2026.9.0 pandas==3.1.1 numpy==2.4.6 \
  pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1 || exit 2
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
import datetime
import sys

import duckdb
import fastparquet
import pandas as pd
import polars as pl
import pyarrow as pa

march = pd.DataFrame({"march": pd.to_timedelta(["01:30:00", "25:30:00"])})
fastparquet.write("fastparquet.parquet", march)
march.to_parquet("pyarrow.parquet", engine="pyarrow")
readers = {
    "fastparquet": lambda path: fastparquet.ParquetFile(path).to_pandas()["march"].tolist(),
    "pandas": lambda path: pd.read_parquet(path, engine="pyarrow")["march"].tolist(),
    "polars": lambda path: pl.read_parquet(path)["march"].to_list(),
    "DuckDB": lambda path: [row[0] for row in duckdb.sql(f"select march from '{path}'").fetchall()],
}
print("fastparquet", fastparquet.__version__, "pandas", pd.__version__, "pyarrow", pa.__version__, end=" ")
print("polars", pl.__version__, "DuckDB", duckdb.__version__)
seen = {}
for writer in ("fastparquet", "pyarrow"):
    for reader, read in readers.items():
        try:
            seen[writer, reader] = read(f"{writer}.parquet")
        except (ValueError, duckdb.Error) as error:
            seen[writer, reader] = type(error).__name__
        found = seen[writer, reader]
        print(f"{writer} to {reader}:", *([found] if isinstance(found, str) else found))
right = march["march"].tolist()
number = [5_400_000_000, 91_800_000_000]
same = seen["fastparquet", "polars"] == [datetime.time(1, 30), None] and seen["fastparquet", "fastparquet"] == right
same = same and all(isinstance(seen["fastparquet", reader], str) for reader in ("pandas", "DuckDB"))
same = same and seen["pyarrow", "pandas"] == right == seen["pyarrow", "polars"]
same = same and seen["pyarrow", "DuckDB"] == number == seen["pyarrow", "fastparquet"]
sys.exit(0 if same else "changed")
PY
