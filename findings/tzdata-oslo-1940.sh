#!/usr/bin/env bash
# An upgrade of the time zone data moved the German landing in Norway by an hour, and that in Holland by forty minutes.
#
# One would guess: the civil time of a past day is settled; newer tzdata only adds rules for the future.
# What happens: release 2022b merged zones that agree since 1970, so Oslo now has Berlin's history and
#   Amsterdam that of Brussels. Oslo on 9 April 1940 went from UTC+1 to UTC+2 (Berlin's summer time), and
#   Amsterdam on 10 May 1940 from its own UTC+0:20 to UTC+1. Paris keeps its own.
#   A distributor may build with the old rules kept ("backzone"), so one name means two clocks on two machines.
# Version: tzdata 2022.1 (2022a) against 2026.6, read by Python's zoneinfo.
# Source: the NEWS of the tz database, release 2022b; file "backzone" (https://www.iana.org/time-zones).
# Why it matters here: an operation elsewhere that names its zone instead of its offset changes its sun, its
#   orders and its results with a package upgrade; a frozen offset does not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
for release in 2022.1 2026.6; do
    "$work/env/bin/pip" install -q --disable-pip-version-check --no-deps \
        --target "$work/$release" "tzdata==$release" || exit 2
done
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import pathlib
import sys
import zoneinfo

days = {"Europe/Oslo": "1940-04-09", "Europe/Amsterdam": "1940-05-10", "Europe/Paris": "1944-08-24"}
minutes = {zone: [] for zone in days}
for release in ("2022.1", "2026.6"):
    zoneinfo.ZoneInfo.clear_cache()
    zoneinfo.reset_tzpath([str(pathlib.Path(release, "tzdata", "zoneinfo").resolve())])
    for zone, day in days.items():
        noon = datetime.datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zoneinfo.ZoneInfo(zone))
        minutes[zone].append(int(noon.utcoffset().total_seconds() // 60))
        print(f"tzdata {release}: {zone} on {day}: UTC{noon:%z}")
expected = {"Europe/Oslo": [60, 120], "Europe/Amsterdam": [20, 60], "Europe/Paris": [120, 120]}
sys.exit(0 if minutes == expected else f"changed: {minutes}")
PY
