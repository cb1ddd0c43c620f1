#!/usr/bin/env bash
# The tail of a column that has not left yet is drawn by shapely near the end of its road.
#
# One would guess: a place before the start of a line is its start, as one beyond the end is its end.
# What happens: a negative distance is counted back from the end. A column of 4 km whose head stands at kilometre 1 of
#   a road of 30 has its tail at kilometre 27, and the piece between the two, cut out by substring, runs backwards
#   over 26 km. One step further out, at -30 and below, it is the start again. No warning, in a whole column neither.
# Version: shapely 2.2.0 (GEOS of its wheel), GeoPandas 1.2.0.
# Source: https://shapely.readthedocs.io/en/stable/reference/shapely.line_interpolate_point.html (negative values count
#   from the end); GeoPandas hands the distance on.
# Why it matters here: "head less length" is how one places a tail, and every march begins with such an hour. On a
#   picture of the start the columns reach from both ends into the road.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check shapely==2.2.0 geopandas==1.2.0 numpy==2.4.6 pandas==3.1.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
import warnings

import geopandas
import shapely
from shapely.ops import substring

warnings.simplefilter("error")
road = shapely.LineString([(0, 0), (30, 0)])
head, length = 1, 4
print("shapely", shapely.__version__, "GEOS", shapely.geos_version_string, "GeoPandas", geopandas.__version__)
tail = road.interpolate(head - length)
piece = substring(road, head - length, head)
beyond = [road.interpolate(far).x for far in (34, -30, -34)]
heads = [1, 3, 5]
tails = geopandas.GeoSeries([road] * 3).interpolate([at - length for at in heads]).x.tolist()
print(f"head at {head}, tail at {tail.x}; between them {piece.length} km, from {piece.coords[0][0]} to {piece.coords[-1][0]}")
print("at 34, -30 and -34:", beyond)
print(f"GeoPandas, heads at {heads}: tails at {tails}")
same = tail.x == 27 and piece.length == 26 and piece.coords[0][0] == 27 and beyond == [30, 0, 0] and tails == [27, 29, 1]
sys.exit(0 if same else "changed")
PY
