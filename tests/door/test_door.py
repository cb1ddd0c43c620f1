"""The door as a user opens it: six lines, a grid, errors in one line."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

import paris44
from paris44 import cli
from paris44.door.result import Result
from paris44.errors import UserError
from paris44.results.errors import PairError, ResultError, StudyError
from paris44.scenario.faults import ScenarioError
from paris44.scenario.hooks import HookError
from paris44.world.errors import WorldError


def test_six_lines_give_a_frame(tmp_path: Path) -> None:
    """Load, change, compare and ask for a frame: a row for each outcome with the paired difference."""
    base = paris44.load("toy-phase-line")
    without = paris44.load("toy-phase-line", {"orders.line-order": None})
    answer = paris44.compare(base, without, n=3, out=tmp_path, workers=1)
    frame = answer.outcomes.frame()
    row = frame[frame.outcome == "first-arrival"].iloc[0]
    assert row.n_pairs == 3
    assert row.difference_median <= 0.0
    assert "First arrival" in str(answer)


def test_a_table_is_rows_whatever_is_installed(tmp_path: Path) -> None:
    """It iterates over named rows, has a length, takes indices and slices; its times are aware datetimes."""
    result = paris44.run("toy-bridge", n=2, out=tmp_path, workers=1)
    table = result.arrivals
    rows = list(table)
    assert len(table) == len(rows) > 2
    assert table[0] == rows[0]
    assert table[-1] == rows[-1]
    assert table[1:3] == rows[1:3]
    assert table[-2:] == rows[-2:]
    assert all(row.time is None or row.time.utcoffset() == timedelta(hours=2) for row in rows)
    assert {row.replication for row in table.where(replication=1)} == {1}
    assert list(table.select("event", "place")) == [(row.event, row.place) for row in rows]
    assert {row.place for row in table.where(place=["a", "b"])} == {"a", "b"}
    with pytest.raises(IndexError):
        table[len(rows)]
    for ask in (table.column, table.select):
        with pytest.raises(StudyError, match="no column 'plcae'"):
            ask("plcae")


def test_every_table_has_the_columns_that_it_names(tmp_path: Path) -> None:
    """Summary, arrivals, outcomes and the rest give one value for each column."""
    result = paris44.run("toy-strongpoint", n=1, out=tmp_path, workers=1)
    for name in ("summary", "arrivals", "outcomes", "chains", "causes", "events", "tracks", "losses"):
        table = getattr(result, name)
        assert len(table) > 0, name
        assert all(len(row) == len(table.columns) for row in table), name
        assert list(table.frame().columns) == list(table.columns)


def test_what_a_notebook_shows_is_a_line(tmp_path: Path) -> None:
    """A scenario and a grid say what they are in one line, and not all that they hold."""
    base = paris44.load("historical")
    assert repr(base) == f"<Scenario historical: {base.scenario.title}>"
    grid = paris44.grid("toy-bridge", {"orders.go.unit_gap": ["30 s", "54 s"]}, n=1, out=tmp_path, workers=1)
    assert repr(grid) == "<Grid of orders.go.unit_gap: 2 runs>"


def test_a_column_in_brackets_is_told_how_to_ask(tmp_path: Path) -> None:
    """Whoever writes ``table["time"]``, as of a DataFrame, reads that it is ``column("time")`` here."""
    table = paris44.run("toy-bridge", n=1, out=tmp_path, workers=1).arrivals
    with pytest.raises(TypeError, match=r"for a column write column\('time'\)"):
        table["time"]  # type: ignore[call-overload]
    assert table[np.int64(0)] == table[0]


def test_a_grid_knows_its_changes(tmp_path: Path) -> None:
    """Three gaps by three capacities are nine runs, and every row says under which of them it was."""
    gaps, capacities = ["30 s", "54 s", "90 s"], [200, 400, 800]
    inputs = {"orders.go.unit_gap": gaps, "bridges.narrow.capacity_vph": capacities}
    grid = paris44.grid("toy-bridge", inputs, n=1, out=tmp_path, workers=1)
    rows = [row for row in grid.outcomes if row.outcome == "last-vehicle"]
    assert len(grid.results) == len(rows) == 9
    last = {(row.orders_go_unit_gap, row.bridges_narrow_capacity_vph): row.time for row in rows}
    assert set(last) == {(gap, capacity) for gap in gaps for capacity in capacities}
    # 999 vehicles behind the first, one every 3600 / 200 s instead of 3600 / 400 s
    assert last["54 s", 200] - last["54 s", 400] == timedelta(seconds=999 * 9)


def test_faults_are_the_lines_of_the_command_line(tmp_path: Path) -> None:
    """A wrong path is a ScenarioError with its hint; wrong options are a StudyError of one line."""
    with pytest.raises(ScenarioError, match="orders"):
        paris44.load("toy-bridge", {"orders.nobody.policy": "quickest"})
    with pytest.raises(ScenarioError, match="no scenario 'toy-brigde'"):
        paris44.load("toy-brigde")
    with pytest.raises(StudyError, match="at least 1"):
        paris44.run("toy-bridge", n=0, out=tmp_path)
    with pytest.raises(StudyError, match="nothing to compare"):
        paris44.compare("toy-bridge")
    with pytest.raises(StudyError, match="no input to vary"):
        paris44.grid("toy-bridge", {})
    with pytest.raises(StudyError, match="no record"):
        paris44.validate("toy-bridge", n=1, out=tmp_path, workers=1)


def test_results_can_be_opened_plotted_and_reported(tmp_path: Path) -> None:
    """A folder is opened by its path or name; a figure and a page are written from it."""
    result = paris44.run("toy-one-road", n=2, out=tmp_path / "results", workers=1)
    again = paris44.Result.open("toy-one-road", out=tmp_path / "results")
    assert again.manifest == result.manifest
    assert result.start == datetime(1944, 8, 22, 4, tzinfo=UTC) or result.start.tzinfo is not None
    figure = paris44.plot(result, kind="map", file=tmp_path / "map.png")
    assert figure.axes
    assert (tmp_path / "map.png").stat().st_size > 1000
    assert paris44.report(result, file=tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!")


def test_a_table_shows_its_first_rows(tmp_path: Path) -> None:
    """As text and in a notebook: twenty rows at most, times to the second where one needs it, all escaped."""
    result = paris44.run("toy-bridge", n=5, out=tmp_path, workers=1)
    text = str(result.arrivals)
    assert text.splitlines()[0].split() == list(result.arrivals.columns)
    assert "22 Aug 08:05:00" in text
    assert "22 Aug 12:39:51" in text
    assert len(result.arrivals) > len(text.splitlines()) - 2 == 20
    assert text.endswith("\n...")
    page = result.arrivals._repr_html_()
    assert page.count("<tr>") == 21
    assert "<td>22 Aug 12:39:51</td>" in page
    few = str(result.arrivals.where(replication=0, event="arrive"))
    assert len(few.splitlines()) == 2
    odd = paris44.Table("odd", {"a": "<b>"}, lambda: iter([("<i>" + "x" * 200,)]))
    assert "<i>" not in odd._repr_html_()
    assert all(len(line) <= 100 for line in str(odd).splitlines())
    assert str(paris44.Table("none", {"a": "nothing"}, lambda: iter([]))) == "a"


def test_the_summary_is_of_the_outcomes(tmp_path: Path) -> None:
    """Median and quantiles are those of the rows; what never came is later than all else."""
    result = paris44.run("toy-phase-line", n=7, out=tmp_path, workers=1)
    row = next(row for row in result.summary if row.outcome == "first-arrival")
    times = sorted(result.outcomes.where(outcome="first-arrival").column("time"))
    assert row.median == times[3]
    assert times[0] <= row.median_low <= row.p05 <= row.median <= row.median_high <= times[-1]
    assert (row.never, row.unit) == (0.0, "time")
    late = paris44.load("toy-phase-line", {"end": "1944-08-22T07:00+02:00"})
    never = paris44.run(late, n=2, out=tmp_path, workers=1).summary.where(outcome="first-arrival")[0]
    assert (never.median, never.median_high, never.never) == (None, None, 1.0)


def test_a_chain_adds_up_to_its_outcome(tmp_path: Path) -> None:
    """The minutes of the causes of an outcome are the time from the start to it, in every replication."""
    result = paris44.run("toy-strongpoint", n=2, out=tmp_path, workers=1)
    for row in result.outcomes.where(outcome="first-arrival"):
        parts = result.chains.where(outcome="first-arrival", replication=row.replication).column("minutes")
        assert sum(parts) == pytest.approx((row.time - result.start).total_seconds() / 60.0, abs=0.1)


def test_what_differs_and_who_says_so() -> None:
    """Changes between two scenarios are told in words, and a figure with its source."""
    base = paris44.load("toy-phase-line")
    without = paris44.load("toy-phase-line", {"orders.line-order": None})
    (change,) = paris44.changes(base, without)
    assert (change.path, change.after) == ("orders.line-order", None)
    assert "is removed" in change.words
    assert not paris44.changes(base, base)
    told = paris44.cite("historical", "garrisons.antony.men")
    assert (told["value"], told["grade"]) == (200, "B")
    with pytest.raises(paris44.ScenarioError, match="no 'antnoy'"):
        paris44.cite("historical", "garrisons.antnoy.men")


def test_the_roads_are_a_graph(tmp_path: Path) -> None:
    """Places have names, degrees and the probability of an enemy, roads metres; the graph is one's own."""
    scenario = paris44.load("toy-strongpoint")
    roads = paris44.network(scenario)
    assert roads.nodes["post"] == {
        "name": "The post",
        "kind": "village",
        "lat": 48.60,
        "lon": 1.62,
        "enemy": 1.0,
    }
    assert [roads.nodes[place]["enemy"] for place in "ab"] == [0.0, 0.0]
    assert roads.edges["a", "post"] == {
        "length_m": 10_000.0, "road": "a--post", "road_class": "national", "number": "N1"
    }  # fmt: skip
    roads.remove_node("post")
    assert "post" in paris44.network(scenario)
    result = paris44.run(scenario, n=1, out=tmp_path, workers=1)
    assert result.arrivals.where(place="b", event="arrive")[0].time is not None


