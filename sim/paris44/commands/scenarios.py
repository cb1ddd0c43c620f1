"""``list``, ``check``, ``show`` and ``schema``: what can be said of a scenario without running it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from paris44.commands.answer import Answer
from paris44.errors import UserError
from paris44.language.text import Word, join, listed, msg, nmsg
from paris44.scenario.faults import Fault, FaultDocument, Faults, ScenarioError
from paris44.scenario.file import find
from paris44.scenario.file.catalogue import read_catalogue
from paris44.scenario.file.yaml_tree import Entry, read
from paris44.scenario.load import Loaded, load
from paris44.scenario.model import Scenario
from paris44.scenario.schema.sections import SECTIONS
from paris44.study.running.lay_out import lay_out, ready
from paris44.study.running.notes import Note, NoteDocument, notes
from paris44.telling import overview
from paris44.telling.cite import ChangeDocument, CitationDocument, source_list
from paris44.telling.fields import VALUES, value_words
from paris44.telling.waiting import WaitingDocument, waiting
from paris44.telling.words import told

if TYPE_CHECKING:
    from paris44.views.tables.listing import FolderDocument, ScenarioDocument

HEAD = ("title", "kind", "extends")


class CheckDocument(TypedDict, total=False):
    """The answer of ``paris44 check``: of several files the sound ones; what is wrong; what to look at."""

    sound: list[str]
    errors: list[FaultDocument]
    notes: list[NoteDocument]


class SpeltDocument(TypedDict):
    """A line of a change as the file has it, where, and the ordinary paths and values that it comes to."""

    said: str
    where: str
    sets: dict[str, Any]


class DiffDocument(TypedDict):
    """What a scenario has otherwise than another; orders that wait in vain, if there are any."""

    scenario: str
    other: str
    diff: list[ChangeDocument]
    notes: NotRequired[list[WaitingDocument]]


def list_scenarios(keep: int | None = None) -> Answer:
    """Every scenario that a name finds here, with its parent and kind; ``keep`` belongs to the runs."""
    if keep is not None:
        raise UserError("--keep", msg("only with --runs"))
    trees = {name: _tree(name) for name in find.known()}
    heads = {name: _head(name, tree) for name, tree in trees.items()}
    french = {name: _french(find.find(name), tree) for name, tree in trees.items() if tree is not None}
    rows = [_row(name, heads, french) for name in heads]

    def page() -> Sequence[object]:
        from paris44.views.tables import listing

        return listing.scenario_list(rows)

    return Answer(document=lambda: rows, page=page)


def list_runs(out: Path, keep: int | None) -> Answer:
    """The runs and answers under ``out``; with ``keep`` all but so many of each are removed first."""
    from paris44.results.catalogue import list_answers, list_runs
    from paris44.results.clean import clean

    gone = clean(out, keep) if keep is not None else []
    notes = tuple(
        msg("removed {path}, but for other files", path=str(info.path))
        if info.path.exists()
        else msg("removed {path}", path=str(info.path))
        for info in gone
    )
    rows: list[FolderDocument] = [
        {
            "kind": "variant" if info.variant else "run",
            "scenario": info.scenario,
            "run": info.run_id,
            "n": info.n,
            "seed": info.seed,
            "chance": info.chance,
            "version": info.version,
            "complete": info.complete,
            "fault": info.fault,
            "bytes": info.size,
            "result_dir": str(info.path),
        }
        for info in list_runs(out)
    ]
    rows += [
        {"kind": info.command, "scenario": info.scenario, "about": info.about, "fault": info.fault,
         "bytes": info.size, "result_dir": str(info.path)}
        for info in list_answers(out)
    ]  # fmt: skip

    def page() -> Sequence[object]:
        from paris44.views.tables import listing

        return listing.run_list(rows)

    return Answer(document=lambda: rows, page=page, notes=notes)


def _tree(name: str) -> Entry | None:
    """What a file says, without its tables; None where it cannot be read."""
    faults = Faults()
    tree = read(find.find(name), faults)
    return None if faults else tree


def _head(name: str, tree: Entry | None) -> dict[str, str]:
    """What a file says about itself; one bad file spoils no list."""
    if tree is None:
        return {"title": msg("cannot be read: paris44 check {name} says why", name=name)}
    return {key: str(child.value) for key, child in tree.mapping().items() if key in HEAD}


def _french(path: Path, tree: Entry) -> Mapping[str, str]:
    """The French texts that stand beside a file of an operation; what is wrong with them ``check`` says."""
    found: dict[str, str] = {}
    theatre = tree.mapping().get("theatre")
    for row in theatre.mapping().values() if theatre is not None else ():
        named = row.mapping().get("french")
        if named is not None:
            found |= read_catalogue(named, "", path, Faults()) or {}
    return found


def _title(name: str, heads: Mapping[str, Mapping[str, str]], french: Mapping[str, Mapping[str, str]]) -> str:
    """The title of a file, with its French where its operation has it."""
    title = heads[name].get("title", "")
    seen: list[str] = []
    above: str | None = name
    while above is not None and above not in seen:
        if title in french.get(above, {}):
            return Word(title, {"fr": french[above][title]})
        seen.append(above)
        above = _parent(above, heads)
    return title


def _row(
    name: str, heads: Mapping[str, Mapping[str, str]], french: Mapping[str, Mapping[str, str]]
) -> ScenarioDocument:
    return {
        "name": name,
        "title": _title(name, heads, french),
        "parent": _parent(name, heads),
        "kind": _kind(name, heads),
    }


def _kind(name: str, heads: Mapping[str, Mapping[str, str]], below: tuple[str, ...] = ()) -> str:
    """The kind as the loader fills it in where the file does not say: a toy's child is a toy."""
    head = heads.get(name, {})
    parent = _parent(name, heads)
    if "kind" in head or parent is None or parent in below:
        return head.get("kind", "toy")
    toy = parent in heads and _kind(parent, heads, (*below, name)) == "toy"
    return "toy" if toy else "counterfactual"


