"""Work in processes of this machine, as it finishes."""

from __future__ import annotations

import os
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

WATCH = 1.0
"""s: how often a worker looks whether its parent is still there."""


def parallel(work: Callable[..., Any], calls: Sequence[tuple[Any, ...]], workers: int) -> Iterator[Any]:
    """``work(*call)`` for each of ``calls`` in ``workers`` processes, as they finish, few in flight."""
    from joblib import Parallel, delayed

    pool = Parallel(
        n_jobs=workers,
        backend="loky",
        return_as="generator_unordered",
        pre_dispatch="2*n_jobs",
        batch_size=1,
        initializer=_end_with,
        initargs=(os.getpid(),),
    )
    yield from quietly_closed(pool(delayed(work)(*call) for call in calls))


def _end_with(parent: int) -> None:
    """Let this process, a worker, end soon after ``parent``, which may be killed without a word."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def quietly_closed(found: Generator[Any, None, None]) -> Iterator[Any]:
    """What a pool finds; when nobody wants more, it need not warn of what it had begun."""
    try:
        for one in found:  # noqa: UP028 - delegating would close it outside of the clause below
            yield one
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.close()
