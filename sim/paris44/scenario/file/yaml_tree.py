"""A YAML file as a tree of nodes that know their line and column.

The reader is stricter than YAML: what two readers could understand differently is refused
(duplicate keys, tags, anchors and aliases, and the unquoted words and numbers that YAML 1.1
turns into something else: ``no``, ``12:30``, ``010``, ``1_000``). Dates stay text.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from paris44.errors import machine_words
from paris44.language.text import join, msg, quoted
from paris44.scenario.faults import Faults
from paris44.scenario.file.letters import complaint

Scalar: TypeAlias = str | int | float | bool | None

YAML_LIMIT = 5_000_000  # bytes
MOST_LEVELS = 24  # the deepest scenario has nine
MOST_NODES = 500_000

_Event: TypeAlias = Any  # the parser's own kinds; which fields one has depends on its class
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?\Z")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")
_OCTAL = re.compile(r"[-+]?0[0-9_]+\Z")
_BASED = re.compile(r"[-+]?0[xob][0-9a-fA-F_]+\Z")
_UNDERSCORED = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?\Z")
_ENDLESS = re.compile(r"[-+]?\.(?:inf|nan)\Z", re.IGNORECASE)
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
_FLAG_WORDS = frozenset({"yes", "no", "on", "off"})
_NUMERIC_START = frozenset("0123456789+-.")


@dataclass(slots=True)
class Entry:
    """A value of a file and where it stands; the value of a key stands where the key does.

    ``under`` is the value that it was laid over, if it was.
    """

    value: Scalar | dict[str, Entry] | list[Entry]
    file: str
    line: int
    column: int
    under: Entry | None = field(default=None, compare=False, repr=False)

    @property
    def where(self) -> str:
        """``file:line``, or the file alone where the value has no line."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def at(self, path: tuple[str | int, ...]) -> Entry:
        """The node at ``path``, or the nearest one above it."""
        node = self
        for step in path:
            below = node._below(step)
            if below is None:
                break
            node = below
        return node

    def layers(self) -> Iterator[Entry]:
        """The value, then each that it was laid over, the last one first."""
        layer: Entry | None = self
        while layer is not None:
            yield layer
            layer = layer.under

    def field_of(self, name: str, file: str) -> Entry | None:
        """What ``file`` says of a field of this row, whatever other files laid over it; an empty text says
        nothing."""
        layer = self.mapping().get(name)
        while layer is not None and (layer.file != file or layer.value == ""):
            layer = layer.under
        return layer

    def _below(self, step: str | int) -> Entry | None:
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def mapping(self) -> dict[str, Entry]:
        """The entries, if this is a mapping; else none."""
        return self.value if isinstance(self.value, dict) else {}


Plain: TypeAlias = Scalar | dict[str, "Plain"] | list["Plain"]


def plain(node: Entry) -> Plain:
    """The bare value: dicts, lists and scalars."""
    value = node.value
    if isinstance(value, dict):
        return {
            key: plain(child) if isinstance(child.value, (dict, list)) else child.value
            for key, child in value.items()
        }
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value


