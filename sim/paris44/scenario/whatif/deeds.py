"""What each verb does to the document: ordinary changes, or one fault that says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

from paris44.language.text import join, msg, quoted
from paris44.scenario.faults import TextError
from paris44.scenario.file.yaml_tree import plain
from paris44.scenario.schema import quantities
from paris44.scenario.schema.verbs import DelayVerb, ReinforceVerb, RerouteVerb
from paris44.scenario.whatif import hours
from paris44.scenario.whatif.draft import ORDER, Deed, Draft

# --- which marches ------------------------------------------------------------------------------------


def _split(deed: Deed, draft: Draft) -> tuple[list[str], list[str]]:
    """The orders and the leaf formations that a verb names, each with a fault where it is not there."""
    orders = [name.removeprefix(ORDER) for name in deed.spec.who if name.startswith(ORDER)]
    for order in orders:
        if order not in draft.section("orders"):
            draft.unknown(deed, ORDER + order)
    others = [name for name in deed.spec.who if not name.startswith(ORDER)]
    leaves = draft.leaves(draft.formations(deed, others))
    return [order for order in orders if order in draft.section("orders")], leaves


def _marches(
    draft: Draft, leaves: Sequence[str], chosen: Callable[[Sequence[str]], bool] | None
) -> dict[str, list[str]]:
    """Order -> those of ``leaves`` that it is to be changed for: the orders whose route is ``chosen``, or
    of each formation its first in the order of the file."""
    found: dict[str, list[str]] = {}
    left = set(leaves)
    for key, serials, route in draft.marches():
        mine = {leaf for part in draft.carried(serials).values() for leaf in part} & left
        if mine and (chosen is None or chosen(route)):
            found[key] = [leaf for leaf in leaves if leaf in mine]
            left -= mine if chosen is None else set()
    return found


def _leaving(place: str) -> Callable[[Sequence[str]], bool]:
    """Whether a route leaves or passes a place."""
    return lambda route: place in route[:-1]


def _naming(place: str) -> Callable[[Sequence[str]], bool]:
    return lambda route: place in route


def _no_march(who: str, instead: str | None, start: str | None) -> str:
    """That a verb changes nothing, as nobody marches so."""
    if instead:
        return msg("changes nothing: no march of {who} that names {place}", who=who, place=quoted(instead))
    if start:
        place = quoted(start)
        return msg("changes nothing: no march of {who} that leaves or passes {place}", who=who, place=place)
    return msg("changes nothing: no march of {who}", who=who)


def _asked(deed: Deed, draft: Draft) -> list[str]:
    """The orders that a verb about marches changes, each only for those whom the verb names; a fault
    where there are none."""
    orders, leaves = _split(deed, draft)
    spec = deed.spec
    instead = getattr(spec, "instead_of", None)
    chosen = _naming(instead) if instead else _leaving(spec.from_) if spec.from_ else None
    found = _marches(draft, leaves, chosen)
    if leaves and not found:
        ends = sorted(
            {route[0] for _, serials, route in draft.marches() if set(draft.leaves(serials)) & set(leaves)}
        )
        hint = (
            msg("its marches start at {ends}", ends=", ".join(ends[:6])) if ends else msg("it has no march")
        )
        draft.fault(deed, _no_march(", ".join(spec.who), instead, spec.from_), hint)
    free = {order: mine for order, mine in found.items() if not _done(deed, draft, order, mine)}
    return [*orders, *(_apart(deed, draft, order, mine) for order, mine in free.items())]


def _done(deed: Deed, draft: Draft, order: str, leaves: Sequence[str]) -> bool:
    """A fault where the same verb has changed the order for one of these already."""
    before = next(
        (draft.done[deed.verb, order, leaf] for leaf in leaves if (deed.verb, order, leaf) in draft.done),
        None,
    )
    if before is None or before is deed:
        return False
    words = msg(
        "contradicts {words} in {where}: both concern {order}",
        words=quoted(before.words),
        where=before.at.where,
        order=quoted(order),
    )
    draft.fault(deed, words, msg("keep one of them, or name fewer in one"))
    return True


def _apart(deed: Deed, draft: Draft, order: str, leaves: Sequence[str]) -> str:
    """The order to change for these, once."""
    name = draft.apart(order, leaves, deed)
    draft.done |= {(deed.verb, key, leaf): deed for key in (order, name) for leaf in leaves}
    return name


# --- reroute ------------------------------------------------------------------------------------------


def reroute(deed: Deed, draft: Draft) -> None:
    """Another way for the marches that the verb chooses."""
    spec: RerouteVerb = deed.spec
    if not spec.by and not spec.to:
        draft.fault(deed, msg("says nothing of the new way"), msg("give by: [places], to: place, or both"))
        return
    for order in _asked(deed, draft):
        old = draft.value("orders", order, "route")
        if not isinstance(old, list):
            draft.fault(
                deed,
                msg("order {order} is no march and has no route", order=quoted(order)),
                msg("name a march"),
            )
            continue
        new = way(old, spec)
        if new == old:
            draft.fault(
                deed,
                msg("changes nothing: {order} goes that way already", order=quoted(order)),
                msg("leave it out"),
            )
            continue
        draft.put(("orders", order, "route"), new, deed)
        for name in ("start_point", "fuel_at"):
            if draft.value("orders", order, name) not in (None, *new):
                draft.put(("orders", order, name), None, deed)
        for name in ("issued", "start", "on_contact"):
            if name in deed.fields:
                draft.put(("orders", order, name), plain(deed.fields[name]), deed)


def way(old: Sequence[str], spec: RerouteVerb) -> list[str]:
    """The new route of a march."""
    start = spec.from_ or old[0]
    left = old.index(start) if start in old else -1
    head = list(old[: left + 1]) if left >= 0 else [start]
    rest = list(old[left + 1 :])
    if spec.to:
        tail = [spec.to]
    elif spec.by and spec.by[-1] in rest:
        tail = rest[rest.index(spec.by[-1]) :]
    else:
        tail = rest[-1:]
    places = [*head, *spec.by, *tail]
    return places[:1] + [b for a, b in pairwise(places) if a != b]


# --- delay --------------------------------------------------------------------------------------------


def delay(deed: Deed, draft: Draft) -> None:
    """Later, or earlier, by so much."""
    spec: DelayVerb = deed.spec
    if not spec.by:
        draft.fault(deed, msg("changes nothing: a delay of 0"), msg("give a time: 3 h, or -90 min"))
        return
    for order in _asked(deed, draft):
        fields = [name for name in hours.FIELDS if hours.absolute(draft.value("orders", order, name))]
        if ORDER + order not in spec.who or not fields:
            kind = draft.value("orders", order, "type")
            fields = ["start" if kind in ("march", "detach") else "issued"]
            if spec.by < 0 and hours.absolute(draft.value("orders", order, "issued")):
                fields = ["issued"]
        if _ends_first(deed, draft, order):
            continue
        for name in fields:
            try:
                value = hours.later(draft.value("orders", order, name), spec.by)
            except TextError as error:
                draft.fault(deed, join(" ", (f"{order}.{name}", error.message)), error.hint)
            else:
                draft.put(("orders", order, name), value, deed)


def _ends_first(deed: Deed, draft: Draft, order: str) -> bool:
    """A fault where an order is delayed past the scenario's end."""
    start, end = (quantities.instant(draft.value(key)) for key in ("start", "end"))
    rows = {key: cast("Mapping[str, Any]", plain(row)) for key, row in draft.section("orders").items()}
    first = max([hours.earliest(order, rows, start), *_own_hours(rows[order])])
    if (end - first).total_seconds() > deed.spec.by:
        return False
    words = msg(
        "delays {order}, which cannot come before {time}, past the scenario's end",
        order=quoted(order),
        time=hours.iso(first),
    )
    draft.fault(deed, words, msg("delay it less, or end later: change.end"))
    return True


