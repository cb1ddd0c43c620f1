"""For all tests: Hypothesis without a clock and without a memory, so that the examples are the same on every
machine; and garbage that is seldom looked for."""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "paris44",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=50,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("paris44"), derandomize=False, max_examples=2000)
settings.register_profile(
    "unshrunk", settings.get_profile("paris44"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("PARIS44_HYPOTHESIS", "paris44"))


SELDOM = 100_000
"""New objects after which garbage is looked for. Thousands of tests that wait are none, and to look through
them again and again would cost a tenth of the time."""


def pytest_configure() -> None:
    """Look for garbage seldom, as commands do."""
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
