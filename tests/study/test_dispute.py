"""Somebody's row beside ours: which of the two the replications support, and what becomes of the score."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

from paris44.cli import main
from paris44.results.batch import Words
from paris44.results.columns import Clock
from paris44.results.read import ToldVisits
from paris44.scenario.load import ScenarioError, load
from paris44.study.questions.validate.dispute import DisputeDocument, dispute, read, watching
from paris44.study.questions.validate.explained import why_never
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import share_interval

N = 12
TABLE = "id;formation;place;event;time;lo;hi;grade;source\n"


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operation of one's own, with its record."""
    folder = tmp_path_factory.mktemp("own") / "mill"
    assert main(["new", str(folder)]) == 0
    return folder / "mill.yaml"


def asked(operation: Path, where: Path, rows: str) -> DisputeDocument:
    """What becomes of some rows."""
    table = where / "rows.csv"
    table.write_text(TABLE + rows, encoding="utf-8")
    loaded = load(str(operation))
    disputed = read(loaded, table)
    told = watching(loaded, disputed)
    return dispute(replicate(told, Effort(n=N, out=where / "runs", workers=1)), disputed)


def test_the_interval_of_a_share_is_wilsons() -> None:
    """Of 10 seen 1: 1.8 to 40.4 %, as the tables of binomial intervals have it; of nothing seen it begins
    at 0."""
    low, high = share_interval(1, 10)
    assert (round(low, 3), round(high, 3)) == (0.018, 0.404)
    assert share_interval(0, 10)[0] == 0.0
    assert share_interval(10, 10)[1] == 1.0


def test_the_share_within_is_counted_over_the_replications(operation: Path, tmp_path: Path) -> None:
    """The share of each side is that of the arrivals of the run that lie within its bounds, counted by
    hand."""
    rows = "X1;blue/north;highmarket;arrive;12.06.1936 12:00;12.06.1936 00:00;12.06.1936 23:59;B;ORD\n"
    with pytest.raises(ScenarioError) as caught:
        asked(operation, tmp_path, rows)
    assert "may be day or month first" in str(caught.value)
    rows = rows.replace("12.06.1936 ", "1936-06-12T")
    document = asked(operation, tmp_path, rows)
    (row,) = document["rows"]
    loaded = load(str(operation))
    result = replicate(loaded, Effort(n=N, out=tmp_path / "runs", workers=1))
    kept = tmp_path / "arrivals.csv"
    assert main(["export", str(result.path), "--table", "arrivals", "--format", "csv", "-o", str(kept)]) == 0
    with kept.open(encoding="utf-8", newline="") as file:
        wanted = ("blue/north", "highmarket", "arrive", "1")
        rows_kept = [r for r in csv.DictReader(file)
                     if (r["formation"], r["place"], r["event"], r["visit"]) == wanted]  # fmt: skip
    within = [r["time"].startswith("1936-06-12") for r in rows_kept]
    assert row["hers"]["inside"] == sum(within)
    assert row["hers"]["share"] == sum(within) / N


def test_a_row_that_nobody_disputes_is_added(operation: Path, tmp_path: Path) -> None:
    """Of an event of which we have no row there is no other side, and nothing is supported against it."""
    document = asked(operation, tmp_path, "X1;blue/north;crossways;contact;1936-06-12T08:00;;;C;ORD\n")
    (row,) = document["rows"]
    assert row["ours"] is None
    assert row["supports"] == "neither"
    assert row["judges"] == "grade C"
    assert "has no such row" in row["quote"]
    assert document["before"]["checkpoints"] == document["after"]["checkpoints"]


