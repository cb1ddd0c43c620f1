"""A change spelt out: its verbs, and the hours that move with others, as ordinary paths and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from paris44.language.text import msg, quoted
from paris44.scenario import merge
from paris44.scenario.faults import Faults
from paris44.scenario.file.yaml_tree import Entry, plain
from paris44.scenario.schema.read import finding
from paris44.scenario.schema.sections import fields
from paris44.scenario.schema.verbs import SHORT, VERBS, VerbRow
from paris44.scenario.whatif import hours
from paris44.scenario.whatif.deeds import DEEDS
from paris44.scenario.whatif.draft import FOLLOWS, Deed, Draft, Path

MOVES_WITH = "moves_with"
"""The field of an order that names another, with whose hour its own hours move."""
BEFORE = "before"
"""The field of a changed order that names the one before which it stands."""


@dataclass(frozen=True)
class SpeltOut:
    """What one line of a change comes to: ``said`` as the file has it, at ``where``, and the ordinary
    paths and values that it sets."""

    said: str
    where: str
    sets: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class ChangeMade:
    """A document after a change; the rows that this removes, each with the place in the file that says
    so; and what its verbs came to."""

    document: Entry
    removed: Mapping[Path, Entry]
    spelt: tuple[SpeltOut, ...] = ()


def made(document: Entry, change: Entry, parent: str, faults: Faults) -> ChangeMade:
    """The document after ``change``; ``parent`` is its name in faults.

    Verbs are carried out one after the other as written; what the change sets by its path goes before
    what a verb would set there.
    """
    if not isinstance(change.value, dict):
        if change.value is not None:
            faults.add(
                change, "change", msg("'change' must hold paths and values"), msg("write 'orders.x: null'")
            )
        return ChangeMade(document, {})
    said = {key: node for key, node in change.value.items() if _verb(key) in VERBS}
    rest = {key: node for key, node in change.value.items() if key not in said}
    by_path = list(merge.assignments(Entry(rest, change.file, change.line, change.column), document, faults))
    draft, before = Draft(document, faults), len(faults.found)
    for deed in (deed for key, node in said.items() for deed in _deeds(key, node, faults)):
        if not _contradicts(deed, draft):
            DEEDS[deed.verb](deed, draft)
    stated = dict(by_path)
    _let_follow(document, draft, stated)
    sound = (
        draft.changed if len(faults.found) == before else {}
    )  # a verb half carried out leaves what is no fault
    ours = {path: at for path, at in sound.items() if not _covered(path, stated)}
    ours = {path: at for path, at in ours.items() if not _removed_above(path, ours)}
    assigned = [*by_path, *((path, node) for path, (node, _) in ours.items())]
    gone: dict[Path, Entry] = {path: node for path, node in assigned if node.value is None and len(path) == 2}
    places = {copy: (order, 1) for copy, order in draft.copies.items()}
    places |= {path[1]: (str(node.value), 0) for path, node in assigned if path[::2] == ("orders", BEFORE)}
    after = _sorted(merge.apply(document, assigned, parent, faults), places)
    return ChangeMade(after, gone, tuple(_spelt(ours)))


def _sorted(document: Entry, places: Mapping[str, tuple[str, int]]) -> Entry:
    """The document with orders put before (0) or behind (1) others: a formation carries its marches out
    in the sequence in which they stand."""
    if not places:
        return document
    orders = document.at(("orders",))
    names = list(orders.mapping())
    for name, (other, behind) in places.items():
        if name in names and other in names and name != other:
            names.remove(name)
            names.insert(names.index(other) + behind, name)
    rows = {name: orders.mapping()[name] for name in names}
    return merge.put(document, ("orders",), Entry(rows, orders.file, orders.line, orders.column))


def _verb(key: str) -> str:
    return key.partition(".")[0]


def _covered(path: Path, stated: Mapping[Path, Entry]) -> bool:
    """Whether the change itself says what is at a path, above it or within."""
    return any(path[: len(other)] == other[: len(path)] for other in stated)


def _removed_above(path: Path, ours: Mapping[Path, tuple[Entry, Deed]]) -> bool:
    """Whether a row is removed as a whole, of which a verb had changed something."""
    above = ours.get(path[:2])
    return len(path) > 2 and above is not None and above[0].value is None


def _spelt(ours: Mapping[Path, tuple[Entry, Deed]]) -> Iterator[SpeltOut]:
    deeds: dict[int, tuple[Deed, list[tuple[str, Any]]]] = {}
    for path, (node, deed) in ours.items():
        deeds.setdefault(id(deed), (deed, []))[1].append((".".join(path), plain(node)))
    for deed, sets in deeds.values():
        yield SpeltOut(deed.words, deed.at.where, tuple(sets))


# --- reading ------------------------------------------------------------------------------------------


def _deeds(key: str, node: Entry, faults: Faults) -> Iterator[Deed]:
    """The verbs that one key of a change holds, each with its fields; a fault where they cannot be read."""
    verb, _, target = key.partition(".")
    if target:
        written: list[tuple[dict[str, Entry] | None, Entry]] = [({target: node}, node)]
    elif isinstance(node.value, list):
        written = [*_listed(verb, node)]
    else:
        written = [({name: below}, below) for name, below in node.mapping().items()]
    if not written:
        faults.add(
            node,
            f"change.{verb}",
            msg("{verb} names nobody", verb=quoted(verb)),
            msg("write {example}", example=EXAMPLES[verb]),
        )
    for named, at in written:
        raw = _fields(verb, named, at)
        path = f"change.{verb}"
        if raw is None:
            faults.add(
                at,
                path,
                msg("{verb} cannot be read so", verb=quoted(verb)),
                msg("write {example}", example=EXAMPLES[verb]),
            )
            continue
        deed = _read(verb, raw, at, path, faults)
        if deed is not None:
            yield deed


def _listed(verb: str, node: Entry) -> Iterator[tuple[dict[str, Entry] | None, Entry]]:
    """The items of a verb's list: mappings with ``who``, of what needs no more the bare names."""
    assert isinstance(node.value, list)
    if verb == "swap" and all(isinstance(item.value, str) for item in node.value):
        yield {"who": node}, node
        return
    for item in node.value:
        if isinstance(item.value, dict):
            yield item.value, item
        elif isinstance(item.value, list) or verb == "remove":
            yield {"who": item}, item
        else:
            yield None, item


