"""What is said of a sound scenario before it is run: one line for each thing that cannot come about."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from paris44.engine.orders.deeds import _no_use
from paris44.language.languages import language_of
from paris44.scenario.checks.facts import Own
from paris44.scenario.checks.sources import Sources
from paris44.scenario.faults import ScenarioError
from paris44.scenario.file.find import packaged
from paris44.scenario.load import Loaded, Shelf, load, shipped
from paris44.scenario.schema.sections import SECTIONS, BridgeRow, BridgeWorkRow
from paris44.study.running.lay_out import lay_out
from paris44.study.running.notes import notes
from paris44.study.running.rehearsal import rehearse
from tests.scenario import toy

FRENCH = language_of("fr")
ACTIONS = get_args(get_type_hints(BridgeWorkRow)["action"])
STATES = get_args(get_type_hints(BridgeRow)["state"])
EARLY = "from: 1944-08-22T09:00+02:00, to: 1944-08-22T10:00+02:00"
LATE = "from: 1944-08-23T06:00+02:00, to: 1944-08-24T09:00+02:00"
ORDERS = toy.ORDERS.replace("points: [pont, bourg]", "roads: [pont--bourg]")
BASE = toy.text(orders=ORDERS)


def child(folder: Path, change: str) -> Loaded:
    """A scenario that extends the toy with these lines below ``change:``, loaded."""
    toy.write(folder, BASE)
    body = "".join(f"  {line}\n" for line in change.strip("\n").splitlines())
    return toy.loaded(folder, f"title: A child\nextends: toy\nchange:\n{body}", "child.yaml")


def said(loaded: Loaded) -> dict[str, str]:
    """The notes by path; that each has a place and one clean line is checked on the way."""
    found = notes(loaded)
    assert all(note.fault.line > 0 and note.render().isprintable() for note in found)
    assert len({note.fault.path for note in found}) == len(found)
    return {note.fault.path: note.fault.message for note in found}


def of_orders(folder: Path, orders: str) -> dict[str, str]:
    """The notes on the toy with further orders."""
    return said(toy.loaded(folder, toy.text(orders=ORDERS + orders)))


def test_a_plain_scenario_needs_no_note(tmp_path: Path) -> None:
    """Where all comes about nothing is said."""
    assert said(toy.loaded(tmp_path, BASE)) == {}


def test_a_what_if_that_changes_nothing_is_told(tmp_path: Path) -> None:
    """An empty change, or one to the very value of its base, is a slip of the author's."""
    for change in ("", "orders.line.until: 1944-08-22T12:00+02:00"):
        toy.write(tmp_path, BASE)
        text = f"title: A child\nextends: toy\nchange:\n  {change}\n"
        assert "changes nothing of toy" in said(toy.loaded(tmp_path, text, "child.yaml"))["extends"]


ACT = "  {}: {{type: act, event: sign, formation: div, place: aby, issued: {}}}\n"


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("{after: {arrive: [div/lead, aby]}}", "waits for div/lead's arrival at aby, which no order"),
        ("{after: {arrive: [div, pont]}}", "waits for div's arrival at pont, which no order"),
        ("{after: {arrive: [div, bourg, 2]}}", "waits for div's arrival at bourg, visit 2, which no order"),
        ("{after: {depart: [div, bourg]}}", "waits for div's departure from bourg, which no order"),
        ("{after: {pass: [div, far]}}", "waits for div's passage of far, which no order"),
        ("{after: {parade: [div, bourg]}}", "waits for div's parade at bourg, which no order"),
        ("{after: {enter_city: [div, bourg]}}", "waits for div's entry by bourg, which no order"),
        ("{after: {cross_bridge: [div, bourg]}}", "waits for div's crossing of bourg, which no order"),
        ("{after: {order: [div, aby]}}", "waits for div's order at aby, which no order"),
        ("{after: {junction: [div, bourg]}}", "waits for div's junction at bourg, which no order"),
        ("{after: {contact: [div, pont]}}", "waits for div's contact at pont, which no order"),
        ("{after: {all: [decision, {pass: [div, far]}]}}", "waits for div's passage of far, which no order"),
        ("{after: {any: [{order: [div, far]}, {pass: [div, far]}]}}", "waits for div's "),
        ("{at: 1944-08-23T07:00+02:00}", "only after the scenario ends"),
        ("{after: decision, delay: 30 h}", "only after the scenario ends"),
        ("{after: decision, at: 1944-08-24T06:00+02:00}", "only after the scenario ends"),
    ],
)
def test_who_waits_in_vain_is_told(tmp_path: Path, moment: str, why: str) -> None:
    """An order that waits for what no order causes, or that comes after the end, is named with what it waits
    for; who waits for it is named with it."""
    found = of_orders(tmp_path, ACT.format("x", moment) + ACT.format("y", "{after: x}"))
    assert list(found) == ["orders.x"]
    assert why in found["orders.x"]
    assert found["orders.x"].endswith("; y waits for that in turn")


