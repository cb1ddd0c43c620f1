"""What a new way replaces, and what it leaves as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paris44.engine.run import run
from paris44.results.errors import StudyError
from paris44.scenario.load import Loaded, load
from paris44.scenario.model import March, Scenario
from paris44.study.questions.routes.alternatives import via
from paris44.study.questions.routes.reroute import changed, rerouted
from paris44.study.questions.routes.task import task
from paris44.world.build import build
from tests.build import heads_tails, play
from tests.study.small import march, small

# The old way a - b - c - d in two marches, a new one a - n - d; the goal d, and e behind it.
ROADS: list[Any] = [
    ("a", "b", 5.0), ("b", "c", 5.0), ("c", "d", 5.0), ("d", "e", 5.0), ("a", "n", 9.0), ("n", "d", 9.0),
]  # fmt: skip
NEW = ("a", "n", "d")


def after(what: object, **more: Any) -> dict[str, Any]:
    """The fields of an order that waits for ``what``."""
    return {"issued": {"after": what}, **more}


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """Column x in two marches to d and one on to e; y follows it, z waits for it."""
    orders = {
        "one": march("x", "a b", fuel_at="b"),
        "two": march("x", "b c") | after({"arrive": ["x", "b"]}),
        "three": march("x", "c d", rest=False) | after({"arrive": ["x", "c"]}, start="10 min"),
        "four": march("x", "d e") | after({"arrive": ["x", "d"]}),
        "follower": march("y", "a b c", on_contact="wait") | after({"pass": ["x", "c"]}),
        "told": {"type": "act", "title": "t", "by": "t", "event": "order", "formation": "x"}
        | after({"all": [{"arrive": ["x", "c"]}, "two"]}),
    }
    return small(tmp_path, ROADS, {"x": 5, "y": 5}, orders, garrisons={"post": {"place": "c", "men": 50}})


def new_way(loaded: Loaded, path: tuple[str, ...] = NEW) -> Scenario:
    """The scenario in which x goes by ``path``."""
    world = build(loaded.scenario)
    asked = task(world, "x", path[0], path[-1])
    return rerouted(loaded, world, asked, path, via(world, path)).scenario


def order(scenario: Scenario, name: str) -> March:
    """A march order."""
    found = scenario.orders[name]
    assert isinstance(found, March)
    return found


def test_marches_are_sorted(loaded: Loaded) -> None:
    """The first from A takes the way, the next to B's neighbourhood begins there, what lies between goes."""
    found = task(build(loaded.scenario), "x", "a", "d")
    assert (found.first, found.home, found.dropped) == (("one",), ("three",), ("two",))


def test_the_new_orders(loaded: Loaded) -> None:
    """The first march has the new route and a fuel point on it; what ended at B goes, the next stays."""
    scenario = new_way(loaded)
    first = order(scenario, "one")
    assert first.route[0] == "a"
    assert first.route[-1] == "d"
    assert first.fuel_at == "n"
    assert "two" not in scenario.orders
    assert "three" not in scenario.orders
    assert order(scenario, "four") == order(loaded.scenario, "four")


def test_those_who_wait_for_the_column(loaded: Loaded) -> None:
    """Who waited for it at c waits at the nearest place of its new way; who follows goes along to d."""
    scenario = new_way(loaded)
    told = scenario.orders["told"].issued.after
    assert told is not None
    event, given = told.parts
    assert (event.event, event.formation, event.place) == ("arrive", "x", "d")
    assert given.order == "one"
    follower = order(scenario, "follower")
    assert follower.route[0] == "a"
    assert follower.route[-1] == "d"
    log = run(build(scenario), seed=1, replication=0)
    assert heads_tails(log, "e", "x")[0] == pytest.approx(18_000 / 10 + 500 + 6000, abs=1e-6)  # and fuel


def test_who_followed_without_waiting_attacks(tmp_path: Path) -> None:
    """A column that was to wait behind opens the road itself when the first goes elsewhere."""
    orders = {"go": march("x", "a b c d"), "behind": march("y", "a b c d", 60, on_contact="wait")}
    loaded = small(tmp_path, ROADS, {"x": 5, "y": 5}, orders, garrisons={"post": {"place": "c", "men": 50}})
    scenario = new_way(loaded)
    assert order(scenario, "behind").on_contact == "attack"
    assert order(scenario, "behind").route == ("a", "b", "c", "d")


def test_a_goal_on_the_way_keeps_what_lies_behind(tmp_path: Path) -> None:
    """Where B is on the march's own route it goes on from there as ordered, and before A too."""
    loaded = small(tmp_path, [*ROADS, ("o", "a", 2.0)], {"x": 5}, {"go": march("x", "o a b c d e")})
    scenario = new_way(loaded)
    route = order(scenario, "go").route
    assert (route[:2], route[-2:]) == (("o", "a"), ("d", "e"))
    assert "c" not in route
    assert heads_tails(play(scenario), "e", "x")[0] == pytest.approx(2500)


