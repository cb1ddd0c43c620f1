"""What is given to the door, seen to be what its name says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from os import PathLike
from pathlib import Path
from typing import Any

from paris44.errors import UserError
from paris44.language.languages import CODES, Language, language_of
from paris44.language.text import msg, quoted
from paris44.results.errors import StudyError


def spoken(lang: str) -> Language:
    """The language of a code.

    Raises:
        UserError: there is none such.
    """
    if lang not in CODES:
        raise UserError("lang", msg("{value} is none of {known}", value=quoted(lang), known=", ".join(CODES)))
    return language_of(lang)


def file_or_name(given: object) -> str | PathLike[str]:
    """The name or path of a scenario.

    Raises:
        UserError: it is neither.
    """
    if not isinstance(given, (str, PathLike)):
        raise UserError("load", msg("{given} is no name or path of a scenario", given=quoted(given)))
    return given


def place_of(what: str, given: object) -> Path:
    """A file or folder that is given as ``what``.

    Raises:
        UserError: it is no path.
    """
    if not isinstance(given, (str, PathLike)):
        raise UserError(what, msg("{given} is no path", given=quoted(given)))
    return Path(given)


def changes_of(given: object) -> Mapping[str, Any]:
    """The changes of a scenario, by path.

    Raises:
        UserError: they are no mapping of paths, which are texts.
    """
    if not isinstance(given, Mapping) or not all(isinstance(path, str) for path in given):
        raise UserError(
            "load", msg("change is {{path: value}} with paths as texts, not {given}", given=quoted(given))
        )
    return given


def path_of(given: object) -> str:
    """The path of a value or row.

    Raises:
        UserError: it is no text.
    """
    if not isinstance(given, str):
        raise UserError(
            "cite", msg("a path is a text, as a row's record.R078, not {given}", given=quoted(given))
        )
    return given


def no_result(question: str, given: object) -> UserError:
    """The error of what is neither a result nor an answer."""
    return UserError(
        question, msg("{given} is no result; give what run or Result.open gave", given=quoted(given))
    )


def values_of(question: str, path: str, values: Sequence[Any]) -> Sequence[Any]:
    """The values that an input takes, at least one.

    Raises:
        StudyError: there is none, or no list is given: the letters of a text are no values, a set has no
            order, and what cannot be counted may never end.
    """
    if isinstance(values, (str, bytes, Set, Mapping)) or not hasattr(values, "__len__"):
        raise StudyError(
            2,
            msg("{question}: the values of {path} are a list, not {value}",
                question=question, path=path, value=quoted(values)),
        )  # fmt: skip
    if not len(values):
        raise StudyError(2, msg("{question}: no value for {path}", question=question, path=path))
    return values