@pytest.mark.parametrize(
    "moment",
    [
        "{after: {arrive: [div, bourg]}}",
        "{after: {depart: [div/rest, aby]}}",
        "{after: {pass: [div/lead, pont]}}",
        "{after: {cross_bridge: [div, pont]}}",
        "{after: {contact: [div, bourg]}}",
        "{after: {cleared: [div/lead, bourg]}}",
        "{after: {gone: post}}",
        "{after: {any: [{pass: [div, far]}, decision]}}",
        "{after: {barred: div}}",
        "1944-08-23T05:00+02:00",
    ],
)
def test_what_comes_about_is_no_note(tmp_path: Path, moment: str) -> None:
    """An order whose trigger the others bring about, or that hangs on a condition of a run, is no note."""
    assert of_orders(tmp_path, ACT.format("x", moment)) == {}


@pytest.mark.parametrize(
    ("chance", "told"), [("0", True), ("chance(0.3)", False), ("0.3", False), ("1", False)]
)
def test_dice_may_fall_either_way(tmp_path: Path, chance: str, told: bool) -> None:
    """An act of chance 0 never comes, and neither do those who wait for it; of any other nobody knows."""
    act = ACT.replace("}}\n", f", chance: {chance}}}}}\n").format("x", "1944-08-22T07:00+02:00")
    found = of_orders(tmp_path, act + ACT.format("y", "{after: {sign: [div, aby]}}"))
    expected = {"orders.x": "never comes: its chance is 0; y waits for that in turn"}
    assert found == (expected if told else {})


def test_a_circle_of_events_is_told_once(tmp_path: Path) -> None:
    """Two marches that wait for each other's arrival are one note, at the first of them."""
    first = (
        "{type: march, issued: {after: {arrive: [div/rest, pont]}}, serials: [div/lead], route: [bourg, aby]}"
    )
    second = (
        "{type: march, issued: {after: {arrive: [div/lead, aby]}}, serials: [div/rest], route: [bourg, pont]}"
    )
    found = of_orders(tmp_path, f"  there: {first}\n  back: {second}\n")
    assert list(found) == ["orders.there"]
    assert "waits for div/rest's arrival at pont" in found["orders.there"]
    assert found["orders.there"].endswith("; back waits for that in turn")


def test_who_stays_where_he_is_has_a_route(tmp_path: Path) -> None:
    """A march from a place to itself is an order to stay there: sound, and nothing to note."""
    stay = "  stay: {type: march, issued: 1944-08-22T15:00+02:00, serials: [div], route: [bourg, bourg]}\n"
    assert not of_orders(tmp_path, stay)


def test_a_place_twice_in_a_row_counts_once(tmp_path: Path) -> None:
    """A route that names a place twice in a row is told, at the second one: it is sound."""
    issued, route = "1944-08-22T15:00+02:00", "[aby, pont, pont, bourg]"
    row = f"  twice: {{type: march, issued: {issued}, serials: [div], route: {route}}}"
    found = of_orders(tmp_path, row + "\n")
    assert found["orders.twice.route.2"] == "pont stands twice in a row: it counts once"


