"""A Parquet file as row groups, and the description of all at its end.

A file is made of row groups, each of which lies in it as it is: it can be copied from one file into another
without being read. Each tells the lowest and the highest number of its first whole-numbered column, so that
whoever looks for some replications need not read the others.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import SEEK_END, SEEK_SET
from typing import IO, Any

from paris44.results.batch import Batch
from paris44.results.parquet.pages import GZIP_CODEC, KINDS, Pages, decode, encode
from paris44.results.parquet.thrift import I32, Coded, Reader, dumps

MAGIC = b"PAR1"
TAIL = 8
"""Bytes after the description: its length, and the magic."""
CREATED_BY = "paris44"
_VERSION = 2
_OPTIONAL, _REQUIRED = 1, 0

Schema = Mapping[str, str]
"""Column -> its kind, one of :data:`paris44.results.parquet.pages.KINDS`."""


@dataclass(frozen=True)
class Group:
    """A row group: its bytes, and its description with places counted from its first byte.

    ``first`` and ``last`` are the lowest and the highest number of the column by which it is chosen.
    """

    data: bytes
    described: Mapping[int, Any]
    rows: int
    first: int
    last: int


def pack(batch: Batch, schema: Schema, by: str) -> Group:
    """Rows, at least one, as a row group that tells the range of the column ``by``."""
    data, columns = bytearray(), []
    numbers = batch.numbers(by)
    first, last = int(numbers.min()), int(numbers.max())
    for name, kind in schema.items():
        pages = encode(kind, batch.columns[name])
        limits = (first, last) if name == by else None
        columns.append(_column(name, kind, pages, len(data), limits))
        data += pages.data
    described = {1: columns, 2: sum(c[3][6] for c in columns), 3: len(batch)}
    return Group(bytes(data), described, len(batch), first, last)


def unpack(group: Group, schema: Schema) -> Batch:
    """The rows of a row group."""
    data, found = group.data, {}
    for (name, kind), column in zip(schema.items(), group.described[1], strict=True):
        found[name] = decode(kind, data[column[2] : column[2] + column[3][7]])
    return Batch(found)


def _column(name: str, kind: str, pages: Pages, at: int, limits: tuple[int, int] | None) -> dict[int, Any]:
    meta: dict[int, Any] = {
        1: I32(KINDS[kind].physical),
        2: pages.encodings,
        3: [name.encode()],
        4: I32(GZIP_CODEC),
        5: pages.values,
        6: pages.plain,
        7: len(pages.data),
        9: at + pages.dictionary,
    }
    if pages.dictionary:
        meta[11] = at
    if limits is not None:
        low, high = (value.to_bytes(4, "little") for value in limits)
        meta[12] = {5: high, 6: low}
    return {2: at, 3: meta}


def write(groups: Iterable[Group], schema: Schema, notes: Mapping[str, str]) -> Iterator[bytes]:
    """The bytes of a file, piece by piece; ``notes`` go into its metadata."""
    yield MAGIC
    at, known, rows = len(MAGIC), list[Coded](), 0
    for group in groups:
        known.append(Coded(dumps(_moved(group.described, at))))
        at += len(group.data)
        rows += group.rows
        yield group.data
    footer = dumps(
        {
            1: I32(_VERSION),
            2: _schema(schema),
            3: rows,
            4: known,
            5: [{1: key.encode(), 2: value.encode()} for key, value in notes.items()],
            6: CREATED_BY.encode(),
        }
    )
    yield footer
    yield len(footer).to_bytes(4, "little") + MAGIC


def _moved(described: Mapping[int, Any], by: int) -> dict[int, Any]:
    """The description of a row group that lies ``by`` bytes further on."""
    return {**described, 1: [_moved_column(column, by) for column in described[1]]}


def _moved_column(column: Mapping[int, Any], by: int) -> dict[int, Any]:
    meta = {**column[3], **{field: column[3][field] + by for field in (9, 11) if field in column[3]}}
    kept = {field: I32(meta[field]) for field in (1, 4)}  # read from a file they are plain numbers
    return {2: column[2] + by, 3: {**meta, **kept, 2: [I32(code) for code in meta[2]]}}


def _schema(schema: Schema) -> list[dict[int, Any]]:
    root: dict[int, Any] = {4: b"schema", 5: I32(len(schema))}
    return [root, *(_element(name, kind) for name, kind in schema.items())]


def _element(name: str, of: str) -> dict[int, Any]:
    kind = KINDS[of]
    found: dict[int, Any] = {
        1: I32(kind.physical),
        3: I32(_OPTIONAL if kind.optional else _REQUIRED),
        4: name.encode(),
    }
    if kind.converted is not None:
        found |= {6: I32(kind.converted), 10: kind.logical}
    return found


class ParquetFile:
    """A file that :func:`write` made, read column by column while it is open.

    Raises:
        ValueError, IndexError, KeyError, OSError: it is none.
    """

    def __init__(self, file: IO[bytes], schema: Schema) -> None:
        self._file = file
        self._schema = schema
        tail = self._bytes(-TAIL, TAIL)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != MAGIC:
            raise ValueError("no Parquet file")
        self._described = self._bytes(-TAIL - length, length)
        self._places, self._firsts, self._lasts = array("q"), array("q"), array("q")
        footer = Reader(self._described).struct({4: self._see})
        names = [element[4].decode() for element in footer[2][1:]]
        if names != list(schema):
            raise ValueError("other columns")

    def _see(self, at: int, group: Mapping[int, Any]) -> None:
        """Remember where the description of a row group is, and its limits; a file may have 100,000."""
        first, last = _limits(group)
        self._places.append(at)
        self._firsts.append(first)
        self._lasts.append(last)

    def _group(self, number: int) -> dict[int, Any]:
        """The description of a row group."""
        return Reader(self._described, self._places[number]).struct()

    def _bytes(self, at: int, size: int) -> bytes:
        """``size`` bytes from ``at`` on; negative: counted from the end."""
        self._file.seek(at, SEEK_SET if at >= 0 else SEEK_END)
        return self._file.read(size)

    @property
    def ranges(self) -> Iterator[tuple[int, int]]:
        """Lowest and highest number of each row group."""
        return zip(self._firsts, self._lasts, strict=True)

    def groups(self) -> Iterator[Group]:
        """The row groups as they lie in the file."""
        for number, limits in enumerate(self.ranges):
            described = self._group(number)
            at = described[1][0][2]
            data = self._bytes(at, sum(column[3][7] for column in described[1]))
            yield Group(data, _moved(described, -at), described[3], *limits)

    def read(self, number: int, names: Collection[str]) -> Batch:
        """Columns of a row group.

        Raises:
            ValueError, IndexError, KeyError, zlib.error: they are none of ours.
        """
        columns = self._group(number)[1]
        described = zip(self._schema.items(), columns, strict=True)
        return Batch(
            {
                name: decode(kind, self._bytes(column[2], column[3][7]))
                for (name, kind), column in described
                if name in names
            }
        )


def _limits(group: Mapping[int, Any]) -> tuple[int, int]:
    told = next(column[3][12] for column in group[1] if 12 in column[3])
    return int.from_bytes(told[6], "little"), int.from_bytes(told[5], "little")
