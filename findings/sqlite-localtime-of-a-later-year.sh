#!/usr/bin/env bash
# SQLite tells the local time of June 1944 by the summer time of another year.
#
# One would guess: datetime(..., 'localtime') gives what the C library, or Python, gives for that moment and zone.
# What happens: outside of 1971 to 2037 the year is replaced by a later one before the zone is asked, and put back
#   afterwards. London on D-Day loses its second hour of summer time, Paris before the occupation stands on
#   Berlin's hour, Moscow of June 1941 is an hour late; Paris of August 1944 comes out right, by luck.
# Version: SQLite 3.54.1 (apsw 3.54.1.0), tzdata 2026.6.
# Source: https://www.sqlite.org/lang_datefunc.html (section on local time: years are mapped into that range).
# Why it matters here: a GeoPackage is an SQLite file, and a test with Paris in August finds nothing. The offset
#   belongs into the text of the moment.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check apsw==3.54.1.0 tzdata==2026.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import os
import pathlib
import sys
import time
import zoneinfo

import apsw
import tzdata

os.environ["TZDIR"] = str(pathlib.Path(tzdata.__file__).parent / "zoneinfo")
asked = {
    ("Europe/London", "1944-06-06 05:30:00"): "07:30 06:30",
    ("Europe/Paris", "1939-01-05 12:00:00"): "12:00 13:00",
    ("Europe/Moscow", "1941-06-22 01:00:00"): "04:00 05:00",
    ("Europe/Paris", "1944-08-24 19:22:00"): "21:22 21:22",
}
base = apsw.Connection(":memory:")
print("SQLite", apsw.sqlite_lib_version(), "apsw", apsw.apsw_version())
seen = {}
for zone, moment in asked:
    os.environ["TZ"] = zone
    time.tzset()
    (told,) = next(iter(base.execute("select datetime(?, 'localtime')", (moment,))))
    aware = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.timezone.utc)
    there = f"{aware.astimezone(zoneinfo.ZoneInfo(zone)):%H:%M}"
    library = f"{aware.astimezone():%H:%M}"  # the C library's
    seen[zone, moment] = f"{there} {told[11:16]}"
    print(f"{moment} UTC in {zone}: zoneinfo {there}, C library {library}, SQLite {told[11:16]}")
    if library != there:
        print("the C library has other zones here: nothing is known")
        sys.exit(2)
sys.exit(0 if seen == asked else f"changed: {seen}")
PY
