"""What the author of a sound scenario should know: one line each, found before any run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypedDict

from paris44.language.text import listed, mapped, msg, nmsg
from paris44.scenario.checks.facts import OUTSIDE, Facts
from paris44.scenario.checks.limits import has_too_few_men, has_too_many_tanks
from paris44.scenario.checks.sources import Sources
from paris44.scenario.faults import Fault, one_line
from paris44.scenario.file.yaml_tree import Entry, plain
from paris44.scenario.load import Loaded, load
from paris44.scenario.model import JUDGES, PhaseLine, Reinforce
from paris44.scenario.schema.sections import SECTIONS
from paris44.scenario.whatif import hours
from paris44.study.reading.reasons import until
from paris44.study.running.lay_out import lay_out
from paris44.study.running.rehearsal import Rehearsal, Root, Why, rehearse
from paris44.telling.cite import difference
from paris44.telling.waiting import waiting
from paris44.telling.words import speaker
from paris44.world.build import World
from paris44.world.sense import idle_garrisons, idle_roads, meetings


class NoteDocument(TypedDict):
    """A note with its place in a file, and the orders that it is about."""

    orders: list[str]
    words: str
    file: str
    line: int
    column: int
    path: str
    hint: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd, and its place in the author's file; ``orders`` are those that it concerns.

    ``whole``: the words say by themselves what they are about.
    """

    fault: Fault
    orders: tuple[str, ...] = ()
    whole: bool = False

    def render(self) -> str:
        """The note as one line."""
        words = mapped(one_line, self.fault.message) if self.whole else self.fault.render()
        return msg("note: {words}", words=words)

    def as_dict(self) -> NoteDocument:
        """The note as JSON-able values."""
        told = self.fault.as_dict()
        return {
            "orders": list(self.orders),
            "words": told["message"],
            "file": told["file"],
            "line": told["line"],
            "column": told["column"],
            "path": told["path"],
            "hint": told["hint"],
        }


MOST_NAMES = 8
"""Rows that one note names."""
_Found = tuple[str, str, tuple[str, ...]]
"""Path, words, and the orders concerned."""


def notes(loaded: Loaded) -> list[Note]:
    """Everything that the author of ``loaded``, which can be laid out, should know."""
    world = lay_out(loaded)
    rehearsal = rehearse(world)
    facts = Facts(loaded.rows, loaded.tree, loaded.own)
    moved = [Note(loaded.fault(path, words), orders, whole=True) for path, words, orders in _moved(loaded)]
    found: list[_Found] = [
        *_staying(loaded), *_odd_rows(loaded), *_outside(loaded), *_record(facts), *_idle(loaded, rehearsal),
        *_missing(rehearsal), *_lines(rehearsal), *_not_done(rehearsal), *_drained(rehearsal),
        *_pockets_at_the_start(rehearsal), *_on_gaps(facts, world), *_on_foot(world), *_meetings(world),
        *_doubled(facts),
    ]  # fmt: skip
    others = (Note(loaded.fault(path, words), orders) for path, words, orders in found)
    return [*moved, *_former(loaded), *_uncited(loaded), *_nothing_changed(loaded), *others]


def _base(loaded: Loaded) -> Loaded | None:
    """The scenario that the author's file changes: what was read of it for that is not read again."""
    extends = loaded.own.extends
    return None if extends is None else load(extends, shelf=loaded.shelf)


def _nothing_changed(loaded: Loaded) -> Iterator[Note]:
    """A what-if that is what it extends, as where ``change`` is empty."""
    base = loaded.once(_base)
    if base is not None and not difference(base, loaded):
        words = msg("changes nothing of {base}", base=loaded.scenario.parent)
        yield Note(loaded.fault("extends", words, msg("say under 'change' what is otherwise")))


def _former(loaded: Loaded) -> Iterator[Note]:
    """Rows under names of earlier versions."""
    for met in loaded.former:
        at = met.entry
        yield Note(Fault(at.file, at.line, at.column, met.path, met.words))


