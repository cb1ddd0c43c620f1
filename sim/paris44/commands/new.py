"""``new``: a folder in which an operation of the user's own begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NotRequired, TypedDict

from paris44.commands.answer import Answer
from paris44.scenario.new import folder as folders
from paris44.scenario.new.own_map import OwnMap
from paris44.scenario.new.reading import read
from paris44.telling.words import counted


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
    notes = tuple(f"note: {words}" for words in own.notes) if own is not None else ()
    first = next(path for path in made if path.name == f"{name}.yaml")
    document: NewDocument = {"scenario": name, "file": str(first), "files": [str(p) for p in made]}
    if own is not None:
        document["places"] = len(own.places)
        document["roads"] = len(own.roads)
        document["notes"] = own.notes
    files = [path.name for path in made if path.suffix == ".yaml"]
    tables = len(made) - len(files)

    def page() -> list[object]:
        return [
            f"made {folder}: {', '.join(files)} and {tables} tables{_counts(own)}",
            "what to try next:",
            f"  cd {folder}",
            f"  paris44 check {name}.yaml",
            f"  paris44 run {name}.yaml",
            f"  paris44 report {name}",
            f"then change {first.name} and the tables beside it; each fault is told with its line and a hint",
        ]

    return Answer(document=lambda: document, page=page, notes=notes)


def _counts(own: OwnMap | None) -> str:
    return "" if own is None else f" ({counted(len(own.places), 'place')}, {counted(len(own.roads), 'road')})"
