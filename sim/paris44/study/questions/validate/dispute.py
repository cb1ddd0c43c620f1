"""A dispute about the record: somebody's rows beside ours, which of them the replications support, and what
they do to the score.

A row of the same id, or of the same formation, place and event, disputes ours. The record is no input of a
run, so both are judged by the same replications.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict

import numpy as np

from paris44.language.text import Figures, join, listed, msg
from paris44.results.columns import ArrivalKey, Clock
from paris44.results.read import ResultFolder, ToldVisits
from paris44.scenario.checks.facts import Facts
from paris44.scenario.checks.sources import Sources, named
from paris44.scenario.faults import Fault, Faults, ScenarioError
from paris44.scenario.file import csv_table
from paris44.scenario.file.spreadsheet import Habits
from paris44.scenario.file.yaml_tree import Entry, exists, plain
from paris44.scenario.load import Loaded, RawSection, variant
from paris44.scenario.model import RecordedTime, Watch
from paris44.scenario.schema import sections
from paris44.study.questions.validate.checkpoints import checkpoints_of
from paris44.study.questions.validate.explained import why_never
from paris44.study.questions.validate.score import MarksDocument, validate
from paris44.study.reading.context import arrivals_event
from paris44.study.reading.summary import ReasonsDocument
from paris44.study.statistics.estimates import LEVEL, outside, quantile, share_interval, sign_test
from paris44.telling.fields import EVENTS
from paris44.telling.words import speaker, told
from paris44.version import __version__

NEAR = 15 * 60.0
"""s: what is added on both sides of a time that a row gives without bounds."""
SOURCES = "sources.csv"
"""The table of sources that is read where it lies beside the rows."""


class AccountDocument(ReasonsDocument):
    """One side: its row, its time and the bounds that are asked (local times), in how many replications the
    simulated time lies within, as a share with its 95 % interval, and by how many minutes the median misses
    them (None: it never comes); ``never``: in how many replications it does not come, and why
    there (``reason`` the most frequent, ``reasons`` each with its number)."""

    id: str
    time: str | None
    lo: str
    hi: str
    source: str
    grade: str
    inside: int
    share: float
    ci95: list[float]
    error_min: float | None
    never: int


class DisputedDocument(TypedDict):
    """A row beside ours (None: we have none of that event); ``only_hers`` and ``only_ours`` count the
    replications within one of the two alone, ``p_value`` is the sign test's; ``supports`` is ``hers``,
    ``ours`` or ``neither``. ``judges``: whether the row counts in the score, else why not."""

    hers: AccountDocument
    ours: AccountDocument | None
    formation: str
    place: str
    event: str
    median: str | None
    only_hers: int
    only_ours: int
    p_value: float | None
    supports: str
    judges: str
    quote: str


class DisputeDocument(TypedDict):
    """The answer of ``paris44 dispute``: the rows, and the marks of the record before and after."""

    scenario: str
    n: int
    seed: int
    rows: list[DisputedDocument]
    before: MarksDocument
    after: MarksDocument


@dataclass(frozen=True)
class Disputed:
    """The scenario with somebody's rows in place of ours, and for each the ids of those that it disputes;
    ``notes``: what their author should know."""

    loaded: Loaded
    rows: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()


# --- reading ------------------------------------------------------------------------------------------


def read(base: Loaded, file: Path, sources: Path | None = None, dates: str = "") -> Disputed:
    """The rows of a table in place of ours; ``sources`` (left out: ``sources.csv`` beside it) has its own.

    Raises:
        ScenarioError: everything that is wrong with either table, each with file, line and hint.
    """
    faults = Faults()
    habits = Habits(base.scenario.start_iso[-6:], dates, "--dates day-first")
    rows = _table(file, "record", faults, habits)
    beside = sources or file.with_name(SOURCES)
    own = _table(beside, "sources", faults, habits) if sources or exists(beside) else {}
    faults.stop_if_any()
    known = {**base.document.get("sources", {}), **own}
    _check_sources(rows, known, faults)
    if not rows:
        faults.add_at(str(file), 1, 1, msg("the table has no rows"), msg("write one below the first line"))
    faults.stop_if_any()
    disputed = {key: _ours(base, key, row) for key, row in rows.items()}
    _check_keys(rows, disputed, faults)
    faults.stop_if_any()
    change: dict[str, Any] = {"sources": {key: plain(row) for key, row in own.items()}} if own else {}
    for key, row in rows.items():
        change |= _changes(base, key, row, disputed[key])
    name = f"{base.scenario.name}-disputed"
    try:
        notes = tuple(_other_clocks(base, rows))
        found = Disputed(variant(base, change, name=name, set_by=str(file)), disputed, notes)
    except ScenarioError as error:
        raise ScenarioError([_at_its_line(fault, rows) for fault in error.faults]) from None
    _check_hours(found.loaded, rows, faults)
    faults.stop_if_any()
    return found


def _table(file: Path, section: str, faults: Faults, habits: Habits) -> dict[str, Entry]:
    found = csv_table.read_table(file, section, sections.columns(section), faults, habits)
    return dict(found.mapping()) if found is not None else {}


def _check_sources(rows: Mapping[str, Entry], known: Mapping[str, object], faults: Faults) -> None:
    """Every code of a source is known."""
    sources = Sources(known, SOURCES)
    for key, row in rows.items():
        node = row.mapping().get("source")
        if node is not None:
            for _, message, hint in sources.unknown(node.value):
                faults.add(node, f"record.{key}.source", message, hint)


def _check_keys(rows: Mapping[str, Entry], disputed: Mapping[str, Sequence[str]], faults: Faults) -> None:
    """A row says of what it is: by the id of ours, or by formation and event (and a place)."""
    for key, row in rows.items():
        lacks = [name for name in ("formation", "event") if name not in row.mapping()]
        if lacks and not disputed[key]:
            hint = msg("give formation, place and event, or for id the id of our row (validate lists them)")
            message = msg("names no {lacks}, and no row of ours is called so", lacks=listed(lacks))
            faults.add(row, f"record.{key}", message, hint)


def _other_clocks(base: Loaded, rows: Mapping[str, Entry]) -> Iterator[str]:
    """Times that are written on another clock than the scenario's."""
    start = datetime.fromisoformat(base.scenario.start_iso)
    for key, row in rows.items():
        for name in (name for name in _TIMES if name in row.mapping()):
            text = str(row.mapping()[name].value)
            with suppress(ValueError):  # it is refused with its row
                at = datetime.fromisoformat(text)
                if at.utcoffset() not in (None, start.utcoffset()):
                    local = at.astimezone(start.tzinfo).isoformat(timespec="minutes")
                    yield msg("{row}: {text} is {local} by the clock of the scenario", row=key, text=text,
                              local=local)  # fmt: skip


