"""What waits for a garrison or a place that a change moves or removes: it waits on, and says nothing.

An order may wait until a garrison is gone, or until something happens at a place. Who moves the garrison
may delay the order, or leave it waiting for ever, without having written a word about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from paris44.language.text import listed, msg, nmsg
from paris44.scenario.model import Garrison, Order, Scenario, Trigger

_ENEMY = ("contact", "cleared", "surrender")  # events that need somebody who resists at the place


class WaitingDocument(TypedDict):
    """Orders that wait in vain, and the row that changed (``path``)."""

    path: str
    orders: list[str]
    words: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Orders that wait for something that is no longer where it was; ``path`` is the row that changed."""

    path: str
    orders: tuple[str, ...]
    words: str

    def as_dict(self) -> WaitingDocument:
        """The note as JSON-able values."""
        return {"path": self.path, "orders": list(self.orders), "words": self.words}


def waiting(before: Scenario, after: Scenario) -> list[Waiting]:
    """The orders of ``after`` that wait for what it moves or removes, by garrison and by place."""
    return [*_for_garrisons(before, after), *_for_places(before, after)]


def _for_garrisons(before: Scenario, after: Scenario) -> Iterator[Waiting]:
    for key, old in before.garrisons.items():
        new = after.garrisons.get(key)
        if new is not None and (new.place, new.bars) == (old.place, old.bars):
            continue
        left = _held(old) - (_held(new) if new is not None else set())
        orders = tuple(
            name
            for name, order in after.orders.items()
            if any(t.garrison == key or (t.event in _ENEMY and t.place in left) for t in _triggers(order))
        )
        if new is None:
            moved = msg("the garrison {key} is removed", key=key)
        else:
            held = {"new": _held_words(new), "old": _held_words(old)}
            moved = msg("the garrison {key} holds {new} instead of {old}", key=key, **held)
        if orders:
            yield _note(f"garrisons.{key}", moved, orders)


def _for_places(before: Scenario, after: Scenario) -> Iterator[Waiting]:
    for key, old in before.places.items():
        new = after.places.get(key)
        if new is not None and (new.lat, new.lon) == (old.lat, old.lon):
            continue
        here = {name for name, garrison in after.garrisons.items() if key in _held(garrison)}
        orders = tuple(
            name
            for name, order in after.orders.items()
            if any(t.place == key or t.garrison in here for t in _triggers(order))
        )
        if orders:
            gone = new is None
            what = (
                msg("the place {key} is removed", key=key)
                if gone
                else msg("the place {key} is moved", key=key)
            )
            yield _note(f"places.{key}", what, orders)


def _note(path: str, what: str, orders: tuple[str, ...]) -> Waiting:
    names = listed(orders)
    words = nmsg(
        "{what}; {names} waits for it", "{what}; {names} wait for it", len(orders), what=what, names=names
    )
    return Waiting(path, orders, words)


def _held(garrison: Garrison) -> set[str]:
    return {garrison.place, *garrison.bars}


def _held_words(garrison: Garrison) -> str:
    return listed(list(dict.fromkeys((garrison.place, *garrison.bars))))


def _triggers(order: Order) -> Iterator[Trigger]:
    """Every simple trigger of an order."""
    for name in ("issued", "start", "lifted"):
        moment = getattr(order, name, None)
        if moment is not None and moment.after is not None:
            yield from moment.after.simple()