def test_text_is_plain_in_a_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a notebook prints a comparison there are neither codes for a terminal nor pages beside it."""
    shown: list[object] = []
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    monkeypatch.setattr("rich.jupyter.display", lambda *page: shown.append(page))
    monkeypatch.setenv("FORCE_COLOR", "1")  # as a kernel does
    without = paris44.load("toy-phase-line", {"orders.line-order": None})
    answer = paris44.compare("toy-phase-line", without, n=2, out=tmp_path, workers=1)
    assert "\x1b" not in str(answer)
    assert "First arrival" in str(answer)
    assert not shown
    assert capsys.readouterr().out == ""


def test_a_figure_shows_itself_beside_pyplot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a notebook a figure is small and says its message, though pyplot has its own way for figures."""
    formatters = pytest.importorskip("IPython.core.formatters", reason="comes with the extra notebooks")
    shown: list[tuple[dict[str, object], dict[str, dict[str, str]]]] = []
    monkeypatch.setattr("IPython.display.publish_display_data", lambda *told: shown.append(told))
    notebook = formatters.DisplayFormatter()
    notebook.formatters["image/png"].for_type(Figure, lambda _: b"as pyplot shows it")
    figure = paris44.plot(paris44.run("toy-one-road", n=1, out=tmp_path, workers=1), kind="map")
    assert notebook.format(figure) == ({}, {})
    ((data, told),) = shown
    assert data["image/png"] == figure._repr_png_()[0]
    assert len(told["image/png"]["alt"]) > 20


