"""Checks that need more than one row: one small function each, all findings reported together.

A check yields findings (see :mod:`paris44.scenario.checks.facts`); :data:`CHECKS` names them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from pydantic import BaseModel

from paris44.language.text import join, listed, msg, pmsg, quoted
from paris44.scenario.checks.facts import OUTSIDE, Facts, Finding, Own, Steps
from paris44.scenario.checks.limits import (
    columns_are_not_exchanged,
    nobody_teleports,
    quantities_are_possible,
)
from paris44.scenario.checks.outcomes import (
    forecasts_are_of_outcomes,
    labels_stand_for_something,
    outcomes_are_made_of_moments,
    outcomes_say_what_they_ask,
)
from paris44.scenario.checks.theatre import (
    captions_have_a_place,
    days_go_up,
    parties_fight,
    the_clock_was_there,
    the_objective_is_on_a_road,
    there_is_one_theatre,
)
from paris44.scenario.checks.ways import columns_can_come_to_their_orders, routes_are_connected
from paris44.scenario.faults import Faults, meant, nearest
from paris44.scenario.file.yaml_tree import Entry
from paris44.scenario.model import JUDGES, Moment, Trigger
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import sections
from paris44.scenario.schema.read import Rows
from paris44.scenario.schema.terms import Definition, definitions

Use: TypeAlias = tuple[Steps, str, str]
"""Where a name stands, the section that should have it, and the name."""


def run(rows: Rows, document: Entry, own: Own, faults: Faults) -> None:
    """Run every check and note what it finds at the author's own line that brought it about."""
    facts = Facts(rows, document, own)
    for check in CHECKS.values():
        for path, message, hint, *others in check(facts):
            place = facts.culprit(path, others[0] if others else ())
            faults.add(place, ".".join(map(str, path)), message, hint)
            if faults.full:  # a hint for each of thousands would take seconds
                return


# --- names -------------------------------------------------------------------------------------------


def named_things_exist(facts: Facts) -> Iterator[Finding]:
    """Every place, formation, garrison, bridge and road that a row names is there."""
    return _unknown(facts, _names(facts))


def _names(facts: Facts) -> Iterator[Use]:
    """Every name of another row, by what the fields' definitions say that they name."""
    for section in sections.SECTIONS:
        named = {model: _naming(model) for model in sections.models(section)}
        for key, row in facts.rows[section].items() if any(named.values()) else ():
            for field in named[type(row)]:
                value = getattr(row, field.attribute)
                if value is not None:  # as most fields of most rows are
                    yield from _named((section, key, field.name), field.term.of, value)


@cache
def _naming(model: type[BaseModel]) -> tuple[Definition, ...]:
    """The fields of a row that name other rows."""
    return tuple(field for field in definitions(model).values() if field.term.of)


def _named(path: Steps, section: str, value: str | tuple[str, ...]) -> Iterable[Use]:
    """The names in a field that holds one or several."""
    if isinstance(value, str):
        return ((path, section, value),)
    return [((*path, number), section, name) for number, name in enumerate(value)]


_SINGULAR = {
    "places": pmsg("row", "place"), "formations": pmsg("row", "formation"),
    "garrisons": pmsg("row", "garrison"), "bridges": pmsg("row", "bridge"), "roads": pmsg("row", "road"),
    "orders": pmsg("row", "order"), "sides": pmsg("row", "side"), "parties": pmsg("row", "party"),
    "outcomes": pmsg("row", "outcome"),
}  # fmt: skip


def _unknown(facts: Facts, uses: Iterable[Use]) -> Iterator[Finding]:
    """What is named and is not there; what a change removed is told once, by the check after this one."""
    for path, section, name in uses:
        ids = facts.rows.ids[section]
        if name not in ids and (section, name) not in facts.own.removed:
            hint = meant(section, name, ids) or msg("add it to {section}", section=section)
            yield (
                path,
                msg("there is no {what} {name}", what=_SINGULAR[section], name=quoted(name)),
                hint,
            )


def what_is_removed_is_not_needed(facts: Facts) -> Iterator[Finding]:
    """No row names what a change removed."""
    if not facts.own.removed:
        return
    needed: dict[tuple[str, str], dict[str, None]] = {}
    for path, section, name in (*_names(facts), *_names_in_triggers(facts), *_names_of_bridges(facts)):
        if (section, name) in facts.own.removed and name not in facts.rows.ids[section]:
            needed.setdefault((section, name), {})[f"{path[0]}.{path[1]}"] = None
    for removed, rows in needed.items():
        yield (
            removed,
            msg("is removed, and still needed by {few}", few=_few(list(rows))),
            msg("change or remove these too"),
        )


