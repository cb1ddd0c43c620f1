#!/usr/bin/env bash
# What Matplotlib draws first sets the clock of the axis: the same picture is labelled in UTC or in local time.
#
# One would guess: an axis of moments with offsets is labelled in the zone of the settings (rcParams["timezone"], UTC
#   unless changed), or says which it is.
# What happens: the axis takes the zone of the first value of the first data drawn on it and keeps it. The points are
#   where they belong in either order, only the hours below them differ, by two here; the setting is asked only
#   where the first data have no offset. The zone is not named in the labels.
# Version: Matplotlib 3.11.2.
# Source: https://github.com/matplotlib/matplotlib/issues/8072, https://github.com/matplotlib/matplotlib/issues/5575;
#   https://matplotlib.org/stable/api/dates_api.html speaks of the setting alone.
# Why it matters here: the record of one side is in Z and that of the other in +02:00. Who draws the Allied columns
#   before the German posts reads other hours off the same picture than who does it the other way round.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check matplotlib==3.11.2 numpy==2.4.6 || exit 2
cd "$work"
MPLBACKEND=Agg MPLCONFIGDIR="$work" "$work/env/bin/python" - <<'PY'
import datetime
import sys

import matplotlib
import matplotlib.dates
import matplotlib.pyplot as plt

utc = datetime.timezone.utc
local = datetime.timezone(datetime.timedelta(hours=2))
west = [datetime.datetime(1944, 8, 24, hour, tzinfo=utc) for hour in (10, 12)]
east = [datetime.datetime(1944, 8, 24, hour, tzinfo=local) for hour in (12, 14)]
print("Matplotlib", matplotlib.__version__, "timezone set:", matplotlib.rcParams["timezone"])


def drawn(*groups):
    """Where the first moment is drawn, as a number of days, and the label that the axis has for it."""
    figure, axes = plt.subplots()
    for group in groups:
        axes.plot(group, [0, 1])
    figure.canvas.draw()
    label = axes.xaxis.get_major_formatter()(matplotlib.dates.date2num(west[0]))
    place = min(float(line.get_xdata(orig=False)[0]) for line in axes.get_lines())
    return place, label


west_first, east_first = drawn(west, east), drawn(east, west)
matplotlib.rcParams["timezone"] = "America/New_York"
set_otherwise = drawn(west, east)
print("Z drawn first:", west_first, "+02:00 drawn first:", east_first, "with another setting:", set_otherwise)
same_place = west_first[0] == east_first[0] == set_otherwise[0]
ends = [label[1][3:8] for label in (west_first, east_first, set_otherwise)]
sys.exit(0 if same_place and ends == ["10:00", "12:00", "10:00"] else f"changed: {ends}")
PY
