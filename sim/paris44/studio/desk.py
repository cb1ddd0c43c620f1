"""The desk of a worker: takes the page's messages, simulates, answers. It needs no NumPy and no network.

>>> import json
>>> asked = {"id": 1, "do": "check", "base": "historical", "text": "extends: nowhere"}
>>> told = json.loads(Desk().handle(json.dumps(asked)))
>>> told["faults"][0]["message"][0]
"there is no scenario 'nowhere'"
"""

from __future__ import annotations

import base64
import json
import marshal
import math
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from paris44.engine.run import run
from paris44.errors import Paris44Error
from paris44.language.languages import language_of
from paris44.language.text import msg
from paris44.results.columns import Clock, described
from paris44.scenario.faults import Fault, Faults, ScenarioError, one_line
from paris44.scenario.file.find import SUFFIXES
from paris44.scenario.file.yaml_tree import parse, plain
from paris44.scenario.load import Loaded, load
from paris44.scenario.model import Act, March
from paris44.studio.protocol import (
    Add,
    Answered,
    Ask,
    Check,
    Checked,
    Heed,
    Heeded,
    Message,
    PlannedWay,
    Play,
    Played,
    PlayedWorld,
    Record,
    Recorded,
    Refused,
    Simulate,
    Simulated,
    ToldFault,
)
from paris44.study.questions.compare import compare
from paris44.study.questions.partings import partings
from paris44.study.questions.validate.beside import beside
from paris44.study.reading.causes import Causes
from paris44.study.reading.context import Ground, survey
from paris44.study.reading.doings import Doings
from paris44.study.reading.run_rows import MemoryRun, Table, kept
from paris44.study.reading.tabulate import event_tables, main_tables
from paris44.study.running.lay_out import lay_out
from paris44.study.running.notes import notes
from paris44.telling.outcomes import label
from paris44.telling.overview import difference
from paris44.views.web.captions import captions
from paris44.views.web.courses import courses
from paris44.views.web.ground import Index, garrisons, light, lines, track_row
from paris44.world.build import World
from paris44.world.dice import master_seed

FRENCH = language_of("fr")
FILE = "what-if.yaml"
"""What the page's text is called in faults."""
MOST_TEXT = 200_000
"""Characters of the longest text that is read."""
WORLDS = 4
"""How many worlds are kept; the one that was asked for longest ago is forgotten. That of the page is asked
for at every check, so that it stays, and with it what was added to it."""
CARRIED = Path(__file__).resolve().parents[1] / "operation"
"""Where the page has the files of an operation that is not shipped; elsewhere there is no such folder."""
Rows = Mapping[str, Table]


@dataclass
class Stage:
    """A world that can be simulated, and the replications of it that were added."""

    loaded: Loaded

    @cached_property
    def world(self) -> World:
        """It laid out."""
        return lay_out(self.loaded)

    @cached_property
    def ground(self) -> Ground:
        """What the reading of its logs needs."""
        return survey(self.world)

    @cached_property
    def runs(self) -> dict[tuple[int, bool], MemoryRun]:
        """By (seed, chance): what was added."""
        return {}

    def seed(self, asked: int | None) -> int:
        """The master seed."""
        return master_seed(self.loaded.scenario) if asked is None else asked

    def run(self, seed: int | None, chance: bool) -> MemoryRun:
        """The run to which replications with these dice belong."""
        key = self.seed(seed), chance
        manifest = {**described(self.loaded.scenario), "seed": key[0], "chance": chance}
        return self.runs.setdefault(key, MemoryRun(self.loaded, manifest))

    def alone(self, rows: Rows) -> MemoryRun:
        """A run of one replication, whatever its number is."""
        return MemoryRun(self.loaded, described(self.loaded.scenario), {0: rows})

    def simulate(self, replication: int, *, seed: int | None, chance: bool, events: bool) -> Rows:
        """The rounded rows of a replication."""
        log = run(self.world, seed=self.seed(seed), replication=replication, chance=chance)
        clock = Clock(self.loaded.scenario.start_iso)
        tables = dict(main_tables(Doings(self.ground, log), Causes(log)))
        if events:
            tables |= event_tables(self.ground, log)
        return {table: kept(table, rows, clock) for table, rows in tables.items()}


