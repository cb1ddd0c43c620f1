"""The wheel as it is built from this tree, unpacked: the engine compiled where a compiler is at hand."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

HOUSE = Path(__file__).parents[1]


def lacking() -> str:
    """What a compiled wheel needs and is not here; empty: nothing."""
    compiler = shlex.split(str(sysconfig.get_config_var("CC") or "cc"))[0]
    if shutil.which(compiler) is None:
        return f"no C compiler ({compiler})"
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        return "no headers of Python"
    modules = ("hatchling", "mypyc", "setuptools")
    return ", ".join(f"no {name}" for name in modules if importlib.util.find_spec(name) is None)


def unpacked(where: Path) -> Path:
    """The folder of a wheel that is built here, as a search path of modules."""
    make = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(where)]
    subprocess.run(make, cwd=HOUSE, check=True, capture_output=True)
    (wheel,) = where.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(where / "site")
    return where / "site"


def told(code: str, *paths: Path, where: Path) -> str:
    """What a program prints that finds its modules in ``paths`` first."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=where, env=env, capture_output=True, text=True, check=True
    )
    return done.stdout
