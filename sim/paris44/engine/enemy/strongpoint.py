"""Strongpoints: contact, the delay they cost, and how they end."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from simpy.events import AnyOf
from simpy.events import Event as SimEvent

from paris44.engine.clock import hour
from paris44.engine.enemy.losses import geometric, poisson
from paris44.engine.events import Kind
from paris44.engine.log import INFINITE, Enabler, Event, Loss
from paris44.engine.march.column import Column
from paris44.engine.march.surroundings import Surroundings
from paris44.engine.march.unit import MarchUnit
from paris44.engine.road.lane import Barrier, Traveller
from paris44.scenario.dist import Dist
from paris44.scenario.hooks import Fight, FightLaw, seconds
from paris44.scenario.model import ZERO, Garrison

REFERENCE_DEFENDERS = 250.0
"""Men of a typical strongpoint (where it comes from: docs/model.md)."""
REFERENCE_ATTACKERS = 700.0
"""Men of a typical attacking column."""
REFERENCE_HEAVY_GUNS = 1.0
CALL_UP = 300.0  # s between looks for somebody behind a head that waits who would fight (judgement)
_FLANK_WITHIN = 10_000.0  # m: a second road round the place no longer than this is a flank (judgement)
_STRENGTH_RANGE = (0.25, 4.0)  # the force ratio never scales a fight beyond this (judgement)


def fight_law(garrison: Garrison) -> str:
    """The parameter that the length of a garrison's fight is drawn from."""
    law = "fight.time"
    if garrison.pocket:
        law = "fight.stronghold-time" if garrison.stronghold else "fight.city-time"
    return law


