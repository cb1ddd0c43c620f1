"""``reproduce`` remakes what is published and says what came out otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paris44.cli import main
from paris44.commands import reproduce
from paris44.scenario.load import load
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


def test_every_table_of_the_page_is_that_of_the_published_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the page says in tables is what the files beside it say, and each table has its place."""
    folder = Path(__file__).parents[2]
    page = tmp_path / "validation.md"
    text = (folder / reproduce.PAGE).read_text(encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    documents = {
        name: json.loads((folder / reproduce.REFERENCE / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("outcomes", "validation", "comparison")
    }
    monkeypatch.chdir(folder)
    reproduce.fill_page(load(reproduce.BASE).scenario, documents, page)
    assert page.read_text(encoding="utf-8") == text
    for name in ("outcomes", "missing", "validation", "forecasts", "places", "losses", "comparison"):
        assert text.count(f"<!-- begin {name} -->\n|") == 1


def test_a_block_without_a_forecast_has_no_row_and_a_place_without_a_test_a_dash() -> None:
    """The tables of the score leave out what there is not, and tell signs as the pages do."""
    won = {"checkpoints": 3, "formations": 3, "formations_won": 2, "p_value": 1.0, "crps_min": 90.0,
           "median_abs_error_min": 60.0, "model_median_abs_error_min": 5.0,
           "model_crps_min": 30.0}  # fmt: skip
    test = {"formations": 3, "later": -0.1, "p_later": 0.5, "wider": None, "p_wider": 1.0}
    marks = {"checkpoints": 3, "coverage90": 2 / 3, "crps_min": 30.0, "pit": [3, *[0] * 9], "pit_test": test}
    score = marks | {"baselines": {"last-log": won}, "blocks": {"24 August": marks | {"baselines": {}}}}
    assert "| 24 August | 3, 0, 0, 0, 0, 0, 0, 0, 0, 0 | 3 | −10 % (0.50) | - | 2 of 3 | 30 min |" in (
        markdown.places(score)
    )
    table = markdown.forecasts(score)
    assert "| all days | 3 | 5 min | 1 h 00 | 30 min | 1 h 30 | 2 of 3 | 1 |" in table
    assert "24 August" not in table


def test_losses_are_told_by_day_beside_the_sources() -> None:
    """A day on which nobody of the party fell has a dash, other parties are left out, sources stand last."""
    three = {"median": 3.0, "p05": 1.0, "p95": 9.0}
    rows = [
        {"party": "red", "name": "Red", "loss": "killed", "n": 20, "total": three, "claims": [{"men": 7}],
         "days": {"1936-06-12": three}},
        {"party": "red", "name": "Red", "loss": "wounded", "n": 20, "total": three, "claims": [],
         "days": {"1936-06-13": three}},
        {"party": "blue", "name": "Blue", "loss": "killed", "n": 20, "total": three, "claims": [],
         "days": {}},
    ]  # fmt: skip
    told = markdown.losses({"losses": rows}, "red")
    assert "| Red (n = 20) | 1936-06-12 | 1936-06-13 | in all | sources |" in told
    assert "| killed | 3 [1, 9] | - | 3 [1, 9] | 7 |" in told
    assert "Blue" not in told
