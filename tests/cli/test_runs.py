"""``run``, ``compare`` and ``validate`` from the outside, on toys that can be checked by hand."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from paris44.cli import main
from paris44.commands.runs import goal
from paris44.results.catalogue import read_answer
from paris44.results.manifest import FORMAT
from paris44.results.read import ResultFolder
from paris44.results.seal import sealed

EARLIER = """\
extends: toy-phase-line
title: The line falls at seven
change:
  orders.line-order.until: 1944-08-22T07:00+02:00
"""


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    """What ``paris44 ARGUMENTS`` says on stdout and stderr; it must end with ``code``."""
    assert main(arguments) == code
    captured = capsys.readouterr()
    return captured.out, captured.err


def simulate(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """The JSON document of a simulating command with one worker."""
    document: dict[str, object] = json.loads(told(capsys, *arguments, "--workers", "1", "--json")[0])
    return document


def test_run_prints_the_hand_calculation(capsys: pytest.CaptureFixture[str]) -> None:
    """The toy's head is at B at 06:50:00 and its tail clear at 06:59:06, as its file works out by hand."""
    out, err = told(capsys, "run", "toy-one-road", "-n", "1", "--workers", "1", "--quiet")
    line = next(line for line in out.splitlines() if "arrive" in line)
    assert line.split()[-3:] == ["06:50:00", "06:59:06", "rolling"]
    assert err == ""


def test_run_answers_with_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    """The document of ``run`` names scenario, n, seed, folder and outcomes with their quantiles."""
    document = simulate(capsys, "run", "toy-one-road", "-n", "2", "--seed", "7")
    assert (document["scenario"], document["n"], document["seed"]) == ("toy-one-road", 2, 7)
    folder = Path(str(document["result_dir"]))
    assert {"manifest.json", "arrivals.parquet", "outcomes.parquet", "scenario.resolved.yaml"} <= {
        file.name for file in folder.iterdir()
    }
    outcomes = document["outcomes"]
    assert isinstance(outcomes, dict)
    first = outcomes["first-arrival"]
    assert {"median", "p05", "p95", "share_never", "unit"} <= first.keys()
    assert first["median"] == "1944-08-22T06:50:00+02:00"


def test_a_larger_n_extends_the_same_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """The run's folder does not depend on n, and a second call returns what is there."""
    first = simulate(capsys, "run", "toy-one-road", "-n", "1")
    second = simulate(capsys, "run", "toy-one-road", "-n", "3")
    assert first["result_dir"] == second["result_dir"]
    assert second["n"] == 3
    listed = json.loads(told(capsys, "list", "--runs", "--json")[0])
    assert [(row["scenario"], row["n"]) for row in listed] == [("toy-one-road", 3)]


def test_no_chance_is_one_replication(capsys: pytest.CaptureFixture[str]) -> None:
    """``--no-chance`` runs once, whatever -n says, and says so."""
    out, _ = told(capsys, "run", "toy-strongpoint", "--no-chance", "--workers", "1", "--quiet")
    assert "1 replication, every draw at its median" in out
    assert "[" not in "".join(line for line in out.splitlines() if "contact" in line)


def test_auto_stops_when_narrow_enough(capsys: pytest.CaptureFixture[str]) -> None:
    """``-n auto`` says with how many replications the interval was narrow enough."""
    arguments = ["run", "toy-one-road", "-n", "auto", "--outcome", "first-arrival", "--width", "10min"]
    _, err = told(capsys, *arguments, "--workers", "1", "--quiet")
    assert err == "10min for first-arrival: reached with 50 replications\n"


def test_auto_says_which_width_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    """Without ``--width`` the width is said before anything runs; an outcome that is a number needs one."""
    arguments = ["run", "toy-one-road", "-n", "auto", "--workers", "1", "--outcome"]
    _, err = told(capsys, *arguments, "first-arrival")
    assert err.startswith("--width: 10min, as nothing is said\n")
    _, err = told(capsys, *arguments, "hours.rolling", "-q", code=2)
    assert err == "--width: 10min is no width of hours.rolling, which is a number; give one\n"
    auto = ["run", "toy-one-road", "-n", "auto", "--outcome", "first-arrival", "--width", "5"]
    _, err = told(capsys, *auto, code=2)
    assert err == (
        "--width: 5 is no width of first-arrival, which is a moment; write it with its unit: 10min\n"
    )