def _uncited(loaded: Loaded) -> Iterator[Note]:
    """Codes of sources that the author's own rows cite and that no table has, each at the first such row."""
    sources = Sources(loaded.tree.at(("sources",)).mapping())
    found: dict[str, tuple[list[str], str, str]] = {}

    @cache
    def codes(source: str) -> list[tuple[str, str, str]]:
        """The unknown ones of what thousands of rows cite in the same words."""
        return list(sources.unknown(source))

    for section in (name for name in SECTIONS if name != "sources"):
        for key, row in loaded.tree.at((section,)).mapping().items():
            node = row.mapping().get("source")
            if node is None or node.file not in loaded.own.files:
                continue
            for code, words, hint in codes(str(node.value or "")):
                found.setdefault(code, ([], words, hint))[0].append(f"{section}.{key}.source")
    for paths, words, hint in found.values():
        more = {"words": words, "n": len(paths)}
        told = msg("{words}, which {n} rows cite", **more) if len(paths) > 1 else words
        yield Note(loaded.fault(paths[0], told, hint))


def _moved(loaded: Loaded) -> Iterator[_Found]:
    """Who waits for a garrison or a place that the file moves or removes."""
    own, base = loaded.own, loaded.once(_base)
    moves = any(own.part(loaded.tree.at((section,))) for section in ("garrisons", "places"))
    if base is not None and (moves or own.removed):
        for note in waiting(base.scenario, loaded.scenario):
            yield note.path, note.words, note.orders


def _doubled(facts: Facts) -> Iterator[_Found]:
    """Places that stand twice in a row in a route; in ``[a, a]`` it is to stay where it is."""
    for key, march in facts.marches():
        for number, (a, b) in enumerate(pairwise(march.route), 1):
            if a == b and len(march.route) > 2:
                words = msg("{place} stands twice in a row: it counts once", place=b)
                yield f"orders.{key}.route.{number}", words, (key,)


def _staying(loaded: Loaded) -> Iterator[_Found]:
    """Orders that follow on one whose hour the file changes, and keep hours of the calendar of their own."""
    orders = loaded.tree.at(("orders",)).mapping()
    for key, row in orders.items():
        node = row.mapping().get("issued")
        if node is None or node.file not in loaded.own.files or node.under is None:
            continue
        before, now = (hours.absolute(plain(entry)) for entry in (node.under, node))
        if before is None or now is None or before == now:
            continue
        stay = [name for name in _following(key, orders) if _keeps_an_hour(loaded, orders[name])]
        if stay:
            words = nmsg(
                "has another hour, and {names}, which follows on it, keeps its hour: change it too, or write "
                "moves_with: {key} there",
                "has another hour, and {names}, which follow on it, keep their hours: change it too, or "
                "write moves_with: {key} there",
                len(stay), names=_names(stay), key=key,
            )  # fmt: skip
            yield f"orders.{key}.issued", words, tuple(stay)


def _following(key: str, orders: Mapping[str, Entry]) -> list[str]:
    """The orders that come after another, or after one of those, in the order of the file."""
    found, count = {key}, 0
    while count < len(found):
        count = len(found)
        found |= {
            name
            for name, row in orders.items()
            if any(hours.names(w, k) for w in _awaited(row) for k in found)
        }
    return [name for name in orders if name in found - {key}]


def _awaited(row: Entry) -> list[object]:
    """The triggers of an order's own moments."""
    moments = [plain(row.mapping()[name]) for name in ("issued", "start") if name in row.mapping()]
    return [moment["after"] for moment in moments if isinstance(moment, dict) and "after" in moment]


def _keeps_an_hour(loaded: Loaded, row: Entry) -> bool:
    """Whether an order has an hour of the calendar that the file leaves as it was."""
    nodes = (row.mapping().get(name) for name in hours.FIELDS)
    return any(n is not None and n.file not in loaded.own.files and hours.absolute(plain(n)) for n in nodes)


def _odd_rows(loaded: Loaded) -> Iterator[_Found]:
    """Formations of which one number does not go with another; those without vehicles are not counted so."""
    for key, row in loaded.rows["formations"].items():
        if row.vehicles and has_too_many_tanks(row):
            yield (
                f"formations.{key}.tanks",
                nmsg(
                    "{tanks} tanks among {n} vehicle",
                    "{tanks} tanks among {n} vehicles",
                    row.vehicles,
                    tanks=row.tanks,
                ),
                (),
            )
        if row.vehicles and has_too_few_men(row):
            yield (
                f"formations.{key}.men",
                nmsg("{men} men for {n} vehicle", "{men} men for {n} vehicles", row.vehicles, men=row.men),
                (),
            )


# --- time ----------------------------------------------------------------------------------------------


