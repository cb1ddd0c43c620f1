#!/usr/bin/env bash
# A quarter of an hour after noon, "1215A" in a war diary, becomes a quarter past midnight.
#
# One would guess: the letter after the hour of a signal is its zone (A is one hour east of Greenwich, B two), so
#   a parser takes it as that, or says that it does not know it, as it does of B.
# What happens: A and P are read as short for AM and PM, also behind four digits and where tzinfos names A as a
#   zone. From 01:00 to 11:59 nothing is to be seen; from noon to one the message is twelve hours early, and
#   P moves a morning to the evening. After 13:00 at last it is an error. pandas' parser does the same.
# Version: python-dateutil 4.0.0, pandas 3.1.1.
# Source: https://github.com/dateutil/dateutil/issues/1246 (open).
# Why it matters here: logs of 1944 are timed 1215A or 1215B by the same clerk, and noon is the hour at which the
#   line was lifted. Paris 44 refuses an hour with any letter but Z behind it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check python-dateutil==4.0.0 pandas==3.1.1 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys
from importlib.metadata import version

import dateutil.parser
import pandas as pd

alpha = {"A": datetime.timezone(datetime.timedelta(hours=1))}
print("python-dateutil", version("python-dateutil"), "pandas", pd.__version__)
read = {}
for text in ("24 Aug 1944 1115A", "24 Aug 1944 1215A", "24 Aug 1944 12:15 A", "24 Aug 1944 0615P"):
    ours = dateutil.parser.parse(text, tzinfos=alpha)
    theirs = pd.to_datetime(text)
    read[text] = (f"{ours:%H:%M}", ours.tzinfo, f"{theirs:%H:%M}")
    print(f"{text}: dateutil {ours}, pandas {theirs}")
hours = [hour for hour, _, _ in read.values()]
same = hours == ["11:15", "00:15", "00:15", "18:15"]
same = same and all(ours == theirs and zone is None for ours, zone, theirs in read.values())
sys.exit(0 if same else f"changed: {read}")
PY
