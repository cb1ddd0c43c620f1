"""The folder of a new operation: the shipped template under another name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from paris44.errors import UserError, machine_words
from paris44.language.text import msg
from paris44.scenario.dump import WORDS
from paris44.scenario.file.find import packaged
from paris44.scenario.new.own_map import OwnMap
from paris44.scenario.schema.read import no_folder

TEMPLATE = "my-operation"
"""What the template calls itself: the name of its first file, and in its texts."""
_NAME = re.compile(r"[^\W\d_][\w-]*\Z")


def template(kind: str = "exercise") -> dict[str, str]:
    """The files of a shipped template (``exercise``, ``own-map``): their texts by their paths."""
    root = packaged() / "template" / kind
    files = sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".csv"))
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in files}


def on_map(own: OwnMap) -> dict[str, str]:
    """The files of an operation on a map of one's own: a column from one end of it to the other."""
    start, goal = own.ends()
    texts = {
        path: text.replace("from-here", start).replace("to-there", goal)
        for path, text in template("own-map").items()
    }
    return texts | {f"tables/{name}": text for name, text in own.tables().items()}


def make(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write the files of an operation called like its ``folder``, which must not be there; their paths.

    Raises:
        UserError: the folder is there already, its name is none, or it cannot be written.
    """
    name = folder.name
    why = no_folder(name)
    if why or not _NAME.match(name) or name.lower() in WORDS:
        raise UserError(
            str(folder) or "NAME",
            msg(
                "{what}: give one of letters, digits and - that begins with a letter",
                what=why or msg("is no name"),
            ),
        )
    if folder.exists():
        raise UserError(str(folder), msg("is there already: give another name, or remove it"))
    made = [folder / path.replace(TEMPLATE, name) for path in texts]
    try:
        for path, text in zip(made, texts.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace(TEMPLATE, name), encoding="utf-8")
    except OSError as error:
        raise UserError(str(folder), msg("cannot be written: {lower}", lower=machine_words(error))) from None
    return made
