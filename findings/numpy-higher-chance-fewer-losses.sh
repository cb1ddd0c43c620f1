#!/usr/bin/env bash
# With one seed and a chance of loss raised from 30 to 30.1 in a hundred, NumPy takes 31 losses down to 22.
#
# One would guess: with the same seed a higher chance gives as many losses or more, as one draw for each vehicle does; so
#   two plans can be compared on common dice.
# What happens: up to 30 expected losses the number is found by inversion and does go up with the chance; above, another
#   method (BTPE, acceptance and rejection) uses the same dice for something else. At the border the result jumps, down
#   for four seeds in ten and by up to 25, though each law by itself is right. Poisson changes its method at 10.
#   SciPy's binom.ppf of one uniform draw never goes down.
# Version: NumPy 2.4.6, SciPy 1.17.1.
# Source: https://netlib.org/toms-2014-06-10/678 (inversion below a mean of 30, BTPE above);
#   https://github.com/numpy/numpy/pull/31238 (NumPy's BTPE);
#   https://search.r-project.org/CRAN/refmans/simEd/html/vbinom.html (monotone and synchronized only by inversion).
# Why it matters here: a what-if is the difference of two runs on common dice, and the worse road must not save tanks.
#   Paris 44 takes the law's quantile at one uniform number.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check numpy==2.4.6 scipy==1.17.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys

import numpy as np
import scipy
from scipy.stats import binom

print("NumPy", np.__version__, "SciPy", scipy.__version__, "losses of 100 vehicles")
chances = (0.28, 0.29, 0.30, 0.301, 0.31)
rows = {}
for seed in (44, 45, 46):
    rows[seed] = [int(np.random.default_rng(seed).binomial(100, chance)) for chance in chances]
    inverted = [int(binom.ppf(np.random.default_rng(seed).random(), 100, chance)) for chance in chances]
    print(f"seed {seed}, chances {chances}: NumPy {rows[seed]}, by inversion {inverted}")
    if inverted != sorted(inverted):
        sys.exit("changed: SciPy's ppf goes down")
seeds = range(1000)
below = np.array([np.random.default_rng(seed).binomial(100, 0.30) for seed in seeds])
above = np.array([np.random.default_rng(seed).binomial(100, 0.301) for seed in seeds])
fewer = int((above < below).sum())
few = [int(np.random.default_rng(44).poisson(mean)) for mean in (9.9, 10, 10.1)]
print(f"of 1000 seeds {fewer} lose fewer, at most {int((below - above).max())} fewer; Poisson of 9.9, 10, 10.1: {few}")
same = rows[45] == [29, 30, 31, 22, 23] and 300 < fewer < 600 and few[1] < few[0]
sys.exit(0 if same else f"changed: {rows}, {fewer}, {few}")
PY