def test_a_row_that_no_arrivals_tell_of_is_asked_for(operation: Path, tmp_path: Path) -> None:
    """That a column came to a place which it only passes, as a source may say, is the hour at which it
    passes; without somebody who asks there is no such row, and it had never come."""
    base = load(str(operation))
    table = tmp_path / "rows.csv"
    cells = "1936-06-12T08:00;;;B;ORD"
    rows = [f"X{what};blue/north;crossways;{what};{cells}" for what in ("pass", "arrive")]
    table.write_text(TABLE + "\n".join(rows), encoding="utf-8")
    told = watching(base, read(base, table))
    assert len(told.scenario.watch) > len(base.scenario.watch)
    document = asked(operation, tmp_path, "\n".join(rows))
    passed, came = (row["hers"] for row in document["rows"])
    assert passed["error_min"] is not None
    assert came["error_min"] == passed["error_min"]


def test_the_side_of_the_replications_is_supported(operation: Path, tmp_path: Path) -> None:
    """Our row against one of the evening before: nobody comes then, so ours has all that there is; the
    score gets worse, and the run is the same one."""
    loaded = load(str(operation))
    ours = next(
        row for row in loaded.scenario.record if row.formation == "blue/north" and row.event != "order"
    )
    first = f"{ours.id};;;;1936-06-12T00:30;1936-06-12T00:20;1936-06-12T00:40;A;ORD\n"
    document = asked(operation, tmp_path, first)
    (row,) = document["rows"]
    assert row["hers"]["inside"] == 0
    assert row["ours"] is not None
    assert row["only_ours"] == row["ours"]["inside"]
    assert (row["supports"] == "ours") == (row["only_ours"] > 5)
    assert document["after"]["crps_min"] > document["before"]["crps_min"]
    assert len(list((tmp_path / "runs" / "mill").iterdir())) == 1


@pytest.mark.parametrize(
    ("rows", "message", "hint", "line"),
    [
        ("blue/nort;highmarket;arrive;1936-06-12T08:00;;;B;ORD", "no formation", "'blue/north'", 2),
        ("blue/north;highmarket;arive;1936-06-12T08:00;;;B;ORD", "'arive' is not one of", "'arrive'", 2),
        ("blue/north;highmarket;arrive;1936-06-12T08:00;;;B;ORF", "there is no source 'ORF'", "'ORD'", 2),
        ("blue/north;highmarket;arrive;1936-06-12T08:00;;;B;QQQQ", "no source", "add it to sources.csv", 2),
        ("", "the table has no rows", "below the first line", 1),
    ],
)  # fmt: skip
def test_a_wrong_row_is_one_line_with_a_hint(
    operation: Path, tmp_path: Path, rows: str, message: str, hint: str, line: int
) -> None:
    """A fault names the table, the line on which the row stands, and what was meant."""
    with pytest.raises(ScenarioError) as caught:
        asked(operation, tmp_path, f"X1;{rows}\n" if rows else "\n")
    (fault,) = caught.value.faults
    assert message in fault.message
    assert hint in fault.hint
    assert (Path(fault.file).name, fault.line) == ("rows.csv", line)


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        ("id,formation,place,time\nX1,blue/north,highmarket,1936-06-12T08:00\n",
         "names no event, and no row of ours", "give formation, place and event"),
        ("id,time\nX1,1936-06-12T08:00\n", "names no formation and event", "or for id the id of our row"),
        ("id,formation,place,event,time\nX1,blue/north,highmarket,arrive,1936-06-12T25:10\n",
         "there is no such time as '1936-06-12T25:10", "check day, hour and offset"),
        ("id,formation,place,event,time\nX1,blue/north,highmarket,arrive,1936-06-12T08:00+2\n",
         "is not a time", "write YYYY-MM-DDTHH:MM+HH:MM"),
        ("id,formation,place,event,time\nX1,blue/north,highmarket,arrive,12.6.1936 08:00\n",
         "may be day or month first", "--dates day-first"),
        ("id,formation,place,event,time,source\nX1,blue/north,highmarket,arrive,1936-08-12T08:00,ORD\n",
         "lies after the scenario ends", "lasts from 1936-06-"),
        ("id,formation,place,event,time,source\nX1,blue/north,highmarkt,arrive,1936-06-12T08:00,ORD\n",
         "there is no place 'highmarkt'", "'highmarket'"),
        ("id,formation,place,event,time,source\nX1,blue/north,highmarket,arrive,1936-06-12T08:00\n",
         "the row has 5 cells, the table 6 columns", "as many commas as in the first line"),
        ("formation,place,event,time\nblue/north,highmarket,arrive,1936-06-12T08:00\n",
         "no column 'id'", "name the first column 'id'"),
    ],
)  # fmt: skip
def test_what_a_newcomer_leaves_out_or_gets_wrong_is_one_line(
    operation: Path, tmp_path: Path, table: str, message: str, hint: str
) -> None:
    """A column, an offset, a day, a place: one fault each, at the table's line, with how to mend it."""
    path = tmp_path / "rows.csv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read(load(str(operation)), path)
    (fault,) = caught.value.faults
    assert message in fault.message
    assert hint in fault.hint
    assert (Path(fault.file).name, fault.line) == ("rows.csv", 1 if "column 'id'" in message else 2)