def _fields(verb: str, named: dict[str, Entry] | None, at: Entry) -> dict[str, Entry] | None:
    """The fields of a verb, whichever of the ways it is written in."""
    if named is None or "who" in named or len(named) != 1:
        return named if named and "who" in named else None
    ((who, node),) = named.items()
    name = Entry([Entry(who, at.file, at.line, at.column)], at.file, at.line, at.column)
    if isinstance(node.value, dict):
        return {"who": name, **node.value}
    if verb in SHORT and node.value is not None:
        return {"who": name, SHORT[verb]: node}
    return {"who": name} if verb == "remove" and node.value is True else None


EXAMPLES = {
    "reroute": "reroute: {formation: [places]}",
    "delay": "delay: {formation: 3 h}",
    "remove": "remove: [formation, orders.id]",
    "reinforce": "reinforce: {garrison: {men: 500}}",
    "swap": "swap: [formation, formation]",
}
"""How each verb is written."""


def _read(verb: str, raw: Mapping[str, Entry], at: Entry, path: str, faults: Faults) -> Deed | None:
    """A verb's fields, read; None where something is wrong with them."""
    who = raw.get("who")
    if who is not None and isinstance(who.value, str):
        raw = {**raw, "who": Entry([who], who.file, who.line, who.column)}
    values = {key: plain(node) for key, node in raw.items()}
    model = VERBS[verb]
    try:
        later = {key: value for key, value in values.items() if key not in ("issued", "start")}
        return Deed(verb, model.model_validate(later), raw, at, path)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            message, hint, _ = finding(found, fields(model))
            below = [str(step) for step in found["loc"]]
            faults.add(raw.get(below[0], at) if below else at, ".".join((path, *below)), message, hint)
        return None


def _contradicts(deed: Deed, draft: Draft) -> bool:
    """A fault where a verb speaks of whom another has removed."""
    known = [
        name
        for name in deed.spec.who
        if name in draft.section("formations") or name in draft.section("groups")
    ]
    others = {
        draft.gone[leaf].at.where: draft.gone[leaf]
        for leaf in draft.leaves(draft.formations(deed, known))
        if leaf in draft.gone
    }
    for where, other in others.items():
        draft.fault(
            deed,
            msg(
                "{words} contradicts {other} in {where}",
                words=quoted(deed.words),
                other=quoted(other.words),
                where=where,
            ),
            msg("keep one of them"),
        )
    return bool(others)


# --- hours that move with another order's ----------------------------------------------------------------


def _let_follow(before: Entry, draft: Draft, stated: Mapping[Path, Entry]) -> None:
    """Move the hours of the orders that move with one whose hour of the calendar is another now."""
    movers = []
    for key in draft.section("orders"):
        old = hours.absolute(_below(before, ("orders", key, "issued")))
        new, at = _hour_now(key, draft, stated)
        if old is not None and new is not None and at is not None and new != old:
            movers.append((key, (new - old).total_seconds(), at))
    for key, seconds, at in movers:
        deed = Deed(FOLLOWS, VerbRow(who=(f"orders.{key}",)), {}, at, f"orders.{key}.issued")
        _follow(key, seconds, deed, draft, stated, frozenset({key}))


def _hour_now(key: str, draft: Draft, stated: Mapping[Path, Entry]) -> tuple[datetime | None, Entry | None]:
    """The hour of the calendar that the change gives an order, and where it says so; None: it says
    nothing."""
    path = ("orders", key, "issued")
    node = stated.get(path) or stated.get((*path, "at"))
    if node is not None:
        return hours.absolute(plain(node)), node
    known = draft.changed.get(path)
    return (None, None) if known is None else (hours.absolute(plain(known[0])), known[1].at)


def _below(node: Entry, path: Path) -> Any:  # noqa: ANN401 - any value of a file
    """The plain value at a path; None where there is none."""
    for step in path:
        below = node.mapping().get(step)
        if below is None:
            return None
        node = below
    return plain(node)


def _follow(
    leader: str, seconds: float, deed: Deed, draft: Draft, stated: Mapping[Path, Entry], seen: frozenset[str]
) -> None:
    """Move the hours of whatever moves with an order, and of what moves with that in turn."""
    for key in list(draft.section("orders")):
        own = stated.get(("orders", key, MOVES_WITH))
        moves_with = plain(own) if own is not None else draft.value("orders", key, MOVES_WITH)
        if moves_with != leader or key in seen:
            continue
        for name in hours.FIELDS:
            path, value = ("orders", key, name), draft.value("orders", key, name)
            moved = hours.moved(value, seconds)
            if moved != value and not _covered(path, stated):
                draft.put(path, moved, deed, again=True)
        if not _covered(("orders", key, "issued"), stated):
            _follow(key, seconds, deed, draft, stated, seen | {key})
