"""CSV tables: one row per thing, the first column is its id, an empty cell says nothing.

Tables as spreadsheets save them are understood too (:mod:`paris44.scenario.file.spreadsheet`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from paris44.language.text import join, msg, quoted
from paris44.scenario.faults import Faults, TextError, nearest
from paris44.scenario.file.letters import complaint
from paris44.scenario.file.spreadsheet import SEPARATORS, Habits, pointed, separator
from paris44.scenario.file.yaml_tree import Entry, Scalar, display, read_text

CSV_LIMIT = 20_000_000  # bytes

_NUMBERS = ("whole", "number", "flag")
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}\Z")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?\Z")


def read_table(
    path: Path, section: str, columns: Mapping[str, str], faults: Faults, habits: Habits
) -> Entry | None:
    """The rows of a table as a mapping of id to row.

    ``columns`` gives the kind of every column that the section knows: text, whole, number, flag, time, day,
    list (values separated by ``;``) or quantity; ``habits`` say how times are written. None where the
    file cannot be used at all.
    """
    text = read_text(path, CSV_LIMIT, faults)
    if text is None:
        return None
    shown, sign = display(path), separator(text.partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign)
    table = _Table(shown, section, columns, faults, sign, habits)
    # the last that was read whole: a quote that nobody closes is noticed at the end of the file only
    line = 0
    try:
        header = next(reader, None)
        if not header:
            faults.add_at(
                shown, 1, 1, msg("the table is empty"), msg("the first line names the columns: id, ...")
            )
            return None
        if not table.head(header):
            return None
        line = reader.line_num
        for cells in reader:
            table.row(cells, line + 1)
            line = reader.line_num
    except csv.Error as error:
        faults.add_at(
            shown,
            line + 1,
            1,
            msg("is not a table: {error}", error=error),
            msg("check the quotes on this line"),
        )
    return Entry(table.rows, shown, 1, 1)


class _Table:
    """The rows read so far."""

    def __init__(
        self, shown: str, section: str, columns: Mapping[str, str], faults: Faults, sign: str, habits: Habits
    ) -> None:
        self.shown, self.section, self.columns, self.faults = shown, section, columns, faults
        self.sign, self.habits = sign, habits
        self.names: list[str] = []
        self.width = 0  # of the first line, in cells
        self.rows: dict[str, Entry] = {}
        self.point: str | None = None  # the first number of the table that has a decimal point
        self.comma: str | None = None
        self.sound: list[dict[str, Scalar | list[Scalar]]] = []
        """For each column: content without a fault -> what it says, as thousands of rows say the same."""

    def head(self, header: list[str]) -> bool:
        """Take the names of the columns; False where the rows cannot be understood."""
        self.width = len(header)
        self.names = [name.strip() for name in header]
        while self.names and not self.names[-1]:  # columns that a spreadsheet left empty
            self.names.pop()
        self.sound = [{} for _ in self.names]
        if "id" not in self.names:
            self._note(1, 1, "", msg("the table has no column 'id'"), msg("name the first column 'id'"))
            return False
        for number, name in enumerate(self.names, 1):
            if name in self.names[: number - 1]:
                self._note(
                    1, number, "", msg("column {name} stands twice", name=quoted(name)), msg("keep one")
                )
            elif name != "id" and name not in self.columns:
                last = name.rpartition("_")[2]  # time_lo: lo, not time
                meant = last if last in self.columns else name
                hint = nearest(meant, self.columns) or msg(
                    "columns: {columns}", columns=", ".join(self.columns)
                )
                self._note(1, number, "", msg("unknown column {name}", name=quoted(name)), hint)
        return len(set(self.names)) == len(self.names)

    def row(self, cells: list[str], line: int) -> None:
        """Take one line of the table."""
        if not "".join(cells).strip():
            return
        if len(cells) == self.width and not any(cells[len(self.names) :]):
            cells = cells[: len(self.names)]
        if len(cells) != len(self.names):
            message = msg(
                "the row has {cells} cells, the table {count} columns",
                cells=len(cells),
                count=len(self.names),
            )
            self._note(line, min(len(cells), len(self.names)), "", message, self._how_to_mend(cells))
            return
        number = self.names.index("id")
        key = cells[number].strip()
        if not key:
            self._note(line, number + 1, "", msg("the row has no id"), msg("give it one"))
            return
        if key in self.rows:
            hint = msg("the first is on line {line}; keep one", line=self.rows[key].line)
            self._note(line, number + 1, key, msg("the id {key} stands twice", key=quoted(key)), hint)
            return
        self.rows[key] = Entry(self._fields(key, cells, line), self.shown, line, 1)

    def _how_to_mend(self, cells: list[str]) -> str:
        """A hint for a row of too many or too few cells."""
        said = {",": msg("commas"), ";": msg("semicolons"), "\t": msg("tabs")}
        for sign in SEPARATORS:
            if len(cells) == 1 and sign != self.sign and cells[0].count(sign) == len(self.names) - 1:
                return msg(
                    "the first line has {signs} between its cells, this one {others}",
                    signs=said[self.sign],
                    others=said[sign],
                )
        if len(cells) < len(self.names):
            signs = said[self.sign]
            return msg("write as many {signs} as in the first line, also beside an empty cell", signs=signs)
        return msg("quote a cell that holds {what}", what=said[self.sign])

    def _fields(self, key: str, cells: list[str], line: int) -> dict[str, Entry]:
        fields: dict[str, Entry] = {}
        shown = self.shown
        for number, (name, cell, sound) in enumerate(zip(self.names, cells, self.sound, strict=True), 1):
            if not cell or name == "id":  # ids are looked at with their rows
                continue
            value = sound.get(cell)
            if value is None:
                value = self._looked_at(key, name, number, cell, line)
            if isinstance(value, list):
                fields[name] = Entry(
                    [Entry(item, shown, line, number) for item in value], shown, line, number
                )
            elif value is not None:
                fields[name] = Entry(value, shown, line, number)
        return fields

    def _looked_at(self, key: str, name: str, number: int, cell: str, line: int) -> Scalar | list[Scalar]:
        """What a cell says; None where that is nothing, or, with the fault noted, cannot be told."""
        content = cell.strip()
        if not content:
            return None
        kind = self.columns.get(name)
        wrong = None if kind in _NUMBERS else complaint(content, name)
        if wrong:
            self._note(line, number, f"{key}.{name}", join(" ", (quoted(content), wrong[0])), wrong[1])
        if wrong or kind is None:
            return None
        try:
            value = self._value(kind, content)
        except TextError as bad:
            self._note(line, number, f"{key}.{name}", bad.message, bad.hint)
            return None
        if self.sign == ",":  # else a number depends on the decimal sign of those before it
            self.sound[number - 1][cell] = value
        return value

    def _value(self, kind: str, content: str) -> Scalar | list[Scalar]:
        """What a cell says, by the kind of its column.

        Raises:
            TextError: it is not what the column holds.
        """
        if kind in ("time", "day"):
            return self.habits.time(content) if kind == "time" else self.habits.day(content)
        if self.sign != "," and kind in ("number", "quantity"):  # a comma can be no separator here
            content = self._decimal(content)
        return _CONVERT[kind](content)

    def _decimal(self, content: str) -> str:
        """The content with a decimal point, of whichever of the two the table has.

        Raises:
            TextError: another number of the table has the other one.
        """
        made = pointed(content)
        if made != content:
            self.comma = self.comma or content
        elif "." in content and "(" not in content:
            self.point = self.point or content
        if self.comma and self.point:
            hint = msg("write all decimals of a table with the same sign, and none for thousands")
            raise TextError(
                msg(
                    "{comma} has a decimal comma, {point} a point",
                    comma=quoted(self.comma),
                    point=quoted(self.point),
                ),
                hint,
            )
        return made

    def _note(self, line: int, number: int, path: str, message: str, hint: str) -> None:
        place = Entry(None, self.shown, line, number)
        self.faults.add(place, f"{self.section}.{path}" if path else self.section, message, hint)


def _text(content: str) -> str:
    return content


def _whole(content: str) -> int:
    if _WHOLE.match(content):
        return int(content)
    hint = msg("write digits only") if not _NUMBER.match(content) else msg("leave out the fraction")
    raise TextError(msg("{content} is not a whole number", content=quoted(content)), hint)


def _number(content: str) -> int | float:
    if _WHOLE.match(content):
        return int(content)
    if not _NUMBER.match(content) or abs(float(content)) > 1e300:
        comma = re.match(r"[-+]?[0-9]+,[0-9]+\Z", content)
        hint = msg("use a decimal point") if comma else msg("write digits, with a point for the fraction")
        raise TextError(msg("{content} is not a number", content=quoted(content)), hint)
    return float(content)


def _flag(content: str) -> bool:
    if content.lower() in ("true", "false"):
        return content.lower() == "true"
    raise TextError(
        msg("{content} is not true or false", content=quoted(content)), msg("write true or false")
    )


def _list(content: str) -> list[Scalar]:
    return [part.strip() for part in content.split(";") if part.strip()]


def _quantity(content: str) -> Scalar:
    return _number(content) if _NUMBER.match(content) else content


_CONVERT: dict[str, Callable[[str], Scalar | list[Scalar]]] = {
    "text": _text, "whole": _whole, "number": _number, "flag": _flag, "list": _list, "quantity": _quantity,
}  # fmt: skip
