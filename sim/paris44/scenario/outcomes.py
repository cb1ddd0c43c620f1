"""What a scenario asks of a run: its declared outcomes, frozen, and the usual ones.

Times are seconds since the scenario's start. A name that unfolds (each place, each party) has a template
as its label: ``{place}``, ``{party}`` and ``{what}`` stand for what the outcome is of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from paris44.language.text import msg


@dataclass(frozen=True, slots=True)
class Declared:
    """What all outcomes have: labels in English and French, whether figures with little room show it, and
    whether it is what plans of routes are to bring early."""

    label: str = ""
    label_fr: str = ""
    main: bool = False
    goal: bool = False


@dataclass(frozen=True, slots=True)
class Seen(Declared):
    """Who does what where: any of ``events`` (none: a march unit comes to the place, in whatever way) of any
    of ``formations`` and ``parties`` (neither: anybody) at any of ``places`` and of those of ``place_kind``
    (neither: anywhere), with ``detail`` in the log (empty: whatever stands there)."""

    events: tuple[str, ...] = ()
    formations: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place_kind: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EventOutcome(Seen):
    """A moment: the ``number``-th of what is seen (-1: the last, when none is to follow); of a passage its
    head, or its ``tail``. ``each_place`` makes an outcome of each place."""

    number: int = 1
    tail: bool = False
    each_place: bool = False


@dataclass(frozen=True, slots=True)
class CountOutcome(Seen):
    """A number: how many events, places, formations or details are seen."""

    each: str = "event"
    unit: str = "1"


@dataclass(frozen=True, slots=True)
class ShareOutcome(Declared):
    """When ``share`` of a formation's vehicles is past the places, or which share is past them ``at`` a time
    (seconds)."""

    formation: str = ""
    events: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place_kind: str | None = None
    share: float | None = None
    at: float | None = None

    @property
    def seen(self) -> Seen:
        """Who passes how where."""
        who = (self.formation,)
        return Seen(events=self.events, formations=who, places=self.places, place_kind=self.place_kind)


@dataclass(frozen=True, slots=True)
class FallOutcome(Declared):
    """When so many of the garrisons (None: all; no names: the pockets) have fallen."""

    garrisons: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class LossesOutcome(Declared):
    """Losses ``group.PARTY.WHAT``: of ``parties`` (none: all that the scenario has), of the sorts ``what``
    (none: killed and wounded, of a garrison's party killed and prisoners). Figures with little room show the
    killed of the parties ``shown``."""

    parties: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    group: str = ""
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CombinedOutcome(Declared):
    """The ``latest`` or the ``earliest`` (``type``) of other moments."""

    type: str = "latest"
    of: tuple[str, ...] = ()


DeclaredOutcome = EventOutcome | CountOutcome | ShareOutcome | FallOutcome | LossesOutcome | CombinedOutcome

USUAL_MOMENTS: Mapping[str, DeclaredOutcome] = {
    "first-arrival": EventOutcome(msg("First arrival"), main=True, events=("arrive",)),
    "last-vehicle": EventOutcome(
        msg("Last vehicle"), main=True, goal=True, events=("arrive",), number=-1, tail=True
    ),
}
"""What every scenario has of whose own outcomes none is a main one."""
USUAL_LOSSES: Mapping[str, DeclaredOutcome] = {"losses": LossesOutcome("{party}, {what}", group="losses")}
"""What every scenario has that declares no losses."""


def with_usual(declared: Mapping[str, DeclaredOutcome]) -> dict[str, DeclaredOutcome]:
    """The declared outcomes, between the usual moments and the usual losses, where these are had; the usual
    goal gives way to a declared one."""
    main, goal = (any(getattr(one, name) for one in declared.values()) for name in ("main", "goal"))
    losses = any(isinstance(one, LossesOutcome) for one in declared.values())
    usual = (
        {}
        if main
        else {name: replace(one, goal=one.goal and not goal) for name, one in USUAL_MOMENTS.items()}
    )
    found = {**usual, **declared}
    return found if losses else {**found, **USUAL_LOSSES, **declared}
