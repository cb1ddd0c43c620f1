"""Routes of one column among the others: closed answers, the real graph, determinism, bad input."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from paris44.commands import studies
from paris44.commands.studies import Asked
from paris44.errors import UserError
from paris44.results.errors import StudyError
from paris44.scenario.load import Loaded, load
from paris44.study.questions.routes.search import find_ways, notes, routes
from paris44.study.running.replicate import Effort
from tests.study.small import march, small

EVENTS_OFF = 0


def effort(folder: Path, n: int = 4, seed: int = 1944) -> Effort:
    """Few replications in this process."""
    return Effort(n=n, seed=seed, workers=1, out=folder / "results", events=EVENTS_OFF)


def at(seconds: float) -> str:
    """The local time so many seconds after the small scenarios' start at 06:00."""
    minutes, second = divmod(round(seconds), 60)
    return f"1944-08-23T{6 + minutes // 60:02}:{minutes % 60:02}:{second:02}+02:00"


def ask(
    loaded: Loaded, folder: Path, *, column: str = "x", start: str = "b", end: str = "z", **more: Any
) -> Any:
    """The answer for a small scenario."""
    return routes(loaded, effort(folder, more.pop("n", 4)), column=column, start=start, end=end, **more)


@pytest.fixture
def busy(tmp_path: Path) -> Loaded:
    """Ten kilometres straight on, with 500 vehicles just ahead, or thirteen round them; 10 m/s."""
    return small(
        tmp_path,
        [("b", "z", 10.0), ("b", "n", 6.5), ("n", "z", 6.5)],
        {"long": 500, "x": 25},
        {"first": march("long", "b z", priority=5), "second": march("x", "b z", 10)},
    )


def test_shortest_road_is_wrong_when_another_column_is_on_it(busy: Loaded, tmp_path: Path) -> None:
    """Round the other column at 10 + 1,300 s beats behind it: 500 vehicles every 4 s, then 1,000 s.

    The forecast, which sees no other column, has the short road first; the simulation turns them round.
    """
    document = ask(busy, tmp_path)
    best, other = document["routes"]
    assert best["via"] == ["b", "n", "z"]
    assert best["arrival"]["median"] == at(10 + 1300)
    assert other["arrival"]["median"] == at(500 * 4 + 1000)
    assert other["expected"] == at(10 + 1000) < best["expected"] == at(10 + 1300)
    assert (best["probability_best"], other["probability_best"]) == (1.0, 0.0)
    assert (best["length_km"], best["shared_with_best"], other["shared_with_best"]) == (13.0, 1.0, 0.0)


def test_a_line_makes_the_longer_road_the_better_one(tmp_path: Path) -> None:
    """A line shuts the short road until 06:40, 2,400 s: the long one's 1,300 s win, also in the forecast."""
    loaded = small(
        tmp_path,
        [("b", "z", 10.0), ("b", "n", 6.5), ("n", "z", 6.5)],
        {"x": 25},
        {
            "line": {
                "type": "phase-line", "title": "line", "by": "test", "issued": "1944-08-23T06:00+02:00",
                "transmission": "0 s", "until": "1944-08-23T06:40+02:00", "applies_to": ["x"],
                "roads": ["b--z"], "literal": True,
            },
            "go": march("x", "b z", 10),
        },
    )  # fmt: skip
    best, other = ask(loaded, tmp_path)["routes"]
    assert best["via"] == ["b", "n", "z"]
    assert best["expected"] == best["arrival"]["median"] == at(1310)
    assert other["expected"] == other["arrival"]["median"] == at(2400 + 1000)


def test_a_strongpoint_costs_its_price_and_its_fight(tmp_path: Path) -> None:
    """With a price of 10 min the forecast goes round a strongpoint that costs 300 s less than that to avoid.

    The simulation makes the column deploy for 600 s and fight for 3,600 s on the short road.
    """
    loaded = small(
        tmp_path,
        [("b", "m", 5.0), ("m", "z", 5.0), ("b", "n", 6.5), ("n", "z", 6.5)],
        {"x": 25},
        {"go": march("x", "b m z")},
        values={"enemy_price": "10 min"},
        garrisons={"post": {"place": "m", "men": 100, "heavy_guns": 2}},
    )
    best, other = ask(loaded, tmp_path)["routes"]
    assert (best["via"], best["strongpoints"], other["strongpoints"]) == (["b", "n", "z"], [], ["post"])
    assert (best["expected"], other["expected"]) == (at(1300), at(1000 + 600))
    assert other["arrival"]["median"] == at(1000 + 600 + 3600)


