#!/usr/bin/env bash
# One and the same fault in a task reads "bridge down" on Dask and "a result has failed to un-serialize" on joblib.
#
# One would guess: a worker's exception comes back to the caller, whatever carries the tasks.
# What happens: an exception whose __init__ takes other arguments than it hands to Exception can be pickled but
#   not unpickled. joblib's own process pool then reports a broken pool; the fault, its place and its text are
#   gone, and the pool with them. joblib on the Dask backend, and Dask itself, raise the real one.
# Version: joblib 1.6.0, Dask and distributed 2026.8.0.
# Source: https://github.com/joblib/joblib/issues/1225 (the message).
# Why it matters here: errors carry file, line and path; without __reduce__ such an error in a replication turns
#   into an unreadable one on the default road only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check joblib==1.6.0 cloudpickle==3.1.3 dask==2026.8.0 distributed==2026.8.0 || exit 2
cd "$work"
cat > task.py <<'MOD'
class Fault(Exception):
    """A fault at a place."""

    def __init__(self, place, why):
        super().__init__(f"{place}: {why}")


def march(number):
    """March, and find the bridge down."""
    raise Fault("Sevres", "bridge down")
MOD
cat > try_it.py <<'PY'
import logging
import sys
from importlib.metadata import version

import joblib
from dask.distributed import Client, LocalCluster
from task import march


def fault(**where):
    """What the caller of two tasks gets to see."""
    try:
        joblib.Parallel(**where)(joblib.delayed(march)(number) for number in range(2))
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:60]}"
    return "nothing"


if __name__ == "__main__":
    print("joblib", version("joblib"), "distributed", version("distributed"))
    own = fault(n_jobs=2)
    with LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
    ) as cluster, Client(cluster):
        with joblib.parallel_config("dask"):
            dask = fault()
    print("loky:", own)
    print("dask:", dask)
    same = own.startswith("BrokenProcessPool: A result has failed") and dask == "Fault: Sevres: bridge down"
    sys.exit(0 if same else "changed: both roads tell the fault")
PY
env/bin/python try_it.py