def test_auto_with_an_unknown_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    """An outcome that the scenario does not have is the user's fault and is named with those it has."""
    arguments = ["run", "toy-one-road", "-n", "auto", "--outcome", "parade", "--workers", "1", "--quiet"]
    out, err = told(capsys, *arguments, code=2)
    assert out == ""
    assert err.startswith("--outcome: ")
    assert "first-arrival" in err


VARY = ("--vary", "roads.m--z.length_km=5,6")
PLAN = ("--plan", "--column", "first")


@pytest.mark.parametrize(
    ("command", "options", "line"),
    [
        ("run", ["-n", "auto", "--outcome", "frist-arrival"], "(near: first-arrival"),
        ("run", ["-n", "auto", "--no-chance", "--outcome", "frist-arrival"], "(near: first-arrival"),
        ("sweep", [*VARY, "--outcome", "last-vehicel"], "(near: last-vehicle"),
        ("sweep", [*VARY, "--outcome", "frist@z:arrive"], "(near: first@z:arrive"),
        ("sweep", [*VARY, "--outcome", "first@zz:arrive"], "(near: first@z:arrive"),
        ("sweep", [*VARY, "--outcome", "first@z:arive"], "(near: first@z:arrive"),
        ("sensitivity", ["--outcome", "last-vehicel"], "(near: last-vehicle"),
        ("evidence", ["--outcome", "last-vehicel"], "(near: last-vehicle"),
        ("routes", [*PLAN, "--outcome", "last-vehicel"], "(it has first-arrival, last-vehicle"),
    ],
)
def test_a_misspelt_outcome_is_refused_before_anything_runs(
    command: str, options: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that the scenario cannot have is one line with the nearest names; nothing is simulated."""
    out, err = told(capsys, command, "toy-merge", *options, code=2)
    assert out == ""
    assert err.startswith("--outcome: ")
    assert err.count("\n") == 1
    assert line in err
    assert not list(Path().iterdir())


def test_too_few_replications_for_evidence_are_refused_before_anything_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What 49 replications can say of a spread is nothing: one line, and nothing is simulated."""
    out, err = told(capsys, "evidence", "toy-merge", "-n", "49", "--outcome", "last-vehicle", code=2)
    assert out == ""
    assert err == "-n: 49 replications are too few to say what carries a spread (at least 50)\n"
    assert not list(Path().iterdir())


def test_validate_without_a_record_is_refused_before_anything_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A scenario without a record to be judged by is refused in a line; nothing is simulated."""
    out, err = told(capsys, "validate", "toy-one-road", code=2)
    assert (out, err) == ("", "toy-one-road: has no record to be judged by\n")
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    ("text", "seconds"), [("10min", 600.0), ("90 s", 90.0), ("PT1H", 3600.0), ("5", 5.0)]
)
def test_widths(text: str, seconds: float) -> None:
    """A width is a duration, or a plain number for outcomes that are numbers."""
    wanted = goal(True, "capitulation", text)
    assert wanted is not None
    assert wanted.width == seconds


def test_a_bad_width_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A width that is no duration is refused by the option's name."""
    out, err = told(capsys, "run", "toy-one-road", "-n", "auto", "--outcome", "x", "--width", "wide", code=2)
    assert out == ""
    assert err.startswith("--width: 'wide'")


def test_compare_tells_difference_and_cause(capsys: pytest.CaptureFixture[str]) -> None:
    """A line an hour earlier brings the first column an hour forward, and the line is the whole cause."""
    Path("earlier.yaml").write_text(EARLIER, encoding="utf-8")
    document = simulate(capsys, "compare", "toy-phase-line", "earlier.yaml", "-n", "2")
    others = document["others"]
    assert isinstance(others, list)
    outcome = others[0]["outcomes"]["first-arrival"]
    assert outcome["difference_median"] == -60.0
    assert outcome["causes"] == {"line": -60.0}
    assert {"ci95", "share_earlier", "n_pairs", "variance_ratio", "unit"} <= outcome.keys()
    out, _ = told(capsys, "compare", "toy-phase-line", "earlier.yaml", "-n", "2", "--workers", "1", "--quiet")
    assert "−1 h 00" in out
    assert "60 min earlier" in out


def test_validate_needs_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    """A toy has no record; validating it is the user's fault, told in one line."""
    out, err = told(capsys, "validate", "toy-one-road", "-n", "1", "--workers", "1", "--quiet", code=2)
    assert (out, err) == ("", "toy-one-road: has no record to be judged by\n")


def test_a_result_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder is no result: one line, code 2."""
    Path("nothing").mkdir()
    for command in (
        ["plot", "nothing"],
        ["report", "nothing", "-o", "x.html"],
        ["export", "nothing", "--format", "csv"],
    ):
        out, err = told(capsys, *command, code=2)
        assert out == ""
        assert err.count("\n") == 1
    assert not Path("x.html").exists()


def test_out_that_is_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """``--out`` that cannot be a folder is refused by name."""
    Path("taken").write_text("", encoding="utf-8")
    out, err = told(
        capsys, "run", "toy-one-road", "-n", "1", "--out", "taken", "--workers", "1", "-q", code=2
    )
    assert out == ""
    assert err.startswith("--out: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        "sensitivity historical -n 4000",
        "calibrate historical -n 4000",
        "sweep historical --vary parameters.factor.rain=0.5 --outcome junction",
        "routes historical --column 2db/gtv --from antony --to porte-d-orleans",
        "routes historical --plan --column 2db/gtv",
        "compare historical no-noon-line",
        "run historical",
        "validate historical",
    ],
)
@pytest.mark.parametrize("out", ["taken", "/proc/nowhere", "n" * 300, f"half/{'n' * 300}"])
def test_an_impossible_out_is_refused_before_the_work(
    command: str, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No command works for minutes towards an answer that ``--out`` has no place for."""
    Path("taken").write_text("", encoding="utf-8")
    said, err = told(capsys, *command.split(), "--out", out, "--workers", "1", code=2)
    assert said == ""
    assert err.startswith(f"--out: {out}")
    assert err.count("\n") == 1
    assert {path.name for path in Path().iterdir()} == {"taken"}


@pytest.mark.parametrize("target", ["/proc/nowhere{}", f"{'n' * 300}{{}}"])
def test_a_file_that_cannot_be_written_is_refused_before_it_is_made(
    target: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``plot``, ``report`` and ``export`` try their target before they draw, and leave nothing there."""
    simulate(capsys, "run", "toy-one-road", "-n", "1")
    monkeypatch.setattr("paris44.commands.pictures._written", None)
    for ending, asked in (
        (".png", "plot toy-one-road --kind arrivals"),
        (".html", "report toy-one-road"),
        (".csv", "export toy-one-road --format csv"),
    ):
        file = target.format(ending)
        out, err = told(capsys, *asked.split(), "-o", file, code=2)
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith(f"--output: {file}: ")
    assert {path.name for path in Path().iterdir()} == {"results"}


def test_no_export_alters_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    """A table of a run cannot be the target of an export, so that no slip of the hand spoils the run."""
    folder = Path(str(simulate(capsys, "run", "toy-one-road", "-n", "1")["result_dir"]))
    table = folder / "arrivals.parquet"
    before = table.read_bytes()
    out, err = told(capsys, "export", "toy-one-road", "--format", "parquet", "-o", str(table), code=2)
    assert (out, err) == ("", f"--output: {folder}: is a run's own folder; name a file elsewhere\n")
    assert table.read_bytes() == before


@pytest.mark.parametrize(("key", "value"), [("n", "three"), ("chance", None), ("versions", 3), ("seed", "x")])
def test_a_manifest_of_other_kinds_is_damaged(
    key: str, value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """A manifest whose values are not what they should be is refused by name, by whatever reads it."""
    folder = Path(str(simulate(capsys, "run", "toy-one-road", "-n", "1")["result_dir"]))
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {key: value}), encoding="utf-8")
    for arguments in (["plot", "toy-one-road", "-o", "a.png"], ["run", "toy-one-road", "-n", "2", "-q"]):
        assert "manifest.json is damaged; remove the folder" in told(capsys, *arguments, code=2)[1]
    assert "damaged" in told(capsys, "list", "--runs")[0]


def test_sweep_finds_the_hour_of_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The early column stands at the line at 06:50: a line until then costs nothing, a minute later one."""
    vary = "orders.line-order.until=1944-08-22T06:00+02:00,1944-08-22T08:00+02:00"
    document = simulate(
        capsys, "sweep", "toy-phase-line", "--vary", vary, "--outcome", "first-arrival", "--find", "-n", "1"
    )
    assert [point["median"][11:16] for point in document["points"]] == ["07:15", "08:25"]  # type: ignore[attr-defined]
    assert str(document["found"])[11:16] == "06:51"
    _, err = told(capsys, "sweep", "toy-phase-line", "--vary", vary, "--outcome", "x", "--by", "1", code=2)
    assert err == "--by: only with --find\n"


def test_sweep_over_nothing_says_null(capsys: pytest.CaptureFixture[str]) -> None:
    """A value that removes what it varies is printed as the scenario's file has it."""
    vary = "orders.line-order=null"
    out, _ = told(
        capsys, "sweep", "toy-phase-line", "--vary", vary, "--outcome", "first-arrival", "-n", "1", "-q"
    )
    assert "null" in out
    assert "None" not in out


@pytest.mark.parametrize("vary", ["orders.x", "=1,2", "orders.x=", "orders.x=,"])
def test_vary_needs_a_path_and_values(vary: str, capsys: pytest.CaptureFixture[str]) -> None:
    """``--vary`` without a path or values is refused with the form it wants."""
    _, err = told(capsys, "sweep", "toy-one-road", "--vary", vary, "--outcome", "first-arrival", code=2)
    assert err == f"--vary: {vary!r} is not PATH=V1,V2,...\n"


def test_routes_needs_column_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    """Without ``--plan`` a route needs its column and both ends; the first that is missing is named."""
    assert told(capsys, "routes", "toy-merge", code=2)[1] == "--column: missing\n"
    assert told(capsys, "routes", "toy-merge", "--column", "first", code=2)[1] == "--from: missing\n"


def test_routes_ranks_ways(capsys: pytest.CaptureFixture[str]) -> None:
    """The only way of a toy is the best with certainty and shares all of itself."""
    arguments = ["routes", "toy-merge", "--column", "first", "--from", "a", "--to", "z", "-k", "2", "-n", "2"]
    document = simulate(capsys, *arguments)
    (way,) = document["routes"]  # type: ignore[misc]
    assert way["probability_best"] == 1.0
    assert way["shared_with_best"] == 1.0
    assert way["arrival"]["median"] == "1944-08-22T06:25:00+02:00"


def test_plot_writes_a_picture_of_the_newest_run(capsys: pytest.CaptureFixture[str]) -> None:
    """``plot`` takes a scenario's name for its newest run and says what it wrote and how large it is."""
    simulate(capsys, "run", "toy-merge", "-n", "2")
    document = json.loads(told(capsys, "plot", "toy-merge", "-o", "picture.svg", "--json")[0])
    assert document["file"] == "picture.svg"
    assert document["bytes"] == Path("picture.svg").stat().st_size > 1000


def test_a_name_means_the_newest_run_with_chance(capsys: pytest.CaptureFixture[str]) -> None:
    """A run without chance and later seeds: the name takes the newest run that has chance, and says which."""
    simulate(capsys, "run", "toy-merge", "--no-chance")
    export = ("export", "toy-merge", "--format", "csv", "-o", "rows.csv")
    assert told(capsys, *export)[1] == ""
    runs = [simulate(capsys, "run", "toy-merge", "-n", "2", "--seed", seed) for seed in ("5", "6")]
    simulate(capsys, "run", "toy-strongpoint", "--no-chance")
    folder = runs[1]["result_dir"]
    _, err = told(capsys, *export)
    assert err == f"toy-merge: 3 runs, took {folder} (n = 2, seed 6)\n"
    assert told(capsys, "export", str(folder), *export[2:])[1] == ""


def garble(folder: Path) -> None:
    """A manifest that is no JSON."""
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def age(folder: Path) -> None:
    """A manifest of another layout."""
    path = folder / "manifest.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"format": {FORMAT}', '"format": 1'), encoding="utf-8")


@pytest.mark.parametrize(("harm", "line"), [(garble, "manifest.json is damaged"), (age, "an older version")])
def test_a_name_whose_run_cannot_be_read_says_which(
    harm: Callable[[Path], None], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By name, too, a damaged folder or one of another version is named in one line; a sound one is taken."""
    folder = str(simulate(capsys, "run", "toy-merge", "-n", "1")["result_dir"])
    harm(Path(folder))
    for command in (["plot"], ["report", "-o", "x.html"], ["export", "--format", "csv", "-o", "x.csv"]):
        out, err = told(capsys, command[0], "toy-merge", *command[1:], code=2)
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith(f"{folder}: ")
        assert line in err
    sound = simulate(capsys, "run", "toy-merge", "-n", "1", "--seed", "5")["result_dir"]
    err = told(capsys, "export", "toy-merge", "--format", "csv", "-o", "x.csv")[1]
    assert f"took {sound}" in err
    assert f"left out: {folder}: " in err


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--kind", "portrait"], "--kind: 'portrait' is none of"),
        (["--road", "n20"], "--road: means nothing to the arrivals figure, but to march-graph"),
        (["-o", "picture.gif"], "--output: picture.gif: the name must end in .png, .svg, .pdf"),
        (["-o", "nowhere/picture.png"], "--output: nowhere: there is no such folder"),
    ],
)
def test_wrong_pictures(options: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A kind, option, suffix or folder that makes no sense is refused by name, and nothing is written."""
    simulate(capsys, "run", "toy-merge", "-n", "1")
    out, err = told(capsys, "plot", "toy-merge", *options, code=2)
    assert out == ""
    assert err.startswith(line)
    assert not list(Path().glob("picture*"))


@pytest.mark.parametrize(
    "kind", ["arrivals", "march-graph", "map", "isochrones", "minard", "losses", "sweep"]
)
def test_a_figure_of_one_result_refuses_more(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A kind that shows one result is not drawn of two: one line, and nothing is written."""
    simulate(capsys, "run", "toy-merge", "-n", "1")
    out, err = told(capsys, "plot", "toy-merge", "toy-merge", "--kind", kind, "-o", "picture.png", code=2)
    assert (out, err) == ("", f"RESULT: the {kind} figure shows one result, 2 are given\n")
    assert not Path("picture.png").exists()


def test_the_answer_of_a_sweep_is_no_result(capsys: pytest.CaptureFixture[str]) -> None:
    """The folder of a sweep can be drawn as a sweep alone, and a sweep of nothing else."""
    simulate(capsys, "run", "toy-merge", "-n", "1")
    simulate(capsys, "sweep", "toy-merge", *VARY, "--outcome", "last-vehicle", "-n", "1")
    (answer,) = Path("results/sweep").iterdir()
    _, err = told(capsys, "plot", str(answer), "--kind", "map", code=2)
    assert err.startswith("RESULT: the map figure")
    _, err = told(capsys, "plot", "toy-merge", "--kind", "sweep", code=2)
    assert err.startswith("sweep: name the folder")
    assert told(capsys, "plot", str(answer), "--kind", "sweep", "-o", "curve.svg", code=0)
    assert told(capsys, "plot", str(answer))[0].startswith("sweep.png ")


def test_a_kept_answer_chooses_its_figure(capsys: pytest.CaptureFixture[str]) -> None:
    """Without ``--kind`` routes are drawn on the map, plans and several results as a comparison, a plan alone
    as a result."""
    simulate(capsys, "routes", "toy-merge", "--column", "first", "--from", "a", "--to", "z", "-n", "2")
    (ways,) = Path("results/routes").iterdir()
    assert told(capsys, "plot", str(ways))[0].startswith("map.png ")
    shutil.rmtree("results/routes")
    simulate(capsys, "routes", "toy-merge", "--plan", "--column", "first,second", "-n", "2")
    (plans,) = Path("results/routes").iterdir()
    assert told(capsys, "plot", str(plans))[0].startswith("arrivals.png ")
    answer = read_answer(plans / "routes.json")
    answer["plans"].append(answer["plans"][0] | {"as_ordered": False})
    (plans / "routes.json").write_bytes(sealed(answer))
    assert told(capsys, "plot", str(plans))[0].startswith("compare.png ")
    assert told(capsys, "plot", "toy-merge", "toy-merge")[0].startswith("compare.png ")


def test_a_line_tells_wait_and_slack_to_the_second(capsys: pytest.CaptureFixture[str]) -> None:
    """At the toy's line the early column waits 4,200 s and the late one has 1,200 s of slack."""
    document = simulate(capsys, "run", "toy-phase-line", "-n", "3")
    lines = document["lines"]
    assert isinstance(lines, list)
    found = [(row["march"], row["held"], row["wait_min"], row["slack_min"]) for row in lines]
    waited, late = ({"median": m, "p05": m, "p95": m} for m in (70.0, 20.0))
    assert found == [("go-early", 3, waited, None), ("go-late", 0, None, late)]


def test_run_prints_what_a_line_cost(capsys: pytest.CaptureFixture[str]) -> None:
    """The page of a run has a row for each march that crossed: how often it was held, its wait or slack."""
    out, _ = told(capsys, "run", "toy-phase-line", "-n", "2", "--workers", "1", "--quiet")
    early, late = (next(x for x in out.splitlines() if f" go-{name} " in x) for name in ("early", "late"))
    assert early.split()[1:] == ["go-early", "early", "2", "of", "2", "2", "of", "2", "1", "h", "10"]
    assert late.split()[1:] == ["go-late", "late", "2", "of", "2", "0", "of", "2", "20", "min"]


def test_run_historical_tells_each_column_that_crossed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each march whose head crossed the noon line has a row with its wait or its slack."""
    document = simulate(capsys, "run", "historical", "-n", "2")
    crossed = {
        (event.order, event.detail)
        for event in ResultFolder.open(str(document["result_dir"])).events()
        if event.kind in ("line_wait", "line_slack")
    }
    lines = document["lines"]
    assert isinstance(lines, list)
    assert {(row["line"], row["march"]) for row in lines} == crossed
    assert len(crossed) > 10
    assert all(row["wait_min"] or row["slack_min"] for row in lines)


def test_a_comparison_of_runs_that_are_there_needs_no_engine(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked again, compare reads what is kept: the same answer, and neither SimPy nor NetworkX is loaded."""
    Path("earlier.yaml").write_text(EARLIER, encoding="utf-8")
    words = ("compare", "toy-phase-line", "earlier.yaml", "-n", "2", "--workers", "1", "--quiet", "--json")
    first = told(capsys, *words)[0]
    look = f"import sys; from paris44.cli import main; main({words})"
    look += "; print({'simpy', 'networkx'} & set(sys.modules), file=sys.stderr)"
    again = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert (again.stdout, again.stderr) == (first, "set()\n")


def test_what_is_wrong_with_a_folder_is_told_though_its_run_is_not_made_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A damaged manifest is told once, by the one line of whoever opens the folder."""
    words = ("compare", "toy-one-road", "toy-one-road", "-n", "1", "--workers", "1", "--quiet")
    told(capsys, *words)
    (manifest,) = Path("results/toy-one-road").glob("*/manifest.json")
    manifest.write_text("{}", encoding="utf-8")
    out, err = told(capsys, *words, code=2)
    assert out == ""
    assert err.count("manifest.json") == 1
