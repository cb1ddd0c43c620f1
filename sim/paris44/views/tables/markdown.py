"""Tables of the pages, in Markdown, from the same documents as everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from paris44.language.text import join
from paris44.views.wording import SPREAD, difference, duration, of_unit, share

if TYPE_CHECKING:
    from paris44.study.questions.compare import ComparisonDocument, DifferenceDocument
    from paris44.study.questions.validate.score import BlockDocument, ScoreDocument
    from paris44.study.reading.summary import OutcomeDocument


def outcomes(document: Mapping[str, OutcomeDocument], labels: Mapping[str, str]) -> str:
    """Median and 90 % interval of the outcomes that have ``labels``, in their order."""
    rows = [
        [words, *(of_unit(row[key], row["unit"]) for key in SPREAD), _never(row)]
        for name, words in labels.items()
        if (row := document.get(name)) is not None
    ]
    return table(("outcome", "median", "5 %", "95 %", "never"), rows)


def _never(row: OutcomeDocument) -> str:
    return share(row["share_never"]) if row["share_never"] else ""


def validation(document: ScoreDocument) -> str:
    """The score by block, beside the naive baselines."""
    naive = list(document["baselines"])
    rows = [_score("all days", document, naive)]
    for name, block in document["blocks"].items():
        told = "may set parameters" if block["used_to_set_parameters"] else "judged"
        rows.append(_score(f"{name} ({told})", block, naive))
    return table(("block", "checkpoints", "median error", "90 % covers", *naive), rows)


def _score(name: str, row: ScoreDocument | BlockDocument, naive: Sequence[str]) -> list[str]:
    beside = [row["baselines"].get(n) for n in naive]
    errors = [one and one["median_abs_error_min"] for one in beside]
    endless = f" ({row['unbounded90']} without end)" if row["unbounded90"] else ""
    own = [duration(row["median_abs_error_min"]), share(row["coverage90"]) + endless]
    return [name, str(row["checkpoints"]), *own, *map(duration, errors)]


def comparison(document: ComparisonDocument, labels: Mapping[str, str]) -> str:
    """Median difference and interval of each counterfactual, for the labelled outcomes that are moments."""
    seen = [other["outcomes"] for other in document["others"]]
    timed = {name for row in seen for name, found in row.items() if found["unit"] in ("min", "time")}
    names = [name for name in labels if name in timed]
    rows = [
        [other["title"], *(_pair(other["outcomes"].get(name)) for name in names)]
        for other in document["others"]
    ]
    return table(("counterfactual", *(labels[name] for name in names)), rows)


def _pair(row: DifferenceDocument | None) -> str:
    if row is None or row["difference_median"] is None:
        return "-"
    low, high = (difference(value, row["unit"]) for value in row["ci95"])
    return f"{difference(row['difference_median'], row['unit'])} ({low} .. {high})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: bool = True) -> str:
    """A table of Markdown; all columns but the first are ``numbers`` and stand to the right."""
    return "".join(f"{line}\n" for line in lines(head, rows, numbers))


def lines(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: bool = True) -> list[str]:
    """The lines of a table of Markdown."""
    under = ["---", *["---:" if numbers else "---" for _ in head[1:]]]
    return [join("", ("| ", join(" | ", cells), " |")) for cells in (head, under, *rows)]


def fill(text: str, parts: Mapping[str, str]) -> str:
    """Put each part between its marks ``<!-- begin NAME -->`` and ``<!-- end NAME -->``, where they are."""
    for name, part in parts.items():
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
        head, found, rest = text.partition(begin)
        _, closed, tail = rest.partition(end)
        if found and closed:
            text = f"{head}{begin}{part}{end}{tail}"
    return text
