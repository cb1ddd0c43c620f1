"""``new``: a folder in which an operation of the user's own begins."""

from __future__ import annotations

from pathlib import Path

from paris44.commands.answer import Answer
from paris44.scenario.new import folder as folders


def new(folder: Path) -> Answer:
    """Make the folder of an operation called like it, and say what to do next."""
    made = folders.make(folder, folders.template())
    name = folder.name
    first = next(path for path in made if path.name == f"{name}.yaml")
    document = {"scenario": name, "file": str(first), "files": [str(path) for path in made]}
    files = [path.name for path in made if path.suffix == ".yaml"]
    tables = len(made) - len(files)

    def page() -> list[object]:
        return [
            f"made {folder}: {', '.join(files)} and {tables} tables",
            "what to try next:",
            f"  cd {folder}",
            f"  paris44 check {name}.yaml",
            f"  paris44 run {name}.yaml",
            f"  paris44 report {name}",
            f"then change {first.name} and the tables beside it; each fault is told with its line and a hint",
        ]

    return Answer(document=lambda: document, page=page)
