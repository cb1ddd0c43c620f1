"""The shipped set of parameters, each with source and grade: what a scenario takes that names none.

It is the table of the shipped operation (``scenarios/tables/parameters.csv``), so that no parameter has two
values. A scenario that extends none takes from it every parameter that it does not give, and with them
the rows of the sources that they cite.
"""

from __future__ import annotations

from paris44.scenario import merge
from paris44.scenario.checks.sources import citations
from paris44.scenario.faults import Faults
from paris44.scenario.file.csv_table import read_table
from paris44.scenario.file.find import packaged
from paris44.scenario.file.spreadsheet import Habits
from paris44.scenario.file.yaml_tree import Entry
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import sections


def fill(document: Entry, faults: Faults) -> Entry:
    """The document with the shipped row of every parameter that it does not have, and their sources."""
    there = _rows(document, "parameters")
    missing = [name for name in PARAMETERS if name not in there]
    if not missing:
        return document
    shipped = _shipped("parameters", faults)
    rows = {name: shipped[name] for name in missing if name in shipped}
    given = (row.mapping().get("source") for row in rows.values())
    wanted = {code for node in given if node is not None for code in citations(node.value)}
    known = _rows(document, "sources")
    sources = {key: row for key, row in _shipped("sources", faults).items() if key in wanted - set(known)}
    return _with(_with(document, "parameters", rows), "sources", sources)


def _shipped(section: str, faults: Faults) -> dict[str, Entry]:
    path = packaged() / "tables" / f"{section}.csv"
    table = read_table(path, section, sections.columns(section), faults, Habits())
    return {} if table is None else table.mapping()


def _rows(document: Entry, section: str) -> dict[str, Entry]:
    node = document.mapping().get(section)
    return {} if node is None else node.mapping()


def _with(document: Entry, section: str, rows: dict[str, Entry]) -> Entry:
    """The document with further rows behind those of a section."""
    if not rows:
        return document
    whole = _rows(document, section) | rows
    return merge.put(document, (section,), Entry(whole, document.file, document.line, document.column))
