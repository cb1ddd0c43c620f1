"""Changes in one line: each verb is spelt out as ordinary changes, or is refused in one line with a hint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paris44.cli import main
from paris44.scenario.load import Loaded, ScenarioError, load
from paris44.scenario.whatif import hours
from paris44.study.running.notes import notes

BASE = """\
title: Two columns and a camp
kind: toy
start: 1944-08-22T06:00+02:00
end: 1944-08-23T06:00+02:00
places:
  a: {name: A, lat: 48.60, lon: 1.50, kind: town}
  b: {name: B, lat: 48.60, lon: 1.60, kind: town}
  c: {name: C, lat: 48.60, lon: 1.70, kind: town}
  d: {name: D, lat: 48.65, lon: 1.60, kind: town}
roads:
  a--b: {from: a, to: b, class: national, length_km: 8}
  b--c: {from: b, to: c, class: national, length_km: 8}
  a--d: {from: a, to: d, class: national, length_km: 10}
  d--c: {from: d, to: c, class: national, length_km: 10}
formations:
  div: {name: The division, men: 700, vehicles: 120}
  div/one: {parent: div, name: One, men: 300, vehicles: 60, tanks: 4, category: truck}
  div/one/x: {parent: div/one, name: One X, men: 200, vehicles: 40, category: truck}
  div/one/y: {parent: div/one, name: One Y, men: 100, vehicles: 20, tanks: 4, category: truck}
  div/two: {parent: div, name: Two, men: 400, vehicles: 60, category: truck}
groups:
  reds: {name: Reds, formations: [div/one]}
garrisons:
  post: {place: c, men: 100, heavy_guns: 2, pocket: true}
orders:
  decision: {type: act, event: order, formation: div, issued: 1944-08-22T07:00+02:00}
  go: {type: march, issued: {after: decision}, start: "08:00", serials: [div/one, div/two], route: [a, b, c]}
  back: {type: march, issued: {after: {arrive: [div/two, c]}}, start: 10 min, serials: [div/two], route: [c, b], start_point: c}
  line: {type: phase-line, issued: {after: decision}, until: 1944-08-22T12:00+02:00, moves_with: decision, points: [b, d], applies_to: [div], toward: c}
  told: {type: act, event: order, formation: div/one, issued: {after: {all: [decision, go]}}}
