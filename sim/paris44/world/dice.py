"""Event-keyed dice: one uniform number for each named occasion, whatever else happens in the run."""

from __future__ import annotations

from hashlib import blake2b

from paris44.scenario.model import Scenario

_SCALE = 2.0**-53


SEED = 44
"""The master seed where neither the user nor the theatre names one."""


def master_seed(scenario: Scenario) -> int:
    """The theatre's own seed, else the program's."""
    own = scenario.theatre.seed
    return SEED if own is None else own


class Dice:
    """Uniform numbers in (0, 1) that depend only on what they decide.

    The key of a draw is (master seed, replication, who, what, occasion) - never the clock, the order of
    drawing or the number of columns. So two scenarios that share an occasion share its luck, which
    makes them a *pair* (common random numbers), and adding a column changes no other draw.

    With ``chance=False`` every number is one half: each quantity takes its median.
    Those of ``anew`` (keys without the seed and the replication) are thrown once more: they show what
    no other run of that seed has, and always the same.
    ``drawn`` keeps every draw of the replication by its key, so that tests can compare runs.
    """

    def __init__(
        self, seed: int, replication: int, *, chance: bool = True, anew: frozenset[str] = frozenset()
    ) -> None:
        self._begun = blake2b(f"{seed}|{replication}|".encode(), digest_size=8)  # what all keys begin with
        self._chance = chance
        self._anew = anew
        self.drawn: dict[str, float] = {}

    def u(self, who: str, what: str, occasion: str | int = 1) -> float:
        """The number in (0, 1) of ``who`` for ``what`` on its ``occasion``-th (or so named) occasion."""
        if not self._chance:
            return 0.5
        key = f"{who}|{what}|{occasion}"
        value = self.drawn.get(key)
        if value is None:
            digest = self._begun.copy()
            digest.update((f"anew|{key}" if key in self._anew else key).encode())
            value = ((int.from_bytes(digest.digest(), "big") >> 11) + 0.5) * _SCALE
            self.drawn[key] = value
        return value
