#!/usr/bin/env bash
# Cut into watches of six hours by DuckDB, half past midnight in Paris falls into the watch from 20:00, or from 19:00.
#
# One would guess: time_bucket cuts where date_trunc does, in the zone of the session; and if it is handed the zone
#   besides, then surely there.
# What happens: the plain form begins at midnight of Greenwich whatever TimeZone says, so a day begins at 02:00 and a
#   watch at 20:00. Handed 'Europe/Paris' it counts from a midnight of January 2000: days are right, but six elapsed hours
#   in the summer of 1944, two hours ahead, lie an hour beside the clock, and the watch begins at 19:00. date_trunc is
#   right, and so is time_bucket of the local time (::timestamp).
# Version: DuckDB 2.0.1.
# Source: https://github.com/duckdb/duckdb/issues/17554 (closed); https://github.com/duckdb/duckdb/pull/5665 (both forms);
#   https://duckdb.org/docs/sql/functions/timestamptz.html.
# Why it matters here: vehicles an hour are counted in watches and in the dark. Setting the zone, which is right for days
#   (docs/readers.md), does not reach this function.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check duckdb==2.0.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys

import duckdb

session = duckdb.connect()
session.execute("set TimeZone = 'Europe/Paris'")
print("DuckDB", duckdb.__version__, "00:30 of the 25th, zone of the session Europe/Paris")
asked = {
    "date_trunc('day', seen)": "1944-08-25 00:00",
    "time_bucket(interval '1 day', seen)": "1944-08-24 02:00",
    "time_bucket(interval '6 hours', seen)": "1944-08-24 20:00",
    "time_bucket(interval '1 day', seen, 'Europe/Paris')": "1944-08-25 00:00",
    "time_bucket(interval '6 hours', seen, 'Europe/Paris')": "1944-08-24 19:00",
    "time_bucket(interval '6 hours', seen::timestamp)": "1944-08-25 00:00",
}
same = True
for form, begins in asked.items():
    query = f"select strftime({form}, '%Y-%m-%d %H:%M') from (select timestamptz '1944-08-25 00:30:00+02' as seen)"
    [(found,)] = session.execute(query).fetchall()
    print(f"{form}: {found}")
    same = same and found == begins
sys.exit(0 if same else "changed")
PY
