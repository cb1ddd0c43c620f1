"""Throwing runs and answers away, and nothing that is not ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from paris44.results.catalogue import AnswerInfo, RunInfo, list_answers, list_runs, normal, preference
from paris44.results.columns import COLUMNS
from paris44.results.errors import StudyError
from paris44.results.kept import FORMS, file_of
from paris44.results.manifest import ID, MANIFEST, new_of
from paris44.results.write import LOG, PARTS, locked
from paris44.scenario.file.find import RESOLVED

Info = TypeVar("Info", RunInfo, AnswerInfo)


def clean(root: str | Path = "results", keep: int = 1) -> list[RunInfo | AnswerInfo]:
    """Remove all but the ``keep`` newest answers of each command, and all but the ``keep`` runs of each
    scenario that its name means first, and those on which a kept answer rests. What was removed.

    Variants that a study made stay only with its answer, half-written runs only while somebody writes them.
    Damaged folders, folders of other names, links, and files that no command made stay.
    """
    answers = [info for info in list_answers(root) if _is_ours(info.path) and not info.fault]
    runs = [info for info in list_runs(root) if _is_ours(info.path) and not info.fault]
    best = sorted((run for run in runs if run.complete and not run.variant), key=preference)
    kept_answers = _last(answers, keep, lambda info: info.command)
    kept = {normal(run.path) for run in _last(best, keep, lambda run: run.scenario)}
    kept |= {run for info in kept_answers for run in info.runs}
    gone: list[RunInfo | AnswerInfo] = [info for info in answers if info not in kept_answers]
    gone += [run for run in runs if normal(run.path) not in kept]
    return [info for info in gone if _remove(info)]


def _last(infos: Iterable[Info], keep: int, group: Callable[[Info], str]) -> list[Info]:
    """The last ``keep`` of each group."""
    groups: dict[str, list[Info]] = {}
    for info in infos:
        groups.setdefault(group(info), []).append(info)
    return [info for members in groups.values() for info in members[max(0, len(members) - keep) :]]


def _is_ours(folder: Path) -> bool:
    """Whether a command made the folder and nobody has renamed it or put a link in its place."""
    links = folder.is_symlink() or folder.parent.is_symlink()
    return ID.fullmatch(folder.name) is not None and not links


def _remove(info: RunInfo | AnswerInfo) -> bool:
    """Remove our files, and the folders that this leaves empty; False where somebody is writing there."""
    try:
        with locked(info.path):
            for file in _files(info):
                file.unlink(missing_ok=True)
    except StudyError:
        return False
    operation = [info.path.parents[1]] if "/" in info.scenario and isinstance(info, RunInfo) else []
    for folder in (info.path / PARTS, info.path, info.path.parent, *operation):
        with suppress(OSError):  # not there, or not empty
            folder.rmdir()
    return True


def _files(info: RunInfo | AnswerInfo) -> Iterator[Path]:
    """What a command may have written there, also what a kill has left of it."""
    tables = (file_of(table, form) for table in COLUMNS for form in FORMS)
    run = (MANIFEST, RESOLVED, LOG, *tables)
    for name in (f"{info.command}.json",) if isinstance(info, AnswerInfo) else run:
        yield from (info.path / name, new_of(info.path / name))
    if isinstance(info, RunInfo):
        yield from (info.path / PARTS).glob("*.zip")
        yield from (info.path / PARTS).glob(".*.zip.new")
