"""What a replication leaves behind: nothing. A worker plays thousands of them in one process."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import paris44
from tests.build import Sketch, play

ENGINE = sorted((Path(paris44.__file__).parent / "engine").glob("*.py"))
WAITS = (ast.Yield, ast.YieldFrom)


def test_a_replication_leaves_no_exception_in_hand() -> None:
    """Units called away in mid-road leave no exception that is still being dealt with once the run is over.

    Such an exception holds its frames, those hold the run, and the next one holds it: compiled to C, a
    replication in which one order calls units away left 7 MB for good.
    """
    sketch = Sketch()
    sketch.line(["a", "b", "c"], 10_000.0, 10.0)
    for name, since in (("x", 500.0), ("y", 700.0)):  # the first is back on its way before the second
        sketch.formation(name, 20)
        sketch.march(f"out-{name}", name, ["a", "c"])
        sketch.march(f"back-{name}", name, ["a", "b"], start=since, detach=True)
    log = play(sketch)
    assert log.detached == {"x": 500.0, "y": 700.0}
    assert sys.exc_info()[0] is None


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.stem)
def test_no_process_waits_while_it_deals_with_an_exception(path: Path) -> None:
    """No ``except`` or ``finally`` of the engine yields: a compiled generator would keep the exception."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    held = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    held += [part for node in ast.walk(tree) if isinstance(node, ast.Try) for part in node.finalbody]
    assert not [node.lineno for part in held for node in ast.walk(part) if isinstance(node, WAITS)]
