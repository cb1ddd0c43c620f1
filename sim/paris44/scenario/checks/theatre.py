"""Checks of the theatre: one operation, an objective on a road, a clock that there was, who fights whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from paris44.scenario.checks.facts import Facts, Finding
from paris44.scenario.faults import nearest, quoted
from paris44.scenario.schema.quantities import zone

_EDGES = ("map_south", "map_north", "map_west", "map_east")
CAPTIONS = {
    "strongpoint": "what the legend of the page calls a garrison",
    "withdrawal": "what the page says when one leaves; {1} is the place",
    "roads": "what else there is to say of the roads, among what is not modelled",
    "claims": "what the figure of losses says of the totals that sources give",
}
"""Every caption, and where it stands."""
_LOCAL_MEAN_TIME = "LMT"  # what the tables of zones call the clock of a town before there were zones


def there_is_one_theatre(facts: Facts) -> Iterator[Finding]:
    """A scenario belongs to one operation, and its light is reckoned at a whole point."""
    for number, (key, row) in enumerate(facts.rows["theatre"].items()):
        if number:
            yield ("theatre", key), "a scenario has one theatre", "keep one row"
        if (row.light_lat is None) != (row.light_lon is None):
            have, lack = ("light_lat", "light_lon") if row.light_lon is None else ("light_lon", "light_lat")
            yield ("theatre", key, have), f"{lack} is missing", "give both, or neither"
        given = [name for name in _EDGES if getattr(row, name) is not None]
        if given and len(given) < len(_EDGES):
            lack = ", ".join(name for name in _EDGES if name not in given)
            yield ("theatre", key, given[0]), f"{lack} is missing", "give all four edges, or none"


def the_objective_is_on_a_road(facts: Facts) -> Iterator[Finding]:
    """Somebody can come to the objective."""
    on_roads = {end for road in facts.rows["roads"].values() for end in (road.from_, road.to)}
    for key, row in facts.rows["theatre"].items():
        if (
            row.objective in facts.rows.ids["places"]
            and facts.readable("roads")
            and row.objective not in on_roads
        ):
            message = f"no road touches the objective {quoted(row.objective)}"
            yield ("theatre", key, "objective"), message, "name a place on the network, or add a road"


def the_clock_was_there(facts: Facts) -> Iterator[Finding]:
    """The theatre's clock existed, went as the start says, and did not change while the scenario lasts."""
    start = facts.rows.start
    end = start + timedelta(seconds=facts.rows.duration)
    for key, row in facts.rows["theatre"].items():
        known = zone(row.clock) if row.clock is not None else None
        if known is None:
            continue
        path, here, said = ("theatre", key, "clock"), start.astimezone(known), _offset(start)
        if here.tzname() == _LOCAL_MEAN_TIME:
            message = f"there was no clock {quoted(row.clock)} on {start:%Y-%m-%d}, each town had its own"
            yield path, message, f"write the offset of the town: {_offset(here)[:6]}"
        elif here.utcoffset() != start.utcoffset():
            message = f"on {start:%Y-%m-%d} it was {_offset(here)}, and the start says {said}"
            yield path, message, f"write start and end with {_offset(here)}, or clock: {said}"
        elif end.astimezone(known).utcoffset() != start.utcoffset():
            yield path, "is changed between start and end", f"write the offset that all went by: {said}"


def _offset(moment: datetime) -> str:
    """The offset of a moment as files write it."""
    return moment.replace(microsecond=0).isoformat()[19:]


def parties_fight(facts: Facts) -> Iterator[Finding]:
    """One party holds the garrisons, another one marches on them, and their sides are enemies."""
    if not facts.readable("parties") or not facts.readable("sides"):
        return
    parties, sides = facts.rows["parties"], facts.rows["sides"]
    holders = [key for key, row in parties.items() if row.garrisons]
    if len(holders) != 1:
        which = f"{' and '.join(holders)} all hold" if holders else "none of the parties holds"
        yield (
            ("parties",),
            f"{which} the garrisons",
            "say garrisons: true of one; a garrison may name another",
        )
        return
    if not any(row.regular and not row.garrisons for row in parties.values()):
        yield ("parties",), "no party is of those who come", "add a party that holds no garrisons"
    for key, row in sides.items():
        for number, name in enumerate(row.enemies):
            if name == key:
                yield (
                    ("sides", key, "enemies", number),
                    f"{quoted(key)} is its own enemy",
                    "name another side",
                )
            elif name in sides and key not in sides[name].enemies and sides.keys() >= {*sides[name].enemies}:
                message = f"{quoted(name)} is no enemy of {quoted(key)} in turn"
                yield ("sides", key, "enemies", number), message, f"write enemies: [{key}] of {name} too"


def captions_have_a_place(facts: Facts) -> Iterator[Finding]:
    """A caption is one that the page or a figure has room for."""
    for key in facts.rows["captions"]:
        if key not in CAPTIONS:
            hint = nearest(key, CAPTIONS) or f"captions: {', '.join(CAPTIONS)}"
            yield ("captions", key), f"there is no caption {quoted(key)}", hint


def days_go_up(facts: Facts) -> Iterator[Finding]:
    """A block of days does not end before it begins, and the light of a day goes from dawn to dusk."""
    for key, row in facts.rows["blocks"].items():
        if row.to < row.from_:
            yield ("blocks", key, "to"), "is before the first day", "exchange from and to"
    for key, row in facts.rows["light"].items():
        hours = [row.first_light, row.sunrise, row.sunset, row.dusk]
        if hours != sorted(hours):
            yield ("light", key), "first light, sunrise, sunset and dusk do not go up", "check the hours"
