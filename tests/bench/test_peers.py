"""Two road marches in this engine, in UXsim and in SUMO, in turns, where those are installed.

Run with ``pytest -m bench -s tests/bench/test_peers.py`` in an environment with ``.[oracles]`` and the
compiled engine. What each engine is told stands in ``peers.py``.
"""

from __future__ import annotations

import importlib.util
import statistics

import pytest

from tests.bench.peers import ENGINES, MARCHES, Case, Peer, bridge, peer, south

pytestmark = [pytest.mark.bench, pytest.mark.slow]

ROUNDS = 5
NEAR = 0.005  # of the kinematic-wave answer: as far off as a peer may be
PACKAGES = {"uxsim-5": "uxsim", "uxsim-1": "uxsim", "sumo-meso": "sumo"}


@pytest.fixture(params=MARCHES)
def case(request: pytest.FixtureRequest) -> Case:
    """A march."""
    return {"bridge": bridge, "south": south}[request.param]()


def test_every_engine_does_the_same_march_and_its_price_is_told(case: Case) -> None:
    """The last vehicle arrives when the kinematic wave says, with a peer within half a per cent of it."""
    found: dict[str, list[Peer]] = {}
    engines = [e for e in ENGINES if e not in PACKAGES or importlib.util.find_spec(PACKAGES[e])]
    if len(engines) == 1:
        pytest.skip("neither UXsim nor SUMO is installed")
    for _ in range(ROUNDS):
        for engine in engines:
            found.setdefault(engine, []).append(peer(case.road.name, engine))
    answer = case.answer()
    mine = found["paris44"]
    print(f"\n{case.road.name}: {len(case.asks)} vehicles, the last at {answer:.1f} s by the kinematic wave")
    for engine, runs in found.items():
        ratios = [theirs.seconds / ours.seconds for theirs, ours in zip(runs, mine, strict=True)]
        took = 1000 * statistics.median(run.seconds for run in runs)
        print(
            f"  {engine}: {took:.2f} ms, {statistics.median(ratios):.0f} times ({min(ratios):.0f} to "
            f"{max(ratios):.0f}), {runs[0].mib:.0f} MiB, last at {runs[0].last:.1f} s"
        )
        assert runs[0].last == pytest.approx(answer, rel=1e-9 if engine == "paris44" else NEAR)
