#!/usr/bin/env bash
# DuckDB reads one text as two instants, by the way it is asked.
#
# One would guess: text with an offset becomes one instant; a plain TIMESTAMP of it is in UTC, as the
#   TIMESTAMPTZ of the same text is.
# What happens: cast to TIMESTAMP (also by the column types of read_csv and read_json) the offset is dropped
#   and 23:30 stays; cast to TIMESTAMPTZ, guessed from the file, or by strptime with %z, it is honoured: 21:30 UTC.
#   Cast on to TIMESTAMP the latter takes the session's zone, which is the machine's.
# Version: DuckDB 2.0.1.
# Source: https://duckdb.org/docs/stable/sql/data_types/timestamp (the two types); what a cast does to the
#   offset is not stated there.
# Why it matters here: naming the columns of a result table "to be safe" moves every arrival by two hours
#   against the same table read unnamed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check duckdb==2.0.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import pathlib
import sys

import duckdb

TEXT = "1944-08-24T23:30:00+02:00"
pathlib.Path("arrivals.csv").write_text(f"id,time\n1,{TEXT}\n2,{TEXT}\n")
base = duckdb.connect()
base.execute("set timezone = 'UTC'")
asked = {
    "cast to timestamp": f"select '{TEXT}'::timestamp::varchar",
    "named column": "select time from read_csv('arrivals.csv', columns={'id': 'int', 'time': 'timestamp'})",
    "guessed column": "select time::timestamp::varchar from read_csv('arrivals.csv')",
    "strptime %z": "select strptime('1944-08-24T23:30:00+0200', '%Y-%m-%dT%H:%M:%S%z')::timestamp::varchar",
}
print("DuckDB", duckdb.__version__)
answers = []
for name, query in asked.items():
    answers.append(str(base.execute(query).fetchall()[0][0]))
    print(f"{name}: {answers[-1]}")
wall, instant = "1944-08-24 23:30:00", "1944-08-24 21:30:00"
sys.exit(0 if answers == [wall, wall, instant, instant] else "changed: all ways agree")
PY
