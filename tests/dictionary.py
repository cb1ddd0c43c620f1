"""What the event dictionary does not describe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paris44.engine.events import KINDS, Meaning
from paris44.engine.log import Event
from paris44.scenario.model import Act, Scenario


def strangers(scenario: Scenario, log: Iterable[Event]) -> Iterator[Event]:
    """Entries that the dictionary does not describe."""
    for event in log:
        meaning = KINDS.get(event.kind)
        decided = isinstance(scenario.orders.get(event.order or ""), Act)
        if meaning is None or not (fits_act(event) if decided else fits(event, meaning)):
            yield event


def fits(event: Event, meaning: Meaning) -> bool:
    """Whether the columns that the dictionary leaves empty are empty."""
    held = (event.formation, event.place, event.order, event.detail, event.value)
    return all(said or value in (None, "") for said, value in zip(meaning[1:], held, strict=True))


def fits_act(event: Event) -> bool:
    """Whether what an act decided has its title and no value."""
    return bool(event.detail) and event.value is None
