#!/usr/bin/env bash
# In UXsim the head of a column starts when the tail of its platoon is due, and its time has two units.
#
# One would guess: deltan, the number of vehicles moved together, trades detail for speed and leaves the times.
# What happens: ten vehicles a hundred seconds from 0 on: the first leaves at 10 s with deltan 1, at 45 s with
#   5 and at 180 s with 20, since a platoon leaves once all of it has gathered. A link of 100.3 s takes
#   101, 105 and 120 s: whole steps of deltan seconds. Vehicle.departure_time counts steps (10, 9, 9), the column
#   of that name in the trip table seconds.
# Version: UXsim 1.15.1.
# Source: https://toruseo.jp/UXsim/docs/uxsim.html (World: deltan, reaction_time).
# Why it matters here: UXsim is the peer beside which arrivals are measured; the first arrival of a march can be
#   minutes late by deltan alone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check uxsim==1.15.1 numpy==2.4.6 pandas==2.3.3 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from uxsim import World


def first(deltan):
    """Departure in steps, departure and travel time in seconds of the first vehicle."""
    world = World(name="", deltan=deltan, tmax=3600, print_mode=0, save_mode=0, show_mode=0, random_seed=0)
    world.addNode("a", 0, 0)
    world.addNode("b", 1, 0)
    world.addLink("road", "a", "b", length=1003, free_flow_speed=10, jam_density=0.2)
    world.adddemand("a", "b", 0, 1000, volume=100)
    world.exec_simulation()
    trip = world.analyzer.vehicle_trip_to_pandas().iloc[0]
    return next(iter(world.VEHICLES.values())).departure_time, int(trip.departure_time), int(trip.travel_time)


print("UXsim", version("uxsim"))
seen = {deltan: first(deltan) for deltan in (1, 5, 20)}
for deltan, (steps, start, travel) in seen.items():
    print(f"deltan {deltan}: leaves at {start} s (the vehicle says {steps}), on the road {travel} s")
same = seen == {1: (10, 10, 101), 5: (9, 45, 105), 20: (9, 180, 120)}
sys.exit(0 if same else f"changed: {seen}")
PY
