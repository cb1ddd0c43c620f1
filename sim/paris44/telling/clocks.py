"""Every hour that a scenario sets, with whom and what it concerns and whose decision it is.

A run may be told what a commander or nature decided, and when; everything else has to come out of it. This
list makes that checkable: it walks the whole resolved document, not the fields that somebody thought of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from paris44.language.text import join, msg, pmsg
from paris44.scenario.load import Loaded, RawRow, RawSection
from paris44.scenario.schema.quantities import LIGHTS, instant, is_clock, looks_like_time
from paris44.telling.fields import EVENTS

ROLES = {
    "order": msg("a commander's: when an order is issued, when it starts, until when it holds"),
    "nature": msg("light, weather, and the people in the street"),
    "own withdrawal": msg("a garrison leaves by itself"),
    "disposition": msg("from when a garrison is taken to be there"),
    "rate": msg("from when to when losses run by the hour"),
    "window": msg("where the scenario begins, ends, or leaves its parent"),
    "happening": msg("an event that an hour brings about"),
    "other": msg("nobody's: such an hour should not be there"),
}
"""What an hour can be. Only the last two can prejudge a run."""
ROLE_NAMES = {
    "order": pmsg("role", "order"), "nature": pmsg("role", "nature"),
    "own withdrawal": pmsg("role", "own withdrawal"), "disposition": pmsg("role", "disposition"),
    "rate": pmsg("role", "rate"), "window": pmsg("role", "window"),
    "happening": pmsg("role", "happening"), "other": pmsg("role", "other"),
}  # fmt: skip
"""What an hour can be -> its name."""

HAPPENINGS = {
    **EVENTS,
    "start": pmsg("hour", "the beginning"), "end": pmsg("hour", "the end"),
    "diverges_at": pmsg("hour", "the worlds part"), "there": pmsg("hour", "is there"),
    "losses": pmsg("hour", "losses"), "line": pmsg("hour", "line"), "crowd": pmsg("hour", "crowd"),
    "rain": pmsg("value", "rain"), "fog": pmsg("value", "fog"), "dry": pmsg("value", "dry"),
    "first_light": pmsg("field", "first light"), "sunrise": pmsg("field", "sunrise"),
    "sunset": pmsg("field", "sunset"), "dusk": pmsg("field", "dusk"),
    "demolish": pmsg("hour", "demolition"), "repair": pmsg("hour", "repair"),
    "seize": pmsg("hour", "seizure"),
    "reinforce": pmsg("hour", "reinforcement"), "counter-attack": pmsg("hour", "counter-attack"),
    "cease-fire": pmsg("hour", "cease-fire"),
}  # fmt: skip
"""What happens at an hour -> its name."""

JUDGING = ("watch", "record", "sources", "contradictions", "blocks", "outcomes")
"""Sections that a run never reads."""
WINDOW = ("start", "end", "diverges_at")
_WORDS = ("title", "note", "source", "state_text", "expect", "antecedent", "holds_fixed")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""A day of the theatre, of which the hours stand beside it: no hour itself."""
_GARRISON = {"active_from": "disposition", "active_to": "own withdrawal"}


class ClockDocument(TypedDict):
    """An hour that the scenario sets: its path, its text (``value``), whose it is and what it is of."""

    path: str
    value: str
    role: str
    formations: list[str]
    places: list[str]
    event: str


@dataclass(frozen=True, slots=True)
class ClockTime:
    """An hour of the document: ``time`` in seconds since the start, or ``clock`` (``HH:MM`` or a light).

    ``formations``, ``places`` and ``event`` say what it is about, as far as the document does.
    """

    path: str
    text: str
    time: float | None
    clock: str | None
    formations: tuple[str, ...]
    places: tuple[str, ...]
    event: str
    role: str

    @property
    def words(self) -> str:
        """One line of a list."""
        who, where = ", ".join(self.formations), ", ".join(self.places)
        at = msg("at {where}", where=where) if where else ""
        about = join(" ", filter(None, (who, HAPPENINGS.get(self.event, self.event), at)))
        what = {"path": self.path, "text": self.text, "role": ROLE_NAMES[self.role]}
        if about:
            return msg("{path} = {text}: {role} ({about})", about=about, **what)
        return msg("{path} = {text}: {role}", **what)

    def as_dict(self) -> ClockDocument:
        """For JSON."""
        return {
            "path": self.path,
            "value": self.text,
            "role": self.role,
            "formations": list(self.formations),
            "places": list(self.places),
            "event": self.event,
        }


def clock_times(loaded: Loaded) -> list[ClockTime]:
    """Every hour that the resolved document sets, in its own order."""
    start = datetime.fromisoformat(loaded.scenario.start_iso)
    document = loaded.document
    return [
        _told(document, path, text, start)
        for key, value in document.items()
        if key not in JUDGING
        for path, text in _hours(value, (key,))
    ]


def _hours(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every leaf that is a time or an hour of the clock; what is only told in words is none."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            if key not in _WORDS:
                yield from _hours(below, (*path, str(key)))
    elif isinstance(value, list):
        for at, below in enumerate(value):
            yield from _hours(below, (*path, str(at)))
    elif isinstance(value, str) and not _DAY.fullmatch(value) and (looks_like_time(value) or is_clock(value)):
        yield path, value


def _told(document: RawSection, path: tuple[str, ...], text: str, start: datetime) -> ClockTime:
    row = document[path[0]]
    row = row.get(path[1], {}) if isinstance(row, Mapping) and len(path) > 1 else {}
    role, formations, places, event = _about(path, row, text)
    time = (instant(text) - start).total_seconds() if looks_like_time(text) else None
    clock = None if time is not None else text
    return ClockTime(".".join(path), text, time, clock, formations, places, event, role)


_About = tuple[str, tuple[str, ...], tuple[str, ...], str]


def _about(path: tuple[str, ...], row: RawRow, text: str) -> _About:
    """(role, formations, places, event) of the hour at ``path``."""
    section, field = path[0], path[2] if len(path) > 2 else ""
    if len(path) == 1 and section in WINDOW:
        return "window", (), (), section
    if section == "orders":
        return _order(row, field, text)
    if section == "garrisons" and field in _GARRISON:
        bars = row.get("bars", ())
        places = (row["place"], *(bar for bar in bars if bar != row["place"]))
        return _GARRISON[field], (path[1],), places, "depart" if field == "active_to" else "there"
    if section == "light" or (section in ("weather", "crowds") and field in ("from", "to")):
        what = field if section == "light" else str(row.get("state", "crowd"))
        return "nature", (), tuple(row.get("places", ())), what
    if section == "attrition" and field in ("from", "to"):
        return "rate", (row["party"],), (), "losses"
    return "other", (), (), ""


def _order(row: RawRow, field: str, text: str) -> _About:
    """An order's hours are its giver's, but those of an act that is no order bring something about."""
    kind = row.get("type", "")
    if kind in ("march", "detach"):
        route = row.get("route", ())
        return "order", tuple(row.get("serials", ())), tuple(route[:1]), _march_event(field)
    if kind == "phase-line":
        return "order", tuple(row.get("applies_to", ())), tuple(row.get("points", ())), "line"
    formations = tuple(row[key] for key in ("formation",) if row.get(key))
    places = tuple(str(row[key]) for key in ("place", "bridge", "garrison") if row.get(key))
    if kind != "act":
        return "order", formations, places, str(row.get("action", kind))
    event = str(row.get("event", ""))
    happens = "nature" if text in LIGHTS else "happening"
    return "order" if event == "order" else happens, formations, places, event


def _march_event(field: str) -> str:
    return "depart" if field == "start" else "order"