def _outside(loaded: Loaded) -> Iterator[_Found]:
    """Weather, crowds, losses and garrisons that lie wholly outside the simulated time."""
    for section in ("weather", "crowds", "attrition"):
        rows = loaded.rows[section].items()
        out = [key for key, row in rows if row.to <= 0.0 or row.from_ >= loaded.scenario.duration]
        yield from _beyond(section, out)
    garrisons = loaded.scenario.garrisons.values()
    late = [g.id for g in garrisons if g.active_from >= loaded.scenario.duration]
    gone = [g.id for g in garrisons if g.active_to is not None and g.active_to <= 0.0]
    yield from _beyond("garrisons", [*gone, *late])


def _beyond(section: str, names: Sequence[str]) -> Iterator[_Found]:
    if names:
        words = nmsg(
            "{names} lies wholly outside the simulated time", "{names} lie wholly outside the simulated time",
            len(names), names=_names(names),
        )  # fmt: skip
        yield f"{section}.{names[0]}", words, ()


def _record(facts: Facts) -> Iterator[_Found]:
    """Rows that would judge the scenario, had it not been shortened."""
    rows = facts.rows["record"].items()
    sides = {k: facts.outside(r) for k, r in rows if r.grade in JUDGES and r.event != "order"}
    for path in ("start", "end"):
        out = [key for key, where in sides.items() if where == OUTSIDE[path]]
        if out:
            words = nmsg(
                "{n} row of the record lies {side} and cannot judge it: {names}",
                "{n} rows of the record lie {side} and cannot judge it: {names}",
                len(out), side=OUTSIDE[path], names=_names(out),
            )  # fmt: skip
            yield path, words, ()


# --- what nobody meets -----------------------------------------------------------------------------------


def _idle(loaded: Loaded, rehearsal: Rehearsal) -> Iterator[_Found]:
    """The author's own garrisons that nobody meets, and roads that nobody takes."""
    world = rehearsal.world
    mine = {section: _own(loaded, section) for section in ("garrisons", "roads")}
    for why, names in idle_garrisons(world, rehearsal.passed(), mine["garrisons"]).items():
        words = nmsg("{names} stands {why}", "{names} stand {why}", len(names), names=_names(names), why=why)
        yield f"garrisons.{names[0]}", words, ()
    for why, names in idle_roads(world, mine["roads"]).items():
        yield (
            f"roads.{names[0]}",
            msg("no search for a way takes {names}: {why}", names=_names(names), why=why),
            (),
        )


def _own(loaded: Loaded, section: str) -> frozenset[str]:
    """The rows of a section of which the author wrote some part."""
    rows = loaded.tree.at((section,)).mapping()
    return frozenset(key for key, row in rows.items() if loaded.own.part(row) is not None)


# --- orders ----------------------------------------------------------------------------------------------


def _missing(rehearsal: Rehearsal) -> Iterator[_Found]:
    """Orders that do not come when all are played through."""
    for root, orders, followers in rehearsal.missing():
        first, *others = orders
        words = _why(root)
        if others:
            also = {"words": words, "names": _names(others)}
            words = nmsg("{words}, and so does {names}", "{words}, and so do {names}", len(others), **also)
        if followers:
            turn = {"words": words, "names": _names(followers)}
            words = nmsg(
                "{words}; {names} waits for that in turn", "{words}; {names} wait for that in turn",
                len(followers), **turn,
            )  # fmt: skip
        yield f"orders.{first}", words, (*orders, *followers)


def _why(root: Root) -> str:
    if root.why == Why.CHANCE:
        return msg("never comes: its chance is 0")
    if root.trigger is None:
        return msg("comes, or starts, only after the scenario ends")
    if root.why == Why.OVERTAKEN:
        told = {"until": until(root.trigger), "march": root.march}
        return msg(
            "waits {until}: {march} leads there, but does not get there where every draw is its median",
            **told,
        )
    return msg("waits {until}, which no order brings about", until=until(root.trigger))


def _names(names: Sequence[str]) -> str:
    return listed(names, MOST_NAMES)


def _lines(rehearsal: Rehearsal) -> Iterator[_Found]:
    """Phase lines that are over before they reach anybody."""
    words = speaker(rehearsal.world.scenario)
    orders = rehearsal.world.scenario.orders.values()
    for order in (one for one in orders if isinstance(one, PhaseLine)):
        issued = rehearsal.issued(order.id)
        if issued is None:
            continue
        known = issued + order.transmission.median
        if known >= order.until:
            when = {"end": words.time(order.until), "known": words.time(known)}
            told = msg("holds nobody: it ends {end} and is known {known}", **when)
            yield f"orders.{order.id}", told, (order.id,)