"""  # noqa: E501 - a scenario, as one writes it


def child(folder: Path, change: str) -> Loaded:
    """The base with a change, written below ``change:``."""
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")
    lines = "\n".join(f"  {line}" for line in change.strip().splitlines())
    file = folder / "child.yaml"
    file.write_text(f"extends: base.yaml\ntitle: x\nchange:\n{lines}\n", encoding="utf-8")
    return load(file)


def spelt(loaded: Loaded) -> dict[str, Any]:
    """Everything that the verbs came to."""
    return {path: value for line in loaded.spelt for path, value in line.sets}


@pytest.mark.parametrize(
    ("change", "sets"),
    [
        ("reroute: {div: [d]}", {"orders.go.route": ["a", "d", "c"]}),
        ("reroute.div: [d]", {"orders.go.route": ["a", "d", "c"]}),
        ("reroute: {div: {from: b, to: a}}", {"orders.go.route": ["a", "b", "a"]}),
        ("reroute: {orders.back: [d]}", {"orders.back.route": ["c", "d", "b"]}),
        (
            "reroute: [{who: div/two, from: c, by: [b], to: a}]",
            {"orders.back.route": ["c", "b", "a"]},
        ),
        ("delay: {div: 3 h}", {"orders.go.start": {"clock": "08:00", "delay": "180 min"}}),
        ("delay: {div: -30 min}", {"orders.go.start": "07:30"}),
        ("delay: {div/two: {by: 1 h, from: c}}", {"orders.back.start": "70 min"}),
        ("delay: {orders.line: 2 h}", {"orders.line.until": "1944-08-22T14:00+02:00"}),
        (
            "delay.orders.decision: 90 min",
            {
                "orders.decision.issued": "1944-08-22T08:30+02:00",
                "orders.line.until": "1944-08-22T13:30+02:00",
            },
        ),
        (
            "orders.decision.issued: 1944-08-22T06:30+02:00",
            {"orders.line.until": "1944-08-22T11:30+02:00"},
        ),
        ("remove: [div/one]", {"orders.go.serials": ["div/two"], "orders.told": None}),
        ("remove: [orders.go]", {"orders.go": None, "orders.told": None}),
        ("reinforce: {post: 50}", {"garrisons.post.men": 150}),
        (
            "reinforce: {post: {men: -20, heavy_guns: 1}}",
            {"garrisons.post.men": 80, "garrisons.post.heavy_guns": 3},
        ),
        (
            "reinforce: {reds: {vehicles: 30}}",
            {
                "formations.div/one/x.vehicles": 60,
                "formations.div/one/y.vehicles": 30,
                "formations.div/one.vehicles": 90,
                "formations.div.vehicles": 150,
            },
        ),
    ],
)
def test_a_verb_is_spelt_out(tmp_path: Path, change: str, sets: dict[str, Any]) -> None:
    """A line of a change is the ordinary changes that a reader would have written by hand."""
    loaded = child(tmp_path, change)
    assert spelt(loaded) == sets
    by_hand = load(tmp_path / "base.yaml", change={**sets, **by_paths(change)})
    assert by_hand.document["orders"] == loaded.document["orders"]
    assert by_hand.document["formations"] == loaded.document["formations"]


def by_paths(change: str) -> dict[str, str]:
    """The lines of a change that are ordinary paths."""
    lines = [line.split(": ", 1) for line in change.splitlines()]
    return {path: value for path, value in lines if path.startswith("orders")}


def test_who_leaves_a_column_has_an_order_of_his_own_behind_it(tmp_path: Path) -> None:
    """A part of a column that goes another way marches by a copy of its order, which stands behind it;
    the rest goes on as it was, and everybody is in one of the two."""
    loaded = child(tmp_path, "reroute: {div/one/x: [d]}")
    orders = loaded.scenario.orders
    assert list(orders) == ["decision", "go", "go-x", "back", "line", "told"]
    assert loaded.document["orders"]["go"]["serials"] == ["div/one/y", "div/two"]
    copy = loaded.document["orders"]["go-x"]
    assert copy == {**loaded.document["orders"]["go"], "serials": ["div/one/x"], "route": ["a", "d", "c"]}


def test_two_formations_change_places(tmp_path: Path) -> None:
    """A swap puts each name where the other stood, in serials, acts and what is waited for; twice is
    nothing."""
    loaded = child(tmp_path, "swap: [div/one, div/two]")
    orders = loaded.document["orders"]
    assert orders["go"]["serials"] == ["div/two", "div/one"]
    assert orders["back"]["serials"] == ["div/one"]
    assert orders["back"]["issued"] == {"after": {"arrive": ["div/one", "c"]}}
    assert orders["told"]["formation"] == "div/two"
    again = load(tmp_path / "child.yaml", change={"swap": ["div/two", "div/one"]})
    assert again.document["orders"] == load(tmp_path / "base.yaml").document["orders"]


def test_a_path_goes_before_a_verb(tmp_path: Path) -> None:
    """What the change sets by its path stands, and the verb sets the rest."""
    loaded = child(tmp_path, "reroute: {div: [d]}\norders.go.route: [a, c]")
    assert loaded.document["orders"]["go"]["route"] == ["a", "c"]
    assert loaded.spelt == ()


def test_a_line_that_does_not_move_is_told(tmp_path: Path) -> None:
    """Where an order's hour changes and one that follows on it keeps its own, `check` says which, and what to
    write; where it moves with it there is nothing to say."""
    change = "orders.decision.issued: 1944-08-22T06:30+02:00"
    assert not [note for note in notes(child(tmp_path, change)) if "keeps its hour" in note.render()]
    (told,) = [
        note.render()
        for note in notes(child(tmp_path, f"{change}\norders.line.moves_with: null"))
        if "keeps its hour" in note.render()
    ]
    assert "child.yaml:4:3: orders.decision.issued" in told
    assert "line, which follows on it, keeps its hour" in told
    assert "moves_with: decision" in told


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        ("delay: {div/thre: 3 h}", "there is no formation or group 'div/thre'", "'div/"),
        ("remove: [decision]", "there is no formation or group 'decision'", "write orders.decision"),
        ("remove: [orders.decison]", "there is no order 'decison'", "did you mean 'orders.decision'?"),
        ("reinforce: {pst: 3}", "there is no formation, group or garrison 'pst'", "did you mean 'post'?"),
        ("delay: {div: 0 h}", "changes nothing: a delay of 0", "3 h"),
        ("delay: {div: 3}", "without a unit", "write 3 min"),
        ("delay: {div: 2 d}", "past the scenario's end", "delay it less"),
        ("delay: {div: -9 h}", "before midnight", "set the hour"),
        ("delay: {div/two: {by: -1 h, from: c}}", "cannot be earlier", "set its hour itself"),
        ("delay: {div/one: {by: 1 h, from: c}}", "changes nothing: no march of div/one", "start at a"),
        ("delay: {div: {by: 1 h, byy: 3 h}}", "unknown field 'byy'", "did you mean 'by'?"),
        ("reroute: {div: [b]}", "changes nothing: 'go' goes that way already", "leave it out"),
        ("reroute: {div: {from: a}}", "says nothing of the new way", "give by"),
        ("reroute: {div: d}", "'d' is not a list", "write [first, second]"),
        ("reroute: {orders.line: [d]}", "no march and has no route", "name a march"),
        ("reroute: {div: [nowhere]}", "there is no place 'nowhere'", "add it to places"),
        ("remove: [div/one]\ndelay: {div/one/x: 1 h}", "contradicts 'remove div/one' in", "keep one"),
        ("delay: {div: 1 h}\nremove: [div]", "contradicts 'delay div' in", "keep one"),
        ("delay: {div: 1 h, reds: 2 h}", "contradicts 'delay div' in", "keep one"),
        ("delay: {reds: 2 h, div: 1 h}", "contradicts 'delay reds' in", "keep one"),
        ("reinforce: {post: {vehicles: 3}}", "a garrison has no 'vehicles'", "men, heavy_guns"),
        ("reinforce: {post: {men: -101}}", "post has only 100 men", "fewer"),
        ("reinforce: {post: {}}", "changes nothing", "men: 500"),
        ("swap: [div/one, div/one]", "names one formation twice", "beside each other"),
        ("swap: [div, div/one]", "a part of the other", "beside each other"),
        ("swap: [div/one]", "fewer than 2", "in a list"),
        ("swap: {div/one: div/two}", "cannot be read so", "write swap: [formation, formation]"),
        ("delay: 3 h", "names nobody", "write delay: {formation: 3 h}"),
        ("remove: {div: false}", "cannot be read so", "write remove: [formation"),
        ("delai: {div: 3 h}", "'delai' cannot be changed", "did you mean 'delay'?"),
    ],
)
def test_a_verb_that_cannot_be_meant_is_one_fault(
    tmp_path: Path, change: str, message: str, hint: str
) -> None:
    """Unknown names, what changes nothing, what lies past the end and what contradicts is told in one
    line, at the verb's own line, with a hint."""
    with pytest.raises(ScenarioError) as caught:
        child(tmp_path, change)
    (fault,) = caught.value.faults
    assert message in fault.message
    assert hint in fault.hint
    assert fault.file.endswith("child.yaml")
    assert fault.line >= 4


