"""A class: every file of a folder beside one base, judged by what its author foresaw."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest

from paris44.cli import main
from paris44.results.columns import TIME_UNIT, Series
from paris44.study.questions.classroom import ClassAnswer, judge, rounds, verdict
from paris44.study.running.replicate import Effort
from paris44.views.web import classroom as page
from tests.study.papers import FAULTS, HOSTILE, SOUND, write_class

HOUR = 3600.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 28 files, five of them faulty, of an operation of one's own."""
    return write_class(tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where its runs lie."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def answer(folder: Path, out: Path) -> ClassAnswer:
    """The class, judged."""
    return judge(folder, Effort(n=20, out=out, workers=2))


def series(*values: float, unit: str = TIME_UNIT) -> Series:
    """An outcome of some replications."""
    return Series("x", unit, list(values), {})


@pytest.mark.parametrize(
    ("said", "shift", "found"),
    [
        ("earlier", -HOUR, "right"), ("earlier", HOUR, "wrong"), ("later", HOUR, "right"),
        ("more", -1.0, "wrong"), ("less", -1.0, "right"), ("same", 600.0, "right"), ("same", HOUR, "wrong"),
        ("later", math.inf, "right"), ("never", math.inf, "right"), ("never", 0.0, "wrong"),
        ("earlier", 0.0, "wrong"),
    ],
)  # fmt: skip
def test_a_forecast_is_judged_by_the_pairs(said: str, shift: float, found: str) -> None:
    """Where all of twenty pairs agree, what was foreseen is right or wrong; never is later than all."""
    base = [HOUR * k for k in range(1, 21)]
    assert verdict(said, series(*base), series(*(value + shift for value in base))) == found


def test_few_pairs_or_pairs_that_disagree_leave_it_open() -> None:
    """What luck could have brought about is not judged."""
    assert verdict("earlier", series(1, 2, 3), series(0, 1, 2)) == "open"
    mixed = [HOUR * (1 if k % 2 else -1) for k in range(20)]
    assert verdict("earlier", series(*[0.0] * 20), series(*mixed)) == "open"
    assert verdict("later", series(1, 1), series(1, 1)) == "open"


def test_a_number_is_the_same_within_a_twentieth() -> None:
    """Nobody tells 100 men from 104."""
    a = series(*[100.0] * 20, unit="men")
    assert verdict("same", a, series(*[104.0] * 20, unit="men")) == "right"
    assert verdict("same", a, series(*[110.0] * 20, unit="men")) == "wrong"


def test_rounds_double_and_end_at_the_most() -> None:
    """A few first, then twice as many, and never more than was asked for."""
    assert list(rounds(200)) == [10, 20, 40, 80, 160, 200]
    assert list(rounds(10)) == [10]
    assert list(rounds(3)) == [3]
    assert list(rounds(40, hurried=True)) == [3, 10, 20, 40]
    assert list(rounds(5, hurried=True)) == [3, 5]
    assert list(rounds(3, hurried=True)) == [3]


def test_every_file_has_a_card_with_its_answer_or_its_fault(answer: ClassAnswer) -> None:
    """Of 28 files 23 are run beside what they extend, and five have a fault with a line and a hint."""
    assert len(answer.papers) == SOUND + len(FAULTS) == 28
    assert answer.base.scenario.name == "mill"
    sound = [paper for paper in answer.papers if not paper.faults]
    assert len(sound) == SOUND
    assert all(paper.facts is not None and 10 <= paper.n <= 20 for paper in sound)
    for paper in answer.papers:
        if paper.faults:
            words, hint = FAULTS[paper.file]
            assert words in paper.faults[0].message
            assert hint in paper.faults[0].hint
            assert paper.faults[0].line
            assert paper.title == ("" if paper.file == "x-tab.yaml" else "x")  # whose card it is


def test_what_was_expected_is_judged(answer: ClassAnswer) -> None:
    """Who said later of a column that starts four hours later was right, who said earlier was wrong."""
    found = {paper.file: [one.verdict for one in paper.foretold] for paper in answer.papers}
    assert found["team-00.yaml"] == ["right"]
    assert found["team-01.yaml"] == ["wrong"]


def test_a_file_of_which_it_is_sure_gets_no_more_runs(answer: ClassAnswer) -> None:
    """The replications go where the answer is open."""
    runs = {paper.file: paper.n for paper in answer.papers}
    assert runs["team-00.yaml"] == 10
    assert runs["team-22.yaml"] == 20


def test_it_goes_on_from_what_is_there_and_the_page_is_the_same(
    folder: Path, out: Path, answer: ClassAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second time nothing is run again, with other workers too, and the page has the same bytes."""
    monkeypatch.setattr("paris44.study.running.replicate._simulate", None)
    again = judge(folder, Effort(n=20, out=out, workers=1))
    assert page.html(again) == page.html(answer)


class Ticking:
    """A clock that goes on by a second whenever somebody looks at it."""

    at = 0.0

    def __call__(self) -> float:
        """The hour, in seconds."""
        self.at += 1.0
        return self.at


@pytest.mark.parametrize(("minutes", "runs"), [(1.0, {0, 3}), (2.5, {3, 10})])
def test_the_time_cuts_no_file_while_another_has_many(
    folder: Path, tmp_path: Path, minutes: float, runs: set[int]
) -> None:
    """Whenever the time is up, none has more than its first few pairs while another has none; it is over in
    time, and the page and JSON say of which cards the time was up."""
    clock = Ticking()
    told = judge(folder, Effort(n=20, out=tmp_path, workers=1), minutes=minutes, now=clock)
    assert clock.at <= 60.0 * minutes
    sound = [paper for paper in told.papers if not paper.faults]
    assert {paper.n for paper in sound} == runs
    cut = {paper.file for paper in sound if not paper.sure}
    assert {paper.file for paper in sound if paper.n == 0} <= cut
    shown = {paper["file"]: paper["cut"] for paper in page.document(told)["papers"]}
    assert {file for file, is_cut in shown.items() if is_cut} == cut
    assert all(paper.foretold for paper in sound)  # what was foreseen is told, and open
    assert {paper["file"] for paper in told.as_dict()["papers"] if paper["time_up"]} == cut


def test_what_is_there_already_is_told_though_the_time_is_up(
    folder: Path, out: Path, answer: ClassAnswer
) -> None:
    """With no time left nothing is run, and the kept runs say what they said."""
    told = judge(folder, Effort(n=20, out=out, workers=1), minutes=1e-9, now=Ticking())
    assert page.html(told) == page.html(answer)


def test_who_only_signs_a_file_has_the_runs_that_are_there(
    folder: Path, out: Path, answer: ClassAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another author and another forecast are another card, beside the same replications; another hour is
    another run."""
    path = folder / "team-02.yaml"
    before = path.read_text(encoding="utf-8")
    signed = before.replace("Ada & Bo", "Cy").replace("north-there: same", "north-there: later")
    assert signed != before
    monkeypatch.setattr("paris44.study.running.replicate._simulate", None)
    try:
        path.write_text(signed, encoding="utf-8")
        told = judge(folder, Effort(n=20, out=out, workers=1))
        path.write_text(before.replace("242 min", "300 min"), encoding="utf-8")
        with pytest.raises(TypeError):
            judge(folder, Effort(n=20, out=out, workers=1))
    finally:
        path.write_text(before, encoding="utf-8")
    of = {paper.file: paper for paper in told.papers}["team-02.yaml"]
    assert of.loaded is not None
    assert of.loaded.scenario.author == "Cy"
    assert of.n == {paper.file: paper.n for paper in answer.papers}["team-02.yaml"]
    assert [one.verdict for one in of.foretold] == ["right"]


def test_texts_of_pupils_stay_texts(answer: ClassAnswer) -> None:
    """Mark-up in a title or an author is data: no element of the page is opened or closed by it."""
    text = page.html(answer)
    assert HOSTILE not in text
    assert "<script>alert" not in text
    assert json.dumps(HOSTILE)[1:-1].replace("<", "\\u003c") in text


def test_the_command_writes_the_page_and_says_what_it_found(
    folder: Path, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for each file, and JSON beside it."""
    target = tmp_path / "page.html"
    given = ["class", str(folder), "-o", str(target), "-n", "10", "--out", str(out), "-q"]
    assert main(given) == 0
    printed = capsys.readouterr().out
    assert "team-00.yaml: 10 pairs, sure; Northern Column at Highmarket, later: right" in printed
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert main([*given, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["papers"]) == 28
    assert document["papers"][0]["forecast"] == [
        {"outcome": "north-there", "said": "later", "verdict": "right"}
    ]


def test_each_fault_of_a_file_has_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a file with two faults the command tells both, as ``check`` does."""
    papers = tmp_path / "papers"
    papers.mkdir()
    bad, change = papers / "a.yaml", "title: t\nchange:\n"
    bad.write_text(f"extends: toy-merge\n{change}  remove: [nobody]\n  orders.go-first.rout: [a]\n")
    (papers / "b.yaml").write_text(f"extends: toy-merge\n{change}  remove: [second]\n")
    options = ["-o", str(tmp_path / "page.html"), "-n", "1", "--out", str(tmp_path / "runs"), "-q"]
    assert main(["class", str(papers), *options]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert main(["check", str(bad)]) == 2
    checked = capsys.readouterr().err.splitlines()
    assert len(checked) == 2
    assert printed[:2] == checked


def test_a_class_without_a_sound_file_is_told_all_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing can be run every fault of every file is told, and that there is nothing to run."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("extends: toy-merge\ntitle: t\nchange:\n  x: 1\n  y: 2\n")
    assert main(["class", str(tmp_path), "-o", str(tmp_path / "page.html"), "-q"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.rpartition("/")[2].partition(": ")[0] for line in told[:4]] == [
        "a.yaml:4:3", "a.yaml:5:3", "b.yaml:4:3", "b.yaml:5:3",
    ]  # fmt: skip
    assert told[4:] == ["FOLDER: no file in it is sound and extends a scenario"]


def test_the_cards_call_worlds_by_their_titles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence of a card that speaks of a world says its title, not what one types."""
    monkeypatch.setattr(page, "SENTENCES", 9)
    papers = tmp_path / "papers"
    papers.mkdir()
    sooner = "extends: toy-phase-line\ntitle: A line until seven\nchange:\n"
    (papers / "a.yaml").write_text(sooner + "  orders.line-order.until: 1944-08-22T07:00+02:00\n")
    told = judge(papers, Effort(n=1, out=tmp_path / "runs", workers=1))
    english, french = page.document(told)["papers"][0]["answer"]
    for title in ("A line until eight o'clock", "A line until seven"):
        assert any(words.startswith(f"In “{title}” the line") for words in english)
    assert sum("retient" in words for words in french) == 2
    assert "toy-phase-line" not in " ".join((*english, *french))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["nowhere"], "FOLDER: nowhere is no folder"),
        (["."], "holds no scenario file"),
        ([".", "--minutes", "0"], "--minutes: 0 is no time"),
        ([".", "--scheduler", "tcp://x:1"], "--scheduler: not with class"),
    ],
)
def test_what_cannot_be_a_class_is_told_in_one_line(
    given: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A folder that is none or is empty, no time, and a cluster."""
    monkeypatch.chdir(tmp_path)
    assert main(["class", *given]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert words in told[0]


def test_the_file_of_the_base_is_nobodys_paper(tmp_path: Path) -> None:
    """In the folder that ``new`` makes the operation's own file is what the what-if stands beside."""
    folder = tmp_path / "ford"
    assert main(["new", str(folder)]) == 0
    found = judge(folder, Effort(n=1, out=tmp_path / "runs", workers=1))
    assert found.base.scenario.name == "ford"
    assert [(paper.file, paper.faults) for paper in found.papers] == [("earlier.yaml", ())]


def test_a_copy_of_the_base_is_told(tmp_path: Path) -> None:
    """A file that is word for word the base, in another folder, has a card that says so."""
    assert main(["new", str(tmp_path / "ford")]) == 0
    papers = tmp_path / "papers" / "ford"
    shutil.copytree(tmp_path / "ford", papers)
    base = str(tmp_path / "ford" / "ford.yaml")
    found = judge(papers, Effort(n=1, out=tmp_path / "runs", workers=1), base=base)
    told = {paper.file: paper.faults for paper in found.papers}
    assert set(told) == {"earlier.yaml", "ford.yaml"}
    assert told["ford.yaml"][0].message == "is ford itself"
