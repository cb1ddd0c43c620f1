#!/usr/bin/env bash
# How much of a 1944 offset is summer time: zoneinfo is wrong for London, pytz for Paris.
#
# One would guess: utcoffset() - dst() is a zone's standard time, so in London 0 h on 6 June 1944 (two hours of
#   summer time on Greenwich), as it is in July 1950.
# What happens: compiled zone files hold only "summer time or not"; zoneinfo works the hours out from the
#   neighbours, and gives dst() = 1 h beside utcoffset() = 2 h, as for Berlin's three hours of June 1945. pytz
#   gives two there, but none for Paris on 9 October 1944, which kept one hour of summer time.
# Version: tzdata 2026.6, Python's zoneinfo; pytz 2026.6 for comparison.
# Source: https://www.rfc-editor.org/rfc/rfc9636 (isdst is a flag), https://docs.python.org/3/library/zoneinfo.html.
# Why it matters here: orders of June 1944 are timed in double summer time; the sun's noon worked out from the
#   "standard" part is an hour off.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check tzdata==2026.6 pytz==2026.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys
import zoneinfo

import pytz

zoneinfo.reset_tzpath(())
DAYS = (
    ("Europe/London", "1944-06-06"),
    ("Europe/London", "1950-07-01"),
    ("Europe/Paris", "1944-10-09"),
    ("Europe/Berlin", "1945-06-01"),
)
parts = []
for zone, day in DAYS:
    noon = datetime.datetime.fromisoformat(f"{day}T12:00")
    ours, theirs = noon.replace(tzinfo=zoneinfo.ZoneInfo(zone)), pytz.timezone(zone).localize(noon)
    parts.append(tuple(round(part.total_seconds() / 3600) for part in (ours.utcoffset(), ours.dst(), theirs.dst())))
    print(zone, day, ours.tzname(), "offset {} h; of it summer time: zoneinfo {} h, pytz {} h".format(*parts[-1]))
expected = [(2, 1, 2), (1, 1, 1), (1, 1, 0), (3, 1, 2)]
sys.exit(0 if parts == expected else f"changed: {parts}")
PY
