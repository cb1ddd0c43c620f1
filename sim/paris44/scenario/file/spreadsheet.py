"""The habits of spreadsheets: separators, decimal commas, dates in another order, hours without an offset.

A habit is followed where it can mean one thing only. What could mean two is refused with a hint.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from paris44.language.text import msg, quoted
from paris44.scenario.faults import TextError

SEPARATORS = (",", ";", "\t")
DATES = {"day-first": ("day", "month"), "month-first": ("month", "day")}
"""The orders of day and month that a scenario may declare for its tables, before the year."""

_HOUR = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::(?P<second>\d\d))?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:T|,?\s+){_HOUR}\Z")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(?P<year>\d{{2,4}})(?:(?:T|,?\s+){_HOUR})?\Z")
_DATE_ONLY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_COMMA = re.compile(r"([-+]?[0-9]+),([0-9]+)(\s*[^\d,().;]*)\Z")
_LAW = re.compile(r"\((.*)\)")
_CUT = re.compile(r"\d,\d")


@dataclass(frozen=True, slots=True)
class Habits:
    """How the author of a scenario writes times in tables.

    ``offset`` is that of the scenario's clock (``+02:00``; empty: unknown), ``dates`` the declared order of
    day and month (a key of :data:`DATES`; empty: none is declared), ``how`` what declares it.
    """

    offset: str = ""
    dates: str = ""
    how: str = "tables: {dates: day-first, ...}"

    def time(self, content: str) -> str:
        """A time in ISO 8601 with its offset; what is no date at all is left for its field to refuse.

        Raises:
            TextError: no order of day and month is declared, the year has two digits, no hour is given.
        """
        if _DATE_ONLY.match(content):
            raise TextError(
                msg("{content} names no hour", content=quoted(content)),
                msg("write {content} 06:00", content=content),
            )
        first = _YEAR_FIRST.match(content)
        if first:
            return self._iso(content, first, first["month"], first["day"])
        last = _YEAR_LAST.match(content)
        return self._turned(content, last) if last else content

    def day(self, content: str) -> str:
        """A day as year-month-day; what is no date at all is left for its field to refuse.

        Raises:
            TextError: no order of day and month is declared, or the year has two digits.
        """
        last = _YEAR_LAST.match(content)
        if last is None or last["hour"] is not None:
            return content
        month, day = self._order(content, last)
        return f"{last['year']}-{int(month):02d}-{int(day):02d}"

    def _turned(self, content: str, found: re.Match[str]) -> str:
        month, day = self._order(content, found)
        if found["hour"] is None:
            raise TextError(
                msg("{content} names no hour", content=quoted(content)),
                msg("write {content} 06:00", content=content),
            )
        return self._iso(content, found, month, day)

    def _order(self, content: str, found: re.Match[str]) -> tuple[str, str]:
        """The month and the day of a date before its year.

        Raises:
            TextError: nobody says which is which, or the date is in another order.
        """
        if len(found["year"]) != 4:
            raise TextError(
                msg("{content} has no year of four digits", content=quoted(content)),
                msg("write 31.12.YYYY 07:20"),
            )
        if not self.dates:
            hint = msg("write year-month-day, or declare the order: {how}", how=self.how)
            raise TextError(msg("{content} may be day or month first", content=quoted(content)), hint)
        parts = dict(zip(DATES[self.dates], (found[1], found[3]), strict=True))
        if int(parts["month"]) > 12 >= int(parts["day"]):
            raise TextError(
                msg("{content} is not {dates}", content=quoted(content), dates=self.dates),
                msg("write it in the order of the others"),
            )
        return parts["month"], parts["day"]

    def _iso(self, content: str, found: re.Match[str], month: str, day: str) -> str:
        if not self.offset:
            raise TextError(
                msg("the time {content} has no offset", content=quoted(content)),
                msg("give the scenario a start with one"),
            )
        clock = f"{int(found['hour']):02d}:{found['minute']}" + (f":{s}" if (s := found["second"]) else "")
        return f"{found['year']}-{int(month):02d}-{int(day):02d}T{clock}{self.offset}"


def separator(header: str) -> str:
    """What stands between the cells of a table with this first line: the one that makes a column ``id``."""
    for sign in SEPARATORS:
        if "id" in (name.strip() for name in next(csv.reader([header], delimiter=sign), [])):
            return sign
    return ","


def pointed(content: str) -> str:
    """A number, with or without a unit, with a point for its decimal comma; anything else as it stands.

    Raises:
        TextError: a law of which the commas may be either.
    """
    number = _COMMA.match(content)
    if number:
        return f"{number[1]}.{number[2]}{number[3]}"
    law = _LAW.search(content)
    if law and (";" in law[1] or _CUT.search(law[1])):
        hint = msg("inside brackets write points in numbers and ', ' between them: uniform(0.3, 0.8)")
        raise TextError(msg("the commas of {content} may be decimal", content=quoted(content)), hint)
    return content