def test_only_some_outcomes_of_a_comparison(tmp_path: Path) -> None:
    """The text of a comparison can be cut down to the outcomes that are asked for, and is a line in short."""
    without = paris44.load("toy-phase-line", {"orders.line-order": None})
    answer = paris44.compare("toy-phase-line", without, n=2, out=tmp_path, workers=1)
    few = answer.only("last-vehicle")
    assert few.outcomes.column("outcome") == ["last-vehicle"]
    assert "First arrival" not in str(few)
    assert "First arrival" in str(answer)
    assert "\n" not in repr(answer)
    with pytest.raises(paris44.StudyError, match="first-arrival"):
        answer.only("first-arival")


def test_a_sweep_finds_where_it_turns(tmp_path: Path) -> None:
    """A bridge that lets fewer over than march over it delays the tail; the figure is that of a sweep."""
    values = [200, 300, 400]
    path, outcome = "bridges.narrow.capacity_vph", "last-vehicle"
    answer = paris44.sweep("toy-bridge", path, values, outcome, n=1, out=tmp_path, workers=1)
    assert answer.points.column("value") == values
    assert answer.points.column("difference") == pytest.approx([0.0, -99.9, -149.85])
    assert answer.points[0].median.utcoffset() == timedelta(hours=2)
    assert answer.found is None
    picture, told = paris44.plot(answer)._repr_png_()
    assert picture.startswith(b"\x89PNG")
    assert len(told["alt"]) > 20
    for wrong, words in (({"by": "1 h"}, "find=True"), ({"values": []}, "no value")):
        with pytest.raises(paris44.StudyError, match=words):
            paris44.sweep("toy-bridge", path, wrong.pop("values", values), outcome, out=tmp_path, **wrong)


