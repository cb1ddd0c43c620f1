"""CSV tables: one row per thing, the first column is its id, an empty cell says nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from paris44.scenario.faults import Faults, nearest, quoted
from paris44.scenario.file.letters import complaint
from paris44.scenario.file.yaml_tree import Entry, Scalar, display, read_text

CSV_LIMIT = 20_000_000  # bytes

_NUMBERS = ("whole", "number", "flag")
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}\Z")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?\Z")


class _CellError(ValueError):
    """A cell that is not what its column holds: message and hint."""


def read_table(path: Path, section: str, columns: Mapping[str, str], faults: Faults) -> Entry | None:
    """The rows of a table as a mapping of id to row.

    ``columns`` gives the kind of every column that the section knows: text, whole, number, flag,
    list (values separated by ``;``) or quantity. None where the file cannot be used at all.
    """
    text = read_text(path, CSV_LIMIT, faults)
    return None if text is None else parse_table(text, display(path), section, columns, faults)


def parse_table(
    text: str, shown: str, section: str, columns: Mapping[str, str], faults: Faults
) -> Entry | None:
    """The rows of a table given as text; ``shown`` is the file name in faults."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table = _Table(shown, section, columns, faults)
    try:
        header = next(reader, None)
        if not header:
            faults.add_at(shown, 1, 1, "the table is empty", "the first line names the columns: id, ...")
            return None
        if not table.head(header):
            return None
        line = reader.line_num
        for cells in reader:
            table.row(cells, line + 1)
            line = reader.line_num
    except csv.Error as error:
        faults.add_at(shown, reader.line_num, 1, f"is not a table: {error}", "check the quotes on this line")
    return Entry(table.rows, shown, 1, 1)


class _Table:
    """The rows read so far."""

    def __init__(self, shown: str, section: str, columns: Mapping[str, str], faults: Faults) -> None:
        self.shown, self.section, self.columns, self.faults = shown, section, columns, faults
        self.names: list[str] = []
        self.rows: dict[str, Entry] = {}

    def head(self, header: list[str]) -> bool:
        """Take the names of the columns; False where the rows cannot be understood."""
        self.names = [name.strip() for name in header]
        if "id" not in self.names:
            other = ";" in header[0] or "\t" in header[0]
            hint = "save with commas between the cells" if other else "name the first column 'id'"
            self._note(1, 1, "", "the table has no column 'id'", hint)
            return False
        for number, name in enumerate(self.names, 1):
            if name in self.names[: number - 1]:
                self._note(1, number, "", f"column {quoted(name)} stands twice", "keep one")
            elif name != "id" and name not in self.columns:
                hint = nearest(name, self.columns) or f"columns: {', '.join(self.columns)}"
                self._note(1, number, "", f"unknown column {quoted(name)}", hint)
        return len(set(self.names)) == len(self.names)

    def row(self, cells: list[str], line: int) -> None:
        """Take one line of the table."""
        if not any(cell.strip() for cell in cells):
            return
        if len(cells) != len(self.names):
            message = f"the row has {len(cells)} cells, the table {len(self.names)} columns"
            self._note(line, min(len(cells), len(self.names)), "", message, "quote a cell that holds a comma")
            return
        number = self.names.index("id")
        key = cells[number].strip()
        if not key:
            self._note(line, number + 1, "", "the row has no id", "give it one")
            return
        if key in self.rows:
            hint = f"the first is on line {self.rows[key].line}; keep one"
            self._note(line, number + 1, key, f"the id {quoted(key)} stands twice", hint)
            return
        self.rows[key] = Entry(self._fields(key, cells, line), self.shown, line, 1)

    def _fields(self, key: str, cells: list[str], line: int) -> dict[str, Entry]:
        fields: dict[str, Entry] = {}
        for number, (name, cell) in enumerate(zip(self.names, cells, strict=True), 1):
            content = cell.strip()
            kind = self.columns.get(name)
            if not content or name == "id":  # ids are looked at with their rows
                continue
            wrong = None if kind in _NUMBERS else complaint(content, name)
            if wrong:
                self._note(line, number, f"{key}.{name}", f"{quoted(content)} {wrong[0]}", wrong[1])
            if wrong or kind is None:
                continue
            try:
                value = _CONVERT[kind](content)
            except _CellError as bad:
                message, hint = bad.args
                self._note(line, number, f"{key}.{name}", message, hint)
                continue
            if isinstance(value, list):
                items = [Entry(item, self.shown, line, number) for item in value]
                fields[name] = Entry(items, self.shown, line, number)
            else:
                fields[name] = Entry(value, self.shown, line, number)
        return fields

    def _note(self, line: int, number: int, path: str, message: str, hint: str) -> None:
        place = Entry(None, self.shown, line, number)
        self.faults.add(place, f"{self.section}.{path}" if path else self.section, message, hint)


def _text(content: str) -> str:
    return content


def _whole(content: str) -> int:
    if _WHOLE.match(content):
        return int(content)
    hint = "write digits only" if not _NUMBER.match(content) else "leave out the fraction"
    raise _CellError(f"{quoted(content)} is not a whole number", hint)


def _number(content: str) -> int | float:
    if _WHOLE.match(content):
        return int(content)
    if not _NUMBER.match(content) or abs(float(content)) > 1e300:
        comma = re.match(r"[-+]?[0-9]+,[0-9]+\Z", content)
        hint = "use a decimal point" if comma else "write digits, with a point for the fraction"
        raise _CellError(f"{quoted(content)} is not a number", hint)
    return float(content)


def _flag(content: str) -> bool:
    if content.lower() in ("true", "false"):
        return content.lower() == "true"
    raise _CellError(f"{quoted(content)} is not true or false", "write true or false")


def _list(content: str) -> list[Scalar]:
    return [part.strip() for part in content.split(";") if part.strip()]


def _quantity(content: str) -> Scalar:
    return _number(content) if _NUMBER.match(content) else content


_CONVERT: dict[str, Callable[[str], Scalar | list[Scalar]]] = {
    "text": _text, "whole": _whole, "number": _number, "flag": _flag, "list": _list, "quantity": _quantity,
}  # fmt: skip
