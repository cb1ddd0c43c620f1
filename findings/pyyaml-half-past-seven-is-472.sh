#!/usr/bin/env bash
# In one YAML list of military hours 0730 is 472, 0830 a text and 1230 a number.
#
# One would guess: four digits are four digits: all hours of a list are of one kind, numbers or texts.
# What happens: PyYAML reads a number with a leading zero as octal, as YAML 1.1 has it, so 0730 is 472 and 0600
#   is 384. With an 8 or a 9 in it it is no octal and stays a text; from ten o'clock on it is an ordinary number. With
#   colons 07:30 is a text and 12:30 is 750. ruamel.yaml, of YAML 1.2, has 730, 830 and 1230, and texts for the others.
# Version: PyYAML 6.0.4, ruamel.yaml 0.19.1.
# Source: https://yaml.org/type/int.html (octal, base 60); https://yaml.org/spec/1.2.2/ (section 10.3.2).
# Why it matters here: orders of 1944 are timed like that. Half of the morning is moved by hours, the other half fails
#   later, at a comparison. The scenario reader of Paris 44 refuses such numbers without quotes, with the line.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import ruamel.yaml
import yaml

text = "[0600, 0730, 0830, 0930, 1230, 07:30, 12:30]"
print("PyYAML", version("PyYAML"), "ruamel.yaml", version("ruamel.yaml"), "of", text)
old = yaml.safe_load(text)
new = list(ruamel.yaml.YAML(typ="safe", pure=True).load(text))
print("PyYAML", old)
print("ruamel.yaml", new)
same = old == [384, 472, "0830", "0930", 1230, "07:30", 750]
same = same and new == [600, 730, 830, 930, 1230, "07:30", "12:30"]
sys.exit(0 if same else "changed: other kinds")
PY
