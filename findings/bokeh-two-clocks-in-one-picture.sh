#!/usr/bin/env bash
# Bokeh draws one moment twice, two hours apart: as Python's datetime and as pandas' Timestamp.
#
# One would guess: a moment with an offset is one place on a time axis, whichever class holds it; Timestamp is a
#   subclass of datetime, and the two are equal.
# What happens: of a datetime the offset is thrown away and the wall clock taken for UTC, 23:30+02:00 is drawn at 23:30;
#   of a Timestamp, or of a column of a data frame, the moment is kept and drawn at 21:30. So it is for the data, for
#   the range of an axis and for a span across the picture. No warning.
# Version: Bokeh 3.9.2, pandas 3.1.1.
# Source: https://github.com/bokeh/bokeh/issues/2475 (the offset is ignored; closed), https://github.com/bokeh/bokeh/issues/6480
#   (since then it is cut off instead of failing).
# Why it matters here: arrivals come from a table, the line at noon and the hour of an order from the scenario's own
#   datetimes; in the picture the column crosses its line two hours early.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check bokeh==3.9.2 pandas==3.1.1 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import datetime
import sys

import bokeh
import numpy as np
import pandas as pd
from bokeh.core.serialization import Serializer
from bokeh.models import ColumnDataSource, Range1d, Span

utc = datetime.timezone.utc
moment = datetime.datetime(1944, 8, 24, 23, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
stamp = pd.Timestamp(moment)
print("Bokeh", bokeh.__version__, "pandas", pd.__version__, "equal:", stamp == moment)


def sent(model, name):
    """The clock, read as UTC, under which a property of a model goes to the page."""
    value = Serializer().encode(model)["attributes"][name]
    return (datetime.datetime(1970, 1, 1, tzinfo=utc) + datetime.timedelta(milliseconds=value)).strftime("%H:%M")


def column(data):
    """The same for the first value of a column of data."""
    value = Serializer().encode(ColumnDataSource(data))["attributes"]["data"]["entries"]
    [values] = [entry[1] for entry in value if entry[0] == "at"]
    if isinstance(values, dict):
        values = np.frombuffer(values["array"]["data"].data, dtype=values["dtype"])
    return (datetime.datetime(1970, 1, 1, tzinfo=utc) + datetime.timedelta(milliseconds=float(values[0]))).strftime("%H:%M")


seen = {
    "list of datetimes": column({"at": [moment]}),
    "list of Timestamps": column({"at": [stamp]}),
    "data frame": column(pd.DataFrame({"at": [moment]})),
    "start of a range, datetime": sent(Range1d(start=moment), "start"),
    "start of a range, Timestamp": sent(Range1d(start=stamp), "start"),
    "span, datetime": sent(Span(location=moment), "location"),
    "span, Timestamp": sent(Span(location=stamp), "location"),
}
for what, clock in seen.items():
    print(f"{what}: {clock}")
sys.exit(0 if list(seen.values()) == ["23:30", "21:30", "21:30", "23:30", "21:30", "23:30", "21:30"] else "changed")
PY
