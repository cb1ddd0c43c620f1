"""Hypothesis without a clock and without a memory, for all tests: the same examples on every machine."""

from __future__ import annotations

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
