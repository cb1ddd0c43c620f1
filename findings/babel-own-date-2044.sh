#!/usr/bin/env bash
# Babel reads its own short date of 1944 as one of 2044.
#
# One would guess: parse_date understands what format_date(..., "short") wrote in the same locale; of two
#   digits it takes the nearer century, as strptime does with 69 to 99.
# What happens: the American and German short forms have two digits for the year, and parse_date adds 2000
#   to any two digits. The French short form has four and survives, so a test in French finds nothing.
# Version: Babel 2.19.0.
# Source: https://babel.pocoo.org/en/latest/api/dates.html (parse_date).
# Why it matters here: a table typed in a user's own short form moves the march by a century; only dates
#   with four digits are taken.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check babel==2.19.0 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys
from importlib.metadata import version

from babel.dates import format_date, parse_date

day = datetime.date(1944, 8, 24)
print("Babel", version("babel"))
years = {}
for locale in ("en_US", "de", "fr"):
    text = format_date(day, "short", locale=locale)
    years[locale] = parse_date(text, locale=locale, format="short").year
    print(f"{locale}: {text} -> {years[locale]}")
print("strptime of 8/24/74:", datetime.datetime.strptime("8/24/74", "%m/%d/%y").year)
sys.exit(0 if years == {"en_US": 2044, "de": 2044, "fr": 1944} else f"changed: {years}")
PY
