"""What can go wrong in a study, as one clear line and an exit code."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from difflib import get_close_matches

from paris44.errors import Paris44Error, machine_words
from paris44.language.text import msg, quoted


class StudyError(Paris44Error):
    """A study that cannot go on: ``exit_code`` 2 is the user's input, 1 our fault or the machine's.

    Finished work is kept.
    """

    def __init__(self, exit_code: int, message: str) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.message = message


class PairError(StudyError):
    """Two results whose replications are no pairs: ``why`` is ``number``, ``dice`` or ``start``."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(2, message)
        self.why = why


def no_such_outcome(scenario: str, name: str, known: Iterable[str]) -> StudyError:
    """``--outcome`` names what the scenario does not have; the nearest names stand first."""
    names = list(known)
    near = get_close_matches(name, names, n=3) or names[:6]
    return StudyError(
        2,
        msg(
            "--outcome: {scenario} has no {name} (near: {near})",
            scenario=scenario,
            name=quoted(name),
            near=", ".join(near),
        ),
    )


class ResultError(StudyError):
    """A folder that is not a result we can read."""

    def __init__(self, message: str) -> None:
        super().__init__(2, message)


MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE)
"""What keeps a folder from being made without being the fault of its name."""


def out_error(error: OSError, where: object) -> StudyError:
    """A folder that cannot be made: ``--out`` is wrong, unless the disk is full or broken."""
    if error.errno in MACHINE:
        return disk_error(error, where)
    return StudyError(2, msg("--out: {where}: {what}", where=where, what=machine_words(error)))


def disk_error(error: OSError, where: object) -> StudyError:
    """The machine would not write: a full disk, no permission."""
    return StudyError(
        1,
        msg(
            "{where}: {why}; finished work is kept, the same command goes on from there",
            where=where,
            why=machine_words(error),
        ),
    )
