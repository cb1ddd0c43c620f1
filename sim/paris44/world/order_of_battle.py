"""The order of battle as a tree, and its leaves cut into march units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paris44.scenario.model import Formation, Party, Scenario

UNIT_SIZE = 25
"""Most vehicles in a march unit (FM 55-30 by a secondary copy, grade B/C in the parameters table)."""


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """A march unit: at most 25 vehicles of one formation that move as one."""

    index: int
    formation: str
    number: int  # 0 is the formation's first
    vehicles: int
    category: str


@dataclass(frozen=True, slots=True)
class Tree:
    """Who belongs to whom. ``leaves`` and ``ancestors`` hold every formation; a leaf is its own leaf."""

    leaves: Mapping[str, tuple[str, ...]]
    ancestors: Mapping[str, tuple[str, ...]]  # from the formation itself up to its root

    def within(self, formation: str, parent: str) -> bool:
        """Whether ``formation`` is ``parent`` or one of its descendants."""
        return parent in self.ancestors[formation]


def tree(formations: Mapping[str, Formation]) -> Tree:
    """The tree of ``formations`` (parents checked by the loader), in the order of the table."""
    ancestors: dict[str, tuple[str, ...]] = {}
    for name in formations:
        line: list[str] = []
        at: str | None = name
        while at is not None:
            line.append(at)
            at = formations[at].parent
        ancestors[name] = tuple(line)
    parents = {f.parent for f in formations.values()}
    leaves: dict[str, list[str]] = {name: [] for name in formations}
    for name in formations:
        if name not in parents:
            for above in ancestors[name]:
                leaves[above].append(name)
    return Tree({name: tuple(found) for name, found in leaves.items()}, ancestors)


def march_units(
    formations: Mapping[str, Formation], leaves: Tree, size: int = UNIT_SIZE
) -> tuple[UnitInfo, ...]:
    """Every leaf with vehicles, cut as evenly as whole vehicles allow into units of at most ``size``."""
    units: list[UnitInfo] = []
    for name, formation in formations.items():
        if leaves.leaves[name] != (name,) or formation.vehicles < 1:
            continue
        count = -(-formation.vehicles // size)
        for number in range(count):
            vehicles = (formation.vehicles * (number + 1)) // count - (formation.vehicles * number) // count
            units.append(UnitInfo(len(units), name, number, vehicles, formation.category))
    return tuple(units)


def parties_of(scenario: Scenario, family: Tree) -> dict[str, Party]:
    """The party of each formation: the first that names it or one above it, else its nation, else neither."""
    parties = scenario.theatre.parties
    rest = next((p for p in parties if not (p.formations or p.nations or p.garrisons)), parties[0])
    naming: dict[str, int] = {}  # formation -> the first party that names it
    of_nation: dict[str, Party] = {}
    for rank, party in enumerate(parties):
        for name in party.formations:
            naming.setdefault(name, rank)
        for nation in party.nations:
            of_nation.setdefault(nation, party)
    found = {}
    for name, formation in scenario.formations.items():
        named = [naming[above] for above in family.ancestors[name] if above in naming]
        found[name] = parties[min(named)] if named else of_nation.get(formation.nation, rest)
    return found
