#!/usr/bin/env bash
# csvkit sorts a march table and writes its hours back as minutes: 06:30 has become 0:06:30.
#
# One would guess: sorting leaves the cells alone; and of two numbers with a colon the first is hours, as for Python
#   and DuckDB.
# What happens: agate, which csvkit is built on, has no time of day. A column of such cells is taken for durations of
#   minutes and seconds, and whatever infers types (csvsort, csvjoin, csvjson, csvstat) writes or counts it so: the
#   march of 10 hours 45 becomes ten minutes. With seconds, 06:30:00, the hours stay hours, but a count that is 1
#   throughout is True. With -I nothing is inferred. DuckDB reads the hours of departure as times of day.
# Version: csvkit 2.2.0, agate 1.14.2, pytimeparse 1.1.10; DuckDB 2.0.1.
# Source: https://github.com/wireservice/agate/issues/387 (closed, no type for a time of day);
#   https://github.com/wireservice/agate/issues/788 (4:10 is four minutes ten).
# Why it matters here: orders and war diaries have hours without seconds, and a table of them is first sorted on the
#   command line. The exports of Paris 44 have whole moments, which csvsort leaves as they are (docs/readers.md).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check csvkit==2.2.0 agate==1.14.2 pytimeparse==1.1.10 \
  duckdb==2.0.1 || exit 2
cd "$work"
printf 'unit,leaves,marches\nguns,06:30,10:45\nlead,05:15,08:20\n' > march.csv
printf 'unit,leaves,visit\nguns,06:30:00,1\nlead,05:15:00,1\n' > seconds.csv
"$work/env/bin/python" - <<'PY'
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import duckdb


def tool(name: str, *arguments: str) -> str:
    program = Path(sys.executable).with_name(name)
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout.strip()


print("csvkit", version("csvkit"), "agate", version("agate"), "DuckDB", duckdb.__version__)
plain = tool("csvsort", "-c", "leaves", "march.csv").splitlines()
kept = tool("csvsort", "-I", "-c", "leaves", "march.csv").splitlines()
seconds = tool("csvsort", "-c", "leaves", "seconds.csv").splitlines()
longest = tool("csvstat", "-c", "marches", "--max", "march.csv")
times = duckdb.sql("select unit, leaves::varchar from read_csv('march.csv') order by leaves").fetchall()
print("sorted:", plain[1:], "with -I:", kept[1:], "with seconds:", seconds[1:])
print("longest march:", longest, "; DuckDB:", times)
same = plain[1:] == ["lead,0:05:15,0:08:20", "guns,0:06:30,0:10:45"] and longest == "0:10:45"
same = same and kept[1] == "lead,05:15,08:20" and seconds[1] == "lead,5:15:00,True" and times[1] == ("guns", "06:30:00")
sys.exit(0 if same else "changed")
PY
