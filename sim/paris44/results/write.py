"""Writing a run's folder so that a kill at any moment loses nothing that was finished.

Finished chunks lie in ``parts/`` as zip files, each written beside its place and renamed. When all
are there their lines are appended to the tables and the manifest is written last; until then the
old manifest says how many bytes of each table count. So the tables depend on the replications
alone, not on who simulated them, when, or in how many goes.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from paris44.results.columns import COLUMNS, EVENT_TABLES, MAIN_TABLES, header
from paris44.results.errors import StudyError
from paris44.results.manifest import MANIFEST, RESOLVED, read_manifest
from paris44.results.seal import digest, is_file, sealed

PARTS = "parts"
LOG = "run.log"
_DATE = (1980, 1, 1, 0, 0, 0)  # zip members carry a date; equal bytes need an equal one

Simulate = Callable[[int, bool, bool], Mapping[str, bytes]]
"""(replication, main tables?, event tables?) -> the lines of each table."""


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
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def pack(wanted: Iterable[tuple[int, bool, bool]], simulate: Simulate) -> bytes:
    """Simulate replications into one part: a zip with a member for each replication and table."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for replication, main, events in wanted:
            for table, lines in simulate(replication, main, events).items():
                info = zipfile.ZipInfo(_member(replication, table), _DATE)
                file.writestr(info, lines, zipfile.ZIP_DEFLATED, 1)
    return buffer.getvalue()


def _member(replication: int, table: str) -> str:
    return f"{replication:07d}/{table}"


class Parts:
    """The finished chunks of a folder: which replication's lines lie in which file.

    The name of each ends with its seal, the sha256 of the run's name and its bytes: a part that was altered,
    cut short or brought from another run is thrown away and simulated again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / PARTS
        self._run = folder.name
        self._where: dict[str, Path] = {}
        for path in sorted(self.folder.glob("*.zip")) if self.folder.is_dir() else []:
            self._take(path)

    def _take(self, path: Path) -> None:
        names: list[str] = []
        try:
            if path.suffixes[-2:-1] == [f".{self._seal(path)}"]:
                with zipfile.ZipFile(path) as file:
                    names = file.namelist()
        except (zipfile.BadZipFile, EOFError):
            names = []
        if not names:
            path.unlink(missing_ok=True)
        self._where.update(dict.fromkeys(names, path))

    def _seal(self, path: Path) -> str:
        return digest(path, path.stat().st_size, self._run) if is_file(path) else ""

    def __len__(self) -> int:
        return len(set(self._where.values()))

    def has(self, replication: int, tables: tuple[str, ...]) -> bool:
        """Whether the lines of all of ``tables`` are there."""
        return all(_member(replication, table) in self._where for table in tables)

    def add(self, first: int, last: int, data: bytes) -> None:
        """Keep a finished chunk of the replications ``first`` to ``last``."""
        seal = hashlib.sha256(self._run.encode() + data).hexdigest()
        path = self.folder / f"{first:07d}-{last:07d}.{seal}.zip"
        write_atomically(path, data)
        with zipfile.ZipFile(path) as file:
            self._where.update(dict.fromkeys(file.namelist(), path))

    def lines(self, table: str, replications: range) -> Iterator[bytes]:
        """The lines of ``table``, in the order of the replications, one file open at a time."""
        at: Path | None = None
        file: zipfile.ZipFile | None = None
        try:
            for replication in replications:
                member = _member(replication, table)
                if self._where[member] != at:
                    if file is not None:
                        file.close()
                    at = self._where[member]
                    file = zipfile.ZipFile(at)
                assert file is not None
                yield file.read(member)
        finally:
            if file is not None:
                file.close()

    def remove(self) -> None:
        """Delete every part, once the tables hold them."""
        for path in self.folder.glob("*.zip"):
            path.unlink()
        if self.folder.is_dir():
            self.folder.rmdir()
        self._where.clear()


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
            raise StudyError(1, f"{folder}: another run is writing here") from None
        yield
    finally:
        os.close(handle)


def assemble(folder: Path, parts: Parts, identity: Mapping[str, Any], n: int, events: int) -> None:
    """Append the parts to the tables: then the folder holds ``n`` replications and ``events`` event logs."""
    old = read_manifest(folder) or {}
    files = {RESOLVED: _described(folder / RESOLVED)}
    for table in COLUMNS:
        upto = events if table in EVENT_TABLES else n
        since = old.get("events" if table in EVENT_TABLES else "n", 0)
        known = old.get("files", {}).get(table, {"bytes": 0})["bytes"]
        files[table] = _append(folder / table, known, parts.lines(table, range(since, upto)))
    manifest = {**identity, "n": n, "events": events, "files": files}
    write_atomically(folder / MANIFEST, sealed(manifest))
    parts.remove()


def _append(path: Path, known: int, lines: Iterable[bytes]) -> dict[str, object]:
    """Cut the table to its ``known`` bytes, append, and describe it."""
    path.touch()
    with path.open("r+b") as file:
        file.truncate(known)
        file.seek(known)
        if not known:
            file.write(header(path.name))
        for text in lines:
            file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return _described(path)


def _described(path: Path) -> dict[str, object]:
    size = path.stat().st_size
    return {"bytes": size, "sha256": digest(path, size)}


def missing(
    parts: Parts, manifest: Mapping[str, Any] | None, n: int, events: int
) -> list[tuple[int, bool, bool]]:
    """What is still to be simulated: (replication, main tables?, event tables?)."""
    done = (manifest or {}).get("n", 0)
    done_events = (manifest or {}).get("events", 0)
    found = []
    for replication in range(n):
        main = replication >= done and not parts.has(replication, MAIN_TABLES)
        event = done_events <= replication < events and not parts.has(replication, EVENT_TABLES)
        if main or event:
            found.append((replication, main, event))
    return found
