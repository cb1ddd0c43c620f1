#!/usr/bin/env bash
# One comparison without a p-value changes the other corrected ones, by each method in another way.
#
# One would guess: a missing p-value stays missing and the rest are corrected as if it were not there; or it
#   raises, as SciPy's false_discovery_control does.
# What happens: bonferroni and holm count it as a test, so that two of three outcomes that Holm called sure (0.04)
#   no longer are (0.06). simes-hochberg and fdr_bh answer nan for all, while "reject" of fdr_bh still says yes
#   to all three and that of simes-hochberg to one. There is no warning.
# Version: statsmodels 0.15.0, SciPy 1.17.1.
# Source: https://www.statsmodels.org/stable/generated/statsmodels.stats.multitest.multipletests.html (nothing on
#   missing values).
# Why it matters here: an outcome that comes in neither world has no test, and it stands in the same table as those
#   that have one. What is sure among them then hangs on the method, or on which of two columns one reads.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check statsmodels==0.15.0 scipy==1.17.1 numpy==2.4.6 pandas==2.3.3 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

real = [0.01, 0.02, 0.03]
print("statsmodels", version("statsmodels"))
seen = {}
for method in ("holm", "bonferroni", "simes-hochberg", "fdr_bh"):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        alone = multipletests(real, method=method)[1]
        reject, beside = (part[:3].tolist() for part in multipletests([*real, np.nan], method=method)[:2])
    seen[method] = (reject, [round(p, 3) for p in beside], len(caught))
    print(f"{method}: alone {alone.round(3)}, beside a nan {np.round(beside, 3)}, reject {reject}")
try:
    stats.false_discovery_control([*real, np.nan])
    sys.exit("changed: SciPy takes it")
except ValueError as refused:
    print("SciPy:", refused)
same = (
    seen["holm"] == ([True, False, False], [0.04, 0.06, 0.06], 0)
    and seen["fdr_bh"][0] == [True, True, True]
    and seen["simes-hochberg"][0] == [True, False, False]
    and np.isnan(seen["fdr_bh"][1] + seen["simes-hochberg"][1]).all()
    and not any(words for _, _, words in seen.values())
)
sys.exit(0 if same else f"changed: {seen}")
PY
