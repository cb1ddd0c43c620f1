"""Crossing a link while light, weather, crowds and halts change on the way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paris44.engine.pace import Profile, share

FACTORS = st.sampled_from([0.25, 0.5, 0.7, 1.0])
METRES = st.floats(10.0, 20_000.0)
SPEED = st.floats(1.0, 15.0)
HAIR = 1e-6


def profile(segments: Sequence[tuple[float, float, float, float]]) -> Profile:
    """Factors of light, weather and crowds, each from its time on."""
    ends = [t for t, *_ in segments[1:]] + [math.inf]
    return Profile(ends, range(len(ends)), [share(*factors) for _, *factors in segments])


@st.composite
def weathers(draw: st.DrawFn) -> list[tuple[float, float, float, float]]:
    """Factors that change at a few times."""
    times = sorted(draw(st.sets(st.integers(1, 8000), max_size=6)))
    return [(float(t), draw(FACTORS), draw(FACTORS), draw(FACTORS)) for t in (0, *times)]


@st.composite
def halts(draw: st.DrawFn) -> list[tuple[float, float, str]]:
    """A few stops that do not touch."""
    edges = sorted(draw(st.sets(st.integers(1, 9000), min_size=0, max_size=8)))
    return [(float(a), float(b), "halt") for a, b in zip(edges[::2], edges[1::2], strict=False)]


@given(weathers(), halts(), METRES, SPEED, st.floats(0.0, 9000.0), st.floats(0.0, 9000.0))
def test_an_entry_later_never_arrives_earlier(
    segments: list[tuple[float, float, float, float]],
    stops: list[tuple[float, float, str]],
    metres: float,
    speed: float,
    one: float,
    other: float,
) -> None:
    """Whoever enters a link first leaves it first, whatever happens on the way."""
    early, late = sorted((one, other))
    first, _, _ = profile(segments).cross(early, metres, speed, stops)
    second, _, _ = profile(segments).cross(late, metres, speed, stops)
    assert first <= second + HAIR


@given(weathers(), halts(), METRES, SPEED, st.floats(0.0, 9000.0))
def test_the_metres_add_up(
    segments: list[tuple[float, float, float, float]],
    stops: list[tuple[float, float, str]],
    metres: float,
    speed: float,
    start: float,
) -> None:
    """Speed times time over the pieces between entry and arrival, without the stops, is the length."""
    arrival, wet, packed = profile(segments).cross(start, metres, speed, stops)
    changes = {t for t, *_ in segments} | {t for stop in stops for t in stop[:2]}
    cuts = [start, *sorted(t for t in changes if start < t < arrival), arrival]
    driven = moving = lost = 0.0
    for a, b in pairwise(cuts):
        if any(begin <= a and b <= end for begin, end, _ in stops):
            continue
        _, light, weather, crowd = [s for s in segments if s[0] <= a][-1]
        driven += speed * light * weather * crowd * (b - a)
        moving += b - a
        lost += (1.0 - weather * crowd) * (b - a)
    assert driven == pytest.approx(metres, rel=1e-9, abs=1e-6)
    assert wet >= 0.0
    assert packed >= 0.0
    assert wet + packed == pytest.approx(lost, abs=1e-6)
    assert wet + packed <= moving + HAIR


@given(METRES, SPEED, st.floats(0.0, 9000.0))
def test_a_plain_road_takes_length_over_speed(metres: float, speed: float, start: float) -> None:
    """Without any influence a crossing takes length over speed and loses nothing."""
    arrival, wet, packed = profile([(0.0, 1.0, 1.0, 1.0)]).cross(start, metres, speed, [])
    assert arrival - start == pytest.approx(metres / speed, rel=1e-9)
    assert (wet, packed) == (0.0, 0.0)