@pytest.mark.parametrize(
    ("value", "seconds", "after"),
    [
        (None, 60, "1 min"),
        ("10 min", 3600, "70 min"),
        ("uniform(1, 2) h", 3600, "uniform(120, 180) min"),
        ("first-light", 3600, {"clock": "first-light", "delay": "60 min"}),
        ("09:30", -1800, "09:00"),
        ("1944-08-22T09:30+02:00", -1800, "1944-08-22T09:00+02:00"),
        ({"after": "x", "delay": "5 min"}, 300, {"after": "x", "delay": "10 min"}),
        ({"at": "1944-08-22T09:30+02:00"}, 60, {"at": "1944-08-22T09:31+02:00"}),
    ],
)
def test_every_way_of_writing_a_moment_can_be_later(value: object, seconds: float, after: object) -> None:
    """A moment so much later is written as its author would."""
    assert hours.later(value, seconds) == after


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (
            "delay: {orders.div-og: -2 h}",
            {"orders.div-og.issued", "orders.bde5.issued", "orders.hcr-left.issued"},
        ),
        (
            "swap: [gad/32/welsh/2wg, gad/32/irish/2ig]",
            {"orders.bde32-og.serials", "orders.irish-south.serials"},
        ),
        ("reroute: {2hcr/b: {from: tournai, by: [ath], to: enghien}}", {"orders.hcr-right-b.route"}),
    ],
)
def test_verbs_know_no_operation(tmp_path: Path, change: str, paths: set[str]) -> None:
    """They work for the other shipped operation as for the first."""
    file = tmp_path / "what-if.yaml"
    file.write_text(f"extends: brussels-1944/historical\ntitle: x\nchange:\n  {change}\n", encoding="utf-8")
    assert paths <= spelt(load(file)).keys()


def test_verbs_work_for_an_operation_of_ones_own(tmp_path: Path) -> None:
    """What `paris44 new` makes can be changed in one line."""
    assert main(["new", str(tmp_path / "mine")]) == 0
    file = tmp_path / "mine" / "later.yaml"
    change = "delay: {blue/north: 1 h}\n  reinforce: {post: 100}"
    file.write_text(f"extends: mine\ntitle: x\nchange:\n  {change}\n", encoding="utf-8")
    assert {"orders.north.start"} < spelt(load(file)).keys()