def test_who_is_overtaken_by_a_later_order_is_told(tmp_path: Path) -> None:
    """A march that starts only after one that stands behind it in the file is never taken up, and who waits
    for its departure waits in vain."""
    orders = (
        "  one: {type: march, issued: 1944-08-22T20:00+02:00, serials: [div], route: [bourg, pont]}\n"
        "  two: {type: march, issued: 1944-08-22T15:00+02:00, serials: [div], route: [bourg, pont]}\n"
        + ACT.format("x", "{after: {depart: [div, bourg, 2]}}")
    )  # fmt: skip
    found = of_orders(tmp_path, orders)
    assert found["orders.one"] == "is never taken up: two, which stands behind it, starts first"
    assert "departure from bourg, visit 2" in found["orders.x"]


def test_a_march_that_another_replaces_is_named(tmp_path: Path) -> None:
    """Where a march that was given leads to what an order waits for, but another takes its column away at the
    line, the note names it and does not say that no order leads there."""
    back = "  back: {type: march, issued: 1944-08-22T10:30+02:00, serials: [div], route: [pont, aby]}\n"
    found = of_orders(
        tmp_path, back + ACT.format("x", "{after: {arrive: [div, bourg]}}") + ACT.format("y", "{after: x}")
    )
    assert found == {
        "orders.x": "waits for div's arrival at bourg: march leads there, but does not get there where every "
        "draw is its median; y waits for that in turn"
    }


@pytest.mark.parametrize(
    ("until", "issued", "told"),
    [
        ("1944-08-22T12:00+02:00", "1944-08-22T08:00+02:00", False),
        ("1944-08-22T12:00+02:00", "1944-08-22T13:00+02:00", True),
        ("1944-08-22T12:00+02:00", "1944-08-22T11:55+02:00", True),  # and takes ten minutes to be known
        ("1944-08-22T06:30+02:00", "{after: decision}", True),
    ],
)
def test_a_line_that_is_over_before_it_is_known(tmp_path: Path, until: str, issued: str, told: bool) -> None:
    """A phase line that ends before it is issued, or before its order arrives, holds nobody."""
    orders = ORDERS.replace("until: 1944-08-22T12:00+02:00", f"until: {until}")
    orders = orders.replace("issued: 1944-08-22T08:00+02:00", f"issued: {issued}")
    found = said(toy.loaded(tmp_path, toy.text(orders=orders)))
    assert list(found) == (["orders.line"] if told else [])
    assert all(words.startswith("holds nobody: it ends 22 Aug ") for words in found.values())


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (f"weather.late: {{state: rain, {LATE}}}", "weather.late"),
        ("weather.early: {state: fog, from: 1944-08-22T01:00+02:00, to: 1944-08-22T06:00+02:00}",
         "weather.early"),
        (f"crowds.late: {{{LATE}, factor: 0.5}}", "crowds.late"),
        (f"attrition.late: {{party: ffi, {LATE}}}", "attrition.late"),
        ("garrisons.late: {place: bourg, men: 5, active_from: 1944-08-23T06:00+02:00}", "garrisons.late"),
        ("weather.part: {state: rain, from: 1944-08-23T05:59+02:00, to: 1944-08-24T09:00+02:00}", ""),
    ],
)  # fmt: skip
def test_what_lies_outside_the_time_is_told(tmp_path: Path, row: str, path: str) -> None:
    """Weather, crowds, losses and garrisons that never meet the simulated time are noted, others are not."""
    found = said(child(tmp_path, row))
    assert found == ({path: f"{path.split('.')[1]} lies wholly outside the simulated time"} if path else {})


