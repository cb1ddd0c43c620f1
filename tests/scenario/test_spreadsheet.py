"""Tables as spreadsheets save them: what is understood, and what is refused since it may mean two things."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario.faults import Fault
from paris44.scenario.load import Loaded, ScenarioError, load
from tests.scenario import toy

POINTS = """\
id,name,lat,lon,kind
aby,"Aby, the lower",48.60,1.50,town
pont,Pont d'Aby,48.60,1.75,bridge
bourg,Bourg,48.60,1.90,town
far,Far Away,49.0,1.9,village
"""
COMMAS = """\
id;name;lat;lon;kind
aby;Aby, the lower;48,60;1,50;town
pont;Pont d'Aby;48,60;1,75;bridge
bourg;Bourg;48,60;1,90;town
far;Far Away;49,0;1,9;village
"""
RECORD = "id,formation,place,event,time,source,grade\nr9,div,bourg,arrive,{},carte,A\n"


def with_table(folder: Path, section: str, table: str, dates: str = "", **parts: str) -> Loaded:
    """The toy with a section in a table."""
    (folder / f"{section}.csv").write_text(table, encoding="utf-8")
    order = f"dates: {dates}, " if dates else ""
    return toy.loaded(folder, toy.text(**parts) + f"tables: {{{order}{section}: {section}.csv}}\n")


def fault(folder: Path, section: str, table: str, dates: str = "", **parts: str) -> Fault:
    """The first fault of such a table."""
    with pytest.raises(ScenarioError) as caught:
        with_table(folder, section, table, dates, **parts)
    return next(found for found in caught.value.faults if found.file.endswith(f"{section}.csv"))


@pytest.mark.parametrize("sign", [";", "\t"])
def test_semicolons_and_tabs_with_decimal_commas(tmp_path: Path, sign: str) -> None:
    """A table with semicolons or tabs and decimal commas is the table with commas and decimal points."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = with_table(tmp_path / "a", "places", POINTS, places="")
    other = with_table(tmp_path / "b", "places", COMMAS.replace(";", sign), places="")
    assert one.scenario == other.scenario


def test_columns_that_a_spreadsheet_left_empty(tmp_path: Path) -> None:
    """Empty cells behind the last column are nothing."""
    table = COMMAS.replace("\n", ";;\n")
    assert with_table(tmp_path, "places", table, places="").scenario.places["far"].lon == 1.9


def test_a_point_is_understood_beside_semicolons(tmp_path: Path) -> None:
    """A table with semicolons may have decimal points, if it has no decimal comma."""
    table = POINTS.replace('"Aby, the lower"', "Aby").replace(",", ";")
    assert with_table(tmp_path, "places", table, places="").scenario.places["aby"].lat == 48.6


def test_two_kinds_of_decimals_are_refused(tmp_path: Path) -> None:
    """Commas and points in one table may be thousands: the fault names one of each."""
    found = fault(tmp_path, "places", COMMAS.replace("49,0", "49.0"), places="")
    assert (found.line, found.path) == (5, "places.far.lat")
    assert found.message == "'48,60' has a decimal comma, '49.0' a point"
    assert "none for thousands" in found.hint


@pytest.mark.parametrize("number", ["1.200", "1,200", "1 200"])
def test_marks_for_thousands_are_refused(tmp_path: Path, number: str) -> None:
    """Where things are counted, a point, a comma or a space among the digits is a fault."""
    found = fault(tmp_path, "garrisons", f"id;place;men\nguard;bourg;{number}\n")
    assert f"'{number}' is not a whole number" in found.message
    assert found.hint


def test_a_decimal_comma_needs_another_separator(tmp_path: Path) -> None:
    """In a table with commas a quoted decimal comma is refused: it may be one of thousands."""
    found = fault(tmp_path, "places", POINTS.replace("1.75", '"1,75"'), places="")
    assert (found.line, found.hint) == (3, "use a decimal point")


def test_quantities_have_decimal_commas_too(tmp_path: Path) -> None:
    """A quantity with a unit is read with its decimal comma; a law is, whose commas divide its values."""
    table = 'id;value\nspeed.truck;22,5 km/h\nfactor.rain;0,8\nfactor.fog;"uniform(0.3, 0.8)"\n'
    parameters = with_table(tmp_path, "parameters", table, parameters="").scenario.parameters
    assert parameters["speed.truck"].args == (22.5 / 3.6,)
    assert parameters["factor.rain"].args == (0.8,)
    assert parameters["factor.fog"].args == (0.3, 0.8)


