"""What cannot be: quantities beyond their limits, and roads shorter than the straight line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paris44.scenario.checks import limits
from paris44.scenario.load import ScenarioError, load
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema.read import parameter_limits
from tests.scenario import toy


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ("parameters.speed.heavy: 100000 km/h", "parameters.speed.heavy.value", "1 km/h and 100 km/h"),
        ("parameters.speed.heavy: triangular(10, 20, 500) km/h", "parameters.speed.heavy.value", "100 km/h"),
        ('parameters.fight.time: "lognormal(2 d, sigma 2)"', "parameters.fight.time.value", "0 s and 7 d"),
        ("parameters.jam-spacing: 100 km", "parameters.jam-spacing.value", "between 1 m and 200 m"),
        ("parameters.loss.prisoners: 1.5", "parameters.loss.prisoners.value", "between 0 and 1"),
        ("parameters.halt.every: 5 min", "parameters.halt.every.value", "between 1 h and 7 d"),
        ("roads.aby--pont.length_km: 500", "roads.aby--pont.length_km", "'500' is not between 0.01 and 200"),
        ("roads.aby--pont.speed_kmh: 900", "roads.aby--pont.speed_kmh", "'900' is not between 1 and 100"),
        ("bridges.pont.capacity_vph: 1e9", "bridges.pont.capacity_vph", "between 1 and 100000"),
        ("garrisons.post.men: 1000000", "garrisons.post.men", "between 0 and 200000"),
        ("orders.march.headway: 2 h", "orders.march.headway", "'2 h' is not between 0.1 s and 10 min"),
        ("orders.march.issued.delay: 90 d", "orders.march.issued", "between 0 s and 60 d"),
        ("attrition.siege.killed_per_hour: 90000", "attrition.siege.killed_per_hour", "0 and 10000"),
        ("roads.aby--pont.length_km: 18.3", "roads.aby--pont.length_km", "the straight line of 18.38 km"),
        ("places.pont.lat: 48.70", "roads.aby--pont.length_km", "shorter than the straight line of 21.4"),
    ],
)
def test_the_impossible_is_refused(tmp_path: Path, change: str, path: str, message: str) -> None:
    """A quantity beyond its limits and a road shorter than the straight line are faults of the author's own
    line, with the limits and a hint."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, change)
    fault = caught.value.faults[0]
    assert (fault.path, fault.line) == (path, 4)
    assert fault.file.endswith("child.yaml")
    assert re.search(re.escape(message), fault.message), fault.message
    assert fault.hint.startswith("check ")


def test_every_parameter_has_limits() -> None:
    """The table has limits for each parameter, in its unit, and the lower is below the upper."""
    for name in PARAMETERS:
        low, high = parameter_limits(name).ends()
        assert low < high, name


def test_the_shipped_roads_are_longer_than_the_straight_line() -> None:
    """The limit for the length of a road is met by every shipped road without its allowance for rounding."""
    rows = load("historical").rows
    places = rows["places"]
    for key, road in rows["roads"].items():
        a, b = places[road.from_], places[road.to]
        assert road.length_km >= limits.crow_km(a.lat, a.lon, b.lat, b.lon), key


@pytest.mark.parametrize(
    ("hour", "side"),
    [
        ("1944-08-21T06:00+02:00", "before the scenario starts"),
        ("1950-01-01T00:00+02:00", "after the scenario ends"),
    ],
)
def test_worlds_part_inside_the_scenario(tmp_path: Path, hour: str, side: str) -> None:
    """A passport whose hour no event could show to be false is refused at its line."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, "orders.line: null", f"title: A child\nextends: toy\ndiverges_at: {hour}\n")
    (fault,) = caught.value.faults
    assert (fault.path, fault.line, fault.message) == ("diverges_at", 3, f"lies {side}")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../evil", "is no name of a folder"),
        ("/evil", "is no name of a folder"),
        ("..", "is no name of a folder"),
        ("a/b/c", "is no name of a folder"),
        ("compare", "is the folder of answers"),
        ("Compare", "is the folder of answers"),
        ("-x", "is no name of a folder"),
        ("' '", "is no name of a folder"),
        ("n" * 201, "is longer than 200 bytes"),
    ],
)
def test_a_name_is_that_of_a_folder(tmp_path: Path, name: str, why: str) -> None:
    """A scenario's results go into a folder of its name below ``--out``, and nowhere else."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, "orders.line: null", f"title: A child\nextends: toy\nname: {name}\n")
    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == ("name", 3)
    assert fault.message.endswith(why)


