"""Where scenario files are: by path, or by name in the places where scenarios live.

An operation in a folder of its own, beside the others, gives its name to its scenarios:
``operation/scenario``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from paris44.language.text import msg, quoted
from paris44.scenario.faults import Fault, ScenarioError, nearest
from paris44.scenario.file.yaml_tree import exists

SUFFIXES = (".yaml", ".yml")
SUBFOLDERS = ("", "toys", "counterfactuals")
RESOLVED = "scenario.resolved.yaml"
"""The scenario of a run, in the run's folder."""
ANSWERS = ("compare", "sweep", "routes", "sensitivity", "calibrate", "evidence")
"""Folders of answers, beside those of scenarios: no scenario can be called so."""


def packaged() -> Path:
    """The folder of the shipped scenarios: inside the package, or beside it in a source tree."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parents[1] / "scenarios"


def folders(search: Iterable[str | os.PathLike[str]] = ()) -> tuple[Path, ...]:
    """Where names are looked up, in order: ``search``, ``./scenarios``, the shipped ones."""
    return (*(Path(folder) for folder in search), Path("scenarios"), packaged())


def find(name: str | os.PathLike[str], search: Iterable[str | os.PathLike[str]] = ()) -> Path:
    """The file of a scenario given by path or name, or by the folder of an operation that is called like it.

    Raises:
        ScenarioError: there is none; the hint names the nearest known scenario.
    """
    text = os.fspath(name)
    places = folders(search)
    found = locate(text, places) if _is_name(text) else None
    if found is None:
        found = _in_its_folder(Path(text)) if text else None
    if found is None and _looks_like_file(text):
        found = Path(text)
    if found is None or _is_run(found):
        raise ScenarioError([_missing(text, places)])
    return found


def locate(name: str, places: Iterable[Path]) -> Path | None:
    """The file ``name.yaml`` in the first of ``places`` that has it, their known subfolders included.

    ``name`` may be that of an operation and, after a stroke, of a scenario in its folder.
    """
    operation, _, scenario = name.rpartition("/")
    for place in places:
        for sub in SUBFOLDERS:
            for suffix in SUFFIXES:
                path = place / operation / sub / f"{scenario}{suffix}"
                if exists(path):
                    return path
    return None


def beside(reference: str, file: Path, search: Iterable[str | os.PathLike[str]] = ()) -> Path | None:
    """The file that ``extends: reference`` in ``file`` means: next to it, else as :func:`find`."""
    if not _is_name(reference):
        path = file.parent / reference
        return path if exists(path) else None
    near = [file.parent]
    if file.parent.name in SUBFOLDERS:
        near.append(file.parent.parent)
    return locate(reference, (*near, *folders(search)))


def shipped() -> list[tuple[str, Path]]:
    """Name and file of every scenario that comes with the program, by name."""
    return sorted(_files(packaged()))


def known(search: Iterable[str | os.PathLike[str]] = ()) -> list[str]:
    """The names that :func:`find` finds, sorted."""
    return sorted({name for folder in folders(search) for name, _ in _files(folder)})


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    yield from scenarios_of(folder)
    for below in sorted(folder.glob("*/")):
        if below.name not in SUBFOLDERS and any(below.glob(f"*{suffix}") for suffix in SUFFIXES):
            yield from ((f"{below.name}/{name}", path) for name, path in scenarios_of(below))


def scenarios_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """Name and file of every scenario in a folder and its known subfolders."""
    for sub in SUBFOLDERS:
        for suffix in SUFFIXES:
            for path in sorted((folder / sub).glob(f"*{suffix}")):
                yield path.stem, path


def name_of(file: Path, search: Iterable[str | os.PathLike[str]] = ()) -> str:
    """What a scenario's file calls it: its own name, after that of its operation where it lies in the folder
    of one that is found by name."""
    stem = file.name.removesuffix(file.suffix).removesuffix(".resolved")
    here = file.resolve().parent
    above = here.parent if here.name in SUBFOLDERS else here
    lies = any(above.parent == folder.resolve() for folder in folders(search))
    return f"{above.name}/{stem}" if lies and above.name not in SUBFOLDERS else stem


def _is_name(text: str) -> bool:
    """True for a name, which may be looked up, bare or with that of its operation; False for a path."""
    parts = text.split("/")
    bare = all(part and Path(part).name == part and part not in (".", "..") for part in parts)
    return bare and len(parts) <= 2 and not text.endswith(SUFFIXES)


def _in_its_folder(folder: Path) -> Path | None:
    """The file in an operation's own folder that is called like the folder."""
    files = (folder / f"{folder.name}{suffix}" for suffix in SUFFIXES)
    return next((file for file in files if exists(file)), None)


def _looks_like_file(text: str) -> bool:
    try:
        return bool(text) and (not _is_name(text) or Path(text).is_file())
    except (OSError, ValueError):
        return False


def _is_run(path: Path) -> bool:
    """True for the folder of a run, which has a scenario and is none."""
    return exists(path / RESOLVED)


def _missing(text: str, places: Iterable[Path]) -> Fault:
    names = sorted({name for place in places for name, _ in _files(place)})
    if text and _is_run(Path(text)):
        hint = msg("it is a result folder: name its scenario, and the run that is there is taken")
    else:
        hint = nearest(text, names) or msg(
            "'paris44 list' shows them; give one of these, or the path of a file"
        )
    return Fault("scenario", 0, 0, "", msg("there is no scenario {text}", text=quoted(text)), hint)
