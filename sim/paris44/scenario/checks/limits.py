"""What is possible: least and greatest values of every parameter and every physical quantity.

The limits are wide. They stop slips of the pen and what nobody could believe, not daring assumptions; what
switches something off in a toy (a flow of 100,000 vehicles an hour, no halt for a week) stays possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paris44.scenario.checks.facts import Facts, Finding, Steps
from paris44.scenario.checks.islands import crow_km
from paris44.scenario.dist import Dist
from paris44.scenario.faults import quoted
from paris44.scenario.file.yaml_tree import plain
from paris44.scenario.model import Moment
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import quantities, sections
from paris44.scenario.schema.quantities import BY_UNIT, COUNT_RATE, NUMBER, SPEED, TIME, Dimension
from paris44.scenario.schema.sections import FormationRow

Limits = tuple[str, str]

PARAMETER_LIMITS: dict[str, Limits] = {
    # the limits of the longest beginning of a parameter's name that stands here
    "speed.": ("1 km/h", "100 km/h"),
    "cease-fire.speed": ("1 km/h", "100 km/h"),
    "class.": ("0.05", "2"),
    "factor.": ("0.05", "2"),
    "jam-spacing": ("1 m", "200 m"),
    "vehicle-spacing": ("1 m", "1 km"),
    "wave-time": ("0 s", "1 min"),
    "unit-gap": ("0 s", "2 h"),
    "serial-gap": ("0 s", "6 h"),
    "capacity.": ("1 veh/h", "100000 veh/h"),
    "halt.first-after": ("1 min", "7 d"),
    "halt.first": ("0 s", "12 h"),
    "halt.every": ("1 h", "7 d"),
    "halt.length": ("0 s", "50 min"),  # shorter than the least time from one halt to the next
    "fuel.range": ("10 km", "10000 km"),
    "fuel.time": ("0 s", "24 h"),
    "start-slip": ("0 s", "24 h"),
    "transmission": ("0 s", "48 h"),
    "breakdown.per-100km": ("0", "10"),
    "breakdown.time": ("0 s", "24 h"),
    "deploy": ("0 s", "24 h"),
    "fight.": ("0.01", "10"),
    "fight.time": ("0 s", "7 d"),
    "fight.city-time": ("0 s", "7 d"),
    "fight.force-exponent": ("-2", "2"),
    "fight.per-88": ("0", "2"),
    "fight.night-break": ("0", "1"),
    "fight.night-withdrawal": ("0 s", "7 d"),
    "screen.density": ("0", "10"),
    "daylight-needed": ("0 s", "16 h"),
    "enemy-price": ("0 s", "48 h"),
    "main-road-price": ("0.1", "10"),
    "loss.": ("0", "200"),
    "loss.german-killed": ("0", "1"),
    "loss.prisoners": ("0", "1"),
}
FIELD_LIMITS: dict[str, tuple[str, str, Dimension]] = {
    # fields of rows (of one section where that is named), in the table's unit or, for a law, in its own
    "length_km": ("0.01", "200", NUMBER),
    "speed_kmh": ("1", "100", NUMBER),
    "capacity_vph": ("1", "100000", NUMBER),
    "load_class_t": ("1", "200", NUMBER),
    "km_from_melun": ("-500", "500", NUMBER),
    "men": ("0", "200000", NUMBER),
    "orders.men": ("-200000", "200000", NUMBER),  # negative: they leave
    "vehicles": ("0", "50000", NUMBER),
    "tanks": ("0", "10000", NUMBER),
    "half_tracks": ("0", "10000", NUMBER),
    "guns": ("0", "10000", NUMBER),
    "soft_vehicles": ("0", "50000", NUMBER),
    "guns_88": ("0", "1000", NUMBER),
    "orders.guns_88": ("-1000", "1000", NUMBER),
    "other_guns": ("0", "1000", NUMBER),
    "armour": ("0", "1000", NUMBER),
    "orders.armour": ("-1000", "1000", NUMBER),
    "killed_per_hour": ("0", "10000", COUNT_RATE),
    "wounded_per_hour": ("0", "10000", COUNT_RATE),
    "issued": ("0 s", "60 d", TIME),  # the delay of a moment
    "start": ("0 s", "60 d", TIME),
    "lifted": ("0 s", "60 d", TIME),
    "transmission": ("0 s", "48 h", TIME),
    "headway": ("0.1 s", "10 min", TIME),
    "unit_gap": ("0 s", "2 h", TIME),
    "serial_gap": ("0 s", "6 h", TIME),
    "speed": ("1 km/h", "100 km/h", SPEED),
    "duration": ("0 s", "7 d", TIME),
    "persuasion": ("0 s", "7 d", TIME),
}  # fmt: skip
ROUNDING = 0.02
"""km by which a road may be shorter than the straight line: lengths are written to 10 m, positions to some
metres. Of the shipped roads none is shorter; the straightest is longer by 0.2 %."""


def quantities_are_possible(facts: Facts) -> Iterator[Finding]:
    """Every parameter and every physical quantity lies between its limits."""
    for name, law in facts.rows.parameters.items():
        low, high = parameter_limits(name)
        if not _inside(law, _limits(low, high, BY_UNIT[PARAMETERS[name][0]])):
            yield _finding(facts, ("parameters", name, "value"), low, high)
    for section in sections.SECTIONS:
        for name in sections.section_fields(section):
            known = field_limits(section, name)
            if known is not None:
                yield from _field(facts, section, name, *known)


def _field(
    facts: Facts, section: str, name: str, low: str, high: str, dimension: Dimension
) -> Iterator[Finding]:
    """What lies outside the limits of one field of a section's rows."""
    limits = _limits(low, high, dimension)
    for key, row in facts.rows[section].items():
        if not _inside(getattr(row, name, None), limits):
            yield _finding(facts, (section, key, name), low, high)