def test_same_way_changes_nothing_that_happens(tmp_path: Path) -> None:
    """Giving a column the way that it takes anyway leaves every passage as it was."""
    loaded = small(
        tmp_path, ROADS, {"x": 60, "y": 5}, {"go": march("x", "a b c d"), "y": march("y", "d a", 9)}
    )
    before, now = play(loaded.scenario), play(new_way(loaded, ("a", "b", "c", "d")))
    passed = [[(p.place, p.head, p.clear) for p in log.passages] for log in (before, now)]
    assert passed[0] == passed[1]


def test_another_change_has_another_name(loaded: Loaded) -> None:
    """Two ways that end in the same last change, which alone would give one name, are told apart."""
    same = {"orders.follower.on_contact": "attack"}
    first = {"orders.one.fuel_at": None}
    ways = [loaded, changed(loaded, first, "one"), changed(loaded, {**first, **same}, "both at once")]
    names = [changed(way, same, "the last").scenario.name for way in ways]
    assert len(set(names)) == 3
    assert names == [changed(way, same, "the last").scenario.name for way in ways]
    assert all(name.startswith("small.route-") for name in names)


def test_two_columns_of_history_can_be_led_otherwise() -> None:
    """Both groupements of the south get new ways in turn, and the scenario still holds together."""
    loaded = history = load("historical")
    for column, start, end in (
        ("2db/gtv", "limours", "prefecture-de-police"),
        ("2db/gtd", "rambouillet", "ecole-militaire"),
    ):
        world = build(loaded.scenario)
        asked = task(world, column, start, end)
        path = world.router.way(start, end)
        assert path is not None
        loaded = rerouted(loaded, world, asked, path, via(world, path))
        assert build(loaded.scenario).marches[asked.lead].path[-1] == end
        assert not set(asked.dropped) & set(loaded.scenario.orders)
    for name in ("dronne", "dronne-on"):  # a rule, not a way
        assert loaded.document["orders"][name] == history.document["orders"][name]
    assert loaded.scenario.exploratory  # nobody wrote down who could have decided it


def test_who_goes_along_takes_the_whole_order_with_him(tmp_path: Path) -> None:
    """A serial that leads no march takes all who march by its order; where it leads, nobody else."""
    orders = {
        "both": march("x y", "a b"),
        "own": march("y", "b e") | after({"arrive": ["y", "b"]}),
    }
    world = build(small(tmp_path, ROADS, {"x": 5, "y": 5}, orders).scenario)
    found = task(world, "y", "a", "d")
    assert (found.column, found.columns, found.lead, found.home) == ("y", ("y", "x"), "both", ("own",))
    assert task(world, "y", "b", "d").columns == ("y",)


def test_who_goes_on_by_a_march_of_his_own_leaves_the_common_one(tmp_path: Path) -> None:
    """A march that is replaced for one and left out for another no longer takes the other along."""
    orders = {
        "one": march("y x", "a b"),
        "two": march("y x", "b c") | after({"arrive": ["y", "b"]}),
        "three": march("y", "c d g") | after({"arrive": ["y", "c"]}),
    }
    scenario = new_way(small(tmp_path, [*ROADS, ("d", "g", 1.0)], {"x": 5, "y": 5}, orders))
    assert [(order(scenario, name).serials, order(scenario, name).route) for name in orders] == [
        (("y", "x"), ("a", "n", "d")),
        (("x",), ("d", "c")),
        (("y",), ("d", "g")),
    ]
    log = play(scenario)
    assert [len(heads_tails(log, place, who)) > 0 for place, who in (("c", "x"), ("g", "y"))] == [True, True]


def test_a_detachment_is_named_that_takes_no_other_way(tmp_path: Path) -> None:
    """A march that hangs on a rule is refused by its name; it is not said that nothing starts there."""
    orders = {
        "all": march("x y", "a b"),
        "rule": march("y", "b c", type="detach") | after({"arrive": ["y", "b"]}),
    }
    world = build(small(tmp_path, ROADS, {"x": 5, "y": 5}, orders).scenario)
    with pytest.raises(StudyError, match="rule does, which hangs on a rule or an hour and not on a way"):
        task(world, "y", "b", "d")