def _few(names: Sequence[str], most: int = 5) -> str:
    more = len(names) - most
    shown = ", ".join(names[:most])
    return msg("{names} and {more} more", names=shown, more=more) if more > 0 else shown


def triggers_name_known_things(facts: Facts) -> Iterator[Finding]:
    """Every order, formation, place, garrison and parameter that a trigger names is there."""
    yield from _unknown(facts, _names_in_triggers(facts))
    for path, trigger in _triggers(facts):
        value = trigger.daylight_parameter
        if value is not None and value not in PARAMETERS:
            yield path, msg("there is no parameter {value}", value=quoted(value)), nearest(value, PARAMETERS)


def _names_in_triggers(facts: Facts) -> Iterator[Use]:
    for path, trigger in _triggers(facts):
        for name, section in (("order", "orders"), ("formation", "formations"), ("place", "places"),
                              ("garrison", "garrisons")):  # fmt: skip
            value = getattr(trigger, name)
            if value is not None:
                yield path, section, value


def _triggers(facts: Facts) -> Iterator[tuple[Steps, Trigger]]:
    """Every simple trigger of the scenario and the path of the field that holds it."""
    for key, order in facts.rows["orders"].items():
        for name in ("issued", "start", "lifted"):
            moment: Moment | None = getattr(order, name, None)
            if moment is not None and moment.after is not None:
                for part in moment.after.simple():
                    yield ("orders", key, name, "after"), part
    for key, row in facts.rows["attrition"].items():
        for part in row.until.simple() if row.until is not None else ():
            yield ("attrition", key, "until"), part


def sources_exist(facts: Facts) -> Iterator[Finding]:
    """Who is said to have considered an option is a source of the scenario."""
    ids = facts.rows.ids["sources"]
    for number, name in enumerate(facts.rows.head.considered_by):
        if name not in ids:
            hint = nearest(name, ids) or msg("add it to sources")
            yield ("considered_by", number), msg("there is no source {name}", name=quoted(name)), hint


def worlds_part_inside_the_scenario(facts: Facts) -> Iterator[Finding]:
    """A passport names an hour between the start and the end: outside them nothing could show it false."""
    at = facts.rows.head.diverges_at
    if at is not None and facts.rows.duration > 0 and not 0.0 <= at <= facts.rows.duration:
        side = OUTSIDE["start" if at < 0 else "end"]
        yield (
            ("diverges_at",),
            msg("lies {side}", side=side),
            msg("name the hour at which the decision is taken"),
        )


# --- the map -----------------------------------------------------------------------------------------


def roads_join_two_places(facts: Facts) -> Iterator[Finding]:
    """A road is called after its two different ends, and no two roads have the same ends."""
    seen: dict[frozenset[str], str] = {}
    for key, road in facts.rows["roads"].items():
        ends = frozenset((road.from_, road.to))
        if len(ends) == 1:
            yield ("roads", key, "to"), msg("the road ends where it begins"), msg("name two places")
        elif key not in (f"{road.from_}--{road.to}", f"{road.to}--{road.from_}"):
            yield (
                ("roads", key),
                msg("the id does not name the road's ends"),
                msg("call it {from_}--{to}", from_=road.from_, to=road.to),
            )
        elif ends in seen:
            yield (
                ("roads", key),
                msg("joins the same places as {seen}", seen=quoted(seen[ends])),
                msg("it is one: keep that id"),
            )
        seen.setdefault(ends, key)


def bridges_are_places(facts: Facts) -> Iterator[Finding]:
    """The id of a bridge is that of a place of the map."""
    return _unknown(facts, _names_of_bridges(facts))


def _names_of_bridges(facts: Facts) -> Iterator[Use]:
    for key in facts.rows["bridges"]:
        yield ("bridges", key), "places", key


def avoided_roads_are_on_the_map(facts: Facts) -> Iterator[Finding]:
    """A road that a march is to avoid has the number of some road."""
    numbers = {road.number for road in facts.rows["roads"].values()} - {""}
    for key, march in facts.marches() if facts.readable("roads") else ():
        for at, number in enumerate(march.avoid_roads):
            if number not in numbers:
                hint = nearest(number, numbers) or msg("write the number of a road, like N20")
                yield (
                    ("orders", key, "avoid_roads", at),
                    msg("no road has the number {number}", number=quoted(number)),
                    hint,
                )


