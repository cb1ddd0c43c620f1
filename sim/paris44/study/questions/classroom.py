"""A class: many counterfactuals of one scenario, each judged beside what its author foresaw.

A few replications of each come first; then more of those of which it is not sure yet what they move, until
all are sure, or the time is up: nothing is begun that, at the pace so far, would not be there in time. Where
there is an end, the first are fewer, so that none is left without while others have many. All
are pairs of the base by the same dice, and what lies in the result folders already is not run again: who
stops goes on from there.
"""

from __future__ import annotations

import math
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypedDict

from paris44.errors import UserError
from paris44.language.text import msg
from paris44.results.columns import Series
from paris44.results.manifest import read_manifest
from paris44.results.read import ResultFolder
from paris44.scenario.faults import Fault, FaultDocument, Faults, ScenarioError, one_line
from paris44.scenario.file.yaml_tree import read
from paris44.scenario.load import Loaded
from paris44.study.questions.answer import facts, pairs, questions, surely, ways
from paris44.study.questions.compare import check_pair
from paris44.study.running.lay_out import ready
from paris44.study.running.replicate import Effort, folder_of, has_all, replicate
from paris44.study.running.spread import processes, spread
from paris44.telling.answers import AnswerFacts, OutcomeFact
from paris44.telling.outcomes import asked

FIRST = 10
"""Replications of every file before any gets more."""
FEW = 3
"""Replications of every file before any gets :data:`FIRST`, where the time may be up first."""
NEAR = 15 * 60.0
"""s: what an author calls the same moment."""
NEAR_SHARE = 0.05
"""What an author calls the same number, as a share of the base's."""
ENOUGH = 20
"""Pairs without which nothing is called equal, nor an answer that leaves a way open final."""
ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class Foretold:
    """One thing that an author foresaw: of which outcome, what, and whether it came ``right``, ``wrong``
    or is ``open``."""

    outcome: str
    said: str
    verdict: str


@dataclass(frozen=True)
class ClassPaper:
    """A file of the class: its title, who wrote it and what they expect, as far as it can be read. With
    ``faults`` it could not be run; else ``facts`` were counted over ``n`` pairs with the base (0: the time
    was up before), and ``foretold`` is judged by them."""

    file: str
    loaded: Loaded | None = None
    title: str = ""
    author: str = ""
    expect: str = ""
    faults: tuple[Fault, ...] = ()
    n: int = 0
    facts: AnswerFacts | None = None
    outcomes: Mapping[str, OutcomeFact] = field(default_factory=dict)
    foretold: tuple[Foretold, ...] = ()
    sure: bool = False

    def is_cut(self, most: int) -> bool:
        """Whether it was the time that left it unsure: fewer than ``most`` replications are there."""
        return self.loaded is not None and not self.sure and self.n < most


@dataclass(frozen=True)
class ClassAnswer:
    """All papers beside their base; ``most`` replications are run of each at the most."""

    base: Loaded
    seed: int
    most: int
    papers: tuple[ClassPaper, ...]

    @property
    def outcomes(self) -> dict[str, OutcomeFact]:
        """What the papers are compared by: outcome -> a fact that has its name; the main ones, and those that
        somebody foretold."""
        known = {name: fact for paper in self.papers for name, fact in paper.outcomes.items()}
        foretold = {one.outcome for paper in self.papers for one in paper.foretold}
        return {name: fact for name, fact in known.items() if fact.main or name in foretold}

    def called(self, paper: ClassPaper, outcome: str) -> str:
        """What people call an outcome of a paper, whether a run has said something of it or not."""
        fact = paper.outcomes.get(outcome)
        return fact.label if fact else asked(self.base.scenario, outcome)

    def as_dict(self) -> ClassDocument:
        """For JSON."""
        return {
            "base": self.base.scenario.name,
            "seed": self.seed,
            "papers": [_document(paper, self.outcomes, self.most) for paper in self.papers],
        }


def idea_of(paper: ClassPaper) -> str:
    """What is otherwise in a paper, in its author's words."""
    scenario = paper.loaded.scenario if paper.loaded else None
    if scenario is None:
        return ""
    return (
        scenario.passport.antecedent if scenario.passport and scenario.passport.antecedent else scenario.title
    )


