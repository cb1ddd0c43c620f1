"""Read a scenario: find its file, lay it over its parents, check everything, freeze it.

>>> loaded = load("toy-phase-line")
>>> loaded.scenario.orders["line-order"].until / 3600.0
2.0
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

from paris44.language.text import msg, quoted
from paris44.scenario import default_set, dump, former, merge
from paris44.scenario.checks import registry
from paris44.scenario.checks.facts import Facts, Own, Steps
from paris44.scenario.faults import Fault, Faults, ScenarioError, nearest
from paris44.scenario.file import csv_table
from paris44.scenario.file import find as finder
from paris44.scenario.file.catalogue import catalogue_file, read_catalogue
from paris44.scenario.file.find import find, shipped
from paris44.scenario.file.known import Known
from paris44.scenario.file.spreadsheet import DATES, Habits
from paris44.scenario.file.yaml_tree import Entry, check_texts, display, exists, leaves, plain, read
from paris44.scenario.freeze import freeze
from paris44.scenario.model import Scenario
from paris44.scenario.schema import sections
from paris44.scenario.schema.read import Rows, read_rows
from paris44.scenario.whatif import spell
from paris44.scenario.whatif.spell import ChangeMade, SpeltOut

__all__ = ["Loaded", "ScenarioError", "find", "load", "shipped", "variant"]

Made = TypeVar("Made")
DATE_ORDER = "dates"
"""The key under ``tables`` that declares the order of day and month in them."""
_OFFSET = re.compile(r"(?:Z|[-+]\d\d:\d\d)\Z")


@dataclass(frozen=True, slots=True)
class _Text:
    """The merged document of a file, the files that it is made of, and what its author wrote of it."""

    document: Entry
    files: tuple[Path, ...]
    own: Own
    met: tuple[former.Met, ...]
    spelt: tuple[SpeltOut, ...]


@dataclass(slots=True)
class Shelf:
    """What has been read for some scenarios, so that those with a common parent share it: no file is read,
    and no section checked row by row, a second time. Trees are never altered in place."""

    texts: dict[Path, _Text] = field(default_factory=dict)
    sections: Known = field(default_factory=Known)
    frozen: Known = field(default_factory=Known)
    _plain: Known = field(default_factory=Known)

    def plain(self, document: Entry) -> dict[str, Any]:
        """The bare values of a document; sections that scenarios share are worked out once, and are one."""
        return {key: self._section(node) for key, node in document.mapping().items()}

    def _section(self, node: Entry) -> Any:  # noqa: ANN401 - what YAML has there
        if not isinstance(node.value, dict):
            return plain(node)
        found = self._plain.get(node)
        if found is None:
            found = plain(node)
            self._plain.add(node, found)
        return found


@dataclass(frozen=True, repr=False)
class Loaded:
    """A scenario with its text: the frozen values and where each of them was set."""

    scenario: Scenario
    document: dict[str, Any]
    tree: Entry = field(compare=False)
    rows: Rows = field(compare=False)
    files: tuple[Path, ...] = ()
    own: Own = field(default=Own(frozenset(), {}), compare=False)
    former: tuple[former.Met, ...] = field(default=(), compare=False)
    spelt: tuple[SpeltOut, ...] = field(default=(), compare=False)
    """What the verbs of its own change came to."""
    shelf: Shelf = field(default_factory=Shelf, compare=False)
    _made: dict[Callable[[Loaded], object], object] = field(default_factory=dict, init=False, compare=False)

    def __repr__(self) -> str:
        return f"<Scenario {self.scenario.name}: {self.scenario.title}>"

    def once(self, make: Callable[[Loaded], Made]) -> Made:
        """What ``make`` makes of the scenario, such as its world: made for whoever asks first, and shared."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    @cached_property
    def origin(self) -> dict[str, str]:
        """``file:line`` of every value, by its path (ids joined by dots)."""
        return {".".join(path): node.where for path, node in leaves(self.tree)}

    def fault(self, path: str, message: str, hint: str = "", others: Sequence[Steps] = ()) -> Fault:
        """A fault found later (by the world, a study), at the author's own line of ``path``, or of one of
        the ``others`` that could have brought it about."""
        node = Facts(self.rows, self.tree, self.own).culprit(merge.split(path), others)
        return Fault(node.file, node.line, node.column, path, message, hint)

    def dump_resolved(self) -> str:
        """The whole scenario as one YAML text; loading it gives an equal :class:`Scenario`."""
        return dump.to_yaml(self.document)


