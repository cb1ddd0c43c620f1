#!/usr/bin/env bash
# "Never", told to DuckDB as the timestamp infinity, is a moment of the year 294247 in pandas and of 9999 in Python.
#
# One would guess: infinity leaves a database that knows it (isinf) as something that others know to be no date, missing
#   or refused.
# What happens: df() and a Parquet file read by pandas give an ordinary moment in January 294247, fetchall() the last
#   microsecond of 9999; pyarrow has the number and fails once it is asked for a date. Read back from that file by
#   DuckDB it is infinite again, so a test within DuckDB finds nothing. Infinite numbers stay infinite everywhere.
# Version: DuckDB 2.0.1, pandas 3.1.1, pyarrow 26.0.1.
# Source: https://duckdb.org/docs/stable/sql/data_types/timestamp (special values);
#   https://github.com/duckdb/pg_duckdb/issues/629 (the same moment on the way to PostgreSQL, mended there).
# Why it matters here: what does not happen within a run has no hour. Written as infinity into a table of arrivals it
#   turns up as a date, moves means by a hundred thousand years, and is counted among those that came. The tables of
#   Paris 44 leave the hour empty.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check duckdb==2.0.1 pandas==3.1.1 pyarrow==26.0.1 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

print("DuckDB", duckdb.__version__, "pandas", pd.__version__, "pyarrow", pa.__version__)
table = duckdb.sql(
    "SELECT TIMESTAMP 'infinity' AS arrival, 'infinity'::DOUBLE AS hours UNION ALL SELECT TIMESTAMP '1944-08-24 21:22', 1.5 ORDER BY arrival DESC"
)
table.write_parquet("arrivals.parquet")
frame, file = table.df(), pd.read_parquet("arrivals.parquet")
rows = table.fetchall()
arrow = pyarrow.parquet.read_table("arrivals.parquet")["arrival"][0]
try:
    answer = str(arrow.as_py())
except (OverflowError, ValueError) as refused:
    answer = f"{type(refused).__name__}: {refused}"
[(again,)] = duckdb.sql("SELECT count(*) FROM 'arrivals.parquet' WHERE isinf(arrival)").fetchall()
print("pandas, from DuckDB:", frame["arrival"][0], "from Parquet:", file["arrival"][0], "missing:", int(file["arrival"].isna().sum()))
print("Python:", rows[0][0])
print("pyarrow:", arrow.value, "and as a date:", answer)
print("DuckDB again, infinite:", again, "as numbers:", file["hours"].tolist())
years = [frame["arrival"][0].year, file["arrival"][0].year, rows[0][0].year]
same = years == [294247, 294247, 9999] and again == 1 and "Error" in answer and file["hours"][0] == float("inf")
sys.exit(0 if same else f"changed: {years}")
PY
