"""The studio's page for the tests: the one that ``PARIS44_STUDIO`` names, else one made here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from paris44.commands.studio import studio
from paris44.errors import UserError
from paris44.studio.parts import gather

ASKED = ("historical", "no-noon-line", "sevres-blown", "order-on-the-20th")
"""The scenario that it opens with, and its questions."""
parts = cache(gather)
"""What others have written is fetched once for all pages."""


def studio_file(folder: Path) -> Path:
    """The file; skips, and says why, where its parts cannot be had."""
    given = os.environ.get("PARIS44_STUDIO")
    if given is not None:
        if not Path(given).is_file():
            pytest.skip("no studio was built (PARIS44_STUDIO names no file)")
        return Path(given)
    return made(folder, ASKED)


def made(folder: Path, asked: Sequence[str]) -> Path:
    """A page of other scenarios, made here; skips as :func:`studio_file` does."""
    given = os.environ.get("PARIS44_STUDIO")
    if given is not None and not Path(given).is_file():
        pytest.skip("no studio was built (PARIS44_STUDIO names no file)")
    folders = {name: os.environ.get(f"PARIS44_{name.upper()}") for name in ("pyodide", "wheels")}
    target = folder / "studio.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("paris44.commands.studio.gather", parts)
        try:
            studio(
                asked, output=target, **{name: Path(text) if text else None for name, text in folders.items()}
            )
        except UserError as error:
            pytest.skip(f"no studio: {error}")
    return target
