"""What a command hands to the command line: one JSON document, or a page to read.

Commands compute and never print. Both forms are made lazily: ``--json`` does not import rich,
and the page is not laid out when nobody reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paris44.errors import UserError
from paris44.language.text import msg, quoted

Tick = Callable[[int, int], None]
"""Called with (done, total) as replications finish."""


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
        what = msg("{text} is not a whole number", text=quoted(text))
        if word:
            what = msg("{text} is not a whole number, nor {word}", text=quoted(text), word=word)
        raise UserError(option, what) from None
    if number < least:
        raise UserError(option, msg("{number} is less than {least}", number=number, least=least))
    return number
