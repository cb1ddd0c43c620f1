"""The verbs of a change: what may be said of a formation, a group or an order in one line.

What each becomes is in :mod:`paris44.scenario.whatif`; here stand its fields and what they mean.
"""

# no annotations from the future: as texts, pydantic would evaluate each of them anew

import dataclasses
import math
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from paris44.scenario.schema import quantities
from paris44.scenario.schema.fields import Line, Name, Names, WhenField, Whole, read_by
from paris44.scenario.schema.terms import Term

SHIFT = dataclasses.replace(quantities.TIME, low=-math.inf)
"""A duration with a sign: negative is earlier."""


def _shift(value: object) -> float:
    return quantities.quantity(value, SHIFT)


Shift = Annotated[
    float,
    read_by(_shift),
    WithJsonSchema({"type": "string", "description": "a duration; negative is earlier: 3 h, -90 min"}),
]
"""Seconds."""
_WHO = Term("who", "formations (with their parts), groups of figures, or orders as orders.ID")


class VerbRow(BaseModel):
    """What all verbs have."""

    model_config = ConfigDict(defer_build=True, extra="forbid", coerce_numbers_to_str=True)

    who: Annotated[Names, Field(min_length=1), _WHO]


class RerouteVerb(VerbRow):
    """They go by other places: of each march that names ``instead_of``, or that leaves or passes
    ``from``, else of their first march, the way between is replaced."""

    from_: Annotated[
        Name | None,
        Term(
            "from", "where they leave the old way, or start, where it is not on it; left out: its first place"
        ),
    ] = Field(default=None, alias="from")
    by: Annotated[
        Names, Term("by", "the places of the new way; where the last is on the old one they go on by that")
    ] = ()
    to: Annotated[Name | None, Term("to", "where it ends; left out: where the old one does")] = None
    instead_of: Annotated[
        Name | None, Term("instead of", "only marches that name this place are changed")
    ] = None
    issued: Annotated[WhenField | None, Term("hour", "another hour of these orders")] = None
    start: Annotated[WhenField | None, Term("start", "another start of these marches")] = None
    on_contact: Annotated[Line, Term("conduct on contact", "another conduct before a barred place")] = ""


class DelayVerb(VerbRow):
    """They start later, negative: earlier: on their first march, or on that which leaves or passes
    ``from``. Of an order its own hours move, and those of orders that move with it."""

    by: Annotated[Shift, Term("by", "by how much", "")]
    from_: Annotated[Name | None, Term("from", "on the march that leaves or passes this place")] = Field(
        default=None, alias="from"
    )


class RemoveVerb(VerbRow):
    """They take no part: their marches and acts are removed, and they leave the columns of others. An
    order goes with the orders that only follow on it."""


class ReinforceVerb(VerbRow):
    """There are more of them, negative: fewer, from the start on: of a garrison, or of a formation, among
    whose parts they are shared out by what these have."""

    who: Annotated[
        Names, Field(min_length=1), Term("who", "garrisons, formations (with their parts), groups")
    ]
    men: Annotated[Whole, Term("men", "who come")] = 0
    heavy_guns: Annotated[Whole, Term("heavy guns", "that come, to a garrison")] = 0
    other_guns: Annotated[Whole, Term("other guns", "that come, to a garrison")] = 0
    armour: Annotated[Whole, Term("tanks", "that come, to a garrison")] = 0
    vehicles: Annotated[Whole, Term("vehicles", "that come, to a formation")] = 0
    tanks: Annotated[Whole, Term("tanks", "how many of the vehicles are tanks, of a formation")] = 0
    guns: Annotated[Whole, Term("guns", "that come, to a formation")] = 0


class SwapVerb(VerbRow):
    """Two formations exchange their places in all orders: serials, acts, lines and what is waited for.
    Parts change with the part of the same name."""

    who: Annotated[Names, Field(min_length=2, max_length=2), Term("who", "the two formations")]


Verb: TypeAlias = RerouteVerb | DelayVerb | RemoveVerb | ReinforceVerb | SwapVerb

VERBS: dict[str, type[VerbRow]] = {
    "reroute": RerouteVerb,
    "delay": DelayVerb,
    "remove": RemoveVerb,
    "reinforce": ReinforceVerb,
    "swap": SwapVerb,
}
"""Every verb, in the order in which the page of the language has them."""

SHORT = {"reroute": "by", "delay": "by", "reinforce": "men"}
"""What a value alone means behind the name of whom it concerns: ``delay: {NAME: 3 h}``."""
