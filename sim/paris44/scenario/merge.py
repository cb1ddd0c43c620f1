"""How a scenario's own text is laid over its parent's document.

Order of priority, lowest first: the parent's document, the file's tables in the order named, the
file's own sections, the file's ``change``. Mappings merge, a list of things with an ``id`` merges
by id, every other value replaces the one below it. A trigger (``after``, ``until``) is one value:
it is replaced whole. ``null`` removes, in ``change`` only. Trees are never altered in place, so a
parent may be shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from numbers import Integral, Real

from paris44.language.text import msg, quoted
from paris44.scenario.faults import Fault, Faults, ScenarioError, choice, meant, nearest
from paris44.scenario.file.yaml_tree import Entry, plain
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import sections
from paris44.scenario.schema.sections import CHANGEABLE
from paris44.scenario.schema.verbs import VERBS

ONE_VALUE = frozenset({"after", "until"})  # a trigger half replaced would say two things

Path = tuple[str, ...]
Assignment = tuple[Path, Entry]


def split(path: str) -> Path:
    """The ids of a dotted path; the dots inside a parameter's name are part of it."""
    section, _, rest = path.partition(".")
    if section != "parameters" or not rest:
        return tuple(path.split("."))
    for name in sorted(PARAMETERS, key=len, reverse=True):
        if rest == name:
            return (section, name)
        if rest.startswith(name + "."):
            return (section, name, *rest[len(name) + 1 :].split("."))
    name, _, last = rest.rpartition(".")
    return (section, name, last) if name and last in sections.section_fields(section) else (section, rest)


# --- laying one tree over another ------------------------------------------------------------------


def overlay(base: Entry | None, over: Entry) -> Entry:
    """``over`` laid on ``base``; entries of ``over`` that are null are left out."""
    if base is not None and isinstance(base.value, dict) and isinstance(over.value, dict):
        entries = dict(base.value)
        for key, child in over.value.items():
            below = entries.get(key)
            if child.value is not None:
                entries[key] = replace(child, under=below) if key in ONE_VALUE else overlay(below, child)
        return Entry(entries, over.file, over.line, over.column)
    if base is not None and _have_ids(base) and _have_ids(over):
        return _by_id(base, over)
    return over if base is None else replace(over, under=base)


def overlay_rows(base: Entry | None, over: Entry) -> Entry:
    """A section laid on another: row by row, and a row of another type replaces the whole row."""
    entries = dict(base.mapping()) if base is not None else {}
    for key, row in over.mapping().items():
        below = entries.get(key)
        entries[key] = row if below is None or _retyped(below, row) else overlay(below, row)
    return Entry(entries, over.file, over.line, over.column)


def _retyped(below: Entry, row: Entry) -> bool:
    """True where the row says that it is another type of order than the one below."""
    before, after = below.mapping().get("type"), row.mapping().get("type")
    return before is not None and after is not None and before.value != after.value


def _have_ids(node: Entry) -> bool:
    return isinstance(node.value, list) and bool(node.value) and all("id" in i.mapping() for i in node.value)


def _by_id(base: Entry, over: Entry) -> Entry:
    assert isinstance(base.value, list)
    assert isinstance(over.value, list)
    things = {str(item.mapping()["id"].value): item for item in base.value}
    for item in over.value:
        key = str(item.mapping()["id"].value)
        things[key] = overlay(things.get(key), item)
    return Entry(list(things.values()), over.file, over.line, over.column)


# --- sections as they are written --------------------------------------------------------------------


def section_rows(section: str, node: Entry, faults: Faults) -> Entry:
    """A section's rows by id; a list of rows with an ``id`` and short parameters are understood."""
    if isinstance(node.value, list):
        node = _listed(section, node, faults)
    if node.value is None:
        return Entry({}, node.file, node.line, node.column)
    if not isinstance(node.value, dict):
        faults.add(
            node,
            section,
            msg("the section must hold rows"),
            msg("write '{section}:' and rows below it", section=section),
        )
        return Entry({}, node.file, node.line, node.column)
    rows = {key: _row(section, key, row, faults) for key, row in node.value.items()}
    return Entry({k: r for k, r in rows.items() if r is not None}, node.file, node.line, node.column)