# --- who ---------------------------------------------------------------------------------------------


def formations_form_a_tree(facts: Facts) -> Iterator[Finding]:
    """No formation is part of itself."""
    for key in facts.tree.loops:
        yield (
            ("formations", key, "parent"),
            msg("the formation is its own ancestor"),
            msg("give it another parent"),
        )


def parts_make_the_whole(facts: Facts) -> Iterator[Finding]:
    """Vehicles of the parts sum to the whole; so do men where every part gives them."""
    if facts.tree.loops or not facts.readable("formations"):
        return
    for key in facts.rows["formations"]:
        for name in ("vehicles", "men"):
            yield from _sum(facts, key, name)


def _sum(facts: Facts, key: str, name: str) -> Iterator[Finding]:
    tree = facts.tree
    children, whole = tree.children[key], getattr(tree.rows[key], name)
    if whole is None or not children:
        return
    total = sum(tree.total(child, name) for child in children)
    leaves = [child for child in children if not tree.children[child]]
    blank = [child for child in leaves if getattr(tree.rows[child], name) is None]
    if total == whole or (name == "men" and blank and total < whole):
        return
    parts = ", ".join(blank if blank and total < whole else children)
    hint = msg("{rest:+d} to give to {parts}", rest=whole - total, parts=parts)
    if total < whole and not any(tree.rows[child].remainder for child in children):
        hint = msg("{hint}, or to a part with remainder: true", hint=hint)
    message = msg("the parts have {total} {name}, the whole {whole}", total=total, name=name, whole=whole)
    others: list[Steps] = [("formations", child, name) for child in children]
    yield ("formations", key, name), message, hint, others + facts.removed("formations")


def remainders_are_left(facts: Facts) -> Iterator[Finding]:
    """A remainder is the only one of a whole that says what it has, and has no parts itself."""
    if facts.tree.loops or not facts.readable("formations"):
        return
    tree, seen = facts.tree, dict[str, str]()
    for key in (name for name, row in tree.rows.items() if row.remainder):
        path, parent = ("formations", key, "remainder"), tree.parent[key] or ""
        if parent not in tree.rows or tree.rows[parent].vehicles is None:
            hint = msg("give the whole its vehicles, and the remainder its parent")
            yield path, msg("is the remainder of nothing that has vehicles"), hint
        elif tree.children[key]:
            yield path, msg("a remainder has no parts"), msg("make them parts of the whole")
        elif (first := seen.setdefault(parent, key)) != key:
            yield (
                path,
                msg("{parent} has the remainder {first} already", parent=quoted(parent), first=quoted(first)),
                msg("keep one"),
            )
        else:
            yield from _overdrawn(facts, key, parent)


def _overdrawn(facts: Facts, key: str, parent: str) -> Iterator[Finding]:
    """What the other parts of a whole have more than it, but for what parts_make_the_whole sums."""
    tree = facts.tree
    for name in ("tanks", "guns"):
        left = tree.left(key, name)
        if getattr(tree.rows[key], name) is None and left < 0:
            others: list[Steps] = [("formations", child, name) for child in tree.children[parent]]
            message = msg("the other parts have {more} {name} more than the whole", more=-left, name=name)
            yield (
                ("formations", parent, name),
                message,
                msg("give {parent} more, or its parts less", parent=parent),
                others,
            )


def orders_reach_somebody(facts: Facts) -> Iterator[Finding]:
    """A march or a line is given to formations that have vehicles."""
    if facts.tree.loops or not facts.readable("formations"):
        return
    for key, order in facts.rows["orders"].items():
        name = "serials" if isinstance(order, sections.MarchRow) else "applies_to"
        who = getattr(order, name, None)
        if who is None:
            continue
        if not who:
            yield ("orders", key, name), msg("the order goes to nobody"), msg("name a formation")
        for number, formation in enumerate(who):
            if formation in facts.tree.rows and facts.tree.total(formation, "vehicles") == 0:
                message, hint = (
                    msg("{formation} has no vehicles", formation=quoted(formation)),
                    msg("give it vehicles, or leave it out"),
                )
                yield ("orders", key, name, number), message, hint, [("formations", formation, "vehicles")]


