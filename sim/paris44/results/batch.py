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
Mask = NDArray[np.bool_]

NEVER = int(np.iinfo(np.int64).min)
"""The moment that never comes."""


@dataclass(frozen=True)
class Words:
    """A column of texts: ``words[codes[k]]`` is that of row ``k``."""

    words: tuple[str, ...]
    codes: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        """The column of ``texts``. Line breaks become blanks, as in a line of CSV."""
        words = tuple(dict.fromkeys(texts))
        index = {word: code for code, word in enumerate(words)}
        codes = np.fromiter(map(index.__getitem__, texts), np.int64, len(texts))
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
        rank = np.zeros(len(self.words), np.int64)
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
        new = np.fromiter((index.setdefault(w, len(index)) for w in part.words), np.int64, len(part.words))
        codes.append(new[part.codes] if len(new) else part.codes)
    return Words(tuple(index), np.concatenate(codes))
