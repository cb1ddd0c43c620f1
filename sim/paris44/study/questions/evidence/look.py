"""Where to look for a figure: logs and pages that the scenario's own tables name for it, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from paris44.scenario.load import Loaded
from paris44.scenario.model import RecordedTime
from paris44.study.questions.evidence.figures import Figure
from paris44.telling.cite import JUDGEMENT, CitationDocument, cite
from paris44.world.order_of_battle import Tree, tree

LOG = "A"
"""The grade of a log or order of the time."""
MOST = 3
"""Sources that are named for a figure."""


class SourceDocument(TypedDict):
    """A source by its title, with its address where the tables have one."""

    title: str
    url: str


class LookDocument(TypedDict):
    """Where to look: ``logs`` of the time (grade A) that the record names for the place or the formations of
    the figure; ``cited`` for the row that it is about; the ``formations`` whose own log would tell."""

    logs: list[SourceDocument]
    cited: list[SourceDocument]
    formations: list[str]


@dataclass(frozen=True)
class Library:
    """The sources of one scenario, as its tables name them."""

    loaded: Loaded

    def law(self, figure: Figure) -> CitationDocument:
        """Source and grade of the law that a figure is drawn from."""
        return self._cite(figure.behind.law)

    def look(self, figure: Figure) -> LookDocument:
        """Where to look for a figure."""
        behind = figure.behind
        rows = list(self._rows(figure))
        logs = {row.source: row.url for row in rows if row.source and row.source != JUDGEMENT}
        about = [] if behind.subject is None else _sources(self._cite(behind.subject))
        return {
            "logs": [{"title": title, "url": url} for title, url in list(logs.items())[:MOST]],
            "cited": about[:MOST],
            "formations": list(behind.formations),
        }

    def _rows(self, figure: Figure) -> Iterator[RecordedTime]:
        """Rows of the record of grade A: of its place and formations, of its place, of its formations."""
        behind = figure.behind
        rows = [row for row in self.loaded.scenario.record if row.grade == LOG]
        there = [row for row in rows if row.place in behind.places]
        theirs = [row for row in rows if self._near(row.formation, behind.formations)]
        yield from (row for row in there if row in theirs)
        yield from there
        yield from theirs

    def _near(self, formation: str, wanted: Iterable[str]) -> bool:
        """Whether a formation is one of those wanted, part of one, or the one next above."""
        family = self._family.ancestors
        own = family.get(formation, ())
        return any(whole in own or formation in family[whole][:2] for whole in wanted if whole in family)

    @cached_property
    def _family(self) -> Tree:
        return tree(self.loaded.scenario.formations)

    @cached_property
    def _known(self) -> dict[str, CitationDocument]:
        return {}

    def _cite(self, path: str) -> CitationDocument:
        if path not in self._known:
            self._known[path] = cite(self.loaded, path)
        return self._known[path]


def _sources(cited: CitationDocument) -> list[SourceDocument]:
    """What a row cites, by title where the table of sources has one; nothing where it is a judgement."""
    if cited["source"] == JUDGEMENT:
        return []
    titles = [title.strip() for title in (cited["title"] or cited["source"]).split(";")]
    urls = [url.strip() for url in cited["url"].split(" ; ")] if cited["url"] else []
    matched = urls if len(urls) == len(titles) else [""] * len(titles)
    return [{"title": t, "url": u} for t, u in zip(titles, matched, strict=True)]
