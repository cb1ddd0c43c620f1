"""What a field is: label, meaning, unit and limits, said once, where its row's model has it.

A row's model (:mod:`paris44.scenario.schema.sections`) writes ``Annotated[type, Term(...)]``. From that are
made the check of limits, the JSON Schema, the words and pages for people, and the frozen scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from paris44.language.text import msg
from paris44.scenario.schema.quantities import NUMBER, Dimension, quantity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Term:
    """A field in words: its English label (French: the catalogue) and what it means.

    ``unit`` is that of a number which a file writes without one ("" for words, times, and counts, whose
    label says what is counted); ``between`` has the least and the greatest value as a file writes them.
    ``of`` is the section whose rows the field names. ``frozen`` is its own name in the frozen model where
    that is another, and ``si`` makes the frozen model's unit out of the file's.
    """

    label: str
    meaning: str
    unit: str = ""
    between: tuple[str, str] | None = None
    of: str = ""
    frozen: str = ""
    si: Callable[[float], float] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the greatest value of a quantity, as a file writes them."""

    low: str
    high: str
    dimension: Dimension

    def ends(self) -> tuple[float, float]:
        """Both in the unit that the loader reads them in (SI for a quantity with a unit)."""
        return quantity(self.low, self.dimension), quantity(self.high, self.dimension)

    @property
    def words(self) -> str:
        """The limits in words."""
        return msg("between {low} and {high}", low=self.low, high=self.high)

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Definition:
    """A field of a model: ``name`` as files write it, ``attribute`` as the model has it."""

    name: str
    attribute: str
    term: Term
    dimension: Dimension | None
    """What the field measures, where a file writes it with a unit or a law; None for all others."""
    limits: Limits | None
    required: bool
    default: object

    @property
    def frozen(self) -> str:
        """The field's name in the frozen model."""
        return self.term.frozen or self.attribute


@cache
def definitions(model: type[BaseModel]) -> Mapping[str, Definition]:
    """Every field of a model, by the name that files write.

    Raises:
        TypeError: a field has no :class:`Term`.
    """
    found = {}
    for attribute, info in model.model_fields.items():
        parts = parts_of(info)
        term = _first(Term, parts)
        if term is None:
            raise TypeError(f"{model.__name__}.{attribute} has no Term")
        name, dimension = info.alias or attribute, _first(Dimension, parts)
        limits = Limits(*term.between, dimension or NUMBER) if term.between else _first(Limits, parts)
        required = info.is_required()
        default = None if required else info.get_default()
        found[name] = Definition(name, attribute, term, dimension, limits, required, default)
    return MappingProxyType(found)


def parts_of(info: FieldInfo) -> list[object]:
    """Everything that a field is annotated with: what makes up its type, at any depth, and what is told of
    it."""
    return [info.annotation, *info.metadata, *_parts(info.annotation)]


def _parts(annotation: object) -> Iterator[object]:
    """Everything that a type is annotated with, at any depth."""
    for part in get_args(annotation):
        yield part
        yield from _parts(part)


def _first(kind: type[T], parts: list[object]) -> T | None:
    return next((part for part in parts if isinstance(part, kind)), None)
