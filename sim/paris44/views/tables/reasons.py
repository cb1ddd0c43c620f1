"""The reasons that a result folder keeps (:mod:`paris44.study.reading.reasons`), as texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from paris44.language.text import msg
from paris44.study.reading import reasons
from paris44.telling.fields import CAUSES

WHOLE: Mapping[str, str] = {
    reasons.NO_ORDER: msg("order not given: none leads there"),
    reasons.NO_DECISION: msg("order not given: none brings it about"),
    reasons.NO_PLACE: msg("not modelled: no place is named"),
    reasons.NO_GARRISON: msg("not modelled: no garrison there"),
    reasons.NOTHING_SUCH: msg("nothing of the kind by the end"),
    reasons.NO_FURTHER_VISIT: msg("no further visit"),
    reasons.LATER: msg("not by the end"),
    "route not taken": msg("route not taken"),
    "waits for its hour": msg("waits for its hour"),
}
PATTERNS: Mapping[str, Callable[..., str]] = {
    r"(?P<why>.*) \(order ([^,()]+)\)": lambda what, order: msg(
        "{what} (order {order})", what=what, order=order
    ),
    r"(?P<why>.*) \(order ([^,()]+), for order ([^,()]+)\)": lambda what, order, after: msg(
        "{what} (order {order}, for order {after})", what=what, order=order, after=after
    ),
    r"order not given: by chance": lambda: msg("order not given: by chance"),
    r"order not given: order (.*) instead": lambda order: msg(
        "order not given: order {order} instead", order=order
    ),
    r"not modelled: no road touches (?P<p>.*)": lambda where: msg(
        "not modelled: no road touches {where}", where=where
    ),
    r"not modelled: no garrison at (?P<p>.*)": lambda where: msg(
        "not modelled: no garrison at {where}", where=where
    ),
    r"not modelled: (.*) has no column": lambda who: msg("not modelled: {who} has no column", who=who),
    r"waits for order (.*)": lambda order: msg("waits for order {order}", order=order),
    r"waits until (.*) is gone": lambda who: msg("waits until {who} is gone", who=who),
    r"waits until (.*) is barred": lambda who: msg("waits until {who} is barred", who=who),
    r"waits for (.*)'s arrival at (?P<p>.*)": lambda who, at: msg(
        "waits for the arrival of {who} at {where}", who=who, where=at
    ),
    r"waits for (.*)'s departure from (?P<p>.*)": lambda who, at: msg(
        "waits for the departure of {who} from {where}", who=who, where=at
    ),
    r"waits for (.*)'s passage of (?P<p>.*)": lambda who, at: msg(
        "waits for the passage of {who} at {where}", who=who, where=at
    ),
    r"waits for (.*)'s (?:contact|victory|prisoners|crossing|entry|junction|signature|order|parade)"
    r" \w+ (?P<p>.*)":
        lambda who, at: msg("waits for {who} at {where}", who=who, where=at),
    r"held before line (.*)": lambda line: msg("held before line {line}", line=line),
    r"held before the bridge (?P<p>.*)": lambda bridge: msg(
        "held before the bridge ({bridge})", bridge=bridge
    ),
    r"held at (?P<p>.*) by (.*)": lambda where, who: msg("held at {where} by {who}", where=where, who=who),
    r"no open way from (?P<p>.*) to (?P<q>.*)": lambda a, b: msg("no open way from {a} to {b}", a=a, b=b),
    r"in the queue before (?P<p>[^:]*)": lambda where: msg("in the queue before {where}", where=where),
    r"in the queue before (?P<p>[^:]*): (?P<why>.*)": lambda where, why: msg(
        "in the queue before {where}: {why}", where=where, why=why
    ),
    r"under way after (?P<p>.*)": lambda where: msg("under way after {where}", where=where),
    r"stands at (?P<p>[^:]*): (.*)": lambda where, cause: msg(
        "stands at {where}: {why}", where=where, why=CAUSES.get(cause, cause)
    ),
    r"(.*) held out to the end": lambda who: msg("{who} held out to the end", who=who),
    r"(.*) fell to (.*)": lambda who, whom: msg("{who} fell to {whom}", who=who, whom=whom),
    r"(.*) surrendered": lambda who: msg("{who} surrendered", who=who),
    r"(.*) withdrew": lambda who: msg("{who} withdrew", who=who),
    r"(.*) not met": lambda who: msg("{who} not met", who=who),
    r"only (\d+) vehicles by the end": lambda n: msg("only {n} vehicles by the end", n=int(n)),
}  # fmt: skip
"""What a reason looks like -> its text; the first that fits counts. Groups with a name are places (``p``,
``q``), or a reason within (``why``)."""


def reason_words(reason: str, places: Mapping[str, str] | None = None) -> str:
    """A reason as a text, in which ``places`` go by their names (id -> name); one that nobody knows stays as
    it is."""
    if reason in WHOLE:
        return WHOLE[reason]
    for pattern, make in PATTERNS.items():
        found = re.fullmatch(pattern, reason)
        if found is not None:
            names = {number: name for name, number in found.re.groupindex.items()}
            parts = enumerate(found.groups(), 1)
            return make(*(_part(names.get(number), text, places or {}) for number, text in parts))
    return reason


def _part(kind: str | None, text: str, places: Mapping[str, str]) -> str:
    """What fills a gap: of which ``kind`` its group is."""
    if kind == "why":
        return reason_words(text, places)
    return places.get(text, text) if kind else text
