"""The pages of ``list``: the shipped scenarios, and what lies in the result folders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from paris44.language.text import msg
from paris44.telling.overview import KINDS
from paris44.views.tables.pages import table_of


class ScenarioDocument(TypedDict):
    """A shipped scenario; one that cannot be read has its ``fault`` for a title."""

    name: str
    kind: str
    title: str
    parent: str | None


class FolderDocument(TypedDict):
    """A run, a variant of one (``kind``), or the answer of the command of that name; sizes in bytes."""

    kind: str
    scenario: str
    run: NotRequired[str]
    n: NotRequired[int]
    seed: NotRequired[int | None]
    chance: NotRequired[bool]
    version: NotRequired[str]
    complete: NotRequired[bool]
    about: NotRequired[str]
    fault: str
    bytes: int
    result_dir: str


def scenario_list(rows: Sequence[ScenarioDocument]) -> list[object]:
    """The shipped scenarios, children under their parents."""
    table = table_of(msg("scenario"), msg("kind"), msg("title"))
    for row, depth in _by_parent(rows):
        table.add_row("  " * depth + row["name"], KINDS.get(row["kind"], row["kind"]), row["title"])
    return [table]


def _by_parent(rows: Sequence[ScenarioDocument]) -> list[tuple[ScenarioDocument, int]]:
    names = {row["name"] for row in rows}
    out: list[tuple[ScenarioDocument, int]] = []

    def walk(parent: str | None, depth: int) -> None:
        for row in rows:
            above = row["parent"] if row["parent"] in names else None
            if above == parent:
                out.append((row, depth))
                walk(row["name"], depth + 1)

    walk(None, 0)
    return out


def run_list(rows: Sequence[FolderDocument]) -> list[object]:
    """The runs, the variants and the answers of studies, oldest first: a line each, the folder unbroken."""
    if not rows:
        return [msg("no result folders here (paris44 run SCENARIO makes one)")]
    groups = {
        msg("runs"): [row for row in rows if row["kind"] == "run"],
        msg("variants of sweep and routes"): [row for row in rows if row["kind"] == "variant"],
        msg("answers"): [row for row in rows if row["kind"] not in ("run", "variant")],
    }
    lines: list[object] = [msg("         n       seed         kB  folder")]
    for title, members in groups.items():
        lines += ["", title, *map(_folder, members)] if members else []
    return lines


def _folder(row: FolderDocument) -> str:
    """A folder in a line that can be cut into its columns: replications, seed, size, path, question."""
    n, seed = msg("damaged") if row.get("fault") else "", ""
    if row["kind"] in ("run", "variant"):
        n = n or (str(row["n"]) if row["complete"] else msg("unfinished"))
        seed = msg("no chance") if not row["chance"] else "" if row["seed"] is None else str(row["seed"])
    what = {"n": n, "seed": seed, "size": -(-row["bytes"] // 1000), "folder": row["result_dir"]}
    if row.get("about"):
        return msg("{n:>10}  {seed:>9}  {size:>9,}  {folder}  {about}", about=row["about"], **what)
    return msg("{n:>10}  {seed:>9}  {size:>9,}  {folder}", **what)
