"""What was released or found after the record was first written stands in its tables, side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from paris44.scenario.file.find import find
from paris44.scenario.model import March, RecordedTime
from tests.docs.pages import DOCS
from tests.record.plays import DAY, Play

MINUTE = 60.0

RELEASED = {
    "R141": ("2db/fta22", "rambouillet", "arrive", "23 17:00", 10, "A"),
    "R142": ("2db/gtv/putz", "chartres", "pass", "23 19:00", 10, "A"),
    "R143": ("2db/fta22/bty3", "rambouillet", "arrive", "23 19:00", 10, "A"),
    "R144": ("2db/gtv", "rochefort-en-yvelines", "pass", "23 20:00", 30, "B"),
    "R145": ("2db/gtv/putz", "ablis", "pass", "23 20:10", 5, "A"),
    "R146": ("2db/gtv/putz", "rochefort-en-yvelines", "pass", "23 20:45", 30, "C"),
    "R147": ("2db/gtv", "limours", "arrive", "23 21:30", 90, "C"),
    "R148": ("2db/gtv", "rochefort-en-yvelines", "pass_tail", "23 22:30", 120, "C"),
}
"""The checkpoints of the 23rd that had been kept back: (formation, place, event, hour, minutes down to the
lower bound, grade)."""
FOUND = {
    "R149": ("2db/gtd/noiret", "ecole-militaire", "contact", "25 11:00", "B", "c-ecole"),
    "R150": ("2db/gtl/massu", "hotel-majestic", "surrender", "25 15:20", "B", "c-majestic"),
    "R151": ("2db", "tour-eiffel", "cleared", "25 12:30", "B", "c-eiffel"),
    "R152": ("2db/roumiantzoff", "etoile", "arrive", "25 15:00", "A", "c-roumiantzoff"),
    "R153": ("2db/gtl/massu", "pont-de-sevres", "depart", "25 10:00", "B", "c-massu-start"),
    "R154": ("2db/gtl/massu", "etoile", "arrive", "25 14:30", "B", "c-etoile"),
    "R155": ("2db/gtd/rouvillois", "quai-d-orsay", "contact", "", "C", ""),
    "R156": ("2db/gtd/rouvillois", "quai-d-orsay", "surrender", "25 17:00", "C", ""),
}
"""Hours found later, with the contradiction that they belong to where another account has another hour."""
SIDE_BY_SIDE = {
    "c-ecole": {"R107": "25 12:00", "R149": "25 11:00"},
    "c-majestic": {"R121": "25 14:45", "R150": "25 15:20"},
    "c-eiffel": {"R113": "25 13:15", "R151": "25 12:30"},
    "c-massu-start": {"R108": "25 12:00", "R153": "25 10:00"},
    "c-etoile": {"R114": "25 14:00", "R117": "25 14:15", "R154": "25 14:30"},
}
"""Contradiction -> the rows that disagree: all stand, none is preferred."""


@pytest.fixture(scope="module")
def record(historical: Play) -> Mapping[str, RecordedTime]:
    """The rows of the record by id."""
    return {row.id: row for row in historical.scenario.record}


def seconds(when: str) -> float:
    """A day of August and an hour as seconds since the scenario's start on the 19th."""
    told = datetime.strptime(f"1944-08-{when}", "%Y-%m-%d %H:%M")
    return (told - datetime(1944, 8, 19)).total_seconds()


@pytest.mark.parametrize("row", RELEASED)
def test_the_released_rows_stand_in_the_record(record: Mapping[str, RecordedTime], row: str) -> None:
    """Each has its formation, place, event, hour, lower bound and grade, and is of the 23rd, which may set
    parameters."""
    formation, place, event, when, down, grade = RELEASED[row]
    told = record[row]
    assert (told.formation, told.place, told.event, told.grade) == (formation, place, event, grade)
    assert told.time == seconds(when)
    assert told.time - told.lo == down * MINUTE
    assert told.time // DAY == 4


@pytest.mark.parametrize("row", FOUND)
def test_what_was_found_later_stands_in_the_record(record: Mapping[str, RecordedTime], row: str) -> None:
    """Each with its source, and named in the contradiction that it belongs to."""
    formation, place, event, when, grade, contradiction = FOUND[row]
    told = record[row]
    assert (told.formation, told.place, told.event, told.grade) == (formation, place, event, grade)
    assert told.time == (seconds(when) if when else None)
    assert told.url
    if contradiction:
        assert row in contradictions()[contradiction]


@pytest.mark.parametrize("contradiction", SIDE_BY_SIDE)
def test_rows_that_disagree_stand_side_by_side(
    record: Mapping[str, RecordedTime], contradiction: str
) -> None:
    """The older hour was not overwritten by the newer: both are rows, and the contradiction names both."""
    for row, when in SIDE_BY_SIDE[contradiction].items():
        assert record[row].time == seconds(when)
        assert row in contradictions()[contradiction]


def test_what_was_found_without_an_hour_is_in_the_model(
    historical: Play, record: Mapping[str, RecordedTime]
) -> None:
    """The Senate's end by talks bounds its law from below; one company goes down the avenues while others
    attack the Majestic; vehicles close up in streets; the place of the junction is confirmed."""
    assert record["R133"].sets == "fight.stronghold-time"
    assert "lower bound" in record["R133"].note
    orders = historical.scenario.orders
    avenues, majestic = orders["p25-avenues"], orders["p25-majestic"]
    assert isinstance(avenues, March)
    assert isinstance(majestic, March)
    assert not set(avenues.serials) & set(majestic.serials)
    assert historical.scenario.parameters["factor.street-spacing"].at(0.95) < 1.0
    assert "the place is confirmed" in contradictions()["junction"]


def contradictions() -> dict[str, str]:
    """The contradictions of the shipped table, each as its whole line."""
    table = Path(find("historical")).parent / "tables" / "contradictions.csv"
    lines = table.read_text(encoding="utf-8").splitlines()[1:]
    return {line.partition(",")[0]: line for line in lines}


# --- the list of orders ----------------------------------------------------------------------------

NAMED = re.compile(r"`([a-z0-9-]+(?:\.\.\.)?)`(?: to `([a-z0-9-]+)`)?")


def listed(orders: list[str]) -> tuple[set[str], set[str]]:
    """The orders that the page of what is not modelled names, by name, as a range of the file or by how
    their names begin; and what it names that is no order."""
    text = (DOCS / "limits.md").read_text(encoding="utf-8")
    rows = text[text.index("## Orders of the sources") :].splitlines()[5:]
    found: set[str] = set()
    wrong: set[str] = set()
    for first, last in NAMED.findall("\n".join(rows)):
        if first.endswith("..."):
            own = {order for order in orders if order.startswith(first.removesuffix("..."))}
        elif last:
            ends = [orders.index(one) if one in orders else -1 for one in (first, last)]
            own = set(orders[ends[0] : ends[1] + 1]) if -1 not in ends else set()
        else:
            own = {first} & set(orders)
        found |= own
        wrong |= set() if own else {first}
    return found, wrong


def test_the_page_lists_every_order_and_no_other(historical: Play) -> None:
    """Each order of ``historical`` stands in the list of orders of the sources, and each that the list names
    is one of ``historical`` or a counterfactual that asks."""
    found, wrong = listed(list(historical.scenario.orders))
    counterfactuals = {path.stem for path in Path(find("no-noon-line")).parent.glob("*.yaml")}
    assert sorted(set(historical.scenario.orders) - found) == []
    assert wrong <= counterfactuals
