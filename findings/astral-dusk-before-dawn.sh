#!/usr/bin/env bash
# astral's dusk of a northern summer day comes before that day's dawn.
#
# One would guess: sun(date) gives dawn < sunrise < noon < sunset < dusk, the light of one day.
# What happens: each event is found for itself as the one that falls on that calendar date. Where dusk is past
#   midnight, the answer is the dusk of the evening before: at 60 N 30 E on 21 June 1944, 00:16, an hour
#   and a half before dawn. The evening's own dusk is at 00:17 on the next date.
# Version: astral 3.2.
# Source: https://github.com/sffjunkie/astral/issues/83, https://github.com/sffjunkie/astral/issues/86 (open).
# Why it matters here: a march that halts "from dusk to dawn" would have a night of minus twenty-two hours, or
#   none; a light table is frozen only after its order has been checked.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check astral==3.2 tzdata==2026.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys
from importlib.metadata import version
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import sun

post, zone = Observer(60, 30, 0), ZoneInfo("Europe/Moscow")
print("astral", version("astral"))
light = sun(post, date=datetime.date(1944, 6, 21), tzinfo=zone)
following = sun(post, date=datetime.date(1944, 6, 22), tzinfo=zone)
for name, moment in light.items():
    print(f"{name}: {moment:%d %B %H:%M}")
print(f"dusk asked for the 22nd: {following['dusk']:%d %B %H:%M}")
same = light["dusk"] < light["dawn"] < light["sunset"] < following["dusk"]
sys.exit(0 if same else "changed: the day's events stand in order")
PY
