"""The door in a folder of one's own: nothing but the package on the path, and any files beside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import paris44

STUDENT = """
import networkx as nx

import paris44


def shortest(roads, start, goal, enemy):
    return nx.shortest_path(roads, start, goal, weight="length_m")


def an_hour(fight, u):
    return 3600.0


def contacts(seen):
    return sum(event.kind == "contact" for event in seen.events)


if __name__ == "__main__":
    history = paris44.load("toy-phase-line")
    without = paris44.load("toy-phase-line", change={"orders.line-order": None})
    answer = paris44.compare(history, without, n=3, workers=2)
    print(answer)
    print(answer.outcomes.frame().shape)

    inputs = {"orders.go.unit_gap": ["30 s", "54 s", "90 s"], "bridges.narrow.capacity_vph": [200, 400, 800]}
    grid = paris44.grid("toy-bridge", inputs, n=1, workers=1)
    print("grid", len(grid.outcomes.where(outcome="last-vehicle")))

    rules = dict(routing=shortest, fight_law=an_hour, outcomes={"contacts": contacts})
    ruled = paris44.run("toy-strongpoint", n=12, workers=2, **rules)
    print("hooks", sorted(ruled.manifest["hooks"]))
    print("contacts", set(ruled.outcomes.where(outcome="contacts").column("value")))
"""


@pytest.mark.parametrize("beside", [(), ("sim.py", "world.py", "study.py", "engine.py", "results.py")])
def test_the_door_needs_nothing_beside_it(tmp_path: Path, beside: tuple[str, ...]) -> None:
    """Six lines, a grid and three hooks run in an empty folder, and beside files named as our rooms are."""
    for name in beside:
        (tmp_path / name).write_text('raise RuntimeError("not this one")\n', encoding="utf-8")
    (tmp_path / "student.py").write_text(STUDENT, encoding="utf-8")
    package = Path(paris44.__file__).resolve().parents[1]
    ran = subprocess.run(
        [sys.executable, "-W", "error", "student.py"], cwd=tmp_path, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(package)}, timeout=300,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    told = ran.stdout.splitlines()
    assert told[0] == "toy-phase-line.changed against toy-phase-line"
    assert "grid 9" in told
    assert "hooks ['fight_law', 'outcomes', 'routing']" in told
    assert "contacts {1.0}" in told
    assert {path.name for path in tmp_path.iterdir()} - {"results", "__pycache__"} == {"student.py", *beside}
