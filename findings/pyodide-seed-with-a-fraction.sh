#!/usr/bin/env bash
# With the seed 44 Pyodide throws CPython's dice, with 44.5 or 0.1 others altogether.
#
# One would guess: a seed that Python's random takes gives the same dice in every CPython of one version, which Pyodide is;
#   its dice are exact integers and need no mathematics of the machine.
# What happens: a whole number or a text goes into the dice as it is, a fraction by way of hash(), and that has 61 bits on
#   a machine of 64 and 31 in WebAssembly. Already the first draw differs, without a warning. 44.0 is again the same, as
#   its hash is that of 44. So does the order of a set of pairs or fractions, which is fixed within either.
# Version: Pyodide 314.0.7 (npm), Node 20 or later, CPython 3.11 or later on a machine of 64 bits.
# Source: https://docs.python.org/3/library/random.html#random.seed (which types it takes);
#   https://docs.python.org/3/library/stdtypes.html#hashing-of-numeric-types (the prime hangs on the width of a long).
# Why it matters here: the page and the command promise one outcome for one seed. A seed read from a field of a page or
#   a table is easily a fraction, and a draw keyed by an hour is. Paris 44 takes whole seeds and keys of text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-fund --no-audit pyodide@314.0.7 > npm.log 2>&1 || { cat npm.log; exit 2; }
cat > draw.py <<'PY'
import json
import random
import sys

seeds = {"44": 44, "text": "44", "44.0": 44.0, "44.5": 44.5, "0.1": 0.1}
draws = {name: random.Random(seed).random() for name, seed in seeds.items()}
sets = {"pairs": list({(1, 2), (3, 4), (5, 6), (0, 7)}), "fractions": list({0.5, 0.1, 7.25, 3.3})}
text = json.dumps([sys.hash_info.width, draws, sets])
PY
cat > run.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const python = await loadPyodide();
python.runPython(readFileSync("draw.py", "utf8"));
writeFileSync("browser.json", python.globals.get("text"));
JS
node run.mjs > node.log || { cat node.log; exit 2; }
python3 - <<'PY'
import json
import pathlib
import platform
import sys

scope = {}
exec(pathlib.Path("draw.py").read_text(), scope)
here_width, here, here_sets = json.loads(scope["text"])
there_width, there, there_sets = json.loads(pathlib.Path("browser.json").read_text())
print("CPython", platform.python_version(), "hashes of", here_width, "bits; Pyodide 314.0.7 of", there_width)
for name in here:
    print(f"seed {name}: {here[name]:.6f} {there[name]:.6f}")
for name in here_sets:
    print(f"a set of {name}: {here_sets[name]} {there_sets[name]}")
equal = [here[name] == there[name] for name in here]
same = equal == [True, True, True, False, False] and all(here_sets[name] != there_sets[name] for name in here_sets)
sys.exit(0 if same and here_width == 64 else f"changed: {equal}")
PY
