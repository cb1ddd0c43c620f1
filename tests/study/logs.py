"""Event logs and jobs made by hand, so that the study is tested without the engine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paris44.engine.log import Enabler, EventLog, Passage
from paris44.results.batch import Batch
from paris44.results.columns import (
    COLUMNS,
    Arrival,
    CauseRow,
    ChainRow,
    Clock,
    EventRow,
    LineRow,
    LossRow,
    OutcomeRow,
    TrackRow,
)
from paris44.results.kept import PARQUET, file_of
from paris44.results.manifest import FORMAT, run_id
from paris44.results.read import ResultFolder
from paris44.results.rows import batch_of
from paris44.scenario.model import OperationTheatre, Party, Place, Scenario, Side
from paris44.scenario.outcomes import (
    DeclaredOutcome,
    EventOutcome,
    FallOutcome,
    LossesOutcome,
    ShareOutcome,
)
from paris44.study.reading.causes import Timeline
from paris44.study.reading.context import Ground, survey
from paris44.study.running.replicate import Effort, fill
from paris44.world.build import World, build
from tests.build import LIGHT, START, Sketch

THEATRE = OperationTheatre(
    id="", name="a story", objective="hotel-de-ville", light=LIGHT,
    sides=(Side("ours", "Ours", ("theirs",)), Side("theirs", "Theirs", ("ours",))),
    parties=(
        Party("2db", "2e DB", "ours", ("2db",), (), garrisons=False, regular=True),
        Party("us", "US", "ours", (), ("US",), garrisons=False, regular=True),
        Party("allied", "Others", "ours", (), (), garrisons=False, regular=True),
        Party("germans", "Germans", "theirs", (), ("DE",), garrisons=True, regular=True),
    ),
)  # fmt: skip
"""A city with the Hôtel de Ville in its middle, a division and its neighbours on their way there."""

HOUR = 3600.0
ASKED: dict[str, DeclaredOutcome] = {
    "hotel-de-ville": EventOutcome(places=("hotel-de-ville",)),
    "enter-paris": EventOutcome(events=("enter_city",), place_kind="gate", each_place=True),
    "half-division-in-paris": ShareOutcome(
        formation="2db", events=("enter_city",), place_kind="gate", share=0.5
    ),
    "last-pocket": FallOutcome(),
    "losses": LossesOutcome(group="losses"),
}
"""What is asked of the story: the declarations of ``historical`` that it can have."""
TABLES = tuple(file_of(table, PARQUET) for table in COLUMNS)
"""The files of a run's tables."""


@dataclass
class Story:
    """A road a - bridge - gate - centre with a division of two groups of 50 vehicles and a detachment."""

    sketch: Sketch = field(default_factory=lambda: Sketch("story", theatre=THEATRE))

    def __post_init__(self) -> None:
        for name, kind, lat in (("a", "town", 48.0), ("pont", "bridge", 48.3), ("porte", "gate", 48.6),
                                ("hotel-de-ville", "town", 48.85), ("b", "town", 47.9)):  # fmt: skip
            self.sketch.places[name] = Place(name, name, lat, 2.3, kind)
        self.sketch.line(["a", "pont", "porte", "hotel-de-ville"], 10_000, 5.0)
        self.sketch.road("a", "b", 10_000, 5.0)
        self.sketch.formation("2db", 0)
        self.sketch.formation("2db/one", 50, parent="2db")
        self.sketch.formation("2db/two", 50, parent="2db")
        self.sketch.formation("2db/light", 10, parent="2db")
        self.sketch.march("advance", "2db", ["a", "hotel-de-ville"])

    def detach(self) -> None:
        """Let an order send the light detachment ahead."""
        self.sketch.march("ahead", "2db/light", ["a", "hotel-de-ville"], detach=True)

    def world(self, **change: Any) -> World:
        """The story as a world."""
        return build(self.sketch.scenario(**{"outcomes": ASKED, **change}))


def empty_log(world: World, replication: int = 0) -> EventLog:
    """A log in which nothing happened yet."""
    return EventLog(replication=replication, units=world.units, end=world.scenario.duration)


def unit_of(world: World, formation: str, number: int = 0) -> int:
    """The index of a formation's march unit."""
    return next(u.index for u in world.units if u.formation == formation and u.number == number)


def passes(
    log: EventLog,
    unit: int,
    steps: Sequence[tuple[str, str, float]],
    *,
    order: str = "advance",
    tail: float = 60.0,
) -> None:
    """Let ``unit`` do (event, place, seconds) one after the other."""
    for event, place, time in steps:
        vehicles = log.units[unit].vehicles
        log.passages.append(Passage(unit, vehicles, place, event, order, time, time, time + tail))