def parts_fit_into_their_garrison(facts: Facts) -> Iterator[Finding]:
    """The posts that are part of a garrison have no more men than it has, and no parts of their own."""
    rows = facts.rows["garrisons"]
    men: Counter[str] = Counter()
    for key, row in rows.items():
        whole = rows.get(row.part_of) if row.part_of is not None else None
        if whole is None:
            continue
        men[row.part_of] += row.men
        if whole.part_of is not None:
            message, others = (
                msg("{part_of} is itself a part", part_of=quoted(row.part_of)),
                [("garrisons", row.part_of, "part_of")],
            )
            yield ("garrisons", key, "part_of"), message, msg("name the whole"), others
    for key, total in men.items():
        if total > rows[key].men:
            message = msg("its parts have {total} men, the whole {men}", total=total, men=rows[key].men)
            others = [("garrisons", part, "men") for part, row in rows.items() if row.part_of == key]
            yield ("garrisons", key, "men"), message, msg("give it more, or its parts less"), others


def pockets_stand_for_certain(facts: Facts) -> Iterator[Finding]:
    """Only a post that bars a road has a chance: of a pocket orders and the end of the fighting hang on."""
    for key, row in facts.rows["garrisons"].items():
        if row.pocket and row.chance.args[0] < 1.0:
            message, others = msg("a pocket stands for certain"), [("garrisons", key, "pocket")]
            yield ("garrisons", key, "chance"), message, msg("let it bar its place"), others


def serials_are_named_once(facts: Facts) -> Iterator[Finding]:
    """A formation stands once in an order of march."""
    for key, march in facts.marches():
        for name, count in Counter(march.serials).items():
            if count > 1:
                number = len(march.serials) - 1 - march.serials[::-1].index(name)
                message = msg("{name} marches twice in one column", name=quoted(name))
                yield ("orders", key, "serials", number), message, msg("keep one")


def nobody_marches_twice_at_once(facts: Facts) -> Iterator[Finding]:
    """Two marches given and started at one moment share no formation, unless one goes on from the other."""
    if facts.tree.loops:
        return
    seen: dict[tuple[Moment, Moment | None, str], str] = {}
    for key, march in facts.marches():
        if march.type == "detach":
            continue
        for leaf in facts.tree.of(march.serials):
            moment = (march.issued, march.start, leaf)
            other = seen.setdefault(moment, key)
            if other != key and not _goes_on(facts.rows["orders"][other], march):
                message = msg(
                    "{leaf} already marches by order {other} then", leaf=quoted(leaf), other=quoted(other)
                )
                hint = msg("give one of them another moment or other serials")
                fields = ("serials", "issued", "start", "route")
                others = [("orders", one, name) for one in (key, other) for name in fields]
                yield ("orders", key, "serials"), message, hint, others
                break


def _goes_on(first: sections.MarchRow, second: sections.MarchRow) -> bool:
    return bool(first.route and second.route) and first.route[-1] == second.route[0]


# --- when --------------------------------------------------------------------------------------------


def orders_come_inside_the_scenario(facts: Facts) -> Iterator[Finding]:
    """An order's moment says when, and not before the scenario starts."""
    for key, order in facts.rows["orders"].items():
        for name in ("issued", "lifted", "start"):
            moment: Moment | None = getattr(order, name, None)
            if moment is None:
                continue
            if moment.at is not None and moment.at < 0:
                message, hint = msg("comes before the scenario starts"), msg("start the scenario earlier")
                yield ("orders", key, name), message, hint, [("start",)]
            if name != "start" and moment.at is None and moment.after is None:
                yield ("orders", key, name), msg("does not say from when"), msg("give 'at' or 'after'")


def orders_do_not_wait_in_a_circle(facts: Facts) -> Iterator[Finding]:
    """No order waits for itself, through other orders or not."""
    waits = {key: sorted(_needed(order.issued.after)) for key, order in facts.rows["orders"].items()}
    done: set[str] = set()
    for key in waits:
        circle = _circle(key, waits, done)
        if circle:
            chain = join(msg(" after "), circle)
            message, others = (
                msg("waits for itself: {chain}", chain=chain),
                [("orders", name, "issued") for name in circle],
            )
            yield ("orders", circle[0], "issued"), message, msg("give one of them a time"), others


def _needed(trigger: Trigger | None) -> set[str]:
    """The orders that must have been issued; one of several (``any``) need not."""
    if trigger is None or trigger.kind == "any":
        return set()
    if trigger.kind == "order" and trigger.order is not None:
        return {trigger.order}
    return {name for part in trigger.parts for name in _needed(part)}


