#!/usr/bin/env bash
# pyogrio's arrays put a GeoJSON and a GPX of one instant two hours apart; its Arrow table does not.
#
# One would guess: read and read_arrow give the same times, or read refuses what it cannot hold.
# What happens: the array path keeps the wall clock and drops the offset, so 23:30+02:00 from GeoJSON is
#   23:30 and 21:30Z from GPX is 21:30; the Arrow path holds both as 21:30 UTC. No warning is raised;
#   the field's type says datetime. With datetime_as_string=True the offset is kept as text.
# Version: pyogrio 0.13.0 (its wheel's GDAL), NumPy 2.4.6, pyarrow 26.0.1.
# Source: https://github.com/geopandas/pyogrio/issues/487, https://github.com/geopandas/pyogrio/issues/123.
# Why it matters here: a GeoJSON and a GPX export of one march are laid over each other; read as arrays they
#   play two hours apart.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check pyogrio==0.13.0 numpy==2.4.6 pyarrow==26.0.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import json
import pathlib
import sys

import pyarrow as pa
import pyogrio
from pyogrio.raw import read, read_arrow

feature = {
    "type": "Feature",
    "properties": {"time": "1944-08-24T23:30:00+02:00"},
    "geometry": {"type": "Point", "coordinates": [2.35, 48.85]},
}
pathlib.Path("march.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
pathlib.Path("march.gpx").write_text(
    '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
    '<wpt lat="48.85" lon="2.35"><time>1944-08-24T21:30:00Z</time></wpt></gpx>'
)
print("pyogrio", pyogrio.__version__, "GDAL", pyogrio.__gdal_version_string__)
arrays, tables = [], []
for name, layer in (("march.geojson", None), ("march.gpx", "waypoints")):
    array = read(name, layer=layer, columns=["time"])[3][0]
    table = read_arrow(name, layer=layer, columns=["time"])[1]["time"]
    arrays.append(array[0])
    tables.append(table.cast(pa.timestamp("ms", "UTC"))[0].as_py())
    print(f"{name}: arrays {array[0]}, Arrow {tables[-1]}")
apart = (arrays[0] - arrays[1]).astype("timedelta64[m]").astype(int)
print(f"apart by {apart} min in arrays, by {tables[0] - tables[1]} in Arrow")
sys.exit(0 if apart == 120 and tables[0] == tables[1] else "changed: both roads agree")
PY