@pytest.mark.parametrize("serials", ["y x", "x y"])
def test_a_march_is_replaced_for_one_and_kept_for_another(tmp_path: Path, serials: str) -> None:
    """Of two who go on by one order only the column starts from its new end, by a copy or the order itself,
    whoever leads; the other goes by his as before."""
    orders = {"one": march("x", "a b"), "on": march(serials, "b c d e") | after({"arrive": ["x", "b"]})}
    scenario = new_way(small(tmp_path, ROADS, {"x": 5, "y": 5}, orders))
    ways = {order(scenario, name).serials: order(scenario, name).route for name in scenario.orders}
    assert ways == {("x",): ("d", "e"), ("y",): ("b", "c", "d", "e")}
    assert order(scenario, "on").serials == (serials.split(maxsplit=1)[0],)


def test_who_shares_the_first_march_goes_along_with_all_his_own(tmp_path: Path) -> None:
    """Who marches by the column's order comes to the new end too, and goes on from there, in whosever column
    he was to march: he does not drive back to where the old way would have left him."""
    orders = {
        "both": march("x y", "a b"),
        "own": march("y", "b c") | after({"arrive": ["y", "b"]}),
        "theirs": march("z y", "c g") | after({"arrive": ["y", "c"]}),
    }
    roads = [*ROADS, ("d", "g", 1.0), ("c", "g", 4.0)]
    scenario = new_way(small(tmp_path, roads, {"x": 5, "y": 5, "z": 5}, orders))
    assert "own" not in scenario.orders
    assert (order(scenario, "theirs").serials, order(scenario, "theirs").route) == (("z",), ("c", "g"))
    assert (order(scenario, "theirs-y").serials, order(scenario, "theirs-y").route) == (("y",), ("d", "g"))
    log = play(scenario)
    assert heads_tails(log, "g", "y")[0] == pytest.approx(1900 + 20, abs=1e-6)  # behind the five of x


def test_a_second_visit_is_counted_anew(tmp_path: Path) -> None:
    """Who waits for the column's second coming waits for the same march, now its first there."""
    orders = {
        "one": march("x", "a b c"),
        "two": march("x", "c d") | after({"arrive": ["x", "c"]}),
        "back": march("x", "d c") | after({"arrive": ["x", "d"]}),
        "told": {"type": "act", "title": "t", "by": "t", "event": "order", "formation": "x"}
        | after({"arrive": ["x", "c", 2]}),
        "first": {"type": "act", "title": "t", "by": "t", "event": "order", "formation": "x"}
        | after({"depart": ["x", "d", 1]}),
    }
    loaded = small(tmp_path, ROADS, {"x": 5}, orders)
    scenario = new_way(loaded)
    told = scenario.orders["told"].issued.after
    assert told is not None
    assert (told.event, told.place, told.visit) == ("arrive", "c", 1)
    assert scenario.orders["first"] == loaded.scenario.orders["first"]
    log = play(scenario)
    assert [e.time for e in log.events if e.kind == "order" and e.order == "told"] == [pytest.approx(2300)]


def test_a_march_home_waits_for_the_word_and_the_hour_that_it_waited_for(tmp_path: Path) -> None:
    """Coming early to the new end does not bring forward what somebody ordered for later: the decision of
    another, an hour of the clock. The event of the old road is what falls away."""
    word = {"type": "act", "title": "t", "by": "t", "event": "order", "formation": "y"}
    orders = {
        "one": march("x", "a b"),
        "word": word | {"issued": "1944-08-23T09:00+02:00"},
        "two": march("x", "b c") | after({"all": ["word", {"pass": ["x", "b"]}]}, start={"clock": "10:00"}),
    }
    loaded = small(tmp_path, ROADS, {"x": 5, "y": 5}, orders)
    log = play(new_way(loaded))
    assert heads_tails(log, "d", "x")[0] == pytest.approx(1800)
    assert heads_tails(log, "c", "x")[0] == pytest.approx(4 * 3600 + 500)
    received = [e.time for e in log.events if e.kind == "receive" and e.order == "two"]
    assert received == [pytest.approx(3 * 3600)]


def test_the_convention_is_signed_when_la_horie_comes_to_the_meurice_otherwise() -> None:
    """He is at the Préfecture once in place of twice, and the signature waits for that; the attack on the
    Meurice waits for its decision, whenever he comes."""
    loaded = load("historical")
    world = build(loaded.scenario)
    asked = task(world, "2db/gtv/lahorie", "limours", "hotel-meurice")
    path = world.router.way("limours", "hotel-meurice")
    assert path is not None
    new = rerouted(loaded, world, asked, path, via(world, path))
    convention = new.document["orders"]["convention"]["issued"]["after"]["all"]
    assert {"arrive": ["2db/gtv/lahorie", "prefecture-de-police"]} in convention
    assert "assault-decision" in new.document["orders"]["p25-meurice"]["issued"]["after"]["all"]
    assert new.document["orders"]["p25-warabiot"]["serials"] == ["2db/gtv/herry"]
