"""What is possible: every quantity between its limits, no road shorter than the straight line.

The limits stand with the fields (``schema/sections.py``) and the parameters (``parameters.py``). They are
wide: they stop slips of the pen and what nobody could believe, not daring assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paris44.language.text import msg, quoted
from paris44.scenario.checks.facts import Facts, Finding, Steps
from paris44.scenario.checks.islands import crow_km
from paris44.scenario.dist import Dist
from paris44.scenario.file.yaml_tree import plain
from paris44.scenario.model import Moment
from paris44.scenario.schema import sections
from paris44.scenario.schema.read import parameter_limits
from paris44.scenario.schema.sections import FormationRow
from paris44.scenario.schema.terms import Limits, definitions

ROUNDING = 0.02
"""km by which a road may be shorter than the straight line: lengths are written to 10 m, positions to some
metres. Of the shipped roads none is shorter; the straightest is longer by 0.2 %."""


def quantities_are_possible(facts: Facts) -> Iterator[Finding]:
    """Every parameter and every physical quantity lies between its limits."""
    for name, law in facts.rows.parameters.items():
        limits = parameter_limits(name)
        if not _inside(law, *limits.ends()):
            yield _finding(facts, ("parameters", name, "value"), limits)
    for section in sections.SECTIONS:
        for name in sections.section_fields(section):
            yield from _field(facts, section, name)


def _field(facts: Facts, section: str, name: str) -> Iterator[Finding]:
    """What lies outside the limits of one field of a section's rows."""
    fields = ((model, definitions(model).get(name)) for model in sections.models(section))
    limited = {
        model: (field.attribute, *field.limits.ends(), field.limits)
        for model, field in fields
        if field is not None and field.limits is not None
    }
    for key, row in facts.rows[section].items() if limited else ():
        if type(row) in limited:
            attribute, low, high, limits = limited[type(row)]
            if not _inside(getattr(row, attribute), low, high):
                yield _finding(facts, (section, key, name), limits)


def _finding(facts: Facts, path: Steps, limits: Limits) -> Finding:
    value = facts.document.at(path)
    return (
        path,
        msg("{value} is not {limits}", value=quoted(plain(value)), limits=limits.words),
        msg("check number and unit"),
    )


def _inside(value: object, low: float, high: float) -> bool:
    if value is None or isinstance(value, float):  # as nearly all are
        return value is None or low <= value <= high
    return all(low <= number <= high for number in _extent(value))


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
            message = msg(
                "{tanks} tanks and {men} men on {vehicles} vehicles",
                tanks=row.tanks,
                men=row.men,
                vehicles=row.vehicles,
            )
            others: list[Steps] = [("formations", key, name) for name in ("men", "vehicles")]
            hint = msg("a tank is a vehicle, and each has a man to drive it: were two columns exchanged?")
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
            message = msg(
                "{length_km:g} km is shorter than the straight line of {crow:.2f} km",
                length_km=road.length_km,
                crow=crow,
            )
            others: list[Steps] = [
                ("places", end, name) for end in (road.from_, road.to) for name in ("lat", "lon")
            ]
            yield ("roads", key, "length_km"), message, msg("check length and places"), others