class Desk:
    """Answers one message after another; see :mod:`paris44.studio.protocol`."""

    def __init__(self, operations: Path = CARRIED) -> None:
        """``operations``: where names are looked up before those that are shipped."""
        self._search = (operations.resolve(),)
        self._stages: dict[str, Stage] = {}

    def handle(self, text: str) -> str:
        """The answer to a message, both as JSON; never a traceback for what a user wrote."""
        message = json.loads(text)
        acts: dict[str, Callable[[Any], object]] = {
            "check": self._check,
            "heed": self._heed,
            "simulate": self._simulate,
            "add": self._add,
            "ask": self._ask,
            "record": self._record,
            "play": self._play,
        }
        try:
            found = acts[message["do"]](message)
        except ScenarioError as error:
            found = _refused(message, faults=_told(error))
        except Paris44Error as error:
            found = _refused(message, words=both(error.lines[0]))
        return json.dumps(found, ensure_ascii=False)

    # --- messages ---

    def _check(self, message: Check) -> Checked:
        text = message["text"]
        read = _read(text)
        head, change = read or ({}, {})
        found: Checked = {
            "id": message["id"],
            "faults": [],
            "read": read is not None,
            "head": head,
            "change": change,
            "words": [],
            "ways": [],
        }
        try:
            stage = self._stage(text, text=True)
            self._same_operation(message["base"], stage.loaded)
            base = self._parent(message["base"], stage.loaded)
            found["ways"] = list(_ways(base.world, stage.world))
        except ScenarioError as error:
            found["faults"] = _told(error)
            return found
        found["words"] = [both(change.words) for change in difference(base.loaded, stage.loaded)]
        return found

    def _heed(self, message: Heed) -> Heeded:
        found = notes(self._stage(message["text"], text=True).loaded)
        told = [note for note in found if note.fault.path != "extends"]  # a draft begins with nothing changed
        return {"id": message["id"], "notes": [_fault(n.fault, whole=n.whole) for n in told]}

    def _simulate(self, message: Simulate) -> Simulated:
        k = message["replication"]
        rows = self._again(self._world(message), message, events=k < message["events"])
        return {
            "id": message["id"],
            "replication": k,
            "outcomes": _values(rows["outcomes"]),
            "rows": _packed(rows),
        }

    def _add(self, message: Add) -> dict[str, int]:
        added = self._world(message).run(message["seed"], message["chance"])
        added.add(message["replication"], _unpacked(message["rows"]))
        return {"id": message["id"]}

    def _ask(self, message: Ask) -> Answered:
        base, *others = self._runs(message)
        document = compare(base, others, titles=True)
        names = dict.fromkeys(name for run_of in (base, *others) for name in run_of.outcomes())
        labels = {name: both(label(_knows(name, base, *others).scenario, name)) for name in names}
        for other in document["others"]:
            labels |= {name: both(row["label"]) for name, row in other["groups"].items()}
        return {
            "id": message["id"],
            "comparison": document,
            "french": [FRENCH.tell(text) for other in document["others"] for text in other["answer"]],
            "labels": labels,
            "caution": both(document["caution"]),
        }

    def _record(self, message: Record) -> Recorded:
        base, *others = self._runs(message)
        return {"id": message["id"], "rows": beside(base, others)}

    def _play(self, message: Play) -> Played:
        k = message["replication"]
        known = zip(self._worlds(message), message["rows"], strict=True)
        runs = [
            stage.alone(_unpacked(rows) if rows else self._again(stage, message, events=True))
            for stage, rows in known
        ]
        return {
            "id": message["id"],
            "worlds": [_played(run_of, k) for run_of in runs],
            "parting": _parting(runs, k),
        }

    def _again(self, stage: Stage, message: Simulate | Play, *, events: bool) -> Rows:
        """The rows of the replication that a message names; with the same dice they are the same."""
        seed, chance = message["seed"], message["chance"]
        return stage.simulate(message["replication"], seed=seed, chance=chance, events=events)

    def _same_operation(self, name: str, asked: Loaded) -> None:
        """A file that begins from another scenario than the page's has no pairs with it.

        Raises:
            ScenarioError: it does.
        """
        base = self._stage(name, text=False).loaded
        if _rooted(asked) != _rooted(base):
            faults = Faults()
            faults.add_at(
                FILE,
                0,
                0,
                msg("this file is of another operation: this studio is that of {base}", base=name),
                msg("begin with extends: {base}, or open the studio of the other", base=name),
            )
            faults.stop_if_any()

    def _parent(self, name: str, asked: Loaded) -> Stage:
        """The world that a file changes: that of the page, or what is made of it."""
        base, file = self._stage(name, text=False), asked.own.extends
        known = file is None or file.resolve() == base.loaded.files[0].resolve()
        return base if known else self._stage(str(file), text=False)

    # --- worlds ---

    def _world(self, message: Simulate | Add) -> Stage:
        """The one world of a message: what its text makes of the base, or that itself."""
        text = message["text"]
        return self._stage(text or message["base"], text=bool(text))

    def _worlds(self, message: Ask | Record | Play) -> list[Stage]:
        base = self._stage(message["base"], text=False)
        return [base, self._stage(message["text"], text=True)] if message["text"] else [base]

    def _runs(self, message: Ask | Record) -> list[MemoryRun]:
        seed, chance, n = message["seed"], message["chance"], message["n"]
        return [stage.run(seed, chance).first(n).held() for stage in self._worlds(message)]

    def _stage(self, key: str, *, text: bool) -> Stage:
        mark = f"{text:d}{key}"
        stage = self._stages.pop(mark, None) or Stage(
            _load(key, self._search) if text else load(key, search=self._search)
        )
        self._stages[mark] = stage  # the latest stands last
        while len(self._stages) > WORLDS:
            del self._stages[next(iter(self._stages))]
        return stage


