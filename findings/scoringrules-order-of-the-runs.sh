#!/usr/bin/env bash
# One forecast has several scores in scoringrules, by the order in which its runs are listed.
#
# One would guess: the CRPS is a property of a set of numbers and one observation; its estimators differ a little from each
#   other, and each of them is the same for any order of the members.
# What happens: "akr" and "akr_circperm" take the spread not from all pairs but from one partner of each run, its neighbour
#   in the list or the one half a list further. The runs 1 to 20 and an observation of 12 score 1.775 exactly; by "akr"
#   4.15 if they are listed by size, 0.10 if low and high take turns and 1.00 shuffled; by "akr_circperm" 0.10, 2.60 and
#   0.90. The other four keep still. sorted_ensemble=True changes nothing.
# Version: scoringrules 0.10.0, NumPy 2.4.6.
# Source: docstring of scoringrules.crps_ensemble (names the estimators; nothing on the order of members),
#   https://scoringrules.readthedocs.io; that the order counts was found by running it.
# Why it matters here: runs of a campaign are listed by seed, by hour or paired, as their author likes. Two forecasts with
#   the very same runs can be told apart by such a score.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check scoringrules==0.10.0 numpy==2.4.6 scipy==1.17.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import scoringrules

runs = np.arange(1.0, 21.0)
orders = {
    "by size": runs,
    "low and high in turn": np.ravel(np.column_stack([runs[:10], runs[10:]])),
    "shuffled": np.random.default_rng(44).permutation(runs),
}
print("scoringrules", version("scoringrules"))
exact = round(float(np.abs(runs - 12.0).mean() - np.abs(runs[:, None] - runs).mean() / 2), 3)
print("exactly:", exact)


def scores(estimator, **more):
    """The score of the forecast in each order of its runs."""
    return [round(float(scoringrules.crps_ensemble(12.0, order, estimator=estimator, **more)), 3) for order in orders.values()]


seen = {estimator: scores(estimator) for estimator in ("nrg", "qd", "int", "fair", "akr", "akr_circperm")}
for estimator, found in seen.items():
    print(estimator, dict(zip(orders, found)))
still = all(len(set(seen[name])) == 1 for name in ("nrg", "qd", "int", "fair")) and seen["nrg"][0] == exact == 1.775
same = seen["akr"] == [4.15, 0.1, 1.0] and seen["akr_circperm"] == [0.1, 2.6, 0.9]
sys.exit(0 if still and same and scores("akr", sorted_ensemble=True)[0] == 4.15 else f"changed: {seen}")
PY