def _check_hours(loaded: Loaded, rows: Mapping[str, Entry], faults: Faults) -> None:
    """A row lies inside the simulated time: outside of it nobody could come."""
    facts = Facts(loaded.rows, loaded.tree, loaded.own)
    for key, row in rows.items():
        side = facts.outside(loaded.rows["record"][key])
        if side:
            nodes = row.mapping()
            node = next((nodes[name] for name in _TIMES if name in nodes), row)
            hint = msg("{name} lasts from {start} to {end}", name=loaded.scenario.parent or "",
                       start=loaded.document["start"], end=loaded.document["end"])  # fmt: skip
            faults.add(node, f"record.{key}", msg("lies {side}", side=side), hint)


def _ours(base: Loaded, key: str, row: Entry) -> tuple[str, ...]:
    """The ids of our rows of the same event."""
    record = base.document.get("record", {})
    if key in record:
        return (key,)
    wanted = [plain(row.mapping()[name]) if name in row.mapping() else None for name in _EVENT]
    return tuple(one for one, ours in record.items() if [ours.get(name) for name in _EVENT] == wanted)


_EVENT = ("formation", "place", "event")
_TIMES = ("time", "lo", "hi")


def _changes(base: Loaded, key: str, row: Entry, ours: Sequence[str]) -> dict[str, Any]:
    """What of the record is otherwise: the row, without the times that it does not give, in place of ours."""
    record = base.document.get("record", {})
    fields: dict[str, Any] = {name: plain(node) for name, node in row.mapping().items()}
    if ours:
        fields.setdefault("grade", record[ours[0]].get("grade"))
        fields.setdefault("kind", record[ours[0]].get("kind"))
    if "time" in fields and not {"lo", "hi"} & fields.keys():
        fields |= _near(fields["time"])
    fields.setdefault("grade", "D")
    made: dict[str, Any] = {f"record.{one}": None for one in ours if one != key}
    made |= {f"record.{key}.{name}": value for name, value in fields.items() if value is not None}
    if key in record:
        gone = [name for name in _TIMES if name in record[key] and name not in fields]
        made |= {f"record.{key}.{name}": None for name in gone}
    return made


def _near(time: str) -> dict[str, str]:
    """Bounds on both sides of a time of a file; none where it is no time, which is refused with its row."""
    try:
        at = datetime.fromisoformat(time)
    except ValueError:
        return {}
    return {name: (at + timedelta(seconds=by)).isoformat() for name, by in (("lo", -NEAR), ("hi", NEAR))}


