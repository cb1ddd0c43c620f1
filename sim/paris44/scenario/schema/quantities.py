"""The small language of quantities: ``10 min``, ``triangular(17, 20, 26) km/h``, times with offset.

Everything comes out in SI units (seconds, metres, metres per second, vehicles per hour) and
everything that cannot be read raises :class:`~paris44.scenario.faults.TextError` with a hint.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from statistics import NormalDist
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from paris44.language.text import msg, quoted
from paris44.scenario.dist import Dist, fixed
from paris44.scenario.faults import TextError, choice


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a quantity measures: its units (factor to the stored one), an example, its bounds."""

    name: str
    units: dict[str, float] = field(hash=False)
    example: str
    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False  # the lower bound itself is not allowed
    unit_optional: bool = False

    @property
    def takes_bare(self) -> bool:
        """Whether a number without a unit is understood."""
        return self.unit_optional or not self.units


TIME = Dimension(
    msg("a duration"),
    {"s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "days": 86400.0, "day": 86400.0},
    "10 min",
    low=0.0,
)
SPEED = Dimension(msg("a speed"), {"km/h": 1 / 3.6, "m/s": 1.0}, "22 km/h", low=0.0, open_low=True)
LENGTH = Dimension(msg("a length"), {"m": 1.0, "km": 1000.0}, "5 km", low=0.0)
RATE = Dimension(msg("a flow"), {"veh/h": 1.0}, "400 veh/h", low=0.0, open_low=True)
NUMBER = Dimension(msg("a number"), {}, "0.8")
FACTOR = Dimension(msg("a factor"), {}, "0.6", low=0.0, high=1.0, open_low=True)
COUNT_RATE = Dimension(msg("a number per hour"), {"/h": 1.0, "per hour": 1.0}, "uniform(2, 6)", low=0.0,
                       unit_optional=True)  # fmt: skip
CHANCE = Dimension(msg("a chance"), {}, "chance(0.6)", low=0.0, high=1.0)

BY_UNIT = {"s": TIME, "m/s": SPEED, "m": LENGTH, "veh/h": RATE, "1": NUMBER}
"""The dimension of a parameter's stored unit."""

_NUMBER_TEXT = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_QUANTITY = re.compile(rf"({_NUMBER_TEXT})\s*(.*)\Z", re.DOTALL)
_CALL = re.compile(r"([A-Za-z]+)\s*\(([^()]*)\)\s*(.*)\Z", re.DOTALL)
_PERIOD = re.compile(
    r"P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?\Z"
)
_QUANTILE = re.compile(r"p([5-9][0-9])\s+(.*)\Z", re.DOTALL)
_SIGMA = re.compile(rf"(?:sigma|s|sd)\s*=?\s*({_NUMBER_TEXT})\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(Z|z|[-+]\d\d:\d\d)?\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\Z")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_OFFSET = re.compile(r"([-+])(0\d|1[0-4]):([0-5]\d)\Z")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")

KINDS = ("triangular", "lognormal", "uniform", "chance", "fixed")
LIGHTS = ("first-light", "sunrise", "sunset", "dusk")
_ARGUMENTS = {"fixed": (1, "x"), "uniform": (2, "low, high"), "triangular": (3, "low, mode, high"),
              "lognormal": (2, "median, p90 x"), "chance": (1, "p")}  # fmt: skip


def is_clock(text: str) -> bool:
    """True for ``HH:MM`` and for the names of the day's light."""
    return text in LIGHTS or _CLOCK.match(text) is not None


def looks_like_clock(text: str) -> bool:
    """True where the author meant an hour of the clock, well-formed or not."""
    return re.match(r"\d{1,2}:\d", text) is not None


def looks_like_time(text: str) -> bool:
    """True where the author meant a date and time, well-formed or not."""
    return re.match(r"\d{4}-\d\d-\d\d", text) is not None


def instant(value: object) -> datetime:
    """An ISO 8601 time with its offset, ``YYYY-MM-DDTHH:MM+HH:MM``.

    Raises:
        TextError: no time, no offset, or no such day.
    """
    if not isinstance(value, str):
        raise TextError(
            msg("{value} is not a time", value=quoted(value)), msg("write YYYY-MM-DDTHH:MM+HH:MM")
        )
    match = _TIME.match(value)
    if not match:
        raise TextError(
            msg("{value} is not a time", value=quoted(value)), msg("write YYYY-MM-DDTHH:MM+HH:MM")
        )
    if not match[1]:
        raise TextError(
            msg("the time {value} has no offset", value=quoted(value)),
            msg("write {value}+02:00", value=value),
        )
    try:
        moment = datetime.fromisoformat(value.upper().replace("Z", "+00:00"))
    except ValueError:
        raise TextError(
            msg("there is no such time as {value}", value=quoted(value)), msg("check day, hour and offset")
        ) from None
    if not 1000 <= moment.year <= 3000:  # far enough from the calendar's ends to add and subtract
        raise TextError(
            msg("{value} is not of the years 1000 to 3000", value=quoted(value)), msg("check the year")
        )
    return moment


def midnight(value: object, start: datetime) -> float:
    """Seconds from ``start`` to the beginning of a day (year-month-day) by the clock of the start.

    Raises:
        TextError: no day, or none of the calendar.
    """
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and _DAY.match(value) else None
    except ValueError:
        raise TextError(
            msg("there is no such day as {value}", value=quoted(value)), msg("check the month and the day")
        ) from None
    if day is None:
        raise TextError(
            msg("{value} is not a day", value=quoted(value)), msg("write year-month-day, without an hour")
        )
    return seconds_between(start, datetime(day.year, day.month, day.day, tzinfo=start.tzinfo))


def hour(value: object) -> float:
    """Seconds since midnight of ``HH:MM`` or ``HH:MM:SS``.

    Raises:
        TextError: no hour of the clock.
    """
    match = _HOUR.match(value) if isinstance(value, str) else None
    if match is None:
        raise TextError(
            msg("{value} is not an hour of the clock", value=quoted(value)), msg("write 21:19 in quotes")
        )
    return int(match[1]) * 3600.0 + int(match[2]) * 60.0 + int(match[3] or 0)


def clock(value: object) -> str:
    """A local clock as it is written: an offset (``+02:00``) or the name of an IANA zone.

    Raises:
        TextError: neither.
    """
    if isinstance(value, str) and (_OFFSET.match(value) or zone(value) is not None):
        return value
    raise TextError(
        msg("{value} is no clock", value=quoted(value)),
        msg("write an offset, +02:00, or a zone, Europe/Brussels"),
    )


def colour(value: object) -> str:
    """A colour as ``#rrggbb``; empty: none is chosen.

    Raises:
        TextError: anything else.
    """
    if isinstance(value, str) and (not value or _COLOUR.match(value)):
        return value
    raise TextError(
        msg("{value} is no colour", value=quoted(value)), msg('write #rrggbb in quotes, as "#0072B2"')
    )


def zone(name: str) -> tzinfo | None:
    """The zone of an offset or of an IANA name; None where there is none of that name."""
    match = _OFFSET.match(name)
    if match is not None:
        size = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-size if match[1] == "-" else size)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def seconds_between(start: datetime, moment: datetime) -> float:
    """Seconds from ``start`` to ``moment`` (negative: before)."""
    return (moment - start) / timedelta(seconds=1)


