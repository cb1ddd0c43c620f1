#!/usr/bin/env bash
# A copy of a GPX track made by gpxpy has lost the offset of every time west of Greenwich.
#
# One would guess: gpx.clone() is equal to gpx.
# What happens: the zone of a time is rebuilt from its printed name, and the name of a western offset
#   ("-4:00", no zero) is not understood, so the copy says Z with the wall clock unchanged: four hours off.
#   Eastern offsets survive, so a test with European times finds nothing.
# Version: gpxpy 1.6.2.
# Source: https://github.com/tkrajina/gpxpy/issues/190 (closed), https://github.com/tkrajina/gpxpy/pull/292 (open).
# Why it matters here: an operation west of Greenwich (Newfoundland, Brazil, Washington's clock) cloned before
#   thinning is moved by hours, while the Paris of the tests is not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check gpxpy==1.6.2 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import gpxpy

TEXT = (
    '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
    '<wpt lat="47.6" lon="2.3"><time>{}</time></wpt></gpx>'
)
print("gpxpy", version("gpxpy"))
shifts = {}
for text in ("1944-08-24T17:30:00-04:00", "1944-08-24T23:30:00+02:00", "1944-08-24T21:30:00Z"):
    gpx = gpxpy.parse(TEXT.format(text))
    before, after = gpx.waypoints[0].time, gpx.clone().waypoints[0].time
    shifts[text[19:]] = (after - before).total_seconds() / 3600
    print(f"{text}: read {before.isoformat()}, copied {after.isoformat()}, {shifts[text[19:]]:+.0f} h")
sys.exit(0 if shifts == {"-04:00": -4, "+02:00": 0, "Z": 0} else f"changed: {shifts}")
PY
