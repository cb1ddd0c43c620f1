#!/usr/bin/env bash
# SimPy runs processes compiled by mypyc, but cannot print or name them.
#
# One would guess: what env.process accepts and runs, it can show; Process.name is the function's name.
# What happens: the compiled generator is an object of a class of its own without __name__, so that name and
#   repr of the process raise AttributeError, where the interpreted one says <Process(march) ...>. It also fails
#   inspect.isgenerator. Running, interrupting and returning a value work.
# Version: mypy 2.4.1 (mypyc), SimPy 4.1.2, a C compiler.
# Source: https://simpy.readthedocs.io/en/stable/api_reference/simpy.events.html (Process.name); that
#   a compiled generator has none was found by running it.
# Why it matters here: the message of an error in a run is the one place where a process is printed, and there
#   the second error hides the first, only in the compiled wheel.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check mypy==2.4.1 setuptools==80.9.0 simpy==4.1.2 || exit 2
cd "$work"
cat > column.py <<'MOD'
from typing import Any, Generator


def march(env: Any) -> Generator[Any, Any, str]:
    yield env.timeout(1)
    return "arrived"
MOD
cat > try_it.py <<'MOD'
import inspect

import column
import simpy

env = simpy.Environment()
process = env.process(column.march(env))
try:
    shown = repr(process).split(" object")[0] + ", " + process.name
except AttributeError as error:
    shown = f"AttributeError, {'__name__' in str(error)}"
env.run()
print(shown, process.value, inspect.isgenerator(column.march(env)))
MOD
source=$(env/bin/python try_it.py)
env/bin/mypyc column.py > build.log 2>&1 || { cat build.log; exit 2; }
compiled=$(env/bin/python try_it.py)
env/bin/mypy --version
printf '%s\n%s\n' "$source" "$compiled"
[ "$source" = "<Process(march), march arrived True" ] || { echo "changed"; exit 1; }
[ "$compiled" = "AttributeError, True arrived False" ] || { echo "changed"; exit 1; }