def _finding(facts: Facts, path: Steps, low: str, high: str) -> Finding:
    value = facts.document.at(path)
    return path, f"{quoted(plain(value))} is not between {low} and {high}", "check number and unit"


def parameter_limits(name: str) -> Limits:
    """The least and the greatest value of a parameter."""
    return PARAMETER_LIMITS[max((begin for begin in PARAMETER_LIMITS if name.startswith(begin)), key=len)]


def field_limits(section: str, name: str) -> tuple[str, str, Dimension] | None:
    """The least and the greatest value of a field of a section's rows, None where it has no limits."""
    return FIELD_LIMITS.get(f"{section}.{name}") or FIELD_LIMITS.get(name)


def _limits(low: str, high: str, dimension: Dimension) -> tuple[float, float]:
    """Both limits in SI units."""
    return quantities.quantity(low, dimension), quantities.quantity(high, dimension)


def _inside(value: object, limits: tuple[float, float]) -> bool:
    return all(limits[0] <= number <= limits[1] for number in _extent(value))


def _extent(value: object) -> Sequence[float]:
    """The ends of what a field says; nothing where it says nothing."""
    if isinstance(value, Moment):
        return _extent(value.delay)
    if isinstance(value, Dist):
        if value.kind == "lognormal":
            return value.at(0.05), value.at(0.95)
        return value.args if value.kind != "chance" else ()
    return (value,) if isinstance(value, (int, float)) else ()


def columns_are_not_exchanged(facts: Facts) -> Iterator[Finding]:
    """No formation has more tanks than vehicles and fewer men than vehicles: two cells changed places."""
    for key, row in facts.rows["formations"].items():
        if has_too_many_tanks(row) and has_too_few_men(row):
            message = f"{row.tanks} tanks and {row.men} men on {row.vehicles} vehicles"
            others: list[Steps] = [("formations", key, name) for name in ("men", "vehicles")]
            hint = "a tank is a vehicle, and each has a man to drive it: were two columns exchanged?"
            yield ("formations", key, "tanks"), message, hint, others


def has_too_many_tanks(row: FormationRow) -> bool:
    """More tanks than vehicles, of which they are part."""
    return row.tanks is not None and row.vehicles is not None and row.tanks > row.vehicles


def has_too_few_men(row: FormationRow) -> bool:
    """Fewer men than vehicles: nobody drives some of them."""
    return row.men is not None and row.vehicles is not None and row.men < row.vehicles


def nobody_teleports(facts: Facts) -> Iterator[Finding]:
    """No road is shorter than the straight line between its ends."""
    places = facts.rows["places"]
    for key, road in facts.rows["roads"].items():
        if road.from_ not in places or road.to not in places:
            continue
        a, b = places[road.from_], places[road.to]
        crow = crow_km(a.lat, a.lon, b.lat, b.lon)
        if road.length_km < crow - ROUNDING:
            message = f"{road.length_km:g} km is shorter than the straight line of {crow:.2f} km"
            others: list[Steps] = [
                ("places", end, name) for end in (road.from_, road.to) for name in ("lat", "lon")
            ]
            yield ("roads", key, "length_km"), message, "check length and places", others
