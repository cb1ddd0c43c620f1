"""Where a figure comes from, and how one scenario differs from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from paris44.language.dates import length
from paris44.language.text import Message, join, listed, mapped, msg, quoted
from paris44.scenario import merge
from paris44.scenario.checks.sources import citations
from paris44.scenario.faults import Fault, ScenarioError, nearest
from paris44.scenario.file.yaml_tree import Entry, leaves, plain
from paris44.scenario.load import Loaded, RawRow, RawSection
from paris44.scenario.model import Moment
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import sections
from paris44.scenario.schema.quantities import instant, looks_like_time, seconds_between
from paris44.scenario.schema.rows import Row
from paris44.scenario.schema.terms import definitions
from paris44.telling.fields import ROWS, field_name, value_words
from paris44.telling.words import Speaker, speaker, told

JUDGEMENT = "modeller's judgement"
"""In place of a source; a word of the files."""
_CITATION = ("source", "grade", "note")


# --- one figure --------------------------------------------------------------------------------------


class CitedDocument(TypedDict):
    """Source, grade and note, as a file gives them."""

    source: str
    grade: str
    note: str


class CitationDocument(CitedDocument):
    """Where a value comes from; ``replaced`` cites what it overrides."""

    path: str
    value: object
    set_at: str
    title: str
    url: str
    replaced: NotRequired[CitedDocument]


def cite(loaded: Loaded, path: str) -> CitationDocument:
    """The source of one value (``formations.ID.vehicles``) or of a whole row; a section and the head of
    a file have none of their own.

    ``set_at`` is the file and line that set the value; its source is the one that this file gives for the
    row. A value that a file set without a source, in a row that has one, is the modeller's judgement
    (grade D), and ``replaced`` cites what it overrides.

    Raises:
        ScenarioError: the scenario has nothing at this path.
    """
    steps = merge.split(path)
    if steps[0] == "parameters" and len(steps) == 2:
        steps = (*steps, "value")
    node = _existing(loaded, steps, path)
    name = ".".join(steps)
    if len(steps) == 1:
        return _citation(name, node, {"source": "", "grade": "", "note": ""}, {})
    sources: RawSection = loaded.document.get("sources", {})
    row = loaded.tree.at(steps[:2])
    if len(steps) < 3:
        own = {name: child.value for name, child in row.mapping().items() if name in _CITATION}
        return _citation(name, node, _cited(own), sources)
    first = next(iter(leaves(node)), ((), node))[1]
    given = _given(row, first.file)
    if "source" in given or "source" not in row.mapping():
        return _citation(name, node, _cited(given), sources)
    note = msg("set in {where} without a source of its own", where=node.where)
    told = _citation(name, node, _cited({"note": note}), sources)
    if first.under is not None:
        told["replaced"] = _cited(_given(row, first.under.file))
    return told


def _given(row: Entry, file: str) -> RawRow:
    """Source, grade and note that one file gives for a row."""
    layers = {name: row.field_of(name, file) for name in _CITATION}
    return {name: layer.value for name, layer in layers.items() if layer is not None}


def _cited(own: RawRow) -> CitedDocument:
    """Source, grade and note; what has no source is the modeller's judgement, grade D."""
    source = str(own.get("source") or "")
    grade = str(own.get("grade") or "D") if source else "D"
    return {"source": source or JUDGEMENT, "grade": grade, "note": str(own.get("note") or "")}


def _citation(name: str, node: Entry, cited: CitedDocument, sources: RawSection) -> CitationDocument:
    """With titles and addresses of the ``sources`` that are cited by their keys."""
    keys = citations(cited["source"])
    known = [sources[key] for key in keys if key in sources]
    urls = [str(row["url"]) for row in known if row.get("url")]
    urls += [key for key in keys if key.startswith(("http://", "https://"))]
    return {
        "path": name,
        "value": plain(node),
        "set_at": node.where,
        "source": cited["source"],
        "grade": cited["grade"],
        "note": cited["note"],
        "title": "; ".join(str(row["title"]) for row in known),
        "url": " ; ".join(urls),
    }


def _existing(loaded: Loaded, steps: tuple[str, ...], path: str) -> Entry:
    """The node at a path.

    Raises:
        ScenarioError: there is none; the hint names the nearest.
    """
    node = loaded.tree
    for number, step in enumerate(steps):
        below = node.mapping().get(step)
        if below is None:
            hint = nearest(step, node.mapping())
            if number == 2 and step in sections.section_fields(steps[0]):
                hint = msg("the scenario does not state it")
            where = ".".join(steps[:number]) or msg("the scenario")
            message = msg("{where} has no {name}", where=where, name=quoted(step))
            raise ScenarioError([Fault("--cite", 0, 0, path, message, hint)])
        node = below
    return node


class CitedSourceDocument(TypedDict):
    """What a code stands for, where that is said, and how many rows of each section cite it."""

    code: str
    title: str
    url: str
    note: str
    set_at: str
    cited: dict[str, int]