def leaves(node: Entry, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Every value below ``node`` that is not a mapping, with its path."""
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from leaves(child, (*path, key))
    else:
        yield path, node


def display(path: Path) -> str:
    """The path as a user wants to read it: relative where it lies below the working folder."""
    text = os.path.normpath(path)
    try:
        return str(Path(text).relative_to(Path.cwd())) if path.is_absolute() else text
    except (ValueError, OSError):
        return text


def exists(path: Path) -> bool:
    """True where something is at ``path``; a name that no file system takes is nowhere."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def read_text(path: Path, limit: int, faults: Faults) -> str | None:
    """The text of a regular UTF-8 file of at most ``limit`` bytes, or None with the faults noted.

    Devices, pipes and folders are refused before anything is opened.
    """
    shown = display(path)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            what = msg("a folder") if stat.S_ISDIR(state.st_mode) else msg("a device or pipe")
            faults.add_at(shown, 0, 0, msg("is {what}, not a file", what=what), msg("name a file"))
            return None
        if state.st_size > limit:
            faults.add_at(
                shown,
                0,
                0,
                msg("is larger than {limit} MB", limit=limit // 1000000),
                msg("split it or shorten it"),
            )
            return None
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        faults.add_at(
            shown,
            0,
            0,
            msg("cannot be read: {reason}", reason=machine_words(error)),
            msg("check the name and the rights"),
        )
        return None
    return _decoded(raw, shown, faults)


def _decoded(raw: bytes, shown: str, faults: Faults) -> str | None:
    """UTF-8 text without byte-order mark; binary data and other encodings are faults."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add_at(shown, 1, 1, msg("is UTF-16, not UTF-8"), msg("save it as UTF-8"))
        return None
    nul = raw.find(b"\0")
    if nul >= 0:
        faults.add_at(
            shown, raw.count(b"\n", 0, nul) + 1, 1, msg("is binary, not text"), msg("name a text file")
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        faults.add_at(
            shown, line, column, msg("is not UTF-8"), msg("save it as UTF-8 (it may be Windows-1252)")
        )
        return None


def read(path: Path, faults: Faults) -> Entry | None:
    """The tree of a YAML file whose top is a mapping, or None with the faults noted.

    Texts that cannot be shown are faults of a tree that can be read.
    """
    text = read_text(path, YAML_LIMIT, faults)
    if text is None:
        return None
    root = parse(text, display(path), faults)
    if root is not None:
        check_texts(root, faults)
    return root


def parse(text: str, shown: str, faults: Faults) -> Entry | None:
    """The tree of a YAML text; ``shown`` is the file name in faults."""
    tab = _TAB_INDENT.search(text)
    if tab:
        line = text.count("\n", 0, tab.start()) + 1
        faults.add_at(shown, line, 1, msg("a tab indents this line"), msg("indent with spaces"))
        return None
    before = len(faults.found)
    try:
        root = _Builder(text, shown, faults).document()
    except _Stop:
        return None
    except yaml.YAMLError as error:
        _note_yaml(error, text, shown, faults)
        return None
    return root if len(faults.found) == before else None


def check_texts(node: Entry, faults: Faults) -> None:
    """Every key and every text below ``node`` can be shown and printed (``file/letters.py``)."""
    _check_texts(node, faults, [])


def _check_texts(node: Entry, faults: Faults, path: list[str]) -> None:
    value = node.value
    if isinstance(value, str):
        wrong = None if path == ["name"] else complaint(value, path[-1] if path else "")
        if wrong:
            faults.add(node, ".".join(path), join(" ", (quoted(value), wrong[0])), wrong[1])
    elif isinstance(value, dict):
        for key, child in value.items():
            path.append(key)
            if wrong := complaint(key, ""):
                message = msg("the key {key} {wrong}", key=quoted(key), wrong=wrong[0])
                faults.add(child, ".".join(path), message, wrong[1])
            _check_texts(child, faults, path)
            path.pop()
    elif isinstance(value, list):
        for number, child in enumerate(value):
            _check_texts(child, faults, [*path, str(number)])


def _note_yaml(error: yaml.YAMLError, text: str, shown: str, faults: Faults) -> None:
    """Put the parser's own complaint into one line."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        position = getattr(error, "position", 0)
        faults.add_at(shown, text.count("\n", 0, position) + 1, 1,
                      msg("a control character stands here"), msg("remove it"))  # fmt: skip
        return
    problem = getattr(error, "problem", None) or "?"
    context = getattr(error, "context", None)
    message = msg("not YAML: {problem}", problem=", ".join(filter(None, (problem, context))))
    hint = msg("check indentation, colons and quotes on this line and the one before")
    faults.add_at(shown, mark.line + 1, mark.column + 1, message, hint)


class _Stop(Exception):  # noqa: N818 - control flow, never seen by a user
    """The rest of the file is not worth reading."""


class _Builder:
    """Builds nodes from the parser's events."""

    def __init__(self, text: str, shown: str, faults: Faults) -> None:
        self.parser = _Loader(text)
        self.shown = shown
        self.faults = faults
        self.count = 0

    def document(self) -> Entry:
        """The only document of the file."""
        next_event = self.parser.get_event
        next_event()  # the start of the stream
        event = next_event()
        if not isinstance(event, yaml.DocumentStartEvent):
            self._stop(
                0, 0, msg("the file is empty"), msg("a scenario needs at least a title, a start and an end")
            )
        event = next_event()
        if isinstance(event, yaml.ScalarEvent) and event.value in ("", "~", "null"):
            self._stop(
                0, 0, msg("the file is empty"), msg("a scenario needs at least a title, a start and an end")
            )
        if not isinstance(event, yaml.MappingStartEvent):
            self._fault(event, msg("the file must hold keys and values"), msg("write 'title: ...' on a line"))
            raise _Stop
        root = self._node(event, 0)
        next_event()  # the end of the document
        event = next_event()
        if isinstance(event, yaml.DocumentStartEvent):
            self._fault(
                event, msg("a second document starts here"), msg("one scenario per file: remove the '---'")
            )
        return root

    def _stop(self, line: int, column: int, message: str, hint: str) -> None:
        self.faults.add_at(self.shown, line + 1, column + 1, message, hint)
        raise _Stop

    def _fault(self, event: _Event, message: str, hint: str) -> None:
        mark = event.start_mark
        self.faults.add_at(self.shown, mark.line + 1, mark.column + 1, message, hint)

    def _node(self, event: _Event, depth: int) -> Entry:
        mark = event.start_mark
        self.count += 1
        if depth > MOST_LEVELS or self.count > MOST_NODES:
            what = msg("is nested too deeply") if depth > MOST_LEVELS else msg("holds too many values")
            self._stop(mark.line, mark.column, what, msg("a scenario is flat: sections, rows, fields"))
        if isinstance(event, yaml.ScalarEvent):
            return Entry(self._scalar(event), self.shown, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            self._fault(
                event,
                msg("the alias '*{anchor}' is not allowed", anchor=event.anchor),
                msg("write the value out"),
            )
            return Entry(None, self.shown, mark.line + 1, mark.column + 1)
        if event.anchor or event.tag:
            self._refuse_marks(event)
        node = Entry(None, self.shown, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.MappingStartEvent):
            node.value = self._mapping(depth, bool(event.flow_style))
        else:
            node.value = self._list(depth)
        return node

    def _refuse_marks(self, event: _Event) -> None:
        if event.anchor:
            self._fault(
                event,
                msg("the anchor '&{anchor}' is not allowed", anchor=event.anchor),
                msg("write the value out"),
            )
        if event.tag:
            self._fault(
                event, msg("the tag {tag} is not allowed", tag=quoted(event.tag)), msg("write a plain value")
            )

    def _list(self, depth: int) -> list[Entry]:
        items = []
        next_event = self.parser.get_event
        while not isinstance(event := next_event(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int, flow: bool) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        next_event = self.parser.get_event
        while not isinstance(event := next_event(), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value_event = next_event()
            child = self._node(value_event, depth + 1)
            mark = event.start_mark
            child.line, child.column = mark.line + 1, mark.column + 1
            if key in entries:
                self._fault(event, msg("{key} stands twice in one mapping", key=quoted(key)),
                            msg("the first is on line {line}; keep one", line=entries[key].line))  # fmt: skip
            if flow and _is_cut(value_event):
                self._fault(
                    event,
                    msg("the comma cuts {value} off", value=quoted(child.value)),
                    msg('quote it: {key}: "..."', key=key),
                )
                self._skip_flow(depth)
                return entries
            entries[key] = child
        return entries

    def _skip_flow(self, depth: int) -> None:
        """Read past the rest of a mapping in braces."""
        next_event = self.parser.get_event
        while not isinstance(event := next_event(), yaml.MappingEndEvent):
            self._node(event, depth + 1)

    def _key(self, event: _Event, depth: int) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._fault(event, msg("a key must be a word"), msg("write 'name: value'"))
            self._node(event, depth + 1)  # read past it, to look for further faults
            return ""
        value = self._scalar(event)
        if event.implicit[0] and event.value == "<<":
            self._fault(event, msg("the merge key '<<' is not allowed"), msg("use 'extends' and 'change'"))
        if value is None or value == "":
            self._fault(event, msg("a key is empty"), msg("write 'name: value'"))
        return str(event.value)

    def _scalar(self, event: _Event) -> Scalar:
        if event.anchor or event.tag:
            self._refuse_marks(event)
        text: str = event.value
        if not event.implicit[0]:  # quoted, or a block of text
            return text
        if text and text[0] in _NUMERIC_START:
            return self._number(event, text)
        return self._word(event, text) if len(text) <= 5 else text

    def _word(self, event: _Event, text: str) -> Scalar:
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        lower = text.lower()
        if lower in _FLAG_WORDS:
            meant = "true" if lower in ("yes", "on") else "false"
            self._fault(event, msg("unquoted {text} can mean a flag or a word", text=quoted(text)),
                        msg("write {meant}, or quote it: \"{text}\"", meant=meant, text=text))  # fmt: skip
        elif lower in ("true", "false", "null"):
            self._fault(event, msg("unquoted {text} can mean a flag or a word", text=quoted(text)),
                        msg("write {lower}, or quote it: \"{text}\"", lower=lower, text=text))  # fmt: skip
        return text

    def _number(self, event: _Event, text: str) -> Scalar:
        if _INTEGER.match(text) and len(text) < 19:
            return int(text)
        if _FLOAT.match(text):
            value = float(text)
            if abs(value) < 1e300:
                return value
        trap = _numeric_trap(text)
        if trap:
            self._fault(event, *trap)
        return text


def _is_cut(event: _Event) -> bool:
    """True for a law of which a comma has left only the beginning: ``{delay: uniform(1, 2) min}``."""
    plain_text = isinstance(event, yaml.ScalarEvent) and event.implicit[0]
    return plain_text and "(" in event.value and ")" not in event.value


def _numeric_trap(text: str) -> tuple[str, str] | None:
    """What is ambiguous about a number-like word, and what to write; None where nothing is."""
    if _SEXAGESIMAL.match(text):
        return msg("unquoted {text} is a number in base 60 to some readers", text=quoted(text)), msg(
            'quote it: "{text}"', text=text
        )
    if _OCTAL.match(text) or _BASED.match(text):
        digits = text.lstrip("+-0") or "0"
        return msg("{text} is a number in base 8 or 16 to some readers", text=quoted(text)), msg(
            'write {digits} or "{text}"', digits=digits, text=text
        )
    if _UNDERSCORED.match(text):
        return msg("{text} is a number to some readers", text=quoted(text)), msg(
            "write {replace}", replace=text.replace("_", "")
        )
    if _ENDLESS.match(text) or _FLOAT.match(text) or _INTEGER.match(text):
        return msg("{text} is not a usable number", text=quoted(text)), msg("write a finite number")
    return None