def _document(paper: ClassPaper, shown: Mapping[str, OutcomeFact], most: int) -> PaperDocument:
    return {
        "file": paper.file,
        "title": paper.title,
        "author": paper.author,
        "idea": idea_of(paper),
        "expect": paper.expect,
        "n": paper.n,
        "sure": paper.sure,
        "time_up": paper.is_cut(most),
        "forecast": [{"outcome": f.outcome, "said": f.said, "verdict": f.verdict} for f in paper.foretold],
        "outcomes": {name: _cell(fact) for name, fact in paper.outcomes.items() if name in shown},
        "faults": [fault.as_dict() for fault in paper.faults],
    }


def _cell(fact: OutcomeFact) -> CellOfClass:
    base, here = fact.medians
    return {"base": base, "here": here, "earlier": fact.less, "later": fact.more, "sure": fact.surely}


class CellOfClass(TypedDict):
    """An outcome of a paper: its medians in the base and there (seconds since the start, or a number; None:
    never), in how many pairs it was ``earlier`` (less) and ``later`` (more), and whether that is ``sure``."""

    base: float | None
    here: float | None
    earlier: int
    later: int
    sure: bool


class PaperDocument(TypedDict):
    """A file: who, what, what was foreseen and how that came, over ``n`` pairs (``time_up``: fewer than were
    asked for, and not sure for it); or its faults."""

    file: str
    title: str
    author: str
    idea: str
    expect: str
    n: int
    sure: bool
    time_up: bool
    forecast: list[dict[str, str]]
    outcomes: dict[str, CellOfClass]
    faults: list[FaultDocument]


class ClassDocument(TypedDict):
    """The answer of ``paris44 class``."""

    base: str
    seed: int
    papers: list[PaperDocument]


def gather(folder: Path) -> list[Path]:
    """The scenario files of a folder, by name.

    Raises:
        UserError: it is no folder, or has none.
    """
    if not folder.is_dir():
        raise UserError("FOLDER", msg("{folder} is no folder", folder=str(folder)))
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
    if not files:
        raise UserError("FOLDER", msg("{folder} holds no scenario file (*.yaml)", folder=str(folder)))
    return files


def judge(
    folder: Path, effort: Effort, base: str | None = None, minutes: float | None = None,
    now: Callable[[], float] = time.monotonic,
) -> ClassAnswer:  # fmt: skip
    """Every scenario file of ``folder`` beside ``base`` (left out: what most of them extend), at most
    ``effort.n`` replications of each; nothing is begun that would not be there after ``minutes``.

    Raises:
        UserError: there is no file.
        ScenarioError: the base has faults, or no file is sound and extends a scenario.
    """
    end = math.inf if minutes is None else now() + minutes * 60.0
    papers = [_read(path) for path in gather(folder)]
    common = ready(base or _common(papers))
    others = [paper for paper in papers if not _is_file_of(paper, common)]
    papers = [_of_base(paper, common) for paper in others or papers]
    rounds = _Rounds(common, effort, end, now)
    papers = rounds.all(papers)
    told = tuple(rounds.told(paper) for paper in papers)
    return ClassAnswer(common, effort.dice(common.scenario), effort.n, told)


# --- reading ------------------------------------------------------------------------------------------


def _read(path: Path) -> ClassPaper:
    try:
        loaded = ready(str(path))
    except ScenarioError as error:
        return ClassPaper(path.name, None, *_signed(path), faults=error.faults)
    scenario = loaded.scenario
    return ClassPaper(path.name, loaded, scenario.title, scenario.author, scenario.expect)


def _signed(path: Path) -> tuple[str, str, str]:
    """Title, author and expectation of a file with faults, as far as they can be read: whose card it is."""
    faults = Faults()
    tree = read(path, faults)
    head = {} if faults or tree is None else tree.mapping()
    title, author, expect = (
        one_line(str(head[key].value)) if key in head and isinstance(head[key].value, str) else ""
        for key in ("title", "author", "expect")
    )
    return title, author, expect


def _common(papers: Sequence[ClassPaper]) -> str:
    """The file that most papers extend.

    Raises:
        ScenarioError: no paper is sound and extends another scenario; with the faults of all.
    """
    extended = Counter(str(p.loaded.own.extends) for p in papers if p.loaded and p.loaded.own.extends)
    if not extended:
        faults = [fault for paper in papers for fault in paper.faults]
        words = msg("no file in it is sound and extends a scenario")
        raise ScenarioError([*faults, Fault("FOLDER", 0, 0, "", words, "")])
    return extended.most_common(1)[0][0]