def test_a_shortened_scenario_says_what_it_leaves_outside(tmp_path: Path) -> None:
    """Inherited rows of the record, weather and orders behind the new end are one note each."""
    found = said(child(tmp_path, "end: 1944-08-22T07:30+02:00"))
    assert found["end"] == "1 row of the record lies after the scenario ends and cannot judge it: r1"
    assert found["weather.shower"] == "shower lies wholly outside the simulated time"
    assert found["crowds.bourg"] == "bourg lies wholly outside the simulated time"
    assert found["orders.march"] == "comes, or starts, only after the scenario ends, and so does line"
    assert len(found) == 4


def test_a_later_start_is_told_too(tmp_path: Path) -> None:
    """What lies before a start that a file moves is noted at that start."""
    text = "title: x\nextends: toy\nstart: 1944-08-22T15:15+02:00\nchange:\n" + "".join(
        f"  orders.{name}.issued: 1944-08-22T15:30+02:00\n" for name in ("decision", "march", "line")
    )
    toy.write(tmp_path, BASE)
    found = said(toy.loaded(tmp_path, text, "late.yaml"))
    assert found["start"] == "1 row of the record lies before the scenario starts and cannot judge it: r1"
    assert found["weather.shower"].endswith("outside the simulated time")
    assert found["orders.line"].startswith("holds nobody: it ends 22 Aug 12:00")


# --- what nobody meets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("garrisons.idle: {place: far, men: 5}", "idle stands at a place that no road touches"),
        ("garrisons.idle: {place: far, bars: [bourg], men: 5}", ""),
        ("garrisons.idle: {place: far, men: 5, chance: 0.5}", ""),
        ("garrisons.idle: {place: far, men: 5}\n"
         "roads.bourg--far: {from: bourg, to: far, class: local, length_km: 50}",
         "idle stands where nobody's way leads"),
        ("garrisons.idle: {place: far, men: 5}\n"
         "orders.r: {type: reinforce, issued: {after: decision}, garrison: idle, men: 5}",
         "idle stands at a place that no road touches"),
        ("garrisons.idle: {place: far, bars: [bourg], men: 5}\n"
         "orders.r: {type: reinforce, issued: {after: decision}, garrison: idle, men: 5}", ""),
        ("garrisons.post.men: 5", ""),
    ],
)  # fmt: skip
def test_a_garrison_that_nobody_meets(tmp_path: Path, row: str, why: str) -> None:
    """A garrison of the author's off every road, or off every column's way, is noted; one that an order
    names or that may not stand there is not, but for men who join it where no road leads."""
    found = said(child(tmp_path, row))
    assert found == ({"garrisons.idle": why} if why else {})


@pytest.mark.parametrize(
    ("men", "more", "noted"), [(-5, 0, False), (-6, 0, True), (-6, 1, False), (-6, -5, True)]
)
def test_no_more_can_leave_than_are_there(tmp_path: Path, men: int, more: int, noted: bool) -> None:
    """Who takes from a garrison of five more than it can have with all that join it is told so."""
    order = "orders.{}: {{type: reinforce, issued: {{after: decision}}, garrison: post, men: {}}}\n"
    joined = order.format("s", more) if more else ""
    found = said(child(tmp_path, "garrisons.post.men: 5\n" + order.format("r", men) + joined))
    words = "6 men are to leave post, which never has more than 5"
    assert found == ({"orders.r.men": words} if noted else {})


@pytest.mark.parametrize(
    ("route", "noted"), [("[aby, pont, bourg]", True), ("[aby, pont, aby]", False), ("[aby]", False)]
)
def test_a_pocket_where_the_march_sets_out(tmp_path: Path, route: str, noted: bool) -> None:
    """A pocket at the first place of a march that never comes back there is noted; one where a march that
    leads nowhere else stands is attacked."""
    pocket = "garrisons.aside: {place: aby, men: 5, pocket: true}\n"
    march = f"orders.march.reduce: [aside]\norders.march.route: {route}\n"
    found = said(child(tmp_path, pocket + march))
    told = "aside stands where the march sets out: a pocket is attacked by who comes to it"
    assert found.get("orders.march.reduce") == (told if noted else None)


