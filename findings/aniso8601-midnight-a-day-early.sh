#!/usr/bin/env bash
# Midnight at the end of 24 August, written 24:00, is read by aniso8601 as midnight at its beginning.
#
# One would guess: a library of ISO 8601 alone takes 24:00 as the standard has it, the same moment as 00:00 of the next
#   day, or refuses it as Python 3.11, pandas, NumPy and isodate do.
# What happens: the 24 becomes a 0 and the date stays. The moment is a day early, and a watch from 22:00 to 24:00 ends
#   twenty-two hours before it begins. dateutil's isoparse and DuckDB give the next day; SQLite hands the text on with its
#   hour 24.
# Version: aniso8601 10.0.1, python-dateutil 4.0.0, DuckDB 2.0.1.
# Source: ISO 8601:2004, 4.2.3 (24:00 is 00:00 of the next day); the same in others was called wrong and mended:
#   https://github.com/dateutil/dateutil/issues/658, https://github.com/date-fns/date-fns/issues/1228.
# Why it matters here: orders of 1944 run "until 2400". An interval that ends before it starts lifts the line before
#   it was drawn.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check aniso8601==10.0.1 python-dateutil==4.0.0 duckdb==2.0.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sqlite3
import sys
from importlib.metadata import version

import aniso8601
import duckdb
from dateutil.parser import isoparse

text = "1944-08-24T24:00:00"
ours = aniso8601.parse_datetime(text)
zoned = aniso8601.parse_datetime(text + "+02:00")
start, end = aniso8601.parse_interval("1944-08-24T22:00:00/" + text)
print("aniso8601", version("aniso8601"), ours, zoned, "interval:", end - start)
print("dateutil", version("python-dateutil"), isoparse(text))
[(duck,)] = duckdb.sql(f"SELECT TIMESTAMP '{text}'").fetchall()
print("DuckDB", duckdb.__version__, duck)
[(lite,)] = sqlite3.connect(":memory:").execute("SELECT datetime(?)", [text]).fetchall()
print("SQLite", sqlite3.sqlite_version, lite)
early, late = datetime.datetime(1944, 8, 24), datetime.datetime(1944, 8, 25)
same = ours == zoned.replace(tzinfo=None) == early and end - start == datetime.timedelta(hours=-22)
sys.exit(0 if same and isoparse(text) == duck == late else "changed")
PY