@pytest.mark.parametrize("law", ["uniform(0,3)", "uniform(0,3, 0,8)", "uniform(0,3; 0,8)"])
def test_a_law_whose_commas_may_be_decimal_is_refused(tmp_path: Path, law: str) -> None:
    """Beside semicolons a comma without a space inside a law may be decimal, and is not guessed at."""
    found = fault(tmp_path, "parameters", f'id;value\nfactor.fog;"{law}"\n', parameters="")
    assert "may be decimal" in found.message
    assert "uniform(0.3, 0.8)" in found.hint


def test_a_row_with_another_separator_than_the_head(tmp_path: Path) -> None:
    """A table of two separators is refused at the first row that has the other one."""
    found = fault(tmp_path, "places", "id,name,lat,lon,kind\naby;Aby;48.6;1.5;town\n", places="")
    assert (found.line, found.hint) == (2, "the first line has commas between its cells, this one semicolons")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1944-08-22T14:05+02:00", ""),
        ("1944-08-22T12:05Z", ""),
        ("1944-08-22 14:05", ""),
        ("1944-08-22T14:05:00", ""),
        ("22.08.1944 14:05", "day-first"),
        ("22/8/1944 14:05", "day-first"),
        ("22-08-1944 14h05", "day-first"),
        ("8/22/1944 14:05:00", "month-first"),
        ("1944-08-22 14:05", "day-first"),
    ],
)
def test_times_as_spreadsheets_write_them(tmp_path: Path, text: str, dates: str) -> None:
    """A time without an offset is in the scenario's clock, and a date in the order that the file declares."""
    loaded = with_table(tmp_path, "record", RECORD.format(text), dates)
    found = next(row for row in loaded.scenario.record if row.id == "r9")
    assert found.lo == found.hi == 8 * 3600 + 5 * 60


@pytest.mark.parametrize(
    ("text", "dates", "message", "hint"),
    [
        ("22.08.1944 14:05", "", "may be day or month first", "dates: day-first"),
        ("02/08/1944 14:05", "", "may be day or month first", "dates: day-first"),
        ("8/22/1944 14:05", "day-first", "is not day-first", "order of the others"),
        ("22.08.44 14:05", "day-first", "no year of four digits", "31.12.YYYY"),
        ("22.08.1944", "day-first", "names no hour", "22.08.1944 06:00"),
        ("1944-08-22", "", "names no hour", "1944-08-22 06:00"),
        ("31.02.1944 14:05", "day-first", "there is no such time", "check day"),
        ("22.08.1944 2:05 PM", "day-first", "is not a time", "YYYY-MM-DDTHH:MM"),
    ],
)
def test_times_that_are_refused(tmp_path: Path, text: str, dates: str, message: str, hint: str) -> None:
    """A date of an order that nobody declared, a short year, a day without an hour: a fault each."""
    found = fault(tmp_path, "record", RECORD.format(text), dates)
    assert (found.line, found.path) == (2, "record.r9.time")
    assert message in found.message
    assert hint in found.hint


def test_days_are_read_like_times(tmp_path: Path) -> None:
    """A day of a table of light is in the declared order too, and refused where none is declared."""
    head = "id,day,first_light,sunrise,sunset,dusk\n"
    table = head + "one,22.8.1944,05:00,05:40,20:40,21:20\n"
    assert with_table(tmp_path, "light", table, "day-first").document["light"]["one"]["day"] == "1944-08-22"
    found = fault(tmp_path, "light", table)
    assert (found.path, found.hint.partition(":")[0]) == (
        "light.one.day",
        "write year-month-day, or declare the order",
    )


def test_the_clock_of_a_child_is_its_parents(tmp_path: Path) -> None:
    """A file that extends another reads its tables in the clock that it inherits."""
    toy.write(tmp_path)
    (tmp_path / "record.csv").write_text(RECORD.format("1944-08-22 14:05"), encoding="utf-8")
    child = "title: A child\nextends: toy\ntables: {record: record.csv}\n"
    rows = toy.loaded(tmp_path, child, "child.yaml").scenario.record
    assert [row.lo for row in rows if row.id == "r9"] == [8 * 3600 + 5 * 60]


def test_an_order_of_dates_that_is_none(tmp_path: Path) -> None:
    """The declared order is one of two words."""
    path = toy.write(tmp_path, toy.text() + "tables: {dates: days-first}\n")
    with pytest.raises(
        ScenarioError, match=r"tables\.dates: 'days-first' is no order .*day-first, month-first"
    ):
        load(path)
