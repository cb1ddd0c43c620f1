"""Broken tables: each is refused with a line that names table, line, fault and hint."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paris44.scenario.faults import Fault
from paris44.scenario.load import ScenarioError, load
from tests.scenario import toy

GOOD = """\
id,name,lat,lon,kind,capacity_vph,source,grade,note
aby,Aby,48.60,1.50,town,,carte,B,
pont,Pont d'Aby,48.60,1.75,bridge,,carte,B,
bourg,"Bourg, the upper",48.60,1.90,town,900,carte,B,
far,Far Away,49.0,1.9,village,,,,
"""


def loading(folder: Path, table: str | bytes, section: str = "places") -> Path:
    """The toy with its places (or another section) in a table."""
    raw = table.encode() if isinstance(table, str) else table
    (folder / f"{section}.csv").write_bytes(raw)
    places = "" if section == "places" else toy.PLACES
    return toy.write(folder, toy.text(places=places) + f"tables: {{{section}: {section}.csv}}\n")


def faults(folder: Path, table: str | bytes, section: str = "places") -> list[Fault]:
    """The faults in the table itself."""
    with pytest.raises(ScenarioError) as caught:
        load(loading(folder, table, section))
    found = [fault for fault in caught.value.faults if fault.file.endswith(f"{section}.csv")]
    assert all(fault.render().startswith(fault.file) and fault.hint for fault in found)
    return found


def test_the_good_table_loads(tmp_path: Path) -> None:
    """The table that the other tests break is itself in order, quoted comma and blank cells included."""
    scenario = load(loading(tmp_path, GOOD)).scenario
    assert scenario.places["bourg"].name == "Bourg, the upper"
    assert scenario.places["bourg"].capacity_vph == 900.0
    assert scenario.places["aby"].capacity_vph is None


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        ("capacity_vph", "capacity_vhp", 1, "unknown column 'capacity_vhp'", "'capacity_vph'"),
        ("name,lat", "name,place_lat", 1, "unknown column 'place_lat'", "'lat'"),
        ("grade,note", "grade,grade", 1, "column 'grade' stands twice", "keep one"),
        ("id,name", "key,name", 1, "no column 'id'", "name the first column"),
        ("pont,Pont d'Aby", "aby,Pont d'Aby", 3, "the id 'aby' stands twice", "the first is on line 2"),
        ("pont,Pont d'Aby", ",Pont d'Aby", 3, "the row has no id", "give it one"),
        ("aby,Aby,48.60", "aby,Aby,north", 2, "'north' is not a number", "write digits"),
        ("aby,Aby,48.60", 'aby,Aby,"48,60"', 2, "'48,60' is not a number", "decimal point"),
        ("aby,Aby,48.60", "aby,Aby,nan", 2, "'nan' is not a number", "write digits"),
        ("aby,Aby,48.60", "aby,Aby,4_8.6", 2, "is not a number", "write digits"),
        ("aby,Aby,48.60", "aby,Aby,1e999", 2, "is not a number", "write digits"),
        ("aby,Aby,48.60", "aby,Aby,148.60", 2, "above 90", "check the number"),
        ("town,900,carte", "town,-900,carte", 4, "not above 0", "check the number"),
        ("carte,B,\npont", "carte,E,\npont", 2, "'E' is not one of A, B, C, D", ""),
        ('"Bourg, the upper"', "Bourg, the upper", 4, "the row has 10 cells, the table 9 columns", "quote"),
        ("pont,Pont d'Aby,48.60,1.75,bridge,,carte,B,", "pont,Pont", 3, "the row has 2 cells", "commas"),
        ('"Bourg, the upper"', '"Bourg, the upper', 4, "is not a table", "quotes"),
        ("far,Far Away", "far away,Far Away", 5, "a space", "letters"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str, hint: str
) -> None:
    """Each fault of a table names the table, the line, what is wrong and what to write."""
    if message == "'E' is not one of A, B, C, D":
        hint = ""
    assert old in GOOD
    with pytest.raises(ScenarioError) as caught:
        load(loading(tmp_path, GOOD.replace(old, new, 1)))
    faults = [fault for fault in caught.value.faults if fault.file.endswith("places.csv")]
    fitting = [f for f in faults if message in f.message and hint in f.hint and f.line == line]
    assert fitting, [fault.render() for fault in caught.value.faults]
    assert fitting[0].line in (line, line + 1)  # an open quote is noticed where the file ends
    assert hint in fitting[0].hint


def test_the_column_is_named(tmp_path: Path) -> None:
    """A bad cell is named by the number of its column and by its path."""
    fault = faults(tmp_path, GOOD.replace("1.75", "east"))[0]
    assert (fault.line, fault.column, fault.path) == (3, 4, "places.pont.lon")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        (GOOD.replace(",", "|"), "no column 'id'"),
        (GOOD.encode("cp1252").replace(b"Far Away", b"\xe9t\xe9"), "is not UTF-8"),
        (GOOD.encode("utf-16"), "is UTF-16"),
        (GOOD.encode() + b"\0", "is binary"),
        ('id,name\na,"' + "x" * 200_000 + '"\n', "is not a table"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, table: str | bytes, message: str) -> None:
    """Other encodings, separators and binary data are named as such."""
    assert message in faults(tmp_path, table)[0].message


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    """A table saved by a spreadsheet program, with a byte-order mark and CRLF, is read."""
    raw = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert load(loading(tmp_path, raw)).scenario.places["aby"].name == "Aby"


def test_a_whole_number_stays_whole(tmp_path: Path) -> None:
    """A fraction where men are counted is a fault with a hint."""
    table = "id,place,men\npost,bourg,10.5\n"
    fault = faults(tmp_path, table, "garrisons")[0]
    assert (fault.message, fault.hint) == ("'10.5' is not a whole number", "leave out the fraction")


def test_a_flag_is_true_or_false(tmp_path: Path) -> None:
    """A table's flag is true or false, not yes or 1."""
    table = "id,place,pocket\npost,bourg,yes\n"
    assert "'yes' is not true or false" in faults(tmp_path, table, "garrisons")[0].message


