"""The declared outcomes of history are what their names say, reckoned here from the log in plain loops."""

from __future__ import annotations

import pytest

from paris44.engine.log import EventLog
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import Outcome, outcomes
from tests.record.plays import Play, Stage

PLAYED = ("historical", "as-ordered", "no-dronne", "choltitz-fights-on", "us4-leads", "depart-at-once")
N = 2
IRREGULAR = ("ffi", "police", "civil")


def plain(play: Play, log: EventLog) -> dict[str, float | None]:
    """The moments and counts of one replication, each by its own loop over the log."""
    scenario, world = play.ground.scenario, play.ground.world
    units = [unit.formation for unit in log.units]

    def allied(unit: int) -> bool:
        name = units[unit]
        return scenario.formations[name].nation != "DE" and not name.startswith(IRREGULAR)

    found: dict[str, float | None] = {}
    heads = [p.head for p in log.passages if p.place == "hotel-de-ville" and allied(p.unit)]
    found["hotel-de-ville"] = min(heads, default=None)
    first: dict[str, float] = {}
    inside: dict[int, float] = {}
    before = [""] * len(units)
    for passage, tail in log.tails():
        place, unit = passage.place, passage.unit
        if scenario.places[place].kind == "gate" and allied(unit) and world.enters(before[unit], place):
            name = f"enter-paris.{place}"
            first[name] = min(first.get(name, passage.head), passage.head)
            if tail < float("inf") and units[unit].split("/")[0] == "2db":
                inside.setdefault(unit, passage.clear)
        before[unit] = place
    found |= first
    vehicles, needed = 0, scenario.formations["2db"].vehicles / 2
    found["half-division-in-paris"] = None
    for clear, unit in sorted((clear, unit) for unit, clear in inside.items()):
        vehicles += log.units[unit].vehicles
        if vehicles >= needed:
            found["half-division-in-paris"] = clear
            break
    at_meurice = ("cleared", "surrender")
    found["junction"] = next((e.time for e in log.events if e.kind == "junction"), None)
    found["capitulation"] = next((e.time for e in log.events if e.kind == "sign"), None)
    found["meurice"] = next(
        (e.time for e in log.events if e.place == "hotel-meurice" and e.kind in at_meurice), None
    )
    found["parade"] = min((p.head for p in log.passages if p.event == "parade"), default=None)
    pockets = {g.id: g.place for g in scenario.garrisons.values() if g.pocket}
    ends: dict[str, float] = {}
    for event in log.events:
        for pocket, place in pockets.items() if event.kind in (*at_meurice, "withdrawn") else ():
            if event.detail == pocket or (event.place == place and event.detail not in pockets):
                ends.setdefault(pocket, event.time)
    found["last-pocket"] = max(ends.values()) if len(ends) == len(pockets) else None
    seized = {e.place for e in log.events if e.kind == "bridge" and e.detail == "seized"}
    found["bridges-seized"] = float(len(seized))
    return found


def told(play: Play, log: EventLog) -> dict[str, Outcome]:
    """The declared outcomes of one replication."""
    return {
        o.name: o
        for o in outcomes(Doings(play.ground, log), ())
        if not o.name.startswith(("losses", "hours"))
    }


@pytest.mark.parametrize("name", PLAYED)
def test_declared_outcomes_are_what_they_say(stage: Stage, name: str) -> None:
    """Each declared moment and count equals the plain one to the last bit; a gate is told if somebody entered
    or if it is named, and everything that never came has a reason."""
    play = stage[name]
    for replication in range(N):
        log = play.log(replication)
        found, wanted = told(play, log), plain(play, log)
        assert wanted.keys() <= found.keys()
        assert {key: found[key].value for key in wanted} == wanted
        rest = found.keys() - wanted.keys()
        assert all(key.startswith("enter-paris.") and found[key].value is None for key in rest)
        assert all(bool(o.reason) == (o.value is None) for o in found.values())
