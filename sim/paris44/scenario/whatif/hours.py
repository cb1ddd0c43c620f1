"""Hours that move: later, earlier, and with another order's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from paris44.language.text import msg
from paris44.scenario.dist import Dist
from paris44.scenario.faults import TextError
from paris44.scenario.schema import quantities

Hour: TypeAlias = Any
"""A moment as a file writes it: a time, a clock hour, a delay, a mapping of them; None where nothing is
said."""
FIELDS = ("issued", "start", "lifted", "until")
"""The fields of an order that may hold an hour of the calendar."""
_HHMM = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")
_DAY = 86_400.0


def absolute(value: Hour) -> datetime | None:
    """The hour of the calendar that a moment names, by itself or beside what it waits for; None: it has
    none."""
    text = value.get("at") if isinstance(value, Mapping) else value
    if not isinstance(text, str) or not quantities.looks_like_time(text):
        return None
    try:
        return quantities.instant(text)
    except TextError:
        return None


def moved(value: Hour, seconds: float) -> Hour:
    """A moment whose hour of the calendar lies so many seconds later; others stay as they are."""
    at = absolute(value)
    if at is None:
        return value
    text = iso(at + timedelta(seconds=seconds))
    return {**value, "at": text} if isinstance(value, Mapping) else text


def iso(at: datetime) -> str:
    """A time as scenario files write it."""
    return at.isoformat(timespec="seconds" if at.second else "minutes")


def later(value: Hour, seconds: float) -> Hour:
    """Any moment so many seconds later: its hour of the calendar moved, else a delay behind it.

    Raises: TextError: it cannot be earlier, for it waits for something, or its delay is uncertain and not
    to be moved.
    """
    if absolute(value) is not None and not (isinstance(value, Mapping) and "after" in value):
        return moved(value, seconds)
    whole = _whole(value)
    if seconds < 0 and set(whole) == {"clock"} and _HHMM.match(str(whole["clock"])):
        return _clock(str(whole["clock"]), seconds)
    delay = _delay(whole.get("delay"), seconds)
    rest = {key: part for key, part in whole.items() if key != "delay"}
    if not rest:
        return delay
    return {**rest, "delay": delay}


def _whole(value: Hour) -> dict[str, Any]:
    """A moment as a mapping of its parts."""
    if isinstance(value, Mapping):
        return dict(value)
    if value is None:
        return {}
    text = str(value)
    return {"clock": text} if quantities.is_clock(text) else {"delay": text}


def _clock(text: str, seconds: float) -> str:
    """An earlier hour of the same day.

    Raises:
        TextError: it would be of the day before.
    """
    hours, minutes = text.split(":")
    at = int(hours) * 3600 + int(minutes) * 60 + seconds
    if at < 0:
        raise TextError(
            msg("is then before midnight of {text}", text=text), msg("set the hour of the order itself")
        )
    return f"{int(at // 3600):02d}:{int(at % 3600 // 60):02d}"


def _delay(text: object, seconds: float) -> str:
    """A delay so much longer.

    Raises:
        TextError: it would be negative, or has a law that cannot be moved.
    """
    known = Dist("fixed", (0.0,)) if text is None else quantities.dist(text, quantities.TIME)
    if known.kind not in ("fixed", "uniform", "triangular"):
        raise TextError(
            msg("cannot be moved by a law of {kind}", kind=known.kind),
            msg("write a uniform or triangular one"),
        )
    args = [arg + seconds for arg in known.args]
    if args[0] < 0:
        raise TextError(msg("cannot be earlier: it waits for something else"), msg("set its hour itself"))
    if len(args) == 1:
        return amount(args[0])
    return f"{known.kind}({', '.join(f'{arg / 60:.10g}' for arg in args)}) min"


def amount(seconds: float) -> str:
    """A duration in seconds as scenario files write it: in min."""
    return f"{seconds / 60:.10g} min"


def earliest(
    order: str, orders: Mapping[str, Mapping[str, Hour]], start: datetime, seen: frozenset[str] = frozenset()
) -> datetime:
    """Not before this can an order be given: by the calendar, and by the orders that it comes after."""
    issued = orders.get(order, {}).get("issued")
    at = absolute(issued) or start
    if not isinstance(issued, Mapping) or order in seen:
        return at
    return max(at, _reached(issued.get("after"), orders, start, seen | {order}))


def _reached(
    trigger: object, orders: Mapping[str, Mapping[str, Hour]], start: datetime, seen: frozenset[str]
) -> datetime:
    """Not before this can a trigger come true; of what columns do nothing is known."""
    if isinstance(trigger, str):
        return earliest(trigger, orders, start, seen)
    if not isinstance(trigger, Mapping):
        return start
    for several, of in (("all", max), ("any", min)):
        parts = trigger.get(several)
        if isinstance(parts, list) and parts:
            return of(_reached(part, orders, start, seen) for part in parts)
    return start


def names(trigger: object, order: str) -> bool:
    """Whether a trigger waits for an order, by itself or among others."""
    if isinstance(trigger, Mapping):
        parts = trigger.get("all") or trigger.get("any")
        return isinstance(parts, list) and any(names(part, order) for part in parts)
    return isinstance(trigger, str) and trigger == order
