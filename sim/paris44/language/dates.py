"""Days, hours and lengths of time as people read them."""

from __future__ import annotations

from datetime import date, datetime

from paris44.language.text import msg, pmsg

SHORT_MONTHS = (
    pmsg("short", "Jan"), pmsg("short", "Feb"), pmsg("short", "Mar"), pmsg("short", "Apr"),
    pmsg("short", "May"), pmsg("short", "Jun"), pmsg("short", "Jul"), pmsg("short", "Aug"),
    pmsg("short", "Sep"), pmsg("short", "Oct"), pmsg("short", "Nov"), pmsg("short", "Dec"),
)  # fmt: skip
MONTHS = (
    msg("January"), msg("February"), msg("March"), msg("April"), msg("May"), msg("June"), msg("July"),
    msg("August"), msg("September"), msg("October"), msg("November"), msg("December"),
)  # fmt: skip
SHORT_DAYS = (msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun"))
DAYS = (
    msg("Monday"), msg("Tuesday"), msg("Wednesday"), msg("Thursday"), msg("Friday"), msg("Saturday"),
    msg("Sunday"),
)  # fmt: skip


def number_of(day: date) -> str:
    """The number of a day in its month; French has an ordinal for the first."""
    return pmsg("day of a month", "1") if day.day == 1 else str(day.day)


def day_of(day: date) -> str:
    """``25 Aug``."""
    return msg("{day} {month}", day=number_of(day), month=SHORT_MONTHS[day.month - 1])


def day_and_clock(moment: datetime, clock: str) -> str:
    """``25 Aug 14:30``, with a ``clock`` that is written already."""
    return msg("{day} {clock}", day=day_of(moment), clock=clock)


def weekday_of(day: date, brief: bool = False) -> str:
    """``Wednesday 23 August``, or ``Wed 23 August``."""
    names = SHORT_DAYS if brief else DAYS
    number, month = number_of(day), MONTHS[day.month - 1]
    return msg("{weekday} {day} {month}", weekday=names[day.weekday()], day=number, month=month)


def length(seconds: float) -> str:
    """Seconds in words: ``100 min``, ``26 h 30 min``, ``45 s``; the sign is left out."""
    whole = abs(round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    if hours >= 4:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if whole >= 60 or whole == 0:
        return f"{hours * 60 + minutes} min" + (f" {secs} s" if secs else "")
    return f"{secs} s"
