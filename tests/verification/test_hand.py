"""Small scenarios worked out by hand: ``hand/*.yaml`` hold the reckoning, ``hand/expected.csv`` its results.

A row of ``expected.csv`` is what one table of a run without chance must say:

- ``arrivals``: the hour and the clear hour of a formation's event at a place (empty: never; ``*``: not
  asked);
- ``events``: the hours of every event of a kind (of a formation, at a place, where these are given);
- ``losses``: how many of a party were killed.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from paris44.engine.log import EventLog
from paris44.results.columns import Arrival
from paris44.scenario.load import load
from paris44.study.reading.arrivals import arrivals
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import survey
from paris44.study.reading.doings import Doings
from paris44.world.build import build
from tests.build import play

HERE = Path(__file__).parent / "hand"
Expected = Mapping[str, str]


@cache
def expected() -> dict[str, list[Expected]]:
    """The rows of each case."""
    cases: dict[str, list[Expected]] = {}
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cases.setdefault(row["case"], []).append(row)
    return cases


class Played:
    """One run of a case, read as the table of expectations reads it."""

    def __init__(self, case: str) -> None:
        scenario = load(HERE / f"{case}.yaml").scenario
        world = build(scenario)
        self.start = datetime.fromisoformat(scenario.start_iso)
        self.log: EventLog = play(scenario)
        rows = arrivals(Doings(survey(world), self.log), Causes(self.log))
        self.rows: dict[tuple[str, ...], Arrival] = {
            (row.formation, row.place, row.event, str(row.visit)): row for row in rows
        }

    def hour(self, seconds: float | None) -> str:
        """``HH:MM:SS`` of the first day, with the day of the month before it on others; empty for never."""
        if seconds is None or math.isinf(seconds):
            return ""
        moment = self.start + timedelta(seconds=round(seconds, 3))
        return moment.strftime("%H:%M:%S" if moment.date() == self.start.date() else "%dT%H:%M:%S")

    def says(self, row: Expected) -> tuple[str, str]:
        """What the run says where the table says ``time`` and ``clear``."""
        if row["table"] == "arrivals":
            return self._arrival(row)
        if row["table"] == "losses":
            return f"{sum(x.killed for x in self.log.losses if x.party == row['formation']):g}", ""
        hours = [
            self.hour(event.time)
            for event in self.log.events
            if (event.kind, event.formation or "", event.place or "")
            == (row["event"], row["formation"] or event.formation or "", row["place"] or event.place or "")
        ]
        return " ".join(hours), ""

    def _arrival(self, row: Expected) -> tuple[str, str]:
        found = self.rows.get((row["formation"], row["place"], row["event"], row["visit"] or "1"))
        if found is None:
            return "no row", ""
        return self.hour(found.time), "*" if row["clear"] == "*" else self.hour(found.clear)


@pytest.mark.parametrize("case", sorted(expected()))
def test_the_run_says_what_was_reckoned(case: str) -> None:
    """Every table of the run says the hours and numbers that were worked out by hand."""
    run = Played(case)
    keys = ("table", "formation", "place", "event", "visit")
    said = {" ".join(row[key] for key in keys): run.says(row) for row in expected()[case]}
    assert said == {
        " ".join(row[key] for key in keys): (row["time"], row["clear"]) for row in expected()[case]
    }


def test_every_case_has_its_reckoning_and_its_results() -> None:
    """Each scenario opens with the reckoning in words, and has rows in the table; no row is without one."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in HERE.glob("*.yaml")}
    assert set(files) == set(expected())
    assert [name for name, text in files.items() if not text.startswith("# ")] == []
