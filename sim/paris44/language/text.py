"""Texts that are English, and remember what they were made of, to be told in another language.

A text is a string: its English. Whoever finds something to say makes a text (:func:`msg`) and knows nothing
of languages; whoever shows it has a :class:`~paris44.language.languages.Language` and asks that to tell it. A
result folder, CSV and JSON hold texts as they are.

What is cut out of a text, or put into an f-string, is English for good: join texts with :func:`join`, put
them into another with :func:`msg`, change them with :func:`mapped`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import Formatter
from typing import Protocol


class Teller(Protocol):
    """A language, as far as a text needs it."""

    def template(self, message: str, many: str = "", n: int = 1, context: str = "") -> str:
        """What the catalogue has for a message, the form for ``n`` things where there is a plural."""

    def word(self, english: str, others: Mapping[str, str]) -> str:
        """That of ``others``, by language, else the English."""

    def figures(self, text: str) -> str:
        """A number that is written in English."""

    def tell(self, text: str) -> str:
        """Any text."""


class Text(str):
    """English that can be told in another language."""

    __slots__ = ()

    def into(self, teller: Teller) -> str:
        """The text in a language."""
        raise NotImplementedError

    def __str__(self) -> str:
        return str.__str__(self)


class _English:
    """The language of the source."""

    def template(self, message: str, many: str = "", n: int = 1, context: str = "") -> str:  # noqa: ARG002
        return message if n == 1 or not many else many

    def word(self, english: str, others: Mapping[str, str]) -> str:  # noqa: ARG002
        return english

    def figures(self, text: str) -> str:
        return text

    def tell(self, text: str) -> str:
        return text


class _Filler(Formatter):
    """Fills the gaps of a template: texts are told, numbers written, in one language."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, str):
            return format(self.teller.tell(value), format_spec)
        written = format(value, format_spec)
        return self.teller.figures(written) if isinstance(value, int | float) else written


class Message(Text):
    """A template out of the catalogue, with what fills its gaps."""

    __slots__ = ("context", "many", "message", "n", "parts")
    message: str
    many: str
    n: int
    context: str
    parts: Mapping[str, object]

    def __new__(
        cls, message: str, parts: Mapping[str, object], many: str = "", n: int = 1, context: str = ""
    ) -> Message:
        """The template ``message``, or ``many`` where ``n`` is not 1; ``context`` tells equal ones apart."""
        self = super().__new__(cls, _filled(_English(), message if n == 1 or not many else many, parts))
        self.message, self.many, self.n, self.context, self.parts = message, many, n, context, parts
        return self

    def into(self, teller: Teller) -> str:
        """The text in a language."""
        return _filled(teller, teller.template(self.message, self.many, self.n, self.context), self.parts)

    def __reduce__(self) -> tuple[object, ...]:
        return Message, (self.message, self.parts, self.many, self.n, self.context)


def _filled(teller: Teller, template: str, parts: Mapping[str, object]) -> str:
    return _Filler(teller).vformat(template, (), parts)


class Word(Text):
    """A name or a sentence that is no part of the program: its other languages stand beside it."""

    __slots__ = ("others",)
    others: Mapping[str, str]

    def __new__(cls, english: str, others: Mapping[str, str]) -> Word:
        """``others``: code of a language -> the same in it."""
        self = super().__new__(cls, english)
        self.others = others
        return self

    def into(self, teller: Teller) -> str:
        """The text in a language."""
        return teller.word(str(self), self.others)

    def __reduce__(self) -> tuple[object, ...]:
        return Word, (str(self), self.others)


class Figures(Text):
    """A number, as English writes it."""

    __slots__ = ()

    def into(self, teller: Teller) -> str:
        """The number in a language."""
        return teller.figures(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        return Figures, (str(self),)


class Mapped(Text):
    """What a function makes of a text."""

    __slots__ = ("make", "texts")
    make: Callable[..., str]
    texts: Sequence[str]

    def __new__(cls, make: Callable[..., str], *texts: str) -> Mapped:
        """``make(*texts)``, each told in the same language."""
        self = super().__new__(cls, make(*map(str, texts)))
        self.make, self.texts = make, texts
        return self

    def into(self, teller: Teller) -> str:
        """The text in a language."""
        return self.make(*map(teller.tell, self.texts))

    def __reduce__(self) -> tuple[object, ...]:
        return Mapped, (self.make, *self.texts)


class Joined(Text):
    """Texts one behind the other."""

    __slots__ = ("separator", "texts")
    separator: str
    texts: Sequence[str]

    def __new__(cls, separator: str, texts: Sequence[str]) -> Joined:
        """``separator.join(texts)``."""
        self = super().__new__(cls, str(separator).join(map(str, texts)))
        self.separator, self.texts = separator, texts
        return self

    def into(self, teller: Teller) -> str:
        """The texts in a language."""
        return teller.tell(self.separator).join(map(teller.tell, self.texts))

    def __reduce__(self) -> tuple[object, ...]:
        return Joined, (self.separator, self.texts)


def msg(message: str, /, **parts: object) -> str:
    """A message: English with gaps ``{name}``, found by the catalogue's tool, and what fills them.

    A text in a gap is told in the same language, a number written in it; ids and years are given as strings.
    """
    return Message(message, parts)


def nmsg(one: str, many: str, n: int, /, **parts: object) -> str:
    """A message in the singular or the plural; ``{n}`` is the number of things."""
    return Message(one, {"n": n, **parts}, many, n)


def pmsg(context: str, message: str, /, **parts: object) -> str:
    """A message of which the same English means two things: ``context`` says which."""
    return Message(message, parts, context=context)


def join(separator: str, texts: Iterable[str]) -> str:
    """``separator.join(texts)`` that stays a text."""
    return Joined(separator, tuple(texts))


def mapped(make: Callable[..., str], *texts: str) -> str:
    """What ``make``, a function of a module, makes of texts."""
    return Mapped(make, *texts)


def quoted(value: object) -> str:
    """``value`` as an error message shows it: short, in quotes; lists and mappings in brackets alone."""
    if isinstance(value, (list, tuple, dict)):
        return _short(_flow(value))
    return msg("'{text}'", text=mapped(_short, value) if isinstance(value, Text) else _short(str(value)))


def _flow(value: object) -> str:
    """A value on one line, as a file may have it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def listed(words: Iterable[str], most: int = 12) -> str:
    """``a, b and c``; long lists are cut and counted."""
    words = list(words)
    if len(words) > most:
        rest = len(words) - most + 1
        return nmsg("{names} and {n} more", "{names} and {n} more", rest, names=join(", ", words[: most - 1]))
    if len(words) < 2:
        return words[0] if words else ""
    return msg("{names} and {last}", names=join(", ", words[:-1]), last=words[-1])
