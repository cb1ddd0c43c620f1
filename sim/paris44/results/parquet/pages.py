"""Columns as pages of a Parquet file: a page of the dictionary for texts, and a page of values.

Each page is compressed by itself with gzip, without a date in it. Codes of a dictionary are as wide as
the next of 8, 16 or 32 bits, so that packing them is writing them out.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from paris44.results.batch import NEVER, Column, Mask, Narrow, Words
from paris44.results.parquet.thrift import I32, Reader, Struct, dumps, varint

LEVEL = 6
"""Of the compression: 9 takes three times as long for a hundredth less."""
_GZIP = 31  # what zlib calls a gzip stream
GZIP_CODEC = 2
_PLAIN, _RLE, _DICTIONARY = 0, 3, 8
_DATA_PAGE, _DICTIONARY_PAGE = 0, 2
_MILLI = 1000


@dataclass(frozen=True)
class Kind:
    """A kind of column: Parquet's type of its values, what they mean there, and whether they may be empty."""

    physical: int
    optional: bool
    converted: int | None = None
    logical: Struct | None = None


KINDS = {
    "text": Kind(6, False, 0, {1: {}}),  # STRING
    "whole": Kind(1, False),
    "number": Kind(5, True),
    "moment": Kind(2, True, 9, {8: {1: True, 2: {1: {}}}}),  # milliseconds, in universal time
}
"""Name -> kind."""


@dataclass(frozen=True)
class Pages:
    """The bytes of a column in a row group: first ``dictionary`` of them hold its dictionary, if it has one.

    ``plain`` is their size before compression, ``values`` the number of rows.
    """

    data: bytes
    dictionary: int
    plain: int
    values: int

    @property
    def encodings(self) -> list[I32]:
        """How the pages are written."""
        return [I32(code) for code in ((_PLAIN, _RLE, _DICTIONARY) if self.dictionary else (_PLAIN, _RLE))]


def encode(kind: str, column: Column) -> Pages:
    """The pages of a column, the same for the same rows."""
    if isinstance(column, Words):
        column = column.tidy()
        words = b"".join(len(raw).to_bytes(4, "little") + raw for raw in map(str.encode, column.words))
        first, plain = _page(_DICTIONARY_PAGE, len(column.words), words)
        codes = _packed(column.codes, _width(len(column.words)))
        second, more = _page(_DATA_PAGE, len(column), codes, _DICTIONARY)
        return Pages(first + second, len(first), plain + more, len(column))
    if kind == "whole":
        body = column.astype("<i4").tobytes()
    else:
        there = column != NEVER if kind == "moment" else ~np.isnan(column)
        values = column[there] * _MILLI if kind == "moment" else column[there]
        body = _levels(there) + values.astype("<i8" if kind == "moment" else "<f8").tobytes()
    data, plain = _page(_DATA_PAGE, len(column), body)
    return Pages(data, 0, plain, len(column))


def _page(kind: int, values: int, body: bytes, encoding: int = _PLAIN) -> tuple[bytes, int]:
    """A page with its header, and its size before compression."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    small = packer.compress(body) + packer.flush()
    header: dict[int, Any] = {1: I32(kind), 2: I32(len(body)), 3: I32(len(small))}
    if kind == _DICTIONARY_PAGE:
        header[7] = {1: I32(values), 2: I32(_PLAIN)}
    else:
        header[5] = {1: I32(values), 2: I32(encoding), 3: I32(_RLE), 4: I32(_RLE)}
    head = dumps(header)
    return head + small, len(head) + len(body)


def _width(words: int) -> int:
    """Bits of a code, of which there are so many."""
    return 8 if words <= 1 << 8 else 16 if words <= 1 << 16 else 32


def _packed(codes: Narrow, width: int) -> bytes:
    """Codes as one run of packed bits, filled up to eights."""
    eights = -(-len(codes) // 8)
    padded = np.zeros(eights * 8, f"<u{width // 8}")
    padded[: len(codes)] = codes
    return bytes((width,)) + varint(eights << 1 | 1) + padded.tobytes()


def _levels(there: Mask) -> bytes:
    """Which rows have a value: a bit for each."""
    bits = np.packbits(there, bitorder="little").tobytes()
    run = varint(len(bits) << 1 | 1) + bits
    return len(run).to_bytes(4, "little") + run


def decode(kind: str, data: bytes) -> Column:
    """The column of the pages that :func:`encode` made.

    Raises:
        ValueError, IndexError, KeyError, zlib.error: they are none of ours.
    """
    reader = Reader(data)
    words: tuple[str, ...] = ()
    if kind == "text":
        count, body = _next(reader, 7)
        words = tuple(_split(body, count))
    count, body = _next(reader, 5)
    if kind == "text":
        return Words(words, _unpacked(body, count))
    if kind == "whole":
        return np.frombuffer(body, "<i4", count).astype(np.int64)
    length = 4 + int.from_bytes(body[:4], "little")
    run = Reader(body, 4)
    run.varint()
    bits = np.frombuffer(body[run.at : length], np.uint8)
    there = np.unpackbits(bits, bitorder="little")[:count].astype(bool)
    column = np.full(count, NEVER) if kind == "moment" else np.full(count, np.nan)
    values = np.frombuffer(body[length:], "<i8" if kind == "moment" else "<f8")
    column[there] = values // _MILLI if kind == "moment" else values
    return column


def _next(reader: Reader, part: int) -> tuple[int, bytes]:
    """How many values the next page has, and what it holds; ``part``: the field of its own header."""
    header = reader.struct()
    start, size = reader.at, header[3]
    reader.at = start + size
    return header[part][1], zlib.decompress(reader.data[start : start + size], _GZIP, header[2])


def _split(body: bytes, count: int) -> list[str]:
    """The words of a dictionary."""
    found, at = [], 0
    for _ in range(count):
        end = at + 4 + int.from_bytes(body[at : at + 4], "little")
        found.append(body[at + 4 : end].decode())
        at = end
    return found


def _unpacked(body: bytes, count: int) -> Narrow:
    """The codes of a page."""
    run = Reader(body, 1)
    run.varint()
    return np.frombuffer(body, f"<u{body[0] // 8}", count, run.at).astype(np.int32)
