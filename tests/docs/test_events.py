"""The event dictionary knows all that the log can say, and the log keeps to it."""

from __future__ import annotations

from typing import get_args

import pytest

from paris44.engine.events import CAUSES, KINDS, PASSAGES, Cause, Kind
from paris44.engine.log import Event
from paris44.engine.run import run
from paris44.scenario.load import load
from paris44.scenario.schema import fields
from paris44.world.build import build
from tests.dictionary import strangers

PLAYED = ("historical", "toy-bridge", "toy-merge", "toy-one-road", "toy-phase-line", "toy-strongpoint")


def test_every_kind_and_cause_has_a_meaning() -> None:
    """The types and their dictionaries name the same things, and each meaning says when."""
    assert list(KINDS) == list(get_args(Kind))
    assert list(CAUSES) == list(get_args(Cause))
    assert all(meaning.when for meaning in KINDS.values())


def test_what_an_act_may_decide_is_known() -> None:
    """Whatever event the schema lets an act bring about is a kind of the dictionary."""
    assert set(get_args(fields.Event)) <= set(KINDS)


@pytest.mark.parametrize("name", PLAYED)
def test_the_log_keeps_to_the_dictionary(name: str) -> None:
    """Every entry is of a known kind and fills no column that its kind leaves empty; so are passages."""
    world = build(load(name).scenario)
    for replication in range(2):
        log = run(world, seed=1944, replication=replication)
        assert log.events
        assert not list(strangers(world.scenario, log.events))
        assert {passage.event for passage in log.passages} <= set(PASSAGES)
        assert {cause for unit in log.changes for _, cause, _ in unit} <= {*CAUSES, "done"}


def test_a_stranger_is_seen() -> None:
    """A kind that nobody described, and a value where none is meant, are found."""
    scenario = load("toy-one-road").scenario
    odd = [
        Event(0.0, "reinvent", None, None),  # type: ignore[arg-type]
        Event(0.0, "receive", "column", "a", None, "", 3.0),
        Event(0.0, "receive", "column", "a"),
    ]
    assert list(strangers(scenario, odd)) == odd[:2]
