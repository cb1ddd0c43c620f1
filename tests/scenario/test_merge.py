"""Extending a scenario: what wins, what is kept, what is removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario import merge
from paris44.scenario.load import ScenarioError, load, variant
from paris44.scenario.model import March, PhaseLine
from tests.scenario import toy


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("orders.line.until", ("orders", "line", "until")),
        ("formations.2db/gtl.vehicles", ("formations", "2db/gtl", "vehicles")),
        ("parameters.speed.truck", ("parameters", "speed.truck")),
        ("parameters.speed.truck.value", ("parameters", "speed.truck", "value")),
        ("parameters.factor.night", ("parameters", "factor.night")),
        ("parameters.factor.night-light.grade", ("parameters", "factor.night-light", "grade")),
        ("parameters.unknown.name.value", ("parameters", "unknown.name", "value")),
        ("start", ("start",)),
    ],
)
def test_a_path_is_split_into_ids(path: str, steps: tuple[str, ...]) -> None:
    """The dots inside a parameter's name do not split it."""
    assert merge.split(path) == steps


@pytest.mark.parametrize(
    "change",
    [
        "orders.line.until: 1944-08-22T13:00+02:00",
        "orders: {line: {until: 1944-08-22T13:00+02:00}}",
        "orders: {line.until: 1944-08-22T13:00+02:00}",
        "orders.line: {until: 1944-08-22T13:00+02:00}",
        "orders:\n  line:\n    until: 1944-08-22T13:00+02:00",
    ],
)
def test_nested_and_dotted_mean_the_same(tmp_path: Path, change: str) -> None:
    """However the path is written, the one value changes and its neighbours stay."""
    child = toy.child(tmp_path, change)
    line = child.scenario.orders["line"]
    assert isinstance(line, PhaseLine)
    assert line.until == 7 * 3600.0
    assert line.points == ("pont", "bourg")
    parent = load(tmp_path / "toy.yaml").document["orders"]
    assert child.document["orders"] == parent | {"line": parent["line"] | {"until": "1944-08-22T13:00+02:00"}}


def test_null_removes_a_row_and_a_field(tmp_path: Path) -> None:
    """``null`` removes an order, and a field that then has its default."""
    child = toy.child(tmp_path, "orders.line: null\ngarrisons.post.heavy_guns: null")
    assert list(child.scenario.orders) == ["decision", "march"]
    assert child.scenario.garrisons["post"].heavy_guns == 0
    assert "heavy_guns" not in child.document["garrisons"]["post"]


def test_a_list_is_replaced_whole(tmp_path: Path) -> None:
    """A list without ids is not merged item by item."""
    march = toy.child(tmp_path, "orders.march.route: [aby, pont]").scenario.orders["march"]
    assert isinstance(march, March)
    assert march.route == ("aby", "pont")


def test_a_trigger_is_replaced_whole(tmp_path: Path) -> None:
    """A trigger over another replaces it; the delay beside it stays."""
    child = toy.child(tmp_path, "orders.march.issued.after: {gone: post}")
    issued = child.scenario.orders["march"].issued
    assert issued.after is not None
    assert (issued.after.kind, issued.after.garrison, issued.after.order) == ("gone", "post", None)
    assert issued.delay.kind == "triangular"


def test_a_time_replaces_a_mapping(tmp_path: Path) -> None:
    """A scalar over a mapping replaces it."""
    child = toy.child(tmp_path, "orders.march.issued: 1944-08-22T08:00+02:00")
    assert child.scenario.orders["march"].issued.at == 7200.0
    assert child.scenario.orders["march"].issued.after is None


def test_a_new_order_is_added_last(tmp_path: Path) -> None:
    """A whole new order is an addition, not a mistake."""
    child = toy.child(
        tmp_path,
        "orders.later: {type: act, issued: 1944-08-22T10:00+02:00, event: order, formation: div}\n"
        "places.new: {name: New, lat: 48.0, lon: 1.0, kind: town}",
    )
    assert list(child.scenario.orders) == ["decision", "march", "line", "later"]
    assert child.scenario.places["new"].name == "New"


def test_another_type_replaces_the_order_in_its_place(tmp_path: Path) -> None:
    """An order of another type keeps nothing of the old one but its place in the sequence."""
    child = toy.child(
        tmp_path, "orders.march: {type: act, issued: 1944-08-22T10:00+02:00, event: order, formation: div}"
    )
    assert list(child.scenario.orders) == ["decision", "march", "line"]
    assert "route" not in child.document["orders"]["march"]


def test_a_parameter_may_be_written_short(tmp_path: Path) -> None:
    """``parameters.speed.truck: 30 km/h`` sets the value and keeps the rest of the row."""
    child = toy.child(tmp_path, "parameters.speed.truck: 36 km/h")
    assert child.scenario.parameters["speed.truck"].median == pytest.approx(10.0)
    assert child.document["parameters"]["speed.truck"] == {"value": "36 km/h"}


def test_start_and_end_may_be_changed(tmp_path: Path) -> None:
    """Another end is another duration; times are counted from another start."""
    child = toy.child(tmp_path, "end: 1944-08-22T18:00+02:00")
    assert child.scenario.duration == 12 * 3600.0
    earlier = toy.child(tmp_path, "start: 1944-08-22T05:00+02:00")
    assert earlier.scenario.orders["decision"].issued.at == 7200.0


def test_a_child_keeps_nothing_of_its_parents_claims(tmp_path: Path) -> None:
    """Title, kind, expectation and passport are the file's own; the parent's name is kept."""
    head = "title: A child\nextends: toy\nkind: counterfactual\n"
    child = toy.child(tmp_path, "orders.line: null", head).scenario
    assert (child.name, child.title, child.kind, child.parent) == (
        "child", "A child", "counterfactual", "toy")  # fmt: skip
    assert child.expect == ""
    assert child.exploratory
    assert child.passport is None


