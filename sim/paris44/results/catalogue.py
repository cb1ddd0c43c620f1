"""What lies on disk: the runs, which of them a scenario's name means, and the answers of studies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paris44.errors import machine_words
from paris44.language.text import msg
from paris44.results.errors import ResultError
from paris44.results.manifest import ID, MANIFEST, check_files, read_manifest
from paris44.results.seal import SEAL, is_whole, read_json
from paris44.scenario.file.find import ANSWERS, RESOLVED

LARGEST = 50_000_000
"""Bytes of a kept answer; ours have some 100,000."""
VARIANT = re.compile(r"\.(route-[0-9a-f]{8}|[a-z0-9-]+\.[a-z0-9-]+)")
"""What ``routes`` and ``sweep`` add to the name of the scenario that they vary."""


@dataclass(frozen=True)
class RunInfo:
    """A run on disk. ``written`` is in seconds of Unix time; ``fault`` says why it cannot be read."""

    path: Path
    scenario: str
    run_id: str
    n: int
    seed: int | None
    chance: bool
    version: str
    written: float
    size: int
    complete: bool
    variant: bool  # of another scenario, made by a study
    fault: str = ""


def is_run(path: Path) -> bool:
    """Whether ``path`` is the folder of a single run, readable or not."""
    return path.is_dir() and (path / MANIFEST).is_file()


def named(path_or_name: str | Path, root: Path) -> list[RunInfo]:
    """The runs that a scenario's name (or folder) stands for; none where a single run is named.

    A folder of that name without runs, such as that of the scenario's own files, hides none of them.
    """
    path = Path(path_or_name)
    if is_run(path):
        return []
    return (runs_of(path) if path.is_dir() else []) or runs_of(root / path_or_name)


def preferred(runs: Sequence[RunInfo]) -> RunInfo:
    """The newest run that can be read, one with chance before one without; else what is wrong with the
    newest."""
    return max(runs, key=preference)


def preference(run: RunInfo) -> tuple[bool, bool, bool, float, str]:
    """What a name means rather sorts after what it means less."""
    return run.complete, bool(run.fault), run.chance, run.written, run.run_id


def normal(path: Path) -> Path:
    """A path without detours, so that two can be compared."""
    return Path(os.path.normpath(path))


def choice(path_or_name: str | Path, root: str | Path) -> list[str]:
    """What to say of the run that a name means: which it is where there are several, what cannot be read."""
    runs = named(path_or_name, Path(root))
    if len(runs) < 2:
        return []
    best = preferred(runs)
    dice = msg("seed {seed}", seed=best.seed) if best.chance else msg("without chance")
    took = msg(
        "{path_or_name}: {runs} runs, took {path} (n = {n}, {dice})",
        path_or_name=path_or_name,
        runs=len(runs),
        path=best.path,
        n=best.n,
        dice=dice,
    )
    return (
        [took, *(msg("left out: {fault}", fault=run.fault) for run in runs if run.fault)]
        if best.complete
        else []
    )


def runs_of(folder: Path, whole: bool = False) -> list[RunInfo]:
    """The runs in one scenario's folder, oldest first; ``whole``: with all their files looked at."""
    if not folder.is_dir():
        return []
    found = [_info(child, whole) for child in sorted(folder.iterdir()) if child.is_dir()]
    return sorted((info for info in found if info is not None), key=lambda i: (i.written, i.run_id))


def _info(path: Path, whole: bool) -> RunInfo | None:
    """The run in a folder, None where there is none of ours."""
    manifest: dict[str, Any] | None = None
    fault = ""
    try:
        manifest = read_manifest(path)
        if whole and manifest is not None:
            check_files(path, manifest)
    except ResultError as error:
        fault = error.message
    known = manifest is not None
    if not known and not (ID.fullmatch(path.name) and (fault or (path / RESOLVED).is_file())):
        return None
    manifest = manifest or {}
    return RunInfo(
        path=path,
        scenario=manifest.get("scenario", path.parent.name),
        run_id=manifest.get("run_id", path.name),
        n=manifest.get("n", 0),
        seed=manifest.get("seed"),
        chance=manifest.get("chance", True),
        version=manifest.get("versions", {}).get("paris44", ""),
        written=(path / (MANIFEST if known or fault else RESOLVED)).stat().st_mtime,
        size=sum(file.stat().st_size for file in path.rglob("*") if file.is_file()),
        complete=known and not fault,
        variant=_is_variant(manifest.get("scenario", ""), manifest.get("parent") or ""),
        fault=fault,
    )


