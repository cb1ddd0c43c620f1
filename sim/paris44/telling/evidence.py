"""What an analysis of evidence found, in sentences, in English or French.

A figure is told by the kind of its die and the names of what it concerns; what to look for are titles that
the scenario's tables have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paris44.telling.words import Speaker

TOLD = 5
"""Figures that a sentence is made of."""
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
    """All that is said of an outcome: ``labels`` (English, French); ``never`` of ``n`` replications did not
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


def figure_words(what: str, names: Sequence[str], say: Speaker) -> str:
    """What a figure is: ``the length of the fight at a place``."""
    kind = "killed" if what.startswith("killed-") else what
    told = [say.orders.get(name) or say.name(name) for name in names]
    if kind == "value":
        return say.tongue.say("figure-value", name=names[0])
    first, rest = (told[:1], told[1:]) if len(told) > 1 and kind == "killed" else ([], told)
    return say.tongue.say(f"figure-{kind}", name=say.tongue.say("all").join(rest), who="".join(first))


def sentences(facts: EvidenceFacts, say: Speaker) -> list[str]:
    """The answer: what carries how much and where to look for it; why there is none."""
    tell = say.tongue.say
    n, label = str(facts.n), facts.label
    if facts.why:
        return [tell(f"evidence-{facts.why}", label=label, n=n, least=str(facts.least))]
    found = [_carries("carries", fact, label, say) for fact in facts.figures[:TOLD]]
    if not found:
        found = [tell("evidence-nothing", label=label, n=n, luck=_percent(facts.luck))]
    if facts.never:
        found.append(tell("evidence-never", label=label, n=n, k=str(facts.never)))
        found += [_carries("whether", fact, label, say) for fact in facts.whether[:TOLD]]
    return found


def _carries(phrase: str, fact: FigureFact, label: str, say: Speaker) -> str:
    low, high = fact.ends
    told = say.tongue.say(
        f"evidence-{phrase}",
        what=figure_words(fact.what, fact.names, say),
        label=label,
        grade=fact.grade,
        source=say.tongue.value(fact.source),
        share=_percent(fact.share),
        low=_percent(low),
        high=_percent(high),
        look=_look(fact, say),
    )
    return told[:1].upper() + told[1:]


def _look(fact: FigureFact, say: Speaker) -> str:
    """Where to look, in the words of the tables."""
    tell = say.tongue.say
    cited = "; ".join(fact.cited)
    whose = tell("all").join(say.name(name) for name in fact.formations[:WHOSE])
    if fact.logs:
        return tell("evidence-logs", titles="; ".join(fact.logs))
    if whose:
        return tell("evidence-whose" if cited else "evidence-whose-none", who=whose, titles=cited)
    return tell("evidence-cited" if cited else "evidence-none", titles=cited)


def _percent(share: float) -> str:
    return str(round(100 * max(share, 0.0)))
