#!/usr/bin/env bash
# One replication without an answer among hundreds makes SALib's Sobol analysis say that nothing matters.
#
# One would guess: a missing (nan) or infinite output raises, or gives nan.
# What happens: sobol.analyze returns S1 = ST = 0 with a confidence of 0 for every input, for nan without any
#   warning: exactly what a model that ignores its inputs gives. Without the one bad value S1 is about 1 and 0.
#   Of its sisters, rbd_fast gives nan, and pawn drops nothing for inf but turns to nan for nan.
# Version: SALib 1.6.0, NumPy 2.4.6, SciPy 1.17.1.
# Source: https://github.com/SALib/SALib/issues/237, https://github.com/SALib/SALib/pull/566 (its maintainers
#   expect a failure, not zeros); SciPy's sobol_indices documents its own zeros for nan (scipy PR 17628).
# Why it matters here: "never happened" is an outcome of a campaign; one such run in a table of shares reads
#   as "no figure matters".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check SALib==1.6.0 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

import numpy as np
from SALib.analyze import pawn, rbd_fast, sobol
from SALib.sample import sobol as sampler

problem = {"num_vars": 2, "names": ["pace", "wait"], "bounds": [[0, 1], [0, 1]]}
inputs = sampler.sample(problem, 64, seed=1)
hours = inputs[:, 0] + 0.1 * inputs[:, 1]
print("SALib", version("SALib"))
shares, alarms = {}, {}
for name, bad in (("all there", hours[7]), ("one nan", np.nan), ("one inf", np.inf)):
    output = hours.copy()
    output[7] = bad
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = sobol.analyze(problem, output, seed=1)
    shares[name], alarms[name] = np.r_[result["S1"], result["ST"], result["S1_conf"]], len(caught)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        others = (rbd_fast.analyze(problem, inputs, output, seed=1)["S1"], pawn.analyze(problem, inputs, output, seed=1)["median"])
    print(f"{name}: S1 {result['S1'].round(2)}, warnings {alarms[name]}; rbd_fast {np.round(others[0], 2)}, pawn {np.round(others[1], 2)}")
same = shares["all there"][0] > 0.9 and not shares["one nan"].any() and not shares["one inf"].any() and alarms["one nan"] == 0
sys.exit(0 if same else "changed: a missing output no longer reads as zero")
PY