def _refused(message: Message, **why: object) -> Refused:
    return cast("Refused", {"id": message["id"], **why})


def _rooted(loaded: Loaded) -> Path:
    """The scenario file from which a scenario begins."""
    return [path for path in loaded.files if path.suffix in SUFFIXES][-1].resolve()


def _ways(base: World, other: World) -> Iterator[PlannedWay]:
    """The marches that are planned over other places, or in one world alone, in the order of the orders."""
    for order in dict.fromkeys((*base.marches, *other.marches)):
        was, now = (list(w.marches[order].path) if order in w.marches else [] for w in (base, other))
        if was != now:
            yield {"order": order, "was": was, "now": now}


def _played(run_of: MemoryRun, replication: int) -> PlayedWorld:
    """What the map shows of a replication."""
    scenario = run_of.scenario
    places, formations = Index(scenario.places), Index(scenario.formations)
    told_of = (name for name, order in scenario.orders.items() if isinstance(order, March | Act))
    number = {name: k for k, name in enumerate(told_of)}
    return {
        "tracks": [track_row(course, places, formations, number) for course in courses(run_of)],
        "events": captions(run_of, (replication,), places, formations).get(replication, []),
        "garrisons": garrisons(run_of, places),
        "lines": lines(scenario, places),
        "light": light(scenario),
    }


def _parting(runs: Sequence[MemoryRun], replication: int) -> tuple[float, str, str] | None:
    """Where the first walk of a pair parts: (seconds since the start, formation, place)."""
    rows = [parting for other in runs[1:] for parting in partings(runs[0], other, (replication,))]
    return min(((p.parts[0], p.formation, p.parts[1][1]) for p in rows), default=None)


def _knows(name: str, *runs: MemoryRun) -> MemoryRun:
    return next(run_of for run_of in runs if name in run_of.outcomes())


def _told(error: ScenarioError) -> list[ToldFault]:
    return [_fault(fault) for fault in error.faults]


def _fault(fault: Fault, *, whole: bool = False) -> ToldFault:
    """A fault as the page has it; ``whole``: its words say by themselves what they are about."""
    return {
        "line": 0 if whole or fault.file != FILE else fault.line,
        "column": 0 if whole else fault.column,
        "path": "" if whole else one_line(fault.path),
        "message": [one_line(text) for text in both(fault.message)],
        "hint": [one_line(text) for text in both(fault.hint)],
    }


def both(text: str) -> list[str]:
    """A text in English and in French."""
    return [str(text), FRENCH.tell(text)]


# --- files ---------------------------------------------------------------------------------------


def _load(text: str, search: Sequence[Path]) -> Loaded:
    """The scenario of a text.

    Raises:
        ScenarioError: with everything that is wrong with it.
    """
    if len(text) > MOST_TEXT:
        faults = Faults()
        faults.add_at(
            FILE,
            0,
            0,
            msg("{n} characters; at most {most} are read", n=len(text), most=MOST_TEXT),
            msg("take out what is copied"),
        )
        faults.stop_if_any()
    with tempfile.TemporaryDirectory() as folder, _inside(folder):
        Path(FILE).write_text(text, encoding="utf-8")
        return load(FILE, search=search)


@contextmanager
def _inside(folder: str) -> Iterator[None]:
    """The working folder for a while, so that a fault names the file alone."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _read(text: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The head of a file and its changes, path -> value; None where they cannot be read."""
    faults = Faults()
    tree = parse(text, FILE, faults) if len(text) <= MOST_TEXT else None
    written = {} if tree is None else plain(tree)
    if tree is None or faults.found or not isinstance(written, dict):
        return None
    change = written.pop("change", None)
    if not isinstance(change, dict | None):
        return None
    return written, dict(_flat(change or {}, ()))


def _flat(part: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Path -> value of nested mappings, down to the rows of a section, which stay whole."""
    for key, value in part.items():
        path = (*above, *key.split("."))
        if isinstance(value, dict) and value and len(path) < 2:
            yield from _flat(value, path)
        else:
            yield ".".join(path), value


# --- rows on their way --------------------------------------------------------------------------


def _values(rows: Table) -> dict[str, float | None]:
    """Outcome -> its value; None: never."""
    return {row[1]: row[2] if row[2] is None or math.isfinite(row[2]) else None for row in rows}


def _packed(rows: Rows) -> str:
    return base64.b64encode(zlib.compress(marshal.dumps(dict(rows)), 1)).decode()


def _unpacked(text: str) -> Rows:
    """What :func:`_packed` packed in another worker of the same page; nothing else may come here."""
    return cast("Rows", marshal.loads(zlib.decompress(base64.b64decode(text))))