Changes: TypeAlias = Mapping[str, Any]
"""Path -> its new value, as the ``change`` of a scenario file has it; None removes."""
RawRow: TypeAlias = Mapping[str, Any]
"""A row of a resolved document: field -> what YAML has there."""
RawSection: TypeAlias = Mapping[str, RawRow]


def load(
    name_or_path: str | os.PathLike[str],
    *,
    search: Iterable[str | os.PathLike[str]] = (),
    change: Changes | None = None,
    shelf: Shelf | None = None,
) -> Loaded:
    """Read the scenario of a file, given by path or by name.

    ``search`` names folders to look into before ``./scenarios`` and the shipped scenarios;
    ``change`` maps paths to values laid over everything, as the file's own ``change`` would. What lies on
    the ``shelf``, of scenarios with the same ``search``, is not read again.

    Raises:
        ScenarioError: with everything that is wrong, each fault with file, line and a hint.
    """
    faults = Faults()
    folders = tuple(search)
    shelf = Shelf() if shelf is None else shelf
    reader = _Reader(folders, faults, shelf.texts)
    document = reader.document(find(name_or_path, folders))
    if document is None or reader.torn:
        faults.stop_if_any()
    assert document is not None
    own = reader.own
    spelt = reader.spelt
    if change:
        made = _changed(document, change, "change", faults)
        document, spelt = made.document, (*spelt, *made.spelt)
        own = Own(own.files | {"change"}, {**own.removed, **made.removed}, own.extends)
    return _finish(document, tuple(reader.files), faults, own, tuple(reader.met), shelf, spelt)


def variant(
    loaded: Loaded, change: Changes, *, name: str | None = None, title: str | None = None,
    kind: str | None = None, set_by: str = "variant",
) -> Loaded:  # fmt: skip
    """The scenario with some values changed, without reading a file again.

    ``change`` maps paths (``orders.noon-line.until``) to values, ``None`` removes; ``set_by`` stands for
    the file in faults and origins. The variant's parent is the scenario that it changes; ``kind`` says what
    it is where that is not what its parent is.

    Raises:
        ScenarioError: a path or value is wrong.
    """
    faults = Faults()
    made = _changed(loaded.tree, change, set_by, faults)
    document, own = made.document, Own(frozenset({set_by}), made.removed)
    head: dict[str, Any] = {"name": name, "title": title, "kind": kind}
    if name is not None:
        head["parent"] = loaded.scenario.name
    for key, value in head.items():
        if value is not None:
            document = merge.put(document, (key,), merge.as_node(value, set_by))
    return _finish(_ordered(document), loaded.files, faults, own, loaded.former, loaded.shelf, made.spelt)


def kind_of_change(parent: str) -> str:
    """What a scenario is that changes one of the kind ``parent``: a toy stays a toy."""
    return "toy" if parent == "toy" else "counterfactual"


def _changed(document: Entry, change: Changes, file: str, faults: Faults) -> ChangeMade:
    """What a change that is in no file makes of a document."""
    node = merge.as_node(dict(change), file)
    check_texts(node, faults)
    return spell.made(document, node, str(document.at(("name",)).value), faults)


def _finish(
    document: Entry, files: tuple[Path, ...], faults: Faults, own: Own, met: tuple[former.Met, ...],
    shelf: Shelf, spelt: tuple[SpeltOut, ...] = (),
) -> Loaded:  # fmt: skip
    """Check and freeze a merged document; ``own`` is what its author wrote of it."""
    resolved = shelf.plain(document)
    rows = read_rows(document, resolved, faults, shelf.sections)
    registry.run(rows, document, own, faults)
    faults.stop_if_any()
    scenario = freeze(rows, str(resolved["start"]), dump.digest(resolved), shelf.frozen)
    return Loaded(scenario, resolved, document, rows, files, own, met, spelt, shelf)


