"""What no text of a scenario may hold, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario import faults as scenario_faults
from paris44.scenario.faults import Fault
from paris44.scenario.file.letters import complaint
from paris44.scenario.load import ScenarioError, load
from tests.scenario import toy


def broken(folder: Path, old: str, new: str) -> tuple[Fault, ...]:
    """The faults of the toy with one thing replaced."""
    assert toy.text().count(old) >= 1
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(folder, toy.text().replace(old, new, 1))
    return caught.value.faults


@pytest.mark.parametrize(
    ("escape", "said"),
    [
        (r"\e[31m", "an escape character (U+001B)"),
        (r"\a", "a control character (U+0007)"),
        (r"\b", "a control character (U+0008)"),
        (r"\v", "a control character (U+000B)"),
        (r"\x7f", "a control character (U+007F)"),
        (r"\x9b31m", "a control character (U+009B)"),
        (r"\N", "a control character (U+0085)"),
        (r"\r", "a carriage return (U+000D)"),
        (r"\t", "a tab (U+0009)"),
        (r"\n", "a line break (U+000A)"),
        (r"\L", "a control character (U+2028)"),
        (r"\u202e", "a character that turns the direction of writing (U+202E)"),
        (r"\u2066", "a character that turns the direction of writing (U+2066)"),
        (r"\uffff", "a control character (U+FFFF)"),
        (r"\U0001fffe", "a control character (U+1FFFE)"),
    ],
)
@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("title: A road, a bridge and a line", 'title: "A road{}"', "title"),
        ("name: Aby,", 'name: "A{}by",', "places.aby.name"),
        ("by: The corps", 'by: "The{} corps"', "orders.decision.by"),
        ("number: N1", 'number: "N{}1"', "roads.aby--pont.number"),
        ("source: carte, grade: B}\n  far", 'source: "{}carte", grade: B}}\n  far', "places.bourg.source"),
        ("title: A map of 1938", 'title: "A map{}"', "sources.carte.title"),
    ],
)
def test_no_text_commands_what_shows_it(
    tmp_path: Path, escape: str, said: str, old: str, new: str, path: str
) -> None:
    """A control character, a line break in a name and a turn of the writing direction are named with their
    place, and never reach the message."""
    found = broken(tmp_path, old, new.format(escape))
    (fault,) = [fault for fault in found if fault.path == path]
    assert fault.message.endswith(f"holds {said}")
    assert fault.line > 0
    assert fault.hint
    assert fault.render().isprintable()


def test_a_key_is_a_text(tmp_path: Path) -> None:
    """The id of a row is looked at too, and one with a character that nobody sees is refused."""
    escaped = broken(tmp_path, "  far: {", '  "f\\ear": {')
    assert any("the key" in fault.message and "U+001B" in fault.message for fault in escaped)
    assert all(fault.render().isprintable() for fault in escaped)
    unseen = broken(tmp_path, "  far: {", '  "far\\u200b": {')
    assert any("holds the character '\\u200b'" in fault.message for fault in unseen)


@pytest.mark.parametrize(
    "blank", ["' '", "'\t '", '"\\_"', '"\\u200b"', '"\\u2003\\ufeff"', '"\\u3164"', '"\\u2800"']
)
@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("source: carte, grade: B}\n  far", "source: {}, grade: B}}\n  far", "places.bourg.source"),
        ("grade: B, source: carte}", "grade: B, source: {}}}", "record.r1.source"),
        ("name: Aby,", "name: {},", "places.aby.name"),
        ("title: To Bourg", "title: {}", "orders.march.title"),
    ],
)
def test_what_nobody_sees_says_nothing(tmp_path: Path, blank: str, old: str, new: str, path: str) -> None:
    """A text of blanks, hard spaces or characters without width is refused: of a source above all."""
    found = broken(tmp_path, old, new.format(blank))
    assert path in {fault.path for fault in found if "is blank" in fault.message or "a tab" in fault.message}


@pytest.mark.parametrize("nobody", ['"-"', '"?"', '"..."', '"—"', '"; ;"'])
def test_a_source_names_somebody(tmp_path: Path, nobody: str) -> None:
    """A source of dots and dashes is none."""
    (fault,) = broken(tmp_path, "source: carte, grade: B}\n  far", f"source: {nobody}, grade: B}}\n  far")
    assert (fault.path, "names no source" in fault.message) == ("places.bourg.source", True)


def test_an_empty_source_is_none(tmp_path: Path) -> None:
    """Neither a row of the record nor a grade above D rests on a source of no letters."""
    record = broken(tmp_path, "grade: B, source: carte}", 'grade: B, source: ""}')
    assert ["is recorded without source" in fault.message for fault in record] == [True]
    graded = broken(tmp_path, "source: carte, grade: B}\n  far", 'source: "", grade: B}\n  far')
    assert ["without a source" in fault.message for fault in graded] == [True]


@pytest.mark.parametrize("field", ["note", "expect", "holds_fixed", "antecedent"])
def test_prose_has_lines(field: str) -> None:
    """A line break and a tab may stand in prose; what commands a terminal may not."""
    assert complaint("one\n\ttwo é", field) is None
    assert complaint("one\x1b[2J", field) == ("holds an escape character (U+001B)", "remove it")


@pytest.mark.parametrize(
    "text", ["", "Hôtel de Ville", "L'Haÿ-les-Roses", "Пари́ж", "巴黎", "פריז", "👍🏽", "a\u00a0b", "x\u200dy"]
)
def test_every_script_is_welcome(text: str) -> None:
    """Names in any script, with hard spaces and joiners, are no fault."""
    assert complaint(text, "name") is None


def test_cells_of_a_table_are_texts(tmp_path: Path) -> None:
    """A cell is looked at as a value of YAML is, in columns that nobody reads as text too."""
    table = tmp_path / "p.csv"
    table.write_text(
        "id,name,lat,lon,kind\nx,The\x0bpost,48.6,1.5,town\ny,\u200b,48.6,1.5,town\nz,Z,48\x07,1.5,town\n"
    )
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, toy.text(rest="tables: {places: p.csv}\n" + toy.REST))
    told = [
        (fault.line, fault.column, fault.path)
        for fault in caught.value.faults
        if fault.file.endswith("p.csv")
    ]
    assert told == [(2, 2, "places.x.name"), (3, 2, "places.y.name"), (4, 3, "places.z.lat")]


def test_a_change_is_looked_at(tmp_path: Path) -> None:
    """What a variant or a program lays over a scenario is a text of it as well."""
    with pytest.raises(ScenarioError, match=r"change: places\.aby\.name: .*U\+001B"):
        load(toy.write(tmp_path), change={"places.aby.name": "A\x1b[31m"})


@pytest.mark.parametrize(
    ("old", "new", "path", "most"),
    [
        ("title: A road, a bridge and a line", "title: {}", "title", 200),
        ("name: Aby,", "name: {},", "places.aby.name", 120),
        ("name: The division,", "name: {},", "formations.div.name", 120),
        ("title: To Bourg", "title: {}", "orders.march.title", 200),
        ("by: The corps", "by: {}", "orders.decision.by", 200),
        ("number: N1", "number: {}", "roads.aby--pont.number", 200),
    ],
)
def test_names_and_titles_have_room(tmp_path: Path, old: str, new: str, path: str, most: int) -> None:
    """What has to fit into tables and figures has a limit, told with its reason; at the limit all is well."""
    toy.loaded(tmp_path, toy.text().replace(old, new.format("é" * most), 1))
    (fault,) = broken(tmp_path, old, new.format("é" * (most + 1)))
    assert (fault.path, fault.line > 0) == (path, True)
    assert fault.message.endswith(f"is longer than {most} characters")
    assert "no room" in fault.hint


def test_ids_have_room(tmp_path: Path) -> None:
    """An id is a name too."""
    found = broken(tmp_path, "  w1: {", f"  {'w' * 121}: {{")
    assert [fault.message.endswith("is longer than 120 characters") for fault in found] == [True]


def test_no_fault_carries_what_it_refuses() -> None:
    """The JSON form of a fault is as clean as the printed one."""
    fault = scenario_faults.Fault("f", 1, 1, "places.\x1b[31m", "a\x9b", "b\u202e")
    assert all(str(value).isprintable() for value in fault.as_dict().values())
