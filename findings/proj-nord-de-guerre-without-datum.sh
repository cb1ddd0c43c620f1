#!/usr/bin/env bash
# A map reference of 1944 in the Allied grid over Paris is turned into WGS 84 without the shift of its datum.
#
# One would guess: PROJ knows EPSG:27500 (Nord de Guerre), so the place is good to some metres, as from the later
#   Lambert zones; or there is an error, since no shift is known.
# What happens: latitude and longitude on the French army's ellipsoid are handed out unchanged as those of WGS 84.
#   The transformer calls itself "Ballpark" in its description and has an accuracy of -1; nothing else says so,
#   and TransformerGroup calls it the best available.
# Version: pyproj 3.7.2 (PROJ of its wheel).
# Source: https://proj.org/en/stable/glossary.html (ballpark transformation); https://epsg.io/27500;
#   https://wanderingcartographer.wordpress.com/2024/01/16/transforming-french-ww1-lambert-coordinates-to-wgs84/.
# Why it matters here: reports of 1944 give places as references of that grid. Only who asks for the accuracy, or
#   forbids it (allow_ballpark=False), learns of it. The places of Paris 44 come from gazetteers, not from the grid.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check pyproj==3.7.2 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import math
import sys
import warnings

import pyproj
from pyproj.transformer import Transformer, TransformerGroup

warnings.simplefilter("error")
print("pyproj", pyproj.__version__, "PROJ", pyproj.proj_version_str)
spot = (106000.0, 243000.0)
to_wgs = Transformer.from_crs("EPSG:27500", "EPSG:4326", always_xy=True)
lon, lat = to_wgs.transform(*spot)
# the army's own latitude and longitude (from Paris, in grads), in degrees from Greenwich
army = Transformer.from_crs("EPSG:27500", pyproj.CRS("EPSG:27500").geodetic_crs, always_xy=True)
grads = army.transform(*spot)
meridian = pyproj.CRS("EPSG:27500").prime_meridian
east = math.degrees(meridian.longitude * meridian.unit_conversion_factor)
own = (grads[0] * 0.9 + east, grads[1] * 0.9)
print(f"WGS 84: {lon:.6f} {lat:.6f}; on the army's ellipsoid: {own[0]:.6f} {own[1]:.6f}")
print(f"accuracy {to_wgs.accuracy}; {to_wgs.description}")
print("best available:", TransformerGroup("EPSG:27500", "EPSG:4326").best_available)
later = Transformer.from_crs("EPSG:27561", "EPSG:4326", always_xy=True)
print(f"Lambert Nord of later years: accuracy {later.accuracy}")
same = abs(lon - own[0]) + abs(lat - own[1]) < 1e-6 and to_wgs.accuracy == -1 and "Ballpark" in to_wgs.description
sys.exit(0 if same and later.accuracy > 0 else "changed: a shift is made")
PY
