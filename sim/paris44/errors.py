"""What everything that can go wrong for a user has in common: one line, and whose fault it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paris44.language.text import join, mapped


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
        super().__init__(join(": ", (where, what)))


_WHITE = re.compile(r"[^\S\u00a0\u202f]+")
"""Any white space but the spaces that keep a sign beside its word."""


def _on_one_line(text: str) -> str:
    return _WHITE.sub(" ", text).strip()
