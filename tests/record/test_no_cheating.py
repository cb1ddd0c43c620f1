"""What a run is told and what it has to find out: no recorded hour of an event is an input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from paris44.cli import main
from paris44.scenario.dist import Dist
from paris44.scenario.load import Loaded, variant
from paris44.scenario.model import Act, March, RecordedTime
from paris44.scenario.schema.quantities import LIGHTS
from paris44.telling.clocks import JUDGING, ROLES, ClockTime, clock_times
from paris44.world.build import triggers
from paris44.world.light import light_of
from paris44.world.order_of_battle import tree
from tests.record.plays import DAY, HOUR, Play, Stage, traces

ALLOWED = {"order", "nature", "window"}
"""Roles of hours that are decided, by a commander or by nature, and may coincide with anything."""
PLAYED = ("historical", "as-ordered")


def hours(clock: ClockTime, loaded: Loaded) -> list[float]:
    """The hour in seconds, or for an hour of the clock that of each day."""
    if clock.time is not None:
        return [clock.time]
    assert clock.clock is not None
    scenario = loaded.scenario
    light = light_of(scenario)
    return [light.next(clock.clock, day * DAY) for day in range(int(scenario.duration // DAY))]


def suspects(loaded: Loaded) -> Iterator[tuple[ClockTime, RecordedTime]]:
    """Hours that nobody ordered and that lie in the bounds of a recorded event of the same formation or
    garrison place. A garrison's own departure is the one event that it decides itself."""
    family = tree(loaded.scenario.formations).ancestors
    for clock in clock_times(loaded):
        if clock.role in ALLOWED:
            continue
        for row in loaded.scenario.record:
            german = row.formation.startswith("de/") and row.event == "depart"
            if clock.role == "own withdrawal" and german:
                continue
            same = any(_kin(family, formation, row.formation) for formation in clock.formations)
            if clock.role == "rate":  # nothing happens at such an hour: only the party's own row would do
                same = row.formation in clock.formations
            if not same and (
                clock.role not in ("own withdrawal", "disposition") or row.place not in clock.places
            ):
                continue
            if any(row.lo <= hour <= row.hi for hour in hours(clock, loaded)):
                yield clock, row


def _kin(family: Mapping[str, tuple[str, ...]], one: str, other: str) -> bool:
    return one in family and other in family and (one in family[other] or other in family[one])


@pytest.mark.parametrize("name", PLAYED)
def test_every_hour_has_an_owner(stage: Stage, name: str) -> None:
    """Every hour in the document has a role, and every order's hour says whom and what it concerns."""
    found = clock_times(stage[name].loaded)
    assert len(found) > 100
    assert not [clock.words for clock in found if clock.role not in ROLES or clock.role == "other"]
    bare = [c.words for c in found if c.role == "order" and not (c.event and (c.formations or c.places))]
    assert not bare


@pytest.mark.parametrize("name", PLAYED)
def test_no_recorded_event_is_an_input(stage: Stage, name: str) -> None:
    """No hour but an order's lies in the bounds of a record row of its formation or garrison place."""
    found = [f"{clock.words} in {row.id} ({row.event})" for clock, row in suspects(stage[name].loaded)]
    assert not found


@pytest.mark.parametrize("name", PLAYED)
def test_no_event_has_an_hour(stage: Stage, name: str) -> None:
    """Acts that bring about an event (a signature, a junction) follow from events, never from a clock;
    the one that waits for the dark (the air raid of the 26th) decides nothing else."""
    loaded = stage[name].loaded
    found = clock_times(loaded)
    assert not [clock.words for clock in found if clock.role == "happening"]
    dark = {
        clock.path.split(".")[1]
        for clock in found
        if clock.role == "nature" and clock.path.startswith("orders")
    }
    assert dark == {"air-raid"}
    raid = loaded.scenario.orders["air-raid"]
    assert isinstance(raid, Act)
    waits = {(t.event, t.formation, t.place) for t in triggers(loaded.scenario)}
    assert (raid.event, raid.formation, raid.place) not in waits
    assert all(t.order != "air-raid" for t in triggers(loaded.scenario))


