"""What pools of workers have in common, here and on a cluster."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterator
from typing import Any


def quietly_closed(found: Generator[Any, None, None]) -> Iterator[Any]:
    """What a pool finds; when nobody wants more, it need not warn of what it had begun."""
    try:
        for one in found:  # noqa: UP028 - delegating would close it outside of the clause below
            yield one
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.close()
