#!/usr/bin/env bash
# SciPy fits laws of duration, without a word, to fights of which not one end was seen.
#
# One would guess: data that are all right-censored give no upper bound on the duration, so the fit fails or
#   warns: the likelihood only grows as the law moves out.
# What happens: lognorm.fit returns a finite, narrow law with a median about one and a half times the longest
#   watch, and weibull_min.fit one of shape 1e-13 whose median is far below the shortest; no warning from
#   either. They are where the optimiser stopped; the lognormal's likelihood is the same a million times further out.
# Version: SciPy 1.17.1, NumPy 2.4.6.
# Source: https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.CensoredData.html (does not speak
#   of data without any event); lifelines at least warns that its Hessian cannot be inverted.
# Why it matters here: strongpoints that were never stormed give lower bounds only; such a class would get a
#   confident length of fight out of nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check scipy==1.17.1 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
import warnings

import numpy as np
import scipy
from scipy import stats

watched = np.array([3.0, 5.0, 6.0])
print("SciPy", scipy.__version__)
medians, words = {}, 0
for law in (stats.lognorm, stats.weibull_min):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        shape, _, scale = law.fit(stats.CensoredData(right=watched), floc=0)
    medians[law.name] = law.median(shape, scale=scale)
    words += len(caught)
    here, far = (law.logsf(watched, shape, scale=scale * out).sum() for out in (1, 1e6))
    print(
        f"{law.name}: shape {shape:.3g}, median {medians[law.name]:.3g} h, warnings {len(caught)}; "
        f"log likelihood {here:.3g}, a million times further out {far:.3g}"
    )
same = words == 0 and 6 < medians["lognorm"] < 1000 and medians["weibull_min"] < 3
sys.exit(0 if same else "changed: the fit warns, fails or runs away")
PY