MENDED = (
    "orders.mend: {type: bridge, bridge: pont, action: repair, formation: div/rest, duration: 2 h, "
    "issued: 1944-08-22T08:00+02:00, grade: D}\n"
)


@pytest.mark.parametrize(
    ("state", "route", "words"),
    [
        ("blown", "[aby, pont]", "ends on pont, a bridge that is blown at the start"),
        ("blown", "[pont, aby, pont]", "ends on pont, a bridge that is blown at the start"),
        ("blown", "[pont, bourg]", "sets out from pont, a bridge that is blown at the start"),
        ("blown", "[pont]", ""),
        ("mined", "[aby, pont]", ""),
        ("mended", "[aby, pont]", ""),
        ("mended", "[pont, bourg]", ""),
    ],
)
def test_a_march_to_or_from_a_blown_bridge(tmp_path: Path, state: str, route: str, words: str) -> None:
    """Who is to begin or end his march on a bridge that is blown, and stays so, never moves: that is
    told, not where somebody mends it, where it stands, or where the march leads nowhere."""
    mended = MENDED if state == "mended" else ""
    bridge = f"bridges.pont.state: {state if not mended else 'blown'}\n"
    loaded = child(tmp_path, f"{bridge}orders.march.route: {route}\norders.line: null\n{mended}")
    found = said(loaded).get("orders.march.route", "")
    assert found.startswith(words)
    assert bool(found) == bool(words)
    moved = any(p.event == "depart" for p in rehearse(lay_out(loaded)).log.passages)
    assert moved == (not words and route != "[pont]")


EAST = "places.east: {name: East, lat: 48.60, lon: 2.00, kind: town}\n"


ROUND = "roads.aby--bourg: {from: aby, to: bourg, class: national, length_km: "


@pytest.mark.parametrize(
    ("rows", "idle", "why"),
    [
        (ROUND + "31}", "", ""),
        (ROUND + "33}", "aby--bourg", "longer and slower"),
        (ROUND + "31.5}", "", ""),
        (EAST + "roads.bourg--east: {from: bourg, to: east, class: local, length_km: 9}", "", ""),
        (EAST + "roads.far--east: {from: far, to: east, class: local, length_km: 60}",
         "far--east", "no march comes near"),
        (EAST + "roads.bourg--east: {from: bourg, to: east, class: local, length_km: 9, closed: true}",
         "", ""),
    ],
)  # fmt: skip
def test_a_road_that_nobody_takes(tmp_path: Path, rows: str, idle: str, why: str) -> None:
    """A road of the author's that is longer and slower than the way round, or that no road joins to a march,
    is noted; a way of one's own, a way out and a closed road are not."""
    found = said(child(tmp_path, rows))
    assert list(found) == ([f"roads.{idle}"] if idle else [])
    assert all(why in words for words in found.values())


def test_a_slower_road_may_be_the_shorter_one(tmp_path: Path) -> None:
    """A road that only one kind of search would shun is taken by the other."""
    slow = (
        "roads.aby--bourg: {from: aby, to: bourg, class: local, length_km: 31}\nparameters.class.local: 0.5"
    )
    assert said(child(tmp_path, slow)) == {}


def test_a_road_between_two_gaps(tmp_path: Path) -> None:
    """Of a road both ends of which are blown bridges nobody gets on."""
    places = "".join(
        f"places.{n}: {{name: {n}, lat: 48.60, lon: {x}, kind: bridge}}\n"
        for n, x in (("g", 1.95), ("h", 2.0))
    )
    roads = (
        "roads.bourg--g: {from: bourg, to: g, class: local, length_km: 5}\n"
        "roads.g--h: {from: g, to: h, class: local, length_km: 5}\n"
        "bridges.g: {state: blown}\nbridges.h: {state: blown}\n"
    )
    found = said(child(tmp_path, places + roads))
    assert found == {"roads.g--h": "no search for a way takes g--h: both ends are blown"}


