#!/usr/bin/env bash
# On a computer set to Paris, the spreadsheet library of JavaScript makes 06:00 of 1944 into 06:00:21.
#
# One would guess: a local time in a CSV and the same local time in a spreadsheet are one number, whatever the zone of the
#   computer; or, if zones are mixed up, it is out by whole hours.
# What happens: days are counted from the end of 1899 of the local clock, and Paris was then 9 minutes and 21 seconds
#   ahead of Greenwich. The minutes are put right, the seconds are not. From CSV to xlsx every moment is 21 seconds late
#   for any other program; an xlsx of openpyxl is read 21 seconds early. Its own files it reads back without a fault,
#   so that no round trip finds it. With TZ=UTC, or Berlin or London, it is right.
# Version: xlsx 0.18.5 (npm's last one), Node 20; openpyxl 3.1.5.
# Source: https://github.com/SheetJS/sheetjs/issues/2152 (closed: Paris);
#   https://github.com/SheetJS/sheetjs/issues/1565 (open).
# Why it matters here: who studies Paris sits in its zone. 21 seconds are a vehicle or two at a crossing, and hours that
#   were equal are not. The columns "_local" of our CSV are read so, the exact ones stay text (docs/readers.md).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check openpyxl==3.1.5 || exit 2
cd "$work"
npm install --silent --no-fund --no-audit xlsx@0.18.5 > npm.log 2>&1 || { cat npm.log; exit 2; }
cat > sheets.cjs <<'MOD'
const xlsx = require("xlsx");
const zone = process.env.TZ.replace("/", "-");
const book = xlsx.readFile("march.csv", { cellDates: true });
xlsx.writeFile(book, `${zone}.xlsx`);
const hour = (file) => {
  const moment = xlsx.readFile(file, { cellDates: true }).Sheets.Sheet1.B2.v;
  return [moment.getHours(), moment.getMinutes(), moment.getSeconds()].join(":");
};
console.log(JSON.stringify([hour(`${zone}.xlsx`), hour("theirs.xlsx")]));
MOD
cat > sheets.py <<'PY'
import datetime
import json
import os
import pathlib
import subprocess
import sys

import openpyxl

hour = datetime.datetime(1944, 8, 24, 6)
pathlib.Path("march.csv").write_text(f"unit,leaves\nlead,{hour}\n")
theirs = openpyxl.Workbook()
theirs.active.title = "Sheet1"
for row in (("unit", "leaves"), ("lead", hour)):
    theirs.active.append(row)
theirs.save("theirs.xlsx")
print("xlsx 0.18.5, openpyxl", openpyxl.__version__)
seen = {}
for zone in ("Europe/Paris", "Europe/Berlin", "UTC"):
    node = subprocess.run(
        ["node", "sheets.cjs"], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
    )
    written = openpyxl.load_workbook(zone.replace("/", "-") + ".xlsx").active["B2"].value
    seen[zone] = (f"{written:%H:%M:%S}", *json.loads(node.stdout))
    print(f"{zone}: written for others {seen[zone][0]}, own file read {seen[zone][1]}, openpyxl's {seen[zone][2]}")
right = ("06:00:00", "6:0:0", "6:0:0")
same = seen["Europe/Paris"] == ("06:00:21", "6:0:0", "5:59:39") and seen["Europe/Berlin"] == seen["UTC"] == right
sys.exit(0 if same else "changed")
PY
"$work/env/bin/python" sheets.py
