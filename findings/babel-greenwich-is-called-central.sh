#!/usr/bin/env bash
# Babel writes twelve o'clock in Paris of January 1938 with the name of the zone an hour to the east.
#
# One would guess: the name of the zone in a full date fits the offset of that moment, as the time before it does.
# What happens: the hour is that of 1938, Greenwich time, but the name is that of today's Paris, "Central European
#   Standard Time"; on 9 October 1944, one hour ahead of Greenwich, it says "Central European Summer Time", which
#   is two. In French it is the same. The offset (Z) in the same text is right, so both stand side by side.
# Version: Babel 2.19.0, tzdata 2026.6.
# Source: https://unicode.org/reports/tr35/tr35-dates.html (metazones hold from and to dates);
#   https://babel.pocoo.org/en/latest/api/dates.html (get_timezone_name) says nothing of dates.
# Why it matters here: a caption is read by people, who take the name for the truth and move the march by an hour.
#   Paris 44 prints an offset in figures and no name of a zone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check babel==2.19.0 tzdata==2026.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys
import zoneinfo
from importlib.metadata import version

from babel.dates import format_datetime

paris = zoneinfo.ZoneInfo("Europe/Paris")
print("Babel", version("babel"), "tzdata", version("tzdata"))
told = {}
for day in ((1938, 1, 5), (1944, 8, 24), (1944, 10, 9)):
    noon = datetime.datetime(*day, 12, tzinfo=paris)
    for locale in ("en", "fr"):
        told[day, locale] = format_datetime(noon, "HH:mm Z zzzz", tzinfo=paris, locale=locale)
        print(noon.date(), locale, told[day, locale], "- tz database:", noon.tzname())
wanted = {
    ((1938, 1, 5), "en"): "12:00 +0000 Central European Standard Time",
    ((1938, 1, 5), "fr"): "12:00 +0000 heure normale d’Europe centrale",
    ((1944, 8, 24), "en"): "12:00 +0200 Central European Summer Time",
    ((1944, 8, 24), "fr"): "12:00 +0200 heure d’été d’Europe centrale",
    ((1944, 10, 9), "en"): "12:00 +0100 Central European Summer Time",
    ((1944, 10, 9), "fr"): "12:00 +0100 heure d’été d’Europe centrale",
}
sys.exit(0 if told == wanted else f"changed: {told}")
PY