def _listed(section: str, node: Entry, faults: Faults) -> Entry:
    rows: dict[str, Entry] = {}
    assert isinstance(node.value, list)
    for number, item in enumerate(node.value):
        fields = dict(item.mapping())
        named = fields.pop("id", None)
        if named is None or named.value is None:
            faults.add(
                item, f"{section}.{number}", msg("a row of a list needs an 'id'"), msg("write '- id: ...'")
            )
            continue
        key = str(named.value)
        if key in rows:
            faults.add(item, f"{section}.{key}", msg("the id {key} stands twice", key=quoted(key)),
                       msg("the first is on line {line}; keep one", line=rows[key].line))  # fmt: skip
        rows[key] = Entry(fields, item.file, item.line, item.column)
    return Entry(rows, node.file, node.line, node.column)


def _known_blanks(section: str, key: str, row: Entry, faults: Faults) -> None:
    """A field left blank is one of the section: the end of a name with a comma looks like one too."""
    known = sections.section_fields(section)
    for name, child in row.mapping().items():
        if known and child.value is None and name not in known:
            hint = nearest(name, known) or msg("write a text that holds a comma in quotes")
            what = msg("unknown field {path}", path=quoted(name))
            faults.add(child, f"{section}.{key}.{name}", what, hint)


def _row(section: str, key: str, row: Entry, faults: Faults) -> Entry | None:
    if isinstance(row.value, dict):
        if any(child.value is None for child in row.value.values()):
            _known_blanks(section, key, row, faults)
            kept = {name: child for name, child in row.value.items() if child.value is not None}
            return Entry(kept, row.file, row.line, row.column)
        return row
    if section == "parameters" and isinstance(row.value, (str, int, float)):
        return Entry({"value": row}, row.file, row.line, row.column)
    path = f"{section}.{key}"
    if row.value is None:
        faults.add(
            row, path, msg("the row is empty"), msg("to remove a row of the parent write it under 'change'")
        )
    else:
        faults.add(row, path, msg("a row needs fields"), msg("write field: value below it"))
    return None


# --- changes -------------------------------------------------------------------------------------------


def apply(document: Entry, assignments: Iterable[Assignment], parent: str, faults: Faults) -> Entry:
    """The document after every assignment of a value to a path; two to one path are a fault."""
    rows: dict[Path, list[Assignment]] = {}
    for assignment in _without_conflicts(list(assignments), faults):
        rows.setdefault(assignment[0][:2], []).append(assignment)
    for row, group in rows.items():
        document = _change_row(document, row, group, parent, faults)
    return document


def assignments(node: Entry, document: Entry, faults: Faults, above: Path = ()) -> Iterator[Assignment]:
    """The paths that a change sets, each with its value: nested mappings and dotted paths alike."""
    for key, child in node.mapping().items():
        path = split(".".join((*above, key)))
        if not all(path):
            faults.add(
                child, f"change.{key}", msg("the path has an empty part"), msg("write section.id.field")
            )
        elif path[0] not in CHANGEABLE:
            hint = nearest(path[0], (*CHANGEABLE, *VERBS))
            if path[0] in sections.TOP_KEYS:
                hint = msg("write {path} at the top of the file, not under 'change'", path=quoted(path[0]))
            faults.add(child, f"change.{key}", msg("{path} cannot be changed", path=quoted(path[0])), hint)
        elif isinstance(child.value, dict) and child.value and path[-1] not in ONE_VALUE:
            yield from assignments(child, document, faults, path)
        elif len(path) == 1 and isinstance(child.value, list) and path[0] in sections.SECTIONS:
            yield from assignments(_listed(path[0], child, faults), document, faults, path)
        else:
            yield path, child