# --- rows and places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "path", "words"),
    [
        ("men: 100, vehicles: 40, tanks: 41", "formations.div/lead.tanks", "41 tanks among 40 vehicles"),
        ("men: 30, vehicles: 40, tanks: 10", "formations.div/lead.men", "30 men for 40 vehicles"),
        ("men: 100, vehicles: 40, tanks: 40", "", ""),
    ],
)
def test_an_implausible_row_is_told(tmp_path: Path, row: str, path: str, words: str) -> None:
    """More tanks than vehicles, or fewer men than vehicles, may be meant, and is noted."""
    text = BASE.replace("nation: FR, men: 300, vehicles", "nation: FR, vehicles")
    found = said(toy.loaded(tmp_path, text.replace("men: 100, vehicles: 40, tanks: 10", row)))
    assert found == ({path: words} if path else {})


@pytest.mark.parametrize(
    ("field", "path", "message"),
    [
        ("start_point: far", "start_point", "the start point far is not on the way"),
        ("start_point: bourg", "start_point", "the start point bourg is where the march ends"),
        ("fuel_at: far", "fuel_at", "the fuel point far is not on the way"),
        ("reduce: [aside]", "reduce.0", "the garrison aside is at far, which is not on the way"),
        ("reduce: [post, aside]", "reduce.1", "the garrison aside is at far, which is not on the way"),
        ("start_point: pont", "", ""),
        ("fuel_at: pont", "", ""),
        ("reduce: [post]", "", ""),
    ],
)
def test_a_place_off_the_way_is_refused(tmp_path: Path, field: str, path: str, message: str) -> None:
    """A start point, fuel point or pocket past which the march does not lead is a fault at its line."""
    lines = f"garrisons.aside: {{place: far, men: 10, pocket: true}}\norders.march.{field}"
    loaded = child(tmp_path, lines)
    if not path:
        assert lay_out(loaded).marches["march"].path == ("aby", "pont", "bourg")
        return
    with pytest.raises(ScenarioError) as caught:
        lay_out(loaded)
    (fault,) = caught.value.faults
    assert (fault.path, fault.message, fault.line) == (f"orders.march.{path}", message, 5)
    assert fault.hint


SIDES = """\
sides.ours: {name: Ours, enemies: [theirs]}
sides.theirs: {name: Theirs, enemies: [ours]}
parties.columns: {name: Ours, side: ours, nations: [FR]}
parties.theirs: {name: Theirs, side: theirs, garrisons: true, nations: [DE]}
"""


def test_an_attack_on_ones_own_side_is_refused(tmp_path: Path) -> None:
    """To reduce, or to be attacked by, a garrison of one's own party is a fault at its line, with a hint."""
    attack = (
        "orders.blow: {type: counter-attack, by: us, issued: 1944-08-22T09:00+02:00, garrison: post, "
        "formation: div/lead, place: bourg, men: 10, duration: 1 h}\n"
    )
    lines = SIDES + "garrisons.post.party: columns\norders.march.reduce: [post]\n" + attack
    with pytest.raises(ScenarioError) as caught:
        lay_out(child(tmp_path, lines))
    assert {fault.path for fault in caught.value.faults} == {"orders.march.reduce.0", "orders.blow.garrison"}
    for fault in caught.value.faults:
        assert "(columns) and the garrison post (columns) are no enemies" in fault.message
        assert "name a garrison of another party" in fault.hint
        assert fault.line > 0


def test_columns_of_enemies_on_one_road_are_told(tmp_path: Path) -> None:
    """Columns do not fight each other: two that may meet are noted, once, with what to do."""
    lines = SIDES + (
        "formations.foe: {name: Foe, nation: DE, men: 100, vehicles: 20, category: truck}\n"
        "orders.against: {type: march, by: they, issued: 1944-08-22T09:00+02:00, serials: [foe], "
        "route: [bourg, pont, aby]}\n"
    )
    words = said(child(tmp_path, lines))["orders.against.route"]
    assert "march, of an enemy side: columns pass, and do not fight" in words
    assert "a garrison" in words