def test_a_post_that_may_stand_costs_its_price_in_proportion(tmp_path: Path) -> None:
    """With a price of 10 min and a chance of 0.4 the forecast adds 240 s to the short way, which stays the
    better one, and the answer tells the post from those that the sources name."""
    loaded = small(
        tmp_path,
        [("b", "m", 5.0), ("m", "z", 5.0), ("b", "n", 6.5), ("n", "z", 6.5)],
        {"x": 25},
        {"go": march("x", "b m z")},
        values={"enemy_price": "10 min"},
        garrisons={"post": {"place": "m", "men": 60, "chance": 0.4}},
    )
    rows = {row["path"][1]: row for row in ask(loaded, tmp_path)["routes"]}
    assert (rows["m"]["expected"], rows["n"]["expected"]) == (at(1000 + 240), at(1300))
    assert (rows["m"]["strongpoints"], rows["m"]["may_stand"]) == ([], {"post": 0.4})
    assert (rows["m"]["expected_strongpoints"], rows["n"]["expected_strongpoints"]) == (0.4, 0.0)


def test_a_blown_bridge_is_no_way(tmp_path: Path) -> None:
    """The only way left is the one round the blown bridge, and the answer says that there are no more."""
    loaded = small(
        tmp_path,
        [("b", "m", 5.0), ("m", "z", 5.0), ("b", "n", 6.5), ("n", "z", 6.5)],
        {"x": 25},
        {"go": march("x", "b n z")},
        bridges={"m": {"state": "blown"}},
    )
    document = ask(loaded, tmp_path, k=3)
    assert [row["path"] for row in document["routes"]] == [["b", "n", "z"]]
    assert notes(document, 3)[0] == "only 1 of 3 ways differs by half of its length"


def test_never_is_later_than_everything(tmp_path: Path) -> None:
    """A road on which the column stands to the end is ranked last, with no quantile and no win."""
    loaded = small(
        tmp_path,
        [("b", "m", 5.0), ("m", "z", 5.0), ("b", "n", 9.0), ("n", "z", 9.0)],
        {"x": 25},
        {"go": march("x", "b m z")},
        values={"fight__time": "90 h"},
        garrisons={"post": {"place": "m", "men": 100, "heavy_guns": 2}},
    )
    best, other = ask(loaded, tmp_path)["routes"]
    assert best["via"] == ["b", "n", "z"]
    assert other["arrival"] == {"median": None, "p05": None, "p95": None, "quantile": None}
    assert (other["share_never"], other["probability_best"]) == (1.0, 0.0)


def test_a_chance_that_decides_is_shared(tmp_path: Path) -> None:
    """Where a fight takes up to an hour and the detour 20 min, each road wins its share of the dice."""
    loaded = small(
        tmp_path,
        [("b", "m", 5.0), ("m", "z", 5.0), ("b", "n", 11.0), ("n", "z", 11.0)],
        {"x": 25},
        {"go": march("x", "b m z")},
        values={"fight__time": "uniform(0, 60) min", "deploy": "0 s"},
        garrisons={"post": {"place": "m", "men": 100, "heavy_guns": 2}},
    )
    rows = ask(loaded, tmp_path, n=60)["routes"]
    wins = {row["path"][1]: row["probability_best"] for row in rows}
    assert sum(wins.values()) == pytest.approx(1.0)
    assert wins["m"] == pytest.approx(1 / 3, abs=0.2)  # 20 of 60 min, 60 replications
    assert rows[0]["path"] == ["b", "n", "z"]
    early = ask(loaded, tmp_path, n=60, q=0.1)["routes"]
    assert early[0]["path"] == ["b", "m", "z"]


def test_the_answer_follows_from_the_seed(busy: Loaded, tmp_path: Path) -> None:
    """The same question gives the same document, from nothing and from the folders of the first time."""
    first = ask(busy, tmp_path)
    second = ask(busy, tmp_path)
    assert json.dumps(first) == json.dumps(second)
    kept = list((tmp_path / "results" / "routes").glob("*/routes.json"))
    assert len(kept) == 1
    written = json.loads(kept[0].read_text(encoding="utf-8"))
    for row in written["routes"]:  # there told from the answer's own folder
        row["result_dir"] = os.path.normpath(kept[0].parent / row["result_dir"])
    written.pop("seal")  # of the kept document; what is told has none
    assert written == first
    other = routes(busy, effort(tmp_path / "elsewhere"), column="x", start="b", end="z")
    rows = [{k: v for k, v in row.items() if k != "result_dir"} for row in first["routes"]]
    assert rows == [{k: v for k, v in row.items() if k != "result_dir"} for row in other["routes"]]


