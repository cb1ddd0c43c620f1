#!/usr/bin/env bash
# Mesa's event scheduler accepts a lambda, a closure or a partial, and then does not call it.
#
# One would guess: what schedule_event_absolute(function, time) takes without an error is called at that time.
# What happens: events hold their function by a weak reference only. A function that nobody else holds is gone
#   before its hour, and the event passes without a word: of four orders only that with a name of its own
#   is carried out. The clock goes on to the end as if all had been.
# Version: Mesa 3.3.1.
# Source: https://github.com/mesa/mesa/pull/2417 (why the reference is weak); the docstring of SimulationEvent,
#   not of the method that one calls, says that a lambda cannot be passed.
# Why it matters here: Mesa is a peer beside which a march is modelled; an order given in a loop, as a lambda with
#   its column, is one that was never given. In Paris 44 the queue holds what it will call.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check mesa==3.3.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import functools
import sys

import mesa
from mesa.experimental.devs import DEVSimulator

done = []


def hold_the_line():
    done.append("a function with a name")


def ordered(what):
    def order():
        done.append(what)

    return order


simulator = DEVSimulator()
simulator.setup(mesa.Model())
simulator.schedule_event_absolute(hold_the_line, 5.0)
simulator.schedule_event_absolute(lambda: done.append("a lambda"), 6.0)
simulator.schedule_event_absolute(ordered("a closure"), 7.0)
simulator.schedule_event_absolute(functools.partial(done.append, "a partial"), 8.0)
simulator.run_until(12.0)
print("Mesa", mesa.__version__)
print(f"four events until {simulator.time}, happened: {done}")
sys.exit(0 if done == ["a function with a name"] else "changed: more than one event happened, or none")
PY
