"""Outcomes that say nothing, or that can never come: one line each, at the author's own line, with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario.load import ScenarioError
from paris44.study.running.lay_out import lay_out
from tests.scenario import toy

HEAD = "title: A child\nextends: toy\nchange: {orders.line: null}\noutcomes:\n"


def refused(folder: Path, row: str) -> tuple[str, str, str]:
    """Path, message and hint of the one fault of a scenario that declares an outcome ``own`` wrongly."""
    toy.write(folder)
    path = toy.write(folder, HEAD + f"  own: {{{row}}}\n", "child.yaml")
    with pytest.raises(ScenarioError) as caught:
        lay_out(toy.load(path))
    (fault,) = caught.value.faults
    assert (Path(fault.file).name, fault.line) == ("child.yaml", 5)
    assert fault.hint
    return fault.path, fault.message, fault.hint


@pytest.mark.parametrize(
    ("row", "path", "message", "hint"),
    [
        ("type: evnt", "type", "'evnt' is not a type of outcome", "did you mean 'event'?"),
        ("events: [arrive]", "type", "'type' is missing", "one of event, count"),
        ("type: event, events: [arive]", "events.0", "'arive' is not one of", "did you mean 'arrive'?"),
        ("type: event, percent: 5", "percent", "unknown field", "outcomes of type share"),
        ("type: event", "", "says neither what happens nor where", "give events"),
        ("type: event, events: [arrive], number: 0", "number", "no place in a row", "1 is the first"),
        ("type: event, events: [arrive], each_place: true", "each_place", "names no places", "give places"),
        ("type: event, formations: [dib], places: [bourg]", "formations.0", "no formation 'dib'", "'div'"),
        ("type: event, places: [burg]", "places.0", "there is no place 'burg'", "'bourg'"),
        ("type: event, parties: [div], places: [bourg]", "parties.0", "there is no party 'div'", ""),
        ('type: event, places: [bourg], label: "at {place}"', "label", "'{place}' stands for", "each_place"),
        ("type: share, formation: div, percent: 50", "", "says not past which places", "give places"),
        ("type: share, formation: div, places: [bourg]", "", "neither percent nor at", "percent asks when"),
        ("type: share, formation: div, places: [bourg], percent: 120", "percent", "0.1 and 100", "check"),
        ("type: latest, of: []", "of", "made of nothing", "name the moments"),
        ("type: latest, of: [own]", "of.0", "'own' is made of itself", "break the circle"),
        ("type: earliest, of: [ghost]", "of.0", "there is no outcome 'ghost'", "add it to outcomes"),
        ("type: losses, goal: true", "goal", "is no moment", "plans bring moments early"),
    ],
)
def test_an_outcome_that_says_nothing_is_refused(
    tmp_path: Path, row: str, path: str, message: str, hint: str
) -> None:
    """What a declaration lacks, or has too much, is one fault at its own line, with what to write."""
    where, said, how = refused(tmp_path, row)
    assert where == f"outcomes.own.{path}".rstrip(".")
    assert message in said
    assert hint in how


@pytest.mark.parametrize(
    ("row", "path", "message", "hint"),
    [
        ("type: event, places: [far]", "places", "no march of anybody passes far", "such places: aby, pont"),
        ("type: event, events: [arrive], places: [pont]", "places", "ends at pont", "such places: bourg"),
        ("type: event, events: [depart], places: [bourg]", "places", "begins at bourg", "such places: aby"),
        ("type: event, events: [parade]", "events", "no march of anybody is for parade", "another event"),
        (
            "type: event, events: [enter_city], place_kind: gate",
            "place_kind",
            "no place of kind gate",
            "name",
        ),
        ("type: event, events: [sign]", "events", "no order of type act says sign", "add one"),
        ("type: event, events: [junction], places: [bourg]", "events", "type act says junction", "add one"),
        ("type: event, events: [contact], places: [aby]", "events", "no garrison stands at aby", "name the"),
        ("type: count, events: [bridge], places: [bourg]", "events", "there is no bridge at bourg", "name"),
        ("type: count, events: [reinforce]", "events", "no order brings reinforce about", "type reinforce"),
        ("type: count, events: [counter_attack]", "events", "no order brings counter", "type counter-attack"),
        (
            "type: share, formation: div, percent: 9, places: [far]",
            "places",
            "no march of div passes",
            "such",
        ),
        ("type: fall", "type", "the scenario has no pockets", "name the garrisons"),
        (
            "type: fall, garrisons: [post], number: 2",
            "number",
            "there are 1 garrisons, not 2",
            "leave it out",
        ),
    ],
)
def test_an_outcome_that_can_never_come_is_refused(
    tmp_path: Path, row: str, path: str, message: str, hint: str
) -> None:
    """An event that nothing brings about and a place that nobody's way passes are told before any run."""
    where, said, how = refused(tmp_path, row)
    assert where == f"outcomes.own.{path}"
    assert message in said
    assert hint in how


def test_what_another_change_made_impossible_is_never(tmp_path: Path) -> None:
    """An outcome taken over from the parent is no fault of who removes what brings it about."""
    parent = "outcomes:\n  own: {type: event, events: [contact], formations: [div]}\n"
    toy.write(tmp_path, toy.text() + parent)
    child = """title: A child
extends: toy
change: {orders.line: null, garrisons.post: null, attrition.siege: null}
"""
    assert "own" in lay_out(toy.loaded(tmp_path, child, "child.yaml")).scenario.outcomes
