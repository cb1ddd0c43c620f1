"""The file that a picture, a page or an export is written to: tried before what goes into it is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paris44.errors import UserError, machine_words
from paris44.language.text import msg
from paris44.results.catalogue import is_run


def target(path: Path, endings: Sequence[str]) -> Path:
    """The path, once it is certain that its name has one of ``endings`` and that it can be written.

    Raises:
        UserError: it has none of them, is a folder, lies in a run's own folder, or cannot be written.
    """
    if not path.name.lower().endswith(tuple(endings)):
        raise UserError(
            "--output", msg("{path}: the name must end in {endings}", path=path, endings=", ".join(endings))
        )
    try:
        _try(path)
    except OSError as error:
        raise UserError("--output", msg("{where}: {what}", where=path, what=machine_words(error))) from None
    return path


def _try(path: Path) -> None:
    """See that the file can be written, and leave no trace of it."""
    if not path.parent.is_dir():
        raise UserError("--output", msg("{parent}: there is no such folder", parent=path.parent))
    if path.is_dir():
        raise UserError("--output", msg("{path}: is a folder", path=path))
    if is_run(path.resolve().parent):
        raise UserError(
            "--output", msg("{parent}: is a run's own folder; name a file elsewhere", parent=path.parent)
        )
    real = path.resolve()
    was_there = real.exists()
    real.open("ab").close()
    if not was_there:
        real.unlink()