def _parent(name: str, heads: Mapping[str, Mapping[str, str]]) -> str | None:
    """The name of what a scenario extends: the one of its own operation before others."""
    reference = heads.get(name, {}).get("extends")
    if reference is None:
        return None
    parent = Path(reference).name.removesuffix(".yaml").removesuffix(".yml")
    operation, stroke, _ = name.rpartition("/")
    own = f"{operation}{stroke}{parent}"
    return own if own in heads else parent


def check(files: Sequence[str]) -> Answer:
    """Load each file and lay out its world; every fault of every file is told. Code 2 when there are any."""
    faults: dict[Fault, None] = {}  # files may share a parent, and its faults
    told: dict[Note, None] = {}
    sound: list[str] = []
    for name in files:
        try:
            told |= dict.fromkeys(notes(ready(name)))
            sound.append(name)
        except ScenarioError as error:
            faults |= dict.fromkeys(error.faults)
    document: CheckDocument = {"sound": sound} if len(files) > 1 else {}
    document["errors"] = [fault.as_dict() for fault in faults]
    if told:
        document["notes"] = [note.as_dict() for note in told]
    return Answer(
        document=lambda: document,
        page=lambda: _verdict(sound, len(files)),
        status=2 if faults else 0,
        notes=(*(fault.render() for fault in faults), *(note.render() for note in told)),
    )


def _verdict(sound: Sequence[str], of: int) -> list[str]:
    """How many of the files are sound, and of several which."""
    if of == 1 or not sound:
        return [msg("1 scenario is sound")] if sound else []
    names = ", ".join(sound)
    if len(sound) == of:
        return [msg("{n} scenarios are sound: {names}", n=of, names=names)]
    return [
        nmsg(
            "{n} of {of} scenarios is sound: {names}",
            "{n} of {of} scenarios are sound: {names}",
            len(sound),
            of=of,
            names=names,
        )
    ]


def show(
    name: str, *, resolved: bool, diff: str | None, cite: str | None, clocks: bool = False,
    changes: bool = False,
) -> Answer:  # fmt: skip
    """The scenario in words, whole (``resolved``), against another (``diff``), one source (``cite``), the
    hours that it sets (``clocks``), or what the verbs of its change come to (``changes``)."""
    options = {
        "--resolved": resolved,
        "--diff": diff,
        "--cite": cite,
        "--clocks": clocks,
        "--changes": changes,
    }
    asked = [option for option, on in options.items() if on]
    if len(asked) > 1:
        raise UserError(asked[1], msg("not together with {option}", option=asked[0]))
    loaded = load(name)
    if resolved:
        return Answer(document=lambda: loaded.document, page=lambda: [loaded.dump_resolved().rstrip("\n")])
    if diff is not None:
        return _diff(loaded, load(diff))
    if cite is not None:
        return _cite(loaded.scenario, overview.cite(loaded, cite))
    if clocks:
        return _clocks(loaded)
    if changes:
        return _changes(loaded)
    roads = _line_roads(loaded)
    return Answer(
        document=lambda: overview.summary(loaded, roads),
        page=lambda: overview.describe(loaded, roads),
    )


def sources(name: str, code: str, others: Sequence[str] = ()) -> Answer:
    """What a code in the source of rows stands for, and how many rows cite it; ``all``: every code."""
    if others:
        raise UserError("--sources", msg("not together with {option}", option=others[0]))
    found = source_list(load(name), None if code == "all" else code)

    def page() -> Sequence[object]:
        lines: list[str] = []
        for row in found:
            lines.append(msg("{code}: {title}", code=row["code"], title=row["title"]))
            told = {msg("address"): row["url"], msg("note"): row["note"], msg("set at"): row["set_at"]}
            lines += [msg("  {name}: {text}", name=name, text=text) for name, text in told.items() if text]
            cited = [f"{section} {count}" for section, count in row["cited"].items()]
            lines.append(msg("  cited by rows: {counts}", counts=", ".join(cited) or msg("none")))
        return lines

    return Answer(document=lambda: found, page=page)