def test_routes_are_ranked_with_their_runs(tmp_path: Path) -> None:
    """Each way has its rank, its hours as datetimes and its run; the map of the answer is drawn."""
    scenario = paris44.load("toy-merge")
    march = next(order for order in scenario.scenario.orders.values() if hasattr(order, "route"))
    ends = (march.serials[0], march.route[0], march.route[-1])
    answer = paris44.routes(scenario, *ends, k=2, n=2, out=tmp_path, workers=1)
    assert answer.rows.column("rank") == list(range(1, len(answer.results) + 1))
    best = answer.rows[0]
    assert best.median.utcoffset() == timedelta(hours=2)
    assert best.shared_with_best == 1.0
    assert [result.n for result in answer.results] == answer.rows.column("n")
    assert "replaced:" in str(answer)
    assert "\n" not in repr(answer)
    assert paris44.plot(answer).axes


def test_a_score_is_a_line_and_a_page(tmp_path: Path) -> None:
    """In short it is one line, printed a page; recorded and simulated times are datetimes."""
    score = paris44.validate("historical", n=2, out=tmp_path, workers=1)
    assert "\n" not in repr(score)
    assert "furthest off" in str(score)
    whole, *days = score.blocks
    assert whole.checkpoints == sum(row.checkpoints for row in days) == len(score.rows)
    assert [row.used_to_set_parameters for row in (whole, *days)] == [None, True, False, False]
    times = [row.lo for row in score.rows] + [row.median for row in score.rows if row.median]
    assert {time.utcoffset() for time in times} == {timedelta(hours=2)}


