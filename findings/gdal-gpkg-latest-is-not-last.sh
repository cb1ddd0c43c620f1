#!/usr/bin/env bash
# GDAL writes 1944 times into a GeoPackage in a form that it warns of on reading, and that SQL sorts wrongly.
#
# One would guess: a GeoPackage holds UTC, as its standard says, so the driver converts an offset to Z.
# What happens: 23:30+02:00 is stored as that text. The same driver then reports non-conformant content in
#   its own file, and max(time) in SQL, which compares text, gives 23:30+02:00 (21:30 UTC) as later than
#   22:00Z. The dataset creation option DATETIME_FORMAT=UTC converts.
# Version: GDAL 3.12.4 in the wheel of pyogrio 0.13.0; GeoPandas 1.2.0.
# Source: https://gdal.org/en/stable/drivers/vector/gpkg.html (DATETIME_FORMAT); OGC 12-128, table of data types.
# Why it matters here: "last vehicle past" asked of an exported GeoPackage names the wrong vehicle when
#   Allied (Z) and civil (+02:00) times stand in one column.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check pyogrio==0.13.0 geopandas==1.2.0 pandas==2.3.3 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sqlite3
import sys
import warnings

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely import Point

times = [pd.Timestamp("1944-08-24T23:30:00+02:00"), pd.Timestamp("1944-08-24T22:00:00+00:00")]
march = gpd.GeoDataFrame(
    {"unit": ["first", "last"], "time": pd.Series(times, dtype=object)},
    geometry=[Point(2.35, 48.85)] * 2,
    crs=4326,
)
print("pyogrio", pyogrio.__version__, "GDAL", pyogrio.__gdal_version_string__)
answers, heard = {}, {}
for form, options in (("plain", {}), ("UTC", {"dataset_options": {"DATETIME_FORMAT": "UTC"}})):
    march.to_file(f"{form}.gpkg", layer="march", engine="pyogrio", **options)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        gpd.read_file(f"{form}.gpkg", layer="march", engine="pyogrio")
    heard[form] = any("Non-conformant" in str(warning.message) for warning in caught)
    answers[form] = sqlite3.connect(f"{form}.gpkg").execute("select unit, max(time) from march").fetchone()
    print(f"{form}: latest is {answers[form]}, warns of its own file: {heard[form]}")
same = answers["plain"][0] == "first" and answers["UTC"][0] == "last" and heard == {"plain": True, "UTC": False}
sys.exit(0 if same else "changed")
PY
