#!/usr/bin/env bash
# fastkml writes a KML time without offset back as UTC.
#
# One would guess: a time that names no zone stays without one, as a date without hours stays a date.
# What happens: <when>1944-08-24T23:30:00</when> is read as UTC and written as 23:30:00+00:00; days, months and
#   years keep their form. KML lets a time do without an offset, and gpxpy keeps such a time as it is.
# Version: fastkml 1.4.0.
# Source: https://developers.google.com/kml/documentation/kmlreference#timestamp (dateTime forms);
#   https://fastkml.readthedocs.io.
# Why it matters here: a historian's KML in local time, opened and saved once, has moved by the two hours of
#   German summer time.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check fastkml==1.4.0 lxml==6.0.2 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from fastkml import KML

TEXT = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><TimeStamp><when>{}</when></TimeStamp></Placemark></kml>'
)
print("fastkml", version("fastkml"))
after = {}
for text in ("1944-08-24T23:30:00", "1944-08-24T23:30:00+02:00", "1944-08-24", "1944-08"):
    written = KML.from_string(TEXT.format(text)).to_string()
    after[text] = written.split("when>")[1].split("<")[0]
    print(text, "->", after[text])
moved = {text for text, again in after.items() if again != text}
same = moved == {"1944-08-24T23:30:00"} and after["1944-08-24T23:30:00"].endswith("+00:00")
sys.exit(0 if same else f"changed: {after}")
PY
