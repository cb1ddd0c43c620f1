#!/usr/bin/env bash
# Pydantic reads the ISO date 19440824 as a night in August 1970.
#
# One would guess: a datetime field takes ISO 8601 in its basic form, as Python's fromisoformat does, or refuses
#   it, as Pydantic's own date field does.
# What happens: a text of digits alone is a count of seconds since 1970, so "19440824" is 14 August 1970, "1944"
#   half an hour past midnight on New Year's Day and "0730" twelve minutes past; all are aware, in UTC. A field for
#   a time of day takes the number 730 as 730 seconds. Only strict mode refuses.
# Version: Pydantic 2.14.4.
# Source: https://docs.pydantic.dev/latest/api/standard_library_types/ (datetime: numbers).
# Why it matters here: tables come with dates in that form, and with a year alone where the day is not known.
#   Paris 44 checks the form of a time itself before it asks anybody, and takes no digits without hyphens.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check pydantic==2.14.4 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys

import pydantic

moment = pydantic.TypeAdapter(datetime.datetime)
print("Pydantic", pydantic.VERSION)
seen = {}
for text in ("19440824", "1944", "0730"):
    seen[text] = f"{moment.validate_python(text):%Y-%m-%d %H:%M:%S}"
    print(f"{text!r} as datetime: {seen[text]}")
print("fromisoformat:", datetime.datetime.fromisoformat("19440824"))
clock = pydantic.TypeAdapter(datetime.time).validate_python(730)
print("730 as time of day:", clock.replace(tzinfo=None))
for kind, strict in ((datetime.date, False), (datetime.datetime, True)):
    try:
        pydantic.TypeAdapter(kind).validate_python("19440824", strict=strict)
        sys.exit(f"changed: {kind} takes it, strict {strict}")
    except pydantic.ValidationError:
        print(f"{kind.__name__}, strict {strict}: refused")
wanted = {"19440824": "1970-08-14 00:13:44", "1944": "1970-01-01 00:32:24", "0730": "1970-01-01 00:12:10"}
sys.exit(0 if seen == wanted and f"{clock:%H:%M:%S}" == "00:12:10" else f"changed: {seen}, {clock}")
PY
