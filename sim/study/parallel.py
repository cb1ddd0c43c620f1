"""Work in processes of this machine, as it finishes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any


def parallel(work: Callable[..., Any], calls: Sequence[tuple[Any, ...]], workers: int) -> Iterator[Any]:
    """``work(*call)`` for each of ``calls`` in ``workers`` processes, as they finish, few in flight."""
    from joblib import Parallel, delayed

    pool = Parallel(
        n_jobs=workers, backend="loky", return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1
    )
    yield from quietly_closed(pool(delayed(work)(*call) for call in calls))


def quietly_closed(found: Generator[Any, None, None]) -> Iterator[Any]:
    """What a pool finds; when nobody wants more, it need not warn of what it had begun."""
    try:
        for one in found:  # noqa: UP028 - delegating would close it outside of the clause below
            yield one
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.close()
