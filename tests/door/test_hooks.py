"""Rules of a user's own: routing, fights and outcomes, under the same dice as history."""

from __future__ import annotations

import random
from pathlib import Path

import networkx as nx
import pytest

import paris44
from paris44.results.errors import StudyError
from paris44.scenario.faults import ScenarioError
from paris44.scenario.hooks import Fight, HookError
from paris44.study.reading.own_outcomes import Happenings
from paris44.study.running.own import Carried

FACTOR = 2.0


def shortest(roads, start, goal, enemy):  # noqa: ARG001 - a student's function
    """What the policy ``ordered`` does."""
    return nx.shortest_path(roads, start, goal, weight="length_m")


def astray(roads, start, goal, enemy):  # noqa: ARG001
    """No way at all."""
    return [start, "nowhere", goal]


def how_far(roads, start, goal, enemy):  # noqa: ARG001
    """A number, where a way is wanted."""
    return nx.shortest_path_length(roads, start, goal)


def halfway(roads, start, goal, enemy):  # noqa: ARG001
    """A way that breaks off while it is read."""
    yield start
    raise ValueError("lost")


def no_return(*asked):
    """What a function without ``return`` gives."""


def an_hour(fight: Fight, u: float) -> float:
    """Every fight takes an hour, or two of ``FACTOR`` one."""
    return 1800.0 * FACTOR + 0.0 * u * fight.defenders


def around(roads, start, goal, enemy):
    """Whatever the way, past no place that is held."""
    free = nx.restricted_view(roads, [place for place in enemy if place not in (start, goal)], [])
    return nx.shortest_path(free, start, goal, weight="length_m")


def first_contact(seen: Happenings):
    """When anybody met the enemy."""
    return next((event.time for event in seen.events if event.kind == "contact"), None)


def contacts(seen: Happenings) -> int:
    """How often."""
    return sum(event.kind == "contact" for event in seen.events)


def rows(result: paris44.Result) -> list[tuple[object, ...]]:
    """Its arrivals without the scenario's name."""
    return [tuple(row) for row in result.arrivals]


def test_a_rule_that_does_what_the_model_does_changes_nothing(tmp_path: Path) -> None:
    """With the shortest way as one's own rule every arrival of every replication is as it was."""
    scenario = paris44.load("toy-strongpoint")
    plain = paris44.run(scenario, n=4, out=tmp_path, workers=1)
    ruled = paris44.run(scenario, n=4, out=tmp_path, workers=1, routing=shortest)
    assert rows(plain) == rows(ruled)
    assert ruled.name == "toy-strongpoint.shortest"
    assert paris44.compare(plain, ruled).document["others"][0]["identical"]


def test_a_rule_is_told_where_the_enemy_stands(tmp_path: Path) -> None:
    """A rule that shuns what is held goes round the post as long as it is held, and through it afterwards."""
    change = {
        "orders.go.route": ["a", "b"],
        "places.byway": {"name": "The byway", "lat": 48.55, "lon": 1.62, "kind": "village"},
        "roads.a--byway": {"from": "a", "to": "byway", "number": "D1", "class": "national", "length_km": 20},
        "roads.byway--b": {"from": "byway", "to": "b", "number": "D1", "class": "national", "length_km": 20},
    }
    for more, way in (
        ({}, ["a", "byway", "b"]),
        ({"garrisons.guard.active_to": "1944-08-22T06:30+02:00", "orders.go.start": "1944-08-22T07:00+02:00"},
         ["a", "post", "b"]),
    ):  # fmt: skip
        scenario = paris44.load("toy-strongpoint", change | more)
        result = paris44.run(scenario, chance=False, out=tmp_path, workers=1, routing=around)
        assert [row.place for row in result.tracks.where(part=0)] == way


def test_a_fight_law_sets_the_length_of_a_fight(tmp_path: Path) -> None:
    """Under a law of one hour the place is cleared an hour and the deployment after contact."""
    deploy = 600.0
    scenario = paris44.load("toy-strongpoint", {"parameters.deploy.value": "10 min"})
    result = paris44.run(scenario, chance=False, out=tmp_path, workers=1, fight_law=an_hour)
    at = {event.kind: event.time for event in result.events if event.kind in ("contact", "cleared")}
    assert (at["cleared"] - at["contact"]).total_seconds() == pytest.approx(deploy + 3600.0, abs=1.0)


