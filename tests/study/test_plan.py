"""Roads and order of march for several columns: the search finds the optimum where it is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from paris44.results.errors import StudyError
from paris44.scenario.load import Loaded
from paris44.study.questions.routes import plan as study
from paris44.study.questions.routes.plan import Question, plan
from paris44.study.running.replicate import Effort
from paris44.views.tables import choices
from tests.build import heads_tails, play
from tests.study.small import march, small
from tests.study.test_routes import at

P = 24 * 4  # s: pass time of 25 vehicles four seconds apart
H = 4  # s: headway between the two convoys
T = 1000  # s: ten kilometres at ten metres a second

ONE_EDGE = [("a", "z", 10.0)]
SINGLE = [("a", "z", 10.0, {"single_track": True})]
TWO = {"x": 25, "y": 25}


def ask(loaded: Loaded, folder: Path, n: int = 4, **more: Any) -> dict[str, Any]:
    """The answer for columns x and y, in this process."""
    effort = Effort(n=n, workers=more.pop("workers", 1), out=folder / "results", events=0)
    columns = more.pop("columns", ["x", "y"])
    places = {key: more.pop(key, []) for key in ("starts", "ends")}
    return plan(loaded, effort, columns=columns, **places, question=Question(**more))


def test_two_convoys_on_one_edge(tmp_path: Path) -> None:
    """With pass time p, headway h and travel time t the second of two completes at p + h + t + p."""
    loaded = small(tmp_path, ONE_EDGE, TWO, {"gx": march("x", "a z"), "gy": march("y", "a z")})
    log = play(loaded.scenario)
    assert heads_tails(log, "z", "x") == pytest.approx((T, T + P), abs=1e-6)
    assert heads_tails(log, "z", "y") == pytest.approx((P + H + T, T + 2 * P + H), abs=1e-6)
    document = ask(loaded, tmp_path)
    assert document["plans"][0]["quantile"] == at(T + 2 * P + H)  # no order of march makes it shorter


def test_opposed_convoys_on_one_edge(tmp_path: Path) -> None:
    """Where they cannot cross the second enters at t + p: both are through at 2 (t + p), never sooner."""
    loaded = small(tmp_path, SINGLE, TWO, {"gx": march("x", "a z"), "gy": march("y", "z a")})
    log = play(loaded.scenario)
    assert heads_tails(log, "a", "y") == pytest.approx((2 * T + P, 2 * (T + P)), abs=1e-6)
    document = ask(loaded, tmp_path)
    assert {row["quantile"] for row in document["plans"]} == {at(2 * (T + P))}


def test_opposed_convoys_part_where_there_is_a_second_road(tmp_path: Path) -> None:
    """With a second road of 12 km one convoy takes it: 1,200 s + p, the least that there is."""
    roads = [*SINGLE, ("a", "s", 6.0), ("s", "z", 6.0)]
    loaded = small(tmp_path, roads, TWO, {"gx": march("x", "a z"), "gy": march("y", "z a")})
    document = ask(loaded, tmp_path)
    assert document["plans"][0]["quantile"] == at(1200 + P)
    (way,) = [way for way in document["plans"][0]["ways"].values() if way]  # nothing is changed in vain
    assert "s" in way
    assert document["plans"][0]["order"] is None
    assert document["as_ordered"]["quantile"] == at(2 * (T + P))
    assert document["as_ordered"]["dominated_by"] == len(document["plans"]) - 1
    assert document["as_ordered"]["on_the_front"] is False


def test_shortest_road_is_left_to_the_other_column(tmp_path: Path) -> None:
    """25 vehicles behind 500 end 4 x 25 s later than these; round them the last vehicle is the long column's.

    On one road the last comes at 2,000 + 1,000 + p; by the road of 13 km the small column is long through
    when the 500th vehicle of the other comes at 499 x 4 + 1,000 s.
    """
    loaded = small(
        tmp_path,
        [("b", "z", 10.0), ("b", "n", 6.5), ("n", "z", 6.5)],
        {"long": 500, "x": 25},
        {"first": march("long", "b z", priority=5), "second": march("x", "b z", 10)},
    )
    document = ask(loaded, tmp_path, columns=["long", "x"])
    best = document["plans"][0]
    assert best["ways"] == {"long": None, "x": ["b", "n", "z"]}
    assert best["quantile"] == at(499 * 4 + 1000)
    assert document["as_ordered"]["quantile"] == at(500 * 4 + 1000 + P)
    assert best["difference_median"] == pytest.approx(-(4 + P) / 60)


def test_longest_way_to_go_first(tmp_path: Path) -> None:
    """Of two columns on one road the one that has 20 km farther to go must lead, though ordered second.

    As ordered it starts at p + h and ends 3 t + p later; leading it starts at its own hour, 10 s.
    """
    loaded = small(
        tmp_path,
        [*ONE_EDGE, ("z", "w", 20.0)],
        TWO,
        {"gy": march("y", "a z"), "gx": march("x", "a z w", 10)},
    )
    document = ask(loaded, tmp_path)
    assert document["plans"][0]["order"] == ["x", "y"]
    assert document["plans"][0]["quantile"] == at(10 + 3 * T + P)
    assert document["as_ordered"]["quantile"] == at(P + H + 3 * T + P)


def test_choice_by_choice_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many plans to try them all the search by choices finds the optimum too."""
    monkeypatch.setattr(study, "WHOLE", 1)
    roads = [*SINGLE, ("a", "s", 6.0), ("s", "z", 6.0)]
    loaded = small(tmp_path, roads, TWO, {"gx": march("x", "a z"), "gy": march("y", "z a")})
    document = ask(loaded, tmp_path)
    assert document["plans"][0]["quantile"] == at(1200 + P)


