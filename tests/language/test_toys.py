"""The exercises that are shipped are told in French as the operations are."""

from __future__ import annotations

import pytest

from paris44.language.languages import language_of
from paris44.scenario.load import load
from paris44.telling.words import speaker, told

TOYS = ("toy-bridge", "toy-merge", "toy-one-road", "toy-phase-line", "toy-strongpoint")
LETTER = 1
"""A place called by a letter is called so in any language."""


@pytest.mark.parametrize("name", TOYS)
def test_an_exercise_has_its_french(name: str) -> None:
    """Title, expectation, orders, formations and places of an exercise have another name in French."""
    scenario = load(name).scenario
    say, french = speaker(scenario), language_of("fr")
    texts = [told(scenario, scenario.title), told(scenario, scenario.expect)]
    texts += [text for text in (*say.names.values(), *say.orders.values()) if len(text) > LETTER]
    assert [text for text in texts if french.tell(text) == str(text)] == []
