"""Numbers and times as people read them in a line of text: clocks, days, durations, differences."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Literal

from paris44.language.dates import day_and_clock, weekday_of
from paris44.language.text import Figures, mapped, msg
from paris44.scenario.model import Scenario
from paris44.telling.words import told

if TYPE_CHECKING:
    from paris44.study.questions.compare import StandingDocument
    from paris44.study.questions.validate.law import Worst

SPREAD: tuple[Literal["median", "p05", "p95"], ...] = ("median", "p05", "p95")
"""The numbers in which a distribution is told."""
NEVER = msg("never")
MADE = msg("Made with Paris 44.")


def credit_of(scenario: Scenario) -> str:
    """What stands on all that is made of a scenario's tables: whose data they are, else the program."""
    return told(scenario, scenario.theatre.credit) if scenario.theatre.credit else MADE


def moment(iso: str) -> datetime:
    """A local ISO time as the result files write it."""
    return datetime.fromisoformat(iso)


TOGETHER = "\ue001"
"""Stands for a space at which a line is not broken where there is room."""


def tied(text: str) -> str:
    """A text that is told, with :data:`TOGETHER` for the spaces between a figure and its unit, hours and
    minutes, a count and its whole, a day and its hour."""
    return _TIED.sub(TOGETHER, text)


_TIED = re.compile(
    r"(?<=\d) (?=(?:h|min|s|of|sur)\b|%)|(?<=\d h) (?=\d)|(?<=\d of) (?=\d)|(?<=\d sur) (?=\d)"
    r"|(?<!:\d\d)(?<=\d) (?=[^\W\d]+\.? \d\d:\d\d)|(?<=[^\W\d]|\.) (?=\d\d:\d\d)"
)


def day_title(day: date, brief: bool = False) -> str:
    """``Wednesday 23 August``, or ``Wed 23 August``."""
    return weekday_of(day, brief)


def clock(iso: str | None, day: date | None = None, seconds: bool = False) -> str:
    """``10:21``, and ``00:32+1`` when it falls a day after ``day``; ``never`` for None."""
    if not iso:
        return NEVER
    when = moment(iso)
    later = (when.date() - day).days if day else 0
    return f"{when:%H:%M:%S}"[: None if seconds else 5] + (f"{later:+d}" if later else "").replace("-", "−")


def day_clock(iso: str | None, seconds: bool = False) -> str:
    """``25 Aug 14:30``; ``never`` for None."""
    if not iso:
        return NEVER
    when = moment(iso)
    return day_and_clock(when, clock(iso, seconds=seconds))


def bounded(iso: str | None, lo: str, hi: str, day: date | None = None) -> str:
    """A recorded time with its bounds in minutes, ``10:40 ±15`` or ``14:07 −17+18``.

    Bounds without a time are two clocks.
    """
    if iso is None:
        return f"{clock(lo, day)}-{clock(hi, day)}"
    below, above = (round((moment(b) - moment(a)).total_seconds() / 60) for a, b in ((lo, iso), (iso, hi)))
    return f"{clock(iso, day)} " + (f"±{below}" if below == above else f"−{below}+{above}")


def short(name: str, width: int = 18) -> str:
    """A place's name in ``width`` letters, without what stands in brackets or after a slash."""
    return mapped(partial(_short, width), name)


def _short(width: int, name: str) -> str:
    core = name.split(" (", maxsplit=1)[0].split(" / ", maxsplit=1)[0]
    return core if len(core) <= width else f"{core[: width - 1]}…"


def duration(minutes: float | None, signed: bool = False) -> str:
    """Minutes as ``1 h 12``, ``12 min`` or, under ten, ``4.5 min``; with a sign where it says which way."""
    if minutes is None:
        return "-"
    size = round(abs(minutes), 1)
    sign = "" if not size else "−" if minutes < 0 else "+" if signed else ""
    if size < 9.95:
        return Figures(f"{sign}{size:.1f}".removesuffix(".0") + " min")
    whole = round(abs(minutes))  # of the length itself: rounded twice, 768.54 min would be 12 h 48
    return f"{sign}{whole // 60} h {whole % 60:02d}" if whole >= 60 else f"{sign}{whole} min"


def amount(value: float | None, signed: bool = False) -> str:
    """A count or a share: no more digits than it deserves."""
    if value is None:
        return "-"
    text = f"{value:,.0f}" if abs(value) >= 10 or float(value).is_integer() else f"{value:.2g}"
    return Figures(("+" if signed and value > 0 else "") + text.replace("-", "−"))


def men(value: float | None) -> str:
    """A number of people, whole: a quantile may lie between two."""
    return amount(None if value is None else round(value))


def share(value: float | None) -> str:
    """A share of one in per cent, ``-`` for none."""
    return "-" if value is None else Figures(f"{100 * value:.0f} %")


def of_unit(value: object, unit: str, seconds: bool = False) -> str:
    """An outcome's value in its unit: a time as day and clock, hours and numbers as numbers."""
    if value is None:
        return NEVER if unit == "time" else "-"
    if unit == "time":
        return day_clock(str(value), seconds)
    return amount(float(str(value)))


def difference(value: float | None, unit: str) -> str:
    """A paired difference: minutes for times, else a number, always with its sign; men are whole."""
    if unit in {"time", "min"}:
        return duration(value, signed=True)
    return amount(round(value) if value is not None and unit == "men" else value, signed=True)


def yaml_word(value: object) -> str:
    """A value as a scenario file has it: null, true, false, else as it is."""
    if isinstance(value, datetime):
        return value.isoformat()
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def kinds_of_doubt(other: StandingDocument) -> list[str]:
    """Of a counterfactual of a comparison: ``incomplete`` and ``false``, as far as its passport is that."""
    parted = other.get("divergence")
    whole = other.get("passport_complete", not other["exploratory"])
    return ["incomplete"] * (not whole) + ["false"] * (parted is not None and parted["equal"] is False)


def doubts(other: StandingDocument) -> list[str]:
    """Why a counterfactual of a comparison is only exploratory; nothing where its passport holds."""
    parted = other.get("divergence")
    when = day_clock(parted and parted["at"])
    words = {
        "incomplete": msg("its passport is incomplete"),
        "false": msg("its passport is false: the worlds differ before {when}", when=when),
    }
    return [words[kind] for kind in kinds_of_doubt(other)]


LEAST_P = 1e-4
"""A probability below which the number itself says nothing more."""


def p_value(p: float) -> str:
    """A p value, a share of one, with its sign, to stand behind its name: ``= 0.035``, ``< 0.0001``."""
    return Figures(f"= {p:.2g}" if p >= LEAST_P else _LESS)


def p_cell(p: float) -> str:
    """A p value, a share of one, in a table with its name above: ``0.035``, ``< 0.0001``."""
    return Figures(f"{p:.2g}" if p >= LEAST_P else _LESS)


_LESS = f"< {LEAST_P:f}".rstrip("0")


# --- the score ---------------------------------------------------------------------------------------


def uneven(found: Worst) -> str:
    """In what the recorded times of a block differ from even places in the model's law."""
    if found.luck:
        return msg("the record lies least evenly in the model's law, but luck may have done that")
    return _UNEVEN[found.kind, found.by > 0.0]


_UNEVEN = {
    ("later", True): msg("the record lies too late in the model's law: the model is early"),
    ("later", False): msg("the record lies too early in the model's law: the model is late"),
    ("wider", True): msg("the record lies too often at the ends of the model's law: it is too sure"),
    ("wider", False): msg("the record lies too often in the middle of the model's law: it is too unsure"),
}
"""In what places may be uneven, and whether by more -> what that says of the model."""
