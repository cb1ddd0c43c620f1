"""One kind of table for everything that a result holds, whatever is installed."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, overload

from paris44.language.text import msg, quoted
from paris44.results.errors import StudyError

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]
"""A named tuple of plain values: text, numbers, aware datetimes, None where there is nothing."""


class Table:
    """Rows under named columns.

    It iterates over named tuples (``for row in table: row.place``), has a length, takes an index or a slice
    and gives a pandas DataFrame with :meth:`frame`. Times are datetimes with their offset. ``print`` and a
    notebook show its first rows. Tables and rows can be pickled: what is pickled of a table are its rows.

    Args:
        name: what the rows are, one word.
        columns: column -> what it means, with its unit.
        read: makes the rows anew at each call, in the order of ``columns``.
    """

    def __init__(self, name: str, columns: Mapping[str, str], read: Callable[[], Iterator[Row]]) -> None:
        self.name = name
        self.meaning = dict(columns)
        self._read = read
        self._row = _row_class(f"{name.title().replace('-', '')}Row", tuple(columns))

    def __reduce__(self) -> tuple[Any, ...]:
        """Its rows in place of what reads them: a folder need not be where it is unpickled."""
        return _of_rows, (self.name, self.meaning, [tuple(row) for row in self._read()])

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.meaning)

    def __iter__(self) -> Iterator[Any]:
        return map(self._row._make, self._read())

    @cached_property
    def _length(self) -> int:
        return sum(1 for _ in self._read())

    def __len__(self) -> int:
        return self._length

    def __bool__(self) -> bool:
        return next(self._read(), None) is not None

    @overload
    def __getitem__(self, at: int) -> Any: ...  # noqa: ANN401 - a named tuple whose fields the table names

    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...

    def __getitem__(self, at: int | slice) -> Any:
        """A row by its number, or the rows of a slice."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))] if _backwards(at) else self._slice(at)
        if not hasattr(at, "__index__"):
            raise TypeError(f"{self.name}: rows have numbers, not {at!r}; for a column write column({at!r})")
        wanted = at + len(self) if at < 0 else at
        row = next(islice(iter(self), max(wanted, 0), None), None)
        if row is None or wanted < 0:
            raise IndexError(f"row {at} of {len(self)}")
        return row

    def _slice(self, at: slice) -> list[Any]:
        start, stop = at.start or 0, at.stop
        return list(islice(iter(self), start, stop, at.step))

    def where(self, **equal: object) -> Table:
        """The rows in which every named column equals the value given, or is one of the values of a list.

        Raises:
            StudyError: there is no such column.
        """
        at = {self._position(name): _allowed(value) for name, value in equal.items()}

        def read() -> Iterator[Row]:
            return (row for row in self._read() if all(row[i] in values for i, values in at.items()))

        return Table(self.name, self.meaning, read)

    def select(self, *columns: str) -> Table:
        """The same rows with these columns alone, in this order.

        Raises:
            StudyError: there is no such column.
        """
        at = [self._position(name) for name in columns]
        meaning = {name: self.meaning[name] for name in columns}
        return Table(self.name, meaning, lambda: (tuple(row[i] for i in at) for row in self._read()))

    def column(self, name: str) -> list[Any]:
        """The values of one column.

        Raises:
            StudyError: there is no such column.
        """
        at = self._position(name)
        return [row[at] for row in self._read()]

    def _position(self, name: str) -> int:
        if not isinstance(name, str) or name not in self.meaning:
            raise StudyError(
                2,
                msg(
                    "{table}: no column {name} (there are {known})",
                    table=self.name,
                    name=quoted(name),
                    known=", ".join(self.meaning),
                ),
            )
        return self.columns.index(name)

    def frame(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame.

        Raises:
            StudyError: pandas is not installed (the extra ``tables``).
        """
        try:
            import pandas as pd
        except ImportError:
            words = "pandas is not installed: pip install pandas, or iterate over the rows"
            raise StudyError(2, f"{self.name}.frame(): {words}") from None
        return pd.DataFrame(self._read(), columns=list(self.columns))

    def __repr__(self) -> str:
        return f"<Table {self.name}: {', '.join(self.columns)}>"

    def __str__(self) -> str:
        """The first rows as text, a line each."""
        rows, more = self._first(LINES)
        widths = [max(map(len, column)) for column in zip(self.columns, *rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (self.columns, *rows)
        ]
        return "\n".join([*lines, "..."] if more else lines)

    def _repr_html_(self) -> str:
        """The first rows as a notebook shows them."""
        rows, more = self._first(LINES)
        head = "".join(
            f'<th title="{escape(words)}">{escape(name)}</th>' for name, words in self.meaning.items()
        )
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
        rest = "<p>and more rows</p>" if more else ""
        return f"<table>\n<tr>{head}</tr>\n{body}</table>{rest}"

    def _first(self, most: int) -> tuple[list[tuple[str, ...]], bool]:
        """The first rows in words, and whether there are more."""
        rows = list(islice(self._read(), most + 1))
        shown = rows[:most]
        times = [cell for row in shown for cell in row if isinstance(cell, datetime)]
        seconds = any(time.second or time.microsecond for time in times)
        return [tuple(_word(cell, seconds) for cell in row) for row in shown], len(rows) > most


@cache
def _row_class(name: str, columns: tuple[str, ...]) -> Any:  # noqa: ANN401 - a named tuple made here
    """The named tuple of rows under these columns. It stands in no module: its rows say what it is."""

    def reduced(row: Row) -> tuple[Any, ...]:
        return _as_row, (name, columns, tuple(row))

    made = namedtuple(name, columns)  # type: ignore[misc]
    setattr(made, "__reduce__", reduced)  # noqa: B010 - to a method of a class that is known only here
    return made


def _as_row(name: str, columns: tuple[str, ...], values: Row) -> Any:  # noqa: ANN401 - as above
    """A row that was pickled."""
    return _row_class(name, columns)._make(values)


def _of_rows(name: str, columns: Mapping[str, str], rows: Sequence[Row]) -> Table:
    """A table of rows in memory."""
    return Table(name, columns, lambda: iter(rows))


LINES, WIDEST = 20, 100
"""Rows that ``print`` and a notebook show, and letters of a cell."""


def _allowed(value: object) -> Sequence[Any]:
    """The values that a cell may have, where one or a list of them is asked for."""
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def _word(value: object, seconds: bool) -> str:
    """A value for the eye; times to the minute, where all that are shown are whole minutes."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.day} {value:%b %H:%M:%S}" if seconds else f"{value.day} {value:%b %H:%M}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == round(value) else f"{value:,.4g}"
    if isinstance(value, Mapping):
        parts = (f"{name} {_word(part, seconds)}" for name, part in value.items())
        return _cut(", ".join(parts))
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _backwards(at: slice) -> bool:
    """Whether a slice counts from the end, or goes backwards."""
    return any(n is not None and n < 0 for n in (at.start, at.stop, at.step))


def of_documents(
    name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], times: Collection[str] = ()
) -> Table:
    """A table of JSON rows; what a row does not say is None. ``times``: columns of ISO text, as datetimes."""

    def value(row: Mapping[str, Any], column: str) -> Any:  # noqa: ANN401 - any value of JSON
        cell = row.get(column)
        return datetime.fromisoformat(cell) if column in times and cell else cell

    return Table(name, columns, lambda: (tuple(value(row, column) for column in columns) for row in rows))
