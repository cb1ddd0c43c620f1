#!/usr/bin/env bash
# Cut to whole seconds, half a second of 1944 goes the other way than half a second of 1984.
#
# One would guess: 21:30:00.5 as whole seconds is 21:30:00 in any year, or by rounding 21:30:01 in any year.
# What happens: pyarrow's cast cuts towards 1970: later (:01) in 1944, earlier (:00) in 1984. DuckDB's cast to
#   TIMESTAMP_S rounds halves away from 1970: earlier in 1944, later in 1984. NumPy, Polars and pyarrow's own
#   floor_temporal floor on both sides. In neither year do all five agree.
# Version: pyarrow 26.0.1, Polars 2.1.0, DuckDB 2.0.1, NumPy 2.4.6.
# Source: https://arrow.apache.org/docs/python/generated/pyarrow.Array.html (cast: unsafe casts may truncate);
#   that the direction turns about at 1970 is not said. Others of the family mended theirs:
#   https://github.com/apache/paimon/issues/9599.
# Why it matters here: an arrival cut by one tool and joined to a table cut by another misses by a second,
#   and an effect may stand before its cause.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check \
    pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

print("pyarrow", pa.__version__, "Polars", pl.__version__, "DuckDB", duckdb.__version__, "NumPy", np.__version__)
answers = {}
for year in (1944, 1984):
    moment = datetime.datetime(year, 8, 24, 21, 30, 0, 500_000)
    column = pa.array([moment], pa.timestamp("us"))
    answers[year] = {
        "pyarrow cast": column.cast(pa.timestamp("s"), safe=False)[0].as_py().second,
        "pyarrow floor_temporal": pc.floor_temporal(column, unit="second")[0].as_py().second,
        "NumPy": np.datetime64(moment, "us").astype("datetime64[s]").item().second,
        "Polars": pl.Series([moment]).dt.truncate("1s")[0].second,
        "DuckDB": duckdb.sql(f"select timestamp '{moment}'::timestamp_s").fetchall()[0][0].second,
    }
    print(year, answers[year])
odd = {year: [name for name, second in by.items() if second == 1] for year, by in answers.items()}
sys.exit(0 if odd == {1944: ["pyarrow cast"], 1984: ["DuckDB"]} else f"changed: later are {odd}")
PY
