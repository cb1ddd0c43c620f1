#!/usr/bin/env bash
# Replication 0 of a list of seeds has the dice of the bare seed, and a negative seed those of the positive one.
#
# One would guess: default_rng([44, 0]) is another stream than default_rng(44), as [44, 1] is; two different seeds
#   of Python's random give different numbers.
# What happens: NumPy fills a seed up with zeros, so zeros at its end say nothing: 44, [44], [44, 0] and
#   [44, 0, 0] are one stream, and [44, 1] is that of 44 + 2**32. SeedSequence(44).spawn() is free of it. Python's
#   random takes the size of an integer alone: seed(-44) is seed(44); NumPy refuses negative ones.
# Version: NumPy 2.4.6, CPython 3.11 or later.
# Source: https://github.com/numpy/numpy/issues/16539 (zeros are appended up to the size of the pool; mended for
#   spawn alone); https://docs.python.org/3/library/random.html#random.seed ("used directly").
# Why it matters here: a stream for the base and one for each replication by [seed, replication] share the
#   first; seeds k and -k are one run counted twice. Paris 44 makes its keys of text and takes no negative seed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import random
import sys

import numpy as np

print("NumPy", np.__version__, "Python", sys.version.split()[0])
first = {}
for seed in (44, [44], [44, 0], [44, 0, 0], [44, 1], 44 + 2**32):
    first[str(seed)] = float(np.random.default_rng(seed).random())
    print(f"default_rng({seed}): {first[str(seed)]:.6f}")
spawned = float(np.random.default_rng(np.random.SeedSequence(44).spawn(1)[0]).random())
print(f"first of SeedSequence(44).spawn: {spawned:.6f}")
signs = [random.Random(seed).random() for seed in (44, -44)]
print(f"random.Random(44) {signs[0]:.6f}, random.Random(-44) {signs[1]:.6f}")
values = list(first.values())
same = len(set(values[:4])) == 1 and values[4] == values[5] != values[0] != spawned and signs[0] == signs[1]
sys.exit(0 if same else "changed: the seeds have streams of their own")
PY
