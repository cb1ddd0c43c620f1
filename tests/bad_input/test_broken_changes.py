"""Broken changes and chains of parents: what a counterfactual's author gets told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paris44.scenario.load import ScenarioError, load
from tests.scenario import toy


@pytest.mark.parametrize(
    ("change", "path", "message", "hint"),
    [
        ("orders.lin: null", "orders.lin", "toy has no 'lin' in orders", "did you mean 'line'?"),
        ("orders.lin.until: 1944-08-22T13:00+02:00", "orders.lin", "toy has no 'lin'", "'line'"),
        ("orders: {lin: {until: 1944-08-22T13:00+02:00}}", "orders.lin", "toy has no 'lin'", "'line'"),
        ("order.line: null", "change.order.line", "'order' cannot be changed", "did you mean 'orders'?"),
        ("title: x", "change.title", "'title' cannot be changed", "at the top of the file"),
        ("orders.line.untill: 1944-08-22T13:00+02:00", "orders.line.untill", "unknown field", "'until'"),
        ("orders.line.literal: null", "orders.line.literal", "no such value to remove", ""),
        ("orders.line.until: null", "orders.line.until", "'until' is missing", "write until"),
        ("orders.line.until: noon", "orders.line.until", "'noon' is not a time", "write YYYY-"),
        ("orders.march.issued: 22 August at noon", "orders.march.issued", "is not a moment", '"17:30"'),
        ("remove: [post]", "change.remove", "no formation or group 'post'", "with garrisons.post: null"),
        ("orders.line: 3", "orders.line", "a row needs fields", "field: value"),
        ("orders: null", "orders", "a section cannot be changed whole", "name the rows"),
        ("end: null", "end", "'end' is one time", "YYYY-"),
        ("parameters.speed.trck: 20 km/h", "parameters.speed.trck", "unknown parameter", "'speed.truck'"),
        ("parameters.speed.truck: 20", "parameters.speed.truck.value", "without a unit", "km/h"),
        ("formations.div/lead.vehicles: 50", "formations.div.vehicles", "the parts have 100", "-10"),
        ("formations.div/led.vehicles: 50", "formations.div/led", "toy has no 'div/led'", "'div/lead'"),
        (
            "places.aby: null",
            "places.aby",
            "is removed, and still needed by roads.aby--pont",
            "change or rem",
        ),
        ("parameters.wave-time: null", "parameters.wave-time", "the model needs it", "another value"),
        ("orders.new: {title: x}", "orders.new", "toy has no 'new'", "to add a row of orders give its type"),
        ("places.new: {name: x}", "places.new", "toy has no 'new'", "give name, lat, lon, kind"),
        (".: x", "change..", "an empty part", "section.id.field"),
        ('orders.march.issued: "25:00"', "orders.march.issued", "'25:00' is not an hour", 'write "17:30"'),
        ("orders..until: x", "change.orders..until", "an empty part", "section.id.field"),
        (
            "orders.line.type: march",
            "orders.line",
            "makes it another row of orders",
            "give issued, serials, route",
        ),
        ("orders.line.type: mrch", "orders.line", "makes it another row of orders", "did you mean 'march'?"),
    ],
)
def test_a_wrong_change_is_refused(tmp_path: Path, change: str, path: str, message: str, hint: str) -> None:
    """A change of something that is not there, or to something impossible, names what was meant."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, change)
    fitting = [f for f in caught.value.faults if f.path == path and message in f.message]
    assert fitting, [fault.render() for fault in caught.value.faults]
    assert hint in fitting[0].hint
    assert fitting[0].line > 0


@pytest.mark.parametrize("change", ["orders.march.route: null", "roads.aby--pont.length_km: null"])
def test_who_removes_what_must_be_given_is_told_at_his_line(tmp_path: Path, change: str) -> None:
    """A field that a row must have is missing where it is removed, not where the parent has the row."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, change)
    field = change.partition(":")[0].rpartition(".")[2]
    told = [(Path(f.file).name, f.message, f.hint) for f in caught.value.faults]
    assert told == [("child.yaml", f"'{field}' is missing", f"write {field}: ...")]


def test_wrong_paths_and_wrong_values_are_told_together(tmp_path: Path) -> None:
    """A path that is not there, an hour that is none, a parameter without a unit and an unknown field of one
    file are four faults of one list, by their lines."""
    change = """\
