#!/usr/bin/env bash
# An hour and a half is one hour, in NumPy and in DuckDB, and half an hour is nothing.
#
# One would guess: 1.5 times an hour is ninety minutes, or it is refused, as timedelta64(1.5, "h") is.
# What happens: NumPy multiplies in whole units of the operand and cuts, so 12:00 plus 1.5 hours is 13:00 and
#   plus 0.5 hours 12:00. DuckDB makes the number in INTERVAL (h) HOUR a whole one before it becomes hours, with
#   the same effect on a column; h * INTERVAL 1 HOUR is right. No warning from either.
# Version: NumPy 2.4.6, DuckDB 2.0.1.
# Source: https://numpy.org/doc/stable/reference/arrays.datetime.html (timedelta arithmetic);
#   https://github.com/duckdb/duckdb-web/pull/857 (its page on intervals speaks of rounding; this version cuts).
# Why it matters here: delays in result tables are hours with decimals, added to an hour of 1944; a table of arrivals
#   worked out that way is early by up to an hour, and all arrivals stand at full hours.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check numpy==2.4.6 duckdb==2.0.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys

import duckdb
import numpy as np

noon = np.datetime64("1944-08-24T12:00")
delays = np.array([0.5, 1.5])
print("NumPy", np.__version__, "DuckDB", duckdb.__version__)
found = {"NumPy, delay * hour": [str(at)[11:16] for at in noon + delays * np.timedelta64(1, "h")]}
found["NumPy, delay * 60 minutes"] = [str(at)[11:16] for at in noon + delays * np.timedelta64(60, "m")]
base = duckdb.connect()
base.execute("create table late as select unnest([0.5, 1.5])::double h, timestamp '1944-08-24 12:00' noon")
for way in ("interval (h) hour", "h * interval 1 hour"):
    rows = base.execute(f"select noon + {way} from late order by h").fetchall()
    found[f"DuckDB, {way}"] = [f"{at:%H:%M}" for (at,) in rows]
for way, hours in found.items():
    print(f"{way}: {hours}")
wrong, right = ["12:00", "13:00"], ["12:30", "13:30"]
sys.exit(0 if list(found.values()) == [wrong, right, wrong, right] else f"changed: {found}")
PY
