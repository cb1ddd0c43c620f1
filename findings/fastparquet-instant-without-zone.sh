#!/usr/bin/env bash
# fastparquet has the zone of a moment if pandas wrote the file; of others it gives UTC, without a zone or a word.
#
# One would guess: Parquet marks a column of instants as such, so every reader knows 23:30+02:00 from a local 21:30, by
#   whomever the file was written.
# What happens: fastparquet goes by the note that pandas leaves in the file, not by the mark. A file of pyarrow, polars or
#   DuckDB gives 21:30 without a zone, in one table with a local 23:30, and the two look alike: tz_localize of the
#   wrong one puts the march two hours off. pandas' other engine has a zone for all four.
# Version: fastparquet 2026.9.0, pandas 3.1.1, pyarrow 26.0.1, polars 2.1.0, DuckDB 2.0.1.
# Source: https://github.com/dask/fastparquet/issues/257 (closed: zones from pandas' note);
#   https://github.com/dask/fastparquet/pull/285;
#   https://github.com/apache/parquet-format/blob/master/LogicalTypes.md (isAdjustedToUTC).
# Why it matters here: tables of simulations are written by pyarrow or DuckDB, without pandas. So are those of Paris 44:
#   read with fastparquet their moments are UTC and have to be told so (docs/readers.md).
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
import pyarrow.parquet

moment = datetime.datetime.fromisoformat("1944-08-24T23:30:00+02:00")
local = moment.replace(tzinfo=None)
pd.DataFrame({"seen": [pd.Timestamp(moment)], "clock": [local]}).to_parquet("pandas.parquet")
instants = pa.array([moment], pa.timestamp("us", "+02:00"))
pa.parquet.write_table(pa.table({"seen": instants, "clock": pa.array([local])}), "pyarrow.parquet")
pl.DataFrame({"seen": [moment], "clock": [local]}).write_parquet("polars.parquet")
duckdb.execute(f"copy (select timestamptz '{moment}' as seen, timestamp '{local}' as clock) to 'DuckDB.parquet'")
print("fastparquet", fastparquet.__version__, "pandas", pd.__version__, "pyarrow", pa.__version__, end=" ")
print("polars", pl.__version__, "DuckDB", duckdb.__version__)
seen = {}
for writer in ("pandas", "pyarrow", "polars", "DuckDB"):
    [row] = fastparquet.ParquetFile(f"{writer}.parquet").to_pandas().itertuples(index=False)
    [other] = pd.read_parquet(f"{writer}.parquet", engine="pyarrow").itertuples(index=False)
    seen[writer] = row.seen
    print(f"of {writer}: moment {row.seen}, local clock {row.clock}; pandas with pyarrow {other.seen}")
    if row.clock != local or other.seen != moment:
        sys.exit("changed: the local clock, or the moment in pandas")
utc = datetime.datetime(1944, 8, 24, 21, 30)
same = seen.pop("pandas") == moment and all(read.tzinfo is None and read == utc for read in seen.values())
sys.exit(0 if same else "changed")
PY