def _without_conflicts(assignments: list[Assignment], faults: Faults) -> Iterator[Assignment]:
    """Leave out what sets a path that is already set, above or below."""
    exact: dict[Path, Entry] = {}
    inside: dict[Path, Entry] = {}
    for path, node in assignments:
        above = (exact[path[:n]] for n in range(1, len(path) + 1) if path[:n] in exact)
        other = next(above, None) or inside.get(path)
        if other is not None:
            faults.add(node, ".".join(path), msg("is changed twice"),
                       msg("also in {where}; keep one", where=other.where))  # fmt: skip
            continue
        exact[path] = node
        for n in range(1, len(path)):
            inside.setdefault(path[:n], node)
        yield path, node


def _change_row(document: Entry, row: Path, group: list[Assignment], parent: str, faults: Faults) -> Entry:
    path, node = group[0]
    if row[0] not in sections.SECTIONS:
        return _change_head(document, row, node, faults)
    if len(row) == 1:
        if node.value != {}:
            faults.add(
                node,
                row[0],
                msg("a section cannot be changed whole"),
                msg("name the rows to change or remove"),
            )
        return document
    rows = document.at(row[:1]).mapping() if row[0] in document.mapping() else {}
    if row[1] not in rows:
        return _add_row(document, row, group, parent, faults)
    if node.value is None and len(path) == 2:
        return remove(document, row)
    if _changes_type(rows[row[1]], group):
        return _add_row(remove(document, row), row, group, parent, faults, place=rows)
    for path, node in group:
        document = _change_field(document, path, node, parent, faults)
    return document


def _change_head(document: Entry, row: Path, node: Entry, faults: Faults) -> Entry:
    """Another start or end."""
    if len(row) == 1 and isinstance(node.value, str):
        return put(document, row, node)
    faults.add(
        node, ".".join(row), msg("{row} is one time", row=quoted(row[0])), msg("write YYYY-MM-DDTHH:MM+HH:MM")
    )
    return document


def _changes_type(row: Entry, group: list[Assignment]) -> bool:
    before = row.mapping().get("type")
    return before is not None and any(p[2:] == ("type",) and n.value != before.value for p, n in group)


def _add_row(
    document: Entry, row: Path, group: list[Assignment], parent: str, faults: Faults,
    place: dict[str, Entry] | None = None,
) -> Entry:  # fmt: skip
    """Add a row that the parent does not have, if what is given makes a whole row."""
    section, key = row
    node = group[0][1]
    fields: dict[str, Entry] = {}
    for path, value in group:
        if len(path) > 2 and value.value is not None:
            below = fields.get(path[2], Entry({}, value.file, value.line, value.column))
            fields[path[2]] = value if len(path) == 3 else put(below, path[3:], value)
    if section == "parameters" and len(group[0][0]) == 2 and isinstance(node.value, (str, int, float)):
        fields["value"] = node
    new = Entry(fields, node.file, node.line, node.column)
    model = sections.row_model(section, {k: v.value for k, v in fields.items()})
    if model is None or not fields or any(name not in fields for name in sections.required(model)):
        known = document.at((section,)).mapping() if section in document.mapping() else {}
        if place is not None:
            missing = [name for name in sections.required(model) if name not in fields] if model else []
            types = sections.TYPES[section]
            hint = (
                msg("give {missing}", missing=", ".join(missing))
                if missing
                else choice(fields["type"].value, types)
            )
            message = msg("the changed type makes it another row of {section}", section=section)
            faults.add(node, f"{section}.{key}", message, hint)
            return document
        message = msg("{parent} has no {key} in {section}", parent=parent, key=quoted(key), section=section)
        hint = meant(section, key, known) or _how_to_add(section, key, model)
        faults.add(node, f"{section}.{key}", message, hint)
        return document
    changed = put(document, row, new)
    if place is not None:  # a row of another type keeps its place in the file's order
        order = {name: changed.at((section, name)) for name in place}
        changed = put(changed, (section,), Entry(order, node.file, node.line, node.column))
    return changed


