"""What a command hands to the command line: one JSON document, or a page to read.

Commands compute and never print. Both forms are made lazily: ``--json`` does not import rich,
and the page is not laid out when nobody reads it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

Tick = Callable[[int, int], None]
"""Called with (done, total) as replications finish."""

EXTRAS = {
    "scipy": "stats",
    "SALib": "stats",
    "pandas": "tables",
    "pyarrow": "tables",
    "distributed": "distributed",
    "dask": "distributed",
    "nbclient": "notebooks",
    "uxsim": "oracles",
}
"""Optional package -> the extra that brings it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a command.

    ``document()`` is the JSON form; ``page()`` a list of strings and rich renderables; ``status`` the
    exit code; ``notes`` are lines for stderr, beside either form.
    """

    document: Callable[[], object]
    page: Callable[[], Sequence[object]]
    status: int = 0
    notes: tuple[str, ...] = ()


class UserError(Exception):
    """The user's input or option is wrong: ``where`` is the option or the file; exit code 2."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class MissingPartError(Exception):
    """This installation cannot do it: a part of the program is not there; exit code 1."""


def part(module: str) -> ModuleType:
    """Import a part of the program inside a command, so that ``--help`` stays quick.

    Raises:
        MissingPartError: the module is not in this version.
        UserError: it needs an optional package that is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if module == missing or module.startswith(f"{missing}."):
            raise MissingPartError(f"this version has no {module} yet") from error
        extra = EXTRAS.get(missing.split(".")[0])
        if extra is None:
            raise
        raise UserError(missing, f"is not installed (pip install 'paris44[{extra}]')") from error


def whole(option: str, text: str, *, least: int, word: str | None = None) -> int | None:
    """The whole number of an option, None for its ``word`` (all).

    Raises:
        UserError: anything else, or a number under ``least``.
    """
    if text == word:
        return None
    try:
        number = int(text)
    except ValueError:
        what = f"{text!r} is not a whole number" + (f", nor {word}" if word else "")
        raise UserError(option, what) from None
    if number < least:
        raise UserError(option, f"{number} is less than {least}")
    return number