def prescribed(loaded: Loaded) -> set[tuple[str, str]]:
    """(path, record row) of hours at which a column is ordered off that are an event of it on its road."""
    scenario, found = loaded.scenario, set()
    family = tree(scenario.formations).ancestors
    for clock in clock_times(loaded):
        order = scenario.orders.get(clock.path.split(".")[1]) if clock.path.startswith("orders.") else None
        if not isinstance(order, March) or clock.clock in LIGHTS:
            continue
        for row in scenario.record:
            kin = any(_kin(family, formation, row.formation) for formation in clock.formations)
            here = row.place in order.route and row.event != "order"
            if kin and here and any(row.lo <= hour <= row.hi for hour in hours(clock, loaded)):
                found.add((clock.path, row.id))
    return found


def test_ordered_hours_that_are_also_recorded_events(historical: Play) -> None:
    """A column's ordered hour is a recorded event of it in two cases only: the twelve o'clock of Langlade's
    written order, and the walk of the 26th, of which the record has the day alone."""
    found = prescribed(historical.loaded)
    parade = {pair for pair in found if pair[0].startswith("orders.parade")}
    assert {row for _, row in parade} <= {"R135", "R137", "R138", "R139"}
    assert found - parade == {("orders.p25-massu.start", "R108")}


def test_a_smuggled_start_is_found(historical: Play) -> None:
    """A column that is sent off at its recorded departure, or ordered at a recorded passage, is seen."""
    for path, hour, row in (
        ("orders.s23-gtv.start", "08:55", "R022"),
        ("orders.n23-leclerc.issued", "1944-08-23T13:00+02:00", "R029"),
        ("orders.m24-putz.start", "16:00", "R064"),
    ):
        assert (path, row) in prescribed(variant(historical.loaded, {path: hour}))


