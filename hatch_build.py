"""Compile the engine to C while the wheel is built, where a compiler is at hand; else leave it in Python.

The sources are the same and so are the results, to the byte; compiled, a replication takes a third less time.
An editable install stays in Python, so that an edit is never hidden behind a library made before it.
``PARIS44_PURE=1`` asks for Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

READING = ("arrivals", "causes", "doings", "outcomes", "reasons", "tabulate", "tracks")
MODULES = (
    "paris44/engine/**/[a-z]*.py", "paris44/world/dice.py", "paris44/world/shortest.py",
    *(f"paris44/study/reading/{name}.py" for name in READING),
)  # fmt: skip
"""What is compiled: where a replication spends its time, in engine, dice, searches for ways and the reading
of its log."""
FLAGS = (
    "-ffp-contract=off",  # a product and a sum rounded in one step would be other bytes than Python's
    "-fvisibility=hidden", "-fno-semantic-interposition",  # nobody else calls or replaces what calls itself
)  # fmt: skip
SETTINGS = {
    "MYPYC_OPT_LEVEL": "3",
    "MYPYC_DEBUG_LEVEL": "0",
    "CFLAGS": " ".join((os.environ.get("CFLAGS", ""), *FLAGS)).strip(),
}


class EngineHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled engine to a wheel."""

    PLUGIN_NAME = "custom"
    _folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile in a copy of the sources, and take the libraries into the wheel."""
        if version == "editable" or os.environ.get("PARIS44_PURE"):
            return
        self._folder = Path(tempfile.mkdtemp(prefix="paris44-"))
        source = Path(self.root) / "sim" / "paris44"
        shutil.copytree(source, self._folder / "paris44", ignore=shutil.ignore_patterns("*.so"))
        # without its door, or the compiler would follow it to all floors and to what they import
        (self._folder / "paris44" / "__init__.py").write_text("", encoding="utf-8")
        libraries, fault = _compile(self._folder)
        if fault:
            self.app.display_warning(f"the engine stays in Python, slower but the same: {fault}")
            return
        build_data["force_include"].update({str(self._folder / name): name for name in libraries})
        build_data["infer_tag"] = True
        build_data["pure_python"] = False

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the copy."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _compile(folder: Path) -> tuple[list[str], str]:
    """The libraries made of the sources in ``folder``, as paths in it, or the reason why there are none."""
    modules = sorted(str(path.relative_to(folder)) for glob in MODULES for path in folder.glob(glob))
    done = subprocess.run(
        [sys.executable, "-m", "mypyc", "--ignore-missing-imports", *modules],
        cwd=folder, env={**os.environ, **SETTINGS}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip() or "mypyc failed").splitlines()
        return [], words[-1]
    return sorted(str(path.relative_to(folder)) for path in _libraries(folder)), ""


def _libraries(folder: Path) -> list[Path]:
    """The extension modules beside the sources and above them (mypyc keeps what they share there)."""
    return [path for top in ("*.so", "paris44/**/*.so") for path in folder.glob(top)]
