"""The answer to a counterfactual in sentences, made of what was counted.

Nothing here knows an operation: the names are those of the scenario, the numbers those of the two runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paris44.language.dates import length
from paris44.language.text import Figures, join, msg, nmsg
from paris44.telling.words import Speaker

HEADLINES = 3
"""Outcomes that are told with their hours; the others are counted, and stand in the table."""
HALF = 0.5
"""Men; fewer are none."""
NAMES = 5
"""Names that a sentence lists before it counts the rest."""


@dataclass(frozen=True, slots=True)
class OutcomeFact:
    """An outcome in both worlds, pair by pair, where *never* is later than everything.

    ``medians`` of the base and of the other: seconds since the start, or a number; None: never. In
    ``less`` pairs it came earlier (was less), in ``more`` later, of ``n``. ``surely`` is whether the pairs
    that differ agree on the way. ``middle`` and ``ends`` are the median of the paired difference and its
    interval, over the pairs in which both came (seconds, or a number). ``never`` counts the replications in
    which it did not come, ``by`` those in which it had come by the hour that was asked for. ``is_men`` counts
    people.
    """

    label: str
    is_time: bool
    main: bool
    n: int
    medians: tuple[float | None, float | None]
    less: int
    more: int
    surely: bool
    middle: float | None
    ends: tuple[float, float] | None
    never: tuple[int, int]
    by: tuple[int, int] | None
    is_men: bool = False

    @property
    def slight(self) -> bool:
        """Whether it is men, and less than half a man in the median pair."""
        return self.is_men and self.middle is not None and abs(self.middle) < HALF

    @property
    def moved(self) -> bool:
        """Whether any pair differs."""
        return self.less + self.more > 0


@dataclass(frozen=True, slots=True)
class LineFact:
    """What a phase line that the change touches did in one ``world``.

    ``held``: march -> (its formation, replications in which it waited, median wait in seconds). ``slack``
    is by how much the first to come was later than the line opened (median and least, seconds); None where
    nobody came. ``early`` counts the replications in which somebody crossed who disobeyed or did not know.
    """

    world: str
    title: str
    n: int
    held: tuple[tuple[str, int, float], ...]
    slack: tuple[float, float] | None
    early: int


@dataclass(frozen=True, slots=True)
class RoadFact:
    """Who used a road or a bridge in ``world``, that is otherwise in the other: formations, and in how many
    of the ``kept`` replications whose tracks are there."""

    world: str
    name: str
    users: tuple[str, ...]
    used: int
    kept: int


@dataclass(frozen=True, slots=True)
class WrittenFact:
    """An order that only ``world`` has, and that brings about an outcome there in ``times`` of ``kept``."""

    world: str
    removed: bool
    title: str
    label: str
    times: int
    kept: int


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """All that is said of a counterfactual ``other`` beside its ``base``; ``arrivals`` on the way: how many
    differ in some pair, and how many there are; ``parted``: formations that part in some pair, of these that
    always join again, and that never do. ``by`` is the hour that was asked for (seconds)."""

    base: str
    other: str
    n: int
    outcomes: tuple[OutcomeFact, ...]
    arrivals: tuple[int, int]
    parted: tuple[int, int, int] = (0, 0, 0)
    lines: tuple[LineFact, ...] = ()
    roads: tuple[RoadFact, ...] = ()
    written: tuple[WrittenFact, ...] = ()
    by: float | None = None


def titled(facts: AnswerFacts, base: str, other: str) -> AnswerFacts:
    """The facts with titles in place of the names of the two worlds: for pages, in which nobody types. Worlds
    of one title keep their names."""
    if base == other:
        return facts
    names = {
        world: msg("“{title}”", title=title) for world, title in ((facts.other, other), (facts.base, base))
    }
    return replace(
        facts,
        base=names[facts.base],
        other=names[facts.other],
        lines=tuple(replace(fact, world=names[fact.world]) for fact in facts.lines),
        roads=tuple(replace(fact, world=names[fact.world]) for fact in facts.roads),
        written=tuple(replace(fact, world=names[fact.world]) for fact in facts.written),
    )


def sentences(facts: AnswerFacts, say: Speaker) -> list[str]:
    """The answer: the chances by the hour that was asked for, what moved and what did not, whom a line or a
    road held, what the change writes in."""
    teller = _Teller(facts, say)
    return [
        *teller.chances(),
        *teller.moved(),
        *teller.still(),
        *(_written(fact) for fact in facts.written),
        *(teller.line(fact) for fact in facts.lines),
        *(teller.road(fact) for fact in facts.roads),
    ]


class _Teller:
    """Sentences about one counterfactual."""

    def __init__(self, facts: AnswerFacts, say: Speaker) -> None:
        self.facts = facts
        self.speaker = say
        order = enumerate(facts.outcomes)
        ranked = sorted(
            order, key=lambda item: (not item[1].surely, item[1].slight, not item[1].main, item[0])
        )
        self.apart = [fact for _, fact in ranked if fact.moved]

    # --- the outcomes ---

    def moved(self) -> list[str]:
        """What moved, from what to what, and how surely."""
        if not self.apart:
            count, n = len(self.facts.outcomes), self.facts.n
            return [
                msg("Nothing moves: all {count} outcomes are equal in {n} of {n} pairs.", count=count, n=n)
            ]
        return [self._headline(fact) for fact in self.apart[:HEADLINES]]

    def _headline(self, fact: OutcomeFact) -> str:
        before, after = (self._value(fact, value) for value in fact.medians)
        if before == after:
            told = msg("{value} in both (medians)", value=before)
        else:
            told = msg("{old} becomes {new} (medians)", old=before, new=after)
        words = msg("{label}: {told}; {how}", label=fact.label, told=told, how=_how(fact))
        if fact.is_time and fact.never[0] != fact.never[1]:
            old, new = fact.never
            words = msg(
                "{told}; never in {old}, then in {new} of {n}", told=words, old=old, new=new, n=fact.n
            )
        return join("", (words, "."))

    def _value(self, fact: OutcomeFact, value: float | None) -> str:
        if value is None:
            return msg("never")
        return self.speaker.time(round(value) // 60 * 60) if fact.is_time else _number(value)

    def still(self) -> list[str]:
        """How many outcomes moved, which of the main ones did not, and what moved on the way."""
        facts, n = self.facts, self.facts.n
        equal = [fact for fact in facts.outcomes if not fact.moved]
        names = [fact.label for fact in sorted(equal, key=lambda fact: not fact.main)]
        count = len(facts.outcomes)
        told = [
            nmsg(
                "{n} of {count} outcomes moves.",
                "{n} of {count} outcomes move.",
                len(self.apart),
                count=count,
            )
        ]
        if equal:
            told += [msg("Equal in {n} of {n} pairs: {names}.", n=n, names=_few(names, len(equal)))]
        moved, rows = facts.arrivals
        if moved:
            way = msg(
                "On the way {moved:,} of {count:,} arrivals differ in some pair.", moved=moved, count=rows
            )
        else:
            way = msg("On the way too all {count:,} arrivals are equal in {n} of {n} pairs.", count=rows, n=n)
        parted, whole, never = facts.parted
        if parted:
            also = nmsg(
                "{n} formation marches otherwise; always back at the same hours: {whole}, never: {never}.",
                "{n} formations march otherwise; always back at the same hours: {whole}, never: {never}.",
                parted, whole=whole, never=never,
            )  # fmt: skip
            way = join(" ", (way, also))
        return [*([join(" ", told)] if self.apart else []), way]

    def chances(self) -> list[str]:
        """Of the outcomes told first: the chance of having come by the hour that was asked for."""
        facts = self.facts
        told = [fact for fact in self.apart[:HEADLINES] or facts.outcomes if fact.by and fact.main]
        if facts.by is None or not told:
            return []
        chances = [
            msg("{label}, {old} and {new}", label=fact.label, old=self._share(fact.by[0]),
                new=self._share(fact.by[1]))
            for fact in told[:HEADLINES] if fact.by
        ]  # fmt: skip
        parts = {"when": self.speaker.time(facts.by), "chances": join(msg("; "), chances)}
        return [
            msg(
                "Happened by {when}, in {base} and in {other}: {chances}.",
                base=facts.base,
                other=facts.other,
                **parts,
            )
        ]

    def _share(self, count: int) -> str:
        return Figures(f"{100 * count / self.facts.n:.0f} %")

    # --- what held ---

    def line(self, fact: LineFact) -> str:
        """Whom a phase line held, or by how much it held nobody."""
        words = self._line(fact)
        if not fact.early:
            return join("", (words, "."))
        return msg(
            "{told}; in {k} of {n} somebody crosses it against the order or before it is known.",
            told=words, k=fact.early, n=fact.n,
        )  # fmt: skip

    def _line(self, fact: LineFact) -> str:
        common = {"line": fact.title, "world": fact.world}
        if fact.held:
            return msg("In {world} the line “{line}” holds {held}", held=self._held(fact), **common)
        if fact.slack is None:
            return msg(
                "In {world} nobody is held by the line “{line}”, and nobody comes to it once it has opened",
                **common,
            )
        middle, least = map(span, fact.slack)
        return msg(
            "In {world} the line “{line}” holds nobody in {n} of {n} replications: the first to reach it "
            "comes {middle} after it has opened (median; at the least {least})",
            n=fact.n, middle=middle, least=least, **common,
        )  # fmt: skip

    def _held(self, fact: LineFact) -> str:
        held = [
            msg("{who} ({k} of {n} replications, {wait} in the median of these)",
                who=self.speaker.name(who), k=k, n=fact.n, wait=span(wait))
            for who, k, wait in fact.held[:HEADLINES]
        ]  # fmt: skip
        rest = len(fact.held) - len(held)
        return join(", ", [*held, *([_more(rest)] if rest else [])])

    def road(self, fact: RoadFact) -> str:
        """Who used a road or a bridge that the change touches."""
        common = {"road": fact.name, "world": fact.world, "kept": fact.kept}
        if not fact.users:
            return msg(
                "In {world} nobody uses {road} ({kept} replications of which marches are kept).", **common
            )
        names = [self.speaker.name(name) for name in fact.users]
        return msg(
            "In {world} {road} is used by {who} ({k} of {kept} replications of which marches are kept).",
            who=_few(names, len(names)), k=fact.used, **common,
        )  # fmt: skip


def _how(fact: OutcomeFact) -> str:
    """In how many pairs it came earlier or later, whether that is sure, and by how much."""
    words = msg("{ways} of {n} pairs", ways=join(", ", _ways(fact)), n=fact.n)
    if not fact.surely:
        equal = fact.n - fact.less - fact.more
        if equal:
            words = nmsg(
                "{told}, equal in the other one", "{told}, equal in the other {n}", equal, told=words
            )
        return msg("{told}: which way is not sure", told=words)
    if not fact.middle or fact.ends is None:
        return words
    if fact.slight:
        return msg("{told}, the median pair by less than half a man", told=words)
    way = -1.0 if fact.middle < 0 else 1.0  # ends are told along the way of the middle
    low, high = (_size(fact, end) for end in sorted(way * end or 0.0 for end in fact.ends))
    size = _size(fact, abs(fact.middle))
    return msg(
        "{told}, the median pair by {size} (95 %: {low} to {high})", told=words, size=size, low=low, high=high
    )


def _ways(fact: OutcomeFact) -> list[str]:
    """The ways in which pairs differ, that of most of them first."""
    if fact.is_time:
        larger, fewer = msg("later in {k}", k=fact.more), msg("earlier in {k}", k=fact.less)
    else:
        larger, fewer = msg("more in {k}", k=fact.more), msg("less in {k}", k=fact.less)
    ways = [words for words, k in ((larger, fact.more), (fewer, fact.less)) if k]
    return ways if fact.more >= fact.less else ways[::-1]


def _size(fact: OutcomeFact, value: float) -> str:
    if fact.is_time:
        return ("−" if value < 0 else "") + span(value)
    return _number(round(value) if fact.is_men else value)


def _number(value: float) -> str:
    text = f"{value:,.0f}" if abs(value) >= 10 or float(value).is_integer() else f"{value:.2g}"
    return Figures(text.replace("-", "−"))


def _more(count: int) -> str:
    return nmsg("{n} more", "{n} more", count)


def _few(names: Sequence[str], count: int) -> str:
    """Names, the rest of ``count`` counted."""
    shown = list(names[:NAMES])
    if count > len(shown):
        rest = count - len(shown)
        shown.append(_more(rest) if shown else nmsg("{n} outcome", "{n} outcomes", rest))
    if len(shown) < 2:
        return join("", shown)
    apart = msg("; ") if any("," in name for name in shown) else ", "
    return msg("{names} and {last}", names=join(apart, shown[:-1]), last=shown[-1])


def _written(fact: WrittenFact) -> str:
    """An order that the change removes or adds, and what it brings about."""
    what = {"order": fact.title, "label": fact.label, "k": fact.times, "kept": fact.kept, "world": fact.world}
    if fact.removed:
        return msg(
            "The change itself removes the order “{order}”, which brings about “{label}” in {k} of {kept} "
            "replications of {world} of which marches are kept.",
            **what,
        )
    return msg(
        "The change itself adds the order “{order}”, which brings about “{label}” in {k} of {kept} "
        "replications of {world} of which marches are kept.",
        **what,
    )


def span(seconds: float) -> str:
    """A length of time in words, to the minute from ten minutes on; the sign is left out."""
    if abs(seconds) < 600:
        return length(seconds)
    hours, minutes = divmod(abs(round(seconds / 60)), 60)
    return f"{hours} h {minutes} min" if hours and minutes else f"{hours} h" if hours else f"{minutes} min"