def test_every_place_off_the_way_is_told_at_once(tmp_path: Path) -> None:
    """What is off the way is told together, and a route that left it is blamed."""
    base = toy.text(orders=ORDERS.replace("route:", "fuel_at: pont\n    start_point: pont\n    route:"))
    toy.write(tmp_path, base)
    loaded = toy.loaded(
        tmp_path, "title: x\nextends: toy\nchange:\n  orders.march.route: [pont, bourg]\n", "c.yaml"
    )
    assert lay_out(loaded)
    loaded = toy.loaded(
        tmp_path, "title: x\nextends: toy\nchange:\n  orders.march.route: [bourg]\n", "c.yaml"
    )
    with pytest.raises(ScenarioError) as caught:
        lay_out(loaded)
    assert {fault.path for fault in caught.value.faults} == {
        "orders.march.fuel_at",
        "orders.march.start_point",
    }
    assert {fault.line for fault in caught.value.faults} == {4}


# --- the shipped scenarios ---------------------------------------------------------------------------------


def test_the_reconnaissance_group_that_waits_for_ever(tmp_path: Path) -> None:
    """Hung on Morel-Deville, who rides with Guillebon, the reconnaissance group of the order of the 21st is
    named as one that waits for what never comes; by orders of its own none of it is."""
    leaves = "issued: {after: {depart: [2db/gtr/morel-deville, voisins-le-bretonneux]}}"
    source = packaged() / "counterfactuals" / "order-on-the-21st.yaml"
    hung = "".join(f"  orders.p25-{who}: {{{leaves}}}\n" for who in ("oddo", "martin", "goasguen"))
    file = tmp_path / "hung.yaml"
    file.write_text(source.read_text(encoding="utf-8") + hung, encoding="utf-8")
    named = {order for note in notes(load(file)) for order in note.orders}
    assert {"p25-oddo", "p25-martin", "p25-goasguen", "p25-gtr", "p25-gtr-on"} <= named
    whole = {order for note in notes(load(source)) for order in note.orders}
    assert not whole & {"p25-oddo", "p25-gtr", "p25-gtr-on", "p25-roumiantzoff", "parade"}


def test_the_history_needs_no_note_on_its_orders() -> None:
    """Every order of ``historical`` comes, or hangs on a condition; what idles is one line of each kind."""
    loaded = load("historical")
    found = [note.fault.path.split(".")[0] for note in notes(loaded)]
    assert found == ["garrisons", "roads"]


def test_a_rehearsal_is_the_same_each_time(tmp_path: Path) -> None:
    """It has no dice: the log of one is that of the next."""
    world = lay_out(toy.loaded(tmp_path, BASE))
    assert rehearse(world).log.events == rehearse(world).log.events


def test_inherited_rows_are_their_parents_business(tmp_path: Path) -> None:
    """Idle garrisons and roads are told to who wrote them, not to who extends them."""
    child(tmp_path, EAST + "garrisons.idle: {place: east, men: 5}")
    loaded = toy.loaded(tmp_path, "title: x\nextends: child\n", "grandchild.yaml")
    assert isinstance(loaded.own, Own)
    assert said(loaded).keys() == {"extends"}


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("{type: bridge, issued: {after: decision}, bridge: gap, action: repair, formation: div/rest}",
         "waits to the end: div/rest is neither at gap nor at the next place to it"),
        ("{type: bridge, issued: {after: decision}, bridge: gap, action: demolish}", ""),
        ("{type: cease-fire, issued: {after: decision}, place: aby, persuasion: 5 min, among: [aside]}",
         "waits to the end: no open way from aby to far"),
        ("{type: counter-attack, issued: {after: decision}, garrison: post, formation: div, place: bourg, "
         "men: 5, duration: 5 min}", "cannot be carried out when it comes: div is not at bourg"),
    ],
)  # fmt: skip
def test_work_that_is_never_done_is_told(tmp_path: Path, order: str, words: str) -> None:
    """An order that comes and that nobody is there to carry out is noted with the reason."""
    ground = (
        "places.gap: {name: The gap, lat: 49.00, lon: 1.95, kind: bridge}\n"
        "roads.gap--far: {from: gap, to: far, class: local, length_km: 5}\n"
        "bridges.gap: {state: blown}\ngarrisons.aside: {place: far, men: 10}\n"
    )
    found = said(child(tmp_path, ground + f"orders.work: {order}"))
    assert found.get("orders.work", "") == words
    told = FRENCH.tell(found.get("orders.work", ""))
    assert not any(english in told for english in (" is ", "nor at", "no open way"))


