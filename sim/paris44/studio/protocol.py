"""What the studio's page and its workers say to each other: every message, in one place.

A message is one JSON object. The page gives it an ``id``; every answer carries it. ``do`` says what is
wanted. A world is a scenario: the one that the page has under the name ``base``, or what ``text`` (a
scenario file) makes of it. Where ``text`` is empty there is only the base. Times are
seconds since the start; None is never.

A worker is sent ``{parts: {name: bytes}}`` first and says ``{ready: true}`` or ``{failed: why}``. Then it
takes any of the messages below, one after another. To cancel, the page ends the worker and starts another
one: workers keep nothing that cannot be sent to them again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

from paris44.study.questions.compare import ComparisonDocument
from paris44.study.questions.validate.beside import RecordedHour
from paris44.views.web.ground import LightData, NumberedRows


class Check(TypedDict):
    """Is this file sound, does it begin from the ``base`` of the page, and what does it change? Answered by a
    :class:`Checked`."""

    id: int
    do: Literal["check"]
    base: str
    text: str


class ToldFault(TypedDict):
    """A fault of the file: its ``line`` and ``column`` from 1 (0: none), its path, in English and French its
    ``message`` and ``hint``."""

    line: int
    column: int
    path: str
    message: list[str]
    hint: list[str]


class PlannedWay(TypedDict):
    """The places that a march is planned over, of an ``order``: as it ``was`` in the base, and ``now``."""

    order: str
    was: list[str]
    now: list[str]


class Checked(TypedDict):
    """``faults`` of the file, none if it is sound; its head (title, passport ...) and its ``change``,
    path -> value, as far as they can be read (``read``: whether they can); of a sound one the changes in
    words, English and French, and the ``ways`` of the marches that are planned otherwise."""

    id: int
    faults: list[ToldFault]
    read: bool
    head: Mapping[str, Any]
    change: Mapping[str, Any]
    words: list[list[str]]
    ways: list[PlannedWay]


class Heed(TypedDict):
    """What should the author of this sound file know before a run? Answered by a :class:`Heeded`."""

    id: int
    do: Literal["heed"]
    text: str


class Heeded(TypedDict):
    """The notes of ``paris44 check``, told as faults are; those that speak for themselves have no path."""

    id: int
    notes: list[ToldFault]


class Simulate(TypedDict):
    """Simulate a replication of one world. Answered by a :class:`Simulated`.

    ``seed`` None: the theatre's own. ``events``: of how many replications, the first ones, events and tracks
    are kept. ``chance`` False: every draw at its median.
    """

    id: int
    do: Literal["simulate"]
    base: str
    text: str
    replication: int
    seed: int | None
    events: int
    chance: bool


class Simulated(TypedDict):
    """A replication of a world: its ``outcomes``; its ``rows`` are its tables, packed, for :class:`Add` and
    :class:`Play` alone."""

    id: int
    replication: int
    outcomes: dict[str, float | None]
    rows: str


class Add(TypedDict):
    """Keep the rows of a replication that another worker, or this one, has simulated. Those of the ``base``
    serve every question that is asked with the same dice; those of a text are kept until other texts have
    been looked at."""

    id: int
    do: Literal["add"]
    base: str
    text: str
    seed: int | None
    chance: bool
    replication: int
    rows: str


class Ask(TypedDict):
    """What does the change do, over the first ``n`` pairs, of which both worlds' rows were added? Answered by
    an :class:`Answered`."""

    id: int
    do: Literal["ask"]
    base: str
    text: str
    seed: int | None
    chance: bool
    n: int


class Answered(TypedDict):
    """The document of ``paris44 compare`` with worlds called by their titles, its sentences in French, the
    labels of outcomes and groups and the caution in both."""

    id: int
    comparison: ComparisonDocument
    french: list[str]
    labels: dict[str, list[str]]
    caution: list[str]


class Record(TypedDict):
    """What does the record say beside both worlds, over the first ``n`` pairs? Answered by a
    :class:`Recorded`."""

    id: int
    do: Literal["record"]
    base: str
    text: str
    seed: int | None
    chance: bool
    n: int


class Recorded(TypedDict):
    """The ``rows``: recorded hours, each beside its hours in every world."""

    id: int
    rows: list[RecordedHour]


class Play(TypedDict):
    """Where was everybody in a replication? ``rows`` is of each world what a :class:`Simulated` of it
    brought, if that has its tracks; where that is empty it is simulated again, with the same dice."""

    id: int
    do: Literal["play"]
    base: str
    text: str
    seed: int | None
    chance: bool
    replication: int
    rows: list[str]


class PlayedWorld(TypedDict):
    """A replication of a world, as the page of results has them: its tracks, what is told of it (``events``),
    the garrisons, phase lines, light and weather."""

    tracks: list[list[Any]]
    events: list[list[Any]]
    garrisons: NumberedRows
    lines: list[list[Any]]
    light: LightData


class Played(TypedDict):
    """Every world of a replication; ``parting``: when (seconds since the start) the first walk parts, whose
    and where, None where none does."""

    id: int
    worlds: list[PlayedWorld]
    parting: tuple[float, str, str] | None


class Refused(TypedDict):
    """What was asked cannot be done: the ``faults`` of the file, or why (``words``) in English and French."""

    id: int
    faults: NotRequired[Sequence[ToldFault]]
    words: NotRequired[list[str]]


Message = Check | Heed | Simulate | Add | Ask | Record | Play
"""What a worker can be told."""