def quantity(value: object, dimension: Dimension) -> float:
    """One value with its unit, in SI units.

    Raises:
        TextError: no number, no unit or the wrong one, or outside what is possible.
    """
    result = _quantity(value, dimension, None)
    return _bounded(result, value, dimension)


def dist(value: object, dimension: Dimension) -> Dist:
    """A quantity that may be uncertain, in SI units; a plain quantity is certain.

    Raises:
        TextError: an unknown law, wrong arguments, a missing unit, or impossible values.
    """
    if isinstance(value, str):
        call = _CALL.match(value.strip())
        if call:
            return _law(call[1].lower(), call[2], call[3].strip(), value, dimension)
        if "(" in value or ")" in value:
            raise TextError(
                msg("{value} is not a distribution", value=quoted(value)),
                msg("write triangular(17, 20, 26) km/h"),
            )
    if dimension is CHANCE:
        return _chance(_bounded(_quantity(value, CHANCE, None), value, CHANCE))
    return fixed(quantity(value, dimension))


def _chance(p: float) -> Dist:
    return fixed(p) if p in (0.0, 1.0) else Dist("chance", (p,))


def _law(kind: str, inside: str, unit: str, value: str, dimension: Dimension) -> Dist:
    if kind not in KINDS:
        raise TextError(msg("{kind} is not a distribution", kind=quoted(kind)), choice(kind, KINDS))
    words = [word.strip() for word in inside.split(",")]
    count, names = _ARGUMENTS[kind]
    if len(words) != count or not all(words):
        raise TextError(
            msg("{value}: {kind} takes {count} values", value=quoted(value), kind=kind, count=count),
            msg("write {kind}({names})", kind=kind, names=names),
        )
    if kind == "chance":
        if dimension not in (CHANCE, NUMBER) or unit:
            message = msg("{value}: a chance is not {name}", value=quoted(value), name=dimension.name)
            raise TextError(message, msg("write {example}", example=dimension.example))
        return _chance(_bounded(_quantity(words[0], CHANCE, None), value, CHANCE))
    if unit:
        _factor(unit, value, dimension)  # a wrong unit is one fault, not three
    if kind == "lognormal":
        return _lognormal(words, unit, value, dimension)
    args = tuple(_bounded(_quantity(word, dimension, unit, value), value, dimension) for word in words)
    if any(a > b for a, b in pairwise(args)):
        raise TextError(
            msg("{value}: the values go down", value=quoted(value)),
            msg("write {kind}({names}), smallest first", kind=kind, names=names),
        )
    return Dist(kind, args) if args[0] < args[-1] else fixed(args[0])