def test_command_answers_as_the_contract_says(busy: Loaded, tmp_path: Path) -> None:
    """The document of the command has the promised keys, and its page says what was replaced."""
    asked = Asked("x", "b", "z", 5, None, None)
    answer = studies.routes(str(busy.files[0]), effort(tmp_path), asked)
    document: Any = answer.document()
    assert document["column"] == "x"
    for row in document["routes"]:
        assert {"via", "length_km", "shared_with_best", "arrival", "probability_best"} <= set(row)
        assert {"median", "p05", "p95"} <= set(row["arrival"])
    assert "replaced: second" in [part for part in answer.page() if isinstance(part, str)]
    for wrong, option in ((Asked("x", None, "z", 5, None, None), "--from"),
                          (Asked("x", "b", "z", 5, None, "junction"), "--outcome")):  # fmt: skip
        with pytest.raises(UserError, match=option):
            studies.routes(str(busy.files[0]), effort(tmp_path), wrong)


def test_real_graph_gives_five_ways_that_differ() -> None:
    """From Limours to the Hôtel de Ville there are five ways, any two of which share at most half."""
    from paris44.study.questions.routes.alternatives import shared

    search = find_ways(load("historical"), "2db/gtv", "limours", "hotel-de-ville", 5, 1944)
    assert len(search.ways) == 5
    network = search.world.network
    for way in search.ways:
        assert all(shared(network, o.path, way.path) <= 0.5 for o in search.ways if o is not way)
        assert search.world.router.route(search.named(way), "ordered") == way.path
    assert min(way.expected for way in search.ways) == search.ways[0].expected


def test_forecast_knows_night_and_rain(tmp_path: Path) -> None:
    """Alone on the road a column comes when the forecast says, through dusk at half speed and rain at 0.8."""
    rain = {"state": "rain", "from": "1944-08-23T20:40+02:00", "to": "1944-08-23T22:00+02:00"}
    loaded = small(
        tmp_path,
        [("b", "m", 40.0), ("m", "z", 40.0)],
        {"x": 25},
        {"go": march("x", "b m z", 14 * 3600)},
        values={"factor__night": "0.5", "factor__rain": "0.8"},
        weather={"shower": rain},
    )
    (row,) = ask(loaded, tmp_path)["routes"]
    assert row["expected"] == row["arrival"]["median"] > at(14 * 3600 + 8000 + 1800)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"column": "y"}, "--column: there is no formation 'y'"),
        ({"start": "bb"}, "--from: there is no place 'bb'"),
        ({"end": "nowhere"}, "--to: there is no place 'nowhere'"),
        ({"start": "shore"}, "--from: no march of x starts at 'shore' (they start at b)"),
        ({"end": "b"}, "--to: 'b' is where the column starts"),
        ({"end": "island"}, "--to: no open road leads from 'b' to 'island'"),
        ({"q": 1.5}, "--quantile: 1.5"),
    ],
)
def test_bad_questions_are_told_in_a_line(tmp_path: Path, asked: dict[str, Any], words: str) -> None:
    """An unknown name, a place where no march starts, an end that no road reaches: one line and code 2."""
    loaded = small(
        tmp_path,
        [("b", "n", 6.5), ("n", "z", 6.5), ("shore", "n", 1.0), ("island", "cape", 1.0)],
        {"x": 25},
        {"go": march("x", "b n z")},
    )
    with pytest.raises(StudyError) as error:
        ask(loaded, tmp_path, **asked)
    assert error.value.exit_code == 2
    assert error.value.message.startswith(words)


def test_a_column_that_is_never_ordered_off_is_told(tmp_path: Path) -> None:
    """A march whose hour never comes cannot be given another way."""
    waits = march("x", "b z") | {"issued": {"after": {"arrive": ["y", "b"]}}}
    loaded = small(
        tmp_path, [("b", "z", 1.0)], {"x": 5, "y": 5}, {"go": waits, "other": march("y", "z b", 1e6)}
    )
    with pytest.raises(StudyError, match="x never leaves b"):
        ask(loaded, tmp_path)
