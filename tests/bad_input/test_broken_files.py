"""Broken scenarios: each is refused with a line that names file, line, fault and hint."""

from __future__ import annotations

import os
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest

from paris44.scenario.load import ScenarioError, load
from tests.bad_input.cases import EDITS
from tests.scenario import toy


def faults_of(path: Path) -> ScenarioError:
    """The error of a scenario that must not load."""
    with pytest.raises(ScenarioError) as caught:
        load(path)
    for fault in caught.value.faults:
        assert "\n" not in fault.render()
        assert "Traceback" not in fault.render()
    return caught.value


@pytest.mark.parametrize("name", EDITS)
def test_a_broken_scenario_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    """Each fault names the file, a line, the path, what is wrong and what to write instead."""
    old, new, path, message, hint = EDITS[name]
    whole = toy.text()
    assert old in whole, "the toy has changed"
    if name == "column without vehicles":
        whole = whole.replace("serials: [div]", "serials: [ghost]")
    file = toy.write(tmp_path, whole.replace(old, new, 1))
    faults = faults_of(file).faults
    fitting = [f for f in faults if f.path == path and message in f.message and hint in f.hint]
    assert fitting, [fault.render() for fault in faults]
    assert re.match(rf"{re.escape(str(file))}:[1-9]\d*:[1-9]\d*: ", fitting[0].render())


