"""Why something never happened, in words that stay the same: the one place that knows the vocabulary.

A reason is of one of three kinds, told by how it begins (:func:`kind`).

``order not given``: nothing in this scenario, or in this replication, orders it.

- ``order not given: none leads there``: no march of the formation passes the place
- ``order not given: none brings it about``: no order decides it
- ``order not given: by chance (order O)``: the dice of this replication were against it
- ``order not given: order P instead``: a later order came before the column set out

``not modelled``: nothing in the model can produce it.

- ``not modelled: no place is named``
- ``not modelled: no road touches PLACE``
- ``not modelled: no garrison at PLACE`` (``there``, of several places)
- ``not modelled: FORMATION has no column``

Anything else is *not by the end*, and says what it waited for.

- ``waits for FORMATION's arrival at PLACE (order O)`` (departure from, passage of, contact at, ...)
- ``waits until GARRISON is gone (order O)``, ``waits until FORMATION is barred (order O)``
- ``waits for its hour (order O)``: an hour or a delay that ends after the run
- ``(order O, for order P)``: P was to follow from O, and O waits
- ``held at PLACE by GARRISON``, ``held before line LINE``, ``held before the bridge BRIDGE``
- ``no open way from PLACE to PLACE``: to the start of its route, over bridges that are down
- ``in the queue before PLACE``, and after a colon what holds its head
- ``under way after PLACE (order O)``; ``stands at PLACE: CAUSE (order O)``, with a cause of the causes
- ``route not taken``: the column went another way, or a later order led it elsewhere
- ``GARRISON held out to the end``, ``GARRISON fell to FORMATION``, ``GARRISON surrendered`` or ``withdrew``
- ``GARRISON not met``: it was not there, or gone before, or others met it
- ``no further visit``: it happened less often than it is recorded
- ``only N vehicles by the end``, ``nothing of the kind by the end``
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from paris44.engine.log import Standing
from paris44.language.text import msg
from paris44.results.columns import ROUTE
from paris44.scenario.model import Act, March, Order, Trigger
from paris44.study.reading.doings import Doings

LATER, NOT_GIVEN, NOT_MODELLED = "not by the end", "order not given", "not modelled"
"""The kinds of reason."""
NO_ORDER = f"{NOT_GIVEN}: none leads there"
NO_DECISION = f"{NOT_GIVEN}: none brings it about"
NO_PLACE = f"{NOT_MODELLED}: no place is named"
NO_GARRISON = f"{NOT_MODELLED}: no garrison there"
NOTHING_SUCH = "nothing of the kind by the end"
HOLDS_OUT = "held out to the end"
NO_FURTHER_VISIT = "no further visit"

FALLEN = ("cleared", "surrender", "withdrawn")
"""Events after which a garrison resists no more."""
_ENEMY = ("contact", "cleared", "surrender")
_DECIDED = ("order", "sign", "junction")
_MARCHED = ("depart", "pass", "pass_tail", "arrive", "parade", "enter_city", "cross_bridge")
_AT_THE_START = ("depart", "parade")
_AWAITED: Mapping[str, Callable[..., str]] = {
    "arrive": lambda **at: msg("for {who}'s arrival at {place}", **at),
    "depart": lambda **at: msg("for {who}'s departure from {place}", **at),
    "pass": lambda **at: msg("for {who}'s passage of {place}", **at),
    "contact": lambda **at: msg("for {who}'s contact at {place}", **at),
    "cleared": lambda **at: msg("for {who}'s victory at {place}", **at),
    "surrender": lambda **at: msg("for {who}'s prisoners at {place}", **at),
    "cross_bridge": lambda **at: msg("for {who}'s crossing of {place}", **at),
    "enter_city": lambda **at: msg("for {who}'s entry by {place}", **at),
    "junction": lambda **at: msg("for {who}'s junction at {place}", **at),
    "sign": lambda **at: msg("for {who}'s signature at {place}", **at),
    "order": lambda **at: msg("for {who}'s order at {place}", **at),
    "parade": lambda **at: msg("for {who}'s parade at {place}", **at),
}
"""Event of a trigger -> what is awaited, of ``who`` at which ``place``."""
_STANDS = ("halt", "fuel", "rest", "breakdown", "gridlock", "assembly", "fight")


def kind(reason: str) -> str:
    """Which kind of reason it is: :data:`LATER`, :data:`NOT_GIVEN` or :data:`NOT_MODELLED`."""
    return next((word for word in (NOT_GIVEN, NOT_MODELLED) if reason.startswith(word)), LATER)


class _Told(NamedTuple):
    """A reason and how near the thing was: of several the nearest counts (the smallest)."""

    rank: int
    words: str


_HELD, _UNDER_WAY, _WAITS, _CHANCE, _REPLACED, _ELSEWHERE = range(6)


class Reasons:
    """Why what did not happen in one replication did not."""

    def __init__(self, doings: Doings) -> None:
        self._doings = doings
        self._ground = ground = doings.ground
        self._log = log = doings.log
        self._tree = ground.world.tree
        self._orders = ground.scenario.orders
        self._units: dict[str, list[int]] = {}
        for unit in log.units:
            self._units.setdefault(unit.formation, []).append(unit.index)
        acts = (order for order in self._orders.values() if isinstance(order, Act))
        self._still_to_come = [act for act in acts if act.id in log.pending]

    # --- what is asked for ---------------------------------------------------------------------

    def row(self, formation: str, place: str, event: str) -> str:
        """Why ``formation`` never did ``event`` at ``place``."""
        acts = self._acts(lambda act: act.event == event and self._is_of(act, formation, place))
        if acts:
            return min(acts, key=_rank).words
        if not place:
            return NO_PLACE
        if event in _ENEMY:
            return self._enemy(formation, place, event)
        if event == "order":
            return self._orders_at(formation, place)
        return NO_DECISION if event in _DECIDED else self._march(formation, place)

    def unseen(
        self, events: Sequence[str], formations: Sequence[str] | None, places: Sequence[str] | None
    ) -> str:
        """Why none of ``formations`` (None: nobody) did any of ``events`` (none: came) at any of ``places``
        (None: anywhere): of all that might have done it, what came nearest to it."""
        if not set(events).isdisjoint(FALLEN):
            fate = self._fates(places, next(event for event in events if event in FALLEN))
            if fate is not None:
                return fate
        told = [*self._decisions(events, formations, places), *self._comings(events, formations, places)]
        if told:
            return min(told, key=_rank).words
        if not set(events).isdisjoint((*_ENEMY, *FALLEN)):
            return self._fates(places, events[0]) or NO_GARRISON
        return _NOTHING[_sort(events)]

    def _decisions(
        self, events: Sequence[str], formations: Sequence[str] | None, places: Sequence[str] | None
    ) -> list[_Told]:
        """What the acts, or the orders of whatever type, wait for that would decide it."""

        def wanted(order: Order) -> bool:
            named = order.event in events if isinstance(order, Act) else "order" in events
            there = places is None or _given_at(order) in places
            return named and there and (formations is None or any(f in formations for f in _given_to(order)))

        pending = self._log.pending
        return [
            self._waits(order.id) for order in self._orders.values() if order.id in pending and wanted(order)
        ]

    def _comings(
        self, events: Sequence[str], formations: Sequence[str] | None, places: Sequence[str] | None
    ) -> Iterator[_Told]:
        """What became of the marches that would have led there; without a place, to their own ends."""
        if _sort(events) != "march":
            return
        parade, begins = tuple(events) == ("parade",), not set(events).isdisjoint(_AT_THE_START)
        marches = self._ground.world.marches
        for formation in ("",) if formations is None else formations:
            for order in self._ground.marches_of.get(formation, ()) if formation else marches:
                plan = marches[order]
                if parade and plan.order.passage_event != "parade":
                    continue
                ends = (plan.path[0 if begins else -1],) if places is None else places
                for place in ends:
                    if place in plan.path:
                        yield from self._of_march(formation, order, place)

    def _fates(self, places: Sequence[str] | None, event: str) -> str | None:
        """What became of the garrisons of places that nobody took: the first that somebody met."""
        garrisons = self._ground.scenario.garrisons.values()
        here = [g.id for g in garrisons if places is None or g.place in places]
        fates = [self._fate(garrison, event) for garrison in here]
        return next((fate for fate in fates if not fate.endswith("not met")), fates[0] if fates else None)

    # --- marches -------------------------------------------------------------------------------

    def _march(self, formation: str, place: str) -> str:
        told = min(self._marches(formation, place), key=_rank, default=None)
        if told is not None:
            return told.words
        if not self._ground.has_column(formation):
            return f"{NOT_MODELLED}: {formation} has no column"
        if not self._ground.on_a_road(place):
            return f"{NOT_MODELLED}: no road touches {place}"
        return NO_ORDER

    def _marches(self, formation: str, place: str) -> Iterator[_Told]:
        """What became of each march that leads (a part of) ``formation`` through ``place``."""
        marches = self._ground.world.marches
        for order in self._ground.marches_of.get(formation, ()):
            if place in marches[order].path:
                yield from self._of_march(formation, order, place)

    def _of_march(self, formation: str, order: str, place: str) -> Iterator[_Told]:
        """What became of a march, of the part of it that belongs to ``formation`` (empty: of all)."""
        if order in self._log.pending:
            yield self._waits(order)
            return
        for serial in self._ground.world.marches[order].serials:
            if not formation or formation in self._tree.ancestors[serial.formation]:
                for unit in self._units.get(serial.formation, ()):
                    yield self._of_unit(unit, order, place)

    def _of_unit(self, unit: int, order: str, place: str) -> _Told:
        """Why a unit that was given ``order`` did not come to ``place`` by it."""
        known = self._log.standing
        stands = known[unit] if known else Standing("", "", "")
        rank = self._ground.march_rank
        passed = self._doings.passed(unit)
        if place in passed.get(order, ()):
            return _Told(_ELSEWHERE, ROUTE)
        if stands.order and rank[stands.order] > rank[order]:
            instead = f"{NOT_GIVEN}: order {stands.order} instead"
            return _Told(_ELSEWHERE, ROUTE) if order in passed else _Told(_REPLACED, instead)
        if not stands.under_way:
            return _Told(_ELSEWHERE, ROUTE)
        if stands.held:
            return _Told(_HELD, stands.held)
        where = f"stands at {stands.place}: {stands.cause}"
        if stands.cause not in _STANDS:
            where = f"under way after {stands.place}"
        return _Told(_UNDER_WAY, f"{where} (order {stands.order})")

    # --- orders that wait ------------------------------------------------------------------------

    def _waits(self, order: str) -> _Told:
        """What an order waits for that was not given, or has not started; followed back to the first."""
        first = self._first(order)
        pending = self._log.pending[first]
        name = f"(order {first})" if first == order else f"(order {first}, for order {order})"
        if pending.stage == "chance":
            return _Told(_CHANCE, f"{NOT_GIVEN}: by chance {name}")
        return _Told(_WAITS, f"waits {until(pending.awaits[0]) if pending.awaits else 'for its hour'} {name}")

    def _first(self, order: str) -> str:
        """The order that keeps ``order`` waiting, through those between."""
        met: dict[str, None] = {}
        while order not in met:
            met[order] = None
            awaits = self._log.pending[order].awaits
            before = awaits[0].order if awaits else None
            if before is None or before not in self._log.pending:
                break
            order = before
        return order

    # --- decisions -------------------------------------------------------------------------------

    def _acts(self, wanted: Callable[[Act], bool]) -> list[_Told]:
        return [self._waits(act.id) for act in self._still_to_come if wanted(act)]

    def _is_of(self, act: Act, formation: str, place: str) -> bool:
        who = act.formation
        return (act.place or "") == place and who is not None and formation in self._tree.ancestors[who]

    def _orders_at(self, formation: str, place: str) -> str:
        """Why no order reached ``formation`` at ``place``."""
        told = [
            self._waits(order.id)
            for order in self._orders.values()
            if order.id in self._log.pending and place == _given_at(order)
            and any(formation in self._tree.ancestors[name] for name in _given_to(order))
        ]  # fmt: skip
        return min(told, key=_rank, default=_Told(0, NO_DECISION)).words

    # --- the enemy -------------------------------------------------------------------------------

    def _enemy(self, formation: str, place: str, event: str) -> str:
        """Why a formation did not meet, or beat, the enemy at a place."""
        garrisons = self._ground.scenario.garrisons.values()
        here = [g.id for g in garrisons if g.place == place or place in g.bars]
        if not here:
            return f"{NOT_MODELLED}: no garrison at {place}"
        if not self._ground.has_column(formation):
            return f"{NOT_MODELLED}: {formation} has no column"
        if not self._came(formation, place):
            return self._march(formation, place)
        fates = [self._fate(garrison, event) for garrison in here]
        return next((fate for fate in fates if not fate.endswith("not met")), fates[0])

    def _came(self, formation: str, place: str) -> bool:
        """Whether some part of it was at the place, or met somebody there."""
        leaves = self._tree.leaves.get(formation, (formation,))
        units = [unit for leaf in leaves for unit in self._units.get(leaf, ())]
        met = any(
            e.place == place and e.formation in leaves and e.kind == "contact" for e in self._log.events
        )
        return met or any(place in places for unit in units for places in self._doings.passed(unit).values())

    def _fate(self, garrison: str, event: str) -> str:
        """How a garrison ended, as far as ``event`` asks for it."""
        if event != "contact":
            for e in self._log.events:
                if e.detail == garrison and e.kind in FALLEN:
                    by = f"fell to {e.formation}" if e.formation else "fell"
                    return f"{garrison} {_ENDS.get(e.kind, by)}"
            if any(e.detail == garrison and e.kind == "contact" for e in self._log.events):
                return f"{garrison} {HOLDS_OUT}"
        return f"{garrison} not met"


_ENDS = {"withdrawn": "withdrew", "surrender": "surrendered"}


def only(vehicles: int) -> str:
    """Of a part that had to be there only so many vehicles came."""
    return f"only {vehicles} vehicles by the end"


def _sort(events: Sequence[str]) -> str:
    """What brings such events about: marches, decisions, or nothing that was ever ordered."""
    if not events or not set(events).isdisjoint(_MARCHED):
        return "march"
    return "decision" if not set(events).isdisjoint(_DECIDED) else "other"


_NOTHING = {"march": NO_ORDER, "decision": NO_DECISION, "other": NOTHING_SUCH}
"""The reason where nothing in the scenario was to bring such events about."""


def _rank(told: _Told) -> int:
    return told.rank


def until(trigger: Trigger) -> str:
    """What a simple trigger waits for, in words."""
    if trigger.kind == "order":
        return msg("for order {order}", order=trigger.order)
    if trigger.kind == "gone":
        return msg("until {garrison} is gone", garrison=trigger.garrison)
    if trigger.kind == "barred":
        return msg("until {who} is barred", who=trigger.formation)
    who, place = trigger.formation or msg("anybody"), trigger.place or msg("anywhere")
    told = _AWAITED[trigger.event or ""](who=who, place=place)
    return msg("{what}, visit {n}", what=told, n=trigger.visit) if trigger.visit > 1 else told


def _given_at(order: Order) -> str | None:
    return order.route[0] if isinstance(order, March) else getattr(order, "place", None)


def _given_to(order: Order) -> Sequence[str]:
    if isinstance(order, March):
        return order.serials
    formation: str | None = getattr(order, "formation", None)
    return () if formation is None else (formation,)