def _at_its_line(fault: Fault, rows: Mapping[str, Entry]) -> Fault:
    """A fault of a row at the line of the table on which it stands."""
    steps = fault.path.split(".")
    row = rows.get(steps[1]) if len(steps) > 1 and steps[0] == "record" else None
    if row is None or fault.line:
        return fault
    node = row.mapping().get(steps[2], row) if len(steps) > 2 else row
    return replace(fault, file=node.file, line=node.line, column=node.column)


# --- judging ------------------------------------------------------------------------------------------


def watching(base: Loaded, disputed: Disputed) -> Loaded:
    """The scenario with our record, whose arrivals tell of all that somebody's rows ask for.

    Of who comes past a place arrivals have rows only where an order names the place or somebody asks
    (``watch``, ``record``). Where that is not so, the same scenario is returned with these rows watched: what
    happens in it is the same, but it is another run.
    """
    asked = {*map(_asked, base.scenario.watch), *map(_asked, base.scenario.record)}
    mine = [row for row in disputed.loaded.scenario.record if row.id in disputed.rows and row.place]
    new = {f"{_WATCHED}{row.id}": row for row in mine if _asked(row) not in asked}
    if not new:
        return base
    rows = {key: {name: getattr(row, name) for name in _EVENT} for key, row in new.items()}
    return variant(base, {f"watch.{key}": row for key, row in rows.items()}, set_by="dispute")


_WATCHED = "disputed-"
"""What the ids of such rows begin with."""


def _asked(row: RecordedTime | Watch) -> tuple[str, str, str]:
    return row.formation, row.place or "", arrivals_event(row.event)


def dispute(result: ResultFolder, disputed: Disputed) -> DisputeDocument:
    """Each row beside ours, by the replications of ``result``, a run of what :func:`watching` returns."""
    theirs = {row.id: row for row in disputed.loaded.scenario.record}
    ours = {row.id: row for row in result.scenario.record}
    judged = _judged(result.loaded) | _judged(disputed.loaded)
    pairs = [(theirs[key], [ours[one] for one in ids]) for key, ids in disputed.rows.items()]
    keys = {row: judged.get(row, _key(row)) for her, mine in pairs for row in (her, *mine)}
    visits = result.told_visits(dict.fromkeys(keys.values()))
    seen = {row: _seen(row, visits.get(key), result.n) for row, key in keys.items()}
    after = validate(result, disputed.loaded)
    why = {x.row.id: x.why for x in checkpoints_of(disputed.loaded)[1]}
    sources: RawSection = disputed.loaded.document.get("sources", {})
    return {
        "scenario": result.name,
        "n": result.n,
        "seed": result.seed,
        "rows": [_one(result, her, mine, seen, why.get(her.id, ""), sources) for her, mine in pairs],
        "before": validate(result),
        "after": after,
    }


def _judged(loaded: Loaded) -> dict[RecordedTime, ArrivalKey]:
    """Row -> the row of the arrivals by which it is judged."""
    return {row: point.key for point in checkpoints_of(loaded)[0] for row in point.rows}


def _key(row: RecordedTime) -> ArrivalKey:
    return row.formation, row.place or "", arrivals_event(row.event), 1


@dataclass(frozen=True)
class _Seen:
    """What the replications say of a row: its time in each (s, inf for never), and why it never came."""

    values: Sequence[float]
    why: ReasonsDocument


def _seen(row: RecordedTime, visits: ToldVisits | None, n: int) -> _Seen:
    tail = row.event == "pass_tail"
    values = np.full(n, np.inf)
    if visits is not None:
        values[visits.replication] = visits.clear if tail else visits.head
    never = bool(np.isinf(values).any())
    return _Seen(values.tolist(), why_never(visits, tail) if never else {})


def _one(
    result: ResultFolder, her: RecordedTime, mine: Sequence[RecordedTime],
    seen: Mapping[RecordedTime, _Seen], why: str, sources: RawSection,
) -> DisputedDocument:  # fmt: skip
    our_row = _joined(mine)
    hers_seen, ours_seen = seen[her], seen[mine[0] if mine else her]
    hers = _inside(her, hers_seen.values)
    ours = _inside(our_row, ours_seen.values) if our_row is not None else []
    only_hers = sum(a and not b for a, b in zip(hers, ours, strict=False))
    only_ours = sum(b and not a for a, b in zip(hers, ours, strict=False))
    p = sign_test(only_hers, only_ours) if our_row is not None else None
    found: DisputedDocument = {
        "hers": _account(result, her, hers_seen, hers),
        "ours": None if our_row is None else _account(result, our_row, ours_seen, ours),
        "formation": her.formation,
        "place": her.place or "",
        "event": her.event,
        "median": result.clock.text(quantile(hers_seen.values, 0.5)) or None,
        "only_hers": only_hers,
        "only_ours": only_ours,
        "p_value": p,
        "supports": _supported(only_hers, only_ours, p),
        "judges": why,
        "quote": "",
    }
    return {**found, "quote": quote(result, found, sources)}


