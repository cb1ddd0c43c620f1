"""A theatre that cannot be: sides and places that are not there, clocks that were not, days that go down."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.scenario.load import ScenarioError
from tests.scenario import toy

HERE = "theatre:\n  here: {{name: Here{}}}\n"
PARTIES = """\
sides:
  ours: {name: Ours, enemies: [theirs]}
  theirs: {name: Theirs, enemies: [ours]}
parties:
  columns: {name: Ours, side: ours}
  posts: {name: Theirs, side: theirs, garrisons: true}
"""


def refused(folder: Path, theatre: str, **parts: str) -> tuple[str, str, str]:
    """Path, message and hint of the one fault of the toy with a theatre."""
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(folder, theatre + toy.text(**parts))
    (fault,) = caught.value.faults
    assert fault.line > 0
    assert fault.hint
    return fault.path, fault.message, fault.hint


@pytest.mark.parametrize(
    ("field", "path", "message", "hint"),
    [
        (", objective: burg", "objective", "there is no place 'burg'", "bourg"),
        (
            ", objective: far",
            "objective",
            "no road touches the objective 'far'",
            "name a place on the network",
        ),
        (", light_lat: 50.0", "light_lat", "light_lon is missing", "give both"),
        (", light_lat: 95.0, light_lon: 1.0", "light_lat", "'95.0' is above 90", "check the number"),
        (", judged_from: 1944-08-32", "judged_from", "no such day", "check the month"),
        (", judged_from: soon", "judged_from", "'soon' is not a day", "year-month-day"),
        (", clock: Europe/Pari", "clock", "'Europe/Pari' is no clock", "write an offset"),
        (
            ', clock: "+01:00"',
            "clock",
            "it was +01:00, and the start says +02:00",
            "write start and end with",
        ),
    ],
)
def test_a_wrong_theatre_is_refused(tmp_path: Path, field: str, path: str, message: str, hint: str) -> None:
    """Each field that cannot be is one fault at its own line, with a hint."""
    where, said, how = refused(tmp_path, HERE.format(field))
    assert where == f"theatre.here.{path}"
    assert message in said
    assert hint in how


def test_a_clock_that_was_not_there_is_refused(tmp_path: Path) -> None:
    """Before there were zones each town had its own clock: the zone's name is refused, with the offset."""
    text = toy.text().replace("1944-08-22T", "1863-07-01T").replace("1944-08-23T", "1863-07-02T")
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, HERE.format(", clock: America/New_York") + text)
    told = [fault for fault in caught.value.faults if fault.path == "theatre.here.clock"]
    assert [fault.message for fault in told] == [
        "there was no clock 'America/New_York' on 1863-07-01, each town had its own"
    ]
    assert told[0].hint == "write the offset of the town: -04:56"


def test_a_clock_that_is_changed_on_the_way_is_refused(tmp_path: Path) -> None:
    """All hours of a run go by one offset: a zone that is put forward between start and end is refused."""
    text = toy.text().replace("1944-08-22T", "1944-04-02T").replace("1944-08-23T", "1944-04-03T")
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, HERE.format(", clock: Europe/Brussels") + text.replace("+02:00", "+01:00"))
    (told,) = [fault for fault in caught.value.faults if fault.path == "theatre.here.clock"]
    assert told.message == "is changed between start and end"
    assert told.hint == "write the offset that all went by: +01:00"


def test_a_zone_is_what_it_was_on_that_day(tmp_path: Path) -> None:
    """London went by double summer time in August 1944, two hours ahead."""
    theatre = HERE.format(", clock: Europe/London")
    assert toy.loaded(tmp_path, theatre + toy.text()).scenario.theatre.id == "here"


@pytest.mark.parametrize(
    ("was", "becomes", "path", "message"),
    [
        ("side: ours", "side: our", "parties.columns.side", "there is no side 'our'"),
        ("enemies: [ours]", "enemies: [our]", "sides.theirs.enemies.0", "there is no side 'our'"),
        ("enemies: [ours]", "enemies: []", "sides.ours.enemies.0", "'theirs' is no enemy of 'ours' in turn"),
        ("garrisons: true", "garrisons: false", "parties", "none of the parties holds the garrisons"),
        ("side: ours}", "side: ours, garrisons: true}", "parties", "columns and posts all hold"),
        ("side: ours}", "side: ours, regular: false}", "parties", "no party is of those who come"),
    ],
)
def test_sides_that_do_not_fight_are_refused(
    tmp_path: Path, was: str, becomes: str, path: str, message: str
) -> None:
    """Parties stand on sides that there are, which are each other's enemies, and one holds the garrisons."""
    assert was in PARTIES
    found = refused(tmp_path, PARTIES.replace(was, becomes))
    assert found[0] == path
    assert message in found[1]


def test_losses_by_the_hour_are_of_a_party_that_there_is(tmp_path: Path) -> None:
    """A row of attrition names one of the parties that a scenario declares."""
    path, message, _ = refused(tmp_path, PARTIES, rest=toy.REST.replace("party: columns", "party: ffi"))
    assert (path, message) == ("attrition.siege.party", "there is no party 'ffi'")


def test_a_scenario_has_one_theatre(tmp_path: Path) -> None:
    """Two rows are one too many."""
    path, message, _ = refused(tmp_path, "theatre:\n  here: {name: Here}\n  there: {name: There}\n")
    assert (path, message) == ("theatre.there", "a scenario has one theatre")


def test_days_that_do_not_go_up_are_refused(tmp_path: Path) -> None:
    """A block ends after it begins, and a day's light goes from dawn to dusk."""
    block = 'blocks:\n  b: {name: b, from: "1944-08-23", to: "1944-08-22"}\n'
    assert refused(tmp_path, block)[:2] == ("blocks.b.to", "is before the first day")
    hours = 'first_light: "06:00", sunrise: "05:00", sunset: "20:00", dusk: "21:00"'
    light = f'light:\n  d: {{day: "1944-08-22", {hours}}}\n'
    assert refused(tmp_path, light)[1] == "first light, sunrise, sunset and dusk do not go up"
    wrong = light.replace('"05:00"', '"5 am"')
    assert refused(tmp_path, wrong)[:2] == ("light.d.sunrise", "'5 am' is not an hour of the clock")


def test_a_theatre_that_says_nothing_is_neutral(tmp_path: Path) -> None:
    """Without a theatre the operation is called by the scenario's title, and columns fight garrisons."""
    theatre = toy.loaded(tmp_path).scenario.theatre
    assert (theatre.id, theatre.name) == ("", "A road, a bridge and a line")
    assert (theatre.objective, theatre.credit, theatre.seed) == (None, "", None)
    assert [party.id for party in theatre.parties] == ["columns", "garrisons"]
    assert (theatre.attacker.id, theatre.holder.id) == ("columns", "garrisons")


@pytest.mark.parametrize("colour", ["reddish", '"#12"', '"#0072B2FF"', "10 min", "7"])
def test_what_is_no_colour_is_refused(tmp_path: Path, colour: str) -> None:
    """A colour is #rrggbb: any other word would only come to light in a figure."""
    where, said, how = refused(tmp_path, PARTIES.replace("side: ours}", f"side: ours, colour: {colour}}}"))
    assert where == "parties.columns.colour"
    assert said.endswith(" is no colour")
    assert "#rrggbb" in how
