"""The named, global parameters of the model: what each means, in which unit it is stored, and its limits.

A scenario must give every one of them (``scenarios/tables/parameters.csv`` does, with sources
and grades). A name that is not here is an error.
"""

from __future__ import annotations

from typing import NamedTuple

from paris44.language.text import msg


class Parameter(NamedTuple):
    """What a parameter is.

    ``unit`` is that of the stored value (``1``: none); ``low`` and ``high`` are the least and the greatest
    value, as a file writes them. The limits are wide: they stop slips of the pen, not daring assumptions,
    and what switches something off in a toy (a flow of 100,000 vehicles an hour, no halt for a week).
    """

    unit: str
    meaning: str
    low: str
    high: str


PARAMETERS: dict[str, Parameter] = {
    "speed.light": Parameter(
        "m/s",
        msg("rate of march by day, main road, light vehicles; one draw per column and day"),
        "1 km/h",
        "100 km/h",
    ),
    "speed.truck": Parameter("m/s", msg("rate of march by day, main road, lorries"), "1 km/h", "100 km/h"),
    "speed.mixed": Parameter(
        "m/s", msg("rate of march by day, main road, mixed columns"), "1 km/h", "100 km/h"
    ),
    "speed.heavy": Parameter("m/s", msg("rate of march by day, main road, tanks"), "1 km/h", "100 km/h"),
    "speed.foot": Parameter("m/s", msg("on foot"), "1 km/h", "100 km/h"),
    "speed.city": Parameter(
        "m/s",
        msg("free speed in built-up streets, all vehicles; one draw per column and day"),
        "1 km/h",
        "100 km/h",
    ),
    "class.national": Parameter("1", msg("factor on the rate of march, national road"), "0.05", "2"),
    "class.departmental": Parameter("1", msg("factor on the rate of march, departmental road"), "0.05", "2"),
    "class.local": Parameter("1", msg("factor on the rate of march, local road"), "0.05", "2"),
    "factor.night": Parameter("1", msg("factor at night, dry, all but light vehicles"), "0.05", "2"),
    "factor.night-light": Parameter("1", msg("factor at night, light vehicles"), "0.05", "2"),
    "factor.rain": Parameter("1", msg("factor in rain"), "0.05", "2"),
    "factor.fog": Parameter("1", msg("factor in fog"), "0.05", "2"),
    "factor.passing": Parameter("1", msg("factor while a priority column passes a halted one"), "0.05", "2"),
    "jam-spacing": Parameter("m", msg("road per halted vehicle"), "1 m", "200 m"),
    "factor.street-spacing": Parameter(
        "1", msg("road per halted vehicle in built-up streets, as a share of that elsewhere"), "0.05", "2"
    ),
    "wave-time": Parameter("s", msg("time for a hole in a queue to travel back one vehicle"), "0 s", "1 min"),
    "vehicle-spacing": Parameter("m", msg("road per vehicle inside a march unit on the move"), "1 m", "1 km"),
    "unit-gap": Parameter("s", msg("time gap between march units"), "0 s", "2 h"),
    "serial-gap": Parameter("s", msg("time gap between serials"), "0 s", "6 h"),
    "capacity.national": Parameter("veh/h", msg("lane flow, national road"), "1 veh/h", "100000 veh/h"),
    "capacity.departmental": Parameter(
        "veh/h", msg("lane flow, departmental road"), "1 veh/h", "100000 veh/h"
    ),
    "capacity.local": Parameter("veh/h", msg("lane flow, local road"), "1 veh/h", "100000 veh/h"),
    "capacity.street": Parameter("veh/h", msg("lane flow, street"), "1 veh/h", "100000 veh/h"),
    "capacity.bridge": Parameter("veh/h", msg("lane flow, bridge"), "1 veh/h", "100000 veh/h"),
    "halt.first-after": Parameter("s", msg("march time before the first periodic halt"), "1 min", "7 d"),
    "halt.first": Parameter("s", msg("length of the first periodic halt"), "0 s", "12 h"),
    "halt.every": Parameter("s", msg("time between later periodic halts"), "1 h", "7 d"),
    "halt.length": Parameter(
        "s", msg("length of later periodic halts"), "0 s", "50 min"
    ),  # shorter than the least time from one halt to the next
    "fuel.range": Parameter(
        "m", msg("distance after which a column must refuel (heavy and mixed)"), "10 km", "10000 km"
    ),
    "fuel.time": Parameter("s", msg("time of a fuel halt; one draw per column and halt"), "0 s", "24 h"),
    "start-slip": Parameter(
        "s", msg("start later than ordered; one draw per column and march"), "0 s", "24 h"
    ),
    "transmission": Parameter(
        "s", msg("time for an order to reach the units where the order does not say"), "0 s", "48 h"
    ),
    "breakdown.per-100km": Parameter(
        "1", msg("expected breakdowns that halt a march unit, per unit and 100 km"), "0", "10"
    ),
    "breakdown.time": Parameter("s", msg("time that a breakdown stops its unit"), "0 s", "24 h"),
    "deploy": Parameter("s", msg("from contact to the first attack"), "0 s", "24 h"),
    "fight.time": Parameter(
        "s", msg("attack on a road strongpoint of reference strength; one draw per fight"), "0 s", "7 d"
    ),
    "fight.stronghold-time": Parameter(
        "s", msg("attack on a pocket that was prepared for a siege; one draw per fight"), "0 s", "7 d"
    ),
    "fight.city-time": Parameter(
        "s", msg("attack on a pocket that is no stronghold; one draw per fight"), "0 s", "7 d"
    ),
    "fight.frontal": Parameter(
        "1", msg("factor on the fight, frontal attack on the main road"), "0.01", "10"
    ),
    "fight.flank": Parameter("1", msg("factor on the fight, attack from a second real road"), "0.01", "10"),
    "fight.bypass": Parameter("1", msg("factor on the fight, bypass leaving a covering force"), "0.01", "10"),
    "fight.force-exponent": Parameter(
        "1", msg("exponent of the force ratio (defenders to attackers) in a fight's length"), "-2", "2"
    ),
    "fight.per-heavy-gun": Parameter(
        "1", msg("share by which each heavy gun above the reference lengthens the fight"), "0", "2"
    ),
    "fight.guides": Parameter(
        "1", msg("factor on a pocket's fight when local guides lead; 1: none"), "0.01", "10"
    ),
    "fight.night-break": Parameter(
        "1", msg("1: road fights are broken off at dusk and go on at first light; 0: not"), "0", "1"
    ),
    "fight.night-withdrawal": Parameter(
        "s", msg("how long after dark a post that was attacked leaves"), "0 s", "7 d"
    ),
    "screen.density": Parameter(
        "1", msg("factor on the chance of each post that may stand on a road; 0: no such post"), "0", "10"
    ),
    "daylight-needed": Parameter(
        "s", msg("rule for the light detachment: daylight needed to clear the main axis"), "0 s", "16 h"
    ),
    "enemy-price": Parameter(
        "s", msg("price of a strongpoint to be expected in the avoid routing policy"), "0 s", "48 h"
    ),
    "main-road-price": Parameter(
        "1", msg("factor on the time of a national road in the avoid routing policy"), "0.1", "10"
    ),
    "loss.killed": Parameter(
        "1", msg("attackers killed per road fight (mean of a negative binomial, dispersion 1)"), "0", "200"
    ),
    "loss.killed-city": Parameter(
        "1", msg("attackers killed per pocket (mean of a negative binomial, dispersion 1)"), "0", "200"
    ),
    "loss.wounded-ratio": Parameter("1", msg("wounded per killed"), "0", "200"),
    "loss.tanks-per-heavy-gun": Parameter(
        "1", msg("tanks lost per heavy gun met (mean of a Poisson law)"), "0", "200"
    ),
    "loss.defenders-killed": Parameter("1", msg("share of the defenders killed in a fight"), "0", "1"),
    "loss.prisoners": Parameter(
        "1", msg("share of the surviving defenders taken when a strongpoint falls"), "0", "1"
    ),
    "cease-fire.speed": Parameter("m/s", msg("speed of a cease-fire team"), "1 km/h", "100 km/h"),
}
