"""Loading: names and paths, origins, the resolved file, the frozen values."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paris44.scenario import dump
from paris44.scenario.dist import Dist, fixed
from paris44.scenario.faults import Faults, ScenarioError
from paris44.scenario.file import yaml_tree
from paris44.scenario.file.find import RESOLVED, beside, find, known, packaged
from paris44.scenario.load import Shelf, load, shipped
from paris44.scenario.model import Act, March, Moment, PhaseLine, Trigger
from tests.scenario import toy

SHIPPED = [name for name, _ in shipped()]


def test_the_toy_is_frozen_in_si_units(tmp_path: Path) -> None:
    """Times are seconds since the start, lengths metres, distributions in SI units."""
    scenario = toy.loaded(tmp_path).scenario
    assert scenario.duration == 86_400.0
    assert scenario.roads["pont--bourg"].length_m == 11_500.0
    assert scenario.parameters["speed.truck"] == fixed(20 / 3.6)
    assert scenario.weather[0].start == 7200.0
    assert scenario.record[1].time is None
    assert (scenario.record[1].lo, scenario.record[1].hi) == (9 * 3600.0, 9.5 * 3600.0)
    assert scenario.attrition[0].until == Trigger("gone", garrison="post")


def test_orders_keep_the_order_of_the_file(tmp_path: Path) -> None:
    """Each order is the frozen kind of its type, with moments and defaults filled in."""
    orders = toy.loaded(tmp_path).scenario.orders
    decision, march, line = orders.values()
    assert isinstance(decision, Act)
    assert decision.issued == Moment(at=3600.0)
    assert isinstance(march, March)
    assert march.issued.after == Trigger("order", order="decision")
    assert march.issued.delay == Dist("triangular", (600.0, 1200.0, 2400.0))
    assert march.start == Moment(clock="09:00")
    assert march.transmission == fixed(600.0)
    assert isinstance(line, PhaseLine)
    assert line.until == 6 * 3600.0


def test_formations_are_summed_and_inherit(tmp_path: Path) -> None:
    """A whole has the sum of its parts where it says nothing itself; a part its ancestor's category."""
    who = toy.WHO.replace("men: 300, vehicles: 90}", "category: heavy}").replace(", category: mixed", "")
    formations = toy.loaded(tmp_path, toy.text(who=who)).scenario.formations
    assert (formations["div"].vehicles, formations["div"].men, formations["div"].tanks) == (90, 300, 10)
    assert formations["div/lead"].category == "heavy"
    assert formations["div/rest"].category == "truck"


def test_an_id_names_its_parent(tmp_path: Path) -> None:
    """``div/lead`` is part of ``div`` even where the row does not say so."""
    who = toy.WHO.replace("parent: div, name: Lead", "name: Lead")
    assert toy.loaded(tmp_path, toy.text(who=who)).scenario.formations["div/lead"].parent == "div"


def test_a_garrison_bars_its_place_unless_it_is_a_pocket(tmp_path: Path) -> None:
    """Without ``bars`` a strongpoint bars where it stands; a pocket bars nothing."""
    assert toy.loaded(tmp_path).scenario.garrisons["post"].bars == ("bourg",)
    who = toy.WHO.replace("heavy_guns: 2,", "heavy_guns: 2, pocket: true,")
    assert toy.loaded(tmp_path, toy.text(who=who)).scenario.garrisons["post"].bars == ()


def test_the_origin_of_each_value_is_its_line(tmp_path: Path) -> None:
    """``origin`` names the file and the very line of a value; a child's change has the child's line."""
    child = toy.child(tmp_path, "# first line\norders.line.until: 1944-08-22T13:00+02:00")
    assert child.origin["orders.line.until"] == f"{tmp_path / 'child.yaml'}:5"
    file, _, line = child.origin["orders.line.title"].rpartition(":")
    assert "title: Not past" in Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_every_leaf_has_an_origin(tmp_path: Path) -> None:
    """No value of the resolved document is without a file and a line."""
    loaded = toy.loaded(tmp_path)
    for section in ("places", "orders", "parameters"):
        for key, row in loaded.document[section].items():
            for name, value in row.items():
                if not isinstance(value, dict):
                    assert re.search(r"toy\.yaml:[1-9]\d*$", loaded.origin[f"{section}.{key}.{name}"])


def test_the_resolved_file_loads_to_the_same_scenario(tmp_path: Path) -> None:
    """Dumping and loading changes nothing: same values, same digest, same text again."""
    child = toy.child(tmp_path, 'orders.line.title: "né « à l\'aube » : 5 # pas un commentaire"')
    path = tmp_path / "elsewhere" / "scenario.resolved.yaml"
    path.parent.mkdir()
    path.write_text(child.dump_resolved(), encoding="utf-8")
    again = load(path)
    assert again.scenario == child.scenario
    assert again.document == child.document
    assert again.dump_resolved() == child.dump_resolved()
    assert again.files == (path,)


def test_an_emptied_section_is_an_empty_section(tmp_path: Path) -> None:
    """A child that removes the only row of a section equals its resolved file, which has no such section."""
    child = toy.child(tmp_path, "weather.shower: null")
    assert child.document["weather"] == {}
    assert "weather" not in child.dump_resolved()
    path = toy.write(tmp_path, child.dump_resolved(), "again.yaml")
    assert load(path).scenario == child.scenario


def test_the_digest_does_not_depend_on_the_folder(tmp_path: Path) -> None:
    """The same text elsewhere has the same digest; one changed figure gives another."""
    one = toy.loaded(tmp_path / "one").scenario.digest
    assert toy.loaded(tmp_path / "two").scenario.digest == one
    changed = toy.text().replace("length_km: 20", "length_km: 20.5")
    assert toy.loaded(tmp_path / "three", changed).scenario.digest != one


