#!/usr/bin/env bash
# MovingPandas, asked to cut tracks where nothing was heard for two hours, drops the garrison that reported every hour.
#
# One would guess: cutting at gaps changes where tracks begin and end; every report is afterwards in one of the pieces,
#   all the more where there was no gap.
# What happens: of a collection only pieces longer than the least length, 0 metres, are kept, so a unit that stays where
#   it is goes, all its reports with it. Cut by itself the same track stays. A report between two gaps belongs to no piece,
#   and a unit with one report never gets into a collection. None of it is said.
# Version: MovingPandas 0.23.0, GeoPandas 1.2.0.
# Source: https://github.com/movingpandas/movingpandas/issues/77 (closed: tracks of one point are not wanted);
#   https://github.com/movingpandas/movingpandas/issues/185 (a collection that came out empty).
# Why it matters here: reports of 1944 are hours apart and half the map stands still. Counted after the cut, the posts
#   on the road and the column's only report at noon are not there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check movingpandas==0.23.0 geopandas==1.2.0 pandas==3.1.1 \
  numpy==2.4.6 shapely==2.2.0 || exit 2
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
import sys
from datetime import timedelta
from importlib.metadata import version

import geopandas
import movingpandas
import pandas as pd
from shapely import Point

reports = [("column", hour, 2 + hour / 100) for hour in (6, 7, 12, 18, 19)]
reports += [("garrison", hour, 2.5) for hour in range(6, 20)]
reports += [("patrol", 9, 2.1)]
rows = [{"unit": unit, "t": pd.Timestamp(1944, 8, 24, hour), "geometry": Point(x, 48.8)} for unit, hour, x in reports]
tracks = movingpandas.TrajectoryCollection(geopandas.GeoDataFrame(rows, crs=4326), "unit", t="t")
print("MovingPandas", version("movingpandas"), "GeoPandas", geopandas.__version__)


def cut(what) -> dict[str, int]:
    pieces = movingpandas.ObservationGapSplitter(what).split(gap=timedelta(hours=2), n_processes=1)
    return {piece.id: len(piece.df) for piece in pieces.trajectories}


whole = {track.id: len(track.df) for track in tracks.trajectories}
together = cut(tracks)
alone = {}
for track in tracks.trajectories:
    alone |= cut(track)
print("reports:", {unit: sum(one == unit for one, _, _ in reports) for unit in ("column", "garrison", "patrol")})
print(f"a collection: {whole}; cut: {together}; cut one by one: {alone}")
same = whole == {"column": 5, "garrison": 14} and together == {"column_0": 2, "column_2": 2}
sys.exit(0 if same and alone == together | {"garrison_0": 14} else "changed")
PY
