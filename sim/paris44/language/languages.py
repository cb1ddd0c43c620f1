"""The languages: English, in which the source is written, and those that have a catalogue (gettext)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

from paris44.language.text import Text

DOMAIN = "paris44"
CATALOGUES = Path(__file__).with_name("locale")
NARROW = "\u202f"
"""A narrow no-break space."""
_BEFORE = re.compile(r"[ \u00a0](?=[;:!?%»])")
_AFTER = re.compile(r"«[ \u00a0]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


def _as_it_is(text: str) -> str:
    return text


def french_spaces(text: str) -> str:
    """French keeps its high signs off the words before them, on the same line."""
    return _AFTER.sub(f"«{NARROW}", _BEFORE.sub(NARROW, text))


def french_figures(text: str) -> str:
    """A number with a decimal comma, its thousands apart."""
    return french_spaces(_POINT.sub(",", _THOUSANDS.sub(NARROW, text)))


@dataclass(frozen=True)
class Language:
    """A language that texts are told in; it is handed to whatever shows something to people."""

    code: str
    catalogue: NullTranslations = field(default_factory=NullTranslations, compare=False, repr=False)
    spaces: Callable[[str], str] = field(default=_as_it_is, compare=False, repr=False)
    """Sets the spaces of a sentence."""
    number: Callable[[str], str] = field(default=_as_it_is, compare=False, repr=False)
    """Writes a number that is written in English."""

    def tell(self, text: str) -> str:
        """A text in this language; what is no text, such as an id, stays."""
        return text.into(self) if isinstance(text, Text) else text

    def template(self, message: str, many: str = "", n: int = 1, context: str = "") -> str:
        """What the catalogue has for a message, the form for ``n`` things where there is a plural."""
        book = self.catalogue
        if many:
            found = book.npgettext(context, message, many, n) if context else book.ngettext(message, many, n)
        else:
            found = book.pgettext(context, message) if context else book.gettext(message)
        return self.spaces(found)

    def word(self, english: str, others: Mapping[str, str]) -> str:
        """That of ``others`` in this language, else the English."""
        return self.spaces(others[self.code]) if self.code in others else english

    def figures(self, text: str) -> str:
        """A number, or several, written in English."""
        return self.number(text)


ENGLISH = Language("en")
CODES = ("en", "fr")


@cache
def language_of(code: str) -> Language:
    """The language of a code (``en``, ``fr``).

    Raises:
        KeyError: there is none such.
    """
    if code == "en":
        return ENGLISH
    if code not in CODES:
        raise KeyError(code)
    return Language(code, translation(DOMAIN, CATALOGUES, [code]), french_spaces, french_figures)


def asked_for(environment: Mapping[str, str]) -> str:
    """The code that an environment asks for, by the rules of locales; English where it asks for no other."""
    for name in ("PARIS44_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = environment.get(name, "").replace("-", "_").split("_")[0].split(".")[0].lower()
        if code:
            return code if code in CODES else "en"
    return "en"