def test_names_may_be_words(tmp_path: Path) -> None:
    """Accents, spaces, points and hyphens are no hindrance."""
    made = toy.child(tmp_path, "orders.line: null", "title: A child\nextends: toy\nname: Été 44, v1.2-b\n")
    assert made.scenario.name == "Été 44, v1.2-b"


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("men: 100, vehicles: 40, tanks: 10", False),
        ("men: 10, vehicles: 40, tanks: 100", True),
        ("men: 39, vehicles: 40, tanks: 41", True),
        ("men: 39, vehicles: 40, tanks: 40", False),
        ("men: 40, vehicles: 40, tanks: 41", False),
        ("men: 0, vehicles: 40, tanks: 41", True),
        ("vehicles: 40, tanks: 410", False),
    ],
)
def test_exchanged_columns_are_seen(tmp_path: Path, row: str, refused: bool) -> None:
    """More tanks than vehicles and fewer men than vehicles in one row is a fault; either alone is none."""
    text = toy.text().replace("nation: FR, men: 300, vehicles", "nation: FR, vehicles")
    text = text.replace("men: 100, vehicles: 40, tanks: 10", row)
    if not refused:
        toy.loaded(tmp_path, text)
        return
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, text)
    (fault,) = caught.value.faults
    assert (fault.path, fault.line > 0) == ("formations.div/lead.tanks", True)
    assert "exchanged" in fault.hint


@pytest.mark.parametrize(
    ("row", "side"),
    [
        ("time: 1954-08-22T06:50+02:00, grade: B", "after"),
        ("time: 1944-08-23T06:00+02:00, grade: A", "after"),
        ("lo: 1944-08-24T06:00+02:00, hi: 1944-08-25T06:00+02:00, grade: A", "after"),
        ("time: 1944-08-22T05:59+02:00, grade: A", "before"),
        ("lo: 1944-08-21T06:00+02:00, hi: 1944-08-22T05:00+02:00, grade: B", "before"),
        ("lo: 1944-08-22T05:00+02:00, hi: 1944-08-22T07:00+02:00, grade: B", ""),
        ("time: 1944-08-22T06:00+02:00, grade: B", ""),
        ("time: 1954-08-22T06:50+02:00, grade: C", ""),
        ("time: 1954-08-22T06:50+02:00, grade: D", ""),
    ],
)
def test_a_record_of_another_time_judges_nothing(tmp_path: Path, row: str, side: str) -> None:
    """A row by which the file itself would judge its runs, and that no run could meet, is refused."""
    rest = toy.REST.replace(
        "record:\n", f"record:\n  r3: {{formation: div, place: bourg, event: arrive, source: carte, {row}}}\n"
    )
    if not side:
        toy.loaded(tmp_path, toy.text(rest=rest))
        return
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, toy.text(rest=rest))
    (fault,) = caught.value.faults
    assert fault.path.startswith("record.r3.")
    assert (
        fault.message
        == f"lies {side} the scenario {'ends' if side == 'after' else 'starts'}, and would judge it"
    )


@pytest.mark.parametrize(
    ("bounds", "bad"),
    [
        ("hi: 1954-08-22T07:05+02:00", "hi"),
        ("lo: 1934-08-22T06:55+02:00", "lo"),
        ("lo: 1944-07-22T06:55+02:00, hi: 1944-08-22T07:05+02:00", "lo"),
        ("lo: 1944-08-21T06:55+02:00, hi: 1944-08-24T05:55+02:00", ""),
        ("hi: 1954-08-22T07:05+02:00, grade: C", ""),
    ],
)
def test_a_bound_of_another_year_holds_nothing(tmp_path: Path, bounds: str, bad: str) -> None:
    """A day is played: a bound months off would hold whatever comes, and is refused where it judges."""
    row = (
        f"formation: div, place: bourg, event: arrive, time: 1944-08-22T07:00+02:00, source: carte, {bounds}"
    )
    grade = "" if "grade" in bounds else ", grade: B"
    rest = toy.REST.replace("record:\n", f"record:\n  r3: {{{row}{grade}}}\n")
    if not bad:
        toy.loaded(tmp_path, toy.text(rest=rest))
        return
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, toy.text(rest=rest))
    (fault,) = caught.value.faults
    assert fault.path == f"record.r3.{bad}"
    assert "far outside the scenario" in fault.message