def _is_file_of(paper: ClassPaper, base: Loaded) -> bool:
    """Whether the paper is the base's own file, which may lie in the folder and is nobody's paper."""
    return paper.loaded is not None and paper.loaded.files[0].resolve() == base.files[0].resolve()


def _of_base(paper: ClassPaper, base: Loaded) -> ClassPaper:
    """The paper; with a fault where it is no counterfactual of the same operation."""
    if paper.loaded is None:
        return paper
    ours, theirs = base.scenario, paper.loaded.scenario
    what = ""
    if theirs.start_iso != ours.start_iso or theirs.theatre.id != ours.theatre.id:
        what = msg("is no counterfactual of {base}: another operation, or another hour", base=ours.name)
    elif theirs.digest == ours.digest:
        what = msg("is {base} itself", base=ours.name)
    if not what:
        return paper
    fault = Fault(
        str(paper.loaded.files[0]),
        1,
        1,
        "extends",
        what,
        msg("write extends: {base}, and a change", base=ours.name),
    )
    return replace(paper, loaded=None, faults=(fault,))


# --- running ------------------------------------------------------------------------------------------


@dataclass
class _Rounds:
    """The replications of a class, round by round: each doubles those of the papers that are not sure yet."""

    base: Loaded
    effort: Effort
    end: float  # s of the clock ``now``
    now: Callable[[], float]
    pace: float = 0.0
    """Seconds of the clock that a replication took, of those that were run last; 0: none was run yet."""
    telling: float = 0.0
    """Seconds that looking at a paper took, the longest so far: so much is kept back for each at the end."""

    def all(self, papers: Sequence[ClassPaper]) -> list[ClassPaper]:
        """The papers with as many replications as they need, or as there is time for."""
        found = list(papers)
        for n in rounds(self.effort.n, hurried=self.end < math.inf):
            todo = [k for k, p in enumerate(found) if p.loaded is not None and not p.sure and p.n < n]
            for k in self._run(found, todo, n) if todo else ():
                began = self.now()
                found[k] = self._looked_at(replace(found[k], n=n))
                self.telling = max(self.telling, self.now() - began)
            if any(found[k].n < n for k in todo):
                break
        return found

    def _run(self, papers: Sequence[ClassPaper], todo: Sequence[int], n: int) -> Iterator[int]:
        """The papers of which ``n`` replications are there, the base first; none more once the time is up."""
        effort = replace(self.effort, n=n, progress=None)
        if not self._timed(n - self._have(self.base), _told(papers), partial(replicate, self.base, effort)):
            return
        effort = replace(effort, workers=1)
        count = processes(self.effort.workers, len(todo))
        if self.effort.progress is not None:
            self.effort.progress(0, len(todo) * n)
        for at in range(0, len(todo), count):
            batch = todo[at : at + count]
            missing = [k for k in batch if not self._is_there(papers[k], effort)]
            more = sum(n - self._have(loaded) for k in missing if (loaded := papers[k].loaded))
            count_told = _told(papers) + sum(not papers[k].n for k in batch)
            if not self._timed(more, count_told, partial(self._fill, effort, [papers[k] for k in missing])):
                return
            if self.effort.progress is not None:
                self.effort.progress(min(at + count, len(todo)) * n, len(todo) * n)
            yield from batch

    def _timed(self, replications: int, told: int, work: Callable[[], object]) -> bool:
        """Do some work of so many replications, and take its pace; False, with nothing done, where there is
        no time for it and for telling of ``told`` papers then. What is there already (no replications) is
        always taken."""
        began = self.now()
        if replications > 0 and began + replications * self.pace + told * self.telling >= self.end:
            return False
        work()
        if replications > 0:
            self.pace = (self.now() - began) / replications
        return True

    def _fill(self, effort: Effort, papers: Sequence[ClassPaper]) -> None:
        """The replications of some papers, beside each other."""
        tasks = [str(paper.loaded.files[0]) for paper in papers if paper.loaded]
        deque(spread(_fill, effort, tasks, self.effort.workers, None), maxlen=0)  # all done, nothing kept

    def _have(self, loaded: Loaded) -> int:
        """How many replications are kept of a scenario."""
        manifest = read_manifest(folder_of(loaded, self.effort))
        return 0 if manifest is None else int(manifest["n"])

    def _is_there(self, paper: ClassPaper, effort: Effort) -> bool:
        return paper.loaded is not None and has_all(folder_of(paper.loaded, effort), effort)

    def _open(self, loaded: Loaded, n: int) -> ResultFolder:
        return ResultFolder.open(folder_of(loaded, self.effort), n=n).of(loaded)

    def pair(self, paper: ClassPaper) -> tuple[ResultFolder, ResultFolder]:
        """The base and the paper with as many replications as the paper has.

        Raises:
            PairError: they are no pairs.
        """
        assert paper.loaded is not None
        both = self._open(self.base, paper.n), self._open(paper.loaded, paper.n)
        check_pair(*both)
        return both

    def _looked_at(self, paper: ClassPaper) -> ClassPaper:
        """The paper, and whether it is sure what it moves."""
        base, here = self.pair(paper)
        assert paper.loaded is not None
        forecast = paper.loaded.scenario.forecast
        known = asked_of(base, here)
        if forecast:
            return replace(paper, sure=all(f.verdict != "open" for f in _foretold(forecast, known)))
        main = [known[n] for n, rule in base.scenario.outcomes.items() if rule.main and n in known]
        counts = [ways(a.values, b.values) for a, b in main]
        enough = paper.n >= ENOUGH or all(map(sum, counts))
        return replace(paper, sure=enough and all(surely(*pair) or not sum(pair) for pair in counts))

    def told(self, paper: ClassPaper) -> ClassPaper:
        """The paper with what was counted and how its forecast came."""
        if paper.loaded is None:
            return paper
        if not paper.n:
            return replace(paper, foretold=_foretold(paper.loaded.scenario.forecast, {}))
        base, here = self.pair(paper)
        counted = facts(base, here)
        names = [question.name for question in questions(base, here)]
        judged = _foretold(paper.loaded.scenario.forecast, asked_of(base, here))
        outcomes = dict(zip(names, counted.outcomes, strict=True))
        return replace(paper, facts=counted, outcomes=outcomes, foretold=judged)


