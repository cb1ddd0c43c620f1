"""The checkpoints of the record: which recorded events judge a run.

A checkpoint is one recorded event; competing rows of the record for it are joined with their bounds,
also where one source names a part and the other the whole that it belongs to. Only rows of grade A and B
count, and only those that are not inputs of the scenario. It needs no NumPy: a browser asks too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paris44.language.text import msg
from paris44.results.columns import ArrivalKey
from paris44.scenario.model import (
    JUDGES,
    Act,
    CounterAttack,
    March,
    Moment,
    Order,
    Party,
    PhaseLine,
    RecordedTime,
    Scenario,
)
from paris44.study.reading.context import arrivals_event
from paris44.world.light import Sky
from paris44.world.order_of_battle import Tree, parties_of, tree

if TYPE_CHECKING:
    from paris44.scenario.load import Loaded

DAY = 86_400.0
INPUT = "an input:"
INPUT_TOO = msg("an input: another account of an hour that the scenario decides")


@dataclass(frozen=True)
class Checkpoint:
    """One recorded event. ``recorded`` is the mean of its recorded times, or the middle of the bounds."""

    rows: tuple[RecordedTime, ...]
    key: ArrivalKey  # in the arrivals
    lo: float
    hi: float

    @property
    def recorded(self) -> float:
        """Seconds since the scenario's start."""
        times = [row.time for row in self.rows if row.time is not None]
        return sum(times) / len(times) if times else (self.lo + self.hi) / 2.0

    @property
    def tail(self) -> bool:
        """Whether the tail was recorded, not the head."""
        return self.rows[0].event == "pass_tail"


@dataclass(frozen=True)
class Exclusion:
    """A row of the record that does not judge, and why."""

    row: RecordedTime
    why: str


def checkpoints(scenario: Scenario) -> tuple[list[Checkpoint], list[Exclusion]]:
    """The checkpoints of the record, by time, and the rows left out."""
    family = tree(scenario.formations)
    rules = _Rules(scenario, family, Sky(scenario), parties_of(scenario, family))
    kept: dict[tuple[str, str, str], list[RecordedTime]] = {}
    left = [Exclusion(row, why) for row in scenario.record if (why := rules.excluded(row))]
    given = {_event(x.row) for x in left if x.why.startswith(INPUT) and _disputed([x.row])}
    out = {exclusion.row.id for exclusion in left}
    for row in scenario.record:
        if row.id in out:
            continue
        if _event(row) in given and _disputed([row]):
            left.append(Exclusion(row, INPUT_TOO))
        else:
            kept.setdefault(_event(row), []).append(row)
    found = [point for key, rows in _of_one_event(family, kept).items() for point in _joined(key, rows)]
    return sorted(found, key=lambda point: (point.recorded, point.rows[0].id)), left


def checkpoints_of(loaded: Loaded) -> tuple[list[Checkpoint], list[Exclusion]]:
    """Those of a loaded scenario: found for whoever asks first, and shared."""
    return loaded.once(_found)


def _found(loaded: Loaded) -> tuple[list[Checkpoint], list[Exclusion]]:
    return checkpoints(loaded.scenario)


def _event(row: RecordedTime) -> tuple[str, str, str]:
    """What one or several rows record."""
    return row.formation, row.place or "", row.event


def _of_one_event(
    family: Tree, kept: Mapping[tuple[str, str, str], list[RecordedTime]]
) -> dict[tuple[str, str, str], list[RecordedTime]]:
    """Rows of a part that compete with those of a formation above it are told with these."""
    found = {key: list(rows) for key, rows in kept.items()}
    for (formation, place, event), rows in kept.items():
        wider = ((above, place, event) for above in reversed(family.ancestors[formation][1:]))
        whole = next((key for key in wider if key in found and _disputed(found[key])), None)
        if whole is not None and _disputed(rows):
            found[whole] += found.pop((formation, place, event))
    return found


def _disputed(rows: Iterable[RecordedTime]) -> bool:
    return any("competing" in row.note for row in rows)


