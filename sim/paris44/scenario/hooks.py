"""Rules of a user's own, given with a scenario: how columns find their way, how long fights last.

They are functions, and shown only what anybody could know at that hour. What they draw is the same keyed die
that the rule of the model would have thrown there, so that a run with them is the pair of one without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, SupportsFloat, cast

from paris44.errors import Paris44Error, code_words
from paris44.language.text import msg, quoted

OWN = "own:"
"""How the policy of a march begins that finds its way by a user's rule; the order's id follows."""
EVERY = "*"
"""Stands for every march order."""


class HookError(Paris44Error):
    """A user's rule failed, or gave what makes no sense: one line, his fault."""


@dataclass(frozen=True)
class Fight:
    """What a fight law is told.

    ``defenders`` and ``attackers`` are men in the fight now, ``heavy_guns`` their heavy guns. ``approach`` is
    ``pocket``, ``flank``, ``main-road`` or ``road``.
    """

    garrison: str
    defenders: int
    attackers: int
    heavy_guns: int
    approach: str


RoutingRule = Callable[[Any, str, str, Mapping[str, float]], Sequence[str] | None]
"""``rule(roads, start, goal, enemy)``: the places from start to goal, ends included; None: there is no way.

``roads`` is the NetworkX graph of what is open (edges: ``length_m`` in metres, ``road_class``, ``number``),
``enemy`` maps places to the probability that they are barred, for all that anybody knows."""
FightLaw = Callable[[Fight, float], float]
"""``law(fight, u)``: seconds from the first attack to the end, were the forces as they are now throughout.

``u`` is the fight's own uniform number between 0 and 1. It is asked again whenever the forces change."""


@dataclass(frozen=True)
class Hooks:
    """The rules that take the place of the model's. ``routing``: march order (or ``*``) -> rule."""

    routing: Mapping[str, RoutingRule] = field(default_factory=dict)
    fight_law: FightLaw | None = None

    def rule(self, order: str) -> RoutingRule | None:
        """The rule by which a march finds its way, None where that is its policy."""
        return self.routing.get(order) or self.routing.get(EVERY)


NONE = Hooks()


def seconds(law: FightLaw, fight: Fight, u: float) -> float:
    """The seconds that a fight law says, for ``u`` from [0, 1).

    Raises:
        HookError: it failed, or gave no length of time.
    """
    try:
        given: object = law(fight, u)
    except Exception as error:
        raise HookError(
            msg(
                "fight_law: {name_of} failed on {fight}: {error}",
                name_of=name_of(law),
                fight=fight,
                error=code_words(error),
            )
        ) from None
    length = _number(given)
    if length is None or not 0.0 <= length < float("inf"):
        raise HookError(
            msg(
                "fight_law: {name_of} gave {length} for {fight}; seconds from 0 on are wanted",
                name_of=name_of(law),
                length=quoted(given),
                fight=fight,
            )
        )
    return length


def _number(given: object) -> float | None:
    """What a law gave as a number; None where it is none, as of a function without ``return``."""
    try:
        return float(cast("SupportsFloat", given))
    except (TypeError, ValueError, OverflowError):
        return None


def name_of(function: object) -> str:
    """What a function is called."""
    return str(getattr(function, "__name__", type(function).__name__))
