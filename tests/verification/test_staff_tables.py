"""ST 100-3's published march arithmetic, played on the road.

The handbook counts a column as vehicles over density; the engine has heads and tails, so the last
vehicle's own slot (one headway) is missing from each pass time.
"""

from __future__ import annotations

import pytest

from tests.build import Sketch, heads_tails, play

HOUR = 3600.0


def pass_time(vehicles: int, *, kmh: float, km: float, routes: int = 1) -> float:
    """Hours from head to last tail, ``vehicles`` on ``routes`` equal roads, a column of ``km`` on each.

    Ten vehicles to the kilometre inside a unit; what is left of ``km`` lies in the gaps between
    units of 25.
    """
    speed = kmh / 3.6
    each = vehicles // routes
    headway = 100.0 / speed
    breaks = (each - 1) // 25
    gap = headway + (km * 1000.0 / speed - each * headway) / breaks
    sketch = Sketch(duration=10 * 24 * HOUR)
    for number in range(routes):
        sketch.road(f"s{number}", f"e{number}", 10_000.0, speed)
        sketch.column(f"c{number}", each, (f"s{number}", f"e{number}"), headway=headway, gap=gap)
    log = play(sketch)
    ends = [heads_tails(log, f"e{number}") for number in range(routes)]
    return (max(tail for _, tail in ends) - min(head for head, _ in ends) + headway) / HOUR


def test_a_corps_on_one_road_takes_four_days() -> None:
    """25,000 vehicles at 10 per km are 2,500 km: at 25 km/h they need 100 h, more than four days."""
    assert pass_time(25_000, kmh=25.0, km=2500.0) == pytest.approx(100.0, abs=1e-6)


@pytest.mark.parametrize(("km", "hours"), [(312.5, 10.4167), (315.0, 10.5), (320.0, 10.6667)])
def test_a_corps_on_eight_roads(km: float, hours: float) -> None:
    """Over eight routes at 30 km/h columns of 312 to 320 km pass in 10.4 to 10.7 h (the text: 10.5)."""
    assert pass_time(25_000, kmh=30.0, km=km, routes=8) == pytest.approx(hours, abs=1e-3)


def test_a_division_on_four_roads() -> None:
    """6,000 vehicles over four routes are columns of 155 km that pass in just over 5 h."""
    hours = pass_time(6_000, kmh=30.0, km=155.0, routes=4)
    assert hours == pytest.approx(5.1667, abs=1e-3)
    assert 5.0 < hours < 5.25