def _circle(start: str, waits: Mapping[str, list[str]], done: set[str]) -> list[str]:
    """A circle that can be reached from ``start`` and was not found before."""
    stack = [(start, [start])]
    while stack:
        at, trail = stack.pop()
        if at in done:
            continue
        ahead = [name for name in waits.get(at, ()) if name not in done]
        back = next((name for name in ahead if name in trail), None)
        if back is not None:
            circle = [*trail[trail.index(back) :], back]
            done.update(circle)
            return circle
        stack.extend((name, [*trail, name]) for name in ahead)
    done.add(start)
    return []


def windows_are_not_empty(facts: Facts) -> Iterator[Finding]:
    """Weather, crowds, losses and garrisons begin before they end."""
    for section in ("weather", "crowds", "attrition"):
        for key, row in facts.rows[section].items():
            if row.from_ >= row.to:
                message, hint = msg("ends before it begins"), msg("exchange 'from' and 'to'")
                yield (section, key, "to"), message, hint, [(section, key, "from")]
    for key, row in facts.rows["garrisons"].items():
        if row.active_from is not None and row.active_to is not None and row.active_from >= row.active_to:
            hint = msg("exchange 'active_from' and 'active_to'")
            others = [("garrisons", key, "active_from")]
            yield ("garrisons", key, "active_to"), msg("ends before it begins"), hint, others


def record_is_inside_its_bounds(facts: Facts) -> Iterator[Finding]:
    """A recorded time lies between its bounds."""
    for key, row in facts.rows["record"].items():
        known = [(name, value) for name in ("lo", "time", "hi") if (value := getattr(row, name)) is not None]
        if not known:
            yield ("record", key), msg("has neither a time nor bounds"), msg("give time, or lo and hi")
        elif row.time is None and len(known) == 1:
            yield ("record", key), msg("has one bound and no time"), msg("give time, or lo and hi")
        for (low, a), (high, b) in pairwise(known):
            if a > b:
                message = msg("{high} is before {low}", high=quoted(high), low=quoted(low))
                hint = msg("lo, time and hi go up; who changes one gives those that no longer fit too")
                yield ("record", key, high), message, hint, [("record", key, low)]


def what_judges_lies_inside_the_scenario(facts: Facts) -> Iterator[Finding]:
    """A row of the record by which the author judges a run could have come true in it.

    Rows that a file inherits and that its own start or end leaves outside do not judge, and are no fault.
    """
    for key, row in facts.rows["record"].items():
        side = facts.outside(row)
        if not side or row.grade not in JUDGES or row.event == "order":
            continue
        fields = [name for name in ("time", "lo", "hi") if getattr(row, name) is not None]
        own = [name for name in fields if facts.document.at(("record", key, name)).file in facts.own.files]
        if own and facts.rows.duration > 0:
            hint = msg("check the date, or let the scenario last longer; one of grade C or D does not judge")
            yield ("record", key, own[0]), msg("lies {side}, and would judge it", side=side), hint


def bounds_of_what_judges_are_of_this_time(facts: Facts) -> Iterator[Finding]:
    """No bound of a row that judges lies farther outside than the scenario, or a day, is long: such a row
    holds whatever comes, and is a slip of the year or the month."""
    most = max(facts.rows.duration, 86_400.0)
    for key, row in facts.rows["record"].items():
        if facts.outside(row) or row.grade not in JUDGES:
            continue
        for name in ("lo", "hi"):
            value = getattr(row, name)
            if value is None or -most <= value <= facts.rows.duration + most:
                continue
            if facts.document.at(("record", key, name)).file in facts.own.files:
                hint = msg("check the date; one of grade C or D does not judge")
                yield (
                    ("record", key, name),
                    msg("lies far outside the scenario, and so would hold anything"),
                    hint,
                )


def record_rows_have_a_source(facts: Facts) -> Iterator[Finding]:
    """What judges a run is sourced and graded by the file that gives it."""
    for key in facts.rows["record"]:
        row = facts.document.at(("record", key))
        for name in ("time", "lo", "hi", "grade"):
            value = row.mapping().get(name)
            missing = [
                w for w in ("source", "grade") if value is not None and not row.field_of(w, value.file)
            ]
            if value is not None and missing:
                yield ("record", key, name), _unsourced(value, missing), _HOW_TO_SOURCE
                break