def _joined(what: tuple[str, str, str], rows: list[RecordedTime]) -> Iterable[Checkpoint]:
    """Competing rows become one; what is recorded again later is the next visit."""
    groups: list[list[RecordedTime]] = []
    for row in sorted(rows, key=lambda r: (r.lo, r.hi, r.id)):
        if groups and _competes(groups[-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    for visit, group in enumerate(groups, 1):
        key = (*what[:2], arrivals_event(what[2]), visit)
        yield Checkpoint(tuple(group), key, min(r.lo for r in group), max(r.hi for r in group))


def _competes(group: Sequence[RecordedTime], row: RecordedTime) -> bool:
    said = _disputed([row]) and _disputed(group)
    return said or row.lo < max(other.hi for other in group)


# --- what does not judge -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rules:
    """Which rows of the record are no judges, by the orders, the light and the parties of a scenario."""

    scenario: Scenario
    family: Tree
    sky: Sky
    parties: Mapping[str, Party]

    def excluded(self, row: RecordedTime) -> str:
        """Why a row of the record does not judge; empty where it does."""
        if row.grade not in JUDGES:
            return msg("grade {grade}", grade=row.grade or "-")
        if row.formation not in self.scenario.formations:
            return msg("formation not in the scenario")
        if row.lo >= self.scenario.duration:
            return msg("after the end of the scenario")
        if row.hi < 0.0:
            return msg("before the start of the scenario")
        if row.sets is not None:
            return msg("it set {parameter}", parameter=row.sets)
        return self._input(row) or self._unmodelled(row)

    def _input(self, row: RecordedTime) -> str:
        orders = self.scenario.orders.values()
        if row.event == "order" and any(self._gives(order, row) for order in orders):
            return msg("an input: the order's hour")
        if row.event == "depart" and any(self._sends(order, row) for order in orders):
            return msg("an input: the hour at which an order starts a column")
        if row.event == "depart" and self._holds(row.formation):
            return msg("an input: a garrison's own withdrawal")
        if row.event != "order" and any(_decides(order, row) for order in orders):
            return msg("an input: an act at a given hour")
        return ""

    def _holds(self, formation: str) -> bool:
        """Whether a formation is of the party whose the garrisons are."""
        return self.parties[formation].garrisons

    def _unmodelled(self, row: RecordedTime) -> str:
        if row.place is not None and self.scenario.places[row.place].kind == "zone":
            return msg("not a point: no road leads to a zone")
        if any(_concerns(self.family, order, row.formation) for order in self.scenario.orders.values()):
            return ""
        return msg("not modelled: no order concerns the formation")

    def _gives(self, order: Order, row: RecordedTime) -> bool:
        """Whether an order's own hour (issue, receipt or start) lies in the bounds of the recorded order.

        An hour is the scenario's own where only hours, other orders, delays and the clock lead to it; where
        an event of the run comes first, only from the next hour of the clock on.
        """
        if not _concerns(self.family, order, row.formation):
            return False
        issued = self._own_hour(order, row)
        if issued is None:
            return isinstance(order, March) and self._by_the_clock(order.start, row)
        hours = {issued}
        if isinstance(order, March):
            hours.add(issued + order.transmission.median)
            if order.start.at is not None:
                hours.add(order.start.at)
            if order.start.clock is not None:
                hours.add(self.sky.of(order).next(order.start.clock, issued))
        return any(row.lo <= hour <= row.hi for hour in hours)

    def _sends(self, order: Order, row: RecordedTime) -> bool:
        """Whether an order starts it there, without a slip, by an hour of the clock in the bounds."""
        if not isinstance(order, March) or order.slip or row.place not in order.route:
            return False
        return _concerns(self.family, order, row.formation) and self._by_the_clock(order.start, row)

    def _own_hour(self, order: Order, row: RecordedTime) -> float | None:
        """The median hour of issue where orders alone lead to it, else one of the clock on the row's day."""
        moment, at = order.issued, order.issued.at or 0.0
        if moment.after is not None:
            known = moment.after.kind == "order" and moment.after.order is not None
            before = self._own_hour(self.scenario.orders[moment.after.order or ""], row) if known else None
            if before is not None:
                at = max(at, before)
            elif moment.clock is not None and ":" in moment.clock:
                at = max(at, row.hi - DAY)  # whatever comes first: the last such hour before the row
            else:
                return None
        if moment.clock is not None:
            at = self.sky.of(order).next(moment.clock, at)
        return at + moment.delay.median

    def _by_the_clock(self, moment: Moment, row: RecordedTime) -> bool:
        """Whether the moment is an hour of the clock that, on the recorded day, lies in the row's bounds."""
        if moment.clock is None or ":" not in moment.clock:
            return False
        return self.sky.at().next(moment.clock, row.lo) <= row.hi


def _decides(order: Order, row: RecordedTime) -> bool:
    """Whether it is an act at a given hour that is itself the recorded event."""
    return (
        isinstance(order, Act)
        and order.event == row.event
        and order.formation == row.formation
        and order.place == row.place
        and order.issued.at is not None
        and order.issued.after is None
    )


def _concerns(family: Tree, order: Order, formation: str) -> bool:
    names: tuple[str | None, ...]
    if isinstance(order, March):
        names = order.serials
    elif isinstance(order, PhaseLine):
        names = order.applies_to
    elif isinstance(order, Act | CounterAttack):
        names = (order.formation,)
    else:
        names = (getattr(order, "formation", None),)
    line = family.ancestors
    known = [name for name in names if name is not None and name in line]
    return any(formation in line[name] or name in line[formation] for name in known)


def sets_parameters(scenario: Scenario, point: Checkpoint) -> bool:
    """Whether a checkpoint lies before the day from which the record judges."""
    judged_from = scenario.theatre.judged_from
    return judged_from is not None and point.recorded < judged_from
