"""What is wrong with a scenario, said so that its author can mend it.

Every check adds a :class:`Fault` to one list; nothing stops at the first. A
:class:`ScenarioError` carries the whole list, sorted by file and line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol, TypedDict

from paris44.errors import Paris44Error
from paris44.language.languages import NARROW
from paris44.language.text import join, mapped, msg, quoted

MOST_FAULTS = 200  # a longer list helps nobody


class FaultDocument(TypedDict):
    """A fault as JSON has it."""

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one file.

    ``line`` and ``column`` count from 1 (in a table ``column`` is the cell's number); 0 where the
    fault belongs to no line, such as a file that is not there. ``path`` is ids joined by dots.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def render(self) -> str:
        """The fault as one line: ``file:line:col: path: message (hint)``."""
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        parts = [where, self.path, self.message] if self.path else [where, self.message]
        text = join(": ", [part for part in parts if part])
        return mapped(one_line, msg("{text} ({hint})", text=text, hint=self.hint) if self.hint else text)

    def as_dict(self) -> FaultDocument:
        """The fault as JSON-able values."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": one_line(self.path),
            "message": one_line(self.message),
            "hint": one_line(self.hint),
        }


class ScenarioError(Paris44Error):
    """A scenario that cannot be used; ``faults`` says everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.file, f.line, f.column, f.path)))
        super().__init__(self.faults)

    @property
    def lines(self) -> list[str]:
        """A line for each fault."""
        return [fault.render() for fault in self.faults]

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Fault, ...]]]:
        return (ScenarioError, (self.faults,))


class Located(Protocol):
    """Anything that knows its place in a file."""

    @property
    def file(self) -> str:
        """Path of the file, as shown to the user."""

    @property
    def line(self) -> int:
        """Line, from 1."""

    @property
    def column(self) -> int:
        """Column, from 1."""


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self.found: dict[Fault, None] = {}  # keeps order, drops repeats
        self.full = False

    def add(self, place: Located, path: str, message: str, hint: str = "") -> None:
        """Note a fault at ``place``."""
        self._note(Fault(place.file, place.line, place.column, path, message, hint))

    def add_at(self, file: str, line: int, column: int, message: str, hint: str = "") -> None:
        """Note a fault of a file as such."""
        self._note(Fault(file, line, column, "", message, hint))

    def _note(self, fault: Fault) -> None:
        if len(self.found) < MOST_FAULTS:
            self.found[fault] = None
        else:
            self.full = True

    def stop_if_any(self) -> None:
        """Raise what was found, if anything was.

        Raises:
            ScenarioError: with every fault.
        """
        if not self.found:
            return
        faults = list(self.found)
        if self.full:
            faults.append(
                Fault(faults[-1].file, 0, 0, "", msg("there are more faults"), msg("mend these first"))
            )
        raise ScenarioError(faults)

    def __bool__(self) -> bool:
        return bool(self.found)


class TextError(ValueError):
    """A value whose text cannot be read; ``inner`` is the path below the value where it is wrong."""

    def __init__(self, message: str, hint: str = "", inner: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.inner = inner

    def below(self, *steps: str | int) -> TextError:
        """The same fault, seen from further up."""
        return TextError(self.message, self.hint, (*steps, *self.inner))


def nearest(name: object, known: Iterable[str]) -> str:
    """A hint that names what the user probably meant, or nothing."""
    names = {one.lower(): one for one in sorted(set(known), reverse=True)}
    close = get_close_matches(str(name).lower(), sorted(names), n=1, cutoff=0.6)
    return msg("did you mean {name}?", name=quoted(names[close[0]])) if close else ""


def meant(section: str, name: str, known: Iterable[str]) -> str:
    """A hint for the name of a row that is not there, above all a road called from its other end."""
    known = set(known)
    turned = "--".join(reversed(name.split("--"))) if section == "roads" else ""
    return msg("it is called {name}", name=quoted(turned)) if turned in known else nearest(name, known)


def choice(name: object, known: Iterable[str]) -> str:
    """A hint for a word out of a short list: the nearest one, else all of them."""
    names = list(known)
    return nearest(name, names) or msg("one of {names}", names=", ".join(names))


def one_line(text: str) -> str:
    """``text`` without line breaks or other control characters, at most 400 characters."""
    clean = "".join(char if char.isprintable() or char == NARROW else " " for char in text)
    return clean if len(clean) <= 400 else clean[:397] + "..."