def test_early_against_certain(tmp_path: Path) -> None:
    """A short road with a fight is earlier in the median, a long one more certain: both are on the front."""
    loaded = small(
        tmp_path,
        [("b", "m", 5.0), ("m", "z", 5.0), ("b", "n", 13.0), ("n", "z", 13.0)],
        {"x": 25},
        {"go": march("x", "b m z")},
        values={"fight__time": "uniform(0, 40) min", "deploy": "0 s"},
        garrisons={"post": {"place": "m", "men": 100, "heavy_guns": 2}},
    )
    document = ask(loaded, tmp_path, n=40, columns=["x"], outcome="first-arrival", q=0.9)
    front = [row for row in document["plans"] if row["on_the_front"]]
    assert [row["ways"]["x"] for row in front] == [["b", "n", "z"], None]
    certain, early = front
    assert certain["quantile"] < early["quantile"]
    assert early["median"] < certain["median"]


def test_plan_follows_from_the_seed(tmp_path: Path) -> None:
    """The same question gives the same document, whatever the workers."""
    roads = [*SINGLE, ("a", "s", 6.0), ("s", "z", 6.0)]
    loaded = small(tmp_path, roads, TWO, {"gx": march("x", "a z"), "gy": march("y", "z a")})
    assert json.dumps(ask(loaded, tmp_path)) == json.dumps(ask(loaded, tmp_path, workers=2))


def test_places_are_found_where_none_are_named(tmp_path: Path) -> None:
    """A column starts where its first march does and goes to where that march ends."""
    loaded = small(tmp_path, ONE_EDGE, TWO, {"gx": march("x", "a z"), "gy": march("y", "z a")})
    columns = ask(loaded, tmp_path)["columns"]
    assert [(c["from"], c["to"]) for c in columns] == [("a", "z"), ("z", "a")]


def test_page_shows_the_front_and_the_order(tmp_path: Path) -> None:
    """The page names each plan, marks the front and says where the plan as ordered stands."""
    roads = [*SINGLE, ("a", "s", 6.0), ("s", "z", 6.0)]
    loaded = small(tmp_path, roads, TWO, {"gx": march("x", "a z"), "gy": march("y", "z a")})
    page = choices.plan_list(ask(loaded, tmp_path))
    assert "Last vehicle: roads and order of march for 2 columns" in str(page[0])
    assert "as ordered" in str(page[-1])
    cells = [cell for column in page[1].columns for cell in column.cells]  # type: ignore[attr-defined]
    assert "as ordered" in cells
    assert "1*" in cells


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"columns": []}, "--column: name the columns"),
        ({"columns": ["x", "x"]}, "--column: a column stands twice"),
        ({"columns": ["x", "q"]}, "--column: there is no formation 'q'"),
        ({"outcome": "victory"}, "--outcome: 'victory' is none of small (it has first-arrival, last-vehicle"),
        ({"outcome": "losses.columns.killed"}, "--outcome: 'losses.columns.killed' is no moment"),
        ({"starts": ["a", "a", "a"]}, "--from: 3 places for 2 columns"),
        ({"ends": ["q"]}, "--to: there is no place 'q'"),
        ({"q": 0.0}, "--quantile: 0"),
    ],
)
def test_bad_plans_are_told_in_a_line(tmp_path: Path, asked: dict[str, Any], words: str) -> None:
    """A wrong column, place, outcome or quantile is one line and code 2."""
    loaded = small(tmp_path, ONE_EDGE, TWO, {"gx": march("x", "a z"), "gy": march("y", "a z")})
    with pytest.raises(StudyError) as error:
        ask(loaded, tmp_path, **asked)
    assert error.value.exit_code == 2
    assert error.value.message.startswith(words)


def test_columns_of_one_order_are_refused(tmp_path: Path) -> None:
    """Two who march by one order cannot go two ways: the order is named, and nothing is simulated."""
    loaded = small(tmp_path, ONE_EDGE, TWO, {"both": march("x y", "a z")})
    with pytest.raises(StudyError, match="x and y march by one order, both, which goes one way"):
        ask(loaded, tmp_path)
    assert not (tmp_path / "results").exists()
