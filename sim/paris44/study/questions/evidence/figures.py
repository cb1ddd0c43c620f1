"""What each die of a run decides: an uncertain figure, the law that it is drawn from, whom it concerns.

A die is known by its key (who, what, occasion), which the engine names where it draws; here is what stands
behind each kind of them. Breakdowns are thousands of dice that each move one unit by minutes: they are
told as one figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from paris44.engine.enemy.strongpoint import fight_law
from paris44.scenario.load import Loaded
from paris44.scenario.model import CeaseFire, CounterAttack, Garrison, March, Order, PhaseLine, Scenario
from paris44.study.running.lay_out import lay_out
from paris44.world.build import World

MANY = "breakdowns"
"""The figure of the many dice that are told as one."""
GARRISON = {
    "night": "fight.night-withdrawal", "prisoners": "loss.prisoners", "tanks": "loss.tanks-per-heavy-gun",
}  # fmt: skip
"""Kind of a garrison's die -> its parameter."""
ORDER = {"slip": "start-slip", "fuel": "fuel.time", "city-speed": "speed.city", "killed": "loss.killed"}
"""Kind of an order's die -> its parameter."""
STATED = {
    "transmission": "transmission", "speed": "speed", "headway": "headway", "unit-gap": "unit_gap",
    "serial-gap": "serial_gap", "duration": "duration", "chance": "chance",
}  # fmt: skip
"""Kind of an order's die -> its field; where the order does not state it, the parameter of that kind."""


@dataclass(frozen=True)
class Behind:
    """What is behind a die: the path of its ``law``; ``names`` of what it concerns (ids, or plain words);
    the path of the row that it is about; places and formations of which somebody may know more."""

    law: str
    names: tuple[str, ...]
    subject: str | None = None
    places: tuple[str, ...] = ()
    formations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """An uncertain figure: its ``dice`` by their keys, the kind of them (``what``) and what is behind."""

    id: str
    what: str
    dice: tuple[str, ...]
    behind: Behind


def figures(loaded: Loaded, dice: Iterable[str]) -> list[Figure]:
    """The figures behind ``dice``, the keys of the draws of some replications, in their order."""
    reader = _Reader(loaded.scenario, lay_out(loaded), loaded.document["orders"])
    found: dict[str, Figure] = {}
    many: list[str] = []
    for key in dict.fromkeys(dice):
        who, what, _ = key.split("|")
        if what in ("breakdown", "repair"):
            many.append(key)
            continue
        behind = reader.behind(who, what)
        if behind is not None:
            name = f"{what}:{who.removeprefix('parameter/')}"
            found[name] = Figure(name, what, (key,), behind)
    if many:
        found[MANY] = Figure(MANY, MANY, tuple(many), Behind("parameters.breakdown.per-100km", ()))
    return list(found.values())


