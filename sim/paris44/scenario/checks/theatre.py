"""Checks of the theatre: one operation, an objective on a road, a clock that there was, who fights whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from paris44.language.text import listed, msg, quoted
from paris44.scenario.checks.facts import Facts, Finding
from paris44.scenario.faults import nearest
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
            yield ("theatre", key), msg("a scenario has one theatre"), msg("keep one row")
        if (row.light_lat is None) != (row.light_lon is None):
            have, lack = ("light_lat", "light_lon") if row.light_lon is None else ("light_lon", "light_lat")
            yield ("theatre", key, have), msg("{lack} is missing", lack=lack), msg("give both, or neither")
        given = [name for name in _EDGES if getattr(row, name) is not None]
        if given and len(given) < len(_EDGES):
            lack = ", ".join(name for name in _EDGES if name not in given)
            yield (
                ("theatre", key, given[0]),
                msg("{lack} is missing", lack=lack),
                msg("give all four edges, or none"),
            )


def the_objective_is_on_a_road(facts: Facts) -> Iterator[Finding]:
    """Somebody can come to the objective."""
    on_roads = {end for road in facts.rows["roads"].values() for end in (road.from_, road.to)}
    for key, row in facts.rows["theatre"].items():
        if (
            row.objective in facts.rows.ids["places"]
            and facts.readable("roads")
            and row.objective not in on_roads
        ):
            message = msg("no road touches the objective {objective}", objective=quoted(row.objective))
            yield ("theatre", key, "objective"), message, msg("name a place on the network, or add a road")


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
            message = msg(
                "there was no clock {clock} on {start:%Y-%m-%d}, each town had its own",
                clock=quoted(row.clock),
                start=start,
            )
            yield path, message, msg("write the offset of the town: {offset}", offset=_offset(here)[:6])
        elif here.utcoffset() != start.utcoffset():
            message = msg(
                "on {start:%Y-%m-%d} it was {offset}, and the start says {said}",
                start=start,
                offset=_offset(here),
                said=said,
            )
            yield (
                path,
                message,
                msg("write start and end with {offset}, or clock: {said}", offset=_offset(here), said=said),
            )
        elif end.astimezone(known).utcoffset() != start.utcoffset():
            yield (
                path,
                msg("is changed between start and end"),
                msg("write the offset that all went by: {said}", said=said),
            )


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
        which = (
            msg("{holders} all hold the garrisons", holders=listed(holders))
            if holders
            else msg("none of the parties holds the garrisons")
        )
        yield (
            ("parties",),
            which,
            msg("say garrisons: true of one; a garrison may name another"),
        )
        return
    if not any(row.regular and not row.garrisons for row in parties.values()):
        yield ("parties",), msg("no party is of those who come"), msg("add a party that holds no garrisons")
    for key, row in sides.items():
        for number, name in enumerate(row.enemies):
            if name == key:
                yield (
                    ("sides", key, "enemies", number),
                    msg("{key} is its own enemy", key=quoted(key)),
                    msg("name another side"),
                )
            elif name in sides and key not in sides[name].enemies and sides.keys() >= {*sides[name].enemies}:
                message = msg("{name} is no enemy of {key} in turn", name=quoted(name), key=quoted(key))
                yield (
                    ("sides", key, "enemies", number),
                    message,
                    msg("write enemies: [{key}] of {name} too", key=key, name=name),
                )


def captions_have_a_place(facts: Facts) -> Iterator[Finding]:
    """A caption is one that the page or a figure has room for."""
    for key in facts.rows["captions"]:
        if key not in CAPTIONS:
            hint = nearest(key, CAPTIONS) or msg("captions: {known}", known=", ".join(CAPTIONS))
            yield ("captions", key), msg("there is no caption {key}", key=quoted(key)), hint


def days_go_up(facts: Facts) -> Iterator[Finding]:
    """A block of days does not end before it begins, and the light of a day goes from dawn to dusk."""
    for key, row in facts.rows["blocks"].items():
        if row.to < row.from_:
            yield ("blocks", key, "to"), msg("is before the first day"), msg("exchange from and to")
    for key, row in facts.rows["light"].items():
        hours = [row.first_light, row.sunrise, row.sunset, row.dusk]
        if hours != sorted(hours):
            yield (
                ("light", key),
                msg("first light, sunrise, sunset and dusk do not go up"),
                msg("check the hours"),
            )