def _supported(only_hers: int, only_ours: int, p: float | None) -> str:
    """Which side so many more replications are with than luck would have it."""
    if p is None or p > 1.0 - LEVEL:
        return "neither"
    return "hers" if only_hers > only_ours else "ours"


def _joined(rows: Sequence[RecordedTime]) -> RecordedTime | None:
    """Rows of one event as one: competing ones with the widest bounds, as the score has them."""
    if not rows:
        return None
    first = rows[0]
    together = join("; ", dict.fromkeys(row.source for row in rows if row.source))
    lo, hi = min(row.lo for row in rows), max(row.hi for row in rows)
    return first._replace(id=", ".join(row.id for row in rows), lo=lo, hi=hi, source=str(together))


def _bounds(row: RecordedTime) -> tuple[float, float]:
    """The bounds that are asked, in seconds: those of a bare time are near it."""
    return (row.lo, row.hi) if row.hi > row.lo else (row.lo - NEAR, row.hi + NEAR)


def _inside(row: RecordedTime, values: Sequence[float]) -> list[bool]:
    lo, hi = _bounds(row)
    return [lo <= value <= hi for value in values]


def _account(result: ResultFolder, row: RecordedTime, seen: _Seen, inside: Sequence[bool]) -> AccountDocument:
    clock: Clock = result.clock
    lo, hi = _bounds(row)
    middle = quantile(seen.values, 0.5)
    return {
        "id": row.id,
        "time": None if row.time is None else clock.text(row.time),
        "lo": clock.text(lo),
        "hi": clock.text(hi),
        "source": row.source,
        "grade": row.grade,
        "inside": sum(inside),
        "share": sum(inside) / len(inside),
        "ci95": list(share_interval(sum(inside), len(inside))),
        "error_min": None if middle is None or math.isinf(middle) else outside(middle, lo, hi) / 60.0,
        "never": sum(map(math.isinf, seen.values)),
        **seen.why,
    }


# --- words --------------------------------------------------------------------------------------------


def quote(result: ResultFolder, row: DisputedDocument, sources: RawSection) -> str:
    """A line that can be quoted: who, what, in how many replications, by which run. Who reads it elsewhere
    has no table of ``sources``: they stand there by their titles."""
    return join(" ", _sentences(result, row, sources))


def _sentences(result: ResultFolder, row: DisputedDocument, sources: RawSection) -> Iterator[str]:
    say = speaker(result.scenario)
    where = say.name(row["place"]) if row["place"] else msg("any place")
    yield msg(
        "{who}, {event}, {where}: of {n} replications of {scenario} (Paris 44 {version}, seed {seed})",
        who=say.name(row["formation"]), event=EVENTS[row["event"]], where=where, n=result.n,
        scenario=result.name, version=__version__, seed=str(result.seed),
    )  # fmt: skip
    mine = {**row["hers"], "id": yours(row["hers"])}
    both = (mine, row["ours"]) if row["ours"] else (mine,)
    sides = [_side(result, side, sources) for side in both]
    yield msg("{sides};", sides=join(", ", sides))
    if row["ours"] is None:
        yield msg("our record has no such row.")
    elif row["supports"] == "neither":
        yield msg("the simulation supports neither against the other.")
    else:
        winner = yours(row["hers"]) if row["supports"] == "hers" else row["ours"]["id"]
        p = row["p_value"] or 0.0
        chance = msg("under 0.001") if p < 0.001 else Figures(f"{p:.3f}")
        yield msg("the simulation supports {row} (sign test, p {p}).", row=winner, p=chance)


def yours(side: AccountDocument) -> str:
    """What the row of the table is called beside ours, which may have the same id."""
    return msg("{row} (yours)", row=side["id"])


def _side(result: ResultFolder, side: Mapping[str, Any], sources: RawSection) -> str:
    say, start = speaker(result.scenario), datetime.fromisoformat(result.scenario.start_iso)
    lo, hi = (
        say.time((datetime.fromisoformat(side[end]).replace(tzinfo=start.tzinfo) - start).total_seconds())
        for end in ("lo", "hi")
    )  # fmt: skip
    low, high = (Figures(f"{100 * end:.0f}") for end in side["ci95"])
    return msg(
        "{share} % ({low} to {high}) lie between {lo} and {hi}, as {row} has it ({source}, grade {grade})",
        share=Figures(f"{100 * side['share']:.0f}"), low=low, high=high, lo=lo, hi=hi, row=side["id"],
        source=told(result.scenario, named(side["source"], sources)) or msg("no source"), grade=side["grade"],
    )  # fmt: skip