class Strongpoint(Barrier):
    """A garrison during a run.

    It is there from its ``active_from`` until it falls or leaves: before and after nobody meets it.
    A road strongpoint bars its places to every column whose head comes there; a pocket bars nothing
    and is attacked by those whose order says so. The length of a fight is one draw from the delay law of
    its kind, scaled by approach, guns and force ratio: whoever joins or leaves on either side scales what
    is left of it. The laws count fights as the record does: strongpoints of one fight share one draw of its
    length, and the dead that it is expected to cost, each by its men. Whether one that may stand there does
    is one draw of its own: the same for all scenarios.

    ``units`` are all of the replication, by their index, ``strongpoints`` it and all others by garrison.
    """

    def __init__(
        self, around: Surroundings, units: Sequence[MarchUnit], strongpoints: Mapping[str, Strongpoint],
        garrison: Garrison,
    ) -> None:  # fmt: skip
        self._around = around
        self._kernel = around.kernel
        self._units = units
        self._others = strongpoints
        self.garrison = garrison
        self._sun = around.kernel.world.sky.at(garrison.place)
        self.men = garrison.men
        self.heavy_guns = garrison.heavy_guns
        self.resists = self._stands()  # will be, or is, there: neither taken, surrendered nor withdrawn
        self.over = self._kernel.env.event()
        self.met = {}
        self._columns: dict[str, Column] = {}  # marches that attack
        self._engaged = False  # a fight runs
        self._fought = False  # or has run
        self._left = -1.0  # of a fight that was broken off, at the usual rate (negative: there was none)
        self._called = False  # somebody looks for those who would
        self._passed_by: dict[str, float] = {}  # marches that go round, from when on
        self._changed: SimEvent | None = None
        self._came = garrison.active_from <= 0.0
        self._fallen = False  # taken or given up, not gone by itself
        self._kernel.start(self._clock())

    @property
    def there(self) -> bool:
        """Whether it has come, and has neither fallen nor left."""
        return self._came and self.resists

    def _stands(self) -> bool:
        if self.garrison.active_to is not None and self.garrison.active_to <= 0.0:
            return False  # it had left before the scenario begins
        if self.garrison.chance >= 1.0:
            return True
        law = Dist("chance", (self.garrison.likelihood(self._kernel.value("screen.density")),))
        return law.at(self._kernel.dice.u(self.garrison.id, "present")) > 0.5

    def expected(self) -> float:
        """How surely a column that picks its way reckons with it: one that is known stands or not, one
        that may stand there is as likely as it is, until somebody meets it or its hour to leave comes."""
        garrison, now = self.garrison, self._kernel.env.now
        if garrison.chance >= 1.0 or self.met:
            return 1.0 if self.resists else 0.0
        left = garrison.active_to is not None and now >= garrison.active_to
        return 0.0 if left else self._kernel.world.likelihood(garrison.id)

    # --- its own clock ---------------------------------------------------------------------------

    def _clock(self) -> Generator[SimEvent, Any, None]:
        env, garrison = self._kernel.env, self.garrison
        if not self.resists:
            self._around.board.fire(("gone", garrison.id), Enabler(0.0))
            return
        if not self._came:
            yield hour(env, garrison.active_from)
            self._came = True
            self._recount()
        for place in garrison.bars:
            self._around.road.node(place).bar(self)
        if garrison.active_to is not None:
            yield hour(env, max(garrison.active_to, env.now))
            if self.resists:
                self.end("withdrawn", None, Enabler(env.now, lag="fight"))

    def against(self, unit: Traveller) -> bool:
        """Whether ``unit`` is of a side that it fights."""
        return self.garrison.id in self._kernel.world.foes[unit.formation]

    def holds(self, unit: Traveller) -> bool:
        """Whether ``unit``, at the entrance of a place that it bars, cannot go on: its own side can."""
        if not self.there or not self.against(unit):
            return False
        at = self._passed_by.get(unit.march)
        return at is None or self._kernel.env.now < at

    # --- contact -----------------------------------------------------------------------------------

    def contact(self, unit: Traveller, place: str) -> None:
        """The head of a column meets the strongpoint: the first time it deploys, or goes round."""
        kernel, march = self._kernel, unit.march
        if (unit.formation, place) not in self.met:
            self.met[unit.formation, place] = None
            now, who = kernel.env.now, unit.formation
            here = Enabler(now, unit=unit.index, lag="rolling")
            kernel.tell(Event(now, "contact", who, place, march, self.garrison.id, None, here))
            self._around.road.ask_before(place)
        if march in self._columns or march in self._passed_by:
            return
        how, head = unit.order.on_contact, self._units[unit.index]
        if how == "bypass" and not self.garrison.pocket and place != head.column.plan.path[-1]:
            kernel.start(self._go_round(head, march))
        elif how != "wait":
            self._attack(head, march, place, flank=how == "flank")
        elif not self._attackers() and not self._called:
            self._called = True
            kernel.start(self._call_up(head, place))

    def _call_up(self, head: MarchUnit, place: str) -> Generator[SimEvent, Any, None]:
        """The column in contact is to wait, and bars the road to those who would fight: they come forward."""
        kernel = self._kernel
        while self.resists and not self._columns and head.faces_enemy_at(place):
            unit = self._around.marshal.fighter_behind(head)
            if unit is not None and self.against(unit):
                order = unit.order
                self._attack(self._units[unit.index], order.id, place, flank=order.on_contact == "flank")
            yield kernel.env.timeout(CALL_UP)
        self._called = False

    def _go_round(self, unit: MarchUnit, march: str) -> Generator[SimEvent, Any, None]:
        """Leave a covering force and pass by tracks; the place stays barred to everybody else."""
        kernel = self._kernel
        took = kernel.value("deploy") + self._drawn_length() * kernel.value("fight.bypass")
        self._passed_by[march] = kernel.env.now + took
        yield kernel.env.timeout(took)
        now, who = kernel.env.now, unit.formation
        kernel.tell(Event(now, "bypass", who, unit.place, march, self.garrison.id, took))
        for place in self.garrison.bars:
            self._around.road.node(place).poke()

    def _attack(self, unit: MarchUnit, march: str, place: str, *, flank: bool) -> None:
        self._columns[march] = unit.column
        if self._engaged:
            self._look_again()
        else:
            self._engaged = self._fought = True
            self._kernel.start(self._fight(unit, place, flank=flank))

    # --- forces --------------------------------------------------------------------------------------

    def join(self, men: int, heavy_guns: int = 0) -> None:
        """Men and guns join those of the garrison (negative: they leave it, or are lost), now or for when it
        comes. Who counts in a fight counts from now on."""
        before, self.men = self.men, max(self.men + men, 0)
        self.heavy_guns = max(self.heavy_guns + heavy_guns, 0)
        self._recount()
        if self.garrison.part_of is not None:
            self._others[self.garrison.part_of].join(self.men - before)

    def left_by(self, march: str) -> None:
        """Some of ``march`` have taken another order: those who attack are counted anew."""
        if march in self._columns:
            self._look_again()

    def _attackers(self) -> dict[str, int]:
        """The formations that attack, each once whatever orders it has had, and their men."""
        formations = self._kernel.world.scenario.formations
        found: dict[str, int] = {}
        for march, column in list(self._columns.items()):
            names = self._marching(column)
            found.update({name: formations[name].men for name in names})
            if not names:
                del self._columns[march]
        return found

    def _marching(self, column: Column) -> list[str]:
        """The formations of which some march with ``column``, or are still to."""
        units = (self._units[i] for i in column.members)
        return list(dict.fromkeys(unit.formation for unit in units if unit.serves(column)))

    def _recount(self) -> None:
        """The forces of the whole fight have changed: what is left of it is reckoned anew."""
        for point in self._whole():
            point._look_again()

    def _look_again(self) -> None:
        if self._changed is not None:
            changed, self._changed = self._changed, None
            changed.succeed()

    # --- the fight -----------------------------------------------------------------------------------

    def _fight(self, unit: MarchUnit, place: str, *, flank: bool) -> Generator[SimEvent, Any, None]:
        kernel = self._kernel
        env, contact = kernel.env, kernel.env.now
        yield env.timeout(kernel.value("deploy"))
        law = kernel.world.hooks.fight_law
        approach = self._approach(unit, place, flank=flank)
        if self._left < 0.0:
            self._left = 1.0 if law is not None else self._drawn_length() * approach[1]
        left = self._left
        while self.resists and left > 0.0 and not self._undefended() and self._attackers():
            if self._waits_for_light():
                yield from self._night()
                continue
            began = env.now
            scale = self._guns() * self._strength() if law is None else self._by_law(law, approach[0])
            if scale <= 0.0:
                break
            span = min(left * scale, self._light_left())
            yield from self._until(span)
            left -= (env.now - began) / scale
            self._left = left = 0.0 if left < 1e-6 else left
        self._engaged = False
        attackers = self._attackers()
        if self.resists and attackers:
            winner = unit.formation if unit.formation in attackers else next(iter(attackers))
            by = Enabler(contact, unit=unit.index, lag="fight")
            self.end("surrender" if self.garrison.pocket else "cleared", winner, by)

    def _until(self, span: float) -> Generator[SimEvent, Any, None]:
        """For ``span`` seconds, or until the forces change or all is over."""
        env = self._kernel.env
        self._changed = env.event()
        yield AnyOf(env, [env.timeout(span), self._changed, self.over])

    def _night(self) -> Generator[SimEvent, Any, None]:
        """The fight rests until first light; a garrison that was attacked may be gone by then."""
        kernel, env = self._kernel, self._kernel.env
        dawn = min(self._sun.next("first-light", env.now), kernel.end + 1.0)
        leaves = env.now + kernel.draw(kernel.law("fight.night-withdrawal"), self.garrison.id, "night")
        wakes = min(leaves, dawn)
        while self.resists and env.now < wakes and not self._undefended():
            yield from self._until(wakes - env.now)
        if self.resists and leaves < dawn and env.now >= leaves:
            self.end("withdrawn", None, Enabler(env.now, lag="fight"))

    def _undefended(self) -> bool:
        """A barricade without men behind it costs only the time to clear it away."""
        return self.men <= 0 and self.heavy_guns <= 0

    def _whole(self) -> list[Strongpoint]:
        """The strongpoints that the record counts as one fight with this one."""
        fight = self.garrison.fight
        points = self._others.values()
        return [point for point in points if fight and point.garrison.fight == fight] or [self]

    def _drawn_length(self) -> float:
        name = self.garrison.fight or self.garrison.id
        return self._share() * self._kernel.law(fight_law(self.garrison)).at(
            self._kernel.dice.u(name, "fight")
        )

    def _share(self) -> float:
        """Its part, by its men, of the fight that the record counts."""
        whole = sum(point.garrison.men for point in self._whole())
        return self.garrison.men / whole if whole else 1.0

    def _by_law(self, law: FightLaw, approach: str) -> float:
        """The length of the fight by a user's law, were the forces as they are now throughout."""
        points = [point for point in self._whole() if point._counts()]
        fight = Fight(
            self.garrison.id, sum(point.men for point in points), max(sum(self._attackers().values()), 1),
            sum(point.heavy_guns for point in points), approach,
        )  # fmt: skip
        u = self._kernel.dice.u(self.garrison.fight or self.garrison.id, "fight")
        return seconds(law, fight, u)

    def _approach(self, unit: MarchUnit, place: str, *, flank: bool) -> tuple[str, float]:
        """How the place is attacked, and the factor that goes with it."""
        kernel = self._kernel
        if self.garrison.pocket:
            return "pocket", kernel.value("fight.guides")
        if flank and self._second_road(unit, place) <= _FLANK_WITHIN:
            return "flank", kernel.value("fight.flank")
        on_main_road = unit.lane is not None and self._around.road.is_main(unit.lane)
        return ("main-road", kernel.value("fight.frontal")) if on_main_road else ("road", 1.0)

    def _second_road(self, unit: MarchUnit, place: str) -> float:
        """Metres of the shortest way of ``unit`` round ``place``."""
        ahead = unit.remaining(place)
        return self._around.ways.second_road(unit.place, place, ahead[1] if len(ahead) > 1 else None)

    def _counts(self) -> bool:
        """Whether its forces count in the fight of which it is a part: those who fell have been a part of it,
        those who have not come, or have left, are none."""
        return self.there or self._fallen

    def _guns(self) -> float:
        if self.garrison.pocket:
            return 1.0
        guns = sum(point.heavy_guns for point in self._whole() if point._counts())
        return max(1.0 + self._kernel.value("fight.per-heavy-gun") * (guns - REFERENCE_HEAVY_GUNS), 0.25)

    def _strength(self) -> float:
        """How the force ratio scales the time left."""
        attackers = max(sum(self._attackers().values()), 1) / REFERENCE_ATTACKERS
        defenders = sum(point.men for point in self._whole() if point._counts())
        ratio = (max(defenders, 1) / REFERENCE_DEFENDERS) / attackers
        low, high = _STRENGTH_RANGE
        scale: float = ratio ** self._kernel.value("fight.force-exponent")
        return min(max(scale, low), high)

    def _dark_matters(self) -> bool:
        return not self.garrison.pocket and self._kernel.value("fight.night-break") > 0.5

    def _waits_for_light(self) -> bool:
        return self._dark_matters() and self._light_left() <= 0.0

    def _light_left(self) -> float:
        """Seconds until dusk; infinite where darkness does not matter, 0 in the dark."""
        if not self._dark_matters():
            return INFINITE
        sun, now = self._sun, self._kernel.env.now
        dusk, dawn = sun.next("dusk", now + 1e-6), sun.next("first-light", now + 1e-6)
        return dusk - now if dusk < dawn else 0.0

    # --- the end -------------------------------------------------------------------------------------

    def end(self, how: Kind, formation: str | None, enabler: Enabler) -> None:
        """Taken (``cleared``), given up (``surrender``) or left (``withdrawn``): the road is open."""
        kernel, garrison, now = self._kernel, self.garrison, self._kernel.env.now
        self.resists, self._fallen = False, how != "withdrawn"
        self._recount()
        kernel.tell(Event(now, how, formation, garrison.place, None, garrison.id, float(self.men), enabler))
        ended = len(kernel.log.events) - 1
        if how != "withdrawn":
            self._count_losses(formation)
        self._tell_those_in_contact(how, formation, Enabler(now, event=ended))
        self._around.board.fire(("gone", garrison.id), Enabler(now, event=ended))
        for place in garrison.bars:
            node = self._around.road.node(place)
            if self in node.bars:
                node.open(self)
        self.over.succeed()

    def _tell_those_in_contact(self, how: str, winner: str | None, enabler: Enabler) -> None:
        """For each formation that fought here the place is cleared; a pocket's surrender clears it too."""
        now, tell = self._kernel.env.now, self._kernel.tell
        for formation, place in self.met:
            if how == "surrender" and formation != winner:
                tell(Event(now, "surrender", formation, place, None, self.garrison.id, None, enabler))
            if (how, formation, place) != ("cleared", winner, self.garrison.place):
                tell(Event(now, "cleared", formation, place, None, self.garrison.id, None, enabler))

    def _count_losses(self, formation: str | None) -> None:
        kernel, garrison, now = self._kernel, self.garrison, self._kernel.env.now
        fought = self._fought
        dead = round(kernel.value("loss.defenders-killed") * self.men) if fought else 0
        share = kernel.draw(kernel.law("loss.prisoners"), garrison.id, "prisoners")
        taken = round(share * (self.men - dead))
        holder = kernel.world.holder(garrison)
        kernel.lose(Loss(now, holder, garrison.place, garrison.id, dead, 0.0, taken))
        if garrison.part_of is not None:
            self._others[garrison.part_of].join(-self.men)
        if not fought:
            return
        if not (garrison.men or garrison.heavy_guns):
            return  # a barricade without men kills nobody
        mean = "loss.killed-city" if garrison.pocket else "loss.killed"
        expected = kernel.value("loss.tanks-per-heavy-gun") * self.heavy_guns
        tanks = poisson(kernel.dice.u(garrison.id, "tanks"), expected)
        self._lose(kernel.party(formation), formation, self._share() * kernel.value(mean), tanks)
        for party in kernel.world.scenario.theatre.parties if garrison.pocket else ():
            if party.killed_per_pocket != ZERO:
                self._lose(party.id, None, kernel.draw(party.killed_per_pocket, party.id, "per-pocket"))

    def _lose(self, party: str, formation: str | None, mean: float, tanks: int = 0) -> None:
        """Dead and wounded of one party in this fight; ``mean`` is the expected number of the dead."""
        kernel = self._kernel
        killed = geometric(kernel.dice.u(self.garrison.id, f"killed-{party}"), mean)
        wounded = round(killed * kernel.value("loss.wounded-ratio"))
        place = self.garrison.place
        kernel.lose(Loss(kernel.env.now, party, place, formation, killed, wounded, 0.0, tanks))
