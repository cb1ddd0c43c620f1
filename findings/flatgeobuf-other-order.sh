#!/usr/bin/env bash
# A march saved as FlatGeobuf comes back with its halts in another order.
#
# One would guess: rows are read in the order in which they were written, as from GeoJSON and GeoPackage.
# What happens: the file has a spatial index unless one asks for none, and its rows are then laid along a Hilbert
#   curve. Values and places stay together; the row number, and whatever was in the order, is another. No
#   warning. With SPATIAL_INDEX="NO" the order is kept.
# Version: GDAL 3.12.4 in the wheel of pyogrio 0.13.0.
# Source: https://gdal.org/en/stable/drivers/vector/flatgeobuf.html (SPATIAL_INDEX, yes by default);
#   https://github.com/Toblerity/Fiona/pull/924 (the order noticed in a test).
# Why it matters here: a march is its order. A line drawn through the rows of such a file zigzags, and a column of
#   hours glued on by row number belongs to other places; sort by an hour or a number that the rows carry.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check pyogrio==0.13.0 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import struct
import sys

import numpy as np
import pyogrio
from pyogrio.raw import read, write

halts = [(-0.1, 48.4), (0.1, 48.6), (0.8, 48.5), (1.5, 48.4), (1.8, 48.7), (2.1, 48.8), (2.4, 48.9)]
points = np.array([struct.pack("<BIdd", 1, 1, *at) for at in halts], dtype=object)
numbers = np.arange(len(halts))
print("pyogrio", pyogrio.__version__, "GDAL", pyogrio.__gdal_version_string__)
order = {}
plain = {"SPATIAL_INDEX": "NO"}
for name, options in (("march.geojson", {}), ("march.gpkg", {}), ("march.fgb", {}), ("plain.fgb", plain)):
    write(name, points, [numbers], ["halt"], geometry_type="Point", crs="EPSG:4326", layer_options=options)
    order[name] = read(name)[3][0].tolist()
    print(f"{name}: {order[name]}")
turned = order.pop("march.fgb")
same = turned != sorted(turned) == list(range(7)) and all(kept == sorted(kept) for kept in order.values())
sys.exit(0 if same else f"changed: {turned}, {order}")
PY
