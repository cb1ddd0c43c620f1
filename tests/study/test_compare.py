from __future__ import annotations

import csv
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from paris44.results import kept
from paris44.results.catalogue import read_answer
from paris44.results.columns import TrackRow
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.load import Loaded, load, variant
from paris44.study.questions.compare import compare, divergence, hour_of, pair_values
from paris44.study.questions.keep import keep
from paris44.study.questions.matrix import matrix
from paris44.study.running.replicate import Effort, replicate
from paris44.views.figures.charts.compare import stamp
from paris44.views.tables.counterfactuals import comparison
from paris44.views.tables.matrix import matrix as shown
from tests.study.logs import Invented
from tests.study.logs import keep as run

NOBODY = lambda base, other: ["nothing"]  # noqa: E731, ARG005 - the words between scenarios


def simulate(loaded: Loaded, out: Path, n: int = 12) -> ResultFolder:
    """Real replications in this process."""
    return replicate(loaded, Effort(n=n, seed=3, workers=1, out=out, events=None))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[ResultFolder, ResultFolder]:
    """A bridge of 400 vehicles an hour, with uncertain speed, and the same with 500."""
    out = tmp_path_factory.mktemp("pair")
    uncertain = {"parameters.speed.truck.value": "triangular(20, 24, 30) km/h"}
    base = variant(load("toy-bridge"), uncertain, name="narrow")
    wide = variant(base, {"bridges.narrow.capacity_vph": 500}, name="wide")
    return simulate(base, out), simulate(wide, out)