def _own_hours(row: Mapping[str, Any]) -> list[Any]:
    found = (hours.absolute(row.get(name)) for name in hours.FIELDS)
    return [at for at in found if at is not None]


# --- remove -------------------------------------------------------------------------------------------


def remove(deed: Deed, draft: Draft) -> None:
    """They take no part; what only follows on a removed order goes with it."""
    orders, leaves = _split(deed, draft)
    before = len(draft.changed)
    gone = set(leaves)
    for order, serials, _ in list(draft.marches()):
        carried = draft.carried(serials)
        if not any(leaf in gone for mine in carried.values() for leaf in mine):
            continue
        stay = [serial if not set(mine) & gone else leaf for serial, mine in carried.items()
                for leaf in (mine if set(mine) & gone else [serial]) if leaf not in gone]  # fmt: skip
        if stay:
            draft.put(("orders", order, "serials"), stay, deed, again=True)
        else:
            orders.append(order)
    for key, row in list(draft.section("orders").items()):
        who = row.mapping().get("formation")
        if gone and who is not None and set(draft.leaves([str(who.value)])) <= gone:
            orders.append(key)
    for order in dict.fromkeys(orders):
        _remove_order(order, deed, draft)
    draft.gone.update(dict.fromkeys(leaves, deed))
    if len(draft.changed) == before and (leaves or orders):
        draft.fault(
            deed,
            msg("changes nothing: {who} has no orders", who=", ".join(deed.spec.who)),
            msg("leave it out"),
        )


