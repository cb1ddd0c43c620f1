#!/usr/bin/env bash
# The two libraries called suncalc take latitude and longitude in opposite order, and neither notices.
#
# One would guess: the Python package of the JavaScript library's name takes its arguments in its order.
# What happens: npm's getTimes is (date, latitude, longitude), PyPI's get_times (date, longitude, latitude).
#   Paris turned round is a sound place in the Indian Ocean: the sun rises there more than two hours earlier, without a word.
#   Asked rightly, the two are still over three minutes apart for Paris on 24 August 1944.
# Version: suncalc 0.1.3 (PyPI), suncalc 2.0.2 (npm), Node 20 or later.
# Source: https://github.com/mourner/suncalc and https://github.com/kylebarron/suncalc-py (their readmes).
# Why it matters here: a light table is made in Python and shown again in the browser; a column marches at dawn.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check suncalc==0.1.3 numpy==2.4.6 pandas==2.3.3 || exit 2
cd "$work"
npm install --silent --no-fund --no-audit suncalc@2.0.2 > npm.log 2>&1 || { cat npm.log; exit 2; }
cat > rise.mjs <<'MOD'
import * as suncalc from "suncalc";
const getTimes = suncalc.getTimes ?? suncalc.default.getTimes;
console.log(getTimes(new Date("1944-08-24T12:00Z"), 48.85, 2.35).sunrise.toISOString());
MOD
node rise.mjs > rise.txt
"$work/env/bin/python" - <<'PY'
import datetime
import pathlib
import sys
from importlib.metadata import version

import suncalc

noon = datetime.datetime(1944, 8, 24, 12, tzinfo=datetime.timezone.utc)
npm = datetime.datetime.fromisoformat(pathlib.Path("rise.txt").read_text().strip().rstrip("Z"))
print("suncalc from PyPI", version("suncalc"), "and from npm 2.0.2, sunrise in UTC")
same_order = suncalc.get_times(noon, 48.85, 2.35)["sunrise"].to_pydatetime(warn=False)
other_order = suncalc.get_times(noon, 2.35, 48.85)["sunrise"].to_pydatetime(warn=False)
print(f"npm, latitude first:  {npm:%H:%M:%S}")
print(f"PyPI, latitude first: {same_order:%H:%M:%S}")
print(f"PyPI, longitude first: {other_order:%H:%M:%S}")
gap = (other_order - npm).total_seconds()
sys.exit(0 if (npm - same_order).total_seconds() > 7200 and 180 < gap < 300 else "changed")
PY
