"""What everything that can go wrong for a user has in common: one line, and whose fault it is."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping, Sequence

from paris44.language.text import mapped, msg


class Paris44Error(Exception):
    """Anything that the program refuses or cannot do; ``str()`` is what the command line says in English.

    That is one line, of a scenario one for each fault. ``exit_code`` 2: the user's input, 1: our fault or the
    machine's.
    """

    exit_code: int = 2

    @property
    def lines(self) -> Sequence[str]:
        """What is said, line by line: texts, which can be told in another language."""
        return [mapped(_on_one_line, *self.args[:1])] if self.args else [type(self).__name__]

    def __str__(self) -> str:
        return "\n".join(self.lines)


class UserError(Paris44Error):
    """An option, an argument or a file is wrong: ``where`` names it as the command line does."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(msg("{where}: {what}", where=where, what=what))


SYSTEM: Mapping[int, str] = {
    errno.ENOENT: msg("no such file or directory"),
    errno.EACCES: msg("permission denied"),
    errno.EPERM: msg("operation not permitted"),
    errno.EISDIR: msg("is a directory"),
    errno.ENOTDIR: msg("not a directory"),
    errno.EEXIST: msg("file exists"),
    errno.EROFS: msg("read-only file system"),
    errno.ENAMETOOLONG: msg("file name too long"),
    errno.ELOOP: msg("too many levels of symbolic links"),
    errno.ENOSPC: msg("no space left on device"),
    errno.EDQUOT: msg("disk quota exceeded"),
    errno.EIO: msg("input/output error"),
    errno.EMFILE: msg("too many open files"),
    errno.ENFILE: msg("too many open files in system"),
}
"""What the machine says of a file, by the number of its error."""


MOST_LETTERS = 200
"""Letters of what code of a user's says when it fails: a sentence of Python's has room, a table has not."""


def code_words(error: Exception) -> str:
    """How code of a user's failed, as Python says it: ``KeyError: 'x'``; one line, cut where it is long."""
    words = _on_one_line(str(error))
    cut = words if len(words) <= MOST_LETTERS else words[: MOST_LETTERS - 3] + "..."
    return f"{type(error).__name__}: {cut}".removesuffix(": ")


def machine_words(error: BaseException) -> str:
    """Why the machine would not read or write: in our words where we know them, else in its own."""
    own = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return SYSTEM.get(getattr(error, "errno", None) or 0) or own.lower()


_WHITE = re.compile(r"[^\S\u00a0\u202f]+")
"""Any white space but the spaces that keep a sign beside its word."""


def _on_one_line(text: str) -> str:
    return _WHITE.sub(" ", text).strip()