def test_a_shortened_scenario_keeps_its_record(tmp_path: Path) -> None:
    """Rows that a file inherits and leaves outside by its own end are no fault; those that it gives are."""
    toy.child(tmp_path, "end: 1944-08-22T13:00+02:00\norders.march.start: null")
    late = "time: 1944-08-22T14:00+02:00, lo: 1944-08-22T13:50+02:00, hi: 1944-08-22T14:10+02:00"
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, f"end: 1944-08-22T13:00+02:00\nrecord.r1: {{{late}, source: carte, grade: A}}")
    assert {fault.path.split(".")[1] for fault in caught.value.faults} == {"r1"}


ISLAND = """\
  isle: {name: Isle, lat: 48.60, lon: 2.00, kind: town}
  cape: {name: Cape, lat: 48.60, lon: 2.05, kind: town}
"""
FERRY = "  isle--cape: {from: isle, to: cape, class: local, length_km: 4}\n"
SECOND = """\
  second:
    type: march
    issued: {after: {arrive: [div, bourg]}}
    serials: [div/lead]
    route: [ROUTE]
"""


@pytest.mark.parametrize(
    ("route", "more", "hint"),
    [
        ("isle, cape", "", "add the missing road"),
        (
            "cape, isle",
            "  bourg--isle: {from: bourg, to: isle, class: local, length_km: 9, closed: true}\n",
            "a closed road cuts them off",
        ),
        (
            "isle, cape",
            "  bourg--isle: {from: bourg, to: isle, class: local, length_km: 9}\n",
            "",
        ),
        ("bourg, pont", "", ""),
    ],
)
def test_nobody_leaves_an_island(tmp_path: Path, route: str, more: str, hint: str) -> None:
    """An order whose start cannot be reached at all from where its formation has marched is refused."""
    text = toy.text(
        places=toy.PLACES + ISLAND,
        roads=toy.ROADS + FERRY + more,
        orders=toy.ORDERS + SECOND.replace("ROUTE", route),
    )
    if not hint:
        toy.loaded(tmp_path, text)
        return
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, text)
    (fault,) = caught.value.faults
    assert (fault.path, fault.hint) == ("orders.second.route.0", hint)
    assert "'div/lead' comes by 'march' to bourg" in fault.message


@pytest.mark.parametrize(
    ("work", "refused"),
    [
        ("", True),
        ("{type: bridge, issued: {after: decision}, bridge: gap, action: demolish}", True),
        (
            "{type: bridge, issued: {after: decision}, bridge: gap, action: repair, formation: div/rest}",
            False,
        ),
    ],
)
def test_a_gap_is_mended_or_cuts(tmp_path: Path, work: str, refused: bool) -> None:
    """A bridge that is blown at the start joins nothing, unless an order mends it."""
    places = toy.PLACES + ISLAND + "  gap: {name: The gap, lat: 48.60, lon: 1.95, kind: bridge}\n"
    roads = (
        toy.ROADS + FERRY + "  bourg--gap: {from: bourg, to: gap, class: local, length_km: 5}\n"
        "  gap--isle: {from: gap, to: isle, class: local, length_km: 5}\n"
    )
    who = toy.WHO.replace("bridges:\n", "bridges:\n  gap: {state: blown}\n")
    orders = toy.ORDERS + SECOND.replace("ROUTE", "isle, cape") + (f"  mend: {work}\n" if work else "")
    text = toy.text(places=places, roads=roads, who=who, orders=orders)
    if not refused:
        toy.loaded(tmp_path, text)
        return
    with pytest.raises(ScenarioError) as caught:
        toy.loaded(tmp_path, text)
    (fault,) = caught.value.faults
    assert (fault.path, fault.hint) == (
        "orders.second.route.0",
        "a blown bridge that nobody repairs cuts them off",
    )


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ("roads.pont--aby.length_km: 21", "roads.pont--aby", "it is called 'aby--pont'"),
        (
            "roads.pont--aby: {from: pont, to: aby, class: local, length_km: 21}",
            "roads.pont--aby",
            "it is one: keep that id",
        ),
        ("orders.line.roads: [bourg--pont]", "orders.line.roads.0", "it is called 'pont--bourg'"),
        ("orders.line.roads: [pont--burg]", "orders.line.roads.0", "did you mean 'pont--bourg'?"),
    ],
)
def test_a_road_called_from_its_other_end_is_named(
    tmp_path: Path, change: str, path: str, words: str
) -> None:
    """Who writes ``b--a`` of a road ``a--b`` is told what it is called, wherever it stands."""
    with pytest.raises(ScenarioError) as caught:
        toy.child(tmp_path, change)
    (fault,) = caught.value.faults
    assert (fault.path, fault.line, fault.hint) == (path, 4, words)
