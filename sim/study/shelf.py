"""The runs on disk: which there are, which one a scenario's name means, which may be thrown away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.study.errors import ResultError
from sim.study.store import MANIFEST, RESOLVED, read_manifest

ID = re.compile(r"[0-9a-f]{12}")
"""What a folder that a command made is called."""


@dataclass(frozen=True)
class RunInfo:
    """A run on disk. ``written`` is in seconds since 1970; ``fault`` says why it cannot be read."""

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
    fault: str = ""


def is_run(path: Path) -> bool:
    """Whether ``path`` is the folder of a single run, readable or not."""
    return path.is_dir() and (path / MANIFEST).is_file()


def named(path_or_name: str | Path, root: Path) -> list[RunInfo]:
    """The runs that a scenario's name (or folder) stands for; none where a single run is named."""
    path = Path(path_or_name)
    return [] if is_run(path) else runs_of(path if path.is_dir() else root / path_or_name)


def preferred(runs: Sequence[RunInfo]) -> RunInfo:
    """The newest run that can be read, one with chance before one without; else what is wrong with the
    newest."""
    return max(runs, key=lambda r: (r.complete, bool(r.fault), r.chance, r.written, r.run_id))


def choice(path_or_name: str | Path, root: str | Path) -> list[str]:
    """What to say of the run that a name means: which it is where there are several, what cannot be read."""
    runs = named(path_or_name, Path(root))
    if len(runs) < 2:
        return []
    best = preferred(runs)
    dice = f"seed {best.seed}" if best.chance else "without chance"
    took = f"{path_or_name}: {len(runs)} runs, took {best.path} (n = {best.n}, {dice})"
    return [took, *(f"left out: {run.fault}" for run in runs if run.fault)] if best.complete else []


def runs_of(folder: Path) -> list[RunInfo]:
    """The runs in one scenario's folder, oldest first."""
    if not folder.is_dir():
        return []
    found = [_info(child) for child in sorted(folder.iterdir()) if child.is_dir()]
    return sorted((info for info in found if info is not None), key=lambda i: (i.written, i.run_id))


def _info(path: Path) -> RunInfo | None:
    """The run in a folder, None where there is none of ours."""
    manifest: dict[str, Any] | None = None
    fault = ""
    try:
        manifest = read_manifest(path)
    except ResultError as error:
        fault = error.message
    known = manifest is not None and "scenario" in manifest and "seed" in manifest
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
        complete=known,
        fault=fault,
    )


def list_runs(root: str | Path = "results") -> list[RunInfo]:
    """Every run under ``root``, by scenario, oldest first."""
    top = Path(root)
    if not top.is_dir():
        return []
    return [info for child in sorted(top.iterdir()) if child.is_dir() for info in runs_of(child)]


def clean(root: str | Path = "results", keep: int = 1) -> list[RunInfo]:
    """Remove all but the ``keep`` newest complete runs of each scenario, and the half-written ones.

    Folders that are not runs of ours stay.
    """
    removed = []
    for scenario in sorted({info.path.parent for info in list_runs(root)}):
        runs = runs_of(scenario)
        complete = [run for run in runs if run.complete]
        kept = {run.path for run in complete[len(complete) - keep :]} if keep > 0 else set()
        for run in runs:
            if run.path not in kept:
                shutil.rmtree(run.path)
                removed.append(run)
    return removed
