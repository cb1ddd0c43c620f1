"""Work here, in processes of this machine or on a cluster, as it finishes."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from paris44.language.text import msg
from paris44.results.errors import StudyError
from paris44.study.running.pools import quietly_closed

PATIENCE = 3
"""How often a dead worker's tasks are tried again."""
WATCH = 1.0
"""s: how often a worker looks whether its parent is still there."""


Work = Callable[[Any, Any], Any]
"""(job, task) -> what comes of it: a function of a module, so that it can be sent elsewhere."""


def spread(
    work: Work, job: object, tasks: Sequence[Any], workers: int | None, scheduler: str | None
) -> Iterator[Any]:
    """``work(job, task)`` for each of ``tasks`` as they finish: on the cluster of ``scheduler``, else in
    ``workers`` processes (None: one for each core), else, where one is enough, in this.

    Raises:
        StudyError: the scheduler is not there (exit code 2) or went away, or workers die all the time (1).
    """
    if scheduler is not None:
        from paris44.study.running.cluster import on_cluster

        for _, found in on_cluster(enumerate(tasks), _in_worker, pickle.dumps((work, job)), scheduler):
            yield found
    elif (count := processes(workers, len(tasks))) == 1:
        for task in tasks:
            yield work(job, task)
    else:
        yield from _on_this_machine(tasks, pickle.dumps((work, job)), count)


def processes(workers: int | None, tasks: int) -> int:
    """How many processes: as asked, or one for each core, but not more than there are tasks."""
    if workers is None:
        import joblib

        workers = joblib.cpu_count()
    return max(1, min(workers, tasks))


def _on_this_machine(tasks: Sequence[Any], job: bytes, workers: int) -> Iterator[Any]:
    """Tasks as they finish; those of a worker that died are tried again."""
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    left = set(range(len(tasks)))
    for _ in range(PATIENCE):
        try:
            calls = ((job, (at, tasks[at])) for at in sorted(left))  # each made when a worker is free
            for at, found in parallel(_in_worker, calls, workers):
                left.remove(at)
                yield found
            return
        except TerminatedWorkerError:
            continue
    raise StudyError(
        1, msg("workers died {patience} times (not enough memory?); finished work is kept", patience=PATIENCE)
    )


def _in_worker(job: bytes, numbered: tuple[int, Any]) -> tuple[int, Any]:
    """A numbered task in a worker process; Ctrl-C is the parent's business."""
    number, task = numbered
    with _deaf():
        work, what = pickle.loads(job)
        return number, work(what, task)


@contextmanager
def _deaf() -> Iterator[None]:
    try:
        known = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not the main thread: no signal comes here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, known)


def parallel(work: Callable[..., Any], calls: Iterable[tuple[Any, ...]], workers: int) -> Iterator[Any]:
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
