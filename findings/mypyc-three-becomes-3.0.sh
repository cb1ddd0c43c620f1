#!/usr/bin/env bash
# Compiled by mypyc, a function that hands an int through as float prints other bytes than its source.
#
# One would guess: a compiled module gives the same output; "float" in a hint accepts an int and leaves it alone.
# What happens: an int given for a float argument or attribute becomes a float at the border, so 3 is written
#   as "3" by the source and as "3.0" by the compiled module. The type checker is content with both.
# Version: mypy 2.4.1 (mypyc), a C compiler.
# Source: https://github.com/python/mypy/pull/14880 (floats unboxed), https://github.com/python/mypy/pull/14927.
# Why it matters here: result tables are promised byte for byte, with compiler or without; every number is
#   therefore formatted, never printed as it comes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check mypy==2.4.1 setuptools==80.9.0 || exit 2
cd "$work"
cat > halt.py <<'MOD'
class Halt:
    def __init__(self, hours: float) -> None:
        self.hours = hours


def row(hours: float) -> str:
    return f"{hours},{Halt(hours).hours}"
MOD
ask='import halt; print(halt.row(3), halt.Halt(3).hours)'
source=$(env/bin/python -c "$ask")
env/bin/mypyc halt.py > build.log 2>&1 || { cat build.log; exit 2; }
compiled=$(env/bin/python -c "$ask")
env/bin/mypy --version
printf 'source %s\ncompiled %s\n' "$source" "$compiled"
[ "$source / $compiled" = "3,3 3 / 3.0,3.0 3.0" ] || { echo "changed"; exit 1; }
