"""The answer to a counterfactual in sentences, made of what was counted, in English or French.

Nothing here knows an operation: the names are those of the scenario, the numbers those of the two runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paris44.telling.phrases import ENGLISH, Tongue, duration
from paris44.telling.words import Speaker

HEADLINES = 3
"""Outcomes that are told with their hours; the others are counted, and stand in the table."""
NAMES = 5
"""Names that a sentence lists before it counts the rest."""


@dataclass(frozen=True, slots=True)
class OutcomeFact:
    """An outcome in both worlds, pair by pair, where *never* is later than everything.

    ``medians`` of the base and of the other: seconds since the start, or a number; None: never. In
    ``less`` pairs it came earlier (was less), in ``more`` later, of ``n``. ``surely`` is whether the pairs
    that differ agree on the way. ``middle`` and ``ends`` are the median of the paired difference and its
    interval, over the pairs in which both came (seconds, or a number). ``never`` counts the replications in
    which it did not come, ``by`` those in which it had come by the hour that was asked for.
    """

    labels: tuple[str, str]
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
    labels: tuple[str, str]
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


def sentences(facts: AnswerFacts, say: Speaker) -> list[str]:
    """The answer: what moved and what did not, whom a line or a road held, what the change writes in."""
    teller = _Teller(facts, say)
    return [
        *teller.moved(),
        *teller.still(),
        *(teller.written(fact) for fact in facts.written),
        *(teller.line(fact) for fact in facts.lines),
        *(teller.road(fact) for fact in facts.roads),
        *teller.chances(),
    ]


class _Teller:
    """Sentences about one counterfactual in the language of a speaker."""

    def __init__(self, facts: AnswerFacts, say: Speaker) -> None:
        self.facts = facts
        self.speaker = say
        self.tongue: Tongue = say.tongue
        order = enumerate(facts.outcomes)
        ranked = sorted(order, key=lambda item: (not item[1].surely, not item[1].main, item[0]))
        self.apart = [fact for _, fact in ranked if fact.moved]

    def say(self, phrase: str, **parts: object) -> str:
        return self.tongue.say(f"answer-{phrase}", **{key: str(part) for key, part in parts.items()})

    def name(self, labels: tuple[str, str]) -> str:
        return labels[0] if self.tongue is ENGLISH else labels[1]

    # --- the outcomes ---

    def moved(self) -> list[str]:
        """What moved, from what to what, and how surely."""
        if not self.apart:
            count = len(self.facts.outcomes)
            return [self.say("nothing", count=count, n=self.facts.n)]
        return [self._headline(fact) for fact in self.apart[:HEADLINES]]

    def _headline(self, fact: OutcomeFact) -> str:
        before, after = (self._value(fact, value) for value in fact.medians)
        told = self.say("same", value=before) if before == after else self.say("moves", old=before, new=after)
        words = self.say("headline", label=self.name(fact.labels), told=told, how=self._how(fact))
        if fact.is_time and fact.never[0] != fact.never[1]:
            words += self.say("never", old=fact.never[0], new=fact.never[1], n=fact.n)
        return f"{words}."

    def _how(self, fact: OutcomeFact) -> str:
        """In how many pairs it came earlier or later, whether that is sure, and by how much."""
        fewer, larger = ("earlier", "later") if fact.is_time else ("less", "more")
        if not fact.surely:
            both = {"less": fact.less, "more": fact.more, "n": fact.n}
            return self.say("unsure-time" if fact.is_time else "unsure-number", **both)
        ways = [self.say(key, k=k) for key, k in ((larger, fact.more), (fewer, fact.less)) if k]
        ways = ways if fact.more >= fact.less else ways[::-1]
        words = self.say("pairs", ways=", ".join(ways), n=fact.n)
        if not fact.middle or fact.ends is None:
            return words
        way = -1.0 if fact.middle < 0 else 1.0  # ends are told along the way of the middle
        low, high = sorted(way * end or 0.0 for end in fact.ends)
        size = self._size(fact, abs(fact.middle))
        return words + self.say("by", size=size, low=self._size(fact, low), high=self._size(fact, high))

    def _value(self, fact: OutcomeFact, value: float | None) -> str:
        if value is None:
            return self.say("never-word")
        return self.speaker.time(value // 60 * 60) if fact.is_time else self._number(value)

    def _size(self, fact: OutcomeFact, value: float) -> str:
        return ("−" if value < 0 else "") + span(value) if fact.is_time else self._number(value)

    def _number(self, value: float) -> str:
        text = f"{value:.0f}" if abs(value) >= 10 or float(value).is_integer() else f"{value:.2g}"
        return (text if self.tongue is ENGLISH else text.replace(".", ",")).replace("-", "−")

    def still(self) -> list[str]:
        """How many outcomes moved, which of the main ones did not, and what moved on the way."""
        facts = self.facts
        equal = [fact for fact in facts.outcomes if not fact.moved]
        names = [self.name(fact.labels) for fact in sorted(equal, key=lambda fact: not fact.main)]
        counts = {"moved": len(self.apart), "count": len(facts.outcomes), "n": facts.n}
        told = [self.say("count", **counts)] if self.apart else []
        if self.apart and equal:
            told += [self.say("equal", names=self._listed(names, len(equal)), n=facts.n)]
        moved, rows = facts.arrivals
        way = self.say("way" if moved else "way-equal", moved=moved, count=rows, n=facts.n)
        parted, whole, never = facts.parted
        if parted:
            way += " " + self.say("parted", parted=parted, whole=whole, never=never)
        return [*([" ".join(told)] if told else []), way]

    def _listed(self, names: Sequence[str], count: int) -> str:
        """Names, the rest of ``count`` counted."""
        shown = list(names[:NAMES])
        if count > len(shown):
            shown.append(self.say("others" if shown else "all-of", count=count - len(shown)))
        return self.tongue.say("all").join(filter(None, [", ".join(shown[:-1]), shown[-1]]))

    def chances(self) -> list[str]:
        """Of the outcomes told first: the chance of having come by the hour that was asked for."""
        by = self.facts.by
        told = [fact for fact in self.apart[:HEADLINES] or self.facts.outcomes if fact.by and fact.main]
        if by is None or not told:
            return []
        chances = [
            self.say("chance", label=self.name(fact.labels), old=self._share(fact.by[0]),
                     new=self._share(fact.by[1]))
            for fact in told[:HEADLINES] if fact.by
        ]  # fmt: skip
        when, worlds = self.speaker.time(by), {"base": self.facts.base, "other": self.facts.other}
        return [self.say("chances", when=when, chances="; ".join(chances), **worlds)]

    def _share(self, count: int) -> str:
        return f"{100 * count / self.facts.n:.0f} %"

    # --- what held, and what is written in ---

    def line(self, fact: LineFact) -> str:
        """Whom a phase line held, or by how much it held nobody."""
        common = {"line": self.tongue.title(fact.title), "world": fact.world, "n": fact.n}
        early = self.say("early", k=fact.early, n=fact.n) if fact.early else ""
        if fact.held:
            held = [
                self.say("held", who=self.speaker.name(who), k=k, n=fact.n, wait=span(wait))
                for who, k, wait in fact.held[:HEADLINES]
            ]
            rest = len(fact.held) - len(held)
            more = [self.say("others", count=rest)] if rest else []
            return self.say("line-held", held=", ".join([*held, *more]), early=early, **common)
        if fact.slack is None:
            return self.say("line-nobody", early=early, **common)
        middle, least = map(span, fact.slack)
        return self.say("line-slack", middle=middle, least=least, early=early, **common)

    def road(self, fact: RoadFact) -> str:
        """Who used a road or a bridge that the change touches."""
        common = {"road": fact.name, "world": fact.world, "kept": fact.kept}
        if not fact.users:
            return self.say("road-nobody", **common)
        names = [self.speaker.name(name) for name in fact.users]
        return self.say("road-used", who=self._listed(names, len(names)), k=fact.used, **common)

    def written(self, fact: WrittenFact) -> str:
        """An order that the change removes or adds, and what it brings about."""
        title, label = self.tongue.title(fact.title), self.name(fact.labels)
        key = "removes" if fact.removed else "adds"
        return self.say(key, order=title, label=label, k=fact.times, kept=fact.kept, world=fact.world)


def span(seconds: float) -> str:
    """A length of time in words, to the minute from ten minutes on; the sign is left out."""
    return duration(round(seconds / 60) * 60 if abs(seconds) >= 600 else seconds)
