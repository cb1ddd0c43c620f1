"""``new``: a folder in which an operation of the user's own begins."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NotRequired, TypedDict

from paris44.commands.answer import Answer
from paris44.language.text import msg, nmsg
from paris44.scenario.new import folder as folders
from paris44.scenario.new.own_map import OwnMap
from paris44.scenario.new.reading import read


class NewDocument(TypedDict):
    """The answer of ``paris44 new``: the files that were made; with a map of one's own what it holds."""

    scenario: str
    file: str
    files: list[str]
    places: NotRequired[int]
    roads: NotRequired[int]
    notes: NotRequired[Sequence[str]]


def new(folder: Path, sources: Sequence[Path] = ()) -> Answer:
    """Make the folder of an operation called like it, on the map in the files ``sources`` where there are
    any, and say what to do next."""
    own = read(sources) if sources else None
    made = folders.make(folder, folders.template() if own is None else folders.on_map(own))
    name = folder.name
    notes = tuple(msg("note: {words}", words=words) for words in own.notes) if own is not None else ()
    first = next(path for path in made if path.name == f"{name}.yaml")
    document: NewDocument = {"scenario": name, "file": str(first), "files": [str(p) for p in made]}
    if own is not None:
        document["places"] = len(own.places)
        document["roads"] = len(own.roads)
        document["notes"] = own.notes
    files = [path.name for path in made if path.suffix == ".yaml"]

    def page() -> list[object]:
        return [
            _made(folder, ", ".join(files), len(made) - len(files), own),
            msg("what to try next:"),
            f"  cd {shlex.quote(str(folder))}",
            f"  paris44 check {name}.yaml",
            f"  paris44 run {name}.yaml",
            f"  paris44 report {name}",
            msg(
                "then change {file} and the tables beside it; each fault is told with its line and a hint",
                file=first.name,
            ),
        ]

    return Answer(document=lambda: document, page=page, notes=notes)


def _made(folder: Path, files: str, tables: int, own: OwnMap | None) -> str:
    """What was made, of a map of one's own with the number of places and roads."""
    what = {"folder": str(folder), "files": files, "tables": tables}
    if own is None:
        return msg("made {folder}: {files} and {tables} tables", **what)
    counts = {
        "places": nmsg("{n} place", "{n} places", len(own.places)),
        "roads": nmsg("{n} road", "{n} roads", len(own.roads)),
    }
    return msg("made {folder}: {files} and {tables} tables ({places}, {roads})", **what, **counts)
