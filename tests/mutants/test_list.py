"""The lists of mutants fit today's source: nothing in them is left out in silence."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.mutants.listing import ROOT, ListError, Mutant, modules, read

ALL = [mutant for module in modules() for mutant in read(module)]
LEAST = 120


@cache
def source(path: Path) -> str:
    """A module of the engine."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def names_in(file: str) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@cache
def applied(mutant: Mutant) -> str:
    """Its module with the mutant in it."""
    return mutant.applied(source(mutant.path))


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.name)
def test_each_can_be_made(mutant: Mutant) -> None:
    """What a mutant changes is found exactly once in its function, the change is one, and the module
    compiles."""
    assert applied(mutant) != source(mutant.path)


@pytest.mark.parametrize("mutant", [m for m in ALL if m.killed_by], ids=lambda mutant: mutant.name)
def test_each_killer_is_a_test(mutant: Mutant) -> None:
    """The test that is said to find a mutant exists."""
    file, _, name = mutant.killed_by.partition("::")
    assert name in names_in(file)


def test_the_list_is_long_enough() -> None:
    """At least 120 mutants of the modules of road, march and enemy, no two of which are the same."""
    assert {"lane", "flow", "column", "phase_line", "rules", "strongpoint", "driver"} <= set(modules())
    assert len(ALL) >= LEAST
    assert len({applied(mutant) for mutant in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("function", "was", "fault"),
    [
        ("f", "x", "found 2 times in f, not once"),
        ("f", "z", "found 0 times in f, not once"),
        ("g", "x", "there is no g any more"),
        ("f", "return x", "does not compile"),
    ],
)
def test_a_mutant_that_does_not_fit_is_a_fault(function: str, was: str, fault: str) -> None:
    """A text that is gone or found twice, a function that is gone, and what is no Python are told."""
    with pytest.raises(ListError, match=fault):
        Mutant("lane", "m", function, was, "return (", "?").applied("def f(x):\n    return x\n\n\nx = f\n")