def source_list(loaded: Loaded, code: str | None = None) -> list[CitedSourceDocument]:
    """The source of a code, or all.

    Raises:
        ScenarioError: there is no such code; the hint names the nearest.
    """
    known: RawSection = loaded.document.get("sources", {})
    if code is not None and code not in known:
        table = msg("{known} sources: --sources all", known=len(known))
        hint = nearest(code, known) or table
        message = msg("there is no source {name}", name=quoted(code))
        raise ScenarioError([Fault("--sources", 0, 0, "", message, hint)])
    return [_source(loaded, key, known[key]) for key in ([code] if code is not None else known)]


def _source(loaded: Loaded, code: str, row: RawRow) -> CitedSourceDocument:
    cited = {
        section: sum(code in citations(other.get("source")) for other in rows.values())
        for section in sections.SECTIONS
        if section != "sources" and (rows := loaded.document.get(section, {}))
    }
    return {
        "code": code,
        "title": str(row.get("title", "")),
        "url": str(row.get("url", "")),
        "note": str(row.get("note", "")),
        "set_at": loaded.tree.at(("sources", code)).where,
        "cited": {section: count for section, count in cited.items() if count},
    }


def input_words(loaded: Loaded, path: str) -> tuple[str, str]:
    """What a path of the scenario is, for the axis of a figure, and the unit of its bare numbers.

    ``end of the order “not past the line”``, ``men of the garrison of Fresnes``.
    """
    section, *rest = merge.split(path)
    if not rest:
        return msg("{field} of the scenario", field=field_name(section)), ""
    key, *fields = rest
    if section == "parameters" and key in PARAMETERS:
        return mapped(_first_part, PARAMETERS[key].meaning), ""
    if not fields or section not in sections.SECTIONS:
        return path, ""
    what = {"row": ROWS[section], "name": _called(loaded, section, key), "field": _label(fields[-1])}
    return msg("{field} of the {row} {name}", **what), _unit(loaded, section, key, fields[-1])


def _first_part(text: str) -> str:
    return text.partition(";")[0].strip()


def _label(name: str) -> str:
    """The label of a field."""
    return Message(sections.label(name), {}, context="field")


def _unit(loaded: Loaded, section: str, key: str, name: str) -> str:
    """The unit of a field's bare numbers; empty where they have none, or where its label says it."""
    model = sections.row_model(section, loaded.document.get(section, {}).get(key, {}))
    known = definitions(model).get(name) if model is not None else None
    unit = known.term.unit if known is not None else ""
    return "" if unit.startswith("/") else UNITS.get(unit, unit)


def _called(loaded: Loaded, section: str, key: str) -> str:
    """What people call a row: its title or name, a garrison by its place."""
    row = loaded.document.get(section, {}).get(key, {})
    if section == "garrisons" and "place" in row:
        return msg("of {place}", place=speaker(loaded.scenario).name(row["place"]))
    if section == "roads":
        return join(" - ", (speaker(loaded.scenario).name(row.get(end, "")) for end in ("from", "to")))
    title = row.get("title") or row.get("name")
    return msg("“{title}”", title=told(loaded.scenario, title)) if title else key


# --- two scenarios -----------------------------------------------------------------------------------