class _Reader:
    """Reads a file and its parents into one document."""

    def __init__(
        self, search: tuple[str | os.PathLike[str], ...], faults: Faults, texts: dict[Path, _Text]
    ) -> None:
        self.search, self.faults, self.texts = search, faults, texts
        self.files: list[Path] = []
        self.own = Own(frozenset(), {})
        self.met: list[former.Met] = []
        self.spelt: tuple[SpeltOut, ...] = ()
        self.torn = False  # something of a file could not be read: what lacks it is no fault of its own

    def document(self, path: Path, chain: tuple[Path, ...] = ()) -> Entry | None:
        """The merged document of a file; None, with the faults noted, where it cannot be made."""
        known = self.texts.get(path)
        if known is None:
            files, met = len(self.files), len(self.met)
            document = self._read(path, chain)
            if document is not None and not self.faults:
                more = tuple(self.files[files:]), self.own, tuple(self.met[met:]), self.spelt
                self.texts[path] = _Text(document, *more)
            return document
        self.files += known.files
        self.met += known.met
        self.own, self.spelt = known.own, known.spelt
        return known.document

    def _read(self, path: Path, chain: tuple[Path, ...]) -> Entry | None:
        self.files.append(path)
        own = read(path, self.faults)
        if own is None:
            return None
        self._check_keys(own)
        first = len(self.files)
        parent, known = self._parent(own, path, chain)
        if not known:
            return None
        document = self._head(own, parent, path)
        before = len(self.files)
        self._check_table_names(own)
        habits = self._habits(own, document)
        for section in sections.SECTIONS:
            document = self._section(document, own, section, path, habits)
        self.torn = self.torn or bool(self.faults)
        change = own.mapping().get("change")
        made = ChangeMade(document, {}) if change is None else self._change(document, change, parent)
        document, self.spelt = made.document, made.spelt
        if parent is None:
            document = default_set.fill(document, self.faults)
        files = frozenset(display(file) for file in (path, *self.files[before:]))
        extends = self.files[first] if parent is not None else None
        self.own = Own(files, made.removed, extends)
        return _ordered(document)

    def _check_keys(self, own: Entry) -> None:
        for key, node in own.mapping().items():
            if key not in sections.TOP_KEYS:
                hint = nearest(key, sections.TOP_KEYS) or msg(
                    "keys: {top_keys}", top_keys=", ".join(sections.TOP_KEYS)
                )
                self.faults.add(node, key, msg("unknown key {key}", key=quoted(key)), hint)

    # --- parents

    def _parent(self, own: Entry, path: Path, chain: tuple[Path, ...]) -> tuple[Entry | None, bool]:
        """The parent's document (None: there is no parent), and whether all is well."""
        node = own.mapping().get("extends")
        if node is None:
            return None, True
        if not isinstance(node.value, str) or not node.value:
            self.faults.add(node, "extends", msg("must name one scenario"), msg("write extends: historical"))
            return None, False
        file = finder.beside(node.value, path, self.search)
        if file is None:
            names = finder.known((path.parent, *self.search))
            hint = nearest(node.value, names) or msg("give a name or a path next to this file")
            self.faults.add(
                node, "extends", msg("there is no scenario {value}", value=quoted(node.value)), hint
            )
            return None, False
        line = (*chain, path)
        if file.resolve() in [p.resolve() for p in line]:
            names_of = " -> ".join(p.stem for p in (*line, file))
            message = msg("the scenarios extend each other: {names_of}", names_of=names_of)
            self.faults.add(node, "extends", message, msg("break the circle"))
            return None, False
        parent = self.document(file, line)
        return parent, parent is not None

    def _head(self, own: Entry, parent: Entry | None, path: Path) -> Entry:
        """What the file says about itself; only start, end and sections come from the parent."""
        head = {key: node for key, node in own.mapping().items() if key in sections.HEAD}
        if parent is not None:
            kept = parent.mapping()
            inherited = {key: node for key, node in kept.items() if key in sections.CHANGEABLE}
            head = {**inherited, **head}
            here = own.mapping()["extends"]
            head["parent"] = Entry(kept["name"].value, here.file, here.line, here.column)
            head.setdefault("kind", Entry(kind_of_change(str(kept["kind"].value)), own.file, 1, 1))
        head.setdefault("kind", Entry("toy", own.file, 1, 1))
        head.setdefault("name", Entry(finder.name_of(path, self.search), own.file, 1, 1))
        return Entry(head, own.file, own.line, own.column)

    # --- sections

    def _section(self, document: Entry, own: Entry, section: str, path: Path, habits: Habits) -> Entry:
        """Lay the file's tables, then its own rows, over a section."""
        below = document.mapping().get(section)
        layers = self._tables(own, section, path, habits)
        if section in own.mapping():
            rows = merge.section_rows(section, own.mapping()[section], self.faults)
            layers.append(self._with_catalogues(rows, path) if section == "theatre" else rows)
        for layer in layers:
            below = merge.overlay_rows(below, former.todays(section, layer, self.met))
        if below is None:
            return document
        return merge.put(document, (section,), below)

    def _habits(self, own: Entry, document: Entry) -> Habits:
        """How the tables of a file write times: in the clock of the scenario's start, dates as declared."""
        start, tables = document.mapping().get("start"), own.mapping().get("tables")
        dates = tables.mapping().get(DATE_ORDER) if tables is not None else None
        offset = _OFFSET.search(str(start.value)) if start is not None else None
        if dates is not None and dates.value not in DATES:
            message = msg("{value} is no order of day and month", value=quoted(dates.value))
            self.faults.add(
                dates, f"tables.{DATE_ORDER}", message, msg("one of {dates}", dates=", ".join(DATES))
            )
        declared = str(dates.value) if dates is not None and dates.value in DATES else ""
        return Habits(offset[0] if offset else "", declared)

    def _tables(self, own: Entry, section: str, path: Path, habits: Habits) -> list[Entry]:
        node = own.mapping().get("tables")
        entry = node.mapping().get(section) if node is not None else None
        if entry is None or not sections.columns(section):
            return []
        names = entry.value if isinstance(entry.value, list) else [entry]
        return [table for name in names if (table := self._table(name, section, path, habits)) is not None]

    def _with_catalogues(self, rows: Entry, path: Path) -> Entry:
        """The theatre with its French texts in place of the file that has them."""
        for key, row in rows.mapping().items():
            name = row.mapping().get("french")
            if name is not None and isinstance(name.value, str) and name.value:
                texts = self._catalogue(name, f"theatre.{key}.french", path)
                rows = merge.put(rows, (key, "french"), texts)
        return rows

    def _catalogue(self, name: Entry, where: str, path: Path) -> Entry:
        """The texts of a catalogue, English to French; none, with the fault noted, where it is not one."""
        texts = read_catalogue(name, where, path, self.faults)
        if texts is not None:
            self.files.append(catalogue_file(name, path))
        found = {k: Entry(v, name.file, name.line, name.column) for k, v in (texts or {}).items()}
        return Entry(found, name.file, name.line, name.column)

    def _check_table_names(self, own: Entry) -> None:
        node = own.mapping().get("tables")
        if node is None:
            return
        if not isinstance(node.value, dict):
            self.faults.add(
                node, "tables", msg("must name tables by section"), msg("write places: tables/places.csv")
            )
        for key, entry in node.mapping().items():
            if key == DATE_ORDER:
                continue
            if key not in sections.SECTIONS:
                hint = nearest(key, sections.SECTIONS) or msg(
                    "sections: {sections}", sections=", ".join(sections.SECTIONS)
                )
                self.faults.add(
                    entry, f"tables.{key}", msg("there is no section {key}", key=quoted(key)), hint
                )
            elif key in sections.TYPES:
                self.faults.add(
                    entry, f"tables.{key}", msg("{key} have no table", key=key), msg("write them in YAML")
                )

    def _table(self, name: Entry, section: str, path: Path, habits: Habits) -> Entry | None:
        if not isinstance(name.value, str) or not name.value:
            self.faults.add(
                name, f"tables.{section}", msg("must be a file name"), msg("write tables/places.csv")
            )
            return None
        file = path.parent / name.value
        if not exists(file):
            near = [p.name for p in file.parent.glob("*.csv")] if exists(file.parent) else []
            hint = nearest(file.name, near) or msg("paths start from the scenario's folder")
            self.faults.add(
                name, f"tables.{section}", msg("there is no file {value}", value=quoted(name.value)), hint
            )
            return None
        self.files.append(file)
        known = sections.columns(section)
        once = {was: known[name.now] for was, name in former.fields(section).items() if name.now}
        return csv_table.read_table(file, section, {**once, **known}, self.faults, habits)

    def _change(self, document: Entry, change: Entry, parent: Entry | None) -> ChangeMade:
        if parent is None:
            hint = msg("add 'extends', or write sections")
            self.faults.add(change, "change", msg("there is nothing to change"), hint)
            return ChangeMade(document, {})
        return spell.made(document, change, str(parent.mapping()["name"].value), self.faults)


def _ordered(document: Entry) -> Entry:
    """The document with its keys in the order of the schema, and every section, if only empty."""
    entries = document.mapping()
    nothing = Entry({}, document.file, document.line, document.column)
    head = {key: entries[key] for key in sections.HEAD if key in entries}
    return replace(document, value=head | {key: entries.get(key, nothing) for key in sections.SECTIONS})
