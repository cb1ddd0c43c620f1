"""What stands in docstrings as an example does what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import paris44

MODULES = [info.name for info in pkgutil.walk_packages(paris44.__path__, "paris44.")]


def examples() -> list[doctest.DocTest]:
    """Every docstring with an example, in every module."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    return [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]


def test_examples_in_docstrings_hold() -> None:
    """Every ``>>>`` of the package runs and prints what the docstring says; none is skipped."""
    found = examples()
    assert found
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        assert not [example for example in test.examples if example.options.get(doctest.SKIP)], test.name
        assert runner.run(test).failed == 0, test.name
