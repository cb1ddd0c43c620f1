#!/usr/bin/env bash
# Making a salabim environment throws away the seed that the user had set for Python's own dice.
#
# One would guess: an environment has dice of its own, or leaves those of the random module as they are unless it
#   is given a seed; the second environment of a program has other numbers than the first.
# What happens: unless told otherwise every new environment seeds Python's shared generator with one fixed number.
#   random.seed(44) and random.seed(45) before it give the same draws after it, and each replication made in a
#   loop is the first one again: their spread is nought. None is no way out, the empty text is.
# Version: salabim 26.0.9.
# Source: docstring of salabim.Environment (random_seed: a fixed number where None is given), https://www.salabim.org.
# Why it matters here: salabim is a peer that is measured beside this simulator. A hundred replications of it, made
#   in the plainest way, are one, with an interval of no width. The dice of Paris 44 are its own, by key.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check salabim==26.0.9 greenlet==3.5.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import random
import sys

import salabim

print("salabim", salabim.__version__)
after = []
for seed in (44, 45):
    random.seed(seed)
    before = random.random()
    random.seed(seed)
    salabim.Environment()
    after.append(random.random())
    print(f"seed {seed}: {before:.6f} without an environment, {after[-1]:.6f} with one")
lengths = []
for _ in range(3):
    salabim.Environment()
    lengths.append(salabim.Uniform(0, 1).sample())
print("a draw in three environments:", [round(length, 6) for length in lengths])
random.seed(44)
kept = random.random()
random.seed(44)
salabim.Environment(random_seed="")
left = random.random() == kept
print('with random_seed="" the dice are left alone:', left)
same = after[0] == after[1] and len(set(lengths)) == 1 and left
sys.exit(0 if same else "changed: environments leave the dice alone")
PY
