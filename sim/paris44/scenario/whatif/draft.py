"""A scenario's document while verbs change it, and the ordinary changes that they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from paris44.language.text import msg, quoted
from paris44.scenario import merge
from paris44.scenario.faults import Faults, nearest
from paris44.scenario.file.yaml_tree import Entry, plain

Path: TypeAlias = tuple[str, ...]
ORDER = "orders."
"""What stands before the id of an order where verbs name one."""
MARCHES = ("march", "detach")


FOLLOWS = "move with"
"""What is done by no verb of a file: the hours of an order follow those of another."""


@dataclass(frozen=True)
class Deed:
    """A verb as it stands in the file: what it says (``spec``, a model of the schema) and its fields as
    written."""

    verb: str
    spec: Any
    fields: Mapping[str, Entry]
    at: Entry
    path: str

    @property
    def words(self) -> str:
        """The verb and whom it concerns."""
        who = ", ".join(self.spec.who)
        return msg("moves with {who}", who=who) if self.verb == FOLLOWS else f"{self.verb} {who}"


@dataclass
class Draft:
    """The document, and what verbs have set so far: path -> its value and the deed that set it."""

    document: Entry
    faults: Faults
    changed: dict[Path, tuple[Entry, Deed]] = field(default_factory=dict)
    gone: dict[str, Deed] = field(default_factory=dict)
    done: dict[tuple[str, str, str], Deed] = field(default_factory=dict)
    """(Verb, order, formation) -> the deed of that verb which has changed the order for the formation."""
    copies: dict[str, str] = field(default_factory=dict)
    """Order of those who leave a column -> the order that it is a copy of, behind which it belongs."""
    _family: tuple[Mapping[str, Entry], dict[str, list[str]]] = field(default=({}, {}), init=False)
    """Rows of formations, which are never altered in place, and what :meth:`children` found in them."""

    def section(self, name: str) -> Mapping[str, Entry]:
        """The rows of a section as they stand now."""
        return self.document.at((name,)).mapping() if name in self.document.mapping() else {}

    def value(self, *path: str) -> Any:  # noqa: ANN401 - any value of a file
        """The plain value at a path; None where there is none."""
        node = self.document
        for step in path:
            below = node.mapping().get(step)
            if below is None:
                return None
            node = below
        return plain(node)

    def fault(self, deed: Deed, message: str, hint: str) -> None:
        """A fault of a verb, at its own line."""
        self.faults.add(deed.at, deed.path, message, hint)

    def put(self, path: Path, value: object, deed: Deed, *, again: bool = False) -> None:
        """Set a value; ``again``: it may have been set by another verb, on which this one builds."""
        before = self.changed.get(path)
        if before is not None and before[1] is not deed and not again:
            words = msg(
                "contradicts {words} in {where}: both set {path}",
                words=quoted(before[1].words),
                where=before[1].at.where,
                path=".".join(path),
            )
            self.fault(deed, words, msg("keep one of them, or name fewer in one"))
            return
        node = _node(value, deed.at)
        self.changed[path] = node, deed
        known = path[0] in self.document.mapping()
        if value is None:
            self.document = merge.remove(self.document, path) if known else self.document
        else:
            self.document = merge.put(self.document, path, node)

    # --- who

    def formations(self, deed: Deed, names: Iterable[str]) -> list[str]:
        """The formations that names stand for, each with a fault where it stands for nothing."""
        found: list[str] = []
        for name in names:
            if name in self.section("formations"):
                found.append(name)
            elif name in self.section("groups"):
                found += self.value("groups", name, "formations") or []
            else:
                self.unknown(deed, name)
        return found

    def unknown(self, deed: Deed, name: str, *also: str) -> None:
        """The fault of a name that nothing has."""
        known = {*self.section("formations"), *self.section("groups"), *also}
        hint = nearest(name, known)
        if name.startswith(ORDER):
            words = msg("there is no order {name}", name=quoted(name.removeprefix(ORDER)))
            self.fault(
                deed,
                words,
                nearest(name, [ORDER + key for key in self.section("orders")])
                or msg("'paris44 show' lists them"),
            )
            return
        if name in self.section("orders"):
            hint = msg("of an order write {name}", name=f"{ORDER}{name}")
        elif not also and name in self.section("garrisons"):
            hint = msg("a garrison is taken away with {path}: null", path=f"garrisons.{name}")
        what = msg("formation, group or garrison") if also else msg("formation or group")
        self.fault(
            deed,
            msg("there is no {what} {name}", what=what, name=quoted(name)),
            hint or msg("'paris44 show' lists them"),
        )

    def leaves(self, tops: Iterable[str]) -> list[str]:
        """The formations without parts at or below the given ones, in the order of the file."""
        children = self.children()
        found: dict[str, None] = {}
        left = list(tops)
        while left:
            name = left.pop(0)
            below = children.get(name, [])
            if not below:
                found[name] = None
            left[:0] = below
        return list(found)

    def children(self) -> Mapping[str, list[str]]:
        """Formation -> its parts."""
        rows = self.section("formations")
        if self._family[0] is not rows:
            found: dict[str, list[str]] = {}
            for key, row in rows.items():
                parent = row.mapping().get("parent")
                if parent is not None and isinstance(parent.value, str):
                    found.setdefault(parent.value, []).append(key)
            self._family = rows, found
        return self._family[1]

    # --- marches

    def marches(self) -> Iterator[tuple[str, list[str], list[str]]]:
        """Every order to march, its serials and its route, in the order of the file."""
        for key in list(self.section("orders")):
            if self.value("orders", key, "type") in MARCHES:
                serials, route = self.value("orders", key, "serials"), self.value("orders", key, "route")
                if isinstance(serials, list) and isinstance(route, list):
                    yield key, [str(name) for name in serials], [str(place) for place in route]

    def carried(self, serials: Sequence[str]) -> dict[str, list[str]]:
        """Serial -> the leaves that march in it: those that no other serial names more closely."""
        below = {serial: self.leaves([serial]) for serial in serials}
        return {
            serial: [leaf for leaf in mine if not _nearer(leaf, serial, below)]
            for serial, mine in below.items()
        }

    def apart(self, order: str, leaves: Sequence[str], deed: Deed) -> str:
        """The order by which only ``leaves`` march: ``order`` itself where nobody else marches by it,
        else one of their own, a copy, for which they leave its column."""
        carried = self.carried([str(name) for name in self.value("orders", order, "serials")])
        wanted = set(leaves)
        if all(leaf in wanted for mine in carried.values() for leaf in mine):
            return order
        mine, others = _divided(carried, wanted)
        name = self.free(f"{order}-{mine[0].rpartition('/')[2]}")
        row = self.document.at(("orders", order)).mapping()
        for key, node in row.items():
            self.put(("orders", name, key), plain(node) if key != "serials" else mine, deed)
        self.put(("orders", order, "serials"), others, deed, again=True)
        self.copies[name] = order
        return name

    def free(self, name: str) -> str:
        """An id that no order has."""
        taken, number = self.section("orders"), 2
        wanted = name
        while wanted in taken:
            wanted, number = f"{name}-{number}", number + 1
        return wanted


def _nearer(leaf: str, serial: str, below: Mapping[str, list[str]]) -> bool:
    """Whether another serial names a leaf more closely."""
    return any(
        leaf in mine and len(mine) < len(below[serial]) for one, mine in below.items() if one != serial
    )


def _divided(carried: Mapping[str, Sequence[str]], wanted: set[str]) -> tuple[list[str], list[str]]:
    """The serials of those who are wanted, and of the others; a serial of both becomes its leaves."""
    mine: list[str] = []
    others: list[str] = []
    for serial, leaves in carried.items():
        inside = [leaf for leaf in leaves if leaf in wanted]
        outside = [leaf for leaf in leaves if leaf not in wanted]
        mine += [serial] if inside and not outside else inside
        others += [serial] if outside and not inside else outside
    return mine, others


def _node(value: object, at: Entry) -> Entry:
    """A plain value as a node at the line of the verb."""
    if isinstance(value, dict):
        return Entry({str(k): _node(v, at) for k, v in value.items()}, at.file, at.line, at.column)
    if isinstance(value, (list, tuple)):
        return Entry([_node(item, at) for item in value], at.file, at.line, at.column)
    return Entry(value, at.file, at.line, at.column)  # type: ignore[arg-type]
