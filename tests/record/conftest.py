"""One stage for the whole session: each scenario is loaded, built and played once."""

from __future__ import annotations

import pytest

from tests.record.plays import Play, Stage


@pytest.fixture(scope="session")
def stage() -> Stage:
    """Every scenario by its name."""
    return Stage()


@pytest.fixture(scope="session")
def historical(stage: Stage) -> Play:
    """What was done."""
    return stage["historical"]


@pytest.fixture(scope="session")
def as_ordered(stage: Stage) -> Play:
    """The plan as the founding account tells it."""
    return stage["as-ordered"]
