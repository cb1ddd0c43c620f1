"""What the checks look at, and whose line a finding blames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from paris44.language.text import msg
from paris44.scenario.checks.hierarchy import Hierarchy
from paris44.scenario.checks.islands import Islands
from paris44.scenario.file.yaml_tree import Entry, leaves
from paris44.scenario.schema import sections
from paris44.scenario.schema.read import Rows

OUTSIDE = {"start": msg("before the scenario starts"), "end": msg("after the scenario ends")}
"""End of the scenario -> where what lies beyond it lies."""
Step: TypeAlias = str | int
Steps: TypeAlias = tuple[Step, ...]
Finding: TypeAlias = tuple[Steps, str, str] | tuple[Steps, str, str, Sequence[Steps]]
"""Path, message and hint; then the paths of what else could have brought it about."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the author of a scenario wrote, as against the scenario that it changes.

    ``removed`` has the rows that the change takes away, each with the place in the file that says so;
    ``extends`` is the file of the scenario that it changes.
    """

    files: frozenset[str]
    removed: Mapping[tuple[str, ...], Entry]
    extends: Path | None = None

    def part(self, node: Entry) -> Entry | None:
        """The node, or the first value below it, if the author wrote it."""
        if node.file in self.files:
            return node
        return next((leaf for _, leaf in leaves(node) if leaf.file in self.files), None)


@dataclass
class Facts:
    """What the checks look at: the rows, the document that they come from, and what is the author's own."""

    rows: Rows
    document: Entry
    own: Own
    tree: Hierarchy = field(init=False)

    def __post_init__(self) -> None:
        self.tree = Hierarchy(self.rows["formations"])

    @cached_property
    def open_roads(self) -> Islands:
        """Places joined by roads that are not closed."""
        return Islands((r.from_, r.to) for r in self.rows["roads"].values() if not r.closed)

    @cached_property
    def all_roads(self) -> Islands:
        """Places joined by any road."""
        return Islands((r.from_, r.to) for r in self.rows["roads"].values())

    @cached_property
    def gaps(self) -> frozenset[str]:
        """Bridges that are blown at the start and that no order repairs or seizes."""
        orders = self.rows["orders"].values()
        mended = {order.bridge for order in orders if isinstance(order, sections.BridgeWorkRow)
                  and order.action != "demolish"}  # fmt: skip
        return frozenset(k for k, b in self.rows["bridges"].items() if b.state == "blown" and k not in mended)

    @cached_property
    def ways(self) -> Islands:
        """Places joined by open roads without a gap; a road may end at one."""
        roads = [r for r in self.rows["roads"].values() if not r.closed]
        return Islands((self._bank(r.from_, r.to), self._bank(r.to, r.from_)) for r in roads)

    def _bank(self, place: str, other: str) -> str:
        """A place as an end of a road: of a gap each road has its own bank."""
        return f"{place} towards {other}" if place in self.gaps else place

    def known_places(self, *places: str) -> bool:
        """Whether all of ``places`` are on the map and none is a gap, of which nobody knows the bank."""
        return all(place in self.rows.ids["places"] and place not in self.gaps for place in places)

    def outside(self, row: sections.RecordRow) -> str:
        """On which side of the scenario a recorded time lies with its bounds; empty where it lies inside."""
        known = [value for value in (row.lo, row.time, row.hi) if value is not None]
        if known and max(known) < 0.0:
            return OUTSIDE["start"]
        return OUTSIDE["end"] if known and min(known) >= self.rows.duration else ""

    def readable(self, section: str) -> bool:
        """True where no row of the section is missing for a fault of its own."""
        return len(self.rows[section]) == len(self.rows.ids[section])

    def marches(self) -> Iterator[tuple[str, sections.MarchRow]]:
        """March and detach orders."""
        for key, order in self.rows["orders"].items():
            if isinstance(order, sections.MarchRow):
                yield key, order

    def removed(self, section: str) -> list[Steps]:
        """The rows of a section that the author removed."""
        return [path for path in self.own.removed if path[0] == section]

    def culprit(self, path: Steps, others: Sequence[Steps]) -> Entry:
        """Where to blame: the first of the paths that the author removed or wrote, else the first of all."""
        paths = (path, *others)
        gone = [self.own.removed.get(tuple(map(str, steps))) for steps in paths]
        nodes = [self.document.at(steps) for steps in paths]
        written = (node if node.file in self.own.files else self.own.part(node) for node in nodes)
        return next((node for node in (*gone, *written) if node is not None), nodes[0])