def _told(papers: Sequence[ClassPaper]) -> int:
    """Of how many papers there is something to tell."""
    return sum(paper.n > 0 for paper in papers)


def asked_of(base: ResultFolder, here: ResultFolder) -> dict[str, tuple[Series, Series]]:
    """Every outcome of both: each by itself, and those that are one question as one."""
    return {**dict(pairs(base, here)), **{question.name: question.pair for question in questions(base, here)}}


def _fill(effort: Effort, file: str) -> str:
    """The replications of one file, in this process."""
    replicate(ready(file), effort)
    return file


def rounds(most: int, *, hurried: bool = False) -> Iterator[int]:
    """How many replications a paper has after each round: some, then twice as many, ``most`` at the end;
    ``hurried``: a few before."""
    if hurried and most > FEW:
        yield FEW
    n = min(FIRST, most)
    while n < most:
        yield n
        n = min(2 * n, most)
    yield n


# --- judging ------------------------------------------------------------------------------------------


def _foretold(
    forecast: Mapping[str, str], known: Mapping[str, tuple[Series, Series]]
) -> tuple[Foretold, ...]:
    """A forecast, each part of it judged; of what nobody asks it stays open."""
    return tuple(
        Foretold(name, said, verdict(said, *known[name]) if name in known else "open")
        for name, said in forecast.items()
    )


def verdict(said: str, base: Series, here: Series) -> str:
    """Whether what was foreseen of an outcome came: ``right``, ``wrong``, or ``open`` where the pairs cannot
    tell. *Never* is later than everything; ``same`` is within a quarter of an hour, or a twentieth."""
    less, more = ways(base.values, here.values)
    if said == "never":
        never = sum(map(math.isinf, here.values))
        return _oftener(never, len(here.values) - never)
    if said == "same":
        close = sum(map(partial(_close, base.is_time), base.values, here.values))
        return _oftener(close, len(base.values) - close)
    if said in ("later", "more"):
        less, more = more, less
    if not less + more:
        return "wrong" if len(base.values) >= ENOUGH else "open"
    return _oftener(less, more)


def _oftener(yes: int, no: int) -> str:
    """Whether one thing comes so much the oftener than its contrary that luck would not have it; else
    open."""
    if not surely(yes, no):
        return "open"
    return "right" if yes > no else "wrong"


def _close(is_time: bool, a: float, b: float) -> bool:
    """Whether nobody would tell two moments (seconds) or two numbers apart."""
    return a == b or abs(a - b) <= (NEAR if is_time else NEAR_SHARE * abs(a))