def test_outcomes_of_ones_own_stand_beside_the_models(tmp_path: Path) -> None:
    """A moment and a count appear in every replication; the others stay as they are."""
    scenario = paris44.load("toy-strongpoint")
    plain = paris44.run(scenario, n=3, out=tmp_path, workers=1)
    mine = {"first-contact": first_contact, "contacts": contacts}
    result = paris44.run(scenario, n=3, out=tmp_path, workers=1, outcomes=mine)
    found = list(result.outcomes)
    assert [row for row in found if row.outcome not in mine] == list(plain.outcomes)
    assert [row.value for row in found if row.outcome == "contacts"] == [1.0] * 3
    meets = {event.replication: event.time for event in result.events if event.kind == "contact"}
    assert {row.replication: row.time for row in found if row.outcome == "first-contact"} == meets
    assert set(result.manifest["hooks"]) == {"outcomes"}
    assert "hooks" not in plain.manifest


def test_workers_make_the_same_bytes_with_rules(tmp_path: Path) -> None:
    """A run with rules of one's own is the same whatever the number of processes."""
    scenario = paris44.load("toy-strongpoint")
    rules = {"routing": shortest, "fight_law": an_hour, "outcomes": {"contacts": contacts}}
    one = paris44.run(scenario, n=12, out=tmp_path / "one", workers=1, **rules)
    two = paris44.run(scenario, n=12, out=tmp_path / "two", workers=2, **rules)
    for name in one.manifest["files"]:
        assert (one.path / name).read_bytes() == (two.path / name).read_bytes(), name


def test_the_hash_sees_what_a_function_hangs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another constant that the function uses gives another hash; the same one gives the same."""
    known = Carried("fight_law", an_hour).sha256
    assert Carried("fight_law", an_hour).sha256 == known
    monkeypatch.setattr("tests.door.test_hooks.FACTOR", 3.0)
    assert Carried("fight_law", an_hour).sha256 != known


def test_what_cannot_be_hashed_or_sent_is_refused(tmp_path: Path) -> None:
    """A lambda, a built-in, an object with a state and an unknown order are refused in one line."""
    dice = random.Random(1)

    def by_luck(fight: Fight, u: float) -> float:
        return dice.random() * 60.0 + u + fight.defenders

    namespace: dict[str, object] = {}
    exec("def unseen(fight, u):\n    return 60.0", namespace)
    scenario = paris44.load("toy-strongpoint")
    for law, words in (
        (lambda fight, u: 60.0, "lambda"),  # noqa: ARG005
        (max, "max is no function but of the type builtin_function_or_method"),
        (3, "'3' is no function but of the type int"),
        (by_luck, "uses dice, a Random"),
        (namespace["unseen"], "source cannot be read"),
    ):
        with pytest.raises(StudyError, match=words) as caught:
            paris44.run(scenario, n=1, out=tmp_path, workers=1, fight_law=law)
        assert "\n" not in str(caught.value)
    with pytest.raises(StudyError, match="no march order 'nobody'"):
        paris44.run(scenario, n=1, out=tmp_path, workers=1, routing={"nobody": shortest})
    assert not list(tmp_path.iterdir())


def test_a_rule_that_makes_no_sense_is_the_users_fault(tmp_path: Path) -> None:
    """A way that is none, a length that is none and an outcome that is none end the run in one line."""
    scenario = paris44.load("toy-strongpoint")

    def for_ever(fight: Fight, u: float) -> float:
        return float("inf") + u + fight.defenders

    def words(seen: Happenings) -> str:
        return f"{len(seen.events)} events"

    for rules, told in (
        ({"routing": astray}, "no open way"),
        ({"routing": how_far}, r"how_far gave \(1,\), which is no open way"),
        ({"routing": halfway}, "halfway failed from a to post: ValueError: lost"),
        ({"routing": no_return}, "its routing rule gave None: return the places"),
        ({"fight_law": for_ever}, "seconds from 0 on"),
        ({"fight_law": no_return}, "no_return gave 'None' for"),
        ({"outcomes": {"mine": words}}, "a finite number or None"),
        ({"outcomes": {"first-arrival": contacts}}, "an outcome already"),
    ):
        with pytest.raises((HookError, ScenarioError), match=told):
            paris44.run(scenario, n=1, out=tmp_path, workers=1, **rules)


def test_outcomes_of_ones_own_have_names(tmp_path: Path) -> None:
    """A function without a name, or with one that is no text, is refused before anything is run."""

    def fights(seen: Happenings) -> float:
        return float(len(seen.events))

    for given in ([fights], fights, {3: fights}, {"": fights}):
        with pytest.raises(StudyError, match=r"^outcomes"):
            paris44.run("toy-strongpoint", n=1, out=tmp_path, outcomes=given)  # type: ignore[arg-type]
