"""The kept tables of a result folder, as Parquet or as CSV: which file each is, and what it holds.

The rows of a table lie in the order of their replications, in groups of :data:`GROUP` replications.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from paris44.language.text import msg
from paris44.results import csv_text
from paris44.results.batch import Batch
from paris44.results.columns import EVENT_TABLES
from paris44.results.errors import ResultError
from paris44.results.parquet.file import ParquetFile
from paris44.results.rows import SCHEMAS

PARQUET, CSV = "parquet", "csv"
FORMS = (PARQUET, CSV)
"""How tables can be kept, the usual first."""
GROUP = 10
"""Replications in a group of rows, and in a part of a run; never a function of the workers."""
BY = "replication"
"""The column by which groups of rows are chosen."""
BROKEN = (ValueError, IndexError, KeyError, TypeError, EOFError, OSError, zlib.error)
"""What reading something else than a table of ours raises."""


def file_of(table: str, form: str) -> str:
    """The name of a table's file."""
    return f"{table}.{form}"


def counted(manifest: Mapping[str, Any], table: str) -> int:
    """How many replications a table has, as the manifest counts them."""
    return int(manifest["events" if table in EVENT_TABLES else "n"])


def batches(
    folder: Path, manifest: Mapping[str, Any], table: str, n: int, names: Collection[str] | None = None
) -> Iterator[Batch]:
    """The rows of the first ``n`` replications, some thousand at a time, and of them the columns ``names``
    (None: all).

    Raises:
        ResultError: the file is not there, or none of our tables.
    """
    form = manifest["tables"]
    path, columns = folder / file_of(table, form), SCHEMAS[table] if names is None else {*names, BY}
    found = _of_parquet(path, table, columns, n) if form == PARQUET else _of_csv(path, table, n)
    try:
        yield from found
    except BROKEN as error:
        raise ResultError(
            msg(
                "{folder}: {name} is none of our tables ({error})", folder=folder, name=path.name, error=error
            )
        ) from None


def _of_parquet(path: Path, table: str, names: Collection[str], n: int) -> Iterator[Batch]:
    with path.open("rb") as file:
        kept = ParquetFile(file, SCHEMAS[table])
        for number, (first, last) in enumerate(kept.ranges):
            if first < n:
                yield _first(kept.read(number, names), n, last)


def _first(batch: Batch, n: int, last: int) -> Batch:
    """The rows of the first ``n`` replications, of rows up to the replication ``last``."""
    return batch if last < n else batch.rows(batch.numbers(BY) < n)


def _of_csv(path: Path, table: str, n: int) -> Iterator[Batch]:
    with path.open(encoding="utf-8", newline="") as file:
        if file.readline() != csv_text.header(table):
            raise ValueError("another header")
        for batch in csv_text.batches(table, file):
            last = int(batch.numbers(BY)[-1])
            yield _first(batch, n, last)
            if last >= n:
                return


def last_replication(folder: Path, manifest: Mapping[str, Any], table: str) -> int:
    """The replication of a table's last row, -1 where it has none.

    Raises:
        ValueError, IndexError, KeyError, TypeError, OSError: it is none of our tables.
    """
    form = manifest["tables"]
    with (folder / file_of(table, form)).open("rb") as file:
        if form == PARQUET:
            return max((last for _, last in ParquetFile(file, SCHEMAS[table]).ranges), default=-1)
        return _last_of_csv(file, table)


LONGEST = 1 << 16
"""Bytes of the longest line of a table; ours have some 300."""


def _last_of_csv(file: IO[bytes], table: str) -> int:
    start = csv_text.header(table).encode()
    if file.read(len(start)) != start:
        raise ValueError("another header")
    size = file.seek(0, 2)
    file.seek(max(len(start), size - LONGEST))
    end = file.read().decode(errors="replace").removesuffix("\n")
    if not end:
        return -1
    last = int(next(iter(csv_text.batches(table, [end.rpartition("\n")[2]]))).numbers(BY)[0])
    if last < 0:
        raise ValueError("a replication before the first")
    return last