def test_the_document_is_json(tmp_path: Path) -> None:
    """The resolved document goes through JSON unchanged."""
    loaded = toy.loaded(tmp_path)
    assert json.loads(json.dumps(loaded.document)) == loaded.document


def test_a_scenario_can_be_sent_to_a_worker(tmp_path: Path) -> None:
    """The frozen scenario survives pickling, as worker processes need."""
    scenario = toy.loaded(tmp_path).scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8).filter(lambda key: key.isprintable()),
        st.recursive(
            st.text(max_size=12) | st.integers(-10**9, 10**9) | st.booleans()
            | st.floats(allow_nan=False, allow_infinity=False, width=32),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=6,
        ),
        max_size=5,
    )
)  # fmt: skip
def test_any_row_survives_the_resolved_file(row: dict[str, object]) -> None:
    """Whatever text, number or list a row holds, writing and reading it gives it back."""
    faults = Faults()
    node = yaml_tree.parse(dump.to_yaml({"title": "t", "watch": {"a": row or {"x": 1}}}), "f", faults)
    assert not faults.found
    assert node is not None
    assert yaml_tree.plain(node) == {"title": "t", "watch": {"a": row or {"x": 1}}}


# --- finding ---------------------------------------------------------------------------------------------


def test_a_name_is_looked_up_here_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``./scenarios`` wins over the shipped copy, ``search`` over both, a path over all."""
    monkeypatch.chdir(tmp_path)
    here = toy.write(tmp_path / "scenarios", name="toy-one-road.yaml")
    assert find("toy-one-road").resolve() == here.resolve()
    other = toy.write(tmp_path / "mine", name="toy-one-road.yaml")
    assert find("toy-one-road", [tmp_path / "mine"]) == other
    assert find("mine/toy-one-road.yaml") == Path("mine/toy-one-road.yaml")


def test_a_run_is_no_scenario_and_no_hint_is_cut(tmp_path: Path) -> None:
    """Whoever names a result folder is told to name its scenario, who names nothing known who lists them."""
    (tmp_path / RESOLVED).write_text("title: what ran")
    for name, hint in ((str(tmp_path), "it is a result folder"), ("zzz", "'paris44 list' shows them")):
        with pytest.raises(ScenarioError, match="there is no scenario") as caught:
            find(name)
        assert caught.value.faults[0].hint.startswith(hint)
        assert "..." not in caught.value.faults[0].hint


def test_subfolders_are_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Toys and counterfactuals are found by their names alone."""
    monkeypatch.chdir(tmp_path)
    toy.write(tmp_path / "scenarios" / "toys", name="little.yaml")
    toy.write(tmp_path / "scenarios" / "counterfactuals", name="other.yaml")
    assert {"little", "other"} <= set(known())
    assert load("little").scenario.name == "little"


def test_a_parent_is_looked_up_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``extends`` finds a neighbour, a scenario one folder up, and a path."""
    monkeypatch.chdir(tmp_path)
    parent = toy.write(tmp_path / "s")
    file = toy.write(tmp_path / "s" / "counterfactuals", "title: x\nextends: toy\n", "x.yaml")
    assert beside("toy", file) == tmp_path / "s" / "counterfactuals" / ".." / "toy.yaml" or beside(
        "toy", file
    )
    assert load(file).scenario.parent == "toy"
    assert load(file).files[1].resolve() == parent.resolve()
    by_path = toy.write(tmp_path / "z", "title: x\nextends: ../s/toy.yaml\n", "y.yaml")
    assert load(by_path).scenario.parent == "toy"


def test_loading_works_from_an_empty_folder(tmp_path: Path) -> None:
    """The shipped scenarios are found from anywhere, without the source tree as working folder."""
    code = "from paris44.scenario.load import shipped; print(len(shipped()))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) == len(SHIPPED)


def test_the_package_does_not_load_the_loader() -> None:
    """``import paris44`` and the stdlib-only modules bring in neither pydantic nor yaml."""
    code = (
        "import sys, paris44.scenario.model, paris44.scenario.dist, paris44.scenario.parameters\n"
        "assert not {'pydantic', 'yaml', 'matplotlib', 'numpy'} & set(sys.modules), sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """What the shipped scenarios share."""
    return Shelf()


@pytest.mark.skipif(not packaged().is_dir(), reason="no shipped scenarios here")
@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_is_sound(name: str, shelf: Shelf, tmp_path: Path) -> None:
    """Each loads without a fault, and its resolved file gives it back."""
    loaded = load(name, shelf=shelf)
    path = tmp_path / "scenario.resolved.yaml"
    path.write_text(loaded.dump_resolved(), encoding="utf-8")
    assert load(path).scenario == loaded.scenario


def test_an_operation_gives_its_name_to_its_scenarios() -> None:
    """In a folder beside the others an operation has scenarios of its own, of names that others have too;
    what extends one of these means its own."""
    own, paris = load("brussels-1944/no-crowds"), load("no-crowds")
    assert {"brussels-1944/no-crowds", "brussels-1944/historical", "no-crowds", "historical"} <= set(known())
    assert own.scenario.theatre.id != paris.scenario.theatre.id
    assert own.scenario.theatre.id == load("brussels-1944/historical").scenario.theatre.id
    with pytest.raises(ScenarioError, match=r"'brussels-1944/historic'.*brussels-1944/historical"):
        load("brussels-1944/historic")
