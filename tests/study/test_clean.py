"""What ``list --runs`` shows, and what its ``--keep`` removes and never removes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from paris44.cli import main
from paris44.results.catalogue import list_runs
from paris44.results.read import ResultFolder
from paris44.results.write import locked
from paris44.scenario.load import load

HOUR = "orders.line-order.until=1944-08-22T{}+02:00"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def ask(*arguments: str) -> None:
    """``paris44 ARGUMENTS`` of one replication, or so."""
    assert main([*arguments, "-n", "1", "--workers", "1", "-q"]) == 0


def compare() -> Path:
    """A comparison of two toys that start together, and the folder of its answer."""
    ask("compare", "toy-merge", "toy-merge")
    return newest("compare")


def sweep(hour: str) -> Path:
    """A sweep over one hour, and the folder of its answer."""
    ask("sweep", "toy-phase-line", "--vary", HOUR.format(hour), "--outcome", "first-arrival")
    return newest("sweep")


def newest(command: str) -> Path:
    """The newest answer of a command; older ones are made older still."""
    found = sorted(Path("results", command).iterdir(), key=lambda path: path.stat().st_mtime_ns)
    for age, folder in enumerate(reversed(found)):
        os.utime(folder / f"{command}.json", (1e9 - age, 1e9 - age))
    return found[-1]


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The page of ``list --runs``."""
    capsys.readouterr()
    assert main(["list", "--runs", *arguments]) == 0
    return capsys.readouterr().out


def clean(keep: int = 1) -> None:
    """``list --runs --keep``."""
    assert main(["list", "--runs", "--keep", str(keep), "--json"]) == 0


def test_every_folder_is_a_line_that_can_be_copied(capsys: pytest.CaptureFixture[str]) -> None:
    """Runs, variants of a study and answers stand in groups, each folder whole in one line."""
    compare()
    answer = sweep("07:00")
    page = listed(capsys)
    rows = json.loads(listed(capsys, "--json"))
    assert [row["kind"] for row in rows] == ["run", "variant", "compare", "sweep"]
    heads = [page.index(f"\n{title}\n") for title in ("runs", "variants of sweep and routes", "answers")]
    assert heads == sorted(heads)
    words = [line.split() for line in page.splitlines()]
    assert all(sum(row["result_dir"] in line for line in words) == 1 for row in rows)
    assert all(Path(row["result_dir"]).is_dir() for row in rows)
    asked = "toy-phase-line, orders.line-order.until, first-arrival"
    assert next(line for line in page.splitlines() if str(answer) in line).endswith(asked)


def test_keep_cleans_answers_and_the_runs_of_studies() -> None:
    """Of two sweeps the newer stays with its variant; the older goes with its own, and leaves no folder."""
    old, new = sweep("07:00"), sweep("07:30")
    assert len(list(Path("results").glob("toy-phase-line.*"))) == 2
    clean()
    assert not old.exists()
    assert new.exists()
    (variant,) = Path("results").glob("toy-phase-line.*")
    assert variant.name.endswith("07-30-02-00")
    clean(0)
    assert list(Path("results").iterdir()) == []


def test_a_kept_answer_keeps_its_runs() -> None:
    """Newer runs do not push out those on which a kept comparison rests: it can still be drawn."""
    answer = compare()
    base = json.loads((answer / "compare.json").read_text(encoding="utf-8"))["base_result_dir"]
    for seed in ("5", "6"):
        ask("run", "toy-merge", "--seed", seed)
    clean()
    assert (answer / base).is_dir()
    assert len(list(Path("results/toy-merge").iterdir())) == 2
    clean(0)
    assert list(Path("results").iterdir()) == []


def test_the_run_that_a_name_means_stays() -> None:
    """A newer run without chance does not push out the one with chance."""
    ask("run", "toy-merge")
    (kept,) = Path("results/toy-merge").iterdir()
    ask("run", "toy-merge", "--no-chance")
    clean()
    assert list(Path("results/toy-merge").iterdir()) == [kept]


def test_nothing_that_is_not_ours_is_removed(capsys: pytest.CaptureFixture[str]) -> None:
    """Notes in a run's folder, renamed and damaged runs, links, foreign folders and a run that somebody is
    writing are all there afterwards."""
    answer = compare()
    (run,) = Path("results/toy-merge").iterdir()
    (run / "notes.txt").write_text("mine", encoding="utf-8")
    for name in ("for-the-book", "0123456789ab", "aaaaaaaaaaaa"):
        shutil.copytree(run, run.parent / name)
    (run.parent / "0123456789ab" / "manifest.json").write_text("{", encoding="utf-8")
    Path("elsewhere").mkdir()
    shutil.move(run.parent / "aaaaaaaaaaaa", "elsewhere/aaaaaaaaaaaa")
    (run.parent / "aaaaaaaaaaaa").symlink_to(Path("elsewhere/aaaaaaaaaaaa").resolve())
    Path("results/mine.v2").mkdir()
    (answer / "figure.png").write_bytes(b"")
    with locked(run):
        clean(0)
    assert (run / "manifest.json").is_file()
    clean(0)
    assert f"removed {run}, but for other files" in capsys.readouterr().err
    assert [path.name for path in run.iterdir()] == ["notes.txt"]
    assert [path.name for path in answer.iterdir()] == ["figure.png"]
    for name in ("for-the-book", "0123456789ab", "aaaaaaaaaaaa"):
        assert (run.parent / name / "arrivals.parquet").is_file()
    assert Path("results/mine.v2").is_dir()


def test_scenarios_of_an_operation_have_folders_of_their_own() -> None:
    """Scenarios of two operations that are called alike lie apart, each found by its name, and are removed
    with the folder of their operation."""
    for operation in ("north", "south"):
        folder = Path("scenarios", operation)
        folder.mkdir(parents=True)
        toy = load("toy-merge").dump_resolved().replace("name: toy-merge\n", "")
        (folder / "march.yaml").write_text(toy, encoding="utf-8")
        (folder / "other.yaml").write_text("extends: march\ntitle: Another\n", encoding="utf-8")
        ask("run", f"{operation}/march")
        ask("run", f"{operation}/other")
    runs = {run.scenario: run.path for run in list_runs()}
    assert runs.keys() == {"north/march", "north/other", "south/march", "south/other"}
    for name, path in runs.items():
        assert path.parent == Path("results", name)
        assert ResultFolder.open(name).path == path
    assert load("north/other").scenario.parent == "north/march"
    clean(keep=0)
    assert not list(Path("results").iterdir())
