"""The matrix of counterfactuals and outcomes, in the forms that people take away."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from paris44.language.text import join, mapped, msg, pmsg
from paris44.results.columns import TIME_UNIT
from paris44.views.export.tables import local
from paris44.views.tables import markdown
from paris44.views.tables.pages import table_of
from paris44.views.wording import MADE, day_clock, difference, of_unit, share

if TYPE_CHECKING:
    from paris44.study.questions.matrix import CellDocument, MatrixDocument

NUMBERS = ("difference", "low", "high", "earlier", "later", "surely", "by")
"""What a sheet has of a cell beside its median, each in a column of its own."""
WITH_UNIT = ("difference", "low", "high")
"""Those in the unit of the outcome; of moments in minutes."""
DIGITS = 4
"""Decimals of a number on a sheet: a hundredth of a second, of minutes."""
PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:1rem/1.4 system-ui,sans-serif;margin:2rem}}table{{border-collapse:collapse}}
th,td{{padding:.3rem .6rem;border-bottom:1px solid #bbb;text-align:right}}
tr>:first-child{{text-align:left}}</style>
<h1>{title}</h1>
<table><thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody></table>
<p>{note}</p><p><small>{credit}</small></p></html>"""


def matrix(document: MatrixDocument, form: str) -> list[object]:
    """The matrix as a ``table``, ``csv``, ``json``, ``md`` or ``html``."""
    return WRITERS[form](document)


def _head(document: MatrixDocument) -> list[str]:
    return ["", *document["labels"].values()]


def _rows(document: MatrixDocument) -> list[list[str]]:
    """A row of texts for each world: its name, and what becomes of each outcome."""
    units = document["units"]
    return [
        [row["scenario"], *(_text(cell, units[name]) for name, cell in row["cells"].items())]
        for row in document["rows"]
    ]


def _text(cell: CellDocument, unit: str) -> str:
    """``25 Aug 12:12 (+13 h 18)``; ``=`` where no pair differs, ``~`` where the way is not sure."""
    come = [] if cell["by"] is None else [share(cell["by"])]
    if cell["earlier"] == cell["later"] == 0:
        return join(", ", ["=", *come])
    median = join(", ", [of_unit(cell["median"], unit), *come])
    if cell["difference"] is None:
        return median
    way = difference(cell["difference"], unit)
    sure = cell["surely"]
    return (
        msg("{median} ({way})", median=median, way=way)
        if sure
        else msg("{median} (~{way})", median=median, way=way)
    )


def _note(document: MatrixDocument) -> str:
    note = msg(
        "medians and, in brackets, the median of the paired differences from {base}; = equal in every "
        "pair, ~ "
        "which way is not sure; n = {n}",
        base=document["base"], n=document["n"],
    )  # fmt: skip
    if not document["by"]:
        return note
    return msg("{note}; share: come by {when}", note=note, when=day_clock(document["by"]))


def _table(document: MatrixDocument) -> list[object]:
    head = _head(document)
    table = table_of(*head, right=head[1:])
    for row in _rows(document):
        table.add_row(*row)
    return [table, "", _note(document)]


def _csv(document: MatrixDocument) -> list[object]:
    """A row for each world and, for each outcome, its median and a column for each number, with its unit."""
    units = document["units"]
    columns = [f"{name} {head}" for name in document["labels"] for head in _heads(units[name])]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["scenario", *columns])
    for row in document["rows"]:
        cells = (value for name, cell in row["cells"].items() for value in _flat(cell, units[name]))
        writer.writerow([row["scenario"], *cells])
    return [*out.getvalue().splitlines()]


def _heads(unit: str) -> list[str]:
    """The heads of an outcome's columns: ``difference_min``, ``low_men``; bare where it has no unit."""
    moments = unit == TIME_UNIT
    of = "min" if moments else unit.replace(" ", "_")
    medians = ["median", "median_local"] if moments else [f"median_{of}" if of else "median"]
    return [*medians, *(f"{what}_{of}" if of and what in WITH_UNIT else what for what in NUMBERS)]


def _flat(cell: CellDocument, unit: str) -> list[object]:
    """The cells of an outcome; a moment stands twice, exact and as spreadsheets read it."""
    values: Mapping[str, object] = {**cell}
    median = values["median"]
    medians = [median, local(str(median or ""))] if unit == TIME_UNIT else [_plain(median)]
    return [*medians, *(_plain(values[what]) for what in NUMBERS)]


def _plain(value: object) -> object:
    """Yes as 1; a number without the last digits of its arithmetic."""
    if isinstance(value, bool):
        return int(value)
    return round(value, DIGITS) if isinstance(value, float) else value


def _json(document: MatrixDocument) -> list[object]:
    return [*json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).splitlines()]


def _markdown(document: MatrixDocument) -> list[object]:
    return [*markdown.lines(_head(document), _rows(document)), "", _note(document)]


def _html(document: MatrixDocument) -> list[object]:
    title = mapped(escape, msg("What becomes of {base}", base=document["base"]))
    cells = (_tag('<th scope="col">', "</th>", label) for label in _head(document))
    parts = {
        "lang": pmsg("code of the language", "en"),
        "title": title,
        "head": join("", cells),
        "body": join("\n", map(_line, _rows(document))),
        "note": mapped(escape, _note(document)),
        "credit": mapped(escape, document["credit"] or MADE),
    }
    return [mapped(partial(_page, tuple(parts)), *parts.values())]


def _page(names: Sequence[str], *texts: str) -> str:
    return PAGE.format(**dict(zip(names, texts, strict=True)))


def _tag(begin: str, end: str, text: str) -> str:
    return join("", (begin, mapped(escape, text), end))


def _line(cells: Sequence[str]) -> str:
    first, *rest = cells
    row = (_tag("<td>", "</td>", cell) for cell in rest)
    return join("", ("<tr>", _tag('<th scope="row">', "</th>", first), *row, "</tr>"))


WRITERS: Mapping[str, Callable[[MatrixDocument], list[object]]] = {
    "table": _table, "csv": _csv, "json": _json, "md": _markdown, "html": _html,
}  # fmt: skip
"""Form -> what writes it, line by line."""
