#!/usr/bin/env bash
# "At least two hours, mostly three, at most eight": Python's triangular draws from another law and never passes five.
#
# One would guess: a law of three points refuses a likeliest value outside of its ends, as all its sisters do.
# What happens: random.triangular takes the likeliest value last, and where that lies beyond the upper end it
#   draws on: triangular(2, 3, 8) has values from 2 to 4.45 with a mean of 3.63 instead of 4.33, none of them above
#   the estimate's middle. NumPy and Ciw take it in the middle, salabim last as Python does; given the wrong order,
#   each of the three raises.
# Version: CPython 3.11 or later, NumPy 2.4.6, Ciw 3.2.7, salabim 26.0.9.
# Source: https://docs.python.org/3/library/random.html#random.triangular (low, high, mode);
#   https://github.com/python/cpython/issues/76917 (a check was rejected).
# Why it matters here: three points are how staff officers and planners give a length of time, in that order, and
#   triangular(17, 20, 26) of a scenario of Paris 44 is in it too. The same figures handed to Python, in a rule of
#   one's own, cut off the slow end without a word, and the plan meets its hour.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check numpy==2.4.6 ciw==3.2.7 salabim==26.0.9 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import platform
import random
import sys

import ciw
import numpy as np
import salabim

spoken, python_order = (2.0, 3.0, 8.0), (2.0, 8.0, 3.0)
dice = random.Random(44)
draws = [dice.triangular(*spoken) for _ in range(20000)]
mean = sum(draws) / len(draws)
print(f"CPython {platform.python_version()}: triangular{spoken} from {min(draws):.2f} to {max(draws):.2f}, mean {mean:.2f}")
right = [dice.triangular(*python_order) for _ in range(20000)]
print(f"  triangular{python_order} from {min(right):.2f} to {max(right):.2f}, mean {sum(right) / len(right):.2f}")
sisters = {
    "NumPy": (np.random.default_rng(44).triangular, python_order),
    "Ciw": (ciw.dists.Triangular, python_order),
    "salabim": (salabim.Triangular, spoken),
}
taken = []
for name, (law, wrong) in sisters.items():
    law(*(spoken if wrong is python_order else python_order))
    try:
        law(*wrong)
        taken.append(name)
    except Exception as refused:
        print(f"  {name} refuses {wrong}: {type(refused).__name__}")
same = not taken and max(draws) < 4.5 and 3.58 < mean < 3.68 and max(right) > 7.5
sys.exit(0 if same else f"changed: taken by {taken}, largest {max(draws)}")
PY
