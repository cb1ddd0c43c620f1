#!/usr/bin/env bash
# pandas reads its own JSON dates back as dates only if they lie after 1 January 1971.
#
# One would guess: what to_json writes as epoch milliseconds, read_json turns back into times whatever
#   the year: the column is named like a date ("..._at"), or is even given in convert_dates.
# What happens: a column of 1984 comes back as datetimes, the same column of 1944 as bare negative
#   integers, without a word: numbers below one year after the epoch are taken for "no date".
# Version: pandas 3.1.1.
# Source: https://github.com/pandas-dev/pandas/issues/25336 (open since 2019).
# Why it matters here: tables of August 1944 that a user saves as JSON and opens again lose their clock;
#   ISO text with its offset does not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check numpy==2.4.6 pandas==3.1.1 || exit 2
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
import io
import sys

import pandas as pd

print("pandas", pd.__version__)
kinds = {}
for year in (1944, 1984):
    table = pd.DataFrame({"arrived_at": pd.to_datetime([f"{year}-08-24T21:30:00"])})
    text = table.to_json(date_format="epoch", date_unit="ms")
    back = pd.read_json(io.StringIO(text), convert_dates=["arrived_at"])["arrived_at"]
    kinds[year] = back.dtype.kind
    print(f"{year}: {text} -> {back.dtype}: {back[0]}")
sys.exit(0 if kinds == {1944: "i", 1984: "M"} else "changed: both years come back alike")
PY