def test_a_comparison_has_what_the_contract_says(pair: tuple[ResultFolder, ResultFolder]) -> None:
    """The document names both, says what changes, counts what it prints that can differ, and is JSON."""
    document = compare(pair[0], [pair[1]])
    other = document["others"][0]
    found = other["outcomes"]["last-vehicle"]
    assert (document["base"], other["scenario"], document["n"]) == ("narrow", "wide", 12)
    printed = [row for name, row in other["outcomes"].items() if not name.startswith("hours.")]
    assert document["comparisons"] == sum(1 for row in printed if row["n_pairs"] and row["share_equal"] < 1)
    assert 0 < document["comparisons"] < len(printed)
    assert document["caution"].startswith(f"{document['comparisons']} interval")
    assert any("500" in line for line in other["diff"])
    assert found["unit"] == "min"
    assert found["ci95"][0] <= found["difference_median"] <= found["ci95"][1]
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_a_comparison_reads_what_is_kept_once(
    pair: tuple[ResultFolder, ResultFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tracks, chains and arrivals of a run are decoded once a comparison, however many ask; when it is over
    nothing of them is held."""
    read: list[tuple[str, str]] = []
    batches = kept.batches

    def counted(folder: Path, manifest: object, table: str, *rest: object) -> object:
        read.append((folder.name, table))
        return batches(folder, manifest, table, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(kept, "batches", counted)
    compare(pair[0], [pair[1], pair[1]])
    base, other = (run.path.name for run in pair)
    for table in ("tracks", "chains", "arrivals"):
        assert read.count((base, table)) == 1
        assert read.count((other, table)) == 2
    assert not any(run._held for run in pair)


def test_a_matrix_has_the_numbers_of_the_comparison(pair: tuple[ResultFolder, ResultFolder]) -> None:
    """Each form has a row for each world, and in it the numbers that the comparison has of the outcome."""
    document = compare(pair[0], [pair[1]])
    found = document["others"][0]["outcomes"]["last-vehicle"]
    made = matrix(document, ["last-vehicle"])
    base, other = (row["cells"]["last-vehicle"] for row in made["rows"])
    assert [base["median"], other["median"]] == found["medians"]
    assert other["difference"] == found["difference_median"]
    assert (base["difference"], other["earlier"], other["later"], other["surely"]) == (None, 12, 0, True)
    rows = list(csv.DictReader(map(str, shown(made, "csv"))))
    assert [row["scenario"] for row in rows] == ["narrow", "wide"]
    assert rows[1]["last-vehicle difference_min"] == str(
        round(found["difference_median"], 4)
    )  # no last digits
    assert rows[1]["last-vehicle median_local"] == str(other["median"])[:19].replace("T", " ")
    assert json.loads("\n".join(map(str, shown(made, "json")))) == made
    for form in ("md", "html"):
        assert sum("wide" in str(line) for line in shown(made, form)) == 1
    assert "first-arrival" not in matrix(compare(pair[0], [pair[0]], NOBODY), ["last-vehicle"])["labels"]
    with pytest.raises(StudyError, match="last-vehicle"):
        matrix(document, ["last-vehicles"])


def test_a_wider_bridge_is_earlier_in_every_pair(pair: tuple[ResultFolder, ResultFolder]) -> None:
    """The last vehicle gains 999 times (9 - 7.2) seconds; pairing takes the variance of the speed away."""
    found = compare(pair[0], [pair[1]])["others"][0]["outcomes"]["last-vehicle"]
    assert found["share_earlier"] == 1.0
    assert found["n_pairs"] == 12
    assert found["difference_median"] == pytest.approx(-999 * 1.8 / 60, abs=0.05)
    assert found["variance_ratio"] is None or found["variance_ratio"] > 1e4


def test_causes_add_up_to_the_difference_in_every_pair(pair: tuple[ResultFolder, ResultFolder]) -> None:
    """The chains' differences sum to the difference: in the mean exactly, in each pair to a second."""
    found = compare(pair[0], [pair[1]])["others"][0]["outcomes"]
    for row in found.values():
        if row["unit"] == "min":
            assert sum(row["causes"].values()) == pytest.approx(row["difference_mean"], abs=1e-9)
    for result in pair:
        for name, causes in result.chains().items():
            whole = np.sum([*causes.values()], axis=0)
            assert np.abs(whole - result.outcomes()[name].values).max() <= 1.0


def test_nothing_changed_is_identical(pair: tuple[ResultFolder, ResultFolder]) -> None:
    """A scenario compared with itself differs nowhere, and no words warn of intervals."""
    document = compare(pair[0], [pair[0]], NOBODY)
    other = document["others"][0]
    assert (document["comparisons"], document["caution"]) == (0, "")
    assert other["identical"]
    assert all(row["difference_mean"] in (0.0, None) for row in other["outcomes"].values())


def test_runs_with_other_dice_are_no_pairs(tmp_path: Path, pair: tuple[ResultFolder, ResultFolder]) -> None:
    """Other numbers of replications or another seed are refused with exit code 2."""
    short = ResultFolder.open(pair[0].path, n=5)
    other = replicate(load("toy-bridge"), Effort(n=12, seed=4, workers=1, out=tmp_path))
    for wrong in (short, other):
        with pytest.raises(StudyError, match="no pairs") as caught:
            compare(pair[0], [wrong], NOBODY)
        assert caught.value.exit_code == 2


def test_an_outcome_that_one_has_not_never_came_there(tmp_path: Path) -> None:
    """Never in one of both is no pair, and is counted."""
    base = run(tmp_path / "a", 22)
    late = run(tmp_path / "b", 22, Invented(late=300.0))
    differences, unit = pair_values(base, late, "hotel-de-ville")
    assert unit == "min"
    assert set(differences) == {5.0}
    assert len(differences) == 20


def passport(at: str) -> dict[str, object]:
    """What a counterfactual must say, with its hour."""
    return {
        "antecedent": "a wider bridge", "decided_by": "the engineers", "diverges_at": at,
        "considered_by": [], "holds_fixed": "all else",
    }  # fmt: skip


@pytest.mark.parametrize(("at", "equal"), [("06:00", True), ("11:00", False)])
def test_both_worlds_are_one_until_they_part(tmp_path: Path, at: str, equal: bool) -> None:
    """The check passes for an hour before anything differs and names the first difference after it."""
    parent = tmp_path / "base.yaml"
    text = load("toy-bridge").dump_resolved().replace("name: toy-bridge", "name: base")
    parent.write_text(text, encoding="utf-8")
    lines = [f"{key}: {json.dumps(value)}" for key, value in passport(f"1944-08-22T{at}+02:00").items()]
    child = tmp_path / "child.yaml"
    lines += ["extends: base", "title: wide", "change:", "  bridges.narrow.capacity_vph: 500", ""]
    child.write_text("\n".join(lines), encoding="utf-8")
    results = [simulate(load(path), tmp_path / "out", 2) for path in (parent, child)]
    other = compare(results[0], results[1:], NOBODY)["others"][0]
    found = other["divergence"]
    assert found["equal"] is equal
    assert (found["first_difference"] is None) is equal
    assert "None" not in str(found["first_difference"] or "")
    assert other["passport_complete"]
    assert other["exploratory"] is not equal
    told = " ".join(str(line) for line in comparison({"base": "base", "n": 2, "others": [other]}))
    assert ("its passport is false" in told) is not equal
    assert ("EXPLORATORY" in stamp(results)) is not equal


def test_a_tail_that_was_not_settled_is_no_evidence() -> None:
    """Worlds that differ in a tail while a column still crosses are one; in a tail before, they are not."""

    def world(**told: float | str | None) -> SimpleNamespace:
        tracks = [
            TrackRow(0, "behind", "go", 0, 1, "early", 1, 10.0, told["early"], 25),
            TrackRow(0, "behind", "go", 0, 2, "late", 1, 40.0, told["late"], 25),
            TrackRow(0, "ahead", "go", 0, 3, "late", 1, 30.0, told["ahead"], 25),
        ]
        passport = SimpleNamespace(diverges_at=60.0) if told["parent"] else None
        return SimpleNamespace(
            name=told["name"], scenario=SimpleNamespace(passport=passport), n=1, events=list,
            recorded=1, manifest={"parent": told["parent"]}, clock=SimpleNamespace(text=str),
            tracks=lambda: tracks,
        )  # fmt: skip

    base = world(name="base", parent=None, early=20.0, late=50.0, ahead=70.0)
    for early, late, ahead, equal in (
        (20.0, 54.0, 90.0, True),
        (24.0, 50.0, 70.0, False),
        (20.0, 54.0, 58.0, True),
    ):
        other = world(name="other", parent="base", early=early, late=late, ahead=ahead)
        found = divergence(base, other)
        assert found is not None
        assert found["equal"] is equal


def test_what_was_not_looked_at_is_not_called_equal(
    pair: tuple[ResultFolder, ResultFolder], tmp_path: Path
) -> None:
    """Where no replication keeps its events it is said that nobody knows whether both worlds are one."""
    loaded = pair[0].loaded
    child = tmp_path / "child.yaml"
    parent = tmp_path / "narrow.yaml"
    parent.write_text(loaded.dump_resolved(), encoding="utf-8")
    lines = [f"{key}: {json.dumps(value)}" for key, value in passport("1944-08-22T06:00+02:00").items()]
    child.write_text(
        "\n".join([*lines, "extends: narrow", "title: same", "change: {}", ""]), encoding="utf-8"
    )
    effort = Effort(n=1, workers=1, out=tmp_path, events=0)
    base, other = replicate(loaded, effort), replicate(load(child), effort)
    answer = compare(base, [other], NOBODY)
    assert answer["others"][0]["divergence"]["equal"] is None
    assert "not known whether" in " ".join(str(line) for line in comparison(answer))


def test_a_passport_is_held_against_its_parent_alone(
    tmp_path: Path, pair: tuple[ResultFolder, ResultFolder]
) -> None:
    """Against anything but what it extends a counterfactual is found neither equal nor false, and it is said
    what would find it."""
    parent, child = tmp_path / "other.yaml", tmp_path / "child.yaml"
    text = pair[0].loaded.dump_resolved().replace(f"name: {pair[0].name}", "name: other", 1)
    parent.write_text(text, encoding="utf-8")
    lines = [f"{key}: {json.dumps(value)}" for key, value in passport("1944-08-22T07:00+02:00").items()]
    lines += ["extends: other", "title: wide", "change:", "  bridges.narrow.capacity_vph: 500", ""]
    child.write_text("\n".join(lines), encoding="utf-8")
    other = simulate(load(child), tmp_path / "out", pair[0].n)
    (row,) = compare(pair[0], [other], NOBODY)["others"]
    assert row["divergence"]["equal"] is None
    assert not row["exploratory"]
    answer = {"base": pair[0].name, "n": 2, "others": [row]}
    page = " ".join(str(line) for line in comparison(answer))
    assert "passport not checked: it says when child parts from other (22 Aug 07:00), not from narrow" in page
    assert "paris44 compare other child checks it" in page


def test_the_answer_is_kept_under_its_runs(tmp_path: Path, pair: tuple[ResultFolder, ResultFolder]) -> None:
    """The same runs write the same answer to the same place."""
    first = keep(tmp_path, "compare", pair, {"a": 1})
    assert first == keep(tmp_path, "compare", pair, {"a": 1})
    assert first.parent != keep(tmp_path, "compare", pair[:1], {"a": 1}).parent
    assert read_answer(first) == {"a": 1}


def test_an_hour_outside_the_simulated_time_is_refused() -> None:
    """Nothing has come by an hour before the start, and nobody knows what comes after the end."""
    scenario = load("toy-merge").scenario
    assert hour_of("--by", "1944-08-22T07:00", scenario) == 3600.0
    for text in ("1944-08-21T07:00", "1944-08-24T07:00+02:00"):
        with pytest.raises(StudyError, match="outside the simulated time, 1944-08-22T06:00 to"):
            hour_of("--by", text, scenario)
