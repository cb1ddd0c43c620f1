#!/usr/bin/env bash
# A halt on exactly one spot is neither moving nor stopped time in gpxpy.
#
# One would guess: moving_time + stopped_time of a track is its duration; five minutes on one spot are stopped.
# What happens: a pair of points without any distance between them is left out of both sums. A halt that
#   drifts by a metre, as real receivers do, is counted as stopped.
# Version: gpxpy 1.6.2.
# Source: documentation of GPXTrack.get_moving_data ("moving" and "stopped" time, a threshold of speed;
#   nothing on equal points), https://github.com/tkrajina/gpxpy.
# Why it matters here: a simulated column halts to the metre, so the longest halts vanish from a movement
#   table that is computed from its exported track.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check gpxpy==1.6.2 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys
from importlib.metadata import version

from gpxpy.gpx import GPXTrackPoint, GPXTrackSegment

START = datetime.datetime(1944, 8, 24, 6, tzinfo=datetime.timezone.utc)


def segment(drift):
    """Ten minutes' march, ten minutes' halt (drifting by so many degrees), ten minutes' march."""
    places = [48.0, 48.02, 48.02 + drift, 48.04]
    points = [
        GPXTrackPoint(lat, 2.0, time=START + datetime.timedelta(minutes=10 * i)) for i, lat in enumerate(places)
    ]
    return GPXTrackSegment(points)


print("gpxpy", version("gpxpy"))
stopped = {}
for name, drift in (("exact", 0.0), ("drifting", 0.00001)):
    track = segment(drift)
    data = track.get_moving_data(raw=True)
    stopped[name] = data.stopped_time
    print(f"{name}: duration {track.get_duration():.0f} s = moving {data.moving_time:.0f} + stopped {data.stopped_time:.0f}?")
sys.exit(0 if stopped == {"exact": 0, "drifting": 600} else f"changed: {stopped}")
PY
