#!/usr/bin/env bash
# Two ways to ask NumPy for the median disagree as soon as half of the values are "never".
#
# One would guess: np.percentile(x, 50) is np.median(x), and a quantile of numbers and infinities
#   is a number or an infinity.
# What happens: np.median of [1, 2, inf, inf] is inf, np.percentile at 50 is nan. Between a finite
#   neighbour and inf the answer hangs on the fraction: below one half inf, from one half on nan,
#   since the interpolation then starts at the infinite end and subtracts inf from inf. Between two
#   infinities it is always nan. pandas' median and quantile(0.5) part in the same way.
# Version: NumPy 2.4.6, pandas 3.1.1.
# Source: https://github.com/numpy/numpy/issues/21091 (open), https://github.com/numpy/numpy/pull/22005.
# Why it matters here: an arrival that does not happen within the run is written as infinity, so that
#   a median or a 90 % line over replications may be nan although "never" is the plain answer.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check numpy==2.4.6 pandas==3.1.1 || exit 2
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import pandas as pd

hours = [1.0, 2.0, np.inf, np.inf]
print("NumPy", np.__version__, "pandas", pd.__version__)
median, half = np.median(hours), np.percentile(hours, 50)
early, late = np.percentile(hours, 40), np.percentile(hours, 60)
series = pd.Series(hours)
print(f"median {median}, 50th percentile {half}; 40th {early}, 60th {late}, 90th {np.percentile(hours, 90)}")
print(f"pandas: median {series.median()}, quantile(0.5) {series.quantile(0.5)}")
same = (
    median == np.inf
    and np.isnan([half, late, np.percentile(hours, 90), series.quantile(0.5)]).all()
    and early == np.inf
    and series.median() == np.inf
)
sys.exit(0 if same else "changed: the two medians agree, or the nan is gone")
PY
