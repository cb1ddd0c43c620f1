"""The operation of the page: a shipped one, or one of one's own with the files that it is made of.

All that is shipped is in every page. Of an operation of one's own the page carries the scenario files that
begin from the first one, and what they read, by their names in its folder: nothing that lies elsewhere.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from paris44.errors import UserError
from paris44.language.text import msg
from paris44.scenario.faults import Faults
from paris44.scenario.file.find import SUBFOLDERS, beside, name_of, packaged, scenarios_of, shipped
from paris44.scenario.file.yaml_tree import read
from paris44.scenario.load import Loaded
from paris44.studio.desk import Desk
from paris44.study.running.lay_out import all_ready

_PLAIN = re.compile(r"[a-z][\w/-]*")
"""Names that YAML reads as text without quotes."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A counterfactual of the page's scenario: its name, its title, its file, and the text of that, which
    names the scenario in full."""

    name: str
    title: str
    file: Path
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """The name by which the page loads its scenario, its questions by name, the files that are not shipped
    (name below the folder of operations -> bytes), and the files that had to stay out."""

    name: str
    questions: tuple[WhatIf, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    left_out: tuple[Path, ...] = ()


def operation(base: Loaded) -> Operation:
    """What the page is made of that opens with ``base``.

    Raises:
        ScenarioError: a counterfactual in the folder of the operation is wrong.
        UserError: it reads what lies outside its folder, or cannot be read from the page.
    """
    file = base.files[0].resolve()
    if file in {path.resolve() for _, path in shipped()}:
        near = (pair for pair in shipped() if pair[1].resolve().parent.parent == file.parent)
        return Operation(base.scenario.name, tuple(_questions(base.scenario.name, file, near)))
    return _ones_own(base)


def _ones_own(base: Loaded) -> Operation:
    file = base.files[0]
    folder = _folder(file)
    above = f"{folder.name}/" if "/" in name_of(file) else ""
    name, root = above + file.stem, folder.parent if above else folder
    near = ((above + stem, path) for stem, path in scenarios_of(folder))
    known = list(_questions(name, file.resolve(), near))
    worlds = all_ready([str(question.file) for question in known])
    mine = {path.resolve() for path in base.files}
    whole = [{path.resolve() for path in world.files[1:]} <= mine for world in worlds]
    files: dict[str, bytes] = {}
    for world in (base, *worlds):
        files |= _carried(world, folder, root)
    questions = tuple(question for question, one in zip(known, whole, strict=True) if one)
    left_out = tuple(question.file for question, one in zip(known, whole, strict=True) if not one)
    _read_from_page(name, [question.text for question in questions], files)
    return Operation(name, questions, files, left_out)


def _folder(file: Path) -> Path:
    """The folder of the operation to which a scenario file belongs."""
    here = _lies(file).parent
    return here.parent if here.name in SUBFOLDERS else here


def _lies(path: Path) -> Path:
    """Where a path says that it is; what links lead to is another matter."""
    return Path(os.path.normpath(path.absolute()))


def _questions(base: str, file: Path, near: Iterator[tuple[str, Path]]) -> Iterator[WhatIf]:
    """Those of the files ``near`` that extend ``file`` itself."""
    for name, path in near:
        tree = read(path, Faults())
        head = {} if tree is None else {key: node.value for key, node in tree.mapping().items()}
        above = head.get("extends")
        found = beside(above, path) if isinstance(above, str) and above else None
        if found is not None and found.resolve() == file != path.resolve():
            start = _extends(base)
            text = path.read_text(encoding="utf-8-sig")
            text = re.sub(r"(?m)^extends\s*:.*$", lambda _: start, text, count=1)  # noqa: B023
            yield WhatIf(name, str(head.get("title", name)), path, text)


def _extends(base: str) -> str:
    """The line by which a file begins from a scenario."""
    return f"extends: {base if _PLAIN.fullmatch(base) else json.dumps(base, ensure_ascii=False)}"


def _carried(world: Loaded, folder: Path, root: Path) -> dict[str, bytes]:
    """The files of a scenario that are not shipped, by their names below ``root``."""
    found = {}
    for path in world.files:
        if path.resolve().is_relative_to(packaged().resolve()):
            continue
        lies = _lies(path)
        if not (lies.is_relative_to(folder) and path.resolve().is_relative_to(folder.resolve())):
            raise UserError(
                "SCENARIO",
                msg(
                    "{file} lies outside the operation’s folder {folder}: the page carries that alone",
                    file=str(path),
                    folder=folder.name,
                ),
            )
        found[lies.relative_to(root).as_posix()] = path.read_bytes()
    return found


def _read_from_page(name: str, texts: Sequence[str], files: dict[str, bytes]) -> None:
    """Refuse what the page could not read: the desk is asked, with nothing at hand but these files.

    Raises:
        UserError: a file names another by a path that is none in the page.
    """
    with tempfile.TemporaryDirectory() as place:
        for below, data in files.items():
            path = Path(place, below)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        desk = Desk(Path(place))
        for text in (f"{_extends(name)}\ntitle: check\n", *texts):
            told = json.loads(desk.handle(json.dumps({"id": 0, "do": "check", "base": name, "text": text})))
            # what is wrong with a file are its faults; all else that the desk refuses is said in words
            why = [fault["message"][0] for fault in told["faults"]] if "faults" in told else told["words"]
            if why:
                raise UserError(
                    "SCENARIO", msg("the page could not read {name}: {why}", name=name, why=why[0])
                )
