#!/usr/bin/env bash
# Functions that mypyc compiled together call each other through the dynamic linker's table, by name.
#
# One would guess: what is compiled together is called directly, as mypy's wiki says of early binding, and small
#   functions are inlined.
# What happens: the functions are exported from the library, and with -fPIC a C compiler must let another library
#   replace what is exported. So each call goes through a slot of the table, even of a module to itself, and none
#   is inlined. CFLAGS="-fvisibility=hidden -fno-semantic-interposition" makes the slots go; the module runs as before.
# Version: mypy 2.4.1 (mypyc), a C compiler for Linux, binutils.
# Source: https://github.com/python/mypy/wiki/Mypyc-C-Code-Generator (early binding); the manual of GCC on
#   -fsemantic-interposition. That mypyc exports them was found by readelf.
# Why it matters here: the engine is small functions that call each other 20,000 times a replication. With the two
#   flags a replication with its tables takes 3 % fewer instructions, for nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v readelf >/dev/null || exit 2
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check mypy==2.4.1 setuptools==80.9.0 || exit 2
cd "$work"
slots() { # FLAGS -> how many functions of the module itself are called by a slot of the table, and what it answers
  rm -rf build ./*.so
  CFLAGS="$1" env/bin/mypyc road.py >build.log 2>&1 || { cat build.log; exit 2; }
  printf '%s %s\n' "$(readelf -rW ./*.so | grep -c 'JUMP_SLO.*CPyDef_' || true)" \
    "$(env/bin/python -c 'import road; print(road.way(3))')"
}
cat > road.py <<'MOD'
class Lane:
    def __init__(self, length: float) -> None:
        self.length = length

    def takes(self, speed: float) -> float:
        return self.length / speed


def way(lanes: int) -> float:
    at = 0.0
    for k in range(lanes):
        at += Lane(1000.0 * (k + 1)).takes(5.0)
    return at
MOD
env/bin/mypy --version
plain=$(slots "")
hidden=$(slots "-fvisibility=hidden -fno-semantic-interposition")
echo "as it comes: $plain; hidden: $hidden (slots for functions of its own, answer)"
[ "${plain#* }" = "1200.0" ] && [ "${hidden#* }" = "1200.0" ] || { echo "changed"; exit 1; }
[ "${plain% *}" -gt 0 ] && [ "${hidden% *}" = 0 ] || { echo "changed"; exit 1; }
