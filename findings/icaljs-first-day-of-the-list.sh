#!/usr/bin/env bash
# A calendar of August 1944 made with icalendar is two hours late in ical.js, and one hour once it is mended.
#
# One would guess: add_missing_timezones writes the rules that the events in the calendar need, and a reader that goes by
#   them has the moment that zoneinfo had: 23:30 in Paris is 21:30 UTC.
# What happens: the rules are written from 1970 on, whatever the events are, and before the first of them ical.js takes no
#   offset: 23:30 UTC. With first_date in 1940 the days on which clocks changed are there, several to a line, as RFC 5545
#   lets them, and of each line ical.js keeps the first alone, so April 1944 is lost: 22:30. An event of July 2024 is wrong
#   by that hour too. One line a day, and both agree. icalendar reads all of them rightly: it knows the zone by its name.
# Version: icalendar 7.3.2, tzdata 2026.6, ical.js 2.2.1, Node 20 or later.
# Source: https://www.rfc-editor.org/rfc/rfc5545 (3.6.5: a zone covers what names it; 3.8.5.2: RDATE is a list). That ical.js
#   reads the first value of each was found by running it. Others write too few years as well:
#   https://github.com/py-vobject/vobject/issues/120.
# Why it matters here: the hours of a day in a calendar are what a class or a museum asks for. Its author opens the file
#   and all is well; the audience, whose calendar is built on ical.js, has the junction after midnight.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check icalendar==7.3.2 tzdata==2026.6 || exit 2
cd "$work"
npm install --silent --no-fund --no-audit ical.js@2.2.1 > npm.log 2>&1 || { cat npm.log; exit 2; }
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const { startDate } = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
console.log(startDate.convertToZone(ICAL.Timezone.utcTimezone).toString());
JS
PYTHONTZPATH="" "$work/env/bin/python" - <<'PY'
import datetime
import pathlib
import re
import subprocess
import sys
from importlib.metadata import version
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

utc = datetime.timezone.utc
paris = ZoneInfo("Europe/Paris")
then = datetime.datetime(1944, 8, 24, 23, 30, tzinfo=paris)
now = datetime.datetime(2024, 7, 14, 23, 30, tzinfo=paris)
print("icalendar", version("icalendar"), "tzdata", version("tzdata"), "ical.js 2.2.1")


def one_line_a_day(text):
    """The same calendar with each day of a list in a line of its own."""
    lines = text.replace("\r\n ", "")
    return re.sub(r"RDATE:(.*)\r\n", lambda days: "".join(f"RDATE:{day}\r\n" for day in days[1].split(",")), lines)


def read(moment, change=lambda text: text, **how):
    """The UTC hour of a moment, as icalendar and as ical.js have it from a calendar that icalendar wrote."""
    calendar, event = Calendar.new(), Event()
    event.add("uid", "junction")
    event.add("dtstamp", datetime.datetime(2026, 1, 1, tzinfo=utc))
    event.add("dtstart", moment)
    calendar.add_component(event)
    calendar.add_missing_timezones(**how)
    text = change(calendar.to_ical().decode())
    pathlib.Path("march.ics").write_bytes(text.encode())
    back = Calendar.from_ical(text).events[0].start.astimezone(utc)
    there = subprocess.run(["node", "read.mjs", "march.ics"], check=True, capture_output=True, text=True).stdout
    return back.strftime("%H:%M"), there.strip()[11:16]


early = datetime.date(1940, 1, 1)
seen = {
    "1944": read(then),
    "1944, rules from 1940 on": read(then, first_date=early),
    "1944, rules from 1940 on, one line a day": read(then, one_line_a_day, first_date=early),
    "2024": read(now),
    "2024, one line a day": read(now, one_line_a_day),
}
for what, (python, javascript) in seen.items():
    print(f"{what}: icalendar {python}, ical.js {javascript}")
same = {python for python, _ in seen.values()} == {"21:30"}
there = [javascript for _, javascript in seen.values()]
sys.exit(0 if same and there == ["23:30", "22:30", "21:30", "22:30", "21:30"] else "changed")
PY
