"""Rows as columns: how tables travel from the replications to the files and back.

A text column is a dictionary of words and a code for each row;
moments are whole seconds of Unix time; an empty moment is :data:`NEVER`, an empty number NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Narrow = NDArray[np.int32]
Mask = NDArray[np.bool_]

NEVER = int(np.iinfo(np.int64).min)
"""The moment that never comes."""


@dataclass(frozen=True)
class Words:
    """A column of texts: ``words[codes[k]]`` is that of row ``k``."""

    words: tuple[str, ...]
    codes: Narrow

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        """The column of ``texts``. Line breaks become blanks, as in a line of CSV."""
        words = tuple(dict.fromkeys(texts))
        index = {word: code for code, word in enumerate(words)}
        codes = np.fromiter(map(index.__getitem__, texts), np.int32, len(texts))
        flat = tuple(word.replace("\r", " ").replace("\n", " ") for word in words)
        return cls(flat, codes) if flat == words else cls.of([flat[code] for code in codes])

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: Any) -> Words:  # noqa: ANN401 - whatever chooses rows of an array
        """The column of some rows, with all the words."""
        return Words(self.words, self.codes[rows])

    def texts(self) -> list[str]:
        """The text of every row."""
        words = self.words
        return [words[code] for code in self.codes.tolist()]

    def tidy(self) -> Words:
        """The same column with the words that it has, in the order in which they first come."""
        first = np.full(len(self.words), len(self.codes))
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)  # the last that is set stays
        order = np.argsort(first, kind="stable")[: int(np.sum(first < len(self.codes)))]
        rank = np.zeros(len(self.words), np.int32)
        rank[order] = np.arange(len(order))
        return Words(tuple(self.words[code] for code in order.tolist()), rank[self.codes])


Column = Words | Floats | Ints
"""Texts, numbers, or whole numbers and moments."""


@dataclass(frozen=True)
class Batch:
    """Some rows of a table, column by column; all columns are of one length."""

    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def words(self, name: str) -> Words:
        """A column of texts."""
        column = self.columns[name]
        assert isinstance(column, Words)
        return column

    def numbers(self, name: str) -> Any:  # noqa: ANN401 - an array of floats or of whole numbers
        """A column of numbers, whole numbers or moments."""
        column = self.columns[name]
        assert not isinstance(column, Words)
        return column

    def rows(self, chosen: Mask | Ints | slice) -> Batch:
        """Some of the rows, in their order."""
        return Batch({name: column[chosen] for name, column in self.columns.items()})

    def only(self, names: Iterable[str]) -> Batch:
        """Some of the columns."""
        return Batch({name: self.columns[name] for name in names})


def joined(batches: Sequence[Batch]) -> Batch:
    """The rows of several batches of one table, one after the other."""
    if len(batches) == 1:
        return batches[0]
    names = batches[0].columns
    return Batch({name: _joined([batch.columns[name] for batch in batches]) for name in names})


def _joined(parts: Sequence[Column]) -> Column:
    if isinstance(parts[0], Words):
        return _joined_words([part for part in parts if isinstance(part, Words)])
    return np.concatenate([part for part in parts if not isinstance(part, Words)])


def _joined_words(parts: Iterable[Words]) -> Words:
    index: dict[str, int] = {}
    codes = []
    for part in parts:
        new = np.fromiter((index.setdefault(w, len(index)) for w in part.words), np.int32, len(part.words))
        codes.append(new[part.codes] if len(new) else part.codes)
    return Words(tuple(index), np.concatenate(codes))


# --- rows about one thing --------------------------------------------------------------------------


def grouped(codes: Ints | Narrow) -> list[Ints]:
    """The rows of each code, in the order in which the codes first come."""
    order = np.argsort(codes, kind="stable")
    ends = np.flatnonzero(np.diff(codes[order])) + 1
    return sorted(np.split(order, ends), key=_first) if len(codes) else []


def _first(rows: Ints) -> int:
    return int(rows[0])


Key = tuple[Any, ...]
"""What a row is about: its texts, and a whole number."""


class Numbers:
    """The number of what each row is about, over the batches of a table: by the columns ``names``, the last
    of which holds whole numbers from 0, the others texts. In the order of ``wanted``; None: all, in the order
    in which they first come."""

    def __init__(self, names: Sequence[str], wanted: Iterable[Key] | None = None) -> None:
        *self._texts, self._count = names
        self._all = wanted is None
        self.keys: dict[Any, int] = {key: k for k, key in enumerate(dict.fromkeys(wanted or ()))}
        self._words = [frozenset(words) for words in zip(*self.keys, strict=True)][:-1]

    def of(self, batch: Batch) -> Ints:
        """The number of each row, -1 of those that are not wanted."""
        number = np.full(len(batch), -1)
        rows = np.arange(len(batch)) if self._all else self._possible(batch)
        if len(rows):
            number[rows] = self._numbered(batch.rows(rows))
        return number

    def _possible(self, batch: Batch) -> Ints:
        """The rows each of whose texts some wanted key has."""
        if not self.keys:
            return np.zeros(0, np.int64)
        there = np.ones(len(batch), bool)
        for name, wanted in zip(self._texts, self._words, strict=True):
            column = batch.words(name)
            there &= np.array([word in wanted for word in column.words], bool)[column.codes]
        return np.flatnonzero(there)

    def _numbered(self, batch: Batch) -> Ints:
        counts = batch.numbers(self._count)
        columns, codes = [batch.words(name) for name in self._texts], np.zeros(len(batch), np.int64)
        for column in columns:
            codes = codes * len(column.words) + column.codes
        codes = codes * (int(counts.max()) + 1) + counts
        distinct, inverse = np.unique(codes, return_inverse=True)
        first = np.zeros(len(distinct), np.int64)
        first[inverse[::-1]] = np.arange(len(batch) - 1, -1, -1)  # the last that is set stays
        texts = ([column.words[code] for code in column.codes[first].tolist()] for column in columns)
        keys = list(zip(*texts, counts[first].tolist(), strict=True))
        if self._all:
            new = (k for k, key in enumerate(keys) if key not in self.keys)
            for k in sorted(new, key=first.__getitem__):
                self.keys[keys[k]] = len(self.keys)
        return np.array([self.keys.get(key, -1) for key in keys], np.int64)[inverse]
