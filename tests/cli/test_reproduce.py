"""``reproduce`` remakes what is published and says what came out otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paris44.cli import main
from paris44.commands import reproduce
from paris44.study.reading.summary import outcome_documents
from paris44.views.tables import markdown

TIMES = {"median": "1944-08-25T16:00:00+02:00", "p05": "1944-08-25T14:00:00+02:00", "p95": None}
CAPITULATION = TIMES | {"unit": "time", "share_never": 0.06}


def test_outside_a_clone_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is nothing to remake it writes nothing and says where to stand."""
    monkeypatch.chdir(tmp_path)
    assert main(["reproduce"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("reproduce: stand in a clone")
    assert not list(tmp_path.iterdir())


def test_the_second_time_everything_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first run makes the files, the second finds them equal, and a file changed by hand is named."""
    monkeypatch.chdir(tmp_path)
    Path("scenarios").mkdir()
    Path("docs").mkdir()
    Path("docs/validation.md").write_text(
        "a\n<!-- begin outcomes -->\nold\n<!-- end outcomes -->\nz\n", encoding="utf-8"
    )
    for name, value in {"BASE": "toy-merge", "N": 1, "FIGURES": ()}.items():
        monkeypatch.setattr(reproduce, name, value)
    monkeypatch.setattr(reproduce, "_documents", lambda results: {"outcomes": outcome_documents(results[0])})

    def remake(code: int) -> dict[str, bool]:
        assert main(["reproduce", "--workers", "1", "--quiet", "--json"]) == code
        return {row["file"]: row["same"] for row in json.loads(capsys.readouterr().out)["files"]}

    assert remake(1) == {"results/reference/outcomes.json": False, "docs/validation.md": False}
    text = Path("docs/validation.md").read_text(encoding="utf-8")
    assert text.startswith("a\n")
    assert text.endswith("z\n")
    assert "old" not in text
    assert set(remake(0).values()) == {True}
    Path("results/reference/outcomes.json").write_text("{}", encoding="utf-8")
    assert remake(1) == {"results/reference/outcomes.json": False, "docs/validation.md": True}


def test_tables_of_the_page() -> None:
    """The Markdown tables hold the figures of their documents, never included."""
    labels = {"capitulation": "Capitulation signed"}
    assert "| Capitulation signed | 25 Aug 16:00 | 25 Aug 14:00 | never | 6 % |" in markdown.outcomes(
        {"capitulation": CAPITULATION}, labels
    )
    block = {"checkpoints": 9, "median_abs_error_min": 31.0, "coverage90": 0.8, "unbounded90": 0}
    naive = {"baselines": {"staff": {"median_abs_error_min": 120.0}}}
    score = block | naive | {"blocks": {"24 August": block | naive | {"used_to_set_parameters": False}}}
    assert "| 24 August (judged) | 9 | 31 min | 80 % | 2 h 00 |" in markdown.validation(score)
    pair = {"difference_median": -72.0, "ci95": [-80.0, -61.0], "unit": "min"}
    others = [{"title": "No line", "outcomes": {"capitulation": pair}}]
    assert "−1 h 12 (−1 h 20 .. −1 h 01)" in markdown.comparison({"others": others}, labels)
