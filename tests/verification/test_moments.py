"""When an order that waits for an event and for an hour of the clock is given."""

from __future__ import annotations

import pytest

from sim.scenario.model import Moment, Trigger
from tests.build import Sketch, kinds, play

HOUR = 3600.0


@pytest.mark.parametrize(
    ("came", "given"), [(17.0, 18.0), (18.0, 18.0), (19.0, 19.0), (23.9, 23.9), (25.0, 42.0)]
)
def test_a_missed_hour_means_at_once(came: float, given: float) -> None:
    """Of what it waits for an order at 18:00 is late by up to six hours without waiting for tomorrow."""
    sketch = Sketch()
    sketch.duration = 50.0 * HOUR
    sketch.road("n0", "n1", 1000.0, 10.0)
    sketch.column("A", 1, ("n0", "n1"), issued=Moment(at=came * HOUR))
    after = Moment(after=Trigger("order", order="march-A"), clock="18:00")
    sketch.column("B", 1, ("n0", "n1"), issued=after)
    told = [e.time for e in kinds(play(sketch), "order") if e.order == "march-B"]
    assert told == pytest.approx([given * HOUR])
