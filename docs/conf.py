"""The site: Sphinx reads the same Markdown pages that a code host shows.

What a page holds between ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` is made anew from the program's
own tables while the site is built (``generate.py``); a test holds that the files say the same.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "sim")]

import generate  # noqa: E402 - after the paths that lead to it
from sphinx.application import Sphinx  # noqa: E402

from paris44 import __version__  # noqa: E402

project = "Paris 44"
author = "The Paris 44 authors"
copyright = "The Paris 44 authors; pictures and tables: Paris 44 (ODbL)"
version = release = __version__
language = "en"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"Paris 44 {release}"
myst_heading_anchors = 3


OUTSIDE = re.compile(r"(?<!!)\[([^]]+)\]\(\.\./([^)]+)\)")
"""A link to a file of the repository that is no page: the site names it."""


def _made_anew(_: Sphinx, page: str, source: list[str]) -> None:
    source[0] = OUTSIDE.sub(r"\1 (`\2`)", generate.page(f"{page}.md", source[0]))


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", _made_anew)
