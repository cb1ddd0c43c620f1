#!/usr/bin/env bash
# Of six fights that all ended lifelines calls the fourth the median, of four the second.
#
# One would guess: the median of a Kaplan-Meier curve is the first time at which half or fewer are left: the
#   end number n/2 of an even number of fights, none of them censored.
# What happens: the curve is a running product kept as a sum of logarithms, so where it should be 0.5 it may be
#   0.5000000000000001, which is not "half or fewer"; the median is then the next end. It is so for 6, 8, 14, 18,
#   20, 44, 58 and 60 fights, and not for the other even numbers up to 60; the next end may be hours off.
# Version: lifelines 0.30.3.
# Source: https://lifelines.readthedocs.io (KaplanMeierFitter, median_survival_time_); that the half is missed by a
#   rounding was found by running it.
# Why it matters here: lengths of fights are a handful of numbers, an even count as often as not, and a law of
#   fights is set by the middle of such a table. Paris 44 reads quantiles off order statistics.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check lifelines==0.30.3 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from lifelines import KaplanMeierFitter

print("lifelines", version("lifelines"))
late = {}
for n in range(2, 61, 2):
    curve = KaplanMeierFitter().fit(range(1, n + 1))
    if curve.median_survival_time_ != n // 2:
        late[n] = (float(curve.median_survival_time_), float(curve.survival_function_.iloc[n // 2, 0]))
for n, (median, left) in late.items():
    print(f"{n} fights of 1 to {n} hours: median {median:g}, left at {n // 2}: {left!r}")
same = 0 < len(late) < 30 and all(median == n / 2 + 1 for n, (median, _) in late.items())
sys.exit(0 if same else f"changed: {late}")
PY
