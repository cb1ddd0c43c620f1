#!/usr/bin/env bash
# A hundred replications handed to Dask are one, counted a hundred times; handed to joblib on Dask they are a hundred.
#
# One would guess: submit(run) calls run, as the method of that name of concurrent.futures, which it is modelled on, does;
#   each of five calls draws its own dice.
# What happens: a task is known by its function and its arguments, so five calls without, or with equal, arguments are
#   one task and have one result; a list of equal numbers in map as well. A result that is still held is handed out
#   again to a later call. The executor that the client gives out does the same, though it is one of concurrent.futures.
#   dask.delayed, joblib on the Dask backend and submit with pure=False run each of them.
# Version: Dask and distributed 2026.8.0, joblib 1.6.0.
# Source: https://distributed.dask.org/en/stable/client.html (pure functions by default);
#   https://distributed.dask.org/en/stable/api.html (Client.get_executor: "fully compatible with the
#   concurrent.futures API").
# Why it matters here: replications without a seed among the arguments have a spread of nought and an interval without
#   width. Paris 44 hands each replication its number.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check dask==2026.8.0 distributed==2026.8.0 joblib==1.6.0 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import concurrent.futures
import random
import sys

import dask
import distributed
import joblib


def run(*_):
    """One replication: an hour of arrival by its own dice."""
    return random.SystemRandom().random()


print("dask", dask.__version__, "distributed", distributed.__version__, "joblib", joblib.__version__)
with distributed.Client(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as client:
    futures = [client.submit(run) for _ in range(5)]
    first = {future.result() for future in futures}
    with client.get_executor() as executor, concurrent.futures.ThreadPoolExecutor() as threads, joblib.parallel_backend("dask"):
        seen = {
            "submit": len(first),
            "submit, once more": len(first | {client.submit(run).result()}),
            "map of equal numbers": len(set(client.gather(client.map(run, [0] * 5)))),
            "submit, pure=False": len(set(client.gather([client.submit(run, pure=False) for _ in range(5)]))),
            "dask.delayed": len(set(dask.compute(*[dask.delayed(run)() for _ in range(5)]))),
            "joblib on Dask": len(set(joblib.Parallel()(joblib.delayed(run)() for _ in range(5)))),
            "the client's executor": len({f.result() for f in [executor.submit(run) for _ in range(5)]}),
            "concurrent.futures": len({f.result() for f in [threads.submit(run) for _ in range(5)]}),
        }
for how, different in seen.items():
    print(f"{how}: {different} different of 5")
sys.exit(0 if list(seen.values()) == [1, 1, 1, 5, 5, 5, 1, 5] else "changed")
PY