class ChangeDocument(TypedDict):
    """One difference of meaning, with the values as files have them."""

    path: str
    before: object
    after: object
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of meaning; None where one of the scenarios has no such value."""

    path: str
    before: Any
    after: Any
    words: str

    def as_dict(self) -> ChangeDocument:
        """The change as JSON-able values."""
        return {"path": self.path, "before": self.before, "after": self.after, "words": self.words}


def difference(before: Loaded, after: Loaded) -> list[Change]:
    """What ``after`` has otherwise than ``before``: ways of writing (``10 min``, ``600 s``) do not count.

    Title and passport are not compared; sources, grades and notes are.
    """
    changes = [change for key in ("start", "end") for change in _head(key, before, after)]
    for section in sections.SECTIONS:
        changes.extend(_rows(section, before, after))
    return changes


def _head(key: str, before: Loaded, after: Loaded) -> Iterator[Change]:
    a, b = before.document[key], after.document[key]
    if instant(a) != instant(b):
        words = _value_words(after, a, b)
        yield Change(key, a, b, msg("the scenario's {field}: {words}", field=field_name(key), words=words))


def _rows(section: str, before: Loaded, after: Loaded) -> Iterator[Change]:
    a, b = before.document.get(section, {}), after.document.get(section, {})
    for key, row in a.items():
        if key not in b:
            words = msg("the {row} {name} is removed", row=ROWS[section], name=_titled(before, key, row))
            yield Change(f"{section}.{key}", row, None, words)
        elif row != b[key] or before.scenario.start_iso != after.scenario.start_iso:
            yield from _fields(section, key, before, after)
    for key, row in b.items():
        if key not in a:
            words = msg("the {row} {name} is added", row=ROWS[section], name=_titled(after, key, row))
            yield Change(f"{section}.{key}", None, row, words)
    common = [key for key in a if key in b]
    if section == "orders" and common != [key for key in b if key in a]:
        yield Change(section, list(a), list(b), msg("the orders stand in another order"))


def _titled(loaded: Loaded, key: str, row: RawRow) -> str:
    title = row.get("title") or row.get("name") or row.get("statement")
    return msg("{key} ({title})", key=key, title=told(loaded.scenario, title)) if title else key


def _fields(section: str, key: str, before: Loaded, after: Loaded) -> Iterator[Change]:
    a, b = before.document[section][key], after.document[section][key]
    same = _same_meaning(before, after, section, key)
    row = {"row": ROWS[section], "name": _titled(after, key, b)}
    for name in dict.fromkeys((*a, *b)):
        if a.get(name) == b.get(name) or name in same:
            continue
        words = _moment_words(before, after, key, name)
        words = words or _value_words(after, a.get(name), b.get(name))
        change = msg("{field} of the {row} {name}: {words}", field=field_name(name), words=words, **row)
        yield Change(f"{section}.{key}.{name}", a.get(name), b.get(name), change)


def _moment_words(before: Loaded, after: Loaded, key: str, name: str) -> str:
    """The two moments of an order in words, where one of them is more than a time."""
    if name not in ("issued", "start", "lifted"):
        return ""
    fields = [getattr(loaded.scenario.orders.get(key), name, None) for loaded in (before, after)]
    moments = [moment for moment in fields if isinstance(moment, Moment)]
    if len(moments) < 2 or all(moment == Moment(at=moment.at) for moment in moments):
        return ""
    pairs = zip((before, after), moments, strict=True)
    old, new = (loaded.once(_speaker).moment(moment) for loaded, moment in pairs)
    return msg("{new}, instead of {old}", new=new, old=old)


def _speaker(loaded: Loaded) -> Speaker:
    return speaker(loaded.scenario)


def _same_meaning(before: Loaded, after: Loaded, section: str, key: str) -> set[str]:
    """Fields written differently that mean the same."""
    if section == "parameters":
        values = before.scenario.parameters[key], after.scenario.parameters[key]
        return {"value"} if values[0] == values[1] else set()
    if before.scenario.start_iso != after.scenario.start_iso:
        return set()  # seconds since the start cannot be compared
    a: Row = before.rows[section][key]
    b: Row = after.rows[section][key]
    if type(a) is not type(b):
        return set()
    names = {name: field.alias or name for name, field in type(a).model_fields.items()}
    return {alias for name, alias in names.items() if getattr(a, name) == getattr(b, name)}


def _value_words(loaded: Loaded, a: Any, b: Any) -> str:  # noqa: ANN401 - any value of a file
    """``b instead of a``, with how much earlier or later where both are times."""
    old, new = (_way_words(loaded, value) or value_words(loaded.scenario, value) for value in (a, b))
    if a is None:
        return msg("{new}, not stated before", new=new)
    if b is None:
        return msg("no longer stated (it was {old})", old=old)
    if isinstance(a, list) and isinstance(b, list) and (words := _list_words(loaded, a, b)):
        return words
    text = msg("{new} instead of {old}", new=new, old=old)
    if isinstance(a, str) and isinstance(b, str) and looks_like_time(a) and looks_like_time(b):
        seconds = seconds_between(instant(a), instant(b))
        if seconds > 0:
            return msg("{words}, {time} later", words=text, time=length(seconds))
        return msg("{words}, {time} earlier", words=text, time=length(seconds))
    return text


def _way_words(loaded: Loaded, value: object) -> str:
    """A list of places by their names; nothing of any other value."""
    places = loaded.scenario.places
    if not (
        isinstance(value, list) and value and all(isinstance(one, str) and one in places for one in value)
    ):
        return ""
    return join(" – ", map(loaded.once(_speaker).name, value))


def _list_words(loaded: Loaded, a: list[Any], b: list[Any]) -> str:
    """What a long list lost or gained, where the rest stands as it stood; else nothing."""
    gone, new = [one for one in a if one not in b], [one for one in b if one not in a]
    kept = [one for one in a if one in b]
    if max(len(a), len(b)) < LONG or bool(gone) == bool(new) or kept != [one for one in b if one in a]:
        return ""
    say = loaded.once(_speaker)
    names = listed(
        [say.name(one) if isinstance(one, str) else value_words(loaded.scenario, one) for one in gone or new]
    )
    if gone:
        return msg("without {names}, the others as before", names=names)
    return msg("with {names} besides", names=names)


LONG = 3
"""Entries from which on a list is not written twice to tell what is otherwise in it."""
UNITS = {"veh/h": msg("vehicles per hour")}
"""What people say for a unit, where that is not what a file writes."""