def _remove_order(order: str, deed: Deed, draft: Draft) -> None:
    if order not in draft.section("orders"):
        return
    for path, (_, other) in draft.changed.items():
        if path[:2] == ("orders", order) and other is not deed and path[2:] != ("serials",):
            words = msg(
                "contradicts {words} in {where}, which changes {order}",
                words=quoted(other.words),
                where=other.at.where,
                order=quoted(order),
            )
            draft.fault(deed, words, msg("keep one of them"))
            return
    draft.put(("orders", order), None, deed)
    for key in list(draft.section("orders")):
        for name in ("issued", "start", "lifted"):
            _no_longer_after(order, key, name, deed, draft)
        for name in ("moves_with", "before"):
            if draft.value("orders", key, name) == order:
                draft.put(("orders", key, name), None, deed, again=True)


def _no_longer_after(order: str, key: str, name: str, deed: Deed, draft: Draft) -> None:
    """An order that waits for a removed one goes too, or waits for the others of several."""
    trigger = (
        draft.value("orders", key, name, "after")
        if isinstance(draft.value("orders", key, name), dict)
        else None
    )
    if not hours.names(trigger, order):
        return
    left = _without(trigger, order)
    if left is not None:
        draft.put(("orders", key, name, "after"), left, deed, again=True)
    elif name == "lifted":
        draft.put(("orders", key, name), None, deed)
    else:
        _remove_order(key, deed, draft)


def _without(trigger: Any, order: str) -> Any:  # noqa: ANN401 - any value of a file
    """What is left to wait for once an order never comes; None: it waits in vain."""
    if isinstance(trigger, str):
        return None if trigger == order else trigger
    for several in ("all", "any"):
        if isinstance(trigger, dict) and several in trigger:
            parts = [_without(part, order) for part in trigger[several]]
            left = [part for part in parts if part is not None]
            if not left or (several == "all" and len(left) < len(parts)):
                return None
            return left[0] if len(left) == 1 else {several: left}
    return trigger


# --- reinforce ----------------------------------------------------------------------------------------

_OF_GARRISONS = ("men", "heavy_guns", "other_guns", "armour")
_OF_FORMATIONS = ("men", "vehicles", "tanks", "guns")


def reinforce(deed: Deed, draft: Draft) -> None:
    """More, or fewer, of what a garrison or a formation has."""
    spec: ReinforceVerb = deed.spec
    given = {
        name: getattr(spec, name)
        for name in dict.fromkeys((*_OF_GARRISONS, *_OF_FORMATIONS))
        if getattr(spec, name)
    }
    if not given:
        draft.fault(
            deed,
            msg("changes nothing: it says nothing that comes"),
            msg("give men: 500, or vehicles, heavy_guns ..."),
        )
        return
    for name in spec.who:
        garrison = name in draft.section("garrisons")
        fits = _OF_GARRISONS if garrison else _OF_FORMATIONS
        wrong = [key for key in given if key not in fits]
        if not (garrison or name in draft.section("formations") or name in draft.section("groups")):
            draft.unknown(deed, name, *draft.section("garrisons"))
        elif wrong:
            kind = msg("a garrison") if garrison else msg("a formation")
            draft.fault(
                deed,
                msg("{kind} has no {wrong}", kind=kind, wrong=quoted(wrong[0])),
                msg("fields: {fits}", fits=", ".join(fits)),
            )
        else:
            for key, number in given.items():
                for path, more in (
                    [(("garrisons", name), number)] if garrison else _shares(deed, draft, name, key, number)
                ):
                    _add(path, key, more, deed, draft)