def _not_done(rehearsal: Rehearsal) -> Iterator[_Found]:
    """Orders that come and cannot be carried out, or that nobody takes up."""
    for order, why in rehearsal.not_done():
        yield f"orders.{order}", msg("cannot be carried out when it comes: {why}", why=why), (order,)
    for order, why in rehearsal.held_up():
        yield f"orders.{order}", msg("waits to the end: {why}", why=why), (order,)
    for order, instead in rehearsal.superseded():
        words = msg("is never taken up: {instead}, which stands behind it, starts first", instead=instead)
        yield f"orders.{order}", words, (order, instead)


def _drained(rehearsal: Rehearsal) -> Iterator[_Found]:
    """Orders that take more men or guns from a garrison than it can have had by then."""
    scenario = rehearsal.world.scenario
    moves = [order for order in scenario.orders.values() if isinstance(order, Reinforce)]
    for what, unit in (("men", msg("men")), ("heavy_guns", msg("heavy guns"))):
        for order in moves:
            others = (getattr(o, what) for o in moves if o.garrison == order.garrison and o is not order)
            most = getattr(scenario.garrisons[order.garrison], what) + sum(max(n, 0) for n in others)
            leave = -getattr(order, what)
            if leave > most:
                parts = {"leave": leave, "unit": unit, "garrison": order.garrison, "most": most}
                words = msg(
                    "{leave} {unit} are to leave {garrison}, which never has more than {most}", **parts
                )
                yield f"orders.{order.id}.{what}", words, (order.id,)


def _pockets_at_the_start(rehearsal: Rehearsal) -> Iterator[_Found]:
    """Pockets where the march that is to reduce them sets out: it goes without a fight."""
    garrisons = rehearsal.world.scenario.garrisons
    for order, plan in rehearsal.world.marches.items():
        start, *then = plan.path
        reduce = plan.order.reduce
        idle = [n for n in reduce if then and garrisons[n].place == start and start not in then]
        if idle:
            words = nmsg(
                "{names} stands where the march sets out: a pocket is attacked by who comes to it",
                "{names} stand where the march sets out: a pocket is attacked by who comes to it",
                len(idle), names=_names(idle),
            )  # fmt: skip
            yield f"orders.{order}.reduce", words, (order,)


def _on_gaps(facts: Facts, world: World) -> Iterator[_Found]:
    """Marches that begin or end on a bridge that is blown and stays so, and lead somewhere."""
    for key, plan in world.marches.items():
        first, last = plan.path[0], plan.path[-1]
        if len(plan.path) == 1 or facts.gaps.isdisjoint((first, last)):
            continue
        ends = msg(
            "ends on {bridge}, a bridge that is blown at the start and that nobody repairs or seizes: "
            "nobody gets there",
            bridge=last,
        )
        begins = msg(
            "sets out from {bridge}, a bridge that is blown at the start and that nobody repairs or "
            "seizes: nobody leaves it",
            bridge=first,
        )
        yield f"orders.{key}.route", ends if last in facts.gaps else begins, (key,)


def _meetings(world: World) -> Iterator[_Found]:
    """Marches of enemy sides that may meet on a road."""
    for one, other, place in meetings(world):
        words = msg(
            "its way is on a road at {place} that of {one}, of an enemy side: columns pass, "
            "and do not fight; who is to be fought is a garrison",
            place=place, one=one,
        )  # fmt: skip
        yield f"orders.{other}.route", words, (one, other)


AS_LORRIES = 20.0
"""m from one to the next in a column; men and horses keep less."""


def _on_foot(world: World) -> Iterator[_Found]:
    """Columns on foot of more than a march unit or two that keep the distances of lorries."""
    spacing = world.scenario.parameters["vehicle-spacing"].median
    for order, plan in world.marches.items():
        units = sum(len(serial.units) for serial in plan.serials)
        if plan.category == "foot" and plan.order.headway is None and spacing >= AS_LORRIES and units > 2:
            words = msg(
                "is on foot, {spacing:g} m from one to the next as lorries go: set vehicle-spacing, unit-gap "
                "(docs: your own operation, before motors)",
                spacing=spacing,
            )
            yield f"orders.{order}", words, (order,)