def test_the_line_is_that_of_the_fault(tmp_path: Path) -> None:
    """The reported line and column are those of the wrong key in the file."""
    content = toy.text().replace("heavy_guns: 2", "gun_88: 2")
    fault = faults_of(toy.write(tmp_path, content)).faults[0]
    line = content.splitlines()[fault.line - 1]
    assert line[fault.column - 1 :].startswith("gun_88")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Three independent mistakes give three lines, in the order of the file."""
    content = toy.text().replace("lat: 48.60, lon: 1.50", "lat: x, lon: 1.50").replace("heavy_guns", "guns_8")
    content = content.replace("serials: [div]", "serials: [dib]")
    faults = faults_of(toy.write(tmp_path, content)).faults
    paths = [fault.path for fault in faults]
    assert paths == ["places.aby.lat", "garrisons.post.guns_8", "orders.march.serials.0"]


def test_one_broken_row_does_not_make_others_unknown(tmp_path: Path) -> None:
    """A place with a bad latitude still exists for the roads and orders that name it."""
    content = toy.text().replace("lat: 48.60, lon: 1.50", "lat: x, lon: 1.50")
    assert [fault.path for fault in faults_of(toy.write(tmp_path, content)).faults] == ["places.aby.lat"]


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing but a remark\n", "~\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    """A file without a document says so instead of failing later."""
    fault = faults_of(toy.write(tmp_path, content)).faults[0]
    assert "empty" in fault.message
    assert fault.hint


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words\n", "[1, 2]\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: str) -> None:
    """A list or a sentence is not a scenario."""
    fault = faults_of(toy.write(tmp_path, content)).faults[0]
    assert "keys and values" in fault.message
    assert fault.line == 1


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"title: \xe9t\xe9\n", "is not UTF-8"),
        (b"title: a\0b\n", "is binary"),
        (bytes(range(256)) * 20, "is binary"),
        ("title: été\n".encode("utf-16"), "is UTF-16"),
        (b"title: a\x07b\n", "control character"),
    ],
)
def test_a_file_that_is_not_text_is_refused(tmp_path: Path, raw: bytes, message: str) -> None:
    """Other encodings and binary data are named as such, with a line."""
    path = tmp_path / "raw.yaml"
    path.write_bytes(raw)
    fault = faults_of(path).faults[0]
    assert message in fault.message
    assert fault.line == 1
    assert fault.hint


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """The size is looked at before anything is read (the file here is sparse)."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(6_000_000_000)
    assert "larger than 5 MB" in faults_of(path).faults[0].message


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null"])
def test_a_device_is_not_read(tmp_path: Path, name: str) -> None:
    """A device is refused, as a scenario, as a table, and behind a link."""
    assert "device" in faults_of(Path(name)).faults[0].message
    table = toy.write(tmp_path, toy.text() + f"tables: {{places: {name}}}\n")
    assert "device" in faults_of(table).faults[0].message
    link = tmp_path / "link.yaml"
    link.symlink_to(name)
    assert "device" in faults_of(link).faults[0].message


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """A named pipe, which would wait for ever, is refused at once."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert "pipe" in faults_of(path).faults[0].message


def test_a_folder_is_not_a_scenario(tmp_path: Path) -> None:
    """A folder given by path is named as one."""
    folder = tmp_path / "scenario.yaml"
    folder.mkdir()
    assert "a folder" in faults_of(folder).faults[0].message


@pytest.mark.parametrize("deep", ["[" * 3000, "{a: " * 3000, "- " * 3000])
def test_deep_nesting_is_refused(tmp_path: Path, deep: str) -> None:
    """Nesting that would exhaust the stack ends in a fault with its line."""
    content = f"title: {deep}" if not deep.startswith("-") else f"title:\n  {deep}x"
    fault = faults_of(toy.write(tmp_path, content)).faults[0]
    assert "nested too deeply" in fault.message
    assert fault.line > 0


def test_aliases_cannot_explode(tmp_path: Path) -> None:
    """A billion laughs are refused at the first anchor, in no time."""
    lines = ['a: &a ["x", "x", "x", "x", "x", "x", "x", "x", "x"]']
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]")
    faults = faults_of(toy.write(tmp_path, "\n".join(lines))).faults
    assert "the anchor '&a' is not allowed" in faults[0].message


def test_thousands_of_faults_make_a_list_that_ends(tmp_path: Path) -> None:
    """Thousands of wrong rows, each with a hint to find, give a short list in a short time."""
    names = [f"p{n}" for n in range(1500)]
    places = "".join(f"  {name}: {{name: P, lat: 48, lon: 1, kind: town}}\n" for name in names)
    roads = "".join(
        f"  {a}--{b}: {{from: {a}q, to: {b}, class: local, length_km: 1}}\n" for a, b in pairwise(names)
    )
    content = toy.text(places=toy.PLACES + places, roads=toy.ROADS + roads)
    started = time.process_time()
    faults = faults_of(toy.write(tmp_path, content)).faults
    assert time.process_time() - started < 10
    assert 100 <= len(faults) <= 300
    assert any(fault.message == "there are more faults" for fault in faults)


def test_nobody_marches_twice_at_once(tmp_path: Path) -> None:
    """Two marches at one moment may not share a formation, unless the second goes on where the first ends."""
    second = toy.ORDERS[toy.ORDERS.index("  march:") : toy.ORDERS.index("  line:")].replace(
        "  march:", "  again:"
    )
    orders = toy.ORDERS + second.replace("serials: [div]", "serials: [div/lead]")
    fault = faults_of(toy.write(tmp_path, toy.text(orders=orders))).faults[0]
    assert (fault.path, fault.message) == (
        "orders.again.serials", "'div/lead' already marches by order 'march' then")  # fmt: skip
    onward = orders.replace("route: [aby, pont, bourg]", "route: [aby, pont]", 1)
    onward = onward.replace("route: [aby, pont, bourg]", "route: [pont, bourg]", 1)
    assert load(toy.write(tmp_path, toy.text(orders=onward))).scenario.orders["again"]


@pytest.mark.parametrize(
    ("order", "path", "message"),
    [
        ("type: bridge, bridge: pont, action: repair", "formation", "to repair a bridge takes a formation"),
        ("type: bridge, bridge: bourg, action: demolish", "bridge", "there is no bridge 'bourg'"),
        ("type: reinforce, garrison: past, men: 5", "garrison", "there is no garrison 'past'"),
        ("type: reinforce, garrison: post, men: many", "men", "'many' is not a whole number"),
        ("type: cease-fire, place: bourg, persuasion: 10", "persuasion", "is a duration without a unit"),
        ("type: cease-fire, place: bourg, persuasion: 1 h, among: [past]", "among.0", "no garrison 'past'"),
        ("type: counter-attack, garrison: post, formation: div, place: bourg, men: 5", "duration", "missing"),
        ("type: detach, serials: [div/lead], route: []", "route", "the route names no place"),
        ("type: act, event: dance", "event", "'dance' is not one of"),
        ("type: phase-line, until: 1944-08-22T12:00+02:00, applies_to: [div], roads: [aby--bourg]", "roads.0",
         "there is no road 'aby--bourg'"),
    ],
)  # fmt: skip
def test_each_type_of_order_is_checked(tmp_path: Path, order: str, path: str, message: str) -> None:
    """Every type of order has its own faults, at the field that is wrong."""
    orders = toy.ORDERS + f"  extra: {{issued: 1944-08-22T08:00+02:00, {order}}}\n"
    faults = faults_of(toy.write(tmp_path, toy.text(orders=orders))).faults
    fitting = [fault for fault in faults if fault.path == f"orders.extra.{path}" and message in fault.message]
    assert fitting, [fault.render() for fault in faults]
    assert fitting[0].hint


def test_an_unknown_name_has_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario that no folder has is refused with the nearest known name."""
    monkeypatch.chdir(tmp_path)
    toy.write(tmp_path / "scenarios", name="southern-road.yaml")
    with pytest.raises(ScenarioError) as caught:
        load("suthern-road")
    assert caught.value.faults[0].hint == "did you mean 'southern-road'?"


@pytest.mark.parametrize("name", ["", ".", "..", "x" * 5000, "a\0b", "no/such/file.yaml"])
def test_impossible_names_are_refused(name: str) -> None:
    """Names that no file system takes end in a fault, not in a traceback."""
    with pytest.raises(ScenarioError):
        load(name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """A file without the right to read is a fault of that file."""
    path = toy.write(tmp_path)
    path.chmod(0)
    assert "cannot be read" in faults_of(path).faults[0].message
