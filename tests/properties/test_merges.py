"""Where several roads come into one: nobody stands there for ever while the others have somebody to send."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import Sketch, passages_at, play

HAIR = 1e-6  # s
ROADS = "ABCD"


@st.composite
def merges(draw: st.DrawFn) -> Sketch:
    """Two to four roads of any speed, and so of any gap, into one; on each a column of many units."""
    sketch = Sketch(duration=3 * 86_400.0)
    sketch.place("M", vph=draw(st.sampled_from((None, 900.0, 1800.0))))
    sketch.road("M", "Z", 200_000.0, 10.0)
    for name in ROADS[: draw(st.integers(2, 4))]:
        sketch.road(f"{name}0", "M", 3000.0, draw(st.sampled_from((0.5, 1.0, 2.0, 5.0, 10.0))))
        units, gap = draw(st.integers(1, 12)), draw(st.sampled_from((0.0, 20.0, 60.0)))
        parts = [sketch.formation(f"{name}{k}", draw(st.integers(1, 25))) for k in range(units)]
        sketch.march(
            f"march-{name}", parts, (f"{name}0", "Z"), start=draw(st.integers(0, 7200)), headway=3.0, gap=gap,
            serial_gap=None,
        )  # fmt: skip
    return sketch


def gap_of(sketch: Sketch, road: str) -> float:
    """What vehicles of a road keep at the place, in seconds: 1.5 + 15 m at the slower of two speeds, or the
    place's own."""
    vph, speed = sketch.places["M"].capacity_vph, sketch.roads[f"{road}0--M"].speed
    return max(1.5 + 15.0 / min(speed or 10.0, 10.0), 3600.0 / vph if vph else 0.0)


@given(merges())
@settings(max_examples=60)
def test_no_head_waits_while_others_pass_and_pass(sketch: Sketch) -> None:
    """From when a unit is the first on its road before the place, its distance from the one ahead kept, no
    more units of the other roads go before it than there are roads: one of each that stood there, and one
    that came later."""
    log = play(sketch)
    passed = passages_at(log, "M")
    roads = sorted({log.units[p.unit].formation[0] for p in passed})
    free = dict.fromkeys(roads, 0.0)
    for passage in passed:
        road = log.units[passage.unit].formation[0]
        first = max(passage.came, free[road])
        free[road] = passage.clear + gap_of(sketch, road)
        others = [
            p
            for p in passed
            if log.units[p.unit].formation[0] != road and first + HAIR < p.head < passage.head - HAIR
        ]
        assert len(others) <= len(roads), (log.units[passage.unit].formation, first, passage.head)
