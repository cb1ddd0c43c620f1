"""What an analysis of evidence found, in sentences.

A figure is told by the kind of its die and the names of what it concerns; what to look for are titles that
the scenario's tables have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from paris44.language.text import join, mapped, msg
from paris44.scenario.parameters import PARAMETERS
from paris44.telling.fields import VALUES
from paris44.telling.words import Speaker

TOLD = 5
"""Figures that a sentence is made of."""
GRADES = ("A", "B", "C", "D")
"""Grades of sources: names of sets of figures."""
WHOSE = 3
"""Formations whose log a sentence asks for."""


@dataclass(frozen=True, slots=True)
class FigureFact:
    """A figure and the share (0 to 1) that it carries, with its interval; ``source`` of its law, and where to
    look: ``logs`` of the time, what is ``cited``, whose log would tell (ids of formations)."""

    what: str
    names: tuple[str, ...]
    grade: str
    source: str
    share: float
    ends: tuple[float, float]
    logs: tuple[str, ...]
    cited: tuple[str, ...]
    formations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """All that is said of an outcome: ``label``; ``never`` of ``n`` replications did not
    bring it; ``figures`` that surely carry something, most first; ``luck``: what luck alone reaches (0 to 1);
    ``why`` there is no answer: ``few``, ``same`` or ``all-never``."""

    label: str
    n: int
    never: int
    luck: float
    figures: tuple[FigureFact, ...]
    whether: tuple[FigureFact, ...] = ()
    why: str = ""
    least: int = 0


Share = tuple[float, float, float]
"""A share (0 to 1) with the ends of its interval."""


@dataclass(frozen=True, slots=True)
class SetFact:
    """Figures that were thrown anew: by what ``name`` they were asked for (a figure, a law, a grade), the
    kind of die and the names of each; the share that they carry as a ``whole``, with any others, and
    ``alone``; whether the one is ``more`` than the other by more than the intervals."""

    name: str
    figures: tuple[tuple[str, tuple[str, ...]], ...]
    whole: Share
    alone: Share | None
    more: bool


@dataclass(frozen=True, slots=True)
class PairFact:
    """Two sets of figures with the share that they surely carry only together."""

    one: SetFact
    other: SetFact
    share: Share


@dataclass(frozen=True, slots=True)
class MovedFacts:
    """What throwing sets of figures anew has shown, and the pairs of them that surely interact."""

    sets: tuple[SetFact, ...]
    pairs: tuple[PairFact, ...]


FIGURES: Mapping[str, Callable[[str, str], str]] = {
    "value": lambda name, _: _parameter(name, msg("the parameter {name}", name=name)),
    "fight": lambda name, _: msg("the length of the fight at {name}", name=name),
    "present": lambda name, _: msg("whether a post stands at {name}", name=name),
    "night": lambda name, _: msg("how long after dark the post at {name} leaves", name=name),
    "prisoners": lambda name, _: msg("the prisoners taken at {name}", name=name),
    "tanks": lambda name, _: msg("the tanks lost at {name}", name=name),
    "killed": lambda name, who: msg("the killed of {who} at {name}", name=name, who=who),
    "wounded": lambda name, _: msg("the wounded of {name}", name=name),
    "per-pocket": lambda name, _: msg("the killed of {name} at each pocket", name=name),
    "factor": lambda name, _: msg("how much the crowd slows the march ({name})", name=name),
    "slip": lambda name, _: msg("the late start under “{name}”", name=name),
    "fuel": lambda name, _: msg("the fuel halt under “{name}”", name=name),
    "speed": lambda name, _: msg("the rate of march under “{name}”", name=name),
    "city-speed": lambda name, _: msg("the speed in streets under “{name}”", name=name),
    "transmission": lambda name, _: msg("how long “{name}” takes to arrive", name=name),
    "delay": lambda name, _: msg("the delay before “{name}”", name=name),
    "headway": lambda name, _: msg("the distance of vehicles under “{name}”", name=name),
    "unit-gap": lambda name, _: msg("the gap between units under “{name}”", name=name),
    "serial-gap": lambda name, _: msg("the gap between serials under “{name}”", name=name),
    "duration": lambda name, _: msg("how long “{name}” takes", name=name),
    "chance": lambda name, _: msg("whether “{name}” comes about", name=name),
    "persuasion": lambda name, _: msg("how long it takes to persuade the garrison at {name}", name=name),
    "breakdowns": lambda _, __: msg("breakdowns on the march"),
}
"""Kind of a die -> what its figure is, by its name and whose it is."""
WHY: Mapping[str, Callable[[str, int, int], str]] = {
    "few": lambda label, n, least: msg(
        "{n} replications of “{label}” are too few to say what carries its spread: at least {least}.",
        label=label, n=n, least=least,
    ),
    "same": lambda label, n, _: msg(
        "“{label}” is the same in all {n} replications: there is no spread to explain.", label=label, n=n
    ),
    "untold": lambda label, n, _: msg(
        "The dice behind “{label}” are too many and too small to be told apart ({n} replications).",
        label=label, n=n,
    ),
    "all-never": lambda label, n, _: msg(
        "“{label}” comes in none of {n} replications: there is no spread to explain.", label=label, n=n
    ),
}  # fmt: skip
"""Why there is no answer -> the sentence that says so."""


def figure_words(what: str, names: Sequence[str], say: Speaker) -> str:
    """What a figure is: ``the length of the fight at a place``."""
    kind = "killed" if what.startswith("killed-") else what
    if kind == "value":
        return FIGURES[kind](names[0], "")
    if kind == "factor":
        return FIGURES[kind](say.crowds.get(names[0], names[0]), "")
    told = [say.orders.get(name) or say.name(name) for name in names]
    first, rest = (told[0], told[1:]) if len(told) > 1 and kind == "killed" else ("", told)
    return FIGURES[kind](join(msg(" and "), rest), first)


def _parameter(name: str, words: str) -> str:
    """``words`` that name a parameter, and what it means, if it is one."""
    if name not in PARAMETERS:
        return words
    return msg("{words} ({meaning})", words=words, meaning=PARAMETERS[name].meaning)


def sentences(facts: EvidenceFacts, say: Speaker) -> list[str]:
    """The answer: what carries how much and where to look for it; why there is none."""
    n, label = facts.n, facts.label
    if facts.why:
        return [WHY[facts.why](label, n, facts.least)]
    found = [_carries(fact, label, say) for fact in facts.figures[:TOLD]]
    if not found:
        nothing = msg(
            "No single figure carries more of the spread of “{label}” than luck alone could: {luck} % in {n} "
            "replications.",
            label=label, n=n, luck=_percent(facts.luck),
        )  # fmt: skip
        found = [nothing]
    if facts.never:
        never = msg(
            "“{label}” does not come in {k} of {n} replications: in the spread, never is later than "
            "everything.",
            label=label, n=n, k=facts.never,
        )  # fmt: skip
        found += [never, *(_whether(fact, say) for fact in facts.whether[:TOLD])]
    return found


def interactions(facts: MovedFacts, say: Speaker) -> list[str]:
    """What figures that were thrown anew carry more than alone, and which two of them only together."""
    with_others = [_with_others(fact, say) for fact in facts.sets if fact.alone is not None and fact.more]
    found = [*with_others, *(_together(pair, say) for pair in facts.pairs)]
    return found or [
        msg(
            "No interaction is sure among what was thrown anew: nothing carries more with others than alone "
            "by more than the intervals, and no two carry more together than ranks make of a sum."
        )
    ]


def _with_others(fact: SetFact, say: Speaker) -> str:
    share, low, high = map(_percent, fact.whole)
    alone, least, most = map(_percent, fact.alone or fact.whole)
    return msg(
        "{what}: {alone} % [{least}-{most}] of the spread alone, {share} % [{low}-{high}] with all others: "
        "part of it hangs on what other figures are.",
        what=mapped(_capital, _set_words(fact, say)),
        alone=alone, least=least, most=most, share=share, low=low, high=high,
    )  # fmt: skip


def _together(pair: PairFact, say: Speaker) -> str:
    share, low, high = map(_percent, pair.share)
    return msg(
        "An interaction of two: {share} % [{low}-{high}] of the spread are carried only together by {one} "
        "and by {other}.",
        one=_set_words(pair.one, say), other=_set_words(pair.other, say), share=share, low=low, high=high,
    )  # fmt: skip


def _set_words(fact: SetFact, say: Speaker) -> str:
    """Figures that were thrown anew, in words."""
    if len(fact.figures) == 1:
        return figure_words(*fact.figures[0], say)
    if fact.name in GRADES:
        return msg("all figures of grade {grade}", grade=fact.name)
    return _parameter(fact.name, msg("the {n} figures of {law}", n=len(fact.figures), law=fact.name))


def _carries(fact: FigureFact, label: str, say: Speaker) -> str:
    return msg(
        "{what} (grade {grade}: {source}) carries {share} % [{low}-{high}] of the spread of “{label}”: "
        "{look}.",
        label=label, **_parts(fact, mapped(_capital, figure_words(fact.what, fact.names, say)), say),
    )  # fmt: skip


def _whether(fact: FigureFact, say: Speaker) -> str:
    return msg(
        "Of whether it comes at all {what} (grade {grade}: {source}) carries {share} % [{low}-{high}]: "
        "{look}.",
        **_parts(fact, figure_words(fact.what, fact.names, say), say),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parts(fact: FigureFact, what: str, say: Speaker) -> dict[str, object]:
    """What a sentence on a figure is made of; shares in per cent."""
    low, high = fact.ends
    numbers = {"share": _percent(fact.share), "low": _percent(low), "high": _percent(high)}
    source = source_words(fact.source, say)
    return {"what": what, "grade": fact.grade, "source": source, "look": _look(fact, say), **numbers}


def source_words(source: str, say: Speaker) -> str:
    """The sources of a law, each with its French where the operation's files have it."""
    return join(msg("; "), (VALUES.get(one) or say.words(one) for one in source.split("; ")))


def _look(fact: FigureFact, say: Speaker) -> str:
    """Where to look, in the words of the tables."""
    cited = join(msg("; "), map(say.words, fact.cited))
    whose = join(msg(" and "), (say.name(name) for name in fact.formations[:WHOSE]))
    if fact.logs:
        titles = join(msg("; "), map(say.words, fact.logs))
        return msg("look in what the tables name as logs of the time for it: {titles}", titles=titles)
    if whose and cited:
        return msg("look for a log of {who}; the tables name none, only {titles}", who=whose, titles=cited)
    if whose:
        return msg("look for a log of {who}; the tables name no source for it", who=whose)
    if cited:
        return msg("the tables name no log of the time for it, only {titles}", titles=cited)
    return msg("the tables name no source for it")


def _percent(share: float) -> int:
    return round(100 * max(share, 0.0))