_HOW_TO_SOURCE = msg(
    "in the same row give source, who says so, and grade: A a contemporaneous log, B a serious account, "
    "C vague, D your judgement; only A and B are judged by"
)


def _unsourced(value: Entry, missing: Sequence[str]) -> str:
    """What a new value of the record lacks, or one that another file had with its source and grade."""
    lacks = listed(missing)
    if value.under is None:
        return msg("is recorded without {lacks}", lacks=lacks)
    return msg(
        "is disputed without {lacks}: those of {where} are of what it replaces",
        lacks=lacks,
        where=value.under.where,
    )


def grades_rest_on_sources(facts: Facts) -> Iterator[Finding]:
    """A grade above D belongs to a source that the same file names (rows of the record: the check before)."""
    for section in (name for name in sections.SECTIONS if name not in ("sources", "record")):
        for key, row in facts.document.at((section,)).mapping().items():
            grade = row.mapping().get("grade")
            if grade is not None and grade.value != "D" and row.field_of("source", grade.file) is None:
                hint = msg("name it; without one a figure is the modeller's judgement, grade D")
                yield (
                    (section, key, "grade"),
                    msg("grade {value} without a source", value=quoted(grade.value)),
                    hint,
                )


# --- the rest ----------------------------------------------------------------------------------------


def parameters_are_complete(facts: Facts) -> Iterator[Finding]:
    """No parameter is removed: the shipped ones stand in only for those that no file gives."""
    for name in PARAMETERS:
        if name not in facts.rows.ids["parameters"]:
            yield (
                ("parameters", name),
                msg("is removed, and the model needs it"),
                msg("give it another value"),
            )


def lines_can_be_drawn(facts: Facts) -> Iterator[Finding]:
    """A phase line has two points, or names its roads, and says at most once which side it closes."""
    for key, order in facts.rows["orders"].items():
        if isinstance(order, sections.PhaseLineRow) and order.from_ is not None and order.toward is not None:
            yield (
                ("orders", key, "toward"),
                msg("from and toward both say which side is closed"),
                msg("keep one"),
            )
        if isinstance(order, sections.PhaseLineRow) and not order.roads:
            if len(order.points) < 2:
                yield (
                    ("orders", key, "points"),
                    msg("a line needs two points"),
                    msg("name two places, or give roads"),
                )
            elif len(set(order.points)) < len(order.points):
                yield ("orders", key, "points"), msg("a point stands twice"), msg("keep one")


def bridge_works_name_their_formation(facts: Facts) -> Iterator[Finding]:
    """Who repairs or seizes a bridge is named."""
    for key, order in facts.rows["orders"].items():
        if (
            isinstance(order, sections.BridgeWorkRow)
            and order.action != "demolish"
            and order.formation is None
        ):
            yield (
                ("orders", key, "formation"),
                msg("to {action} a bridge takes a formation", action=order.action),
                msg("name one"),
            )


Check: TypeAlias = Callable[[Facts], Iterable[Finding]]

_ALL: tuple[Check, ...] = (
    there_is_one_theatre, the_objective_is_on_a_road, the_clock_was_there, parties_fight,
    days_go_up, captions_have_a_place,
    named_things_exist, what_is_removed_is_not_needed, triggers_name_known_things, sources_exist,
    forecasts_are_of_outcomes,
    worlds_part_inside_the_scenario,
    roads_join_two_places, bridges_are_places, routes_are_connected,
    columns_can_come_to_their_orders, avoided_roads_are_on_the_map,
    formations_form_a_tree, parts_make_the_whole,
    remainders_are_left, orders_reach_somebody, parts_fit_into_their_garrison,
    pockets_stand_for_certain,
    serials_are_named_once, nobody_marches_twice_at_once, orders_come_inside_the_scenario,
    orders_do_not_wait_in_a_circle, windows_are_not_empty, record_is_inside_its_bounds,
    what_judges_lies_inside_the_scenario, bounds_of_what_judges_are_of_this_time, columns_are_not_exchanged,
    quantities_are_possible, nobody_teleports, record_rows_have_a_source, grades_rest_on_sources,
    parameters_are_complete, lines_can_be_drawn, bridge_works_name_their_formation,
    outcomes_say_what_they_ask, labels_stand_for_something, outcomes_are_made_of_moments,
)  # fmt: skip
CHECKS: dict[str, Check] = {check.__name__.replace("_", "-"): check for check in _ALL}
"""Every check by name."""
