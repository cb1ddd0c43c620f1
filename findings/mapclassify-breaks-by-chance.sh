#!/usr/bin/env bash
# mapclassify's natural breaks of one table are other breaks each time.
#
# One would guess: Jenks' natural breaks are the best partition of sorted numbers, which is unique and cheap.
# What happens: NaturalBreaks is k-means from random starts and takes no seed; 300 skewed values in six classes
#   give several sets of breaks in eight calls. FisherJenks is exact and always the same.
# Version: mapclassify 2.10.0, scikit-learn 1.9.1.
# Source: https://github.com/pysal/mapclassify/issues/62 (NaturalBreaks is k-means).
# Why it matters here: the colours of a map of delays, and so the bytes of its picture, change from run to run.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check mapclassify==2.10.0 numpy==2.4.6 scikit-learn==1.9.1 pandas==2.3.3 || exit 2
cd "$work"
OMP_NUM_THREADS=1 "$work/env/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

import mapclassify
import numpy as np

warnings.simplefilter("ignore")
delays = np.random.RandomState(0).lognormal(0, 2, 300)
print("mapclassify", version("mapclassify"))
natural = {tuple(mapclassify.NaturalBreaks(delays, k=6).bins.round(3)) for _ in range(8)}
exact = {tuple(mapclassify.FisherJenks(delays, k=6).bins.round(3)) for _ in range(2)}
print(f"NaturalBreaks: {len(natural)} sets of breaks in 8 calls; FisherJenks: {len(exact)} in 2")
for breaks in sorted(natural)[:3]:
    print("  ", *(float(value) for value in breaks))
sys.exit(0 if len(natural) > 1 and len(exact) == 1 else "changed: the breaks stand still")
PY
