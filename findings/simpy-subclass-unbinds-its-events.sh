#!/usr/bin/env bash
# SimPy binds timeout, process and event to each environment "to increase performance", but not to one of a
# subclass, and not to its own RealtimeEnvironment.
#
# One would guess: what Environment.__init__ does for its speed it does for every environment, so that a subclass
#   that adds a clock of its own behaves as the parent.
# What happens: only names that stand in the body of the instance's very class are bound. An Environment has them
#   in its own dictionary; a subclass finds them anew at each use. So the same edit of the class (a test that
#   counts timeouts, say) is ignored by an environment that is there already, and obeyed by one of a subclass.
# Version: SimPy 4.1.2.
# Source: https://simpy.readthedocs.io/en/stable/api_reference/simpy.core.html (BoundClass.bind_early: "Bind all
#   BoundClass attributes of the instance's class to the instance itself to increase performance").
# Why it matters here: an engine gives the environment a clock of its own by a subclass; whoever counts or replaces
#   events in tests must do so before a plain environment is made, or on it, and nobody may take env.timeout of a
#   subclass for one and the same object.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check simpy==4.1.2 || exit 2
cd "$work"
cat > try_it.py <<'MOD'
import simpy
from simpy.rt import RealtimeEnvironment


class Clock(simpy.Environment):
    """Adds nothing."""


environments = [simpy.Environment(), Clock(), RealtimeEnvironment(strict=False)]
for env in environments:
    print(type(env).__name__, "timeout" in vars(env), env.timeout is env.timeout)
counted = []
simpy.Environment.timeout = lambda self, delay: counted.append(type(self).__name__)
for env in environments:
    env.timeout(1)
print(counted)
MOD
seen=$(env/bin/python try_it.py)
env/bin/pip list --disable-pip-version-check 2>/dev/null | grep -i '^simpy'
echo "$seen"
[ "$seen" = "Environment True True
Clock False False
RealtimeEnvironment False False
['Clock', 'RealtimeEnvironment']" ] || { echo "changed"; exit 1; }