def test_a_time_by_another_clock_is_taken_and_told(operation: Path, tmp_path: Path) -> None:
    """An hour with another offset is the same moment, and a note has it by the scenario's clock."""
    path = tmp_path / "rows.csv"
    start = load(str(operation)).scenario.start_iso
    hour = int(start[-6:-3])
    text = f"1936-06-12T08:00{hour - 1:+03d}:00"
    cells = f"X1,blue/north,highmarket,arrive,{text},ORD"
    path.write_text(f"id,formation,place,event,time,source\n{cells}\n", encoding="utf-8")
    disputed = read(load(str(operation)), path)
    assert disputed.notes == (f"X1: {text} is 1936-06-12T09:00{start[-6:]} by the clock of the scenario",)
    (row,) = [row for row in disputed.loaded.scenario.record if row.id == "X1"]
    assert disputed.loaded.rows["record"]["X1"].time == row.time
    assert Clock(start).text(row.time).startswith("1936-06-12T09:00")


def test_two_rows_of_one_event_dispute_the_same_row_of_ours(operation: Path, tmp_path: Path) -> None:
    """Each stands beside ours, and each is counted by its own bounds."""
    ours = next(
        r for r in load(str(operation)).scenario.record if r.event != "order" and r.place and r.grade in "AB"
    )
    cells = f"{ours.formation};{ours.place};{ours.event}"
    rows = f"X1;{cells};1936-06-12T08:00;;;B;ORD\nX2;{cells};1936-06-12T08:10;;;B;ORD\n"
    document = asked(operation, tmp_path, rows)
    assert [row["hers"]["id"] for row in document["rows"]] == ["X1", "X2"]
    assert all(row["ours"] is not None and ours.id in row["ours"]["id"] for row in document["rows"])
    assert document["after"]["checkpoints"] == document["before"]["checkpoints"]


def test_a_source_of_ones_own_stands_beside_the_rows(operation: Path, tmp_path: Path) -> None:
    """`sources.csv` beside the rows adds codes; `show --sources` tells what a code is, and what is near
    to none; in the line to quote stands its title."""
    (tmp_path / "sources.csv").write_text("id,title\nMYA,My archive\n", encoding="utf-8")
    document = asked(operation, tmp_path, "X1;blue/north;highmarket;arrive;1936-06-12T08:00;;;B;MYA\n")
    assert document["rows"][0]["hers"]["source"] == "MYA"
    assert "as X1 (yours) has it (My archive, grade B)" in document["rows"][0]["quote"]