def _is_variant(name: str, parent: str) -> bool:
    base = parent.partition(".route-")[0]
    return bool(base) and name.startswith(base) and VARIANT.fullmatch(name[len(base) :]) is not None


def list_runs(root: str | Path = "results") -> list[RunInfo]:
    """Every run under ``root``, by scenario, oldest first; the fault of a run that was altered is told."""
    top = Path(root)
    if not top.is_dir():
        return []
    return [info for folder in _of_scenarios(top) for info in runs_of(folder, whole=True)]


def _of_scenarios(top: Path) -> Iterator[Path]:
    """The folders of scenarios, those of an operation in its own."""
    for child in sorted(top.iterdir()):
        if child.is_dir() and child.name not in ANSWERS:
            yield child
            yield from (below for below in sorted(child.iterdir()) if below.is_dir() and not is_run(below))


# --- answers of studies ------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerInfo:
    """A kept answer: what it was asked, the runs that it rests on; ``fault`` says why it cannot be read."""

    path: Path
    command: str
    about: str
    scenario: str
    runs: frozenset[Path]
    written: float
    size: int
    fault: str = ""


def read_answer(file: Path) -> dict[str, Any]:
    """What a study kept in ``file``, as it was kept.

    Raises:
        ResultError: it is none of ours, damaged, or was altered.
    """
    try:
        document = read_json(file, LARGEST)
    except OSError as error:
        raise ResultError(
            msg("{file}: cannot be read ({strerror})", file=file, strerror=machine_words(error))
        ) from None
    except ValueError:
        document = None
    if not isinstance(document, dict) or SEAL not in document:
        raise ResultError(
            msg("{file}: not an answer of paris44 {stem}, or damaged", file=file, stem=file.stem)
        )
    if not is_whole(document):
        raise ResultError(msg("{file}: was altered since it was written; ask again", file=file))
    del document[SEAL]
    return document


def list_answers(root: str | Path = "results") -> list[AnswerInfo]:
    """Every answer that a study kept under ``root``, by command, oldest first."""
    found = [_answer(path) for command in ANSWERS for path in Path(root).glob(f"{command}/*/{command}.json")]
    known = [info for info in found if info is not None]
    return sorted(known, key=lambda i: (ANSWERS.index(i.command), i.written, i.path))


def _answer(file: Path) -> AnswerInfo | None:
    """The answer in a file, None where it is none of ours."""
    try:
        document, fault = read_answer(file), ""
    except ResultError as error:
        document, fault = {}, error.message
    try:
        scenario = file.parent.name if fault else str(document.get("base") or document["scenario"])
        asked = [document.get("path"), document.get("column"), document.get("outcome")]
        asked += [row["scenario"] for row in document.get("others", ())]
        asked += [row["column"] for row in document.get("columns", ())]
    except (KeyError, TypeError, AttributeError):
        return None
    folder, at = file.parent, file.stat()
    return AnswerInfo(
        path=folder,
        command=file.stem,
        about=", ".join(map(str, filter(None, (scenario, *asked)))),
        scenario=scenario,
        runs=frozenset(normal(folder / run) for run in _dirs(document)),
        written=at.st_mtime,
        size=at.st_size,
        fault=fault,
    )


def _dirs(part: object) -> Iterator[str]:
    """Every run that an answer names."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key.endswith("result_dir") and isinstance(value, str):
                yield value
            else:
                yield from _dirs(value)
    elif isinstance(part, list):
        for value in part:
            yield from _dirs(value)