class Told:
    """Causes by hand: every unit rolls, but for the intervals that are told."""

    def __init__(self, log: EventLog, told: dict[int, list[tuple[float, float, str]]] | None = None) -> None:
        self._end = log.end
        self._told = told or {}

    def timeline(self, unit: int) -> Timeline:
        """The told intervals, and rolling where nothing is told."""
        found, at = [], 0.0
        for start, end, cause in self._told.get(unit, []):
            if start > at:
                found.append((at, start, "rolling"))
            found.append((start, end, cause))
            at = end
        return Timeline.of([*found, (at, self._end, "rolling")])

    def chain(self, enabler: Enabler, time: float) -> Timeline:
        """Orders to the first third, then rolling, then the lag."""
        third = enabler.time / 3.0
        parts = [(0.0, third, "orders"), (third, enabler.time, "rolling"), (enabler.time, time, enabler.lag)]
        return Timeline.of(parts)


def surveyed(world: World) -> Ground:
    """The ground of a world."""
    return survey(world)


@dataclass
class Invented:
    """A job that invents a moment and a loss: a pure function of the replication (and of ``late``)."""

    late: float = 0.0
    die_at: int | None = None  # raise KeyboardInterrupt there
    name: str = "story"
    kill_once: Path | None = None  # at replication 15 the process dies, unless this file is there

    def tables(self, replication: int, *, main: bool, events: bool) -> dict[str, Batch]:
        """See ``paris44.study.running.simulation.Job``."""
        if replication == self.die_at:
            raise KeyboardInterrupt
        if replication == 15 and self.kill_once is not None and not self.kill_once.exists():
            self.kill_once.touch()
            os._exit(9)
        clock, name = Clock(START), self.name
        time = 1000.0 + 600.0 * ((replication * 7919) % 13) + self.late
        never = replication % 11 == 10
        r = replication
        found: dict[str, list[Any]] = {}
        if main:
            ends = [
                OutcomeRow(
                    r, "hotel-de-ville", None if never else time, "time", "held at a" if never else ""
                ),
                OutcomeRow(r, "losses.2db.killed", float(r % 5), "men", ""),
            ]
            half = int(time // 2)
            chain = [] if never else [
                ChainRow(r, "hotel-de-ville", "orders", half),
                ChainRow(r, "hotel-de-ville", "rolling", int(time) - half),
            ]  # fmt: skip
            arrived = Arrival(
                r, "2db/one", "hotel-de-ville", "arrive", 1, None if never else time,
                None if never else time + 60.0, "rolling", "held at a, behind others" if never else "",
            )  # fmt: skip
            found["arrivals"] = [arrived]
            found["outcomes"] = ends
            found["causes"] = [CauseRow(r, "2db/one", "rolling", time / HOUR)]
            crossed = LineRow(r, "noon", "advance", "2db/one", "a", time, "slack", float(r))
            found["lines"] = [crossed]
            found["chains"] = chain
        if events:
            happened = EventRow(r, time, "contact", "2db/one", "porte", "", 'a "detail", quoted', 1.5)
            track = TrackRow(r, "2db/one", "advance", 0, 0, "a", 1, 0.0, time, 50)
            fallen = LossRow(r, time, time, "2db", "porte", float(r % 5), 0.0, 0.0)
            found["losses"] = [fallen]
            found["events"] = [happened]
            found["tracks"] = [track]
        return {table: batch_of(table, rows, name, clock) for table, rows in found.items()}


def identity(name: str = "story", **more: Any) -> dict[str, Any]:
    """The fixed part of a manifest."""
    known = {
        "format": FORMAT, "scenario": name, "title": name, "kind": "toy",
        "parent": None, "exploratory": False, "digest": "d", "start": START, "duration_h": 192.0,
        "seed": 1944, "chance": True, "versions": {"paris44": "0.1.0"},
    }  # fmt: skip
    said = {**known, **more}
    name = run_id(said["digest"], said["seed"], said["versions"]["paris44"], said["chance"])
    return {**said, "run_id": name}


RUN = str(identity()["run_id"])
"""What the folder of invented replications is called."""


def keep(root: Path, n: int, job: Invented | None = None, **effort: Any) -> ResultFolder:
    """Run ``n`` invented replications into ``root/story/RUN``."""
    made = job or Invented()
    folder = root / made.name / RUN
    wanted = Effort(n=n, **{"workers": 1, **effort})
    return fill(folder, identity(made.name), lambda: "title: story\n", lambda: made, wanted)


def files(folder: Path) -> dict[str, bytes]:
    """Every file that must not depend on how the run went."""
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "run.log"}


def with_record(scenario: Scenario, **change: Any) -> Scenario:
    """The scenario with some fields replaced."""
    return scenario._replace(**change)