def test_the_commands_tell_it_in_both_languages(
    operation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line to quote in English and in French, JSON without a language, and what a code of a source
    stands for."""
    table = tmp_path / "rows.csv"
    table.write_text(TABLE + "X1;blue/north;highmarket;arrive;1936-06-12T08:00;;;B;ORD\n", encoding="utf-8")
    given = [
        "dispute",
        str(table),
        "--scenario",
        str(operation),
        "-n",
        "3",
        "--out",
        str(tmp_path / "runs"),
        "-q",
    ]
    assert main(given) == 0
    assert "to quote:" in capsys.readouterr().out
    assert main([*given, "--lang", "fr"]) == 0
    assert "à citer" in capsys.readouterr().out
    assert main([*given, "--json", "--lang", "fr"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["quote"].startswith("Northern Column")
    assert main(["show", str(operation), "--sources", "ORD"]) == 0
    assert capsys.readouterr().out.startswith("ORD: ")
    assert main(["show", str(operation), "--sources", "ORF"]) == 2
    assert "did you mean 'ORD'?" in capsys.readouterr().err
    assert main(["show", "--sources", "all", "--cite", "x"]) == 2
    assert "not together with --cite" in capsys.readouterr().err


def test_a_row_that_never_comes_says_why(
    operation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A place to which no order leads, and a march ordered so late that it is over in no replication: each
    says which, with the order and the number of replications, on the page in both languages; a row that
    always comes says nothing."""
    late = operation.with_name("late.yaml")
    late.write_text(
        f"extends: {operation.name}\ntitle: Late\nkind: counterfactual\nantecedent: x\ndecided_by: x\n"
        "diverges_at: 1936-06-12T04:00+01:00\nexpect: x\n"
        "change:\n  orders.south.start: 1936-06-13T11:00+01:00\n",
        encoding="utf-8",
    )
    cells = "1936-06-12T09:00;;;B;ORD"
    rows = [
        f"X1;blue/north;old-ford;pass;{cells}",
        f"X2;blue/south;highmarket;arrive;{cells}",
        f"X3;blue/north;crossways;pass;{cells}",
    ]
    document = asked(late, tmp_path, "\n".join(rows))
    nowhere, too_late, seen = (row["hers"] for row in document["rows"])
    assert nowhere["never"] == too_late["never"] == N
    assert nowhere["reasons"] == {"order not given: none leads there": N}
    assert sum(too_late["reasons"].values()) == N
    assert all("(order south)" in why for why in too_late["reasons"])
    assert seen["never"] == 0
    assert "reason" not in seen
    words = {
        "en": f"X1 (yours) never comes in {N} of {N} replications: order not given: none leads there",
        "fr": f"X1 (la vôtre) ne vient pas dans {N} tirages sur {N} : ordre non donné",
    }
    for lang, sentence in words.items():
        table, out = str(tmp_path / "rows.csv"), str(tmp_path / "runs")
        asking = ["dispute", table, "--scenario", str(late), "-n", str(N), "--out", out, "--lang", lang, "-q"]
        assert main(asking) == 0
        page = " ".join(capsys.readouterr().out.split())
        page = page.replace("\u202f", " ").replace("\xa0", " ")
        assert sentence in page
        assert page.count(f" {N} replications: " if lang == "en" else f" tirages sur {N} : ") == 2


def test_a_tail_that_is_not_through_by_the_end_is_told_as_that() -> None:
    """Of three replications one never sees the head, one the head alone, one all of it: of the head one
    reason is told, of the tail two; where there are no rows it is a visit too many."""
    words = Words(("", "route not taken"), np.asarray([1, 0, 0], np.int32))
    head, clear = np.asarray([math.inf, 60.0, 60.0]), np.asarray([math.inf, math.inf, 90.0])
    visits = ToldVisits(np.arange(3), head, clear, Words(("",), np.zeros(3, np.int32)), words)
    assert why_never(visits, tail=False)["reasons"] == {"route not taken": 1}
    assert why_never(visits, tail=True)["reasons"] == {"route not taken": 1, "not by the end": 1}
    assert why_never(None, tail=True) == {"reason": "no further visit"}
