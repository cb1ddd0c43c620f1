"""What everything that can go wrong for a user has in common: one line, and whose fault it is."""

from __future__ import annotations


class Paris44Error(Exception):
    """Anything that the program refuses or cannot do; ``str()`` is what the command line says.

    That is one line, of a scenario one for each fault. ``exit_code`` 2: the user's input, 1: our fault or the
    machine's.
    """

    exit_code: int = 2

    def __str__(self) -> str:
        return " ".join(super().__str__().split()) or type(self).__name__


class UserError(Paris44Error):
    """An option, an argument or a file is wrong: ``where`` names it as the command line does."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
