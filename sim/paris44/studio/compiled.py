"""The page's modules compiled ahead, by the page's own Python under Node: the page is ready sooner."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from paris44.errors import UserError
from paris44.language.text import msg

ARCHIVES = ("python_stdlib.zip", "site.zip")
"""The parts that hold modules."""
SCRIPT = "compile.mjs"
"""What Node runs, in ``studio/assets``."""


def compiled(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with every module of their archives in the page's bytecode; equal parts give equal bytes.

    Raises:
        UserError: there is no Node, or it could not.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, data in parts.items():
            (folder / part).write_bytes(data)
        with resources.as_file(resources.files("paris44.studio") / "assets" / SCRIPT) as script:
            _run(script, folder)
        return {part: (folder / part).read_bytes() for part in parts}


def _run(script: Path, folder: Path) -> None:
    call = ["node", str(script), str(folder)]
    try:
        done = subprocess.run(call, capture_output=True, text=True, check=False)
    except OSError:
        raise UserError(
            "studio", msg("there is no node; with it the page's modules are compiled (nodejs.org)")
        ) from None
    if done.returncode:
        words = [line.strip() for line in done.stderr.splitlines() if "Error" in line] or ["?"]
        raise UserError("studio", msg("node could not compile the page's modules: {why}", why=words[0]))