@pytest.mark.parametrize(
    ("command", "ask"),
    [
        ("plot R --kind pie", lambda r: paris44.plot(r, kind="pie")),
        ("plot R --kind map --outcome x", lambda r: paris44.plot(r, kind="map", outcome="x")),
        ("plot R R --kind map", lambda r: paris44.plot(r, r, kind="map")),
        ("plot R --kind sweep", lambda r: paris44.plot(r, kind="sweep")),
        ("plot R --kind compare", lambda r: paris44.plot(r, kind="compare")),
        ("plot R --day 30.Aug", lambda r: paris44.plot(r, days=["30.Aug"])),
        ("plot", lambda _: paris44.plot()),
        ("plot R -o none/x.png", lambda r: paris44.plot(r, file="none/x.png")),
        ("plot R -o x.jpg", lambda r: paris44.plot(r, file="x.jpg")),
        ("report", lambda _: paris44.report(file="x.html")),
        ("report R -o x.pdf", lambda r: paris44.report(r, file="x.pdf")),
        ("report R -o none/x.html", lambda r: paris44.report(r, file="none/x.html")),
        ("run toy-brigde", lambda _: paris44.run("toy-brigde")),
        ("compare toy-bridge nobody", lambda _: paris44.compare("toy-bridge", "nobody")),
        ("run toy-bridge -n 1 --seed 7 --scheduler nowhere",
         lambda _: paris44.run("toy-bridge", 1, seed=7, scheduler="nowhere")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_door_says_what_the_command_line_says(
    command: str, ask: Callable[[Result], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Whatever the user gets wrong is a Paris44Error, and its text is the line of the command line."""
    monkeypatch.chdir(tmp_path)
    result = paris44.run("toy-bridge", n=1, workers=1)
    code = cli.main([str(result.path) if word == "R" else word for word in command.split()])
    said = capsys.readouterr().err.rstrip("\n")
    with pytest.raises(paris44.Paris44Error) as caught:
        ask(result)
    assert (code, said) == (caught.value.exit_code, str(caught.value))


def test_one_base_catches_every_error() -> None:
    """Errors of scenarios, studies, hooks, worlds and options are all Paris44Error."""
    for error in (ScenarioError, StudyError, ResultError, PairError, HookError, WorldError, UserError):
        assert issubclass(error, paris44.Paris44Error), error


def test_tables_and_rows_can_be_sent(tmp_path: Path) -> None:
    """What a table or a row is after pickling is what it was, also where the result folder is gone."""
    result = paris44.run("toy-bridge", n=2, out=tmp_path, workers=1)
    without = paris44.run(paris44.load("toy-bridge", {"bridges.narrow.capacity_vph": 800}), n=2, out=tmp_path)
    answer = paris44.compare(result, without)
    tables = [result.arrivals, result.summary, answer.outcomes, answer.pairs("last-vehicle"), answer.matrix()]
    rows = [list(table) for table in tables]
    sent = pickle.dumps([*tables, rows])
    shutil.rmtree(tmp_path)
    *again, once_more = pickle.loads(sent)
    assert once_more == rows
    assert [list(table) for table in again] == rows
    assert [table.meaning for table in again] == [table.meaning for table in tables]
    assert again[0].where(replication=1)[0].place == rows[0][0].place


@pytest.mark.parametrize(
    ("effort", "words"),
    [
        ({"n": 1.5}, "-n: '1.5' is not a whole number"),
        ({"n": True}, "-n: 'True' is not a whole number"),
        ({"n": "5"}, "-n: '5' is not a whole number"),
        ({"n": None}, "-n: 'None' is not a whole number"),
        ({"seed": "x"}, "--seed: 'x' is not a whole number"),
        ({"seed": -1}, "--seed: -1; at least 0 is needed"),
        ({"workers": 0.5}, "--workers: '0.5' is not a whole number"),
        ({"events": 2.0}, "--events: '2.0' is not a whole number, nor None: all"),
        ({"events": "all"}, "--events: 'all' is not a whole number, nor None: all"),
    ],
)
def test_an_effort_is_of_whole_numbers(effort: dict[str, Any], words: str, tmp_path: Path) -> None:
    """What is no whole number is refused in one line, and no folder is left that nobody can read."""
    with pytest.raises(StudyError) as caught:
        paris44.run("toy-bridge", out=tmp_path, **effort)
    assert str(caught.value) == words
    assert not list(tmp_path.iterdir())


def test_numbers_of_numpy_and_datetimes_are_values(tmp_path: Path) -> None:
    """An array and datetimes do as inputs what lists and texts do, and a NumPy seed is that seed."""
    plain = paris44.run("toy-bridge", n=2, seed=7, out=tmp_path, workers=1)
    assert paris44.run("toy-bridge", n=np.int64(2), seed=np.int64(7), out=tmp_path).path == plain.path
    path = "bridges.narrow.capacity_vph"
    arrays = paris44.grid("toy-bridge", {path: np.array([400, 800])}, n=1, out=tmp_path, workers=1)
    lists = paris44.grid("toy-bridge", {path: [400, 800]}, n=1, out=tmp_path, workers=1)
    assert [result.path for result in arrays.results] == [result.path for result in lists.results]
    hour = "1944-08-22T07:30:00+02:00"
    told, meant = (
        paris44.load("toy-phase-line", {"orders.line-order.until": until})
        for until in (hour, datetime.fromisoformat(hour))
    )
    assert told.scenario.digest == meant.scenario.digest
    swept = paris44.sweep(
        "toy-phase-line", "orders.line-order.until", [datetime.fromisoformat(hour)], "first-arrival",
        n=1, out=tmp_path, workers=1,
    )  # fmt: skip
    assert swept.document["points"][0]["value"] == hour
    with pytest.raises(ScenarioError, match="has no offset"):
        paris44.load("toy-phase-line", {"orders.line-order.until": datetime(1944, 8, 22, 7, 30)})


def test_what_load_cannot_take_is_told_in_one_line() -> None:
    """A number for a name or a list for changes ends not in Python's own words; a length of time counts."""
    wrong: Any
    for wrong, change, words in (
        (5, None, "load: '5' is no name or path of a scenario"),
        ("toy-bridge", ["end"], "load: change is {path: value} with paths as texts"),
        ("toy-bridge", {1: 2}, "load: change is {path: value} with paths as texts"),
        ("toy-bridge", {"end": object()}, "a value of the type object cannot stand in a scenario"),
    ):
        with pytest.raises(paris44.Paris44Error, match=re.escape(words)):
            paris44.load(wrong, change)
    path = "orders.go.unit_gap"
    long, told = (paris44.load("toy-bridge", {path: gap}) for gap in (timedelta(minutes=2), "2 min"))
    assert long.scenario.orders["go"] == told.scenario.orders["go"]


def test_what_is_no_file_or_folder_is_told_in_one_line(tmp_path: Path) -> None:
    """A number where a file or a folder is wanted is refused by the name of what it was given as."""
    made = paris44.run("toy-merge", n=1, out=tmp_path, workers=1)
    number: Any = 3
    for ask, name in (
        (lambda: paris44.run("toy-merge", n=1, out=number), "out"),
        (lambda: paris44.sweep("toy-merge", "end", [1], "last-vehicle", out=number), "out"),
        (lambda: paris44.Result.open(number), "open"),
        (lambda: paris44.Result.open("toy-merge", number), "out"),
        (lambda: paris44.report(made, file=number), "file"),
        (lambda: paris44.plot(made, file=number), "file"),
    ):
        with pytest.raises(paris44.UserError) as caught:
            ask()
        assert str(caught.value) == f"{name}: '3' is no path"


def test_one_road_by_itself_is_that_road(tmp_path: Path) -> None:
    """A text where a list of roads or days may stand is the one, and not its letters."""
    made = paris44.run("toy-merge", n=1, out=tmp_path, workers=1)
    figure = paris44.plot(made, kind="march-graph", roads="go-first")
    assert [ax.get_label() for ax in figure.axes] == ["go-first"]


def test_a_path_that_is_no_text_is_told_in_one_line() -> None:
    """Who asks for the source of nothing in particular reads what a path is."""
    for given in (None, 3):
        with pytest.raises(paris44.UserError, match="a path is a text"):
            paris44.cite("toy-merge", given)  # type: ignore[arg-type]


def test_what_is_no_result_is_named(tmp_path: Path) -> None:
    """A name where a result is wanted, a text for a list and an unknown language are faults of one line."""
    result = paris44.run("toy-phase-line", n=1, out=tmp_path, workers=1)
    named: Any = "toy-phase-line"
    for ask in (
        lambda: paris44.plot(named),
        lambda: paris44.report(named, file=tmp_path / "page.html"),
    ):
        with pytest.raises(UserError, match="'toy-phase-line' is no result; give what run"):
            ask()
    with pytest.raises(UserError, match="lang: 'de' is none of en, fr"):
        paris44.plot(result, lang="de")
    with pytest.raises(UserError, match="lang: 'de' is none of en, fr"):
        paris44.compare(result, result).text("de")
    with pytest.raises(StudyError, match="grid: the values of end are a list, not '1944"):
        paris44.grid(named, {"end": "1944-08-22T07:30:00+02:00"})
    with pytest.raises(StudyError, match="sweep: the values of end are a list, not '1944"):
        paris44.sweep(named, "end", "1944-08-22T07:30:00+02:00", "first-arrival")
    wrong: list[Any] = [5, {1, 2}, {1: 2}, b"12", (value for value in (1, 2))]
    for values in wrong:
        with pytest.raises(StudyError, match="grid: the values of end are a list, not "):
            paris44.grid(named, {"end": values})
    listed: Any = ["place"]
    with pytest.raises(StudyError, match=r"no column \[place\] "):
        result.arrivals.select(listed)