WALK = (
    "  walk: {type: march, issued: 1944-08-22T07:00+02:00, serials: [div], route: [aby, pont, bourg], "
    "category: foot}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "spacing", "told"),
    [
        ("", "", "48 m", True),
        ("", "", "2 m", False),
        ("category: foot", "category: foot, headway: 2 s", "48 m", False),
        ("category: foot", "category: truck", "48 m", False),
    ],
)
def test_a_column_on_foot_with_the_distances_of_lorries(
    tmp_path: Path, old: str, new: str, spacing: str, told: bool
) -> None:
    """Men who march as far apart as lorries are told of, unless an order or the parameters say otherwise."""
    here, there = 'vehicle-spacing: {value: "10 m"}', f'vehicle-spacing: {{value: "{spacing}"}}'
    parameters = toy.parameters()
    assert here in parameters
    text = toy.text(orders="orders:\n" + WALK.replace(old, new), parameters=parameters.replace(here, there))
    found = said(toy.loaded(tmp_path, text)).get("orders.walk", "")
    assert ("as lorries go" in found) == told


@pytest.mark.parametrize(
    ("source", "words", "hint"),
    [
        ("BLE", "there is no source 'BLE'", "did you mean 'BLU'?"),
        ("BLU; QQQ", "there is no source 'QQQ'", "add it to sources"),
        ("blu", "there is no source 'blu'", "did you mean 'BLU'?"),
        ("BLU", "", ""),
        ("BLU; https://example.org/ORD; told by my grandmother", "", ""),
    ],
)
def test_a_code_of_a_source_that_nobody_has_is_told(
    tmp_path: Path, source: str, words: str, hint: str
) -> None:
    """A row that cites a code without a row of its own has a note with the nearest; an address and words are
    none."""
    change = f"sources.BLU: {{title: A book}}\nweather.w: {{state: rain, {EARLY}, source: {source!r}}}"
    found = notes(child(tmp_path, change))
    assert [(note.fault.path, note.fault.message) for note in found] == (
        [("weather.w.source", words)] if words else []
    )
    assert all(hint in note.fault.hint for note in found)


def test_rows_that_cite_one_unknown_code_are_one_note(tmp_path: Path) -> None:
    """The first row is named, and how many there are."""
    change = "\n".join(f"weather.w{k}: {{state: rain, {EARLY}, source: QQQ}}" for k in range(3))
    words = "there is no source 'QQQ', which 3 rows cite"
    assert said(child(tmp_path, change)) == {"weather.w0.source": words}


def test_every_code_that_a_shipped_scenario_cites_is_known() -> None:
    """Of every table and every row of every shipped scenario, also of the parameters that it takes over."""
    shelf, wrong = Shelf(), []
    for name, path in shipped():
        document = load(path, shelf=shelf).document
        sources = Sources(document["sources"])
        for section in document.keys() & SECTIONS.keys() - {"sources"}:
            for key, row in document[section].items():
                codes = sources.unknown(row.get("source"))
                wrong += [(name, section, key, code) for code, _, _ in codes]
    assert not wrong


def test_why_a_work_on_a_bridge_is_of_no_use_is_told_in_french() -> None:
    """Whatever is to be done to a bridge, and however it stands, the engine's reason has its French."""
    reasons = {_no_use(action, state) for action, state in product(ACTIONS, STATES)} - {""}
    assert len(reasons) == 6
    assert [why for why in sorted(reasons) if FRENCH.tell(why) == why] == []