def _diff(loaded: Loaded, other: Loaded) -> Answer:
    """What ``loaded`` has otherwise than ``other``."""
    changes = overview.difference(other, loaded)
    waits = waiting(other.scenario, loaded.scenario)
    lines = [msg("  {words}", words=change.words) for change in changes] or [msg("  nothing is otherwise")]
    lines += [msg("  note: {words}", words=note.words) for note in waits]
    head = msg("{scenario} against {other}:", scenario=loaded.scenario.name, other=other.scenario.name)
    document: DiffDocument = {
        "scenario": loaded.scenario.name,
        "other": other.scenario.name,
        "diff": [change.as_dict() for change in changes],
    }
    if waits:
        document["notes"] = [note.as_dict() for note in waits]
    return Answer(document=lambda: document, page=lambda: [head, *lines])


def _changes(loaded: Loaded) -> Answer:
    """What each line of the change that is a verb comes to, as ordinary paths and values."""
    document: list[SpeltDocument] = [
        {"said": line.said, "where": line.where, "sets": dict(line.sets)} for line in loaded.spelt
    ]

    def page() -> Sequence[object]:
        lines: list[str] = []
        for line in loaded.spelt:
            lines.append(msg("{said} ({where}):", said=line.said, where=line.where))
            lines += [
                msg("  {path}: {value}", path=path, value="null" if value is None else _cell(loaded, value))
                for path, value in line.sets
            ]
        names = {"name": loaded.scenario.name, "other": loaded.scenario.parent or "OTHER"}
        return lines or [msg("{name}: its change has no verbs; --diff {other} tells it", **names)]

    return Answer(document=lambda: document, page=page)


def _cell(loaded: Loaded, value: object) -> str:
    return value_words(loaded.scenario, value)


def _clocks(loaded: Loaded) -> Answer:
    """Every hour that the scenario sets, with its role."""
    from paris44.telling.clocks import ROLE_NAMES, ROLES, clock_times

    found = clock_times(loaded)
    count = {role: sum(1 for clock in found if clock.role == role) for role in ROLES}
    lines = [
        msg("{n} x {role}: {meaning}", n=number, role=ROLE_NAMES[role], meaning=ROLES[role])
        for role, number in count.items()
        if number
    ]
    return Answer(
        document=lambda: [clock.as_dict() for clock in found],
        page=lambda: [clock.words for clock in found] + ["", *lines],
    )


def _cite(scenario: Scenario, found: CitationDocument) -> Answer:
    """Where one figure comes from."""

    def page() -> Sequence[object]:
        source = _source(scenario, found["title"] or found["source"])
        lines = [_cited_value(scenario, found["path"], found["value"])]
        lines += (
            [msg("  source: {source} (grade {grade})", source=source, grade=found["grade"])] if source else []
        )
        rows = {msg("address"): found["url"], msg("note"): found["note"], msg("set at"): found["set_at"]}
        lines += [
            msg("  {name}: {text}", name=name, text=told(scenario, text))
            for name, text in rows.items()
            if text and text != source
        ]
        if "replaced" in found:
            old = found["replaced"]
            words = {"source": _source(scenario, old["source"]), "grade": old["grade"]}
            before = msg("  in place of: {source} (grade {grade})", **words)
            note = told(scenario, old["note"])
            lines.append(join(" ", (before, note)) if old["note"] else before)
        return lines

    return Answer(document=lambda: found, page=page)


def _source(scenario: Scenario, text: str) -> str:
    """Who is cited."""
    return VALUES.get(text) or told(scenario, text)


def _cited_value(scenario: Scenario, path: str, value: Any) -> str:  # noqa: ANN401 - any value of a file
    """A value behind its path; of a section the names of its rows."""
    if path in SECTIONS:
        names = listed(value, 60)
        return msg(
            "{path}: {n} rows (name one to see its source): {names}", path=path, n=len(value), names=names
        )
    if isinstance(value, dict):
        cells = (join(" ", (key, value_words(scenario, cell))) for key, cell in value.items())
        return join(" = ", (path, join(", ", cells)))
    return join(" = ", (path, value_words(scenario, value)))


def _line_roads(loaded: Loaded) -> dict[str, list[str]]:
    """The roads that each phase line closes, as the world draws it."""
    ids = {frozenset((road.a, road.b)): road.id for road in loaded.scenario.roads.values()}
    lines = lay_out(loaded).lines
    return {plan.order.id: sorted({ids[frozenset(lane)] for lane in plan.lanes}) for plan in lines}


def schema() -> Answer:
    """The JSON Schema of a scenario file."""
    from paris44.scenario.schema import jsonschema

    return Answer(document=jsonschema.build, page=list)
