"""The language of quantities, distributions and times."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paris44.scenario.dist import Dist, fixed
from paris44.scenario.faults import TextError
from paris44.scenario.schema import quantities


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("10 min", 600.0),
        ("10min", 600.0),
        ("1.5 h", 5400.0),
        ("90 s", 90.0),
        ("2 d", 172_800.0),
        ("PT10M", 600.0),
        ("PT1H30M", 5400.0),
        ("P1DT2H", 93_600.0),
        ("PT0.5S", 0.5),
        ("0 min", 0.0),
    ],
)
def test_durations_come_out_in_seconds(written: str, seconds: float) -> None:
    """Each way of writing a duration gives its seconds."""
    assert quantities.quantity(written, quantities.TIME) == seconds


@pytest.mark.parametrize(
    ("written", "dimension", "value"),
    [
        ("36 km/h", quantities.SPEED, 10.0),
        ("10 m/s", quantities.SPEED, 10.0),
        ("5 km", quantities.LENGTH, 5000.0),
        ("7.5 m", quantities.LENGTH, 7.5),
        ("400 veh/h", quantities.RATE, 400.0),
        (0.8, quantities.NUMBER, 0.8),
        ("-0.5", quantities.NUMBER, -0.5),
        ("1e-3", quantities.NUMBER, 0.001),
        ("3 per hour", quantities.COUNT_RATE, 3.0),
        (3, quantities.COUNT_RATE, 3.0),
    ],
)
def test_quantities_come_out_in_si_units(
    written: object, dimension: quantities.Dimension, value: float
) -> None:
    """Speeds are metres per second, lengths metres, flows vehicles per hour."""
    assert quantities.quantity(written, dimension) == pytest.approx(value)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        (10, "write 10 min"),
        ("10", "write 10 min"),
        ("10 km", "one of s, sec, min"),
        ("10 minn", "did you mean 'min'?"),
        ("ten min", "write 10 min"),
        ("1,5 h", "use a decimal point"),
        ("-10 min", "write 10 min"),
        ("PT", "write PT10M or 10 min"),
        ("P1Y", "write PT10M or 10 min"),
        ("", "write 10 min"),
        (None, "write 10 min"),
        (True, "write 10 min"),
        (["10 min"], "write 10 min"),
        ("1e999 min", "write 10 min"),
    ],
)
def test_a_wrong_duration_says_what_to_write(written: object, hint: str) -> None:
    """A bare number, a wrong unit or no number at all is an error with a hint."""
    with pytest.raises(TextError) as caught:
        quantities.quantity(written, quantities.TIME)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("written", "dimension", "law"),
    [
        ("triangular(10, 20, 40) min", quantities.TIME, Dist("triangular", (600.0, 1200.0, 2400.0))),
        ("triangular(10 min, 20 min, 40 min)", quantities.TIME, Dist("triangular", (600.0, 1200.0, 2400.0))),
        ("uniform(0.3, 0.8)", quantities.FACTOR, Dist("uniform", (0.3, 0.8))),
        ("lognormal(2.7 h, sigma 0.73)", quantities.TIME, Dist("lognormal", (9720.0, 0.73))),
        ("lognormal(2.7, sigma 0.73) h", quantities.TIME, Dist("lognormal", (9720.0, 0.73))),
        ("chance(0.6)", quantities.CHANCE, Dist("chance", (0.6,))),
        (0.6, quantities.CHANCE, Dist("chance", (0.6,))),
        (1, quantities.CHANCE, fixed(1.0)),
        ("chance(0)", quantities.CHANCE, fixed(0.0)),
        ("10 min", quantities.TIME, fixed(600.0)),
        ("fixed(10) min", quantities.TIME, fixed(600.0)),
        ("uniform(5, 5) min", quantities.TIME, fixed(300.0)),
        ("Triangular(36, 36, 72) km/h", quantities.SPEED, Dist("triangular", (10.0, 10.0, 20.0))),
    ],
)
def test_laws_are_read_with_their_units(written: object, dimension: quantities.Dimension, law: Dist) -> None:
    """The unit stands behind the bracket or in it; a plain quantity is certain."""
    read = quantities.dist(written, dimension)
    assert read.kind == law.kind
    assert read.args == pytest.approx(law.args)


def test_a_quantile_sets_the_spread() -> None:
    """``lognormal(60, p90 180) min`` has its median at 60 and its 90th percentile at 180 minutes."""
    law = quantities.dist("lognormal(60, p90 180) min", quantities.TIME)
    assert law.median == pytest.approx(3600.0)
    assert law.at(0.9) == pytest.approx(10_800.0)
    same = quantities.dist("lognormal(60 min, p90 3 h)", quantities.TIME)
    assert same.args == pytest.approx(law.args)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("triangular(10, 20, 40)", "without a unit"),
        ("triangular(10, 20) min", "takes 3 values"),
        ("triangular(40, 20, 10) min", "go down"),
        ("triangular(10 min, 20, 40) min", "gives its unit twice"),
        ("uniform(-5, 5) min", "at least 0"),
        ("lognormal(60, 180) min", "has no name"),
        ("lognormal(60, p90 50) min", "not above the median"),
        ("lognormal(0, sigma 1) min", "above zero"),
        ("lognormal(60, sigma 9) min", "0 to 5"),
        ("lognormal(60, p50 90) min", "has no name"),
        ("normal(60, 10) min", "not a distribution"),
        ("triangular(10, 20, 40 min", "not a distribution"),
        ("chance(0.5)", "not a duration"),
        ("triangular(a, b, c) min", "not a duration"),
        ("triangular(10, , 40) min", "takes 3 values"),
    ],
)
def test_a_wrong_law_is_refused(written: str, message: str) -> None:
    """Impossible arguments, missing units and unknown laws are errors that quote the text."""
    with pytest.raises(TextError, match=message) as caught:
        quantities.dist(written, quantities.TIME)
    assert caught.value.hint


def test_a_chance_is_between_zero_and_one() -> None:
    """A chance above one is refused, as a number and as a law."""
    for written in (1.5, "chance(1.5)", "chance(-0.1)"):
        with pytest.raises(TextError):
            quantities.dist(written, quantities.CHANCE)


def test_a_time_needs_its_offset() -> None:
    """A time without offset is refused, and the hint writes it out with one."""
    with pytest.raises(TextError) as caught:
        quantities.instant("1944-08-22T22:00")
    assert caught.value.hint == "write 1944-08-22T22:00+02:00"


def test_offsets_are_the_same_moment() -> None:
    """22:00+02:00 and 20:00Z are one moment."""
    assert quantities.instant("1944-08-22T22:00+02:00") == quantities.instant("1944-08-22T20:00Z")


@pytest.mark.parametrize(
    "written",
    ["1944-08-22", "22:00", "1944-08-22 22:00+02:00", "1944-13-01T00:00Z", "1944-08-22T25:00Z", 19440822,
     "1944-08-22T22:00+99:00", "0001-01-01T00:00+14:00", None],
)  # fmt: skip
def test_what_is_no_time_is_refused(written: object) -> None:
    """Dates alone, impossible days and other types are errors, never tracebacks."""
    with pytest.raises(TextError):
        quantities.instant(written)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(written: str) -> None:
    """Whatever is written, the reader gives finite numbers or a :class:`TextError`."""
    for dimension in (quantities.TIME, quantities.SPEED, quantities.NUMBER, quantities.CHANCE):
        with contextlib.suppress(TextError):
            law = quantities.dist(written, dimension)
            assert all(map(math.isfinite, law.args))


@given(st.floats(0.01, 1e6), st.sampled_from(["s", "min", "h", "d"]))
def test_writing_and_reading_a_duration_agree(value: float, unit: str) -> None:
    """A number with a unit is that number times the unit's seconds."""
    assert quantities.quantity(f"{value!r} {unit}", quantities.TIME) == pytest.approx(
        value * quantities.TIME.units[unit]
    )


@pytest.mark.parametrize(
    ("value", "dimension", "message", "hint"),
    [
        ("80 %", quantities.FACTOR, "'80 %' is a factor and takes no unit", "write 0.8"),
        ("uniform(60, 80) %", quantities.FACTOR, "takes no unit", "write a share of 1: 0.8 for 80 %"),
        (10.0, quantities.TIME, "'10' is a duration without a unit", "write 10 min"),
        (0.25, quantities.TIME, "'0.25' is a duration without a unit", "write 0.25 min"),
    ],
)
def test_a_hint_is_what_to_write(
    value: object, dimension: quantities.Dimension, message: str, hint: str
) -> None:
    """A share in percent and a number without its unit are told as they would have to be written."""
    with pytest.raises(TextError) as caught:
        quantities.dist(value, dimension)
    assert message in caught.value.message
    assert caught.value.hint == hint
