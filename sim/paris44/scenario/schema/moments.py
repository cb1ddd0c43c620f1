"""Moments and triggers: when an order comes, as the user writes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from paris44.language.text import msg, quoted
from paris44.scenario.dist import Dist
from paris44.scenario.faults import TextError, choice
from paris44.scenario.model import ZERO, Moment, Trigger
from paris44.scenario.schema import quantities

TRIGGER_EVENTS = (
    "depart", "pass", "arrive", "contact", "cleared", "surrender", "cross_bridge", "enter_city",
    "junction", "sign", "order", "parade",
)  # fmt: skip
_MOMENT_KEYS = ("at", "after", "clock", "delay")
_TRIGGER_KEYS = (*TRIGGER_EVENTS, "gone", "barred", "daylight", "all", "any")
_TRIGGER_HINT = msg("name an order, or write {{arrive: [formation, place]}}")


def moment(value: object, start: datetime) -> Moment:
    """A moment: a time, a clock hour, a delay, or a mapping of ``at, after, clock, delay``.

    Raises:
        TextError: with the path below the value where it cannot be read.
    """
    if isinstance(value, str):
        return _short_moment(value, start)
    if not isinstance(value, Mapping):
        raise TextError(
            msg("{value} is not a moment", value=quoted(value)),
            msg("write a time, or {{after: order, delay: 10 min}}"),
        )
    for key in value:
        if key not in _MOMENT_KEYS:
            raise TextError(
                msg("unknown key {key} of a moment", key=quoted(key)), choice(key, _MOMENT_KEYS), (str(key),)
            )
    if not value:
        raise TextError(msg("the moment is empty"), msg("write a time, or {{after: order, delay: 10 min}}"))
    return Moment(
        at=_at(value["at"], start) if "at" in value else None,
        after=_below("after", value),
        clock=_clock(value["clock"], ("clock",)) if "clock" in value else None,
        delay=_delay(value["delay"]) if "delay" in value else ZERO,
    )


def _short_moment(value: str, start: datetime) -> Moment:
    if quantities.looks_like_time(value):
        return Moment(at=quantities.seconds_between(start, quantities.instant(value)))
    if quantities.is_clock(value) or quantities.looks_like_clock(value):
        return Moment(clock=_clock(value))
    if value[:1].isdigit() or "(" in value or value.startswith("PT"):
        return Moment(delay=_short_delay(value, start))
    raise TextError(
        msg("{value} is not a moment", value=quoted(value)),
        msg("write {{after: {value}}} if it is an order's name", value=value),
    )


def _short_delay(value: str, start: datetime) -> Dist:
    """A delay; of words that are none, such as a date in words, it is said how a moment is written."""
    try:
        return quantities.dist(value, quantities.TIME)
    except TextError:
        if "(" in value or len(value.split()) < 3:
            raise
        hint = msg(
            'write a time, {time}, a clock hour, "17:30", or a delay, 30 min',
            time=start.isoformat(timespec="minutes"),
        )
        raise TextError(msg("{value} is not a moment", value=quoted(value)), hint) from None


def _at(value: object, start: datetime) -> float:
    try:
        return quantities.seconds_between(start, quantities.instant(value))
    except TextError as error:
        raise error.below("at") from None


def _clock(value: object, inner: tuple[str, ...] = ()) -> str:
    if isinstance(value, str) and quantities.is_clock(value):
        return value
    hint = msg('write "17:30", or {lights}', lights=", ".join(quantities.LIGHTS))
    raise TextError(msg("{value} is not an hour", value=quoted(value)), hint, inner)


def _delay(value: object) -> Dist:
    try:
        return quantities.dist(value, quantities.TIME)
    except TextError as error:
        raise error.below("delay") from None


def _below(key: str, value: Mapping[str, object]) -> Trigger | None:
    if key not in value:
        return None
    try:
        return trigger(value[key])
    except TextError as error:
        raise error.below(key) from None


def trigger(value: object) -> Trigger:
    """What something waits for: an order's id, an event, a garrison gone, or all or any of those.

    Raises:
        TextError: with the path below the value where it cannot be read.
    """
    if isinstance(value, str):
        return Trigger("order", order=value)
    if not isinstance(value, Mapping) or not value:
        raise TextError(msg("{value} is not something to wait for", value=quoted(value)), _TRIGGER_HINT)
    for key in value:
        if key not in _TRIGGER_KEYS:
            raise TextError(
                msg("unknown trigger {key}", key=quoted(key)), choice(key, _TRIGGER_KEYS), (str(key),)
            )
    if "barred" in value:
        return _barred(value)
    if len(value) > 1:
        names = ", ".join(value)
        raise TextError(
            msg("a trigger says one thing, not {names}", names=names),
            msg("use {{all: [...]}} or {{any: [...]}}"),
        )
    ((kind, what),) = value.items()
    if kind in ("all", "any"):
        return Trigger(kind, parts=_parts(kind, what))
    if kind == "gone":
        return Trigger("gone", garrison=_name(what, kind))
    if kind == "daylight":
        hint = msg("write {{barred: formation, daylight: daylight-needed}}")
        raise TextError(msg("'daylight' belongs to 'barred'"), hint)
    return _event(kind, what)


def _barred(value: Mapping[str, object]) -> Trigger:
    extra = sorted(set(value) - {"barred", "daylight"})
    if extra:
        raise TextError(
            msg("'barred' and {extra} do not go together", extra=quoted(extra[0])), msg("use {{all: [...]}}")
        )
    daylight = _name(value["daylight"], "daylight") if "daylight" in value else "daylight-needed"
    return Trigger("barred", formation=_name(value["barred"], "barred"), daylight_parameter=daylight)


def _parts(kind: str, what: object) -> tuple[Trigger, ...]:
    if not isinstance(what, list) or not what:
        raise TextError(
            msg("{kind} needs a list of triggers", kind=quoted(kind)),
            msg("write {{{kind}: [...]}}", kind=kind),
            (kind,),
        )
    parts = []
    for number, part in enumerate(what):
        try:
            parts.append(trigger(part))
        except TextError as error:
            raise error.below(kind, number) from None
    return tuple(parts)


def _name(what: object, key: str) -> str:
    if isinstance(what, str) and what:
        return what
    raise TextError(
        msg("{key} needs a name, not {what}", key=quoted(key), what=quoted(what)), msg("write an id"), (key,)
    )


def _event(kind: str, what: object) -> Trigger:
    items: list[object] = what if isinstance(what, list) else [what]
    hint = msg("write {{{kind}: [formation, place]}}", kind=kind)
    names = [item for item in items[:2] if item is None or isinstance(item, str)]
    if not 1 <= len(items) <= 3 or len(names) < len(items[:2]):
        raise TextError(msg("{kind} needs a formation and a place", kind=quoted(kind)), hint, (kind,))
    visit = items[2] if len(items) == 3 else 1
    if not isinstance(visit, int) or isinstance(visit, bool) or visit < 1:
        message = msg("{visit} is not the number of a visit", visit=quoted(visit))
        raise TextError(message, msg("{hint}, then 2 for the second", hint=hint), (kind,))
    formation, place = names[0], names[1] if len(names) > 1 else None
    if not formation or not place:
        missing = (
            msg("nobody and nowhere")
            if not (formation or place)
            else msg("no place")
            if formation
            else msg("nobody")
        )
        raise TextError(
            msg("{kind} names {missing}, and waits for ever", kind=quoted(kind), missing=missing),
            hint,
            (kind,),
        )
    return Trigger("event", event=kind, formation=formation, place=place, visit=visit)