orders.line.until: noon
orders.lin.until: 1944-08-22T13:00+02:00
parameters.speed.truck: 20
orders.march.untill: 1944-08-22T13:00+02:00"""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, change)
    paths = ["orders.line.until", "orders.lin", "parameters.speed.truck.value", "orders.march.untill"]
    assert [fault.path for fault in caught.value.faults] == paths
    assert [fault.line for fault in caught.value.faults] == [4, 5, 6, 7]


def test_a_removal_is_told_once_where_it_stands(tmp_path: Path) -> None:
    """What a change removes and many rows need is one fault at the user's line, with the first few rows."""
    file = tmp_path / "no-arpajon.yaml"
    file.write_text("extends: historical\ntitle: x\nchange:\n  places.arpajon: null\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(file)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.column, fault.path) == (str(file), 4, 3, "places.arpajon")
    assert re.search(r"still needed by (\S+, ){4}roads\.\S+ and \d+ more$", fault.message)


def test_who_needs_what_a_parent_removed_is_at_fault(tmp_path: Path) -> None:
    """A child's row that names what its parent removed is told where the row stands."""
    toy.child(tmp_path, "orders.line: null")
    file = tmp_path / "grandchild.yaml"
    change = "change:\n  orders.march.start: {after: line}\n"
    file.write_text(f"extends: child\ntitle: x\n{change}", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(file)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == (str(file), 4)
    assert "there is no order 'line'" in fault.message


@pytest.mark.parametrize(
    "change",
    [
        "orders.line.until: 1944-08-22T13:00+02:00\norders: {line: {until: 1944-08-22T14:00+02:00}}",
        "orders.line: null\norders.line.until: 1944-08-22T13:00+02:00",
        "orders: {line: {until: 1944-08-22T13:00+02:00}}\norders.line: null",
        "parameters.speed.truck: 20 km/h\nparameters: {speed.truck: 21 km/h}",
        "orders.march.issued: {at: 1944-08-22T07:00+02:00}\norders.march.issued.at: 1944-08-22T08:00+02:00",
    ],
)
def test_two_changes_of_one_thing_are_a_conflict(tmp_path: Path, change: str) -> None:
    """Two keys that set one path are an error that names both lines, never 'the last one wins'."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, change)
    fault = caught.value.faults[0]
    assert fault.message == "is changed twice"
    other = re.search(r"also in .*child\.yaml:(\d+); keep one", fault.hint)
    assert other is not None
    assert fault.line != int(other[1])


def test_a_circle_of_parents_shows_the_chain(tmp_path: Path) -> None:
    """Scenarios that extend each other are an error that names every one of them."""
    for one, two in (("a", "b"), ("b", "c"), ("c", "a")):
        toy.write(tmp_path, f"title: {one}\nextends: {two}\n", f"{one}.yaml")
    with pytest.raises(ScenarioError, match=r"c\.yaml:2:1: extends: .*a -> b -> c -> a \(break the circle\)"):
        load(tmp_path / "a.yaml")


def test_a_scenario_cannot_extend_itself(tmp_path: Path) -> None:
    """The shortest circle is one too."""
    path = toy.write(tmp_path, "title: a\nextends: a\n", "a.yaml")
    with pytest.raises(ScenarioError, match="a -> a"):
        load(path)


def test_a_fault_of_the_parent_is_in_the_parents_file(tmp_path: Path) -> None:
    """A child of a broken parent names the parent's file and line."""
    toy.write(tmp_path, toy.text().replace("kind: town}", "kind: town, hight: 3}", 1))
    path = toy.write(tmp_path, "title: x\nextends: toy\n", "child.yaml")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert caught.value.faults[0].file.endswith("toy.yaml")


def test_a_fault_of_the_change_is_in_the_childs_file(tmp_path: Path) -> None:
    """A wrong value that a child sets is a fault of the child's file, with its line."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, "orders.line.until: noon")
    fault = caught.value.faults[0]
    assert fault.file.endswith("child.yaml")
    assert fault.line == 4


def test_a_field_within_a_value_is_a_fault_of_the_change(tmp_path: Path) -> None:
    """A path that goes on where the parent has a plain value is told at its own line, not at the parent's."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, "orders.line.until.hour: 9")
    (fault,) = caught.value.faults
    assert (Path(fault.file).name, fault.line, fault.path) == ("child.yaml", 4, "orders.line.until")
    assert fault.message == "{hour: 9} is not a time"


def test_a_missing_source_of_the_option_is_named(tmp_path: Path) -> None:
    """``considered_by`` names sources of the scenario."""
    head = "title: A child\nextends: toy\nconsidered_by: [cart]\n"
    with pytest.raises(
        ScenarioError, match=r"considered_by\.0: there is no source 'cart' \(did you mean 'carte'"
    ):
        toy.child(tmp_path, "orders.line: null", head)


CIRCLE = "orders.decision.issued: {after: march}"
NEW_PART = "formations.div/new: {name: New, parent: div, men: 1, vehicles: 1}"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (CIRCLE, "orders.decision.issued"),
        ("orders.march.issued: {after: line}\norders.line.issued: {after: march}", "orders.march.issued"),
        (NEW_PART, "formations.div.vehicles"),
        ("formations.div/rest.men: 201", "formations.div.men"),
        ("roads.pont--bourg.closed: true", "orders.march.route.2"),
        ("roads.pont--bourg: null", "orders.march.route.2"),
        ("start: 1944-08-22T07:30+02:00", "orders.decision.issued"),
        ("record.r1: {lo: 1944-08-22T14:10+02:00, source: carte, grade: B}", "record.r1.time"),
        ("weather.shower.from: 1944-08-22T10:00+02:00", "weather.shower.to"),
    ],
)
def test_what_a_change_breaks_elsewhere_is_blamed_on_its_line(tmp_path: Path, change: str, path: str) -> None:
    """A row of the parent that a change makes impossible is told at the line of the change."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, change)
    fitting = [fault for fault in caught.value.faults if fault.path == path]
    assert [(Path(fault.file).name, fault.line) for fault in fitting] == [("child.yaml", 4)]


def test_a_formation_in_ones_own_table_is_blamed_there(tmp_path: Path) -> None:
    """A sub-formation that makes the sum of its parent wrong is told at its line of the author's table."""
    toy.write(tmp_path)
    row = "id,parent,name,men,vehicles\ndiv/new,div,New,1,1\n"
    (tmp_path / "form.csv").write_text(row, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, "extends: toy\ntitle: x\ntables: {formations: form.csv}\n", "mine.yaml")
    assert [(Path(f.file).name, f.line, f.column) for f in caught.value.faults] == [
        ("form.csv", 2, 4), ("form.csv", 2, 5),
    ]  # fmt: skip


def test_a_bad_part_does_not_spoil_the_sum(tmp_path: Path) -> None:
    """One bad value of a part is one fault: what cannot be read is not counted as missing."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, "formations.div/lead.vehicles: -3")
    assert [fault.path for fault in caught.value.faults] == ["formations.div/lead.vehicles"]
