#!/usr/bin/env bash
# Babel's reader of JavaScript loses a marked text that stands inside the arguments of another marked text.
#
# One would guess: every call of a keyword is found, as Babel's own reader of Python finds both of
#   _("All of %s") % _("it") and of f(_("outer"), x=_("inner")).
# What happens: while the reader is inside the brackets of one keyword it looks for no other, so the inner text
#   is not in the catalogue; of a choice of two texts as the argument only the last one is. Nothing is said of
#   either. Marked texts beside each other, or inside the brackets of another function, are all found.
# Version: Babel 2.19.0.
# Source: https://babel.pocoo.org/en/latest/messages.html (extraction of JavaScript).
# Why it matters here: a sentence of the page that names another ("the {column} waits for {what}") would stay
#   English in its middle; so the project finds its marks in scripts itself, and Babel only checks them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check babel==2.19.0 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
from importlib.metadata import version
from io import BytesIO

from babel.messages.extract import extract

CASES = {
    "beside": 'show(say("waits"), say("for fuel"));',
    "within": 'say("{who} waits for {what}", { who: name, what: say("fuel") });',
    "choice": 'say(late ? "came late" : "came in time");',
}
print("Babel", version("babel"))
found = {}
for name, script in CASES.items():
    found[name] = [text for _, text, *_ in extract("javascript", BytesIO(script.encode()), {"say": None})]
    print(f"{name}: {script} -> {found[name]}")
python = b'say("{who} waits", what=say("fuel"))'
found["python"] = [text for _, text, *_ in extract("python", BytesIO(python), {"say": None})]
print("the same in Python:", found["python"])
sys.exit(
    0
    if found
    == {
        "beside": ["waits", "for fuel"],
        "within": ["{who} waits for {what}"],
        "choice": ["came in time"],
        "python": ["{who} waits", "fuel"],
    }
    else f"changed: {found}"
)
PY
