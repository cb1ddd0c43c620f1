"""What all lanes of a run share: a constant of kinematic-wave theory, and the open tails."""

from __future__ import annotations

from collections.abc import Callable

from paris44.engine.log import Passage


class Flow:
    """The time of the run, how vehicles start, and the passages that are open.

    ``wave_time`` is the seconds that each vehicle takes to start after the one ahead. ``poke``: let those
    look again who wait at a place.
    """

    def __init__(self, now: Callable[[], float], wave_time: float, poke: Callable[[str], None]) -> None:
        self.now = now
        self.wave_time = wave_time
        self._poke = poke
        self.unsettled: dict[Passage, str] = {}  # open ones, and the entrance of the lane that each left

    def cut(self, passage: Passage, through: int, entrance: str | None) -> None:
        """Only ``through`` vehicles get past; the others wait on the lane behind, entered at ``entrance``."""
        passage.open, passage.sure = True, through
        if entrance is not None:
            self.unsettled[passage] = entrance

    def settle(self, passage: Passage, bound: float) -> None:
        """The tail of ``passage`` is known: not before ``bound`` s. So may be those that depend on it."""
        stack = [(passage, bound)]
        settled = []
        while stack:
            known, at_least = stack.pop()
            if known is not passage and not known.open:
                continue
            known.clear = max(known.clear, at_least)
            push_on(known)
            if not known.open:
                continue
            known.open, known.waits_on = False, None
            settled.append(known.place)
            entrance = self.unsettled.pop(known, None)  # there units may wait for the room
            if entrance is not None:
                settled.append(entrance)
            for wave, vehicle, behind in known.dependents or ():
                stack.append((behind, known.at(vehicle) + wave))
            known.dependents = None
        for place in settled:
            self._poke(place)


def push_on(passage: Passage) -> None:
    """A tail that enters a lane later leaves it later, too."""
    onward = passage.next
    while onward is not None and onward.clear < passage.clear + onward.drive:
        onward.clear = passage.clear + onward.drive
        passage, onward = onward, onward.next
