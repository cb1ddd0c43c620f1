"""Times, durations and counts as people read them."""

from __future__ import annotations

from datetime import date

import pytest

from paris44.views import wording

DAY = date(1944, 8, 24)


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("1944-08-24T21:22:00+02:00", "21:22"),
        ("1944-08-25T00:32:00+02:00", "00:32+1"),
        ("1944-08-23T23:59:00+02:00", "23:59−1"),
        (None, "never"),
    ],
)
def test_clock(iso: str | None, text: str) -> None:
    """A clock says when it belongs to another day than its row, and never for nothing."""
    assert wording.clock(iso, DAY) == text


def test_bounds() -> None:
    """Bounds are told in minutes around the time, and as clocks where there is no time."""
    at = "1944-08-24T{}:00+02:00".format
    assert wording.bounded(at("10:40"), at("10:25"), at("10:55"), DAY) == "10:40 ±15"
    assert wording.bounded(at("14:07"), at("13:50"), at("14:25"), DAY) == "14:07 −17+18"
    assert wording.bounded(None, at("10:25"), at("10:55"), DAY) == "10:25-10:55"


@pytest.mark.parametrize(
    ("p", "text"),
    [(1.0, "= 1"), (0.354, "= 0.35"), (0.0354, "= 0.035"), (1e-4, "= 0.0001"), (1e-9, "< 0.0001")],
)
def test_a_p_value_is_never_told_larger_than_its_bound(p: float, text: str) -> None:
    """Two digits while the number says something; below, only that it is less."""
    assert wording.p_value(p) == text


def test_places_are_cut_to_their_names() -> None:
    """What stands in brackets or after a slash does not fit in a row."""
    assert wording.short("Hôtel Meurice (228 rue de Rivoli)") == "Hôtel Meurice"
    assert wording.short("Sénat / Palais du Luxembourg") == "Sénat"


def test_days() -> None:
    """Days are named, whatever the locale of the machine."""
    assert wording.day_title(DAY) == "Thursday 24 August"
    assert wording.day_clock("1944-08-25T14:30:00+02:00") == "25 Aug 14:30"


@pytest.mark.parametrize(
    ("minutes", "signed", "text"),
    [
        (0.0, True, "0 min"),
        (4.5, False, "4.5 min"),
        (9.96, False, "10 min"),
        (59.6, True, "+1 h 00"),
        (-134.0, True, "−2 h 14"),
        (768.54, True, "+12 h 49"),
        (-0.04, True, "0 min"),
        (None, True, "-"),
    ],
)
def test_duration(minutes: float | None, signed: bool, text: str) -> None:
    """Minutes round to what a reader needs and carry a sign only where it says which way."""
    assert wording.duration(minutes, signed=signed) == text


@pytest.mark.parametrize(
    ("value", "text"), [(12000.0, "12,000"), (130.4, "130"), (0.333, "0.33"), (2.0, "2"), (-3.0, "−3")]
)
def test_amount(value: float, text: str) -> None:
    """Counts have no decimals, small numbers two digits."""
    assert wording.amount(value) == text


def test_never_and_nothing_differ() -> None:
    """A time that did not come is never; a number that is missing is a dash."""
    assert wording.of_unit(None, "time") == "never"
    assert wording.of_unit(None, "men") == "-"
