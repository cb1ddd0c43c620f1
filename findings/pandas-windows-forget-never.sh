#!/usr/bin/env bash
# The latest so far, by pandas' windows, is earlier than a value already seen when that value was "never".
#
# One would guess: expanding().max() is cummax(), and a window's max, min, median or quantile orders infinity
#   last, as Series.max() and Series.rank() do.
# What happens: every window function turns infinity into a missing value before it starts, so that after
#   1, inf, 3 the largest so far is 3, the median 2, and the smallest of a window of inf alone is nan.
#   No warning; expanding().count() still counts three values.
# Version: pandas 3.1.1.
# Source: https://github.com/pandas-dev/pandas/issues/57549 (open; the replacement is named in the discussion).
# Why it matters here: "never" is infinity in the table of outcomes. A running median over replications, drawn
#   to see whether there are enough of them, leaves out those that failed. Paris 44 sorts "never" last itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check pandas==3.1.1 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import math
import sys
import warnings

import pandas as pd

warnings.simplefilter("error")
hours = pd.Series([1.0, math.inf, 3.0])
so_far = hours.expanding()
print("pandas", pd.__version__, "of", hours.tolist())
seen = {
    "cummax": hours.cummax().iloc[-1],
    "expanding max": so_far.max().iloc[-1],
    "whole median": hours.median(),
    "expanding median": so_far.median().iloc[-1],
    "expanding count": so_far.count().iloc[-1],
}
for name, value in seen.items():
    print(f"{name}: {value:g}")
print("smallest of a window of one:", hours.rolling(1).min().tolist())
same = list(seen.values()) == [math.inf, 3.0, 3.0, 2.0, 3.0]
sys.exit(0 if same else f"changed: {seen}")
PY
