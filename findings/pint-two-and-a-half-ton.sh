#!/usr/bin/env bash
# The 2 1/2 ton lorry of every American column weighs one ton in pint, and four and a half hours are two.
#
# One would guess: a text that pint takes with its unit is read as it is written, so "2 1/2 ton" is two and a half; or
#   there is an error, as from math.js, which refuses the same text.
# What happens: the blank between two numbers is a multiplication, so 2 1/2 is one and 1 1/2 a half. The unit is sound and
#   nothing is said: such a figure goes on into weights, loads of bridges and hours. "1 h 30 min" by the same rule is 30
#   hour minutes, which at least cannot be made into minutes. 3/4 ton and 2.5 ton are right.
# Version: Pint 0.25.3; math.js 15.2.0 (npm), Node 20 or later.
# Source: https://github.com/hgrecco/pint/issues/34 (closed); https://github.com/hgrecco/pint/pull/557 (says the rule);
#   https://github.com/josdejong/mathjs/issues/731 (why math.js refuses).
# Why it matters here: tables of equipment of 1944 name lorries as 3/4, 1 1/2 and 2 1/2 ton, and road space and march
#   hours are written in halves as well. Paris 44 refuses "2 1/2 h" and "1 h 30 min" and says at which word.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check pint==0.25.3 || exit 2
cd "$work"
npm install --silent --no-fund --no-audit mathjs@15.2.0 > npm.log 2>&1 || { cat npm.log; exit 2; }
cat > lorry.mjs <<'MOD'
import { evaluate } from "mathjs";
try {
  console.log(evaluate("2 1/2 ton").toString());
} catch (error) {
  console.log("refused");
}
MOD
node lorry.mjs > mathjs.txt
"$work/env/bin/python" - <<'PY'
import pathlib
import sys
import warnings

import pint

warnings.simplefilter("error")
units = pint.UnitRegistry()
print("Pint", pint.__version__, "math.js 15.2.0")
texts = ("3/4 ton", "1 1/2 ton", "2 1/2 ton", "2.5 ton", "4 1/2 hours", "1 h 30 min")
read = {text: units.Quantity(text) for text in texts}
for text, quantity in read.items():
    print(f"{text}: {quantity}")
other = pathlib.Path("mathjs.txt").read_text().strip()
print("math.js on 2 1/2 ton:", other)
minutes = read.pop("1 h 30 min").is_compatible_with("minute")
same = [quantity.magnitude for quantity in read.values()] == [0.75, 0.5, 1.0, 2.5, 2.0]
sys.exit(0 if same and not minutes and other == "refused" else "changed")
PY
