"""The same chunks on a Dask cluster that is already there (extra ``distributed``)."""

from __future__ import annotations

import io
import logging
import platform
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.metadata import version as version_of
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from paris44.language.text import msg
from paris44.results.errors import StudyError
from paris44.study.running.pools import quietly_closed
from paris44.version import __version__

if TYPE_CHECKING:
    from distributed import Client

ANSWER_WITHIN = 5
"""Seconds that the scheduler has to answer."""
NEEDED = ("simpy", "networkx", "numpy", "joblib")
"""What a worker must have besides ``paris44``, which is sent along."""


def on_cluster(tasks: Iterable[Any], work: Callable[..., Any], job: bytes, address: str) -> Iterator[Any]:
    """``work(job, task)`` for every task on the cluster's workers, as they finish.

    A killed worker's tasks are done again by the others.

    Raises:
        StudyError: no scheduler answers there, or its workers cannot do the work (2); it went away (1).
    """
    with _client(address) as client:
        prepare(client, address)
        yield from _results(client, tasks, work, job, address)


def reach(address: str) -> None:
    """See that the cluster is there and can do the work.

    Raises:
        StudyError: it is not, or cannot (exit code 2).
    """
    with _client(address) as client:
        prepare(client, address)


def _results(
    client: Client, tasks: Iterable[Any], work: Callable[..., Any], job: bytes, address: str
) -> Iterator[Any]:
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend=_backend(client, job)):
        pool = Parallel(return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1)
        try:
            for found in quietly_closed(pool(delayed(work)(job, task) for task in tasks)):
                if isinstance(found, BaseException):
                    raise found
                yield found
        except (OSError, TimeoutError, CancelledError) as error:
            what = msg(
                "--scheduler: {address} went away ({first_line}); finished work is kept",
                address=address,
                first_line=_first_line(error),
            )
            raise StudyError(1, what) from None


def _backend(client: Client, job: bytes) -> object:
    """Joblib's own way to Dask; without the two it would run a cluster of one core in this process. The job
    is sent to every worker once, and not with each of its tasks."""
    from joblib._dask import DaskDistributedBackend

    class Cluster(DaskDistributedBackend):  # type: ignore[misc]
        def effective_n_jobs(self, n_jobs: int) -> int:
            return max(2, int(super().effective_n_jobs(n_jobs)))

    return Cluster(client=client, scatter=[job], wait_for_workers_timeout=ANSWER_WITHIN)


def _first_line(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ModuleNotFoundError:
        raise StudyError(2, msg("--scheduler: Dask is not installed: pip install distributed")) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said once, by us
    try:
        get_address_host_port(address)  # half a client would complain later, in its own words
        client = Client(address, timeout=ANSWER_WITHIN, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        what = msg(
            "--scheduler: nobody answers at {address} ({first_line})",
            address=address,
            first_line=_first_line(error),
        )
        raise StudyError(2, what) from None
    try:
        yield client
    finally:
        client.close(timeout=1)


def prepare(client: Client, address: str) -> None:
    """See that every worker has what it needs, and send it the package if it lacks it.

    Raises:
        StudyError: no workers, another Python, another version, a missing library (exit code 2).
    """
    try:
        client.wait_for_workers(1, timeout=ANSWER_WITHIN)
        found = client.run(_equipment(NEEDED))
    except (OSError, TimeoutError) as error:
        raise StudyError(
            2,
            msg("--scheduler: {address} has no worker that answers ({error})", address=address, error=error),
        ) from None
    here = ".".join(platform.python_version_tuple()[:2])
    lacking = False
    for worker, has in sorted(found.items()):
        _check(worker, has, here)
        lacking = lacking or has["paris44"] is None
    if lacking:
        _send_package(client)


def _check(worker: str, has: dict[str, str | None], python: str) -> None:
    if has["python"] != python:
        raise StudyError(
            2,
            msg(
                "--scheduler: worker {worker} runs Python {python}, this is {ours}",
                worker=worker,
                python=has["python"],
                ours=python,
            ),
        )
    for name in NEEDED:
        if has[name] is None:
            raise StudyError(2, msg("--scheduler: worker {worker} has no {name}", worker=worker, name=name))
    if has["numpy"] != version_of("numpy"):
        raise StudyError(
            2,
            msg(
                "--scheduler: worker {worker} has numpy {numpy}, this is {ours}",
                worker=worker,
                numpy=has["numpy"],
                ours=version_of("numpy"),
            ),
        )
    if has["paris44"] not in (None, __version__):
        raise StudyError(
            2,
            msg(
                "--scheduler: worker {worker} has paris44 {paris44}, this is {version}",
                worker=worker,
                paris44=has["paris44"],
                version=__version__,
            ),
        )


def _equipment(names: Sequence[str]) -> Callable[[], dict[str, str | None]]:
    """A function that travels whole (the worker may not have this module) and reports versions."""

    def report() -> dict[str, str | None]:
        import importlib
        import platform as machine
        from importlib.metadata import PackageNotFoundError, version

        def known(name: str) -> str | None:
            try:
                return version(name)
            except PackageNotFoundError:
                return None

        found = {name: known(name) for name in names}
        try:
            module = importlib.import_module("paris44")
            found["paris44"] = getattr(module, "__version__", "unknown")
        except ImportError:
            found["paris44"] = None
        found["python"] = ".".join(machine.python_version_tuple()[:2])
        return found

    return report


def _send_package(client: Client) -> None:
    """Send the source of ``paris44`` as a zip; workers that come later get it too."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"paris44-{__version__}.zip"
        path.write_bytes(package_zip())
        client.upload_file(str(path))


def package_zip() -> bytes:
    """The Python files of ``paris44`` as a zip that can be imported."""
    top = Path(__file__).parents[2]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(top.rglob("*.py")):
            file.write(path, str(path.relative_to(top.parent)))
    return buffer.getvalue()
