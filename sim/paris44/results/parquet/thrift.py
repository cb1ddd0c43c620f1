"""The compact protocol of Thrift, in which Parquet writes its headers.

A structure is a mapping from the numbers of its fields to values of five kinds: flags, whole numbers (as
:class:`I32` where the format wants one of 32 bits), bytes, lists and structures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Struct = Mapping[int, Any]
"""Number of a field -> its value."""

_TRUE, _FALSE, _I32, _I64, _BINARY, _LIST, _STRUCT = 1, 2, 5, 6, 8, 9, 12
_WHOLE = (_I32, _I64)
_LONG_LIST = 15
"""A list of so many or more elements tells their number by itself."""


_ONE_BYTE = 0x7F
"""The greatest number that is written in one byte."""


class I32(int):
    """A whole number of 32 bits; others have 64."""


class Coded(bytes):
    """A structure that is coded already."""


def dumps(struct: Struct) -> bytes:
    """A structure as bytes, its fields in the order of their numbers."""
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


def varint(value: int) -> bytes:
    """A number from 0 in groups of seven bits, the lowest first."""
    out = bytearray()
    _write_varint(out, value)
    return bytes(out)


def _write_varint(out: bytearray, value: int) -> None:
    while value > _ONE_BYTE:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def _write_struct(out: bytearray, struct: Struct) -> None:
    before = 0
    for number in sorted(struct):
        value = struct[number]
        kind = _kind(value)
        out.append((number - before) << 4 | kind)  # our fields are never 16 numbers apart
        _write_value(out, kind, value)
        before = number
    out.append(0)


def _kind(value: object) -> int:
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    if isinstance(value, int):
        return _I32 if isinstance(value, I32) else _I64
    if isinstance(value, bytes):
        return _STRUCT if isinstance(value, Coded) else _BINARY
    return _STRUCT if isinstance(value, Mapping) else _LIST


def _write_value(out: bytearray, kind: int, value: Any) -> None:  # noqa: ANN401 - of the kind
    if kind in (_I32, _I64):
        _write_varint(out, value << 1 if value >= 0 else (-value << 1) - 1)
    elif kind == _BINARY:
        _write_varint(out, len(value))
        out += value
    elif kind == _LIST:
        _write_list(out, value)
    elif isinstance(value, Coded):
        out += value
    elif kind == _STRUCT:
        _write_struct(out, value)


def _write_list(out: bytearray, values: Sequence[Any]) -> None:
    kind = _kind(values[0]) if values else _STRUCT
    if len(values) < _LONG_LIST:
        out.append(len(values) << 4 | kind)
    else:
        out.append(_LONG_LIST << 4 | kind)
        _write_varint(out, len(values))
    for value in values:
        _write_value(out, kind, value)


Seen = Callable[[int, dict[int, Any]], object]
"""Place of a structure, structure -> what of it is kept."""


class Reader:
    """Reads structures from ``data``; ``at`` is where the next one begins."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def struct(self, seen: Mapping[int, Seen] | None = None) -> dict[int, Any]:
        """The next structure. Of the lists of structures in the fields ``seen`` it keeps what these make of
        each structure and its place.

        Raises:
            ValueError, IndexError: there is none of ours.
        """
        data, found, number = self.data, dict[int, Any](), 0
        while head := data[self.at]:
            self.at += 1
            if not head >> 4:
                raise ValueError("a field without a number")
            number += head >> 4
            kind = head & 0x0F
            if kind in _WHOLE and (coded := data[self.at]) <= _ONE_BYTE:  # most are small
                self.at += 1
                found[number] = coded >> 1 ^ -(coded & 1)
            elif seen and number in seen:
                found[number] = self._list(seen[number])
            else:
                found[number] = self._value(kind)
        self.at += 1
        return found

    def varint(self) -> int:
        """The next number from 0, in groups of seven bits."""
        data, at, value, shift = self.data, self.at, 0, 0
        while (byte := data[at]) > _ONE_BYTE:
            value |= (byte & 0x7F) << shift
            shift += 7
            at += 1
        self.at = at + 1
        return value | byte << shift

    def _value(self, kind: int) -> Any:  # noqa: ANN401 - of the kind
        if kind in _WHOLE:
            coded = self.varint()
            return coded >> 1 ^ -(coded & 1)
        if kind == _BINARY:
            length = self.varint()
            self.at += length
            return self.data[self.at - length : self.at]
        if kind == _STRUCT:
            return self.struct()
        if kind == _LIST:
            return self._list()
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE
        raise ValueError(f"a value of kind {kind}")

    def _list(self, seen: Seen | None = None) -> list[Any]:
        head = self.data[self.at]
        self.at += 1
        length = head >> 4
        if length == _LONG_LIST:
            length = self.varint()
        kind = head & 0x0F
        if kind == _STRUCT and seen is not None:
            return [seen(self.at, self.struct()) for _ in range(length)]
        if kind == _STRUCT:
            return [self.struct() for _ in range(length)]
        return [self._value(kind) for _ in range(length)]
