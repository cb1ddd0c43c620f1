"""Answers that are kept beside the runs on which they rest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from paris44.results.errors import out_error
from paris44.results.read import ResultFolder
from paris44.results.seal import digest, sealed
from paris44.results.write import make_folder, remove_empty, write_atomically


def keep(
    out: Path,
    command: str,
    runs: Iterable[ResultFolder],
    document: Mapping[str, object],
    also: Sequence[object] = (),
) -> Path:
    """Write an answer under ``out/<command>/<id>/``; the id follows from the runs that it rests on, and
    from whatever ``also`` decides it. There it names its runs from its own folder, so that all can be moved.

    Raises:
        StudyError: there can be no such folder (exit code 2), or the disk is full (1).
    """
    key = "\n".join([*(f"{run.manifest['run_id']} {run.n}" for run in runs), *map(str, also)])
    folder = Path(out) / command / hashlib.sha256(key.encode()).hexdigest()[:12]
    path = folder / f"{command}.json"
    told = _from(folder, document)
    assert isinstance(told, dict)
    data = sealed(told)
    try:
        if not _holds(path, data):  # else it may lie where nothing can be written
            write_atomically(path, data)
    except OSError as error:
        raise out_error(error, path) from None
    return path


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file has these bytes and no others."""
    size = len(data)
    if not (path.is_file() and path.stat().st_size == size):
        return False
    return digest(path, size) == hashlib.sha256(data).hexdigest()


def check_place(out: Path, command: str) -> None:
    """See that :func:`keep` can make its folder, before the work that leads to the answer; nothing is left.

    Raises:
        StudyError: there can be no such folder (exit code 2), or the machine failed (1).
    """
    folder = Path(out) / command
    try:
        remove_empty(make_folder(folder))
    except OSError as error:
        raise out_error(error, folder) from None


def _from(folder: Path, part: object) -> object:
    """The document with every ``result_dir`` told from ``folder``."""
    if isinstance(part, Mapping):
        return {
            key: os.path.relpath(value, folder) if key.endswith("result_dir") else _from(folder, value)
            for key, value in part.items()
        }
    return [_from(folder, value) for value in part] if isinstance(part, list) else part
