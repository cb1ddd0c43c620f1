"""Writing a run's folder so that a kill at any moment loses nothing that was finished.

Finished chunks lie in ``parts/`` as zip files, each written beside its place and renamed. When all
are there the tables are written beside those that the manifest describes, then the new manifest, and last
they take their places: whoever finds a manifest whose tables have not, lets them. So the tables depend on
the replications alone, not on who simulated them, when, or in how many goes.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from paris44.language.text import msg
from paris44.results import csv_text, kept
from paris44.results.batch import Batch, joined
from paris44.results.columns import COLUMNS, EVENT_TABLES, MAIN_TABLES, Clock
from paris44.results.errors import StudyError
from paris44.results.kept import BROKEN, BY, GROUP, PARQUET, counted, file_of
from paris44.results.manifest import MANIFEST, described, new_of, read_manifest, settle
from paris44.results.parquet import file as parquet
from paris44.results.rows import SCHEMAS
from paris44.results.seal import digest, is_file, sealed
from paris44.scenario.file.find import RESOLVED

PARTS = "parts"
LOG = "run.log"
_INDEX = "replications.json"

Simulate = Callable[[int, bool, bool], Mapping[str, Batch]]
"""(replication, main tables?, event tables?) -> the rows of each table."""


def make_folder(folder: Path) -> list[Path]:
    """Make ``folder`` and those above it that are missing, and return them, innermost first.

    Raises:
        OSError: it cannot be made, or not be written to; then none of them is left.
    """
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError:
        remove_empty(new)
        raise
    return new


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove those of ``folders`` that are there and empty, in this order."""
    for path in folders:
        with suppress(OSError):  # it was not made, or somebody else has put something there
            path.rmdir()


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` so that ``path`` holds either what it held or all of it.

    Raises:
        OSError: the disk is full or may not be written; nothing is left beside ``path``.
    """
    write_pieces(path, [data])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """:func:`write_atomically` of what comes piece by piece."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_new(path, pieces)
    new_of(path).replace(path)


def _write_new(path: Path, pieces: Iterable[bytes]) -> dict[str, object]:
    """Write a file beside ``path``, and describe it as a manifest does.

    Raises:
        OSError: as :func:`write_atomically`.
    """
    new, size, found = new_of(path), 0, hashlib.sha256()
    try:
        with new.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                found.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, StudyError):
        new.unlink(missing_ok=True)
        raise
    return {"bytes": size, "sha256": found.hexdigest()}


def pack(wanted: Iterable[tuple[int, bool, bool]], simulate: Simulate) -> bytes:
    """Simulate replications into one part: a zip with each table, and whose rows they are."""
    found: dict[str, list[Batch]] = {}
    whose: dict[str, list[int]] = {}
    for replication, main, events in wanted:
        for table, batch in simulate(replication, main, events).items():
            found.setdefault(table, []).append(batch)
            whose.setdefault(table, []).append(replication)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(zipfile.ZipInfo(_INDEX), json.dumps(whose))
        for table in list(found):
            groups = _groups(joined(found.pop(table)), table)
            data = b"".join(parquet.write(groups, SCHEMAS[table], {}))
            file.writestr(zipfile.ZipInfo(file_of(table, PARQUET)), data)
    return buffer.getvalue()


def _groups(batch: Batch, table: str) -> list[parquet.Group]:
    """Rows as a row group; none where there are no rows."""
    return [parquet.pack(batch, SCHEMAS[table], BY)] if len(batch) else []


class Parts:
    """The finished chunks of a folder: which replication's rows lie in which file.

    The name of each ends with its seal, the sha256 of the run's name and its bytes: a part that was altered,
    cut short or brought from another run is thrown away and simulated again. What is remembered of a million
    replications are some 25 MB: a flag for each and table, a name for each part.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / PARTS
        self._run = folder.name
        self._there: dict[str, bytearray] = {}  # table -> for each replication whether its rows are there
        self._whose: dict[str, tuple[int, tuple[str, ...]]] = {}  # file -> its first replication, its tables
        for path in self.folder.glob("*.zip") if self.folder.is_dir() else []:
            try:
                whole = path.suffixes[-2:-1] == [f".{self._seal(path)}"]
                if whole:
                    self._take(path)
            except (zipfile.BadZipFile, *BROKEN):
                whole = False
            if not whole:
                path.unlink(missing_ok=True)

    def _take(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            whose: dict[str, list[int]] = json.loads(file.read(_INDEX))
        for table, replications in whose.items():
            there = self._there.setdefault(table, bytearray())
            there.extend(bytes(max(0, max(replications) + 1 - len(there))))
            for replication in replications:
                there[replication] = True
        self._whose[path.name] = min(map(min, whose.values())), tuple(map(sys.intern, whose))

    def _seal(self, path: Path) -> str:
        return digest(path, path.stat().st_size, self._run) if is_file(path) else ""

    def __len__(self) -> int:
        return len(self._whose)

    def has(self, replication: int, tables: tuple[str, ...]) -> bool:
        """Whether the rows of all of ``tables`` are there."""
        return all(self._there.get(table, b"")[replication : replication + 1] == b"\1" for table in tables)

    def add(self, first: int, last: int, data: bytes) -> None:
        """Keep a finished chunk of the replications ``first`` to ``last``."""
        seal = hashlib.sha256(self._run.encode() + data).hexdigest()
        path = self.folder / f"{first:07d}-{last:07d}.{seal}.zip"
        write_atomically(path, data)
        self._take(path)

    def groups(self, table: str) -> Iterator[parquet.Group]:
        """The rows of ``table``, chunk by chunk, one file open at a time."""
        for name, (_, tables) in sorted(self._whose.items(), key=_first):
            if table in tables:
                path, inside = self.folder / name, file_of(table, PARQUET)
                with zipfile.ZipFile(path) as zipped, zipped.open(inside) as file:
                    yield from parquet.ParquetFile(file, SCHEMAS[table]).groups()

    def remove(self) -> None:
        """Delete every part, once the tables hold them."""
        for path in self.folder.glob("*.zip"):
            path.unlink()
        if self.folder.is_dir():
            self.folder.rmdir()
        self._there.clear()
        self._whose.clear()


def _first(part: tuple[str, tuple[int, tuple[str, ...]]]) -> int:
    """The first replication of a part."""
    return part[1][0]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold ``folder`` against a second writer; a killed holder lets go. No lock where the system has none."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StudyError(1, msg("{folder}: another run is writing here", folder=folder)) from None
        yield
    finally:
        os.close(handle)


# --- the tables ----------------------------------------------------------------------------------


def assemble(folder: Path, parts: Parts, identity: Mapping[str, Any], n: int, events: int, form: str) -> None:
    """Add the parts to the tables: then the folder holds ``n`` replications and ``events`` event logs, its
    tables in ``form``."""
    old = read_manifest(folder)
    manifest = {**identity, "tables": form, "n": n, "events": events}
    files: dict[str, Any] = {RESOLVED: described(folder / RESOLVED)}
    for table in COLUMNS:
        name = file_of(table, form)
        if old is not None and old["tables"] == form and counted(old, table) == counted(manifest, table):
            files[name] = old["files"][name]
        else:
            groups = merge(_kept_groups(folder, old, table), parts.groups(table), key=_chunk)
            whole = _whole(table, groups, counted(manifest, table))
            files[name] = _write_new(folder / name, _bytes(table, form, whole, manifest))
    write_atomically(folder / MANIFEST, sealed({**manifest, "files": files}))
    settle(folder, files)
    if old is not None:
        for name in old["files"].keys() - files.keys():
            (folder / name).unlink(missing_ok=True)
    parts.remove()


def exported(folder: Path, manifest: Mapping[str, Any], table: str, form: str, n: int) -> Iterator[bytes]:
    """The file, piece by piece, that keeps the first ``n`` replications of a table in ``form``."""
    upto = min(n, counted(manifest, table))
    groups = _whole(table, _kept_groups(folder, manifest, table), upto)
    return _bytes(table, form, groups, manifest)


def _kept_groups(folder: Path, manifest: Mapping[str, Any] | None, table: str) -> Iterator[parquet.Group]:
    """The rows that a folder has, chunk by chunk."""
    if manifest is None:
        return
    if manifest["tables"] == PARQUET:
        with (folder / file_of(table, PARQUET)).open("rb") as file:
            yield from parquet.ParquetFile(file, SCHEMAS[table]).groups()
        return
    for batch in kept.batches(folder, manifest, table, counted(manifest, table)):
        chunk = batch.numbers(BY) // GROUP
        for number in np.unique(chunk):
            yield parquet.pack(batch.rows(chunk == number), SCHEMAS[table], BY)


def _chunk(group: parquet.Group) -> int:
    return group.first // GROUP


def _whole(table: str, groups: Iterable[parquet.Group], upto: int) -> Iterator[parquet.Group]:
    """One group for each chunk of the replications before ``upto``, the same however it came about: where a
    chunk lies in one piece it stays as it is."""
    schema = SCHEMAS[table]
    for _, of in groupby(groups, key=_chunk):
        found = [group for group in of if group.first < upto]
        if len(found) == 1 and found[0].last < upto:
            yield found[0]
        elif found:
            batch = joined([parquet.unpack(group, schema) for group in found])
            replications = batch.numbers(BY)
            order = np.argsort(replications, kind="stable")
            yield parquet.pack(batch.rows(order[replications[order] < upto]), schema, BY)


def _bytes(
    table: str, form: str, groups: Iterable[parquet.Group], manifest: Mapping[str, Any]
) -> Iterator[bytes]:
    """The file of a table, piece by piece."""
    if form == PARQUET:
        notes = {key: str(manifest[key]) for key in ("run_id", "scenario", "digest", "start", "seed")}
        yield from parquet.write(groups, SCHEMAS[table], notes)
        return
    clock = Clock(manifest["start"])
    yield csv_text.header(table).encode()
    for group in groups:
        yield csv_text.lines(table, parquet.unpack(group, SCHEMAS[table]), clock).encode()


def missing(
    parts: Parts, manifest: Mapping[str, Any] | None, n: int, events: int, first: int = 0
) -> Iterator[tuple[int, bool, bool]]:
    """What is still to be simulated from the replication ``first`` on: (replication, main tables?, event
    tables?)."""
    done = (manifest or {}).get("n", 0)
    done_events = (manifest or {}).get("events", 0)
    for replication in range(first, n):
        main = replication >= done and not parts.has(replication, MAIN_TABLES)
        event = done_events <= replication < events and not parts.has(replication, EVENT_TABLES)
        if main or event:
            yield replication, main, event
