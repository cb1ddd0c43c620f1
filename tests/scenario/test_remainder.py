"""The remainder of a formation: what its other parts leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario.load import ScenarioError
from tests.scenario import toy

WHOLE = "  div: {name: The division, nation: FR, men: 300, vehicles: 90"
REST = "  div/rest: {parent: div, name: Rest, nation: FR, men: 200, vehicles: 50, category: truck}"
LEFT = "  div/rest: {name: Rest, nation: FR, category: truck, remainder: true"


def who(rest: str, whole: str = WHOLE) -> str:
    """The toy's formations with another rest, and another whole."""
    return toy.WHO.replace(REST, rest).replace(WHOLE, whole)


def test_the_remainder_is_what_the_named_parts_leave(tmp_path: Path) -> None:
    """A remainder has the whole's men, vehicles, tanks and guns less those of the named parts."""
    scenario = toy.loaded(tmp_path, toy.text(who=who(LEFT + "}", WHOLE + ", tanks: 12, guns: 3"))).scenario
    rest = scenario.formations["div/rest"]
    assert (rest.men, rest.vehicles, rest.tanks, rest.guns) == (200, 50, 2, 3)
    assert scenario.formations["div"].vehicles == 90


def test_it_follows_what_a_change_detaches(tmp_path: Path) -> None:
    """A what-if that names another detachment needs no word on the remainder."""
    toy.write(tmp_path, toy.text(who=who(LEFT + "}")))
    text = (
        "title: A child\nextends: toy\nchange:\n"
        "  formations.div/guard: {parent: div, name: Guard, men: 20, vehicles: 8, category: light}\n"
    )
    scenario = toy.loaded(tmp_path, text, "child.yaml").scenario
    assert scenario.formations["div/rest"].vehicles == 42
    assert scenario.formations["div/rest"].men == 180


def test_what_it_states_itself_is_checked(tmp_path: Path) -> None:
    """A remainder that states its vehicles must have those that are left."""
    with pytest.raises(ScenarioError, match="the parts have 91 vehicles, the whole 90"):
        toy.loaded(tmp_path, toy.text(who=who(LEFT + ", vehicles: 51}")))


@pytest.mark.parametrize(
    ("rest", "whole", "message"),
    [
        (
            LEFT + "}",
            WHOLE.replace("vehicles: 90", "vehicles: 30"),
            "the parts have 40 vehicles, the whole 30",
        ),
        (LEFT + "}", WHOLE + ", tanks: 5", "the other parts have 5 tanks more than the whole"),
        (LEFT + "}", WHOLE.replace(", vehicles: 90", ""), "the remainder of nothing that has vehicles"),
        (
            LEFT + "}\n" + LEFT.replace("div/rest", "div/more") + "}",
            WHOLE,
            "has the remainder 'div/rest' already",
        ),
        (LEFT + "}\n  div/rest/x: {name: X, vehicles: 1}", WHOLE, "a remainder has no parts"),
        ("  alone: {name: Alone, remainder: true}", WHOLE, "the remainder of nothing that has vehicles"),
    ],
)
def test_a_remainder_that_cannot_be(tmp_path: Path, rest: str, whole: str, message: str) -> None:
    """Parts with more than the whole, two remainders, a remainder with parts or of nothing: a fault each."""
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, toy.text(who=who(rest, whole)))
    assert message in str(caught.value)
    assert all(fault.line and fault.hint for fault in caught.value.faults)


def test_a_sum_that_is_short_names_the_remainder_as_a_way_out(tmp_path: Path) -> None:
    """Where parts have less than the whole, the hint tells of the remainder."""
    with pytest.raises(ScenarioError, match=r"the whole 95 \(\+5 to give to .*remainder: true"):
        toy.loaded(tmp_path, toy.text(who=toy.WHO.replace("vehicles: 90", "vehicles: 95")))
