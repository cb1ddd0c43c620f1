"""Tables of the pages, in Markdown, from the same documents as everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from paris44.language.text import join
from paris44.views.wording import SPREAD, difference, duration, men, of_unit, share

if TYPE_CHECKING:
    from paris44.study.questions.compare import ComparisonDocument, DifferenceDocument
    from paris44.study.questions.validate.score import BlockDocument, ScoreDocument
    from paris44.study.reading.summary import OutcomeDocument
    from paris44.study.statistics.quantiles import Quantiles


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


def places(document: ScoreDocument) -> str:
    """How many recorded times lie in each tenth of the model's law, by block, with the tests of that."""
    head = ("block", "tenths, the earliest first", "formations", "later by (p)", "wider by (p)",
            "90 % covers", "CRPS")  # fmt: skip
    return table(head, ([name, *_placed(block)] for name, block in _blocks(document)))


def _blocks(document: ScoreDocument) -> Iterator[tuple[str, ScoreDocument | BlockDocument]]:
    yield "all days", document
    yield from document["blocks"].items()


def _placed(block: ScoreDocument | BlockDocument) -> list[str]:
    test, rows = block["pit_test"], block["checkpoints"]
    tested = [
        "-" if by is None else f"{'−' if by < 0 else '+'}{share(abs(by))} ({p:.2f})"
        for by, p in ((test["later"], test["p_later"]), (test["wider"], test["p_wider"]))
    ]
    covered = "-" if block["coverage90"] is None else f"{round(block['coverage90'] * rows)} of {rows}"
    return [", ".join(map(str, block["pit"])), str(test["formations"]), *tested, covered,
            duration(block["crps_min"])]  # fmt: skip


def forecasts(document: ScoreDocument, name: str = "last-log") -> str:
    """The model beside one naive forecast on the rows that both foretell: errors, CRPS, formations."""
    head = ("block", "rows", "median error", f"that of `{name}`", "CRPS", f"that of `{name}`",
            "formations won", "p")  # fmt: skip
    rows = [
        [
            block_name, str(beside["checkpoints"]),
            duration(beside["model_median_abs_error_min"]), duration(beside["median_abs_error_min"]),
            duration(beside["model_crps_min"]), duration(beside["crps_min"]),
            f"{beside['formations_won']} of {beside['formations']}", f"{beside['p_value']:.2g}",
        ]
        for block_name, block in _blocks(document)
        if (beside := block["baselines"].get(name)) is not None
    ]  # fmt: skip
    return table(head, rows)


def losses(document: ScoreDocument, party: str) -> str:
    """What a party lost day by day, and in all, beside the totals that sources give: median and 90 % interval
    over the replications that keep them."""
    mine = [row for row in document["losses"] if row["party"] == party]
    days = sorted({day for row in mine for day in row["days"]})
    head = (f"{mine[0]['name']} (n = {mine[0]['n']})" if mine else "", *days, "in all", "sources")
    rows = [
        [row["loss"], *(_men(row["days"].get(day)) for day in days), _men(row["total"]),
         ", ".join(str(claim["men"]) for claim in row["claims"])]
        for row in mine
    ]  # fmt: skip
    return table(head, rows)


def _men(spread: Quantiles[float | None] | None) -> str:
    if spread is None or spread["median"] is None:
        return "-"
    return f"{men(spread['median'])} [{men(spread['p05'])}, {men(spread['p95'])}]"


def missing(document: Mapping[str, OutcomeDocument], labels: Mapping[str, str]) -> str:
    """The outcomes that some replication lacks, and in how many of a hundred."""
    rows = [[labels[name], share(row["share_never"])] for name, row in document.items() if row["share_never"]]
    return table(("does not come", "in"), rows)


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