def test_a_passport_makes_a_counterfactual_whole(tmp_path: Path) -> None:
    """With all five keys it is no longer exploratory."""
    head = (
        "title: A child\nextends: toy\nkind: counterfactual\nantecedent: none\ndecided_by: the corps\n"
        "diverges_at: 1944-08-22T07:00+02:00\nconsidered_by: [carte]\nholds_fixed: weather\n"
    )
    child = toy.child(tmp_path, "orders.line: null", head).scenario
    assert not child.exploratory
    assert child.passport is not None
    assert child.passport.diverges_at == 3600.0


def test_a_chain_applies_from_the_oldest(tmp_path: Path) -> None:
    """A grandchild sees its parent's change and may change it again."""
    toy.child(tmp_path, "orders.line.until: 1944-08-22T13:00+02:00\norders.line.title: Later")
    grand = toy.loaded(
        tmp_path,
        "title: g\nextends: child\nchange: {orders.line.until: 1944-08-22T14:00+02:00}\n",
        "grand.yaml",
    )
    line = grand.scenario.orders["line"]
    assert isinstance(line, PhaseLine)
    assert (line.until, line.title) == (8 * 3600.0, "Later")
    assert [path.name for path in grand.files] == ["grand.yaml", "child.yaml", "toy.yaml"]


def test_tables_come_first_then_the_files_own_rows(tmp_path: Path) -> None:
    """A row of the file wins over its table, a later table over an earlier one, by id and field."""
    (tmp_path / "one.csv").write_text(
        "id,place,men,heavy_guns\npost,bourg,1,1\nother,pont,5,5\n", encoding="utf-8"
    )
    (tmp_path / "two.csv").write_text("id,place,men\npost,bourg,2\n", encoding="utf-8")
    who = toy.WHO.replace("{place: bourg, men: 100, heavy_guns: 2,", "{armour: 7,")
    whole = toy.text(who=who) + "tables: {garrisons: [one.csv, two.csv]}\n"
    garrisons = toy.loaded(tmp_path, whole).scenario.garrisons
    assert list(garrisons) == ["post", "other"]
    post = garrisons["post"]
    assert (post.place, post.men, post.heavy_guns, post.armour) == ("bourg", 2, 1, 7)


def test_a_childs_own_table_lies_over_the_parents_rows(tmp_path: Path) -> None:
    """A reader's own record is laid over the record of the scenario that they extend."""
    toy.write(tmp_path)
    table = (
        "id,formation,place,event,time,source,grade\n"
        "r1,div,bourg,arrive,1944-08-22T14:10+02:00,mine,C\n"
        "r9,div,pont,pass,1944-08-22T10:00+02:00,mine,C\n"
    )
    (tmp_path / "mine.csv").write_text(table, encoding="utf-8")
    child = toy.loaded(tmp_path, "title: c\nextends: toy\ntables: {record: mine.csv}\n", "c.yaml")
    rows = {row.id: row for row in child.scenario.record}
    assert list(rows) == ["r1", "r2", "r9"]
    assert rows["r1"].time == 8 * 3600.0 + 600.0
    assert rows["r1"].hi == 8.5 * 3600.0
    assert rows["r1"].source == "mine"
    assert child.origin["record.r1.time"].endswith("mine.csv:2")
    assert child.origin["record.r1.hi"].endswith(
        "toy.yaml:" + child.origin["record.r1.hi"].rpartition(":")[2]
    )


def test_a_section_may_be_a_list_of_rows_with_ids(tmp_path: Path) -> None:
    """A list of things with an ``id`` is the same section as a mapping."""
    listed = toy.REST.replace("watch:\n  w1: {formation", "watch:\n  - {id: w1, formation")
    assert listed != toy.REST
    assert toy.loaded(tmp_path, toy.text(rest=listed)).document == toy.loaded(tmp_path).document


def test_things_with_ids_merge_by_id() -> None:
    """Two lists of mappings with ``id`` merge item by item; other lists do not."""
    base = merge.as_node([{"id": "a", "x": 1, "y": 1}, {"id": "b", "x": 2}], "f")
    over = merge.as_node([{"id": "a", "x": 5}, {"id": "c"}], "f")
    assert merge.same(
        merge.overlay(base, over),
        merge.as_node([{"id": "a", "x": 5, "y": 1}, {"id": "b", "x": 2}, {"id": "c"}], "f"),
    )
    plain = merge.as_node([1], "f")
    assert merge.same(merge.overlay(merge.as_node([1, 2], "f"), plain), plain)


def test_a_variant_changes_values_in_memory(tmp_path: Path) -> None:
    """A sweep's variant has the changed value, its own digest, and leaves its base as it was."""
    base = toy.loaded(tmp_path)
    before = base.dump_resolved()
    other = variant(
        base, {"parameters.speed.truck": "36 km/h", "orders.line": None}, name="fast", set_by="--vary"
    )
    assert other.scenario.parameters["speed.truck"].median == pytest.approx(10.0)
    assert "line" not in other.scenario.orders
    assert (other.scenario.name, other.scenario.parent) == ("fast", "toy")
    assert other.scenario.digest != base.scenario.digest
    assert other.origin["parameters.speed.truck.value"] == "--vary"
    assert base.dump_resolved() == before


def test_a_wrong_variant_names_the_option(tmp_path: Path) -> None:
    """A fault of a value that no file holds names what set it, without a line."""
    base = toy.loaded(tmp_path)
    with pytest.raises(ScenarioError, match=r"^--vary: parameters\.speed\.truck\.value: .*km/h\)$"):
        variant(base, {"parameters.speed.truck": "fast"}, set_by="--vary")
