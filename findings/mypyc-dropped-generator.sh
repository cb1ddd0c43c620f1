#!/usr/bin/env bash
# A generator compiled by mypyc, once dropped half way, never runs its finally.
#
# One would guess: compiled code keeps Python's promise that an abandoned generator is closed, so that finally
#   blocks and the exits of with statements run when the last reference goes.
# What happens: interpreted, dropping the generator runs the block; compiled from the same source, it does not.
#   An explicit close() runs it in both.
# Version: mypy 2.4.1 (mypyc), a C compiler, CPython 3.11 or later.
# Source: https://docs.python.org/3/reference/expressions.html#yield-expressions (the promise); that mypyc breaks it
#   was found by running it.
# Why it matters here: a SimPy process is such a generator, and "with resource.request()" gives its place back
#   in such an exit; a test run on the source sees the place given back, the wheel does not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check mypy==2.4.1 setuptools==80.9.0 || exit 2
cd "$work"
cat > column.py <<'MOD'
from typing import Generator


def march(log: list[str]) -> Generator[int, None, None]:
    try:
        yield 1
        yield 2
    finally:
        log.append("gave the bridge back")
MOD
cat > try_it.py <<'MOD'
import gc

import column

dropped: list[str] = []
generator = column.march(dropped)
next(generator)
del generator
gc.collect()
closed: list[str] = []
generator = column.march(closed)
next(generator)
generator.close()
print("compiled" if column.__file__.endswith(".so") else "source", "dropped", len(dropped), "closed", len(closed))
MOD
source=$(env/bin/python try_it.py)
env/bin/mypyc column.py > build.log 2>&1 || { cat build.log; exit 2; }
compiled=$(env/bin/python try_it.py)
env/bin/mypy --version
printf '%s\n%s\n' "$source" "$compiled"
[ "$source / $compiled" = "source dropped 1 closed 1 / compiled dropped 0 closed 1" ] || { echo "changed"; exit 1; }
