"""The kinds of fields that rows have: how each is read, and what editors are told of it.

A field's reader turns its text into SI units (:mod:`paris44.scenario.schema.quantities`); ``x-def`` in its
JSON Schema stands for a definition that :mod:`paris44.scenario.schema.jsonschema` gives.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field, GetPydanticSchema, Strict, ValidationInfo, WithJsonSchema
from pydantic_core.core_schema import no_info_plain_validator_function, with_info_plain_validator_function

from paris44.scenario.dist import Dist
from paris44.scenario.model import Moment, Trigger
from paris44.scenario.schema import moments, quantities
from paris44.scenario.schema.terms import Limits


def read_by(reader: Callable[[Any], object]) -> GetPydanticSchema:
    """A field whose text ``reader`` understands alone.

    ``PlainValidator`` would have pydantic make three schemas of what comes of it, which nobody uses: a tenth
    of the time in which a scenario is loaded.
    """
    return GetPydanticSchema(lambda _kind, _handler: no_info_plain_validator_function(reader))


def _dated(reader: Callable[[Any, datetime], object]) -> GetPydanticSchema:
    """The same of a reader that must know when the scenario starts."""

    def read(value: object, info: ValidationInfo) -> object:
        context: dict[str, datetime] = info.context or {}
        return reader(value, context["start"])

    return GetPydanticSchema(lambda _kind, _handler: with_info_plain_validator_function(read))


def _time(value: object, start: datetime) -> float:
    return quantities.seconds_between(start, quantities.instant(value))


def _described(kind: dict[str, Any], description: str, **more: object) -> WithJsonSchema:
    return WithJsonSchema({**kind, "description": description, **more})


_STRING = {"type": "string"}
QUANTITY = ["string", "number"]
"""What JSON Schema calls a quantity, which may have a unit or a law."""
DAY_PATTERN = r"^\d{4}-\d\d-\d\d$"
HOUR_PATTERN = r"^\d\d:\d\d(:\d\d)?$"
TIME_PATTERN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)$"

Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Positive = Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Strict(), Field(ge=0, le=10_000_000)]
Whole = Annotated[int, Strict(), Field(ge=-10_000_000, le=10_000_000)]
Flag = Annotated[bool, Strict()]
MOST_LETTERS, MOST_OF_A_LINE, MOST_OF_A_SENTENCE = 120, 200, 1000
"""The most characters of a name, of a title or whatever stands on one line, and of a sentence."""
Name = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
FolderName = Annotated[str, Field(min_length=1)]  # of at most so many bytes, see paris44.scenario.schema.read
Line = Annotated[str, Field(max_length=MOST_OF_A_LINE)]
Title = Annotated[str, Field(min_length=1, max_length=MOST_OF_A_LINE)]
Sentence = Annotated[str, Field(min_length=1, max_length=MOST_OF_A_SENTENCE)]
Names = tuple[Name, ...]
Grade = Literal["A", "B", "C", "D"]
Category = Literal["light", "truck", "mixed", "heavy", "foot", "none"]
PlaceKind = Literal[
    "town", "village", "crossroads", "bridge", "gate", "objective", "airfield", "bivouac", "headquarters",
    "assembly", "zone",
]  # fmt: skip
Event = Literal[
    "order", "depart", "pass", "pass_tail", "arrive", "contact", "cleared", "cross_bridge", "enter_city",
    "junction", "surrender", "sign", "parade",
]  # fmt: skip
Happening = Literal[
    Event, "receive", "waits", "not_done", "bypass", "counter_attack", "reinforce", "withdrawn",
    "line_wait", "line_slack", "line_disobeyed", "line_unknown", "line_lifted",
    "passing", "gridlock", "breakdown", "bridge",
]  # fmt: skip
"""What an outcome may be made of: an event of the record, or any other kind of entry of the event log."""
Time = Annotated[
    float,
    _dated(_time),
    _described(_STRING, "ISO 8601 with offset, YYYY-MM-DDTHH:MM+HH:MM", pattern=TIME_PATTERN),
]
Day = Annotated[
    float, _dated(quantities.midnight), _described(_STRING, "a day: year-month-day", pattern=DAY_PATTERN)
]
"""Seconds from the scenario's start to the midnight, by the clock of the start, with which the day begins."""
Hour = Annotated[
    float,
    read_by(quantities.hour),
    _described(_STRING, "an hour of the clock: 21:19 or 21:19:30", pattern=HOUR_PATTERN),
]
"""Seconds since midnight."""
Clock = Annotated[str, read_by(quantities.clock), _described(_STRING, "an offset or an IANA zone")]
COLOUR_PATTERN = r"^(#[0-9A-Fa-f]{6})?$"
Colour = Annotated[
    str, read_by(quantities.colour), _described(_STRING, "a colour: #rrggbb", pattern=COLOUR_PATTERN)
]
Catalogue = Annotated[str | dict[str, str], Field(description="a file, or English: French")]
DELAY = Limits("0 s", "60 d", quantities.TIME)
"""How long after what it waits for a moment may come."""
WhenField = Annotated[
    Moment, _dated(moments.moment), WithJsonSchema({"type": "string", "x-def": "Moment"}), DELAY
]
TriggerField = Annotated[
    Trigger, read_by(moments.trigger), WithJsonSchema({"type": "string", "x-def": "Trigger"})
]


def _dist(dimension: quantities.Dimension) -> tuple[GetPydanticSchema, WithJsonSchema, quantities.Dimension]:
    reader = partial(quantities.dist, dimension=dimension)
    words = f"{dimension.name}, certain or uncertain, e.g. {dimension.example}"
    least = "exclusiveMinimum" if dimension.open_low else "minimum"
    ends = {least: dimension.low, "maximum": dimension.high} if dimension.takes_bare else {}
    finite = {name: end for name, end in ends.items() if math.isfinite(end)}
    return read_by(reader), _described({"type": QUANTITY}, words, **finite), dimension


Duration = Annotated[Dist, *_dist(quantities.TIME)]
Speed = Annotated[Dist, *_dist(quantities.SPEED)]
Factor = Annotated[Dist, *_dist(quantities.FACTOR)]
PerHour = Annotated[Dist, *_dist(quantities.COUNT_RATE)]
Chance = Annotated[Dist, *_dist(quantities.CHANCE)]
AnyValue = Annotated[str | float, Field(description="a value or a distribution with the parameter's unit")]