@dataclass(frozen=True)
class _Reader:
    """Tells what is drawn in one world; ``written`` are the orders as their file has them."""

    scenario: Scenario
    world: World
    written: dict[str, dict[str, object]]

    def behind(self, who: str, what: str) -> Behind | None:
        """What a die decides; None where its law is certain, so that it decides nothing."""
        table, _, row = who.partition("/")
        if table in _TABLES:
            return _TABLES[table](self, row, what)
        if what == "fight":
            return self._fight(who)
        if what == "per-pocket":
            return Behind(f"parties.{who}.killed_per_pocket", (who,), f"parties.{who}")
        if what in (*GARRISON, "present") or what.startswith("killed-"):
            return self._garrison(self.scenario.garrisons[who], what)
        return self._order(who, what)

    def _parameter(self, row: str, _: str) -> Behind:
        known = {dice: name for name, dice in self.scenario.drawn_as.items()}
        name = known.get(row, row)
        return Behind(f"parameters.{name}", (name,))

    def _crowd(self, row: str, _: str) -> Behind:
        return Behind(f"crowds.{row}.factor", (row,), f"crowds.{row}")

    def _attrition(self, row: str, what: str) -> Behind:
        return Behind(f"attrition.{row}.{what}_per_hour", (row,), f"attrition.{row}")

    def _fight(self, who: str) -> Behind | None:
        posts = [g for g in self.scenario.garrisons.values() if (g.fight or g.id) == who]
        law = fight_law(posts[0])
        return None if self._certain(law) else self._of(posts, f"parameters.{law}")

    def _garrison(self, garrison: Garrison, what: str) -> Behind | None:
        if what == "present":
            return self._of([garrison], f"garrisons.{garrison.id}.chance")
        party = what.removeprefix("killed-")
        if party != what:
            own = next((p for p in self.scenario.theatre.parties if p.id == party), None)
            if own is not None and not own.regular:
                return self._of([garrison], f"parties.{party}.killed_per_pocket", party)
            law = "loss.killed-city" if garrison.pocket else "loss.killed"
            return self._of([garrison], f"parameters.{law}", party)
        law = GARRISON[what]
        return None if self._certain(law) and what != "tanks" else self._of([garrison], f"parameters.{law}")

    def _of(self, posts: list[Garrison], law: str, *more: str) -> Behind:
        """What is about one fight: looked for at its places, and with those who are sent against it."""
        places = dict.fromkeys(place for g in posts for place in (g.place, *g.bars))
        names = dict.fromkeys(g.place for g in posts)
        ids = {g.id for g in posts}
        sent = (plan.order for plan in self.world.marches.values() if ids & set(plan.order.reduce))
        formations = dict.fromkeys(serial for order in sent for serial in order.serials)
        return Behind(law, (*more, *names), f"garrisons.{posts[0].id}", (*places,), (*formations,))

    def _order(self, who: str, what: str) -> Behind | None:
        name, part = (who, "") if who in self.scenario.orders else who.rsplit("/", 1)
        order = self.scenario.orders[name]
        if isinstance(order, CeaseFire) and part:
            return self._cease_fire(order, part, what)
        law = f"orders.{name}.{part or 'issued'}" if what == "delay" else self._law(order, what)
        if law is None:
            return None
        whom, where = _whom(order)
        return Behind(law, (name,), f"orders.{name}", where, whom)

    def _cease_fire(self, order: CeaseFire, part: str, what: str) -> Behind | None:
        place = self.scenario.garrisons[part].place if part in self.scenario.garrisons else part
        if what == "persuasion":
            return Behind(f"orders.{order.id}.persuasion", (place,), f"orders.{order.id}", (place,))
        speed = "cease-fire.speed"
        return None if self._certain(speed) else Behind(f"parameters.{speed}", (place,), None, (place,))

    def _law(self, order: Order, what: str) -> str | None:
        """The path of the law of an order's die; None where it is certain."""
        if what in STATED:
            stated = self.written[order.id].get(STATED[what])
            if stated is not None:
                return f"orders.{order.id}.{STATED[what]}"
        name = ORDER.get(what, what)
        if what == "speed":
            name = f"speed.{self.world.marches[order.id].category}"
        return None if self._certain(name) and what != "killed" else f"parameters.{name}"

    def _certain(self, parameter: str) -> bool:
        return self.scenario.parameters[parameter].is_fixed


_TABLES: dict[str, Callable[[_Reader, str, str], Behind | None]] = {
    "parameter": _Reader._parameter, "crowd": _Reader._crowd, "attrition": _Reader._attrition,
}  # fmt: skip
"""The first part of a die's key -> who knows what is behind."""


def _whom(order: Order) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The formations that an order concerns, and where it finds them."""
    if isinstance(order, March):
        return order.serials, order.route[:1]
    if isinstance(order, PhaseLine):
        return order.applies_to, ()
    if isinstance(order, CounterAttack):
        return (order.formation,), (order.place,)
    who = getattr(order, "formation", None)
    where = getattr(order, "place", None)
    return (who,) if who else (), (where,) if where else ()
