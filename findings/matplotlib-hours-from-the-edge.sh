#!/usr/bin/env bash
# "Every six hours" in Matplotlib starts at the left edge of the picture, not at midnight.
#
# One would guess: HourLocator(interval=6) marks 00, 06, 12 and 18 o'clock, as a clock face or a cron line would.
# What happens: it counts from the first hour in view, so the marks move when the data, the margins or a zoom
#   do: seen from 20:30 on they are 02, 08, 14, 20. byhour=range(0, 24, 6) stays put.
# Version: Matplotlib 3.11.2.
# Source: https://matplotlib.org/stable/api/dates_api.html ("interval is the interval between each iteration").
# Why it matters here: pictures of two worlds of one day, side by side, get different hours on their axes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check matplotlib==3.11.2 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys

import matplotlib
from matplotlib import dates

PARIS = datetime.timezone(datetime.timedelta(hours=2))
print("Matplotlib", matplotlib.__version__)
hours = {}
for first in (18, 20):
    start = datetime.datetime(1944, 8, 23, first, 30, tzinfo=PARIS)
    end = start + datetime.timedelta(hours=30)
    for name, locator in (
        ("interval=6", dates.HourLocator(interval=6, tz=PARIS)),
        ("byhour", dates.HourLocator(byhour=range(0, 24, 6), tz=PARIS)),
    ):
        ticks = [dates.num2date(tick, tz=PARIS) for tick in locator.tick_values(start, end)]
        hours[first, name] = {tick.hour for tick in ticks}
        print(f"from {first}:30, {name}: " + " ".join(f"{tick:%d/%H}" for tick in ticks))
same = (
    hours[18, "interval=6"] != hours[20, "interval=6"]
    and hours[18, "byhour"] == hours[20, "byhour"] == {0, 6, 12, 18}
)
sys.exit(0 if same else "changed: the marks no longer hang on the edge")
PY
