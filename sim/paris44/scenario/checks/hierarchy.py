"""The tree of formations: children, leaves, and the sums that parts make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from paris44.scenario.schema.sections import FormationRow


class Hierarchy:
    """Formations by parent. ``loops`` names those that are their own ancestor."""

    def __init__(self, rows: Mapping[str, FormationRow]) -> None:
        self.rows = rows
        self.parent = {name: _parent(name, row, rows) for name, row in rows.items()}
        self.children: dict[str, list[str]] = {name: [] for name in rows}
        for name, parent in self.parent.items():
            if parent in self.children:
                self.children[parent].append(name)
        self.loops = tuple(name for name in rows if self._is_loop(name))

    def _is_loop(self, name: str) -> bool:
        seen = set()
        at: str | None = self.parent[name]
        while at is not None and at in self.parent and at not in seen:
            if at == name:
                return True
            seen.add(at)
            at = self.parent[at]
        return False

    def below(self, name: str) -> Iterator[str]:
        """``name`` and everything under it."""
        yield name
        for child in self.children.get(name, ()):
            yield from self.below(child)

    def leaves(self, name: str) -> list[str]:
        """The formations under ``name`` (or itself) that have no parts."""
        return [unit for unit in self.below(name) if not self.children.get(unit)]

    def of(self, serials: Iterable[str]) -> dict[str, str]:
        """The leaves of an order of march, each with the serial that it marches in.

        A serial that is a parent stands for its leaves that no other serial names.
        """
        names = [name for name in serials if name in self.rows]
        taken: dict[str, str] = {}
        for name in sorted(names, key=lambda n: sum(1 for _ in self.below(n))):
            for leaf in self.leaves(name):
                taken.setdefault(leaf, name)
        return taken

    def total(self, name: str, field: str) -> int:
        """Men or things of a formation: as stated, else the sum of its parts or what other parts leave."""
        stated: int | None = getattr(self.rows[name], field)
        if stated is not None:
            return stated
        if self.rows[name].remainder:
            return max(self.left(name, field), 0)
        return sum(self.total(child, field) for child in self.children[name])

    def left(self, name: str, field: str) -> int:
        """What the whole states less its named parts; less than nothing where they have more."""
        parent = self.parent[name] or ""
        whole: int | None = getattr(self.rows[parent], field) if parent in self.rows else None
        named = (child for child in self.children.get(parent, ()) if not self.rows[child].remainder)
        return 0 if whole is None else whole - sum(self.total(child, field) for child in named)

    def category(self, name: str | None) -> str:
        """The march category: its own or the nearest ancestor's."""
        while name is not None and name in self.rows:
            own = self.rows[name].category
            if own is not None:
                return own
            name = self.parent[name]
        return "none"


def _parent(name: str, row: FormationRow, rows: Mapping[str, FormationRow]) -> str | None:
    """The stated parent, else the one that the id itself names: ``div/guns`` is part of ``div``."""
    if row.parent is not None:
        return row.parent
    prefix = name.rpartition("/")[0]
    return prefix if prefix in rows else None