def test_a_table_has_no_orders(tmp_path: Path) -> None:
    """Orders differ too much for a table; the fault says where they belong."""
    path = toy.write(tmp_path, toy.text() + "tables: {orders: orders.csv}\n")
    with pytest.raises(ScenarioError, match=r"tables\.orders: orders have no table \(write them in YAML\)"):
        load(path)


def test_a_file_of_secrets_is_not_repeated(tmp_path: Path) -> None:
    """A table that is some other file gives one short line, not its content."""
    (tmp_path / "key.txt").write_text("-----BEGIN KEY-----\n" + "s3cr3t" * 50 + "\n", encoding="utf-8")
    path = toy.write(tmp_path, toy.text(places="") + "tables: {places: key.txt}\n")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "ours"),
    [("start", "depart"), ("fall", "cleared"), ("entry", "enter_city"), ("meet", "junction")],
)
def test_an_event_in_the_words_of_a_source_is_told_in_ours(tmp_path: Path, said: str, ours: str) -> None:
    """Where letters do not show which event is meant, the hint knows the word that logs have for it."""
    rows = f"id,formation,place,event,time,source,grade\nr3,div,bourg,{said},1944-08-22T14:00,box 12,A\n"
    (fault,) = faults(tmp_path, rows, "record")
    assert fault.message.startswith(f"'{said}' is not one of")
    assert fault.hint == f"did you mean '{ours}'?"


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("r3,div,bourg,pass,1944-08-22T14:00+02:00,combat,,", 5, "is recorded without source and grade"),
        ("r3,div,bourg,pass,1944-08-22T14:00+02:00,combat,,A", 5, "is recorded without source"),
        ("r3,div,bourg,pass,1944-08-22T14:00+02:00,combat,box 12,", 5, "is recorded without grade"),
        ("r1,,,,1944-08-22T14:10+02:00,,,", 5, "is disputed without source and grade: those of "),
        ("r1,,,,1944-08-22T14:10+02:00,,box 12,", 5, "is disputed without grade: those of "),
        ("r1,,,,,,,A", 8, "is disputed without source: those of "),
        (
            "r3,div,bourg,pass,1944-08-22T14:00+02:00,fight,box 12,A",
            6,
            "'fight' is not one of movement",
        ),
    ],
)
def test_what_judges_has_source_grade_and_kind(tmp_path: Path, row: str, column: int, message: str) -> None:
    """A row of the record that is new or disputed has a source and a grade of its own, and a known kind; what
    is wrong with it is one fault."""
    table = f"id,formation,place,event,time,kind,source,grade\n{row}\n"
    toy.write(tmp_path)
    (tmp_path / "mine.csv").write_text(table, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, "extends: toy\ntitle: x\ntables: {record: mine.csv}\n", "mine.yaml")
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.column) == (str(tmp_path / "mine.csv"), 2, column)
    assert message in fault.message
    assert fault.hint
    if "disputed" in message:
        assert re.search(r"toy\.yaml:\d+ are of what it replaces$", fault.message)
        assert fault.hint.startswith("in the same row give source, who says so, and grade: A ")


def test_a_dispute_of_the_time_alone_is_whole_with_source_and_grade(tmp_path: Path) -> None:
    """A row with an id, a time, a source and a grade disputes the time of a known row; all else stays."""
    toy.write(tmp_path)
    table = "id,time,source,grade\nr1,1944-08-22T14:10+02:00,box 12,B\n"
    (tmp_path / "mine.csv").write_text(table, encoding="utf-8")
    found = toy.loaded(tmp_path, "extends: toy\ntitle: x\ntables: {record: mine.csv}\n", "mine.yaml")
    (row,) = [row for row in found.scenario.record if row.id == "r1"]
    assert (row.time, row.lo, row.hi) == (29_400.0, 27_000.0, 30_600.0)
    assert (row.source, row.grade) == ("box 12", "B")


@pytest.mark.parametrize("change", ["garrisons.post: {men: 500, grade: A}", "roads.aby--pont.grade: B"])
def test_a_grade_rests_on_a_source(tmp_path: Path, change: str) -> None:
    """No input is graded above D by a file that does not say where it comes from."""
    with pytest.raises(ScenarioError, match=r"grade: grade '[AB]' without a source \(name it; without one"):
        toy.child(tmp_path, change)