def _lognormal(words: list[str], unit: str, value: str, dimension: Dimension) -> Dist:
    median = _bounded(_quantity(words[0], dimension, unit, value), value, dimension)
    if median <= 0:
        message = msg("{value}: the median of a lognormal is above zero", value=quoted(value))
        raise TextError(message, msg("write lognormal(60, p90 180) min"))
    sigma_match, quantile_match = _SIGMA.match(words[1]), _QUANTILE.match(words[1])
    if sigma_match:
        sigma = float(sigma_match[1])
    elif quantile_match and int(quantile_match[1]) > 50:
        upper = _quantity(quantile_match[2], dimension, unit, value)
        if upper <= median:
            raise TextError(
                msg(
                    "{value}: p{share} is not above the median",
                    value=quoted(value),
                    share=quantile_match[1],
                ),
                msg("median first"),
            )
        sigma = math.log(upper / median) / NormalDist().inv_cdf(int(quantile_match[1]) / 100)
    else:
        message = msg("{value}: the spread {words} has no name", value=quoted(value), words=quoted(words[1]))
        raise TextError(message, msg("write lognormal(60, p90 180) min or lognormal(60, sigma 0.7) min"))
    if not 0 <= sigma <= 5:
        raise TextError(
            msg("{value}: sigma is the spread of the logarithm, 0 to 5", value=quoted(value)),
            msg("usually 0.2 to 1"),
        )
    return Dist("lognormal", (median, sigma)) if sigma > 0 else fixed(median)


def _quantity(value: object, dimension: Dimension, unit: str | None, shown: object = None) -> float:
    """A number in SI units. ``unit`` is the one behind the bracket of a law ("" for none)."""
    text = (f"{value:.15g}" if isinstance(value, float) else str(value)).strip()
    shown = text if shown is None else shown
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        raise TextError(
            msg("{shown} is not {name}", shown=quoted(shown), name=dimension.name),
            msg("write {example}", example=dimension.example),
        )
    if dimension is TIME and text.startswith("P"):
        return _period(text)
    match = _QUANTITY.match(text)
    comma = re.match(r"[-+]?\d+,\d+", text)
    if not match or comma:
        hint = msg("use a decimal point") if comma else msg("write {example}", example=dimension.example)
        raise TextError(msg("{shown} is not {name}", shown=quoted(shown), name=dimension.name), hint)
    own = match[2].strip()
    if own and unit:
        raise TextError(
            msg("{shown} gives its unit twice", shown=quoted(shown)), msg("write it once, behind the bracket")
        )
    number = float(match[1])
    if not math.isfinite(number):
        raise TextError(
            msg("{shown} is not a usable number", shown=quoted(shown)),
            msg("write {example}", example=dimension.example),
        )
    return number * _factor(own or unit or "", shown, dimension, text if unit is None else None)


def _factor(unit: str, shown: object, dimension: Dimension, bare: str | None = None) -> float:
    """What one ``unit`` is in SI units."""
    if not dimension.units:
        if unit:
            message = msg("{shown} is {name} and takes no unit", shown=quoted(shown), name=dimension.name)
            raise TextError(
                message, _share(shown) if unit == "%" else msg("leave out {unit}", unit=quoted(unit))
            )
        return 1.0
    if unit in dimension.units:
        return dimension.units[unit]
    if not unit and dimension.unit_optional:
        return 1.0
    if not unit:
        default = dimension.example.split()[-1]
        hint = (
            msg("write {bare} {default}", bare=bare, default=default)
            if bare
            else msg("write the unit behind the bracket: ...) {default}", default=default)
        )
        raise TextError(
            msg("{shown} is {name} without a unit", shown=quoted(shown), name=dimension.name), hint
        )
    what = {"shown": quoted(shown), "unit": quoted(unit), "name": dimension.name}
    raise TextError(msg("{shown}: {unit} is not a unit of {name}", **what), choice(unit, dimension.units))


def _share(shown: object) -> str:
    """What to write for a number of percents, as far as they are one number."""
    match = re.match(rf"({_NUMBER_TEXT})\s*%\Z", str(shown))
    return (
        msg("write {share}", share=f"{float(match[1]) / 100:g}")
        if match
        else msg("write a share of 1: 0.8 for 80 %")
    )


def _period(text: str) -> float:
    match = _PERIOD.match(text)
    if not match or not any(match.groups()):
        raise TextError(msg("{text} is not an ISO duration", text=quoted(text)), msg("write PT10M or 10 min"))
    days, hours, minutes, secs = (float(part or 0) for part in match.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + secs


def _bounded(number: float, shown: object, dimension: Dimension) -> float:
    """``number``, if it is possible for what it measures."""
    low, high = dimension.low, dimension.high
    hint = msg("write {example}", example=dimension.example)
    if number < low or (dimension.open_low and number == low):
        word = msg("above") if dimension.open_low else msg("at least")
        raise TextError(
            msg(
                "{shown}: {name} is {word} {low:g}",
                shown=quoted(shown),
                name=dimension.name,
                word=word,
                low=low,
            ),
            hint,
        )
    if number > high:
        raise TextError(
            msg("{shown}: {name} is at most {high:g}", shown=quoted(shown), name=dimension.name, high=high),
            hint,
        )
    return number
