"""One kind of table for everything that a result holds, whatever is installed."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, overload

from paris44.results.errors import StudyError

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]
"""A named tuple of plain values: text, numbers, aware datetimes, None where there is nothing."""


class Table:
    """Rows under named columns.

    It iterates over named tuples (``for row in table: row.place``), has a length, takes an index or a slice
    and gives a pandas DataFrame with :meth:`frame`. Times are datetimes with their offset.

    Args:
        name: what the rows are, one word.
        columns: column -> what it means, with its unit.
        read: makes the rows anew at each call, in the order of ``columns``.
    """

    def __init__(self, name: str, columns: Mapping[str, str], read: Callable[[], Iterator[Row]]) -> None:
        self.name = name
        self.meaning = dict(columns)
        self._read = read
        self._row: Any = namedtuple(f"{name.title().replace('-', '')}Row", tuple(columns))  # type: ignore[misc]

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
        wanted = at + len(self) if at < 0 else at
        row = next(islice(iter(self), max(wanted, 0), None), None)
        if row is None or wanted < 0:
            raise IndexError(f"row {at} of {len(self)}")
        return row

    def _slice(self, at: slice) -> list[Any]:
        start, stop = at.start or 0, at.stop
        return list(islice(iter(self), start, stop, at.step))

    def where(self, **equal: object) -> Table:
        """The rows in which every named column equals the value given.

        Raises:
            StudyError: there is no such column.
        """
        at = {self._position(name): value for name, value in equal.items()}

        def read() -> Iterator[Row]:
            return (row for row in self._read() if all(row[i] == value for i, value in at.items()))

        return Table(self.name, self.meaning, read)

    def column(self, name: str) -> list[Any]:
        """The values of one column.

        Raises:
            StudyError: there is no such column.
        """
        at = self._position(name)
        return [row[at] for row in self._read()]

    def _position(self, name: str) -> int:
        if name not in self.meaning:
            raise StudyError(2, f"{self.name}: no column {name!r} (there are {', '.join(self.meaning)})")
        return self.columns.index(name)

    def frame(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame.

        Raises:
            StudyError: pandas is not installed (the extra ``tables``).
        """
        try:
            import pandas as pd
        except ImportError:
            words = "pandas is not installed: pip install 'paris44[tables]', or iterate over the rows"
            raise StudyError(2, f"{self.name}.frame(): {words}") from None
        return pd.DataFrame(self._read(), columns=list(self.columns))

    def __repr__(self) -> str:
        return f"<Table {self.name}: {', '.join(self.columns)}>"


def _backwards(at: slice) -> bool:
    """Whether a slice counts from the end, or goes backwards."""
    return any(n is not None and n < 0 for n in (at.start, at.stop, at.step))


def of_documents(name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> Table:
    """A table of JSON rows; what a row does not say is None."""
    return Table(name, columns, lambda: (tuple(row.get(column) for column in columns) for row in rows))