def _how_to_add(section: str, key: str, model: object) -> str:
    if section in sections.TYPES and model is None:
        types = ", ".join(sections.TYPES[section])
        return msg("to add a row of {section} give its type: {types}", section=section, types=types)
    row = sections.SECTIONS[section]
    needs = ", ".join(sections.required(row)) if row is not None else msg("all its fields")
    return msg("to add {key} give {needs}", key=quoted(key), needs=needs)


def _change_field(document: Entry, path: Path, node: Entry, parent: str, faults: Faults) -> Entry:
    if len(path) == 2 and path[0] == "parameters" and isinstance(node.value, (str, int, float)):
        return put(document, (*path, "value"), node)
    if len(path) == 2:
        if node.value != {}:
            faults.add(node, ".".join(path), msg("a row needs fields"), msg("write field: value below it"))
        return document
    row = document.at(path[:2])
    model = sections.row_model(path[0], {k: v.value for k, v in row.mapping().items()})
    if node.value is None:
        if document.at(path) is document.at(path[:-1]) or path[2] not in row.mapping():
            faults.add(node, ".".join(path), msg("{parent} has no such value to remove", parent=parent),
                       nearest(path[-1], document.at(path[:-1]).mapping()))  # fmt: skip
        elif model is not None and len(path) == 3 and path[2] in sections.required(model):
            faults.add(node, ".".join(path), msg("{field_name} is missing", field_name=quoted(path[2])),
                       msg("write {field_name}: ...", field_name=path[2]))  # fmt: skip
        else:
            return remove(document, path)
        return document
    known = sections.fields(model) if model is not None else ()
    if path[2] not in known:
        faults.add(node, ".".join(path), msg("unknown field {path}", path=quoted(path[2])),
                   nearest(path[2], known) or msg("fields: {known}", known=', '.join(known)))  # fmt: skip
        return document
    return put(document, path, node)


def put(node: Entry, path: Path, value: Entry) -> Entry:
    """A copy of the tree with ``value`` at ``path``; what is not a mapping on the way gives way."""
    if not path:
        return value
    entries = dict(node.mapping())
    below = entries.get(path[0])
    kept = below is not None and isinstance(below.value, dict)  # what gives way is blamed on who wrote value
    inner = below if below is not None and kept else Entry({}, value.file, value.line, value.column)
    if below is not None and len(path) == 1:
        by_id = _have_ids(below) and _have_ids(value)
        entries[path[0]] = _by_id(below, value) if by_id else replace(value, under=below)
    else:
        entries[path[0]] = put(inner, path[1:], value)
    return Entry(entries, node.file, node.line, node.column)


def remove(node: Entry, path: Path) -> Entry:
    """A copy of the tree without what is at ``path``."""
    entries = dict(node.mapping())
    if len(path) == 1:
        entries.pop(path[0], None)
    elif path[0] in entries:
        entries[path[0]] = remove(entries[path[0]], path[1:])
    return Entry(entries, node.file, node.line, node.column)


def as_node(value: object, file: str) -> Entry:
    """A plain value as a node without a line: it comes from an option or a program, not from a file.

    Raises:
        ScenarioError: there is a value of a kind that no scenario has.
    """
    if isinstance(value, dict):
        return Entry({str(k): as_node(v, file) for k, v in value.items()}, file, 0, 0)
    if isinstance(value, (list, tuple)):
        return Entry([as_node(item, file) for item in value], file, 0, 0)
    if value is None or isinstance(value, (str, int, float, bool)):
        return Entry(value, file, 0, 0)
    if isinstance(value, datetime):
        return Entry(value.isoformat(), file, 0, 0)
    if isinstance(value, timedelta):
        return Entry(f"{value.total_seconds():.15g} s", file, 0, 0)
    if isinstance(value, Real):  # of NumPy and the like, as a scenario knows them
        return Entry(int(value) if isinstance(value, Integral) else float(value), file, 0, 0)
    kind = msg("a value of the type {kind} cannot stand in a scenario", kind=type(value).__name__)
    raise ScenarioError([Fault(file, 0, 0, "", kind, msg("write a text, a number or a moment"))])


def same(a: Entry, b: Entry) -> bool:
    """True where both hold the same plain value."""
    return plain(a) == plain(b)