def _shares(
    deed: Deed, draft: Draft, name: str, key: str, number: int
) -> Iterator[tuple[tuple[str, str], int]]:
    """How a number is shared out among the parts of a formation by what they have; those above have the
    whole."""
    leaves = draft.leaves(draft.formations(deed, [name]))
    has = [draft.value("formations", leaf, key) or 0 for leaf in leaves]
    weights = has if sum(has) else [1, *[0] * (len(leaves) - 1)]
    exact = [number * weight / sum(weights) for weight in weights]
    shares = [int(part // 1) for part in exact]
    by_rest = sorted(range(len(leaves)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_rest[: number - sum(shares)]:
        shares[i] += 1
    for leaf, share in zip(leaves, shares, strict=True):
        above: str | None = leaf
        while share and above is not None:
            yield ("formations", above), share
            above = draft.value("formations", above, "parent")


def _add(path: tuple[str, str], key: str, more: int, deed: Deed, draft: Draft) -> None:
    """Add to a number of a row; a parent of which none is stated has the sum of its parts."""
    old = draft.value(*path, key)
    stated = old is not None
    if (
        not stated
        and path[0] == "formations"
        and (draft.children().get(path[1]) or draft.value(*path, "remainder"))
    ):
        return
    if (old or 0) + more < 0:
        draft.fault(
            deed,
            msg("{name} has only {number} {what}", name=path[1], number=old or 0, what=key.replace("_", " ")),
            msg("take away fewer"),
        )
        return
    draft.put((*path, key), (old or 0) + more, deed, again=True)


# --- swap ---------------------------------------------------------------------------------------------


def swap(deed: Deed, draft: Draft) -> None:
    """Two formations change places in all orders."""
    pair = draft.formations(deed, deed.spec.who)
    if len(pair) != 2:
        return
    one, other = pair
    if one == other or one in _up(draft, other) or other in _up(draft, one):
        words = (
            msg("changes nothing: it names one formation twice")
            if one == other
            else msg("one is a part of the other")
        )
        draft.fault(deed, words, msg("name two formations beside each other"))
        return
    renamed = _counterparts(draft, one, other) | _counterparts(draft, other, one)
    missing = _only_one_has(draft, renamed, pair)
    if missing:
        hint = msg("swap their parts, pair by pair: [[a, b], [c, d]]")
        draft.fault(deed, msg("{missing} has no counterpart of the same name", missing=quoted(missing)), hint)
        return
    before = len(draft.changed)
    for key, row in list(draft.section("orders").items()):
        for name, node in row.mapping().items():
            old = plain(node)
            new = _renamed(old, renamed) if name in _NAMING else old
            if new != old:
                draft.put(("orders", key, name), new, deed)
    if len(draft.changed) == before:
        draft.fault(
            deed,
            msg("changes nothing: no order names {one} or {other}", one=one, other=other),
            msg("leave it out"),
        )


_NAMING = ("serials", "formation", "applies_to", "disobeyed_by", "issued", "start", "lifted")
"""The fields of an order in which formations are named."""


def _up(draft: Draft, name: str) -> list[str]:
    """A formation and those above it."""
    found = [name]
    while (above := draft.value("formations", found[-1], "parent")) is not None and above not in found:
        found.append(above)
    return found


def _counterparts(draft: Draft, one: str, other: str) -> dict[str, str]:
    """Each part of one formation -> the part of the other whose name goes on in the same way."""
    names = draft.section("formations")
    mine = [name for name in names if one in _up(draft, name)]
    return {name: other + name[len(one) :] for name in mine if other + name[len(one) :] in names}


def _only_one_has(draft: Draft, renamed: Mapping[str, str], pair: Sequence[str]) -> str | None:
    """A part that orders name and that has no counterpart."""
    named = {text for row in draft.section("orders").values() for name in _NAMING if name in row.mapping()
             for text in _texts(plain(row.mapping()[name]))}  # fmt: skip
    inside = (name for name in draft.section("formations") if set(_up(draft, name)) & set(pair))
    return next((name for name in inside if name in named and name not in renamed), None)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any value of a file
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any value of a file
    """A value with each name in place of its counterpart."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(part, names) for part in value]
    return {key: _renamed(part, names) for key, part in value.items()} if isinstance(value, dict) else value


DEEDS: Mapping[str, Callable[[Deed, Draft], None]] = {
    "reroute": reroute, "delay": delay, "remove": remove, "reinforce": reinforce, "swap": swap,
}  # fmt: skip
"""What carries out each verb."""