BROKEN: dict[str, dict[str, Any]] = {
    "the signature at its hour": {"orders.convention.issued": "1944-08-25T15:30+02:00"},
    "the same by the clock": {"orders.convention.issued.clock": "15:30"},
    "the junction at its hour": {"orders.junction-gtv.issued": "1944-08-25T14:30+02:00"},
    "Antony taken at its hour": {"garrisons.antony.active_to": "1944-08-24T16:00+02:00"},
    "Longjumeau held from the first contact": {"garrisons.longjumeau.active_from": "1944-08-24T08:00+02:00"},
    "the guns of Wissous fall silent with the crossroads": {
        "garrisons.croix-de-berny.active_to": "1944-08-24T18:00+02:00"
    },
    "the drop at its hour": {"orders.air-drop.issued": "1944-08-24T17:00+02:00"},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_smuggled_hour_is_found(historical: Play, change: Mapping[str, Any]) -> None:
    """Each way to write a recorded hour into the scenario is seen: the tests above can fail."""
    broken = variant(historical.loaded, change)
    assert list(suspects(broken))


def test_an_hour_where_none_belongs_is_found(historical: Play) -> None:
    """An hour in a section that knows none has no owner, whatever field it hides in."""
    document = {**historical.loaded.document}
    document["parameters"] = {**document["parameters"], "secret": {"value": "1944-08-25T14:30+02:00"}}
    found = clock_times(replace(historical.loaded, document=document))
    assert [clock.path for clock in found if clock.role == "other"] == ["parameters.secret.value"]


@pytest.mark.parametrize("section", ["record", "watch", "contradictions"])
def test_the_record_is_no_input(historical: Play, section: str) -> None:
    """Without the record, the watch list or the contradictions every passage is the same to the last bit."""
    assert section in JUDGING
    nothing = dict.fromkeys((f"{section}.{key}" for key in historical.loaded.document[section]), None)
    blind = Play(variant(historical.loaded, nothing))
    for replication in range(2):
        assert traces(blind.log(replication)) == historical.told(replication).traces


# --- Dronne ------------------------------------------------------------------------------------

AXIS = ("longjumeau", "massy", "petit-massy", "antony", "croix-de-berny", "bourg-la-reine")
"""Who bars Putz's road."""


def test_dronnes_order_has_no_hour(historical: Play) -> None:
    """Neither the order to Dronne nor anything that it follows from has an hour of the clock of its own."""
    order = historical.scenario.orders["dronne"]
    assert isinstance(order, March)
    assert order.issued.at is None
    assert order.issued.clock is None
    assert order.issued.after is not None
    assert order.issued.after.kind == "barred"
    paths = [clock.path for clock in clock_times(historical.loaded)]
    assert not [path for path in paths if path.startswith("orders.dronne")]


def test_dronne_is_sent_where_the_rule_holds(historical: Play) -> None:
    """Whenever he is sent Putz has met somebody who still bars the road, and too little daylight is left."""
    scenario = historical.scenario
    light = light_of(scenario)
    needed: Dist = scenario.parameters["daylight-needed"]
    sent = 0
    for replication in range(12):
        log = historical.log(replication)
        told = [e for e in log.events if e.order == "dronne" and e.kind == "order"]
        if not told:
            continue
        sent += 1
        now = told[0].time
        left = light.next("sunset", now) - now
        assert 0.0 <= left <= needed.at(1.0 - 1e-12) + 1.0
        fought = {e.detail for e in log.events if e.kind == "contact" and e.time <= now
                  and (e.formation or "").startswith("2db/gtv/putz")}  # fmt: skip
        gone = {
            e.detail for e in log.events if e.kind in ("cleared", "surrender", "withdrawn") and e.time < now
        }
        assert fought - gone, f"replication {replication}: nothing bars the road"
    assert sent >= 8


def test_with_the_axis_open_dronne_is_not_sent(historical: Play) -> None:
    """Where nobody bars the main road there is no reason to send him, and nobody does."""
    gone = {f"garrisons.{name}.active_to": "1944-08-19T01:00+02:00" for name in AXIS}
    open_axis = Play(variant(historical.loaded, gone, name="open-axis"))
    for replication in range(4):
        log = open_axis.log(replication)
        assert not [e for e in log.events if e.order == "dronne"]
        assert "2db/gtv/dronne" not in log.detached


def test_dronne_goes_later_where_more_daylight_is_left(historical: Play) -> None:
    """The rule fires by the light that is left: a commander who needs half an hour less sends him later."""
    less = variant(
        historical.loaded, {"parameters.daylight-needed.value": "triangular(15, 45, 90) min"}, name="bold"
    )
    bold = Play(less)
    waited = 0
    for replication in range(6):
        base, other = (_sent(play, replication) for play in (historical, bold))
        if base is None or other is None:
            continue
        assert other >= base - 1.0
        waited += other > base + 0.25 * HOUR
    assert waited >= 3


def _sent(play: Play, replication: int) -> float | None:
    told = [e.time for e in play.log(replication).events if e.order == "dronne" and e.kind == "order"]
    return told[0] if told else None


def test_the_words_of_the_list(historical: Play) -> None:
    """A line of the list names the path, the hour, the role, whom, what and where."""
    line = next(c for c in clock_times(historical.loaded) if c.path == "orders.gerow-call.issued.clock")
    assert line.words == "orders.gerow-call.issued.clock = 05:00: order (2db/leclerc order at fleure)"
    assert line.as_dict()["formations"] == ["2db/leclerc"]


def test_show_prints_the_hours(capsys: pytest.CaptureFixture[str]) -> None:
    """``show --clocks`` prints a line for each hour, then how many there are of each role."""
    assert main(["show", "historical", "--clocks"]) == 0
    lines = " ".join(capsys.readouterr().out.split()).split("+02:00")  # a terminal breaks lines
    assert any(line.endswith("orders.decision.issued = 1944-08-22T18:00") for line in lines)
    assert not any("other: nobody's" in line or "happening" in line for line in lines)
